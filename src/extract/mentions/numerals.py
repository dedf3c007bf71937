"""Folded text and a position in, a numeral out: any Chinese, Arabic or mixed spelling, exact.

A numeral is a run of digits and scale words with the modifier inside it (1370余万, 十几, 三五百).
Arabic digits with at most a chain of scales behind them take one regular expression; every
other spelling is cut into tokens and added up by `_add_up`, which stops where the numeral does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

DIGITS = {c: n for n, row in enumerate(
    ("零〇○", "一壹幺弌", "二两贰弐", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for c in row}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30, "卌": 40}
FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟参")
"""Digits of contracts and cheques; 陆 伍 参 拾 are ordinary characters too."""

NUMERAL_CHARACTERS = frozenset("0123456789") | DIGITS.keys() | SMALL.keys() | BIG.keys() | TENS.keys()

_EXACT = Context(prec=80)
_MOST_TOKENS = 48
_MOST_DIGITS = 24

# 千瓦, 千克, 兆瓦 … are units, and so is the 千 in them
_UNIT_SCALE = "(?:千(?![瓦克米伏卡赫帕焦安字比])|百(?!帕|分))"
_CHAIN = rf"{_UNIT_SCALE}?[万亿]*(?:兆(?![瓦赫帕焦欧字比]))?[万亿]*"
_ARABIC = re.compile(rf"(\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+)(?:\.(\d+))?(?: ?({_CHAIN}))?")
_CHAIN_ONLY = re.compile(rf" ?({_CHAIN})")
_CHINESE_CHAIN = re.compile("[十百千]?[万亿]*(?:兆(?![瓦赫帕焦欧字比]))?")
_FRACTION_DIGITS = re.compile("[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖]+(?![十百千拾佰仟])")
_LAYOUT_DIGITS = frozenset("零〇○一二三四五六七八九")
_NEIGHBOURS = frozenset([(3, 5)])
"""Digits that stand for a range though they do not follow each other: 三五百."""

_INDEFINITE = re.compile(
    "(?:好?几|数|若干)(?:十|百|千|[十百千]?[万亿]+)(?:[余多])?(?:万|亿)?|成千上万|成百上千|千千万万|千万亿万|亿万"
)
_AT_LEAST = re.compile("上(十|百|千|[十百千]?[万亿])(万|亿)?")
_BARE_MORE = re.compile("([百千万亿]|[十百千]万|[万千百十]亿)[余多]")


@dataclass(slots=True)
class Numeral:
    """A number as written at `start`..`end`: a value, or bounds, or neither (`indefinite`).

    `modifier` is the one inside (余 多 来 几 or the 上 of 上百); `scale` is the product of the
    scale words at its end (2.5万 has 10000), which a range lends to its first number.
    """

    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    modifier: str | None = None
    indefinite: bool = False
    scale: int = 1
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    arabic: bool = False
    plain: bool = True
    """No scale word, no fraction, no modifier: digits only."""


def read_numeral(text: str, at: int) -> Numeral | None:
    """Read the numeral that starts at `at` in a folded text, None where none does.

    >>> read_numeral("投入1370余万元", 2).value
    Decimal('13700000')
    >>> read_numeral("三五百人", 0).low, read_numeral("三五百人", 0).high
    (Decimal('300'), Decimal('500'))
    """
    first = text[at]
    if first.isdigit() and first.isascii():
        return _read_arabic(text, at)
    if first in "好几数若成上亿千":
        vague = _read_vague(text, at)
        if vague is not None:
            return vague
    if first in NUMERAL_CHARACTERS:
        return _read_chinese(text, at)
    return None


def _read_arabic(text: str, at: int) -> Numeral | None:
    found = _ARABIC.match(text, at)
    assert found is not None
    whole, decimals, chain = found.groups()
    end = found.end()
    if chain == "" or chain is None:
        end = found.end(2) if decimals else found.end(1)
        chain = ""
    if len(whole) > _MOST_DIGITS or (decimals and len(decimals) > _MOST_DIGITS):
        return Numeral(at, end, indefinite=True, arabic=True)
    if chain and not decimals and end < len(text) and (text[end].isdigit() or text[end] in "零一二三四五六七八九"):
        mixed = _read_tokens(text, at)
        if mixed is not None and mixed.end >= end:
            return _close(text, mixed)
    scale = scale_of(chain)
    digits = whole.replace(",", "").replace("，", "") if len(whole) > 4 else whole
    value = exact(digits, decimals, scale)
    numeral = Numeral(at, end, value, scale=scale, arabic=True, plain=not chain)
    return _close(text, numeral)


def exact(whole: str, decimals: str | None, scale: int) -> Decimal:
    """Digits before and behind the point and a scale in, the exact value out, integral where it is."""
    if not decimals:
        return Decimal(int(whole) * scale)
    number = int(whole + decimals) * scale
    power = 10 ** len(decimals)
    if number % power == 0:
        return Decimal(number // power)
    return _EXACT.divide(Decimal(number), Decimal(power)).normalize(_EXACT)


def times(value: Decimal, factor: int | Decimal) -> Decimal:
    """Multiply without rounding; integral results come without exponent."""
    product = _EXACT.multiply(value, Decimal(factor))
    return tidy(product)


def plus(one: Decimal, other: Decimal) -> Decimal:
    """Add without rounding."""
    return tidy(_EXACT.add(one, other))


def tidy(value: Decimal) -> Decimal:
    """The same value, as an integer without exponent or as decimals without closing zeros."""
    if value == value.to_integral_value(context=_EXACT):
        return Decimal(int(value))
    return value.normalize(_EXACT)


def scale_of(chain: str) -> int:
    """The product of scale words: 千万 in, 10000000 out."""
    product = 1
    for c in chain:
        product *= SMALL.get(c) or BIG[c]
    return product


def _close(text: str, numeral: Numeral) -> Numeral:
    """Take in a modifier and the scale words behind it: 1370余|万, 十几|亿."""
    end = numeral.end
    if end >= len(text):
        return numeral
    mark = text[end]
    if mark not in "余多来几" or numeral.value is None and numeral.low is None:
        return numeral
    if mark == "来" and (end + 1 >= len(text) or text[end + 1] in "自到源访临宾华往自说看讲信电客者"):
        return numeral
    if mark == "几" and (numeral.arabic or text[end - 1] not in "十百千万亿廿卅"):
        return numeral
    round_number = text[end - 1] in "0十百千万亿拾佰仟兆廿卅卌"
    if not round_number and (mark != "余" or not numeral.arabic):
        return numeral
    if not round_number and numeral.value is not None and numeral.value < 10:
        return numeral
    after = _CHAIN_ONLY.match(text, end + 1)
    chain = after[1] if after is not None else ""
    if chain and numeral.scale >= scale_of(chain) * (10 if mark == "几" else 1) and numeral.scale > 1000:
        chain = ""
    factor = scale_of(chain)
    numeral.end = end + 1 + len(chain) if chain else end + 1
    numeral.plain = False
    numeral.scale *= factor
    if mark == "几":
        numeral.value, numeral.indefinite = None, True
        return numeral
    if numeral.value is not None:
        numeral.value = times(numeral.value, factor)
    numeral.modifier = "approx" if mark == "来" else "more_than"
    return numeral


def _read_vague(text: str, at: int) -> Numeral | None:
    """几十万, 数百, 成千上万 (no value), 上百 (100 at least)."""
    found = _AT_LEAST.match(text, at)
    if found is not None:
        value = Decimal(scale_of(found[1]) * scale_of(found[2] or ""))
        return Numeral(at, found.end(), value, modifier="at_least", plain=False)
    found = _INDEFINITE.match(text, at)
    if found is None:
        return None
    return Numeral(at, found.end(), indefinite=True, plain=False, scale=1)


@dataclass(slots=True)
class _Token:
    kind: str
    """d digit, z zero, a arabic, s small scale, b big scale"""
    value: int
    end: int


def _tokens(text: str, at: int) -> list[_Token]:
    tokens: list[_Token] = []
    size = len(text)
    while at < size and len(tokens) < _MOST_TOKENS:
        c = text[at]
        if c == " " and tokens and at + 1 < size and _joined(tokens[-1], text[at + 1]):
            at += 1
            c = text[at]
        if c in DIGITS:
            value = DIGITS[c]
            tokens.append(_Token("d" if value else "z", value, at + 1))
        elif c in SMALL:
            tokens.append(_Token("s", SMALL[c], at + 1))
        elif c in BIG:
            if c == "兆" and text[at + 1 : at + 2] in "瓦赫帕焦欧字比" and at + 1 < size:
                break
            tokens.append(_Token("b", BIG[c], at + 1))
        elif c in TENS:
            tokens.append(_Token("d", TENS[c] // 10, at + 1))
            tokens.append(_Token("s", 10, at + 1))
        elif c == "参" and (text[at + 1 : at + 2] in ("拾", "佰", "仟", "万") or text[at - 1 : at] in ("拾", "佰", "仟")):
            tokens.append(_Token("d", 3, at + 1))
        elif c.isascii() and c.isdigit():
            found = _ARABIC.match(text, at)
            assert found is not None
            end = found.end(1)
            if found[2] or end - at > _MOST_DIGITS or (tokens and tokens[-1].kind in "da"):
                break
            tokens.append(_Token("a", int(found[1].replace(",", "").replace("，", "")), end))
            at = end
            continue
        else:
            break
        at += 1
    return tokens


def _joined(before: _Token, c: str) -> bool:
    """Whether a blank may stand between a token and the character behind it: 伍仟 伍佰, 8 万."""
    if before.kind in "sb":
        return c in "零壹贰叁肆伍陆柒捌玖"
    return c in "万亿佰仟拾"


def _read_tokens(text: str, at: int) -> Numeral | None:
    tokens = _tokens(text, at)
    if not tokens:
        return None
    value, used, scale = _add_up(tokens)
    if not used:
        return None
    return Numeral(at, tokens[used - 1].end, Decimal(value), scale=scale, plain=all(t.kind in "daz" for t in tokens[:used]))


def _add_up(tokens: list[_Token]) -> tuple[int, int, int]:
    """Tokens in; the value, how many tokens it takes and its closing scale out.

    The sections (below 万) are closed by a big scale; a big scale above the last one takes in
    all that stands before it (一万三千|亿). A digit behind a scale with no 零 counts tenths of
    that scale (两千六, 一万二).
    """
    total = section = 0
    number: int | None = None
    smallest, biggest = 10**5, 10**20
    zero = False
    kept = (0, 0, 1)
    closing = 1
    for i, token in enumerate(tokens):
        kind, value = token.kind, token.value
        if kind in "da":
            if number is not None:
                break
            number = value
        elif kind == "z":
            if number is not None:
                break
            if i == 0:
                kept = (0, 1, 1)
            zero = True
        elif kind == "s":
            if number is None:
                if i and not (zero or tokens[i - 1].kind == "b" and value == 1000 and False or value == 10):
                    break
                number = 1
            if value >= smallest:
                number = None
                break
            section += number * value
            number, smallest, zero = None, value, False
            closing = closing * value if i and tokens[i - 1].kind in "sb" else value
            kept = (total + section, i + 1, closing)
        else:
            chunk = section + (number or 0)
            if i and tokens[i - 1].kind == "b":
                total *= value
                biggest = value
                closing *= value
            else:
                if not chunk:
                    if i:
                        break
                    chunk = 1
                if value >= biggest:
                    if total >= value or value == biggest:
                        number = None
                        break
                    total = (total + chunk) * value
                else:
                    total += chunk * value
                closing = closing * value if i and tokens[i - 1].kind == "s" else value
                biggest = value
            section, number, smallest, zero = 0, None, 10**5, False
            kept = (total, i + 1, closing)
        if i + 1 == len(tokens) and number is not None:
            kept = _tail(tokens, total + section, number, zero, i + 1)
            number = None
    if number is not None and not kept[1]:
        return number, 1, 1
    return kept


def _tail(tokens: list[_Token], sum_before: int, number: int, zero: bool, used: int) -> tuple[int, int, int]:
    """The last digit of a numeral: 二十|三, 一千零|二, 两千|六 (600), 3万|4000."""
    if used == 1 or zero:
        return sum_before + number, used, 1
    before = tokens[used - 2]
    if before.value > 10 and number < 10:
        return sum_before + number * before.value // 10, used, before.value // 10
    return sum_before + number, used, 1


def _read_chinese(text: str, at: int) -> Numeral | None:
    bare = _BARE_MORE.match(text, at)
    if bare is not None:
        value = Decimal(scale_of(bare[1]))
        numeral = Numeral(at, bare.end(1), value, scale=scale_of(bare[1]), plain=False)
        return _close(text, numeral)
    if text[at] in FORMAL and not _formal_starts(text, at):
        return None
    numeral = _read_pair(text, at) or _read_digit_string(text, at) or _read_tokens(text, at)
    if numeral is None:
        return None
    end = numeral.end
    if text[end : end + 1] == "点":
        found = _FRACTION_DIGITS.match(text, end + 1)
        if found is not None and numeral.value is not None:
            digits = "".join(str(DIGITS[c]) for c in found[0])
            after = _CHINESE_CHAIN.match(text, found.end())
            chain = after[0] if after is not None else ""
            numeral.value = exact(str(int(numeral.value)), digits, scale_of(chain))
            numeral.scale = scale_of(chain)
            numeral.end = found.end() + len(chain)
            numeral.plain = False
            return _close(text, numeral)
    if numeral.low is None and text[at] in "百千" and end - at > 1 and text[at + 1] not in "万亿" and numeral.value:
        numeral.modifier = "approx"  # 百八十块: a hundred or so
    return _close(text, numeral)


def _formal_starts(text: str, at: int) -> bool:
    """陆 in 大陆 and 伍 in 队伍 are no digits: a formal digit needs a formal neighbour or money."""
    after = text[at + 1 : at + 2]
    return after in FORMAL and after != "" or after in ("万", "亿", "元", "圆", "角", "分", "点", " ", "整") and text[at] in "壹贰叁肆柒捌玖佰仟" or after in ("万", "元") and text[at] in "伍陆"


def _read_digit_string(text: str, at: int) -> Numeral | None:
    """二〇二三, 一二三四五: digits read one by one (three or more, or with a zero inside)."""
    end = at
    while end < len(text) and text[end] in _LAYOUT_DIGITS and end - at <= _MOST_DIGITS:
        end += 1
    if end - at < 2 or text[end : end + 1] in SMALL or text[end : end + 1] in BIG:
        return None
    if text[at] in "零〇○" and end - at == 2:
        return None
    value = int("".join(str(DIGITS[c]) for c in text[at:end]))
    return Numeral(at, end, Decimal(value))


def _read_pair(text: str, at: int) -> Numeral | None:
    """Two neighbouring digits are a range: 三五百, 十五六万, 一百二三十, 三四."""
    end = at
    size = len(text)
    pair = -1
    while end < size and end - at < _MOST_TOKENS and (text[end] in DIGITS or text[end] in SMALL or text[end] in BIG):
        if end > at and text[end] in DIGITS and text[end - 1] in DIGITS:
            one, two = DIGITS[text[end - 1]], DIGITS[text[end]]
            if pair >= 0 or not one or two != one + 1 and (one, two) not in _NEIGHBOURS:
                return None
            pair = end - 1
        end += 1
    if pair < 0:
        return None
    run = text[at:end]
    k = pair - at
    low = _read_tokens(run[:k + 1] + run[k + 2:], 0)
    high = _read_tokens(run[:k] + run[k + 1:], 0)
    if low is None or high is None or low.end != high.end or low.end <= k:
        return None
    return Numeral(at, at + low.end + 1, low=low.value, high=high.value, scale=low.scale, plain=False)
