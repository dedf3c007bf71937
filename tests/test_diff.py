"""Two outputs are compared record by record and slot by slot, whatever version made them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from extract import extract
from extract.diff import DocumentDiff, compare, read_results
from extract.errors import InputError

TEXT = "普安县投入专项扶贫资金8000万元，新建公路12公里，选派干部6名。"


def plain(text: str = TEXT) -> dict[str, Any]:
    (result,) = read_results(extract(text).model_dump_json())
    return dict(result)


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> DocumentDiff:
    (found,) = compare([old], [new])
    return found


def test_the_same_run_twice_does_not_differ() -> None:
    found = diff(plain(), plain())
    assert not found.differs
    assert found.same == len(plain()["records"])


def test_a_slot_that_differs_is_told_without_what_follows_from_it() -> None:
    old, new = plain(), plain()
    record = next(record for record in new["records"] if record["type"] == "money")
    record["subject"], record["quantity"]["value"] = "资金", Decimal("8000.5")
    record["slots"]["subject"] = [0, 2]
    (change,) = diff(old, new).changed
    assert [(slot.slot, slot.new) for slot in change.slots] == [
        ("subject", "资金"),
        ("quantity.value", Decimal("8000.5")),
    ]


def test_records_are_gained_and_lost() -> None:
    old, new = plain(), plain()
    taken = new["records"].pop(0)
    assert [record["id"] for record in diff(old, new).lost] == [taken["id"]]
    assert [record["id"] for record in diff(new, old).gained] == [taken["id"]]


def test_a_record_of_another_type_is_known_by_its_figure() -> None:
    old, new = plain(), plain()
    record = next(record for record in new["records"] if record["type"] == "measure")
    record["type"], record["id"] = "count", record["id"].replace("measure", "count")
    found = diff(old, new)
    assert (found.gained, found.lost) == ([], [])
    assert [slot.slot for slot in found.changed[0].slots] == ["type"]


def test_a_header_that_differs_is_told_unless_it_says_how_the_text_was_read() -> None:
    old, new = plain(), plain()
    new["document"].update(title="另一个标题", source="b.txt")
    (change,) = diff(old, new).changed
    assert [slot.slot for slot in change.slots] == ["title"]


def test_another_bulletin_is_gained_with_all_its_records() -> None:
    found = compare([plain()], [plain("全村268户983人用上自来水。")])
    assert [len(one.gained) > 0 for one in found] == [True, False]
    assert [len(one.lost) > 0 for one in found] == [False, True]


@pytest.mark.parametrize("shape", ["{0}", "[\n{0},\n{0}\n]\n", "{0}\n{0}\n"])
def test_every_output_of_the_program_is_read(shape: str) -> None:
    text = extract(TEXT).model_dump_json()
    assert all(result == plain() for result in read_results(shape.format(text)))


@pytest.mark.parametrize("text", ["", "公报", "[1]", "{}", '{"document": {}, "records": 3}'])
def test_what_is_no_output_is_an_error(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_results(text or "x")
    assert caught.value.code == "I009"
