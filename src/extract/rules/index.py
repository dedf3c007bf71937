"""Variants in; for a sentence without word marks, those that can match at each of its figures, out.

A set of variants is a whole number with a bit for each, so that what holds for all of them is asked at
once: which can have these characters beside the figure, and of which all that they need stands in
its clause. The grams that variants need are found by one automaton, which reads a sentence once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import daachorse

from extract.rules.encode import ALL_POINTS, FIGURE_POINTS, PUNCTUATION
from extract.rules.kinds import MOST_NEEDS, PLAIN
from extract.rules.variant import Variant

_EDGE: Final = " "
"""Stands before and behind a sentence, which has no blanks of its own."""

_NO_WORD: Final = frozenset(ALL_POINTS) | PUNCTUATION | {_EDGE}
_MOST_REMEMBERED: Final = 16384
_FIGURES: Final = sorted(FIGURE_POINTS)
_BREAKS: Final = sorted(PUNCTUATION)


class _Side:
    """What stands on one side of figures: who can have a character beside it, who needs which gram.

    The numbers of grams have a bit for each need of each variant: the first needs of all variants, then
    the second. `none` has the bits of the needs that are none, `open` those that no mark ends.
    """

    __slots__ = ("_beside", "_else", "_grams", "none", "open")

    def __init__(
        self,
        beside: Iterable[frozenset[str] | None],
        needs: Sequence[tuple[frozenset[str], ...]],
        are_open: Sequence[bool],
    ) -> None:
        size = len(needs)
        self._beside, self._else = _by_character(beside)
        self.none = self.open = 0
        users: dict[frozenset[str], int] = {}
        for number, own in enumerate(needs):
            for place in range(MOST_NEEDS):
                bit = 1 << place * size + number
                if place < len(own):
                    users[own[place]] = users.get(own[place], 0) | bit
                else:
                    self.none |= bit
                if are_open[number]:
                    self.open |= bit
        self._grams: dict[str, int] = {}
        for grams, bits in users.items():
            for gram in grams:
                self._grams[gram] = self._grams.get(gram, 0) | bits

    def with_beside(self, char: str) -> int:
        """The variants that can have a character directly beside the figure."""
        return self._beside.get(char, self._else)

    def grams(self) -> Iterable[str]:
        """All grams that are needed on this side."""
        return self._grams

    def needed(self, gram: str) -> int:
        """The needs that a gram fulfils."""
        return self._grams.get(gram, 0)


def _by_character(beside: Iterable[frozenset[str] | None]) -> tuple[dict[str, int], int]:
    """For each variant what can stand beside in; the variants by character, and those for any other, out."""
    named: dict[str, int] = {}
    always = plain = 0
    for number, chars in enumerate(beside):
        bit = 1 << number
        if chars is None:
            always |= bit
            continue
        for char in chars:
            if char == PLAIN:
                plain |= bit
            else:
                named[char] = named.get(char, 0) | bit
    found = dict.fromkeys(_NO_WORD, always)
    for char, bits in named.items():
        found[char] = bits | always | (0 if char in _NO_WORD else plain)
    return found, always | plain


class Index:
    """Tells for each figure of a sentence which variants are worth trying there."""

    __slots__ = (
        *("_automaton", "_breaks", "_figures", "_fits"),
        *("_left", "_left_gram", "_right", "_right_gram", "_size"),
    )

    def __init__(self, variants: Sequence[Variant]) -> None:
        self._size = len(variants)
        self._fits: dict[str, int] = {}
        self._left = _Side(
            [v.left for v in variants], [v.left_needs for v in variants], [v.left_open for v in variants]
        )
        self._right = _Side(
            [v.right for v in variants], [v.right_needs for v in variants], [v.right_open for v in variants]
        )
        ends = [*_FIGURES, *_BREAKS]
        needed = {*self._left.grams(), *self._right.grams()}
        grams = ends + sorted(needed.difference(ends))
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(grams)
        self._breaks = len(ends)
        self._left_gram = [self._left.needed(gram) for gram in grams]
        self._right_gram = [self._right.needed(gram) for gram in grams]
        self._figures = [
            sum(1 << number for number, variant in enumerate(variants) if point in variant.pivots)
            for point in _FIGURES
        ]

    def fitting(self, plain: str) -> list[tuple[int, int]]:
        """A sentence without word marks in; its figures that a variant can match at, by number, out.

        With each the variants, as the bits of a number; the last figure comes first.
        """
        edged = f"{_EDGE}{plain}{_EDGE}"
        hits = self._automaton.find_overlapping(edged)
        found = self._read_left(edged, hits)
        return self._read_right(hits, found) if found else []

    def _read_left(self, edged: str, hits: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Left to right: of each figure its number, its hit and the variants that its left side allows."""
        grams, fits, size = self._left_gram, self._fits, self._size
        figures, breaks = len(self._figures), self._breaks
        found: list[tuple[int, int, int]] = []
        held = none = self._left.none
        kept = self._left.open | none
        figure = 0
        for at, (start, end, gram) in enumerate(hits):
            if gram < breaks:
                if gram < figures:
                    beside = edged[start - 1 : end + 1]
                    fit = fits.get(beside)
                    if fit is None:
                        fit = self._fit(gram, beside)
                    fit &= held & held >> size
                    if fit:
                        found.append((figure, at, fit))
                    figure += 1
                else:
                    held &= kept
            held |= grams[gram]
        return found

    def _fit(self, gram: int, beside: str) -> int:
        """A figure with the characters beside it in, the variants that can match there out."""
        if len(self._fits) >= _MOST_REMEMBERED:
            self._fits.clear()
        fit = self._figures[gram] & self._left.with_beside(beside[0]) & self._right.with_beside(beside[2])
        self._fits[beside] = fit
        return fit

    def _read_right(
        self, hits: Sequence[tuple[int, int, int]], figures: Sequence[tuple[int, int, int]]
    ) -> list[tuple[int, int]]:
        """The same figures right to left: those that their right side allows too."""
        grams, size = self._right_gram, self._size
        points, breaks = len(self._figures), self._breaks
        held = none = self._right.none
        kept = self._right.open | none
        found: list[tuple[int, int]] = []
        at = len(hits) - 1
        for figure, own, fit in reversed(figures):
            while at > own:
                gram = hits[at][2]
                if points <= gram < breaks:
                    held &= kept
                held |= grams[gram]
                at -= 1
            fit &= held & held >> size
            if fit:
                found.append((figure, fit))
        return found
