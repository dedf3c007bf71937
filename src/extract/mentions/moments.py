"""A matched moment in, its calendar expression out: year and month and day, or what is missing of them.

The expressions are those of `periods`: `2018-09-03`, `year-1:07`, `near:XX-03`, `near:01/near:10`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extract.mentions.date_patterns import (
    CHINESE_DIGITS,
    NO_DAY_AFTER,
    NO_DAY_BEFORE,
    NO_MONTH_AFTER,
    NO_MONTH_BEFORE,
    read_words,
)
from extract.mentions.periods import HALF_MONTHS, QUARTER_MONTHS, holiday, join
from extract.patterns import pattern_of
from extract.text.vocabulary import any_of

_QUARTERS: Final = {"1": 1, "一": 1, "首": 1, "2": 2, "二": 2, "两": 2, "3": 3, "三": 3, "4": 4, "四": 4}
_TENS: Final = {"廿": 20, "卅": 30}
_YEAR_END: Final = "12-31"
_NO_QUARTER_AFTER: Final = frozenset("此之以目日")
_RELATIVE: Final = pattern_of(r"([a-z]+)([+-]\d+)?")

PARTS: Final = {
    **dict.fromkeys(("part", "q", "qend", "qstart", "fq", "qs", "q1", "q2"), "quarter"),
    **dict.fromkeys(("ms", "m1", "m2", "mm", "m", "d", "d2", "d3", "d4"), "month"),
    **dict.fromkeys(("head", "dl", "dl2", "da", "db", "feast", "day"), "day"),
}
"""What a match of `Patterns.moment` is of, by the group that it ends with, when no time of day follows."""


def number(numeral: str) -> int:
    """The small numeral of a date in, its value out: 十二, 廿三, 二〇一八, 107, 两, 一百零七.

    >>> number("二〇一八"), number("三十一"), number("一百零七")
    (2018, 31, 107)
    """
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if len(numeral) > 2 and all(letter in CHINESE_DIGITS for letter in numeral):
        return int("".join(str(CHINESE_DIGITS[letter]) for letter in numeral))
    total, digit = 0, 0
    for letter in numeral:
        if letter == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif letter == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif letter in _TENS:
            total, digit = total + _TENS[letter], 0
        else:
            digit = 2 if letter == "两" else CHINESE_DIGITS.get(letter, 0)
    return total + digit


def iso_date(written: str, separator: str) -> str:
    """A date of digits in, ISO out.

    >>> iso_date("2018/9/3", "/")
    '2018-09-03'
    """
    year, month, day = (int(part) for part in written.split(separator))
    return f"{year:04}-{month:02}-{day:02}"


def at(base: str, rest: str) -> str:
    """A year and what follows it in, the expression out.

    >>> at("2018", "09"), at("near", "XX-03")
    ('2018-09', 'near:XX-03')
    """
    return f"{base}-{rest}" if base.isdigit() else f"{base}:{rest}"


def plus(base: str, years: int) -> str:
    """A year in, the one some years on.

    >>> plus("2018", 1), plus("near", 1), plus("year-1", 1)
    ('2019', 'near+1', 'year')
    """
    if base.isdigit():
        return str(int(base) + years)
    found = _RELATIVE.fullmatch(base)
    if found is None:
        return base
    offset = int(found[2] or 0) + years
    return f"{found[1]}{offset:+}" if offset else found[1]


def year_part(expression: str) -> str:
    """The first year of an expression in, what stands before its month out.

    >>> year_part("2018-09/2018-10"), year_part("year-1:07")
    ('2018', 'year-1')
    """
    return expression[:4] if expression[0].isdigit() else expression.split("/")[0].split(":")[0]


def month_part(expression: str) -> str:
    """The month of a point in, `XX` when it names none."""
    rest = expression[5:] if expression[0].isdigit() else expression.partition(":")[2]
    return rest[:2] or "XX"


def stretch(base: str, first: int, last: int) -> str:
    """A year and two months in, the months from the one to the other out, over New Year if need be."""
    end = base if last >= first else plus(base, 1)
    return join(at(base, f"{first:02}"), at(end, f"{last:02}"))


def ordered(one: str, two: str) -> str | None:
    """Two points in, the stretch out; None when it would run backwards.

    Of two points that share a year no word of the text gave, the second may lie in the next:
    11月至3月.

    >>> ordered("near:06-30", "near:07-09"), ordered("2018", "2014")
    ('near:06-30/near:07-09', None)
    """
    base = year_part(two)
    if year_part(one) == base:
        first, last = one[len(base) + 1 :], two[len(base) + 1 :]
        if bool(first) != bool(last):
            return None
        if last < first and "XX" not in first:
            two = at(plus(base, 1), last)
    elif one[0].isdigit() and two[0].isdigit() and two < one:
        return None
    return f"{one}/{two}"


def plain_expression(found: re.Match[str]) -> str:
    """A match of `Patterns.plain` in, its expression out.

    >>> from extract.mentions.date_patterns import patterns
    >>> plain_expression(patterns().plain.match("9月3日"))
    'near:09-03'
    """
    year, month, day, alone = found.groups()
    if alone:
        return f"near:XX-{int(alone):02}"
    rest = f"{int(month):02}-{int(day):02}" if day else f"{int(month):02}"
    return f"{year}-{rest}" if year else f"near:{rest}"


def expression_of(found: re.Match[str], base: str, before: str | None) -> str | None:
    """A match of `Patterns.moment` in, its expression out; `before` opens the stretch it ends."""
    kind = PARTS.get(found.lastgroup or "")
    if kind == "month":
        return _month(found, base)
    if kind == "day":
        return _day(found, base, before)
    return _part(found, base) or _quarter(found, base) or _month(found, base) or _day(found, base, before)


def _part(found: re.Match[str], base: str) -> str | None:
    part = found["part"]
    if part is None:
        return None
    if part in ("上半年", "下半年"):
        return stretch(base, *HALF_MONTHS[part == "下半年"])
    if part == "年中":
        return stretch(base, 6, 7)
    if part.endswith("初"):
        return at(base, "01")
    return at(base, _YEAR_END) if part[-1] in "底末" else base


def _quarter(found: re.Match[str], base: str) -> str | None:
    if found["q"]:
        first, last = QUARTER_MONTHS[_QUARTERS[found["q"]] - 1]
        if found["qend"]:
            return at(base, f"{last:02}")
        return at(base, f"{first:02}") if found["qstart"] else stretch(base, first, last)
    if found["fq"]:
        return stretch(base, *QUARTER_MONTHS[0])
    if found["qs"]:
        return stretch(base, 1, 3 * _QUARTERS[found["qs"].strip("前个")])
    if found["q1"]:
        one, two = _QUARTERS[found["q1"]], _QUARTERS[found["q2"]]
        return stretch(base, 3 * one - 2, 3 * two) if two > one else None
    return None


def _month(found: re.Match[str], base: str) -> str | None:
    if found["m"]:
        return _month_and_day(found, base)
    if found["ms"]:
        return stretch(base, 1, number(found["ms"]))
    if found["m1"]:
        one, two = number(found["m1"]), number(found["m2"])
        apart = found["list"] == "、" and two != one % 12 + 1
        return None if apart else stretch(base, one, two)
    if found["mm"]:
        early, late = (CHINESE_DIGITS[letter] for letter in found["mm"])
        return stretch(base, early, late) if late == early + 1 else None
    return None


def _month_and_day(found: re.Match[str], base: str) -> str | None:
    month = f"{number(found['m']):02}"
    first, last = found["d"] or found["d3"], found["d2"] or found["d4"]
    if not first:
        return at(base, month)
    day = at(base, f"{month}-{number(first):02}")
    if not last:
        return day
    return join(day, at(base, f"{month}-{number(last):02}")) if number(last) > number(first) else None


def _day(found: re.Match[str], base: str, before: str | None) -> str | None:
    first, last = found["dl"] or found["da"], found["dl2"] or found["db"]
    if first:
        month = month_part(before) if before else "XX"
        if base.isdigit() and month == "XX":
            return None
        one = at(base, f"{month}-{number(first):02}")
        if not last:
            return one
        return f"{one}/{at(base, f'{month}-{number(last):02}')}"
    if found["feast"]:
        table = read_words("feast")
        parts = _feasts().findall(found["feast"])
        names = "+".join(dict.fromkeys(table[name].relative for name in parts))
        return (holiday(int(base), names) or base) if base.isdigit() else f"{base}:{names}"
    if found["day"]:
        day = read_words("day")[found["day"]].relative
        return day if not day[0].isdigit() else at(base, day)
    if not found["head"]:
        return None
    last = found.start("hour") if found["hour"] else found.end()
    return None if found.string[found.end("head") : last].strip() else base


@cache
def _feasts() -> re.Pattern[str]:
    return pattern_of(any_of(read_words("feast")))


def stands_alone(found: re.Match[str], start: int) -> bool:
    """Whether a month, day or part of the year without its year is one: 3月龄 and 3日内 are none.

    `found` is a match of `Patterns.moment` in a stretch that begins at `start`.
    """
    if found["yw"]:
        return True
    text, first, last = found.string, found.start(), found.end()
    before, behind = text[first - 1 : first] if first > start else "", text[last : last + 1]
    if found["m"] or found["mm"] or found["m1"]:
        return before not in NO_MONTH_AFTER and behind not in NO_MONTH_BEFORE
    if found["dl"] or found["da"]:
        arabic = text[first].isdigit() and text[first].isascii()
        numbered = text[found.end("dl") : last].strip().startswith("号")
        return arabic and not numbered and before not in NO_DAY_AFTER and behind not in NO_DAY_BEFORE
    if found["qs"] or found["ms"]:
        return before not in _NO_QUARTER_AFTER
    if found["part"]:
        return found["part"] in ("上半年", "下半年")
    if found["feast"]:
        return found[0].endswith(("期间", "假期", "假日", "长假", "黄金周"))
    return True
