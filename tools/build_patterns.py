"""The shipped packs in, what is stored of them out: `packs/compiled.bin` and `packs/patterns.bin`.

The first holds their rules as they compile, the second the patterns of these as `regex` compiled them,
both of which take long to make and a hundredth of that to read back. Run it after any change of a
shipped pack, of how rules compile, or of `regex`:

    python tools/build_patterns.py

What is not in the files, or was made of other ones, is read and compiled when needed.
"""

from __future__ import annotations

from extract.rules.pack import load_packs
from extract.rules.packset import shipped_packs
from extract.rules.store import COMPILED, freeze_pack, freeze_packs
from extract.rules.variant import PATTERNS, freeze_patterns
from extract.text.folding import fold


def main() -> None:
    """Write the rules and the patterns of every shipped pack."""
    sets = {name: load_packs([name], fold=fold) for name in shipped_packs()}
    patterns = {variant.pattern for packs in sets.values() for variant in packs.program.variants}
    PATTERNS.write_bytes(freeze_patterns(patterns))
    COMPILED.write_bytes(freeze_packs({name: freeze_pack(packs, name) for name, packs in sets.items()}))
    print(f"{len(sets)} packs, {len(patterns)} patterns")


if __name__ == "__main__":
    main()
