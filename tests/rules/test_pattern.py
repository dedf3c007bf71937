from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.rules.kinds import below
from extract.rules.pattern import (
    Choice,
    Element,
    Hole,
    Literal,
    Maybe,
    PatternError,
    Series,
    parse_pattern,
    show,
)


def test_spaces_and_lines_mean_nothing():
    assert parse_pattern("下 降\n 至") == Literal("下降至", 0)


def test_a_question_mark_takes_one_character_or_one_bracket():
    assert show(parse_pattern("下降至?")) == "下降 至?"
    assert show(parse_pattern("下降(到了)?")) == "下降 (到了)?"


def test_a_hole_keeps_its_slot_names_and_place():
    tree = parse_pattern("从 <action:fall | rise>")
    assert tree == Series((Literal("从", 0), Hole("action", ("fall", "rise"), 2, 20)))


def test_a_text_hole_keeps_its_length():
    hole = parse_pattern("<subject:text 1..12>")
    assert isinstance(hole, Hole)
    assert (hole.low, hole.high) == (1, 12)


def test_alternatives_bind_weaker_than_rows():
    tree = parse_pattern("<households> 、? <people>? | <people>")
    assert isinstance(tree, Choice)
    assert len(tree.options) == 2
    assert isinstance(tree.options[0], Series)
    assert isinstance(tree.options[0].items[1], Maybe)


def test_full_width_signs_are_read_after_folding():
    table = str.maketrans("＜＞（）｜？：", "<>()|?:")
    folded = parse_pattern("＜action：fall＞（至｜到）？", lambda text: text.translate(table))
    assert show(folded) == "<action:fall> (至|到)?"


def test_kinds_are_a_tree():
    assert below("count") == {"count", "households", "people"}
    assert {"money", "number", "people"} <= below("quantity")
    assert "date" not in below("quantity")


@pytest.mark.parametrize(
    ("pattern", "column", "code", "advice"),
    [
        ("下降*", 2, "R112", "( a | b )"),
        ("下降 (至|到", 3, "R112", "close it"),
        ("下降 至)", 4, "R112", "take it out"),
        ("<action:fall", 0, "R112", "close it"),
        ("至>", 1, "R112", "take it out"),
        ("(至|)到", 2, "R112", "x?"),
        ("?至", 0, "R112", "x?"),
        ("至??", 2, "R112", "x?"),
        ("", 0, "R112", "words of the sentence"),
        ("<:fall>", 0, "R112", "<slot:kind>"),
        ("<a:text>", 0, "R112", "1..12"),
        ("<a:text 1..40>", 0, "R114", "1 to 24"),
        ("<a:text 5..2>", 0, "R114", "1 to 24"),
        ("<a:noun 1..2>", 0, "R112", "<slot:noun>"),
        ("<a:two words>", 0, "R112", "two numbers"),
        ("()", 0, "R112", "take them out"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_column_and_what_to_write(pattern, column, code, advice):
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert (caught.value.at, caught.value.code) == (column, code)
    assert advice in (caught.value.hint or "")


@given(st.text(alphabet="从至<>()|?: .12abtextnoun*\n", max_size=40))
def test_any_text_is_a_pattern_or_a_mistake_with_a_place(text):
    tree, at = parsed(text)
    assert 0 <= at <= len(text)
    assert tree is None or show(parse_pattern(show(tree))) == show(tree)


def parsed(text: str) -> tuple[Element | None, int]:
    try:
        return parse_pattern(text), 0
    except PatternError as error:
        return None, error.at
