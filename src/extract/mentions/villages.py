"""A text and its places in, the villages and short town names out: places found by their form.

No table lists the villages. A village is what stands between a town (or county) and 村, 社区 or 嘎查,
or a word of a clause that ends so; it carries the code of the town that it lies in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import rjieba

from extract.mentions.sightings import Sighting
from extract.spans import Block, Name

ENDING = re.compile("嘎查|社区|村")
GENERIC_ENDS = (
    "农 乡 山 渔 全 各 每 该 本 某 两 数 多 进 入 驻 到 下 出 回 个 新 老 小 大 古 名 贫困 深度贫困 示范 行政 自然 中心 重点 帮扶 试点 移民 "
    "安置 搬迁 集中安置 美丽 文明 城中 空心 民俗 度假 旅游 生态 特色 传统 先进 落后 薄弱 非贫困 出列 退出 脱贫 结对 联系 包 驻 扶贫 "
    "智慧 平安 和谐 国际 虚拟 网络 开放 大型 基层 城市 农村 牧区 街道 所在 所有 部分 相关 周边 邻近 附近 其他 这个 那个 整 撤 并 "
    "一 二 三 四 五 六 七 八 九 十 百 千 万 余 几 明星 专业 电商 养殖 种植 产业 教育 医疗 全体 每个 各个 整个 我 他 她 咱 你 同 外 邻 "
    "示范性 易地扶贫搬迁 少数民族 民族 乡镇 镇 县 区 市 省 州 旗 盟 国 世界 冬奥 奥运 亚运 残奥 大学生 运动员 地球 未来 零碳 低碳 数字"
).split()
GENERIC = frozenset(GENERIC_ENDS)
"""Words that before 村 or 社区 make a common noun (贫困村, 示范社区)."""

NOT_AFTER = frozenset("民庄委口支里头级集官干医小部两容貌落规史务史寨域组长镇子居上")
"""What makes another word of 村 (村民, 村委); after a name that an upper place anchors it may stand."""

HAN = re.compile("[一-鿿]+")
LONGEST = 6


def find_villages(text: str, blocks: Sequence[Block], places: Sequence[Name]) -> list[Name]:
    """Return the villages of a text that are not among its places, in text order."""
    taken = [(p.start, p.end) for p in places]
    starts = [p.start for p in places]
    found: dict[str, Name] = {}
    villages: list[Name] = []
    for match in ENDING.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and taken[at][1] > match.start():
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
    if above is None or above.level not in ("town", "county") or not 1 <= ending.start() - left <= LONGEST:
        return None
    stem = text[left : ending.start()]
    if not HAN.fullmatch(stem) or _is_generic(stem) or any(c in stem for c in "的在和与是有个名户"):
        return None
    return _village(left, ending.end(), text, above)


def _by_words(text: str, ending: re.Match[str], left: int) -> Name | None:
    """A village by itself: the word before 村, if it makes no common noun with it (走进|三会|村)."""
    low = max(left, ending.start() - LONGEST)
    before = HAN.findall(text[low : ending.start()])
    if not before or not text.startswith(before[-1], ending.start() - len(before[-1])):
        return None
    if ending[0] == "村" and text[ending.end() : ending.end() + 1] in NOT_AFTER:
        return None
    words = rjieba.cut(before[-1] + ending[0], False)
    if len(words[-1]) > len(ending[0]):
        stem = words[-1][: -len(ending[0])]
        stem = stem if len(stem) > 1 else ""
    else:
        stem = words[-2] if len(words) > 1 else ""
        if (
            len(stem) == 1
            and len(words) > 2
            and len(words[-3]) == 1
            and words[-3] not in "的在到赴了和与及是从"
        ):
            stem = words[-3] + stem
    if len(stem) < 2 or _is_generic(stem):
        return None
    return _village(ending.start() - len(stem), ending.end(), text, None)


def _is_generic(stem: str) -> bool:
    return stem in GENERIC or any(stem.endswith(word) for word in GENERIC if len(word) > 1)


def _village(start: int, end: int, text: str, above: Name | None) -> Name:
    village = Name("place", start, end, start, end, name=text[start:end], level="village")
    if above is not None:
        village.code, village.scheme, village.as_of = above.code, above.scheme, above.as_of
    return village


def _recalled(
    text: str, found: dict[str, Name], villages: list[Name], taken: Sequence[tuple[int, int]]
) -> list[Name]:
    """Add the villages named before that stand again where their form alone did not show them."""
    spans = {(v.start, v.end) for v in villages} | set(taken)
    for surface, first in found.items():
        if first.code is None:
            continue
        for start in _occurrences(text, surface):
            end = start + len(surface)
            if all(end <= low or high <= start for low, high in spans):
                spans.add((start, end))
                again = _village(start, end, text, first)
                villages.append(again)
    return sorted(villages, key=lambda v: v.start)


def town_stems(text: str, places: Sequence[Sighting]) -> list[Sighting]:
    """Short names of towns that the text names in full (红格尔 for 红格尔苏木), of three characters or more."""
    stems: list[Sighting] = []
    towns = {}
    for place in places:
        if place.settled is not None and place.settled.level == "town":
            stem = re.sub("(?:苏木|街道|镇|乡)$", "", place.surface)
            if len(stem) > 2 and stem != place.surface:
                towns.setdefault(stem, place)
    spans = [(p.start, p.end) for p in places]
    for stem, town in towns.items():
        for start in _occurrences(text, stem):
            end = start + len(stem)
            if all(end <= low or high <= start for low, high in spans):
                spans.append((start, end))
                stems.append(Sighting(start, end, town.surface, town.candidates, True, town.settled))
    return stems


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
