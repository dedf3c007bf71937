from __future__ import annotations

from decimal import Decimal

import pytest

from extract.rules.require import REQUIREMENTS
from extract.spans import Date, Figure, Slot

HEADERS = {"rise": {"direction": "rise"}, "fall": {"direction": "fall"}}


def slot(written: str, lexicon: str | None = None) -> Slot:
    """`5 人 people` or `2014` in, a slot out; `3 小时 duration 10800 s` has a size in seconds too."""
    parts = written.split()
    if len(parts) == 1:
        return Slot(0, 1, Date("date", 0, 1, 0, 1, edtf=written), lexicon)
    value, unit, kind, *si = parts
    figure = Figure(kind, 0, 1, 0, 1, value=Decimal(value), unit=unit)
    if si:
        figure.si_value, figure.si_unit = Decimal(si[0]), si[1]
    return Slot(0, 1, figure, lexicon)


def holds(name: str, action: str | None = None, **slots: str) -> bool:
    filled = {key.replace("_", "."): slot(value) for key, value in slots.items()}
    if action:
        filled["action"] = Slot(0, 1, None, action)
    return REQUIREMENTS[name][1](filled, HEADERS)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("5 家 count", "8 家 count", True),
        ("5 家 count", "8 个 count", False),
        ("5 名 people", "8 人 people", True),
        ("3 小时 duration 10800 s", "50 分钟 duration 3000 s", True),
        ("5 % percent", "8 元 money", False),
    ],
)
def test_ends_have_one_unit_or_one_dimension(before, after, same):
    part = "people" if "people" in before else "quantity"
    assert holds("same-unit", **{f"before_{part}": before, f"after_{part}": after}) is same


def test_ends_of_different_parts_are_not_alike():
    assert not holds("same-unit", before_people="5 人 people", after_quantity="8 个 count")


@pytest.mark.parametrize(
    ("action", "before", "after", "agrees"),
    [
        ("rise", "5 家 count", "8 家 count", True),
        ("fall", "5 家 count", "8 家 count", False),
        ("fall", "3 小时 duration 10800 s", "50 分钟 duration 3000 s", True),
        ("fall", "80 公里 measure", "35 公里 measure 35000 m", True),
        ("other", "5 家 count", "2 家 count", True),
    ],
)
def test_a_direction_does_not_contradict_the_figures(action, before, after, agrees):
    found = holds("direction-agrees", action, before_quantity=before, after_quantity=after)
    assert found is agrees


@pytest.mark.parametrize(
    ("level", "delta", "fits"),
    [
        ("100 张 count", "50 张 count", True),
        ("100 张 count", "50 % percent", True),
        ("38.2 % percent", "8.5 百分点 points", True),
        ("12 个 count", "5 项 count", False),
    ],
)
def test_a_movement_is_counted_like_its_ends(level, delta, fits):
    assert holds("delta-fits", before_quantity=level, delta_quantity=delta) is fits


@pytest.mark.parametrize(
    ("people", "above", "family"), [(26, True, True), (7, False, False), (400, True, False)]
)
def test_households_have_people(people, above, family):
    slots = {"households": "10 户 households", "people": f"{people} 人 people"}
    assert holds("people-above-households", **slots) is above
    assert holds("family-sized", **slots) is family


def test_a_before_is_not_later_than_its_after():
    assert holds("times-in-order", before_time="2014", after_time="2018-06")
    assert not holds("times-in-order", before_time="2018", after_time="2014")


def test_every_requirement_is_described():
    assert all(meaning and callable(check) for meaning, check in REQUIREMENTS.values())


def test_a_share_that_falls_to_nothing_may_lose_its_sign():
    nothing = Slot(0, 1, Figure("number", 0, 1, 0, 1, value=Decimal(0)), None)
    five = Slot(0, 1, Figure("number", 0, 1, 0, 1, value=Decimal(5)), None)
    same = REQUIREMENTS["same-unit"][1]
    share = slot("18.6 % percent")
    assert same({"before.quantity": share, "after.quantity": nothing}, HEADERS)
    assert not same({"before.quantity": share, "after.quantity": five}, HEADERS)
