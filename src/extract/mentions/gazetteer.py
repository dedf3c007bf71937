"""A text in, the place names of the gazetteer in it out: one pass over the text.

Use it like this, on folded text:

    scan(text)            -> [(start, end, key), …]   ordered by start, then end; may overlap

The key of a hit is a number: `meanings(key)` says what the name may mean. The names come as an
automaton made by `tools/build_gazetteer.py`. Nothing is read at import.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache, lru_cache
from importlib.resources import files

import daachorse

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
    return tuple(_meaning_lines()[key].split(" "))


@lru_cache(maxsize=8192)
def key_of(name: str) -> int | None:
    """The key of a place name, None if the gazetteer has none of that name."""
    for start, end, key in _place_automaton().find_overlapping(name):
        if end - start == len(name):
            return key
    return None


@cache
def code_lines() -> dict[str, str]:
    """Each code of county level and above -> `name.first.last.parent.line` for each spell.

    `line` is today's code of the county, the same for all that it was before (郧县 and 郧阳区).
    """
    return {line[:6]: line[7:] for line in _section(2).decode().split("\n")}


def _section(number: int) -> bytes:
    """Unpack one of the three sections of the gazetteer file; each is asked for once."""
    packed = files("extract").joinpath("data/gazetteer.bin").read_bytes()
    sizes = struct.unpack("<3I", packed[:12])
    start = 12 + sum(sizes[:number])
    return zlib.decompress(packed[start : start + sizes[number]])


@cache
def _place_automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    return daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(_section(0))


@cache
def _meaning_lines() -> list[str]:
    return _section(1).decode().split("\n")
