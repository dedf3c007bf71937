"""A ground and its places in, the bodies named in the text out: ministries, bureaus, schools, firms.

The end of a name is easy (公司, 医院, 局), its start is not: from the ending the reader walks left
over words that can be part of a name and stops at a verb, a particle, a mark. What it walked over
is a name if something in it is particular: a place, a body known by name, a number, a proper noun.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from extract.mentions.body_lists import LIST_END, items_before
from extract.mentions.body_words import (
    body_words,
    branch_words,
    brand_words,
    is_nominal,
    is_proper,
    party_words,
    short_bodies,
)
from extract.mentions.name_forms import sound_weights
from extract.mentions.name_words import (
    BODY,
    ENDING,
    LEVELS,
    LOCAL,
    OFFICE,
    OPEN,
    RULE,
    Ground,
    full_names,
    is_mark,
    local_names,
    name_words,
    stop_words,
    stops,
)
from extract.patterns import pattern_of
from extract.spans import Name, Span

_ORDINALS: Final = frozenset("一二三四五六七八九十百零〇0123456789")
_ORDINAL: Final = pattern_of(r"第[一二三四五六七八九十百零〇0-9]{1,4}$")
_NUMBERED: Final = pattern_of(r"第[一二三四五六七八九十百零〇0-9]{1,4}")
_FOUNDED: Final = pattern_of(r"(?:成立|组建|设立|挂牌|新设)了?$")
_NUMERALS: Final = frozenset("一二三四五六七八九十百千万亿两几多数半零0123456789.个家所座名位")
_COUNTING: Final = frozenset("多几数半两个家所座名位")
_JOINTS: Final = frozenset("和与及")
_WALK: Final = 9
"""Most words an ending may have in front of it: 中国电力建设集团水电第十四工程局 has six."""


def find_organizations(ground: Ground, spans: list[Span], places: list[Name]) -> list[Name]:
    """Return the bodies named inside `spans` (the blocks), left to right, outermost ones only.

    >>> text = "由公安部第一研究所对接帮扶"
    >>> [text[o.start:o.end] for o in find_organizations(Ground(text), [(0, len(text))], [])]
    ['公安部第一研究所']
    """
    reader = _Reader(ground, places)
    reader.read(spans)
    return reader.names()


@dataclass(slots=True)
class _Walk:
    """How far a walk from the ending at `start` has come, and what it met.

    `firm` endings (公司) make a name of any brand, `wide` ones take unknown characters; `proper` is where
    the leftmost particular word starts, `anchor` where a place or body in the name ends.
    """

    start: int
    left: int
    firm: bool
    wide: bool
    proper: int | None = None
    anchor: int | None = None
    ones: set[int] = field(default_factory=set)

    def go_to(self, left: int, *, proper: bool = False) -> bool:
        """Go on from `left`; a particular word there is remembered."""
        self.left = left
        if proper:
            self.proper = left
        return True

    def end_at(self, left: int, anchor: int) -> bool:
        """The name starts at `left`, for good."""
        self.left, self.anchor = left, anchor
        return False


class _Reader:
    """Walks from endings to starts; remembers what it found, for bodies inside bodies."""

    def __init__(self, ground: Ground, places: list[Name]) -> None:
        self.ground = ground
        self.place_at_end: dict[int, int] = {}
        self.place_at_start: dict[int, int] = {}
        self.countries: dict[int, int] = {}
        self.inside_place: set[int] = set()
        for place in places:
            start, end = place.start, place.end
            self.place_at_start[start] = end
            self.place_at_end[end] = min(self.place_at_end.get(end, start), start)
            self.inside_place.update(range(start + 1, end))
            if place.level == "country":
                self.countries[end] = start
        self.found: dict[int, int] = {}
        self.loose: list[Span] = []
        self._never, self._bare, self._side = body_words("never"), body_words("bare"), body_words("side")

    def read(self, spans: list[Span]) -> None:
        """Read the blocks: endings from left to right, then lists and coordinations."""
        ground = self.ground
        lists = deque((match.start(), bool(match[1])) for match in LIST_END.finditer(ground.text))
        ends, number = ground.body_ends, 0
        for first, last in spans:
            number = bisect_right(ends, first, number)
            while number < len(ends) and ends[number] <= last:
                end = ends[number]
                number += 1
                for start, bits in ground.at_end[end]:
                    if bits & (ENDING | BODY) and start >= first and self._try(start, end, bits, first):
                        break
            while lists and lists[0][0] < last:
                at, praised = lists.popleft()
                if at >= first:
                    self._read_list(at, first, praised)
            if self.loose:
                self._join_coordinated(first, last)

    def _try(self, start: int, end: int, bits: int, first: int) -> bool:
        """Read the body that ends with the ending or body at `start`; whether there is one."""
        if not self._may_end(start, end, bits):
            return False
        text = self.ground.text
        if bits & BODY and (self.ground.bounds[start] or text[start:end] not in short_bodies()):
            if not bits & ENDING or start == first:
                country = self.countries.get(start, -1)  # 俄罗斯国家杜马
                self.found[end] = country if country >= first else self._widen(start, first)
                return True
            left, anchor, proper = self._walk(start, bits, first)
            self.found[end] = left if anchor is not None and left < start else start
            return True
        left, anchor, proper = self._walk(start, bits, first)
        if self._is_name(start, end, left, bits, anchor, proper):
            self.found[end] = left
            return True
        if bits & (OPEN | RULE) and end - left >= 6 and left < start:
            self.loose.append((left, end))
        if (
            (text[start:end] in body_words("committee") or text[start:end] in body_words("league"))
            and self.ground.bounds[start]
            and text[start - 1 : start] not in body_words("plural")
        ):
            self.found[end] = start
        return False

    def _may_end(self, start: int, end: int, bits: int) -> bool:
        """Whether the name of a body can end with the ending at `start`: no word or place runs over it."""
        ground, text = self.ground, self.ground.text
        if (
            not ground.bounds[end]
            and end not in ground.title_starts
            and not (bits & BODY and end - start > 3)
        ):
            headed = (
                text[end : end + 1] == "长" and text[end - 1] in "部局厅署社" and end - 1 not in self.found
            )
            if not headed or end - 1 not in ground.title_starts:
                return False  # headed: the 财政部 of 财政部长
        if end in self.inside_place or text[end : end + 1] in ("业", "界"):
            return False  # 中国银行 in 中国银行业
        word = text[ground.word_before(end) : end]
        if word in self._never or text[end - 2 : end] in self._never:
            return False  # 部 in 全部, 署 in 部署, 处 in 交界处
        if end - start > 1:
            return True
        if len(word) > 2:
            if text[end - 2 : end] in self._bare:
                return False  # 司 in 美国公司
            if word not in local_names() and not is_nominal(word):
                return False  # 谋篇布局
        beside = text[start - 1 : start] in self._side and start not in self.place_at_end  # 巴西|队
        return len(word) != 2 and not beside

    def _widen(self, start: int, first: int) -> int:
        """Take a body or place right in front of a known body into its name."""
        while True:
            before = self.found.get(start)
            if before is None or before < first:
                return start
            start = before

    def _walk(self, start: int, bits: int, first: int) -> tuple[int, int | None, bool]:
        """Walk left from an ending: start of the name, end of a place or body in it, if it is proper."""
        firm = bool(bits & OPEN)
        wide = firm or self.ground.word_after(start) - start > 2  # 派出所, but not 局
        walk = _Walk(start, start, firm, wide)
        for _ in range(_WALK):
            if walk.left <= first or not self._step(walk, first):
                break
        if walk.anchor is not None:
            return walk.left, walk.anchor, walk.proper is not None
        left = walk.left if walk.proper is None else walk.proper
        if walk.proper is not None and self._has_level(left, first):
            left -= 1  # 市第四人民医院
        return left, None, walk.proper is not None

    def _step(self, walk: _Walk, first: int) -> bool:
        """Take one more word into the name; whether the walk can go on."""
        ground, text, left = self.ground, self.ground.text, walk.left
        outer = self._anchor_before(left, first, walk.start)
        if outer is not None:
            return walk.end_at(self._before_place(outer, first), left)
        char = text[left - 1]
        if char == ")" and (opening := text.rfind("(", max(first, left - 8), left)) > 0:
            walk.left = opening
            return True
        at = ground.word_before(left)
        if is_mark(char) or at < first or ground.ending(left, OFFICE):
            return False
        word = text[at:left]
        if (inner := self._inner_anchor(word, at, left)) is not None:
            return walk.end_at(self._before_place(at, first), inner)
        if char in _ORDINALS and (ordinal := _ORDINAL.search(text, max(first, left - 6), left)):
            return walk.go_to(ordinal.start(), proper=True)
        if char.isdigit():
            if left == walk.start and len(word) == 3 and word.isdecimal():  # 301医院
                walk.go_to(at, proper=True)
            return False
        if len(word) > 1 and word[0] in _NUMERALS and all(letter in _NUMERALS for letter in word):
            school = text.startswith(("中学", "小学"), left) and not set(word) & _COUNTING
            numbered = school and left == walk.start and at in self.place_at_end
            return walk.end_at(self._before_place(at, first), at) if numbered else False  # 北京九十中学
        if (anchored := self._anchored_by(word, at, walk, first)) is not None:
            return walk.end_at(anchored, at if word in _JOINTS else left)
        if len(word) == 1:
            return self._step_one(walk, word, at, first)
        if stops(word) and not (walk.firm and word == "企业" and text.startswith(brand_words(), left)):
            return False
        return walk.go_to(at, proper=is_proper(word))

    def _inner_anchor(self, word: str, at: int, left: int) -> int | None:
        """Where the place ends that a longer word begins with: 北京国安队 and 国家环保总局 are words."""
        if len(word) < 3:
            return None
        place = self.place_at_start.get(at)
        if place is not None and place < left:
            return place
        anchor = next((a for a in body_words("anchor") if word.startswith(a) and len(word) > len(a)), None)
        return at + len(anchor) if anchor else None

    def _anchored_by(self, word: str, at: int, walk: _Walk, first: int) -> int | None:
        """Where the name starts, if the word itself makes it a name: 中国, 中铁, the 县 of 县民族中学."""
        ground = self.ground
        if word in _JOINTS:
            return self._across(at, first, walk.firm)
        if word in body_words("prefix"):
            return at
        if word in body_words("anchor"):
            before = ground.word_before(at)
            if at - before > 2 and before >= first and is_proper(ground.text[before:at]):
                at = before  # 三江源国家公园管理局
            return self._before_place(at, first)
        own = walk.firm and walk.left < walk.start and word in LEVELS and not self._is_unknown(at - 1, first)
        return at if own and self._has_level(walk.left, first) else None

    def _step_one(self, walk: _Walk, word: str, at: int, first: int) -> bool:
        """Take a word of one character: two that make no word are a brand (众联, 陇岳)."""
        if word in body_words("edge"):
            return False
        run = self._run_of_ones(at, walk.left, first) if walk.wide else at
        if walk.left - run >= 2:
            return walk.go_to(run, proper=True)
        halting = stops(word) and sound_weights().get(word, 0) < 20
        if word in LEVELS:
            return walk.go_to(at)
        if halting and not walk.firm:
            return False
        if word in body_words("common") or halting:
            return walk.go_to(at)
        paired = self._is_unknown(at - 1, first) or walk.left in walk.ones
        walk.ones.add(at)
        return walk.go_to(at, proper=paired)

    def _has_level(self, start: int, first: int) -> bool:
        """Whether 省, 市, 县 … stands as a word of its own before `start`."""
        text, bounds = self.ground.text, self.ground.bounds
        if start <= first or text[start - 1] not in LEVELS or not bounds[start - 1] or not bounds[start]:
            return False
        return text[start - 2 : start - 1] not in body_words("plural")

    def _is_unknown(self, at: int, first: int) -> bool:
        """Whether one character that is no word of the language stands at `at`."""
        if at < first or not self.ground.bounds[at] or self.ground.word_after(at) != at + 1:
            return False
        char = self.ground.text[at]
        return char.isalnum() and char not in body_words("edge") and char not in LEVELS

    def _run_of_ones(self, at: int, left: int, first: int) -> int:
        """Where a run of one-character words that ends at `left` starts, if a name can start there."""
        text = self.ground.text
        while self._is_unknown(at - 1, first) and left - at < 4:
            at -= 1
        run = text[at:left]
        edge = (
            at == first
            or is_mark(text[at - 1])
            or text[at - 1] in body_words("edge")
            or at in self.place_at_end
            or at in self.found
        )
        sure = len(run) <= 3 and not all(stops(char) for char in run)
        brand = len(run) == 2 and text.startswith(brand_words(), left)
        return at if (edge and (sure or brand)) or (sure and not any(stops(char) for char in run)) else left

    def _anchor_before(self, left: int, first: int, start: int) -> int | None:
        """Start of the place or body that ends at `left`, if there is one."""
        place = self.place_at_end.get(left)
        if place is None and left == start and self.ground.text[left : left + 1] in LEVELS:
            place = self.place_at_end.get(left + 1)  # 普安县委, but not 任县 in 挂任县委
            place = place if place is not None and left - place > 1 else None
        if place is not None and place >= first and not self._is_verb(place, left):
            return place
        body = self.found.get(left)
        return body if body is not None and body >= first else None

    def _is_verb(self, place: int, end: int) -> bool:
        """Whether a county's name is rather a verb and 县: 会同县 in 县人社局会同县总工会."""
        text = self.ground.text[place:end]
        return len(text) == 3 and text[-1] in LEVELS and text[:-1] in stop_words() and place in self.found

    def _before_place(self, left: int, first: int) -> int:
        """Take the places that contain this one, and the prefix of a branch (武警, 国家统计局), too."""
        while True:
            outer = self.place_at_end.get(left)
            if outer is None:
                outer = self.found.get(left)
            if outer is None or outer < first:
                break
            left = outer
        text = self.ground.text
        if text[left - 1 : left] == "驻" and left - 1 > first:
            return self._before_place(left - 1, first)
        if text.endswith(branch_words(), first, left):
            for word in branch_words():
                if text.endswith(word, first, left):
                    return left - len(word)
        return left

    def _across(self, at: int, first: int, firm: int) -> int | None:
        """扶贫与社会服务部: a 与 inside a name, when a body stands one word before it."""
        word = self.ground.word_before(at)
        if word <= first or is_mark(self.ground.text[word]):
            return None
        if stops(self.ground.text[word:at]) and not (firm and at - word == 1):
            return None
        for middle in (word, self.ground.word_before(word)):
            if middle < first or self.ground.ending(middle, OFFICE) or middle in self.ground.title_starts:
                break
            body = self.found.get(middle)
            if body is None and firm and at - middle == 1:
                body = self.place_at_end.get(middle)  # 六安万和商贸行
            if body is not None and body >= first:
                return body
        return None

    def _is_name(self, start: int, end: int, left: int, bits: int, anchor: int | None, proper: bool) -> bool:
        text = self.ground.text
        ending = text[start:end]
        if anchor is not None:
            if ending == "政府" and text[anchor - 1] not in LEVELS:
                return False  # 印度政府
            if text[left:anchor] in body_words("wide") and anchor == start and ending != "队":
                return False  # 全国法院, 国际组织
            if text[left:anchor] == "国家" and ending in body_words("kind"):
                return False  # 国家医学中心: a kind of body
            named = start in self.found or self.place_at_end.get(start, left) > left
            return anchor < start or named or ending not in body_words("bare")
        level = text[left - 1 : left] if left == start else text[left : left + 1]
        if level and level in LEVELS and bits & (LOCAL | OPEN) and left >= start - 1:
            before = text[start - 2 : start - 1]
            specific = ending not in body_words("generic")
            if specific and before not in body_words("plural") and self.ground.bounds[start - 1]:
                return True
        if bits & OPEN:
            return proper and left < start and end - left >= 4
        numbered = end - left >= 7 and bool(_NUMBERED.search(text, left, start))
        if not bits & RULE or left == start or (len(ending) < 2 and not numbered):
            return False
        return (proper and (len(ending) >= 3 or numbered)) or (
            end - left >= 6 and bool(_FOUNDED.search(text, left - 4, left))
        )

    def _read_list(self, end: int, first: int, praised: bool) -> None:
        """厦门美亚、昌河汽车、阿里云等知名企业: each item before 等 is a body."""
        items = items_before(self.ground, end, first)
        known = any(stop in self.found for _, stop in items)
        if known or (len(items) > 1 and praised):
            for start, stop in items:
                if self.ground.text[self.ground.word_before(stop) : stop] not in name_words():
                    self.found.setdefault(stop, start)

    def _join_coordinated(self, first: int, last: int) -> None:
        """第三研究所和交通管理科学研究所: a loose name beside a sure one is a name."""
        text = self.ground.text
        for start, end in self.loose:
            if start < first or end > last or end in self.found:
                continue
            if start - 1 in self.found and text[start - 1] in "、和与及":
                self.found[end] = start
        self.loose.clear()

    def names(self) -> list[Name]:
        """The outermost bodies in text order."""
        names: list[Name] = []
        reach = -1
        for start, end in sorted((start, -end) for end, start in self.found.items()):
            end = -end
            if end <= reach:
                continue
            if start < reach:
                start = reach
                if end - start < 3:
                    continue
            end = self._without_party(start, end)
            surface = self.ground.text[start:end]
            full = full_names().get(surface, surface)
            aliases = (surface,) if full != surface else ()
            names.append(Name("organization", start, end, start, end, name=full, aliases=aliases))
            reach = end
        return names

    def _without_party(self, start: int, end: int) -> int:
        """县人社局党组书记 names 县人社局: its party group is a part of the office."""
        text = self.ground.text
        if not text.endswith(party_words(), start, end):
            return end
        for word in party_words():
            inner = end - len(word)
            if inner > start and text.startswith(word, inner) and self.found.get(inner) == start:
                followed = end in self.ground.title_starts or text[end : end + 1] == "副"
                return inner if followed else end
        return end
