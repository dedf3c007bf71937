"""The tables of a run in, files of other programs out: CSV, JSON lines, Parquet, Excel, DuckDB, SQLite.

All hold the same tables. They are read once, piece by piece, and what is written appears whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from extract.errors import ConfigError, InputError
from extract.exports.columnar import write_parquet
from extract.exports.delimited import write_csv
from extract.exports.drafts import whole_folder
from extract.exports.ducks import write_duckdb
from extract.exports.lines import write_lines
from extract.exports.lites import write_sqlite
from extract.exports.spreadsheets import Notice, write_workbook
from extract.exports.streams import Read
from extract.messages import fail
from extract.output.files import open_whole
from extract.packages import load
from extract.tables.columns import tables

if TYPE_CHECKING:
    import pyarrow

__all__ = ["FORMATS", "SUFFIXES", "Notice", "Read", "export", "format_of"]

_Write = Callable[[BinaryIO, str, "Iterable[pyarrow.Table]", "str | None"], None]

_BY_TABLE: Final[Mapping[str, _Write]] = {"csv": write_csv, "jsonl": write_lines, "parquet": write_parquet}
"""The formats with a file a table."""

FORMATS: Final = (*_BY_TABLE, "xlsx", "duckdb", "sqlite")
SUFFIXES: Final = {f".{form}": form for form in FORMATS} | {".db": "sqlite"}
_PACKAGES: Final = {"xlsx": "xlsxwriter", "duckdb": "duckdb"}


def format_of(target: str) -> str:
    """Return the format that the name of a target tells.

    >>> format_of("out/公报.xlsx")
    'xlsx'
    """
    suffix = os.path.splitext(target.rstrip("/" + os.sep))[1].lower()
    if not suffix:
        raise fail(ConfigError, "C011", argument="--format")
    if suffix not in SUFFIXES:
        raise fail(ConfigError, "C007", value=suffix[1:], allowed=", ".join(FORMATS))
    return SUFFIXES[suffix]


def export(
    read: Read, target: str, *, form: str, table: str | None = None, lang: str | None = None
) -> list[Notice]:
    """Write the tables that `read` gives, or one of them, and return what should be said of it.

    `csv`, `jsonl` and `parquet` make a folder with a file a table, or of one table a file; the others a file.
    Headers of CSV and Excel are the names of the columns, or in `lang` their titles.
    """
    if form not in FORMATS:
        raise fail(ConfigError, "C007", value=form, allowed=", ".join(FORMATS))
    if table is not None and table not in tables():
        raise fail(ConfigError, "C030", value=table, allowed=", ".join(tables()))
    load("pyarrow")
    if form in _PACKAGES:
        load(_PACKAGES[form])
    try:
        if form in _BY_TABLE and table is None:
            return _write_folder(read, target, form, lang)
        if os.path.isdir(target):
            raise fail(ConfigError, "C013", path=target)
        return _write_file(read, target, form, table, lang)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise fail(InputError, "I007", reason=error.strerror or error) from None


def _write_folder(read: Read, target: str, form: str, lang: str | None) -> list[Notice]:
    names = {name: f"{name}.{form}" for name in tables()}
    with whole_folder(target, set(names.values())) as draft:
        for name, file in names.items():
            with open(os.path.join(draft, file), "wb") as stream:
                _BY_TABLE[form](stream, name, read(name), lang)
    return []


def _write_file(read: Read, target: str, form: str, table: str | None, lang: str | None) -> list[Notice]:
    names = list(tables()) if table is None else [table]
    if form == "xlsx":
        return write_workbook(target, names, read, lang)
    if form == "duckdb":
        write_duckdb(target, names, read)
    elif form == "sqlite":
        write_sqlite(target, names, read)
    else:
        with open_whole(target) as stream:
            _BY_TABLE[form](stream, names[0], read(names[0]), lang)
    return []
