"""Bulletins of every form give their header fields and blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text.folding import fold
from extract.text.layout import Layout, read_layout
from extract.text.reading import decode

TABLE = Path(__file__).parents[1] / "tables" / "layout.txt"
FIELDS = (
    "title",
    "publisher",
    "site",
    "editor",
    "published_at",
    "reference_date",
    "doc_number",
    "issuer",
    "signed_at",
    "url",
)


def rows() -> list[tuple[str, str, dict[str, str]]]:
    found = []
    for part in TABLE.read_text("utf-8").split("\n=== ")[1:]:
        name, _, rest = part.partition("\n")
        text, _, wanted = rest.partition("\n---\n")
        fields = dict(line.split(": ", 1) for line in wanted.strip().split("\n"))
        found.append((name, text, fields))
    return found


def read(text: str) -> Layout:
    return read_layout(fold(text), text)


def told(layout: Layout) -> dict[str, str]:
    """Layout in, its filled fields in the form of the table out."""
    fields = {name: getattr(layout, name) for name in FIELDS if getattr(layout, name) is not None}
    kinds = " ".join(f"{block.kind}{block.level or ''}" for block in layout.blocks)
    defaults = {"script": "simplified", "region": "CN"}
    return (
        fields
        | {name: value for name in defaults if (value := getattr(layout, name)) != defaults[name]}
        | {"blocks": kinds}
    )


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in rows()], ids=[row[0] for row in rows()])
def test_bulletin_gives_its_fields_and_blocks(text: str, wanted: dict[str, str]) -> None:
    assert told(read(text)) == wanted


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in rows()], ids=[row[0] for row in rows()])
def test_line_ends_and_encoding_do_not_matter(text: str, wanted: dict[str, str]) -> None:
    assert told(read(decode(text.replace("\n", "\r\n").encode("gb18030")))) == wanted


ALPHABET = (
    "一二三(一)1.、。,:!?\n\r \u3000县局报来源编辑责任发布时间2019-02年月日注附件>|【】号〔〕\x0c—“”电新华社A"
)


def assert_sound(text: str) -> None:
    folded = fold(text)
    blocks = read_layout(folded, text).blocks
    position = 0
    covered = bytearray(len(text))
    for block in blocks:
        assert position <= block.start < block.end <= len(text)
        assert block.kind in {"title", "heading", "paragraph", "note", "header", "footer"}
        assert (block.level > 0) == (block.kind == "heading")
        assert not folded[block.start].isspace()
        assert not folded[block.end - 1].isspace()
        covered[block.start : block.end] = b"\1" * (block.end - block.start)
        position = block.end
    assert all(covered[i] or c.isspace() or c in "\u200b\ufeff" for i, c in enumerate(folded))


@given(st.text())
def test_any_text_has_ordered_blocks(text: str) -> None:
    assert_sound(text)


@given(st.text(ALPHABET, max_size=300))
def test_any_text_of_header_signs_has_ordered_blocks(text: str) -> None:
    assert_sound(text)


@given(st.lists(st.sampled_from([line for row in rows() for line in row[1].split("\n")]), max_size=30))
def test_lines_in_any_order_have_ordered_blocks(lines: list[str]) -> None:
    assert_sound("\n".join(lines))
