"""What is read at some words of a bulletin is told with its reasons, and so is why nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.cli import main
from extract.explain import explain
from extract.messages import LANGUAGES
from extract.pipeline import Pipeline

PIPELINE = Pipeline()
BULLETIN = """\
公安部定点帮扶普安县

2019-02-26 10:06 来源：公安部网站

一、选派干部
2018年，公安部选派挂职干部6名。县委书记第二次看望困难群众，连续三年解决“两不愁三保障”问题。
二、其他
1.贫困人口从30户减少到10户。农民人均纯收入达9808元。
"""


def lines(words: str, lang: str = "en") -> str:
    return "\n".join(explain(PIPELINE, BULLETIN, words, lang))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("6名", "6名 is read as <people>: 6 名"),
        ("6名", "made by reading.noun-before (clause reading: the noun stands before the figure"),
        ("6名", "subject = 挂职干部, from the clause: 挂职干部"),
        ("6名", "time = 2018, from the same sentence: 2018年"),
        ("6名", "place = 普安县, from the title: 普安县"),
        ("30户", "before.households = 30户, these words"),
        ("30户", "after.households = 10户"),
        ("30户", "direction = fall"),
        ("9808元", "9808元 is read as <money>: 9808 CNY / 人"),
        ("2018年", "it is the time of "),
        ("普安县", "普安县 is read as <place>: 普安县 522323 county"),
        ("普安县", "it is the place of "),
        ("挂职", "it is the subject of 1 records: count"),
        ("第二次", "no record: it tells which one, not how many"),
        ("三年", "no record: it tells how long something took"),
        ("三保障", "“两不愁三保障” is a name, slogan or set phrase"),
        ("1.", "the number of a list item"),
        ("10:06", "these words stand in the header of the bulletin"),
        ("困难", "nothing is read here"),
    ],
)
def test_why(words: str, told: str) -> None:
    assert told in lines(words)


def test_a_rule_that_nearly_fits_tells_what_it_lacks() -> None:
    text = "全县从30户减少，措施有力。"
    told = "\n".join(explain(PIPELINE, text, "30户", "en"))
    assert "the rule change.from-by comes near: it fits 从30户减少, then lacks " in told
    assert "nothing was found for: subject, place, time, actor, recipient" in told
    assert told.endswith("D106: the figure 30户 was read by the fallback alone")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_of_ours_has_words_in_each_language(lang: str) -> None:
    for words in ("6名", "30户", "9808元", "公安部", "普安县", "连续", "第二次", "三年", "10:06"):
        assert lines(words, lang)


def test_words_that_stand_nowhere_give_nothing() -> None:
    assert lines("四川省") == ""


@pytest.fixture
def own(tmp_path: Path) -> Pipeline:
    """A pipeline with the pack that `rules new` makes."""
    assert main(["rules", "new", str(tmp_path / "茶业")]) == 0
    return Pipeline([tmp_path / "茶业"])


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("全县种植茶叶3000亩。", "3000亩", "made by the rule 茶业.planted (茶业/rules/first.yaml:"),
        (
            "全县种植3000亩。",
            "3000亩",
            "茶业.planted comes near: it fits 种植, then lacks <subject:noun>",
        ),
        ("全县产茶3000亩。", "3000亩", "茶业.planted does not begin to fit this sentence: it lacks <action:"),
        (
            "全县种植茶叶3000亩、产量9吨。",
            "9吨",
            "茶业.planted fits elsewhere in the sentence: 种植茶叶3000亩",
        ),
    ],
)
def test_a_reader_hears_of_each_rule_of_his_own(own: Pipeline, text: str, words: str, told: str) -> None:
    lines = explain(own, text, words, "en")
    assert any(told in line for line in lines), "\n".join(lines)
