"""Words and their classes, from either segmenter."""

from __future__ import annotations

import pytest

from extract.errors import ConfigError
from extract.spans import ADVERB, NOUN, VERB
from extract.text.words import SEGMENTERS, Segmenter


def words(text: str, name: str = "rjieba") -> list[str]:
    return [text[w.start : w.end] for w in Segmenter(name).words(text, 0, len(text))]


@pytest.mark.parametrize("name", SEGMENTERS)
def test_terms_of_bulletins_are_words(name: str) -> None:
    assert words("农村居民人均可支配收入", name)[-1].endswith("可支配收入")
    assert "污水处理站" in words("新建污水处理站", name)


@pytest.mark.parametrize("name", SEGMENTERS)
def test_positions_are_those_of_the_text(name: str) -> None:
    text = "投入 资金,用于修路"
    found = Segmenter(name).words(text, 3, len(text))
    assert (found[0].start, text[found[0].start : found[0].end]) == (3, "资金")


def test_a_merged_adverb_and_verb_are_cut_apart() -> None:
    assert words("大力开展智力支持")[:2] == ["大力", "开展"]


def test_classes_come_from_the_table() -> None:
    classes = dict(zip(words("已投资建厂"), Segmenter().words("已投资建厂", 0, 5), strict=True))
    assert classes["已"].classes & ADVERB
    assert classes["投资"].classes == NOUN | VERB


def test_an_unknown_segmenter_is_a_user_error() -> None:
    with pytest.raises(ConfigError):
        Segmenter("nonesuch")
