"""A sentence with holes in, a tree of its elements out, each knowing where it was written.

The language has literals, `<kind>`, `<slot:name | name>`, `<slot:text 1..12>`, `( a | b )` and
`x?`, and nothing that can run away: no repetition, no negation, no reference back. The text is
folded like a document before it is read, so that a rule may be written in either script and
with full-width signs; folding keeps lengths, so columns stay true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 24
_SIGNS: Final = "<>()|?"


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters that have to stand there."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for one thing of these names, into `slot` (None: read only)."""

    slot: str | None
    names: tuple[str, ...]
    at: int
    width: int
    low: int = 0
    high: int = 0
    prefix: str = ""

    @property
    def full_slot(self) -> str | None:
        """The slot with the prefix of the shape around it: `before.households`."""
        return None if self.slot is None else self.prefix + self.slot


@dataclass(frozen=True, slots=True)
class Series:
    """Elements one after the other."""

    items: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several elements."""

    options: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """An element that may be missing."""

    item: Element


Element = Literal | Hole | Series | Choice | Maybe


class PatternError(ValueError):
    """A pattern that cannot be read: where, why, and what to write."""

    def __init__(
        self, at: int, width: int, message: str, hint: str | None = None, code: str = "R112"
    ) -> None:
        super().__init__(message)
        self.at, self.width, self.message, self.hint, self.code = at, width, message, hint, code


def parse_pattern(text: str, fold: Callable[[str], str] = str) -> Element:
    """A pattern in, its tree out; `fold` is what documents are folded with.

    >>> show(parse_pattern("<before.time:date>? <before:amount> (<fall>|<rise>)?"))
    '<before.time:date>? <before:amount> (<fall>|<rise>)?'
    """
    folded = fold(text)
    reader = _Reader(folded if len(folded) == len(text) else text)
    element = reader.read_choice()
    if reader.at < len(reader.text):
        raise PatternError(reader.at, 1, "a ')' without its '('", "take it out")
    if isinstance(element, Series) and not element.items:
        raise PatternError(0, 1, "an empty pattern", "write the words of the sentence")
    return element


def show(element: Element) -> str:
    """A tree in, the pattern it was read from out, with single spaces."""
    match element:
        case Literal(text):
            return text
        case Hole():
            names = " | ".join(element.names)
            span = f" {element.low}..{element.high}" if element.high else ""
            return f"<{element.full_slot}:{names}{span}>" if element.slot else f"<{names}{span}>"
        case Series(items):
            shown = [f"({show(item)})" if isinstance(item, Series) else show(item) for item in items]
            return " ".join(shown)
        case Choice(options):
            return "(" + "|".join(show(option) for option in options) + ")"
        case Maybe(item):
            inner = show(item)
            plain = isinstance(item, Hole | Choice) or (isinstance(item, Literal) and len(item.text) == 1)
            return inner + "?" if plain else f"({inner})?"


def holes(element: Element) -> Iterator[Hole]:
    """A tree in, its holes out, in the order written."""
    match element:
        case Hole():
            yield element
        case Series(parts) | Choice(parts):
            for part in parts:
                yield from holes(part)
        case Maybe(item):
            yield from holes(item)


class _Reader:
    """Reads one pattern by descent; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def read_choice(self) -> Element:
        options = [self.read_series()]
        while self.at < len(self.text) and self.text[self.at] == "|":
            bar = self.at
            self.at += 1
            options.append(self.read_series())
            if not _filled(options[-1]) or not _filled(options[-2]):
                raise PatternError(
                    bar, 1, "nothing stands on one side of '|'", "write x? for a word that may be missing"
                )
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def read_series(self) -> Element:
        items: list[Element] = []
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign.isspace():
                self.at += 1
            elif sign in "|)":
                break
            elif sign == "(":
                items.append(self.read_group())
            elif sign == "<":
                items.append(self.read_hole())
            elif sign == "?":
                items.append(self.read_maybe(items))
            elif sign == ">":
                raise PatternError(self.at, 1, "a '>' without its '<'", "take it out")
            elif sign in "*+\\^$[]{}":
                raise PatternError(
                    self.at,
                    1,
                    f"{sign!r} is not part of the language",
                    "write ( a | b ), x? or a hole like <slot:kind>",
                )
            else:
                items.append(Literal(sign, self.at))
                self.at += 1
        merged = _join_literals(items)
        return merged[0] if len(merged) == 1 else Series(tuple(merged))

    def read_group(self) -> Element:
        opened = self.at
        self.at += 1
        self.depth += 1
        if self.depth > 12:
            raise PatternError(
                opened, 1, "brackets nested too deep", "give the inner part a name in shapes.yaml"
            )
        inner = self.read_choice()
        if self.at >= len(self.text):
            raise PatternError(opened, 1, "a '(' without its ')'", "close it")
        self.at += 1
        self.depth -= 1
        if not _filled(inner):
            raise PatternError(opened, self.at - opened, "empty brackets", "take them out")
        # A bracketed literal stays one element, so that (ab)? is optional as a whole.
        return Choice((inner,)) if isinstance(inner, Literal) else inner

    def read_maybe(self, items: list[Element]) -> Element:
        if not items or isinstance(items[-1], Maybe):
            raise PatternError(self.at, 1, "a '?' has to follow what may be missing", "write x? or (a|b)?")
        self.at += 1
        return Maybe(items.pop())

    def read_hole(self) -> Hole:
        opened = self.at
        closed = self.text.find(">", opened)
        if closed < 0:
            raise PatternError(opened, 1, "a '<' without its '>'", "close it")
        inside = self.text[opened + 1 : closed]
        self.at = closed + 1
        width = closed + 1 - opened
        slot, colon, rest = inside.partition(":")
        if not colon:
            slot, rest = "", inside
        names = tuple(" ".join(name.split()) for name in rest.split("|"))
        if not all(names) or (colon and not slot.strip()):
            raise PatternError(opened, width, "a hole without a name", "write <kind> or <slot:kind>")
        low, high = 0, 0
        if len(names) == 1 and " " in names[0]:
            word, _, span = names[0].partition(" ")
            low, high = self.read_span(span, opened, width)
            names = (word,)
        if any(" " in name or set(name) & set(_SIGNS) for name in names):
            raise PatternError(
                opened, width, f"{rest.strip()!r} is no name", "write <slot:name> or <slot:name | name>"
            )
        if names == ("text",) and not high:
            raise PatternError(
                opened, width, "text without a length", "write how long it may be: <slot:text 1..12>"
            )
        if high and names != ("text",):
            raise PatternError(opened, width, f"{names[0]!r} takes no length", f"write <slot:{names[0]}>")
        return Hole(slot.strip() or None, names, opened, width, low, high)

    def read_span(self, span: str, at: int, width: int) -> tuple[int, int]:
        low, dots, high = span.replace(" ", "").partition("..")
        if not dots or not (low.isascii() and high.isascii() and low.isdigit() and high.isdigit()):
            raise PatternError(at, width, f"{span!r} is no length", "write two numbers: 1..12")
        if not 1 <= int(low) <= int(high) <= LONGEST_TEXT:
            hint = f"write two numbers from 1 to {LONGEST_TEXT}: 1..12"
            raise PatternError(at, width, f"a text of {low} to {high} characters", hint, "R114")
        return int(low), int(high)


def _filled(element: Element) -> bool:
    return not (isinstance(element, Series) and not element.items)


def _join_literals(items: list[Element]) -> list[Element]:
    """Single characters in a row become one literal; those before `?` were taken out already."""
    joined: list[Element] = []
    for item in items:
        if isinstance(item, Literal) and joined and isinstance(joined[-1], Literal):
            joined[-1] = Literal(joined[-1].text + item.text, joined[-1].at)
        else:
            joined.append(item)
    return joined
