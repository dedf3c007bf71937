"""Persons and their titles, sentence by sentence, from the tables; and what needs a whole document."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.mentions import name_words
from extract.mentions.gazetteer import scan
from extract.mentions.names import find_names
from extract.mentions.places import find_places
from extract.spans import Block, Name
from extract.text.folding import fold

TABLES = Path(__file__).parents[1] / "tables"


def rows(table: str) -> list[tuple[str, str]]:
    lines = (TABLES / table).read_text("utf-8").splitlines()
    pairs = [line.split("=>") for line in lines if line and not line.startswith("#")]
    return [(sentence.strip(), answer.strip()) for sentence, answer in pairs]


def names_in(sentence: str) -> list[Name]:
    text = fold(sentence)
    blocks = [Block("paragraph", 0, len(text))]
    places = find_places(text, blocks, scan(text), None)
    return find_names(text, blocks, places)


def persons_in(sentence: str) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {}
    for name in names_in(sentence):
        if name.kind == "person":
            titles = people.setdefault(name.name, [])
            titles += [title for title, _, _ in name.titles if title not in titles]
    return people


@pytest.mark.parametrize(("sentence", "answer"), rows("persons.txt"))
def test_the_table_of_persons_holds(sentence: str, answer: str) -> None:
    wanted = {}
    for person in filter(None, map(str.strip, answer.split("|"))):
        name, _, titles = person.partition(":")
        wanted[name] = titles.split(",") if titles else []
    assert persons_in(sentence) == wanted


@pytest.mark.parametrize(("sentence", "answer"), rows("titles.txt"))
def test_the_table_of_titles_holds(sentence: str, answer: str) -> None:
    people = persons_in(sentence)
    assert len(people) == 1
    assert list(people.values()) == [answer.split(",") if answer else []]


def test_a_later_mention_by_surname_and_office_is_the_same_person() -> None:
    mentions = [n for n in names_in("县医院院长马国兰到任。马院长说，设备已更新。") if n.kind == "person"]
    assert [(n.name, n.start) for n in mentions] == [("马国兰", 5), ("马国兰", 11)]


def test_a_list_shares_the_title_and_the_epithet_before_it() -> None:
    people = persons_in("驻村第一书记向延明、谭晓蓉等5人受到表扬")
    assert people == {"向延明": ["驻村第一书记"], "谭晓蓉": ["驻村第一书记"]}
    epithets = {n.name: [e for e, _ in n.epithets] for n in names_in("“扶贫夫妻”靖立帅、折海英扎根山村")}
    assert epithets == {"靖立帅": ["扶贫夫妻"], "折海英": ["扶贫夫妻"]}


def test_every_span_holds_its_name_and_titles() -> None:
    text = "普安县委常委、副县长毕海滨说,公安部支持农产品进京。"
    for name in names_in(text):
        if name.kind == "person":
            assert text[name.start : name.end] == name.name
        for title, _, (start, end) in name.titles:
            assert text[start:end] == title


def test_an_office_says_what_it_is_of() -> None:
    offices = [(title, of) for n in names_in("普安县委常委、副县长毕海滨说") for title, of, _ in n.titles]
    assert offices == [("普安县委常委", "普安县委"), ("副县长", "普安县")]


def test_both_scripts_give_the_same_persons() -> None:
    assert persons_in("國務委員、公安部黨委書記、部長趙克志高度重視") == persons_in(
        "国务委员、公安部党委书记、部长赵克志高度重视"
    )


def test_a_text_of_any_characters_never_raises() -> None:
    for text in ("", "·", "“”()", "张", "的·的", "王\u200b说", "《", "记者", "(记者 )", "书记、", "\n\n"):
        names_in(text)


@pytest.mark.parametrize("most", [0, 1_000_000_000])
def test_many_words_are_sought_in_one_pass_as_one_by_one(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(name_words, "_MOST_SOUGHT", most)
    found = name_words.occurrences("马马马国兰和马国兰", ["马国兰", "马马", "国", "和马", "李"])
    assert found == {"马国兰": [2, 6], "马马": [0], "国": [3, 7], "和马": [5], "李": []}
