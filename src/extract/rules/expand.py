"""Pattern trees in, trees without shapes out, with what can stand at their edges and what they cost.

The cost of a pattern is bounded before it ever runs: where two ways of reading on cannot be
told apart by the next character, the matcher may have to try both, and these ways multiply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from extract.rules.encode import KIND_POINTS, PUNCTUATION
from extract.rules.kinds import KINDS, PLAIN, WORD_HOLES, below
from extract.rules.pattern import Choice, Element, Hole, Literal, Maybe, PatternError, Series, holes

MOST_TEXTS: Final = 2
MOST_WORD_HOLES: Final = 4
MOST_ELEMENTS: Final = 400
MOST_WAYS: Final = 2_000_000
_NOUN_WAYS: Final = 12
NOUN_MODIFIERS: Final = ("place", "organization", "work")
"""The kinds of mention that can stand before a noun as part of its phrase."""


@dataclass(slots=True)
class Lexicon:
    """A word list of a pack: its words, folded, and its header values (`direction = rise`)."""

    name: str
    words: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Names:
    """What the names in holes stand for, beside the kinds."""

    lexicons: Mapping[str, Lexicon]
    shapes: Mapping[str, Element]

    def all(self) -> set[str]:
        """Every name that a hole may use."""
        return set(KINDS) | WORD_HOLES | set(self.lexicons) | set(self.shapes)


def kinds_of(hole: Hole) -> frozenset[str]:
    """A hole in, all the mention kinds that it takes out."""
    found: frozenset[str] = frozenset()
    for name in hole.names:
        if name in KINDS:
            found |= below(name)
    return found


def points_of(hole: Hole) -> frozenset[str]:
    """A hole in, the characters of the encoding that it takes as mentions out."""
    return frozenset(KIND_POINTS[kind] for kind in kinds_of(hole))


def expand(element: Element, names: Names) -> Element:
    """Put the shapes in place of their names; their slots get the prefix of the hole.

    >>> from extract.rules.pattern import parse_pattern, show
    >>> names = Names({}, {"amount": parse_pattern("<households:households> <people:people>?")})
    >>> show(expand(parse_pattern("<before:amount>"), names))
    '<before.households:households> <before.people:people>?'
    """
    left = [MOST_ELEMENTS]
    return _expand(element, names, "", (), left)


def _expand(element: Element, names: Names, prefix: str, around: tuple[str, ...], left: list[int]) -> Element:
    left[0] -= 1
    if left[0] < 0:
        at = next((hole.at for hole in holes(element)), 0)
        raise PatternError(at, 1, "the pattern grows too long with its shapes", "split the rule", "R119")
    match element:
        case Series(items):
            return Series(tuple(_expand(item, names, prefix, around, left) for item in items))
        case Choice(options):
            return Choice(tuple(_expand(option, names, prefix, around, left) for option in options))
        case Maybe(item):
            return Maybe(_expand(item, names, prefix, around, left))
        case Hole():
            return _expand_hole(element, names, prefix, around, left)
    return element


def _expand_hole(hole: Hole, names: Names, prefix: str, around: tuple[str, ...], left: list[int]) -> Element:
    shaped = [name for name in hole.names if name in names.shapes]
    placed = replace(hole, prefix=prefix)
    if not shaped:
        return placed
    inner_prefix = prefix if hole.slot is None else f"{prefix}{hole.slot}."
    options: list[Element] = []
    for name in hole.names:
        if name in around:
            path = " > ".join((*around, name))
            raise PatternError(
                hole.at, hole.width, f"shapes contain each other: {path}", "take one out", "R118"
            )
        if name in shaped:
            inner = _expand(names.shapes[name], names, inner_prefix, (*around, name), left)
            # Inside a shape, positions are those of its own file: point at the hole instead.
            options.append(_move(inner, hole.at, hole.width))
        else:
            options.append(replace(placed, names=(name,)))
    return options[0] if len(options) == 1 else Choice(tuple(options))


def _move(element: Element, at: int, width: int) -> Element:
    match element:
        case Literal(text):
            return Literal(text, at)
        case Hole():
            return replace(element, at=at, width=width)
        case Series(items):
            return Series(tuple(_move(item, at, width) for item in items))
        case Choice(options):
            return Choice(tuple(_move(option, at, width) for option in options))
        case Maybe(item):
            return Maybe(_move(item, at, width))


def edge(element: Element, names: Names, *, last: bool) -> tuple[frozenset[str], bool]:
    """An element in; what its first (or last) character can be, and whether it may be empty, out."""
    match element:
        case Literal(text):
            return frozenset(text[-1] if last else text[0]), False
        case Hole():
            return _hole_edge(element, names, last), False
        case Maybe(item):
            return edge(item, names, last=last)[0], True
        case Choice(options):
            edges = [edge(option, names, last=last) for option in options]
            return frozenset().union(*(chars for chars, _ in edges)), any(empty for _, empty in edges)
        case Series(items):
            return series_edge(items, names, last=last)


def series_edge(items: Iterable[Element], names: Names, *, last: bool) -> tuple[frozenset[str], bool]:
    """The same for elements in a row."""
    found: frozenset[str] = frozenset()
    ordered = list(items)
    for item in reversed(ordered) if last else ordered:
        chars, empty = edge(item, names, last=last)
        found |= chars
        if not empty:
            return found, False
    return found, True


def _hole_edge(hole: Hole, names: Names, last: bool) -> frozenset[str]:
    found = points_of(hole)
    for name in hole.names:
        if name in WORD_HOLES:
            found |= {PLAIN}
            if name == "clause":
                found |= frozenset(KIND_POINTS.values())
            elif name == "noun":
                found |= {KIND_POINTS[kind] for kind in NOUN_MODIFIERS}
        elif name in names.lexicons:
            found |= {word[-1] if last else word[0] for word in names.lexicons[name].words}
    return found


def check_cost(element: Element, names: Names) -> None:
    """Raise `PatternError` for an expanded pattern that could run long on some text."""
    counts = _count_word_holes(element)
    first = next((hole for hole in holes(element) if set(hole.names) & WORD_HOLES), None)
    at, width = (first.at, first.width) if first else (0, 1)
    if counts[0] > MOST_TEXTS:
        raise PatternError(
            at, width, f"more than {MOST_TEXTS} text holes", "say more of the sentence", "R114"
        )
    if counts[1] > MOST_WORD_HOLES:
        message = f"more than {MOST_WORD_HOLES} holes for running words"
        raise PatternError(at, width, message, "say more of the sentence", "R114")
    _check_adjacent(element)
    _check_clause_last(element)


def count_ways(items: tuple[Element, ...], names: Names) -> int:
    """Elements in a row in; how many readings of one text the next character cannot tell apart, at most, out.

    The two sides of a figure add up instead of multiplying: a lookbehind is never entered twice.
    """
    nothing: frozenset[str] = frozenset()
    return _ways(Series(items), names, nothing, nothing)


def _count_word_holes(element: Element) -> tuple[int, int]:
    """How many text holes, and holes for words at all, the longest reading has."""
    match element:
        case Hole():
            return int("text" in element.names), int(bool(set(element.names) & WORD_HOLES))
        case Series(items):
            counts = [_count_word_holes(item) for item in items]
            return sum(c[0] for c in counts), sum(c[1] for c in counts)
        case Choice(options):
            counts = [_count_word_holes(option) for option in options]
            return max(c[0] for c in counts), max(c[1] for c in counts)
        case Maybe(item):
            return _count_word_holes(item)
    return 0, 0


def _check_adjacent(element: Element) -> None:
    """Two text holes need something between them that is always there."""
    open_text = False

    def walk(part: Element) -> None:
        nonlocal open_text
        match part:
            case Literal():
                open_text = False
            case Hole() if "text" in part.names:
                if open_text:
                    raise PatternError(
                        part.at, part.width, "two text holes side by side", "put a word between", "R114"
                    )
                open_text = True
            case Hole():
                open_text = False
            case Series(items):
                for item in items:
                    walk(item)
            case Choice(options):
                before, after = open_text, False
                for option in options:
                    open_text = before
                    walk(option)
                    after = after or open_text
                open_text = after
            case Maybe(item):
                before = open_text
                walk(item)
                open_text = open_text or before

    walk(element)


def _check_clause_last(element: Element) -> None:
    """Up to the end of the sentence part: nothing can follow."""
    parts = element.items if isinstance(element, Series) else (element,)
    for part in parts[:-1]:
        for hole in holes(part):
            if "clause" in hole.names:
                raise PatternError(
                    hole.at, hole.width, "a clause hole that is not the last", "put it at the end"
                )


_NO_WORDS: Final = frozenset(KIND_POINTS.values()) | PUNCTUATION


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one.isdisjoint(other):
        return True
    return bool((PLAIN in one and other - _NO_WORDS) or (PLAIN in other and one - _NO_WORDS))


def _ways(element: Element, names: Names, before: frozenset[str], after: frozenset[str]) -> int:
    """How many readings of one text the next character cannot tell apart, at most."""
    match element:
        case Literal():
            return 1
        case Hole():
            return _hole_ways(element, names)
        case Maybe(item):
            inner = _ways(item, names, before, after)
            starts, ends = edge(item, names, last=False)[0], edge(item, names, last=True)[0]
            unclear = _overlap(starts, after) or _overlap(ends, before)
            return inner + 1 if unclear else inner
        case Choice(options):
            return _choice_ways(options, names, before, after)
        case Series(items):
            total = 1
            for index, item in enumerate(items):
                prior, start = series_edge(items[:index], names, last=True)
                follow, end = series_edge(items[index + 1 :], names, last=False)
                total *= _ways(
                    item, names, prior | before if start else prior, follow | after if end else follow
                )
                if total > MOST_WAYS:
                    break
            return total


def _choice_ways(
    options: tuple[Element, ...], names: Names, before: frozenset[str], after: frozenset[str]
) -> int:
    """The ways of the options that one text can begin, or end, alike with; the worst such set."""
    ways = [_ways(option, names, before, after) for option in options]
    worst = 1
    for last in (False, True):
        edges = [edge(option, names, last=last)[0] for option in options]
        for own in edges:
            alike = (count for count, other in zip(ways, edges, strict=True) if _overlap(own, other))
            worst = max(worst, sum(alike))
    return worst


def _hole_ways(hole: Hole, names: Names) -> int:
    ways = 0
    words: list[str] = []
    for name in hole.names:
        if name == "text":
            ways += hole.high - hole.low + 1
        elif name in ("noun", "verb"):
            ways += _NOUN_WAYS
        elif name in names.lexicons:
            words += names.lexicons[name].words
    return max(ways + _longest_chain(words), 1)


def _longest_chain(words: list[str]) -> int:
    """How many words of a list can be read at one place: a, ab are two."""
    known = set(words)
    return max((sum(word[:end] in known for end in range(1, len(word) + 1)) for word in words), default=0)
