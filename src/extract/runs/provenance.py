"""A pipeline and its options in, what decides the result of a run out: for its manifest and its table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from extract.models.result import SCHEMA_VERSION
from extract.pipeline import WARM_UP, Pipeline
from extract.runs.texts import Columns
from extract.tables.rows import LIST_JOINT, Row

FORMAT: Final = "bulletin-extract run"
COUNTS: Final = ("documents", "copies", "reposts", "figures", "failures")


def describe(
    pipeline: Pipeline, options: Mapping[str, Any], columns: Columns, largest: int
) -> dict[str, Any]:
    """Return what decides what comes out: other versions, packs or options make other results."""
    made_by = pipeline.run_plain(WARM_UP)["made_by"]
    packs = [
        {"name": head.name, "version": head.version, "sha256": head.sha256}
        for head in pipeline.all_packs().heads
    ]
    told = {**options, "columns": columns._asdict(), "max_size": largest}
    head = {"format": FORMAT, "schema_version": SCHEMA_VERSION}
    return {**head, "made_by": {**made_by, "packs": packs}, "options": told}


def run_row(head: Mapping[str, Any], counts: Mapping[str, int]) -> Row:
    """Return the row of `run` that says the same."""
    made_by = head["made_by"]
    packs = LIST_JOINT.join(f"{pack['name']} {pack['version']}" for pack in made_by["packs"])
    options = json.dumps(head["options"], ensure_ascii=False)
    made = made_by["version"], SCHEMA_VERSION, made_by["segmenter"], made_by["gazetteer"], packs, options
    return *made, *(counts[name] for name in COUNTS)
