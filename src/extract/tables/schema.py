"""The definition of the tables in, Table Schemas out: `python -m extract.tables.schema schemas/` writes them.

One JSON file a table, in the Table Schema of Frictionless Data. It describes the CSV that has the names of
the columns as its header.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from extract.tables.columns import Column, Table, Type, tables

FOLDER: Final = "tables"
TITLE_LANGUAGE: Final = "zh-Hans"

_TYPES: Final[Mapping[Type, Mapping[str, str]]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "date", "format": "%Y-%m-%d"},
}
_FORMATS: Final = {"url": "uri", "link": "uri"}
"""Text that is more than text."""
_UNITS: Final = {"si_value": "si_unit", "value": "unit", "low": "unit", "high": "unit"}
"""Which column holds the unit of a number, also of one before and after a change."""


def build_schema(table: Table) -> dict[str, Any]:
    """Return the schema of a table.

    >>> build_schema(tables()["documents"])["primaryKey"]
    ['source']
    """
    schema: dict[str, Any] = {
        "name": table.name,
        "title": table.titles[TITLE_LANGUAGE],
        "description": table.about,
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.parent is not None:
        key = list(tables()[table.parent].key)
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": table.parent, "fields": key}}]
    return schema


def _field(column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, **_TYPES[column.type]}
    if column.name in _FORMATS:
        field["format"] = _FORMATS[column.name]
    field["title"] = column.titles[TITLE_LANGUAGE]
    field["description"] = column.about
    unit = _unit_of(column.name)
    if unit is not None and any(other.name == unit for other in table.columns):
        field["unitField"] = unit
    if column.name in table.key:
        field["constraints"] = {"required": True}
    return field


def _unit_of(name: str) -> str | None:
    role, joint, rest = name.partition("_")
    if rest in _UNITS and name not in _UNITS:
        return role + joint + _UNITS[rest]
    return _UNITS.get(name)


def write_schemas(folder: Path) -> None:
    """Write the schema of each table into a folder of its own in this one."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, table in tables().items():
        text = json.dumps(build_schema(table), ensure_ascii=False, indent=2) + "\n"
        (folder / FOLDER / f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
