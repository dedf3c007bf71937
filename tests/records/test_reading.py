"""The slots that the shallow reading gives the figures of a sentence, from the table of readings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from extract import Pipeline
from extract.records.drafts import Draft

TABLE = Path(__file__).parent.parent / "tables" / "readings.txt"


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Sentence, figure and expected slots, a row a figure."""
    sentence = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith("  "):
            sentence = line
            continue
        surface, _, slots = line.strip().partition(" => ")
        yield sentence, surface, dict(pair.split("=") for pair in slots.split())


@cache
def pipeline() -> Pipeline:
    return Pipeline()


@cache
def drafts_of(sentence: str) -> dict[str, Draft]:
    reading = pipeline().read(sentence)
    return {
        reading.text[figure.start : figure.end]: draft
        for draft in reading.drafts
        for figure in draft.figures.values()
    }


@pytest.mark.parametrize(("sentence", "surface", "slots"), list(rows()))
def test_figures_have_the_slots_of_the_table(sentence: str, surface: str, slots: dict[str, str]) -> None:
    draft = drafts_of(sentence)[surface]
    found = {name: draft.slots[name].text if name in draft.slots else "-" for name in slots}
    assert found == slots
