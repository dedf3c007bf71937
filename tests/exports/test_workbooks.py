"""A workbook for Excel: numbers, dates and flags as such, the rest as text, and no cell that runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extract.exports import Read
from extract.exports.spreadsheets import LONGEST, ROWS_A_SHEET, write_workbook
from extract.tables.columns import tables
from extract.tables.rows import Row

Sheets = dict[str, Any]


def row_of(name: str, /, **cells: Any) -> Row:
    """Return a row whose key is filled, and what is told."""
    usual = {"doc_id": "a", "figure_id": "q1", "record_id": "r1", "source": "a.txt", "number": 1}
    return tuple((usual | cells).get(column.name) for column in tables()[name].columns)


@pytest.fixture
def cells_of(tmp_path: Path, read_by: Callable[..., Read]) -> Callable[..., Mapping[str, Any]]:
    """Return what writes one row of a table and reads its cells back."""

    def answer(name: str, **cells: Any) -> Mapping[str, Any]:
        target = tmp_path / "one.xlsx"
        write_workbook(str(target), [name], read_by({name: [row_of(name, **cells)]}))
        sheet = openpyxl.load_workbook(target)[name]
        return {column.name: cell for column, cell in zip(tables()[name].columns, sheet[2], strict=True)}

    return answer


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", "http://example.org/", "=HYPERLINK(1)", "5", "-5%"]
)
def test_text_is_text(text: str, cells_of: Callable[..., Mapping[str, Any]]) -> None:
    cell = cells_of("figures", text=text)["text"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_a_code_and_a_time_are_text(cells_of: Callable[..., Mapping[str, Any]]) -> None:
    cells = cells_of("figures", place_code="360222101000", time="2018-09")
    assert (cells["place_code"].data_type, cells["place_code"].value) == ("s", "360222101000")
    assert (cells["time"].data_type, cells["time"].value) == ("s", "2018-09")


def test_a_number_a_date_and_a_flag_are_such(cells_of: Callable[..., Mapping[str, Any]]) -> None:
    day = datetime(2021, 7, 9)
    cells = cells_of(
        "figures", value=Decimal("115000000000"), low=Decimal("5.79"), time_start=day.date(), cumulative=True
    )
    assert (cells["value"].value, cells["value"].number_format) == (115_000_000_000, "#,##0")
    assert (cells["low"].value, cells["low"].number_format) == (5.79, "#,##0.00")
    assert (cells["time_start"].value, cells["time_start"].number_format) == (day, "yyyy-mm-dd")
    assert cells["cumulative"].value is True


@pytest.mark.parametrize("number", ["1234567890123456", "0.1234567891", "12345678.123456789", "9" * 28])
def test_a_number_keeps_all_its_digits(number: str, cells_of: Callable[..., Mapping[str, Any]]) -> None:
    value = cells_of("figures", value=Decimal(number))["value"].value
    assert isinstance(value, str) == (len(number.replace(".", "").lstrip("0")) > 15)
    assert Decimal(value if isinstance(value, str) else repr(value)) == Decimal(number)


def test_a_date_before_the_days_of_excel_is_text(cells_of: Callable[..., Mapping[str, Any]]) -> None:
    assert cells_of("figures", time_start=datetime(1840, 6, 28).date())["time_start"].value == "1840-06-28"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x0bc", "a\x00b\x0bc"),
        ("_x0041_", "_x0041_"),
        ("a\r\nb\rc", "a\nb\nc"),
        (" a ", " a "),
        ("<r>a</r>", "<r>a</r> "),
        ("<b>&amp;", "<b>&amp;"),
        ("\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "😀"),
    ],
)
def test_odd_text_survives(text: str, shown: str, cells_of: Callable[..., Mapping[str, Any]]) -> None:
    value = cells_of("figures", text=text)["text"].value
    unescaped = re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)
    assert shown in (value, unescaped)


def test_text_that_is_too_long_is_cut_and_told(tmp_path: Path, read_by: Callable[..., Read]) -> None:
    rows = {
        "figures": [
            row_of("figures", evidence="😀" * 20_000),
            row_of("figures", figure_id="q2", evidence="字"),
        ]
    }
    (notice,) = write_workbook(str(tmp_path / "a.xlsx"), ["figures"], read_by(rows))
    assert (notice.code, notice.params["cells"]) == ("export.cut", 1)
    at = tables()["figures"].place_of("evidence")
    value = openpyxl.load_workbook(tmp_path / "a.xlsx")["figures"][2][at].value
    assert value == "😀" * (LONGEST // 2)


def test_more_rows_than_a_sheet_holds_go_on_over_several(
    tmp_path: Path, read_by: Callable[..., Read]
) -> None:
    rows = {"persons": [row_of("persons", record_id=f"p{n}", name=f"p{n}") for n in range(25)]}
    target = tmp_path / "a.xlsx"
    (notice,) = write_workbook(str(target), ["persons", "offices"], read_by(rows), "zh-Hans", limit=10)
    assert (notice.code, notice.params) == ("export.sheets", {"table": "人物", "sheets": 3})
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["人物", "人物 (2)", "人物 (3)", "职务"]
    at = tables()["persons"].place_of("name")
    found = [row[at] for title in book.sheetnames[:3] for row in book[title].iter_rows(2, values_only=True)]
    assert found == [f"p{n}" for n in range(25)]
    assert [book[title].auto_filter.ref for title in book.sheetnames[:3]] == ["A1:L11", "A1:L11", "A1:L6"]


def test_just_so_many_rows_as_a_sheet_holds_fill_one(tmp_path: Path, read_by: Callable[..., Read]) -> None:
    rows = {"persons": [row_of("persons", record_id=f"p{n}") for n in range(10)]}
    assert write_workbook(str(tmp_path / "a.xlsx"), ["persons"], read_by(rows), limit=10) == []
    assert ROWS_A_SHEET + 1 == 1 << 20


def test_a_sheet_has_its_header_frozen_and_excel_leaves_codes_alone(tmp_path: Path, read: Read) -> None:
    target = tmp_path / "a.xlsx"
    write_workbook(str(target), list(tables()), read)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == list(tables())
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    with zipfile.ZipFile(target) as archive:
        assert b'numberStoredAsText="1"' in archive.read("xl/worksheets/sheet1.xml")
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert not any(b"<hyperlink" in archive.read(name) for name in archive.namelist())
