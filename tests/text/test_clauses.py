"""Sentences and clauses: where they end, what a bracket does, and that they cover their block."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.spans import Block
from extract.text.clauses import split_sentences


def cut(text: str) -> list[str]:
    sentences = split_sentences(text, [Block("paragraph", 0, len(text))])
    return [text[s.start : s.end] for s in sentences]


def test_sentences_end_at_full_stops_and_semicolons() -> None:
    assert cut("增收3万元。减支2万元;其中1万元!是吗?是") == [
        "增收3万元",
        "减支2万元",
        "其中1万元",
        "是吗",
        "是",
    ]


def test_semicolons_keep_the_group_and_full_stops_end_it() -> None:
    text = "甲3万元;乙2万元。丙1万元"
    groups = [s.group for s in split_sentences(text, [Block("paragraph", 0, len(text))])]
    assert groups[0] == groups[1] != groups[2]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert cut("“挣了两万。”他说。") == ["“挣了两万", "他说"]


def test_a_bracket_is_a_sentence_linked_to_its_host() -> None:
    text = "共61个县(市、区)受灾"
    host, inner = split_sentences(text, [Block("paragraph", 0, len(text))])
    assert inner.host == host.index
    assert host.holes == ((5, 10),)
    assert text[inner.start : inner.end] == "市、区"


def test_an_unclosed_bracket_is_text() -> None:
    assert cut("共61个县(市、区受灾") == ["共61个县(市、区受灾"]


def test_commas_inside_numbers_cut_no_clause() -> None:
    text = "建档3,862户,脱贫9,145人"
    (sentence,) = split_sentences(text, [Block("paragraph", 0, len(text))])
    assert [text[c.start : c.end] for c in sentence.clauses] == ["建档3,862户", "脱贫9,145人"]


def test_header_and_footer_lines_hold_no_sentences() -> None:
    assert split_sentences("2019年2月", [Block("header", 0, 7)]) == []


@given(st.text(alphabet="增收3,:。;!?()“”\n万元、", max_size=60))
def test_sentences_stay_in_their_block_and_clauses_in_their_sentence(text: str) -> None:
    for sentence in split_sentences(text, [Block("paragraph", 0, len(text))]):
        assert 0 <= sentence.start <= sentence.end <= len(text)
        for clause in sentence.clauses:
            assert sentence.start <= clause.start < clause.end <= sentence.end
