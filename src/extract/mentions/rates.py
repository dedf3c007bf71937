"""A figure's start in, what it is a rate of out: 每人每月|600元, 户均|1.2万元, 亩产|535公斤."""

from __future__ import annotations

from typing import Final

from extract.mentions.numerals import read_numeral
from extract.mentions.units import unit_table
from extract.patterns import pattern_of

RATE_REACH: Final = 16
_BREAK: Final = frozenset(",。;:!?、()\n")
_MEANS: Final = frozenset("年月日周户人亩班生村县床车家店师吨单天股株头地")
PERIODS: Final = frozenset("年月日周")
_RATELESS: Final = frozenset(("percent", "points", "multiple"))
_YIELD: Final = pattern_of("亩产|单产")
_NOUNS: Final = ("学年", "学期", "季度", "年度")
_SHORT: Final = frozenset("年月日周天人户例亩家村县乡镇车")
_SCALES: Final = frozenset("十百千万亿0123456789")


def rate_of(text: str, at: int, low: int, kind: str) -> tuple[str, ...] | None:
    """What a figure of a kind at `at` is a rate of; shares and multiples are rates of time only."""
    per = read_per(text, at, low)
    if per is not None and kind in _RATELESS and per[0] not in PERIODS:
        return None  # 快于人均生产总值0.5个百分点
    return per


def read_per(text: str, at: int, low: int) -> tuple[str, ...] | None:
    """What the figure at `at` is a rate of, from the words of its clause in front of it.

    >>> read_per("每人每月补贴600元", 6, 0)
    ('人', '月')
    """
    begin = max(low, at - RATE_REACH)
    if text.rfind("每", begin, at) < 0 and text.rfind("均", begin, at) < 0:
        if text.rfind("产", begin, at) < 0:
            return None
        found = _YIELD.search(text, begin, at)
        return ("亩",) if found is not None and not _broken(text, found.end(), at) else None
    for i in range(at - 1, begin - 1, -1):
        if text[i] in _BREAK:
            begin = i + 1
            break
    names: list[str] = []
    for i in range(begin, at):
        if text[i] == "每":
            name = _named(text, i + 1, at)
            if name:
                names.append(name)
        elif text[i] == "均" and i > begin and text[i - 1] in _MEANS:
            if text[i - 1] not in PERIODS and i - 1 > begin and text[i - 2] in PERIODS:
                names.append(text[i - 2])
            names.append(text[i - 1])
    return tuple(names) or None


def _broken(text: str, at: int, end: int) -> bool:
    return any(c in _BREAK for c in text[at:end])


def _named(text: str, at: int, high: int) -> str | None:
    """The word behind 每: a unit, or a numeral with one (每千人, 每10万人)."""
    for noun in _NOUNS:
        if text.startswith(noun, at):
            return noun
    if at >= high:
        return None
    start = at
    if text[at] in _SCALES:
        numeral = read_numeral(text, at)
        at = numeral.end if numeral is not None else at
        if at >= high:
            return None
    if text[at] in _SHORT:
        return text[start : at + 1]
    for unit in unit_table().get(text[at], ()):
        if text.startswith(unit.surface, at):
            return text[start : at + len(unit.surface)]
    return None
