"""Folded text in, figures out: a numeral with its unit, modifiers and what it is a rate of.

A figure has two spans. The outer one takes in every word that belongs to the figure
(近1000户, 85%以上), so that rules never see a stray 近; the inner one is what is reported (1000户).
Reading starts at characters that can begin a figure; each step takes the text as far as it
goes (sign, currency, numeral, range, unit, tail) and a reading that fails costs one character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extract.mentions.amounts import Amount, read_amount, read_unit
from extract.mentions.guards import is_refused
from extract.mentions.modifiers import read_back, read_front
from extract.mentions.ordinals import read_ordinal
from extract.mentions.rates import read_per
from extract.mentions.numerals import Numeral
from extract.mentions.units import Unit, currency_marks, si_value
from extract.spans import Figure, Span

_CANDIDATE = re.compile(
    "[0-9一二两三四五六七八九十百千万亿零廿卅壹贰叁肆伍陆柒捌玖佰仟第半几数多上成过翻首若好]"
    "(?:(?<![半几数多上成过翻首若好])"
    "|(?<=[半几])"
    "|(?<=上)(?=[十百千万亿])"
    "|(?<=数)(?=[十百千万亿名个家次位所项人种场条件天年倍])"
    "|(?<=多)(?=[个位名次所家项种场条件批轮起])"
    "|(?<=成)(?=[千百])"
    "|(?<=过)(?=半)"
    "|(?<=翻)(?=了?[一两二三四五几]?番)"
    "|(?<=首)(?=[批次个届家条期套例轮笔])"
    "|(?<=若)(?=干)"
    "|(?<=好)(?=几))"
)
_DOUBLING = re.compile("翻了?([一两二三四五])?番")
_VAGUE = re.compile("(?:好?几|数|多|若干|好些)(?=.)")
_NOT_BEFORE_VAGUE = frozenset("很许更最大增居较太好不众诸至过差诸良繁余两0123456789一二三四五六七八九十百千万亿元年斤成月时点倍里米亩年")
_HALF_BEFORE = frozenset("上下前后大多小一过夜")
_SIGNS = ("零下", "负", "-")


def find_figures(
    text: str, start: int, end: int, blocked: Sequence[Span] = (), region: str = "CN"
) -> list[Figure]:
    """Find the figures of text[start:end], left to right, none overlapping, none in a blocked span.

    `blocked` (dates, vetoed words) is sorted. `region` is where the text was written: a bare 元
    or 斤 of TW and HK keeps its word and has no SI value.

    >>> text = "惠农近1000户,收入275万元"
    >>> [text[f.start:f.end] for f in find_figures(text, 0, len(text))]
    ['1000户', '275万元']
    """
    figures: list[Figure] = []
    at = start
    next_block, blocks = 0, len(blocked)
    search = _CANDIDATE.search
    while at < end:
        found = search(text, at, end)
        if found is None:
            break
        at = found.start()
        while next_block < blocks and blocked[next_block][1] <= at:
            next_block += 1
        low = figures[-1].outer_end if figures else start
        limit = end
        if next_block < blocks:
            if blocked[next_block][0] <= at:
                at = blocked[next_block][1]
                continue
            limit = blocked[next_block][0]
        if next_block:
            low = max(low, blocked[next_block - 1][1])
        figure, after = _read_figure(text, at, low, limit, end, region)
        if figure is not None:
            figures.append(figure)
        at = max(after, at + 1)
    return figures


def _read_figure(
    text: str, at: int, low: int, limit: int, high: int, region: str
) -> tuple[Figure | None, int]:
    """The figure that begins at `at`, if one does, and where reading goes on."""
    c = text[at]
    if c in "第首":
        ordinal = read_ordinal(text, at, limit)
        return ordinal, ordinal.end if ordinal is not None else at + 1
    if c in "翻多数几半过若好":
        amount = _read_words(text, at, low, limit)
        if amount is None and c in "翻多半过":
            return None, at + 1
        amount = amount or read_amount(text, at, limit)
    else:
        amount = read_amount(text, at, limit)
    if amount is None:
        return None, at + 1
    if amount.kind == "number" and amount.unit is None and amount.plain and amount.arabic and amount.end < limit:
        pass
    if is_refused(text, amount, low, high):
        if amount.arabic:
            return None, amount.numeral_end
        return None, at + 1
    return _finish(text, amount, low, limit, region), amount.end


def _read_words(text: str, at: int, low: int, limit: int) -> Amount | None:
    """Figures whose numeral is a word: 翻两番, 多个, 几天, 半数, 过半, 半年."""
    c = text[at]
    if c == "翻":
        found = _DOUBLING.match(text, at, limit)
        if found is None:
            return None
        times_two = " 一二三四五".find((found[1] or "一").replace("两", "二"))
        return _word_amount(at, found.end(), "multiple", "倍", Decimal(2**times_two))
    if c == "过":
        if text.startswith("过半", at) and text[at + 2 : at + 3] not in _HALF_AFTER and text[at - 1 : at] not in "不通超经":
            amount = _word_amount(at, at + 2, "number", None, Decimal("0.5"))
            amount.modifier = "more_than"
            return amount
        return None
    if c == "半":
        return _read_half(text, at, low, limit)
    found = _VAGUE.match(text, at, limit)
    if found is None or at > low and text[at - 1] in _NOT_BEFORE_VAGUE:
        return None
    numeral = Numeral(at, found.end(), indefinite=True, plain=False)
    unit, end = read_unit(text, numeral, limit)
    if unit is None or unit.kind not in ("people", "count", "households", "duration") or text[at + 1] in "千百万亿":
        return None
    amount = _word_amount(at, end, unit.kind, unit.label, None)
    amount.unit, amount.numeral_end = unit, found.end()
    return amount


_HALF_AFTER = frozenset("夜天路山空个年月岛百")


def _read_half(text: str, at: int, low: int, limit: int) -> Amount | None:
    """半数, 半年, 半个月, 半斤."""
    if at > low and text[at - 1] in _HALF_BEFORE:
        return None
    if text.startswith("半数", at) and text[at + 2 : at + 3] != "据":
        return _word_amount(at, at + 2, "number", None, Decimal("0.5"))
    numeral = Numeral(at, at + 1, Decimal("0.5"), plain=False)
    unit, end = read_unit(text, numeral, limit)
    if unit is None or unit.kind not in ("duration", "measure", "count") or unit.kind == "count" and unit.surface != "个":
        return None
    amount = _word_amount(at, end, unit.kind, unit.label, Decimal("0.5"))
    amount.unit, amount.numeral_end = unit, at + 1
    return amount


def _word_amount(start: int, end: int, kind: str, label: str | None, value: Decimal | None) -> Amount:
    return Amount(start, end, value, kind=kind, label=label, numeral_end=end)


def _finish(text: str, amount: Amount, low: int, limit: int, region: str) -> Figure:
    """An amount with what stands around it: sign, currency in front, modifiers, rate."""
    start = _signed(text, amount, low)
    if amount.kind in ("number", "money"):
        start = _priced(text, amount, start, low)
    outer_start = amount.start if amount.start < start else start
    outer_start, front = read_front(text, outer_start, low)
    outer_end, back = read_back(text, amount.end, limit)
    unit, label = amount.unit, amount.label
    if region != "CN" and unit is not None and "CN" in unit.flags:
        label, si, si_unit = unit.surface, None, None
    elif unit is not None and unit.factor is not None and amount.value is not None:
        si, si_unit = si_value(unit, amount.value), unit.si_unit
    else:
        si, si_unit = None, None
    per = (amount.per,) if amount.per else read_per(text, outer_start, low)
    return Figure(
        amount.kind, start, amount.end, outer_start, outer_end,
        amount.value, amount.low, amount.high, label, amount.modifier or front or back, per,
        amount.numerator, amount.denominator, si, si_unit,
    )


def _signed(text: str, amount: Amount, low: int) -> int:
    """Take in 零下, 负 or - in front; the start of the figure with it."""
    start = amount.start
    for sign in _SIGNS:
        begin = start - len(sign)
        if begin < low or not text.startswith(sign, begin):
            continue
        before = text[begin - 1] if begin > low else ""
        if sign == "-" and (before.isalnum() and (before.isascii() or amount.unit is None and amount.kind == "number")):
            return start
        if sign == "负" and before in "正抱胜担肩":
            return start
        if amount.value is not None:
            amount.value = -amount.value
        elif amount.low is not None and amount.high is not None:
            amount.low, amount.high = sorted((-amount.low, amount.high if sign == "-" else -amount.high))
        return begin
    return start


def _priced(text: str, amount: Amount, start: int, low: int) -> int:
    """A currency in front of the amount: $300 keeps its sign, 港币60万元 is only counted in it."""
    marks = currency_marks()
    at = start - 1 if start > low and text[start - 1] == " " else start
    for size in range(min(8, at - low), 0, -1):
        mark = marks.get(text[at - size : at])
        if mark is None:
            continue
        code, is_sign = mark
        if amount.kind == "money" and amount.label not in (code, "CNY"):
            return start
        amount.kind, amount.label = "money", code
        if amount.unit is not None:
            amount.unit = Unit(amount.unit.surface, code, "money")
        if is_sign:
            return at - size
        amount.start = at - size
        return start
    return start
