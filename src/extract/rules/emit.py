"""Pattern elements in, the text of regular expressions out, over the marks and points of an encoded sentence.

Between any two characters of a word a mark may stand, where the segmenter cut it; word lists
become trees of their beginnings, or of their endings where matching runs backwards.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from extract.rules.encode import ALL_MARKS, ALL_POINTS, KIND_POINTS, PUNCTUATION, marks_with
from extract.rules.expand import NOUN_MODIFIERS, Names, edge, kinds_of, points_of, series_edge
from extract.rules.kinds import KINDS, PLAIN, WORD_HOLES
from extract.rules.pattern import Choice, Element, Hole, Literal, Maybe, Series
from extract.spans import ADJECTIVE, ADVERB, NOUN, VERB

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
        char if char in PUNCTUATION and char not in "()?|" else f"{_MARK}?{re.escape(char)}" for char in text
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
