"""A sentence with its mentions and words in, one string for the rules out.

Each mention becomes one private-use character of its kind, each word is preceded by a private-use mark of
its classes, blanks are left out; the tokens lead every character back to the text. Documents hold no
private-use characters: reading replaced them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from extract.rules.kinds import KINDS
from extract.spans import ADJECTIVE, ADVERB, FIGURE_KINDS, NOUN, VERB, WORD, Mention, Token

KIND_POINTS: Final = {kind: chr(0xE000 + index) for index, kind in enumerate(KINDS)}
FIGURE_POINTS: Final = frozenset(KIND_POINTS[kind] for kind in FIGURE_KINDS)
_FIRST_MARK: Final = 0xE040
_MARKED: Final = (NOUN, VERB, ADJECTIVE, ADVERB)
PUNCTUATION: Final = frozenset(
    ',;:!?()[]{}<>"|\u3001\u3002\u300a\u300b\u3008\u3009\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u2026\u2014'
)
"""What ends a run of text; quotation marks do not: they stand around names."""


def _mark_of(classes: int) -> str:
    bits = sum(1 << place for place, bit in enumerate(_MARKED) if classes & bit)
    return chr(_FIRST_MARK + bits)


_MARKS: Final = [_mark_of(classes) for classes in range(2 * max(_MARKED))]
_MARK_BITS: Final = 2 * max(_MARKED) - 1


def marks_with(*classes: int) -> str:
    """Word classes in, the marks of all words that have one of them out."""
    wanted = sum(1 << place for place, bit in enumerate(_MARKED) if bit in classes)
    return "".join(chr(_FIRST_MARK + bits) for bits in range(1 << len(_MARKED)) if bits & wanted)


ALL_MARKS: Final = "".join(chr(_FIRST_MARK + bits) for bits in range(1 << len(_MARKED)))
ALL_POINTS: Final = "".join(KIND_POINTS.values())
_MARK_POINTS: Final = frozenset(ALL_MARKS)


class Encoded:
    """What the rules read of a sentence: `plain` has a point for each mention and no marks of words.

    Most sentences are told by it alone to fit no rule, so the rest is `written` when it is asked for.
    """

    __slots__ = ("_written", "plain", "sentence", "tokens")

    def __init__(self, sentence: int, plain: str, tokens: Sequence[Token]) -> None:
        self.sentence = sentence
        self.plain = plain
        self.tokens = tokens
        self._written: Written | None = None

    @property
    def written(self) -> Written:
        """The sentence as the patterns match it."""
        if self._written is None:
            self._written = Written(self.tokens)
        return self._written


class Written:
    """A sentence as the patterns match it, and for each of its characters where it came from.

    `string` has a mark before each word, `mirrored` is the same from its end. `mentions` tells which mention
    stands at a position of the string; `figures` are the positions of those that measure or count.
    """

    __slots__ = ("_blanks", "_offsets", "_tokens", "figures", "mentions", "mirrored", "string")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._offsets: list[int] = []
        self._blanks = False
        self.mentions: dict[int, Mention] = {}
        self.figures: list[int] = []
        pieces: list[str] = []
        points, marks = KIND_POINTS, _MARKS
        at = 0
        for token in tokens:
            self._offsets.append(at)
            mention = token.mention
            if mention is None:
                piece = token.text
                if token.kind == WORD:
                    piece = marks[token.bits & _MARK_BITS] + piece
                if " " in piece or "\n" in piece:
                    piece = _without_blanks(piece)
                    self._blanks = True
            elif token.kind in points:
                piece = points[token.kind]
                self.mentions[at] = mention
                if token.is_figure:
                    self.figures.append(at)
            else:
                piece = _kept_together(token)
                self._blanks = True
            pieces.append(piece)
            at += len(piece)
        self.string = "".join(pieces)
        self.mirrored = self.string[::-1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the string in, the span of the text it was made of out."""
        offsets, string = self._offsets, self.string
        number = bisect_right(offsets, start) - 1
        first, token = offsets[number], self._tokens[number]
        inside = start - first
        if inside:
            inside -= string[first] in _MARK_POINTS
        begin = token.start + (_place_of(inside, token.text) if self._blanks else inside)
        if number + 1 < len(offsets) and end > offsets[number + 1]:
            number = bisect_right(offsets, end - 1) - 1
            first, token = offsets[number], self._tokens[number]
        if first in self.mentions:
            return begin, token.end
        inside = end - first - (string[first] in _MARK_POINTS)
        if inside and self._blanks:
            inside = _place_of(inside - 1, token.text) + 1
        return begin, token.start + inside


def encode(sentence: int, tokens: Sequence[Token]) -> Encoded:
    """The number of a sentence and its tokens in, the encoded sentence out."""
    points = KIND_POINTS
    pieces = [token.text if token.mention is None else points.get(token.kind, token.text) for token in tokens]
    plain = "".join(pieces)
    if " " in plain or "\n" in plain:
        plain = _without_blanks(plain)
    return Encoded(sentence, plain, tokens)


def _kept_together(token: Token) -> str:
    """Words that are kept together, as the string has them: marked like a word if they begin like one."""
    text = _without_blanks(token.text)
    return text if text[:1] in PUNCTUATION else _MARKS[token.bits & _MARK_BITS] + text


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _place_of(number: int, text: str) -> int:
    """Where in a text the character of a number stands when blanks do not count."""
    for place, char in enumerate(text):
        if not char.isspace():
            if not number:
                return place
            number -= 1
    return 0
