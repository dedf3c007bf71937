"""The words that the reading of a clause turns on, by class, from `data/reading.txt`."""

from __future__ import annotations

from functools import lru_cache

from extract.datafiles import read_data


@lru_cache(maxsize=1)
def reading_words() -> dict[str, frozenset[str]]:
    """Return the word classes of `data/reading.txt`: section name to its words."""
    classes: dict[str, set[str]] = {}
    section: set[str] = set()
    content = read_data("reading.txt")
    for line in content.splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = classes.setdefault(line[1:-1], set())
        else:
            section.update(line.split())
    return {name: frozenset(words) for name, words in classes.items()}


@lru_cache(maxsize=16384)
def ends_with(word: str, endings: frozenset[str]) -> bool:
    """Tell whether a word is one of these endings or ends in one.

    >>> ends_with("发生率", frozenset({"率"}))
    True
    """
    return any(word[at:] in endings for at in range(max(0, len(word) - 4), len(word)))
