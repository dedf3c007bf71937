"""jieba's dictionary and the terms of bulletins in, `data/plain_words.txt` out: words that the terms change.

A term is added with a frequency high enough to win, which makes every other cut a little dearer: some
words that the dictionary alone cuts up then stay whole, and words that hold a term no longer do. Run
it after any change of terms.txt or of `rjieba`, with a list of all words (jieba's dict.txt):

    python tools/build_plain_words.py .venv/lib/python3.11/site-packages/jieba/dict.txt
"""

from __future__ import annotations

import sys
from pathlib import Path

import rjieba

from extract.text.dictionary import PLAIN_WORDS, TERM_FREQUENCY, terms_of_bulletins

DATA = Path(__file__).parent.parent / "src" / "extract" / "data"
HEAD = """\
# Words that the dictionary with the terms of bulletins reads otherwise than the dictionary alone, which
# cuts them up (夏|文化), or knows them as one word with a tag (多渠道 b). Made by tools/build_plain_words.py.
"""


def main() -> None:
    """Write every word of a list whose cut the terms change, and the terms themselves."""
    plain, with_terms = rjieba.Jieba(), rjieba.Jieba()
    terms = list(terms_of_bulletins())
    for term in terms:
        with_terms.add_word(term, TERM_FREQUENCY, None)
    known = [line.split()[0] for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    lines = []
    for word in sorted({*known, *terms}):
        parts = plain.cut(word, False)
        if word in terms or parts != with_terms.cut(word, False):
            lines.append("|".join(parts) if len(parts) > 1 else f"{word} {plain.tag(word, False)[0][1]}")
    (DATA / PLAIN_WORDS).write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} words")


if __name__ == "__main__":
    main()
