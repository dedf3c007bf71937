"""A text and its places in, the villages and short town names out: places found by their form.

No table lists the villages. A village is what stands between a town (or county) and 村, 社区 or 嘎查,
or a word of a clause that ends so; it carries the code of the town that it lies in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from extract.datafiles import read_data
from extract.mentions.sightings import Senses, Sighting
from extract.patterns import pattern_of
from extract.spans import CONJUNCTION, PARTICLE, PREPOSITION, VERB, Name
from extract.text.dictionary import dictionary
from extract.text.words import word_classes

ENDING: Final = pattern_of("[嘎社苏街村镇乡](?:(?<=[村镇乡])|(?<=嘎)查|(?<=社)区|(?<=苏)木|(?<=街)道)")
TOWN_ENDINGS: Final = ("苏木", "街道", "镇", "乡")
_TOWN_END: Final = pattern_of("(?:苏木|街道|镇|乡)$")
NOT_AFTER: Final = frozenset("屯民庄委口支里头级集官干医小部两容貌落规史务史寨域组长镇子居上")
"""What makes another word of 村 (村民, 村委); after a name that an upper place anchors it may stand."""

NOT_BEHIND: Final = frozenset("屯镇乡村")
"""What makes another word of the ending even behind an upper place (沿河村屯, 乡镇)."""

NO_TOWNS: Final = (
    "小镇",
    "古镇",
    "重镇",
    "名镇",
    "强镇",
    "水乡",
    "故乡",
    "家乡",
    "返乡",
    "下乡",
    "回乡",
    "离乡",
    "还乡",
    "归乡",
    "同乡",
    "老乡",
    "城乡",
    "他乡",
    "异乡",
    "思乡",
    "入乡",
    "进乡",
    "送乡",
    "爱乡",
)
"""Endings that a town by its form alone has not (布依茶园小镇)."""

HAN: Final = pattern_of("[一-鿿]+")
HAN_RUN: Final = pattern_of("[一-鿿]+$")
INNER: Final = pattern_of("[的在到和与及是有个名户村镇乡]|社区|嘎查|每|各")
"""What the name of a village has not inside it."""

ABOVE: Final = ("town", "county", "prefecture", "province")
"""Levels behind which a village may stand; only a town or county lends it a code."""

NEVER_LAST: Final = frozenset("农乡全各每该本渔驻")
"""What no name of a village ends in before 村."""

LEADS: Final = VERB | PREPOSITION | CONJUNCTION | PARTICLE
"""Classes of the words that may stand before the name of a village."""

LONGEST, BEFORE = 6, 10
"""Characters of the longest name of a village, and of what is read before 村 to find one."""


def find_villages(text: str, places: Sequence[Name]) -> list[Name]:
    """Return the villages of a text that are not among its places, in text order."""
    taken = [(p.start, p.end) for p in places]
    starts = [p.start for p in places]
    found: dict[str, Name] = {}
    villages: list[Name] = []
    for match in ENDING.finditer(text):
        begin = match.start()
        if match.end() == begin + 1 and (not begin or text[begin - 1] in NEVER_LAST):
            continue  # 农村, as most are
        at = bisect_right(starts, begin) - 1
        if at >= 0 and taken[at][1] > begin:
            continue
        left = taken[at][1] if at >= 0 else 0
        village = _behind_place(text, match, places[at] if at >= 0 else None, left) or _by_words(
            text, match, left
        )
        if village is None:
            continue
        surface = text[village.start : village.end]
        known = found.get(surface)
        if village.code is None and known is not None:
            village.code, village.scheme, village.as_of = known.code, known.scheme, known.as_of
        if village.code is not None or known is None:
            found[surface] = village
        villages.append(village)
    return _recalled(text, found, villages, taken)


def _behind_place(text: str, ending: re.Match[str], above: Name | None, left: int) -> Name | None:
    """A village directly behind its town or county (江西坡镇|联盟村)."""
    if above is None or not 1 <= ending.start() - left <= LONGEST:
        return None
    if above.level not in (("county",) if ending[0] in TOWN_ENDINGS else ABOVE):
        return None
    stem = text[left : ending.start()]
    if not HAN.fullmatch(stem) or _is_generic(stem) or INNER.search(stem.removesuffix("村")):
        return None
    if text[ending.end() : ending.end() + 1] in NOT_BEHIND or text.startswith(NO_TOWNS, ending.start() - 1):
        return None
    if any(word_classes().get(word, 0) & VERB for word in dictionary().cut_plain(stem) if len(word) > 1):
        return None  # 推行|农村
    return _village(left, ending.end(), text, above)


def _by_words(text: str, ending: re.Match[str], left: int) -> Name | None:
    """A village by itself: a noun before 村, at the start of a clause or behind a verb (走进|三会|村)."""
    if ending[0] in TOWN_ENDINGS:
        return None
    if ending[0] == "村" and text[ending.end() : ending.end() + 1] in NOT_AFTER:
        return None
    low = max(left, ending.start() - BEFORE)
    run = HAN_RUN.search(text[low : ending.end()])
    if run is None:
        return None
    words = dictionary().cut_plain(run[0])
    if len(words[-1]) > len(ending[0]):
        stem, before = words[-1][: -len(ending[0])], words[:-1]
    elif len(words) > 1:
        stem, before = words[-2], words[:-2]
    else:
        return None
    if len(stem) < 2 or stem in word_classes() or _is_generic(stem):
        return None
    if before and not word_classes().get(before[-1], 0) & LEADS:
        return None
    if not before and ending[0] == "社区":
        return None  # 优化社区: at the start of a clause oftener a verb than a name
    if not before and run.start() == 0 and low > left and HAN.match(text, low - 1):
        return None
    return _village(ending.start() - len(stem), ending.end(), text, None)


def _is_generic(stem: str) -> bool:
    return stem in generic_words() or stem[-1] in NEVER_LAST or stem.endswith(_generic_endings())


@cache
def _generic_endings() -> tuple[str, ...]:
    return tuple(word for word in generic_words() if len(word) > 1)


@cache
def generic_words() -> frozenset[str]:
    """Words that make a common noun with 村."""
    lines = read_data("village_words.txt").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _village(start: int, end: int, text: str, above: Name | None) -> Name:
    level = "town" if text.endswith(TOWN_ENDINGS, start, end) else "village"
    village = Name("place", start, end, start, end, name=text[start:end], level=level)
    if above is not None and above.level in ("town", "county", "village"):
        village.code, village.scheme, village.as_of = above.code, above.scheme, above.as_of
    return village


def _recalled(
    text: str, found: dict[str, Name], villages: list[Name], taken: Sequence[tuple[int, int]]
) -> list[Name]:
    """Add the villages named before that stand again where their form alone did not show them."""
    coded = [(surface, first) for surface, first in found.items() if first.code is not None]
    covered = _cover(text, [*taken, *((v.start, v.end) for v in villages)]) if coded else bytearray()
    for surface, first in coded:
        for start, end in _free(text, surface, covered):
            villages.append(_village(start, end, text, first))
    return sorted(villages, key=lambda v: v.start)


def town_stems(text: str, places: Sequence[Sighting]) -> list[Sighting]:
    """Short names, of three characters or more, of towns that the text names in full (红格尔苏木)."""
    stems: list[Sighting] = []
    towns: dict[str, Sighting] = {}
    for place in places:
        if place.settled is not None and place.settled.level == "town":
            stem = _TOWN_END.sub("", place.surface)
            if len(stem) > 2 and stem != place.surface:
                towns.setdefault(stem, place)
    covered = _cover(text, [(p.start, p.end) for p in places if p.full]) if towns else bytearray()
    for stem, town in towns.items():
        for start, end in _free(text, stem, covered):
            stem_of = Sighting(start, end, town.surface, Senses(town.candidates))
            stem_of.kept, stem_of.settled = True, town.settled
            stems.append(stem_of)
    return stems


def _cover(text: str, spans: Sequence[tuple[int, int]]) -> bytearray:
    """A byte for each character, 1 where a span covers it."""
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    return covered


def _free(text: str, word: str, covered: bytearray) -> Iterator[tuple[int, int]]:
    """Where a word stands that nothing covers; it is covered from then on."""
    for start in _occurrences(text, word):
        end = start + len(word)
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * len(word)
            yield start, end


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
