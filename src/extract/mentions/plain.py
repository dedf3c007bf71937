"""A position in, the figure out that most figures are: digits and a unit, 275万元, 三名.

The general reading takes any spelling and asks many questions of the words around. Here one character
on either side answers most of them at once; where it does not, nothing is read and the general
reading takes over, which would read the same of all that is read here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from extract.mentions.guards import DETERMINERS, in_word
from extract.mentions.modifiers import is_recent, modifier_tables, read_back, read_each, read_front
from extract.mentions.numerals import DIGITS, NUMERAL_CHARACTERS, UNIT_REST, exact, read_numeral
from extract.mentions.rates import RATE_REACH, rate_of
from extract.mentions.tails import DIGIT_TAILS
from extract.mentions.units import Unit, currency_marks, part_table, si_value, unit_table, unit_words
from extract.patterns import pattern_of
from extract.spans import Figure

ARABIC: Final = (
    "(?=(([0-9]{0,14}(?:(?<![0-9]{4}),[0-9]{3}(?![0-9]))*)(?:[.]([0-9]{1,9}))?(万亿|[百千]?万|亿)?"
    "(?:[余多](?:(?<=[0万亿].)|(?=[万亿]))([万亿]?))?))"
)
"""What stands behind the first digit of a plain numeral, looked ahead at: all of it, and in groups the
digits, the decimals, the scale, and the scale behind 余 or 多."""

_SCALES: Final = {None: 1, "": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
CHINESE: Final = {c: Decimal(DIGITS.get(c, 10)) for c in "一二两三四五六七八九十"}
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOUD_BEFORE: Final = NUMERAL_CHARACTERS | _LETTERS | frozenset("下负-._ 前比氏度")
"""What in front of a numeral asks for the general reading: signs, letters and points of codes, ranks."""

_TAILS: Final = frozenset("半多余/每~—–-.")
_TO: Final = frozenset("至到")
_LOUD_BEHIND: Final = NUMERAL_CHARACTERS | _TAILS | frozenset("至到与和 ")
"""What behind a unit does, or may: tails, smaller units, rates, ranges."""

_RANGES: Final = frozenset("~—–-至到与和")
_BETWEEN_REACH: Final = 100
_SECONDS: Final = NUMERAL_CHARACTERS | frozenset("好几数若成上参负- ")
"""What behind 至 or 和 may begin the second number of a range."""

_LOUD_INSIDE: Final = NUMERAL_CHARACTERS | _LETTERS | frozenset("余多来几半点又大整 ~—–-至到与和\n")
"""What behind digits belongs to the numeral, or may."""

_NUMERALS_NEXT: Final = frozenset("二三四五六七八九")
_FRACTIONS: Final = ("分之", "分 ")
_NO_UNITS: Final = (*_FRACTIONS, "个亿")
_SCALED_UNIT: Final = pattern_of(f"千{UNIT_REST}|百[帕分慕]|兆[瓦赫帕焦字比]")
_ODD: Final = frozenset(("块", "世纪", "点"))
"""Units, or kinds of them, that are read by what stands around them."""

_ODD_ALONE: Final = frozenset(("分", "角", "毛"))
"""Units that want more than one Chinese digit in front."""

_DOMINICA: Final = "多米尼加"
_LEAST_MORE: Final = 10
_LEAST_YEAR: Final = 1000
_TENFOLD: Final = frozenset(("tenths", "discount"))
_TEN: Final = Decimal(10)
_PERCENT: Final = Unit("%", "%", "percent")


class _Units(NamedTuple):
    """Units that go with any numeral: by their one character, or by the first two, longest first.

    Two characters have none where they begin a word that is no unit, or a unit with conditions.
    """

    short: dict[str, Unit]
    long: dict[str, tuple[Unit, ...]]


class Tables(NamedTuple):
    """What the data files say of the characters around a plain figure.

    `starts` are those that begin a unit; `parted` the units that smaller ones may follow; `before`
    has the currencies in front of an amount by their last character, and nothing for one that is loud.
    """

    arabic: _Units
    chinese: _Units
    spelled: _Units
    starts: frozenset[str]
    fronts: frozenset[str]
    backs: frozenset[str]
    parted: frozenset[str]
    before: dict[str, tuple[str, ...]]


@cache
def plain_tables() -> Tables:
    """Read the tables once."""
    modifiers = modifier_tables()
    before: dict[str, tuple[str, ...]] = {}
    for mark in currency_marks():
        before[mark[-1]] = (*before.get(mark[-1], ()), mark)
    before.update(dict.fromkeys(_LOUD_BEFORE, ()))
    return Tables(
        _plain_units(frozenset({"CN", "arabic", "many"}), _ODD | _TENFOLD),
        _plain_units(frozenset({"CN"}), _ODD | _ODD_ALONE),
        _plain_units(frozenset({"CN", "arabic", "many"}), _ODD | _ODD_ALONE | _TENFOLD),
        frozenset(unit_table()),
        frozenset({*modifiers.front_ends, *modifiers.between_ends}),
        frozenset(modifiers.back_starts) | {"(", " "},
        frozenset({*DIGIT_TAILS, *part_table(), "度"}),
        before,
    )


def _plain_units(flags: frozenset[str], odd: frozenset[str]) -> _Units:
    """The units that have no flags but these, and no odd ways."""
    short: dict[str, Unit] = {}
    long: dict[str, tuple[Unit, ...]] = dict.fromkeys((*unit_words(), *_NO_UNITS), ())
    for first, units in unit_table().items():
        alone: list[Unit] = []
        groups: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.surface != first:
                groups.setdefault(unit.surface[:2], []).append(unit)
            elif _is_plain(unit, flags, odd):
                alone.append(unit)
        quiet = first not in _LOUD_INSIDE
        for head, group in groups.items():
            if head not in long and (quiet or _SCALED_UNIT.match(head)):
                long[head] = (*group, *alone) if all(_is_plain(u, flags, odd) for u in group) else ()
        if quiet and alone:
            short[first] = alone[-1]
    return _Units(short, long)


def _is_plain(unit: Unit, flags: frozenset[str], odd: frozenset[str]) -> bool:
    return unit.surface not in odd and unit.kind not in odd and unit.part == 1 and unit.flags <= flags


def read_digits(
    text: str, found: re.Match[str], low: int, limit: int, tables: Tables, region: str, rate_at: int
) -> Figure | None:
    """The figure of the digits that a match has `ARABIC` in its first groups for; None if not plain.

    `rate_at` is where the last 每, 均 or 产 before it stands.
    """
    at, end = found.start(), found.end(1)
    marks = tables.before.get(text[at - 1]) if at else None
    if end >= limit or (marks is not None and (not marks or text.endswith(marks, low, at))):
        return None
    units = tables.arabic.long.get(text[end : end + 2])
    unit = tables.arabic.short.get(text[end]) if units is None else _longest(text, end, limit, units)
    if unit is None:
        return None
    _, rest, decimals, chain, behind = found.groups()
    whole = text[at] + (rest.replace(",", "") if "," in rest else rest)
    scale = chain or behind
    value = exact(whole, decimals, _SCALES[scale]) if scale or decimals else Decimal(whole)
    after = end + len(unit.surface)
    if after < limit and text[after] in _LOUD_BEHIND and _goes_on(text, after, unit, tables):
        return None
    if unit.surface == "年" and value >= _LEAST_YEAR:
        return None
    figure = _figure(text, at, after, value, unit, low, limit, tables, region, rate_at)
    if behind is not None:
        if not _is_more(text, end, value, chain, behind):
            return None
        figure.modifier = "more_than"
    return figure


def _is_more(text: str, end: int, value: Decimal, chain: str | None, behind: str) -> bool:
    """Whether 多 or 余 behind a value belongs to the numeral: 20多个, 1370余万元."""
    if behind:
        return not chain
    return value >= _LEAST_MORE and not text.startswith(_DOMINICA, end - 1)


def is_word(text: str, at: int, low: int, limit: int, tables: Tables) -> bool:
    """Whether the Chinese digit at `at` counts nothing: 下一步, 再三, 四、社会."""
    end = at + 1
    if end >= limit or text[end] in _LOUD_INSIDE or _is_loud(text, at, low, tables):
        return False
    if text[end] == "、":
        return text[end + 1 : end + 2] not in _NUMERALS_NEXT
    if text[end] not in tables.starts:
        return True
    if text.startswith(_FRACTIONS, end):
        return False
    determined = text[at] == "一" and at > low and text[at - 1] in DETERMINERS
    return determined or in_word(text, at, end, low, limit)


def read_digit(
    text: str, at: int, low: int, limit: int, tables: Tables, region: str, rate_at: int
) -> Figure | None:
    """The figure of the Chinese numeral at `at`, which is no word: 三名, 三十二吨; None if not plain."""
    end, value = at + 1, CHINESE[text[at]]
    if end >= limit or _is_loud(text, at, low, tables):
        return None
    if text[end] in NUMERAL_CHARACTERS:
        return _read_spelled(text, at, low, limit, tables, region, rate_at)
    if text[end] in _LOUD_INSIDE:
        return None
    units = tables.chinese.long.get(text[end : end + 2])
    unit = tables.chinese.short.get(text[end]) if units is None else _longest(text, end, limit, units)
    if unit is None or (unit.kind == "duration" and text[at] == "两"):
        return None  # 这两天
    after = end + len(unit.surface)
    if after < limit:
        if text[after] in _LOUD_BEHIND and _goes_on(text, after, unit, tables):
            return None
        if text.startswith((text[after - 1], "制"), after):
            return None  # 一批批, 两票制
    if unit.kind in _TENFOLD:
        value = value * 10 if value < _TEN or unit.kind == "tenths" else value
        unit = _PERCENT
    return _figure(text, at, after, value, unit, low, limit, tables, region, rate_at)


def _read_spelled(
    text: str, at: int, low: int, limit: int, tables: Tables, region: str, rate_at: int
) -> Figure | None:
    """The figure of a Chinese numeral with a scale in it: 三十二吨, 两万五千亩; None if not plain."""
    numeral = read_numeral(text, at)
    if numeral is None or numeral.value is None or numeral.plain or numeral.modifier is not None:
        return None
    end = numeral.end
    if end >= limit or text[end] in _LOUD_INSIDE or text.startswith(_FRACTIONS, end):
        return None
    units = tables.spelled.long.get(text[end : end + 2])
    unit = tables.spelled.short.get(text[end]) if units is None else _longest(text, end, limit, units)
    if unit is None or in_word(text, at, end, low, limit):
        return None
    after = end + len(unit.surface)
    if after < limit and text[after] in _LOUD_BEHIND and _goes_on(text, after, unit, tables):
        return None
    return _figure(text, at, after, numeral.value, unit, low, limit, tables, region, rate_at)


def _is_loud(text: str, at: int, low: int, tables: Tables) -> bool:
    """Whether what stands before a numeral may belong to it: 十|三, 港币|三万元."""
    marks = tables.before.get(text[at - 1]) if at else None
    return marks is not None and (not marks or text.endswith(marks, low, at))


def _longest(text: str, at: int, limit: int, units: tuple[Unit, ...]) -> Unit | None:
    """The first of some units that stands at a position and ends before the limit."""
    for unit in units:
        if text.startswith(unit.surface, at, limit):
            return unit
    return None


def _goes_on(text: str, end: int, unit: Unit, tables: Tables) -> bool:
    """Whether what stands behind a unit belongs to the figure, or may: 三斤半, 3元/公斤, 2元至5元."""
    after, following = text[end], text[end + 1 : end + 2]
    if after == " ":
        return following in _RANGES
    if after in _TO:
        return following in _SECONDS
    if after in "与和":
        reach = end + _BETWEEN_REACH
        return following in _SECONDS and (text.find("之", end, reach) > 0 or text.find("间", end, reach) > 0)
    return after in _TAILS or unit.surface in tables.parted


def _figure(
    text: str, start: int, end: int, value: Decimal, unit: Unit, low: int, limit: int,
    tables: Tables, region: str, rate_at: int,
) -> Figure:  # fmt: skip
    """A plain amount as a figure, with what the words beside it say."""
    outer_start, outer_end, kind = start, end, unit.kind
    front = back = per = size = size_unit = None
    if start > low and text[start - 1] in tables.fronts:
        outer_start, front = read_front(text, start, low, measured=kind == "measure")
    if end < limit and text[end] in tables.backs:
        outer_end, back = read_back(text, end, limit)
    if rate_at >= outer_start - RATE_REACH:
        per = rate_of(text, outer_start, low, kind)
        if front is None:
            front = read_each(text, outer_start, low)
    if front is not None and kind == "duration" and is_recent(text, outer_start, end, limit):
        front = None
    label, local = unit.label, region != "CN" and "CN" in unit.flags
    if local:
        label = unit.surface
    elif unit.factor is not None:
        size, size_unit = si_value(unit, value), unit.si_unit
    return Figure(
        kind, start, end, outer_start, outer_end, value, None, None, label, front or back,
        per, None, None, size, size_unit, local,
    )  # fmt: skip
