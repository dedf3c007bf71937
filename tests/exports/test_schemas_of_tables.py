"""The Table Schemas on disk are those of the definition, and CSV satisfies them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract.exports import Read, export
from extract.tables.columns import tables
from extract.tables.schema import FOLDER, build_schema

SCHEMAS = Path(__file__).parents[2] / "schemas" / FOLDER


def is_day(cell: str) -> bool:
    return date.fromisoformat(cell).isoformat() == cell


CHECKS: dict[str, Callable[[str], object]] = {
    "string": lambda cell: True,
    "integer": re.compile(r"-?\d+").fullmatch,
    "number": re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?").fullmatch,
    "boolean": {"true", "false"}.__contains__,
    "date": is_day,
}


def read_schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return made


@pytest.mark.parametrize("name", tables())
def test_a_schema_on_disk_is_the_one_of_its_table(name: str) -> None:
    assert read_schema(name) == build_schema(tables()[name]), "run: python -m extract.tables.schema schemas/"


def test_there_is_a_schema_for_each_table_and_no_other() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{name}.schema.json" for name in tables()}


def test_csv_satisfies_the_schemas(read: Read, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    export(read, str(target), form="csv")
    read_back = {}
    for name in tables():
        schema = read_schema(name)
        with open(target / f"{name}.csv", encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        read_back[name] = rows
        assert rows, name
        assert list(rows[0]) == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows]
            assert all(CHECKS[field["type"]](cell) for cell in cells if cell), field["name"]
            if field.get("constraints", {}).get("required"):
                assert all(cells), field["name"]
            unit = field.get("unitField")
            assert unit is None or unit in rows[0]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
    for name in tables():
        for link in read_schema(name).get("foreignKeys", ()):
            there = {
                tuple(row[cell] for cell in link["fields"])
                for row in read_back[link["reference"]["resource"]]
            }
            assert {tuple(row[cell] for cell in link["fields"]) for row in read_back[name]} <= there
