"""Words and their classes, from either segmenter."""

from __future__ import annotations

import pytest

from extract.errors import ConfigError
from extract.records.tokens import WORD, Token, read_tokens
from extract.spans import ADVERB, NOUN, VERB, Sentence
from extract.text.words import SEGMENTERS, Segmenter


def tokens(text: str, name: str = "rjieba", start: int = 0) -> list[Token]:
    sentence = Sentence(0, start, len(text), 0, 0)
    return [token for token in read_tokens(text, sentence, [], Segmenter(name)) if token.kind == WORD]


def words(text: str, name: str = "rjieba") -> list[str]:
    return [token.text for token in tokens(text, name)]


@pytest.mark.parametrize("name", SEGMENTERS)
def test_terms_of_bulletins_are_words(name: str) -> None:
    assert words("农村居民人均可支配收入", name)[-1].endswith("可支配收入")
    assert "污水处理站" in words("新建污水处理站", name)


@pytest.mark.parametrize("name", SEGMENTERS)
def test_positions_are_those_of_the_text(name: str) -> None:
    text = "投入 资金,用于修路"
    found = tokens(text, name, start=3)
    assert (found[0].start, text[found[0].start : found[0].end]) == (3, "资金")


def test_a_merged_adverb_and_verb_are_cut_apart() -> None:
    assert words("大力开展智力支持")[:2] == ["大力", "开展"]


def test_classes_come_from_the_table() -> None:
    classes = {token.text: token.bits for token in tokens("已投资建厂")}
    assert classes["已"] & ADVERB
    assert classes["投资"] == NOUN | VERB


def test_an_unknown_segmenter_is_a_user_error() -> None:
    with pytest.raises(ConfigError):
        Segmenter("nonesuch")
