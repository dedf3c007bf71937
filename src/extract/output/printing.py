"""A plain result in, its JSON out, each value checked against the table of the models as it is printed.

The same bytes as `Result.model_validate(plain).model_dump_json()` without pydantic, whose import takes
longer than reading a bulletin. What no model allows raises `ShapeError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

try:
    from _json import encode_basestring  # the part of `json` that is wanted, without all of it
except ImportError:
    from json.encoder import encode_basestring

from extract.output.shape import OBJECTS
from extract.patterns import pattern_of

NEEDS: Final = {"Count": ("households", "people", "quantity"), "Change": ("before", "after", "delta")}
"""Objects that have to have one of these fields."""

OUTSIDE: Final = {"Document": ("source", "url")}
"""Strings that the caller gives; what no bulletin contains is replaced in them."""

_UNPRINTABLE = pattern_of("[\\ud800-\\udfff\\ue000-\\uf8ff\\U000f0000-\\U0010ffff]")
_STEP: Final = "  "
_ROWS: Final = (tuple, list)


class ShapeError(ValueError):
    """A value that no model allows in its place."""


class Kind:
    """What may stand in one place. `margin` is what a line begins with there, empty for compact JSON."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        """Return the JSON of a value."""
        raise NotImplementedError


class Text(Kind):
    """A string."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if type(value) is not str:
            raise ShapeError(f"{value!r} is no string")
        return encode_basestring(value)


class Outside(Kind):
    """A path or address, its surrogates and private-use characters as U+FFFD."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if type(value) is not str:
            raise ShapeError(f"{value!r} is no string")
        return encode_basestring(_UNPRINTABLE.sub("\ufffd", value))


class Like(Kind):
    """A string that a pattern matches."""

    __slots__ = ("pattern",)

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern_of(pattern)

    def print(self, value: Any, margin: str) -> str:
        if type(value) is not str or not self.pattern.fullmatch(value):
            raise ShapeError(f"{value!r} is not like {self.pattern.pattern}")
        return encode_basestring(value)


class One(Kind):
    """One of some words."""

    __slots__ = ("words",)

    def __init__(self, words: Sequence[str]) -> None:
        self.words = {word: encode_basestring(word) for word in words}

    def print(self, value: Any, margin: str) -> str:
        printed = self.words.get(value) if isinstance(value, str) else None
        if printed is None:
            raise ShapeError(f"{value!r} is none of {', '.join(self.words)}")
        return printed


class Number(Kind):
    """A finite Decimal or an int, printed to its last digit and without exponent."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if type(value) is int:
            return f"{Decimal(value):f}"
        if type(value) is not Decimal or not value.is_finite():
            raise ShapeError(f"{value!r} is no exact number")
        digits = f"{value:f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        return digits if value else "0"


class Flag(Kind):
    """True or false."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if type(value) is not bool:
            raise ShapeError(f"{value!r} is neither true nor false")
        return "true" if value else "false"


class Span(Kind):
    """Two offsets, on one line."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if not isinstance(value, _ROWS) or len(value) != 2:
            raise ShapeError(f"{value!r} is no span")
        start, end = value
        if type(start) is not int or type(end) is not int:
            raise ShapeError(f"{value!r} is no span")
        return f"[{start}, {end}]" if margin else f"[{start},{end}]"


class Maybe(Kind):
    """A value of a kind, or none."""

    __slots__ = ("kind",)

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def print(self, value: Any, margin: str) -> str:
        return "null" if value is None else self.kind.print(value, margin)


class MaybeText(Kind):
    """A string, or none: most fields are one."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        if value is None:
            return "null"
        if type(value) is not str:
            raise ShapeError(f"{value!r} is no string")
        return encode_basestring(value)


class Either(Kind):
    """A string or a number."""

    __slots__ = ()

    def print(self, value: Any, margin: str) -> str:
        return encode_basestring(value) if type(value) is str else _NUMBER.print(value, margin)


class Many(Kind):
    """Values of one kind in a row."""

    __slots__ = ("kind",)

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def print(self, value: Any, margin: str) -> str:
        if not isinstance(value, _ROWS):
            raise ShapeError(f"{value!r} is no row of values")
        inner = margin and margin + _STEP
        printer = self.kind.print
        return _enclose("[", [printer(one, inner) for one in value], "]", margin, inner)


class Table(Kind):
    """Values of one kind by their names."""

    __slots__ = ("kind",)

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def print(self, value: Any, margin: str) -> str:
        if not isinstance(value, dict):
            raise ShapeError(f"{value!r} is no table")
        inner = margin and margin + _STEP
        joint = ": " if margin else ":"
        printer = self.kind.print
        parts = [_TEXT.print(name, inner) + joint + printer(one, inner) for name, one in value.items()]
        return _enclose("{", parts, "}", margin, inner)


class Tagged(Kind):
    """An object whose kind one of its fields tells."""

    __slots__ = ("kinds", "tag")

    def __init__(self, tag: str, kinds: Mapping[str, Kind]) -> None:
        self.tag = tag
        self.kinds = kinds

    def print(self, value: Any, margin: str) -> str:
        tag = value.get(self.tag) if isinstance(value, dict) else value
        kind = self.kinds.get(tag) if isinstance(tag, str) else None
        if kind is None:
            raise ShapeError(f"{tag!r} is no {self.tag}")
        return kind.print(value, margin)


_Field = tuple[str, Kind, str | None]
"""A field: its name, its kind and its default as printed."""

_Step = tuple[str, str, Callable[[Any, str], str], bool]
"""What stands before a value, its field, what prints it, and whether a string is printed as it is."""

_Plan = tuple[tuple[_Step, ...], str]
"""How objects with the same fields are printed: their values, and what stands behind the last."""

_MOST_PLANS: Final = 500
"""Plans that an object keeps: one for each set of fields that it was ever printed with."""


class Object(Kind):
    """The fields of one model, in their order; a missing one is printed as its default, any other refused."""

    __slots__ = ("fields", "name", "needs", "plans")

    def __init__(self, name: str) -> None:
        self.name = name
        self.needs = NEEDS.get(name, ())
        self.fields: list[_Field] = []
        self.plans: dict[tuple[str, ...], _Plan] = {}

    def add_field(self, name: str, kind: Kind, *default: Any) -> None:
        """Add a field, that has to be there unless a default is given."""
        self.fields.append((name, kind, kind.print(default[0], "") if default else None))

    def print(self, value: Any, margin: str) -> str:
        if not isinstance(value, dict):
            raise ShapeError(f"{value!r} is no {self.name}")
        key = (margin, *value)
        plan = self.plans.get(key)
        if plan is None:
            if len(self.plans) >= _MOST_PLANS:
                self.plans.clear()
            plan = self.plans[key] = self._plan(value, margin)
        if self.needs:
            self._check_needs(value)
        inner = margin and margin + _STEP
        steps, end = plan
        parts = []
        for before, name, printer, textual in steps:
            parts.append(before)
            one = value[name]
            if textual and type(one) is str:  # half of all values: one call less for each
                parts.append(encode_basestring(one))
            else:
                parts.append(printer(one, inner))
        parts.append(end)
        return "".join(parts)

    def _check_needs(self, value: Mapping[str, Any]) -> None:
        for name in self.needs:
            if value.get(name) is not None:
                return
        raise ShapeError(f"a {self.name} needs one of {', '.join(self.needs)}")

    def _plan(self, value: Mapping[str, Any], margin: str) -> _Plan:
        """The steps to print an object with such fields: what it lacks is part of what stands between."""
        unknown = value.keys() - {name for name, _, _ in self.fields}
        if unknown:
            raise ShapeError(f"a {self.name} with fields of no {self.name}: {sorted(value)}")
        inner = margin and margin + _STEP
        colon = ": " if margin else ":"
        steps = []
        between = "{" + inner
        for name, kind, default in self.fields:
            between += encode_basestring(name) + colon
            if name in value:
                steps.append((between, name, kind.print, isinstance(kind, Text | MaybeText)))
                between = ""
            elif default is None:
                raise ShapeError(f"a {self.name} without {name!r}")
            else:
                between += default
            between += "," + inner
        return tuple(steps), between.removesuffix("," + inner) + margin + "}"


_TEXT: Final = Text()
_NUMBER: Final = Number()
_SIMPLE: Final[dict[str, Kind]] = {"text": _TEXT, "number": _NUMBER, "flag": Flag(), "span": Span()}


def _enclose(opening: str, parts: Sequence[str], closing: str, margin: str, inner: str) -> str:
    if not parts:
        return opening + closing
    return opening + inner + ("," + inner).join(parts) + margin + closing


@cache
def _result_kind() -> Kind:
    """Return the kind of a whole result, with all that it is made of."""
    objects = {name: Object(name) for name in OBJECTS}
    for name, fields in OBJECTS.items():
        outside = OUTSIDE.get(name, ())
        for field, kind, *default in fields:
            made = Maybe(Outside()) if field in outside else _kind(kind, objects)
            objects[name].add_field(field, made, *default)
    return objects["Result"]


def _kind(shape: Any, objects: Mapping[str, Kind]) -> Kind:
    """An entry of the table in, the kind that it means out."""
    if isinstance(shape, str):
        return _SIMPLE[shape]
    form, *rest = shape
    if form == "object":
        return objects[rest[0]]
    if form == "one":
        return One(rest)
    if form == "like":
        return Like(rest[0])
    if form == "tagged":
        return Tagged(rest[0], {tag: objects[name] for tag, name in rest[1].items()})
    if rest == ["text", "number"]:
        return Maybe(Either())
    if rest == ["text"] and form == "maybe":
        return MaybeText()
    inner = _kind(rest[0], objects)
    return Maybe(inner) if form == "maybe" else Many(inner) if form == "many" else Table(inner)


def print_result(plain: Mapping[str, Any], *, indented: bool = False) -> str:
    """Return the JSON text of a plain result: compact, or indented for people with each span on one line.

    >>> print_result({"document": {"id": "0" * 16}, "records": [{"type": "count"}], "made_by": {}})
    Traceback (most recent call last):
    ...
    extract.output.printing.ShapeError: a Count without 'id'
    """
    return _result_kind().print(plain, "\n" if indented else "")
