"""What a start may not cost: libraries that no plain text needs, and the compiling of patterns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract import patterns

ROOT = Path(__file__).parents[1]
TEXT = "县扶贫办2019年2月26日说，全村268户983人用上自来水，投入8000.5万元。"

HEAVY = (
    "_hashlib",
    "argparse",
    "email",
    "extract.models",
    "extract.rules.pack",
    "extract.rules.pattern",
    "importlib.metadata",
    "importlib.resources",
    "jieba",
    "opencc",
    "pathlib",
    "pydantic",
    "tempfile",
    "unicodedata",
    "urllib",
    "yaml",
)
"""What reading a simplified bulletin and printing it never imports."""

needs_store = pytest.mark.skipif(not patterns.stored_patterns(), reason="no store for this version of `re`")


def run(code: str, *words: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env=environment
    )
    return done.stderr.splitlines()


def test_a_simplified_bulletin_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, "utf-8")
    code = (
        "import sys; from extract.cli import main; assert main([sys.argv[1]]) == 0\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    loaded = run(code, str(path))
    assert "extract.pipeline" in loaded
    assert [name for name in HEAVY if name in loaded] == []


@needs_store
def test_every_pattern_comes_out_of_the_store() -> None:
    code = (
        "import re, sys, types\n"
        "from extract import patterns\n"
        "def compile(source, flags=0):\n"
        "    print(ascii(source), file=sys.stderr)\n"
        "    return re.compile(source, flags)\n"
        "patterns.re = types.SimpleNamespace(compile=compile)\n"
        "from extract.cli import main\n"
        "assert main(sys.argv[1:]) == 0"
    )
    texts = map(str, sorted((ROOT / "corpus").glob("*.txt")))
    assert run(code, *texts) == [], "run tools/freeze_patterns.py"


@needs_store
def test_a_stored_pattern_is_the_compiled_one() -> None:
    for source, flags in patterns.stored_patterns():
        assert patterns.pattern_of(source, flags) == re.compile(source, flags)


def test_without_a_store_patterns_are_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(patterns, "STORE", str(tmp_path / "none.bin"))
    assert patterns.stored_patterns.__wrapped__() == {}
    (tmp_path / "none.bin").write_bytes(b"\xff")
    assert patterns.stored_patterns.__wrapped__() == {}


def test_a_broken_pattern_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {("a+", 0): (32, b"\x07\x00\x00\x00", 0, {}, (None,))}
    monkeypatch.setattr(patterns, "stored_patterns", lambda: broken)
    assert patterns.pattern_of("a+") == re.compile("a+")
