"""A position in, the figure out that most figures are: digits and a unit, 275万元, 三名.

The general reading takes any spelling and asks many questions of the words around. Here one character
on either side answers most of them at once; where it does not, nothing is read and the general
reading takes over, which would read the same of all that is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from extract.mentions.guards import DETERMINERS, in_word
from extract.mentions.modifiers import is_recent, modifier_tables, read_back, read_each, read_front
from extract.mentions.numerals import DIGITS, NUMERAL_CHARACTERS, UNIT_REST, exact, scale_of
from extract.mentions.rates import rate_of
from extract.mentions.tails import DIGIT_TAILS
from extract.mentions.units import Unit, currency_marks, measured, part_table, unit_table, unit_words
from extract.spans import Figure

_ARABIC: Final = re.compile(
    "([0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9]{1,15})(?:[.]([0-9]{1,9}))?(万亿|[百千]?万|亿)?"
    "(?:(?:(?<=[0万亿])[余多]|[余多](?=[万亿]))([万亿]?))?"
)
_CHINESE: Final = {c: Decimal(DIGITS.get(c, 10)) for c in "一二两三四五六七八九十"}
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOUD_BEFORE: Final = NUMERAL_CHARACTERS | _LETTERS | frozenset("下负-._ 前比氏度")
"""What in front of a numeral asks for the general reading: signs, letters and points of codes, ranks."""

_TAILS: Final = frozenset("半多余/每~—–-")
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
_SCALED_UNIT: Final = re.compile(f"[千兆]{UNIT_REST}|百[帕分慕]")
_ODD: Final = frozenset(("块", "世纪", "点"))
"""Units that are read by what stands around them."""

_ODD_ALONE: Final = frozenset(("分", "角", "毛"))
"""Units that want more than one Chinese digit in front."""

_DOMINICA: Final = "多米尼加"
_LEAST_MORE: Final = 10
_LEAST_YEAR: Final = 1000
_ODD_KINDS: Final = frozenset(("tenths", "discount"))


@dataclass(frozen=True, slots=True)
class _Units:
    """Units that go with any numeral: by their one character, or by the first two, longest first.

    Two characters have none where they begin a word that is no unit, or a unit with conditions.
    """

    short: dict[str, Unit]
    long: dict[str, tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the data files say of the characters around a plain figure.

    `starts` are those that begin a unit; `parted` the units that smaller ones may follow; `ends` the
    currencies in front of an amount, by their last character.
    """

    arabic: _Units
    chinese: _Units
    starts: frozenset[str]
    fronts: frozenset[str]
    backs: frozenset[str]
    parted: frozenset[str]
    ends: dict[str, tuple[str, ...]]


@cache
def _tables() -> _Tables:
    """Read the tables once."""
    modifiers = modifier_tables()
    ends: dict[str, list[str]] = {}
    for mark in currency_marks():
        ends.setdefault(mark[-1], []).append(mark)
    return _Tables(
        _plain_units(frozenset({"CN", "arabic", "many"}), _ODD),
        _plain_units(frozenset({"CN"}), _ODD | _ODD_ALONE),
        frozenset(unit_table()),
        modifiers.front_ends | modifiers.between_ends,
        modifiers.back_starts | {"(", " "},
        DIGIT_TAILS | part_table().keys() | {"度"},
        {last: tuple(marks) for last, marks in ends.items()},
    )


def _plain_units(flags: frozenset[str], odd: frozenset[str]) -> _Units:
    """The units that have no flags but these, and no odd ways."""
    short: dict[str, Unit] = {}
    long: dict[str, tuple[Unit, ...]] = dict.fromkeys((*unit_words(), *_FRACTIONS), ())
    for first, units in unit_table().items():
        alone = [u for u in units if u.surface == first and _is_plain(u, flags, odd)]
        for head in {u.surface[:2] for u in units if u.surface != first} - long.keys():
            if first not in _LOUD_INSIDE or _SCALED_UNIT.match(head):
                group = [u for u in units if u.surface.startswith(head)]
                long[head] = (*group, *alone) if all(_is_plain(u, flags, odd) for u in group) else ()
        if first not in _LOUD_INSIDE:
            short.update((first, unit) for unit in alone)
    return _Units(short, long)


def _is_plain(unit: Unit, flags: frozenset[str], odd: frozenset[str]) -> bool:
    return unit.surface not in odd and unit.kind not in _ODD_KINDS and unit.part == 1 and unit.flags <= flags


def read_plain(text: str, at: int, low: int, limit: int, region: str) -> tuple[Figure | None, int] | None:
    """The figure at `at`, none where it is a word (三 in 再三), and where reading goes on; None if not plain.

    >>> figure, end = read_plain("275万元", 0, 0, 5, "CN")
    >>> figure.value, figure.unit, end
    (Decimal('2750000'), 'CNY', 5)
    """
    tables = _tables()
    before = text[at - 1] if at else ""
    if before in _LOUD_BEFORE:
        return None
    value = _CHINESE.get(text[at])
    if value is not None:
        return _read_chinese(text, at, low, limit, value, region)
    found = _ARABIC.match(text, at, limit)
    if found is None:
        return None
    end = found.end()
    unit = _unit_at(text, end, limit, tables.arabic)
    if unit is None or _is_priced(text, at, low):
        return None
    whole, decimals, chain, behind = found.groups()
    value = exact(whole.replace(",", ""), decimals, scale_of(chain or behind or ""))
    if behind is not None and not _is_more(text, end, value, chain, behind):
        return None
    end += len(unit.surface)
    if (unit.surface == "年" and value >= _LEAST_YEAR) or _goes_on(text, end, limit, unit):
        return None
    figure = _figure(text, at, end, value, unit, low, limit, region)
    if behind is not None:
        figure.modifier = "more_than"
    return figure, end


def _is_more(text: str, end: int, value: Decimal, chain: str | None, behind: str) -> bool:
    """Whether 多 or 余 behind a value belongs to the numeral: 20多个, 1370余万元."""
    if behind:
        return not chain
    return value >= _LEAST_MORE and not text.startswith(_DOMINICA, end - 1)


def _read_chinese(
    text: str, at: int, low: int, limit: int, value: Decimal, region: str
) -> tuple[Figure | None, int] | None:
    """The figure of one Chinese digit: 三名, 一批; a word where a unit cannot stand behind it."""
    tables = _tables()
    end = at + 1
    if end >= limit or text[end] in _LOUD_INSIDE or _is_priced(text, at, low):
        return None
    if text.startswith(_FRACTIONS, end):
        return None
    if text[end] == "、" and text[end + 1 : end + 2] in _NUMERALS_NEXT:
        return None
    before = text[at - 1] if at > low else ""
    if text[at] == "一" and before in DETERMINERS:
        return None, end
    if text[end] not in tables.starts or in_word(text, at, end, low, limit):
        return None, end
    unit = _unit_at(text, end, limit, tables.chinese)
    if unit is None:
        return None
    end += len(unit.surface)
    if _goes_on(text, end, limit, unit) or text.startswith((text[end - 1], "制"), end):
        return None  # 一批批, 两票制
    if unit.kind == "duration" and text[at] == "两" and before in ("这", "那"):
        return None, at + 1
    return _figure(text, at, end, value, unit, low, limit, region), end


def _is_priced(text: str, at: int, low: int) -> bool:
    """Whether a currency stands in front: 港币60万元."""
    marks = _tables().ends.get(text[at - 1 : at])
    return marks is not None and text.endswith(marks, low, at)


def _unit_at(text: str, at: int, limit: int, units: _Units) -> Unit | None:
    """The unit that begins at a position and ends before the limit."""
    if at >= limit:
        return None
    longer = units.long.get(text[at : at + 2])
    if longer is None:
        return units.short.get(text[at])
    for unit in longer:
        if text.startswith(unit.surface, at, limit):
            return unit
    return None


def _goes_on(text: str, end: int, limit: int, unit: Unit) -> bool:
    """Whether what stands behind a unit may belong to the figure: 三斤半, 3元/公斤, 2元至5元."""
    if end >= limit or text[end] not in _LOUD_BEHIND:
        return False
    after, following = text[end], text[end + 1 : end + 2]
    if after == " ":
        return following in _RANGES
    if after in _TO:
        return following in _SECONDS
    if after in "与和":
        reach = end + _BETWEEN_REACH
        return following in _SECONDS and (text.find("之", end, reach) > 0 or text.find("间", end, reach) > 0)
    return after in _TAILS or unit.surface in _tables().parted


def _figure(
    text: str, start: int, end: int, value: Decimal, unit: Unit, low: int, limit: int, region: str
) -> Figure:
    """A plain amount as a figure, with what the words beside it say."""
    tables = _tables()
    outer_start, outer_end = start, end
    front = back = None
    if start > low and text[start - 1] in tables.fronts:
        outer_start, front = read_front(text, start, low, measured=unit.kind == "measure")
    if end < limit and text[end] in tables.backs:
        outer_end, back = read_back(text, end, limit)
    if front is None:
        front = read_each(text, outer_start, low)
    elif unit.kind == "duration" and is_recent(text, outer_start, end, limit):
        front = None
    label, size, size_unit, local = measured(unit, value, region)
    return Figure(
        unit.kind, start, end, outer_start, outer_end, value, None, None, label, front or back,
        rate_of(text, outer_start, low, unit.kind), None, None, size, size_unit, local,
    )  # fmt: skip
