"""A line in, its header fields out: 来源, 发布时间, 责任编辑, dates, menu words, and what is left.

A line frames the bulletin where nothing is left after its fields, dates and menu words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from extract.patterns import pattern_of
from extract.spans import Span
from extract.text.vocabulary import Vocabulary, vocabulary

_DIGITS: Final = {d: str(i) for i, d in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "元": "1"}
_NUMERAL: Final = "[〇零○一二三四五六七八九十]"
_DATE: Final = pattern_of(
    rf"""(?P<era>中华民国|民国)?[ ]?
    (?<![\d.])(?P<year>\d{{2,4}}|{_NUMERAL}{{2,5}}|元)[ ]?(?P<mark>[年/.-])[ ]?
    (?P<month>\d{{1,2}}|{_NUMERAL}{{1,2}})[ ]?(?:月|(?P=mark))[ ]?
    (?P<day>\d{{1,2}}(?![\d.])|{_NUMERAL}{{1,3}})[ ]?[日号]?
    (?:[ ]*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?
    (?:[ T/]{{0,8}}(?:香港时间)?[ ]?(?P<half>上午|下午|晚上|凌晨|中午|早上)?[ ]?
    (?P<hour>[01]?\d|2[0-4])[ ]?[:时点][ ]?(?P<minute>[0-5]\d)(?:[ ]?[:分][ ]?(?P<second>[0-5]\d))?[分秒]?)?
    """,
    re.VERBOSE,
)
_DATE_MARK: Final = pattern_of("[年/.-] ?[\\d〇零○一二三四五六七八九十]")
"""What every date has: most lines have none, and one search for a mark tells it."""

_COMPACT: Final = pattern_of(r"(?<!\d)(20\d\d|19\d\d)(0\d|1[0-2])([0-3]\d)(?!\d)")
_URL: Final = pattern_of(r"(?:https?://|www\.)[\w.:-]{1,100}(?P<path>/[\w./?%&=#~+:,;@!-]{0,200})?")
_PAGE: Final = pattern_of(
    r"第?[ ]?(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})[ ]?版(?:[ :][^ ]{2,8})?"
    r"|[A-Z]\d{1,2}(?![\w%])|总?第\d{1,6}期"
)
_WEEKDAY: Final = pattern_of(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_CLOCK: Final = pattern_of(r"(?:香港时间)?[ ]?(?:[01]?\d|2[0-3])[:时]\d\d分?(?::\d\d)?")
_PAGE_MARK: Final = pattern_of("[版期A-Z]")
_HOURS_MARK: Final = pattern_of(r"[:时]\d")
_SPACES: Final = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
"""All that `\\s` matches, written out: a set of letters is looked up in one step, a class is not."""

_MARKS: Final = _SPACES + "|/·-—_,:;()[]【】〔〕<>《》«»›×✕*.。~、=#+“”\"'&▲▼●◆■☆★→↑\u200b\ufeff"
_BETWEEN: Final = pattern_of(f"[{re.escape(_MARKS)}]+")
_LABEL_MARK: Final = pattern_of(r"[:/|【\[ ]")
_COLON: Final = pattern_of(r"[:/|【\[]")
_LABEL: Final = pattern_of(
    r"(?<![\u4e00-\u9fff])((?:[\u4e00-\u9fff][ ]{0,4}){0,11}[\u4e00-\u9fff])[ ]{0,2}(?P<mark>[:/|])[ ]*"
    r"|[【\[](?P<boxed>[\u4e00-\u9fff]{2,6})[】\]][ ]*:?[ ]*"
)
_BARE_LABEL: Final = pattern_of(
    r"[(【\[]?[ ]?([\u4e00-\u9fff]{2,6})[ ]+(?=[\u4e00-\u9fff、· ]{2,20}[)】\]]?$)"
)
_UNDATED: Final = frozenset({"source", "publisher", "editor", "other", "loose"})
LONGEST_LOOSE_VALUE: Final = 8
"""A longer value makes 评论:… a title, not a field."""

_APART: Final = _SPACES + "|/·,:;()[]【】<>《》*=~、。!×"
_WORD: Final = pattern_of(f"[^{re.escape(_APART)}]+")
_BLANKS: Final = pattern_of("([ ]+)")
_VALUE_END: Final = pattern_of(r"[ ]{2,}|\t|[|】\]]|[ ][【\[(]")


@dataclass(slots=True)
class Field:
    """A labelled value of a line: `kind` is source, published, editor …"""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Stamp:
    """A full date, with a clock time where one is given; `republic` where years count from 1912."""

    day: date
    clock: str | None
    republic: bool
    start: int
    end: int

    def iso(self) -> str:
        """Return the date in ISO 8601, with the time of China where a clock time is given."""
        return f"{self.day.isoformat()}T{self.clock}+08:00" if self.clock else self.day.isoformat()


@dataclass(slots=True)
class Reading:
    """What one line says about the bulletin; `rest` is the text that no field explains."""

    fields: list[Field] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    urls: list[Span] = field(default_factory=list)
    rest: str = ""
    rest_span: Span = (0, 0)

    def has(self, *kinds: str) -> bool:
        """Tell whether one of these kinds of field stands in the line."""
        return any(found.kind in kinds for found in self.fields)


def read_fields(text: str, start: int, end: int) -> Reading:
    """A line of folded text in, its fields out, with positions in the text.

    >>> line = "2019-02-26 10:06 来源: 公安部网站"
    >>> reading = read_fields(line, 0, len(line))
    >>> [(f.kind, line[f.start:f.end]) for f in reading.fields], reading.stamps[0].iso(), reading.rest
    ([('source', '公安部网站')], '2019-02-26T10:06:00+08:00', '')
    """
    line = text[start:end]
    words = vocabulary()
    reading = Reading()
    covered: list[Span] = []
    if "://" in line or "www." in line:
        for match in _URL.finditer(line):
            reading.urls.append((start + match.start(), start + match.end()))
            covered.append(match.span())
    reading.stamps = find_stamps(line)
    for stamp in reading.stamps:
        covered.append((stamp.start, stamp.end))
    if _LABEL_MARK.search(line) is not None:
        _read_labels(line, reading, covered, words)
    _cover_clocks(line, bool(reading.stamps), covered)
    left = _blank_junk(line, _blank(line, covered), words)
    rest = left.lstrip(_MARKS)
    if rest:
        begin = start + len(left) - len(rest)
        rest = rest.rstrip(_MARKS)
        reading.rest_span = (begin, begin + len(rest))
        reading.rest = _BETWEEN.sub(" ", rest)
    for stamp in reading.stamps:
        stamp.start, stamp.end = stamp.start + start, stamp.end + start
    for found in reading.fields:
        found.start, found.end = found.start + start, found.end + start
    return reading


def _blank(line: str, covered: Sequence[Span]) -> str:
    """A line in, the same out with blanks where it is covered."""
    for begin, end in covered:
        line = f"{line[:begin]}{' ' * (end - begin)}{line[end:]}"
    return line


def _cover_clocks(line: str, dated: bool, covered: list[Span]) -> None:
    """Cover days of the week and times; a bare A2 or 第3版 is a page only beside a date."""
    if dated and _PAGE_MARK.search(line) is not None:
        covered += [match.span() for match in _PAGE.finditer(line)]
    if "期" in line or "周" in line:
        covered += [match.span() for match in _WEEKDAY.finditer(line)]
    if _HOURS_MARK.search(line) is not None:
        covered += [match.span() for match in _CLOCK.finditer(line)]


def find_stamps(line: str) -> list[Stamp]:
    """Return the full dates of a line: 2019-02-26 10:06, 二〇一九年二月二十六日, 民国107年5月3日."""
    if _DATE_MARK.search(line) is None:
        return []
    return [stamp for match in _DATE.finditer(line) if (stamp := _read_stamp(match)) is not None]


def read_compact_date(value: str) -> date | None:
    """Return the date of a value like 20190226."""
    match = _COMPACT.search(value)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _read_labels(line: str, reading: Reading, covered: list[Span], words: Vocabulary) -> None:
    hits = _find_labels(line, words)
    for number, (begin, end, kind) in enumerate(hits):
        stop = hits[number + 1][0] if number + 1 < len(hits) else len(line)
        if kind == "loose":
            if len(hits) == 1 and len(line[end:stop].strip()) > LONGEST_LOOSE_VALUE:
                continue
            kind = "other"
        if kind != "other":
            cut = _VALUE_END.search(line, end, stop)
            stop = cut.start() if cut else stop
            for stamp in reading.stamps:
                if kind not in ("published", "moment", "signed") and end <= stamp.start < stop:
                    stop = stamp.start
        value = line[end:stop].strip(" |【[<")
        if value.endswith(")") and value.count("(") < value.count(")"):
            value = value[:-1].strip()
        at = line.index(value, end) if value else end
        reading.fields.append(Field(kind, at, at + len(value)))
        covered.append((begin, stop))


def _find_labels(line: str, words: Vocabulary) -> list[tuple[int, int, str]]:
    """Return start, end and kind of the labels of a line; 来 源 and 打印 编辑 are read right."""
    hits: list[tuple[int, int, str]] = []
    for match in _LABEL.finditer(line) if _COLON.search(line) is not None else ():
        kind = words.kinds.get(match["boxed"], "other") if match["boxed"] else "other"
        if kind not in ("other", "loose"):
            hits.append((match.start(), match.end(), kind))
        if match["boxed"]:
            continue
        parts = _BLANKS.split(match[1])
        for first in range(0, len(parts), 2):
            kind = words.kinds.get("".join(parts[first::2]), "")
            if kind and (match["mark"] == ":" or kind in _UNDATED):
                hits.append((match.start() + len("".join(parts[:first])), match.end(), kind))
                break
    if (
        not hits
        and (bare := _BARE_LABEL.match(line))
        and words.kinds.get(bare[1]) in ("source", "publisher", "editor")
    ):
        hits.append((bare.start(), bare.end(), words.kinds[bare[1]]))
    return hits


def _blank_junk(line: str, left: str, words: Vocabulary) -> str:
    """A line and what is left of it in, the menu words blanked out that stand alone between marks."""
    if words.junk.isdisjoint(_WORD.findall(left)):
        return left
    alone = []
    for match in _WORD.finditer(left):
        begin, end = match.span()
        whole = (begin == 0 or line[begin - 1] in _APART) and (end == len(line) or line[end] in _APART)
        if whole and match[0] in words.junk:
            alone.append((begin, end))
    return _blank(left, alone)


def _read_stamp(match: re.Match[str]) -> Stamp | None:
    year, republic = _number(match["year"], digits=True), match["era"] is not None
    month, day = _number(match["month"]), _number(match["day"])
    if match["era"] or (100 <= year < 200 and len(match["year"]) == 3):
        year, republic = year + 1911, True
    elif year < 1900:
        return None
    stamp_day = _day(year, month, day)
    if stamp_day is None:
        return None
    clock = None
    if match["hour"]:
        hour = int(match["hour"])
        if match["half"] in ("下午", "晚上") and hour < 12:
            hour += 12
        clock = f"{hour % 24:02}:{match['minute']}:{match['second'] or '00'}"
    end = match.start() + len(match[0].rstrip())
    return Stamp(stamp_day, clock, republic, match.start() + len(match[0]) - len(match[0].lstrip()), end)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(numeral: str, *, digits: bool = False) -> int:
    """Numeral of a date in, number out: 26, 二十六, 二〇一九 (digit by digit), 一百零七 is not read."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(d, "0") for d in numeral)) if digits or len(numeral) == 1 else 0
