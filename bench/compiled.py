#!/usr/bin/env python3
"""Build the compiled package, compare what it prints with the pure one, and say how much faster it is.

    python bench/compiled.py [FILE ...]

The wheel is built and installed in an environment of its own, which is thrown away. The status is 1 if one
byte differs. With `--keep DIR` the environment stays there: `DIR/bin/python bench/speed.py` measures it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = sorted(str(path) for path in (ROOT / "corpus").rglob("*.txt"))

READ = """
import json, sys, time
from hashlib import sha256
import extract
from extract.mentions import finding
texts = [open(path, "rb").read() for path in sys.argv[1:]]
printed = [extract.extract(text).model_dump_json() for text in texts]
took = []
for _ in range(5):
    start = time.process_time()
    for text in texts:
        extract.extract(text).model_dump_json()
    took.append(time.process_time() - start)
print(json.dumps({
    "compiled": not finding.__file__.endswith(".py"),
    "seconds": min(took),
    "digests": [sha256(text.encode()).hexdigest() for text in printed],
}))
"""


def main() -> int:
    """Build, read with both, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", default=CORPUS, help="bulletins (default: those of the corpus)")
    parser.add_argument("--keep", metavar="DIR", help="where the environment is made, and left")
    options = parser.parse_args()
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as folder:
        compiled = read(install(Path(folder)), options.files)
        pure = read(sys.executable, options.files)
    if not compiled["compiled"] or pure["compiled"]:
        sys.exit("one of the two is not what it should be: uninstall what is compiled, and look at the build")
    pairs = zip(options.files, pure["digests"], compiled["digests"], strict=True)
    different = [path for path, one, other in pairs if one != other]
    for path in different:
        print(f"differs: {path}")
    print(f"{len(options.files)} bulletins, {len(different)} differ; ", end="")
    print(f"compiled {pure['seconds'] / compiled['seconds']:.2f} times as fast")
    return 1 if different else 0


def install(folder: Path) -> str:
    """Make an environment with the compiled package, and return its interpreter."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    environment = {**os.environ, "EXTRACT_COMPILE": "1"}
    subprocess.run([python, "-m", "pip", "install", "-q", str(ROOT)], check=True, env=environment)
    return python


def read(python: str, files: Sequence[str]) -> dict[str, Any]:
    """Read the files with an interpreter's package, and return what it printed, as digests, and its time."""
    environment = dict(os.environ)
    if python != sys.executable:
        environment.pop("PYTHONPATH", None)  # it would show the sources to the other environment
    done = subprocess.run(
        [python, "-c", READ, *files],
        check=True,
        capture_output=True,
        text=True,
        cwd=tempfile.gettempdir(),
        env=environment,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
