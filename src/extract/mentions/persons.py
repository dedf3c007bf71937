"""A ground with its titles in, the persons named out: a form that looks like a name, and evidence.

jieba's model takes 惠农 and 荣获 for people because they look like it; here a form is weighed and then
has to be borne out by what stands around it: a title before, a verb of speaking behind, a note
in brackets, a list with other names, a word bound on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extract.mentions.name_forms import (
    dotted_name,
    han_weight,
    is_statesman,
    japanese_name_end,
    not_names,
    sound_spans,
    sound_weight,
    surname_at,
    surname_pattern,
    surnames,
    syllable_name_end,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground, begins_clause, posts, stops, tag_of, verbs
from extract.mentions.titles import MAKERS, Title, TitleReader
from extract.spans import Span

ENOUGH = 64
"""Weight of form and evidence together from which on a form is a person; tuned on running news."""

WEAK, ORDINARY, DOUBTFUL = -35, 22, -20
"""A form below is not looked at: with evidence, without; a surname below is looked at behind a title only."""

TITLED, PLAINLY, LISTED, SIGNED, TENURED, SPEECH, DEED, NOTE, TITLE_BEHIND, CUT = (
    60,
    45,
    45,
    95,
    50,
    42,
    16,
    75,
    66,
    -30,
)
"""Weights of what stands around a form."""

FOREIGN, FOREIGN_SHORT, FAMILIAR, BARE_FOREIGN = 88, 125, 25, 45
"""What a name in foreign sounds needs in all, one of two characters, and a name in the dictionary has."""

BARE, BARE_SHORT = 12, 20
"""What a form loses that nothing bears out, one of two characters more."""

_NOTE = re.compile(
    r"\((?:[男女](?:[,、][^()]{1,12})?|[\u4e00-\u9fff]{1,5}族|[0-9]{1,3}岁|化名|左|右|中|前排|音译)[^()]{0,12}\)"
)
_LATER = re.compile(r"等(?:[0-9一二三四五六七八九十两几多数百]{1,4}[名位个]?[人同]|人|同志|[一]?大?批|[\u4e00-\u9fff]{0,4}(?:先进|干部|领导|专家|同志))")
_ADDRESSES = tuple("先生 女士 小姐 太太 师傅 老师 同学 同志 某 家人 阿婆 阿公 阿姨 大爷 大妈 大娘 大姐 大哥 大叔 大嫂 奶奶 爷爷 伯伯 老汉 老人".split())
_PLACE_BEHIND = re.compile(
    r"[县市州省岛山河湖江海港湾镇村区国人族语队杯赛式号型牌星]|地区|大学|公司|集团|机场|海峡|半岛|群岛|盆地|沙漠|高原|平原|小镇|街|大街|"
    r"体育|现象|事件|协定|效应|主义|核电|公约|定律|奖|银行|酒店|饭店|教堂|广场|轿车|汽车|牧场|油田|运河|海沟|湾"
)
_WHERE = ("在", "往", "至", "到", "抵", "距", "赴", "从")
_NO_GIVEN = frozenset("和与及等在是的为对从向由被把了着过也都还就又不没很将并但而且所")
"""Characters that end no given name but begin the next words."""

_REGIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕甘青宁新蒙港澳台")
"""Short names of provinces: 云贵川 is no person."""

_THING = frozenset("岭河湖溪沟阁寺塔楼园菊鹿树草香县市区州村镇乡山原桥路街站库坝港湾洞泉寨屯庄堡关岛")
"""Characters that end the names of things and places more often than a given name."""

_AGE = re.compile(r"[0-9一二三四五六七八九十]岁的?$")
_OPENERS = "，。；：？！、,;:!?“”\"'‘’()（）【】《》…— \u3000\n\r"
_LIST_MARKS = "、和与及"
_BLANKS = " \u3000"


@dataclass(slots=True)
class Found:
    """A person found at one place, with the titles and epithets that stand with it."""

    start: int
    end: int
    weight: int
    titles: list[Title] = field(default_factory=list)
    epithets: list[tuple[str, Span]] = field(default_factory=list)


class PersonReader:
    """Reads the persons of one document block by block."""

    def __init__(self, ground: Ground, titles: TitleReader, taken: bytearray) -> None:
        self.ground = ground
        self.titles = titles
        self.taken = taken
        self.found: list[Found] = []
        self._at_end: dict[int, Found] = {}

    def read(self, first: int, last: int) -> None:
        """Find the persons of one block, left to right."""
        text, at = self.ground.text, first
        dot = text.find("·", first, last)
        while dot >= 0:
            span = dotted_name(self.ground, dot, first, last)
            if span and not any(self.taken[span[0] : span[1]]) and self._bears_dotted(span, first, last):
                self._keep(self._with_titles(Found(span[0], span[1], ENOUGH), first), first)
            dot = text.find("·", span[1] if span else dot + 1, last)
        runs = sound_spans(self.ground, first, last)
        self._read_runs([run for run in runs if run[1] - run[0] >= 4], first, last)
        short = {start: end for start, end in runs if end - start == 3}
        for position in self._candidates(first, last):
            if position < at:
                continue
            known = syllable_name_end(text, position, last) or japanese_name_end(self.ground, position, last) or position
            person = self._read_other(position, first, last) if known - position > 3 else None
            person = person or self._read_between(position, first, last)
            person = person or (self._read_short_run(short[position], first, last) if position in short else None)
            person = person or self._read_han(position, first, last) or self._read_other(position, first, last)
            if person is not None:
                self._keep(person, first)
                at = person.end
        self._read_runs([run for run in runs if run[1] - run[0] < 4], first, last)

    def _read_between(self, start: int, first: int, last: int) -> Found | None:
        """Whatever stands between blanks in a list of makers, or between 村民 and 说 without a word in it."""
        ground, text = self.ground, self.ground.text
        if self.taken[start] or start == first or not ("\u4e00" <= text[start] <= "\u9fff"):
            return None
        signed = text[start - 1] in " \u3000:"
        if not signed and not ground.ending(start, TITLE | PLAIN):
            return None
        end = start
        while end < min(last, start + 6) and "\u4e00" <= text[end] <= "\u9fff" and not self.taken[end]:
            if not signed and (told_by(text, end, last) or stops(text[end : ground.word_after(end)])):
                break
            end += 1
        if signed:
            closed = end >= last or text[end] in " \u3000)）】,，。;；、/"
            if not 2 <= end - start <= 3 + (surname_at(text, start) is None) or not closed:
                return None
            left, titles = self._left(start, first)
            fits = left == SIGNED and not ground.starts_title(start) and not ground.ending(end, TITLE)
            return Found(start, end, ENOUGH, titles) if fits else None
        borne = told_by(text, end, last) or (end < last and _NOTE.match(text, end, last))
        whole = ground.word_after(start) == end
        if not borne or not 3 <= end - start <= 5 or whole or ground.ending(end, TITLE | PLAIN):
            return None
        if surname_at(text, start) is not None and end - start == 3 and (han_weight(text[start:end]) or 0) > ORDINARY:
            return None
        words = self._words(start, end)
        if any(len(word) > 1 and tag_of(word) in ("n", "v", "a", "vn", "d") for word in words):
            return None
        return Found(start, end, ENOUGH, self._left(start, first)[1])

    def _words(self, start: int, end: int) -> list[str]:
        words = []
        while start < end:
            after = self.ground.word_after(start)
            words.append(self.ground.text[start:after])
            start = after
        return words

    def _read_short_run(self, end: int, first: int, last: int) -> Found | None:
        """詹祖里 after a title: foreign sounds that look more like it than like a Han name."""
        name = self.ground.text[end - 3 : end]
        if sound_weight(name) <= max(han_weight(name) or 0, han_weight(name[:2]) or 0, 40):
            return None
        return self._read_foreign(end - 3, end, first, last)

    def _read_runs(self, runs: list[Span], first: int, last: int) -> None:
        for start, end in runs:
            person = self._read_foreign(start, end, first, last)
            if person is not None:
                self._keep(person, first)

    def _candidates(self, first: int, last: int) -> list[int]:
        """Where a name may start: at every surname, and behind every title."""
        ground, text = self.ground, self.ground.text
        starts = {match.start() for match in surname_pattern().finditer(text, first, last)}
        for end in range(first, last):
            if end in ground.at_end and ground.ending(end, TITLE | PLAIN):
                while end < last and text[end] in "”: \u3000的":
                    end += 1
                starts.add(end)
        for match in _NOTE.finditer(text, first, last):
            starts.update(range(max(first, match.start() - 8), match.start() - 1))
        inside: set[int] = set()
        for end in range(first, last + 1):
            if end in ground.at_end and (hit := ground.ending(end, TITLE | PLAIN)):
                inside.update(range(hit[0] + 1, end))
        starts -= inside
        return sorted(start for start in starts if start < last)

    def _read_han(self, start: int, first: int, last: int) -> Found | None:
        text = self.ground.text
        surname = surname_at(text, start)
        if surname is None or self.taken[start] or text.startswith(_ADDRESSES, start + len(surname)):
            return None
        weight = surnames()[surname]
        if weight < DOUBTFUL and not is_statesman(text[start : start + 3]) and not self._may_start(start, first):
            return None
        if self._is_addressed(start + len(surname), last):
            return None
        best: Found | None = None
        titles: list[Title] | None = None
        for length in (len(surname) + 1, len(surname) + 2):
            end = start + length
            if end > last or self.taken[end - 1]:
                break
            form = han_weight(text[start:end])
            if form is None or form < WEAK:
                continue
            if titles is None:
                left, titles = self._left(start, first)
            right = self._right(start, end, last)
            if form < ORDINARY and left < LISTED and right < SPEECH:
                continue
            total = form + left + right + self._bounds(start, end, left)
            if left < PLAINLY and right < DEED:
                total -= BARE_SHORT if length == 2 else BARE
            if best is None or total > best.weight:
                best = Found(start, end, total, list(titles))
        return best if best is not None and best.weight >= ENOUGH else None

    def _is_addressed(self, start: int, last: int) -> bool:
        """Whether an office follows the surname (马院长, 祁副厅长): then there is no given name."""
        at_end = self.ground.at_end
        for end in range(start + 2, min(start + 6, last + 1)):
            for begin, bits in at_end.get(end, ()):
                if bits & TITLE and (begin == start or (begin == start + 1 and self.ground.text[start] == "副")):
                    return True
        return False

    def _may_start(self, start: int, first: int) -> bool:
        """Whether something before a doubtful surname (于, 和, 安) announces a name."""
        before = start
        while before > first and self.ground.text[before - 1] in "”: \u3000的":
            before -= 1
        at_end = self.ground.ending(before, TITLE | PLAIN)
        return at_end is not None or before < start or (start - 1 in self._at_end)

    def _left(self, start: int, first: int) -> tuple[int, list[Title]]:
        """What stands before a form: its weight as evidence, and the titles."""
        ground, text = self.ground, self.ground.text
        if start == first:
            return 8, []
        at = start
        while at > first and text[at - 1] in "”: \u3000":
            at -= 1
        series = self.titles.series_before(at, first)
        if series:
            return (SIGNED if series[-1].text in MAKERS else TITLED), series
        if text[at - 1] == "的" and (held := self._held(at - 1, first)):
            return TENURED, held
        if ground.ending(at, PLAIN) or _AGE.search(text, max(first, start - 6), start):
            return PLAINLY, []
        mark = text[start - 1]
        if mark in _LIST_MARKS and start - 1 in self._at_end:
            return LISTED, []
        if mark in _BLANKS and (other := self._at_end.get(at)) is not None:
            return (SIGNED if any(t.text in MAKERS for t in other.titles) else LISTED), []
        if mark in _OPENERS:
            return 8, []
        word = text[ground.word_before(start) : start]
        return (10, []) if word in verbs()["lead"] else (-4, [])

    def _held(self, end: int, first: int) -> list[Title]:
        """挂任县委常委、副县长的: the titles of one who holds them."""
        series = self.titles.series_before(end, first)
        if series and self.titles.tenure(series[0].start) is not None:
            return series
        return []

    def _right(self, start: int, end: int, last: int) -> int:
        """What stands behind a form, as evidence."""
        ground, text = self.ground, self.ground.text
        if end >= last:
            return 8
        char = text[end]
        if char == "(":
            return NOTE if _NOTE.match(text, end, last) else 12
        if self._title_behind(end):
            return TITLE_BEHIND if ground.bounds[end] else 0
        verb = _verb_at(text, end, last)
        if verb:
            return verb
        if _LATER.match(text, end, last):
            return 30
        if char in _LIST_MARKS:
            other = surname_at(text, end + 1) if end + 1 < last else None
            if other is not None:
                forms = [han_weight(text[end + 1 : end + 1 + n]) or 0 for n in (2, 3, 4)]
                return 25 if max(forms) >= 35 else 4
            return 4
        if char in _OPENERS:
            return 8
        return 8 if begins_clause(text[end : ground.word_after(end)]) else 0

    def _title_behind(self, end: int) -> bool:
        """Whether an office or a form of address stands right behind (李明教授, 王芳同志)."""
        text = self.ground.text
        if self.ground.starts_title(end):
            return True
        return any(text.startswith(word, end) for word in posts()["courtesy"] if len(word) > 1)

    def _bounds(self, start: int, end: int, left: int) -> int:
        """How well the form sits on the word bounds, and whether it is a word itself."""
        ground = self.ground
        weight = 0
        form = ground.text[start:end]
        if (form in not_names() or all(char in _REGIONS for char in form)) and left < LISTED:
            return -ENOUGH * 4
        if form in not_names():
            weight -= 45
        elif ground.text[start : start + 2] in not_names():
            weight -= 25
        if form[-1] in _THING and left < LISTED:
            weight -= 30
        if ground.text[end - 1] in _NO_GIVEN:
            weight -= 45
        if not ground.bounds[start]:
            weight += CUT if left < PLAINLY else 0
        if not ground.bounds[end]:
            weight += CUT if left < PLAINLY else CUT + 8
            if ground.word_after(end) == end + 1 and end - start == 2:
                weight -= 20  # 汪永 in 汪永年分3次, where 永年 is a word
        word_end = ground.word_after(start)
        if ground.bounds[start] and word_end - start > 1:
            word = ground.text[start:word_end]
            if tag_of(word) in ("nr", "nrt", "nrfg"):
                weight += (15 if len(word) < 3 else 40) if word_end == end else -5
            elif word_end == end:
                weight -= 90 if begins_clause(word) else 50 if left < LISTED or len(word) == 2 else 10
            elif word_end > end:
                weight -= 20
            elif left < PLAINLY:
                weight -= 25
        return weight

    def _read_other(self, start: int, first: int, last: int) -> Found | None:
        """A name of known parts without a Chinese surname (哈斯巴根), with evidence only."""
        ground, text = self.ground, self.ground.text
        if self.taken[start] or not (start == first or ground.bounds[start] or text[start - 1] in _OPENERS):
            return None
        end = syllable_name_end(text, start, last) or japanese_name_end(ground, start, last)
        if end is None or any(self.taken[start:end]):
            return None
        left, titles = self._left(start, first)
        right = self._right(start, end, last)
        ample = end - start >= 3
        if left >= LISTED:
            enough = right > 0 or ample
        else:
            enough = right >= NOTE or (ample and left > 0 and right >= SPEECH)
        return Found(start, end, ENOUGH, titles) if enough else None

    def _read_foreign(self, start: int, end: int, first: int, last: int) -> Found | None:
        """A name in foreign sounds (克林顿): weighed like a Han name, with more asked for."""
        text = self.ground.text
        if any(self.taken[start:end]) or text[start - 1 : start] == "·" or text[end : end + 1] == "·":
            return None
        form = sound_weight(text[start:end])
        tag = tag_of(text[start:end])
        if text[start:end] in not_names():
            return None
        if tag in ("nr", "nrt", "nrfg"):
            form += FAMILIAR
        elif tag not in ("x", "nz"):
            return None
        left, titles = self._left(start, first)
        if _PLACE_BEHIND.match(text, end, last) or (left < PLAINLY and text[start - 1 : start] in _WHERE):
            return None
        right = self._right(start, end, last)
        total = form + left + right
        if left < PLAINLY and right < DEED:
            total -= BARE_FOREIGN
        asked = FOREIGN if end - start >= 3 else FOREIGN_SHORT
        return Found(start, end, total, titles) if total >= asked else None

    def _bears_dotted(self, span: Span, first: int, last: int) -> bool:
        """Whether a form with a dot is a person: long enough, or borne out by what is around it."""
        if self.ground.text[span[0] - 1 : span[0]] == "“" and span[1] < last and self.ground.text[span[1]] == "”":
            return False  # “普安红·瑞安情”
        left, _ = self._left(span[0], first)
        return left > 0 or self._right(span[0], span[1], last) > 0 or span[1] - span[0] >= 5

    def _with_titles(self, person: Found, first: int) -> Found:
        person.titles = self._left(person.start, first)[1]
        return person

    def _keep(self, person: Found, first: int) -> None:
        """Remember a person; one of a list shares the titles and epithets of the one before it."""
        text = self.ground.text
        self._read_epithet(person, first)
        behind = self.titles.title_at(person.end)
        if behind is not None:
            person.titles.append(behind)
        before = text[person.start - 1 : person.start]
        neighbour = self._at_end.get(person.start - 1)
        if neighbour is not None and before and before in _LIST_MARKS + _BLANKS:
            if not person.titles:
                person.titles = list(neighbour.titles)
            if not person.epithets:
                person.epithets = list(neighbour.epithets)
        self.found.append(person)
        self._at_end[person.end] = person
        for at in range(person.start, person.end):
            self.taken[at] = 1

    def _read_epithet(self, person: Found, first: int) -> None:
        """“背篼书记”朱晖: words in quotation marks right before a name."""
        text = self.ground.text
        if text[person.start - 1 : person.start] != "”" or person.start - 1 < first:
            return
        opening = text.rfind("“", max(first, person.start - 12), person.start)
        if opening >= 0 and person.start - opening >= 4:
            inner = (opening + 1, person.start - 1)
            person.epithets.append((text[inner[0] : inner[1]], inner))
            person.titles = [t for t in person.titles if t.end <= opening]


@cache
def _verbs_by_char() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for kind, weight in (("speech", SPEECH), ("deed", DEED)):
        for verb in verbs()[kind]:
            table.setdefault(verb[0], []).append((verb, weight))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def told_by(text: str, start: int, last: int) -> bool:
    """Whether a verb of speaking starts at `start`."""
    return start < last and _verb_at(text, start, last) >= SPEECH


def _verb_at(text: str, start: int, last: int) -> int:
    """The weight of the verb that starts at `start`, 0 if none does."""
    for verb, weight in _verbs_by_char().get(text[start], ()):
        if text.startswith(verb, start, last):
            return weight
    return 0
