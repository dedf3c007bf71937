"""Bodies and works, sentence by sentence, from the tables."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from extract.mentions.gazetteer import scan
from extract.mentions.names import find_names
from extract.mentions.places import find_places
from extract.records.entities import gather_entities
from extract.spans import Block, Name
from extract.text.folding import fold

TABLE = Path(__file__).parents[1] / "tables" / "organizations.txt"


def rows() -> list[tuple[str, list[str]]]:
    lines = TABLE.read_text("utf-8").splitlines()
    pairs = [line.split("=>") for line in lines if line and not line.startswith("#")]
    return [
        (sentence.strip(), [o.strip() for o in answer.split("|") if o.strip()]) for sentence, answer in pairs
    ]


def names_in(sentence: str) -> list[Name]:
    text = fold(sentence)
    blocks = [Block("paragraph", 0, len(text))]
    places = find_places(text, blocks, scan(text), None)
    return find_names(text, blocks, places)


@pytest.mark.parametrize(("sentence", "answer"), rows())
def test_the_table_of_organizations_holds(sentence: str, answer: list[str]) -> None:
    records = gather_entities(sentence, fold(sentence), names_in(sentence))
    assert [r["name"] for r in records if r["type"] == "organization"] == answer


def test_a_short_form_that_the_text_declares_is_the_full_body() -> None:
    text = "六安市红十字会（以下简称“市红会”）接受捐款。市红会启动响应。"
    bodies = [n for n in names_in(text) if n.kind == "organization"]
    assert {n.name for n in bodies} == {"六安市红十字会"}
    assert {text[n.start : n.end] for n in bodies} == {"六安市红十字会", "市红会"}


def test_works_keep_their_kind() -> None:
    works = [n for n in names_in("印发《关于进一步加强扶贫工作的分工方案》等文件") if n.kind == "work"]
    assert [w.name for w in works] == ["关于进一步加强扶贫工作的分工方案"]


def test_organizations_never_cross_each_other() -> None:
    text = "中国农业大学与国家统计局贵州调查总队、贵州省水利厅和省水利厅规划处联合调研"
    bodies = sorted((n.start, n.end) for n in names_in(text) if n.kind == "organization")
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(bodies))
