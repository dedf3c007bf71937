"""The patterns of all stages in, `data/patterns-*.bin` out: what `re` makes of them, for each Python given.

Run it after any change of a pattern, with all the interpreters that the store is to serve:

    python tools/freeze_patterns.py python3.11 python3.12 python3.13

What is not in the store is compiled when needed. The interpreters need no packages.
"""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import opencc

import extract
from extract import patterns

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "extract" / "data"

FREEZE = """
import json, marshal, re._compiler, sys, _sre
from array import array
from pathlib import Path
frozen = {}
def keep(source, flags, code, groups, names, numbers):
    frozen[key] = flags, array("I", code).tobytes(), groups, names, numbers
re._compiler._sre.compile, made = keep, re._compiler._sre.compile
for key in map(tuple, json.load(sys.stdin)):
    re._compiler.compile(*key)
re._compiler._sre.compile = made
path = Path(sys.argv[1]) / f"patterns-{_sre.MAGIC}.bin"
path.write_bytes(marshal.dumps((sys.byteorder, frozen), 4))
print(f"{path.name}: {len(frozen)} patterns for {sys.version.split()[0]}")
"""


def asked_patterns() -> list[tuple[str, int]]:
    """Import every module and read the corpus in both scripts; return every pattern that was asked for."""
    asked: dict[tuple[str, int], None] = {}
    original = patterns.pattern_of

    def note(source: str, flags: int = 0) -> re.Pattern[str]:
        asked[source, int(flags)] = None
        return original(source, flags)

    patterns.pattern_of = note
    for module in pkgutil.walk_packages(extract.__path__, "extract."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    from extract.output.printing import print_result
    from extract.pipeline import Pipeline  # only now, so that no pattern has been asked for before
    from extract.rules.packset import shipped_folders
    from extract.text.reading import decode

    to_traditional = opencc.OpenCC("s2t").convert
    pipeline = Pipeline()
    for path in sorted((ROOT / "corpus").glob("**/*.txt")):
        text = decode(path.read_bytes())
        print_result(pipeline.run_plain(text))
        pipeline.run_plain(to_traditional(text))
    for variant in Pipeline(packs=sorted(shipped_folders())).packs.program.variants:
        note(variant.before)
        note(variant.pattern)
    return sorted(asked)


def main() -> None:
    """Write one store for each interpreter named, or for this one."""
    asked = json.dumps(asked_patterns())
    for old in DATA.glob("patterns-*.bin"):
        old.unlink()
    for python in sys.argv[1:] or [sys.executable]:
        subprocess.run([python, "-c", FREEZE, str(DATA)], input=asked, text=True, check=True)


if __name__ == "__main__":
    main()
