"""A bulletin's text and title in, the packs of its subject out: those whose triggers it names.

A pack tells in `pack.yaml` which words a bulletin of its subject uses (`triggers`). One of them in the
title is enough. A text has to hold several different ones, and the longer it is the more: a single
word is a mention, not a subject, and a long report mentions everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import daachorse

from extract.errors import PackErrors
from extract.rules.match import Program
from extract.rules.packset import PackSet
from extract.rules.store import stored_set, stored_triggers

ENOUGH: Final = 2
"""How many different triggers a short text holds that is about a pack's subject."""

STRETCH: Final = 1000
"""For each so many characters a text has to hold one trigger more."""


class Choice:
    """The triggers of all packs as one automaton; a text is read once, whatever the number of packs.

    >>> choice = Choice({"floods": ["flood", "rescue", "dike"], "works": ["railway", "tunnel"]})
    >>> choice.of("the flood cut the railway; rescue came", title=None), choice.of("", title="new railway")
    (('floods',), ('works',))
    """

    __slots__ = ("_automaton", "_packs", "names")

    def __init__(self, triggers: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(sorted(name for name, words in triggers.items() if words))
        packs: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            for word in triggers[name]:
                packs.setdefault(word, []).append(number)
        self._packs = list(packs.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(packs)) if packs else None

    def of(self, text: str, title: str | None) -> tuple[str, ...]:
        """The names of the packs that a bulletin asks for, sorted."""
        wanted = set(self._packs_of(self._words_in(title))) if title else set()
        counts: dict[int, int] = {}
        for number in self._packs_of(self._words_in(text)):
            counts[number] = counts.get(number, 0) + 1
        enough = ENOUGH + len(text) // STRETCH
        wanted.update(number for number, count in counts.items() if count >= enough)
        return tuple(self.names[number] for number in sorted(wanted))

    def _words_in(self, text: str) -> set[int]:
        """The numbers of the different triggers in a text."""
        if self._automaton is None:
            return set()
        return {word for _, _, word in self._automaton.find_overlapping(text)}

    def _packs_of(self, words: Iterable[int]) -> list[int]:
        return [number for word in words for number in self._packs[word]]


class ChosenPacks:
    """A set of packs in, for each bulletin the set with the packs of its subject out, each made once.

    Sets are compiled when the first bulletin asks for them; the set itself never changes.
    """

    __slots__ = ("_choice", "_made", "base")

    def __init__(self, base: PackSet, *, choose: bool = True) -> None:
        present = {head.name for head in base.heads}
        triggers = _triggers(base) if choose else {}
        self.base = base
        self._choice = Choice({name: words for name, words in triggers.items() if name not in present})
        self._made: dict[tuple[str, ...], tuple[PackSet, Program]] = {}

    def of(self, text: str, title: str | None) -> tuple[PackSet, Program]:
        """The packs for a bulletin, and the program that they compile to."""
        return self.made(self._choice.of(text, title))

    def made(self, names: tuple[str, ...]) -> tuple[PackSet, Program]:
        """The set with these shipped packs, and its program."""
        found = self._made.get(names)
        if found is None:
            packs = _extended(self.base, names)
            found = self._made[names] = packs, packs.program
        return found

    def all(self) -> PackSet:
        """The set with every pack that some bulletin may ask for."""
        return _extended(self.base, self._choice.names)

    def __getstate__(self) -> tuple[PackSet, bool]:
        return self.base, bool(self._choice.names)

    def __setstate__(self, state: tuple[PackSet, bool]) -> None:
        base, choose = state
        self.__init__(base, choose=choose)  # type: ignore[misc]


def _triggers(base: PackSet) -> Mapping[str, Sequence[str]]:
    """The words that ask for each shipped pack, as stored or as its files have them."""
    stored = stored_triggers() if base.is_stored else None
    if stored is not None:
        return stored
    from extract.rules.pack import shipped_triggers

    return shipped_triggers(base.fold)


def _extended(base: PackSet, names: tuple[str, ...]) -> PackSet:
    if not names:
        return base
    if base.is_stored:
        stored = stored_set([*(head.name for head in base.heads), *names], base.fold)
        if stored is not None:
            return stored
    from extract.rules.pack import extend_packs

    try:
        return extend_packs(base, names)
    except PackErrors:
        # A pack of the user's has a rule or a list of the same name: what was asked for stands alone.
        return base
