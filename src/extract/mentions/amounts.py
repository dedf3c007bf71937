"""A position in, an amount out: numeral or range, with sign, unit and tail, as far as it is written.

An amount knows nothing of its surroundings; `quantities` adds those. Values come with the scale and
the parts of the unit applied: 5元6角 is 5.6, 三亩七分 3.7, 三成半 35 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.mentions.numerals import DIGITS, Numeral, plus, read_numeral, tidy, times
from extract.mentions.units import Unit, unit_table

_RANGE = re.compile(" ?(?:~|——?|–|--?|至|到) ?")
_SYMBOLS = frozenset("~—–-")
_SHARE = re.compile("(百|千|万|十万|百万)分之")
_SHARES = {"百": "%", "千": "‰", "万": "‱"}
_HALVES = Decimal("0.5")
_TENTHS_NEXT = frozenset("功为立员果本长交都熟人年群片套绩效了型品份就因语书名家形像活色败婚亲全田汉县教规员像")
_DISCOUNT_NEXT = frozenset("合价算扣叠射旧返腾磨断回页纸弯现成款")
_HALF_NEXT = frozenset("数年月天夜岛径决官导边价途坡山空自成制截")
_MORE_NEXT = frozenset("个名位家种条项次所云方重元样数少么边媒头只台件")
_NUMERIC = frozenset("0123456789零一二两三四五六七八九十百千万亿几")
_HALF_INSIDE = re.compile("个(半|多)(小时|月|星期|钟头|世纪|学期|百分点)")

_PARTS: dict[str, dict[str, int]] = {
    "元": {"角": 10, "毛": 10, "分": 100, "分钱": 100},
    "圆": {"角": 10, "分": 100},
    "块": {"角": 10, "毛": 10, "分": 100, "毛钱": 10, "分钱": 100},
    "角": {"分": 10},
    "毛": {"分": 10},
    "美元": {"美分": 100},
    "欧元": {"欧分": 100},
    "亩": {"分": 10, "厘": 100},
    "斤": {"两": 10, "钱": 100},
    "公斤": {"两": 20},
    "丈": {"尺": 10, "寸": 100},
    "尺": {"寸": 10},
    "小时": {"分钟": 60, "分": 60, "秒": 3600},
    "个小时": {"分钟": 60, "分": 60},
    "分钟": {"秒": 60, "秒钟": 60},
    "岁": {"个月": 12},
    "公里": {"米": 1000},
}
"""Units that a smaller one may follow in the same quantity, and how many of those they hold."""

_DIGIT_TAILS = frozenset({"块", "米", "尺", "丈", "斤", "成", "斗", "石", "毛", "角"})
"""Units behind which a bare digit counts tenths: 十八块六, 一米七, 八成五."""


@dataclass(slots=True)
class Amount:
    """A number with its unit between `start` and `end`; bounds for a range, nothing for 几十."""

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
    per: str | None = None


def read_amount(text: str, at: int, limit: int) -> Amount | None:
    """Read the amount whose numeral begins at `at`; None where there is none.

    >>> read_amount("三亩七分地", 0, 5).value
    Decimal('3.7')
    >>> a = read_amount("两到三万港元", 0, 6); a.low, a.high, a.label
    (Decimal('20000'), Decimal('30000'), 'HKD')
    """
    share = _SHARE.match(text, at, limit)
    if share is not None:
        return _read_share(text, at, share, limit)
    numeral = read_numeral(text, at)
    if numeral is None or numeral.end > limit:
        return None
    amount = _of_numeral(numeral)
    if text.startswith("分之", numeral.end) and numeral.value:
        return _read_fraction(text, amount, limit)
    if numeral.arabic and numeral.plain and text[numeral.end : numeral.end + 1] == "/":
        fraction = _read_slash(text, amount, limit)
        if fraction is not None:
            return fraction
    unit, end = read_unit(text, numeral, limit)
    joined = _read_range(text, amount, unit, end, limit)
    if joined is not None:
        return joined
    if unit is None:
        return _close_bare(text, amount, limit)
    _apply(amount, unit, end)
    _read_tail(text, amount, limit)
    return amount


def _of_numeral(numeral: Numeral) -> Amount:
    return Amount(
        numeral.start, numeral.end, numeral.value, numeral.low, numeral.high, numeral.modifier,
        arabic=numeral.arabic, plain=numeral.plain, scale=numeral.scale, numeral_end=numeral.end,
    )


def read_unit(text: str, numeral: Numeral, limit: int) -> tuple[Unit | None, int]:
    """The unit behind a numeral and where it ends; digits may stand a blank away (200 万元)."""
    at = numeral.end
    if at < limit and text[at] == " " and numeral.arabic:
        at += 1
        if at < limit and text[at] == " ":
            at += 1
    if at >= limit:
        return None, numeral.end
    units = unit_table().get(text[at])
    if units is None:
        return None, numeral.end
    for unit in units:
        end = at + len(unit.surface)
        if text.startswith(unit.surface, at) and end <= limit and _fits(text, numeral, unit, end):
            return unit, end
    return None, numeral.end


def _fits(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether a unit may follow this numeral: flags of its line, and words that only begin like it."""
    flags = unit.flags
    if flags:
        if "latin" in flags and (not numeral.arabic or text[end : end + 1].isascii() and text[end : end + 1].isalpha()):
            return False
        if "arabic" in flags and not (numeral.arabic or numeral.scale >= 100 or not numeral.plain):
            return False
        if "many" in flags and not numeral.arabic and numeral.plain and (numeral.value or 0) < 10:
            return False
    following = text[end : end + 1]
    if unit.kind == "tenths":
        value = numeral.value if numeral.value is not None else numeral.high
        return following not in _TENTHS_NEXT and (value is None or value <= 10)
    if unit.kind == "discount":
        return following not in _DISCOUNT_NEXT or following == ""
    return following not in _NOT_BEFORE.get(unit.surface, "") or following == ""


_NOT_BEFORE = {
    "年": "级代度初底末款产龄轮画报薪",
    "天": "然津文气安涯",
    "周": "边围刊报",
    "名": "义称额单胜",
    "位": "数于居移",
    "家": "庭长属具乡",
    "人": "民",
    "项": "目",
    "次": "产要元级",
    "所": "有以谓在",
    "处": "理于分罚女",
    "股": "份东票权",
    "对": "口接于外内照",
    "面": "对积临向",
    "地": "区点方段块铁震下形",
    "省": "级份",
    "市": "级场民",
    "县": "级城域",
    "区": "域间级",
    "村": "级民庄",
    "国": "家内际产务有",
    "队": "伍员",
    "园": "区林",
    "站": "点台",
    "校": "长园区",
    "厂": "家房",
    "点": "半钟多整",
    "册": "封",
    "户": "籍口型外部",
    "条": "件例约",
    "道": "路德理",
    "门": "店诊票",
    "路": "线径",
    "期": "间货待望",
    "行": "业政动",
    "本": "科级报人地市省",
    "口": "罩岸腔",
    "部": "门分队",
    "台": "湾风阶",
    "种": "植子",
    "度": "假",
    "元": "旦素月宵",
    "分": "之别布支成类析管局公校社子裂配享",
    "角": "度色落",
    "两": "个名次位种家岸国",
}
"""Characters that make another word of a unit (年级, 项目, 位数): no unit then."""


def _apply(amount: Amount, unit: Unit, end: int) -> None:
    """Give an amount its unit; tenths and discounts become per cent."""
    amount.unit, amount.end = unit, end
    amount.kind, amount.label = unit.kind, unit.label
    if unit.kind == "tenths" or unit.kind == "discount":
        amount.kind, amount.label = "percent", "%"
        if unit.kind == "tenths" or (amount.value or amount.high or 0) < 10:
            amount.value, amount.low, amount.high = (
                v if v is None else times(v, 10) for v in (amount.value, amount.low, amount.high)
            )
    elif unit.part > 1:
        amount.value, amount.low, amount.high = (
            v if v is None else _divide(v, unit.part) for v in (amount.value, amount.low, amount.high)
        )


def _divide(value: Decimal, by: int) -> Decimal:
    return tidy(value / by)


def _read_range(text: str, amount: Amount, unit: Unit | None, end: int, limit: int) -> Amount | None:
    """A second numeral behind ~ - 至 到: 1.6~3.9米, 2000元至5000元, 两到三万港元."""
    mark = _RANGE.match(text, end, limit)
    if mark is None or mark.end() >= limit or amount.modifier and False:
        return None
    if amount.value is None and amount.low is None:
        return None
    first = amount.low if amount.value is None else amount.value
    assert first is not None
    symbol = mark[0].strip()[0] in _SYMBOLS
    moved = not symbol and unit is not None and text[max(0, amount.start - 1) : amount.start] in ("从", "由", "自")
    if moved:
        return None
    at, sign = _read_sign(text, mark.end())
    if at >= limit:
        return None
    share = _SHARE.match(text, at, limit)
    if share is not None:
        return None
    second = read_numeral(text, at)
    if second is None or second.end > limit:
        return None
    last = second.high if second.value is None else second.value
    if last is None:
        return None
    if sign:
        last = -last
    other, other_end = read_unit(text, second, limit)
    if unit is not None and (other is None or other.label != unit.label or other.kind != unit.kind):
        return None
    if unit is None:
        if other is None and (symbol or not amount.plain and False) and second.scale == 1 and amount.scale == 1:
            return None
        if amount.plain and second.scale > 1:
            first = _carry(first, last, second.scale)
    if first >= last:
        if symbol or sign or first == last:
            return None
        first, last = last, first
    joined = Amount(
        amount.start, other_end, low=first, high=last, modifier=second.modifier,
        arabic=amount.arabic, plain=False, numeral_end=second.end,
    )
    if other is not None:
        if unit is not None and unit.part > 1 and unit is not other:
            return None
        _apply(joined, other, other_end)
        _read_rate(text, joined, limit)
        if text[joined.end : joined.end + 1] == "多" and text[joined.end + 1 : joined.end + 2] not in _MORE_NEXT:
            joined.end += 1
    return joined


def _carry(first: Decimal, last: Decimal, scale: int) -> Decimal:
    """The scale that the second number lends the first: 两到三万, 八到九百亿, 300-500万."""
    big = scale
    for small in (1000, 100, 10):
        if big % (10**4) and big >= small and big % small == 0:
            break
    for part in _scale_parts(scale):
        if first < last / part:
            return times(first, part)
    return first


def _scale_parts(scale: int) -> list[int]:
    """The whole scale, then what stays of it without its small part: 百亿, then 亿."""
    parts = [scale]
    for big in (10**12, 10**8, 10**4):
        if scale > big and scale % big == 0:
            parts.append(big)
            break
    return parts


def _read_sign(text: str, at: int) -> tuple[int, bool]:
    if text.startswith("零下", at):
        return at + 2, True
    if text[at : at + 1] in ("-", "负"):
        return at + 1, True
    return at, False


def _read_share(text: str, at: int, share: re.Match[str], limit: int) -> Amount | None:
    """百分之三十二点五, 千分之三, 百分之三十到四十一."""
    if share.end() >= limit:
        return None
    begin, sign = _read_sign(text, share.end())
    numeral = read_numeral(text, begin) if begin < limit else None
    if numeral is None or numeral.end > limit:
        return None
    label = _SHARES.get(share[1])
    amount = _of_numeral(numeral)
    amount.start = at
    if label is None:
        if numeral.value is None:
            return None
        denominator = {"十万": 10**5, "百万": 10**6}[share[1]]
        amount.numerator, amount.denominator = numeral.value, Decimal(denominator)
        amount.value = _divide(numeral.value, denominator)
        amount.plain = False
        return amount
    mark = _RANGE.match(text, numeral.end, limit)
    if mark is not None and mark.end() < limit and numeral.value is not None:
        again = _SHARE.match(text, mark.end(), limit)
        second_at = again.end() if again is not None and again[1] == share[1] else mark.end()
        second = read_numeral(text, second_at) if second_at < limit else None
        if second is not None and second.value is not None and second.value > numeral.value and second.end <= limit:
            amount.low, amount.high, amount.value = numeral.value, second.value, None
            amount.end = second.end
    amount.kind, amount.label, amount.plain = "percent", label, False
    if sign:
        _negate(amount)
    return amount


def _negate(amount: Amount) -> None:
    amount.value = -amount.value if amount.value is not None else None
    if amount.low is not None and amount.high is not None:
        amount.low, amount.high = -amount.high, -amount.low


def _read_fraction(text: str, amount: Amount, limit: int) -> Amount | None:
    """五分之三: the denominator stands first."""
    at = amount.end + 2
    numeral = read_numeral(text, at) if at < limit else None
    if numeral is None or numeral.value is None or numeral.end > limit or not amount.value:
        return None
    return _fraction(amount, numeral.value, amount.value, numeral.end)


def _read_slash(text: str, amount: Amount, limit: int) -> Amount | None:
    """1/3, unless it is a piece of a date or a path (1/3/2018, 24/7)."""
    at = amount.end + 1
    if at >= limit or not text[at].isdigit() or text[amount.start - 1 : amount.start] == "/":
        return None
    numeral = read_numeral(text, at)
    if numeral is None or numeral.value is None or not numeral.plain or numeral.end > limit:
        return None
    if text[numeral.end : numeral.end + 1] == "/" or not amount.value or amount.value >= numeral.value:
        return None
    return _fraction(amount, amount.value, numeral.value, numeral.end)


def _fraction(amount: Amount, numerator: Decimal, denominator: Decimal, end: int) -> Amount:
    ratio = (numerator / denominator).quantize(Decimal("0.0001"))
    amount.value = tidy(ratio)
    amount.numerator, amount.denominator = numerator, denominator
    amount.end, amount.plain, amount.numeral_end = end, False, end
    return amount


def _close_bare(text: str, amount: Amount, limit: int) -> Amount:
    """一半, 一个半小时, 两个多月, 一亿半: what may stand behind a numeral in place of a unit."""
    return amount


def _read_tail(text: str, amount: Amount, limit: int) -> None:
    """What follows a unit within the figure: 角 分 两, a digit, 半, 多, or /公斤."""
    unit = amount.unit
    assert unit is not None
    if amount.end >= limit:
        return
    following = text[amount.end]
    if unit.surface == "个" and amount.value is not None:
        inside = _HALF_INSIDE.match(text, amount.end - 1, limit)
        if inside is not None:
            _half_inside(amount, inside)
            return
    if amount.value is not None and following in _NUMERIC and amount.modifier is None:
        _read_parts(text, amount, limit)
        return
    if following == "半" and amount.value is not None and unit.kind != "count":
        if text[amount.end + 1 : amount.end + 2] not in _HALF_NEXT:
            half = Decimal(5) if unit.kind == "tenths" else _HALVES / unit.part
            amount.value = plus(amount.value, half)
            amount.end += 1
        return
    if following in "多余" and unit.kind not in ("count", "people", "households") and amount.modifier is None:
        if text[amount.end + 1 : amount.end + 2] not in _MORE_NEXT:
            amount.end += 1
            amount.modifier = "more_than"
        return
    _read_rate(text, amount, limit)


def _half_inside(amount: Amount, inside: re.Match[str]) -> None:
    surface = inside[2]
    table = unit_table()["个"] + unit_table().get(surface[0], ())
    unit = next((u for u in table if u.surface in ("个" + surface, surface)), None)
    assert amount.value is not None
    if inside[1] == "半":
        amount.value = plus(amount.value, _HALVES)
    else:
        amount.modifier = "more_than"
    amount.end = inside.end()
    if unit is not None:
        amount.unit, amount.kind, amount.label = unit, unit.kind, unit.label


def _read_parts(text: str, amount: Amount, limit: int) -> None:
    """Smaller units and bare digits: 5元6角, 三亩七分, 六斤八两, 十八块六, 一小时二十分."""
    unit = amount.unit
    assert unit is not None and amount.value is not None
    parts = _PARTS.get(unit.surface, {})
    value = Decimal(amount.value)
    while amount.end < limit and (parts or unit.surface in _DIGIT_TAILS):
        at = amount.end
        if text[at] == "零":
            at += 1
        numeral = read_numeral(text, at) if at < limit else None
        if numeral is None or numeral.value is None or not numeral.plain and numeral.value >= 60 or numeral.end > limit:
            break
        surface = next((p for p in sorted(parts, key=len, reverse=True) if text.startswith(p, numeral.end)), None)
        if surface is None:
            _read_digit_tail(text, amount, numeral, value, limit)
            return
        size = parts[surface]
        value = value + numeral.value / size
        amount.end = numeral.end + len(surface)
        amount.value = tidy(value)
        parts = {p: n for p, n in parts.items() if n > size}
        if not parts:
            break
    if amount.value.as_tuple().exponent and len(str(amount.value)) > 12:
        amount.value = tidy(amount.value.quantize(Decimal("0.0001")))


def _read_digit_tail(text: str, amount: Amount, numeral: Numeral, value: Decimal, limit: int) -> None:
    unit = amount.unit
    assert unit is not None and numeral.value is not None
    if unit.surface not in _DIGIT_TAILS or not numeral.plain or numeral.value >= 100:
        return
    if not numeral.arabic and numeral.end - numeral.start != 1:
        return
    following = text[numeral.end : numeral.end + 1]
    if following in unit_table() and following not in "的" or following in _NUMERIC or following == ".":
        return
    width = numeral.end - numeral.start
    share = numeral.value / 10**width / unit.part
    if unit.kind == "tenths":
        share *= 10
    amount.value = tidy(value + share)
    amount.end = numeral.end


def _read_rate(text: str, amount: Amount, limit: int) -> None:
    """公里/小时, 微克/立方米; of money the second unit is what the rate is for (元/公斤)."""
    unit = amount.unit
    at = amount.end
    if unit is None or at + 1 >= limit or text[at] not in "/每":
        return
    for other in unit_table().get(text[at + 1], ()):
        end = at + 1 + len(other.surface)
        if not text.startswith(other.surface, at + 1) or end > limit:
            continue
        if text[at] == "每" and text[end : end + 1] not in ",。;、)" and end < limit:
            return
        amount.end = end
        if unit.kind == "money":
            amount.per = other.surface
        else:
            factor = unit.factor / other.factor if unit.factor and other.factor else None
            si = f"{unit.si_unit}/{other.si_unit}" if factor is not None else None
            label = f"{unit.surface}{text[at]}{other.surface}"
            amount.unit = Unit(label, label, "measure", factor, si)
            amount.kind, amount.label = "measure", label
        return


def is_digit(c: str) -> bool:
    """Whether a character is an Arabic or Chinese digit."""
    return c.isdigit() or c in DIGITS
