"""Texts in, what a run of thousands of them costs out: rate, memory, and what it adds to the pipeline.

    python bench/runs.py FOLDER [--documents 10000]

The texts of the folder are varied by a line of their own until there are as many as asked for. Ratios come
first: the time of a run with one process over that of the pipeline alone, and of one process over two.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extract import Pipeline

ROUNDS = 3
FEW = 100


def vary(folder: Path, target: Path, count: int) -> int:
    """Write `count` different texts made of those in a folder, and return how many characters they have."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    target.mkdir()
    characters = 0
    for number in range(count):
        text = f"{texts[number % len(texts)]}\n附记第{number}号。\n"
        (target / f"{number:06}.txt").write_text(text, "utf-8")
        characters += len(text)
    return characters


def seconds_alone(folder: Path) -> float:
    """Return the time of the pipeline alone, from the file to its JSON."""
    pipeline = Pipeline()
    paths = sorted(folder.glob("*.txt"))
    pipeline.run(paths[0].read_bytes()).model_dump_json()
    begun = time.perf_counter()
    for path in paths:
        pipeline.run(path.read_bytes()).model_dump_json()
    return time.perf_counter() - begun


def run(folder: Path, out: Path, workers: int) -> tuple[float, int]:
    """Return the time of a run, and the most memory that any process of it had, in KB."""
    shutil.rmtree(out, ignore_errors=True)
    words = ["run", str(folder), "-o", str(out), "--workers", str(workers)]
    command = [sys.executable, "-m", "extract", *words]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert not status, "the run failed"
    return time.perf_counter() - begun, usage.ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description="what a run of thousands of texts costs")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        many, few, out = Path(place, "many"), Path(place, "few"), Path(place, "out")
        characters = vary(options.folder, many, options.documents)
        vary(options.folder, few, FEW)
        losses, gains, rates = [], [], []
        for _ in range(ROUNDS):
            alone = seconds_alone(many)
            one, most = run(many, out, 1)
            two, _ = run(many, out, 2)
            losses.append(one / alone - 1)
            gains.append(one / two)
            rates.append(options.documents / two)
        _, little = run(few, out, 1)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    middle = ROUNDS // 2
    print(f"time lost to the pipeline alone  {sorted(losses)[middle]:7.1%}")
    print(f"one process / two processes      {sorted(gains)[middle]:7.2f}")
    print(f"memory, all / {FEW} documents      {most / little:7.2f}  of {little / 1024:.0f} MB")
    print(f"documents a second, two processes{sorted(rates)[middle]:7.0f}")
    print(f"characters a document            {characters / options.documents:7.0f}")
    print(f"bytes of results a document      {size / FEW:7.0f}")


if __name__ == "__main__":
    main()
