"""A bulletin with its dates in, the year that it and each of its sections report on out.

The frame is the year that figures without a date of their own belong to: that of a title
(2018年…公报), else the one that the body opens with; under a heading with a year of its own
(五、2021年打算) it is that one. A report on how things stand (截至7月9日9时, published that day)
names no year; its figures belong to that day.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from extract.mentions.periods import OPEN
from extract.patterns import pattern_of
from extract.spans import Block, Date, Span

UNTIL: Final = ("截至", "截止")
FRESH: Final = 2
"""A report on a standing day is published so many days later at most."""

_START: Final = attrgetter("start")
_DAY: Final = pattern_of(r"\d{4}-\d{2}-\d{2}")


def frame_year(
    text: str, blocks: Sequence[Block], dates: Sequence[Date], reference: datetime.date | None
) -> str | None:
    """A bulletin in, the year it reports on out: that of its title, else the one its body opens with.

    The year must be plain (2018年 or a part of it, no plan and no 2016年以来) and that of the
    reference date or the one before it.

    >>> from extract.mentions.dates import find_dates
    >>> text = "2018年公报\\n全年增收"
    >>> blocks = [Block("title", 0, 7), Block("paragraph", 8, 12)]
    >>> frame_year(text, blocks, find_dates(text, 0, 12), datetime.date(2019, 3, 26))
    '2018'
    """
    for kind in ("title", "paragraph"):
        block = _first(blocks, kind)
        if block is None:
            continue
        for date in _dates_in(block, dates):
            opens = date.outer_start - block.start <= 1
            if kind == "paragraph" and (not opens or _DAY.search(date.edtf or "")):
                break  # 8月14日6时,三川镇发生地震: the day of an event, no year reported on
            year = plain_year(date)
            if year is not None and (reference is None or year in (reference.year, reference.year - 1)):
                return str(year)
    return None


def _first(blocks: Sequence[Block], kind: str) -> Block | None:
    for block in blocks:
        if block.kind == kind:
            return block
    return None


def _dates_in(block: Block, dates: Sequence[Date]) -> Sequence[Date]:
    """A block and all dates in text order in, the dates of the block out."""
    first = bisect_left(dates, block.start, key=_START)
    return dates[first : bisect_left(dates, block.end, first, key=_START)]


def plain_year(date: Date) -> int | None:
    """A date in, the one year that it is or lies in; None for an open or a longer stretch."""
    if date.edtf is None or OPEN in date.edtf:
        return None
    first, _, last = date.edtf.partition("/")
    return int(first[:4]) if not last or last[:4] == first[:4] else None


def block_frames(
    text: str, blocks: Sequence[Block], dates: Sequence[Date], reference: datetime.date | None
) -> list[tuple[str, Span] | None]:
    """A bulletin in, for each block the year in force with the words that name it, or None.

    A heading with a plain year rules until the next heading of its level or above.

    >>> from extract.mentions.dates import find_dates
    >>> text = "2018年公报\\n全年增收\\n二、2019年打算\\n再降5%"
    >>> kinds = [("title", 0, 7), ("paragraph", 8, 12), ("heading", 13, 22), ("paragraph", 23, 27)]
    >>> blocks = [Block(*kind) for kind in kinds]
    >>> frames = block_frames(text, blocks, find_dates(text, 0, 27), datetime.date(2019, 1, 20))
    >>> [frame and frame[0] for frame in frames]
    ['2018', '2018', '2019', '2019']
    """
    whole = _named(frame_year(text, blocks, dates, reference), dates)
    standing = None if whole else _standing(text, dates, reference)
    frames: list[tuple[str, Span] | None] = []
    ruling: dict[int, tuple[str, Span]] = {}
    for block in blocks:
        if block.kind == "heading":
            ruling = {level: frame for level, frame in ruling.items() if level < block.level}
            for own in _dates_in(block, dates):
                if (year := plain_year(own)) is not None:
                    ruling[block.level] = (str(year), (own.start, own.end))
                    break
        stands = standing is not None and (block.kind == "title" or standing[1][0] < block.end)
        own_year = ruling[max(ruling)] if ruling and block.kind != "title" else whole
        frames.append(own_year or (standing if stands else None))
    return frames


def _standing(text: str, dates: Sequence[Date], reference: datetime.date | None) -> tuple[str, Span] | None:
    """Return the day up to which a report counts, when it was published then: 截至7月9日9时."""
    if reference is None:
        return None
    for date in dates:
        if not text.startswith(UNTIL, date.outer_start) or not date.edtf:
            continue
        match = _DAY.search(date.edtf)
        if match and 0 <= (reference - datetime.date.fromisoformat(match[0])).days <= FRESH:
            return match[0], (date.start, date.end)
    return None


def _named(year: str | None, dates: Sequence[Date]) -> tuple[str, Span] | None:
    """A year in, with the first words that name it."""
    if year is None:
        return None
    for date in dates:
        if str(plain_year(date)) == year:
            return year, (date.start, date.end)
    return None
