"""Every example and counterexample of every shipped pack, and what the packs themselves have to keep."""

from __future__ import annotations

import marshal
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import pytest

from extract.examples import Outcome, read_with, run_examples
from extract.pipeline import Pipeline
from extract.rules import PackSet, load_packs, shipped_packs
from extract.rules.compile import COMPILED, is_stored
from extract.rules.lint import lint_pack
from extract.text.folding import fold


@cache
def outcomes_of(name: str) -> tuple[PackSet, list[Outcome]]:
    pipeline = Pipeline(packs=() if name == "core" else (name,))
    run, encode_text = read_with(pipeline)
    pack = next(pack for pack in pipeline.packs.packs if pack.name == name)
    return pipeline.packs, run_examples(pipeline.packs, pack, run, encode_text)


def examples_of(name: str) -> list[tuple[str, int]]:
    packs = load_packs([name], fold=fold)
    pack = next(pack for pack in packs.packs if pack.name == name)
    count = sum(len(rule.examples) + len(rule.counterexamples) for rule in pack.rules)
    return [(name, index) for index in range(count)]


@pytest.mark.parametrize(("name", "index"), [case for name in shipped_packs() for case in examples_of(name)])
def test_an_example_holds(name, index):
    outcome = outcomes_of(name)[1][index]
    where = f"{outcome.file}:{outcome.line} {outcome.rule} {outcome.text}"
    assert outcome.passed, f"{where}\n{outcome.differences}\nmade by {outcome.made_by}\n{outcome.reach}"


@pytest.mark.parametrize("name", shipped_packs())
def test_nothing_in_a_shipped_pack_looks_unmeant(name):
    assert [str(finding) for finding in lint_pack(load_packs([name], fold=fold))] == []


@pytest.mark.parametrize("name", shipped_packs())
def test_the_patterns_of_a_shipped_pack_are_compiled(name):
    stamp, _ = marshal.loads((files("extract") / "packs" / COMPILED).read_bytes())
    if stamp[0] != version("regex"):
        pytest.skip(f"compiled with regex {stamp[0]}")
    variants = load_packs([name], fold=fold).program.variants
    missing = [variant.pattern for variant in variants if not is_stored(variant.pattern)]
    assert not missing, "run tools/build_patterns.py"
