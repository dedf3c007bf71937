"""A ground with its bodies and places in, offices with their holders' place out.

A title is an office (书记, 副局长) with what belongs to it on its left: ranks, the body or place it is
held in, a noun or two. In a series (县委常委、副县长) each stands in its shortest complete form.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from extract.mentions.name_words import (
    ENDING,
    LEVELS,
    OFFICE,
    PLAIN,
    TITLE,
    Ground,
    is_mark,
    name_words,
    posts,
    ranks,
    stops,
)
from extract.patterns import pattern_of
from extract.spans import Name, Span

_TENURE: Final = pattern_of(
    r"(?:挂职任|挂职担任|挂任|挂职|担任|兼任|出任|接任|升任|连任|现任|曾任|历任|就任|当选为|当选|任命为|聘为|选为|推选为|任)"
)
NUMERALS: Final = frozenset("一二三四五六七八九十百千万两几0123456789")
_SERIES: Final = "、和兼及暨"


class Title(NamedTuple):
    """An office in the text; `of` is the body or place that its own words name."""

    start: int
    end: int
    text: str
    of: str | None


class TitleReader:
    """Reads titles backwards from where they end."""

    def __init__(self, ground: Ground, names: list[Name]) -> None:
        self.ground = ground
        self._names: dict[int, Name] = {}
        self._places: dict[int, int] = {}
        self.body_ends: set[int] = set()
        self.place_ends: set[int] = set()
        for name in names:
            start, end = name.start, name.end
            known = self._names.get(end)
            is_body = name.kind == "organization"
            if known is None or (is_body, known.start) > (known.kind == "organization", start):
                self._names[end] = name
            if is_body:
                self.body_ends.add(end)
            elif name.kind == "place":
                self.place_ends.add(end)
                self._places[start] = end
        self._known: dict[int, Title | None] = {}

    def title_before(self, end: int, first: int) -> Title | None:
        """The title that ends exactly at `end`, None if no office does."""
        if end not in self._known:
            self._known[end] = self._read(end, first)
        return self._known[end]

    def series_before(self, end: int, first: int) -> list[Title]:
        """The titles of a series (国务委员、公安部党委书记、部长) that ends at `end`, in text order."""
        text = self.ground.text
        titles: list[Title] = []
        if end not in self.ground.at_end and (end <= first or text[end - 1] not in " \u3000)"):
            return titles
        while len(titles) < 6:
            end = self._skip_note(end, first)
            title = self.title_before(end, first)
            if title is None:
                break
            title = self._widen(title, first)
            titles.append(title)
            end = title.start
            if end > first and text[end - 1] in "，," and self._fills_clause(end - 1, first):
                end -= 1
                continue
            if (end > first and text[end - 1] in _SERIES) or (end > first and text[end - 1] in " \u3000"):
                end -= 1
        titles.reverse()
        return titles

    def _fills_clause(self, end: int, first: int) -> bool:
        """Whether the clause that ends at `end` is titles and nothing else: 中央农办主任，部长唐仁健."""
        title = self.title_before(end, first)
        if title is None:
            return False
        before = self.ground.text[title.start - 1] if title.start > first else "。"
        return before in "。；;\n" or (before in _SERIES and self._fills_clause(title.start - 1, first))

    def _widen(self, title: Title, first: int) -> Title:
        """Take in what stands between a title and the 、 behind another title: it can be nothing else."""
        text, ground = self.ground.text, self.ground
        at = title.start
        if at <= first or is_mark(text[at - 1]) or title.text in posts()["maker"]:
            return title
        while at > max(first, title.start - 16) and not is_mark(text[at - 1]):
            before = ground.word_before(at)
            if stops(text[before:at]) and text[before:at] not in name_words():
                return title
            at = before
        if at <= first or text[at - 1] != "、" or self.title_before(at - 1, first) is None:
            return title
        return Title(at, title.end, text[at : title.end], title.of)

    def titles_after(self, start: int, last: int) -> list[Title]:
        """The titles that the words after `start` give: 担任X、Y, 任X; the verb stands at `start`."""
        verb = _TENURE.match(self.ground.text, start, last)
        if verb is None or self.ground.text.startswith("挂职干部", start):
            return []
        return self.series_from(verb.end(), last)

    def series_from(self, at: int, last: int) -> list[Title]:
        """The titles of a series that starts at `at`."""
        titles: list[Title] = []
        while at < last and len(titles) < 4:
            title = self._first_title(at, min(last, at + 30))
            if title is None:
                break
            titles.append(title)
            at = title.end
            if at >= last or self.ground.text[at] not in _SERIES:
                break
            at += 1
        return titles

    def title_at(self, start: int) -> Title | None:
        """The office that follows a name at once: 习近平总书记, 李明教授."""
        ground = self.ground
        if start not in ground.title_starts:
            return None
        for end in range(min(start + 6, len(ground.text)), start + 1, -1):
            for begin, bits in ground.at_end.get(end, ()):
                if begin == start and bits & TITLE:
                    head = ground.text[start:end]
                    sure = head[-1] in "长记席任理统裁授士员" and head not in posts()["busy"]
                    return Title(start, end, head, None) if sure and ground.bounds[end] else None
        return None

    def titles_in_note(self, start: int) -> list[Title]:
        """The titles in brackets behind a name: 李惠芳（浙江省人民医院副主任医师）."""
        text = self.ground.text
        if text[start : start + 1] != "(":
            return []
        close = text.find(")", start, start + 40)
        series = self.series_before(close, start + 1) if close > 0 else []
        return series if series and series[0].start == start + 1 else []

    def tenure(self, position: int) -> int | None:
        """Where a verb of holding an office (挂任, 担任) that ends at `position` starts."""
        for length in (4, 3, 2, 1):
            start = position - length
            if start >= 0 and _TENURE.fullmatch(self.ground.text, start, position):
                return start
        return None

    def _first_title(self, start: int, last: int) -> Title | None:
        """The title that starts at `start`: the longest reading whose office is followed by no other."""
        text = self.ground.text
        found = None
        for end in range(start + 2, last + 1):
            if text[end - 1] in "、，。；：,;!?！？\n":
                break
            title = self._read(end, start)
            if title is not None and title.start <= start + 1:
                found = Title(start, end, text[start:end], title.of)
        return found

    def _skip_note(self, end: int, first: int) -> int:
        """Step back over blanks and a short note in brackets: 县委副书记(挂职)."""
        text = self.ground.text
        while end > first and text[end - 1] in " \u3000":
            end -= 1
        if end > first and text[end - 1] == ")":
            opening = text.rfind("(", max(first, end - 8), end)
            if opening > 0:
                return opening
        return end

    def _read(self, end: int, first: int) -> Title | None:
        hit = self.ground.ending(end, TITLE)
        if hit is None or hit[0] < first:
            return None
        start, bits = hit
        text = self.ground.text
        head = text[start:end]
        if head in posts()["maker"]:
            return Title(start, end, head, None)
        left, of = self._extend(start, end, bits, first)
        return Title(left, end, text[left:end], of)

    def _extend(self, start: int, end: int, bits: int, first: int) -> tuple[int, str | None]:
        """Walk left from an office over what belongs to it; where it starts and what it is of."""
        ground, text = self.ground, self.ground.text
        left, nouns = start, 0
        if text[start] == "村" and end - start > 2:
            left = self._unknown_village(start, first)  # 浩坤 in front of 村支书
        head = text[start:end]
        office = bool(bits & OFFICE)
        while left > first:
            name = self._name_before(left, start)
            if name is not None and name.start >= first and (office or name.kind == "organization"):
                return self._inner(self._stationed(name, first)), name.name
            if (
                head in posts()["aide"]
                and left >= start - 1
                and (chief := self.title_before(left, first)) is not None
            ):
                return chief.start, chief.of
            if rank := self._rank_before(left, start, first):
                left -= len(rank)
                continue
            body = ground.ending(left, ENDING)
            if body is not None and body[0] >= first and ground.bounds[body[0]]:
                left = self._with_level(body[0], first)
                continue
            if text[left - 2 : left] == "后”":
                break  # “95后”教师
            if text[left - 1] == "”" and (opening := text.rfind("“", max(first, left - 14), left)) > 0:
                left = opening
                continue
            word = ground.word_before(left)
            owner = self._names.get(word) if left - word == 2 and stops(text[word:left]) else None
            if owner is not None and owner.kind == "organization" and owner.start >= first:
                return self._inner(owner), owner.name  # 协和医院感染内科主任
            if (
                word < first
                or nouns >= (3 if office else 1)
                or left - word < 2
                or is_mark(text[left - 1])
                or text[left - 1].isdigit()
                or text[word] in NUMERALS
                or stops(text[word:left])
                or ground.ending(left, TITLE | PLAIN)
            ):
                break
            left, nouns = word, nouns + 1
        return left, None

    def _name_before(self, left: int, start: int) -> Name | None:
        """The place or body that ends at `left`; the 县 of 县长 may be the county's (田林县长)."""
        name = self._names.get(left)
        if name is None and left == start and self.ground.text[left] in LEVELS:
            name = self._names.get(left + 1)
            if name is not None and left - name.start < 2:
                return None  # 任县 in 挂任县长
        return name

    def _rank_before(self, left: int, start: int, first: int) -> str | None:
        """The rank (副, 常务, 原) that ends at `left`."""
        text = self.ground.text
        if not text.endswith(ranks(), first, left):
            return None
        rank = next((word for word in ranks() if text.endswith(word, first, left)), None)
        if rank is None or len(rank) > 1:
            return rank
        if rank == "代" and text[left - 2 : left - 1] in posts()["counted"]:
            return None  # 新一代航天员
        if left < start and rank not in "副总":
            return None  # 仓前派出所民警
        return rank if left == start or self.ground.bounds[left - 1] else None

    def _stationed(self, place: Name, first: int) -> Name:
        """中国驻俄罗斯 of 中国驻俄罗斯大使: a place behind 驻 with the one that sends."""
        start = place.start - 1
        if start <= first or self.ground.text[start] != "驻":
            return place
        sender = self._names.get(start)
        begin = sender.start if sender is not None and sender.start >= first else start
        return Name(place.kind, begin, place.end, begin, place.end, name=place.name)

    def _inner(self, name: Name) -> int:
        """Where a body starts without the places around its own: 深圳市盐田区人力资源局 at 盐田区."""
        start = name.start
        while (end := self._places.get(start)) is not None and end in self._places and end < name.end:
            start = end
        return start

    def _with_level(self, start: int, first: int) -> int:
        """县 in front of 人社局 belongs to it."""
        before = self.ground.text[start - 1 : start]
        if (
            start > first
            and before
            and before in LEVELS + "村"
            and self.ground.bounds[start - 1]
            and start not in self._names
        ):
            if self.ground.text[start - 2 : start] == "驻村":
                return start - 2
            return self._unknown_village(start - 1, first) if before == "村" else start - 1
        return start

    def _unknown_village(self, start: int, first: int) -> int:
        """布楞沟 in front of 村党支部书记: characters that make no word, up to a mark or a place."""
        ground, at = self.ground, start
        while at > first and start - at < 4 and not is_mark(ground.text[at - 1]):
            if at in self._names:
                break
            before = ground.word_before(at)
            if at - before > 2 or stops(ground.text[before:at]):
                return start
            at = before
        clear = at == first or is_mark(ground.text[at - 1]) or at in self._names
        return at if clear and 2 <= start - at <= 4 else start


_PARTY: Final = pattern_of(r"(?:机关党委|党工委|党总支|党支部|党委|党组|纪委|团委)$")
_COMMITTEE: Final = pattern_of(r"[省市县区州盟旗镇乡]委$")
_HEAD: Final = pattern_of(r"(?:代|常务|挂职|[副正])*(?:代理)?[省市县区州盟旗镇乡]长(?:助理)?$")


def spans_of(titles: list[Title]) -> tuple[tuple[str, str | None, Span], ...]:
    """Titles as a `Name` carries them; what the first of a series is of holds for the rest."""
    of: str | None = None
    carried: list[tuple[str, str | None, Span]] = []
    for title in titles:
        of = title.of or _beyond_party(of, title.text)
        carried.append((title.text, of, (title.start, title.end)))
    return tuple(carried)


def _beyond_party(of: str | None, title: str) -> str | None:
    """What a further title of a series is of: the county of 普安县委常委、副县长, not its committee.

    >>> _beyond_party("普安县委", "副县长"), _beyond_party("公安部党委", "部长")
    ('普安县', '公安部')
    """
    if of is None:
        return None
    if _COMMITTEE.search(of):
        return of[:-1] if _HEAD.match(title) else of
    return _PARTY.sub("", of) or of
