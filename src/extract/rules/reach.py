"""A pattern and a sentence in, how far the pattern gets in it out: what the author of a rule is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.rules.compile import is_claimed, longest_prefix
from extract.rules.encode import Encoded
from extract.rules.expand import Names
from extract.rules.pattern import Element, Series, holes, show


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a rule got in a sentence: the elements that fitted, and the first that did not."""

    fitted: str
    missing: str | None
    start: int | None
    end: int | None


def how_far(element: Element, names: Names, encoded: Encoded) -> Reach:
    """An expanded pattern and a sentence in, the longest beginning of the pattern that fits out."""
    count, span = longest_prefix(element, names, encoded.written.string)
    items = element.items if isinstance(element, Series) else (element,)
    fitted = show(Series(items[:count])) if count else ""
    missing = show(items[count]) if count < len(items) else None
    start, end = encoded.written.span(*span) if span else (None, None)
    return Reach(fitted, missing, start, end)


def claimed_slots(element: Element, claims: Sequence[str]) -> set[str]:
    """An expanded pattern in, the slots of the figures that it uses up out."""
    return {hole.full_slot for hole in holes(element) if hole.full_slot and is_claimed(hole, claims)}
