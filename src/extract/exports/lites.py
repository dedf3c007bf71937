"""The tables of a run in, a database of SQLite out: numbers exact, dates as ISO text, flags as 0 and 1.

SQLite has no decimals. A number goes in as an integer, as a real number or as text in plain digits, the first
of these that is exact. Its column has no type, so that SQLite leaves it as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any, Final

from extract.errors import InputError
from extract.exports.drafts import whole_file
from extract.exports.statements import VIEWED, indexes, quoted, table_statement, views
from extract.exports.streams import Read, plain, rows_in
from extract.messages import fail
from extract.tables.columns import Type, tables

TYPES: Final[Mapping[Type, str]] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "",
    "boolean": "INTEGER",
    "date": "TEXT",
}
_REALS_BEGIN: Final = 1 << 53
"""Where integers begin that are better real where they can be: a sum of integers breaks at 64 bits."""
_LARGEST: Final = (1 << 63) - 1


def write_sqlite(path: str, names: Sequence[str], read: Read) -> None:
    """Write a database of tables; of all tables, it has the views too."""
    whole = len(names) == len(tables())
    made = [name for name in names if not (whole and name == VIEWED)]
    with whole_file(path) as draft:
        try:
            with closing(sqlite3.connect(draft, isolation_level=None)) as database:
                _fill(database, made, read)
                if whole:
                    for statement in (*indexes(), *(view.statement for view in views())):
                        database.execute(statement)
                database.execute("COMMIT")
        except sqlite3.Error as error:
            raise fail(InputError, "I007", reason=error) from None


def _fill(database: sqlite3.Connection, names: Sequence[str], read: Read) -> None:
    # The file is a draft: what would make it outlive a crash is only in the way.
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
        database.execute(f"PRAGMA {setting}")
    database.execute("BEGIN")
    for name in names:
        table = tables()[name]
        database.execute(table_statement(table, TYPES, names))
        holes = ", ".join("?" * len(table.columns))
        cells = [_CELLS[column.type] for column in table.columns]
        database.executemany(
            f"INSERT INTO {quoted(name)} VALUES ({holes})",
            (
                [None if value is None else cell(value) for cell, value in zip(cells, row, strict=True)]
                for row in rows_in(read(name))
            ),
        )


def exact(number: Decimal) -> int | float | str:
    """Return a number as SQLite holds it to its last digit.

    >>> exact(Decimal("80000000.0")), exact(Decimal("0.1")), exact(Decimal("12345678901234567890"))
    (80000000, 0.1, '12345678901234567890')
    """
    whole = int(number) if number == number.to_integral_value() else None
    if whole is not None and abs(whole) <= _REALS_BEGIN:
        return whole
    real = float(number)
    if Decimal(repr(real)) == number:
        return real
    return plain(number) if whole is None or abs(whole) > _LARGEST else whole


def _same(value: Any) -> Any:
    return value


_CELLS: Final[Mapping[Type, Callable[[Any], Any]]] = {
    "text": _same,
    "integer": _same,
    "decimal": exact,
    "boolean": int,
    "date": date.isoformat,
}
