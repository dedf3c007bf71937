"""Tokens in, the verbs around a figure out, and the way back over what stands between.

A verb group is a pair of token indexes, both included. Ambiguous words (投资) are verbs only
where the functions say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.records.lexicon import reading_words
from extract.records.phrases import left_noun
from extract.spans import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    LOCALIZER,
    MARK,
    NOUN,
    PREPOSITION,
    PRONOUN,
    VERB,
    WORD,
    Token,
)

_WORDS: Final = reading_words()
_FROM: Final = _WORDS["from"]
_COMPARE: Final = _WORDS["compare"]
_ASPECT: Final = _WORDS["aspect"]
_INTRANSITIVE: Final = _WORDS["intransitive"]
_LINK: Final = _WORDS["link"]
_SHARE_VERB: Final = _WORDS["share-verb"]
_RECEIVER: Final = _WORDS["receiver"]
_JOINS: Final = _WORDS["conjunction"]
_NAMES: Final = frozenset({"person", "organization", "place"})
_EACH: Final = "每"
_PARTICLES: Final = frozenset({"了", "过"})
_TIMES: Final = frozenset({"date", "ordinal", "duration"})
_BACK: Final = _PARTICLES | _FROM | {"的"}
"""Words that can be stepped back over whatever classes they have beside."""
_OPEN: Final = NOUN | VERB | ADJECTIVE
_REACH: Final = 6
_SHARE_REACH: Final = 8
"""How many tokens a phrase between preposition and 的, or verb and 的, can have."""


def skip_back(tokens: Sequence[Token], at: int, start: int) -> tuple[int, bool]:
    """Step back over adverbs, 从2014年的 and 每人: to the word that the figure hangs on."""
    begun = at
    while at >= start:
        token = tokens[at]
        bits, text = token.bits, token.text
        if bits & _OPEN and token.kind == WORD and text not in _BACK and text[0] != _EACH:
            if at == start or tokens[at - 1].text != _EACH:
                break
            at -= 1
        elif token.kind in _TIMES or text in _PARTICLES:
            at -= 1
        elif text == "的" and (opened := _from_phrase(tokens, at, start)) is not None:
            at = opened - 1
        elif (
            (text == "的" and at - 1 >= start and _skippable(tokens[at - 1]))
            or (bits & (ADVERB | AUXILIARY) and not bits & _OPEN)
            or (text in _FROM and bits & PREPOSITION)
            or text[0] == _EACH
            or (at - 1 >= start and tokens[at - 1].text == _EACH)
        ):
            at -= 1
        else:
            break
    return at, at < begun


def _from_phrase(tokens: Sequence[Token], at: int, start: int) -> int | None:
    """Return where 由渡口时期的 begins, when such a phrase ends at 的."""
    for i in range(at - 1, max(start, at - _REACH) - 1, -1):
        token = tokens[i]
        if token.bits & PREPOSITION and token.text in _FROM:
            return i
        if token.kind == MARK or token.is_figure or token.bits & VERB:
            return None
    return None


def skip_comparison(tokens: Sequence[Token], at: int, start: int) -> int:
    """Step back over 比上年, 较常年同期, 与2017年相比 before a verb of movement."""
    for i in range(at, max(start, at - _REACH) - 1, -1):
        token = tokens[i]
        if token.bits & PREPOSITION and token.text in _COMPARE:
            return i - 1
        if token.kind == MARK or token.is_figure:
            break
    return at


def verb_before(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the verb that ends at a token, particles skipped: 解决 in 解决了."""
    while at > start and tokens[at].text in _ASPECT and tokens[at - 1].bits & VERB:
        at -= 1
    if at < start or not tokens[at].bits & VERB:
        return None
    return at, at


def verb_after(
    tokens: Sequence[Token], at: int, end: int, *, past_figures: bool = False, past_joins: bool = False
) -> tuple[int, int] | None:
    """Return the first verb at or after a token within the clause.

    What counted nouns do stands behind all of them: 6个村2140户8905人当晚转移. What is done for a list of
    them stands behind the list: 向18户烈士和民警家庭发放.
    """
    while at < end:
        token = tokens[at]
        bits = token.bits
        if (
            bits & VERB
            and not bits & (PREPOSITION | PRONOUN)
            and not (past_joins and token.text in _INTRANSITIVE)
        ):
            return None if token.text in _LINK else (at, at)
        if token.is_figure and not past_figures:
            return None
        if token.text in _JOINS and not past_joins:
            counted = past_figures and at + 1 < end and tokens[at + 1].is_figure
            if not counted:
                return None
        at += 1
    return None


def opening_verb(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Return the verb that a clause opens with, adverbs and dates aside: 修复总长6.8公里的渠道3条."""
    at = start
    while at < end and (tokens[at].kind == "date" or only(tokens[at], ADVERB | AUXILIARY | CONJUNCTION)):
        at += 1
    token = tokens[at] if at < end else None
    if token is None or not token.bits & VERB or token.bits & PREPOSITION or token.text in _LINK:
        return None
    return at, at


def last_verb(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the verb nearest before a token within its clause, no figure and no 的 between."""
    while at >= start:
        token = tokens[at]
        if token.is_figure or token.text == "的":
            return None
        if token.bits & VERB and not token.bits & (PREPOSITION | NOUN):
            return verb_before(tokens, at, start)
        at -= 1
    return None


def verb_of_list(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the verb before a list of nouns that ends at a figure: 培训村组干部和水管员500人次."""
    if at - 1 >= start and (group := verb_before(tokens, at - 1, start)) is not None:
        return group
    noun = left_noun(tokens, at - 1, start)
    return noun.verb if noun is not None else None


def verb_of_share(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the verb of 占耕地面积的三分之一, 是上年的两倍, 完成年度任务的110%."""
    for i in range(at, max(start, at - _SHARE_REACH) - 1, -1):
        token = tokens[i]
        if token.text in _SHARE_VERB:
            return i, i
        if (token.kind == MARK and token.text != "、") or token.is_figure:
            return None
    return None


def opening_of(tokens: Sequence[Token], at: int, start: int) -> int:
    """Return where a 的 phrase begins: 参与养鸭的 in 全县脱贫户中参与养鸭的."""
    first = at
    while first - 1 >= start:
        token = tokens[first - 1]
        if token.kind == "date" or only(token, LOCALIZER) or token.kind == MARK:
            break
        first -= 1
    return first


def is_join(token: Token) -> bool:
    """Tell whether a token stands between the members of a list."""
    return token.text in _JOINS


def only(token: Token, bits: int) -> bool:
    """Tell whether a word has classes, and none but these."""
    return bool(token.bits) and not token.bits & ~bits


def _skippable(token: Token) -> bool:
    return token.kind == "date" or (bool(token.bits) and not token.bits & ~(ADVERB | LOCALIZER))


def receiver(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the first and last token of whom something is for: behind 给, 向 or 为, before token `at`."""
    for i in range(start, at):
        if not tokens[i].bits & PREPOSITION or tokens[i].text not in _RECEIVER:
            continue
        last = i
        while last + 1 <= at and (
            _receives(tokens[last + 1])
            or (is_join(tokens[last + 1]) and last + 2 <= at and _receives(tokens[last + 2]))
        ):
            last += 1
        cut = last + 1 < len(tokens) and tokens[last + 1].text == "的"
        counted = any(tokens[j].is_figure for j in range(i + 1, last + 1))
        return (i + 1, last) if last > i and not cut and not counted else None
    return None


def _receives(token: Token) -> bool:
    return bool(token.bits & (NOUN | ADJECTIVE)) or token.kind in _NAMES or token.is_figure
