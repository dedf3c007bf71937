"""The words that frame bulletins, read once from `data/layout.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from extract.datafiles import read_data

AROUND_RELATED: Final = "【】[]>» "
"""What a site sets around the words above links."""


class Vocabulary(NamedTuple):
    """Words by section; `kinds` says of each label what its value is (来源 → source),
    `junk` holds the menu words, `editing` the letter that all labels of an editor have, `related`
    the words above links to other texts and `related_starts` what a line with them begins with."""

    sections: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    junk: frozenset[str]
    editing: str
    related: frozenset[str]
    related_starts: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words that frame bulletins."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in read_data("layout.txt").split("\n"):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    kinds = {
        word: name.removeprefix("label ")
        for name, entries in sections.items()
        if name.startswith("label ")
        for word in entries
    }
    junk = frozenset(sections["junk"] + sections["related"])
    (editing,) = frozenset.intersection(*map(frozenset, sections["label editor"]))
    related = frozenset(sections["related"])
    return Vocabulary(
        {name: tuple(entries) for name, entries in sections.items()},
        kinds,
        junk,
        editing,
        related,
        frozenset(AROUND_RELATED) | {word[0] for word in related},
    )


def any_of(words: Iterable[str]) -> str:
    """Words in, a pattern that finds the longest of them out."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
