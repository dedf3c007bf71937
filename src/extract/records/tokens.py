"""A sentence with its mentions in, a row of tokens out: mentions, words and marks, left to right.

What a mention covers is never cut into words; a short quoted name (“红果贷”) is one noun; the
words of a bracket are left out of the sentence that it interrupts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from extract.patterns import pattern_of
from extract.spans import FIGURE_KINDS, FIXED, MARK, NOUN, WORD, Mention, Sentence, Span, Token
from extract.text.words import Segmenter

_NOUNS: Final = frozenset({"work", "title", FIXED})
_LONGEST_QUOTED_NAME: Final = 14
_START: Final = itemgetter(0)
_QUOTES: Final = pattern_of("[“‘「]")
_OPEN, _SHUT = "“‘「", {"“": "”", "‘": "’", "「": "」"}


def read_tokens(
    text: str, sentence: Sentence, mentions: Sequence[Mention], segmenter: Segmenter
) -> list[Token]:
    """Return the tokens of a sentence; `mentions` are those inside it, in text order."""
    tokens: list[Token] = []
    at, holes = sentence.start, sorted(sentence.holes)
    for mention in outermost(sentence, mentions):
        start, end, kind = mention.outer_start, mention.outer_end, mention.kind
        if start > at:
            if holes:
                _read_around(text, at, start, holes, segmenter, tokens)
            else:
                _read_words(text, at, start, segmenter, tokens)
        bits = NOUN if kind in _NOUNS else 0
        tokens.append(Token(start, end, kind, text[start:end], bits, mention, kind in FIGURE_KINDS))
        at = end
    _read_around(text, at, sentence.end, holes, segmenter, tokens)
    return _join_quotes(text, tokens)


def outermost(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a sentence that stand in no other and in none of its brackets."""
    found: list[Mention] = []
    at, last, holes = sentence.start, sentence.end, sorted(sentence.holes)
    for mention in mentions:
        if mention.outer_start < at or mention.outer_end > last:
            continue
        if holes and _stands_in(mention.start, holes):
            continue
        found.append(mention)
        at = mention.outer_end
    return found


def _stands_in(at: int, holes: Sequence[Span]) -> bool:
    """Tell whether a position stands in one of the brackets, which are sorted and hold no others."""
    before = bisect_right(holes, at, key=_START) - 1
    return before >= 0 and at < holes[before][1]


def _read_around(
    text: str, start: int, end: int, holes: Sequence[Span], segmenter: Segmenter, tokens: list[Token]
) -> None:
    """Read the words and marks of `text[start:end]` that stand in none of its brackets, which are sorted."""
    for at in range(bisect_left(holes, start, key=_START), len(holes)):
        first, last = holes[at]
        if first >= end:
            break
        if last <= end:
            if first > start:
                _read_words(text, start, first, segmenter, tokens)
            start = last
    if end > start:
        _read_words(text, start, end, segmenter, tokens)


def _read_words(text: str, start: int, end: int, segmenter: Segmenter, tokens: list[Token]) -> None:
    """Read the words of `text[start:end]` and the marks between them."""
    class_of, add = segmenter.classes.get, tokens.append
    at = start
    for word in segmenter.cut(text[start:end]) if end - start > 1 else text[start]:
        after = at + len(word)
        bits = class_of(word)
        if bits is not None:
            add(Token(at, after, WORD, word, bits))
        elif word[0].isalnum():
            parts = segmenter.parts(word)
            if len(parts) == 1:
                add(Token(at, after, WORD, word, parts[0][1]))
            else:
                for part, bits in parts:
                    add(Token(at, at + len(part), WORD, part, bits))
                    at += len(part)
        else:
            for mark in word:
                if not mark.isspace() or mark == "\n":
                    add(Token(at, at + 1, MARK, mark))
                at += 1
        at = after


def _join_quotes(text: str, tokens: list[Token]) -> list[Token]:
    """Make one noun of each short quotation without a figure or a comma."""
    if tokens and not _QUOTES.search(text, tokens[0].start, tokens[-1].end):
        return tokens
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _quote_end(tokens, at) if token.kind == MARK and token.text in _OPEN else None
        if end is None:
            joined.append(token)
            at += 1
        else:
            stop = tokens[end].end
            joined.append(Token(token.start, stop, "quote", text[token.start : stop], NOUN))
            at = end + 1
    return joined


def _quote_end(tokens: Sequence[Token], at: int) -> int | None:
    shut = _SHUT[tokens[at].text]
    for end in range(at + 1, len(tokens)):
        token = tokens[end]
        if token.end - tokens[at].start > _LONGEST_QUOTED_NAME or token.is_figure or token.kind == "person":
            return None
        if token.kind == MARK and token.text == shut:
            return end
        if token.kind == MARK and token.text in ",:":
            return None
    return None
