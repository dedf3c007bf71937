"""A stretch of text in, its words with their classes out, by jieba's dictionary and model.

Classes come from a table, never from a tagger: an ambiguous word (投资) carries several, and
the reader of the clause decides by where it stands. A word without an entry is a noun.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import resources

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
    Word,
)
from extract.text.dictionary import TERM_FREQUENCY, dictionary, terms_of_bulletins

SEGMENTERS = ("rjieba", "jieba")
_BITS = {
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

_RESULTS = frozenset("成到出为至入给往起进来掉通回完")
_LINKS = frozenset("达占")
_CUTS = {2: (1,), 3: (1,), 4: (2,)}
"""Where a word of so many characters may be two words in truth."""

_HALF = 2
_CLOSED = PREPOSITION | CONJUNCTION | PARTICLE | PRONOUN | LOCALIZER
_MOST_REMEMBERED = 20_000
"""Words without an entry that are kept with their parts, before they are forgotten all at once."""

_SILENT = 60
"""A log level above all that jieba reports."""

Cut = Callable[[str], Iterable[str]]


class Segmenter:
    """Cuts folded text into words by the named engine, `rjieba` (default) or `jieba`.

    >>> text = "公安部选派干部下乡"
    >>> [text[w.start:w.end] for w in Segmenter().words(text, 3, 9)]
    ['选派', '干部', '下乡']
    """

    def __init__(self, name: str = "rjieba") -> None:
        if name not in SEGMENTERS:
            raise ConfigError("C003", f"no segmenter {name!r}", hint=f"write one of: {', '.join(SEGMENTERS)}")
        self.name = name
        self._cut: Cut = _load_cut(name)
        self._classes = word_classes()
        self._unlisted: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """Return the words of `text[start:end]`, blanks and marks left out."""
        found = []
        classes = self._classes
        at = start
        for word in self._cut(text[start:end]):
            after = at + len(word)
            bits = classes.get(word)
            if bits is not None:
                found.append(Word(at, after, bits))
            elif word[0].isalnum():
                for first, last, classes_of_part in self._parts(word):
                    found.append(Word(at + first, at + last, classes_of_part))
            at = after
        return found

    def _parts(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Return the parts of a word that no table has, as (start, end, classes); words come again."""
        parts = self._unlisted.get(word)
        if parts is None:
            if len(self._unlisted) >= _MOST_REMEMBERED:
                self._unlisted.clear()
            parts = self._unlisted[word] = tuple((w.start, w.end, w.classes) for w in self._split(word, 0))
        return parts

    def _split(self, word: str, at: int) -> Iterator[Word]:
        """Cut a word that no table has where an adverb or a verb ends: 均|达, 大力|开展, 价格|上涨.

        A verb with its result (改造成, 投放到) is a verb; 达 and 占 belong to no noun.
        """
        if word[-1] in _LINKS and not self._classes.get(word[:-1], NOUN) & VERB:
            yield Word(at, at + len(word) - 1, self._classes.get(word[:-1], NOUN))
            yield Word(at + len(word) - 1, at + len(word), VERB)
            return
        if word[-1] in _RESULTS and len(word) > 1 and self._classes.get(word[:-1], NOUN) & VERB:
            yield Word(at, at + len(word), VERB)
            return
        for cut in _CUTS.get(len(word), ()):
            first, second = self._classes.get(word[:cut], NOUN), self._classes.get(word[cut:], NOUN)
            if (first & (ADVERB | PRONOUN) and not first & (NOUN | VERB) and second & VERB) or (
                2 * cut == len(word) > _HALF
                and ((first == VERB) != (second == VERB) or bool(first & VERB) > bool(second & VERB))
                and not (first | second) & _CLOSED
            ):
                yield Word(at, at + cut, first)
                yield Word(at + cut, at + len(word), second)
                return
        yield Word(at, at + len(word), NOUN)


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
        content = (resources.files("extract") / "data" / name).read_text("utf-8")
        for line in content.splitlines():
            if not line or line[0] == "#":
                continue
            letters, _, words = line.partition(" ")
            bits = sum(_BITS[letter] for letter in letters)
            table.update(dict.fromkeys(words.split(), bits))
    return table
