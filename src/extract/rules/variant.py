"""One reading of a rule around one figure, with the two regular expressions that it matches by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.patterns import pattern_of
from extract.spans import Span

Found = tuple[int, int, list[tuple[str, str | None, int, int]]]
"""Where a match begins and ends, and each of its groups: slot, lexicon, start and end."""


@dataclass(slots=True)
class Variant:
    """One reading of a rule around one figure: what a match of it means.

    `before` is the expression for what stands left of the figure, mirrored: it reads the sentence from its
    end. `pattern` is that for the figure and what follows. `groups` says for each capturing group, in the
    order of the text, which slot it fills, and from which lexicon. `left`, `right` are what may stand
    directly beside the figure (`PLAIN` for any plain character), None where it may be the pattern's edge.
    `left_needs` and `right_needs` are sets of which one gram each stands on that side of the figure:
    within its clause, but where that side is open anywhere in the sentence.
    """

    rule: int
    order: int
    pivots: str
    before: str
    pattern: str
    groups: tuple[tuple[str, str | None], ...]
    left: frozenset[str] | None
    right: frozenset[str] | None
    left_needs: tuple[frozenset[str], ...] = ()
    right_needs: tuple[frozenset[str], ...] = ()
    left_open: bool = False
    right_open: bool = False
    _before: re.Pattern[str] | None = field(default=None, compare=False, repr=False)
    _pattern: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    def match(self, string: str, mirrored: str, position: int) -> Found | None:
        """A sentence, its mirror image and a figure in, the match and what its groups took out.

        Compiling the expressions waits until a text needs them.
        """
        if self._pattern is None:
            self._before = pattern_of(self.before) if self.before else None
            self._pattern = pattern_of(self.pattern)
        length = len(string)
        ahead = behind = None
        # Where the figure can be the pattern's end, what stands left of it decides.
        if self._before is None or self.right is not None:
            behind = self._pattern.match(string, position)
            if behind is None:
                return None
        if self._before is not None:
            ahead = self._before.match(mirrored, length - position)
            if ahead is None:
                return None
        if behind is None:
            behind = self._pattern.match(string, position)
            if behind is None:
                return None
        right = behind.regs
        if ahead is None:
            return position, right[0][1], self._taken([], right)
        left = ahead.regs
        taken = [(length - end, length - start) for start, end in left[:0:-1]]
        return length - left[0][1], right[0][1], self._taken(taken, right)

    def _taken(self, left: list[Span], right: Sequence[Span]) -> list[tuple[str, str | None, int, int]]:
        """The spans of all groups in, those that took something with their slots and lexicons out."""
        left += right[1:]
        return [
            (slot, lexicon, start, end)
            for (slot, lexicon), (start, end) in zip(self.groups, left, strict=True)
            if start < end
        ]

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _STORED)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(_STORED, state, strict=True):
            setattr(self, name, value)
        self._before = self._pattern = None


_STORED: Final = (
    *("rule", "order", "pivots", "before", "pattern", "groups", "left", "right"),
    *("left_needs", "right_needs", "left_open", "right_open"),
)
