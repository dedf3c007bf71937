"""Drafts in, the same with what keeps sums honest: aim or result, running total, repetition, basis.

力争达到3亿元 is planned, 每人每月600元 a standard, 累计投入 a running total; a figure of the headline
is the same as that of the body; 比上年增长14.2% moves the figure before it, against the year.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from extract.mentions.resolve import basis_of
from extract.records.drafts import Draft
from extract.records.lexicon import reading_words
from extract.records.reading import SentenceReading
from extract.spans import ADJECTIVE, ADVERB, VERB, Block, Date, Token

_WORDS: Final = reading_words()
_PLANNED: Final = _WORDS["planned"]
_FORECAST: Final = _WORDS["forecast"]
_DONE: Final = _WORDS["done"]
_CUMULATIVE: Final = _WORDS["cumulative"]
_STANDARD: Final = _WORDS["standard"]
_COMPARE: Final = _WORDS["compare"]
_BASES: Final = _COMPARE | _WORDS["same-period"] | _WORDS["last-period"]
_SIGNS: Final = _PLANNED | _FORECAST | _DONE | _CUMULATIVE
_LEVEL_UNITS: Final = frozenset({"%", "百分点", "倍"})


def mark_standing(
    text: str,
    blocks: Sequence[Block],
    readings: Mapping[int, SentenceReading],
    drafts: Sequence[Draft],
    reference: date | None,
) -> None:
    """Set status, cumulative, basis, delta_of and same_as of all drafts."""
    planned = _planned_blocks(text, blocks)
    year = f"{reference.year:04d}" if reference is not None else "9999"
    signs: dict[int, _Signs | None] = {}
    for draft in drafts:
        sentence = draft.sentence
        reading = readings[sentence.index]
        if sentence.index in signs:
            sign = signs[sentence.index]
        else:
            sign = None if reading.words.isdisjoint(_SIGNS) else _Signs(reading.tokens)
            signs[sentence.index] = sign
        at = reading.position(draft.anchor)
        if at is None:
            continue
        if draft.anchor.per is not None and _is_standard(draft, reading, at):
            draft.status = "standard"
        elif _is_ahead(draft, year):
            draft.status = "planned"
        elif sign is not None:
            draft.status = sign.status(reading.clause_of(at)[0], at, sentence.block in planned)
        elif sentence.block in planned:
            draft.status = "planned"
        if sign is not None:
            draft.cumulative = sign.is_cumulative(reading.clause_of(at)[0], at)
        if draft.record == "change" and not draft.basis and not reading.words.isdisjoint(_BASES):
            draft.basis = _basis(text, reading, at)
    _link_deltas(drafts)
    _link_titles(blocks, drafts)
    _link_currencies(drafts)


def _planned_blocks(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the blocks that stand below a heading of aims (五、2021年打算), the heading included."""
    words = _WORDS["outlook"]
    planned: set[int] = set()
    current = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            heading = text[block.start : block.end]
            current = any(word in heading for word in words)
        if current:
            planned.add(number)
    return planned


def _is_standard(draft: Draft, reading: SentenceReading, at: int) -> bool:
    """Tell whether a rate of payment stands behind 每 or a word for norms in its clause."""
    if not any(figure.per and figure.kind == "money" for figure in draft.figures.values()):
        return False
    start, _ = reading.clause_of(at)
    for i in range(at - 1, start - 1, -1):
        word = reading.tokens[i].text
        if word.startswith("每") or word in _STANDARD:
            return True
    return False


def _is_ahead(draft: Draft, year: str) -> bool:
    """Tell whether the time of a figure lies in a year behind one."""
    time = draft.slots.get("time")
    return time is not None and time.text[:4] > year and time.text[:4].isdigit()


class _Signs:
    """The words of a sentence that make figures aims or results; figures are asked for in text order."""

    __slots__ = ("_aimed", "_cumulative", "_done", "_forecast", "_next", "_planned", "_tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._planned: list[int] = []
        self._forecast: list[int] = []
        self._done: list[int] = []
        self._cumulative: list[int] = []
        for at, token in enumerate(tokens):
            word = token.text
            if word in _SIGNS:
                if word in _PLANNED:
                    self._planned.append(at)
                if word in _FORECAST:
                    self._forecast.append(at)
                if word in _DONE:
                    self._done.append(at)
                if word in _CUMULATIVE:
                    self._cumulative.append(at)
        self._next = 0
        self._aimed = False

    def status(self, start: int, at: int, outlook: bool) -> str:
        """Return what a figure is whose clause begins at a token; `outlook` tells of a heading of aims."""
        if _has(self._done, start, at):
            return "actual"
        if outlook or _has(self._forecast, start, at) or self._is_aimed(at):
            return "planned"
        return "actual"

    def is_cumulative(self, start: int, at: int) -> bool:
        """Tell whether a word for running totals stands before a figure in its clause."""
        return _has(self._cumulative, start, at)

    def _is_aimed(self, at: int) -> bool:
        """Tell whether a word of aim before a figure leads to a verb: 将新建, not 将拖欠的工资.

        What lies so far before the figure that this does not turn on it is settled once for all.
        """
        if self._aimed:
            return True
        number = self._next
        while number < len(self._planned) and self._planned[number] < at:
            verb = self._verb_behind(self._planned[number], at)
            number += 1
            if verb < at and self._leads_to(verb, at):
                self._aimed = verb + 1 < at
                return True
            if verb + 1 < at:
                self._next = number
        return False

    def _verb_behind(self, planned: int, end: int) -> int:
        """Return where the verb behind a word of aim should stand, adverbs skipped."""
        tokens = self._tokens
        ahead = planned + 1
        while (
            ahead + 1 < end
            and tokens[ahead].bits & (ADVERB | ADJECTIVE)
            and tokens[ahead + 1].bits & (ADVERB | VERB)
        ):
            ahead += 1
        return ahead

    def _leads_to(self, verb: int, end: int) -> bool:
        """Tell whether there is a verb that 的 does not make part of a noun: 计划总投资, not 将拖欠的."""
        if not self._tokens[verb].bits & VERB:
            return False
        return verb + 1 >= end or self._tokens[verb + 1].text != "的"


def _has(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of these places, in order, lies between two."""
    if not places:
        return False
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _basis(text: str, reading: SentenceReading, at: int) -> str | None:
    """Return against what a movement is measured: 比上年, 较年初, 同比, 环比."""
    start, _ = reading.clause_of(at)
    tokens = reading.tokens
    for i in range(at - 1, start, -1):
        mention = tokens[i].mention
        if isinstance(mention, Date) and tokens[i].kind == "date":
            compared = tokens[i - 1].text in _COMPARE
            if compared or (i - 2 >= start and tokens[i - 2].text in _COMPARE):
                return basis_of(text, mention)
    if reading.has_word(start, at, "same-period") is not None:
        return "year"
    return "month" if reading.has_word(start, at, "last-period") is not None else None


def _link_deltas(drafts: Sequence[Draft]) -> None:
    """Link a movement to the level just said, when it is of the same thing."""
    level: Draft | None = None
    for draft in drafts:
        if draft.record != "change":
            if draft.record == "measure" or draft.anchor.unit not in _LEVEL_UNITS:
                level = draft
        elif level is not None and draft.delta_of is None and level.sentence.group == draft.sentence.group:
            subject, other = draft.slots.get("subject"), level.slots.get("subject")
            same = subject is not None and other is not None and subject.text == other.text
            if same and any(name.startswith("delta.") for name in draft.figures):
                draft.delta_of = level


def _link_titles(blocks: Sequence[Block], drafts: Sequence[Draft]) -> None:
    """Link a figure of the headline to the first one of the body that is the same."""
    titles = {number for number, block in enumerate(blocks) if block.kind == "title"}
    titled = [draft for draft in drafts if draft.sentence.block in titles]
    if not titled:
        return
    first: dict[tuple[Decimal | None, str | None], Draft] = {}
    for draft in drafts:
        if draft.sentence.block not in titles:
            first.setdefault((draft.anchor.value, draft.anchor.unit), draft)
    for draft in titled:
        if draft.anchor.value is not None:
            draft.same_as = first.get((draft.anchor.value, draft.anchor.unit))


def _link_currencies(drafts: Sequence[Draft]) -> None:
    """Link a sum to itself in the currency said before: 1亿美元,折合人民币6.9亿元."""
    exchange = _WORDS["exchange"]
    before: Draft | None = None
    for draft in drafts:
        if draft.record != "money":
            before = None
            continue
        reading = draft.reading
        if (
            before is not None
            and reading is not None
            and reading.verb in exchange
            and before.anchor.unit != draft.anchor.unit
            and before.sentence.group == draft.sentence.group
        ):
            draft.same_as = before
        before = draft
