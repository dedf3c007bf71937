"""Finished drafts in, diagnostics out: what a reader of the records should look at twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from extract.patterns import pattern_of
from extract.records.drafts import AMOUNTS, ENDS, Draft
from extract.spans import Block, Date, Figure, Mention, Name, Span
from extract.text.clauses import READ_KINDS

Plain = dict[str, Any]
_NUMERAL: Final = pattern_of(r"\d\d*(?:[.,]\d+)*")
"""Its first character is a class, not a repetition: the search skips to it."""

_LIST_NUMBER: Final = pattern_of(r"(?:^|[;。:\s(])?\d{1,2}[.、)](?!\d)")
_HUNDRED: Final = 100
_SHARE_UNITS: Final = frozenset({"%", "‰"})
_PREFIXES: Final = ("", *[f"{end}." for end in ENDS])

_outer_start = attrgetter("outer_start")


def check_drafts(raw: str, drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the diagnostics of single records: impossible pairs, directions, shares and parts.

    Words are told as the bulletin prints them, so `raw` is its text before folding.
    """
    for draft in drafts:
        if len(draft.figures) > 1:
            yield from _check_groups(draft)
            yield from _check_direction(draft)
        if draft.record == "measure":
            yield from _check_share(raw, draft)
        if draft.part_of is not None:
            yield from _check_part(draft, draft.part_of)
        for figure in draft.figures.values():
            if figure.local:  # a bare 元 or 斤 from Taiwan or Hong Kong is neither CNY nor 500 g: no guess
                params = {"unit": figure.unit, "text": raw[figure.start : figure.end]}
                yield _finding("D109", "warning", _span(figure), params)
        if draft.rule == "reading.bare" and not draft.slots.get("subject"):
            span = _span(draft.anchor)
            yield _finding("D106", "info", span, {"text": raw[span[0] : span[1]]})


def check_mentions(raw: str, mentions: Iterable[Mention], unexplained: Iterable[Span]) -> Iterator[Plain]:
    """Yield the diagnostics of the text: numerals that nothing explains, open dates and places."""
    for start, end in unexplained:
        yield _finding("D101", "warning", (start, end), {"text": raw[start:end]})
    for mention in mentions:
        if isinstance(mention, Name):
            if mention.candidates and mention.kind == "place":
                text, candidates = raw[mention.start : mention.end], "、".join(mention.candidates)
                yield _finding("D110", "warning", _span(mention), {"text": text, "candidates": candidates})
        elif isinstance(mention, Date) and mention.edtf is None and mention.relative:
            yield _finding("D111", "info", _span(mention), {"text": raw[mention.start : mention.end]})


def find_unexplained(
    text: str, blocks: Sequence[Block], mentions: Iterable[Mention], excused: Iterable[Span]
) -> Iterator[Span]:
    """Yield the numerals in digits that no mention, veto or list number accounts for."""
    covered = sorted(mentions, key=_outer_start)
    vetoed = sorted(excused)
    at = veto = reach = 0
    mentioned, vetoes = len(covered), len(vetoed)
    for block in blocks:
        if block.kind not in READ_KINDS:
            continue
        for found in _NUMERAL.finditer(text, block.start, block.end):
            start, end = found.span()
            while at < mentioned and (mention := covered[at]).outer_start <= start:
                if mention.outer_end > reach:
                    reach = mention.outer_end
                at += 1
            if reach >= end:
                continue
            while veto < vetoes and vetoed[veto][0] <= start:
                reach = max(reach, vetoed[veto][1])
                veto += 1
            if reach < end and not _LIST_NUMBER.match(text, max(block.start, start - 1)):
                yield start, end


def _check_groups(draft: Draft) -> Iterator[Plain]:
    for prefix in _PREFIXES:
        households = draft.figures.get(f"{prefix}households")
        people = draft.figures.get(f"{prefix}people")
        if households and people and _above(households, people):
            params = {"households": households.value, "people": people.value}
            yield _finding("D102", "warning", _span(households), params)


def _check_direction(draft: Draft) -> Iterator[Plain]:
    for name in AMOUNTS:
        before, after = draft.figures.get(f"before.{name}"), draft.figures.get(f"after.{name}")
        if before is None or after is None or before.unit != after.unit or draft.direction is None:
            continue
        wrong = _above(after, before) if draft.direction == "fall" else _above(before, after)
        if wrong:
            action = draft.slots.get("action")
            params = {"action": action.text if action else "", "before": before.value, "after": after.value}
            yield _finding("D103", "warning", _span(after), params)


def _check_share(raw: str, draft: Draft) -> Iterator[Plain]:
    figure = draft.figures.get("quantity")
    if figure is None or figure.unit not in _SHARE_UNITS or figure.value is None:
        return
    subject = draft.slots.get("subject")
    share = subject is not None and subject.text.endswith("率")
    if figure.value < 0 or (share and figure.value > _HUNDRED * (1 if figure.unit == "%" else 10)):
        yield _finding("D105", "warning", _span(figure), {"text": raw[figure.start : figure.end]})


def _check_part(draft: Draft, whole: Draft) -> Iterator[Plain]:
    for name, figure in draft.figures.items():
        other = whole.figures.get(name)
        if other is not None and other.unit == figure.unit and _above(figure, other):
            yield _finding("D104", "warning", _span(figure), {"part": figure.value, "whole": other.value})


def _above(one: Figure, other: Figure) -> bool:
    return one.value is not None and other.value is not None and one.value > other.value


def _span(mention: Mention) -> Span:
    return mention.start, mention.end


def _finding(code: str, severity: str, span: Span, params: Plain) -> Plain:
    return {"code": code, "severity": severity, "span": span, "params": params}
