"""Text in, script and region out: in which characters, and under whose law, a bulletin was written.

The region decides what a bare 元 and a 斤 are. A bulletin of the mainland that speaks of
Hong Kong, in whatever characters, stays one of the mainland; so what the frame says counts
first, and the words of the body only where they all point one way.
"""

from __future__ import annotations

import re
from functools import cache

from extract.text.fields import any_of, vocabulary

SAMPLE = 20_000
"""Characters that are enough to tell script and region."""

MIXED = 0.1
"""Share of the rarer script from which a text counts as mixed."""

_SIMPLIFIED = re.compile(
    "[这个们来为时对学会发国过说进动现经种产业农长开关门问间车东书马鸟见风飞点电"
    "机权条级统计总结组织纪约纳红线给绝继续维绩缺网罗职联团园图围场坏块坚坛万与专丛两严]"
)
_REPUBLIC = re.compile(r"(?:中华)?民国\d{2,3}年")


def read_script(raw: str, folded: str) -> str:
    """Raw and folded text in, `traditional`, `simplified` or `mixed` out.

    >>> read_script("興仁市貧困人口", "兴仁市贫困人口")
    'traditional'
    """
    sample = raw[:SAMPLE]
    traditional = sum(
        1 for old, new in zip(sample, folded, strict=False) if old != new and "\u3400" <= old <= "\u9fff"
    )
    simplified = len(_SIMPLIFIED.findall(sample))
    if not traditional:
        return "simplified"
    share = simplified / (simplified + traditional)
    if share <= MIXED:
        return "traditional"
    return "mixed" if share < 1 - MIXED else "simplified"


def read_region(folded: str, frame: str, republic: bool) -> str:
    """Folded text, its frame, and whether its date counts from 1912 in, CN, TW, HK or MO out.

    >>> read_region("本署公布,补助新台币3亿元。", "行政院卫生福利部", republic=False)
    'TW'
    """
    words = _words()
    if republic or words["TW offices"].search(frame):
        return "TW"
    for region in ("MO", "HK"):
        if words[f"{region} offices"].search(frame):
            return region
    sample = folded[:SAMPLE]
    if words["CN"].search(sample):
        return "CN"
    votes = {region: len(set(words[region].findall(sample))) for region in ("TW", "HK", "MO")}
    if _REPUBLIC.search(sample):
        votes["TW"] += 1
    region, most = max(votes.items(), key=lambda vote: vote[1])
    return region if most >= 2 else "CN"


@cache
def _words() -> dict[str, re.Pattern[str]]:
    sections = vocabulary().sections
    names = ("TW", "HK", "MO")
    return {
        name: re.compile(any_of(sections[name]))
        for name in (*names, *(f"{name} offices" for name in names), "CN")
    }
