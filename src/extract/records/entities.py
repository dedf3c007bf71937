"""Name mentions in, person, organization and place records out: one record for each that the text names.

Mentions with one full name are one record. An organization that the text first calls by its place
and in full (田林县人力资源和社会保障局) takes in the short form without one (县人社局).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from extract.mentions.body_words import body_words
from extract.mentions.name_words import LEVELS, full_names, local_names
from extract.spans import Name, Span
from extract.text.layout import Layout

Plain = dict[str, Any]

_CLAUSE_MARKS = "。！？!?；;，,\n\r"
_CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]")


def gather_entities(raw: str, text: str, names: Iterable[Name], layout: Layout | None = None) -> list[Plain]:
    """Return the person, organization and place records of a document, without ids, in text order.

    `raw` is the text as published, `text` the folded one; positions hold for both.
    """
    by_kind: dict[str, dict[str, list[Name]]] = {"person": {}, "organization": {}, "place": {}}
    for name in sorted(names, key=lambda name: name.start):
        if name.kind in by_kind and not _is_loose(name):
            by_kind[name.kind].setdefault(name.name, []).append(name)
    _join_local_bodies(by_kind["organization"], by_kind["place"], layout)
    places = sorted((p for named in by_kind["place"].values() for p in named), key=lambda p: p.start)
    records = [_person(raw, text, name, mentions, places) for name, mentions in by_kind["person"].items()]
    records += [
        _organization(raw, text, name, mentions) for name, mentions in by_kind["organization"].items()
    ]
    records += [_place(raw, text, name, mentions) for name, mentions in by_kind["place"].items()]
    return sorted(records, key=lambda record: record["mentions"][0])


def _is_loose(name: Name) -> bool:
    """Whether a mention makes no record: a committee without its place, 李先生, the 中 of 中美关系."""
    if name.kind == "place":
        return name.end - name.start == 1 or name.level == "feature"
    if name.kind == "person":
        return (
            len(name.name) > 1
            and name.end - name.start < len(name.name)
            and name.end - name.start < 2
            and not name.titles
        )
    return name.name in body_words("committee")


def _person(raw: str, text: str, name: str, mentions: list[Name], places: list[Name]) -> Plain:
    titles: dict[str, tuple[str | None, Span]] = {}
    epithets: dict[str, None] = {}
    for mention in mentions:
        for title, of, span in mention.titles:
            if of is not None and len(of) == 1:
                of = _place_before(of, span[0], places)
            if titles.get(title, (None,))[0] is None:
                titles[title] = (of, span)
        epithets.update((epithet, None) for epithet, _ in mention.epithets)
    kept = {title: held for title, held in titles.items() if not _swallowed(title, titles)}
    return {
        "type": "person",
        **_common(raw, text, name, mentions, "names.person"),
        "titles": tuple(kept),
        "offices": tuple({"title": _bare(title, of), "of": of} for title, (of, _) in kept.items()),
        "epithets": tuple(epithets),
    }


def _place_before(level: str, position: int, places: list[Name]) -> str | None:
    """The full name of the last place of a level named before a title: the county of 县委常委、副县长."""
    named = [p.name for p in places if p.start < position and p.name[-1] == level and p.code]
    return named[-1] if named else None


def _swallowed(title: str, titles: Iterable[str]) -> bool:
    """Whether a longer title of the same person says all that this one does (局长, 教育局局长)."""
    return any(
        other != title and other.endswith(title) and other[-len(title) - 1] not in "副" for other in titles
    )


def _bare(title: str, of: str | None) -> str:
    """副县长 of 普安县副县长: the office without the body that is named beside it."""
    if of and title.startswith(of) and len(title) > len(of):
        return title[len(of) :]
    return title


def _organization(raw: str, text: str, name: str, mentions: list[Name]) -> Plain:
    aliases: dict[str, None] = {}
    for mention in mentions:
        aliases.update((alias, None) for alias in (*mention.aliases, text[mention.start : mention.end]))
    aliases.pop(name, None)
    return {
        "type": "organization",
        **_common(raw, text, name, mentions, "names.organization"),
        "aliases": tuple(aliases),
    }


def _place(raw: str, text: str, name: str, mentions: list[Name]) -> Plain:
    sure = next((mention for mention in mentions if mention.code), mentions[0])
    return {
        "type": "place",
        **_common(raw, text, name, mentions, "names.place"),
        "code": sure.code,
        "level": sure.level,
        "scheme": sure.scheme,
        "as_of": sure.as_of,
        "candidates": () if sure.code else tuple(sure.candidates),
    }


def _common(raw: str, text: str, name: str, mentions: list[Name], rule: str) -> Plain:
    first = mentions[0]
    start, end = _clause_around(text, first.start, first.end)
    return {
        "rule": rule,
        "evidence": {"span": (start, end), "text": raw[start:end]},
        "name": name,
        "surface": raw[first.start : first.end],
        "mentions": tuple((mention.start, mention.end) for mention in mentions),
    }


def _clause_around(text: str, start: int, end: int) -> Span:
    """The clause that a mention stands in, at most 60 characters on either side."""
    floor = max(0, start - 60)
    last = max(text.rfind(mark, floor, start) for mark in _CLAUSE_MARKS)
    left = floor if last < 0 else last + 1
    match = _CLAUSE_END.search(text, end, min(len(text), end + 60))
    right = match.start() if match else min(len(text), end + 60)
    while left < start and text[left].isspace():
        left += 1
    return left, right


def _join_local_bodies(
    organizations: dict[str, list[Name]], places: dict[str, list[Name]], layout: Layout | None
) -> None:
    """县人社局 joins 田林县人力资源和社会保障局 where the document shows just one body that it can be."""
    full: dict[tuple[str, str], set[str]] = {}
    candidates = [*organizations, *([layout.publisher] if layout and layout.publisher else [])]
    for name in candidates:
        body = _local_body(name)
        if body is not None:
            place, kind = body
            if len(place) > 1:
                full.setdefault((place[-1], kind), set()).add(name)
    for name in list(organizations):
        body = _local_body(name)
        if body is None or len(body[0]) != 1:
            continue
        wholes = {whole for whole in full.get(body, ()) if whole in organizations}
        if len(wholes) == 1:
            whole = wholes.pop()
            for mention in organizations[name]:
                mention.name = whole
                mention.aliases = (*mention.aliases, name)
            organizations[whole] = sorted(
                [*organizations[whole], *organizations.pop(name)], key=lambda mention: mention.start
            )


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
