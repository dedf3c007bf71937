"""jieba's dictionary in, `data/word_classes.txt` out: the words that are no plain nouns, by class.

Run after an upgrade of jieba: `python tools/build_word_classes.py`. The tag column of jieba's
dictionary (MIT) gives the class; words that it calls nouns or names are left out, because noun
is what a word without an entry is; so are verbs of one character (例 and 属 are among them), idioms
and traditional spellings. The words that bulletins turn on and the tags get wrong stand in
`data/word_overlay.txt`, which wins.
"""

from __future__ import annotations

from pathlib import Path

import jieba
import opencc

DATA = Path(__file__).parent.parent / "src/extract/data"
LETTERS = {
    "v": "V", "vn": "VN", "vd": "V", "vg": "V", "vi": "V", "vq": "V",
    "a": "A", "ad": "A", "ag": "A", "b": "A", "z": "A", "an": "AN",
    "d": "D", "dg": "D", "df": "D", "p": "P", "c": "C", "r": "R", "f": "L", "q": "Q",
    "u": "U", "uj": "U", "ul": "U", "uv": "U", "ud": "U", "uz": "U", "ug": "U", "y": "U",
}  # fmt: skip


def main() -> None:
    by_class: dict[str, list[str]] = {}
    simplify = opencc.OpenCC("t2s").convert
    with open(Path(jieba.__file__).parent / "dict.txt", encoding="utf-8") as lines:
        for line in lines:
            word, _, tag = line.split()
            letters = LETTERS.get(tag)
            if letters and simplify(word) == word and not (letters == "V" and len(word) == 1):
                by_class.setdefault(letters, []).append(word)
    with open(DATA / "word_classes.txt", "w", encoding="utf-8") as out:
        out.write(f"# from jieba {jieba.__version__}, dict.txt, MIT; made by tools/build_word_classes.py\n")
        for letters, words in sorted(by_class.items()):
            out.write(f"{letters} {' '.join(sorted(words))}\n")


if __name__ == "__main__":
    main()
