"""Every example and counterexample of every shipped pack, and what the packs themselves have to keep."""

from __future__ import annotations

import marshal
import pickle
import shutil
from functools import cache

import pytest

from extract.examples import Outcome, read_with, run_examples
from extract.pipeline import Pipeline
from extract.rules import store
from extract.rules.lint import lint_pack
from extract.rules.pack import load_packs, shipped_packs
from extract.rules.packset import PackSet, shipped_folders
from extract.rules.store import stored_packs, stored_set
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
def test_what_is_stored_of_a_shipped_pack_is_what_its_files_say(name):
    assert name in stored_packs(), "run tools/build_patterns.py"
    stored = stored_set([name], fold)
    packs = load_packs([name], fold=fold)
    assert (stored.is_stored, packs.is_stored) == (True, False)
    assert stored.heads == packs.heads
    assert stored.program == packs.program, "run tools/build_patterns.py"


def test_a_stored_set_is_put_together_as_its_files_are_read():
    names = ["core", "works", "disaster"]
    stored, packs = stored_set(names, fold), load_packs(names, fold=fold)
    assert stored.heads == packs.heads
    assert stored.program == packs.program
    assert stored.rules.keys() == packs.rules.keys()
    again = pickle.loads(pickle.dumps(stored))
    assert again.is_stored
    assert again.program == packs.program


def test_a_pack_that_was_changed_is_read_from_its_files(tmp_path, monkeypatch):
    changed = tmp_path / "works"
    shutil.copytree(shipped_packs()["works"], changed)
    with open(changed / "pack.yaml", "a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    folders = {**shipped_folders(), "works": str(changed)}
    monkeypatch.setattr(store, "shipped_folders", lambda: folders)
    monkeypatch.setattr(store, "stored_packs", cache(store.stored_packs.__wrapped__))
    assert store.stored_set(["works"], fold) is None
    assert store.stored_set(["core", "disaster"], fold) is not None
    assert store.stored_triggers() is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"i\x01\x00\x00\x00", marshal.dumps((0, {}))])
def test_a_store_that_cannot_be_read_is_as_none(tmp_path, monkeypatch, content):
    (tmp_path / "compiled.bin").write_bytes(content)
    monkeypatch.setattr(store, "COMPILED", str(tmp_path / "compiled.bin"))
    monkeypatch.setattr(store, "stored_packs", cache(store.stored_packs.__wrapped__))
    assert store.stored_set(["core"], fold) is None
