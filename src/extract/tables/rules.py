"""Packs in, the rows of `rules` out: what a row may name as its rule, its sentence and what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from extract.messages import DATA_LANGUAGE, read_catalogue
from extract.rules.packset import PackSet
from extract.tables.columns import tables
from extract.tables.rows import FALLBACK, Row

_OWN: Final = ("reading.", "names.")
"""How the ids of what no pack reads begin: the clause reading and the finders of names."""


def rule_rows(packs: PackSet, lang: str = DATA_LANGUAGE) -> list[Row]:
    """Return a row for each rule, by id: those of the packs, and what the program reads by itself.

    >>> from extract.pipeline import load_packs
    >>> [row[:4] for row in rule_rows(load_packs(["core"])) if row[0] == "change.from-to"]
    [('change.from-to', 'core', 'change', 'specific')]
    """
    rows: list[Row] = [
        (rule.id, rule.pack, rule.record, rule.tier, " ".join(rule.pattern_node.value.split()), rule.about)
        for rule in packs.rules.values()
    ]
    for code, about in read_catalogue(lang).items():
        if code.startswith(_OWN):
            record = code.partition(".")[2] if code.startswith(_OWN[1]) else None
            rows.append((code, None, record, FALLBACK, None, about))
    return sorted(rows)


def tiers_of(rows: list[Row]) -> Mapping[str, str]:
    """Return the tier of each rule by its id."""
    table = tables()["rules"]
    tier = table.place_of("tier")
    return {row[0]: row[tier] for row in rows}
