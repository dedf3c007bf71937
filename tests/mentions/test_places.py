"""Places: codes of the day, short forms, names that several divisions bear, words that are none."""

from __future__ import annotations

import datetime
import time
from itertools import pairwise
from pathlib import Path

import pytest

from extract.mentions.deixis import find_place_words
from extract.mentions.divisions import contains, level_of, parent_chain
from extract.mentions.gazetteer import scan
from extract.mentions.places import find_places
from extract.spans import Block, Name

TABLE = Path(__file__).parent.parent / "tables" / "places.txt"


def rows() -> list[tuple[str, str, str]]:
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            left, _, right = line.partition("=>")
            day, _, text = left.partition("|")
            found.append((day.strip(), text.strip(), right.strip()))
    return found


def places_of(text: str, day: str = "2019-02-26", blocks: list[Block] | None = None) -> list[Name]:
    as_of = None if day == "-" else datetime.date.fromisoformat(day)
    return find_places(text, blocks or [], scan(text), as_of)


@pytest.mark.parametrize(("day", "text", "expected"), rows())
def test_the_table_of_places(day: str, text: str, expected: str) -> None:
    found = []
    for place in places_of(text, day):
        found += [place.name, place.code or ("?" if place.candidates else "-")]
    assert " ".join(found) == expected


def test_a_code_below_county_says_its_scheme_and_day() -> None:
    town = places_of("普安县江西坡镇")[1]
    assert (town.code, town.scheme, town.as_of, town.level) == ("522323103", "stats", "2019-10-31", "town")


def test_an_open_name_lists_what_it_may_mean() -> None:
    assert "522323109" in places_of("来到青山镇")[0].candidates


def test_the_heading_settles_names_in_the_paragraphs_below() -> None:
    text = "普安县脱贫\n青山镇的茶园"
    blocks = [Block("title", 0, 5), Block("paragraph", 6, 12)]
    assert [p.code for p in places_of(text, blocks=blocks)] == ["522323", "522323109"]


def test_the_publisher_tells_which_side_of_the_strait_is_meant() -> None:
    text = "连江县公布"
    assert [p.code for p in find_places(text, [], scan(text), None, "CN")] == ["350122"]
    assert [p.code for p in find_places(text, [], scan(text), None, "TW")] == [None]


def test_spans_cover_the_surface_and_never_overlap() -> None:
    text = "贵州省黔西南布依族苗族自治州兴仁市新龙场镇民裕村"
    places = places_of(text)
    assert "".join(text[p.start : p.end] for p in places) == text
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_parents_of_a_town_are_those_of_the_day() -> None:
    before = parent_chain("522322108", datetime.date(2016, 1, 1))
    assert before.county is not None
    assert before.county.name == "兴仁县"
    assert before.prefecture is not None
    assert before.prefecture.code == "522300"


def test_a_city_under_the_state_has_no_prefecture() -> None:
    chain = parent_chain("110105")
    assert chain.prefecture is None
    assert chain.province is not None
    assert chain.province.name == "北京市"


def test_levels_and_containment() -> None:
    assert level_of("522302") == "county"
    assert contains("520000", "522302108")
    assert not contains("522302", "522323")


def test_words_that_point_to_places() -> None:
    text = "两县市受益,该县和全省都在当地"
    words = [(text[w.start : w.end], w.kind, w.level, w.number) for w in find_place_words(text)]
    assert words == [
        ("两县市", "several", "county", 2),
        ("该县", "this", "county", 1),
        ("全省", "whole", "province", 1),
        ("当地", "here", None, 1),
    ]


@pytest.mark.parametrize(
    "text", ["和平安县城区" * 20000, "普安县、" * 20000, "青山镇" * 20000, "三会村" * 20000]
)
def test_a_long_text_of_names_is_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    places_of(text)
    assert time.perf_counter() - start < 10
