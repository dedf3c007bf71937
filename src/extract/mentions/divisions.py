"""A code in, its names and parents out: the divisions of China by GB/T 2260, year by year.

A code has spells: the names it bore from one year to another, and the code it stood under. A year is
counted as at its end, so a change within a year leaves both its sides possible in that year.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from extract.mentions.gazetteer import code_line, key_of, meanings

LATEST: Final = 2026
"""The year taken for a bulletin without a date, the last that the gazetteer knows."""


class Spell(NamedTuple):
    """A stretch of years in which a code meant one division; `line` is what that is today."""

    name: str
    first: int
    last: int
    parent: str
    line: str


class Division(NamedTuple):
    """A division as its name and code."""

    name: str
    code: str


class Chain(NamedTuple):
    """What a division lies in, itself included; None where there is no such level."""

    province: Division | None
    prefecture: Division | None
    county: Division | None


def year_of(as_of: datetime.date | None) -> int:
    """The year to look codes up in: that of the date, within what the gazetteer covers."""
    return LATEST if as_of is None else min(max(as_of.year, 1980), LATEST)


def level_of(code: str) -> str:
    """Read the level off a code.

    >>> [level_of(c) for c in ("520000", "522300", "522302", "522302108")]
    ['province', 'prefecture', 'county', 'town']
    """
    if len(code) > 6:
        return "town" if len(code) == 9 else "village"
    if code[2:] == "0000":
        return "province"
    return "prefecture" if code[4:] == "00" else "county"


@lru_cache(maxsize=8192)
def spells_of(code: str) -> tuple[Spell, ...]:
    """The spells of a code of county level or above, oldest first."""
    line = code_line(code)
    if line is None:
        return ()
    parts = (spell.split(".") for spell in line.split(" "))
    return tuple(Spell(name, int(first), int(last), *rest) for name, first, last, *rest in parts)


def spell_at(code: str, year: int) -> Spell | None:
    """The spell of a code in a year, else the nearest one."""
    spells = spells_of(code)
    return min(spells, key=lambda s: gap(s.first, s.last, year)) if spells else None


def gap(first: int, last: int, year: int) -> int:
    """How many years a year lies outside a stretch, 0 if within."""
    return max(first - year, year - last, 0)


def parent_chain(code: str, as_of: datetime.date | None = None) -> Chain:
    """A code of any level in, its province, prefecture and county out, named as on the date.

    >>> parent_chain("522302108", datetime.date(2019, 2, 26)).county
    Division(name='兴仁市', code='522302')
    """
    year, code = year_of(as_of), code[:6]
    levels: dict[str, Division] = {}
    while code and (spell := spell_at(code, year)) is not None:
        levels[level_of(code)] = Division(spell.name, code)
        code = spell.parent
    return Chain(levels.get("province"), levels.get("prefecture"), levels.get("county"))


def contains(outer: str, inner: str) -> bool:
    """Whether the division of one code takes in that of another, or is the same.

    >>> contains("522300", "522302108"), contains("522302", "522300")
    (True, False)
    """
    return inner.startswith(stem(outer))


def is_heir(code: str, other: str) -> bool:
    """Whether two codes of counties belong to one county at different times (郧县 and 郧阳区).

    >>> is_heir("420321", "420304"), is_heir("420321", "420322")
    (True, False)
    """
    return code != other and any(s.line == o.line for s in spells_of(code) for o in spells_of(other))


@lru_cache(maxsize=8192)
def stem(code: str) -> str:
    """The digits of a code that its parts share: 520000 -> 52, 522300 -> 5223."""
    if len(code) == 6:
        return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code
    return code


@lru_cache(maxsize=8192)
def codes_of(name: str) -> tuple[tuple[str, int, int], ...]:
    """The codes that a full name of county level or above ever had, with first and last year."""
    key = key_of(name)
    found = []
    for meaning in meanings(key) if key is not None else ():
        if meaning[0].isdigit():
            code, _, years = meaning.partition(".")
            if len(code) == 6:
                first, _, last = years.partition(".")
                found.append((code, int(first), int(last)))
    return tuple(found)
