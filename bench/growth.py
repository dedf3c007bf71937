#!/usr/bin/env python3
"""How the cost of a character grows: with the text, with strange texts, with rules, and with processes.

    python bench/growth.py [--quick]

Every figure is a ratio of two measurements of one run. The text is the corpus, set behind itself until it is
long enough; the other texts are made here. `docs/speed.md` says what each figure may be.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extract.pipeline import Pipeline
from extract.text.reading import decode

ROOT = Path(__file__).parents[1]
SHORT, LONG = 100_000, 10_000_000
"""Bytes of the two texts whose cost of a character is compared."""

STRANGE = 1_000_000
"""Bytes of a strange text."""

ROUNDS = 3
MORE_RULES = 300
VERBS = "新建改造安置发放完成投入培训救助修复补助种植收购转移落实拨付建成帮扶搬迁治理覆盖"

MEMORY = r"""
import re, sys
from pathlib import Path
from extract.pipeline import Pipeline
texts = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
count = int(sys.argv[2])
for _ in Pipeline().run_many(texts[n % len(texts)] for n in range(count)):
    pass
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def corpus() -> str:
    """Return the bulletins of the corpus, one behind the other."""
    return "\n".join(decode(path.read_bytes()) for path in sorted((ROOT / "corpus").glob("*.txt")))


def filled(unit: str, size: int) -> str:
    """Return a text of so many bytes, made of one piece again and again."""
    return unit * max(1, size // len(unit.encode()))


def cost(pipeline: Pipeline, text: str, rounds: int = ROUNDS) -> float:
    """Return the microseconds that a character takes, the median of the rounds."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        pipeline.run(text).model_dump_json()
        took.append(time.process_time() - start)
    return statistics.median(took) / len(text) * 1e6


def strange_texts() -> dict[str, str]:
    """Return texts that no bulletin is like, by what is strange about them."""
    prose = corpus()
    bare = "".join(char for char in prose if char.isalnum())
    return {
        "no punctuation": filled(bare, STRANGE),
        "nested quotes": filled("“‘「", STRANGE // 2) + filled("」’”", STRANGE // 2),
        "nested brackets": filled("（", STRANGE // 2) + filled("）", STRANGE // 2),
        "a million digits": "7" * STRANGE,
        "a million numerals": filled("三", STRANGE),
        "one list": filled("其中3户、", STRANGE),
        "one list of places": filled("普安县3户、", STRANGE),
        "brackets": filled("县(3户)", STRANGE),
        "quoted figures": filled("“3户”", STRANGE),
        "one line of dates": filled("3月5日", STRANGE),
        "one line of names": filled("张建国、", STRANGE),
        "empty lines": "\n" * STRANGE,
        "short lines": filled("3户\n", STRANGE),
    }


def write_rules(folder: Path) -> None:
    """Write a pack of many rules that ask for words of bulletins in ever new order."""
    words = [VERBS[at : at + 2] for at in range(0, len(VERBS), 2)]
    rules = []
    for number in range(MORE_RULES):
        first, second = words[number % len(words)], words[number // len(words) % len(words)]
        rules.append(
            f"- id: more.r{number}\n  record: count\n  about: 测速用\n"
            f"  pattern: '{first} <quantity:count> <subject:noun> (已|全部)? {second}'\n  examples:\n"
            f"    - {{text: '{first}3户居民已{second}', gives: {{quantity: 3户, subject: 居民}}}}\n"
            f"  counterexamples:\n    - {{text: '{first}3户居民', why: 后面没有动词}}\n"
        )
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "more.yaml").write_text("\n".join(rules), "utf-8")
    pack = 'name: more\nversion: "1"\nlanguage: 1\nabout: 测速用\nextends: [core]\n'
    (folder / "pack.yaml").write_text(pack, "utf-8")


def rules_ratio() -> float:
    """Return the cost with many more rules over that without, measured in turns."""
    text = filled(corpus(), SHORT)
    with tempfile.TemporaryDirectory() as folder:
        write_rules(Path(folder) / "more")
        plain, more = Pipeline(), Pipeline(packs=[Path(folder) / "more"])
        pairs = [(cost(more, text, 1), cost(plain, text, 1)) for _ in range(2 * ROUNDS + 1)]
    return statistics.median(a / b for a, b in pairs[1:])


def workers_ratio(copies: int) -> float:
    """Return the speed of two processes over that of one."""
    texts = [path.read_bytes() for path in sorted((ROOT / "corpus").rglob("*.txt"))] * copies
    pipeline = Pipeline()
    ratios = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in pipeline.run_many(texts):
            pass
        middle = time.perf_counter()
        for _ in pipeline.run_many(texts, workers=2):
            pass
        ratios.append((middle - start) / (time.perf_counter() - middle))
    return statistics.median(ratios)


def memory(count: int) -> float:
    """Return the peak memory of a process that reads so many bulletins one by one, in megabytes."""
    words = [sys.executable, "-c", MEMORY, str(ROOT / "corpus"), str(count)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def main() -> None:
    """Measure and print, the ratio first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    smaller = 10 if parser.parse_args().quick else 1
    pipeline = Pipeline()
    prose = corpus()
    cost(pipeline, prose)
    short = cost(pipeline, filled(prose, SHORT))
    long = cost(pipeline, filled(prose, LONG // smaller), 1)
    print(f"length: {long / short:.2f}  ({short:.2f} and {long:.2f} µs a character)", flush=True)
    for name, text in strange_texts().items():
        spent = cost(pipeline, text[: len(text) // smaller], 1)
        print(f"strange, {name}: {spent / short:.2f}  ({spent:.2f} µs a character)", flush=True)
    print(f"{MORE_RULES} more rules: {rules_ratio():.2f}", flush=True)
    print(f"two processes: {workers_ratio(40 // smaller):.2f}", flush=True)
    few, many = memory(100), memory(10_000 // smaller)
    print(f"memory of many bulletins: {many / few:.2f}  ({few:.0f} and {many:.0f} MB)")


if __name__ == "__main__":
    main()
