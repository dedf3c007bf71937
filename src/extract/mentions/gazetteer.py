"""A text in, dictionary hits out: the one pass over the text for all dictionaries of the package.

Use it like this, on folded text:

    hits = scan(text)
    hits.of("place")      -> [Hit(start, end, "place", key), …]   left to right, may overlap
    hits.of("title")      -> likewise for a word list

A word list joins by a line in `LEXICONS`: its kind and its file in `data/`. The file has a word a
line, `#` begins a comment; a word may carry a value behind a tab. The `key` of a word's hit is that
value, or the word itself. The key of a place's hit is a number: `meanings(key)` says what it may mean.
Lists of a pack are given to `scan` as `extra`, kind -> words; they are compiled once.

Places come as an automaton made by `tools/build_gazetteer.py`; the word lists are few enough to
compile at first use. Nothing is read at import.
"""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import daachorse

LEXICONS: dict[str, str] = {}
"""Kind of hit -> file in `data/` with its words."""


class Hit(NamedTuple):
    """A word of a dictionary in the text; `key` tells what the dictionary says of it."""

    start: int
    end: int
    kind: str
    key: int | str


class Hits:
    """The hits of one text by kind, each list in text order, longer ones first where ends agree."""

    __slots__ = ("_by_kind",)

    def __init__(self, by_kind: Mapping[str, list[Hit]]) -> None:
        self._by_kind = by_kind

    def of(self, kind: str) -> list[Hit]:
        """All hits of one kind, ordered by their ends."""
        return self._by_kind.get(kind, [])


Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Word lists in a form that a cache can hold: (kind, words) pairs."""


def scan(text: str, extra: Words = ()) -> Hits:
    """Find every dictionary word of a folded text, overlapping ones too.

    >>> [(h.start, h.end) for h in scan("贵州省普安县").of("place")]
    [(0, 2), (0, 3), (3, 5), (3, 6), (4, 6)]
    """
    found: dict[str, list[Hit]] = defaultdict(list)
    places = found["place"]
    for start, end, key in _place_automaton().find_overlapping(text):
        places.append(Hit(start, end, "place", key))
    automaton, senses = _word_automaton(extra)
    if automaton is not None:
        for start, end, number in automaton.find_overlapping(text):
            for kind, value in senses[number]:
                found[kind].append(Hit(start, end, kind, value))
    return Hits(found)


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


Senses = list[list[tuple[str, str]]]


@cache
def _word_automaton(extra: Words) -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick | None, Senses]:
    """Compile the word lists of the package and those of a pack."""
    senses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, file in LEXICONS.items():
        for line in files("extract").joinpath("data", file).read_text("utf-8").splitlines():
            word, _, value = line.partition("#")[0].strip().partition("\t")
            if word:
                senses[word].append((kind, value or word))
    for kind, words in extra:
        for word in words:
            senses[word].append((kind, word))
    if not senses:
        return None, []
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(senses)), list(senses.values())
