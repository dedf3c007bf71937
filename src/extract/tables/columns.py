"""The definition of the tables in, their columns out: names, types, keys, headers and descriptions.

`data/tables.txt` says it all once; rows, formats, databases, Table Schemas and docs take it from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple, get_args

from extract.datafiles import read_data

Type = Literal["text", "integer", "decimal", "boolean", "date"]

PRECISION: Final = 38
PLACES: Final = 10
"""A decimal has that many digits in all, and that many of them behind the point."""

SLOTS: Final = ("subject", "place", "time", "action", "actor", "recipient", "purpose")
"""The slots of a figure that have columns for where they were read."""

_LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
_SLOT_COLUMNS: Final = ("*_text", "*_from")


class Column(NamedTuple):
    """A column: `titles` by language, `about` in English and `about_zh` in Chinese."""

    name: str
    type: Type
    titles: Mapping[str, str]
    about: str
    about_zh: str


class Table(NamedTuple):
    """A table: the columns of `key` together name a row, and come first."""

    name: str
    titles: Mapping[str, str]
    about: str
    about_zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parent: str | None = None
    """The table whose key the first columns of this one hold: each row belongs to a row there."""

    def place_of(self, name: str) -> int:
        """Return where a column of that name stands in a row."""
        return [column.name for column in self.columns].index(name)


@cache
def tables() -> Mapping[str, Table]:
    """Return all tables by name, in their order.

    >>> tables()["documents"].key, tables()["figures"].columns[0].titles["zh-Hans"]
    (('source',), '文档编号')
    """
    _, columns, parts, links = re.split(r"^\[.*\]\n", read_data("tables.txt"), flags=re.MULTILINE)
    known = {column.name: column for column in map(_read_column, _lines(columns))}
    parents = dict(line.split(" < ") for line in _lines(links))
    made = (_read_table(text, known, parents) for text in re.split(r"\n(?=\S)", parts.strip()))
    return {table.name: table for table in made}


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _read_column(line: str) -> Column:
    name, _, rest = line.partition(" = ")
    kind, *titles, about, about_zh = rest.split(" | ")
    if kind not in get_args(Type):
        raise ValueError(f"tables.txt: {name} is of no known type: {kind}")
    return Column(name, kind, dict(zip(_LANGUAGES, titles, strict=True)), about, about_zh)  # type: ignore[arg-type]


def _read_table(text: str, known: Mapping[str, Column], parents: Mapping[str, str]) -> Table:
    head, _, body = text.partition("\n")
    name, *titles, about, about_zh = head.split(" | ")
    columns: list[Column] = []
    for word in body.split():
        if word.startswith("@"):
            columns += _slot_columns(known[word[1:]], known)
        else:
            columns.append(known[word.removeprefix("*")])
    key = tuple(word[1:] for word in body.split() if word.startswith("*"))
    said = dict(zip(_LANGUAGES, titles, strict=True))
    return Table(name, said, about, about_zh, tuple(columns), key, parents.get(name))


def _slot_columns(slot: Column, known: Mapping[str, Column]) -> Iterator[Column]:
    """Yield the columns that tell where a slot was read."""
    for form in map(known.__getitem__, _SLOT_COLUMNS):
        titles = {lang: title.format(slot.titles[lang]) for lang, title in form.titles.items()}
        name = form.name.replace("*", slot.name)
        yield Column(name, form.type, titles, form.about, form.about_zh)
