"""A text and its places in, the places of one character out: 中 and 美 in 中美关系, 华 in 访华.

They are mentions only: a bulletin that means a place as one of its own names it in full, so no record
is made of them. Each needs its company (a second one, a verb before, 方 behind) and free word edges.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extract.datafiles import read_data
from extract.mentions.divisions import level_of
from extract.mentions.sightings import GB, begins_free, stands_free
from extract.patterns import pattern_of
from extract.spans import Name

Meanings = dict[str, tuple[str, str | None]]
"""A character to its full name (several with | between them) and code."""


class Table(NamedTuple):
    """The table of abbreviations and the pattern that finds their company."""

    countries: Meanings
    places: Meanings
    """The countries, and the places at home."""

    pattern: re.Pattern[str]


def find_abbreviations(text: str, places: Sequence[Name]) -> list[Name]:
    """Return the places of one character that stand outside the places found, in text order.

    >>> [(n.name, n.start) for n in find_abbreviations("中美关系和旅欧学者", [])]
    [('中国', 0), ('美国', 1), ('欧洲', 6)]
    """
    table = abbreviations()
    meant: dict[str, str] = {}
    starts = [p.start for p in places]
    found = []
    for match in table.pattern.finditer(text):
        start, end = match.start(), match.end()
        at = bisect_right(starts, end) - 1
        if at >= 0 and places[at].end > start and places[at].start < end:
            continue
        # 驻华大使 is one word to the segmenter, and what follows a pair bears it out
        loose = match["pair"] or match["post"]
        if not (begins_free(text, start) if loose else stands_free(text, start, end)):
            continue
        if match["pair"]:
            found += [_name(text, i, table.countries, meant) for i in range(start, end)]
        elif match["post"] or match["verb"]:
            found.append(_name(text, end - 1, table.places, meant))
        else:
            found.append(_name(text, start, table.countries, meant))
    return found


def _name(text: str, at: int, table: Meanings, meant: dict[str, str]) -> Name:
    """The place that a character stands for; `meant` keeps which of several the text names in full."""
    choices, code = table[text[at]]
    full = meant.get(choices)
    if full is None:
        names = choices.split("|")
        full = meant[choices] = next((n for n in names if n in text), names[0]) if names[1:] else choices
    name = Name("place", at, at + 1, at, at + 1, name=full, code=code)
    name.level = level_of(code) if code else "country"
    name.scheme = GB if code else None
    return name


@cache
def abbreviations() -> Table:
    """Read the table and compile its pattern."""
    rows: dict[str, list[str]] = {}
    for line in read_data("abbreviations.txt").splitlines():
        kind, _, words = line.partition(": ")
        if not line.startswith("#"):
            rows.setdefault(kind, []).extend(words.split())
    countries, homes = _read_full(rows["country"]), _read_full(rows["home"])
    places = countries | homes
    land, either = "".join(countries), "".join(places)
    plain = "".join(c for c in either if c not in rows["particles"])
    firm = "".join(c for c in countries if c not in rows["grammar"])
    verbs, posts = "".join(rows["verbs"]), "".join(rows["posts"])
    pairs, ones, rulers = (any_of(rows[kind]) for kind in ("pairs", "ones", "rulers"))
    # The first character is a class of its own, so that the search skips what begins nothing.
    pattern = pattern_of(
        rf"[{land}{posts}{verbs}](?:(?<=[{land}])(?P<pair>[{land}]{{1,2}})(?={pairs})"
        rf"|(?<=[{posts}])(?P<post>[{either}])(?!的)|(?<=[{verbs}])(?P<verb>[{plain}])(?!的)"
        rf"|(?<=[{land}])(?:{ones})|(?<=[{firm}])(?:{rulers}))"
    )
    return Table(countries, places, pattern)


def _read_full(words: Sequence[str]) -> Meanings:
    table: Meanings = {}
    for word in words:
        short, full, *code = word.split("=")
        table[short] = (full, code[0] if code else None)
    return table


def any_of(words: Sequence[str]) -> str:
    """An alternation of words, longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
