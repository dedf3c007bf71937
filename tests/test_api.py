"""The public surface, name by name: a change here is a change for every user."""

from __future__ import annotations

import pickle
import subprocess
import sys

import extract
import extract.models


def test_public_names() -> None:
    assert extract.__all__ == [
        "ConfigError",
        "ExtractError",
        "InputError",
        "PackError",
        "Pipeline",
        "Result",
        "extract",
        "load_packs",
    ]


def test_models_by_name() -> None:
    assert extract.models.__all__ == [
        "SCHEMA_VERSION",
        "Amount",
        "Change",
        "Count",
        "DateMention",
        "Diagnostic",
        "Document",
        "Evidence",
        "FigureMention",
        "MadeBy",
        "Measure",
        "Mention",
        "Modifier",
        "Money",
        "NameMention",
        "Office",
        "Organization",
        "PackUsed",
        "Person",
        "Place",
        "PlaceMention",
        "PlaceName",
        "Quantity",
        "Record",
        "Result",
        "Si",
        "Status",
    ]


def test_every_public_name_is_there() -> None:
    for name in extract.__all__:
        assert getattr(extract, name) is not None
    for name in extract.models.__all__:
        assert getattr(extract.models, name) is not None


def test_star_import_and_dir_agree() -> None:
    names: dict[str, object] = {}
    exec("from extract import *", names)
    assert set(extract.__all__) <= names.keys()
    assert set(extract.__all__) <= set(dir(extract))


def test_import_is_light() -> None:
    heavy = ("pydantic", "rjieba", "jieba", "regex", "opencc", "daachorse", "yaml")
    code = f"import sys, extract; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_errors_come_back_whole_from_another_process() -> None:
    broken = extract.PackError("R101", "pack.yaml", 3, 7, "no pack", hint="write core", source="[cor]")
    again = pickle.loads(pickle.dumps(broken))
    assert type(again) is extract.PackError
    assert (str(again), again.code, again.line) == (str(broken), "R101", 3)
