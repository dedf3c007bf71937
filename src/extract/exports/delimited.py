"""A table in, CSV out: UTF-8 with a byte-order mark, lines ending in CR LF, no cell that runs as a formula.

The mark tells Excel that the file is UTF-8, and CR LF is what RFC 4180 asks for. An empty cell is one without
a value: no table holds empty text.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extract.exports.streams import plain, rows_in
from extract.tables.columns import tables

if TYPE_CHECKING:
    import pyarrow

_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How text begins that a spreadsheet may run, or that looks guarded; Excel may read the wide signs alike."""
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?[%‰]?")

_FLUSH_AT: Final = 1 << 16


def write_csv(stream: BinaryIO, name: str, parts: Iterable[pyarrow.Table], lang: str | None = None) -> None:
    """Write a table; its header are the names of the columns, or their titles in a language."""
    columns = tables()[name].columns
    stream.write(codecs.BOM_UTF8)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.titles[lang] if lang else column.name for column in columns)
    for row in rows_in(parts):
        writer.writerow([_cell(value) for value in row])
        if text.tell() > _FLUSH_AT:
            _flush(text, stream)
    _flush(text, stream)


def _flush(text: io.StringIO, stream: BinaryIO) -> None:
    stream.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def guard(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe stands before what begins like a formula.

    >>> guard("=1+1"), guard("-5%"), guard("'=1")
    ("'=1+1", '-5%', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguard(text: str) -> str:
    """Return guarded text as it was.

    >>> [unguard(guard(text)) for text in ("=1+1", "-5%", "'=1", "'tis")]
    ['=1+1', '-5%', "'=1", "'tis"]
    """
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
