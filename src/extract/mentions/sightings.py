"""Dictionary hits in, sightings out: every stretch of text that may name a place, none overlapping.

A sighting has a candidate for each division that its words may mean on the bulletin's date. How
surely a stretch is a name at all is told by the candidate's mark: a full name (普安县), a short one
that stands alone (贵州), one that needs evidence (兴仁), one that is an ordinary word (公安).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.mentions.divisions import codes_of, gap, level_of, spell_at
from extract.mentions.gazetteer import Hit, key_of, meanings
from extract.text.dictionary import dictionary

FULL, ALONE, EVIDENCE, ORDINARY = "full", "=", "~", "?"
"""Marks of a candidate, from the surest to the least sure."""

WEIGHTS = {FULL: 9, ALONE: 3, EVIDENCE: -15, ORDINARY: -16}
"""Added to ten for each character when overlapping hits compete (南昌 in 海南昌江)."""

CUT_SHORT = re.compile(
    "市(?=场|民(?!政|族|间|办|警|和[县回])|值|价|容|集|面)|区(?=域|间|块|别)|旗(?=下|帜|号|舰)"
)
"""Where the last character of a full name begins another word (广州市场)."""

NAMES_MORE = re.compile(
    "村(?!民|里|子)|社区|嘎查|路|大道|镇|乡(?!村|下|亲|土|镇)|街(?!头|区|上)|屯|寨|湖(?!区|面|边|[东西南北])|[河江](?![湖河段流道网川])|公园|大桥|·"
)
"""What behind a short name makes the name of something else (新昌社区, 南京路)."""

SNAPSHOTS = {
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

CIVIL_DAY = "2026-09-11"
"""The day that the town codes of the civil-affairs list hold for."""

GB, STATISTICS, CIVIL = "GB/T 2260", "stats", "civil"


@dataclass(slots=True, frozen=True)
class Candidate:
    """One division that a name may mean: `gap` is how many years its spell lies from the date."""

    name: str
    code: str | None
    level: str
    mark: str
    gap: int = 0
    scheme: str | None = None
    as_of: str | None = None


@dataclass(slots=True)
class Sighting:
    """A stretch of text that may name a place, with what it may mean.

    `kept` says whether it is taken for a name, `settled` which candidate it means; `clash` that
    what stands around it belongs elsewhere (西城区 in 普安县西城区), `anchored` that its neighbours
    in a chain have narrowed it.
    """

    start: int
    end: int
    surface: str
    candidates: tuple[Candidate, ...]
    kept: bool = False
    settled: Candidate | None = None
    clash: bool = False
    block: int = -1
    anchored: bool = False

    @property
    def full(self) -> bool:
        """Whether some candidate has this surface as its full name."""
        return FULL in [c.mark for c in self.candidates]


def sightings_of(text: str, hits: Iterable[Hit], year: int) -> list[Sighting]:
    """The dictionary hits that win their overlaps, in text order.

    >>> from extract.mentions.gazetteer import scan
    >>> text = "深入普安县调研"
    >>> [s.surface for s in sightings_of(text, scan(text).of("place"), 2019)]
    ['普安县']
    """
    found = []
    ordered = sorted(hits)
    starts = {hit.start for hit in ordered}
    for cluster in _clusters(ordered):
        for hit in cluster if len(cluster) == 1 else _winners(text, cluster, year):
            sighting = _sight(text, hit, year, hit.end in starts)
            if sighting is not None:
                found.append(sighting)
    return found


def _clusters(ordered: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Group hits, ordered by their starts, that overlap one another."""
    cluster: list[Hit] = []
    end = -1
    for hit in ordered:
        if hit.start >= end and cluster:
            yield cluster
            cluster = []
        cluster.append(hit)
        end = max(end, hit.end)
    if cluster:
        yield cluster


def _winners(text: str, cluster: list[Hit], year: int) -> list[Hit]:
    """Choose the hits of a cluster that do not overlap and weigh most together."""
    widest = max(cluster, key=lambda h: h.end - h.start)
    if widest.start <= cluster[0].start and all(h.end <= widest.end for h in cluster) and len(cluster) < 4:
        return [widest]
    ordered = sorted(cluster, key=lambda h: h.end)
    ends = [hit.end for hit in ordered]
    totals, taken = [0], [-1]  # over the first n hits: the best weight, and the last hit that it takes
    for number, hit in enumerate(ordered):
        mark = min((c.mark for c in candidates_of(hit.key, year)), key=_MARKS.index, default=ORDINARY)
        weight = 10 * (hit.end - hit.start) + WEIGHTS[mark]
        if hit.end - hit.start == 3 and text.startswith("山区", hit.end - 2) and text[hit.start - 1] != "市":
            weight = 9  # 浙西南|山区
        elif hit.end - hit.start == 2 and text[hit.end - 1] == "区":
            weight = 24  # 井陉矿区, 市郊区 in 长治市郊区
        elif mark == ALONE and not begins_free(text, hit.start):
            weight -= 20  # 河北 in 漠河北极村
        total = totals[bisect_right(ends, hit.start)] + weight
        better = total > totals[-1]
        taken.append(number if better else taken[-1])
        totals.append(total if better else totals[-1])
    chosen = []
    last = taken[-1]
    while last >= 0:
        chosen.append(ordered[last])
        last = taken[bisect_right(ends, ordered[last].start)]
    return chosen[::-1]


_MARKS = [FULL, ALONE, EVIDENCE, ORDINARY]


def _sight(text: str, hit: Hit, year: int, followed: bool) -> Sighting | None:
    """Make a sighting of a hit, cut short where its last character begins another word.

    `followed` says that another name begins right behind it (宁波|镇海).
    """
    start, end = hit.start, hit.end
    surface = text[start:end]
    candidates = candidates_of(hit.key, year)
    if surface[-1] in "市区旗" and CUT_SHORT.match(text, end - 1):
        full = tuple(replace(c, name=surface) for c in candidates if c.mark == FULL)
        surface, end = surface[:-1], end - 1
        candidates = tuple(c for c in short_candidates(surface, year) if c.mark == ALONE) or full
    if not any(c.mark == FULL or c.level == "province" for c in candidates) and (
        (NAMES_MORE.match(text, end) and not followed) or text[start - 1 : start] == "·"
    ):
        return None
    return Sighting(start, end, surface, candidates) if candidates else None


def short_candidates(short: str, year: int) -> tuple[Candidate, ...]:
    """The candidates of a short name by itself, none if the gazetteer has no such name."""
    key = key_of(short)
    return () if key is None else candidates_of(key, year)


@lru_cache(maxsize=4096)
def candidates_of(key: int | str, year: int) -> tuple[Candidate, ...]:
    """What the name under a key may mean in a year; short names only as far as they were in force.

    A full name that was no longer (or not yet) borne keeps the code that went with it.
    """
    found: list[Candidate] = []
    for meaning in meanings(int(key)):
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
    return tuple(nearest.values())


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


def _day(first: int, last: int, year: int) -> str:
    """The year of a spell that comes nearest to the bulletin's."""
    return str(min(max(year, first), last))


WINDOW = 8
"""How many characters on either side of a name decide where its words begin and end."""


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether the words around a name let it begin and end where it does.

    >>> text = "推介普安特色农产品进北京"
    >>> stands_free(text, 2, 4), stands_free("发展中山区", 2, 4)
    (True, False)
    """
    low, high = max(start - WINDOW, 0), end + WINDOW
    at, starts, ends = low, False, False
    for length in _lengths(text[low:high]):
        starts = starts or at == start
        at += length
        ends = ends or at == end
    return starts and ends


def is_one_word(text: str, start: int, end: int) -> bool:
    """Whether the segmenter takes a stretch for a single word."""
    at = low = max(start - WINDOW, 0)
    for length in _lengths(text[low : end + WINDOW]):
        if at >= start:
            return at == start and length == end - start
        at += length
    return False


def begins_free(text: str, start: int) -> bool:
    """Whether a word of the text begins at a position."""
    low = max(start - WINDOW, 0)
    at = low
    for length in _lengths(text[low : start + WINDOW]):
        if at >= start:
            break
        at += length
    return at == start


@lru_cache(maxsize=2048)
def _lengths(stretch: str) -> tuple[int, ...]:
    return tuple(map(len, dictionary().cut_plain(stretch)))
