"""Folded text and a position in, a numeral out: any Chinese, Arabic or mixed spelling, exact.

A numeral is a run of digits and scale words with the modifier inside it (1370余万, 十几, 三五百).
Arabic digits with at most a chain of scales behind them take one regular expression; every
other spelling is added up character by character in a `Sum`, which stops where the numeral does.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from extract.mentions.sums import Sum
from extract.patterns import pattern_of

_SPELLINGS: Final = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS: Final = {c: value for value, characters in enumerate(_SPELLINGS) for c in characters}
SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS: Final = {"廿": 2, "卅": 3, "卌": 4}
NUMERAL_CHARACTERS: Final = frozenset({*"0123456789", *DIGITS, *SMALL, *BIG, *TENS})

_FORMAL_DIGITS: Final = "壹贰叁参肆伍陆柒捌玖"
_FORMAL: Final = frozenset(_FORMAL_DIGITS + "拾佰仟")
"""Digits of contracts and cheques; 陆 伍 参 拾 are ordinary characters too."""

EXACT: Final = Context(prec=80)
_MOST_DIGITS: Final = 24
_LAST_HOUR: Final = 24
_LONGEST_PAIR_RUN: Final = 16

# 千瓦, 百帕, 兆字节 are units: the scale in them is theirs
UNIT_REST: Final = "[瓦克米伏卡赫帕焦安字比牛]"
_CHAIN: Final = rf"(?:千(?!{UNIT_REST})|[佰仟]|百(?![帕分慕]))?[万亿]*(?:兆(?!{UNIT_REST}))?"
_GROUPED: Final = r"\d{1,3}(?:[,，]\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?=[万亿]*[一-鿿%]|$)"
_ARABIC: Final = pattern_of(rf"({_GROUPED}|\d+)(?:\.(\d+))?(?: ?({_CHAIN}))?")
_MARKS: Final = {ord(c): None for c in ",， "}
_ARABIC_POINT: Final = pattern_of(r"点(\d{1,4})(?=[千百]?[万亿])")
_SPACED: Final = pattern_of(r" (\d{1,4}) ?(千?万)")
_CHAIN_BEHIND: Final = pattern_of(_CHAIN)
_VAGUE_CHAIN: Final = pattern_of("[十百千]?[万亿]*")
_DECIMALS: Final = pattern_of("[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖]+(?![十拾])|[0-9]+")
_STRING: Final = pattern_of("[零〇○一二三四五六七八九]{2,}")
_RUN: Final = pattern_of(f"[零〇○一二三四五六七八九两十百千万亿]{{2,{_LONGEST_PAIR_RUN}}}")
_PAIR: Final = pattern_of("一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|三五")

_INDEFINITE: Final = pattern_of(
    "(?:好?几|数|若干)(?:[十百千][万亿]*|[万亿]+)[余多]?[万亿]?|成千上万|成百上千"
)
_AT_LEAST: Final = pattern_of("上(十|百|千|[十百千]?[万亿])(万|亿)?")
_ALONE: Final = pattern_of(
    "([百千万亿]|[十百千]万|[万千百十]亿)(?:[余多]|把(?=[个名位家户人只头匹羽条株棵亩斤吨公块元年天里米平台辆件套次本篇字]))"
)
_POWER: Final = pattern_of(r"(?:[eE]|[×*]10\^)([+-]?\d{1,2})(?![0-9A-Za-z.])|\^(-?\d{1,2})(?![0-9.])")
_LETTER_SCALE: Final = pattern_of(" ?[kK](?![0-9A-Za-z])|w(?![0-9A-Za-z/])")
_LETTER_SCALES: Final = {"k": 1000, "w": 10**4}
_MILLIONS: Final = pattern_of("(?<![^\\n])([0-9]+(?:\\.[0-9]+)?) ?M(?![^\\n])")
_KILO_UNITS: Final = pattern_of("千(?:克(?!拉)|瓦(?![房片])|焦|卡(?![车片])|赫|帕|伏)")
"""Units that 千 belongs to behind a Chinese numeral: 三千克 is 3 kg, 三千米 3000 m."""
_BIG_DIGITS: Final = ("百", "千", "万", "亿", "佰", "仟")
_JOINS: Final = frozenset("加与观谋考赛展保照股军")
_COMES: Final = frozenset("自到源访临宾华往说看讲信电客者年去")
"""Characters behind 来 that make it the verb or a noun: 120来自, 20来到."""
_HALVES: Final = frozenset("年月天日夜岛导径")
"""Characters behind 半 that make another word of it."""


@dataclass(slots=True)
class Numeral:
    """A number as written at `start`..`end`: a value, or bounds, or neither (`indefinite`).

    `modifier` is the one inside (余 多 来, or the 上 of 上百); `scale` is the product of the scale
    words at its end (2.5万 has 10000), which a range lends to its first number; `plain` says that
    there are digits only.
    """

    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    modifier: str | None = None
    indefinite: bool = False
    scale: int = 1
    arabic: bool = False
    plain: bool = False


def read_numeral(text: str, at: int) -> Numeral | None:
    """Read the numeral that starts at `at` in a folded text, None where none does.

    >>> read_numeral("投入1370余万元", 2).value
    Decimal('13700000')
    >>> read_numeral("三五百人", 0).low, read_numeral("三五百人", 0).high
    (Decimal('300'), Decimal('500'))
    """
    first = text[at]
    if first in "0123456789":
        return _read_arabic(text, at)
    if first in "好几数若成上":
        vague = _read_vague(text, at)
        if vague is not None:
            return vague
    if first in NUMERAL_CHARACTERS or first == "参":
        return _read_chinese(text, at)
    return None


def exact(whole: str, decimals: str | None, scale: int) -> Decimal:
    """Digits before and behind the point and a scale in, the exact value out, integral where it is."""
    if not decimals:
        return Decimal(int(whole) * scale)
    if scale == 1 and decimals[-1] != "0":
        return Decimal(f"{whole}.{decimals}")
    number = int(whole + decimals) * scale
    power = 10 ** len(decimals)
    if number % power == 0:
        return Decimal(number // power)
    return Decimal(f"{number}E-{len(decimals)}").normalize(EXACT)


def times(value: Decimal, factor: int) -> Decimal:
    """Multiply without rounding."""
    return tidy(EXACT.multiply(value, Decimal(factor)))


def tidy(value: Decimal) -> Decimal:
    """The same value, as an integer without exponent or as decimals without closing zeros."""
    if value == value.to_integral_value(context=EXACT):
        return Decimal(int(value))
    return value.normalize(EXACT)


def scale_of(chain: str) -> int:
    """The product of scale words: 千万 in, 10000000 out."""
    product = 1
    for c in chain:
        product *= SMALL.get(c) or BIG[c]
    return product


def _read_arabic(text: str, at: int) -> Numeral | None:
    found = _ARABIC.match(text, at)
    assert found is not None
    whole, decimals, chain = found.groups()
    if len(whole) > _MOST_DIGITS or (decimals and len(decimals) > _MOST_DIGITS):
        return None
    if not chain and not decimals:
        spoken = _ARABIC_POINT.match(text, found.end(1))
        if spoken is not None:  # 3点5亿
            behind = _CHAIN_BEHIND.match(text, spoken.end())
            scale = scale_of(behind[0]) if behind is not None else 1
            end = behind.end() if behind is not None else spoken.end()
            return Numeral(at, end, exact(_joined(whole), spoken[1], scale), scale=scale, arabic=True)
    if not chain:
        end = found.end(2) if decimals else found.end(1)
        lettered = _read_letters(text, at, end, _joined(whole), decimals)
        if lettered is not None:
            return lettered
        numeral = Numeral(at, end, exact(_joined(whole), decimals, 1), arabic=True, plain=True)
        return _close(text, numeral)
    end = found.end()
    if not decimals and end < len(text) and (text[end] in NUMERAL_CHARACTERS):
        mixed = _add_up(text, at)
        if mixed is not None and mixed.end > end:
            mixed.arabic = True
            return _close(text, mixed)
    scale = scale_of(chain)
    value = exact(_joined(whole), decimals, scale)
    spaced = _SPACED.match(text, end) if not decimals else None
    if spaced is not None and BIG.get(chain[-1], 0) > BIG[spaced[2][-1]]:  # 1 亿 2000 万
        scale, end = scale_of(spaced[2]), spaced.end()
        value += int(spaced[1]) * scale
    return _close(text, Numeral(at, end, value, scale=scale, arabic=True))


def _read_letters(text: str, at: int, end: int, whole: str, decimals: str | None) -> Numeral | None:
    """Digits with a letter for their scale or with a power: 40k, 3.5w, 1e10, 2^5."""
    behind = text[end : end + 1]
    if not behind or behind not in " kKweE^M×*":
        return None
    scaled = _LETTER_SCALE.match(text, end)
    if scaled is not None:
        scale = _LETTER_SCALES[scaled[0].strip().lower()]
        return Numeral(at, scaled.end(), exact(whole, decimals, scale), scale=scale, arabic=True)
    millions = _MILLIONS.match(text, at)
    if millions is not None:
        return Numeral(at, millions.end(), exact(whole, decimals, 10**6), scale=10**6, arabic=True)
    power = _POWER.match(text, end)
    if power is None:
        return None
    number = exact(whole, decimals, 1)
    if power[1]:
        value = EXACT.scaleb(number, int(power[1]))
    elif number or int(power[2]) > 0:
        value = EXACT.power(number, int(power[2]))
    else:
        return None
    return Numeral(at, power.end(), tidy(value), arabic=True)


def _joined(digits: str) -> str:
    return digits.translate(_MARKS) if len(digits) > 4 else digits


def _close(text: str, numeral: Numeral) -> Numeral:
    """Take in a modifier and the scale words behind it: 1370余|万, 十几|亿."""
    end = numeral.end
    if end >= len(text) or text[end] not in "余多来几半" or (numeral.value is None and numeral.low is None):
        return numeral
    mark, last = text[end], text[end - 1]
    if mark == "半":
        if last in "万亿" and numeral.value is not None and text[end + 1 : end + 2] not in _HALVES:
            numeral.value, numeral.end = numeral.value + numeral.scale // 2, end + 1
        return numeral
    if (mark == "来" and text[end + 1 : end + 2] in _COMES) or text.startswith("多米尼加", end):
        return numeral
    if mark == "几":
        if last not in "十百千万亿廿卅" and not (numeral.arabic and numeral.plain and last == "0"):
            return numeral
    elif numeral.arabic and text[end + 1 : end + 2] in ("万", "亿"):
        pass  # 14多亿 is a number, 14多 none
    elif last not in "0十百千万亿拾佰仟兆廿卅卌" or (numeral.value is not None and numeral.value < 10):
        return numeral
    chain = (_VAGUE_CHAIN if mark == "几" else _CHAIN_BEHIND).match(text, end + 1)
    factor = scale_of(chain[0]) if chain is not None else 1
    above = next((big for big in (10**4, 10**8, 10**12) if big > factor and numeral.scale < big), 0)
    if mark != "几" and factor > 1 and numeral.scale >= factor * 10**4:
        chain, factor = None, 1
    numeral.end = end + 1 + (len(chain[0]) if chain is not None else 0)
    numeral.plain = False
    if mark == "几":
        numeral.value = numeral.low = numeral.high = None
        numeral.indefinite = True
        return numeral
    numeral.scale *= factor
    numeral.modifier = "approx" if mark == "来" else "more_than"
    if numeral.value is not None and factor > 1:
        # 4亿3千余|万: only what stands below 亿 is counted in 万
        counted = EXACT.remainder(numeral.value, Decimal(above)) if above else numeral.value
        numeral.value = tidy(numeral.value - counted + counted * factor)
    return numeral


def _read_vague(text: str, at: int) -> Numeral | None:
    """几十万, 数百, 成千上万 (no value), 上百 (100 at least)."""
    found = _AT_LEAST.match(text, at)
    if found is not None and text[at - 1 : at] not in tuple("迈跃踏登站攀冲升"):  # 迈上万亿元台阶
        value = Decimal(scale_of(found[1]) * scale_of(found[2] or ""))
        return Numeral(at, found.end(), value, modifier="at_least")
    found = _INDEFINITE.match(text, at)
    return Numeral(at, found.end(), indefinite=True) if found is not None else None


def _read_chinese(text: str, at: int) -> Numeral | None:
    alone = _ALONE.match(text, at) if text[at] in "十百千万亿" else None
    if alone is not None:
        scale = scale_of(alone[1])
        if text[alone.end() - 1] == "把":
            return Numeral(at, alone.end(), Decimal(scale), modifier="approx", scale=scale)
        return _close(text, Numeral(at, alone.end(1), Decimal(scale), scale=scale))
    if text[at] in _FORMAL and not _formal_starts(text, at):
        return None
    run = _RUN.match(text, at)
    numeral = None
    if run is not None:
        numeral = _read_digit_string(text, at) or _read_pair(text, at, run[0])
    numeral = numeral or _add_up(text, at)
    if numeral is None:
        return None
    if text[numeral.end : numeral.end + 1] == "点" and numeral.value is not None:
        _read_decimals(text, numeral)
    if text[at] in "百千" and numeral.end - at > 1 and text[at + 1] not in "万亿兆" and numeral.value:
        numeral.modifier = "approx"  # 百八十块: some 180
    return _close(text, numeral)


def _read_decimals(text: str, numeral: Numeral) -> None:
    """点 and the digits and scales behind it: 三十二点五, 一点五亿."""
    found = _DECIMALS.match(text, numeral.end + 1)
    if found is None or numeral.value is None:
        return
    if found[0].isascii() and numeral.value <= _LAST_HOUR:
        return  # 十点30
    chain = _CHAIN_BEHIND.match(text, found.end())
    assert chain is not None
    digits = "".join(str(DIGITS.get(c, c)) for c in found[0][:_MOST_DIGITS])
    numeral.scale = scale_of(chain[0])
    numeral.value = exact(str(int(numeral.value)), digits, numeral.scale)
    numeral.end, numeral.plain = chain.end(), False


def _formal_starts(text: str, at: int) -> bool:
    """陆 in 大陆 and 伍 in 队伍 are no digits: a formal digit needs a formal neighbour or money."""
    c, after = text[at], text[at + 1 : at + 2]
    if (at == 0 and len(text) == 1) or text[at - 1 : at] == "第":
        return c in "壹贰叁肆柒捌玖拾"
    if c == "拾" and after and after in "万亿元圆":
        return True
    if c in "拾佰仟":
        return after in _FORMAL and after != ""
    if after in "拾佰仟" and after:
        return True
    if after in "万亿元圆角分" and after:
        return True
    if after == " ":
        return text[at + 2 : at + 3] in _FORMAL or text[at + 2 : at + 3] in BIG
    return after != "" and after in "点整" and c in "壹贰叁肆柒捌玖"


def _read_digit_string(text: str, at: int) -> Numeral | None:
    """二〇二三, 一二三四五: digits read one by one, three or more, or with a zero behind the first."""
    found = _STRING.match(text, at)
    if found is None or text[found.end() : found.end() + 1] in SMALL or len(found[0]) > _MOST_DIGITS:
        return None
    digits = found[0]
    behind, whole = text[found.end() : found.end() + 1], len(text) == len(digits)
    if len(digits) == 2 and digits[1] not in "零〇○" and behind not in ("折", "点") and not whole:
        return None
    if len(digits) == 2 and _PAIR.match(digits):
        return None
    after = _VAGUE_CHAIN.match(text, found.end())
    if after is not None and after[0]:
        return None
    return Numeral(at, found.end(), Decimal(int("".join(str(DIGITS[c]) for c in digits))), plain=True)


def _read_pair(text: str, at: int, run: str) -> Numeral | None:
    """Two neighbouring digits are a range: 三五百, 十五六万, 一百二三十, 三四."""
    pair = _PAIR.search(run)
    if pair is None or len(run) == _LONGEST_PAIR_RUN:
        return None
    k = pair.start()
    low, high = _add_up(run[: k + 1] + run[k + 2 :], 0), _add_up(run[:k] + run[k + 1 :], 0)
    if low is None or high is None or low.end != high.end or low.end <= k:
        return None
    return Numeral(at, at + low.end + 1, low=low.value, high=high.value, scale=low.scale)


def _add_up(text: str, at: int) -> Numeral | None:
    """Read a numeral of digits and scales from `at` as far as it makes one number."""
    run = Sum()
    start, size, arabic, plain = at, len(text), False, True
    while at < size and at - start < 64:
        c = text[at]
        if c == " " and at > start and at + 1 < size and _bridges(run.last, text[at + 1]):
            at += 1
            c = text[at]
        if c == "两" and run.last and text[at + 1 : at + 2] not in _BIG_DIGITS:
            run.close(at)  # 三百两 is silver: two at the end is 二
            break
        if c in DIGITS:
            taken = run.add_digit(DIGITS[c], at + 1, "d")
        elif c == "千" and _KILO_UNITS.match(text, at):
            run.close(at)
            break
        elif c in SMALL:
            taken, plain = run.add_small(SMALL[c], at + 1), False
        elif c in BIG:
            taken = not (c == "兆" and text[at + 1 : at + 2] in "瓦赫帕焦欧字比" and at + 1 < size)
            taken, plain = taken and run.add_big(BIG[c], at + 1), False
        elif c in TENS:
            taken = run.add_digit(TENS[c], at + 1, "d") and run.add_small(10, at + 1)
            plain = False
        elif c == "参" and _is_three(text, at, start):
            taken = run.add_digit(3, at + 1, "d")
        elif c in "0123456789":
            found = _ARABIC.match(text, at)
            assert found is not None
            if found[2] or found.end(1) - at > _MOST_DIGITS:
                break
            kind = "d" if len(found[1]) == 1 and found[1] != "0" else "a"
            taken, arabic = run.add_digit(int(_joined(found[1])), found.end(1), kind), True
            at = found.end(1) - 1
        else:
            run.close(at)
            break
        if not taken:
            if c == "千" and run.smallest == SMALL["十"]:
                run.close(at)  # 二十五|千米
            break
        at += 1
    else:
        run.close(at)
    if run.kept is None:
        return None if run.number is None else Numeral(start, start + 1, Decimal(run.number), plain=True)
    value, end, scale = run.kept
    return Numeral(start, end, Decimal(value), scale=scale, arabic=arabic, plain=plain and scale == 1)


def _is_three(text: str, at: int, start: int) -> bool:
    """参 before a formal scale, or behind one and not in a word of its own (参加, 参与)."""
    after = text[at + 1 : at + 2]
    if after in ("拾", "佰", "仟") or (at == start and after in ("万", "亿")):
        return True
    return at > start and text[at - 1] in "拾佰仟零万亿" and after not in _JOINS


def _bridges(last: str, c: str) -> bool:
    """Whether a blank may stand between a token and the character behind it: 伍仟 伍佰, 8 万."""
    return c in "零壹贰叁肆伍陆柒捌玖" if last in "sb" else c in "万亿佰仟拾"
