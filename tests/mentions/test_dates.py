"""Dates: a table of surfaces with their EDTF, and what holds for any text."""

from __future__ import annotations

import datetime
import re
import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions import dates as finder
from extract.mentions.date_patterns import patterns
from extract.mentions.dates import find_all_dates, find_dates
from extract.mentions.frames import block_frames
from extract.mentions.periods import is_edtf
from extract.mentions.resolve import basis_of, frame_year, resolve_dates
from extract.spans import Block, Date
from extract.text.folding import fold

TABLE = Path(__file__).parents[1] / "tables" / "dates.txt"
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
TO_TRADITIONAL = str.maketrans(
    "万亿个来从现过县乡镇农历双后两节国庆战", "萬億個來從現過縣鄉鎮農曆雙後兩節國慶戰"
)


def blocks_of(text: str) -> list[Block]:
    """A text of lines in, its blocks out: the first of several is the title."""
    blocks, start = [], 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        kind = "paragraph"
        if index == 0 and len(lines) > 1:
            kind = "title"
        elif re.match("[一二三四五六]、", line):
            kind = "heading"
        blocks.append(Block(kind, start, start + len(line), int(kind == "heading")))
        start += len(line) + 1
    return blocks


def read(raw: str, reference: datetime.date | None) -> tuple[str, list[Date]]:
    text = fold(raw)
    blocks = blocks_of(text)
    dates = [date for block in blocks for date in find_dates(text, block.start, block.end)]
    resolve_dates(text, blocks, dates, reference)
    return text, dates


def parts_of(row: str) -> tuple[datetime.date | None, str, str]:
    given_, wanted = row.split(" => ")
    day, text = given_.split(" | ", 1)
    return (
        (None if day == "-" else datetime.date.fromisoformat(day)),
        text.replace(" // ", "\n"),
        wanted.strip(),
    )


@pytest.mark.parametrize("row", ROWS)
def test_table(row: str) -> None:
    reference, raw, wanted = parts_of(row)
    text, dates = read(raw, reference)
    found = " ; ".join(f"{text[d.start : d.end]} {d.edtf or '-'}" for d in dates)
    assert (found or "none") == wanted


@pytest.mark.parametrize("row", ROWS)
def test_both_scripts_give_the_same_dates(row: str) -> None:
    reference, raw, _ = parts_of(row)
    plain, written = read(raw, reference)[1], read(raw.translate(TO_TRADITIONAL), reference)[1]
    assert [(d.start, d.end, d.edtf) for d in plain] == [(d.start, d.end, d.edtf) for d in written]


LETTERS = (
    "0123456789一二三十年月日号时至—-、,。今去前上下半季度全初末底以来近当天同期第十四五“”《 \n’农历春节假期"
)
TEXTS = st.text(alphabet=LETTERS, max_size=60)


@given(
    st.one_of(TEXTS, st.text(max_size=60)),
    st.one_of(st.none(), st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))),
)
def test_any_text_gives_dates_in_order_with_valid_edtf(raw: str, reference: datetime.date | None) -> None:
    text = fold(raw)
    blocks = [Block("paragraph", 0, len(text))]
    dates = find_dates(text, 0, len(text))
    resolve_dates(text, blocks, dates, reference)
    last = 0
    for date in dates:
        assert last <= date.start < date.end <= len(text)
        assert date.outer_start <= date.start
        assert date.end <= date.outer_end <= len(text)
        assert date.edtf is None or is_edtf(date.edtf), date.edtf
        assert date.edtf or date.relative
        last = date.end


@given(TEXTS, st.integers(0, 20), st.integers(0, 40))
def test_a_stretch_gives_only_dates_inside_it(raw: str, start: int, length: int) -> None:
    text = fold(raw)
    start = min(start, len(text))
    end = min(len(text), start + length)
    assert all(start <= date.start < date.end <= end for date in find_dates(text, start, end))


@given(st.lists(TEXTS, max_size=5))
def test_all_stretches_are_read_like_each_alone(lines: list[str]) -> None:
    lines = [fold(line).replace("\n", "") for line in lines]
    ends = list(accumulate(len(line) + 1 for line in lines))
    stretches = [(end - len(line) - 1, end - 1) for line, end in zip(lines, ends, strict=True)]
    text = "\n".join(lines)
    assert find_all_dates(text, stretches) == [find_dates(text, *stretch) for stretch in stretches]


class _Everything(frozenset[str]):
    def __contains__(self, item: object) -> bool:
        return True


@pytest.mark.parametrize("tail", ["", "3月8日", "期"])
@pytest.mark.parametrize("year", ["今年", "2018年"])
def test_what_ends_a_year_at_once_goes_on_with_no_date(
    year: str, tail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = "".join(map(chr, [*range(0x20, 0x7F), *range(0x2010, 0x2030), *range(0x3000, 0x3020)]))
    texts = [f"{year}{letter}{tail}" for letter in letters + "".join(map(chr, range(0x4E00, 0x9FA6)))]
    at_once = [find_dates(text, 0, len(text)) for text in texts]
    with_care = patterns()._replace(goes_on=_Everything())
    monkeypatch.setattr(finder, "patterns", lambda: with_care)
    assert [find_dates(text, 0, len(text)) for text in texts] == at_once


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_reads_back(day: datetime.date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert [date.edtf for date in find_dates(written, 0, len(written))] == [day.isoformat()]


@pytest.mark.parametrize(
    "piece", ["1", "年月日", "2018年", "一", "至", "9月3日至", "“十", "近", "上年同", "2018-", "今年1、"]
)
def test_long_runs_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    dates = find_dates(text, 0, len(text))
    resolve_dates(text, [Block("paragraph", 0, len(text))], dates, datetime.date(2019, 2, 26))
    assert time.perf_counter() - started < 5


def test_outer_span_takes_in_what_belongs_to_the_date() -> None:
    text = "截至今年10月底,自2013年以来"
    outer = [text[date.outer_start : date.outer_end] for date in find_dates(text, 0, len(text))]
    assert outer == ["截至今年10月底", "自2013年以来"]


def test_frame_is_the_year_of_the_title_or_of_the_first_words() -> None:
    def frame(raw: str, reference: datetime.date | None) -> str | None:
        text = fold(raw)
        blocks = blocks_of(text)
        dates = [date for block in blocks for date in find_dates(text, block.start, block.end)]
        return frame_year(text, blocks, dates, reference)

    spring = datetime.date(2019, 3, 26)
    assert frame("2018年统计公报\n全年增长", spring) == "2018"
    assert frame("脱贫成效显著\n2018年,投入资金", spring) == "2018"
    assert frame("脱贫成效显著\n2013年,投入资金", spring) is None
    assert frame("脱贫成效显著\n2016年以来,投入资金", spring) is None
    assert frame("2016—2020年规划\n投入资金", spring) is None
    assert frame("2018年统计公报\n全年增长", None) == "2018"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("比上年增长", "year"),
        ("比去年增长", "year"),
        ("比去年同期增长", "year"),
        ("比上年同期增长", "year"),
        ("比上月增长", "month"),
        ("比上季度增长", "quarter"),
        ("比年初增加", "year_start"),
        ("比上年末增加", "year_start"),
        ("比去年底增加", "year_start"),
        ("较常年同期偏多", "normal"),
        ("与近5年同期均值相比", "normal"),
        ("比2017年底下降", "2017-12-31"),
        ("比2015年增长", "2015"),
        ("比前年增长", "2016"),
        ("比“十三五”末增加", "2020-12-31"),
    ],
)
def test_basis_of_a_comparison(text: str, wanted: str) -> None:
    (date,) = find_dates(text, 0, len(text))
    resolve_dates(text, [Block("paragraph", 0, len(text))], [date], datetime.date(2018, 11, 14))
    assert basis_of(text, date) == wanted


def test_a_heading_with_a_year_rules_its_section() -> None:
    text = fold("2020年工作报告\n一、严打犯罪\n全年破案\n二、2021年打算\n再降5%\n三、附则\n自印发")
    blocks = blocks_of(text)
    dates = [date for block in blocks for date in find_dates(text, block.start, block.end)]
    frames = block_frames(text, blocks, dates, datetime.date(2021, 1, 20))
    assert [frame and frame[0] for frame in frames] == [
        "2020",
        "2020",
        "2020",
        "2021",
        "2021",
        "2020",
        "2020",
    ]
    assert all(frame and text[slice(*frame[1])].startswith(frame[0]) for frame in frames)
