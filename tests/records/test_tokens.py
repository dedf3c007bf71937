"""The tokens of a sentence: what is offered to the rules, and what is hidden from them."""

from __future__ import annotations

import pytest

from extract.records.tokens import read_tokens
from extract.spans import Figure, Name, Sentence
from extract.text.words import Segmenter


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter("rjieba")


def told(tokens):
    return [token.text if token.mention is None else f"<{token.kind}>" for token in tokens]


def test_a_nested_mention_is_offered_through_its_outermost(segmenter):
    text = "普安县公安局5人"
    outer, inner = Name("organization", 0, 6, 0, 6), Name("place", 0, 3, 0, 3)
    figure = Figure("people", 6, 8, 6, 8)
    sentence = Sentence(0, 0, len(text), 0, 0)
    assert told(read_tokens(text, sentence, [outer, inner, figure], segmenter)) == [
        "<organization>",
        "<people>",
    ]


def test_a_bracket_is_cut_out_of_its_host(segmenter):
    text = "县(市、9区)共61个"
    inner, outer = Figure("count", 4, 6, 4, 6), Figure("count", 8, 11, 8, 11)
    host = Sentence(0, 0, len(text), 0, 0, holes=((1, 7),))
    assert told(read_tokens(text, host, [inner, outer], segmenter)) == ["县", "共", "<count>"]
    inside = Sentence(1, 2, 6, 0, 0, host=0)
    assert told(read_tokens(text, inside, [inner], segmenter)) == ["市", "、", "<count>"]


def test_a_word_ends_at_the_edge_of_a_mention(segmenter):
    text = "2014年度增加5户"
    date, figure = Figure("date", 0, 5, 0, 5), Figure("households", 8, 10, 8, 10)
    tokens = read_tokens(text, Sentence(0, 0, len(text), 0, 0), [date, figure], segmenter)
    assert told(tokens) == ["<date>", "度", "增加", "<households>"]
