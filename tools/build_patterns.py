"""The shipped packs in, `packs/compiled.bin` out: their patterns as `regex` compiled them.

Compiling the core patterns takes a tenth of a second, reading them back a thousandth. Run it after
any change of a shipped pack or of `regex`:

    python tools/build_patterns.py

A pattern that is not in the file, or a file made with another version, is compiled when needed.
"""

from __future__ import annotations

from pathlib import Path

from extract.rules import load_packs, shipped_packs
from extract.rules.compile import COMPILED, freeze
from extract.text.folding import fold

PACKS = Path(__file__).parent.parent / "src" / "extract" / "packs"


def main() -> None:
    """Write the patterns of every shipped pack."""
    patterns = {
        variant.pattern
        for name in shipped_packs()
        for variant in load_packs([name], fold=fold).program.variants
    }
    (PACKS / COMPILED).write_bytes(freeze(patterns))
    print(f"{len(patterns)} patterns")


if __name__ == "__main__":
    main()
