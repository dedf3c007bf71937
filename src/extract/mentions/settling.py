"""Sightings in, each settled on one division or left open: by the places that stand around it.

Three kinds of evidence, in this order: the division that stands directly before or behind (普安县江西坡镇),
the nearest place of the same county, else of the same prefecture, else of the same province, and the
level (吉林 is the province). What they leave open stays open: a wrong province is the worst answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from extract.mentions.divisions import is_heir, stem
from extract.mentions.sightings import ALONE, FULL, ORDINARY, Candidate, Sighting
from extract.spans import Block

GENERIC: Final = frozenset(
    (
        "城",
        "郊",
        "矿",
        "港",
        "新",
        "老",
        "东",
        "西",
        "南",
        "北",
        "中",
        "新城",
        "老城",
        "东城",
        "西城",
        "南城",
        "北城",
    )
) | {"城中", "城东", "城西", "城南", "城北", "城关", "市中", "市南", "市北"}
"""Stems of districts that any town may have part of itself called by (东城区)."""

COMMON_NOUNS: Final = frozenset(("城区", "郊区", "矿区", "老城区", "新城区"))
"""Districts whose full name is a common noun: places only behind the division above them."""

HEADED, OTHER_BLOCK, AHEAD = 500, 1000, 2000
"""Distances of a place in title or heading, in an earlier and in a later block; within one, characters."""

LONGEST_CHAIN: Final = 4
"""How many divisions can stand before one in its chain (省|市|县|镇|村)."""

LEVELS: Final = ("province", "prefecture", "county", "town")


def chains_of(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """Group sightings that stand directly behind one another (贵州省|普安县|江西坡镇)."""
    chains: list[list[Sighting]] = []
    for sighting in sightings:
        if chains and chains[-1][-1].end == sighting.start:
            chains[-1].append(sighting)
        else:
            chains.append([sighting])
    return chains


def narrow_chain(chain: Sequence[Sighting]) -> None:
    """Leave each sighting of a chain the candidates that fit those before and behind it."""
    for number, sighting in enumerate(chain):
        for above in reversed(chain[max(number - LONGEST_CHAIN, 0) : number]):
            inside = tuple(c for c in sighting.candidates if _lies_in_any(c, above.candidates))
            if inside:
                fitting = tuple(a for a in above.candidates if any(_lies_in(c, a) for c in inside))
                sighting.narrow(inside)
                above.narrow(fitting)
                sighting.anchored = above.anchored = True
                break
    for sighting, following in pairwise(chain):
        districts = [s for s in (sighting, following) if not s.anchored and s.surface[-1] == "区"]
        if districts and (following.full or following.kept) and not is_above(sighting, following):
            for district in districts:
                district.clash = True


def is_above(one: Sighting, other: Sighting) -> bool:
    """Whether what one sighting may mean takes in what another may mean."""
    return any(_lies_in_any(inner, one.candidates) for inner in other.candidates)


def _lies_in_any(inner: Candidate, outers: Iterable[Candidate]) -> bool:
    if inner.code is not None:
        for outer in outers:
            if _lies_in(inner, outer):
                return True
    return False


def _lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether one division is a part of another, not the same."""
    if inner.code is None or outer.code is None or inner.code == outer.code:
        return False
    shared = stem(outer.code)
    if inner.code.startswith(shared):
        return shared != stem(inner.code)
    return outer.level == "county" and inner.level == "town" and is_heir(outer.code, inner.code[:6])


class Anchors:
    """The places of a document that are certain, to settle the others by."""

    def __init__(self, sightings: Iterable[Sighting], blocks: Sequence[Block]) -> None:
        self.headed: set[str] = set()
        self.places = sorted((s for s in sightings if s.settled and s.settled.code), key=_start)
        self.by_stem: dict[str, tuple[list[int], list[Sighting]]] = {}
        self.provinces: Counter[str] = Counter()
        self.named: set[str] = set()
        for place in self.places:
            code = place.settled.code if place.settled else None
            if place.settled is None or code is None:
                continue
            if place.settled.mark == FULL:
                self.named.add(code)
            parts = [code[:2]]
            if code[2:6] != "0000":
                parts.append(code[:4])
            if code[4:6] != "00":
                parts.append(code[:6])
            for part in parts:
                starts, places = self.by_stem.setdefault(part, ([], []))
                starts.append(place.start)
                places.append(place)
            kind = blocks[place.block].kind if 0 <= place.block < len(blocks) else ""
            if kind in ("title", "heading"):
                self.headed.update(parts)
            self.provinces[code[:2]] += 5 if kind in ("title", "header") else 1

    def distance(self, digits: str, sighting: Sighting) -> int | None:
        """How far the nearest place of a division is from a sighting, None if there is none."""
        known = self.by_stem.get(digits)
        if known is None:
            return None
        starts, places = known
        at = bisect_right(starts, sighting.start)
        found = [self._between(place, sighting) for place in places[max(at - 1, 0) : at + 1]]
        if digits in self.headed:
            found.append(HEADED)
        return min(found)

    def _between(self, anchor: Sighting, sighting: Sighting) -> int:
        ahead = anchor.start - sighting.end
        if anchor.block == sighting.block:
            return 30 + 2 * ahead if ahead >= 0 else sighting.start - anchor.end
        return AHEAD + ahead if ahead >= 0 else OTHER_BLOCK + sighting.start - anchor.end

    def leads(self, province: str) -> bool:
        """Whether a province is the one that the document is about."""
        ranked = self.provinces.most_common(2)
        return bool(ranked) and ranked[0][0] == province and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])


def _start(sighting: Sighting) -> int:
    return sighting.start


def settle(sighting: Sighting, anchors: Anchors) -> None:
    """Choose the candidate that the places around speak for; leave it open if they do not say.

    What is left open keeps the candidates that are still possible.
    """
    choices = tuple(c for c in sighting.candidates if c.gap == 0) or sighting.candidates
    if len(choices) == 1 and len({c.code for c in sighting.candidates}) == 1:
        if _acceptable(sighting, choices[0], anchors):
            sighting.settled = choices[0]
        return
    if not sighting.full:
        choices = _short_choices(choices, anchors)
        if len(choices) == 1:
            sighting.settled = choices[0]
            return
    for level, digits in (("county", 6), ("prefecture", 4), ("province", 2)):
        pool = sighting.candidates if level == "county" else choices
        near = _nearest(sighting, pool, level, digits, anchors)
        if len(near) == 1:
            if level == "province" and not _province_fits(sighting, near[0], anchors):
                break
            sighting.settled = near[0]
            return
        if near:
            choices = near
    if sighting.full and not any(c.mark == ALONE for c in choices):
        sighting.narrow(choices)
        return
    _settle_by_level(sighting, choices, anchors)


def _short_choices(choices: tuple[Candidate, ...], anchors: Anchors) -> tuple[Candidate, ...]:
    """What a short name can mean here.

    The province, else the division that the document names in full, else no county of the
    prefecture that bears the name too (淮安区 in 淮安市).
    """
    provinces = tuple(c for c in choices if c.level == "province" and c.mark == ALONE)
    if provinces:
        return provinces
    named = tuple(c for c in choices if c.code in anchors.named)
    if named:
        return named
    return tuple(c for c in choices if not any(_lies_in(c, other) for other in choices))


def _nearest(
    sighting: Sighting, choices: Sequence[Candidate], level: str, digits: int, anchors: Anchors
) -> tuple[Candidate, ...]:
    """The candidates whose county, prefecture or province is named nearest, none if none is named."""
    best: list[Candidate] = []
    least = None
    for choice in choices:
        code = choice.code
        if code is None or (level == "county" and choice.level != "town"):
            continue
        if level == "prefecture" and choice.level in ("prefecture", "province"):
            continue
        distance = anchors.distance(code[:digits], sighting)
        if distance is None or (least is not None and distance > least):
            continue
        if least is None or distance < least:
            best, least = [], distance
        best.append(choice)
    nearest = min((c.gap for c in best), default=0)
    return tuple(c for c in best if c.gap == nearest)


def _province_fits(sighting: Sighting, choice: Candidate, anchors: Anchors) -> bool:
    """Whether a province alone is enough: it stands near before the name, or leads the document."""
    province = (choice.code or "")[:2]
    distance = anchors.distance(province, sighting)
    return anchors.leads(province) or (distance is not None and distance < 60)


def _acceptable(sighting: Sighting, choice: Candidate, anchors: Anchors) -> bool:
    """Whether the only division of a name is to be believed here."""
    if sighting.clash:
        return False
    if choice.code is None or sighting.anchored:
        return True
    if choice.mark == FULL and choice.level == "county" and sighting.surface[:-1] in GENERIC:
        return anchors.distance(choice.code[:4], sighting) is not None
    if choice.level == "town" and len(sighting.surface) == 2:
        return anchors.distance(choice.code[:6], sighting) is not None
    if choice.level == "town" and anchors.places and len(sighting.surface) == 3:
        return choice.code[:2] in anchors.provinces
    return True


def _settle_by_level(sighting: Sighting, choices: Sequence[Candidate], anchors: Anchors) -> None:
    """Take the highest level of a short name (吉林 the province), if only one division has it."""
    ranked = sorted(choices, key=lambda c: LEVELS.index(c.level) if c.level in LEVELS else len(LEVELS))
    top = [c for c in ranked if c.level == ranked[0].level]
    sure = [c for c in top if c.mark == ALONE]
    if len(top) == 1 and (sure or len({c.code[:2] for c in choices if c.code}) == 1):
        sighting.settled = top[0]
    elif len(sure) == 1 and sure[0].level in ("province", "prefecture"):
        sighting.settled = sure[0]
    else:
        sighting.narrow(tuple(ranked))


def place_blocks(sightings: Iterable[Sighting], blocks: Sequence[Block]) -> None:
    """Note in each sighting which block it stands in."""
    starts = [block.start for block in blocks]
    for sighting in sightings:
        sighting.block = bisect_right(starts, sighting.start) - 1


def is_ordinary(sighting: Sighting) -> bool:
    """Whether every candidate's short name is an ordinary word."""
    return all(c.mark == ORDINARY for c in sighting.candidates)
