"""The tables of a run in, a database of DuckDB out: typed, keyed, each table and column told in a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from extract.errors import InputError
from extract.exports.drafts import whole_file
from extract.exports.statements import VIEWED, quoted, table_statement, views
from extract.exports.streams import Read, regroup
from extract.messages import fail
from extract.tables.columns import PLACES, PRECISION, Table, Type, tables

if TYPE_CHECKING:
    import duckdb

TYPES: Final[Mapping[Type, str]] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": f"DECIMAL({PRECISION}, {PLACES})",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
ROWS: Final = 1 << 15
"""Rows that go in at a time."""
MEMORY: Final = "512MB"
"""What the database may hold; left alone it takes most of the machine. What is more goes into the draft."""


def write_duckdb(path: str, names: Sequence[str], read: Read) -> None:
    """Write a database of tables; of all tables, it has the views too."""
    import duckdb

    whole = len(names) == len(tables())
    made = [name for name in names if not (whole and name == VIEWED)]
    with whole_file(path) as draft:
        try:
            with duckdb.connect(draft) as database:
                database.execute(f"SET memory_limit = '{MEMORY}'")
                for name in made:
                    _add_table(database, tables()[name], made, read)
                if whole:
                    _add_views(database)
                database.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise fail(InputError, "I007", reason=str(error).splitlines()[0]) from None


def _add_table(database: duckdb.DuckDBPyConnection, table: Table, made: Sequence[str], read: Read) -> None:
    name = quoted(table.name)
    database.execute(table_statement(table, TYPES, made))
    database.execute(f"COMMENT ON TABLE {name} IS {_text(table.about)}")
    for column in table.columns:
        database.execute(f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {_text(column.about)}")
    for part in regroup(read(table.name), ROWS):
        database.register("part_of_table", part)
        database.execute(f"INSERT INTO {name} SELECT * FROM part_of_table")
        database.unregister("part_of_table")


def _add_views(database: duckdb.DuckDBPyConnection) -> None:
    for view in views():
        database.execute(view.statement)
        database.execute(f"COMMENT ON VIEW {quoted(view.name)} IS {_text(view.about)}")


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
