"""What holds for every number: written and read back, in both scripts and widths, with any decimals."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extract.mentions.numerals import read_numeral
from extract.mentions.quantities import find_figures
from extract.text.folding import fold

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千万亿", "零壹貳參肆伍陸柒捌玖拾佰仟萬億")
TRADITIONAL = str.maketrans("万亿两个户", "萬億兩個戶")
FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")

numbers = st.integers(min_value=0, max_value=10**16)
decimals = st.decimals(min_value=0, max_value=10**12, places=4)
alphabet = "0123456789一二三四五六七八九十百千万亿两零点分之半几数多余来个人户元角%,.-~至到约近超 。"
texts = st.text(alphabet=alphabet, max_size=40)


def spell(number: int) -> str:
    """A number to 10^16 as it is read aloud in full: 10203 → 一万零二百零三."""
    if number == 0:
        return "零"
    words = ""
    for scale, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            words += ("零" if words and section < 1000 else "") + _section(section) + name
        elif words and number and not words.endswith("零"):
            words += "零"
    return words.replace("零零", "零").rstrip("零")


def _section(section: int) -> str:
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, scale)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + name
        gap = bool(words) and not digit
    return words


def value_of(surface: str) -> Decimal | None:
    """The value of a surface that is one numeral to its end, whatever its script and width."""
    numeral = read_numeral(fold(surface), 0)
    return numeral.value if numeral is not None and numeral.end == len(surface) else None


@given(numbers.filter(lambda n: n < 10**16))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    surface = spell(number)
    assert value_of(surface) == number
    assert value_of(surface.translate(TRADITIONAL)) == number
    if number > 9:
        assert value_of(surface.translate(FORMAL)) == number


@given(numbers)
def test_a_number_written_in_digits_reads_back(number: int) -> None:
    for surface in (str(number), f"{number:,}"):
        assert value_of(surface) == number
        assert value_of(surface.translate(FULL_WIDTH)) == number


@given(decimals, st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_decimals_with_a_scale_are_exact(number: Decimal, scale: tuple[str, int]) -> None:
    assert value_of(f"{number:f}{scale[0]}") == number * scale[1]
    assert value_of(f"{number:,f}{scale[0]}".translate(FULL_WIDTH)) == number * scale[1]


@given(st.integers(1, 10**8), st.integers(0, 9999))
def test_the_spoken_point_reads_back(whole: int, places: int) -> None:
    surface = spell(whole) + "点" + "".join(DIGITS[int(c)] for c in f"{places:04d}")
    assert value_of(surface) == Decimal(f"{whole}.{places:04d}")


@given(st.integers(10, 10**12), st.integers(1, 10**12), st.sampled_from(["户", "人", "元", "公里", "个"]))
def test_a_range_has_both_its_ends(low: int, more: int, unit: str) -> None:
    high = low + more
    for surface in (f"{low}至{high}{unit}", f"{low}—{high}{unit}", f"{low}{unit}~{high}{unit}"):
        found = find_figures(surface, 0, len(surface))
        assert [(f.low, f.high, f.start, f.end) for f in found] == [(low, high, 0, len(surface))]


@given(texts)
def test_figures_never_overlap_and_never_raise(text: str) -> None:
    text = fold(text)
    at = 0
    for figure in find_figures(text, 0, len(text)):
        assert at <= figure.outer_start <= figure.start < figure.end <= figure.outer_end <= len(text)
        at = figure.outer_end
        if figure.low is not None and figure.high is not None:
            assert figure.value is None
            assert figure.low <= figure.high


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    find_figures(fold(text), 0, len(text))


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_figures_stay_out_of_blocked_spans(text: str, one: int, two: int) -> None:
    text = fold(text)
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    blocked = [(start, end)] if start < end else []
    for figure in find_figures(text, 0, len(text), blocked):
        assert not blocked or figure.outer_end <= start or figure.outer_start >= end
