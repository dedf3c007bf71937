"""The views add what may be added: no rates, parts, repeats or running totals beside their components."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.exports import Read, export
from extract.exports.statements import views
from extract.tables.columns import tables
from extract.tables.dates import days_of
from extract.tables.rows import Row
from extract.text.reading import decode

ROOT = Path(__file__).parents[2]
RELIEF = ROOT / "corpus" / "bulletin07.txt"
Ask = Callable[..., list[tuple[Any, ...]]]
FRACTION = re.compile(r"-?\d+(\.\d+)?(e\+\d+)?")
DATABASES = ("duckdb", "sqlite")

MONEY = "SELECT place, year, subject, total, of_wholes FROM money_by_place_year ORDER BY place, year, subject"
COUNTS = (
    "SELECT place, year, subject, unit, total, of_wholes FROM indicators_by_place_year ORDER BY 1, 2, 3, 4"
)


@pytest.fixture(params=DATABASES)
def ask(request: pytest.FixtureRequest, tmp_path: Path, read_by: Callable[..., Read]) -> Ask:
    """Return what asks a database of some rows."""

    def answer(rows: Mapping[str, list[Row]], query: str) -> list[tuple[Any, ...]]:
        target = tmp_path / "out"
        export(read_by(rows), str(target), form=request.param)
        if request.param == "duckdb":
            with duckdb.connect(str(target)) as database:
                return [tuple(map(plain, row)) for row in database.execute(query).fetchall()]
        with closing(sqlite3.connect(target)) as lite:
            return lite.execute(query).fetchall()

    return answer


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def figure(**cells: Any) -> Row:
    """Return a row of figures: so much money of 江西省 on a day, but for what is told otherwise."""
    number = cells.pop("n", 1)
    time = cells.get("time", "2021-07-09")
    start, end, year = days_of(time)
    usual: dict[str, Any] = {
        "doc_id": "a",
        "figure_id": f"q{number}",
        "record_id": f"money{number}",
        "type": "money",
        "field": "quantity",
        "status": "actual",
        "subject": "救灾资金",
        "place": "江西省",
        "place_key": "360000",
        "time": time,
        "time_start": start,
        "time_end": end,
        "year": year,
        "value": Decimal(100),
        "unit": "CNY",
        "cumulative": False,
        "start": number,
        "end": number + 1,
        "text": "100元",
        "evidence": "100元",
        "rule": "r",
        "tier": "general",
    }
    known = usual | cells
    if "place" in cells and "place_key" not in cells:
        known["place_key"] = None
    return tuple(known.get(column.name) for column in tables()["figures"].columns)


def document(doc_id: str, **cells: Any) -> Row:
    known = {"source": f"{doc_id}.txt", "doc_id": doc_id} | cells
    return tuple(known.get(column.name) for column in tables()["documents"].columns)


def test_relief_money_comes_out_as_it_was_granted(ask: Ask, made_of: Callable[..., Any]) -> None:
    """115 million on 9 July and 65 before; not the headline again, and not the 180 million of both."""
    rows = made_of(decode(RELIEF.read_bytes()))
    found = ask(rows, MONEY.replace("ORDER", "WHERE subject = '救灾资金' ORDER"))
    assert found == [
        ("上饶市", 2021, "救灾资金", None, 48_000_000),
        ("九江市", 2021, "救灾资金", None, 36_500_000),
        ("景德镇市", 2021, "救灾资金", None, 15_000_000),
        ("江西省", 2021, "救灾资金", 180_000_000, None),
    ]


HUNDRED = ("江西省", 2021, "救灾资金", 100, None)
TWO = ("江西省", 2021, "救灾资金", 200, None)
CASES: dict[str, tuple[list[Row], list[tuple[Any, ...]]]] = {
    "two figures are added": ([figure(), figure(n=2)], [TWO]),
    "the verb keeps no money apart": ([figure(action="下拨"), figure(n=2, action="安排")], [TWO]),
    "a plan is no money yet": ([figure(), figure(n=2, status="planned")], [HUNDRED]),
    "a standard is none either": ([figure(), figure(n=2, status="standard")], [HUNDRED]),
    "a rate is no sum": ([figure(), figure(n=2, per="人")], [HUNDRED]),
    "a mean is no sum": ([figure(), figure(n=2, subject="户均补助")], [HUNDRED]),
    "a balanced thing is no mean": (
        [figure(subject="均衡发展资金")],
        [("江西省", 2021, "均衡发展资金", 100, None)],
    ),
    "a price is no sum": ([figure(), figure(n=2, subject="收购价格")], [HUNDRED]),
    "the ends of a change are no sums": (
        [figure(), figure(n=2, role="before"), figure(n=3, role="after")],
        [HUNDRED],
    ),
    "a range has no value": ([figure(), figure(n=2, value=None, low=Decimal(1))], [HUNDRED]),
    "what is said again counts once": ([figure(), figure(n=2, same_as="money1")], [HUNDRED]),
    "what another document says too counts once": ([figure(), figure(doc_id="b")], [HUNDRED]),
    "a verb left out does not make it another": (
        [figure(action="下拨"), figure(doc_id="b")],
        [HUNDRED],
    ),
    "another day is another grant": ([figure(), figure(doc_id="b", time="2021-07-10")], [TWO]),
    "twice in one document is twice": ([figure(), figure(n=2), figure(doc_id="b")], [TWO]),
    "a part of a sum of the same place is in it": ([figure(), figure(n=2, part_of="money1")], [HUNDRED]),
    "a part for another place is shown apart": (
        [figure(), figure(n=2, place="上饶市", part_of="money1", value=Decimal(40))],
        [("上饶市", 2021, "救灾资金", None, 40), HUNDRED],
    ),
    "a running total beside its components is left out": (
        [figure(), figure(n=2), figure(n=3, cumulative=True, value=Decimal(300))],
        [TWO],
    ),
    "of running totals that stand alone the largest counts": (
        [figure(cumulative=True), figure(doc_id="b", cumulative=True, value=Decimal(300), time="2021-08")],
        [("江西省", 2021, "救灾资金", 300, None)],
    ),
    "a running total of another document and grants are not added": (
        [figure(), figure(doc_id="b", cumulative=True, value=Decimal(300), time="2021-08")],
        [("江西省", 2021, "救灾资金", 300, None)],
    ),
    "what a year has takes in what its months have": (
        [
            figure(time="2021", value=Decimal(200)),
            figure(n=2, time="2021-03"),
            figure(n=3, time="2021-04-05"),
        ],
        [TWO],
    ),
    "a month with more than its year is another matter": (
        [figure(time="2021"), figure(n=2, time="2021-03", value=Decimal(200))],
        [("江西省", 2021, "救灾资金", 300, None)],
    ),
    "of what is there at a time the last counts": (
        [
            figure(subject="贷款余额", time="2021-03", value=Decimal(900)),
            figure(n=2, subject="贷款余额", time="2021-06", value=Decimal(800)),
        ],
        [("江西省", 2021, "贷款余额", 800, None)],
    ),
    "a loss is no grant": (
        [figure(), figure(n=2, subject="经济损失")],
        [HUNDRED, ("江西省", 2021, "经济损失", 100, None)],
    ),
    "income is no expense": (
        [figure(subject="收入"), figure(n=2, subject="支出")],
        [("江西省", 2021, "支出", 100, None), ("江西省", 2021, "收入", 100, None)],
    ),
    "what has no year or no place is in no row": (
        [figure(time="2020/2021"), figure(n=2, place=None), figure(n=3, subject=None)],
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_of_money(case: str, ask: Ask) -> None:
    figures, wanted = CASES[case]
    documents = [document("a"), document("b")]
    assert ask({"figures": figures, "documents": documents}, MONEY) == wanted


def test_a_repost_adds_nothing(ask: Ask) -> None:
    figures = [figure(), figure(doc_id="b", value=Decimal(7))]
    documents = [document("a"), document("b", repost_of="a")]
    assert ask({"figures": figures, "documents": documents}, MONEY) == [HUNDRED]


def test_money_without_a_subject_is_kept_apart_by_its_verb(ask: Ask) -> None:
    figures = [figure(subject=None, action="投入"), figure(n=2, subject=None, action="缴获")]
    query = "SELECT action, total FROM money_by_place_year ORDER BY action"
    assert sorted(ask({"figures": figures}, query)) == [("投入", 100), ("缴获", 100)]


def test_a_place_that_was_renamed_is_one_place(ask: Ask) -> None:
    figures = [
        figure(place="兴仁县", place_key="522302", time="2018-03"),
        figure(n=2, place="兴仁市", place_key="522302", time="2018-11"),
    ]
    query = "SELECT place_key, year, total, figures, documents FROM money_by_place_year"
    assert ask({"figures": figures}, query) == [("522302", 2018, 200, 2, 1)]


def test_a_row_tells_how_many_of_its_figures_are_round(ask: Ask) -> None:
    figures = [figure(modifier="more_than"), figure(n=2)]
    query = "SELECT figures, approximate FROM money_by_place_year"
    assert ask({"figures": figures}, query) == [(2, 1)]


def count(**cells: Any) -> Row:
    return figure(**{"type": "count", "subject": "房屋", "unit": "间", "action": "倒塌"} | cells)


def test_counts_and_amounts_are_added_and_levels_are_not(ask: Ask) -> None:
    figures = [
        count(n=1),
        count(n=2, time="2021-07-10"),
        count(n=3, subject="降雨量", type="measure", unit="毫米", si_unit="m"),
        count(n=4, subject="气温", type="measure", unit="摄氏度", si_unit="K"),
        count(n=5, subject="覆盖率", type="measure", unit="%"),
        count(n=6, subject="稻谷", type="measure", unit="吨", si_unit="kg", si_value=Decimal(100_000)),
        count(n=7, subject="稻谷", type="measure", unit="吨", si_unit="kg", si_value=Decimal(100_000)),
        count(n=8, subject="建县", unit="周年"),
    ]
    assert ask({"figures": figures}, COUNTS) == [
        ("江西省", 2021, "房屋", "间", 200, None),
        ("江西省", 2021, "稻谷", "吨", 200, None),
    ]
    query = "SELECT si_total, si_unit FROM indicators_by_place_year WHERE subject = '稻谷'"
    assert ask({"figures": figures}, query) == [(200_000, "kg")]


def test_what_fell_and_what_was_damaged_are_two_counts(ask: Ask) -> None:
    figures = [count(), count(n=2, action="损坏")]
    query = "SELECT action, total FROM indicators_by_place_year"
    assert sorted(ask({"figures": figures}, query)) == [("倒塌", 100), ("损坏", 100)]


def test_of_what_is_told_anew_every_day_the_last_counts(ask: Ask) -> None:
    figures = [
        count(n=1, subject="遇难", unit="人", field="people", value=Decimal(113), time="2023-12-19"),
        count(doc_id="b", subject="遇难", unit="人", field="people", value=Decimal(117), time="2023-12-22"),
    ]
    assert ask({"figures": figures}, COUNTS) == [("江西省", 2023, "遇难", "人", 117, None)]


def test_sums_of_very_large_numbers_do_not_break(ask: Ask) -> None:
    figures = [count(n=n, value=Decimal(2 * 10**18), time=f"2021-07-{n:02}") for n in range(1, 9)]
    assert ask({"figures": figures}, COUNTS) == [("江西省", 2021, "房屋", "间", 1.6e19, None)]


def test_both_databases_give_the_same_sums(read: Read, tmp_path: Path) -> None:
    for form in DATABASES:
        export(read, str(tmp_path / form), form=form)
    with (
        duckdb.connect(str(tmp_path / "duckdb")) as duck,
        closing(sqlite3.connect(tmp_path / "sqlite")) as lite,
    ):
        for view in ("addends", "money_by_place_year", "indicators_by_place_year"):
            query = f"SELECT * FROM {view}"
            found = [tuple(map(plain, row)) for row in duck.execute(query).fetchall()]
            wanted = [tuple(map(plain, row)) for row in lite.execute(query).fetchall()]
            assert len(found) > 20
            assert sorted(map(rounded, found)) == sorted(map(rounded, wanted))


def rounded(row: tuple[Any, ...]) -> list[str]:
    """Return cells that can be compared: SQLite adds fractions as reals, and holds long ones as text."""
    return [f"{float(cell):.6g}" if FRACTION.fullmatch(str(cell)) else str(cell) for cell in row]


def test_the_sums_are_those_of_the_figures_behind_them(ask: Ask, rows: Any) -> None:
    sums = ask(rows, "SELECT total, of_wholes, figures FROM money_by_place_year")
    behind = ask(rows, "SELECT value, counts_in FROM addends WHERE type = 'money'")
    assert sum(figures for *_, figures in sums) == len(behind) > 20
    for column, name in enumerate(("total", "of_wholes")):
        parts = [value for value, counts_in in behind if counts_in == name]
        assert sum(row[column] or 0 for row in sums) == pytest.approx(sum(parts))


def test_every_view_tells_what_it_shows() -> None:
    assert next(views()).name == "changes"
    assert all(view.about.endswith(".") for view in views())
    columns = [column.name for column in tables()["changes"].columns]
    statement = next(views()).statement
    assert all(f"AS {name}" in statement or f" {name}" in statement for name in columns)
