"""Tokens around a figure in, the noun phrase that it counts or measures out.

Behind the figure the phrase runs to its head (100名初中毕业失学青年|完成): a human noun for
名 and 位, else the noun before the next verb. Before the figure it runs back to the verb that
governs it (投入|专项扶贫资金8000万元), unless its head is a noun that is measured
(城镇登记失业率): then the verb is a modifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records.lexicon import ends_with, reading_words
from extract.records.tokens import MARK, Token
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
    Figure,
)

_NAMED = frozenset({"work", "quote", "title", "fixed"})
_BREAKS = ADVERB | PREPOSITION | CONJUNCTION | PRONOUN | PARTICLE | LOCALIZER
_LONGEST = 9
_PEOPLE_UNITS = frozenset({"名", "位"})
_BARE_UNITS = frozenset({"人", "户", "人次", "户次"})
_HUMAN_UNITS = frozenset({"名", "位", "人", "户", "岁", "周岁", None})


@dataclass(slots=True)
class NounPhrase:
    """Token indexes of a noun phrase, both included, of its verb and of where it all begins."""

    first: int
    last: int
    verb: tuple[int, int] | None = None
    low: int = 0


def right_noun(tokens: Sequence[Token], figure: int, end: int) -> tuple[int, int] | None:
    """Return the first and last token of the noun that a figure counts, directly behind it."""
    token = tokens[figure]
    at = figure + 1
    linked = at < end and tokens[at].text == "的"
    if linked:
        at += 1
    if at >= end or token.kind in ("points", "multiple"):
        return None
    if token.kind in ("percent", "duration") and not linked:
        return None
    unit = token.mention.unit if isinstance(token.mention, Figure) else None
    head = _head_behind(tokens, at, end, unit, linked, token.kind == "percent")
    if head is None:
        return None
    first = at
    while first < head and tokens[first].kind == "place":
        first += 1
    if all(t.text in reading_words()["empty"] for t in tokens[first : head + 1]):
        return None
    return first, head


def _head_behind(
    tokens: Sequence[Token], at: int, end: int, unit: str | None, linked: bool, share: bool
) -> int | None:
    human = reading_words()["human"]
    head: int | None = None
    for i in range(at, min(end, at + _LONGEST)):
        token = tokens[i]
        bits = token.bits
        personal = head is not None and unit in _HUMAN_UNITS and ends_with(tokens[head].text, human)
        if personal and not (bits & NOUN and ends_with(token.text, human)):
            break
        if token.kind in _NAMED or (token.kind in ("place", "organization") and head is None):
            if token.kind != "place":
                head = i
            continue
        if token.kind != "word" or (bits & _BREAKS and not bits & (NOUN | VERB | ADJECTIVE)):
            break
        is_verb, is_noun = bits & VERB, bits & NOUN
        if share and is_verb and head is not None:
            break
        if is_verb and not is_noun:
            if not _modifies(tokens, i, end, head, unit, linked, human):
                break
        elif is_verb and is_noun:
            if head is not None and ends_with(tokens[head].text, human):
                break
            if not _noun_at(tokens, i + 1, end) and head is None and unit in _BARE_UNITS:
                break
            head = i
        elif is_noun:
            head = i
        elif not bits & ADJECTIVE:
            break
    return head


def _modifies(
    tokens: Sequence[Token],
    at: int,
    end: int,
    head: int | None,
    unit: str | None,
    linked: bool,
    human: frozenset[str],
) -> bool:
    """Tell whether a verb behind a figure belongs to the noun phrase: 失学 in 初中毕业失学青年."""
    if head is None and not linked and (unit in _BARE_UNITS or (unit or "").isupper()):
        return False
    if head is not None and ends_with(tokens[head].text, human):
        return False
    for i in range(at + 1, min(end, at + 5)):
        token = tokens[i]
        if token.bits & NOUN and ends_with(token.text, human):
            return unit in _PEOPLE_UNITS or head is None
        if token.kind != "word" or (token.bits & _BREAKS and not token.bits & (NOUN | VERB | ADJECTIVE)):
            return False
        if head is None and token.bits & NOUN and not token.bits & VERB and unit not in _PEOPLE_UNITS:
            return i + 1 >= end or (tokens[i + 1].kind == MARK and tokens[i + 1].text == "、")
    return False


def _noun_at(tokens: Sequence[Token], at: int, end: int) -> bool:
    return at < end and bool(tokens[at].bits & NOUN)


def left_noun(tokens: Sequence[Token], at: int, start: int, *, verbal: bool = False) -> NounPhrase | None:
    """Return the noun phrase that ends at a token, and the verb that governs it (投入 in 投入资金).

    With `verbal`, the head may be a verb used as a noun: 正线铺轨 in 正线铺轨由21.4公里推进到.
    """
    words = reading_words()
    if at < start or not (_is_nominal(tokens[at]) or (verbal and tokens[at].bits == VERB)):
        return None
    low = at
    while low - 1 >= start and at - low < _LONGEST and _continues(tokens[low - 1], words["link"]):
        low -= 1
    measured = verbal or ends_with(tokens[at].text, words["measured"])
    verb = _governing_verb(tokens, low, at, measured)
    first = low if verb is None else verb[1] + 1
    while verb is not None and first < at and _is_second_verb(tokens, first):
        first += 1
    while first < at and (tokens[first].text in words["empty"] or not _opens(tokens[first])):
        first += 1
    if first == at and tokens[at].text in words["empty"]:
        return None
    return NounPhrase(first, at, verb, low)


def _is_second_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb goes with the one before it: 慰问 in 走访慰问贫困户, not 挂职 in 选派挂职干部."""
    token = tokens[at]
    return (
        token.bits & VERB != 0
        and not token.bits & NOUN
        and token.text not in reading_words()["intransitive"]
        and len(tokens[at + 1].text) > 1
    )


def _continues(token: Token, links: frozenset[str]) -> bool:
    """Tell whether a token can stand in front of a noun within the same verb phrase."""
    if _is_nominal(token):
        return True
    if token.kind != "word" or token.text in links or token.text[0] == "每":
        return False
    if token.text in reading_words()["whole"] or token.text in reading_words()["respectively"]:
        return False
    if token.bits & PREPOSITION or (
        token.bits & (CONJUNCTION | PARTICLE | PRONOUN) and not token.bits & VERB
    ):
        return False
    return bool(token.bits & (VERB | ADJECTIVE | ADVERB)) or token.text == "可"


def _opens(token: Token) -> bool:
    """Tell whether a noun phrase can begin with a token: not with an adverb."""
    return token.kind in _NAMED or bool(token.bits & (NOUN | ADJECTIVE | VERB))


def _governing_verb(tokens: Sequence[Token], low: int, at: int, measured: bool) -> tuple[int, int] | None:
    """Return the verb among the tokens before a head noun that governs it; None where all are modifiers."""
    words = reading_words()
    opening = low
    while opening < at and not _opens(tokens[opening]):
        opening += 1
    for i in range(at - 1, opening, -1):
        if tokens[i].text in words["exchange"] or tokens[i].text in words["movement"]:
            return i, i
    for i in range(opening, at):
        token = tokens[i]
        acted = i > opening and ends_with(tokens[i - 1].text, words["human"])
        if not token.bits & VERB or (token.bits & NOUN and i != opening and not acted):
            continue
        if measured and token.text not in words["strong"] and token.text not in words["pivot"]:
            continue
        if i > opening and not acted and len(tokens[i + 1].text) == 1:
            continue  # 污水处理站: the verb is inside a compound
        if token.text in words["intransitive"] and i > opening:
            continue
        if token.text in words["pivot"] and (inner := _inner_verb(tokens, i, at)) is not None:
            return inner
        if token.text in words["intransitive"] and i + 2 <= at and tokens[i + 1].bits & VERB:
            return i, i + 1  # 包案化解案件
        return i, i
    return None


def _inner_verb(tokens: Sequence[Token], pivot: int, at: int) -> tuple[int, int] | None:
    """Return the verb of what is acted on: 种植 in 引导农户种植核桃."""
    intransitive = reading_words()["intransitive"]
    for i in range(pivot + 1, at):
        token = tokens[i]
        acted = ends_with(tokens[i - 1].text, reading_words()["human"])
        if not token.bits & VERB or (token.bits & NOUN and not acted):
            continue
        if token.text not in intransitive and len(tokens[i + 1].text) > 1:
            return i, i
    return None


def _is_nominal(token: Token) -> bool:
    if token.kind in _NAMED:
        return True
    if token.text in reading_words()["whole"]:
        return False
    return token.kind == "word" and bool(token.bits & NOUN) and not token.bits & (ADVERB | PREPOSITION)
