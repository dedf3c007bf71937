"""A position in, an amount out whose numeral is a word: 翻两番, 多个, 几天, 半数, 过半, 半年, 对折."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from extract.mentions.amounts import Amount, apply_unit, read_unit, set_fraction
from extract.mentions.numerals import DIGITS, Numeral, exact
from extract.mentions.tails import read_tail
from extract.mentions.units import unit_table
from extract.patterns import pattern_of

_DOUBLING: Final = pattern_of("翻了?(近|超|超过|约)?([一两二三四五])?番")
_ROUNDED: Final = {"近": "less_than", "超": "more_than", "超过": "more_than", "约": "approx"}
_VAGUE: Final = pattern_of("好?几|数|多|若干|好些")
_VAGUE_KINDS: Final = frozenset(("people", "count", "households", "duration", "multiple"))
_BEFORE_VAGUE: Final = frozenset("0123456789零一二三四五六七八九十百千万亿") | frozenset(
    "无很许更最大增居较太好不众诸至过差良繁余两几元年斤成月时点倍里米亩天公吨岁番"
)
"""Characters in front of 多 数 几 that make another word or a tail of them: 许多, 较多, 两亩多."""
_BEFORE_HALF: Final = frozenset("上下前后大多小一对参折")
_DECIMALS: Final = pattern_of("[零一二三四五六七八九]{1,8}")
_ODD: Final = pattern_of("个把(月|小时|星期|钟头|人)")
_HALF_UNITS: Final = frozenset(("个", "成", "个百分点", "打", "折"))
_HALVED: Final = frozenset(("duration", "measure"))
_AFTER_MAJORITY: Final = frozenset("夜天路山空个年月岛百")
_HALF: Final = Decimal("0.5")


def read_wording(text: str, at: int, low: int, limit: int) -> Amount | None:
    """Read a figure whose numeral is a word at `at`; None where there is none.

    >>> read_wording("翻两番", 0, 0, 3).value
    Decimal('4')
    """
    c = text[at]
    if c == "翻":
        found = _DOUBLING.match(text, at, limit)
        if found is None:
            return None
        value = Decimal(2 ** DIGITS[found[2]]) if found[2] else Decimal(2)
        rounded = _ROUNDED.get(found[1])
        end = found.end()
        return Amount(at, end, value, modifier=rounded, kind="multiple", label="倍", numeral_end=end)
    if c == "对":
        return Amount(at, at + 2, Decimal(50), kind="percent", label="%", numeral_end=at + 2)
    if c == "过":
        return _read_majority(text, at, low)
    if c == "点":
        return _read_point(text, at, limit)
    if c == "个":
        return _read_odd(text, at, limit)
    if c == "半":
        return _read_half(text, at, low, limit)
    return _read_vague(text, at, low, limit)


def _read_majority(text: str, at: int, low: int) -> Amount | None:
    """过半, 过半数."""
    before = text[at - 1] if at > low else ""
    end = at + 3 if text.startswith("过半数", at) else at + 2
    if (before and before in "不通超经走已越") or text[end : end + 1] in _AFTER_MAJORITY:
        return None
    majority = Amount(at, end, _HALF, modifier="more_than", numeral_end=end)
    return set_fraction(majority, Decimal(1), Decimal(2), end)


def _read_point(text: str, at: int, limit: int) -> Amount | None:
    """点五 on its own: 0.5."""
    found = _DECIMALS.match(text, at + 1, limit)
    if found is None or (found.end() < limit and text[found.end()] != "\n"):
        return None
    digits = "".join(str(DIGITS[c]) for c in found[0])
    return Amount(at, found.end(), exact("0", digits, 1), numeral_end=found.end())


def _read_odd(text: str, at: int, limit: int) -> Amount | None:
    """个把月, 个把小时: one or so."""
    found = _ODD.match(text, at, limit)
    if found is None:
        return None
    one = Numeral(at, found.start(1), Decimal(1))
    surface = found[1] if found[1] == "人" else "个" + found[1]
    unit = next((u for u in unit_table()[surface[0]] if u.surface == surface), None)
    if unit is None:
        return None
    amount = Amount(at, found.end(), one.value, modifier="approx", numeral_end=one.end)
    apply_unit(amount, unit, found.end())
    return amount


def _read_half(text: str, at: int, low: int, limit: int) -> Amount | None:
    """半数, 半年, 半个月, 半斤, 半成."""
    if at > low and text[at - 1] in _BEFORE_HALF:
        return None
    if text.startswith("半数", at):
        return set_fraction(Amount(at, at + 2), Decimal(1), Decimal(2), at + 2) if at + 2 <= limit else None
    unit, end = read_unit(text, Numeral(at, at + 1, _HALF), limit)
    halved = unit is not None and (unit.kind in _HALVED or unit.surface in _HALF_UNITS)
    if unit is None or not halved:
        return None
    value = _HALF * 10 if unit.surface == "折" else _HALF
    amount = Amount(at, end, value, plain=False, numeral_end=at + 1)
    apply_unit(amount, unit, end)
    read_tail(text, amount, limit)
    return amount


def _read_vague(text: str, at: int, low: int, limit: int) -> Amount | None:
    """多个, 几天, 数家, 若干项: counted without a number."""
    found = _VAGUE.match(text, at, limit)
    if found is None or found.end() >= limit or (at > low and text[at - 1] in _BEFORE_VAGUE):
        return None
    unit, end = read_unit(text, Numeral(at, found.end(), indefinite=True), limit)
    if unit is None or unit.kind not in _VAGUE_KINDS or unit.flags:
        return None
    amount = Amount(at, end, unit=unit, kind=unit.kind, label=unit.label, numeral_end=found.end())
    read_tail(text, amount, limit)
    return amount
