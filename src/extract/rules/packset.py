"""Packs in the order that they build on each other: who they are at once, what they say when asked.

The program of the shipped packs is stored, so that most runs read none of their files but for the digest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.digests import sha256

if TYPE_CHECKING:
    from extract.rules.expand import Lexicon, Names
    from extract.rules.fields import Rule
    from extract.rules.lexicon import Entry
    from extract.rules.match import Program
    from extract.rules.pack import Pack, Sources
    from extract.rules.pattern import Element

Fold = Callable[[str], str]
HEAD: Final = "pack.yaml"
LISTS: Final = ("units.txt", "titles.txt", "suffixes.txt", "places.csv", "vetoes.txt")
"""Plain lists that other stages read, as lines with their places."""

_FOLDERS: Final = (("rules", ".yaml"), ("lexicons", ".txt"))


class Head(NamedTuple):
    """What names a pack: `sha256` is that of all its files, names and contents, in order."""

    name: str
    version: str
    path: str
    sha256: str


class PackSet:
    """Packs and what holds when all are read; the files of a stored set are read when a rule is asked for."""

    __slots__ = ("_program", "_sources", "fold", "heads", "is_stored")

    def __init__(self, heads: tuple[Head, ...], fold: Fold, sources: Sources | None = None) -> None:
        self.heads = heads
        self.fold = fold
        self.is_stored = sources is None
        self._sources = sources
        self._program: Program | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return PackSet, (self.heads, self.fold, None if self.is_stored else self._sources)

    @property
    def sources(self) -> Sources:
        """All that the files of the packs say."""
        if self._sources is None:
            from extract.rules.pack import read_sources

            self._sources = read_sources([head.path for head in self.heads], self.fold)
        return self._sources

    @property
    def program(self) -> Program:
        """The rules, compiled as far as no text is needed."""
        if self._program is None:
            self._program = self._stored_program() or self._compiled_program()
        return self._program

    def _stored_program(self) -> Program | None:
        from extract.rules.store import program_of

        return program_of(self.heads) if self.is_stored else None

    def _compiled_program(self) -> Program:
        from extract.rules.pack import compile_program

        return compile_program(self)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs as read."""
        return self.sources.packs

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that hold, by id."""
        return self.sources.rules

    @property
    def patterns(self) -> dict[str, Element]:
        """The expanded patterns of the rules, by id."""
        return self.sources.patterns

    @property
    def names(self) -> Names:
        """What the names in holes stand for."""
        return self.sources.names

    @property
    def lexicons(self) -> Mapping[str, Lexicon]:
        """The word lists by name, inherited words included, removed ones gone."""
        return self.sources.names.lexicons

    @property
    def lists(self) -> dict[str, list[Entry]]:
        """The lines of the plain lists, by file."""
        return self.sources.lists

    @property
    def replaced(self) -> dict[str, str]:
        """The id of each rule that a pack replaced, and of the one that stands for it."""
        return self.sources.replaced

    def current(self, rule_id: str) -> str:
        """The id of a rule in, the id of the one that stands for it now out."""
        seen = {rule_id}
        while rule_id in self.replaced and self.replaced[rule_id] not in seen:
            rule_id = self.replaced[rule_id]
            seen.add(rule_id)
        return rule_id


def shipped_folders() -> dict[str, str]:
    """The packs that come with the program: name to folder."""
    root = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", "packs"))
    names = sorted(name for name in os.listdir(root) if os.path.isfile(f"{root}/{name}/{HEAD}"))
    return {name: f"{root}/{name}" for name in names}


def files_of(folder: str) -> list[str]:
    """The files of a pack in the order in which they are read, as paths inside its folder."""
    found = [name for name in (HEAD, "shapes.yaml") if os.path.isfile(f"{folder}/{name}")]
    for inner, ending in _FOLDERS:
        if os.path.isdir(f"{folder}/{inner}"):
            names = sorted(name for name in os.listdir(f"{folder}/{inner}") if name.endswith(ending))
            found += [f"{inner}/{name}" for name in names]
    return found + [name for name in LISTS if os.path.isfile(f"{folder}/{name}")]


def digest_of(folder: str) -> str:
    """The SHA-256 of all files of a pack, names and contents, in order."""
    parts = []
    for name in files_of(folder):
        with open(f"{folder}/{name}", "rb", buffering=0) as stream:
            parts.append(name.encode() + b"\0" + sha256(stream.read()))
    return sha256(b"".join(parts)).hex()
