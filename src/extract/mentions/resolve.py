"""Dates and the date of the bulletin in, EDTF out: what 今年, 上年, 9月 and 同期 mean where they stand.

今年 and 去年 go by the reference date, never by today. 上年, 全年, 年底 and a month without its
year go by the year that the text is speaking of: the one that opened the sentence or the
paragraph, that of the heading, the frame of the bulletin (2018年…公报), at last the reference date.
A comparison (比2015年) and a stretch that is still open (2016年以来) open no year.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Final

from extract.mentions.date_patterns import read_words
from extract.mentions.frames import frame_year, plain_year
from extract.mentions.periods import (
    OPEN,
    QUARTER_MONTHS,
    fill,
    holiday,
    join,
    shift_months,
    shift_years,
    span_of_years,
    week_of,
    year_of,
)
from extract.patterns import pattern_of
from extract.spans import Block, Date

__all__ = ["UNRESOLVED", "basis_of", "frame_year", "resolve_dates"]

UNRESOLVED: Final = frozenset({"recent", "normal", "every", "lunar"})
_SENTENCE_END: Final = pattern_of("[。!?\\n]")
_COMPARED: Final = frozenset("比较由从超与同跟按按照")
_CLAUSE_OPENERS: Final = frozenset(",。;:!?、()\n\r\t ”—】]")
_LED: Final = frozenset("至到在于自")
_EVERY: Final = pattern_of("每(?:年|月|季度|周|逢|到)?的?$")
_AHEAD: Final = pattern_of("将|拟|定于|预计|计划|力争|起施行|起实施|起执行")
_LOOKING_BACK: Final = ("same", "past-", "last-")
_OPENS_NO_YEAR: Final = ("same", "day", "that", "near-")
_BY_REFERENCE: Final = ("year", "month", "day", "week", "quarter")
_RUNNING_ON: Final = frozenset("至到")
_START: Final = attrgetter("start")
_EARLY_MONTHS: Final = 3
"""Until March 全年 and 12月 speak of the year before as often as not."""

_MONTHS_AHEAD: Final = 2
_DAYS_AHEAD: Final = 20
_MONTH_LENGTH: Final = len("2018-09")
_HOLIDAY_AHEAD: Final = 20
"""Days before a holiday from which a bulletin speaks of the coming one."""


@dataclass(slots=True)
class _Scope:
    """What the text is speaking of at a place, as far as its dates say it."""

    reference: datetime.date | None
    frame: int | None = None
    heading: int | None = None
    outlook: bool = False
    paragraph: int | None = None
    sentence: int | None = None
    sentence_opened: int | None = None
    day: str | None = None
    last: str | None = None
    window: str | None = None


def resolve_dates(
    text: str,
    blocks: Sequence[Block],
    dates: Sequence[Date],
    reference: datetime.date | None,
    frame: str | None = None,
) -> None:
    """Set `edtf` of the dates, in place, as far as the bulletin and the reference date fix it.

    `frame` is the year that `frame_year` found; it is looked for when not given. A date that
    stays open keeps edtf None and says in `relative` what it is waiting for.

    >>> from extract.mentions.dates import find_dates
    >>> text = "2018年,全市增收,比上年末增加,今年2月"
    >>> dates = find_dates(text, 0, len(text))
    >>> resolve_dates(text, [Block("paragraph", 0, len(text))], dates, datetime.date(2019, 3, 26))
    >>> [date.edtf for date in dates]
    ['2018', '2017-12-31', '2019-02']
    """
    year = frame if frame is not None else frame_year(text, blocks, dates, reference)
    scope = _Scope(reference, int(year) if year else None)
    index, previous, last = -1, 0, len(blocks) - 1
    for date in sorted(dates, key=_START):
        start = date.start
        while index < last and blocks[index + 1].start <= start:
            index += 1
            _enter(scope, blocks[index], text)
            if blocks[index].start > previous:
                previous = blocks[index].start
        if scope.sentence is not None and _SENTENCE_END.search(text, previous, start):
            scope.sentence = scope.sentence_opened = None
        if date.edtf is None and date.relative is not None:
            date.edtf = _resolve(text, date, scope)
        _remember(text, date, scope, blocks[index] if index >= 0 else None)
        if date.end > previous:
            previous = date.end


def _enter(scope: _Scope, block: Block, text: str) -> None:
    """A new block: its paragraph speaks of no year yet; a heading ends what the one before said."""
    scope.paragraph = scope.sentence = scope.sentence_opened = scope.day = scope.last = None
    if block.kind in ("heading", "title"):
        scope.heading = None
        scope.outlook = block.kind == "heading" and _looks_on(text[block.start : block.end])


def _looks_on(heading: str) -> bool:
    return any(word in heading for word in read_words("outlook"))


def _resolve(text: str, date: Date, scope: _Scope) -> str | None:
    expression = date.relative or ""
    if expression in UNRESOLVED:
        return None
    start = date.outer_start
    lead = text[start - 3 : start] if start > 3 else text[:start]
    if "每" in lead and _EVERY.search(lead):
        return None
    if expression.startswith(_LOOKING_BACK):
        if expression.startswith("same"):
            return _same(expression, scope)
        word, _, number = expression.partition("-")
        return _memory(word, int(number), scope)
    if expression.startswith(_BY_REFERENCE) and "near" not in expression and "that" not in expression:
        if expression == "month-1" and _compared(text, date) and len(scope.last or "") == _MONTH_LENGTH:
            return shift_months(*_month_of(scope.last or ""), -1)
        return None if scope.reference is None else _from_reference(expression, scope.reference)
    return fill(expression, _Base(text, date, scope).read)


@dataclass(slots=True)
class _Base:
    """What the words of one date stand for, read from the scope that it is in."""

    text: str
    date: Date
    scope: _Scope

    def read(self, word: str, offset: int, rest: str) -> str | None:
        """A word of an expression (`year`, `near`, `that-day` …) in, its EDTF out."""
        scope, reference = self.scope, self.scope.reference
        if word == "near":
            return self._near(offset, rest)
        if word.startswith("that"):
            return _that(word, offset, scope)
        if word == "period":
            return None if scope.frame is None else _within(scope.frame, rest)
        return None if reference is None else _of_reference(word, offset, rest, reference)

    def _near(self, offset: int, rest: str) -> str | None:
        """A year, month or day that goes by what the text is speaking of."""
        scope = self.scope
        if rest.startswith("XX"):
            return _near_day(int(rest[3:]), scope, self._is_ahead())
        year = _near_year(rest, scope)
        if year is None and scope.reference is not None:
            year = _nearest_year(rest, scope.reference, self._is_ahead())
        return None if year is None else _within(year + offset, rest)

    def _is_ahead(self) -> bool:
        """Whether the words around the date look forward, or it ends what runs on: 今天至5日."""
        text, date = self.text, self.date
        if text[date.outer_start - 1 : date.outer_start] in _RUNNING_ON:
            return True
        return _AHEAD.search(text, max(0, date.start - 8), date.end + 12) is not None


@lru_cache(maxsize=4096)
def _from_reference(expression: str, reference: datetime.date) -> str | None:
    """An expression that goes by the reference date alone in (`year-1:07`, `week`), its EDTF out."""
    return fill(expression, _Reference(reference).read)


@dataclass(slots=True)
class _Reference:
    day: datetime.date

    def read(self, word: str, offset: int, rest: str) -> str | None:
        return _of_reference(word, offset, rest, self.day)


def _of_reference(word: str, offset: int, rest: str, reference: datetime.date) -> str | None:
    """A word that goes by the reference date in, its EDTF out."""
    if word == "year":
        return _within(reference.year + offset, rest)
    if word == "month":
        return shift_months(reference.year, reference.month, offset)
    if word == "day":
        return (reference + datetime.timedelta(days=offset)).isoformat()
    if word == "week":
        week = week_of(reference + datetime.timedelta(weeks=offset))
        return _weekday(week, int(rest)) if rest else week
    return _quarter(reference, offset) if word == "quarter" else None


def _compared(text: str, date: Date) -> bool:
    """Whether the date is what something is compared with or comes from: 比上月, 由2016年."""
    return date.outer_start > 0 and text[date.outer_start - 1] in _COMPARED


def _month_of(value: str) -> tuple[int, int]:
    return int(value[:4]), int(value[5:7])


def _memory(word: str, years: int, scope: _Scope) -> str | None:
    if scope.reference is None:
        return None
    last = scope.reference.year
    if scope.frame is not None and scope.frame < last:
        last = scope.frame
    elif word == "past" and scope.reference.month <= _EARLY_MONTHS:
        last -= 1
    return span_of_years(word, years, scope.reference.year, last)


def _same(expression: str, scope: _Scope) -> str | None:
    """同期: the stretch named last, moved to the year that is meant; a holiday moves with its year only."""
    window = scope.last or scope.window
    if window is None or OPEN in window:
        return None
    _, _, year = expression.partition(":")
    ending = year_of(window)
    if ending is None:
        return None
    if year.isdigit():
        return shift_years(window, int(year) - ending)
    offset = expression.partition("-")[2]
    return shift_years(window, -int(offset or 0))


def _weekday(week: str, number: int) -> str:
    monday = datetime.date.fromisoformat(week.split("/")[0])
    return (monday + datetime.timedelta(days=min(number, 6))).isoformat()


def _within(year: int, rest: str) -> str | None:
    if not rest:
        return f"{year:04}"
    return f"{year:04}-{rest}" if rest[0].isdigit() else holiday(year, rest)


def _quarter(reference: datetime.date, offset: int) -> str:
    count = reference.year * 4 + (reference.month - 1) // 3 + offset
    first, last = QUARTER_MONTHS[count % 4]
    return join(f"{count // 4}-{first:02}", f"{count // 4}-{last:02}")


def _that(word: str, offset: int, scope: _Scope) -> str | None:
    """当天, 次日, 当月: the day or month that the paragraph named last."""
    if scope.day is None:
        return None
    if word == "that-month":
        return shift_months(*_month_of(scope.day), offset)
    if len(scope.day) == _MONTH_LENGTH:
        return None
    return (datetime.date.fromisoformat(scope.day) + datetime.timedelta(days=offset)).isoformat()


def _near_year(rest: str, scope: _Scope) -> int | None:
    """The year that 上年, 全年 (no `rest`), 9月 or 年底 stand in, as far as the text says it."""
    dated = rest[:2].isdigit() and rest != "12-31"
    spoken = scope.sentence if dated else scope.sentence_opened
    for year in (spoken, scope.paragraph):
        if year is not None:
            return year
    reference = scope.reference
    if scope.heading is not None and not (dated and reference and _after(scope.heading, rest, reference)):
        return scope.heading
    looking_on = scope.outlook or (
        scope.heading is not None and scope.frame is not None and scope.heading > scope.frame
    )
    if scope.frame is not None and not (looking_on and dated):
        return scope.frame
    return None


def _after(year: int, rest: str, reference: datetime.date) -> bool:
    return f"{year:04}-{rest}" > reference.isoformat()


def _nearest_year(rest: str, reference: datetime.date, ahead: bool) -> int | None:
    """The year of a month or day that nothing but the reference date fixes.

    A month far ahead in the same year is left open unless the text looks forward (将于12月)
    or the reference lies at the start of the year (12月 in a bulletin of January).
    """
    if not rest:
        return None if reference.month <= _EARLY_MONTHS and not ahead else reference.year
    if not rest[0].isdigit():
        soon = (reference + datetime.timedelta(days=_HOLIDAY_AHEAD)).isoformat()
        years = (reference.year + 1, reference.year, reference.year - 1)
        return next((year for year in years if (holiday(year, rest) or "9") <= soon), None)
    if ahead or not _after(reference.year, rest, reference):
        return reference.year
    if reference.month <= _EARLY_MONTHS and int(rest[:2]) > reference.month + 5:
        return reference.year - 1
    near = int(rest[:2]) - reference.month <= _MONTHS_AHEAD
    return reference.year if near or rest == "12-31" else None


def _near_day(day: int, scope: _Scope, ahead: bool) -> str | None:
    """3日: the first such day from the one named last, else the latest before the reference date."""
    reference, near = scope.reference, scope.day
    if near is not None:
        month = near[:7]
        if len(near) > _MONTH_LENGTH and day < int(near[8:]):
            month = shift_months(*_month_of(near), 1)
        following = f"{month}-{day:02}"
        latest = reference + datetime.timedelta(days=_DAYS_AHEAD if ahead else 0) if reference else None
        if latest is None or following <= latest.isoformat():
            return following
    if reference is None:
        return None
    if ahead and day > reference.day:
        return f"{reference.year:04}-{reference.month:02}-{day:02}"
    return _latest(day, reference)


def _latest(day: int, reference: datetime.date) -> str:
    """The latest such day of this month or the one before."""
    month = shift_months(reference.year, reference.month, 0 if day <= reference.day else -1)
    return f"{month}-{day:02}"


def _remember(text: str, date: Date, scope: _Scope, block: Block | None) -> None:
    """Let a date open the year, the day and the stretch that later ones go by."""
    value, relative = date.edtf, date.relative or ""
    if value is None or OPEN in value or relative.startswith(("past", "last")):
        return
    if _compared(text, date):
        return
    last = value.rsplit("/", 1)[-1]
    if len(last) >= _MONTH_LENGTH:
        scope.day = last
    if relative == "month" or relative.startswith(_OPENS_NO_YEAR):
        return
    year = plain_year(date)
    if block is not None and block.kind == "heading":
        scope.heading = year
    elif block is not None and block.kind == "title":
        scope.window = value
    elif not _is_measure(text, date):
        scope.last = value
        scope.sentence = year or scope.sentence
        if _opens_clause(text, date, block):
            scope.sentence_opened = year or scope.sentence_opened
            scope.paragraph = year or scope.paragraph


def _is_measure(text: str, date: Date) -> bool:
    """是2015年全年的近3倍: the date is what the figure is measured by."""
    return text[date.outer_start - 1 : date.outer_start] == "是" and text[date.end : date.end + 1] == "的"


def _opens_clause(text: str, date: Date, block: Block | None) -> bool:
    """Whether nothing but 到, 在 or the like stands between a comma and the date."""
    first, start = date.outer_start, block.start if block else 0
    if first > start and text[first - 1] in _LED:
        first -= 1
    return first <= start or text[first - 1] in _CLAUSE_OPENERS


def basis_of(text: str, date: Date) -> str | None:
    """A date that something is compared with in, the basis of the change out.

    `year`, `month`, `quarter` for the one before (上年, 去年同期, 上月), `year_start` for 年初 and
    the end of the year before, `normal` for 常年同期, else its EDTF.

    >>> basis_of("比年初增加", Date("date", 1, 3, 1, 3, relative="near:01"))
    'year_start'
    """
    relative = date.relative or ""
    head, _, rest = relative.partition(":")
    if relative == "normal":
        return "normal"
    if rest in ("01", "01-01") and head in ("near", "year", "period") and text[date.end - 1] == "初":
        return "year_start"
    if rest == "12-31" and head in ("near-1", "year-1"):
        return "year_start"
    if head in ("near-1", "year-1", "same-1"):
        return "year" if not rest or head.startswith("same") else date.edtf
    if head in ("month-1", "that-month-1"):
        return "month"
    return "quarter" if head == "quarter-1" else date.edtf
