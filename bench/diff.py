#!/usr/bin/env python3
"""A git revision in, the records of the corpus gained, lost and changed since out: diff.py BASE [FILE…].

The old version is checked out into a folder of its own and run by the same interpreter, so only the
code and the packs differ. The status is that of `extract diff`: 0 same, 1 different.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "corpus").glob("*.txt"))


def main() -> int:
    """Compare the work tree with a revision, and say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="a revision: HEAD, main, v0.1.0 …")
    parser.add_argument("files", nargs="*", default=CORPUS, help="bulletins (default: those of the corpus)")
    parser.add_argument("--format", default="text", help="text or json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="extract-diff-") as folder:
        base = Path(folder) / "base"
        git("worktree", "add", "--detach", "--quiet", str(base), options.base)
        try:
            old = run(base, options.files, Path(folder) / "old.jsonl")
        finally:
            git("worktree", "remove", "--force", str(base))
        new = run(ROOT, options.files, Path(folder) / "new.jsonl")
        words = ["diff", str(old), str(new), "--format", options.format]
        return subprocess.run(command(ROOT, words), env=environment(ROOT), check=False).returncode


def git(*words: str) -> None:
    """Run git in the repository; what it complains of is shown, and ends the run."""
    if subprocess.run(["git", "-C", str(ROOT), *words], check=False).returncode:
        sys.exit(2)


def run(tree: Path, files: Sequence[str], out: Path) -> Path:
    """Read the files with the version of a tree, and return where its records are."""
    started = time.perf_counter()
    words = ["--format", "jsonl", "--out", str(out), *files]
    done = subprocess.run(command(tree, words), cwd=ROOT, env=environment(tree), check=False)
    if done.returncode:
        sys.exit(2)
    print(f"{tree.name}: {time.perf_counter() - started:.2f} s", file=sys.stderr)
    return out


def command(tree: Path, words: Sequence[str]) -> list[str]:
    """The command line of a version; that it comes from its tree is checked where it runs."""
    check = f"import extract; assert extract.__file__.startswith({str(tree)!r}), extract.__file__; "
    start = "import sys; from extract.cli import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-c", check + start, *words]


def environment(tree: Path) -> dict[str, str]:
    """The environment with the source of a tree before everything that is installed."""
    return {**os.environ, "PYTHONPATH": str(tree / "src")}


if __name__ == "__main__":
    sys.exit(main())
