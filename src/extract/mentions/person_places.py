"""A form in foreign sounds in, whether it rather names a place or a thing out (杜伊斯堡, not 克林顿)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from extract.mentions.name_forms import sound_weights
from extract.mentions.name_words import verbs
from extract.mentions.person_evidence import told_by
from extract.patterns import pattern_of

_BEHIND: Final = pattern_of(
    r"[0-9]{1,2}号|[县市州省岛山河湖江海港湾镇村区国人族语队杯赛式号型牌星街奖]|[梨瓜枣]|地区|大学|公司|集团|机场|"
    r"海峡|半岛|群岛|盆地|沙漠|高原|平原|空军|基地|难民|等地|等多地|小镇|大街|体育|现象|事件|协定|效应|主义|核电|公约|"
    r"定律|银行|酒店|饭店|教堂|广场|轿车|汽车|牧场|油田|运河|海沟"
)
"""What stands behind the names of places and things."""

_TOWN_BEHIND: Final = pattern_of("([\u4e00-\u9fff]{1,2})[镇市省州村]")
_PLACE_LIST: Final = pattern_of("(?:[、和][\u4e00-\u9fff]{2,6}){0,3}等(?:多?地|多?国|城市)")
_TOWARDS: Final = ("在", "往", "至", "到", "抵", "距", "赴", "从")
UNITS: Final = frozenset("旅军团派赛杯")
"""Characters that end the names of troops and contests: 卡桑旅."""


class Lands:
    """The places of one document, those found and those that their surroundings give away."""

    def __init__(self, text: str, ends: Iterable[int]) -> None:
        self._text = text
        self._found = frozenset(ends)
        self._ends = set(ends)

    def has(self, start: int, end: int, first: int, last: int, *, led: bool) -> bool:
        """Tell whether foreign sounds are a place or a thing; `led`: a title or the like stands before."""
        text = self._text
        if _BEHIND.match(text, end, last):
            return True
        rest = _TOWN_BEHIND.match(text, end, last)
        if rest is not None and all(char in sound_weights() for char in rest[1]):
            return True  # 扎波|列斯镇
        if led:
            return False
        before = text[start - 1 : start]
        if before in _TOWARDS or text.endswith(_whereabouts(), first, start - (before == "了")):
            return True
        quoted = before == "“" and text[end : end + 1] == "”"  # “杜苏芮”
        listed = before in ("、", "和") and start - 1 in self._ends
        behind_place = start in self._found and not told_by(text, end, last)  # 德国|杜伊斯堡
        if not (quoted or listed or behind_place or _PLACE_LIST.match(text, end, last)):
            return False
        self._ends.add(end)
        return True


@cache
def _whereabouts() -> tuple[str, ...]:
    return tuple(verbs()["whereabouts"])
