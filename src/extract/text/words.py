"""A stretch of text in, its words with their classes out, by jieba's dictionary and model.

Classes come from a table, never from a tagger: an ambiguous word (投资) carries several, and
the reader of the clause decides by where it stands. A word without an entry is a noun.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import repeat
from typing import Final

from extract.datafiles import read_data
from extract.errors import ConfigError
from extract.spans import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    LOCALIZER,
    MEASURE,
    NOUN,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    VERB,
)
from extract.text.dictionary import TERM_FREQUENCY, dictionary, terms_of_bulletins

SEGMENTERS: Final = ("rjieba", "jieba")
_BITS: Final = {
    "N": NOUN,
    "V": VERB,
    "A": ADJECTIVE,
    "D": ADVERB,
    "P": PREPOSITION,
    "C": CONJUNCTION,
    "U": PARTICLE,
    "R": PRONOUN,
    "L": LOCALIZER,
    "Q": MEASURE,
    "X": AUXILIARY,
}

_RESULTS: Final = frozenset("成到出为至入给往起进来掉通回完")
_LINKS: Final = frozenset("达占")
_CUTS: Final = {2: (1,), 3: (1,), 4: (2,)}
"""Where a word of so many characters may be two words in truth."""

_HALF: Final = 2
_CLOSED: Final = PREPOSITION | CONJUNCTION | PARTICLE | PRONOUN | LOCALIZER
_MOST_REMEMBERED: Final = 20_000
"""Words without an entry that are kept with their parts, before they are forgotten all at once."""

_SILENT: Final = 60
"""A log level above all that jieba reports."""

Cut = Callable[[str], Iterable[str]]


class Segmenter:
    """Cuts folded text into words by the named engine, `rjieba` (default) or `jieba`.

    `cut` gives the words and marks of a stretch, `classes` what most words are, `parts` what the rest is.

    >>> segmenter = Segmenter()
    >>> segmenter.cut("公安部选派干部下乡")
    ['公安部', '选派', '干部', '下乡']
    >>> segmenter.classes["选派"] == VERB, segmenter.parts("均达") == (("均", ADVERB), ("达", VERB))
    (True, True)
    """

    def __init__(self, name: str = "rjieba") -> None:
        if name not in SEGMENTERS:
            raise ConfigError("C003", f"no segmenter {name!r}", hint=f"write one of: {', '.join(SEGMENTERS)}")
        self.name = name
        self.cut: Cut = _load_cut(name)
        self.classes = word_classes()
        self._unlisted: dict[str, tuple[tuple[str, int], ...]] = {}

    def parts(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return the parts of a word that no table has with their classes; such words come again."""
        parts = self._unlisted.get(word)
        if parts is None:
            if len(self._unlisted) >= _MOST_REMEMBERED:
                self._unlisted.clear()
            parts = self._unlisted[word] = self._split(word)
        return parts

    def _split(self, word: str) -> tuple[tuple[str, int], ...]:
        """Cut a word that no table has where an adverb or a verb ends: 均|达, 大力|开展, 价格|上涨.

        A verb with its result (改造成, 投放到) is a verb; 达 and 占 belong to no noun.
        """
        head, last = word[:-1], word[-1]
        if last in _LINKS and not self._class_of(head) & VERB:
            return (head, self._class_of(head)), (last, VERB)
        if last in _RESULTS and len(word) > 1 and self._class_of(head) & VERB:
            return ((word, VERB),)
        for cut in _CUTS.get(len(word), ()):
            first, second = self._class_of(word[:cut]), self._class_of(word[cut:])
            if (first & (ADVERB | PRONOUN) and not first & (NOUN | VERB) and second & VERB) or (
                2 * cut == len(word) > _HALF
                and ((first == VERB) != (second == VERB) or bool(first & VERB) > bool(second & VERB))
                and not (first | second) & _CLOSED
            ):
                return (word[:cut], first), (word[cut:], second)
        return ((word, NOUN),)

    def _class_of(self, word: str) -> int:
        return self.classes.get(word, NOUN)


@lru_cache(maxsize=len(SEGMENTERS))
def _load_cut(name: str) -> Cut:
    if name == "rjieba":
        return dictionary().cut
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports pkg_resources and has invalid escapes
        import jieba
    jieba.setLogLevel(_SILENT)
    tokenizer = jieba.Tokenizer()
    for term in terms_of_bulletins():
        tokenizer.add_word(term, TERM_FREQUENCY)
    cut: Cut = tokenizer.lcut
    return cut


@lru_cache(maxsize=1)
def word_classes() -> dict[str, int]:
    """Return the class bits of every word that is not simply a noun, and of the terms, which are."""
    table = dict.fromkeys(terms_of_bulletins(), NOUN)
    for name in ("word_classes.txt", "word_overlay.txt"):
        content = read_data(name)
        for line in content.splitlines():
            if not line or line[0] == "#":
                continue
            letters, _, words = line.partition(" ")
            bits = sum(_BITS[letter] for letter in letters)
            table.update(zip(words.split(), repeat(bits)))
    return table
