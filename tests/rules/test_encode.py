from __future__ import annotations

from extract.rules.encode import ALL_MARKS, KIND_POINTS, encode
from extract.spans import NOUN, VERB, Figure, Name, Sentence, Word


def shape(string: str) -> str:
    """The encoded string with kinds in angle brackets and word marks as dots."""
    names = {point: f"<{kind}>" for kind, point in KIND_POINTS.items()}
    return "".join(names.get(char, "·" if char in ALL_MARKS else char) for char in string)


def test_mentions_become_one_character_and_words_get_a_mark(encode_marked):
    text, encoded = encode_marked("资金/n 投入/v [5万元|money]")
    assert shape(encoded.string) == "·资金·投入<money>"
    assert encoded.figures == [len(encoded.string) - 1]
    assert encoded.span(0, len(encoded.string)) == (0, len(text))


def test_every_character_leads_back_to_the_text(encode_marked):
    text, encoded = encode_marked("贫困/n 户/n [12户|households] ,/x 共/x [30人|people]")
    for position, char in enumerate(encoded.string):
        if char not in ALL_MARKS and position not in encoded.mentions:
            assert text[encoded.starts[position] : encoded.ends[position]] == char


def test_the_outer_span_of_a_figure_is_hidden():
    text = "投入近5万元以上"
    figure = Figure("money", 3, 6, 2, 8)
    words = [Word(0, 2, VERB)]
    encoded = encode(text, Sentence(0, 0, len(text), 0, 0), [figure], words)
    assert shape(encoded.string) == "·投入<money>"


def test_a_nested_mention_is_offered_through_its_outermost():
    text = "普安县公安局5人"
    inner, outer = Name("place", 0, 3, 0, 3), Name("organization", 0, 6, 0, 6)
    figure = Figure("people", 6, 8, 6, 8)
    encoded = encode(text, Sentence(0, 0, len(text), 0, 0), [inner, outer, figure], [])
    assert shape(encoded.string) == "<organization><people>"


def test_a_bracket_is_cut_out_of_its_host(read_marked):
    text, mentions = read_marked("县(市、[9区|count])共[61个|count]")
    hole = (1, text.index(")") + 1)
    host = Sentence(0, 0, len(text), 0, 0, holes=(hole,))
    encoded = encode(text, host, mentions, [])
    assert shape(encoded.string) == "县共<count>"
    inside = Sentence(1, 2, hole[1] - 1, 0, 0, host=0)
    assert shape(encode(text, inside, mentions, []).string) == "市、<count>"


def test_a_word_across_the_edge_of_a_mention_is_cut_there(read_marked):
    text, mentions = read_marked("[2014年|date]度增加")
    words = [Word(4, 6, NOUN), Word(6, 8, VERB)]
    assert shape(encode(text, Sentence(0, 0, len(text), 0, 0), mentions, words).string) == "<date>·度·增加"


def test_blanks_are_no_characters(read_marked):
    text, mentions = read_marked("投入 [5万元|money]")
    assert shape(encode(text, Sentence(0, 0, len(text), 0, 0), mentions, []).string) == "投入<money>"
