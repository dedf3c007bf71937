"""Encoded sentences in, matches out, and of all matches those that may stand.

Every rule is tried at every figure that can be its pivot; what fits is a candidate. Candidates
are put in one total order that does not depend on the order of the rules, and taken from the
best down: a figure is used up once, and who comes too late keeps the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from extract.rules.encode import Encoded, Written
from extract.rules.index import Index
from extract.rules.require import REQUIREMENTS
from extract.rules.variant import Found, Variant
from extract.spans import Figure, Match, Slot, Span


class CompiledRule(NamedTuple):
    """What matching needs to know of a rule beside its variants; plain values only."""

    id: str
    record: str
    tier: int
    depth: int
    claims: tuple[str, ...]
    require: tuple[str, ...]
    context: dict[str, str]
    pack: str


class Loser(NamedTuple):
    """A candidate that does not stand, and what took its place."""

    match: Match
    winner: Match
    reason: str


@dataclass(slots=True)
class Program:
    """All rules of a pack set, ready to run; holds plain values, so it pickles and can be stored.

    `headers` are those of the lexicons, by lexicon name: `program.headers["fall"]["direction"]`.
    """

    rules: tuple[CompiledRule, ...]
    variants: tuple[Variant, ...]
    headers: dict[str, dict[str, str]]
    _index: Index | None = field(default=None, repr=False, compare=False)

    @property
    def index(self) -> Index:
        """Which rules are worth trying where; made when the first sentence asks for it."""
        if self._index is None:
            self._index = Index(self.variants)
        return self._index

    def candidates(self, encoded: Encoded) -> list[Match]:
        """An encoded sentence in, every match of every rule out, in no particular order."""
        fitting = self.index.fitting(encoded.plain)
        found: list[Match] = []
        if not fitting:
            return found
        written, variants = encoded.written, self.variants
        string, mirrored = written.string, written.mirrored
        for figure, fit in fitting:
            position = written.figures[figure]
            while fit:
                last = fit.bit_length() - 1
                fit ^= 1 << last
                variant = variants[last]
                match = variant.match(string, mirrored, position)
                if match is not None:
                    made = self._make(variant, match, encoded.sentence, written)
                    if made is not None:
                        found.append(made)
        return found

    def _make(self, variant: Variant, match: Found, sentence: int, written: Written) -> Match | None:
        rule = self.rules[variant.rule]
        first, last, taken = match
        mentions = written.mentions
        slots: dict[str, Slot] = {}
        claims: list[Figure] = []
        for slot, lexicon, low, high in taken:
            if slot in slots:
                continue
            mention = mentions.get(low) if high == low + 1 else None
            if mention is None:
                start, end = written.span(low, high)
                slots[slot] = Slot(start, end, None, lexicon)
                continue
            slots[slot] = Slot(mention.start, mention.end, mention, lexicon)
            if isinstance(mention, Figure) and mention.kind != "ordinal" and is_claim(slot, rule.claims):
                claims.append(mention)
        if "*" in rule.claims:
            claims = [m for p in range(first, last) if isinstance(m := mentions.get(p), Figure)]
        for name in rule.require:
            if not REQUIREMENTS[name][1](slots, self.headers):
                return None
        # A mark at the front stands where its word begins, so it can stay.
        begin, end = written.span(first, last)
        rank = (rule.tier, -rule.depth, -len(claims), begin - end, begin, rule.id, variant.order)
        return Match(rule.id, rule.record, sentence, begin, end, slots, tuple(claims), rank, rule.context)

    def __getstate__(self) -> tuple[object, ...]:
        return self.rules, self.variants, self.headers

    def __setstate__(
        self, state: tuple[tuple[CompiledRule, ...], tuple[Variant, ...], dict[str, dict[str, str]]]
    ) -> None:
        self.rules, self.variants, self.headers = state
        self._index = None


@lru_cache(maxsize=4096)
def is_claim(slot: str, claims: tuple[str, ...]) -> bool:
    """Whether a rule with these claims uses up what fills a slot: all where it names none."""
    return not claims or any(slot == claim or slot.startswith(claim + ".") for claim in claims)


def resolve_claims(candidates: Iterable[Match]) -> tuple[list[Match], list[Loser]]:
    """Candidates in; those that stand, in text order, and the others with the reason, out.

    The order is tier, pack (a user's before the core's), figures claimed, length, start, rule.
    """
    kept: list[Match] = []
    losers: list[Loser] = []
    taken: dict[Span, Match] = {}
    for match in sorted(candidates, key=_rank):
        winner: Match | None = None
        for figure in match.claims:
            winner = taken.get((figure.start, figure.end))
            if winner is not None:
                losers.append(Loser(match, winner, _reason(match, winner)))
                break
        if winner is None:
            kept.append(match)
            for figure in match.claims:
                taken[figure.start, figure.end] = match
    kept.sort(key=_place)
    return kept, losers


def _rank(match: Match) -> tuple[object, ...]:
    return match.rank


def _place(match: Match) -> tuple[object, ...]:
    return match.start, match.rank


_ORDER: Final = ("tier", "pack", "claims", "length", "start", "rule", "reading")


def _reason(match: Match, winner: Match) -> str:
    """The first thing in the order in which the winner was better."""
    for name, own, other in zip(_ORDER, match.rank, winner.rank, strict=True):
        if own != other:
            return name
    return "same"
