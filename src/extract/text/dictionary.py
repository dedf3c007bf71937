"""jieba's dictionary with the terms of bulletins in it, built once: words, plain words and tags out.

Names are cut by the dictionary alone, the words of a sentence by the one that knows the terms too
(生产总值). A second dictionary would cost more memory than all else that is read and a tenth of a second,
so there is one, with the terms; a table tells where the dictionary alone reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import util
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Final

from extract.datafiles import read_data

if TYPE_CHECKING:
    from rjieba import Jieba

TERM_FREQUENCY: Final = 100_000
"""High enough for a term to win over the words that it is made of."""

PLAIN_WORDS: Final = "plain_words.txt"
_NO_TAG: Final = "x"


class Dictionary:
    """The engine, and for the words that the terms change what the dictionary alone makes of them."""

    __slots__ = ("_engine", "_tags", "parts")

    def __init__(self) -> None:
        self._engine = _engine_class()()
        for term in terms_of_bulletins():
            self._engine.add_word(term, TERM_FREQUENCY, None)
        self.parts: dict[str, list[str]] = {}
        self._tags: dict[str, str] = {}
        for line in _read_lines(PLAIN_WORDS):
            word, _, tag = line.partition(" ")
            if tag:
                self._tags[word] = tag
            else:
                self.parts[word.replace("|", "")] = word.split("|")

    def cut(self, text: str) -> list[str]:
        """Return the words of a text, terms whole, unknown words guessed by jieba's model.

        >>> dictionary().cut("地区生产总值增长")
        ['地区生产总值', '增长']
        """
        return self._engine.cut(text, True)

    def cut_plain(self, text: str) -> list[str]:
        """Return the words of a text by the dictionary alone, terms in their parts, nothing guessed.

        >>> dictionary().cut_plain("地区生产总值增长")
        ['地区', '生产总值', '增长']
        """
        words = self._engine.cut(text, False)
        parts = self.parts
        if parts.keys().isdisjoint(words):
            return words
        return [part for word in words for part in parts.get(word, (word,))]

    def cut_terms(self, text: str) -> list[str]:
        """Return the words of a text, terms whole, nothing guessed: `parts` tell how to part them.

        >>> dictionary().cut_terms("地区生产总值增长"), dictionary().parts["地区生产总值"]
        (['地区生产总值', '增长'], ['地区', '生产总值'])
        """
        return self._engine.cut(text, False)

    def tag(self, word: str) -> str:
        """Return the dictionary's tag of one word (nz, nr, n …), `x` if it has none.

        >>> [dictionary().tag(word) for word in ("民警", "地区生产总值", "增长")]
        ['n', 'x', 'v']
        """
        if word in self.parts:
            return _NO_TAG
        if word in self._tags:
            return self._tags[word]
        tagged = self._engine.tag(word, False)
        return tagged[0][1] if len(tagged) == 1 else _NO_TAG


def _engine_class() -> type[Jieba]:
    """Return the class of the engine, without the dictionary that `import rjieba` builds for itself."""
    package = util.find_spec("rjieba")
    spec = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations if package else None)
    if spec is None or spec.loader is None:
        from rjieba import Jieba

        return Jieba
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    engine: type[Jieba] = module.Jieba
    return engine


@cache
def dictionary() -> Dictionary:
    """Return the dictionary, built when first asked for."""
    return Dictionary()


def terms_of_bulletins() -> Iterator[str]:
    """Yield the terms of bulletins that are words of their own."""
    for line in _read_lines("terms.txt"):
        yield from line.split()


def _read_lines(file: str) -> list[str]:
    content = read_data(file)
    return [line for line in content.splitlines() if line and line[0] != "#"]
