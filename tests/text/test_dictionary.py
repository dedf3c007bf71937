"""One dictionary serves two readings: with the terms of bulletins, and as if they were not in it."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import jieba
import rjieba

from extract.text.dictionary import dictionary

CORPUS = Path(__file__).parents[2] / "corpus"


def bounds(words: list[str]) -> set[int]:
    return set(accumulate(map(len, words)))


def test_plain_words_are_those_of_the_dictionary_alone_but_for_ties() -> None:
    alone, ours = rjieba.Jieba(), dictionary()
    words, others = 0, 0
    for path in sorted(CORPUS.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            plain = bounds(alone.cut(line, False))
            words += len(plain)
            others += len(plain ^ bounds(ours.cut_plain(line)))
    assert others < words / 1000


def test_every_word_has_the_parts_and_the_tag_that_it_has_without_the_terms() -> None:
    alone, ours = rjieba.Jieba(), dictionary()
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word = line.split()[0]
        tagged = alone.tag(word, False)
        assert ours.tag(word) == (tagged[0][1] if len(tagged) == 1 else "x")


def test_the_dictionary_of_others_stays_as_it_is() -> None:
    assert dictionary().cut("地区生产总值") == ["地区生产总值"]
    assert rjieba.cut("地区生产总值", False) == ["地区", "生产总值"]
