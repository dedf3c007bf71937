"""The account of a bulletin's numerals adds up, and what nothing explains is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.coverage import Account, account_for, add_up
from extract.pipeline import Pipeline

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
PIPELINE = Pipeline()


def account(text: str) -> Account:
    return account_for(PIPELINE.read(text))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_numeral_has_one_place(path: Path) -> None:
    found = account(path.read_bytes().decode())
    assert found.numerals > 50
    assert found.numerals == found.recorded + found.alone + found.excused.total() + len(found.left)


@pytest.mark.parametrize(
    ("text", "excused"),
    [
        ("2018年9月，公安部发文。", {"dates": 2}),
        ("五华县四子王旗公安局出警。", {"names": 2}),
        ("解决“两不愁三保障”问题，5G网络到村。", {"phrases": 3}),
        ("连续三年获奖。", {"durations": 1}),
        ("一起下村走访。", {"words": 1}),
        ("要求：1.扎实推进；2.严格验收。", {"lists": 2}),
    ],
)
def test_what_makes_no_record_has_its_reason(text: str, excused: dict[str, int]) -> None:
    found = account(text)
    assert found.excused == excused, found
    assert not found.left


def test_figures_are_in_records_with_all_their_numerals() -> None:
    found = account("全县投入资金3至5万元，惠及两三千人。")
    assert (found.numerals, found.recorded) == (3, 3)


def test_what_is_left_is_told_where_it_stands() -> None:
    (left,) = account("公安部网站消息。\n編碼８８４７×21人到场。").left[:1]
    assert (left.line, left.column, left.text, left.span) == (2, 3, "８８４７", (11, 15))
    assert left.words == "編碼８８４７×21人到场。"


def test_rules_are_counted_and_those_that_never_fit_are_told() -> None:
    one, other = account("贫困人口从30户减少到10户。"), account("全村新修公路3公里。")
    total = add_up([one, other])
    assert one.hits["change.from-to"] == 1
    assert "change.from-to" in other.silent
    assert "change.from-to" not in total.silent
    assert "change.pair" in total.silent
    assert total.numerals == one.numerals + other.numerals


def test_numerals_that_no_rule_reads_are_looked_for_too() -> None:
    found = account("全村㉒户迁入新居，约占⅔，列入第Ⅳ类。")
    assert [left.text for left in found.left] == ["㉒", "⅔"]
    assert (found.numerals, dict(found.excused)) == (3, {"phrases": 1})
