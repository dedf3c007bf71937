"""Text in, script and region out: in which characters, and under whose law, a bulletin was written.

The region decides what a bare 元 and a 斤 are. A bulletin of the mainland that speaks of
Hong Kong, in whatever characters, stays one of the mainland: what the frame says counts
first, and the words of the body only where they clearly outnumber those of the mainland.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import compress
from operator import ne
from typing import Final

import daachorse

from extract.patterns import pattern_of
from extract.text.folding import fold_marks
from extract.text.vocabulary import vocabulary

SAMPLE: Final = 8_000
"""Characters that are enough to tell script and region."""

MIXED: Final = 0.1
"""Share of the rarer script from which a text counts as mixed."""

FEWEST_MARKS: Final = 2
"""Different words of a region without which a body says nothing of it."""

_REPUBLIC: Final = pattern_of(r"民国\d{2,3}年")
_REGIONS: Final = ("TW", "HK", "MO", "CN")
_HAN: Final = pattern_of("[\u4e00-\u9fff]")


def read_script(raw: str, folded: str) -> str:
    """Raw and folded text in, `traditional`, `simplified` or `mixed` out.

    >>> read_script("興仁市貧困人口", "兴仁市贫困人口")
    'traditional'
    """
    sample, plain = fold_marks(raw[:SAMPLE]), folded[:SAMPLE]
    if sample == plain:
        return "simplified"
    changed = compress(zip(sample, plain, strict=True), map(ne, sample, plain))
    letters = (old >= "\u3400" and new >= "\u3400" for old, new in changed)
    simplified = len(_only_simplified().findall(sample))
    if not simplified:
        # One letter tells as much as their number, and it stands near the start.
        return "traditional" if any(letters) else "simplified"
    traditional = sum(letters)
    if not traditional:
        return "simplified"
    share = simplified / (simplified + traditional)
    if share <= MIXED:
        return "traditional"
    return "mixed" if share < 1 - MIXED else "simplified"


@cache
def _only_simplified() -> re.Pattern[str]:
    """Return the pattern of letters that only simplified text has."""
    return pattern_of(f"[{vocabulary().sections['simplified'][0]}]")


def read_region(folded: str, frame: str, republic: bool) -> str:
    """Folded text, its frame, and whether its date counts from 1912 in; CN, TW, HK or MO out.

    >>> read_region("本署公布,补助新台币3亿元。", "行政院", republic=False)
    'TW'
    """
    if republic:
        return "TW"
    region = _region_of_frame(frame)
    if region is not None:
        return region
    sample = folded[:SAMPLE]
    automaton, regions = _words("")
    marks = dict.fromkeys(_REGIONS, 0)
    for index in {index for _, _, index in automaton.find_overlapping(sample)}:
        for region in regions[index]:
            marks[region] += 1
    marks["TW"] += bool(_REPUBLIC.search(sample))
    mainland = marks.pop("CN")
    region, most = max(marks.items(), key=_count)
    return region if most >= FEWEST_MARKS and most >= 2 * mainland else "CN"


def _count(mark: tuple[str, int]) -> int:
    return mark[1]


def _region_of_frame(frame: str) -> str | None:
    """Return the region that the bodies of a frame belong to; a name within a longer word is none."""
    automaton, regions = _words(" offices")
    found: set[str] = set()
    for start, _, index in automaton.find_overlapping(frame):
        if start == 0 or not _HAN.match(frame, start - 1):
            found.update(regions[index])
    if "HK" not in found and not _own_lines().isdisjoint(frame.split("\n")):
        found.add("HK")
    return next((region for region in ("TW", "MO", "HK") if region in found), None)


@cache
def _own_lines() -> frozenset[str]:
    """Return the lines that make a frame one of Hong Kong."""
    return frozenset(vocabulary().sections["HK lines"])


@cache
def _words(section: str) -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[str, ...], ...]]:
    """Return what finds the words of a section, and for each word the regions that have it there."""
    sections = vocabulary().sections
    listed = {region: sections.get(region + section, ()) for region in _REGIONS}
    words = sorted({word for entries in listed.values() for word in entries})
    regions = tuple(tuple(region for region in _REGIONS if word in listed[region]) for word in words)
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_STANDARD), regions
