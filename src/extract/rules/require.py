"""A match in, whether it keeps the conditions of its rule out: a closed list, no code in packs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from extract.spans import Date, Figure, Slot

Slots = Mapping[str, Slot]
Headers = Mapping[str, Mapping[str, str]]
_PARTS: Final = ("households", "people", "quantity")
_ENDS: Final = tuple((f"before.{part}", f"after.{part}") for part in _PARTS)
_COUNTS: Final = tuple(
    (f"{prefix}households", f"{prefix}people") for prefix in ("", "before.", "after.", "delta.")
)


def _pairs(slots: Slots) -> list[tuple[Figure, Figure]]:
    """Before and after of the same part, where both stand."""
    found = []
    for first, last in _ENDS:
        before, after = slots.get(first), slots.get(last)
        if before and after and isinstance(before.mention, Figure) and isinstance(after.mention, Figure):
            found.append((before.mention, after.mention))
    return found


def _ends_match(slots: Slots) -> bool:
    """Whether both ends hold the same parts (a lone before or after is no contradiction)."""
    some_before = some_after = False
    for before, after in _ENDS:
        if before in slots and after in slots:
            return True
        some_before = some_before or before in slots
        some_after = some_after or after in slots
    return not (some_before and some_after)


def same_unit(slots: Slots, headers: Headers) -> bool:
    """Both ends of a change count in one unit, or in units of one dimension (hours, minutes)."""
    return _ends_match(slots) and all(
        before.unit == after.unit
        or (before.si_unit is not None and before.si_unit == after.si_unit)
        or (before.kind == after.kind == "people")
        or (after.unit is None and after.value == 0)  # a share that falls to 0 loses its sign
        for before, after in _pairs(slots)
    )


def same_kind(slots: Slots, headers: Headers) -> bool:
    """Both ends of a change are of one kind: money and money, percent and percent."""
    return _ends_match(slots) and all(before.kind == after.kind for before, after in _pairs(slots))


def direction_agrees(slots: Slots, headers: Headers) -> bool:
    """The word for the movement does not contradict the figures: a fall does not end higher."""
    word = slots.get("action")
    direction = headers.get(word.lexicon or "", {}).get("direction") if word else None
    if direction not in ("rise", "fall"):
        return True
    for before, after in _pairs(slots):
        both_si = before.si_value is not None and after.si_value is not None
        low, high = (before.si_value, after.si_value) if both_si else (_size(before), _size(after))
        if low is None or high is None or low == high or not (both_si or before.unit == after.unit):
            continue
        if (high > low) != (direction == "rise"):
            return False
    return True


_RELATIVE: Final = frozenset({"percent", "points", "multiple", "number"})


def delta_fits(slots: Slots, headers: Headers) -> bool:
    """What is added or taken away is counted like the ends, or is a share of them."""
    moves = _figures_of("delta", slots)
    for end in ("before", "after"):
        levels = _figures_of(end, slots)
        for part, moved in moves.items():
            level = levels.get(part)
            if levels and moved.kind not in _RELATIVE and (level is None or level.unit != moved.unit):
                return False
    return True


def _figures_of(end: str, slots: Slots) -> dict[str, Figure]:
    found = {part: slots[f"{end}.{part}"].mention for part in _PARTS if f"{end}.{part}" in slots}
    return {part: figure for part, figure in found.items() if isinstance(figure, Figure)}


def people_above_households(slots: Slots, headers: Headers) -> bool:
    """People are at least as many as the households they live in."""
    for first, second in _COUNTS:
        households, people = slots.get(first), slots.get(second)
        if households and people:
            few, many = _size(households.mention), _size(people.mention)
            if few is not None and many is not None and many < few:
                return False
    return True


_LARGEST_FAMILY: Final = 12


def family_sized(slots: Slots, headers: Headers) -> bool:
    """There are as many people to a household as families have: one to twelve."""
    for first, second in _COUNTS:
        households, people = slots.get(first), slots.get(second)
        if households and people:
            few, many = _size(households.mention), _size(people.mention)
            if few is not None and many is not None and not few <= many <= few * _LARGEST_FAMILY:
                return False
    return True


def times_in_order(slots: Slots, headers: Headers) -> bool:
    """The time of the before does not come after that of the after."""
    before, after = slots.get("before.time"), slots.get("after.time")
    first = before.mention if before else None
    second = after.mention if after else None
    if not isinstance(first, Date) or not isinstance(second, Date) or not first.edtf or not second.edtf:
        return True
    return first.edtf[:4] <= second.edtf[:4]


def _size(mention: object) -> Decimal | None:
    """What a figure comes to in its own unit; of a range, where it begins."""
    if not isinstance(mention, Figure):
        return None
    return mention.value if mention.value is not None else mention.low


REQUIREMENTS: Final[dict[str, tuple[str, Callable[[Slots, Headers], bool]]]] = {
    "same-unit": ("before and after have one unit, or units of one dimension", same_unit),
    "same-kind": ("before and after are of one kind", same_kind),
    "direction-agrees": ("a rise ends higher, a fall lower, as far as the figures tell", direction_agrees),
    "delta-fits": ("the movement is counted like the ends, or as a share of them", delta_fits),
    "people-above-households": ("there are no fewer people than households", people_above_households),
    "family-sized": ("there are one to twelve people to a household", family_sized),
    "times-in-order": ("the before is not later than the after", times_in_order),
}
"""Everything a rule can require, with its meaning."""
