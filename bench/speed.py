#!/usr/bin/env python3
"""Files in, ratios out: how fast `extract` is beside jieba, from bulletin to JSON.

    python bench/speed.py [FILE ...] [--seconds N] [--json]

All programs run in one process on the same texts, one after another, again and again; of each the
median counts, so that a busy machine slows all of them alike. A ratio is speed over speed: 1.5
means that the whole pipeline takes two thirds of the time of the cut. Files of one script are measured in
both, the other made by OpenCC. `docs/speed.md` says what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import opencc
import rjieba

import extract
from extract import pipeline
from extract.mentions import finding
from extract.rules.match import Program
from extract.text.reading import decode

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba imports pkg_resources and has invalid escapes
    import jieba
    import jieba.posseg

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "corpus" / "article.txt"
MEGABYTE = 1_000_000
STARTS = 9

STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "fold": ((pipeline, "clean"), (pipeline, "fold")),
    "layout": ((pipeline, "read_layout"),),
    "sentences": ((pipeline, "split_sentences"),),
    "vetoes": ((finding, "find_all_vetoes"),),
    "dates": ((finding, "find_all_dates"), (finding, "resolve_dates")),
    "figures": ((finding, "find_figures"),),
    "places": ((finding, "scan"), (finding, "find_places")),
    "names": ((finding, "find_names"),),
    "overlap": ((finding, "settle"), (pipeline, "keep_together")),
    "words": ((pipeline, "read_tokens"),),
    "rules": ((pipeline, "encode"), (Program, "candidates"), (pipeline, "resolve_claims")),
    "drafts": ((pipeline, "SentenceReading"), (pipeline, "draft_records"), (pipeline, "share_lists")),
    "context": ((pipeline, "_scope"), (pipeline, "inherit")),
    "links": ((pipeline, "link_parts"), (pipeline, "mark_standing"), (pipeline, "name_drafts")),
    "entities": ((pipeline, "gather_entities"),),
    "records": ((pipeline, "build_records"), (pipeline, "build_mentions")),
    "checks": (
        (pipeline, "find_unexplained"),
        (pipeline, "check_drafts"),
        (pipeline, "check_sums"),
        (pipeline, "check_growth"),
        (pipeline, "check_mentions"),
    ),
}
"""The stages of the pipeline and the functions that they consist of, by where they are looked up."""

Texts = Sequence[str]


def whole(texts: Texts) -> None:
    """Texts in, their JSON out: all that a user waits for."""
    for text in texts:
        extract.extract(text).model_dump_json()


def cut_with_jieba(texts: Texts) -> None:
    for text in texts:
        for _ in jieba.cut(text):
            pass


def tag_with_jieba(texts: Texts) -> None:
    for text in texts:
        for _ in jieba.posseg.cut(text):
            pass


def cut_with_rjieba(texts: Texts) -> None:
    for text in texts:
        rjieba.cut(text)


RUNNERS: dict[str, Callable[[Texts], None]] = {
    "extract": whole,
    "jieba.cut": cut_with_jieba,
    "jieba.posseg": tag_with_jieba,
    "rjieba.cut": cut_with_rjieba,
}


def measure(texts: Texts, seconds: float) -> dict[str, float]:
    """Return the characters per second of each program, the median of all rounds within `seconds`."""
    characters = sum(map(len, texts))
    took: dict[str, list[float]] = {name: [] for name in RUNNERS}
    for run in RUNNERS.values():
        run(texts[:1])
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or len(took["extract"]) < 3:
        for name, run in RUNNERS.items():
            if name == "jieba.posseg" and len(took[name]) >= 3:
                continue  # so slow that it would take most of the time
            # Time of the process: what else runs on the machine does not count.
            start = time.process_time()
            run(texts)
            took[name].append(time.process_time() - start)
    return {name: characters / statistics.median(times) for name, times in took.items()}


def measure_stages(texts: Texts) -> dict[str, float]:
    """Return the microseconds per character of each stage, and of all that is in none (`rest`)."""
    took = dict.fromkeys([*STAGES, "validation", "JSON"], 0.0)
    restore = [(home, name, getattr(home, name)) for parts in STAGES.values() for home, name in parts]
    for stage, parts in STAGES.items():
        for home, name in parts:
            setattr(home, name, _timed(getattr(home, name), stage, took))
    try:
        made = pipeline.Pipeline()
        for text in texts:
            made.run(text)  # packs are compiled when the first bulletin asks for them
        took.update(dict.fromkeys(took, 0.0))
        start = time.perf_counter()
        for text in texts:
            plain = made._result(made.read(text), None, None)
            before = time.perf_counter()
            result = extract.Result.model_validate(plain)
            validated = time.perf_counter()
            result.model_dump_json()
            took["validation"] += validated - before
            took["JSON"] += time.perf_counter() - validated
        took["rest"] = time.perf_counter() - start - sum(took.values())
    finally:
        for home, name, function in restore:
            setattr(home, name, function)
    characters = sum(map(len, texts)) / 1e6
    return {name: spent / characters for name, spent in took.items()}


def _timed(function: Any, stage: str, took: dict[str, float]) -> Any:
    def run(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            took[stage] += time.perf_counter() - start

    return run


def measure_start() -> dict[str, float]:
    """Return the seconds that a fresh process takes for the article, and for jieba to be ready."""
    commands = {
        "extract": [sys.executable, "-m", "extract", str(ARTICLE)],
        "jieba": [sys.executable, "-W", "ignore", "-c", "import jieba; jieba.initialize()"],
        "python": [sys.executable, "-c", ""],
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            took[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in took.items()}


def measure_memory() -> float:
    """Return the peak memory of a fresh process that reads the article, in megabytes.

    By what the system says of the program alone: `ru_maxrss` of a process begins with that of its parent.
    """
    if not Path("/proc/self/status").exists():
        return float("nan")
    code = (
        "import sys; from extract.cli import main; main([sys.argv[1]]);"
        "lines = open('/proc/self/status').read().splitlines();"
        "print(*(line.split()[1] for line in lines if line.startswith('VmHWM')), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ARTICLE)], check=True, capture_output=True, text=True
    )
    return int(done.stderr.split()[-1]) / 1024


def read_texts(paths: Sequence[Path], script: str, *, repeat_to: int = 0) -> list[str]:
    """Files in, their texts out in one script, repeated until they hold `repeat_to` bytes."""
    texts = [decode(path.read_bytes()) for path in paths]
    if script == "traditional":
        converter = opencc.OpenCC("s2t")
        texts = [converter.convert(text) for text in texts]
    size = sum(len(text.encode()) for text in texts)
    return texts * max(1, -(-repeat_to // size))


def report(name: str, speeds: dict[str, float], stages: dict[str, float]) -> None:
    """Print the ratios of one corpus, then its speeds and its stages."""
    mine = speeds["extract"]
    ratios = "  ".join(f"÷ {name} {mine / speed:.2f}" for name, speed in speeds.items() if name != "extract")
    print(f"{name}: {ratios}")
    print("  million characters/s: " + "  ".join(f"{n} {speed / 1e6:.3f}" for n, speed in speeds.items()))
    print("  µs/character: " + "  ".join(f"{stage} {spent:.2f}" for stage, spent in stages.items()))


def read_words() -> argparse.Namespace:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("files", nargs="*", type=Path, help="texts to read; default: the corpus")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to measure each corpus")
    parser.add_argument("--no-start", action="store_true", help="leave out cold start and memory")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser.parse_args()


def main() -> None:
    """Measure what the command line asks for and print it, ratios first."""
    words = read_words()
    jieba.setLogLevel(60)
    jieba.initialize()
    found: dict[str, Any] = {}
    if not words.no_start:
        starts, memory = measure_start(), measure_memory()
        found["start"], found["memory"] = starts, memory
        if not words.json:
            print(f"cold start: ÷ jieba {starts['extract'] / starts['jieba']:.2f}")
            print("  seconds: " + "  ".join(f"{name} {spent:.3f}" for name, spent in starts.items()))
            print(f"peak memory of the article: {memory:.0f} MB", flush=True)
    bulletins = sorted((ROOT / "corpus").glob("*.txt"))
    corpora = (
        {"files": (words.files, 0)}
        if words.files
        else {"article": ([ARTICLE], 0), "bulletins": (bulletins, MEGABYTE)}
    )
    for name, (paths, size) in corpora.items():
        for script in ("simplified", "traditional"):
            texts = read_texts(paths, script, repeat_to=size)
            speeds, stages = measure(texts, words.seconds), measure_stages(texts)
            found[f"{name}, {script}"] = {"speeds": speeds, "stages": stages}
            if not words.json:
                report(f"{name}, {script}", speeds, stages)
                sys.stdout.flush()
    if words.json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
