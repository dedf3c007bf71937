"""Tokens around a figure in, the noun phrase that it counts or measures out.

Behind the figure the phrase runs to its head (100名初中毕业失学青年|完成): a human noun for
名 and 位, else the noun before the next verb. Before the figure it runs back to the verb that
governs it (投入|专项扶贫资金8000万元), unless its head is a noun that is measured
(城镇登记失业率): then the verb is a modifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.records.lexicon import ends_with, reading_words
from extract.spans import (
    ADJECTIVE,
    ADVERB,
    CONJUNCTION,
    LOCALIZER,
    NOUN,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    VERB,
    WORD,
    Figure,
    Token,
)

_WORDS: Final = reading_words()
_EMPTY: Final = _WORDS["empty"]
_HUMAN: Final = _WORDS["human"]
_ACTING: Final = _WORDS["acting"]
_INTRANSITIVE: Final = _WORDS["intransitive"]
_LINK: Final = _WORDS["link"]
_MEASURED: Final = _WORDS["measured"]
_PAIR: Final = _WORDS["pair"]
_PIVOT: Final = _WORDS["pivot"]
_STRONG: Final = _WORDS["strong"] | _PIVOT
_WHOLE: Final = _WORDS["whole"]
_APART: Final = _LINK | _WHOLE | _WORDS["respectively"]
"""Words that are no part of a noun phrase unless they are nouns."""

_MOVING: Final = _WORDS["exchange"] | _WORDS["movement"]
_NAMED: Final = frozenset({"work", "quote", "title", "fixed"})
_OPEN: Final = NOUN | VERB | ADJECTIVE
_BREAKS: Final = ADVERB | PREPOSITION | CONJUNCTION | PRONOUN | PARTICLE | LOCALIZER
_LONGEST: Final = 9
_EACH: Final = "每"
_PART_WORDS: Final = frozenset("成半")
_NEAR: Final = 5
"""How many tokens a noun phrase can have, and how far a verb inside one can stand from its noun."""

_PEOPLE_UNITS: Final = frozenset({"名", "位"})
_BARE_UNITS: Final = frozenset({"人", "户", "人次", "户次"})
_HUMAN_UNITS: Final = frozenset({"名", "位", "人", "户", "岁", "周岁", None})


@dataclass(slots=True)
class NounPhrase:
    """Token indexes of a noun phrase, both included, of its verb and of where it all begins."""

    first: int
    last: int
    verb: tuple[int, int] | None = None
    low: int = 0


def noun_start(tokens: Sequence[Token], figure: int, end: int) -> int | None:
    """Return where the noun that a figure counts would begin, None where none can stand behind it."""
    at = figure + 1
    if at >= end:
        return None
    token = tokens[figure]
    linked = tokens[at].text == "的"
    if token.kind in ("percent", "duration") and not linked and not _counts_part(token):
        return None
    if linked:
        at += 1
        if at >= end:
            return None
    if token.kind in ("points", "multiple"):
        return None
    first = tokens[at]
    if first.kind == WORD:
        return None if first.bits & _BREAKS and not first.bits & _OPEN else at
    return at if first.kind in _NAMED or first.kind in ("place", "organization") else None


def right_noun(
    tokens: Sequence[Token], figure: int, at: int, end: int, *, governed: bool
) -> tuple[int, int] | None:
    """Return the first and last token of the noun that a figure counts, directly behind it at `noun_start`.

    `governed` tells that a verb stands before the figure: what follows is then its object, and
    an ambiguous word at the end (开展3期培训) no predicate of its own (600家药店|销售).
    """
    token = tokens[figure]
    unit = token.mention.unit if isinstance(token.mention, Figure) else None
    head = _Behind(tokens, end, unit, at > figure + 1, governed, token.kind == "percent").head(at)
    if head is None:
        return None
    first = at
    while first < head and tokens[first].kind == "place":
        first += 1
    for i in range(first, head + 1):
        if tokens[i].text not in _EMPTY:
            return first, head
    return None


def _counts_part(token: Token) -> bool:
    """Tell whether a share stands before its noun without 的: 三成农户, 80%以上农户."""
    mention = token.mention
    return token.text[-1] in _PART_WORDS or (mention is not None and token.end > mention.end)


class _Behind:
    """Reads on behind a figure to the head of the noun phrase that it counts."""

    __slots__ = ("_end", "_governed", "_linked", "_share", "_tokens", "_unit")

    def __init__(
        self, tokens: Sequence[Token], end: int, unit: str | None, linked: bool, governed: bool, share: bool
    ) -> None:
        self._tokens = tokens
        self._end = end
        self._unit = unit
        self._linked = linked
        self._governed = governed
        self._share = share

    def head(self, at: int) -> int | None:
        """Return the last token of the noun phrase that begins at a token, None where there is none."""
        head: int | None = None
        for i in range(at, min(self._end, at + _LONGEST)):
            token = self._tokens[i]
            bits = token.bits
            personal = head is not None and self._unit in _HUMAN_UNITS and self._is_human(head)
            if personal and not (bits & NOUN and self._is_human(i)):
                break
            if token.kind in _NAMED or (token.kind in ("place", "organization") and head is None):
                if token.kind != "place":
                    head = i
                continue
            if token.kind != WORD or (bits & _BREAKS and not bits & _OPEN):
                break
            if self._share and bits & VERB and head is not None:
                break
            if bits & VERB and not bits & NOUN:
                if not self._modifies(i, head):
                    break
            elif bits & NOUN:
                if bits & VERB and not self._is_object(i, head):
                    break
                head = i
            elif not bits & ADJECTIVE:
                break
        return head

    def _is_object(self, at: int, head: int | None) -> bool:
        """Tell whether an ambiguous word behind a figure is part of what is counted, not its predicate."""
        if head is not None and self._is_human(head):
            return False
        ahead = self._tokens[at + 1] if at + 1 < self._end else None
        if ahead is not None and (ahead.bits & NOUN or ahead.bits == VERB):
            return True  # 将320万元水费补贴|发放到: what a verb follows is no verb
        return self._governed if head is not None or self._unit not in _BARE_UNITS else False

    def _modifies(self, at: int, head: int | None) -> bool:
        """Tell whether a verb behind a figure belongs to the noun phrase: 失学 in 初中毕业失学青年."""
        if head is None:
            return self._opens(at)
        if self._is_human(head):
            return False
        for i in range(at + 1, min(self._end, at + _NEAR)):
            token = self._tokens[i]
            if token.bits & NOUN and self._is_human(i):
                return self._unit in _PEOPLE_UNITS
            if token.kind != WORD or (token.bits & _BREAKS and not token.bits & _OPEN):
                return False
        return False

    def _opens(self, at: int) -> bool:
        """Tell whether a verb behind a figure modifies the next noun: 2名|受伤司机, not 12家|签订协议."""
        tokens = self._tokens
        if not self._linked and (self._unit or "").isupper():
            return False
        last = at
        while last + 1 < self._end and tokens[last + 1].bits & (NOUN | ADJECTIVE):
            last += 1
        if last == at:
            return False
        if self._unit in _BARE_UNITS and not self._linked:
            return tokens[at].text in _INTRANSITIVE and self._is_human(last)
        if tokens[at].text in _INTRANSITIVE or self._governed or self._linked:
            return True
        if self._unit in _PEOPLE_UNITS and any(self._is_human(i) for i in range(at + 1, last + 1)):
            return True
        behind = tokens[last + 1 : self._end]
        return bool(behind) and (behind[0].text == "、" or any(_is_main_verb(token) for token in behind))

    def _is_human(self, at: int) -> bool:
        return ends_with(self._tokens[at].text, _HUMAN)


def _is_main_verb(token: Token) -> bool:
    return bool(token.bits & VERB) and not token.bits & PREPOSITION


def left_noun(tokens: Sequence[Token], at: int, start: int, *, verbal: bool = False) -> NounPhrase | None:
    """Return the noun phrase that ends at a token, and the verb that governs it (投入 in 投入资金).

    With `verbal`, the head may be a verb used as a noun: 正线铺轨 in 正线铺轨由21.4公里推进到.
    """
    if at < start or not (_is_nominal(tokens[at]) or (verbal and tokens[at].bits == VERB)):
        return None
    low = at
    while low > start and at - low < _LONGEST and _continues(tokens[low - 1]):
        low -= 1
    verb = None
    if low < at:
        measured = verbal or ends_with(tokens[at].text, _MEASURED)
        verb = _governing_verb(tokens, low, at, measured)
    first = low if verb is None else verb[1] + 1
    while verb is not None and first < at and _is_second_verb(tokens, first):
        first += 1
    while first < at and (tokens[first].text in _EMPTY or not _opens(tokens[first])):
        first += 1
    if first == at and tokens[at].text in _EMPTY:
        return None
    if first - 1 >= start and tokens[first - 1].kind == "place" and len(tokens[first].text) == 1:
        first -= 1  # 三穗鸭: what has one character is named with its place
    if verb is None and not verbal and first - 2 >= start and tokens[first - 1].text in _PAIR:
        other = left_noun(tokens, first - 2, start)
        if other is not None and not tokens[first - 2].bits & VERB:
            return NounPhrase(other.first, at, other.verb, other.low)
    return NounPhrase(first, at, verb, low)


def _is_second_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb goes with the one before it: 慰问 in 走访慰问贫困户, not 挂职 in 选派挂职干部."""
    token = tokens[at]
    return (
        token.bits & VERB != 0
        and not token.bits & NOUN
        and token.text not in _INTRANSITIVE
        and len(tokens[at + 1].text) > 1
    )


def _continues(token: Token) -> bool:
    """Tell whether a token can stand in front of a noun within the same verb phrase."""
    text, bits = token.text, token.bits
    if token.kind != WORD:
        return token.kind in _NAMED
    if bits & NOUN and not bits & (ADVERB | PREPOSITION) and text not in _WHOLE:
        return True
    if text in _APART or text[0] == _EACH or bits & PREPOSITION:
        return False
    if bits & (CONJUNCTION | PARTICLE | PRONOUN) and not bits & VERB:
        return False
    return bits & (VERB | ADJECTIVE | ADVERB) != 0 or text == "可"


def _opens(token: Token) -> bool:
    """Tell whether a noun phrase can begin with a token: not with an adverb."""
    if token.text[0] == _EACH:
        return False
    return token.kind in _NAMED or bool(token.bits & (NOUN | ADJECTIVE | VERB))


def _governing_verb(tokens: Sequence[Token], low: int, at: int, measured: bool) -> tuple[int, int] | None:
    """Return the verb among the tokens before a head noun that governs it; None where all are modifiers."""
    opening = low
    while opening < at and not _opens(tokens[opening]):
        opening += 1
    for i in range(at - 1, opening, -1):
        if tokens[i].text in _MOVING:
            return i, i
    for i in range(opening, at):
        token = tokens[i]
        bits, text = token.bits, token.text
        if not bits & VERB or (measured and text not in _STRONG):
            continue
        acted = i > opening and _is_doer(tokens[i - 1])
        if bits & NOUN and i != opening and not acted:
            continue
        if i > opening and not acted and len(tokens[i + 1].text) == 1:
            continue  # 污水处理站: the verb is inside a compound
        idle = text in _INTRANSITIVE
        if idle and i > opening:
            continue
        if bits & NOUN and not acted and (later := _later_verb(tokens, i + 2, at)) is not None:
            return later
        if text in _PIVOT and (inner := _inner_verb(tokens, i, at)) is not None:
            return inner
        if idle and i + 2 <= at and tokens[i + 1].bits & VERB:
            return i, i + 1  # 包案化解案件
        return i, i
    return None


def _later_verb(tokens: Sequence[Token], first: int, at: int) -> tuple[int, int] | None:
    """Return a plain verb behind an ambiguous word and a noun: 建成 in 配套工程建成净水厂."""
    for i in range(first, at):
        token = tokens[i]
        if (
            token.bits == VERB
            and tokens[i - 1].bits == NOUN
            and token.text not in _INTRANSITIVE
            and len(tokens[i + 1].text) > 1
        ):
            return i, i
    return None


def _is_doer(token: Token) -> bool:
    """Tell whether a token can be who does what follows: people, a body, a named programme."""
    return token.kind == "quote" or ends_with(token.text, _HUMAN) or ends_with(token.text, _ACTING)


def _inner_verb(tokens: Sequence[Token], pivot: int, at: int) -> tuple[int, int] | None:
    """Return the verb of what is acted on: 种植 in 引导农户种植核桃."""
    for i in range(pivot + 1, at):
        token = tokens[i]
        acted = ends_with(tokens[i - 1].text, _HUMAN)
        direct = i == pivot + 1  # 帮助建设加工厂
        if not token.bits & VERB or (token.bits & NOUN and not acted and not direct):
            continue
        if token.text not in _INTRANSITIVE and len(tokens[i + 1].text) > 1:
            return i, i
    return None


def _is_nominal(token: Token) -> bool:
    if token.kind != WORD:
        return token.kind in _NAMED
    bits = token.bits
    return bits & NOUN != 0 and not bits & (ADVERB | PREPOSITION) and token.text not in _WHOLE
