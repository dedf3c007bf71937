"""A text in, the place names of the gazetteer in it out: one pass over the text.

Use it like this, on folded text:

    scan(text)            -> [(start, end, key), …]   ordered by start, then end; may overlap

The key of a hit is a number: `meanings(key)` says what the name may mean. The names come as an
automaton made by `tools/build_gazetteer.py`. Nothing is read at import.
"""

from __future__ import annotations

import struct
from functools import cache, lru_cache
from typing import Final

import daachorse

from extract.datafiles import data_path

Hit = tuple[int, int, int]
"""A place name in the text: start, end, key."""


def scan(text: str) -> list[Hit]:
    """Find every place name of a folded text, overlapping ones too.

    >>> [(start, end) for start, end, _ in scan("贵州省普安县")]
    [(0, 2), (0, 3), (3, 5), (3, 6), (4, 6)]
    """
    return sorted(_place_automaton().find_overlapping(text))


def meanings(key: int) -> tuple[str, ...]:
    """What a place name may mean.

    Each is `code.first.last` (years of a division or of the snapshots that have a town), `code.m` (a
    town of the civil-affairs list only), `=NAME` `~NAME` `?NAME` (short for that full name: on its own,
    with evidence in the document, an ordinary word too) or `@kind` (a country, city or region without
    a code).
    """
    start, end = struct.unpack_from("<2I", _section(BOUNDS), 4 * key)
    return tuple(_section(MEANINGS)[start : end - 1].decode().split(" "))


@lru_cache(maxsize=8192)
def key_of(name: str) -> int | None:
    """The key of a place name, None if the gazetteer has none of that name."""
    for start, end, key in _place_automaton().find_overlapping(name):
        if end - start == len(name):
            return key
    return None


def code_line(code: str) -> str | None:
    """What is known of a code of county level or above: `name.first.last.parent.line` for each spell.

    `line` is today's code of the county, the same for all that it was before (郧县 and 郧阳区).
    """
    codes, wanted = _section(CODES), code.encode()
    low, high = 0, len(codes) - 1  # both at a line break; the lines are in the order of their codes
    while low < high:
        start = codes.rfind(b"\n", low, (low + high) // 2 + 1) + 1
        end = codes.index(b"\n", start)
        found, _, spells = codes[start:end].partition(b" ")
        if found == wanted:
            return spells.decode()
        if found < wanted:
            low = end
        else:
            high = start - 1
    return None


AUTOMATON, BOUNDS, MEANINGS, CODES = range(4)
"""The sections of the gazetteer file: the automaton of names, where the line of each begins, the lines with
what they mean, and what each code was. They are not packed: that would cost each start more than it saves."""

_HEAD: Final = struct.Struct("<4I")


@cache
def _section(number: int) -> bytes:
    """Return a section of the gazetteer file."""
    return _read_section(number)


def _read_section(number: int) -> bytes:
    with open(data_path("gazetteer.bin"), "rb") as stream:
        sizes = _HEAD.unpack(stream.read(_HEAD.size))
        stream.seek(sum(sizes[:number]), 1)
        return stream.read(sizes[number])


@cache
def _place_automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    # Its section is not remembered: the automaton is a copy of it.
    return daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(_read_section(AUTOMATON))
