"""Words that point to places in (全县, 该镇, 两地), the places that they point to out.

A word points to the nearest place of its level named before it, else to the bulletin's own place or
what that lies in; what is nearest is kept while the text is gone through once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.mentions.deixis import LEVELS, PlaceWord, find_place_words
from extract.mentions.divisions import level_of, parent_chain
from extract.records.place_groups import PlaceGroup
from extract.spans import Block, Name

_COUNTRY: Final = {"我国": "中国", "本国": "中国"}
_CITY: Final = ("prefecture", "county")
_ASKED: Final = (None, *dict.fromkeys(LEVELS.values()))
"""The levels that a word for several places can ask for."""

_FRAMING: Final = frozenset({"header", "footer"})


def with_pointers(
    text: str, blocks: Sequence[Block], groups: list[PlaceGroup], frame: PlaceGroup | None
) -> list[PlaceGroup]:
    """Return the groups with those of the words that point to places, in text order."""
    words = find_place_words(text)
    if not words:
        return groups
    merged = _Named(frame, any(word.kind == "several" for word in words))
    number, final = 0, len(blocks) - 1
    at, count = 0, len(groups)
    for word in words:
        start, end = word.start, word.end
        while number < final and blocks[number + 1].start <= start:
            number += 1
        block = blocks[number] if blocks else None
        if block is None or not block.start <= start < block.end or block.kind in _FRAMING:
            continue
        while at < count and groups[at].start < start:
            merged.add(groups[at])
            at += 1
        if at < count and groups[at].start < end:
            continue
        if word.kind == "several" and merged.groups and merged.groups[-1].end == start:
            continue  # 城口、巫溪两县: the places themselves stand before it
        pointed = merged.resolve(text, word, number)
        if pointed is not None:
            merged.add(PlaceGroup(start, end, pointed.names, number, word=text[start:end]))
    merged.groups.extend(groups[at:])
    return merged.groups


class _Named:
    """The places named so far, and the last of them by what a word can ask for.

    `several` tells that a word asks for several places at once.
    """

    __slots__ = ("_frame", "_here", "_of_level", "_of_several", "_several", "_village", "groups")

    def __init__(self, frame: PlaceGroup | None, several: bool) -> None:
        self._frame = frame
        self._several = several
        self.groups: list[PlaceGroup] = []
        self._here: PlaceGroup | None = None
        self._village: PlaceGroup | None = None
        self._of_level: dict[str | None, PlaceGroup] = {}
        self._of_several: dict[tuple[int, str | None], PlaceGroup] = {}

    def add(self, group: PlaceGroup) -> None:
        """Take in the next group of the text."""
        self.groups.append(group)
        if not group.nested:
            self._here = group
        names = group.names
        if names[-1].level == "village":
            self._village = group
        if len(names) == 1:
            name = names[0]
            level = name.level or (level_of(name.code) if name.code else None)
            self._of_level[level] = group
            if level in _CITY and name.name.endswith("市"):
                self._of_level["city"] = group
        elif self._several:
            for asked in _ASKED:
                if _have_level(names, asked):
                    self._of_several[len(names), asked] = group

    def resolve(self, text: str, word: PlaceWord, block: int) -> PlaceGroup | None:
        """Return the places that a word of a block points to."""
        frame = self._frame
        if word.kind == "here":
            here = self._here
            return here if here is not None and here.block == block else frame
        if word.kind == "several":
            found = self._of_several.get((word.number, word.level))
            if found is None and frame is not None and len(frame.names) == word.number:
                return frame if _have_level(frame.names, word.level) else None
            return found
        if word.level == "country":
            return _country(text, word, block)
        if word.level == "village":
            return self._village
        nearest = None if word.level is None else self._of_level.get(word.level)
        if word.kind == "whole":
            return _ancestor(frame, word.level) or nearest
        return nearest or _ancestor(frame, word.level)


def _country(text: str, word: PlaceWord, block: int) -> PlaceGroup:
    start, end = word.start, word.end
    name = text[start:end]
    whole = Name("place", start, end, start, end, _COUNTRY.get(name, name), level="country")
    return PlaceGroup(start, end, (whole,), block)


def _ancestor(frame: PlaceGroup | None, wanted: str | None) -> PlaceGroup | None:
    """Return the bulletin's own place, or what it lies in, when it has the level of a word."""
    if frame is None or len(frame.names) != 1 or wanted is None:
        return None
    name = frame.names[0]
    level = _level(name)
    if level == wanted or (wanted == "city" and level in _CITY and name.name.endswith("市")):
        return frame
    if not name.code:
        return None
    chain = parent_chain(name.code)
    for level in _CITY if wanted == "city" else (wanted,):
        division = getattr(chain, level, None)
        if division is not None and (wanted != "city" or division.name.endswith("市")):
            outer = Name(
                "place", name.start, name.end, name.start, name.end, division.name, division.code, level
            )
            return PlaceGroup(frame.start, frame.end, (outer,), frame.block)
    return None


def _level(name: Name) -> str | None:
    return name.level or (level_of(name.code) if name.code else None)


def _have_level(names: Sequence[Name], wanted: str | None) -> bool:
    """Tell whether places are of the level that 两县, 三镇 names; any is for 两地."""
    for name in names:
        level = _level(name)
        if not (wanted is None or level is None or level == wanted or (wanted == "city" and level in _CITY)):
            return False
    return True
