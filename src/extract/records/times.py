"""Dates in, the one in force at a figure out.

A date holds for its full sentence, and for those after it in the paragraph where it opens one. What a
figure is compared with (比上年) holds for nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extract.records.drafts import Filler
from extract.records.lexicon import reading_words
from extract.spans import Block, Clause, Date, Span

_YEAR_END: Final = "-12-31"
_COMPARED: Final = reading_words()["compare"] | reading_words()["from"] | frozenset("是为占")
_SENTENCE_ENDS: Final = frozenset("。!?;\n ”")
_COMPARED_TO: Final = _COMPARED | frozenset("到于")


class Times:
    """The dates of a bulletin in text order, and the one in force at each figure.

    Figures are asked for in text order; the dates up to the last one asked for are kept, but for those
    that hold for nothing, each with what it or one before it hands on to later sentences.
    """

    __slots__ = (
        "_carried",
        "_dates",
        "_framed",
        "_frames",
        "_next",
        "_starts",
        "_text",
        "_usable",
        "_usable_starts",
    )

    def __init__(self, text: str, dates: Sequence[Date], frames: Sequence[tuple[str, Span] | None]) -> None:
        self._text = text
        self._dates = dates
        self._frames = frames
        self._framed: dict[int, Filler | None] = {}
        self._starts = [date.start for date in dates]
        self._next = 0
        self._usable: list[Date] = []
        self._usable_starts: list[int] = []
        self._carried: list[Filler | None] = []

    def at(
        self, end: int, begun: int, clause: Clause, number: int, block: Block, taken: Date | None
    ) -> Filler | None:
        """Return the time in force at a figure, whose last part starts at `end`, as what fills its slot.

        `begun` is where its full sentence starts; `number` and `block` are its block; `taken` is a date
        that says something else of it.
        """
        if self._next < len(self._starts) and self._starts[self._next] < end:
            self._take_up(end, block)
        at = bisect_left(self._usable_starts, end) - 1
        while at >= 0 and self._usable_starts[at] >= begun:
            date = self._usable[at]
            if date is not taken and date.edtf:
                inside = clause.start <= date.start < clause.end
                return Filler(date.edtf, date.start, date.end, not inside)
            at -= 1
        if at >= 0 and self._usable_starts[at] >= block.start:
            carried = self._carried[at]
            if carried is not None:
                return carried
        return self._framed[number] if number in self._framed else self._frame(number)

    def _frame(self, number: int) -> Filler | None:
        """Return, and remember, the year that a block is about."""
        frame = self._frames[number]
        made = None if frame is None else Filler(frame[0], frame[1][0], frame[1][1], True)
        self._framed[number] = made
        return made

    def _take_up(self, end: int, block: Block) -> None:
        """Take up the dates of a block that start before a position; those of the blocks before are past."""
        text = self._text
        at = bisect_left(self._starts, block.start, self._next)
        while at < len(self._starts) and self._starts[at] < end:
            date = self._dates[at]
            handed: Filler | None
            at += 1
            if not date.edtf or _is_compared(text, date, block.start):
                continue
            before = text[date.outer_start - 1 : date.outer_start]
            if not before or before in _SENTENCE_ENDS or before.isspace():
                # 年末 holds for its sentence; what follows is about the year
                handed = Filler(date.edtf.removesuffix(_YEAR_END), date.start, date.end, True)
            elif self._usable and self._usable_starts[-1] >= block.start:
                handed = self._carried[-1]
            else:
                handed = None
            self._usable.append(date)
            self._usable_starts.append(date.start)
            self._carried.append(handed)
        self._next = at


def _is_compared(text: str, date: Date, low: int) -> bool:
    """Tell whether a figure is only compared with a date: 比上年, 达到去年的两倍."""
    start = date.outer_start
    before = text[max(low, start - 2) : start].rstrip("的了")
    if not before:
        return False
    return before[-1] in (_COMPARED_TO if text.startswith("的", date.outer_end) else _COMPARED)
