"""Finished drafts in, diagnostics out: what a reader of the records should look at twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extract.records.drafts import ENDS, Draft
from extract.spans import Block, Date, Figure, Mention, Name, Span
from extract.text.clauses import READ_KINDS

Plain = dict[str, Any]
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_LIST_NUMBER = re.compile(r"(?:^|[;。:\s(])?\d{1,2}[.、)](?!\d)")
_HUNDRED = 100
_SHARE_UNITS = frozenset({"%", "‰"})


def check_drafts(raw: str, drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the diagnostics of single records: impossible pairs, directions, shares and parts.

    Words are told as the bulletin prints them, so `raw` is its text before folding.
    """
    for draft in drafts:
        yield from _check_groups(draft)
        yield from _check_direction(draft)
        yield from _check_share(raw, draft)
        yield from _check_part(draft)
        yield from _check_units(raw, draft)
        if draft.rule == "reading.bare" and not draft.slots.get("subject"):
            span = _span(draft.anchor)
            yield _finding("D106", "info", span, {"text": raw[span[0] : span[1]]})


def check_mentions(raw: str, mentions: Iterable[Mention], unexplained: Iterable[Span]) -> Iterator[Plain]:
    """Yield the diagnostics of the text: numerals that nothing explains, open dates and places."""
    for start, end in unexplained:
        yield _finding("D101", "warning", (start, end), {"text": raw[start:end]})
    for mention in mentions:
        span = (mention.start, mention.end)
        if isinstance(mention, Name) and mention.kind == "place" and mention.candidates:
            params = {"text": raw[mention.start : mention.end], "candidates": "、".join(mention.candidates)}
            yield _finding("D110", "warning", span, params)
        elif isinstance(mention, Date) and mention.edtf is None and mention.relative:
            yield _finding("D111", "info", span, {"text": raw[mention.start : mention.end]})


def find_unexplained(
    text: str, blocks: Sequence[Block], mentions: Iterable[Mention], excused: Iterable[Span]
) -> Iterator[Span]:
    """Yield the numerals in digits that no mention, veto or list number accounts for."""
    covered = sorted([*excused, *((m.outer_start, m.outer_end) for m in mentions)])
    at = reach = 0
    for block in blocks:
        if block.kind not in READ_KINDS:
            continue
        for found in _NUMERAL.finditer(text, block.start, block.end):
            while at < len(covered) and covered[at][0] <= found.start():
                reach = max(reach, covered[at][1])
                at += 1
            if reach < found.end() and not _LIST_NUMBER.match(text, max(block.start, found.start() - 1)):
                yield found.span()


def _check_groups(draft: Draft) -> Iterator[Plain]:
    for prefix in ("", *(f"{end}." for end in ENDS)):
        households = draft.figures.get(f"{prefix}households")
        people = draft.figures.get(f"{prefix}people")
        if households and people and _above(households, people):
            params = {"households": households.value, "people": people.value}
            yield _finding("D102", "warning", _span(households), params)


def _check_direction(draft: Draft) -> Iterator[Plain]:
    for name in ("households", "people", "quantity"):
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
    if draft.record != "measure" or figure is None or figure.unit not in _SHARE_UNITS or figure.value is None:
        return
    subject = draft.slots.get("subject")
    share = subject is not None and subject.text.endswith("率")
    if figure.value < 0 or (share and figure.value > _HUNDRED * (1 if figure.unit == "%" else 10)):
        yield _finding("D105", "warning", _span(figure), {"text": raw[figure.start : figure.end]})


def _check_part(draft: Draft) -> Iterator[Plain]:
    whole = draft.part_of
    if whole is None:
        return
    for name, figure in draft.figures.items():
        other = whole.figures.get(name)
        if other is not None and other.unit == figure.unit and _above(figure, other):
            yield _finding("D104", "warning", _span(figure), {"part": figure.value, "whole": other.value})


def _check_units(raw: str, draft: Draft) -> Iterator[Plain]:
    """A bare 元 or 斤 from Taiwan or Hong Kong is neither CNY nor 500 g, and no guess is made."""
    for figure in draft.figures.values():
        if figure.local:
            start, end = _span(figure)
            yield _finding("D109", "warning", (start, end), {"unit": figure.unit, "text": raw[start:end]})


def _above(one: Figure, other: Figure) -> bool:
    return one.value is not None and other.value is not None and one.value > other.value


def _span(figure: Figure) -> Span:
    return figure.start, figure.end


def _finding(code: str, severity: str, span: Span, params: Plain) -> Plain:
    return {"code": code, "severity": severity, "span": span, "params": params}
