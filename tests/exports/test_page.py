"""The page about tables tells the truth: its columns are those defined, its queries give what it shows."""

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
from extract.exports.streams import plain
from extract.tables.columns import tables
from extract.tables.pages import PAGES, fill_page
from extract.text.reading import decode

ROOT = Path(__file__).parents[2]
SOURCES = ("corpus/article.txt", "corpus/bulletin07.txt")
EXAMPLE = re.compile(r"```sql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)

Databases = Mapping[str, Path]


def read_page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def shown(rows: list[tuple[Any, ...]]) -> str:
    """Return rows as the page has them."""
    return "".join(" | ".join(map(cell_of, row)).rstrip() + "\n" for row in rows)


def cell_of(value: Any) -> str:
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


@pytest.fixture(scope="module")
def databases(
    rows_of_named: Callable[..., Any],
    read_by: Callable[..., Read],
    tmp_path_factory: pytest.TempPathFactory,
) -> Databases:
    folder = tmp_path_factory.mktemp("page")
    rows = rows_of_named({source: decode((ROOT / source).read_bytes()) for source in SOURCES})
    made = {form: folder / form for form in ("duckdb", "sqlite")}
    for form, path in made.items():
        export(read_by(rows), str(path), form=form)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_columns_are_told_as_they_are_defined(page: str) -> None:
    assert fill_page(read_page(page), PAGES[page]) == read_page(page), (
        "run: python -m extract.tables.pages docs/"
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_query_gives_in_both_databases_what_the_page_shows(page: str, databases: Databases) -> None:
    examples = EXAMPLE.findall(read_page(page))
    assert 5 <= len(examples) <= 8
    for query, wanted in examples:
        assert wanted, query
        with duckdb.connect(str(databases["duckdb"])) as duck:
            assert shown(duck.execute(query).fetchall()) == wanted, query
        with closing(sqlite3.connect(databases["sqlite"])) as lite:
            assert shown(lite.execute(query).fetchall()) == wanted, query


@pytest.mark.parametrize("page", PAGES)
def test_every_table_and_view_is_named(page: str) -> None:
    text = read_page(page)
    assert all(f"\n### {name}" in text for name in tables())
    assert all(f"`{view.name}`" in text for view in views())
