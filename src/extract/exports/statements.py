"""A table in, the SQL that makes it out; `data/views.sql` and `data/indexes.sql` in, their statements out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from extract.datafiles import read_data
from extract.tables.columns import Table, Type, tables

VIEWED: Final = "changes"
"""The table that a database holds as a view."""


def quoted(name: str) -> str:
    """Return a name as both databases take it, even one like `end`."""
    return f'"{name}"'


def table_statement(table: Table, types: Mapping[Type, str], made: Collection[str]) -> str:
    """Return the statement that makes a table with its key, and with its parent where that is made too."""
    lines = [
        f"{quoted(column.name)} {types[column.type]}".rstrip()
        + (" NOT NULL" if column.name in table.key else "")
        for column in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    if table.parent is not None and table.parent in made:
        key = _names(tables()[table.parent].key)
        lines.append(f"FOREIGN KEY ({key}) REFERENCES {quoted(table.parent)} ({key})")
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} (\n    {body}\n)"


def _names(names: Collection[str]) -> str:
    return ", ".join(map(quoted, names))


class View(NamedTuple):
    """A view: its name, the statement that makes it, and what it shows."""

    name: str
    statement: str
    about: str


_VIEW: Final = re.compile(r"^-- (.*\n(?:-- .*\n)*)(CREATE VIEW (\w+) AS\n[^;]*);", re.MULTILINE)


def views() -> Iterator[View]:
    """Yield the views that a database has beside its tables, in the order that they need each other.

    >>> [view.name for view in views()]
    ['changes', 'addends', 'money_by_place_year', 'indicators_by_place_year']
    """
    for found in _VIEW.finditer(read_data("views.sql")):
        about = " ".join(found[1].replace("-- ", "").split())
        yield View(found[3], found[2], about)


def indexes() -> Iterator[str]:
    """Yield the statements that make indexes."""
    for line in read_data("indexes.sql").splitlines():
        if not line.startswith("--"):
            yield line
