"""Folded text in, dates out: EDTF where the words alone fix it, else what they are relative to.

`find_dates` reads each date where it begins, by the patterns of `date_patterns`; what 今年, 上年
or 9月 mean in the bulletin is the business of `resolve`. The reported span holds the words of
the date with 以来 or 起; the outer one also takes in 截至, 自 and the part of the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from extract.mentions.date_patterns import (
    CHINESE_DIGITS,
    TO,
    Patterns,
    Word,
    patterns,
    read_words,
)
from extract.mentions.moments import (
    PARTS,
    expression_of,
    iso_date,
    number,
    ordered,
    plain_expression,
    plus,
    stands_alone,
    year_part,
)
from extract.mentions.periods import OPEN, is_edtf, plan_years
from extract.patterns import pattern_of
from extract.spans import Date, Span

_SINCE: Final = pattern_of(
    "以来|来(?![自到源临访电信往此宾华说看])|至今(?!年)|起(?![草诉伏价点飞落步来到码义初])"
)
_RANGE: Final = pattern_of(TO)
_LEAD: Final = pattern_of("(?:截至|截止到?|自从?)(?:今|本)?$")
_BEHIND: Final = pattern_of(" ?(?:上午|中午|下午|晚上|晚间|凌晨|傍晚|深夜)|左右|前后|期间|当年|当天|当日")
_PART_OF_MONTH: Final = pattern_of("初(?![步次中级])|[上中下]旬|底|末")
_GAP_SINCE: Final = pattern_of("[^,。、;:!?()《》【】“”\\n0-9]{1,14}?以来")
_NUMERALS: Final = {*CHINESE_DIGITS, *"十百千万亿两0123456789"}
_PUNCTUATION: Final = frozenset(",。、;:!?()《》【】“”‘’—…·\n\r\t |>")
_SINCE_STARTS: Final = frozenset("以来至起")
_RANGE_STARTS: Final = frozenset(" 至到—-–~")
_HOUR_STARTS: Final = frozenset(" 0123456789一二三四五六七八九十凌清早上中下傍晚夜深")
_LEAD_ENDS: Final = frozenset("至到止自从今本")
_BEHIND_STARTS: Final = frozenset(" 上中下晚凌傍深左前期当")
_BEHIND_YEAR: Final = frozenset("年 至到—-–~、")
_CENTURIES: Final = ("20", "19", "18")
_REACH: Final = 14
"""Characters from the first number of a date within which its unit stands: 10 —— 15日."""

_NO_YEARS: Final = pattern_of(r" ?\d\d?月|底|末|[一二三四]季|上半|下半")
_TODAY: Final = pattern_of("至今(?!年)")
_UNIT: Final = pattern_of("[年月日号季财学./-]|[五十]一")
_POINT_WORDS: Final = ("near", "period", "day", "month", "week", "quarter", "that")
_WEEKDAYS: Final = {letter: number for number, letter in enumerate("一二三四五六日天")}
_WEEKS: Final = frozenset("周期")
_MEMORY_AFTER: Final = frozenset("用历耗花经时长达了需过满足超逾续约有第")
_MEMORY_BEFORE: Final = frozenset("内中间平均同最里")
_MEMORY_LED_BY: Final = frozenset("在比较与为是创和从看")


@dataclass(slots=True)
class _Reading:
    """What was read at a place: where it ends and the expression it stands for."""

    end: int
    expression: str
    point: bool = False
    """A single point of time, which 以来 or 至 can follow."""


def find_dates(text: str, start: int, end: int) -> list[Date]:
    """Return the dates of a folded stretch, in text order, never overlapping.

    >>> [(d.edtf or d.relative) for d in find_dates("截至2018年10月底,全年增收,今年1至3月", 0, 23)]
    ['2018-10', 'near', 'year:01/year:03']
    """
    return find_all_dates(text, [(start, end)])[0]


def find_all_dates(text: str, stretches: Sequence[Span]) -> list[list[Date]]:
    """Return the dates of each stretch; all of the text is searched at once."""
    known = patterns()
    ways = known.ways
    found: list[list[Date]] = [[] for _ in stretches]
    first, last = (stretches[0][0], stretches[-1][1]) if stretches else (0, 0)
    openings = [hit.start() for hit in known.trigger.finditer(text, first, last)]
    at, count = 0, len(openings)
    for (start, end), dates in zip(stretches, found, strict=True):
        reader: _Reader | None = None
        position = start
        while at < count and openings[at] < end:
            first = openings[at]
            at += 1
            if first < position or not (text[first] in _NUMERALS or text[first : first + 2] in ways):
                continue
            if reader is None:
                reader = _Reader(text, start, end)
            reading = reader.read(first)
            if reading is not None:
                dates.append(reader.date(first, reading))
                position = reading.end
        if dates and text.find("以来", dates[0].outer_end, end) >= 0:
            _open_events(text, end, dates)
    return found


def _open_events(text: str, end: int, dates: list[Date]) -> None:
    """Open the dates that an event and 以来 follow: 2019年6月开工以来 is `2019-06/..`."""
    for index, date in enumerate(dates):
        limit = dates[index + 1].outer_start if index + 1 < len(dates) else end
        value = date.edtf or date.relative or ""
        if "/" in value or value[:4] in ("rece", "norm", "ever", "luna", "past", "last", "same"):
            continue
        if _GAP_SINCE.match(text, date.outer_end, min(limit, date.outer_end + 16)):
            if date.edtf:
                date.edtf += f"/{OPEN}"
            else:
                date.relative = f"{value}/{OPEN}"


class _Reader:
    """Reads the date that begins at a position of one stretch of folded text."""

    __slots__ = ("end", "known", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.known: Patterns = patterns()

    def read(self, first: int) -> _Reading | None:
        """A position in, the longest date that begins there out."""
        best = None
        if self.text[first] in _NUMERALS:
            if first > self.start and self.text[first - 1] in _NUMERALS:
                return None
            best = self._numeric(first)
            if best is not None:
                return best
        for way in self.known.ways.get(self.text[first : first + 2], ()):
            reading = _READ_BY[way](self, first)
            if reading is not None and (best is None or reading.end > best.end):
                best = reading
        return best

    def _numeric(self, first: int) -> _Reading | None:
        """A date that begins with a number; most are a year, a month or a day."""
        text, behind = self.text, self.text[first + 4 : first + 5]
        if behind == "年" and text.startswith(_CENTURIES, first) and first + 5 <= self.end:
            year, last = text[first : first + 4], first + 5
            ends = last == self.end or text[last] not in self.known.goes_on
            if ends and year.isdecimal() and year.isascii():
                return self._since(_Reading(last, year, True))
        plain = self.known.plain.match(text, first)
        if plain is not None and plain.end() <= self.end:
            return _Reading(plain.end(), plain_expression(plain), True)
        reading = self._years(first) if behind in _BEHIND_YEAR else None
        near = text[first : first + _REACH]
        if reading is None and "同" in near:
            reading = self._same(first)
        if reading is None and _UNIT.search(near):
            reading = self._moments(first)
        if reading is None and "年" in near:
            reading = self._memory(first) or self._decade(first)
        if reading is None and "时" in near:
            reading = self._clock(first)
        if reading is None and "五" in near:
            reading = self._plan(first)
        return reading

    # one method for each way to write a date

    def _years(self, first: int) -> _Reading | None:
        found = self.known.years.match(self.text, first, self.end)
        if found is None or self._digit_at(found.end()):
            return None
        if found["unit"] is None and not self._bracketed(first, found.end()):
            return None
        one, two = number(found["y1"]), number(found["y2"])
        behind = self.text[found.end() : found.end() + 3]
        if one >= two or (found["list"] and two != one + 1) or (found["unit"] and _NO_YEARS.match(behind)):
            return None
        return _Reading(found.end(), f"{one}/{two}")

    def _bracketed(self, first: int, last: int) -> bool:
        return self.text[first - 1 : first] == "(" and self.text[last : last + 1] == ")"

    def _same(self, first: int) -> _Reading | None:
        found = self.known.same.match(self.text, first, self.end)
        if found is None:
            return None
        if found["year"]:
            return _Reading(found.end(), f"same:{number(found['year'])}")
        if found["word"]:
            word = read_words("year")[found["word"]]
            if not self._allowed(word, first, found.end("word")):
                return None
            if word.relative in ("every", "normal"):
                return _Reading(found.end(), "normal")
            head, _, offset = word.relative.partition("-")
            return _Reading(found.end(), f"same-{offset}" if offset else f"same:{head}")
        if found["what"] != "期" or self.text[first - 1 : first] in tuple("不相共协"):
            return None
        return _Reading(found.end(), "same")

    def _year(self, first: int) -> _Reading | None:
        """今年, 上年度 and what stands behind them: a month, 以来, 同期."""
        word = self._listed(self.known.year_words, first)
        if word is None:
            return None
        last = first + len(word.text)
        behind = self.text[last] if last < self.end else ""
        if behind not in self.known.goes_on:
            if behind in word.not_before or (first > self.start and self.text[first - 1] in word.not_after):
                return None
            reading = _Reading(last, word.relative, True)
            return self._since(reading) if behind in _SINCE_STARTS else reading
        same = self._same(first) if behind in "的同" else None
        moment = self._moments(first)
        return moment if same is None or (moment is not None and moment.end > same.end) else same

    def _listed(self, words: dict[str, tuple[Word, ...]], first: int) -> Word | None:
        """The longest of the words that stands at a place."""
        for word in words.get(self.text[first : first + 2], ()):
            if self.text.startswith(word.text, first, self.end):
                return word
        return None

    def _word(self, first: int) -> _Reading | None:
        word = self._listed(self.known.words, first)
        if word is None:
            return None
        last, relative = first + len(word.text), word.relative
        ending, behind = word.text[-1], self.text[last] if last < self.end else ""
        if ending in _WEEKS and behind in _WEEKDAYS:
            return _Reading(last + 1, f"{relative}:{_WEEKDAYS[behind]}")
        if not self._allowed(word, first, last):
            return None
        if ending == "月":
            part = _PART_OF_MONTH.match(self.text, last, self.end)
            return _Reading(part.end() if part else last, relative, True)
        if behind in _HOUR_STARTS and relative.startswith(("day", "that-day")):
            hour = self.known.hour.match(self.text, last, self.end)
            last = hour.end() if hour else last
        point = relative.startswith(_POINT_WORDS) and "/" not in relative
        return self._since(_Reading(last, relative, point))

    def _plan(self, first: int) -> _Reading | None:
        found = self.known.plan.match(self.text, first, self.end)
        if found is None or not found["part"]:
            return None
        years = plan_years(number(found["n"]))
        if years is None:
            return None
        part = found["part"]
        if part in ("末", "末年", "末期"):
            return _Reading(found.end(), f"{years[1]}-12-31" if part == "末" else str(years[1]))
        return _Reading(found.end(), f"{years[0]}/{OPEN}" if part == "以来" else f"{years[0]}/{years[1]}")

    def _memory(self, first: int) -> _Reading | None:
        found = self.known.memory.match(self.text, first, self.end)
        if found is None:
            return None
        lead, tail, last = found["lead"], found["tail"], found.end()
        before, behind = self.text[first - 1 : first], self.text[last : last + 1]
        if not lead and tail not in ("来", "以来"):
            return None
        if lead == "这" and not tail:
            return None
        if lead == "近" and not tail:
            opens = first == self.start or before in _PUNCTUATION or before in _MEMORY_LED_BY
            if before in _MEMORY_AFTER or not (opens or behind in _MEMORY_BEFORE):
                return None
        if self.text.startswith("同期", last):
            return _Reading(last + 2, "normal")
        if before in ("每", "第", "连") or (not lead and before in _NUMERALS):
            return None
        word = "past" if lead in (None, "过去") else "last"
        return _Reading(last, f"{word}-{number(found['n'])}")

    def _decade(self, first: int) -> _Reading | None:
        found = self.known.decade.match(self.text, first, self.end)
        if found is None:
            return None
        if found["full"]:
            year = int(found["full"])
        else:
            tens = number(found["n"])
            this = (found["age"] or "").startswith(("21", "二十一", "本"))
            if not found["age"] and tens < 40:
                return None
            year = (2000 if this else 1900) + tens
        return _Reading(found.end(), f"{year}/{year + 9}")

    def _event(self, first: int) -> _Reading | None:
        found = self.known.event.match(self.text, first, self.end)
        if found is None:
            return None
        return _Reading(found.end(), f"{read_words('event')[found['event']].relative}/{OPEN}")

    def _clock(self, first: int) -> _Reading | None:
        found = self.known.clock.match(self.text, first, self.end)
        return None if found is None else _Reading(found.end(), "that-day")

    def _lunar(self, first: int) -> _Reading | None:
        found = self.known.lunar.match(self.text, first, self.end)
        bare = found is not None and found[0] in ("农历", "阴历")
        return None if found is None or bare else _Reading(found.end(), "lunar")

    # days, months, quarters and their ranges

    def _moments(self, first: int) -> _Reading | None:
        """A moment, and the second one when 至 joins them: 6月30日8时至7月9日8时."""
        one = self._moment(first, None)
        if one is None:
            return None
        if "/" in one.expression:
            return self._longer_stretch(one) or self._since(one)
        behind = self.text[one.end] if one.end < self.end else ""
        if behind not in _RANGE_STARTS:
            return self._since(one) if behind in _SINCE_STARTS else one
        link = _RANGE.match(self.text, one.end, self.end)
        if link is not None and not _TODAY.match(self.text[one.end : one.end + 3]):
            two = self._moment(link.end(), one.expression)
            if two is not None and two.point:
                expression = ordered(one.expression, two.expression)
                if expression is not None:
                    return _Reading(two.end, expression)
        return self._since(one)

    def _longer_stretch(self, one: _Reading) -> _Reading | None:
        """A stretch that another one ends: 一季度至三季度."""
        link = _RANGE.match(self.text, one.end, self.end)
        begin = one.expression.split("/")[0]
        two = self._moment(link.end(), begin) if link is not None else None
        if two is None or "/" not in two.expression:
            return None
        expression = ordered(begin, two.expression.split("/")[1])
        return None if expression is None else _Reading(two.end, expression)

    def _since(self, reading: _Reading) -> _Reading:
        if reading.end >= self.end or self.text[reading.end] not in _SINCE_STARTS:
            return reading
        found = _SINCE.match(self.text, reading.end, self.end)
        if found is None or reading.expression in ("recent", "normal", "every"):
            return reading
        if found[0] == "起" and reading.expression.startswith("that"):
            return reading
        first = reading.expression.split("/")[0]
        return _Reading(found.end(), f"{first}/{OPEN}")

    def _moment(self, first: int, before: str | None) -> _Reading | None:
        """A day, month, quarter, half-year, holiday or year; `before` opens the stretch it ends."""
        found = self.known.moment.match(self.text, first, self.end)
        if found is None or found.end() == first:
            return None
        if found.lastgroup == "hour" and found.start("hour") == first:
            return None if before is None else _Reading(found.end(), before, True)
        group = found.lastgroup or ""
        if group not in PARTS and (found["iso"] or found["isom"]):
            value = iso_date(found["iso"], found["sep"]) if found["iso"] else found["isom"]
            bad = self._digit_at(found.end()) or not is_edtf(value)
            return None if bad else _Reading(found.end(), value, True)
        base = self._base(found, first, before)
        if base is None:
            return None
        last = found.end()
        while self.text[last - 1] in " 的":
            last -= 1
        expression = expression_of(found, base, before)
        if expression is None:
            # 2018年3、6月 and the like are no stretch: the year is what can be read
            return _Reading(found.end("head"), base, True) if found["head"] else None
        if base == "near" and not stands_alone(found, self.start):
            return None
        return _Reading(last, expression, "/" not in expression)

    def _base(self, found: re.Match[str], first: int, before: str | None) -> str | None:
        """The year of a moment: a number, a word of the vocabulary, or what stands before 至."""
        if not found["head"]:
            return "near" if before is None else year_part(before)
        if found["y"]:
            return str(number(found["y"]))
        if found["yy"]:
            short = int(found["yy"])
            return str(short + (1900 if short > 49 else 2000))
        if found["roc"]:
            return str(number(found["roc"]) + 1911)
        if found["yw"]:
            word = read_words("year")[found["yw"]]
            if not self._allowed(word, first, found.end("yw")):
                return None
            if before is not None and word.relative == "near+1":
                return plus(year_part(before), 1)
            return word.relative
        return None

    # spans

    def _allowed(self, word: Word, first: int, last: int) -> bool:
        before = self.text[first - 1] if first > self.start else ""
        behind = self.text[last] if last < self.end else ""
        return before not in word.not_after and behind not in word.not_before

    def _digit_at(self, position: int) -> bool:
        return self.text[position : position + 1].isdigit()

    def date(self, first: int, reading: _Reading) -> Date:
        """The mention of a reading: EDTF when the words fix it, with its outer span."""
        text, last = self.text, reading.end
        outer_start, outer_end = first, last
        if first > self.start and text[first - 1] in _LEAD_ENDS:
            lead = _LEAD.search(text, max(self.start, first - 4), first)
            outer_start = lead.start() if lead else first
        if last < self.end and text[last] in _BEHIND_STARTS:
            behind = _BEHIND.match(text, last, self.end)
            outer_end = behind.end() if behind else last
        if is_edtf(reading.expression):
            return Date("date", first, last, outer_start, outer_end, reading.expression, None)
        return Date("date", first, last, outer_start, outer_end, None, reading.expression)


_READ_BY: Final[dict[str, Callable[[_Reader, int], _Reading | None]]] = {
    "year": _Reader._year,
    "moments": _Reader._moments,
    "plan": _Reader._plan,
    "memory": _Reader._memory,
    "decade": _Reader._decade,
    "event": _Reader._event,
    "word": _Reader._word,
    "clock": _Reader._clock,
    "lunar": _Reader._lunar,
    "same": _Reader._same,
}
"""The way to read for each name in `Patterns.ways`."""
