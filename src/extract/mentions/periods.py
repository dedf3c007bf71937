"""Calendar expressions in, EDTF out: years, months, days and the stretches between them.

A date that the text alone fixes is EDTF at once (2018年9月 is `2018-09`). Any other is written
as an expression of the same form with a word where the year, month or day is missing, and waits
in `Date.relative` until `resolve_dates` has a reference for it:

==================  ==================================================================
`year`, `year-1`    the year of the reference date and those around it (今年 去年)
`month`, `month-1`  the same for months (本月 上月); `day-1` for days (昨天)
`week-1` `quarter`  the week (Monday to Sunday) or the quarter of the reference date;
                    `week-1:4` is 上周五, the days counted from Monday on
`near`, `near-1`    the year that the text is speaking of (全年 上年); `near:09` is 9月,
                    `near:XX-03` is 3日, `near:12-31` is 年底
`period`            the frame of the bulletin and nothing else (期初 期末)
`that-day` `-month` the day or month named last (当天 次日 当月)
`…:09`, `…:09-03`   a month, a day of such a year: `year-1:07` is 去年7月
`…:春节`            a public holiday of such a year, 中秋+国庆 two that were joined
`A/B`, `A/..`       a stretch with both ends (1至10月), one that is still open (今年以来)
`past-5`, `last-3`  五年来 (from the year five years ago on), 近三年 (three years, the last included)
`same`, `same-1`    同期, 去年同期: the stretch named last, or the one a year before
`same:2019`         2019年同期: that stretch in a given year
`normal`            the usual level (常年同期), `every` (每年9月), `lunar` (农历八月),
                    `recent` (近日 近年来): these stay without EDTF
==================  ==================================================================
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from extract.datafiles import read_data
from extract.patterns import pattern_of

QUARTER_MONTHS: Final = ((1, 3), (4, 6), (7, 9), (10, 12))
HALF_MONTHS: Final = ((1, 6), (7, 12))
OPEN: Final = ".."
_FIRST_PLAN_YEAR: Final = {1: 1953, 2: 1958}
_EDTF: Final = pattern_of(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\.\.)(?:/(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\.\.))?")
_LONGEST_MEMORY: Final = 30
"""一百年来 counts back further than any figure is followed: such stretches stay unresolved."""


@lru_cache(maxsize=4096)
def is_edtf(value: str) -> bool:
    """A string in, whether it is a date in one of the forms that records use.

    >>> is_edtf("2018-01/2018-10"), is_edtf("2012/.."), is_edtf("2018-13")
    (True, True, False)
    """
    if not _EDTF.fullmatch(value):
        return False
    return all(side == OPEN or is_point(side) for side in value.split("/"))


def is_point(value: str) -> bool:
    """`2018`, `2018-09` or `2018-09-03` in, whether the calendar has it.

    >>> is_point("2020-02-29"), is_point("2019-02-29")
    (True, False)
    """
    parts = [int(part) for part in value.split("-")]
    if parts[0] < 1:
        return False
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return False
    return len(parts) < 3 or 1 <= parts[2] <= _days_in(parts[0], parts[1])


def _days_in(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def join(first: str, last: str) -> str:
    """Two ends in, the stretch between them out; one point when they are the same.

    >>> join("2018-01", "2018-10"), join("2020", "2020")
    ('2018-01/2018-10', '2020')
    """
    return first if first == last else f"{first}/{last}"


def year_of(value: str) -> int | None:
    """An EDTF value in, the year that it lies in or ends in; None when it is open.

    >>> year_of("2018-01/2018-10"), year_of("2016/..")
    (2018, None)
    """
    last = value.rsplit("/", 1)[-1]
    return None if last == OPEN else int(last[:4])


def shift_years(value: str, years: int) -> str:
    """An EDTF value in, the same stretch some years on; 29 February becomes the 28th.

    >>> shift_years("2018-01/2018-10", -1)
    '2017-01/2017-10'
    """
    sides = []
    for side in value.split("/"):
        if side != OPEN:
            moved = f"{int(side[:4]) + years:04}{side[4:]}"
            side = moved if is_point(moved) else f"{moved[:-2]}28"
        sides.append(side)
    return "/".join(sides)


def shift_months(year: int, month: int, months: int) -> str:
    """A month in, the one some months on.

    >>> shift_months(2021, 1, -1)
    '2020-12'
    """
    count = year * 12 + month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def week_of(day: datetime.date) -> str:
    """A day in, its week from Monday to Sunday.

    >>> week_of(datetime.date(2018, 11, 14))
    '2018-11-12/2018-11-18'
    """
    monday = day - datetime.timedelta(days=day.weekday())
    return join(monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat())


def plan_years(number: int) -> tuple[int, int] | None:
    """The number of a five-year plan in, its first and last year.

    >>> plan_years(13), plan_years(14)
    ((2016, 2020), (2021, 2025))
    """
    if not 1 <= number <= 30:
        return None
    # The years 1963 to 1965 lie between the second plan and the third.
    first = _FIRST_PLAN_YEAR.get(number, 1966 + 5 * (number - 3))
    return first, first + 4


@cache
def _holidays() -> dict[tuple[int, str], tuple[str, str]]:
    table: dict[tuple[int, str], tuple[str, str]] = {}
    lines = read_data("holidays.txt").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            year, name, first, last = line.split()
            table[int(year), name] = (first, last)
    return table


def holiday(year: int, names: str) -> str | None:
    """A year and a holiday in, its days as ordered; names joined by + are taken together.

    >>> holiday(2023, "春节"), holiday(2023, "中秋+国庆")
    ('2023-01-21/2023-01-27', '2023-09-29/2023-10-06')
    """
    days = [_holidays().get((year, name)) for name in names.split("+")]
    known = [pair for pair in days if pair is not None]
    if len(known) < len(days):
        return None
    return join(min(first for first, _ in known), max(last for _, last in known))


def fill(expression: str, base: Callable[[str, int, str], str | None]) -> str | None:
    """A relative expression in, EDTF out, asking `base` for each word that stands for a date.

    `base` gets the word, its offset and what stands behind the colon: `year-1:07` asks for
    ("year", -1, "07"). None as soon as one end stays unknown, or when the calendar lacks the day.

    >>> fill("year-1:07/..", lambda word, offset, rest: f"{2019 + offset}-{rest}")
    '2018-07/..'
    """
    sides = []
    for fixed, word, offset, rest in _sides(expression):
        found = base(word, offset, rest) if fixed is None else fixed
        if found is None:
            return None
        sides.append(found)
    value = sides[0]
    if len(sides) == 2:
        # a stretch between stretches (元旦至春节) runs from the first day to the last
        value = join(value.split("/")[0], sides[1].split("/")[-1])
    return value if is_edtf(value) else None


@lru_cache(maxsize=4096)
def _sides(expression: str) -> tuple[tuple[str | None, str, int, str], ...]:
    """A relative expression in, for each side its date, or the word, offset and rest that stand for it."""
    sides: list[tuple[str | None, str, int, str]] = []
    for side in expression.split("/"):
        if side == OPEN or side[0].isdigit():
            sides.append((side, "", 0, ""))
            continue
        head, _, rest = side.partition(":")
        word, sign, number = _split_offset(head)
        sides.append((None, word, sign * number, rest))
    return tuple(sides)


def _split_offset(head: str) -> tuple[str, int, int]:
    """`year-1` in, the word, the sign and the number out; that-day has no number."""
    for sign, factor in (("+", 1), ("-", -1)):
        word, found, number = head.rpartition(sign)
        if found and number.isdigit():
            return word, factor, int(number)
    return head, 1, 0


def span_of_years(word: str, years: int, reference_year: int, last_year: int) -> str | None:
    """`past` or `last` with a number of years in, the stretch that ends in `last_year` out.

    >>> span_of_years("past", 5, 2021, 2021), span_of_years("last", 3, 2018, 2018)
    ('2016/2021', '2016/2018')
    """
    if not 0 < years <= _LONGEST_MEMORY:
        return None
    first = reference_year - years if word == "past" else last_year - years + 1
    return join(str(min(first, last_year)), str(last_year))
