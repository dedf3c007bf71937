"""A sentence with its mentions in, a row of tokens out: mentions, words and marks, left to right.

What a mention covers is never cut into words; a short quoted name (“红果贷”) is one noun; the
words of a bracket are left out of the sentence that it interrupts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.spans import FIGURE_KINDS, FIXED, NOUN, Mention, Sentence, Span
from extract.text.words import Segmenter

MARK = "mark"
WORD = "word"

_NOUNS = frozenset({"work", "title", FIXED})
_LONGEST_QUOTED_NAME = 14
_QUOTES = re.compile("[“‘「]")
_OPEN, _SHUT = "“‘「", {"“": "”", "‘": "’", "「": "」"}


@dataclass(slots=True)
class Token:
    """A mention (its kind and outer span), a word with its classes, or a mark."""

    start: int
    end: int
    kind: str
    text: str
    bits: int = 0
    mention: Mention | None = None

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURE_KINDS


def read_tokens(
    text: str, sentence: Sentence, mentions: Sequence[Mention], segmenter: Segmenter
) -> list[Token]:
    """Return the tokens of a sentence; `mentions` are those inside it, in text order."""
    tokens: list[Token] = []
    for start, end, mention in _pieces(sentence, mentions):
        if mention is not None:
            bits = NOUN if mention.kind in _NOUNS else 0
            tokens.append(Token(start, end, mention.kind, text[start:end], bits, mention))
        else:
            _cut_words(text, start, end, segmenter, tokens)
    return _join_quotes(text, tokens)


def outermost(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions of a sentence that stand in no other and in none of its brackets."""
    at = sentence.start
    for mention in mentions:
        if mention.outer_start < at or mention.outer_end > sentence.end:
            continue
        if sentence.holes and any(a <= mention.start < b for a, b in sentence.holes):
            continue
        yield mention
        at = mention.outer_end


def _pieces(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, Mention | None]]:
    """Yield mentions and the gaps between them, brackets cut out."""
    at = sentence.start
    holes = sorted(sentence.holes)
    for mention in outermost(sentence, mentions):
        yield from _gap(at, mention.outer_start, holes)
        yield mention.outer_start, mention.outer_end, mention
        at = mention.outer_end
    yield from _gap(at, sentence.end, holes)


def _gap(start: int, end: int, holes: Sequence[Span]) -> Iterator[tuple[int, int, None]]:
    for a, b in holes:
        if start <= a and b <= end:
            if a > start:
                yield start, a, None
            start = b
    if end > start:
        yield start, end, None


def _cut_words(text: str, start: int, end: int, segmenter: Segmenter, tokens: list[Token]) -> None:
    at = start
    for word in segmenter.words(text, start, end):
        first, last = word.start, word.end
        if first > at:
            _add_marks(text, at, first, tokens)
        tokens.append(Token(first, last, WORD, text[first:last], word.classes))
        at = last
    if end > at:
        _add_marks(text, at, end, tokens)


def _add_marks(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for at in range(start, end):
        if not text[at].isspace() or text[at] == "\n":
            tokens.append(Token(at, at + 1, MARK, text[at]))


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
