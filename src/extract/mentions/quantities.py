"""Folded text in, figures out: a numeral with its unit, modifiers and what it is a rate of.

A figure has two spans. The outer one takes in every word that belongs to the figure
(近1000户, 85%以上), so that rules never see a stray 近; the inner one is what is reported (1000户).
Reading starts at characters that can begin a figure; each step takes the text as far as it
goes (sign, currency, numeral, range, unit, tail) and a reading that fails costs one character.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.mentions.amounts import Amount, read_amount
from extract.mentions.guards import is_refused
from extract.mentions.modifiers import is_recent, read_back, read_each, read_front
from extract.mentions.numerals import NUMERAL_CHARACTERS, exact
from extract.mentions.ordinals import read_ordinal
from extract.mentions.plain import ARABIC, CHINESE, is_word, plain_tables, read_digit, read_digits
from extract.mentions.rates import RATE_REACH, rate_of
from extract.mentions.units import Unit, currency_ends, currency_marks, measured, unit_table
from extract.mentions.wordings import read_wording
from extract.patterns import pattern_of
from extract.spans import Figure, Span

_CANDIDATE: Final = pattern_of(
    "[0-9每均产一二两三四五六七八九十百千万亿零〇廿卅卌壹贰叁肆伍陆柒捌玖佰仟拾第半几数多上成过翻首若好对参个点]"
    f"(?:(?<=[0-9])(?<![0-9][0-9]){ARABIC}"
    "|(?<![0-9陆伍拾多上成过翻首若好对参个点数])"
    # one look at what may stand behind any of the others, before each is asked for its own
    "|(?<=[陆伍拾多上成过翻首若好对参个点数])(?![^拾佰仟万亿元圆角分点整 零〇壹贰叁肆伍陆柒捌玖"
    "把一二三四五六七八九十百千名个家次位所项人种场条件天年倍批轮起半了近超约过两番届期套例笔干几折\n])(?:"
    "(?<=[陆伍])(?=[拾佰仟万亿元圆角分点整 零〇壹贰叁肆伍陆柒捌玖])"
    "|(?<=拾)(?![^壹贰叁肆伍陆柒捌玖万亿元圆\n])"
    "|(?<=个)(?=把[月小星钟人])"
    "|(?<=点)(?<![^\n]点)(?=[零一二三四五六七八九])"
    "|(?<=上)(?=[十百千万亿])"
    "|(?<=数)(?=[十百千万亿名个家次位所项人种场条件天年倍])"
    "|(?<=多)(?=[个位名次所家项种场条件批轮起])"
    "|(?<=成)(?=[千百])"
    "|(?<=过)(?=半)"
    "|(?<=翻)(?=了?[近超约]?过?[一两二三四五]?番)"
    "|(?<=首)(?=[批次个届家条期套例轮笔])"
    "|(?<=若)(?=干)"
    "|(?<=好)(?=几)"
    "|(?<=对)(?=折)"
    "|(?<=参)(?=[拾佰仟])))"
)
_WORDINGS: Final = frozenset("翻多数几半过若好对个点")
_POINT_BEFORE: Final = frozenset(" \n(-$¥￥€£:<>≥≤=")
_COMPARED: Final = pattern_of(" ?(?:还|更|要)?(?:([大多高长重贵快强])|([小少低短轻慢]|便宜))")
_ROUND_NUMBERS: Final = frozenset("百千万亿")
_AND: Final = frozenset(
    ("", "且", "并且", "而且", "同时", "的同时", ",", ", ", ",且", ",并且", ",同时", "但", "但是")
)
_DIGITS: Final = pattern_of(r"\d+(?:[,，.]\d+)*")
_CHINESE_RUN: Final = pattern_of("[零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_COMMA_RUN: Final = pattern_of(r"(?:\d{1,3}[,.]){6,}\d*")
_PRICE_REACH: Final = 12
_PIECES_BEFORE: Final = pattern_of("[^,。;:、!?()\n]*$")
_PIECES: Final = pattern_of("[板牌碑匾屏地田石砖瓦玉幕表肉糖豆皮布林片池件具]")
_LEAST_SUM: Final = 1000
"""From here on 块 is money where nothing speaks of pieces: 打来五万块."""
_PRICES: Final = pattern_of("[元钱价费薪资卖买花赚挣付交贴补售省收要掏加涨降奖罚块]")
_PRICE_CLOSES: Final = frozenset(",。;:、!?)”的左上以就到不多来每一\n ")
_SCALES: Final = pattern_of("(摄氏|华氏)(?:温度|度)?(?:零下|负|-)? ?$")
_SIGNS: Final = ("零下", "负", "-")
_LOWER, _UPPER = frozenset(("more_than", "at_least")), frozenset(("less_than", "at_most"))
_BOUNDS: Final = _LOWER | _UPPER


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
    resume, low = _behind_digits(text, start, end), start
    next_block, blocks = 0, len(blocked)
    tables, rate_at = plain_tables(), start - RATE_REACH - 1
    for found in _CANDIDATE.finditer(text, start, end):
        at = found.start()
        if text[at] in "每均产":
            rate_at = at
            continue
        if at < resume or at < low:
            continue  # 上 in 三成之上|亿
        while next_block < blocks and blocked[next_block][1] <= at:
            low = max(low, blocked[next_block][1])
            next_block += 1
        limit = end
        if next_block < blocks:
            limit = blocked[next_block][0]
            if limit <= at:
                resume = _behind_digits(text, blocked[next_block][1], end)
                continue
        figure = None
        if found.lastindex:
            figure = read_digits(text, found, low, limit, tables, region, rate_at)
        elif text[at] in CHINESE:
            if is_word(text, at, low, limit, tables):
                continue
            figure = read_digit(text, at, low, limit, tables, region, rate_at)
        if figure is None:
            figure, resume = _read_figure(text, at, low, limit, region)
        else:
            resume = figure.end
        if figure is not None:
            if figures and text[figure.end - 1] != " " and figures[-1].kind == "number":
                _lend_unit(text, figures[-1], figure)
            if figures and figure.modifier in _BOUNDS and _bound(text, figures[-1], figure):
                figures[-1] = _join_bounds(figures[-1], figure)
            else:
                figures.append(figure)
            low = max(low, figures[-1].outer_end)
    return figures


def _behind_digits(text: str, at: int, limit: int) -> int:
    """Where reading begins that is to begin at `at`: never within a run of digits."""
    inside = 0 < at < limit and text[at] in "0123456789" and text[at - 1] in "0123456789"
    return _skip(text, at, at + 2, limit, arabic=True) if inside else at


def _read_figure(text: str, at: int, low: int, limit: int, region: str) -> tuple[Figure | None, int]:
    """The figure that begins at `at`, if one does, and where reading goes on."""
    c = text[at]
    if c in "第首":
        ordinal = read_ordinal(text, at, limit)
        return ordinal, ordinal.end if ordinal is not None else at + 1
    arabic = c in "0123456789"
    if at and text[at - 1] in NUMERAL_CHARACTERS and (text[at - 1] in "0123456789") == arabic:
        return None, _skip(text, at, at + 2, limit, arabic=arabic)  # the rest of a number
    amount = read_wording(text, at, low, limit) if c in _WORDINGS else None
    if amount is None:
        amount = read_amount(text, at, limit)
    if amount is not None and at > low and text[at - 1] == "." and arabic:
        _read_point(text, amount, low)
    if amount is None:
        return None, _skip(text, at, at + 1, limit, arabic=arabic)
    if amount.unit is not None and amount.unit.surface == "块" and amount.end == amount.numeral_end + 1:
        _settle_pieces(text, amount, low, limit)
    start = _signed(text, amount, low)
    if amount.kind in ("number", "money"):
        start = _priced(text, amount, start, low)
    outer_start, outer_end, front, back = _rounding(text, amount, start, low, limit)
    rounded = front is not None or back is not None
    if start == amount.start and is_refused(text, amount, low, limit, rounded=rounded):
        return None, _skip(text, at, amount.numeral_end, limit, arabic=arabic)
    figure = _finish(amount, region)
    figure.start, figure.outer_start, figure.outer_end = start, outer_start, outer_end
    figure.modifier = amount.modifier or front or back
    figure.per = amount.per or rate_of(text, outer_start, low, figure.kind)
    return figure, _behind_digits(text, amount.end, limit)


def _rounding(
    text: str, amount: Amount, start: int, low: int, limit: int
) -> tuple[int, int, str | None, str | None]:
    """Where the words that round an amount begin and end, and what those in front and behind say."""
    outer_start, front = read_front(text, min(start, amount.start), low, measured=amount.kind == "measure")
    outer_end, back = read_back(text, amount.end, limit)
    if front is not None:
        if amount.kind == "duration" and is_recent(text, outer_start, amount.end, limit):
            front = None
        return outer_start, outer_end, front, back
    front = read_each(text, outer_start, low)
    before = text[outer_start - 1] if outer_start > low else ""
    if before == "比" and back is None:
        back = _compared(text, amount, limit)
    elif before == "过" and text[start] in _ROUND_NUMBERS:
        front = "more_than"  # 过亿元
    return outer_start, outer_end, front, back


def _read_point(text: str, amount: Amount, low: int) -> None:
    """.08 and -.8: a point without a digit before it."""
    at = amount.start
    digits = text[at : amount.numeral_end]
    before = text[at - 2] if at - 2 >= low else ""
    if amount.value is None or not digits.isdigit() or (before and before not in _POINT_BEFORE):
        return
    share = exact("0", digits, 1)
    amount.value = share if amount.value == int(digits) else None
    if amount.value is not None:
        amount.start, amount.plain = at - 1, False


def _compared(text: str, amount: Amount, limit: int) -> str | None:
    """比3000更大: more than that."""
    found = _COMPARED.match(text, amount.end, limit)
    if found is None or amount.modifier is not None:
        return None
    return "more_than" if found[1] else "less_than"


def _settle_pieces(text: str, amount: Amount, low: int, limit: int) -> None:
    """块 is money where the clause speaks of prices or nothing else stands in it, else pieces: 展板30块."""
    clause = _PIECES_BEFORE.search(text, max(low, amount.start - _PRICE_REACH), amount.start)
    before = clause[0] if clause is not None else ""
    after = text[amount.end] if amount.end < limit else ""
    large = amount.scale >= _LEAST_SUM or (amount.value or 0) >= _LEAST_SUM
    priced = not before or _PRICES.search(before) or (large and not _PIECES.search(before))
    if priced and (not after or after in _PRICE_CLOSES):
        return
    amount.kind, amount.label, amount.unit = "count", "块", Unit("块", "块", "count")


def _skip(text: str, at: int, end: int, limit: int, *, arabic: bool) -> int:
    """Where reading goes on behind what is no figure: never twice over one run of digits."""
    if arabic:
        run = _COMMA_RUN.match(text, at, limit) or _DIGITS.match(text, at, limit)
        return max(end, run.end()) if run is not None else end
    if end == at + 1:
        return end
    run = _CHINESE_RUN.match(text, at, limit)
    return run.end() if run is not None and end <= run.end() else at + 1


def _finish(amount: Amount, region: str) -> Figure:
    """An amount as a figure, with its size in SI where its unit has one."""
    label, size, size_unit, local = amount.label, None, None, False
    if amount.unit is not None:
        _, size, size_unit, local = measured(amount.unit, amount.value, region)
        label = amount.unit.surface if local else label
    return Figure(
        amount.kind, amount.start, amount.end, amount.start, amount.end,
        amount.value, amount.low, amount.high, label, None, None,
        amount.numerator, amount.denominator, size, size_unit, local,
    )  # fmt: skip


def _signed(text: str, amount: Amount, low: int) -> int:
    """Take in 零下, 负 or - in front, and 摄氏 華氏 of a temperature; where the figure starts with them."""
    start = amount.start
    unit = amount.unit
    if start > low + 2 and text.startswith("零下 ", start - 3):
        start -= 1
    elif start == low + 2 and text[start - 1] == " " and text[start - 2] in "负-":
        start -= 1  # - 0.8 on its own
    if unit is not None and unit.surface == "度" and text.startswith("氏 ", start - 2) and start > low + 2:
        return _on_scale(text, amount, start, low)
    if start == low or text[start - 1] not in "下负-氏度":
        return start
    for sign in _SIGNS:
        begin = start - len(sign)
        if begin < low or not text.startswith(sign, begin):
            continue
        before = text[begin - 1] if begin else ""
        weak = unit is None and amount.plain and amount.kind == "number"
        if sign == "-" and before and (before.isascii() or weak) and before not in " (,:;\n":
            break
        if sign == "负" and before and before in "正抱胜担肩欠":
            break
        if amount.value is not None:
            amount.value = -amount.value
        elif not amount.signed and amount.low is not None and amount.high is not None:
            amount.low, amount.high = -amount.high, -amount.low
        start = begin
        break
    if unit is not None and unit.surface == "度":
        return _on_scale(text, amount, start, low)
    return start


def _on_scale(text: str, amount: Amount, start: int, low: int) -> int:
    """华氏98.6度, 摄氏零下20度: the scale is named in front."""
    found = _SCALES.search(text, max(low, start - 6), start)
    if found is None:
        return start
    name = found[1] + "度"
    amount.unit = next(u for u in unit_table()[name[0]] if u.surface == name)
    amount.kind, amount.label = "measure", name
    return found.start()


def _priced(text: str, amount: Amount, start: int, low: int) -> int:
    """A currency in front of the amount: $300 keeps its sign, 港币60万元 is only counted in it."""
    at = start - 1 if start > low and text[start - 1] == " " else start
    if at == low or text[at - 1] not in currency_ends():
        return start
    marks = currency_marks()
    for size in range(min(8, at - low), 0, -1):
        mark = marks.get(text[at - size : at])
        if mark is None:
            continue
        code, is_sign = mark
        if amount.kind == "money" and amount.label not in (code, "CNY"):
            return start
        amount.kind, amount.label = "money", code
        amount.unit = Unit(amount.unit.surface if amount.unit is not None else "", code, "money")
        if is_sign:
            return at - size
        amount.start = at - size
        return start
    return start


def _lend_unit(text: str, one: Figure, two: Figure) -> None:
    """6.2和6.7个百分点: the first of two has the unit of the second."""
    between = text[one.outer_end : two.outer_start]
    if between not in ("和", "、", "与", "及") or one.unit is not None or one.numerator is not None:
        return
    if two.unit is not None and two.kind != "ordinal" and "." in text[one.start : one.end]:
        one.kind, one.unit = two.kind, two.unit


def _bound(text: str, one: Figure, two: Figure) -> bool:
    """Whether two figures are the ends of one range: 大于30小于100, 最少20人最多30人, 10以上20以下."""
    if one.value is None or two.value is None or one.unit not in (two.unit, None):
        return False
    if one.modifier not in _BOUNDS or two.modifier not in _BOUNDS:
        return False
    if text[one.outer_end : two.outer_start] not in _AND:
        return False
    if two.outer_end == two.end and two.outer_start == two.start:
        return False
    if one.outer_end == one.end and one.outer_start == one.start:
        return False
    if one.modifier in _LOWER:
        return two.modifier in _UPPER and one.value < two.value
    return one.modifier in _UPPER and two.modifier in _LOWER and one.value > two.value


def _join_bounds(one: Figure, two: Figure) -> Figure:
    """The range between two bounds; exact, for both ends are said."""
    two.start, two.outer_start, two.per = one.start, one.outer_start, one.per or two.per
    assert one.value is not None
    assert two.value is not None
    two.low, two.high = min(one.value, two.value), max(one.value, two.value)
    two.value = two.modifier = None
    two.si_value = two.si_unit = None
    return two
