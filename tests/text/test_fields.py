"""Lines of heads and feet give their fields and dates, and what is left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text.fields import read_fields
from extract.text.folding import fold

TABLE = Path(__file__).parents[1] / "tables" / "header_lines.txt"
ROWS = [
    tuple(part.strip() for part in line.split("=>"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(line: str) -> str:
    """Header line in, its reading in the form of the table out."""
    text = fold(line)
    reading = read_fields(text, 0, len(text))
    parts = [
        f"{found.kind}={text[found.start : found.end] if found.kind != 'other' else ''}"
        for found in reading.fields
    ]
    if reading.rest:
        parts.append(f"rest={reading.rest}")
    return " ".join(parts + [f"date={stamp.iso()}" for stamp in reading.stamps])


@pytest.mark.parametrize(("line", "wanted"), ROWS)
def test_line_gives_its_fields(line: str, wanted: str) -> None:
    assert told(line) == wanted


@given(
    st.text("来源责任编辑发布时间日期:：/|丨【】[]() 　2019-年月日一二元第版,。www.https://王", max_size=80),
    st.integers(0, 9),
)
def test_fields_lie_within_their_line(line: str, before: int) -> None:
    text = "一" * before + fold(line)
    reading = read_fields(text, before, len(text))
    for found in [*reading.fields, *reading.stamps]:
        assert before <= found.start <= found.end <= len(text)
    start, end = reading.rest_span
    assert not reading.rest or before <= start < end <= len(text)
