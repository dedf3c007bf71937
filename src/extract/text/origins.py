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

from extract.text.vocabulary import any_of, vocabulary

SAMPLE = 8_000
"""Characters that are enough to tell script and region."""

MIXED = 0.1
"""Share of the rarer script from which a text counts as mixed."""

FEWEST_MARKS = 2
"""Different words of a region without which a body says nothing of it."""

_REPUBLIC = re.compile(r"民国\d{2,3}年")
_REGIONS = ("TW", "HK", "MO")


def read_script(raw: str, folded: str) -> str:
    """Raw and folded text in, `traditional`, `simplified` or `mixed` out.

    >>> read_script("興仁市貧困人口", "兴仁市贫困人口")
    'traditional'
    """
    sample = raw[:SAMPLE]
    plain = folded[:SAMPLE]
    changed = compress(zip(sample, plain, strict=True), map(ne, sample, plain))
    traditional = sum(1 for old, new in changed if old >= "\u3400" and new >= "\u3400")
    if not traditional:
        return "simplified"
    simplified = sum(map(sample.count, vocabulary().sections["simplified"][0]))
    share = simplified / (simplified + traditional)
    if share <= MIXED:
        return "traditional"
    return "mixed" if share < 1 - MIXED else "simplified"


def read_region(folded: str, frame: str, republic: bool) -> str:
    """Folded text, its frame, and whether its date counts from 1912 in; CN, TW, HK or MO out.

    >>> read_region("本署公布,补助新台币3亿元。", "行政院", republic=False)
    'TW'
    """
    if republic:
        return "TW"
    for region in ("TW", "MO", "HK"):
        if _offices(region).search(frame):
            return region
    sample = folded[:SAMPLE]
    words = vocabulary().sections
    marks = {region: sum(1 for word in words[region] if word in sample) for region in _REGIONS}
    marks["TW"] += bool(_REPUBLIC.search(sample))
    region, most = max(marks.items(), key=lambda mark: mark[1])
    if most < FEWEST_MARKS:
        return "CN"
    mainland = sum(1 for word in words["CN"] if word in sample)
    return region if most >= 2 * mainland else "CN"


@cache
def _offices(region: str) -> re.Pattern[str]:
    """Return the pattern of the bodies that make a frame one of the region; short names stand alone."""
    words = vocabulary().sections
    names = any_of(words[f"{region} offices"])
    lines = words.get(f"{region} lines")
    whole = rf"|^(?:{any_of(lines)})$" if lines else ""
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{names}){whole}", re.MULTILINE)
