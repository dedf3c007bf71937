"""The bulletins of the corpus against their gold: no figure may fall below its floor.

Floors stand in `corpus/floors.json`; raise them when the program gets better.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract import Pipeline

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GROUPS = {"article": "article.gold.json", "all": "*.gold.json", "more": "more/*.gold.json"}
FLOORS = json.loads((CORPUS / "floors.json").read_text("utf-8"))


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", ROOT / "bench" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORE = load_scorer()


@cache
def scores(which: str, segmenter: str = "rjieba") -> dict[str, float]:
    """The figures of a group of bulletins, by the names of its floors."""
    tally = SCORE.Tally()
    pipeline = Pipeline(segmenter=segmenter)
    for gold_file in sorted(CORPUS.glob(GROUPS[which])):
        name = gold_file.name.removesuffix(".gold.json")
        raw = gold_file.with_name(f"{name}.txt").read_bytes().decode()
        output: dict[str, Any] = json.loads(pipeline.run(raw).model_dump_json())
        SCORE.score_one(raw, json.loads(gold_file.read_text("utf-8")), output, tally, name)
    figures = {}
    for name in FLOORS[which]:
        if name.endswith(" f1"):
            figures[name] = tally.f1(name.removesuffix(" f1"))[2]
        else:
            figures[name] = tally.hit[name] / max(1, tally.hit[name] + tally.miss[name])
    return figures


@pytest.mark.parametrize(("which", "name"), [(which, name) for which in FLOORS for name in FLOORS[which]])
def test_no_figure_falls_below_its_floor(which: str, name: str) -> None:
    assert scores(which)[name] >= FLOORS[which][name]


def test_the_segmenters_give_the_same_records_of_the_article() -> None:
    raw = (CORPUS / "article.txt").read_bytes().decode()
    one, other = (Pipeline(segmenter=name).run(raw) for name in ("rjieba", "jieba"))
    assert one.records == other.records


def test_the_article_is_read_as_in_its_golden_output(update_golden: bool) -> None:
    golden = CORPUS / "article.json"
    raw = (CORPUS / "article.txt").read_bytes().decode()
    result = Pipeline().run(raw, source="corpus/article.txt")
    printed = json.dumps(json.loads(result.model_dump_json()), ensure_ascii=False, indent=1) + "\n"
    shown = json.loads(printed)
    shown.pop("made_by")
    if update_golden:
        golden.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(golden.read_text("utf-8")) == shown
