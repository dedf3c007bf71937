"""Drafts in, the same with what keeps sums honest: aim or result, running total, repetition, basis.

力争达到3亿元 is planned, 每人每月600元 a standard, 累计投入 a running total; a figure of the headline
is the same as that of the body; 比上年增长14.2% moves the figure before it, against the year.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from extract.records.drafts import Draft
from extract.records.lexicon import reading_words
from extract.records.reading import SentenceReading
from extract.spans import ADJECTIVE, ADVERB, VERB, Block, Date, Token

_LEVEL_UNITS = frozenset({"%", "百分点", "倍"})


def mark_standing(
    text: str,
    blocks: Sequence[Block],
    readings: Mapping[int, SentenceReading],
    drafts: Sequence[Draft],
    dates: Sequence[Date],
    reference: date | None,
    basis_of: Callable[[str, Date], str | None],
) -> None:
    """Set status, cumulative, basis, delta_of and same_as of all drafts."""
    headings = _planned_headings(text, blocks)
    for draft in drafts:
        reading = readings[draft.sentence.index]
        draft.status = _status(draft, reading, headings, reference)
        draft.cumulative = _is_cumulative(draft, reading)
        if draft.record == "change":
            draft.basis = draft.basis or _basis(text, draft, reading, dates, basis_of)
    _link_deltas(drafts)
    _link_repeats(blocks, drafts)


def _planned_headings(text: str, blocks: Sequence[Block]) -> dict[int, bool]:
    """Return for every block whether it stands below a heading of aims (五、2021年打算)."""
    words = reading_words()["outlook"]
    planned: dict[int, bool] = {}
    current = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            current = any(word in text[block.start : block.end] for word in words)
        planned[number] = current
    return planned


def _status(
    draft: Draft, reading: SentenceReading, headings: Mapping[int, bool], reference: date | None
) -> str:
    words = reading_words()
    at = reading.position(draft.anchor)
    if at is None:
        return "actual"
    start, _ = reading.clause_of(at)
    before = reading.tokens[:at]
    clause = [token.text for token in before[start:]]
    if any(figure.per and figure.kind == "money" for figure in draft.figures.values()) and any(
        word in words["standard"] or word.startswith("每") for word in clause
    ):
        return "standard"
    time = draft.slots.get("time")
    if (
        reference is not None
        and time is not None
        and time.text[:4].isdigit()
        and int(time.text[:4]) > reference.year
    ):
        return "planned"
    if not words["done"].isdisjoint(clause):
        return "actual"
    planned = words["planned"]
    for i, token in enumerate(before):
        if token.text in planned and _leads_to_verb(before, i):
            return "planned"
    if any(token.text in words["forecast"] for token in before[start:]):
        return "planned"
    return "planned" if headings.get(draft.sentence.block) else "actual"


def _leads_to_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb follows a word of aim: 将新建, 计划新增, not 将拖欠的工资, 计划总投资."""
    ahead = at + 1
    while (
        ahead + 1 < len(tokens)
        and tokens[ahead].bits & (ADVERB | ADJECTIVE)
        and tokens[ahead + 1].bits & (ADVERB | VERB)
    ):
        ahead += 1
    if ahead >= len(tokens) or not tokens[ahead].bits & VERB:
        return False
    return ahead + 1 >= len(tokens) or tokens[ahead + 1].text != "的"


def _is_cumulative(draft: Draft, reading: SentenceReading) -> bool:
    at = reading.position(draft.anchor)
    if at is None:
        return False
    start, _ = reading.clause_of(at)
    return reading.has_word(start, at, "cumulative") is not None


def _basis(
    text: str,
    draft: Draft,
    reading: SentenceReading,
    dates: Sequence[Date],
    basis_of: Callable[[str, Date], str | None],
) -> str | None:
    """Return against what a movement is measured: 比上年, 较年初, 同比, 环比."""
    at = reading.position(draft.anchor)
    if at is None:
        return None
    start, _ = reading.clause_of(at)
    for i in range(at - 1, start - 1, -1):
        token = reading.tokens[i]
        if token.kind == "date" and isinstance(token.mention, Date) and i > start:
            opened = any(t.text in reading_words()["compare"] for t in reading.tokens[max(start, i - 2) : i])
            if opened:
                return basis_of(text, token.mention)
    if reading.has_word(start, at, "same-period") is not None:
        return "year"
    return "month" if reading.has_word(start, at, "last-period") is not None else None


def _link_deltas(drafts: Sequence[Draft]) -> None:
    """Link a movement to the level just said, when it is of the same thing."""
    level: Draft | None = None
    for draft in drafts:
        if draft.record != "change":
            level = draft if draft.anchor.unit not in _LEVEL_UNITS or draft.record == "measure" else level
            continue
        subject = draft.slots.get("subject")
        if (
            draft.delta_of is None
            and level is not None
            and level.sentence.group == draft.sentence.group
            and any(name.startswith("delta.") for name in draft.figures)
            and subject is not None
            and level.slots.get("subject") is not None
            and subject.text == level.slots["subject"].text
        ):
            draft.delta_of = level


def _link_repeats(blocks: Sequence[Block], drafts: Sequence[Draft]) -> None:
    """Link a figure of the headline to the same one of the body, and a sum to itself in another currency."""
    body = [d for d in drafts if blocks[d.sentence.block].kind != "title"]
    exchange = reading_words()["exchange"]
    for draft in drafts:
        if blocks[draft.sentence.block].kind == "title":
            value = (draft.anchor.value, draft.anchor.unit)
            draft.same_as = next(
                (d for d in body if value[0] is not None and (d.anchor.value, d.anchor.unit) == value), None
            )
    for one, other in itertools.pairwise(drafts):
        verb = other.reading.verb if other.reading else ""
        if (
            one.record == other.record == "money"
            and verb in exchange
            and one.anchor.unit != other.anchor.unit
            and one.sentence.group == other.sentence.group
        ):
            other.same_as = one
