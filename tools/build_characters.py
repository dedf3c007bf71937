"""OpenCC and `data/folding.txt` in, `data/characters.txt` out: what folding does to single characters.

Run it after any change of `folding.txt`, of the marks below, or of OpenCC:

    python tools/build_characters.py
"""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import opencc

from extract.text.folding import CHARACTERS, read_sections

DATA = Path(__file__).parent.parent / "src" / "extract" / "data"
CLIB = Path(opencc.__file__).parent / "clib"
HEAD = """\
# Made by tools/build_characters.py: what OpenCC's t2s changes, alone or in a phrase; then the characters
# that folding replaces, and below each what it is replaced by.
"""

FROM = "﹐﹔﹕∶︰﹪〜∼﹣−‐‑﹘―─━「」『』﹁﹂﹃﹄〝〞〟・‧•∙⋅｡､⋯￥￡｢｣｟｠﹙﹚﹝﹞﹏◯丨│∣︱"
TO = ",;:::%~~-----———“”‘’“”‘’“””·····。、…¥£“”()()〔〕_〇||||"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
COMPATIBLE = ((0x2F00, 0x2FD6), (0xF900, 0xFAFF), (0x2F800, 0x2FA1E), (0x1D7CE, 0x1D800))
"""Where the compatibility ideographs and the ornamental digits are."""


def main() -> None:
    """Write the file."""
    convert = opencc.OpenCC("t2s").convert
    replaced = replacements(convert)
    lines = ("".join(traditional(convert)), "".join(map(chr, replaced)), "".join(map(chr, replaced.values())))
    (DATA / CHARACTERS).write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines[0])} characters of OpenCC, {len(lines[1])} replaced")


def traditional(convert: type[str]) -> list[str]:
    """Return every character that OpenCC changes: each by itself, and those that only a phrase changes."""
    plain = (chr(code) for code in range(0x80, 0x30000) if not 0xD800 <= code < 0xE000)
    found = {char for char in plain if convert(char) != char}
    for phrase, simplified in phrases():
        assert len(phrase) == len(simplified), phrase
        found.update(old for old, new in zip(phrase, simplified, strict=True) if old != new)
    return sorted(found)


def phrases() -> Iterable[tuple[str, str]]:
    """Yield the phrases of OpenCC with what they become."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "phrases.txt"
        source = CLIB / "share" / "opencc" / "TSPhrases.ocd2"
        words = [CLIB / "bin" / "opencc_dict", "-i", source, "-o", target, "-f", "ocd2", "-t", "text"]
        subprocess.run(words, check=True, env={"LD_LIBRARY_PATH": str(CLIB / "lib64")})
        for line in target.read_text("utf-8").splitlines():
            phrase, _, simplified = line.partition("\t")
            yield phrase, simplified.split(" ")[0]


def replacements(convert: type[str]) -> dict[int, int]:
    """Return every character that is replaced whatever stands around it, and what it is replaced by."""
    sections = read_sections()
    characters = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    characters.update(zip(map(ord, FROM), map(ord, TO), strict=True))
    characters.update(dict.fromkeys(map(ord, SPACES), 0x20))
    characters.update(_pairs(sections["radicals"]))
    for start, end in COMPATIBLE:
        for code in range(start, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                characters[code] = ord(plain)
    variants = _pairs(sections["variants"])
    simplified = convert("".join(map(chr, characters.values())))
    characters = {code: ord(new) for code, new in zip(characters, simplified, strict=True)}
    characters = {code: variants.get(new, new) for code, new in characters.items()} | variants
    return {code: new for code, new in characters.items() if code != new}


def _pairs(entries: Iterable[str]) -> dict[int, int]:
    return {ord(entry[0]): ord(entry[1]) for entry in entries}


if __name__ == "__main__":
    main()
