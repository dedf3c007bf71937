"""Every row has a cell of its type for every column, and says what the result says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import Pipeline
from extract.tables.arrow import arrow_table
from extract.tables.columns import SLOTS, tables
from extract.tables.dates import days_of
from extract.tables.rows import SAID, Context, document_row, rows_of
from extract.tables.rules import rule_rows, tiers_of
from extract.text.reading import decode

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "corpus").rglob("*.txt"))
PYTHON = {"text": str, "integer": int, "decimal": Decimal, "boolean": bool, "date": date}
PIPELINE = Pipeline()


def rows_in(text: str, **options: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a text by table, each as a dict."""
    made = rows_of(PIPELINE.run_plain(text, **options), text, Context({}))
    return {
        name: [dict(zip((c.name for c in tables()[name].columns), row, strict=True)) for row in rows]
        for name, rows in made.items()
    }


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_cells_are_as_their_columns_say(path: Path) -> None:
    raw = decode(path.read_bytes())
    result = PIPELINE.run_plain(raw, source=path.name)
    made = rows_of(result, raw, Context({}))
    made["documents"] = [document_row(result, raw, source=path.name, input_id=None, figures=0)]
    for name, rows in made.items():
        table = tables()[name]
        keys = set()
        for row in rows:
            assert len(row) == len(table.columns)
            for cell, column in zip(row, table.columns, strict=True):
                assert cell is None or type(cell) is PYTHON[column.type], (name, column.name, cell)
            key = row[: len(table.key)]
            assert None not in key
            assert key not in keys
            keys.add(key)
        assert arrow_table(name, rows).num_rows == len(rows)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_figure_of_the_records_has_its_row(path: Path) -> None:
    raw = decode(path.read_bytes())
    result = PIPELINE.run(raw)
    wanted = {}
    for record in result.records:
        for holder in (record, *(getattr(record, role, None) for role in ("before", "after", "delta"))):
            for field in ("households", "people", "quantity"):
                quantity = getattr(holder, field, None)
                if quantity is not None:
                    wanted[quantity.id] = (record.id, field, quantity.value, quantity.unit, quantity.text)
    rows = rows_in(raw)["figures"]
    found = {r["figure_id"]: (r["record_id"], r["field"], r["value"], r["unit"], r["text"]) for r in rows}
    assert found == wanted
    for row in rows:
        assert raw[row["start"] : row["end"]] == row["text"]
        for slot in SLOTS:
            assert (row[slot] is None) == (row[f"{slot}_from"] == "none"), (slot, row)
            assert row[f"{slot}_text"] is None or row[f"{slot}_text"] in raw


def test_before_and_after_stand_side_by_side() -> None:
    rows = rows_in("兴仁市贫困人口从2014年的22813户95042人，下降至2018年的2839户8107人。")["changes"]
    shown = [
        (r["field"], r["before_value"], r["before_time"], r["after_value"], r["after_time"]) for r in rows
    ]
    assert shown == [
        ("households", Decimal(22813), "2014", Decimal(2839), "2018"),
        ("people", Decimal(95042), "2014", Decimal(8107), "2018"),
    ]
    assert rows[0]["direction"] == "fall"


def test_places_have_the_code_of_then_and_of_today() -> None:
    row = rows_in("2017年，兴仁县投入资金8000万元。", reference_date=date(2017, 5, 1))["figures"][0]
    assert (row["county"], row["place_code"], row["place_key"]) == ("兴仁县", "522322", "522302")
    assert (row["province"], row["city_code"]) == ("贵州省", "522300")


def test_a_number_that_no_cell_can_hold_is_told() -> None:
    rows = rows_in("全村有99,999,999,999,999,999,999,999,999,999,999人。")
    assert rows["figures"][0]["value"] is None
    assert [r["code"] for r in rows["diagnostics"]].count("D112") == 1
    assert rows["diagnostics"][-1]["text"].startswith("99,999")


def test_a_link_opens_the_page_at_the_clause() -> None:
    text = "全村268户。"
    result = PIPELINE.run_plain(text)
    result["document"]["url"] = "https://example.org/a"
    link = rows_of(result, text, Context({}))["figures"][0][-1]
    assert link == "https://example.org/a#:~:text=%E5%85%A8%E6%9D%91%32%36%38%E6%88%B7"


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2020-02", (date(2020, 2, 1), date(2020, 2, 29), 2020)),
        ("2018", (date(2018, 1, 1), date(2018, 12, 31), 2018)),
        ("2016/2018", (date(2016, 1, 1), date(2018, 12, 31), None)),
        ("2012/..", (date(2012, 1, 1), None, None)),
        ("../2012-05-03", (None, date(2012, 5, 3), None)),
        (None, (None, None, None)),
    ],
)
def test_a_time_has_days(edtf: str | None, days: tuple[Any, ...]) -> None:
    assert days_of(edtf) == days


def test_tables_of_what_is_said_are_those_of_the_definition() -> None:
    assert set(SAID) == tables().keys() - {"documents", "rules", "run"}


def test_every_rule_that_a_row_names_is_in_the_table_of_rules() -> None:
    rules = rule_rows(PIPELINE.all_packs())
    known = {row[0] for row in rules}
    tiers = tiers_of(rules)
    for path in CORPUS:
        raw = decode(path.read_bytes())
        for name, rows in rows_of(PIPELINE.run_plain(raw), raw, Context(tiers)).items():
            if name not in ("offices", "diagnostics"):
                at = tables()[name].place_of("rule")
                assert {row[at] for row in rows} <= known
        assert all(len(row) == len(tables()["rules"].columns) for row in rules)
