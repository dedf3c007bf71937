"""Dictionary hits in, sightings out: every stretch of text that may name a place, none overlapping.

A sighting has a candidate for each division that its words may mean on the bulletin's date. How
surely a stretch is a name at all is told by the candidate's mark: a full name (普安县), a short one
that stands alone (贵州), one that needs evidence (兴仁), one that is an ordinary word (公安).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from extract.mentions.divisions import codes_of, gap, level_of, spell_at
from extract.mentions.gazetteer import Hit, key_of, meanings
from extract.patterns import pattern_of
from extract.text.dictionary import dictionary

FULL, ALONE, EVIDENCE, ORDINARY = "full", "=", "~", "?"
"""Marks of a candidate, from the surest to the least sure."""

WEIGHTS: Final = {FULL: 9, ALONE: 3, EVIDENCE: -15, ORDINARY: -16}
"""Added to ten for each character when overlapping hits compete (南昌 in 海南昌江)."""

CUT_SHORT: Final = pattern_of(
    "市(?=场|民(?!政|族|间|办|警|和[县回])|值|价|容|集|面)|区(?=域|间|块|别)|旗(?=下|帜|号|舰)"
)
"""Where the last character of a full name begins another word (广州市场)."""

NAMES_MORE: Final = pattern_of(
    "村(?!民|里|子)|社区|嘎查|路|大道|镇|乡(?!村|下|亲|土|镇)|街(?!头|区|上)|屯|寨|湖(?!区|面|边|[东西南北])|[河江](?![湖河段流道网川])|公园|大桥|·"
)
"""What behind a short name makes the name of something else (新昌社区, 南京路)."""

MORE_STARTS: Final = frozenset("村社嘎路大道镇乡街屯寨湖河江公·")
"""The first characters of those."""

SNAPSHOTS: Final = {
    2016: "2016-07-31",
    2017: "2017-10-31",
    2018: "2018-10-31",
    2019: "2019-10-31",
    2020: "2020-06-30",
    2021: "2021-10-31",
    2022: "2022-10-31",
    2023: "2023-06-30",
}
"""Years of the statistics bureau's town codes and the day that each holds for."""

CIVIL_DAY: Final = "2026-09-11"
"""The day that the town codes of the civil-affairs list hold for."""

GB, STATISTICS, CIVIL = "GB/T 2260", "stats", "civil"


class Candidate(NamedTuple):
    """One division that a name may mean: `gap` is how many years its spell lies from the date."""

    name: str
    code: str | None
    level: str
    mark: str
    gap: int = 0
    scheme: str | None = None
    as_of: str | None = None


class Senses:
    """The candidates of a name with what their marks say.

    `sure` says that it is a name whatever stands behind it: some candidate is full, or a province.
    """

    __slots__ = ("alone", "candidates", "full", "sure")

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        self.full = self.sure = False
        self.alone: Candidate | None = None
        for candidate in candidates:
            if candidate.mark == FULL:
                self.full = self.sure = True
            elif candidate.mark == ALONE and self.alone is None:
                self.alone = candidate
            if candidate.level == "province":
                self.sure = True


class Sighting:
    """A stretch of text that may name a place, with what it may mean.

    `full` says whether some candidate has this surface as its full name, `alone` which stands alone as
    a short one, the first of them. `kept` says whether it is taken for a name, `settled` which candidate it
    means; `clash` that what stands around it belongs elsewhere (西城区 in 普安县西城区), `anchored`
    that its neighbours in a chain have narrowed it.
    """

    __slots__ = (
        "alone",
        "anchored",
        "block",
        "candidates",
        "clash",
        "end",
        "full",
        "kept",
        "settled",
        "start",
        "surface",
    )

    def __init__(self, start: int, end: int, surface: str, senses: Senses) -> None:
        self.start = start
        self.end = end
        self.surface = surface
        self.candidates = senses.candidates
        self.full = senses.full
        self.alone = senses.alone
        self.kept = self.clash = self.anchored = False
        self.settled: Candidate | None = None
        self.block = -1

    def narrow(self, candidates: tuple[Candidate, ...]) -> None:
        """Leave these candidates only."""
        senses = Senses(candidates)
        self.candidates, self.full, self.alone = candidates, senses.full, senses.alone


def sightings_of(text: str, hits: Sequence[Hit], year: int) -> list[Sighting]:
    """The dictionary hits that win their overlaps, in text order.

    >>> from extract.mentions.gazetteer import scan
    >>> text = "深入普安县调研"
    >>> [s.surface for s in sightings_of(text, scan(text), 2019)]
    ['普安县']
    """
    found: list[Sighting] = []
    starts = {hit[0] for hit in hits}
    first, size = 0, len(hits)
    while first < size:
        reach, behind = hits[first][1], first + 1
        while behind < size and hits[behind][0] < reach:
            reach = max(reach, hits[behind][1])
            behind += 1
        won = hits[first:behind]
        if behind > first + 1:
            won = _winners(text, won, reach, year)
        for start, end, key in won:
            senses, followed = senses_of(key, year), end in starts
            if text[end - 1] in "市区旗" and CUT_SHORT.match(text, end - 1):
                senses, end = _cut_short(text[start:end], senses, year), end - 1
            if senses.sure or (senses.candidates and _may_end(text, start, end, followed)):
                found.append(Sighting(start, end, text[start:end], senses))
        first = behind
    return found


def _may_end(text: str, start: int, end: int, followed: bool) -> bool:
    """Whether a short name may end here, or what stands around makes another name of it (南京|路).

    `followed` says that another name begins right behind it (宁波|镇海).
    """
    if start and text[start - 1] == "·":
        return False
    return followed or text[end : end + 1] not in MORE_STARTS or NAMES_MORE.match(text, end) is None


def _cut_short(surface: str, senses: Senses, year: int) -> Senses:
    """What a full name means without its last character, which begins another word (广州|市场)."""
    full = tuple(c._replace(name=surface) for c in senses.candidates if c.mark == FULL)
    key = key_of(surface[:-1])
    short = senses_of(key, year).candidates if key is not None else ()
    return Senses(tuple(c for c in short if c.mark == ALONE) or full)


def _winners(text: str, cluster: Sequence[Hit], reach: int, year: int) -> Sequence[Hit]:
    """Choose the hits of a cluster, which ends at `reach`, that do not overlap and weigh most together."""
    if len(cluster) < 4:
        for hit in cluster:
            if hit[1] == reach and hit[0] == cluster[0][0]:
                return (hit,)
    ordered = sorted(cluster, key=_end)
    ends = [hit[1] for hit in ordered]
    totals, taken = [0], [-1]  # over the first n hits: the best weight, and the last hit that it takes
    for number, hit in enumerate(ordered):
        total = totals[bisect_right(ends, hit[0])] + _weight(text, hit, year)
        better = total > totals[-1]
        taken.append(number if better else taken[-1])
        totals.append(total if better else totals[-1])
    chosen = []
    last = taken[-1]
    while last >= 0:
        chosen.append(ordered[last])
        last = taken[bisect_right(ends, ordered[last][0])]
    return chosen[::-1]


def _end(hit: Hit) -> int:
    return hit[1]


def _weight(text: str, hit: Hit, year: int) -> int:
    """What a hit weighs: its length, by how surely it is a name."""
    start, end, key = hit
    if end - start == 3 and text.startswith("山区", end - 2) and text[start - 1] != "市":
        return 9  # 浙西南|山区
    if end - start == 2 and text[end - 1] == "区":
        return 24  # 井陉矿区, 市郊区 in 长治市郊区
    mark = min((c.mark for c in senses_of(key, year).candidates), key=_MARKS.index, default=ORDINARY)
    weight = 10 * (end - start) + WEIGHTS[mark]
    if mark == ALONE and not begins_free(text, start):
        weight -= 20  # 河北 in 漠河北极村
    return weight


_MARKS: Final = [FULL, ALONE, EVIDENCE, ORDINARY]


@lru_cache(maxsize=4096)
def senses_of(key: int, year: int) -> Senses:
    """What the name under a key may mean in a year; short names only as far as they were in force.

    A full name that was no longer (or not yet) borne keeps the code that went with it.
    """
    found: list[Candidate] = []
    for meaning in meanings(key):
        if meaning[0] == "@":
            found.append(Candidate("", None, meaning[1:], ALONE))
        elif meaning[0].isdigit():
            found.append(_read_code(meaning, year))
        else:
            found.extend(_read_short(meaning, year))
    nearest: dict[str, Candidate] = {}
    for candidate in found:
        ident = candidate.code or candidate.level
        if ident not in nearest or candidate.gap < nearest[ident].gap:
            nearest[ident] = candidate
    return Senses(tuple(nearest.values()))


def _read_code(meaning: str, year: int) -> Candidate:
    """Read `code.first.last` or `code.m` as a candidate whose name is the surface."""
    code, first, *rest = meaning.split(".")
    if first == "m":
        return Candidate("", code, "town", FULL, 0 if year > max(SNAPSHOTS) else 1, CIVIL, CIVIL_DAY)
    low, high = int(first), int(rest[0])
    if len(code) == 6:
        return Candidate(
            "", code, level_of(code), FULL, gap(low, high, year), GB, str(min(max(year, low), high))
        )
    inside = min(max(year, min(SNAPSHOTS)), max(SNAPSHOTS))
    day = SNAPSHOTS[min(max(inside, low), high)]
    return Candidate("", code, "town", FULL, gap(low, high, inside), STATISTICS, day)


def _read_short(meaning: str, year: int) -> Iterator[Candidate]:
    """Read `=NAME` as the divisions that bore that full name in the year or left it within the year."""
    mark, name = meaning[0], meaning[1:]
    for code, first, last in codes_of(name):
        distance = gap(first, last, year)
        if distance == 0 or last == year - 1:
            spell = spell_at(code, year)
            if distance == 0 or spell is None or spell.name != name:
                yield Candidate(
                    name, code, level_of(code), mark, distance, GB, str(min(max(year, first), last))
                )


WINDOW: Final = 8
"""How many characters on either side of a name decide where its words begin and end."""


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether the words around a name let it begin and end where it does.

    >>> text = "推介普安特色农产品进北京"
    >>> stands_free(text, 2, 4), stands_free("发展中山区", 2, 4)
    (True, False)
    """
    low = max(start - WINDOW, 0)
    edges = _edges(text[low : end + WINDOW])
    return start - low in edges and end - low in edges


def is_one_word(text: str, start: int, end: int) -> bool:
    """Whether the segmenter takes a stretch for a single word."""
    low = max(start - WINDOW, 0)
    edges = _edges(text[low : end + WINDOW])
    if start - low not in edges or end - low not in edges:
        return False
    return edges.isdisjoint(range(start - low + 1, end - low))


def begins_free(text: str, start: int) -> bool:
    """Whether a word of the text begins at a position."""
    low = max(start - WINDOW, 0)
    return start == low or start - low in _edges(text[low : start + WINDOW])


@lru_cache(maxsize=2048)
def _edges(stretch: str) -> frozenset[int]:
    """Where the words of a stretch begin and end."""
    return frozenset(accumulate(map(len, dictionary().cut_plain(stretch)), initial=0))
