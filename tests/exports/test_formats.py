"""Every format holds the same rows: what is written is read back, cell by cell."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest

from extract.exports import FORMATS, Read, export
from extract.exports.delimited import guard, unguard
from extract.exports.lites import exact
from extract.exports.streams import plain
from extract.tables.arrow import arrow_schema
from extract.tables.columns import Column, tables
from extract.tables.rows import Row

Tables = Mapping[str, list[Row]]


def from_text(column: Column, cell: str) -> Any:
    if cell == "":
        return None
    return {
        "text": unguard,
        "integer": int,
        "decimal": Decimal,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": date.fromisoformat,
    }[column.type](cell)


def read_csv(target: Path) -> dict[str, list[Row]]:
    made = {}
    for name, table in tables().items():
        with open(target / f"{name}.csv", encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header == [column.name for column in table.columns]
        made[name] = [
            tuple(from_text(column, cell) for column, cell in zip(table.columns, row, strict=True))
            for row in rows
        ]
    return made


def read_jsonl(target: Path) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for name, table in tables().items():
        made[name] = []
        for line in (target / f"{name}.jsonl").read_text("utf-8").split("\n")[:-1]:
            row = json.loads(line, parse_float=Decimal)
            assert list(row) == [column.name for column in table.columns]
            made[name].append(tuple(map(typed, table.columns, row.values())))
    return made


def typed(column: Column, value: Any) -> Any:
    if value is None or column.type in ("text", "integer"):
        return value
    if column.type == "decimal":
        return Decimal(
            value if isinstance(value, str) else repr(value) if isinstance(value, float) else value
        )
    if column.type == "boolean":
        return bool(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def read_parquet(target: Path) -> dict[str, list[Row]]:
    made = {}
    for name in tables():
        table = pyarrow.parquet.read_table(target / f"{name}.parquet")
        assert table.schema.equals(arrow_schema(name), check_metadata=False)
        made[name] = [tuple(row.values()) for row in table.to_pylist()]
    return made


def read_xlsx(target: Path) -> dict[str, list[Row]]:
    book = openpyxl.load_workbook(target, read_only=True)
    made = {}
    for name, table in tables().items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == [column.name for column in table.columns]
        made[name] = [tuple(map(typed, table.columns, row)) for row in rows]
    return made


def read_duckdb(target: Path) -> dict[str, list[Row]]:
    with duckdb.connect(str(target), read_only=True) as database:
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables()}


def read_sqlite(target: Path) -> dict[str, list[Row]]:
    with closing(sqlite3.connect(target)) as database:
        return {
            name: [
                tuple(map(typed, table.columns, row))
                for row in database.execute(f'SELECT * FROM "{name}"').fetchall()
            ]
            for name, table in tables().items()
        }


READERS: dict[str, Callable[[Path], dict[str, list[Row]]]] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "xlsx": read_xlsx,
    "duckdb": read_duckdb,
    "sqlite": read_sqlite,
}


def as_excel(row: Row) -> Row:
    return tuple(cell.replace("\r\n", "\n") if isinstance(cell, str) else cell for cell in row)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_holds_the_rows_of_the_run(form: str, read: Read, rows: Tables, tmp_path: Path) -> None:
    target = tmp_path / f"out.{form}"
    assert export(read, str(target), form=form) == []
    found = READERS[form](target)
    assert sum(map(len, rows.values())) > 1000
    for name, table in tables().items():
        wanted = [as_excel(row) for row in rows[name]] if form == "xlsx" else rows[name]
        if name == "changes":  # a view has no order
            keys = [column.name for column in table.columns].index("field") + 1
            found[name].sort(key=lambda row, keys=keys: row[:keys])
            wanted = sorted(wanted, key=lambda row, keys=keys: row[:keys])
        assert found[name] == wanted, name


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_same_rows_give_the_same_bytes_in_pieces_of_any_size(
    form: str, rows: Tables, tmp_path: Path, read_by: Callable[..., Read]
) -> None:
    files = []
    for size in (7, 1000):
        target = tmp_path / f"{size}.{form}"
        export(read_by(rows, size), str(target), form=form)
        files.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert files[0] == files[1]
    assert files[0].keys() == {f"{name}.{form}" for name in tables()}


def test_the_same_rows_give_the_same_workbook(read: Read, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export(read, str(tmp_path / name), form="xlsx", table="persons")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_one_table_alone_is_one_file(form: str, read: Read, tmp_path: Path) -> None:
    target = tmp_path / f"one.{form}"
    export(read, str(target), form=form, table="offices")
    assert target.is_file()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_csv_is_marked_as_utf8_and_its_lines_end_as_the_standard_says(read: Read, tmp_path: Path) -> None:
    target = tmp_path / "run.csv"
    export(read, str(target), form="csv", table="run")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfversion,")
    assert target.read_bytes().count(b"\r\n") == 2


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_headers_are_titles_where_a_language_is_asked_for(lang: str, read: Read, tmp_path: Path) -> None:
    titles = [column.titles[lang] for column in tables()["run"].columns]
    export(read, str(tmp_path / "run.csv"), form="csv", table="run", lang=lang)
    header = next(csv.reader((tmp_path / "run.csv").read_text("utf-8-sig").splitlines()))
    assert header == titles
    export(read, str(tmp_path / "run.xlsx"), form="xlsx", table="run", lang=lang)
    sheet = openpyxl.load_workbook(tmp_path / "run.xlsx").active
    assert sheet.title == tables()["run"].titles[lang]
    assert [cell.value for cell in sheet[1]] == titles


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_no_two_columns_of_a_table_have_one_title(lang: str) -> None:
    for table in tables().values():
        titles = [column.titles[lang] for column in table.columns]
        assert len(set(titles)) == len(titles), sorted(t for t in titles if titles.count(t) > 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86 10 1234", "'+86 10 1234"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+5.25%", "+5.25%"),
        ("-5℃", "'-5℃"),
        ("'tis", "'tis"),
        ("35户", "35户"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_guarded_and_comes_back(text: str, shown: str) -> None:
    assert guard(text) == shown
    assert unguard(shown) == text


@pytest.mark.parametrize(
    ("number", "held"),
    [
        ("80000000.0000000000", 80000000),
        ("0.1", 0.1),
        ("5.79", 5.79),
        ("9007199254740993", 9007199254740993),
        ("1E+27", 1e27),
        ("1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"),
        ("0.1234567890123456789", "0.1234567890123456789"),
        ("-0.0", 0),
    ],
)
def test_sqlite_holds_a_number_to_its_last_digit(number: str, held: Any) -> None:
    value = exact(Decimal(number))
    assert (type(value), value) == (type(held), held)
    assert Decimal(value if isinstance(value, str) else repr(value)) == Decimal(number)
    assert Decimal(plain(Decimal(number))) == Decimal(number)
    assert "E" not in plain(Decimal(number))
