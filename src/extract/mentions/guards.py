"""An amount and its surroundings in, whether it is no figure out.

Digits inside names, codes, versions, document numbers and lexical words (一起, 5G, PM2.5, 95后,
国发〔2018〕12号) look like numerals and measure nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from extract.mentions.amounts import Amount
from extract.mentions.numerals import NUMERAL_CHARACTERS
from extract.mentions.units import data_lines

_LONGEST_REACH: Final = 4
_LEADS: Final = frozenset("为是达至到于有从由近约超逾破计增减降升共足过占率额数量值得报")
_CLOSES: Final = frozenset(",。;、!?)”上升下提增减降至到的和与以左之回扩缩压调\n")
_CODE_NEXT: Final = frozenset("后号级路线型款版届栋室楼世度年月日时")
_CODE_MARKS: Final = frozenset("-—–/.:#@_+&*×=〔[<第")
_ROUNDERS: Final = frozenset("近约超逾足到上过达破下于多")
DETERMINERS: Final = frozenset("这那每某另下上同任前后新哪头进万唯逐")
_POINTS: Final = frozenset(("建议", "意见", "要求", "希望", "共识", "启示", "措施", "体会", "主张"))
_HERDS: Final = frozenset("头只羽")
_MOBILE, _LONGEST_ALONE = 11, 16
"""Digits alone on a line: eleven make a mobile telephone, more than sixteen a card."""
_LEAST_INDEX: Final = 24
"""Above the hours of a day, 点 counts points of an index."""


@cache
def figure_words() -> dict[str, tuple[str, ...]]:
    """Words with number characters that count nothing (一起, 四川), by their first two characters."""
    words: dict[str, list[str]] = {}
    for line in data_lines("figure_words.txt"):
        for word in line.split():
            words.setdefault(word[:2], []).append(word)
    return {head: tuple(sorted(tail, key=len, reverse=True)) for head, tail in words.items()}


def is_refused(text: str, amount: Amount, low: int, high: int, *, rounded: bool) -> bool:
    """Whether the amount is part of a word, a code or a date rather than a figure.

    `rounded` says that a modifier stands beside it (约20, 30以上): a code has none.
    """
    start, end = amount.start, amount.end
    before = text[start - 1] if start > low else ""
    after = text[end] if end < high else ""
    if amount.arabic:
        if _is_code(text, amount, before, after, low, high):
            return True
    elif in_word(text, start, amount.numeral_end, low, high) or _is_determined(
        text, amount, before, after, rounded=rounded
    ):
        return True
    if amount.unit is not None:
        return _is_year(amount) or _odd_unit(text, amount, before, after)
    if amount.kind != "number" or amount.numerator is not None or amount.modifier is not None:
        return False
    if after in NUMERAL_CHARACTERS:
        return True
    if after.isascii() and after.isalpha() and text[end - 1].isascii():
        return True
    if not amount.arabic:
        alone = text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
        if text[start] == "成" and not alone:
            return True  # 数百 counts, 成千上万 is a way to speak
        return _is_bare_chinese(amount, rounded=rounded, alone=alone)
    return not rounded and _is_bare_arabic(text, amount, before, after, low)


def in_word(text: str, start: int, numeral_end: int, low: int, high: int) -> bool:
    """Whether the numeral at `start` belongs to a lexical word: 一起, 统一, 进一步, 四面八方."""
    words = figure_words()
    for begin in range(max(low, start - _LONGEST_REACH), start + 1):
        for word in words.get(text[begin : begin + 2], ()):
            end = begin + len(word)
            if start < end <= high and (begin < start or end >= numeral_end) and text.startswith(word, begin):
                return True
    return False


def _is_code(text: str, amount: Amount, before: str, after: str, low: int, high: int) -> bool:
    """Letters before digits (G60, PM2.5, F-16), more points than one (1.0.2), list numbers (1.3个)."""
    start = amount.start
    earlier = text[start - 2] if start - 2 >= low else ""
    if before.isascii() and before.isalpha():
        return True
    if before and before in "-_." and earlier.isascii() and earlier.isalnum():
        return amount.unit is None or before != "-" or earlier.isalpha()
    return after == "." and text[amount.end + 1 : amount.end + 2].isdigit()


def _is_determined(text: str, amount: Amount, before: str, after: str, *, rounded: bool) -> bool:
    """下一步, 每一名, 这两天 point at things, 两票制 names one; a mere 万亿 is a class of size."""
    numeral = text[amount.start : amount.numeral_end]
    if numeral == "一" and before and before in DETERMINERS:
        return True
    if numeral in ("两", "几") and amount.kind == "duration" and before in ("这", "那"):
        return True
    if after == "制" and len(numeral) == 1 and amount.unit is not None:
        return text[amount.end + 1 : amount.end + 2] not in ("造", "作", "定", "成", "约", "止")
    if not numeral.strip("百千万亿兆") and amount.modifier is None and before not in _ROUNDERS:
        if amount.unit is None:
            return True
        surface = amount.unit.surface
        light = surface in _HERDS or (amount.unit.kind == "measure" and surface != "级")
        return not light and not rounded
    return False


def _is_year(amount: Amount) -> bool:
    """2018年 that no date took: never a duration."""
    if amount.unit is None or amount.value is None:
        return False
    if amount.unit.surface == "世纪":
        return amount.value >= 1  # 21世纪 is a date, 半世纪 is not
    if amount.unit.surface != "年" or not amount.plain:
        return False
    return amount.value >= 1000 or (not amount.arabic and amount.numeral_end - amount.start > 1)


def _odd_unit(text: str, amount: Amount, before: str, after: str) -> bool:
    """Units that need more than a numeral in front: bare 万头, clock and index 点, 分, 角."""
    unit = amount.unit
    assert unit is not None
    surface = unit.surface
    width = amount.numeral_end - amount.start
    if width == 1 and text[amount.start] in "零〇":
        return before != "为" and unit.kind not in ("percent", "measure")
    if surface in ("名", "位") and before == "前":
        return True  # 前10名 is a rank
    if surface == "点":
        index = amount.arabic and (amount.value or 0) > _LEAST_INDEX
        return not index and text[amount.end : amount.end + 2] not in _POINTS
    if amount.arabic or amount.end != amount.numeral_end + len(surface):
        return False
    if surface == "分":
        return before not in ("得", "为", "打", "满", "了") and (before != "" or after != "")
    if surface in ("角", "毛"):
        return after != "" and after not in ",。;、!?)钱"
    return False


def _is_bare_chinese(amount: Amount, *, rounded: bool, alone: bool) -> bool:
    """Chinese numerals without unit count only from a hundred on: 两千六, 十五六万."""
    if rounded or alone:
        return amount.numeral_end - amount.start < 2 and not alone
    if amount.low is not None:
        return amount.scale < 100
    if amount.value is None:
        return False
    short = amount.numeral_end - amount.start < 2
    return short or amount.plain or amount.value is None or abs(amount.value) < 100


def _is_bare_arabic(text: str, amount: Amount, before: str, after: str, low: int) -> bool:
    """Arabic digits without unit measure only where their form or their place says so."""
    if amount.low is not None:
        return False
    marked = amount.start == 1 and before != "" and before in "=+±"  # +5 on its own
    if (after and after in _CODE_NEXT) or (before and before in _CODE_MARKS and not marked):
        return True
    if after == ":" and text[amount.end + 1 : amount.end + 2].isdigit():
        return True  # 12.3:41.5 is a ratio
    if amount.scale > 1 or after in ("死", "伤"):
        return False
    digits = text[amount.start : amount.numeral_end]
    opens = text[max(0, amount.start - 1) : amount.start] in ("", "\n") or marked
    closes = not after or after in "\n\r" or (after == "." and amount.end + 1 == len(text))
    if opens and closes:
        padded = digits[0] == "0" and len(digits) > 1 and digits[1] != "."
        whole = digits.partition(".")[0]
        return padded or (len(whole) == _MOBILE and "," not in digits) or len(digits) > _LONGEST_ALONE
    if "." in digits or "," in digits:
        return opens
    return not (before in _LEADS and (not after or after in _CLOSES)) or len(digits) > 6
