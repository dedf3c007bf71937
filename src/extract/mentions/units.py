"""Data files in, unit tables out: every word that may stand behind a numeral, by first character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from extract.datafiles import read_data

_CODE_LENGTH: Final = 3
_PRECISION: Final = Context(prec=20)
_WIDE: Final = Context(prec=200)
"""Holds every number of a text times every factor without rounding."""


@dataclass(slots=True, eq=False)
class Unit:
    """One unit or measure word: its label in the output, kind of figure, and size in SI.

    `part` is what share of the currency's unit it is (角 is 10); `flags` hold where it is read.
    """

    surface: str
    label: str | None
    kind: str
    factor: Fraction | None = None
    si_unit: str | None = None
    shift: Fraction = Fraction(0)
    part: int = 1
    flags: frozenset[str] = frozenset()


def measured(
    unit: Unit, value: Decimal | None, region: str
) -> tuple[str | None, Decimal | None, str | None, bool]:
    """What a figure in a unit is labelled, its size in SI where it has one, and whether the unit is local.

    Outside the mainland a bare 元 or 斤 means another one: it keeps its word and has no size.
    """
    if region != "CN" and "CN" in unit.flags:
        return unit.surface, None, None, True
    if unit.factor is None or value is None:
        return unit.label, None, None, False
    return unit.label, si_value(unit, value), unit.si_unit, False


def si_value(unit: Unit, value: Decimal) -> Decimal | None:
    """A value in a unit in, its SI value out, to 20 digits where it does not end."""
    if unit.factor is None:
        return None
    times, over = unit.factor.as_integer_ratio()
    size = _WIDE.multiply(value, times)
    if unit.shift:
        plus, part = unit.shift.as_integer_ratio()
        size, over = _WIDE.add(_WIDE.multiply(size, part), plus * over), over * part
    size = _PRECISION.divide(size, over)
    if size == size.to_integral_value():
        return Decimal(int(size))
    return size.normalize(_PRECISION)


@cache
def unit_table() -> dict[str, tuple[Unit, ...]]:
    """All units by their first character, longest surface first."""
    table: dict[str, list[Unit]] = {}
    seen: set[str] = set()
    for unit in (*_read_currencies(), *_read_units("measures.txt"), *_read_units("units.txt")):
        if unit.surface not in seen:
            seen.add(unit.surface)
            table.setdefault(unit.surface[0], []).append(unit)
    return {c: tuple(sorted(units, key=lambda u: -len(u.surface))) for c, units in table.items()}


@cache
def currency_marks() -> dict[str, tuple[str, bool]]:
    """What stands in front of an amount: mark or name, to (ISO code, whether it is a sign)."""
    marks: dict[str, tuple[str, bool]] = {}
    for line in data_lines("currencies.txt"):
        head, names = line.split(maxsplit=1)
        if head.endswith("<"):
            marks.update((sign, (head[:-1], True)) for sign in names.split())
        elif head.endswith(":") and "/" not in head and head != "-:":
            marks.update((name, (head[:-1], False)) for name in names.split() if len(name) > 1)
    lowered = {mark.lower(): meaning for mark, meaning in marks.items() if mark.isascii()}
    return lowered | marks


@cache
def unit_words() -> frozenset[str]:
    """Words that begin like a unit and are none (项目, 位数, 成立), with `-` where one is after all."""
    return frozenset(word for line in data_lines("unit_words.txt") for word in line.split())


def begins_word(text: str, at: int) -> bool:
    """Whether the unit character at `at` begins another word: 群 in 10万群众, not 种 in 12种植物."""
    words = unit_words()
    return text[at : at + 2] in words and f"-{text[at : at + 3]}" not in words


@cache
def part_table() -> dict[str, dict[str, int]]:
    """Smaller units that may follow a unit, and how many of them it holds."""
    table = {}
    for line in data_lines("unit_parts.txt"):
        unit, *parts = line.split()
        table[unit] = {part: int(size) for part, size in zip(parts[::2], parts[1::2], strict=True)}
    return table


@cache
def currency_ends() -> frozenset[str]:
    """The last characters of what may stand in front of an amount."""
    return frozenset(mark[-1] for mark in currency_marks())


def data_lines(name: str) -> Iterator[str]:
    """The lines of a data file without comments and blank lines."""
    for line in read_data(name).splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def _read_currencies() -> Iterator[Unit]:
    for line in data_lines("currencies.txt"):
        head, names = line.split(maxsplit=1)
        if head.endswith("<"):
            for sign in names.split():
                if len(sign) == 1:  # 20$
                    yield Unit(sign, head[:-1], "money", flags=frozenset({"arabic"}))
            continue
        code, _, part = head[:-1].partition("/")
        local = frozenset({"CN"}) if head.endswith(">") else frozenset[str]()
        for name in names.split():
            yield Unit(name, name if code == "-" else code, "money", part=int(part or 1), flags=local)
            if name.isascii() and len(name) == _CODE_LENGTH:
                yield Unit(name.lower(), name, "money", flags=frozenset({"latin"}))


def _read_units(name: str) -> Iterator[Unit]:
    kind = ""
    for line in data_lines(name):
        if line.startswith("["):
            kind = line[1:-1]
            continue
        words = line.split()
        flags = frozenset(w[1:] for w in words if w.startswith("@"))
        words = [w for w in words if not w.startswith("@")]
        factor, shift, si_unit, label = None, Fraction(0), None, ""
        if "*" in words:
            star = words.index("*")
            size = words[star + 1 :]
            words = words[:star]
            factor, si_unit = Fraction(size[0]), size[1]
            if "+" in size:
                shift, si_unit = Fraction(size[3]), "K"
        if "=" in words:
            words, label = words[: words.index("=")], words[-1]
        for word in words:
            own = None if label == "-" else label or word
            yield Unit(word, own, kind, factor, si_unit, shift, flags=flags)
