"""`export` writes the tables of a run; the name of the target tells the format, and `--lang` the headers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow
import pytest

from extract.cli import exporting, main
from extract.exports.spreadsheets import Notice
from extract.tables.arrow import arrow_schema, arrow_table
from extract.tables.columns import tables

Capture = pytest.CaptureFixture[str]
PERSON = ("a", "person1", "毕海滨", "毕海滨", None, None, 1, 0, 3, "毕海滨", "names.person", None)
OFFICE = ("a", "person1", 1, "毕海滨", "副县长", "普安县")


def read(name: str) -> Iterator[pyarrow.Table]:
    rows = {"offices": [OFFICE], "persons": [PERSON]}.get(name)
    yield arrow_table(name, rows) if rows else arrow_schema(name).empty_table()


@pytest.fixture(autouse=True)
def _a_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every folder be a run that knows of one office."""
    monkeypatch.setattr(exporting, "open_run", lambda path: SimpleNamespace(read=read))
    monkeypatch.setenv("EXTRACT_LANG", "en")
    monkeypatch.chdir(tmp_path)


def test_the_ending_tells_the_format(capsys: Capture) -> None:
    for target in ("out.csv", "out.jsonl", "out.parquet", "out.xlsx", "out.duckdb", "out.sqlite", "out.db"):
        assert main(["export", "results", target]) == 0
        assert Path(target).exists()
    assert Path("out.csv/figures.csv").is_file()
    assert capsys.readouterr() == ("", "")


def test_one_table_is_one_file_whatever_its_name() -> None:
    assert main(["export", "results", "offices.txt", "--table", "offices", "--format", "csv"]) == 0
    assert Path("offices.txt").read_text("utf-8-sig").splitlines() == [
        "doc_id,record_id,number,name,office,of",
        "a,person1,1,毕海滨,副县长,普安县",
    ]


def test_headers_are_titles_only_where_the_language_is_asked_for_here() -> None:
    words = ["export", "results", "a.csv", "--table", "offices", "--lang=zh-Hans"]
    assert main(words) == 0
    titles = [column.titles["zh-Hans"] for column in tables()["offices"].columns]
    assert Path("a.csv").read_text("utf-8-sig").splitlines()[0] == ",".join(titles)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["results"], 2, "C011 no TARGET is given"),
        ([], 2, "C011 no "),
        (["results", "a.csv", "b.csv"], 2, "C010 b.csv"),
        (["results", "out"], 2, "C011 no --format is given"),
        (["results", "out.ods"], 2, "C007 there is no format 'ods'; use one of: csv, jsonl, parquet, xlsx"),
        (["results", "out", "--format", "ods"], 2, "C007 there is no format 'ods'"),
        (
            ["results", "a.csv", "--table", "figurs"],
            2,
            "C030 there is no table 'figurs'; use one of: figures",
        ),
        (["results", "nowhere/a.csv"], 1, "I007 the output cannot be written"),
        (["results", ".", "--format", "xlsx"], 2, "C013 . exists already"),
    ],
)
def test_what_is_wrong_is_one_line(words: list[str], status: int, told: str, capsys: Capture) -> None:
    assert main(["export", *words]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(told)
    assert err.count("\n") == 1


def test_what_a_format_could_not_hold_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    from extract.cli import exporting

    notices = [
        Notice("export.sheets", {"table": "figures", "sheets": 2}),
        Notice("export.cut", {"table": "figures", "cells": 1, "length": 32767}),
    ]
    monkeypatch.setattr(exporting, "export", lambda *args, **options: notices)
    assert main(["export", "results", "a.xlsx"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "table figures fills 2 sheets: one holds 1,048,575 rows",
        "table figures: 1 cells are cut, Excel holds 32767 characters in one",
    ]
