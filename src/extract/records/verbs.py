"""Tokens in, the verbs around a figure out, and the way back over what stands between.

A verb group is a pair of token indexes, both included. Ambiguous words (投资) are verbs only
where the functions say so.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    Token,
)

_NAMES = frozenset({"person", "organization", "place"})
_EACH = frozenset("每")
_PARTICLES = frozenset({"了", "过"})
_TIMES = frozenset({"date", "ordinal", "duration"})
_REACH = 6
_SHARE_REACH = 8
"""How many tokens a phrase between preposition and 的, or verb and 的, can have."""


def skip_back(tokens: Sequence[Token], at: int, start: int) -> tuple[int, bool]:
    """Step back over adverbs, 从2014年的 and 每人: to the word that the figure hangs on."""
    begun = at
    while at >= start:
        token = tokens[at]
        bits = token.bits
        if token.kind in _TIMES or token.text in _PARTICLES:
            at -= 1
        elif token.text == "的" and (opened := _from_phrase(tokens, at, start)) is not None:
            at = opened - 1
        elif (
            (token.text == "的" and at - 1 >= start and _skippable(tokens[at - 1]))
            or (bits & (ADVERB | AUXILIARY) and not bits & (NOUN | VERB | ADJECTIVE))
            or (token.text in reading_words()["from"] and bits & PREPOSITION)
            or token.text[0] in _EACH
            or (at - 1 >= start and tokens[at - 1].text == "每")
        ):
            at -= 1
        else:
            break
    return at, at < begun


def _from_phrase(tokens: Sequence[Token], at: int, start: int) -> int | None:
    """Return where 由渡口时期的 begins, when such a phrase ends at 的."""
    for i in range(at - 1, max(start, at - _REACH) - 1, -1):
        token = tokens[i]
        if token.text in reading_words()["from"] and token.bits & PREPOSITION:
            return i
        if token.kind == MARK or token.is_figure or token.bits & VERB:
            return None
    return None


def skip_comparison(tokens: Sequence[Token], at: int, start: int) -> int:
    """Step back over 比上年, 较常年同期, 与2017年相比 before a verb of movement."""
    low = max(start, at - _REACH)
    for i in range(at, low - 1, -1):
        if tokens[i].text in reading_words()["compare"] and tokens[i].bits & PREPOSITION:
            return i - 1
        if tokens[i].kind == MARK or tokens[i].is_figure:
            break
    return at


def verb_before(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the verb that ends at a token, particles skipped: 解决 in 解决了."""
    while at > start and tokens[at].text in reading_words()["aspect"] and tokens[at - 1].bits & VERB:
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
    idle = reading_words()["intransitive"] if past_joins else frozenset()
    while at < end and not (
        tokens[at].bits & VERB
        and not tokens[at].bits & (PREPOSITION | PRONOUN)
        and tokens[at].text not in idle
    ):
        if tokens[at].is_figure and not past_figures:
            return None
        counted = past_figures and at + 1 < end and tokens[at + 1].is_figure
        if is_join(tokens[at]) and not past_joins and not counted:
            return None
        at += 1
    if at >= end or tokens[at].text in reading_words()["link"]:
        return None
    return at, at


def opening_verb(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Return the verb that a clause opens with, adverbs and dates aside: 修复总长6.8公里的渠道3条."""
    at = start
    while at < end and (tokens[at].kind == "date" or only(tokens[at], ADVERB | AUXILIARY | CONJUNCTION)):
        at += 1
    token = tokens[at] if at < end else None
    if (
        token is None
        or not token.bits & VERB
        or token.bits & PREPOSITION
        or token.text in reading_words()["link"]
    ):
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
        if tokens[i].text in reading_words()["share-verb"]:
            return i, i
        if (tokens[i].kind == MARK and tokens[i].text != "、") or tokens[i].is_figure:
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
    return token.text in reading_words()["conjunction"]


def only(token: Token, bits: int) -> bool:
    """Tell whether a word has classes, and none but these."""
    return bool(token.bits) and not token.bits & ~bits


def _pure_verb(token: Token) -> bool:
    return bool(token.bits & VERB) and not token.bits & (NOUN | PREPOSITION | LOCALIZER)


def _skippable(token: Token) -> bool:
    return token.kind == "date" or (bool(token.bits) and not token.bits & ~(ADVERB | LOCALIZER))


def receiver(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int] | None:
    """Return the first and last token of whom something is for: behind 给, 向 or 为, before token `at`."""
    words = reading_words()["receiver"]
    for i in range(start, at):
        if tokens[i].text not in words or not tokens[i].bits & PREPOSITION:
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
