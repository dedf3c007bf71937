"""Numbers in names: a table, and what holds for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions.vetoes import find_vetoes
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


@pytest.mark.parametrize("piece", ["1", "一", "“", "“一", "第一", "A1", "《1", "第1中", "〔2018", "一村一"])
def test_long_runs_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    find_vetoes(text, 0, len(text))
    assert time.perf_counter() - started < 5
