"""A table in, Parquet out: exact decimals, zstd, and the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, Final

from extract.exports.streams import regroup
from extract.tables.arrow import PARQUET, arrow_schema
from extract.tables.columns import tables

if TYPE_CHECKING:
    import pyarrow

ROWS: Final = 1 << 15
"""Rows of a group: some 20 MB of figures."""


def write_parquet(
    stream: BinaryIO, name: str, parts: Iterable[pyarrow.Table], lang: str | None = None
) -> None:
    """Write a table; its columns have their names in every language, and their descriptions as metadata."""
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema = described_schema(name)
    with ParquetWriter(stream, schema, **PARQUET) as writer:
        for part in regroup(parts, ROWS):
            writer.write_table(Table.from_arrays(part.columns, schema=schema), row_group_size=ROWS)


@cache
def described_schema(name: str) -> pyarrow.Schema:
    """Return the schema of a table whose fields say what they hold."""
    import pyarrow

    fields = (
        field.with_metadata({"description": column.about})
        for field, column in zip(arrow_schema(name), tables()[name].columns, strict=True)
    )
    return pyarrow.schema(list(fields), metadata={"description": tables()[name].about})
