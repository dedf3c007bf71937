"""Names gathered into records: one for each person, body and place."""

from __future__ import annotations

from extract.mentions.gazetteer import scan
from extract.mentions.names import find_names
from extract.mentions.places import find_places
from extract.records.entities import Plain, gather_entities
from extract.spans import Block
from extract.text.folding import fold


def gather(raw: str) -> list[Plain]:
    text = fold(raw)
    blocks = [Block("paragraph", 0, len(text))]
    places = find_places(text, blocks, scan(text), None)
    return gather_entities(raw, text, [*find_names(text, blocks, places), *places])


def test_one_record_holds_all_mentions_of_a_person() -> None:
    (person,) = [r for r in gather("院長馬國蘭介紹情況。馬院長說，馬國蘭也參加了。") if r["type"] == "person"]
    assert person["name"] == "马国兰"
    assert person["surface"] == "馬國蘭"
    assert person["titles"] == ("院长",)
    assert len(person["mentions"]) == 3


def test_offices_stand_without_their_body() -> None:
    (person,) = [r for r in gather("普安县副县长毕海滨说") if r["type"] == "person"]
    assert person["offices"] == ({"title": "副县长", "of": "普安县"},)


def test_the_second_office_of_a_series_is_of_the_place_or_ministry() -> None:
    (person,) = [r for r in gather("普安县委常委、副县长毕海滨说") if r["type"] == "person"]
    assert person["offices"] == ({"title": "常委", "of": "普安县委"}, {"title": "副县长", "of": "普安县"})
    (person,) = [r for r in gather("水利部党组书记、部长江海涛到会") if r["type"] == "person"]
    assert {"title": "部长", "of": "水利部"} in person["offices"]


def test_the_county_of_an_office_is_the_last_one_named() -> None:
    raw = "普安县产业兴旺。县委常委、副县长毕海滨说，要守住底线。"
    (person,) = [r for r in gather(raw) if r["type"] == "person"]
    assert person["offices"] == ({"title": "常委", "of": "县委"}, {"title": "副县长", "of": "普安县"})


def test_a_short_local_body_joins_the_full_one() -> None:
    raw = "田林县人力资源和社会保障局发布公告。县人社局开发岗位。"
    (body,) = [r for r in gather(raw) if r["type"] == "organization"]
    assert body["name"] == "田林县人力资源和社会保障局"
    assert body["aliases"] == ("县人社局",)
    assert len(body["mentions"]) == 2


def test_evidence_is_the_clause_as_published() -> None:
    raw = "2018年，公安部成立了領導小組。"
    (body,) = [r for r in gather(raw) if r["name"] == "公安部"]
    start, end = body["evidence"]["span"]
    assert raw[start:end] == body["evidence"]["text"] == "公安部成立了領導小組"


def test_a_committee_without_its_place_is_no_record() -> None:
    assert [r for r in gather("县委要求各单位抓好落实") if r["type"] == "organization"] == []
