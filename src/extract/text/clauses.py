"""Folded text and its blocks in, sentences with their clauses out.

A sentence is what no rule crosses: it ends at 。！？； or where its block ends. The words of a
bracket are a sentence of their own, linked to the one they interrupt, which reads on as if the
bracket were not there: 61个县(市、区)428.6万人受灾.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.patterns import pattern_of
from extract.spans import Block, Sentence, Span

READ_KINDS: Final = frozenset({"title", "heading", "paragraph", "note"})
"""The kinds of block that hold sentences; header and footer lines hold fields."""

_BRACKETS: Final = pattern_of(r"[()]")
_STOPS: Final = pattern_of(r"[。!?;()…](?:(?<=[。!?;])[。!?;]*[”’」』]*|(?<=[()])|(?<=…)…)")
"""It opens with one set of letters: so the search runs over all others at once."""

_DEEPEST_BRACKET: Final = 4
_LONGEST_SENTENCE: Final = 800
"""A longer one is no sentence: it is cut at a comma, so that what looks around in it stays cheap."""


def split_sentences(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """Return the sentences of all read blocks in text order, brackets after their host's start.

    >>> text = "共造成61个县(市、区)428.6万人受灾,死亡5人。转移2人;其中1人"
    >>> [text[s.start:s.end] for s in split_sentences(text, [Block("paragraph", 0, len(text))])]
    ['共造成61个县(市、区)428.6万人受灾,死亡5人', '市、区', '转移2人', '其中1人']
    """
    sentences: list[Sentence] = []
    group = 0
    for number, block in enumerate(blocks):
        if block.kind in READ_KINDS:
            group = _split_block(text, number, block, sentences, group) + 1
    return sentences


def _split_block(text: str, number: int, block: Block, out: list[Sentence], group: int) -> int:
    """Append the sentences of one block; return the number of its last full sentence."""
    pairs = _bracket_pairs(text, block) if text.find("(", block.start, block.end) >= 0 else {}
    hosts: list[tuple[Sentence, list[Span], int]] = []
    holes: list[Span] = []
    current = Sentence(len(out), block.start, block.start, number, group, None, (), text)
    out.append(current)
    for hit in _STOPS.finditer(text, block.start, block.end):
        at = hit.start()
        mark = text[at]
        if mark == "(":
            if at in pairs:
                hosts.append((current, holes, at))
                current, holes = (
                    Sentence(len(out), at + 1, at + 1, number, group, current.index, (), text),
                    [],
                )
                out.append(current)
        elif mark == ")":
            if hosts and pairs.get(hosts[-1][2]) == at:
                _close(text, current, at, holes)
                current, holes, opened = hosts.pop()
                holes.append((opened, at + 1))
        else:
            if at - current.start > _LONGEST_SENTENCE and not holes:
                current = _cut_long(text, current, at, out)
            if holes or text[current.start].isspace() or text[at - 1].isspace():
                _close(text, current, at, holes)
            else:
                current.end = at
            if mark != ";" and not hosts:
                group += 1
            after = hit.end()
            current, holes = Sentence(len(out), after, after, number, group, current.host, (), text), []
            out.append(current)
    if current.start == block.end and current is out[-1]:
        out.pop()
        return group
    if not holes and block.end - current.start > _LONGEST_SENTENCE:
        current = _cut_long(text, current, block.end, out)
    _close(text, current, block.end, holes)
    if current.start == current.end and current is out[-1]:
        out.pop()
    return group


def _cut_long(text: str, current: Sentence, end: int, out: list[Sentence]) -> Sentence:
    """Close pieces of an endless sentence without brackets; return what is left of it, open."""
    while end - current.start > _LONGEST_SENTENCE:
        reach = current.start + _LONGEST_SENTENCE
        cut = max(text.rfind(",", current.start + 1, reach), text.rfind("、", current.start + 1, reach))
        cut = cut if cut > current.start else reach
        _close(text, current, cut, ())
        current = Sentence(len(out), cut, cut, current.block, current.group, current.host, (), text)
        out.append(current)
    return current


def _bracket_pairs(text: str, block: Block) -> dict[int, int]:
    """Return the opening and closing positions of balanced brackets, down to a sane depth."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for hit in _BRACKETS.finditer(text, block.start, block.end):
        if text[hit.start()] == "(":
            stack.append(hit.start())
        elif stack:
            opened = stack.pop()
            if len(stack) < _DEEPEST_BRACKET:
                pairs[opened] = hit.start()
    return pairs


def _close(text: str, sentence: Sentence, end: int, holes: Sequence[Span]) -> None:
    """Set the end and the holes of a sentence and trim its blanks."""
    start = sentence.start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    sentence.start, sentence.end = start, end
    if holes:
        sentence.holes = tuple(holes)
