"""Elements of a pattern in, what a sentence has to hold for them out: the index of the rules is made of it.

What is held is told by grams: one or two characters that some word, literal or mention begins with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract.rules.encode import ALL_POINTS, PUNCTUATION
from extract.rules.expand import Names, points_of
from extract.rules.kinds import KINDS, MOST_NEEDS, WORD_HOLES
from extract.rules.pattern import Choice, Element, Hole, Literal, Maybe, Series

LONE_CHARACTER: Final = 30
"""How much likelier one given character stands in a sentence than one given pair, about."""
MENTION: Final = 300
"""The same of a mention of one given kind."""


def needs_of(items: Iterable[Element], names: Names) -> tuple[frozenset[str], ...]:
    """Elements in a row in; sets of which a sentence has to hold one gram each, the rarest first, out."""
    found = {grams for item in _laid_out(items) if (grams := _begins_with(item, names))}
    return tuple(sorted(found, key=_frequency)[:MOST_NEEDS])


def is_open(element: Element, names: Names) -> bool:
    """Whether an element can hold a mark of punctuation, so that a match goes beyond its clause."""
    match element:
        case Literal(text):
            return not PUNCTUATION.isdisjoint(text)
        case Hole():
            if "clause" in element.names:
                return True
            listed = (name for name in element.names if name not in KINDS and name not in WORD_HOLES)
            return any(
                not PUNCTUATION.isdisjoint(word) for name in listed for word in names.lexicons[name].words
            )
        case Choice(parts) | Series(parts):
            return any(is_open(part, names) for part in parts)
        case Maybe(item):
            return is_open(item, names)


def _laid_out(items: Iterable[Element]) -> Iterable[Element]:
    for item in items:
        if isinstance(item, Series):
            yield from _laid_out(item.items)
        else:
            yield item


def _begins_with(element: Element, names: Names) -> frozenset[str]:
    """What an element can begin with, in one or two characters; empty where that may be anything."""
    match element:
        case Literal(text):
            return frozenset({text[:2]})
        case Hole():
            if set(element.names) & WORD_HOLES:
                return frozenset()
            words = (
                word for name in element.names if name not in KINDS for word in names.lexicons[name].words
            )
            return points_of(element) | {word[:2] for word in words}
        case Choice(options):
            sets = [_begins_with(option, names) for option in options]
            return frozenset().union(*sets) if all(sets) else frozenset()
        case Series(items):
            # Any element that is always there will do; the rarest tells most.
            sets = [grams for grams in (_begins_with(item, names) for item in items) if grams]
            return min(sets, key=_frequency, default=frozenset())
        case Maybe():
            return frozenset()


def _frequency(grams: frozenset[str]) -> tuple[int, list[str]]:
    """How often one of these stands in a sentence, roughly."""
    return sum(map(_weight, grams)), sorted(grams)


def _weight(gram: str) -> int:
    if len(gram) > 1:
        return 1
    return MENTION if gram in ALL_POINTS else LONE_CHARACTER
