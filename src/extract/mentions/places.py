"""A document in, its places out: provinces to villages with their codes, countries and regions.

Names are found by the gazetteer's pass and by their form (villages), believed as far as the document
bears them out, and settled on one division each by the places around them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Final

from extract.datafiles import read_data
from extract.mentions.divisions import year_of
from extract.mentions.gazetteer import Hit
from extract.mentions.settling import (
    COMMON_NOUNS,
    GENERIC,
    Anchors,
    chains_of,
    is_above,
    is_ordinary,
    narrow_chain,
    place_blocks,
    settle,
)
from extract.mentions.sightings import (
    ALONE,
    EVIDENCE,
    FULL,
    Candidate,
    Sighting,
    begins_free,
    is_one_word,
    sightings_of,
    stands_free,
)
from extract.mentions.villages import find_villages, town_stems
from extract.patterns import pattern_of
from extract.spans import Block, Name

_start_of = attrgetter("start")

JOINTS: Final = frozenset(("、", "和", "与", "及", "以及", "暨", ","))
"""What stands between the places of a list."""

LONGEST_JOINT: Final = 2

LIST_TAIL: Final = pattern_of(
    "等?[0-9一二两三四五六七八九十]{0,3}个?(?:省|市|县|区|州|旗|盟|镇|乡|地(?!方|位|震))"
)
"""What shows that a list names divisions (兴仁、普安两县; 长兴、安吉等地)."""

RURAL: Final = frozenset("村镇亲土愁间贤")
"""What makes another word with 乡, so that 三江乡村 names no town unless a county stands before it."""

NO_SURNAMES: Final = frozenset(
    "和于从向对自到在经由与及中的上下为是至赴去来以当如有同会过从且若要但并即时全方文"
)
"""Surnames that before a name are oftener other words."""

WELL_KNOWN: Final = ("province", "prefecture", "country", "city", "region")
"""Levels whose short names the segmenter's dictionary has in longer words (北京大学, 法国队)."""

LOCATIVE: Final = pattern_of("(?:来自|位于|地处|走进|前往|奔赴|抵达|[在到赴])$")
"""What before a short name shows a place, if it is no ordinary word."""

PEOPLE: Final = frozenset("人籍裔式队")
"""What one character behind a well-known place leaves it a place (法国人, but not 上海港)."""

AFTER_WORD: Final = frozenset("、,。;:!?）)和与及等两三的在市县区 \n")
"""What may follow a short name that is an ordinary word, where it is a place (湖北公安、江陵)."""


def find_places(
    text: str,
    blocks: Sequence[Block],
    hits: Sequence[Hit],
    as_of: datetime.date | None = None,
    region: str = "CN",
) -> list[Name]:
    """Return the places of a folded document in text order, never overlapping.

    `as_of` is the bulletin's date, for the codes in force; `region` where its publisher sits, which
    tells Taiwan's 连江县 from Fujian's.

    >>> from extract.mentions.gazetteer import scan
    >>> text = "公安部帮扶普安县江西坡镇联盟村"
    >>> day = datetime.date(2019, 2, 26)
    >>> [(p.name, p.code) for p in find_places(text, [], scan(text), day)]
    [('普安县', '522323'), ('江西坡镇', '522323103'), ('联盟村', '522323103')]
    """
    sightings = sightings_of(text, hits, year_of(as_of))
    for sighting in sightings:
        if len(sighting.candidates) > 1:
            _take_side(sighting, region)
    sightings = _standing(text, sightings)
    chains = chains_of(sightings)
    for chain in chains:
        if len(chain) > 1:
            narrow_chain(chain)
    firm = [s for s in sightings if _is_firm(text, s)]
    for sighting in firm:
        sighting.kept = True
    _settle_all(firm, (), blocks)
    _keep_weak(text, sightings, chains)
    weak = [s for s in sightings if s.kept and s.settled is None]
    if weak:
        _settle_all(weak, firm, blocks)
    kept = [s for s in sightings if s.kept and (s.surface[-1] != "区" or not _is_hollow(s))]
    stems = town_stems(text, kept)
    if stems:
        covering = {i for stem in stems for i in range(stem.start, stem.end)}  # 江西 in 江西坡
        kept = sorted([*(s for s in kept if s.start not in covering), *stems], key=_start_of)
    names = [_name_of(s) for s in kept]
    villages = find_villages(text, names)
    return sorted([*names, *villages], key=_start_of) if villages else names


def _take_side(sighting: Sighting, region: str) -> None:
    """Keep the counties of the publisher's side where both sides of the strait have one of the name."""
    coded = tuple(c for c in sighting.candidates if c.code is not None)
    if coded and len(coded) < len(sighting.candidates):
        bare = tuple(c for c in sighting.candidates if c.code is None)
        sighting.narrow(bare if region == "TW" else coded)


def _standing(text: str, sightings: Sequence[Sighting]) -> list[Sighting]:
    """The sightings that the words around let stand: a sure one lends its edges to its neighbours."""
    starts = {s.start for s in sightings if s.full}
    sure = {s.end: s for s in sightings if s.full or s.alone is not None}
    return [
        s
        for s in sightings
        if s.end in starts
        or _may_stand(text, s)
        or (s.start in sure and (s.full or begins_free(text, s.end) or is_above(sure[s.start], s)))
    ]


def _may_stand(text: str, sighting: Sighting) -> bool:
    """Whether the words around a sighting allow it to be a name of its own."""
    start, end = sighting.start, sighting.end
    if sighting.full:
        return len(sighting.surface) > 4 or begins_free(text, start)
    if stands_free(text, start, end):
        return True
    if sighting.alone is None or not (_is_known(sighting) and begins_free(text, start)):
        return False
    return text[end : end + 1] in PEOPLE or not stands_free(text, start, end + 1)


def _is_known(sighting: Sighting) -> bool:
    """Whether a short name by itself may mean a division that the segmenter knows."""
    return any(c.mark == ALONE and c.level in WELL_KNOWN for c in sighting.candidates)


def _is_firm(text: str, sighting: Sighting) -> bool:
    """Whether a sighting is a place without further evidence."""
    surface = sighting.surface
    if not sighting.full:
        alone = sighting.alone
        if alone is None:
            return False
        native = alone.level in ("prefecture", "county") and not sighting.anchored
        return not (native and _behind_surname(text, sighting.start))
    if surface in COMMON_NOUNS or (surface[-1] == "乡" and text[sighting.end : sighting.end + 1] in RURAL):
        return sighting.anchored
    if len(surface) == 2 and surface[0] == "和" and not sighting.anchored:
        return not text[sighting.start - 1 : sighting.start].strip("、,。 \n")  # 班子和县市区
    if len(surface) == 2 and surface[-1] in "镇乡":
        return sighting.anchored or is_one_word(text, sighting.start, sighting.end)
    if surface[-1] == "区" and len(surface) == 3 and not sighting.anchored and surface[:-1] not in GENERIC:
        # 中山区 in 发展中山区: a word of its own may end the name
        return not begins_free(text, sighting.end - 2)
    return True


def _behind_surname(text: str, start: int) -> bool:
    """Whether a short name may be a given name (永昌 in 祁永昌)."""
    before = text[start - 1 : start]
    return before in surnames() and before not in NO_SURNAMES and begins_free(text, start - 1)


@cache
def surnames() -> frozenset[str]:
    """The surnames of one character."""
    lines = read_data("surnames.txt").splitlines()
    return frozenset(line[0] for line in lines if line[:1] != "#" and line[1:2] in " ")


def _settle_all(sightings: Sequence[Sighting], known: Sequence[Sighting], blocks: Sequence[Block]) -> None:
    """Settle sightings in two rounds: those of the first, and those known, are anchors for the second."""
    for sighting in sightings:
        first = sighting.candidates[0]
        if sighting.clash or first.level == "town" or not _has_one_code(sighting):
            continue
        if sighting.anchored or sighting.surface[:-1] not in GENERIC:
            sighting.settled = first
    open_ones = [sighting for sighting in sightings if sighting.settled is None]
    anchors = None
    if open_ones:
        place_blocks([*known, *sightings], blocks)
        anchors = Anchors([*known, *sightings], blocks)
    for _ in range(2):
        if anchors is None:
            break
        for sighting in open_ones:
            settle(sighting, anchors)
        still_open = [sighting for sighting in open_ones if sighting.settled is None]
        if len(still_open) < len(open_ones):
            anchors = Anchors([*known, *sightings], blocks) if still_open else None
        open_ones = still_open


def _has_one_code(sighting: Sighting) -> bool:
    """Whether all candidates have the same code, or none."""
    candidates = sighting.candidates
    return len(candidates) == 1 or all(c.code == candidates[0].code for c in candidates)


def _keep_weak(text: str, sightings: Sequence[Sighting], chains: Sequence[Sequence[Sighting]]) -> None:
    """Keep the short names that need evidence where the document has some."""
    named = {s.settled.code for s in sightings if s.kept and s.settled and s.settled.mark == FULL}
    for chain in chains:
        for number, sighting in enumerate(chain):
            if number and not sighting.kept and sighting.anchored and chain[number - 1].kept:
                leads = number + 1 < len(chain) and is_above(sighting, chain[number + 1])
                sighting.kept = leads or not is_ordinary(sighting) or _ends_clause(text, sighting)
    for sighting in sightings:
        if sighting.kept:
            continue
        borne_out = tuple(c for c in sighting.candidates if c.code in named)
        if borne_out and (not is_ordinary(sighting) or _ends_clause(text, sighting)):
            sighting.narrow(borne_out)
            sighting.kept = True
        elif LOCATIVE.search(text, max(sighting.start - 2, 0), sighting.start):
            counties = tuple(c for c in sighting.candidates if c.mark == EVIDENCE and c.name[-1] != "区")
            if counties:
                sighting.narrow(counties)
                sighting.kept = True
    for run in _lists_of(text, chains):
        _keep_list(text, run)


def _ends_clause(text: str, sighting: Sighting) -> bool:
    return text[sighting.end : sighting.end + 1] in AFTER_WORD


def _lists_of(text: str, chains: Sequence[Sequence[Sighting]]) -> list[list[Sighting]]:
    """Runs of at least two places joined by 、 or 和; each chain counts by its last place."""
    runs: list[list[Sighting]] = []
    last: Sighting | None = None
    for chain in chains:
        near = last is not None and chain[0].start - last.end <= LONGEST_JOINT
        if near and last is not None and text[last.end : chain[0].start] in JOINTS:
            runs[-1].append(chain[-1])
        else:
            runs.append([chain[-1]])
        last = chain[-1]
    return [run for run in runs if len(run) > 1]


def _keep_list(text: str, run: Sequence[Sighting]) -> None:
    """Keep the weak names of a list that a tail (两县) or its other members show to be places."""
    weak = [s for s in run if not s.kept]
    if not weak:
        return
    tail = LIST_TAIL.match(text, run[-1].end) is not None
    company = [s.settled or s.candidates[0] for s in run if s.kept and (s.settled or len(s.candidates) == 1)]
    company = [member for member in company if member.code]
    for sighting in weak:
        akin = tuple(c for c in sighting.candidates if any(_akin(c, other) for other in company))
        if akin and (tail or len(company) > 1 or not is_ordinary(sighting)):
            sighting.kept = True
            sighting.narrow(akin)
        elif tail:
            sighting.kept = True
    together = [s for s in weak if s.kept]
    if not company and len(together) > 1:
        _narrow_together(together)


def _akin(candidate: Candidate, other: Candidate) -> bool:
    """Whether two divisions of one level lie in the same province."""
    same_level = candidate.level == other.level or {candidate.level, other.level} == {"prefecture", "county"}
    return same_level and candidate.code is not None and (other.code or "")[:2] == candidate.code[:2]


def _narrow_together(sightings: Sequence[Sighting]) -> None:
    """Leave the members of a list the candidates of the one prefecture, else province, all can share."""
    for digits in (4, 2):
        common = set.intersection(*({(c.code or "")[:digits] for c in s.candidates} for s in sightings))
        if len(common) == 1:
            part = common.pop()
            for sighting in sightings:
                sighting.narrow(tuple(c for c in sighting.candidates if (c.code or "").startswith(part)))
            return


def _is_hollow(sighting: Sighting) -> bool:
    """Whether nothing speaks for a district that any town might have (东城区)."""
    generic = sighting.full and sighting.surface[-1] == "区" and sighting.surface[:-1] in GENERIC
    return generic and sighting.settled is None and not sighting.clash and not sighting.anchored


def _name_of(sighting: Sighting) -> Name:
    """Make the mention of a kept sighting: canonical name, code, or what it might be."""
    start, end, choice = sighting.start, sighting.end, sighting.settled
    if choice is None:
        name = Name("place", start, end, start, end, sighting.surface)
        name.candidates = tuple(sorted({c.code for c in sighting.candidates if c.code}))
        levels = {c.level for c in sighting.candidates}
        name.level = levels.pop() if len(levels) == 1 else None
        return name
    code, surface = choice.code, sighting.surface
    if choice.name and code and code[:2] not in ("71", "81", "82"):
        surface = choice.name
    return Name("place", start, end, start, end, surface, code, choice.level, choice.scheme, choice.as_of)
