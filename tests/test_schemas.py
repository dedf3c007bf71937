"""The schema on disk is the one of the models, and what the package prints satisfies it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from extract import extract
from extract.models import Result
from extract.models.schema import FILE_NAME, build_schema

ROOT = Path(__file__).parents[1]
ON_DISK = json.loads((ROOT / "schemas" / FILE_NAME).read_text("utf-8"))


def test_schema_on_disk_is_the_one_of_the_models() -> None:
    assert build_schema() == ON_DISK, "run: python -m extract.models.schema schemas/"


def test_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(ON_DISK)


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda path: path.stem)
def test_output_satisfies_the_schema_and_comes_back_equal(path: Path) -> None:
    result = extract(path.read_bytes(), source=path.name)
    printed = result.model_dump_json()
    jsonschema.Draft202012Validator(ON_DISK).validate(json.loads(printed))
    assert Result.model_validate_json(printed) == result


def test_schema_refuses_a_number_written_as_a_string() -> None:
    printed = json.loads(extract("投入资金8000万元。").model_dump_json())
    printed["mentions"][0]["value"] = "80000000"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(ON_DISK).validate(printed)
