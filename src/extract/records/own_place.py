"""Place groups in, the bulletin's own place out: that of the headline, or one that the text leads on to.

A headline without a place leaves it to the issuing body, else to the first sentence. A place that
gives help in the headline (A区对口帮扶B县) acts, and is not where it happens.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from extract.mentions.divisions import contains
from extract.records.lexicon import reading_words
from extract.records.place_groups import PlaceGroup, group_names
from extract.spans import Block, Mention, Name

_BODY: Final = frozenset({"paragraph", "heading"})


def without_donors(text: str, blocks: Sequence[Block], groups: list[PlaceGroup]) -> list[PlaceGroup]:
    """Return the groups but for those of the places that the headline has helping another one."""
    titles = [g for g in groups if blocks[g.block].kind == "title" and not g.nested]
    donors: list[Name] = []
    for one, other in itertools.pairwise(titles):
        if len(one.names) == 1 and _helps(text[one.end : other.start]):
            donors.extend(one.names)
    return [g for g in groups if g.nested or not _is_donor(g, donors)] if donors else groups


def find_own_place(
    text: str,
    blocks: Sequence[Block],
    groups: Sequence[PlaceGroup],
    mentions: Sequence[Mention],
    issuer: str | None,
) -> PlaceGroup | None:
    """Return the place that the bulletin is about, if it is about one."""
    titles = [g for g in groups if blocks[g.block].kind == "title"]
    named = [g for g in titles if not g.nested] or titles
    body = [g for g in groups if blocks[g.block].kind in _BODY]
    if named:
        chosen = [g for g in named[1:] if not text.startswith("等", g.end)]
        frame = chosen[-1] if chosen else named[0]
    else:
        seat = _seat(text, blocks, mentions, issuer) if issuer else None
        if seat is None:
            return _lead(text, blocks, body)
        frame = seat
    for group in body:
        if group.block != body[0].block:
            break
        if not group.nested and _leads_on(text, group, frame):
            return group
    return frame


def _seat(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], issuer: str) -> PlaceGroup | None:
    """Return the place that the name of the issuing body begins with: 霍山县人民法院."""
    for group in group_names(text, blocks, mentions, framing=True):
        if group.names[0].code and text[group.start : group.end] in issuer:
            return group
    return None


def _lead(text: str, blocks: Sequence[Block], body: Sequence[PlaceGroup]) -> PlaceGroup | None:
    """Return the place in the first sentence of a bulletin whose headline names none, nor a country."""
    title = opening = None
    for block in blocks:
        if block.kind == "title" and title is None:
            title = block
        elif block.kind == "paragraph" and opening is None:
            opening = block
    if (title is not None and _is_national(text[title.start : title.end])) or opening is None:
        return None
    end = text.find("。", opening.start, opening.end)
    lead = text[opening.start : end if end >= 0 else opening.end]
    if _is_national(lead):
        return None
    for group in body:
        if not group.nested and opening.start <= group.start < opening.start + len(lead):
            return group
    return None


def _is_national(words: str) -> bool:
    return any(word in words for word in reading_words()["national"])


def _helps(words: str) -> bool:
    return any(word in words for word in reading_words()["help"])


def _is_donor(group: PlaceGroup, donors: Sequence[Name]) -> bool:
    return all(any(n.code and n.code == d.code for d in donors) for n in group.names)


def _leads_on(text: str, group: PlaceGroup, frame: PlaceGroup) -> bool:
    """Tell whether a chain runs through the headline's place to narrower ones: 黔西南州兴仁市、普安县."""
    name = frame.names[0]
    if len(frame.names) != 1 or not name.code or name.name not in text[group.start : group.end]:
        return False
    for inner in group.names:
        if not inner.code or inner.level != "county" or inner.code == name.code:
            return False
        if not contains(name.code, inner.code):
            return False
    return True
