"""An amount and its surroundings in, whether it is no figure out.

Digits inside names, codes, versions, document numbers and lexical words (一起, 5G, PM2.5, 95后,
国发〔2018〕12号) look like numerals and measure nothing.
"""

from __future__ import annotations

from functools import cache

from extract.mentions.amounts import Amount
from extract.mentions.units import data_lines

_LONGEST_WORD = 5
_LEADS = frozenset("为是达至到于有从由近约超逾破计增减降升共足过占率额数量值")
_CLOSES = frozenset(",。;、!?)上升下提增减降至到的和与以左之")
_CODE_NEXT = frozenset("后号级路线型款版届栋室楼世")
_CODE_MARKS = frozenset("-—–/.:#@_+&*×=〔[")


@cache
def figure_words() -> frozenset[str]:
    """Words with number characters that count nothing: 一起, 统一, 四川, 千方百计."""
    return frozenset(word for line in data_lines("figure_words.txt") for word in line.split())


def is_refused(text: str, amount: Amount, low: int, high: int) -> bool:
    """Whether the amount is part of a word, a code or a date rather than a figure."""
    start, end = amount.start, amount.end
    before = text[start - 1] if start > low else ""
    after = text[end] if end < high else ""
    if amount.arabic:
        if before and _glued_before(text, before, start, low):
            return True
        if before == "." and start - 2 >= low and text[start - 2].isdigit():
            return True
        if after == "." and end + 1 < high and text[end + 1].isdigit():
            return True
    elif in_word(text, start, amount.numeral_end, end, low, high):
        return True
    unit = amount.unit
    if unit is not None or amount.kind != "number":
        return _is_year(amount) or _odd_unit(text, amount, before, after)
    if after.isascii() and after.isalpha():
        return True
    return _is_bare_code(text, amount, before, after, low, high)


def _glued_before(text: str, before: str, start: int, low: int) -> bool:
    """Letters before digits make a code (G60, PM2.5, F-16)."""
    if before.isascii() and before.isalpha():
        return True
    return before in "-_." and start - 2 >= low and text[start - 2].isascii() and text[start - 2].isalpha()


def in_word(text: str, start: int, numeral_end: int, end: int, low: int, high: int) -> bool:
    """Whether the numeral's first character stands in a lexical word: 一起, 统一, 进一步."""
    words = figure_words()
    for begin in range(max(low, start - 3), start + 1):
        for size in range(max(2, start - begin + 1), _LONGEST_WORD + 1):
            if begin + size > high:
                break
            if text[begin : begin + size] in words and (begin < start or begin + size >= numeral_end):
                return True
    return False


def _is_year(amount: Amount) -> bool:
    """2018年 that no date took: never a duration."""
    if amount.unit is None or amount.unit.surface != "年" or not amount.plain or amount.value is None:
        return False
    width = amount.numeral_end - amount.start
    return 1000 <= amount.value < 3000 or not amount.arabic and width > 1 and amount.scale == 1 and amount.value > 99


def _odd_unit(text: str, amount: Amount, before: str, after: str) -> bool:
    unit = amount.unit
    if unit is None:
        return False
    surface = unit.surface
    bare_scale = amount.numeral_end - amount.start == 1 and text[amount.start] in "百千万亿兆"
    if bare_scale and not (unit.kind == "measure" or surface in "头只羽" or before in "近约超逾足到上过达破"):
        return True
    if surface == "点":
        nxt = text[amount.end : amount.end + 2]
        return not (amount.arabic and (amount.value or 0) > 24 or nxt in ("建议", "意见", "要求", "希望", "共识", "启示", "措施"))
    if surface == "分" and unit.kind in ("count", "money"):
        return not amount.arabic
    if surface == "系列":
        return False
    return False


def _is_bare_code(text: str, amount: Amount, before: str, after: str, low: int, high: int) -> bool:
    """A number without unit measures only where its form or its place says so."""
    if amount.numerator is not None or amount.modifier is not None:
        return False
    if amount.low is not None:
        return not amount.arabic and amount.scale < 100
    if after and after in _CODE_NEXT or before and before in _CODE_MARKS:
        return True
    if not amount.arabic:
        return amount.scale < 100 and amount.plain or amount.numeral_end - amount.start < 2
    if amount.scale > 1:
        return False
    number = text[amount.start : amount.numeral_end]
    if "." in number or "," in number:
        return before == "第" or after == ":" and amount.start > low and text[amount.start - 1] == "\n"
    alone = (not before or before == "\n") and (not after or after == "\n")
    if alone:
        return len(number) > 8 or number.startswith("0") and len(number) > 1
    return not (before in _LEADS and (not after or after in _CLOSES)) or len(number) > 6
