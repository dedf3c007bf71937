"""What the command line prints is what the models print, and what they refuse it does not print."""

from __future__ import annotations

import copy
import re
import runpy
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from extract.models import Result
from extract.output.printing import ShapeError, print_result
from extract.output.shape import OBJECTS
from extract.pipeline import Pipeline
from extract.text.reading import decode

ROOT = Path(__file__).parents[1]
SPAN = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")
TEXT = """县扶贫办关于脱贫攻坚的通报
2019年2月26日，副县长张明说，贫困发生率从19.27%降至1.65%，全村约268户983人用上自来水，增加1户，
投入8000.50万元，每人每月600元，新修公路12公里，“一村一品”涉及3个镇。"""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def plain(pipeline: Pipeline) -> dict[str, Any]:
    return pipeline.run_plain(TEXT, source='通报\ue000"\x01.txt')


def test_the_table_is_that_of_the_models() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "build_shape.py"))["build_shape"]()
    names: dict[str, Any] = {}
    exec(made, names)
    assert names["OBJECTS"] == OBJECTS, "run tools/build_shape.py"


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda path: path.name)
def test_the_bytes_are_those_of_the_models(pipeline: Pipeline, path: Path) -> None:
    made = pipeline.run_plain(decode(path.read_bytes()), source=str(path))
    result = Result.model_validate(made)
    assert print_result(made) == result.model_dump_json()
    assert print_result(made, indented=True) == SPAN.sub(r"[\1, \2]", result.model_dump_json(indent=2))


def test_names_from_outside_are_made_printable(plain: dict[str, Any]) -> None:
    assert print_result(plain) == Result.model_validate(plain).model_dump_json()


@pytest.mark.parametrize("number", ["0", "-0", "-0.50", "1E+3", "5.00", "0.000001", "9" * 40 + ".5"])
def test_numbers_are_exact(plain: dict[str, Any], number: str) -> None:
    changed = copy.deepcopy(plain)
    measure = next(record for record in changed["records"] if record["type"] == "measure")
    measure["quantity"] = {"id": "q", "span": (0, 1), "text": "", "value": Decimal(number)}
    assert print_result(changed) == Result.model_validate(changed).model_dump_json()


WRONG = [
    None,
    True,
    7,
    7.5,
    "x",
    "",
    (),
    ("x",),
    (1, 2),
    [],
    {},
    {"x": 1},
    Decimal("NaN"),
    Decimal("Infinity"),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside a plain result."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*path, key)
        yield from places(inner, (*path, key))


def allowed(value: dict[str, Any]) -> str | None:
    try:
        return Result.model_validate(value).model_dump_json()
    except ValidationError:
        return None


def printed(value: dict[str, Any]) -> str | None:
    try:
        return print_result(value)
    except ShapeError:
        return None


def test_what_the_models_refuse_is_not_printed(plain: dict[str, Any]) -> None:
    refused = 0
    for number, path in enumerate(places(plain)):
        for wrong in (WRONG[number % len(WRONG)], WRONG[(number * 5 + 3) % len(WRONG)]):
            changed = copy.deepcopy(plain)
            inner: Any = changed
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = wrong
            wanted = allowed(changed)
            if wanted is None:
                refused += 1
                assert printed(changed) is None, (path, wrong)
    assert refused > 100


@pytest.mark.parametrize("path", [("extra",), ("document", "extra"), ("records", 0, "extra")])
def test_unknown_fields_are_refused(plain: dict[str, Any], path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(plain)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = "x"
    assert printed(changed) is None


def test_missing_fields_are_refused(plain: dict[str, Any]) -> None:
    for path in [path for path in places(plain) if isinstance(path[-1], str)]:
        changed = copy.deepcopy(plain)
        inner: Any = changed
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        assert printed(changed) == allowed(changed), path
