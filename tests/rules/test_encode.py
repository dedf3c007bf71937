from __future__ import annotations

from extract.rules.encode import ALL_MARKS, KIND_POINTS, encode
from extract.spans import MARK, NOUN, PREPOSITION, VERB, Figure, Mention, Token


def shape(string: str) -> str:
    """The encoded string with kinds in angle brackets and word marks as dots."""
    names = {point: f"<{kind}>" for kind, point in KIND_POINTS.items()}
    return "".join(names.get(char, "·" if char in ALL_MARKS else char) for char in string)


def test_mentions_become_one_character_and_words_get_a_mark(encode_marked):
    text, encoded = encode_marked("资金/n 投入/v [5万元|money]")
    encoded = encoded.written
    assert shape(encoded.string) == "·资金·投入<money>"
    assert encoded.figures == [len(encoded.string) - 1]
    assert encoded.span(0, len(encoded.string)) == (0, len(text))


def test_every_character_leads_back_to_the_text(encode_marked):
    text, encoded = encode_marked("贫困/n 户/n [12户|households] ,/x 共/x [30人|people]")
    encoded = encoded.written
    for position, char in enumerate(encoded.string):
        start, end = encoded.span(position, position + 1)
        if char in ALL_MARKS:
            assert start == end
        elif encoded.mentions.get(position) is None:
            assert text[start:end] == char


def test_the_outer_span_of_a_figure_is_hidden(token_of):
    text = "投入近5万元以上"
    figure = Figure("money", 3, 6, 2, 8)
    encoded = encode(0, [token_of(text, 0, 2, VERB), token_of(text, 2, 8, 0, figure)]).written
    assert shape(encoded.string) == "·投入<money>"
    assert encoded.span(3, 4) == (2, 8)


def test_what_is_no_word_has_no_mark(token_of):
    text = "将“红果贷”纳入(第一产业)5元"
    quote, fixed = Token(1, 6, "quote", "“红果贷”", NOUN), Mention("fixed", 9, 13, 9, 13)
    tokens = [
        token_of(text, 0, 1, PREPOSITION),
        quote,
        token_of(text, 6, 8, VERB),
        Token(8, 9, MARK, "("),
        token_of(text, 9, 13, NOUN, fixed),
        Token(13, 14, MARK, ")"),
        token_of(text, 14, 16, 0, Figure("money", 14, 16, 14, 16)),
    ]
    encoded = encode(0, tokens)
    string = encoded.written.string
    assert shape(string) == "·将“红果贷”·纳入(·第一产业)<money>"
    assert encoded.plain == "".join(char for char in string if char not in ALL_MARKS)


def test_blanks_are_no_characters(token_of):
    text = "NBA 球员\n投入 5元"
    figure = Figure("money", 10, 12, 10, 12)
    tokens = [
        token_of(text, 0, 6, NOUN),
        Token(6, 7, MARK, "\n"),
        token_of(text, 7, 9, VERB),
        token_of(text, 10, 12, 0, figure),
    ]
    assert encode(0, tokens).plain == "NBA球员投入" + KIND_POINTS["money"]
    encoded = encode(0, tokens).written
    assert shape(encoded.string) == "·NBA球员·投入<money>"
    spans = [encoded.span(place, place + 1) for place in range(len(encoded.string))]
    written = "".join(text[start:end] for start, end in spans)
    assert written == "NBA球员投入5元"
    assert encoded.span(0, 6) == (0, 6)
