"""Quantities: tables of surfaces, and what holds for spans, blocks and regions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from extract.mentions.quantities import find_figures
from extract.mentions.units import data_lines, unit_table
from extract.spans import FIGURE_KINDS, Figure
from extract.text.folding import fold

TABLES = Path(__file__).parents[1] / "tables"


def rows(name: str) -> list[str]:
    """The lines of a table without comments and blank lines."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def figures_of(text: str, region: str = "CN") -> list[Figure]:
    """All figures of a text as it is written."""
    return find_figures(fold(text), 0, len(text), region=region)


def written(figure: Figure) -> str:
    """A figure as the tables write it."""
    if figure.value is not None:
        number = f"{figure.value:f}"
    else:
        number = f"{figure.low:f}..{figure.high:f}" if figure.low is not None else "none"
    return " ".join(filter(None, (number, figure.unit or "-", figure.modifier)))


@pytest.mark.parametrize("row", rows("quantities.txt"))
def test_a_text_has_the_figures_of_the_table(row: str) -> None:
    text, _, expected = row.partition(" =>")
    found = [written(f) for f in figures_of(text) if f.kind != "ordinal"]
    assert found == [part for part in expected.strip().split("; ") if part]


@pytest.mark.parametrize("text", rows("quantities_none.txt"))
def test_a_word_or_code_is_no_quantity(text: str) -> None:
    assert [written(f) for f in figures_of(text) if f.kind != "ordinal"] == []


@pytest.mark.parametrize("row", rows("quantities_spans.txt"))
def test_spans_and_kinds_are_those_of_the_table(row: str) -> None:
    text, _, expected = row.partition(" => ")
    plain = text.translate({ord(c): None for c in "[]{}"})
    found = figures_of(plain)
    assert len(found) == 1
    figure = found[0]
    marked = list(plain)
    for at, mark in sorted(
        [(figure.outer_start, "{"), (figure.start, "["), (figure.end, "]"), (figure.outer_end, "}")],
        key=lambda pair: (-pair[0], "}][{".index(pair[1])),
    ):
        marked.insert(at, mark)
    kind, *per = expected.split()
    assert "".join(marked) == text
    assert (figure.kind, " ".join(figure.per or ())) == (kind, " ".join(per))


@pytest.mark.parametrize("row", rows("quantities_si.txt"))
def test_a_measure_has_its_size_in_si(row: str) -> None:
    text, _, expected = row.partition(" => ")
    figure = figures_of(text)[0]
    size = "none" if figure.si_value is None else f"{figure.si_value:f} {figure.si_unit}"
    assert size == expected


def test_a_bare_yuan_or_jin_of_taiwan_is_not_that_of_the_mainland() -> None:
    for region in ("TW", "HK"):
        money, weight = figures_of("300元,5斤", region)
        assert (money.unit, weight.unit, weight.si_value) == ("元", "斤", None)
        assert figures_of("人民币300元", region)[0].unit == "CNY"
        assert figures_of("300港元", region)[0].unit == "HKD"


def surfaces() -> Iterator[str]:
    for units in unit_table().values():
        for unit in units:
            yield unit.surface


@pytest.mark.parametrize("surface", sorted(set(surfaces()) - {"世纪"}))
def test_every_unit_is_read_behind_a_number(surface: str) -> None:
    number = "7" if surface == "成" else "152"
    figures = figures_of(f"共计{number}{surface}。")
    assert [f.end for f in figures] == [2 + len(number) + len(surface)]
    assert figures[0].kind in FIGURE_KINDS


def test_every_line_of_the_unit_files_is_in_the_table() -> None:
    assert len(list(data_lines("units.txt"))) > 10
    assert sum(len(units) for units in unit_table().values()) > 700


def test_figures_keep_out_of_blocked_spans() -> None:
    text = "2018年7022户26954人增收,其中2354户"
    blocked = [(0, 5), (18, 24)]
    assert [text[f.start : f.end] for f in find_figures(text, 0, len(text), blocked)] == ["7022户", "26954人"]


def test_figures_lie_between_start_and_end() -> None:
    text = "约300人,近400人以上"
    assert [(f.outer_start, f.outer_end) for f in find_figures(text, 1, 5)] == [(1, 5)]
    assert [(f.outer_start, f.outer_end) for f in find_figures(text, 7, 11)] == [(7, 11)]


def test_a_fraction_keeps_its_two_numbers() -> None:
    figure = figures_of("五分之三的学员")[0]
    assert (figure.numerator, figure.denominator) == (Decimal(3), Decimal(5))
