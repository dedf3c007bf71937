"""Rules in, pivoted regular expressions out; the only place that knows `regex`.

A rule is tried only where a figure of the right kind stands: everything to the left of its
first claimed figure becomes a lookbehind, everything to the right follows. What can stand
directly beside the figure is known too, so most rules are never tried at all.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from extract.rules.encode import ALL_MARKS, ALL_POINTS, KIND_POINTS, PUNCTUATION, marks_with
from extract.rules.expand import NOUN_MODIFIERS, PLAIN, Names, edge, kinds_of, points_of, series_edge
from extract.rules.pattern import (
    KINDS,
    WORD_HOLES,
    Choice,
    Element,
    Hole,
    Literal,
    Maybe,
    PatternError,
    Series,
    holes,
)
from extract.spans import ADJECTIVE, ADVERB, FIGURE_KINDS, NOUN, VERB

MOST_READINGS = 64
MOST_NEEDS = 3
LONE_CHARACTER = 30
"""How much likelier one given character stands in a sentence than one given pair, about."""
_CLAUSE_ENDS = ",;:!?\u3002"
_OF = "\u7684"  # the particle between a modifier and its noun


def _class(chars: Iterable[str], *, negated: bool = False) -> str:
    """Characters in, a regular expression's class of them out, neighbours written as ranges."""
    points = sorted({ord(char) for char in chars})
    body = ""
    first = 0
    for index, point in enumerate(points):
        if index + 1 < len(points) and points[index + 1] == point + 1:
            continue
        low, high = _escaped(points[first]), _escaped(point)
        body += low if low == high else f"{low}-{high}"
        first = index + 1
    return f"[{'^' if negated else ''}{body}]"


def _escaped(point: int) -> str:
    return "\\" + chr(point) if chr(point) in "\\]^-[&~|" else chr(point)


_MARK = _class(ALL_MARKS)
_PLAIN = _class([*ALL_MARKS, *ALL_POINTS, *PUNCTUATION], negated=True)
_WORDS = _class([*ALL_POINTS, *PUNCTUATION], negated=True)
_NAME_POINTS = _class(KIND_POINTS[kind] for kind in NOUN_MODIFIERS)
_MODIFIER = f"(?:{_class(marks_with(NOUN, ADJECTIVE))}{_PLAIN}+|{_NAME_POINTS})"
_NOUN = f"{_class(marks_with(NOUN))}{_PLAIN}+(?!{_PLAIN})"
NOUN_PHRASE = f"(?:{_MODIFIER}{{1,3}}{_MARK}?{_OF}{_MODIFIER}{{0,2}}|{_MODIFIER}{{0,5}}){_NOUN}"
_ADVERB, _VERB = (f"(?:{_class(marks_with(bit))}{_PLAIN}+)" for bit in (ADVERB, VERB))
VERB_GROUP = f"{_ADVERB}{{0,2}}{_VERB}{{1,3}}(?!{_PLAIN})"
CLAUSE = f"(?=[{ALL_MARKS}{ALL_POINTS}]){_class(_CLAUSE_ENDS, negated=True)}{{1,200}}"


@dataclass(slots=True)
class Variant:
    """One reading of a rule around one figure: what a match of it means.

    `groups` says for each capturing group which slot it fills, and from which lexicon; group 1
    is all that stands left of the figure. `left`, `right` are what may stand directly beside
    the figure, None where anything may; `needs` are sets of which the sentence has one each.
    """

    rule: int
    order: int
    pivots: str
    pattern: str
    groups: tuple[tuple[str, str | None], ...]
    left: frozenset[str] | None
    right: frozenset[str] | None
    needs: tuple[frozenset[str], ...] = ()
    compiled: regex.Pattern[str] | None = field(default=None, compare=False, repr=False)

    def matcher(self) -> regex.Pattern[str]:
        """The compiled pattern; compiling waits until a text needs it."""
        if self.compiled is None:
            self.compiled = regex.compile(self.pattern)
        return self.compiled

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _STORED)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(_STORED, state, strict=True):
            setattr(self, name, value)
        self.compiled = None


_STORED = ("rule", "order", "pivots", "pattern", "groups", "left", "right", "needs")


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
    emitter = Emitter(names)
    before = emitter.series(left, reverse=True, open_left=True, open_right=False)
    behind = emitter.series(row, reverse=False, open_left=False, open_right=True)
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
        f"(?<=({before})){behind}" if before else f"(){behind}",
        tuple(emitter.groups),
        _beside(left, names, last=True),
        right,
        _needs((*left, *row[1:]), names),
    )


def _needs(items: tuple[Element, ...], names: Names) -> tuple[frozenset[str], ...]:
    """Elements in a row in; sets of which a sentence has to hold one each, the rarest first, out.

    What stands in them is one or two characters that some word, literal or mention begins with.
    """
    found = (_begins_with(item, names) for item in items)
    return tuple(sorted((grams for grams in found if grams), key=_frequency)[:MOST_NEEDS])


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
    """How often one of these stands in a sentence, roughly: a lone character is worth many pairs."""
    return sum(LONE_CHARACTER if len(gram) == 1 else 1 for gram in grams), sorted(grams)


def _beside(items: tuple[Element, ...], names: Names, *, last: bool) -> frozenset[str] | None:
    chars, empty = series_edge(items, names, last=last)
    return None if empty or PLAIN in chars else chars


class Emitter:
    """Writes elements as regular expressions, counting the groups it opens."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.groups: list[tuple[str, str | None]] = []

    def series(self, items: Sequence[Element], *, reverse: bool, open_left: bool, open_right: bool) -> str:
        """Elements in a row; an open side is the pattern's own edge."""
        texts = [index for index, item in enumerate(items) if isinstance(item, Hole) and "text" in item.names]
        head = texts[0] if open_left and texts and _all_optional(items[: texts[0]]) else -1
        tail = texts[-1] if open_right and texts and _all_optional(items[texts[-1] + 1 :]) else len(items)
        written = []
        if head >= 0:
            written.append(self._edge(items[:head], reverse=reverse, before=True))
        for index in range(max(head, 0), min(tail + 1, len(items))):
            prior = series_edge(items[:index], self.names, last=True)[0] if index else None
            written.append(self.element(items[index], reverse=reverse, after=prior))
        if tail < len(items):
            written.append(self._edge(items[tail + 1 :], reverse=reverse, before=False))
        elif open_right and items and _ends_in_word(items[-1]):
            written.append(f"(?!{_PLAIN})")
        return "".join(written)

    def _edge(self, optional: Sequence[Element], *, reverse: bool, before: bool) -> str:
        """What stands outside a text at the pattern's edge: some of these, or the clause's edge."""
        end = f"(?<!{_WORDS})" if before else f"(?!{_WORDS})"
        ways = []
        for index, item in enumerate(optional):
            inner = item.item if isinstance(item, Maybe) else item
            outer = optional[:index] if before else optional[index + 1 :]
            row = [*outer, inner] if before else [inner, *outer]
            ways.append("".join(self.element(part, reverse=reverse, after=None) for part in row))
        return f"(?:{'|'.join([*ways, end])})"

    def element(self, element: Element, *, reverse: bool, after: frozenset[str] | None) -> str:
        """One element; `after` is what the element before it can end with."""
        match element:
            case Literal(text):
                return _literal(text)
            case Maybe(item):
                # No text at all is the shortest run, so it is tried first.
                lazy = "?" if isinstance(item, Hole) and "text" in item.names else ""
                return f"(?:{self.element(item, reverse=reverse, after=after)})?{lazy}"
            case Choice(options):
                ways = (self.element(option, reverse=reverse, after=after) for option in options)
                return f"(?:{'|'.join(ways)})"
            case Series(items):
                written = []
                for item in items:
                    written.append(self.element(item, reverse=reverse, after=after))
                    chars, empty = edge(item, self.names, last=True)
                    after = chars | (after or frozenset()) if empty else chars
                return "".join(written)
            case Hole():
                return self._hole(element, reverse, after)

    def _hole(self, hole: Hole, reverse: bool, after: frozenset[str] | None) -> str:
        options = []
        points = points_of(hole)
        if points:
            options.append(self._group(hole, _class(points), None))
        for name in hole.names:
            if name in WORD_HOLES:
                options.append(self._group(hole, _word_hole(hole, name), None))
            elif name not in KINDS:
                options += self._listed(hole, name, reverse, after)
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _listed(self, hole: Hole, name: str, reverse: bool, after: frozenset[str] | None) -> list[str]:
        """The words of a lexicon. One character has to be a word of its own; longer ones the
        segmenter may have joined to what stands before them."""
        words = self.names.lexicons[name].words
        long = tuple(word for word in words if len(word) > 1)
        short = tuple(word for word in words if len(word) == 1)
        options = []
        if long:
            options.append(f"{_MARK}?{self._group(hole, _word_list(long, reverse=reverse), name)}")
        if short:
            options.append(_word_start(after) + self._group(hole, _class(short), name))
        return options

    def _group(self, hole: Hole, inner: str, lexicon: str | None) -> str:
        slot = hole.full_slot
        if slot is None:
            return f"(?:{inner})"
        self.groups.append((slot, lexicon))
        return f"({inner})"


def _all_optional(items: Iterable[Element]) -> bool:
    return all(isinstance(item, Maybe) for item in items)


def _ends_in_word(element: Element) -> bool:
    return isinstance(element, Hole) and not kinds_of(element) and not set(element.names) & WORD_HOLES


@functools.lru_cache(maxsize=4096)
def _literal(text: str) -> str:
    return "".join(
        char if char in PUNCTUATION and char not in "()?|" else f"{_MARK}?{regex.escape(char)}"
        for char in text
    )


def _word_start(after: frozenset[str] | None) -> str:
    """A listed word begins where a word of the text begins, or right behind the rule's own characters."""
    own = sorted(char for char in after or () if char != PLAIN and char not in ALL_POINTS)
    return f"(?:{_MARK}|(?<={_class(own)}))" if own else _MARK


def _word_hole(hole: Hole, name: str) -> str:
    if name == "noun":
        return NOUN_PHRASE
    if name == "verb":
        return VERB_GROUP
    if name == "clause":
        return CLAUSE
    return f"{_MARK}{_PLAIN}(?:{_MARK}?{_PLAIN}){{{hole.low - 1},{hole.high - 1}}}?(?!{_PLAIN})"


@functools.lru_cache(maxsize=256)
def _word_list(words: tuple[str, ...], *, reverse: bool) -> str:
    """Words as a tree of their beginnings, or endings where matching runs backwards; longest first."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in reversed(word) if reverse else word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _ends(tree) if reverse else _beginnings(tree)


def _beginnings(tree: dict[str, dict[str, object]]) -> str:
    """A tree of beginnings in, an expression out; characters that go on alike share a class."""
    alike: dict[str, list[str]] = {}
    for char, below_it in sorted(tree.items()):
        if char:
            rest = _beginnings(below_it) if below_it.keys() - {""} else ""  # type: ignore[arg-type]
            more = f"(?:{_MARK}?{rest}){'?' if '' in below_it else ''}" if rest else ""
            alike.setdefault(more, []).append(char)
    ways = [_class(chars) + more for more, chars in alike.items()]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _ends(tree: dict[str, dict[str, object]]) -> str:
    """A tree of endings in, read from the last character, an expression out."""
    alike: dict[str, list[str]] = {}
    for char, above in sorted(tree.items()):
        if char:
            rest = _ends(above) if above.keys() - {""} else ""  # type: ignore[arg-type]
            more = f"(?:{rest}{_MARK}?){'?' if '' in above else ''}" if rest else ""
            alike.setdefault(more, []).append(char)
    ways = [more + _class(chars) for more, chars in alike.items()]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def longest_prefix(element: Element, names: Names, string: str) -> tuple[int, tuple[int, int] | None]:
    """How many of a pattern's leading elements fit somewhere in an encoded sentence, and where.

    Used to tell the author of a failing rule how far it got; slow and only for that.
    """
    items = _items(element)
    for count in range(len(items), 0, -1):
        emitter = Emitter(names)
        pattern = "".join(emitter.series(items[:count], reverse=False, open_left=False, open_right=False))
        found = regex.search(pattern, string)
        if found and found.end() > found.start():
            return count, found.span()
    return 0, None
