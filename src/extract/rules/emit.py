"""Pattern elements in, the text of regular expressions out, over the marks and points of an encoded sentence.

Between any two characters of a word a mark may stand, where the segmenter cut it; word lists
become trees of their beginnings. What stands left of a figure is read from the figure on, so it is written
mirrored, for the sentence read from its end.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from extract.rules.encode import ALL_MARKS, ALL_POINTS, KIND_POINTS, PUNCTUATION, marks_with
from extract.rules.expand import NOUN_MODIFIERS, Names, edge, kinds_of, points_of, series_edge
from extract.rules.kinds import KINDS, PLAIN, WORD_HOLES
from extract.rules.pattern import Choice, Element, Hole, Literal, Maybe, Series
from extract.spans import ADJECTIVE, ADVERB, NOUN, VERB

_CLAUSE_ENDS: Final = ",;:!?\u3002"
_OF: Final = "\u7684"  # the particle between a modifier and its noun


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


_MARK: Final = _class(ALL_MARKS)
_PLAIN: Final = _class([*ALL_MARKS, *ALL_POINTS, *PUNCTUATION], negated=True)
_WORDS: Final = _class([*ALL_POINTS, *PUNCTUATION], negated=True)
_NAME_POINTS: Final = _class(KIND_POINTS[kind] for kind in NOUN_MODIFIERS)
_BEGINNINGS: Final = f"[{ALL_MARKS}{ALL_POINTS}]"
_WORD_END: Final = {False: f"(?!{_PLAIN})", True: f"(?<!{_PLAIN})"}
"""No plain character behind; by whether the expression is mirrored, as all below."""


def _row(parts: Iterable[str], mirrored: bool) -> str:
    """Parts of an expression in their order in the text in, the expression out."""
    ordered = list(parts)
    return "".join(reversed(ordered) if mirrored else ordered)


def _word_of(classes: Sequence[int], mirrored: bool) -> str:
    """A word of one of these classes, or the beginning of one."""
    return _row((_class(marks_with(*classes)), f"{_PLAIN}+"), mirrored)


def _noun_phrase(mirrored: bool) -> str:
    modifier = f"(?:{_word_of((NOUN, ADJECTIVE), mirrored)}|{_NAME_POINTS})"
    owned = _row((f"{modifier}{{1,3}}", f"{_MARK}?", _OF, f"{modifier}{{0,2}}"), mirrored)
    noun = _row((_word_of((NOUN,), mirrored), _WORD_END[mirrored]), mirrored)
    return _row((f"(?:{owned}|{modifier}{{0,5}})", noun), mirrored)


def _verb_group(mirrored: bool) -> str:
    adverb, verb = (f"(?:{_word_of((bit,), mirrored)})" for bit in (ADVERB, VERB))
    return _row((f"{adverb}{{0,2}}", f"{verb}{{1,3}}", _WORD_END[mirrored]), mirrored)


def _clause(mirrored: bool) -> str:
    begins = f"(?<={_BEGINNINGS})" if mirrored else f"(?={_BEGINNINGS})"
    return _row((begins, f"{_class(_CLAUSE_ENDS, negated=True)}{{1,200}}"), mirrored)


_NOUN_PHRASE, _VERB_GROUP, _CLAUSE = (
    {mirrored: make(mirrored) for mirrored in (False, True)} for make in (_noun_phrase, _verb_group, _clause)
)


class Emitter:
    """Writes elements as regular expressions, counting the groups it opens."""

    def __init__(self, names: Names, *, mirrored: bool = False) -> None:
        self.names = names
        self.mirrored = mirrored
        self.groups: list[tuple[str, str | None]] = []

    def series(self, items: Sequence[Element], *, is_open: bool) -> str:
        """Elements in a row; the end that is read last is open where it is the pattern's own edge."""
        texts = [index for index, item in enumerate(items) if isinstance(item, Hole) and "text" in item.names]
        first, last = 0, len(items)
        outside: Sequence[Element] | None = None
        if is_open and texts and self.mirrored and _all_optional(items[: texts[0]]):
            first, outside = texts[0], items[: texts[0]]
        elif is_open and texts and not self.mirrored and _all_optional(items[texts[-1] + 1 :]):
            last, outside = texts[-1] + 1, items[texts[-1] + 1 :]
        written = []
        for index in self._ordered(range(first, last)):
            prior = series_edge(items[:index], self.names, last=True)[0] if index else None
            written.append(self.element(items[index], after=prior))
        if outside is not None:
            written.append(self._edge(outside))
        elif is_open and not self.mirrored and items and _ends_in_word(items[-1]):
            written.append(_WORD_END[False])
        return "".join(written)

    def _ordered(self, numbers: range) -> range:
        """Places in a row in the order in which they are written: groups are counted in that order."""
        return numbers[::-1] if self.mirrored else numbers

    def _edge(self, optional: Sequence[Element]) -> str:
        """What stands outside a text at the pattern's edge: some of these, or the clause's edge."""
        ways = []
        for index, item in enumerate(optional):
            inner = item.item if isinstance(item, Maybe) else item
            row = [*optional[:index], inner] if self.mirrored else [inner, *optional[index + 1 :]]
            ways.append("".join(self.element(row[at], after=None) for at in self._ordered(range(len(row)))))
        return f"(?:{'|'.join([*ways, f'(?!{_WORDS})'])})"

    def element(self, element: Element, *, after: frozenset[str] | None) -> str:
        """One element; `after` is what the element before it in the text can end with."""
        match element:
            case Literal(text):
                return _literal(text, self.mirrored)
            case Maybe(item):
                # No text at all is the shortest run, so it is tried first.
                lazy = "?" if isinstance(item, Hole) and "text" in item.names else ""
                return f"(?:{self.element(item, after=after)})?{lazy}"
            case Choice(options):
                ways = (self.element(option, after=after) for option in options)
                return f"(?:{'|'.join(ways)})"
            case Series(items):
                priors = [after]
                for item in items:
                    chars, empty = edge(item, self.names, last=True)
                    priors.append(chars | (priors[-1] or frozenset()) if empty else chars)
                order = self._ordered(range(len(items)))
                return "".join(self.element(items[index], after=priors[index]) for index in order)
            case Hole():
                return self._hole(element, after)

    def _hole(self, hole: Hole, after: frozenset[str] | None) -> str:
        options = []
        points = points_of(hole)
        if points:
            options.append(self._group(hole, _class(points), None))
        for name in hole.names:
            if name in WORD_HOLES:
                options.append(self._group(hole, _word_hole(hole, name, self.mirrored), None))
            elif name not in KINDS:
                options += self._listed(hole, name, after)
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _listed(self, hole: Hole, name: str, after: frozenset[str] | None) -> list[str]:
        """The words of a lexicon. One character has to be a word of its own; longer ones the
        segmenter may have joined to what stands before them."""
        words = self.names.lexicons[name].words
        long = tuple(word for word in words if len(word) > 1)
        short = tuple(word for word in words if len(word) == 1)
        options = []
        if long:
            word = self._group(hole, _word_list(long, self.mirrored), name)
            options.append(_row((f"{_MARK}?", word), self.mirrored))
        if short:
            word = self._group(hole, _class(short), name)
            options.append(_row((_word_start(after, self.mirrored), word), self.mirrored))
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
def _literal(text: str, mirrored: bool) -> str:
    return _row((_literal_character(char, mirrored) for char in text), mirrored)


def _literal_character(char: str, mirrored: bool) -> str:
    if char in PUNCTUATION and char not in "()?|":
        return char
    return _row((f"{_MARK}?", re.escape(char)), mirrored)


def _word_start(after: frozenset[str] | None, mirrored: bool) -> str:
    """A listed word begins where a word of the text begins, or right behind the rule's own characters."""
    own = sorted(char for char in after or () if char != PLAIN and char not in ALL_POINTS)
    return f"(?:{_MARK}|(?{'' if mirrored else '<'}={_class(own)}))" if own else _MARK


def _word_hole(hole: Hole, name: str, mirrored: bool) -> str:
    if name == "noun":
        return _NOUN_PHRASE[mirrored]
    if name == "verb":
        return _VERB_GROUP[mirrored]
    if name == "clause":
        return _CLAUSE[mirrored]
    more = _row((f"{_MARK}?", _PLAIN), mirrored)
    counted = f"(?:{more}){{{hole.low - 1},{hole.high - 1}}}?"
    return _row((_MARK, _PLAIN, counted, _WORD_END[mirrored]), mirrored)


@functools.lru_cache(maxsize=256)
def _word_list(words: tuple[str, ...], mirrored: bool) -> str:
    """Words as a tree of their beginnings in the order in which they are read; longest first."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in reversed(word) if mirrored else word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _beginnings(tree)


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
