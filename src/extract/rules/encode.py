"""A sentence with its mentions and words in, one string for the rules out.

Each mention becomes one private-use character of its kind, each word is preceded by a private-use mark of
its classes, blanks are left out; the tokens lead every character back to the text. Documents hold no
plane-16 characters: reading replaced them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extract.rules.kinds import KINDS
from extract.spans import ADJECTIVE, ADVERB, FIGURE_KINDS, NOUN, VERB, WORD, Mention, Token

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
_POINTS, _MARK_POINTS = frozenset(ALL_POINTS), frozenset(ALL_MARKS)


class Encoded:
    """What the rules read: a sentence as one string, and for each of its characters where it came from.

    `plain` is the string without the marks of words; most sentences are told by it alone to fit no rule,
    so the string itself is made when it is asked for.
    """

    __slots__ = ("_offsets", "_string", "plain", "sentence", "tokens")

    def __init__(self, sentence: int, plain: str, tokens: Sequence[Token]) -> None:
        self.sentence = sentence
        self.plain = plain
        self.tokens = tokens
        self._string: str | None = None
        self._offsets: list[int] = []

    @property
    def string(self) -> str:
        """The sentence with a point for each mention and a mark before each word."""
        if self._string is None:
            pieces = [_written(token) for token in self.tokens]
            self._offsets = [0, *accumulate(map(len, pieces))]
            self._string = "".join(pieces)
        return self._string

    @property
    def figures(self) -> list[int]:
        """The positions in the string of the mentions that measure or count."""
        string = self.string
        return [position for position, char in enumerate(string) if char in FIGURE_POINTS]

    def mention(self, position: int) -> Mention | None:
        """The mention that stands at a position of the string."""
        string = self.string
        if string[position] not in _POINTS:
            return None
        return self.tokens[bisect_right(self._offsets, position) - 1].mention

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the string in, the span of the text it was made of out."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, position: int) -> tuple[int, int]:
        """A position of the string in, the span of the text that its character stands for out."""
        char = self.string[position]
        number = bisect_right(self._offsets, position) - 1
        token = self.tokens[number]
        if char in _POINTS:
            return token.start, token.end
        if char in _MARK_POINTS:
            return token.start, token.start
        first = self._offsets[number]
        within = position - first - (self.string[first] in _MARK_POINTS)
        at = token.start + within
        if self._offsets[number + 1] - position != token.end - at:
            at = token.start + _place_of(within, token.text)
        return at, at + 1


def encode(sentence: int, tokens: Sequence[Token]) -> Encoded:
    """The number of a sentence and its tokens in, the encoded sentence out."""
    points = KIND_POINTS
    pieces = [token.text if token.mention is None else points.get(token.kind, token.text) for token in tokens]
    plain = "".join(pieces)
    if " " in plain or "\n" in plain:
        plain = _without_blanks(plain)
    return Encoded(sentence, plain, tokens)


def _written(token: Token) -> str:
    """A token in, what stands for it in the string out."""
    text, kind = token.text, token.kind
    if kind != WORD:
        if token.mention is None:
            return _without_blanks(text)
        if kind in KIND_POINTS:
            return KIND_POINTS[kind]
    if text[0] in PUNCTUATION or text.isspace():
        return _without_blanks(text)
    mark = _MARKS[token.bits & _MARK_BITS]
    return mark + (_without_blanks(text) if " " in text or "\n" in text else text)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _place_of(number: int, text: str) -> int:
    """Where in a text the character of a number stands when blanks do not count."""
    return [place for place, char in enumerate(text) if not char.isspace()][number]
