"""A table in, JSON lines out: an object a row, a key a column in their order, numbers to their last digit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extract.exports.streams import plain, rows_in
from extract.tables.columns import tables

if TYPE_CHECKING:
    import pyarrow

_CONSTANTS: Final = {None: "null", True: "true", False: "false"}


def write_lines(stream: BinaryIO, name: str, parts: Iterable[pyarrow.Table], lang: str | None = None) -> None:
    """Write a table; its keys are the names of the columns in every language."""
    keys = [encode_basestring(column.name) for column in tables()[name].columns]
    for row in rows_in(parts):
        cells = (f"{key}: {_cell(value)}" for key, value in zip(keys, row, strict=True))
        stream.write(("{" + ", ".join(cells) + "}\n").encode())


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    if isinstance(value, Decimal):
        return plain(value)
    return f'"{value.isoformat()}"' if isinstance(value, date) else str(value)
