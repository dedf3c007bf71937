"""An EDTF value in, its first and last day and its year out: what a spreadsheet can sort by."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

OPEN: Final = ".."


class Days(NamedTuple):
    """The days that a time takes in, None at an open end; `year` is the one that it lies in, if it is one."""

    start: date | None
    end: date | None
    year: int | None


_NEVER: Final = Days(None, None, None)


@lru_cache(maxsize=4096)
def days_of(edtf: str | None) -> Days:
    """Return the days of a time.

    >>> days = days_of("2018-01/2018-02")
    >>> days.start.isoformat(), days.end.isoformat(), days.year
    ('2018-01-01', '2018-02-28', 2018)
    >>> days_of("2016/..")
    Days(start=datetime.date(2016, 1, 1), end=None, year=None)
    """
    if edtf is None:
        return _NEVER
    first, _, last = edtf.partition("/")
    start = None if first == OPEN else _first_day(first)
    last = last or first
    end = None if last == OPEN else _last_day(last)
    return Days(start, end, start.year if start and end and start.year == end.year else None)


def _first_day(point: str) -> date:
    return date.fromisoformat(point + "-01-01"[len(point) - 4 :])


def _last_day(point: str) -> date:
    if len(point) == 4:
        return date(int(point), 12, 31)
    year, month = int(point[:4]), int(point[5:7])
    return (
        date.fromisoformat(point)
        if len(point) == 10
        else date(year, month, calendar.monthrange(year, month)[1])
    )
