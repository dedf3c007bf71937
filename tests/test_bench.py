"""`bench/diff.py` tells what a change does to the corpus, without touching the work tree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False)


@pytest.mark.skipif(bool(git("rev-parse", "HEAD").returncode), reason="not a git repository")
def test_a_revision_is_compared_in_a_tree_of_its_own() -> None:
    before = git("status", "--porcelain").stdout
    trees = [line.split()[0] for line in git("worktree", "list").stdout.splitlines()]
    done = subprocess.run(
        [sys.executable, "bench/diff.py", "HEAD", "corpus/article.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr.startswith("base: ")
    assert [line.split()[0] for line in git("worktree", "list").stdout.splitlines()] == trees
    if not before:
        assert done.returncode == 0, done.stdout
