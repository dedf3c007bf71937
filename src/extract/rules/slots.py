"""The slots that each record has, and what may fill them: the one table that rules are checked against."""

from __future__ import annotations

from typing import Final

from extract.rules.kinds import WORD_HOLES, below

FIGURES: Final = below("quantity")
_NAMED: Final = frozenset({"place", "person", "organization", "title", "work"})
_WORDS: Final = WORD_HOLES | _NAMED | {"lexicon"}

SHARED: Final[dict[str, frozenset[str]]] = {
    "subject": _WORDS,
    "place": _WORDS,
    "time": frozenset({"date", "lexicon"}),
    "action": _WORDS - _NAMED,
    "actor": _WORDS,
    "recipient": _WORDS,
}
"""Slots of every record made by a rule: what kinds of thing may fill each."""

_GROUP: Final = {
    "households": frozenset({"households"}),
    "people": frozenset({"people"}),
    "quantity": FIGURES,
}

OWN: Final[dict[str, dict[str, frozenset[str]]]] = {
    "count": dict(_GROUP),
    "money": {"quantity": frozenset({"money"}), "purpose": _WORDS},
    "measure": {"quantity": FIGURES},
    "change": {
        **{
            f"{end}.{name}": kinds
            for end in ("before", "after", "delta")
            for name, kinds in {**_GROUP, "time": SHARED["time"]}.items()
        },
        "basis": frozenset({"date", "lexicon"}),
        "delta_of": FIGURES,
    },
    "none": {},
}
"""Slots of their own by record; `none` is for a veto: its figures make no record."""

RECORDS: Final = frozenset(OWN)
TIERS: Final = ("veto", "specific", "general", "fallback")
POLICIES: Final = ("reading", "inherit", "host", "none")


def slots_of(record: str) -> dict[str, frozenset[str]]:
    """A record type in, its slots with what may fill each out.

    >>> "before.households" in slots_of("change"), "purpose" in slots_of("count")
    (True, False)
    """
    return {} if record == "none" else {**SHARED, **OWN[record]}


def figure_slots(record: str) -> set[str]:
    """A record type in, those of its slots that figures fill out: what a rule may claim."""
    return {slot for slot, kinds in slots_of(record).items() if kinds <= FIGURES and slot != "delta_of"}
