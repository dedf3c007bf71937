"""A sentence with its mentions and words in, one string for the rules out.

Each outermost mention becomes one private-use character of its kind, each word is preceded by
a private-use mark of its classes, brackets and blanks are left out; two lists lead every
character back to the text. Documents hold no plane-16 characters: reading replaced them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.rules.kinds import KINDS
from extract.spans import ADJECTIVE, ADVERB, FIGURE_KINDS, NOUN, VERB, Mention, Sentence, Word

KIND_POINTS = {kind: chr(0x100000 + index) for index, kind in enumerate(KINDS)}
FIGURE_POINTS = frozenset(KIND_POINTS[kind] for kind in FIGURE_KINDS)
_FIRST_MARK = 0x100040
_MARKED = (NOUN, VERB, ADJECTIVE, ADVERB)
PUNCTUATION = frozenset(
    ',;:!?()[]{}<>"|\u3001\u3002\u300a\u300b\u3008\u3009\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u2026\u2014'
)
"""What ends a run of text; quotation marks do not: they stand around names."""


def _mark_of(classes: int) -> str:
    bits = sum(1 << place for place, bit in enumerate(_MARKED) if classes & bit)
    return chr(_FIRST_MARK + bits)


_MARKS = [_mark_of(classes) for classes in range(2 * max(_MARKED))]
_MARK_BITS = 2 * max(_MARKED) - 1


def marks_with(*classes: int) -> str:
    """Word classes in, the marks of all words that have one of them out."""
    wanted = sum(1 << place for place, bit in enumerate(_MARKED) if bit in classes)
    return "".join(chr(_FIRST_MARK + bits) for bits in range(1 << len(_MARKED)) if bits & wanted)


ALL_MARKS = "".join(chr(_FIRST_MARK + bits) for bits in range(1 << len(_MARKED)))
ALL_POINTS = "".join(KIND_POINTS.values())


@dataclass(slots=True)
class Encoded:
    """What the rules read: `string`, and for each of its characters where it came from.

    `plain` is the same without the marks of words.
    `mentions` tells which mention stands at a position of the string, `figures` are the
    positions of those that measure or count.
    """

    sentence: int
    string: str
    starts: list[int]
    ends: list[int]
    mentions: dict[int, Mention]
    figures: list[int]
    plain: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the string in, the span of the text it was made of out."""
        return self.starts[start], self.ends[end - 1]


def encode(text: str, sentence: Sentence, mentions: Sequence[Mention], words: Sequence[Word]) -> Encoded:
    """Folded text, a sentence, its mentions and words in, the encoded sentence out.

    Mentions and words of other sentences may be among them; nested mentions are offered
    through their outermost one, figures and dates by their outer span.
    """
    writer = _Writer(text, words)
    at = sentence.start
    for start, end, mention in _barriers(sentence, mentions):
        if start > at:
            writer.write_words(at, start)
        if mention is not None and start >= at:
            writer.write_mention(mention)
        at = max(at, end)
    if at < sentence.end:
        writer.write_words(at, sentence.end)
    return Encoded(
        sentence.index,
        "".join(writer.pieces),
        writer.starts,
        writer.ends,
        writer.mentions,
        writer.figures,
        "".join(writer.unmarked),
    )


def _barriers(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[int, int, Mention | None]]:
    """Brackets and outermost mentions of a sentence, in order."""
    found: list[tuple[int, int, Mention | None]] = []
    outside = sentence.start
    inside = [m for m in mentions if sentence.start <= m.outer_start and m.outer_end <= sentence.end]
    if len(inside) > 1:
        inside.sort(key=_outermost_first)
    for mention in inside:
        if mention.outer_start >= outside and mention.kind in KIND_POINTS:
            found.append((mention.outer_start, mention.outer_end, mention))
            outside = mention.outer_end
    if sentence.holes:
        holes = sentence.holes
        # What stands in a bracket belongs to the bracket's own sentence.
        found = [b for b in found if not any(s <= b[0] and b[1] <= e for s, e in holes)]
        found.extend((start, end, None) for start, end in holes)
        found.sort(key=_first)
    return found


def _outermost_first(mention: Mention) -> tuple[int, int]:
    return mention.outer_start, -mention.outer_end


def _first(barrier: tuple[int, int, Mention | None]) -> int:
    return barrier[0]


class _Writer:
    """Collects the pieces of one encoded sentence."""

    __slots__ = ("ends", "figures", "mentions", "next_word", "pieces", "starts", "text", "unmarked", "words")

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.next_word = 0
        self.pieces: list[str] = []
        self.unmarked: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.mentions: dict[int, Mention] = {}
        self.figures: list[int] = []

    def write_mention(self, mention: Mention) -> None:
        point = KIND_POINTS[mention.kind]
        position = len(self.starts)
        self.mentions[position] = mention
        if point in FIGURE_POINTS:
            self.figures.append(position)
        self.pieces.append(point)
        self.unmarked.append(point)
        self.starts.append(mention.outer_start)
        self.ends.append(mention.outer_end)

    def write_words(self, start: int, end: int) -> None:
        words, text = self.words, self.text
        pieces, unmarked, starts, ends = self.pieces, self.unmarked, self.starts, self.ends
        index = self.next_word
        count = len(words)
        while index < count and words[index].end <= start:
            index += 1
        at = start
        while index < count:
            word = words[index]
            if word.start >= end:
                break
            head = word.start if word.start > at else at
            if head > at:
                self.write_plain(at, head)
            tail = word.end if word.end < end else end
            body = text[head:tail]
            if text[head] in PUNCTUATION or body.isspace() or not body:
                self.write_plain(head, tail)
            else:
                pieces.append(_MARKS[word.classes & _MARK_BITS])
                starts.append(head)
                ends.append(head)
                if " " in body or "\n" in body:
                    self.write_plain(head, tail)
                else:
                    pieces.append(body)
                    unmarked.append(body)
                    starts.extend(range(head, tail))
                    ends.extend(range(head + 1, tail + 1))
            at = tail
            if word.end > end:
                break
            index += 1
        self.next_word = index
        if at < end:
            self.write_plain(at, end)

    def write_plain(self, start: int, end: int) -> None:
        for at in range(start, end):
            char = self.text[at]
            if not char.isspace():
                self.pieces.append(char)
                self.unmarked.append(char)
                self.starts.append(at)
                self.ends.append(at + 1)
