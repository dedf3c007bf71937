"""The shipped packs in, what is stored of them out: `packs/compiled.bin`.

It holds their rules as they compile, which takes long to make and a hundredth of that to read back. Run it
after any change of a shipped pack or of how rules compile:

    python tools/build_patterns.py

What is not in the file, or was made of other ones, is read and compiled when needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from extract.rules.pack import load_packs, shipped_packs
from extract.rules.store import COMPILED, freeze_pack, freeze_packs
from extract.text.folding import fold


def main() -> None:
    """Write the rules of every shipped pack."""
    sets = {name: load_packs([name], fold=fold) for name in shipped_packs()}
    Path(COMPILED).write_bytes(freeze_packs({name: freeze_pack(packs, name) for name, packs in sets.items()}))
    print(f"{len(sets)} packs")


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets are written in the order in which they are held
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    main()
