"""The kinds of mention that a pattern can name, as a tree, and the holes that take running words."""

from __future__ import annotations

from typing import Final

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "quantity": ("count", "number", "money", "percent", "points", "multiple", "measure", "duration"),
    "count": ("households", "people"),
    "households": (),
    "people": (),
    "number": (),
    "money": (),
    "percent": (),
    "points": (),
    "multiple": (),
    "measure": (),
    "duration": (),
    "date": (),
    "ordinal": (),
    "place": (),
    "person": (),
    "organization": (),
    "title": (),
    "work": (),
}
"""The tree of mention kinds: each with the kinds directly below it."""

WORD_HOLES: Final = frozenset({"noun", "verb", "text", "clause"})
MOST_NEEDS: Final = 3
"""How many sets of grams tell whether a sentence can match on one side of a figure."""

RESERVED: Final = frozenset(KINDS) | WORD_HOLES

PLAIN: Final = "\0"
"""Stands for any plain character in the sets of what an element begins or ends with."""


def below(kind: str) -> frozenset[str]:
    """A kind in, itself and all kinds below it out.

    >>> sorted(below("count"))
    ['count', 'households', 'people']
    """
    found = {kind}
    for child in KINDS[kind]:
        found |= below(child)
    return frozenset(found)
