"""Numbers in names: a table, and what holds for any text."""

from __future__ import annotations

import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions import vetoes
from extract.mentions.vetoes import find_all_vetoes, find_vetoes
from extract.text.folding import fold

TABLE = Path(__file__).parents[1] / "tables" / "vetoes.txt"
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("row", ROWS)
def test_table(row: str) -> None:
    raw, _, wanted = row.partition(" =>")
    text = fold(raw)
    assert " | ".join(text[a:b] for a, b in find_vetoes(text, 0, len(text))) == wanted.strip()


TEXTS = st.text(alphabet="0123456789一二三十百千万两第号级后“”《》〔〕GAN所中学村镇的,。 统", max_size=60)


@given(st.one_of(TEXTS, st.text(max_size=60)), st.integers(0, 10), st.integers(0, 60))
def test_spans_are_ordered_disjoint_and_inside(raw: str, start: int, length: int) -> None:
    text = fold(raw)
    start = min(start, len(text))
    end = min(len(text), start + length)
    last = start
    for first, stop in find_vetoes(text, start, end):
        assert last <= first < stop <= end
        last = stop


PIECES = (
    *"0125八一二三五十百万两“”《》〔〕[]()第GA号后级等届次期局冶公亩人元村镇县大委话群版-—#/路本股台的,。\n",
    *(
        "8",
        "13",
        "110",
        "400",
        "2018",
        "12345",
        "96123",
        "961234",
        "13912345678",
        "km",
        "PM",
        "95",
        "Ⅱ",
        "邮编",
        "编码:",
        "数量:",
    ),
    *(
        "国道",
        "部队",
        "次列车",
        ".0时代",
        "报警",
        "规划",
        "茶园",
        "产业",
        "中学",
        "会议",
        "医院",
        "GDP",
        "预警",
        "社区",
    ),
)
JOINED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.one_of(TEXTS, JOINED))
def test_openings_let_every_name_through(text: str) -> None:
    found, position = [], 0
    while (opening := vetoes._TRIGGER.search(text, position)) is not None:
        first = opening.start()
        last = vetoes._read(text, 0, first, len(text))
        if last is None:
            position = vetoes._skip(text, first, len(text))
        else:
            found.append((first, last))
            position = max(last, first + 1)
    openings = [opening.start() for opening in vetoes._openings().finditer(text)]
    assert vetoes._find_patterns(text, 0, len(text), openings) == found


@given(st.lists(JOINED, max_size=5))
def test_all_stretches_are_read_like_each_alone(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines]
    ends = list(accumulate(len(line) + 1 for line in lines))
    stretches = [(end - len(line) - 1, end - 1) for line, end in zip(lines, ends, strict=True)]
    text = "\n".join(lines)
    assert find_all_vetoes(text, stretches) == [find_vetoes(text, *stretch) for stretch in stretches]


@pytest.mark.parametrize("piece", ["1", "一", "“", "“一", "第一", "A1", "《1", "第1中", "〔2018", "一村一"])
def test_long_runs_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    find_vetoes(text, 0, len(text))
    assert time.perf_counter() - started < 5
