"""What holds of every text: spans point at their text, scripts agree, nothing raises, results survive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import opencc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import extract
from extract.models import Result
from extract.models.schema import FILE_NAME

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

PLACES = ("兴仁市", "普安县", "贵州省", "全县", "浙江省杭州市", "")
HEADS = ("贫困人口", "专项扶贫资金", "粮食产量", "城镇居民人均可支配收入", "茶农", "贫困发生率")
VERBS = ("投入", "达", "增长", "下降至", "惠及", "从2014年的5户", "为", "其中", "新建")
NUMBERS = ("3", "22813", "19.27", "三千五百", "十几", "35万余", "百余", "1.2亿", "三分之一", "０", "9,808")
UNITS = ("户", "人", "%", "万元", "亩", "吨", "个百分点", "公里", "名干部", "户95042人", "倍", "")
MARKS = ("，", "。", "；", "\n", "（", "）", "：", "、", "\r\n", "《", "》")


@st.composite
def bulletins(draw: st.DrawFn) -> str:
    """A text that sounds like a bulletin: clauses of place, noun, verb, figure, in any order of marks."""
    clauses = draw(st.lists(st.tuples(*map(st.sampled_from, (PLACES, HEADS, VERBS, NUMBERS, UNITS, MARKS)))))
    year = draw(st.sampled_from(("", "2018年，", "去年，", "2019年2月26日，", "截至11月底，")))
    return year + "".join("".join(parts) for parts in clauses)


@cache
def converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def spans_of(node: Any) -> Iterator[tuple[list[int], str]]:
    """Every span of a result that has its text beside it."""
    if isinstance(node, dict):
        if "span" in node and "text" in node:
            yield node["span"], node["text"]
        for child in node.values():
            yield from spans_of(child)
    elif isinstance(node, list):
        for child in node:
            yield from spans_of(child)


def check_spans(text: str) -> None:
    plain = json.loads(extract(text).model_dump_json(), parse_float=Decimal)
    for (start, end), words in spans_of([plain["records"], plain["mentions"]]):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words
    for record in plain["records"]:
        for start, end in [*record.get("slots", {}).values(), *record.get("mentions", [])]:
            assert 0 <= start < end <= len(text)


def values(text: str) -> list[object]:
    """What a text says, without its characters: every figure, date and name with its span."""
    plain = json.loads(extract(text).model_dump_json(), parse_float=Decimal)
    kept = ("kind", "span", "value", "low", "high", "unit", "modifier", "edtf", "name", "code")
    told = [{key: mention.get(key) for key in kept} for mention in plain["mentions"]]
    slots = ("type", "subject", "place", "time", "action", "actor", "name", "titles", "direction")
    return told + [{key: record.get(key) for key in slots} for record in plain["records"]]


def check_links(text: str) -> None:
    """Ids are unique, references lead to records, filled slots have spans, mentions nest or keep apart."""
    result = extract(text)
    ids = [record.id for record in result.records]
    assert len(ids) == len(set(ids))
    figures: list[str] = []
    for record in result.records:
        plain = record.model_dump()
        named = [plain.get(name) for name in ("part_of", "same_as", "delta_of", "actor_id")]
        for other in [*filter(None, named), *plain.get("place_ids", ())]:
            assert other in ids
            assert other != record.id
        for name in ("subject", "place", "time", "action", "actor", "recipient"):
            assert (plain.get(name) is None) == (name not in plain.get("slots", ())), name
        assert set(plain.get("inherited", ())) <= set(plain.get("slots", ()))
        for part in filter(None, [plain, *map(plain.get, ("before", "after", "delta"))]):
            figures += [part[name]["id"] for name in ("households", "people", "quantity") if part.get(name)]
    assert len(figures) == len(set(figures)), "a figure is used once"
    spans = [mention.span for mention in result.mentions]
    assert spans == sorted(spans, key=lambda span: span[0])
    open_ends: list[int] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        assert not open_ends or end <= open_ends[-1], "mentions cross"
        open_ends.append(end)


@SLOW
@given(bulletins())
def test_every_link_and_slot_holds(text: str) -> None:
    check_links(text)


@SLOW
@given(bulletins())
def test_every_span_points_at_its_text(text: str) -> None:
    check_spans(text)


@SLOW
@given(bulletins())
def test_both_scripts_give_the_same_values(text: str) -> None:
    traditional = converter("s2t").convert(text)
    assert len(traditional) == len(text)
    assert values(traditional) == values(text)


@SLOW
@given(st.text())
def test_no_text_raises(text: str) -> None:
    extract(text)


@SLOW
@given(st.text(alphabet=st.characters(), max_size=40), bulletins())
def test_no_text_raises_around_a_bulletin(noise: str, text: str) -> None:
    half = len(text) // 2
    extract(text[:half] + noise + text[half:])


@pytest.mark.parametrize(
    "text",
    ["", "\ufeff", "\ud800户3户", "\ue0003户", "\0", "一" * 3000, "9" * 3000 + "户", "（" * 500, "从" * 2000],
    ids=["empty", "mark", "surrogate", "private", "nul", "ones", "nines", "brackets", "words"],
)
def test_hard_texts_do_not_raise(text: str) -> None:
    result = extract(text)
    assert Result.model_validate_json(result.model_dump_json()) == result


@SLOW
@given(bulletins())
def test_a_result_survives_its_schema(text: str) -> None:
    result = extract(text)
    printed = result.model_dump_json()
    schema = json.loads((ROOT / "schemas" / FILE_NAME).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(printed))
    assert Result.model_validate_json(printed) == result
    assert extract(text).model_dump_json() == printed


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_keeps_every_promise(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    check_spans(text)
    check_links(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_reads_the_same_in_either_script(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert values(converter("t2s").convert(text)) == values(converter("s2t").convert(text))
