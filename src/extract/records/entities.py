"""Name mentions in, person, organization and place records out: one record for each that the text names.

Mentions with one full name are one record. An organization that the text first calls by its place
and in full (田林县人力资源和社会保障局) takes in the short form without one (县人社局).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Final

from extract.mentions.body_words import body_words
from extract.mentions.name_words import LEVELS, full_names, local_names
from extract.patterns import pattern_of
from extract.spans import Name, Span
from extract.text.layout import Layout

Plain = dict[str, Any]
Named = dict[str, list[Name]]
"""Mentions by full name, each list in text order."""

_CLAUSE_MARKS: Final = "。！？!?；;，,\n\r"
_CLAUSE_END: Final = pattern_of(f"[{_CLAUSE_MARKS}]")
_TO_LAST_MARK: Final = pattern_of(f"(?s:.*)[{_CLAUSE_MARKS}]")
_WIDEST: Final = 60
"""Characters of a clause that are shown on either side of a mention."""

_start_of = attrgetter("start")


def gather_entities(raw: str, text: str, names: Iterable[Name], layout: Layout | None = None) -> list[Plain]:
    """Return the person, organization and place records of a document, without ids, in text order.

    `raw` is the text as published, `text` the folded one; positions hold for both.
    """
    people, bodies, places = _by_kind(names)
    _join_local_bodies(bodies, layout)
    levels = _Levels(places)
    records = [_person(raw, text, name, mentions, levels) for name, mentions in people.items()]
    records += [_organization(raw, text, name, mentions) for name, mentions in bodies.items()]
    records += [_place(raw, text, name, mentions) for name, mentions in places.items()]
    records.sort(key=_first_mention)
    return records


def _first_mention(record: Plain) -> Span:
    first: Span = record["mentions"][0]
    return first


def _by_kind(names: Iterable[Name]) -> tuple[Named, Named, Named]:
    """Return persons, bodies and places; a mention that makes no record is left out.

    Such are a committee without its place, 李先生, the 中 of 中美关系.
    """
    people: Named = {}
    bodies: Named = {}
    places: Named = {}
    committees = body_words("committee")
    for name in sorted(names, key=_start_of):
        kind, label = name.kind, name.name
        if kind == "place":
            if name.end - name.start == 1 or name.level == "feature":
                continue
            named = places
        elif kind == "organization":
            if label in committees:
                continue
            named = bodies
        elif kind == "person":
            if len(label) > 1 and name.end - name.start < min(2, len(label)) and not name.titles:
                continue
            named = people
        else:
            continue
        if label in named:
            named[label].append(name)
        else:
            named[label] = [name]
    return people, bodies, places


def _person(raw: str, text: str, name: str, mentions: list[Name], levels: _Levels) -> Plain:
    titles: dict[str, tuple[str | None, Span]] = {}
    epithets: dict[str, None] = {}
    for mention in mentions:
        for title, of, span in mention.titles:
            if of is not None and len(of) == 1:
                of = levels.before(of, span[0])
            if titles.get(title, (None,))[0] is None:
                titles[title] = (of, span)
        epithets.update((epithet, None) for epithet, _ in mention.epithets)
    person = _common("person", raw, text, name, mentions)
    if titles:
        kept = {title: of for title, (of, _) in titles.items() if not _swallowed(title, titles)}
        person["titles"] = tuple(kept)
        person["offices"] = tuple([_office(title, of) for title, of in kept.items()])
    if epithets:
        person["epithets"] = tuple(epithets)
    return person


class _Levels:
    """The places of a document by their level, put in order when a title first asks for one of them."""

    __slots__ = ("_by_level", "_places")

    def __init__(self, places: Named) -> None:
        self._places = places
        self._by_level: dict[str, list[Name]] = {}

    def before(self, level: str, position: int) -> str | None:
        """The full name of the last place of a level named before a title: the county of 县委常委、副县长."""
        named = self._by_level.get(level)
        if named is None:
            here = [mentions for name, mentions in self._places.items() if name[-1] == level]
            named = sorted([m for mentions in here for m in mentions if m.code], key=_start_of)
            self._by_level[level] = named
        at = bisect_left(named, position, key=_start_of)
        return named[at - 1].name if at else None


def _swallowed(title: str, titles: Iterable[str]) -> bool:
    """Whether a longer title of the same person says all that this one does (局长, 教育局局长)."""
    return any(
        other != title and other.endswith(title) and other[-len(title) - 1] not in "副" for other in titles
    )


def _office(title: str, of: str | None) -> Plain:
    """副县长 of 普安县副县长: the office without the body that is named beside it."""
    if of is None:
        return {"title": title}
    bare = title[len(of) :] if title.startswith(of) else ""
    return {"title": bare or title, "of": of}


def _organization(raw: str, text: str, name: str, mentions: list[Name]) -> Plain:
    aliases: dict[str, None] = {}
    for mention in mentions:
        for alias in mention.aliases:
            aliases[alias] = None
        aliases[text[mention.start : mention.end]] = None
    aliases.pop(name, None)
    body = _common("organization", raw, text, name, mentions)
    if aliases:
        body["aliases"] = tuple(aliases)
    return body


def _place(raw: str, text: str, name: str, mentions: list[Name]) -> Plain:
    sure = mentions[0]
    for mention in mentions:
        if mention.code:
            sure = mention
            break
    place = _common("place", raw, text, name, mentions)
    if sure.code:
        place["code"] = sure.code
    elif sure.candidates:
        place["candidates"] = sure.candidates
    if sure.level is not None:
        place["level"] = sure.level
    if sure.scheme is not None:
        place["scheme"] = sure.scheme
    if sure.as_of is not None:
        place["as_of"] = sure.as_of
    return place


def _common(kind: str, raw: str, text: str, name: str, mentions: list[Name]) -> Plain:
    first = mentions[0]
    start, end = _clause_around(text, first.start, first.end)
    return {
        "type": kind,
        "rule": f"names.{kind}",
        "evidence": {"span": (start, end), "text": raw[start:end]},
        "name": name,
        "surface": raw[first.start : first.end],
        "mentions": tuple([(mention.start, mention.end) for mention in mentions]),
    }


def _clause_around(text: str, start: int, end: int) -> Span:
    """The clause that a mention stands in, at most 60 characters on either side."""
    floor, roof = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    before = _TO_LAST_MARK.match(text, floor, start)
    behind = _CLAUSE_END.search(text, end, roof)
    left = before.end() if before else floor
    while left < start and text[left].isspace():
        left += 1
    return left, behind.start() if behind else roof


def _join_local_bodies(bodies: Named, layout: Layout | None) -> None:
    """县人社局 joins 田林县人力资源和社会保障局 where the document shows just one body that it can be."""
    short: dict[str, tuple[str, str]] = {}
    for name in bodies:
        if name[0] in LEVELS and (body := _local_body(name)) and len(body[0]) == 1:
            short[name] = body
    if not short:
        return
    full = _full_bodies([*bodies, layout.publisher] if layout and layout.publisher else bodies)
    for name, body in short.items():
        wholes = [whole for whole in full.get(body, ()) if whole in bodies]
        if len(wholes) == 1:
            (whole,) = wholes
            for mention in bodies[name]:
                mention.name = whole
                mention.aliases = (*mention.aliases, name)
            bodies[whole] = sorted([*bodies[whole], *bodies.pop(name)], key=_start_of)


def _full_bodies(names: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """The bodies named with their place, by the level of the place and what they are in full."""
    full: dict[tuple[str, str], set[str]] = {}
    for name in names:
        body = _local_body(name)
        if body is not None and len(body[0]) > 1:
            full.setdefault((body[0][-1], body[1]), set()).add(name)
    return full


def _local_body(name: str) -> tuple[str, str] | None:
    """A local body as (place or its level, what it is in full): 田林县人社局 -> 田林县, 人力资源和….

    >>> _local_body("县人社局"), _local_body("公安部")
    (('县', '人力资源和社会保障局'), None)
    """
    if name in full_names():
        return None
    known = local_names()
    for cut in range(1, len(name) - 1):
        if name[cut - 1] in LEVELS and name[cut:] in known:
            return name[:cut], known[name[cut:]]
    return None
