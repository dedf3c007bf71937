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
