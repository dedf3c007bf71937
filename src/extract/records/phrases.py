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

_NAMED = frozenset({"work", "quote", "title"})
_BREAKS = ADVERB | PREPOSITION | CONJUNCTION | PRONOUN | PARTICLE | LOCALIZER
_LONGEST = 9
_PEOPLE_UNITS = frozenset({"名", "位"})
_BARE_UNITS = frozenset({"人", "户", "人次", "户次"})


@dataclass(slots=True)
class NounPhrase:
    """Token indexes of a noun phrase, both included, and of the verb that opens it, if any."""

    first: int
    last: int
    verb: tuple[int, int] | None = None


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
    head = _head_behind(tokens, at, end, unit, linked)
    if head is None:
        return None
    first = at
    while first < head and tokens[first].kind == "place":
        first += 1
    if all(t.text in reading_words()["empty"] for t in tokens[first : head + 1]):
        return None
    return first, head


def _head_behind(tokens: Sequence[Token], at: int, end: int, unit: str | None, linked: bool) -> int | None:
    human = reading_words()["human"]
    head: int | None = None
    for i in range(at, min(end, at + _LONGEST)):
        token = tokens[i]
        bits = token.bits
        if token.kind in _NAMED or (token.kind in ("place", "organization") and head is None):
            if token.kind != "place":
                head = i
            continue
        if token.kind != "word" or bits & _BREAKS and not bits & (NOUN | VERB | ADJECTIVE):
            break
        is_verb, is_noun = bits & VERB, bits & NOUN
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
    if head is None and unit in _BARE_UNITS and not linked:
        return False
    if head is not None and ends_with(tokens[head].text, human):
        return False
    for i in range(at + 1, min(end, at + 5)):
        token = tokens[i]
        if token.bits & NOUN and ends_with(token.text, human):
            return unit in _PEOPLE_UNITS or head is None
        if token.kind != "word" or token.bits & _BREAKS and not token.bits & (NOUN | VERB | ADJECTIVE):
            return False
        if head is None and token.bits & NOUN and not token.bits & VERB and unit not in _PEOPLE_UNITS:
            return i + 1 >= end or tokens[i + 1].kind == MARK and tokens[i + 1].text == "、"
    return False


def _noun_at(tokens: Sequence[Token], at: int, end: int) -> bool:
    return at < end and bool(tokens[at].bits & NOUN)


def left_noun(tokens: Sequence[Token], at: int, start: int, modifiers: bool = True) -> NounPhrase | None:
    """Return the noun phrase that ends at a token, and the verb that opens it (投入 in 投入资金)."""
    words = reading_words()
    if at < start or not _is_nominal(tokens[at]):
        return None
    head = tokens[at]
    measured = ends_with(head.text, words["measured"])
    first = at
    while first - 1 >= start and at - first < _LONGEST:
        token = tokens[first - 1]
        if _is_nominal(token) or token.bits & ADJECTIVE and not token.bits & _BREAKS:
            first -= 1
        elif (
            measured
            and token.bits & VERB
            and not token.bits & PREPOSITION
            and token.text not in words["strong"]
            and token.text not in words["link"]
        ):
            first -= 1
        else:
            break
    verb = None
    if modifiers and first < at:
        verb = _opening_verb(tokens, first, at, measured)
        if verb is not None:
            first = verb[1] + 1
    while first < at and tokens[first].text in words["empty"]:
        first += 1
    if first == at and head.text in words["empty"]:
        return None
    return NounPhrase(first, at, verb)


def _opening_verb(tokens: Sequence[Token], first: int, at: int, measured: bool) -> tuple[int, int] | None:
    """Return the ambiguous word at the front of a phrase when it acts as its verb."""
    token = tokens[first]
    if not (token.bits & VERB and token.bits & NOUN):
        return None
    if measured and token.text not in reading_words()["strong"]:
        return None
    last = first
    while last + 1 < at and tokens[last + 1].bits & VERB and tokens[last + 1].bits & NOUN and last == first:
        if not _noun_at(tokens, last + 2, at + 1):
            break
        last += 1
        break
    return first, first if last == first else first


def _is_nominal(token: Token) -> bool:
    if token.kind in _NAMED:
        return True
    return token.kind == "word" and bool(token.bits & NOUN) and not token.bits & (ADVERB | PREPOSITION)
