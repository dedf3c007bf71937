"""Dictionary hits in, sightings out: every stretch of text that may name a place, none overlapping.

A sighting has a candidate for each division that its words may mean on the bulletin's date. How
surely a stretch is a name at all is told by the candidate's mark: a full name (普安县), a short one
that stands alone (贵州), one that needs evidence (兴仁), one that is an ordinary word (公安).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from extract.mentions.divisions import codes_of, gap, level_of, spell_at
from extract.mentions.gazetteer import Hit, key_of, meanings

FULL, ALONE, EVIDENCE, ORDINARY = "full", "=", "~", "?"
"""Marks of a candidate, from the surest to the least sure."""

WEIGHTS = {FULL: 9, ALONE: 3, EVIDENCE: -15, ORDINARY: -16}
"""Added to ten for each character when overlapping hits compete (南昌 in 海南昌江)."""

TRIMMED = {
    "市": "场民值价容集面政",
    "区": "域间块别分划位",
    "州": "长",
    "县": "域",
    "乡": "村镇亲土愁间贤",
    "镇": "静痛守长",
    "旗": "下帜号舰",
    "省": "却得略钱",
}
"""Last character of a full name -> what makes another word of it with the next (广州市场)."""

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
        return any(c.mark == FULL for c in self.candidates)


def sightings_of(text: str, hits: Iterable[Hit], year: int) -> list[Sighting]:
    """The dictionary hits that win their overlaps, in text order.

    >>> from extract.mentions.gazetteer import scan
    >>> text = "深入普安县调研"
    >>> [s.surface for s in sightings_of(text, scan(text).of("place"), 2019)]
    ['普安县']
    """
    found = []
    for cluster in _clusters(hits):
        for hit in cluster if len(cluster) == 1 else _winners(cluster, year):
            sighting = _sight(text, hit, year)
            if sighting is not None:
                found.append(sighting)
    return found


def _clusters(hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Group hits that overlap one another."""
    cluster: list[Hit] = []
    end = -1
    for hit in sorted(hits):
        if hit.start >= end and cluster:
            yield cluster
            cluster = []
        cluster.append(hit)
        end = max(end, hit.end)
    if cluster:
        yield cluster


def _winners(cluster: list[Hit], year: int) -> list[Hit]:
    """Choose the hits of a cluster that do not overlap and weigh most together."""
    widest = max(cluster, key=lambda h: h.end - h.start)
    if widest.start <= cluster[0].start and all(h.end <= widest.end for h in cluster) and len(cluster) < 4:
        return [widest]
    best: list[tuple[int, tuple[Hit, ...]]] = [(0, ())]
    ordered = sorted(cluster, key=lambda h: h.end)
    for number, hit in enumerate(ordered):
        before = max((i + 1 for i in range(number) if ordered[i].end <= hit.start), default=0)
        total, chosen = best[before]
        mark = min((c.mark for c in candidates_of(hit.key, year)), key=_MARKS.index, default=ORDINARY)
        taken = (total + 10 * (hit.end - hit.start) + WEIGHTS[mark], (*chosen, hit))
        best.append(max(best[-1], taken, key=lambda option: option[0]))
    return list(best[-1][1])


_MARKS = [FULL, ALONE, EVIDENCE, ORDINARY]


def _sight(text: str, hit: Hit, year: int) -> Sighting | None:
    """Make a sighting of a hit, cut short where its last character begins another word."""
    start, end = hit.start, hit.end
    surface = text[start:end]
    candidates = candidates_of(hit.key, year)
    if text[end : end + 1] in TRIMMED.get(surface[-1], "") and end < len(text) and surface[-1] != "乡":
        shorter = surface[:-1]
        candidates = tuple(c for c in short_candidates(shorter, year) if surface == c.name)
        surface, end = shorter, end - 1
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
    return tuple(map(len, rjieba.cut(stretch, False)))
