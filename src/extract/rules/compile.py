"""Rules in, pairs of regular expressions out that meet at a figure.

A rule is tried only where a figure of the right kind stands: what stands left of its first claimed
figure is one expression, read from the figure to the left, the figure and what is right of it the other.
What can stand directly beside the figure is known too, so most rules are never tried at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extract.rules.emit import Emitter
from extract.rules.expand import Names, kinds_of, points_of, series_edge
from extract.rules.needs import is_open, needs_of
from extract.rules.pattern import (
    Choice,
    Element,
    Hole,
    Maybe,
    PatternError,
    Series,
    holes,
)
from extract.rules.variant import Variant
from extract.spans import FIGURE_KINDS

MOST_READINGS: Final = 64


def is_claimed(hole: Hole, claims: Sequence[str]) -> bool:
    """Whether a figure hole is one of those that its rule uses up.

    An empty `claims` means every figure hole that fills a slot; `*` every figure hole.
    """
    kinds = kinds_of(hole)
    if not kinds or not kinds <= FIGURE_KINDS | {"quantity"}:
        return False
    slot = hole.full_slot
    if "*" in claims:
        return True
    if slot is None:
        return False
    return not claims or any(slot == claim or slot.startswith(claim + ".") for claim in claims)


Reading = tuple[tuple[Element, ...], Hole | None, tuple[Element, ...]]


def split_readings(element: Element, claims: Sequence[str]) -> list[Reading]:
    """An expanded pattern in, its readings out: what is left of the first claimed figure, it, what is right.

    A reading that has no claimed figure comes out with None in the middle.
    """
    found = _readings(_items(element), claims)
    if len(found) > MOST_READINGS:
        raise PatternError(0, 1, "too many ways to reach the first figure", "split the rule", "R119")
    return found


def _items(element: Element) -> tuple[Element, ...]:
    return element.items if isinstance(element, Series) else (element,)


def _readings(items: tuple[Element, ...], claims: Sequence[str]) -> list[Reading]:
    """Walk the elements; what holds no figure is kept whole."""
    lefts: list[tuple[Element, ...]] = [()]
    found: list[Reading] = []
    for index, item in enumerate(items):
        rest = items[index + 1 :]
        if not _has_claim(item, claims):
            lefts = [(*left, item) for left in lefts]
            continue
        if isinstance(item, Hole):
            found.extend((left, item, rest) for left in lefts)
            return found
        options = (
            item.options
            if isinstance(item, Choice)
            else (item.item, Series(()))
            if isinstance(item, Maybe)
            else (item,)
        )
        kept: list[tuple[Element, ...]] = []
        for option in options:
            for inner_left, pivot, inner_right in _readings(_items(option), claims):
                for left in lefts:
                    if pivot is None:
                        kept.append((*left, *inner_left))
                    else:
                        found.append(((*left, *inner_left), pivot, (*inner_right, *rest)))
        lefts = kept
        if not lefts or len(found) > MOST_READINGS or len(lefts) > MOST_READINGS:
            return found
    found.extend((left, None, ()) for left in lefts)
    return found


def _has_claim(element: Element, claims: Sequence[str]) -> bool:
    match element:
        case Hole():
            return is_claimed(element, claims)
        case Series(parts) | Choice(parts):
            return any(_has_claim(part, claims) for part in parts)
        case Maybe(item):
            return _has_claim(item, claims)
    return False


def compile_rule(index: int, element: Element, claims: Sequence[str], names: Names) -> list[Variant]:
    """An expanded pattern in; one variant for all readings that share what stands left of the figure, out.

    Of several readings at one figure the one written first counts.
    """
    return [
        _compile_reading(index, order, left, row, names)
        for order, (left, row) in enumerate(join_readings(element, claims))
    ]


def join_readings(
    element: Element, claims: Sequence[str]
) -> list[tuple[tuple[Element, ...], tuple[Element, ...]]]:
    """An expanded pattern in; what stands left of the first claimed figure, and it with the rest, out.

    Readings with the same left side become one row, where that is safe.
    """
    by_left: dict[tuple[Element, ...], list[tuple[Element, ...]]] = {}
    for left, pivot, right in split_readings(element, claims):
        if pivot is None:
            raise PatternError(0, 1, "a reading without a claimed figure", "write a <slot:quantity>", "R115")
        by_left.setdefault(left, []).append((pivot, *right))
    return [(left, row) for left, tails in by_left.items() for row in _join_tails(tails)]


def _join_tails(tails: list[tuple[Element, ...]]) -> list[tuple[Element, ...]]:
    """Readings that go on alike in, one row that branches at its head out, where that is safe."""
    if len(tails) == 1:
        return tails
    shared = 0
    while all(len(tail) > shared + 1 and tail[-1 - shared] == tails[0][-1 - shared] for tail in tails):
        shared += 1
    heads = [tail[: len(tail) - shared] for tail in tails]
    if not shared and any("text" in hole.names for tail in tails for hole in holes(Series(tail))):
        return (
            tails  # a text at the pattern's edge runs to the clause's edge: it has to stand in the row itself
        )
    options = tuple(head[0] if len(head) == 1 else Series(head) for head in heads)
    return [(Choice(options), *tails[0][len(tails[0]) - shared :])]


def _compile_reading(
    index: int, order: int, left: tuple[Element, ...], row: tuple[Element, ...], names: Names
) -> Variant:
    before, behind = Emitter(names, mirrored=True), Emitter(names)
    left_pattern, pattern = before.series(left, is_open=True), behind.series(row, is_open=True)
    options = row[0].options if isinstance(row[0], Choice) else (row[0],)
    pivots: set[str] = set()
    right: frozenset[str] | None = frozenset()
    for option in options:
        pivot, *rest = _items(option)
        if isinstance(pivot, Hole):
            pivots |= points_of(pivot)
        chars = _beside((*rest, *row[1:]), names, last=False)
        right = None if right is None or chars is None else right | chars
    return Variant(
        index,
        order,
        "".join(sorted(pivots)),
        left_pattern,
        pattern,
        (*reversed(before.groups), *behind.groups),
        _beside(left, names, last=True),
        right,
        needs_of(left, names),
        needs_of(row[1:], names),
        any(is_open(item, names) for item in left),
        any(is_open(item, names) for item in row),
    )


def _beside(items: tuple[Element, ...], names: Names, *, last: bool) -> frozenset[str] | None:
    chars, empty = series_edge(items, names, last=last)
    return None if empty else chars


def longest_prefix(element: Element, names: Names, string: str) -> tuple[int, tuple[int, int] | None]:
    """How many of a pattern's leading elements fit somewhere in an encoded sentence, and where.

    Used to tell the author of a failing rule how far it got; slow and only for that.
    """
    items = _items(element)
    for count in range(len(items), 0, -1):
        emitter = Emitter(names)
        found = re.search(emitter.series(items[:count], is_open=False), string)
        if found and found.end() > found.start():
            return count, found.span()
    return 0, None
