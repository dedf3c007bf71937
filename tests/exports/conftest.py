"""A small run in memory: the tables of some bulletins, in pieces of odd size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from extract import Pipeline
from extract.exports import Read
from extract.tables.arrow import arrow_table
from extract.tables.columns import tables
from extract.tables.rows import Context, Row, document_row, rows_of
from extract.tables.rules import rule_rows, tiers_of
from extract.text.reading import decode

ROOT = Path(__file__).parents[2]
BULLETINS = sorted((ROOT / "corpus").glob("*.txt"))

Rows = dict[str, list[Row]]


def read_from(rows: Mapping[str, Sequence[Row]], size: int = 97) -> Read:
    """Return what reads these rows as a run would: in order, in pieces."""

    def read(name: str) -> Iterator[pyarrow.Table]:
        held = list(rows.get(name, ()))
        for start in range(0, len(held), size):
            yield arrow_table(name, held[start : start + size])

    return read


def rows_of_texts(texts: Mapping[str, str], pipeline: Pipeline) -> Rows:
    """Return the rows of all tables for texts by their source."""
    rules = rule_rows(pipeline.packs)
    context = Context(tiers_of(rules))
    made: Rows = {name: [] for name in tables()}
    made["rules"] = rules
    for source, raw in texts.items():
        result = pipeline.run_plain(raw, source=source)
        rows = rows_of(result, raw, context)
        for name, some in rows.items():
            made[name] += some
        figures = len(rows["figures"])
        made["documents"].append(document_row(result, raw, source=source, input_id=None, figures=figures))
    totals = len(texts), 0, 0, len(made["figures"]), 0
    made["run"] = [("0.1.0", "1", "rjieba", "2023", "core", "{}", *totals)]
    return made


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="session")
def rows(pipeline: Pipeline) -> Rows:
    """The tables of the bulletins of the corpus."""
    return rows_of_texts({path.name: decode(path.read_bytes()) for path in BULLETINS}, pipeline)


@pytest.fixture(scope="session")
def read(rows: Rows) -> Read:
    return read_from(rows)


@pytest.fixture(scope="session")
def read_by() -> Callable[..., Read]:
    """Return what makes a `Read` of rows, in pieces of a size."""
    return read_from


@pytest.fixture
def made_of(pipeline: Pipeline) -> Callable[..., Any]:
    """Return the rows of texts by table."""
    return lambda *texts: rows_of_texts({f"{n}.txt": text for n, text in enumerate(texts)}, pipeline)


@pytest.fixture(scope="session")
def rows_of_named(pipeline: Pipeline) -> Callable[..., Any]:
    """Return the rows of texts by their source."""
    return lambda texts: rows_of_texts(texts, pipeline)
