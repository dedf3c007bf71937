"""A form in the text in, what bears it out out: what stands before it, behind it, and on its word bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.mentions.name_forms import given_weights, han_weight, not_names, surname_at
from extract.mentions.name_words import PLAIN, Ground, begins_clause, posts, stops, tag_of, verbs
from extract.mentions.titles import Title, TitleReader
from extract.patterns import pattern_of
from extract.spans import Span
from extract.text.vocabulary import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ENOUGH: Final = 64
"""Weight of form and evidence together from which on a form is a person; tuned on running news."""

TITLED, PLAINLY, LISTED, SIGNED, TENURED = 60, 45, 45, 95, 50
"""Weights of what stands before a form: a title, 村民, another name and 、, 记者, 挂任…的."""

SPEECH, DEED, NOTE, TITLE_BEHIND, LATER, LIST_AHEAD, BRACKET = 42, 16, 75, 66, 30, 25, 12
"""Weights of what stands behind it: 说, 带队, （女）, 教授, 等5人, 、 and another name, a bracket."""

LEAD, OPEN_LEFT, CLOSED, UNLED, LIST_MARK = 10, 8, 8, -4, 4
"""Weights of 由 or a mark before a form, of a mark or verb behind it, of some other word, of a mere 、."""

BODY_BEFORE: Final = 12
"""Weight of a body right before a form: 武夷学院李远华."""

ONES, UNLIKELY_ONE, COMMONPLACE = 20, -30, -20
"""Weight of three characters that make no words, if each is worth more than the second; of two characters
below which no given name is likely."""

LONG_WORD: Final = 40
"""Weight of a name of three characters that is one word to the dictionary."""

IN_WORD, OVER_WORD, BEYOND_WORD, BEYOND_NAME = -50, -20, -25, -5
"""Weights of a form that is a word of the language, the beginning of one, a word or a name and more."""

CUT: Final = -30
"""Weight of a word that runs over the bounds of a form."""

NOTE_BEHIND: Final = pattern_of(
    r"\((?:[男女](?:[,、][^()]{1,12})?|[\u4e00-\u9fff]{1,5}族|[0-9]{1,3}岁|化名|左|右|中|前排|音译)[^()]{0,12}\)"
)
_LATER: Final = pattern_of(
    r"等(?:[0-9一二三四五六七八九十两几多数百]{1,4}[名位个]?[人同]|人|同志|一?大?批|[\u4e00-\u9fff]{0,4}(?:先进|干部|领导|专家|同志))"
)
_DAN: Final = pattern_of("[初二三四五六七八九]段")
"""What a player of go is: 常昊九段."""

_MEANWHILE: Final = pattern_of(
    r"(?:[还也则又都曾却并]|今天|昨天|昨日|今日|当天|日前|近日|(?:[0-9]{1,2}月)?[0-9]{1,2}日|周[一二三四五六日]|上午|下午|晚上?|晨|早)+"
)
"""What may stand between a person and a verb of speaking: 桥本还表示, 哈姆迪6月2日说."""

_MEANWHILE_HEADS: Final = frozenset("还也则又都曾却并今昨当日近周上下晚晨早0123456789")

_COUNTS: Final = frozenset("一二三四五六七八九十百千万率化性感度杯证报人旅军队团派")
"""Characters of words that the dictionary takes for names: 二十大, 贡献率."""

_NO_WORD: Final = frozenset({"x", "nr", "nrt", "nrfg", "nz", "zg"})

_NO_GIVEN: Final = frozenset("以作致做受和与及等在是的为对从向由被把了着过也都还就又不没很将并但而且所")
"""Characters that end no given name but begin the next words."""

_REGIONS: Final = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕甘青宁新蒙港澳台")
"""Short names of provinces: 云贵川 is no person."""

_THING: Final = frozenset("岭河湖溪沟阁寺塔楼园菊鹿树草香县市区州村镇乡山原桥路街站库坝港湾洞泉寨屯庄堡关岛")
"""Characters that end the names of things and places more often than a given name."""

_NO_LAST: Final = frozenset("家等县市区省州镇乡村组队们方处氏某")
"""Characters that behind a name are words: 王伟家."""

_BEFORE_NOUNS: Final = frozenset("向于从由以同和与及对")
"""Surnames that are prepositions oftener."""

_AGE: Final = pattern_of(r"[0-9一二三四五六七八九十]岁的?$")
OPENERS: Final = frozenset("，。；：？！、,;:!?“”\"'‘’()（）【】《》…— \u3000\n\r")
LIST_MARKS: Final = "、和与及"
BLANKS: Final = " \u3000"
LEADING: Final = frozenset("”: \u3000)的" + LIST_MARKS)
"""What may stand between a form and a title or name before it; anything else weighs no more than a body."""

PERSON_TAGS: Final = frozenset({"nr", "nrt", "nrfg"})


@dataclass(slots=True)
class Found:
    """A person found at one place, with the titles and epithets that stand with it."""

    start: int
    end: int
    weight: int
    titles: list[Title] = field(default_factory=list)
    epithets: list[tuple[str, Span]] = field(default_factory=list)


class Evidence:
    """Weighs the surroundings of forms in one document.

    `ends` maps the end of each person found so far to the titles it stands with.
    """

    def __init__(self, ground: Ground, titles: TitleReader, ends: Mapping[int, list[Title]]) -> None:
        self.ground = ground
        self.titles = titles
        self.ends = ends
        self.body_ends = titles.body_ends

    def before(self, start: int, first: int) -> tuple[int, list[Title]]:
        """What stands before a form: its weight as evidence, and the titles."""
        ground, text = self.ground, self.ground.text
        if start == first:
            return OPEN_LEFT, []
        at = start
        while at > first and text[at - 1] in "”: \u3000":
            at -= 1
        series = self.titles.series_before(at, first)
        if series and not (series[-1].start in self.ends and len(series) == 1):
            return (SIGNED if series[-1].text in posts()["maker"] else TITLED), series
        if text[at - 1] == "的" and (held := self._held(at - 1, first)):
            return TENURED, held
        if ground.ending(at, PLAIN) or _AGE.search(text, max(first, start - 6), start):
            return PLAINLY, []
        mark = text[start - 1]
        if mark in LIST_MARKS and start - 1 in self.ends:
            return LISTED, []
        if mark in BLANKS and (other := self.ends.get(at)) is not None:
            return (SIGNED if any(t.text in posts()["maker"] for t in other) else LISTED), []
        if mark in OPENERS:
            return OPEN_LEFT, []
        if start in self.body_ends:
            return BODY_BEFORE, []
        word = text[ground.word_before(start) : start]
        return (LEAD if word in _leads() else UNLED), []

    def _held(self, end: int, first: int) -> list[Title]:
        """挂任县委常委、副县长的: the titles of one who holds them."""
        series = self.titles.series_before(end, first)
        if series and self.titles.tenure(series[0].start) is not None:
            return series
        return []

    def behind(self, end: int, last: int) -> int:
        """What stands behind a form, as evidence."""
        ground, text = self.ground, self.ground.text
        if end >= last:
            return CLOSED
        char = text[end]
        if char == "(":
            return NOTE if NOTE_BEHIND.match(text, end, last) else BRACKET
        if end in ground.title_starts or end in ground.address_starts:
            return TITLE_BEHIND if ground.bounds[end] else 0
        if char == "等" and _LATER.match(text, end, last):
            return LATER
        if text[end + 1 : end + 2] == "段" and _DAN.match(text, end, last):
            return TITLE_BEHIND
        if char in _MEANWHILE_HEADS:
            told = _MEANWHILE.match(text, end, last)
            if told is not None and told_by(text, told.end(), last):
                return SPEECH
        verb = verb_weight(text, end, last)
        if verb:
            return verb
        if char in LIST_MARKS:
            other = surname_at(text, end + 1) if end + 1 < last else None
            if other is not None:
                forms = [han_weight(text[end + 1 : end + 1 + n]) or 0 for n in (2, 3, 4)]
                return LIST_AHEAD if max(forms) >= 35 else LIST_MARK
            return LIST_MARK
        if char in OPENERS:
            return CLOSED
        return CLOSED if begins_clause(text[end : ground.word_after(end)]) else 0

    def lacks_last(self, end: int, last: int) -> bool:
        """Whether one character that may end the name and begins no clause stands behind a form."""
        text, ground = self.ground.text, self.ground
        if end + 1 >= last or not ground.bounds[end] or ground.word_after(end) != end + 1:
            return False
        return (
            "\u4e00" <= text[end] <= "\u9fff"
            and text[end] not in _NO_LAST
            and (text[end] in given_weights() or not stops(text[end]))
        )

    def most_on_bounds(self, start: int, end: int) -> int:
        """What a form that nothing announces weighs at most by its word bounds: see `on_bounds`."""
        ground = self.ground
        cut = 0 if ground.bounds[end] else CUT
        if not ground.bounds[start]:
            return CUT + cut
        word_end = ground.word_after(start)
        if word_end - start == 1:
            return ONES + cut
        if tag_of(ground.text[start:word_end]) in PERSON_TAGS:
            return (LONG_WORD if word_end == end else BEYOND_NAME) + cut
        return (IN_WORD if word_end == end else OVER_WORD if word_end > end else BEYOND_WORD) + cut

    def on_bounds(self, start: int, end: int, left: int) -> int:
        """How well the form sits on the word bounds, and whether it is a word itself."""
        ground = self.ground
        weight = 0
        form = ground.text[start:end]
        if (form in not_names() or all(char in _REGIONS for char in form)) and left < LISTED:
            return -ENOUGH * 4
        if form in not_names():
            common = 45 if left > PLAINLY else 70  # 农民辛勤劳作
            weight -= common if ground.bounds[start] else ENOUGH * 4  # 文学 in 儿童文学作家
        elif ground.text[start : start + 2] in not_names():
            weight -= 25
        if form[-1] in _THING and left < LISTED:
            weight -= 30
        if ground.text[end - 1] in _NO_GIVEN:
            weight -= 45
        if form[0] in _BEFORE_NOUNS and left < LISTED:
            weight -= 25  # 向世界
        if ground.text[start - 1 : start].isdigit():
            weight -= ENOUGH  # 这3张卫星图片
        if end - start == 3 and ground.bounds[start] and ground.word_after(start) == start + 1:
            weight += self._parted(start, end, left)
        if not ground.bounds[start]:
            weight += CUT if left < PLAINLY else 0
        if not ground.bounds[end]:
            weight += CUT if left < PLAINLY else CUT + 8
            if end - start == 3 and begins_clause(ground.text[end - 1 : ground.word_after(end)]):
                weight -= 25  # 尹莉 in 尹莉明白
            if ground.word_after(end) == end + 1 and end - start == 2:
                weight -= 20  # 汪永 in 汪永年分3次, where 永年 is a word
        word_end = ground.word_after(start)
        if ground.bounds[start] and word_end - start > 1:
            word = ground.text[start:word_end]
            if tag_of(word) in PERSON_TAGS:
                beyond = (
                    -30 if end - word_end == 1 and ground.bounds[end] and left < LISTED else BEYOND_NAME
                )  # 徐渭 in 徐渭诗
                weight += (15 if len(word) < 3 else LONG_WORD) if word_end == end else beyond
            elif word_end == end:
                weight += (
                    -90
                    if begins_clause(word)
                    else IN_WORD
                    if left < LISTED
                    else -30
                    if len(word) == 2
                    else -10
                )
            elif word_end > end:
                weight += OVER_WORD
            elif left < PLAINLY:
                weight += BEYOND_WORD
        return weight

    def _parted(self, start: int, end: int, left: int) -> int:
        """What it says that a form is parted behind its surname: 侯|御|之 has no word in it, 向|世界 one."""
        ground = self.ground
        if not ground.bounds[end]:
            return 0
        if ground.word_after(start + 1) == end:
            given = ground.text[start + 1 : end]
            if ground.text[start] in "曾都连将常时任应" and begins_clause(given):
                return -ENOUGH * 2  # 总书记曾回信勉励
            common = (
                given in not_names() or sum(given_weights().get(char, -30) for char in given) < COMMONPLACE
            )
            return -25 if common and left < LISTED else 0
        if any(given_weights().get(char, -50) < UNLIKELY_ONE for char in ground.text[start + 1 : end]):
            return 0
        after = ground.word_after(end)
        crowded = after - end == 1 and not stops(ground.text[end:after]) and ground.text[end] not in OPENERS
        return 0 if crowded else ONES


@cache
def _leads() -> frozenset[str]:
    return verbs()["lead"]


@cache
def _verbs_by_char() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for kind, weight in (("speech", SPEECH), ("deed", DEED)):
        for verb in verbs()[kind]:
            table.setdefault(verb[0], []).append((verb, weight))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def speech_pattern() -> re.Pattern[str]:
    """Matches a verb of speaking."""
    return pattern_of(any_of(verbs()["speech"]))


@cache
def is_familiar(name: str) -> bool:
    """Whether a form of three characters is a person's name to the dictionary, and made like one.

    >>> is_familiar("恽代英"), is_familiar("安全感")
    (True, False)
    """
    if len(name) != 3 or tag_of(name) not in PERSON_TAGS or name in not_names():
        return False
    words = tag_of(name[:2]), tag_of(name[1:])
    return all(tag in _NO_WORD for tag in words) and not set(name) & _COUNTS


def told_by(text: str, start: int, last: int) -> bool:
    """Whether a verb of speaking starts at `start`."""
    return start < last and verb_weight(text, start, last) >= SPEECH


def verb_weight(text: str, start: int, last: int) -> int:
    """The weight of the verb that starts at `start`, 0 if none does."""
    for verb, weight in _verbs_by_char().get(text[start : start + 1], ()):
        if text.startswith(verb, start, last):
            return weight
    return 0
