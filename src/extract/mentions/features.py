"""A text and its places in, the rivers, lakes, seas and mountains out: 长江, 太行山.

They are mentions only: they have no code, and no figure is theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Final

import daachorse

from extract.datafiles import read_data
from extract.mentions.sightings import begins_free
from extract.patterns import pattern_of
from extract.spans import Name

FEATURE: Final = "feature"
"""The level of what is no division."""

_MORE: Final = pattern_of("[省市县区镇乡村街路局队杯牌站舰号]|大桥|大道|大学|中学|小学|公司|集团|委员会|水利")
"""What behind a feature makes the name of something else."""


def find_features(text: str, places: Sequence[Name]) -> list[Name]:
    """Return the features that stand outside the places found, in text order.

    >>> [n.name for n in find_features("长江上游和太行山区,长江路", [])]
    ['长江', '太行山']
    """
    starts = [place.start for place in places]
    found = []
    for start, end, _ in _automaton().find(text):
        at = bisect_right(starts, end - 1) - 1
        if (at >= 0 and places[at].end > start) or not begins_free(text, start):
            continue
        if _MORE.match(text, end) and not text.startswith("区", end):
            continue
        found.append(Name("place", start, end, start, end, name=text[start:end], level=FEATURE))
    return found


@cache
def _automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    lines = read_data("features.txt").splitlines()
    names = [word for line in lines if line[:1] != "#" for word in line.split()]
    return daachorse.CharwiseDoubleArrayAhoCorasick(names, daachorse.MATCH_KIND_LEFTMOST_LONGEST)
