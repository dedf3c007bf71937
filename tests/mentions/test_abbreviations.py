"""Places of one character: found in company, with their full names, and nowhere else."""

from __future__ import annotations

import pytest

from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.gazetteer import scan
from extract.mentions.places import find_places


def names_in(text: str) -> list[str]:
    return [n.name for n in find_abbreviations(text, find_places(text, [], scan(text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中美关系稳定", ["中国", "美国"]),
        ("开行中欧班列", ["中国", "欧洲"]),
        ("外国驻华大使", ["中国"]),
        ("代表团访美", ["美国"]),
        ("干部援藏工作", ["西藏自治区"]),
        ("旅欧学者返京", ["欧洲", "北京市"]),
        ("美方表示,俄总统称", ["美国", "俄罗斯"]),
        ("印巴两国", ["印度", "巴基斯坦"]),
        ("巴勒斯坦说,巴以冲突", ["巴勒斯坦", "以色列"]),
    ],
)
def test_one_character_stands_for_a_place(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "在以人民为中心的理念下",
        "努力在以学铸魂上",
        "对美的追求",
        "在日常工作中",
        "在法律上",
        "以政府为主导",
        "中国方面",
        "美国政府",
    ],
)
def test_words_that_only_look_so_are_left_alone(text: str) -> None:
    assert names_in(text) == []


def test_codes_of_provinces_are_given() -> None:
    assert [n.code for n in find_abbreviations("代表团抵京", [])] == ["110000"]
