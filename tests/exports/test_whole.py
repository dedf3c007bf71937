"""An export appears whole or not at all, and what is wrong with it is one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow
import pytest

from extract.errors import ConfigError, InputError
from extract.exports import FORMATS, Read, export, format_of
from extract.exports.statements import VIEWED
from extract.tables.columns import tables


class BrokenError(Exception):
    """What a run raises that breaks off."""


def breaking(read: Read) -> Read:
    """Return what reads a run whose places break off after one piece."""

    def broken(name: str) -> Iterator[pyarrow.Table]:
        for table in read(name):
            yield table
            if name == "places":
                raise BrokenError

    return broken


FOLDERS = ("csv", "jsonl", "parquet")


@pytest.mark.parametrize("form", FORMATS)
def test_what_breaks_off_leaves_the_old_target_as_it_was(form: str, read: Read, tmp_path: Path) -> None:
    target = tmp_path / f"out.{form}"
    if form in FOLDERS:
        target.mkdir()
        (target / f"run.{form}").write_text("old")
    else:
        target.write_text("old")
    with pytest.raises(BrokenError):
        export(breaking(read), str(target), form=form)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    old = target / f"run.{form}" if form in FOLDERS else target
    assert old.read_text() == "old"


@pytest.mark.parametrize("form", FORMATS)
def test_what_breaks_off_leaves_nothing(form: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(BrokenError):
        export(breaking(read), str(tmp_path / "out"), form=form)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", FORMATS)
def test_an_older_export_is_replaced_whole(form: str, read: Read, tmp_path: Path) -> None:
    target = tmp_path / f"out.{form}"
    for _ in range(2):
        export(read, str(target), form=form)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    if form in FOLDERS:
        assert {path.name for path in target.iterdir()} == {f"{name}.{form}" for name in tables()}


def test_a_folder_that_holds_other_things_is_not_touched(read: Read, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for form in FORMATS:
        with pytest.raises(ConfigError, match="exists already"):
            export(read, str(tmp_path), form=form)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(read: Read, tmp_path: Path) -> None:
    export(read, str(tmp_path), form="csv")
    assert (tmp_path / "figures.csv").is_file()


@pytest.mark.parametrize("form", FORMATS)
def test_a_place_that_is_not_there_is_one_line(form: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        export(read, str(tmp_path / "nowhere" / "out"), form=form)
    assert caught.value.code == "I007"


@pytest.mark.parametrize(
    ("form", "package"), [("xlsx", "xlsxwriter"), ("duckdb", "duckdb"), ("csv", "pyarrow")]
)
def test_a_package_that_is_missing_is_one_line(
    form: str, package: str, read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError) as caught:
        export(read, str(tmp_path / "out"), form=form)
    assert (caught.value.code, caught.value.params["package"]) == ("C015", package)
    assert caught.value.hint == "pip install 'bulletin-extract[tables]'"


def test_a_table_or_a_format_that_there_is_not_is_one_line(read: Read, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no table 'figurs'"):
        export(read, str(tmp_path / "a.csv"), form="csv", table="figurs")
    with pytest.raises(ConfigError, match="no format 'ods'"):
        export(read, str(tmp_path / "a.ods"), form="ods")


@pytest.mark.parametrize(
    ("target", "form"),
    [
        ("a.csv", "csv"),
        ("a.b/out.XLSX", "xlsx"),
        ("out.csv/", "csv"),
        ("a.db", "sqlite"),
        ("a.sqlite", "sqlite"),
    ],
)
def test_the_name_of_a_target_tells_the_format(target: str, form: str) -> None:
    assert format_of(target) == form


@pytest.mark.parametrize(("target", "code"), [("out", "C011"), ("out.ods", "C007"), (".csv", "C011")])
def test_a_name_that_tells_none_is_one_line(target: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        format_of(target)
    assert caught.value.code == code


def test_duckdb_tells_types_keys_and_meanings(read: Read, tmp_path: Path) -> None:
    export(read, str(tmp_path / "a.duckdb"), form="duckdb")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as database:
        for name, table in tables().items():
            found = database.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ?", [name]
            ).fetchall()
            assert [column for column, _, _ in found] == [column.name for column in table.columns]
            if name != VIEWED:
                assert [about for *_, about in found] == [column.about for column in table.columns]
        keys = dict(
            database.execute(
                "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
                "WHERE constraint_type = 'PRIMARY KEY'"
            ).fetchall()
        )
        assert keys == {name: list(table.key) for name, table in tables().items() if name != VIEWED}
        kind = "SELECT data_type FROM duckdb_columns() WHERE table_name = ? AND column_name LIKE '%value'"
        for name in ("figures", "changes"):
            assert {cell for (cell,) in database.execute(kind, [name]).fetchall()} == {"DECIMAL(38,10)"}
        parents = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        assert database.execute(parents).fetchall() == [("offices",)]
        shown = database.execute("SELECT comment FROM duckdb_views() WHERE NOT internal").fetchall()
        assert len(shown) == 4
        assert all(about for (about,) in shown)
