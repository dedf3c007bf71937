"""Place mentions in, the places named side by side out: chains cut to the narrowest, lists joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.mentions.divisions import contains
from extract.records.drafts import Filler, label
from extract.records.lexicon import reading_words
from extract.spans import Block, Mention, Name

RANKS: Final = {
    "country": 0,
    "region": 0,
    "province": 1,
    "prefecture": 2,
    "county": 3,
    "town": 4,
    "village": 5,
}
_PREFECTURE: Final = RANKS["prefecture"]
_JOINS: Final = frozenset({"、", "和", "及", "与", "以及"})
_TOLD: Final = frozenset({"organization", "work", "title", "place"})
"""Kinds of mention that are places, or tell what a place within them is."""

_FRAMING: Final = frozenset({"header", "footer"})


@dataclass(slots=True)
class PlaceGroup:
    """Places named side by side, of each chain the narrowest; 全县 has the places it points to.

    `role` is what it can be to a figure, and `topical` that a paragraph can be about it, once that is
    known; `clear` is how far the text behind it has been searched for words of help, `helped` where the
    first of them ends, else -1; `outside` is the index of the group before the bracket that it stands in.
    """

    start: int
    end: int
    names: tuple[Name, ...]
    block: int
    nested: bool = False
    titled: bool = False
    listed: bool = False
    bracket: bool = False
    word: str | None = None
    label_start: int = -1
    role: int = 0
    topical: bool = False
    clear: int = 0
    helped: int = -1
    outside: int = -1
    named: Filler | None = None
    inherited: Filler | None = None

    def filler(self, text: str, *, inherited: bool) -> Filler:
        """Return what the group fills a slot with, the same for all figures that it holds for."""
        found = self.inherited if inherited else self.named
        if found is not None:
            return found
        made = Filler(_surface(text, self), self.start, self.end, inherited, self.names)
        if inherited:
            self.inherited = made
        else:
            self.named = made
        return made


def group_names(
    text: str, blocks: Sequence[Block], mentions: Sequence[Mention], *, framing: bool = False
) -> list[PlaceGroup]:
    """Return the named places of the body, or those of the lines that frame it.

    A place inside the name of a body is nested; one that belongs to somebody's title (三宝村第一书记,
    普安县委常委) is where the bearer works.
    """
    groups: list[PlaceGroup] = []
    last: PlaceGroup | None = None
    body: Mention | None = None
    title: Mention | None = None
    block, final = -1, len(blocks) - 1
    for mention in [m for m in mentions if m.kind in _TOLD]:
        start = mention.start
        if mention.kind != "place":
            if mention.kind == "title":
                title = mention
            elif body is None or mention.end > body.end:
                body = mention
            continue
        if not isinstance(mention, Name) or not _is_division(mention):
            continue
        while block < final and blocks[block + 1].start <= start:
            block += 1
        if block < 0 or (blocks[block].kind in _FRAMING) != framing:
            continue
        in_title = title is not None and start < title.end
        titled = in_title and RANKS.get(mention.level or "", 0) > 0
        if body is None or start >= body.end:
            nested = in_title and not titled
        else:
            nested = not (titled and _is_office(text[body.start : body.end]))
        if last is None or last.block != block or last.nested != nested or not _join(text, last, mention):
            last = PlaceGroup(start, mention.end, (mention,), block, nested, titled, label_start=start)
            groups.append(last)
    return groups


def _surface(text: str, group: PlaceGroup) -> str:
    """Return the label of a group: one name in full, several as joined."""
    if len(group.names) == 1:
        return group.names[0].name
    first, last = group.names[0], group.names[-1]
    surface = label(text, (group.label_start if group.word is None else first.start, last.end))
    if any(mark in surface for mark in _JOINS):
        return surface
    return "、".join(text[name.start : name.end] for name in group.names)


def _is_division(name: Name) -> bool:
    """Tell whether a place can have figures: no 华 of 来华, no river."""
    return name.end - name.start > 1 and name.level != "feature"


def _is_office(name: str) -> bool:
    """Tell whether a body is an office of its place: 县委, 市政府, 教育局."""
    return name.endswith(tuple(reading_words()["office"]))


def _join(text: str, group: PlaceGroup, mention: Name) -> bool:
    """Take a place into the group before it, if it stands right behind it; tell whether it did."""
    start = mention.start
    if not 0 <= start - group.end <= 2:
        return False
    gap = text[group.end : start]
    last = group.names[-1]
    if not gap and _lies_in(mention, last):
        if len(group.names) == 1 and RANKS.get(last.level or "", 0) <= _PREFECTURE:
            group.label_start = start
        group.names = (*group.names[:-1], mention)
    elif not gap or gap in _JOINS:
        group.names = (*group.names, mention)
    else:
        return False
    group.end = mention.end
    return True


def _lies_in(inner: Name, outer: Name) -> bool:
    if RANKS.get(inner.level or "", 9) <= RANKS.get(outer.level or "", 0):
        return False
    return not (inner.code and outer.code) or contains(outer.code, inner.code)
