"""Numerals: a table of spellings, and every number to 99,999 in six of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extract.mentions.numerals import Numeral, read_numeral
from extract.text.folding import fold

TABLE = Path(__file__).parents[1] / "tables" / "numerals.txt"
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
FORMAL_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千万亿", "零壹貳參肆伍陸柒捌玖拾佰仟萬億")
FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


def written(numeral: Numeral | None, surface: str) -> str:
    """A numeral as the table writes it."""
    if numeral is None or numeral.end != len(surface):
        return "none-numeral"
    if numeral.value is not None:
        number = f"{numeral.value:f}"
    else:
        number = f"{numeral.low}..{numeral.high}" if numeral.low is not None else "none"
    return f"{number} {numeral.modifier}" if numeral.modifier else number


@pytest.mark.parametrize("row", ROWS)
def test_a_spelling_has_the_value_of_the_table(row: str) -> None:
    surface, _, expected = row.partition(" => ")
    assert written(read_numeral(fold(surface), 0), surface) == expected


def spell(number: int) -> str:
    """A number below 10^16 in Chinese as it is read aloud in full: 10203 → 一万零二百零三."""
    if number == 0:
        return "零"
    sections, words = [], ""
    while number:
        number, section = divmod(number, 10_000)
        sections.append(section)
    for power in range(len(sections) - 1, -1, -1):
        section = sections[power]
        if section:
            gap = words and (section < 1000 or sections[power + 1] == 0)
            words += ("零" if gap and not words.endswith("零") else "") + _section(section)
            words += ("", "万", "亿", "万亿")[power]
    return words


def _section(section: int) -> str:
    words, pending = "", False
    for unit, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            words += ("零" if pending else "") + DIGITS[digit] + scale
            pending = False
        elif words:
            pending = bool(section)
    return words


def spellings(number: int) -> dict[str, str]:
    """The six spellings that must all give the number back."""
    chinese = spell(number)
    short = chinese[1:] if 10 <= number < 20 else chinese
    return {
        "chinese": short,
        "colloquial": chinese.replace("二百", "两百").replace("二千", "两千").replace("二万", "两万"),
        "formal": chinese.translate(FORMAL),
        "traditional": chinese.translate(FORMAL_TRADITIONAL),
        "grouped": f"{number:,}".translate(FULL_WIDTH),
        "mixed": f"{number // 10_000}万{number % 10_000:04d}" if number >= 10_000 else str(number),
    }


@pytest.mark.parametrize("start", range(0, 100_000, 10_000))
def test_every_number_reads_back_in_six_spellings(start: int) -> None:
    for number in range(start, start + 10_000):
        for name, surface in spellings(number).items():
            if name in ("formal", "traditional") and len(surface) == 1:
                continue  # 陆 and 伍 alone are no digits
            numeral = read_numeral(fold(surface) if name in ("traditional", "grouped") else surface, 0)
            assert numeral is not None, (name, surface)
            assert (numeral.value, numeral.end) == (Decimal(number), len(surface)), (name, surface)


def test_a_numeral_stops_where_it_makes_one_number() -> None:
    ends = {"一亿一亿": 2, "三千五千": 2, "十十": 1, "1.5.3": 3, "1,23": 1, "3千瓦": 1, "百万参加": 2}
    for surface, end in ends.items():
        numeral = read_numeral(surface, 0)
        assert numeral is not None
        assert numeral.end == end, surface


def test_endless_digits_are_no_numeral() -> None:
    assert read_numeral("9" * 40, 0) is None
    assert read_numeral("1." + "3" * 40, 0) is None


def test_values_are_exact_however_long() -> None:
    numeral = read_numeral("123456789012345678.123456789万", 0)
    assert numeral is not None
    assert numeral.value == Decimal("1234567890123456781234.56789")
