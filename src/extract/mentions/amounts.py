"""A position in, an amount out: numeral or range, with unit and tail, as far as it is written.

An amount knows nothing of its surroundings; `quantities` adds those. Values come with the scale and
the parts of the unit applied: 5元6角 is 5.6, 三亩七分 3.7, 三成半 35 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from extract.mentions.numerals import DIGITS, EXACT, Numeral, exact, read_numeral, scale_of, tidy, times
from extract.mentions.tails import read_tail
from extract.mentions.units import Unit, begins_word, unit_table
from extract.patterns import pattern_of

_RANGE: Final = pattern_of(" ?(?:~|——?|–|--?|至|到|与|和) ?")
_SYMBOLS: Final = frozenset("~—–-")
_BETWEEN: Final = frozenset("与和")
_SHARE: Final = pattern_of("([百佰千万]|十万|百万) ?分 ?之 ?(负|-)?")
_WHOLE: Final = pattern_of("百分百(?![米年])")
_IN_HOW_MANY: Final = pattern_of("/(?:100?万|[十百]?万|千)(?=[,。;、)\\n以左的和上下降]|$)")
_SPOKEN_SCALE: Final = pattern_of(
    "个亿(?=[,。;、!?)的\\n]|$|(?:人民币|元|[美欧日港]元|卢布|英镑)+(?:[,。;、!?)的\\n]|$))"
)
_MIXED: Final = pattern_of(r" ?又 ?| (?=\d{1,3}/\d{1,3}(?![\d/]))")
_LEAST_YEAR: Final = 1000
_LEAST_ROUNDED: Final = Decimal("0.0005")
"""Below this a fraction keeps four digits that count instead of four places."""
_PARTED: Final = pattern_of(" ?分 ?之 ?(负|-)?")
_POINTED: Final = pattern_of(r" ?点 ?(\d{1,4}|[零〇一二三四五六七八九]{1,8})(?![十百千万亿\d年月日时分])")
_BARE_ENDS: Final = ("", "\n", "之", "左", "上", "不")
_BARE_LEADS: Final = ("", "\n", "在", "为", "约", "达", "从", ":")
_BARE_DIGITS: Final = 4
_SHARE_LABELS: Final = {"百": "%", "佰": "%", "千": "‰", "万": "‱"}
_LISTED_PAIR: Final = pattern_of("[一两二三四五六七八]、(?=[二三四五六七八九][十百千万亿个成天年人名次])")
_AFTER_TAEL: Final = frozenset(("", ",", "。", "、", ")", "半", *"酒茶肉面油糖盐米"))
"""What stands behind 两 when it is the weight: 二两酒."""
_BULKY: Final = frozenset("批片块堆群桶包箱碗杯捆摞排串步截圈锅筐袋")
"""Measure words that 大 or 整 may stand before."""


@dataclass(slots=True)
class Amount:
    """A number with its unit between `start` and `end`; bounds for a range, nothing for 几十.

    `numeral_end` is where the digits stop, `arabic` and `plain` how they are written, `per` what
    money with a slash is paid for (元/公斤).
    """

    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    modifier: str | None = None
    unit: Unit | None = None
    label: str | None = None
    kind: str = "number"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    arabic: bool = False
    plain: bool = False
    scale: int = 1
    numeral_end: int = 0
    per: tuple[str, ...] = ()
    signed: bool = False
    """Whether the sign in front is in the bounds already (-5℃至3℃)."""


def read_amount(text: str, at: int, limit: int) -> Amount | None:
    """Read the amount whose numeral begins at `at`; None where there is none.

    >>> read_amount("三亩七分地", 0, 5).value
    Decimal('3.7')
    >>> a = read_amount("两到三万港元", 0, 6); a.low, a.high, a.label
    (Decimal('20000'), Decimal('30000'), 'HKD')
    """
    if text[at] in "百千万十佰":
        share = _SHARE.match(text, at, limit)
        if share is not None:
            return _read_share(text, share, limit)
        if _WHOLE.match(text, at, limit) is not None:
            return Amount(at, at + 3, Decimal(100), kind="percent", label="%", numeral_end=at + 3)
    numeral = _read_listed_pair(text, at) or read_numeral(text, at)
    if numeral is None or numeral.end > limit:
        return None
    amount = Amount(
        at, numeral.end, numeral.value, numeral.low, numeral.high, numeral.modifier,
        arabic=numeral.arabic, plain=numeral.plain, scale=numeral.scale, numeral_end=numeral.end,
    )  # fmt: skip
    if text.startswith("个亿", numeral.end):
        _read_spoken_scale(text, amount, numeral, limit)
    following = text[numeral.end] if numeral.end < limit else ""
    if following == " " and amount.value is not None:
        _read_spaced_decimals(text, amount, numeral, limit)
        following = text[numeral.end] if numeral.end < limit else ""
    if following and following in "分又/半 ":
        fraction = _read_fraction(text, amount, limit)
        if fraction is not None:
            return _measured_fraction(text, fraction, limit)
    unit, end = read_unit(text, numeral, limit)
    if unit is None and following in ("大", "整") and text[end + 1 : end + 2] in _BULKY:
        unit, end = read_unit(text, Numeral(at, end + 1, numeral.value, plain=True), limit)  # 一大批
    if following == "/" and amount.arabic:
        _read_ratio(text, amount, limit)
    if end < limit and text[end] in " ~—–-至到与和":
        joined = _read_range(text, amount, unit, end, limit)
        if joined is not None:
            return joined
    if unit is not None:
        apply_unit(amount, unit, end)
        read_tail(text, amount, limit)
    return amount


def _measured_fraction(text: str, amount: Amount, limit: int) -> Amount:
    """1/2英里, 三又四分之一英寸: a fraction of a unit of measure."""
    numeral = Numeral(amount.start, amount.end, amount.value, arabic=amount.arabic)
    unit, end = read_unit(text, numeral, limit)
    if (
        unit is not None
        and unit.kind == "measure"
        and (len(unit.surface) > 1 or unit.surface in "米亩斤吨克升")
    ):
        apply_unit(amount, unit, end)
    return amount


def _read_ratio(text: str, amount: Amount, limit: int) -> None:
    """8.7/10万: so many in a hundred thousand."""
    counted = _IN_HOW_MANY.match(text, amount.end, limit)
    if counted is None or amount.value is None or amount.scale > 1:
        return
    amount.end, amount.plain = counted.end(), False
    amount.kind, amount.label = "measure", counted[0]
    amount.unit = Unit(counted[0], counted[0], "measure")


def _read_spoken_scale(text: str, amount: Amount, numeral: Numeral, limit: int) -> None:
    """两个亿, 3.5个亿美元; 5个亿元村 is five villages."""
    scaled = _SPOKEN_SCALE.match(text, numeral.end, limit)
    if scaled is None or amount.value is None or amount.scale > 1:
        return
    scale = scale_of("亿")
    amount.value = numeral.value = times(amount.value, scale)
    amount.end = amount.numeral_end = numeral.end = scaled.end()
    amount.scale, amount.plain, numeral.plain = scale, False, False


def _read_spaced_decimals(text: str, amount: Amount, numeral: Numeral, limit: int) -> None:
    """6 点 5, 三 点 一四: a spoken point between blanks."""
    pointed = _POINTED.match(text, numeral.end, limit)
    if pointed is None or not numeral.plain or amount.value is None or " " not in pointed[0]:
        return
    digits = "".join(str(DIGITS.get(c, c)) for c in pointed[1])
    amount.value = numeral.value = exact(str(int(amount.value)), digits, 1)
    amount.end = amount.numeral_end = numeral.end = pointed.end()
    amount.plain = numeral.plain = False


def read_unit(text: str, numeral: Numeral, limit: int) -> tuple[Unit | None, int]:
    """The unit behind a numeral and where it ends; digits may stand a blank away (200 万元)."""
    at = numeral.end
    if numeral.arabic:
        while at < limit and text[at] == " " and at < numeral.end + 2:
            at += 1
    elif at < limit and text[at] == " " and (not numeral.plain or limit == len(text)):
        at += 1
    if at >= limit:
        return None, numeral.end
    for unit in unit_table().get(text[at], ()):
        end = at + len(unit.surface)
        if text.startswith(unit.surface, at) and end <= limit and _fits(text, numeral, unit, end):
            return unit, end
    return None, numeral.end


def _fits(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether a unit may follow this numeral: flags of its line, and words that only begin like it."""
    if len(unit.surface) == 1 and begins_word(text, end - 1):
        return False
    flags = unit.flags
    if flags:
        following = text[end : end + 1]
        if "latin" in flags:
            short = numeral.plain and numeral.end - numeral.start == 1 and len(unit.surface) == 1
            if (following.isascii() and following.isalpha()) or (short and not numeral.arabic):
                return False
        if "arabic" in flags and numeral.plain and not numeral.arabic:
            return unit.surface == "两" and following in _AFTER_TAEL
        if unit.surface == "级" and not numeral.arabic and (numeral.high or 10) < 10:
            return False  # 二三级医院
        if "many" in flags and numeral.plain and not numeral.arabic and (numeral.value or 0) < 10:
            if unit.surface == "里":
                return following in ("地", "路", "外") and following != ""
            below = text[max(0, numeral.start - 2) : numeral.start] in ("零下", "零上")
            below = below or text[max(0, numeral.start - 1) : numeral.start] == "负"
            alone = numeral.start == 0 and end == len(text)
            return below or alone or (unit.surface == "度" and text[numeral.start] == "零")
    if unit.kind == "tenths":
        value = numeral.high if numeral.value is None else numeral.value
        return value is None or value <= 10
    return True


def apply_unit(amount: Amount, unit: Unit, end: int) -> None:
    """Give an amount its unit; tenths and discounts become per cent, 角 a tenth of 元."""
    amount.unit, amount.end = unit, end
    amount.kind, amount.label = unit.kind, unit.label
    if unit.kind == "tenths" or unit.kind == "discount":
        amount.kind, amount.label = "percent", "%"
        if unit.kind == "tenths" or (amount.value or amount.high or 0) < 10:
            _rescale(amount, Decimal(10))
    elif unit.part > 1:
        _rescale(amount, EXACT.divide(Decimal(1), Decimal(unit.part)))


def _rescale(amount: Amount, factor: Decimal) -> None:
    if amount.value is not None:
        amount.value = tidy(EXACT.multiply(amount.value, factor))
    if amount.low is not None and amount.high is not None:
        amount.low, amount.high = tidy(amount.low * factor), tidy(amount.high * factor)


def _read_listed_pair(text: str, at: int) -> Numeral | None:
    """三、四百 and 七、八成: neighbours with a mark between, before a scale or unit."""
    if text[at + 1 : at + 2] != "、" or (at and text[at - 1] in "第\n"):
        return None
    pair = _LISTED_PAIR.match(text, at)
    one = read_numeral(text, at) if pair is not None else None
    two = read_numeral(text, pair.end()) if pair is not None else None
    if one is None or two is None or one.value is None or two.value is None:
        return None
    if two.value != (one.value + 1) * two.scale:
        return None
    return Numeral(at, two.end, low=times(one.value, two.scale), high=two.value, scale=two.scale)


def _read_range(text: str, amount: Amount, unit: Unit | None, end: int, limit: int) -> Amount | None:
    """A second numeral behind ~ - 至 到 与: 1.6~3.9米, 2000元至5000元, 两到三万港元, 3与5之间."""
    mark = _RANGE.match(text, end, limit)
    first = amount.low if amount.value is None else amount.value
    if mark is None or first is None:
        return None
    sign = mark[0].strip()[0]
    at = mark.end()
    negative = 2 if text.startswith("零下", at) else 1 if text[at : at + 1] in ("负", "-") else 0
    above = text.startswith("零上", at)
    at += 2 if above else negative
    second = read_numeral(text, at) if at < limit else None
    if second is None or second.end > limit:
        return None
    last = second.high if second.value is None else second.value
    if last is None:
        return None
    last = -last if negative else last
    sign_before = _sign_before(text, amount.start)
    if sign_before:
        if unit is None and second.scale > 1:
            first = _lend_scale(first, last, second.scale)
        first = -first
        apart = above or last == -first or (unit is not None and last < -first)
        if sign_before == "零下" and not negative and not apart:
            last = -last
    other, other_end = read_unit(text, second, limit)
    if unit is not None and (other is None or other.label != unit.label or other.part != unit.part):
        return None
    moved = unit is not None and sign in "至到" and amount.start and text[amount.start - 1] in "从由自"
    if moved and text[other_end : other_end + 2] not in ("不等", "之间"):
        return None  # from one figure to another: a movement
    if sign in _BETWEEN and text[other_end : other_end + 1] not in ("之", "间"):
        return None
    if unit is None:
        priced = amount.start and text[amount.start - 1] in "$¥€£"
        scaled = second.scale > 1 or amount.scale > 1 or sign == "~"
        bare = other is None and sign in _SYMBOLS and not scaled and not priced
        if bare and not _stands_alone(text, amount, second, limit):
            return None
        if (
            not sign_before
            and second.scale > 1
            and amount.scale < 10**4
            and (amount.plain or not amount.arabic)
        ):
            first = _lend_scale(first, last, second.scale)
    if first >= last:
        if first == last or (sign in _SYMBOLS and not sign_before):
            return None
        first, last = last, first
    joined = Amount(
        amount.start, second.end, low=first, high=last, modifier=second.modifier,
        arabic=amount.arabic, numeral_end=second.end, scale=second.scale, signed=bool(sign_before),
    )  # fmt: skip
    if other is not None:
        apply_unit(joined, other, other_end)
        read_tail(text, joined, limit)
    return joined


def _stands_alone(text: str, amount: Amount, second: Numeral, limit: int) -> bool:
    """Whether digits with a dash between them are a range and no date, score or code: 在10-30之间."""
    at = amount.start
    before = text[at - 1] if at else ""
    after = text[second.end] if second.end < limit else ""
    if not amount.arabic or not amount.plain or not second.plain or before not in _BARE_LEADS:
        return False
    if after not in _BARE_ENDS or (before not in ("", "\n") and after in ("", "\n")):
        return False
    digits = (text[at : amount.numeral_end], text[second.start : second.end])
    if any(d[0] == "0" and d[1:2] not in ("", ".") for d in digits):
        return False
    return max(len(d.partition(".")[0]) for d in digits) <= _BARE_DIGITS


def _sign_before(text: str, at: int) -> str:
    """The sign that stands before a number: 零下, 负, or - behind a mark or a Chinese character."""
    if at >= 2 and text.startswith("零下", at - 2):
        return "零下"
    sign = text[at - 1] if at else ""
    if sign == "负" or (sign == "-" and (at < 2 or not text[at - 2].isalnum() or not text[at - 2].isascii())):
        return sign
    return ""


def _lend_scale(first: Decimal, last: Decimal, scale: int) -> Decimal:
    """The scale that the second number lends the first: 两到三万, 八到九百亿, 300-500万."""
    for part in (scale, *(big for big in (10**12, 10**8, 10**4) if scale > big and scale % big == 0)):
        if first * part < last:
            return times(first, part)
    return first


def _read_share(text: str, share: re.Match[str], limit: int) -> Amount | None:
    """百分之三十二点五, 千分之三, 百分之三十到四十一, 百万分之五."""
    at = share.end()
    numeral = read_numeral(text, at) if at < limit else None
    if numeral is None and text[at : at + 1] == "点":
        pointed = _POINTED.match(text, at, limit)
        if pointed is not None:  # 百分之点二八
            digits = "".join(str(DIGITS.get(c, c)) for c in pointed[1])
            numeral = Numeral(at, pointed.end(), exact("0", digits, 1))
    if numeral is None and text[at : at + 1] == "几":
        numeral = Numeral(at, at + 1, indefinite=True)
    if numeral is None or numeral.end > limit:
        return None
    if text[numeral.end : numeral.end + 1] == " " and numeral.value is not None:
        spaced = Amount(numeral.start, numeral.end, numeral.value)
        _read_spaced_decimals(text, spaced, numeral, limit)
    amount = Amount(
        share.start(), numeral.end, numeral.value, numeral.low, numeral.high, numeral.modifier,
        numeral_end=numeral.end,
    )  # fmt: skip
    label = _SHARE_LABELS.get(share[1])
    if label is None:
        if numeral.value is None:
            return None
        return set_fraction(amount, numeral.value, Decimal(scale_of(share[1])), numeral.end)
    amount.kind, amount.label = "percent", label
    mark = _RANGE.match(text, numeral.end, limit)
    if mark is not None and numeral.value is not None and mark[0].strip() not in _BETWEEN:
        again = _SHARE.match(text, mark.end(), limit)
        begin = again.end() if again is not None and again[1] == share[1] else mark.end()
        second = read_numeral(text, begin) if begin < limit else None
        if second is not None and (second.value or 0) > numeral.value and second.end <= limit:
            amount.low, amount.high, amount.value = numeral.value, second.value, None
            amount.end = amount.numeral_end = second.end
    if share[2] and amount.value is not None:
        amount.value = -amount.value
    return amount


def _read_fraction(text: str, amount: Amount, limit: int) -> Amount | None:
    """五分之三, 1/3, 二又四分之三, 一半."""
    at = amount.end
    value, mark = amount.value, text[at]
    if value is None:
        return None
    if mark == "半":
        if value != 1 or not amount.plain or text[at + 1 : at + 2] in ("天", "年", "月", "日", "夜"):
            return None
        return set_fraction(amount, Decimal(1), Decimal(2), at + 1)
    whole = Decimal(0)
    joint = _MIXED.match(text, at, limit)
    if joint is not None and amount.plain:
        lower = read_numeral(text, joint.end()) if joint.end() < limit else None
        if lower is None or not lower.value:
            return None
        whole, value, at = value, lower.value, lower.end
        mark = text[at : at + 1]
        if "又" not in joint[0] and mark != "/":
            return None
    parted = _PARTED.match(text, at, limit)
    if parted is not None:
        upper = read_numeral(text, parted.end()) if parted.end() < limit else None
        if upper is None or upper.value is None or upper.end > limit or not value:
            return None
        counted = -upper.value if parted[1] else upper.value
        return set_fraction(amount, whole * value + counted, value, upper.end)
    if mark != "/" or not amount.plain or not amount.arabic or at + 1 >= limit:
        return None
    lower = read_numeral(text, at + 1) if text[at + 1].isdigit() else None
    if lower is None or lower.value is None or not lower.plain or lower.end > limit:
        return None
    slashed = text[lower.end : lower.end + 1] == "/" or (amount.start and text[amount.start - 1] == "/")
    alone = amount.start == 0 and lower.end == len(text) and value < _LEAST_YEAR
    if slashed or not value or not lower.value or (value >= lower.value and not alone):
        return None  # a date or a path: 1/3/2018, 24/7
    return set_fraction(amount, whole * lower.value + value, lower.value, lower.end)


def set_fraction(amount: Amount, numerator: Decimal, denominator: Decimal, end: int) -> Amount:
    """Make an amount the ratio of two numbers, its value rounded to four places."""
    ratio = EXACT.divide(numerator, denominator)
    amount.value = tidy(ratio.quantize(Decimal("0.0001")))
    if abs(ratio) < _LEAST_ROUNDED:
        amount.value = tidy(Context(prec=4).plus(ratio))
    amount.numerator, amount.denominator = numerator, denominator
    amount.end = amount.numeral_end = end
    amount.plain = False
    return amount
