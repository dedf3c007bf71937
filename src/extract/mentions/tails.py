"""An amount with its unit in, the rest of the figure taken in: 5元|6角, 三斤|半, 两亩|多, 3元|/公斤."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from extract.mentions.numerals import DIGITS, EXACT, Numeral, read_numeral, tidy
from extract.mentions.units import Unit, part_table, unit_table
from extract.patterns import pattern_of

if TYPE_CHECKING:
    from extract.mentions.amounts import Amount

_NUMERIC: Final = frozenset("0123456789零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖")
_HALF_WORDS: Final = frozenset("个数年月天夜岛径决官导边价途坡山空自成制截")
_MORE_WORDS: Final = frozenset("个名位家种条项次所云方重元样数少么边媒头只台件层")
_INSIDE: Final = pattern_of("个(半|多)(小时|月|星期|钟头|世纪|学期|百分点|礼拜)")
_CALENDAR: Final = (
    Unit("日", "日", "duration", Fraction(86400), "s"),
    Unit("月", "月", "duration"),
    Unit("季度", "季度", "duration"),
    Unit("时", "时", "duration", Fraction(3600), "s"),
)
"""Units of the calendar: behind a numeral they make dates, behind a slash rates (5万吨/日)."""
_STOPS: Final = ("", ",", "。", ";", "、", ")", "\n", "的", "多")
_COUNTED: Final = frozenset(("count", "people", "households"))
_FEVER: Final = (34, 44)
"""Temperatures of a body, whose tenths are said without a unit: 三十七度二."""
_HUNDREDS: Final = pattern_of("(?:10{2,5}万?|[百千万]{1,2})(?=[^\\W\\d_]|km)")
_HEIGHT: Final = pattern_of("[零一二三四五六七八九]{2}(?![零一二三四五六七八九十百千万个米厘分])")
"""The digits behind 米 of a height: 一米七八."""
DIGIT_TAILS: Final = frozenset(("块", "米", "尺", "丈", "斤", "成", "斗", "石", "毛", "角"))
"""Units behind which a bare digit counts tenths: 十八块六, 一米七, 八成五."""


def read_tail(text: str, amount: Amount, limit: int) -> None:
    """Take in what follows the unit of an amount within the same figure."""
    unit, end = amount.unit, amount.end
    if unit is None or end >= limit:
        return
    following = text[end]
    if following == "半":
        if text[end - 1] == "个":
            _read_inside(text, amount, limit)
        elif amount.value is not None and unit.kind not in _COUNTED:
            _read_half(text, amount, unit)
    elif following in "多余":
        if text[end - 1] == "个":
            _read_inside(text, amount, limit)
        elif unit.kind not in _COUNTED and not amount.modifier and text[end + 1 : end + 2] not in _MORE_WORDS:
            amount.end += 1
            amount.modifier = "more_than"
    elif following in _NUMERIC:
        if amount.value is not None and amount.modifier is None:
            _read_parts(text, amount, unit, limit)
    elif following in "/每":
        _read_rate(text, amount, unit, limit)
    elif following == text[end - 1] and unit.kind == "count" and amount.value == 1 and not amount.arabic:
        amount.end += 1  # 一批批, 一栋栋


def _read_half(text: str, amount: Amount, unit: Unit) -> None:
    """三斤半, 两年半, 三成半."""
    if text[amount.end + 1 : amount.end + 2] in _HALF_WORDS or amount.value is None:
        return
    half = Decimal(5) if unit.kind == "tenths" else Decimal("0.5") / unit.part
    amount.value = tidy(EXACT.add(amount.value, half))
    amount.end += 1


def _read_inside(text: str, amount: Amount, limit: int) -> None:
    """两个半小时, 三个多月: 半 and 多 stand inside the unit."""
    if amount.unit is None or amount.unit.surface != "个":
        return
    found = _INSIDE.match(text, amount.end - 1, limit)
    if found is None:
        if text[amount.end] == "半" and text[amount.end + 1 : amount.end + 2] in _STOPS:
            _read_half(text, amount, amount.unit)
        return
    if found[1] == "多":
        amount.modifier = "more_than"
    elif amount.value is not None:
        amount.value = tidy(EXACT.add(amount.value, Decimal("0.5")))
    for surface in ("个" + found[2], found[2]):
        for unit in unit_table().get(surface[0], ()):
            if unit.surface == surface:
                amount.unit, amount.kind, amount.label, amount.end = unit, unit.kind, unit.label, found.end()
                return


def _read_parts(text: str, amount: Amount, unit: Unit, limit: int) -> None:
    """Smaller units and bare digits: 5元6角, 三亩七分, 六斤八两, 十八块六, 一小时二十分."""
    parts = part_table().get(unit.surface, {})
    numerator, denominator = (amount.value or Decimal(0)) * unit.part, 1
    while parts or unit.surface in DIGIT_TAILS:
        at = amount.end
        if at + 1 < limit and text[at] in "零":
            at += 1
        numeral = read_numeral(text, at) if at < limit and text[at] in _NUMERIC else None
        height = _HEIGHT.match(text, amount.end, limit) if unit.surface == "米" and denominator == 1 else None
        if height is not None and amount.value is not None:
            amount.value = tidy(amount.value + Decimal(f"0.{DIGITS[height[0][0]]}{DIGITS[height[0][1]]}"))
            amount.end = height.end()
            break
        if numeral is None or numeral.value is None or numeral.end > limit or numeral.scale > 10:
            break
        surface = next((part for part in parts if text.startswith(part, numeral.end, limit)), None)
        if surface is None:
            if denominator == 1:
                _read_digit(text, amount, unit, numeral)
            elif denominator == 10 and numeral.plain and numeral.value < 10 and unit.kind == "money":
                numerator, denominator = numerator * 10 + numeral.value, 100  # 三块五毛六
                amount.end = numeral.end
            break
        size = parts[surface]
        numerator = numerator * size / denominator + numeral.value
        denominator = size
        amount.end = numeral.end + len(surface)
        parts = {part: n for part, n in parts.items() if n > size}
    if denominator > 1:
        share = Decimal(denominator * unit.part)
        value = EXACT.divide(numerator, share)
        if EXACT.multiply(value, share) == numerator and len(value.as_tuple().digits) < 40:
            amount.value = tidy(value)
        else:
            amount.value = tidy(value.quantize(Decimal("0.0001")))
            amount.numerator, amount.denominator = numerator, share


def _read_digit(text: str, amount: Amount, unit: Unit, numeral: Numeral) -> None:
    """The 六 of 十八块六, the 七 of 一米七."""
    width = numeral.end - numeral.start
    fever = unit.surface == "度" and amount.value is not None and _FEVER[0] <= amount.value < _FEVER[1]
    if not (fever or unit.surface in DIGIT_TAILS) or not numeral.plain or width > 2 or amount.value is None:
        return
    if numeral.value is None or (not numeral.arabic and width != 1):
        return
    following = text[numeral.end : numeral.end + 1]
    if following and (following in unit_table() or following in "百千万亿.%几"):
        return
    share = numeral.value / 10**width / unit.part * (10 if unit.kind == "tenths" else 1)
    amount.value = tidy(amount.value + share)
    amount.end = numeral.end


def _read_rate(text: str, amount: Amount, unit: Unit, limit: int) -> None:
    """公里/小时, 微克/立方米; of money the second unit is what the rate is for (元/公斤)."""
    at = amount.end
    if at + 1 >= limit:
        return
    many = _HUNDREDS.match(text, at + 1, limit)
    if many is not None and text[at] == "/" and unit.kind != "money":  # 5升/百公里
        for other in unit_table().get(text[many.end()], ()) if many.end() < limit else ():
            if text.startswith(other.surface, many.end()) and many.end() + len(other.surface) <= limit:
                amount.end = many.end() + len(other.surface)
                label = f"{unit.surface}/{text[at + 1 : amount.end]}"
                amount.unit = Unit(label, label, "measure")
                amount.kind, amount.label = "measure", label
                return
        return
    for other in (*unit_table().get(text[at + 1], ()), *_CALENDAR):
        end = at + 1 + len(other.surface)
        if not text.startswith(other.surface, at + 1) or end > limit:
            continue
        if text[at] == "每" and end < limit and text[end] not in ",。;、)!?\n":
            return
        amount.end = end
        if unit.kind == "money":
            amount.per = (*amount.per, other.surface)
            if text[end : end + 1] in ("·", "/"):
                _read_rate(text, amount, unit, limit)
            return
        factor = unit.factor / other.factor if unit.factor and other.factor else None
        size = f"{unit.si_unit}/{other.si_unit}" if factor is not None else None
        label = f"{unit.surface}/{other.surface}"
        amount.unit = Unit(label, label, "measure", factor, size)
        amount.kind, amount.label = "measure", label
        return
