"""Rows in, Arrow tables out: text, exact decimals, dates and flags, typed as the columns say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from extract.packages import load
from extract.tables.columns import PLACES, PRECISION, Type, tables

if TYPE_CHECKING:
    import pyarrow

    from extract.tables.rows import Row

PARQUET: Final = {"compression": "zstd", "version": "2.6", "store_schema": True, "write_page_index": False}
"""How Parquet is written: the same rows are the same bytes."""


@cache
def arrow_types() -> dict[Type, pyarrow.DataType]:
    """Return the Arrow type of each type of column."""
    pyarrow = load("pyarrow")
    return {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "decimal": pyarrow.decimal128(PRECISION, PLACES),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }


@cache
def arrow_schema(name: str) -> pyarrow.Schema:
    """Return the schema of a table: a column of its key holds no null."""
    pyarrow = load("pyarrow")
    table = tables()[name]
    types = arrow_types()
    return pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.type], nullable=column.name not in table.key)
            for column in table.columns
        ]
    )


def arrow_table(name: str, rows: Sequence[Row]) -> pyarrow.Table:
    """Return rows as an Arrow table."""
    arrow = load("pyarrow")
    schema = arrow_schema(name)
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    arrays = [arrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return cast("pyarrow.Table", arrow.Table.from_arrays(arrays, schema=schema))


def write_parquet(table: pyarrow.Table, path: str) -> None:
    """Write an Arrow table into a file."""
    load("pyarrow.parquet").write_table(table, path, **PARQUET)
