"""The words of time in, one pattern for each way to write a date out.

`data/dates.txt` holds the words; what digits and 年 月 日 can form stands here. Every pattern is
tried with `match` where a date may begin, so none of them has a part that may repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from extract.datafiles import read_data
from extract.patterns import pattern_of

_DIGIT_ROWS: Final = ("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九")
CHINESE_DIGITS: Final = {letter: value for value, row in enumerate(_DIGIT_ROWS) for letter in row}

_ONE: Final = "一二三四五六七八九"
_NIL: Final = "〇零○"
_CENTURY: Final = "(?:1[89]|20)"
_YEAR: Final = rf"(?:{_CENTURY}\d\d|(?:一[八九]|二[{_NIL}])[{_NIL}{_ONE}][{_NIL}{_ONE}])"
_MONTH: Final = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_ONE}])"
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿]十?[{_ONE}]|二十|十[{_ONE}]?|[{_ONE}])"
_COUNT: Final = rf"(?:\d{{1,3}}|[{_ONE}两]?十[{_ONE}]?|[{_ONE}两]?百|[{_ONE}两])"
_QUARTER: Final = "[1-4一二三四]"
TO: Final = " ?(?:至|到|——|--|-|—|–|~) ?"
_HOUR: Final = rf"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[{_ONE}]?|[{_ONE}])"
_PART_OF_DAY: Final = "(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜|夜里|[早晚](?=[0-9]))"
_MINUTES: Final = r"(?:[0-5]?\d分(?:[0-5]?\d秒)?|半|整)"
_CLOCK: Final = (
    rf"{_PART_OF_DAY}? ?(?:{_HOUR}(?:时|点)(?![间段代候期]){_MINUTES}?"
    r"|(?:2[0-4]|1\d|0?\d):[0-5]\d(?::[0-5]\d)?)许?"
)
_PLAN_PARTS: Final = "期间|时期|以来|末期|末年|末|初期|前期|中期|后期"
_SINCE_TAIL: Final = "以来|来(?![自到源临访电信往此宾华说看])"


class Word(NamedTuple):
    """A word of time: what it is relative to, and the characters that forbid it on either side."""

    text: str
    relative: str
    not_after: frozenset[str]
    not_before: frozenset[str]


@cache
def read_words(section: str) -> dict[str, Word]:
    """A section of `data/dates.txt` in, its words out.

    >>> read_words("year")["去年"].relative
    'year-1'
    """
    return _sections().get(section, {})


@cache
def _sections() -> dict[str, dict[str, Word]]:
    sections: dict[str, dict[str, Word]] = {}
    words: dict[str, Word] = {}
    lines = read_data("dates.txt").splitlines()
    for line in lines:
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            entry, _, limits = line.partition("|")
            before, _, behind = limits.partition("|")
            text, _, relative = (part.strip() for part in entry.partition("="))
            words[text] = Word(text, relative, frozenset(before.strip()), frozenset(behind.strip()))
    return sections


def one_of(words: Iterable[str]) -> str:
    """Words in, an alternation out that prefers the longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class Patterns(NamedTuple):
    """The compiled patterns, each tried at the first character of a date.

    `trigger` finds those characters; `ways` says for the first two of a date, unless it opens with
    digits, which patterns can begin with them. `year_words` and `words` have the words of their
    section under their first two characters, the longest first; what follows a year without being
    in `goes_on` ends its date, 以来 aside.
    """

    trigger: re.Pattern[str]
    ways: dict[str, tuple[str, ...]]
    year_words: dict[str, tuple[Word, ...]]
    words: dict[str, tuple[Word, ...]]
    goes_on: frozenset[str]
    plain: re.Pattern[str]
    moment: re.Pattern[str]
    years: re.Pattern[str]
    plan: re.Pattern[str]
    memory: re.Pattern[str]
    decade: re.Pattern[str]
    event: re.Pattern[str]
    clock: re.Pattern[str]
    hour: re.Pattern[str]
    lunar: re.Pattern[str]
    same: re.Pattern[str]


_OPENINGS: Final = {
    "moments": (
        "第[1-4一二三四] 上半 下半 前[0-9一二三四五六七八九十两] 头[0-9一二三四五六七八九十两] 首季"
        " 民国 ’[0-9] ‘[0-9] “[十五元春清端中国劳]"
    ),
    "plan": "“[一二三四五六七八九十]",
    "memory": "近[0-9一二三四五六七八九十两百的_] 过去 最近 这[0-9一二三四五六七八九十两百的_]",
    "decade": "上[个世] 本世",
    "event": "党的",
    "clock": (
        "凌晨 清晨 早[晨上0-9一二三四五六七八九十] 上午 中午 下午 傍晚 晚[上间0-9一二三四五六七八九十]"
        " 夜[间里0-9] 深夜"
    ),
    "lunar": "农历 阴历 正月 腊月",
    "same": "同[期月季一]",
}
"""The two characters that patterns begin with, _ for a blank; those of word lists come from `dates.txt`."""

_LISTED: Final = {
    "year": ("year",),
    "word": ("word",),
    "feast": ("moments",),
    "day": ("moments",),
    "event": ("event",),
}
"""Which patterns can begin with a word of each section of `dates.txt`."""

_FREQUENT: Final = "中全长新国过到大正西改党"
"""What stands in every sentence and seldom opens a date: the search passes over it sooner."""


@cache
def patterns() -> Patterns:
    """The patterns, compiled once."""
    ways = _ways()
    sources = {
        "moment": _moment(),
        "years": (
            rf"(?P<y1>{_YEAR})(?:年?{TO}|(?P<list>、))(?P<y2>{_YEAR})"
            "(?P<unit>学?年度?|冰?雪季|赛季|榨季|[采供]暖季)?"
        ),
        "plan": rf"“?(?P<n>[{_ONE}]|十[{_ONE}]?|二十)五”?(?P<part>{_PLAN_PARTS})?",
        "memory": (
            rf"(?P<lead>近|过去|最近|这)?的? ?(?P<n>{_COUNT})[多余几]? ?年多?(?P<tail>{_SINCE_TAIL}|间)?"
        ),
        "decade": (
            r"(?:(?P<age>上个?世纪|20世纪|二十世纪|21世纪|二十一世纪|本世纪)?(?P<n>[1-9]0|[二三四五六七八九]十)"
            r"|(?P<full>(?:19|20)\d0))年代(?:初期|末期|中期|后期|前期|初|末|中)?"
        ),
        "event": rf"(?:党的)?(?P<event>{one_of(read_words('event'))})(?:召开)?以来",
        "clock": (
            rf"{_PART_OF_DAY} ?{_HOUR}(?:时|点){_MINUTES}?许?"
            rf"|{_HOUR}时(?:[0-5]?\d分(?:[0-5]?\d秒)?许?|许)|(?<=截至){_HOUR}时"
        ),
        "hour": _CLOCK,
        "plain": _plain(),
        "lunar": _lunar(),
        "same": (
            rf"(?:(?P<year>{_YEAR}) ?年|(?P<word>{one_of(read_words('year'))}))?"
            r"的?同一?(?P<what>期|月份?|季度?)(?![间学刊限])"
        ),
    }
    compiled = {name: pattern_of(source) for name, source in sources.items()}
    return Patterns(
        trigger=pattern_of(_trigger(ways)),
        ways=ways,
        year_words=_by_opening("year"),
        words=_by_opening("word"),
        goes_on=_goes_on(),
        **compiled,
    )


def _ways() -> dict[str, tuple[str, ...]]:
    """The first two characters of dates with the patterns that can begin with them."""
    ways: dict[str, dict[str, None]] = {}
    for way, openings in _OPENINGS.items():
        for opening in openings.replace("0-9", "0123456789").replace("1-4", "1234").split():
            for second in opening[1:].strip("[]").replace("_", " "):
                ways.setdefault(opening[0] + second, {})[way] = None
    for section, names in _LISTED.items():
        for word in read_words(section):
            ways.setdefault(word[:2], {}).update(dict.fromkeys(names))
    return {opening: tuple(names) for opening, names in ways.items()}


def _by_opening(section: str) -> dict[str, tuple[Word, ...]]:
    """The words of a section under their first two characters, the longest first."""
    found: dict[str, tuple[Word, ...]] = {}
    for word in sorted(read_words(section).values(), key=lambda word: -len(word.text)):
        found[word.text[:2]] = (*found.get(word.text[:2], ()), word)
    return found


def _goes_on() -> frozenset[str]:
    """The characters with which a date can go on behind its year: a month, a holiday, a time, 至."""
    named = {word[0] for section in ("feast", "day") for word in read_words(section)}
    return (
        frozenset(f" 的同度全年内上下第首前头初底末“0123456789{_ONE}十廿两至到—–~-凌清早中傍晚夜深") | named
    )


def _trigger(ways: Iterable[str]) -> str:
    """The pattern of the characters at which a date may begin.

    It opens with one set, so that the search runs over all other characters at once, and then
    looks at what stands around: the first of some digits before 年, two characters of a word.
    """
    numerals = f"{_ONE}十廿〇零两百"
    pairs = sorted(ways)
    heads = "".join(sorted({pair[0] for pair in pairs} | set(numerals)))
    frequent, rare, counted = (
        "".join(sorted({pair[1] for pair in pairs if (pair[0] in _FREQUENT, pair[0] in numerals) == kind}))
        for kind in ((True, False), (False, False), (False, True))
    )
    unit = r"[0-9]{0,3}(?: ?[年月日号季时点世]|[多余] ?年|[、至到—–~-])"
    behind_digits = rf"{unit}|[0-9]{{3}}(?:[./至]| ?[学财])"
    thousands = r"(?<=[0-9],[0-9])[0-9]{2}(?![0-9])"
    first_digit = rf"(?<=[0-9])(?<![0-9][0-9])(?<![0-9]\.[0-9])(?!{thousands})(?={behind_digits})"
    first_letter = (
        rf"(?<=[{_FREQUENT}])(?=[{frequent}])|(?<![{_FREQUENT}{numerals}0-9])(?=[{rare}])"
        rf"|(?<=[{numerals}])(?=[{numerals}年月日季、至到—–~ 多余几世时点”{counted}])"
    )
    return rf"[0-9{heads}](?:{first_letter}|{first_digit})"


def _lunar() -> str:
    """The pattern of a day or month of the lunar calendar: 农历腊月初八, 正月十五."""
    stems = f"{_ONE}十〇零甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    day = rf"(?:初[{_ONE}十]|[十廿二三]十?[{_ONE}十]?)"
    month = rf"(?:腊八|正|腊|冬|十[一二]?|[{_ONE}])"
    return rf"(?:农历|阴历)(?:[{stems}]{{2,4}}年)?闰?{month}?月?{day}?|(?:正|腊)月{day}?"


NO_MONTH_AFTER: Final = frozenset("每近满隔逾历第共约超足达")
NO_MONTH_BEFORE: Final = frozenset("龄内期饼薪租嫂球季刊号")
NO_DAY_AFTER: Final = frozenset("每近满隔逾历第共约超足达续为期时、-—~./")
NO_DAY_BEFORE: Final = frozenset("龄元均内前后游增产利志薪历程常")
"""What a month or a day without its year stands beside when it is none: 3月龄, 3日内, 每3日."""


def _plain() -> str:
    """The pattern of a month or day in digits that nothing goes on behind; all others are for `_moment`."""
    day = "3[01]|[12][0-9]|0?[1-9]"
    before = re.escape("".join(sorted(NO_DAY_AFTER)))
    named = "".join(sorted(NO_MONTH_BEFORE | NO_DAY_BEFORE))
    behind = f"份{_ONE}十廿上中下底末初至到—–~、以来起凌清早傍晚夜深{named}"
    return (
        rf"(?<![{before}])(?:(?:(?P<y>(?:1[89]|20)[0-9]{{2}})年)?(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>{day})日)?"
        rf"|(?P<alone>{day})日)(?![ 0-9{behind}-])"
    )


def _moment() -> str:
    """The pattern of a day, month, quarter, half-year, holiday or year, with or without its year."""
    iso_day = r"(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9])(?!\d)"
    year = (
        rf"(?P<y>{_YEAR}) ?(?:学?年度?|财年)|[’‘'](?P<yy>\d\d)(?:年|(?!\d))"
        rf"|民国(?P<roc>\d{{1,3}}|[{_ONE}十百]{{1,5}})年度?|(?P<yw>{one_of(read_words('year'))})的?"
    )
    parts = "|".join([*_parts_of_year(), *_months(), *_days()])
    return (
        rf"(?P<iso>{_YEAR}(?P<sep>[-./]){iso_day})(?:[ T]?{_CLOCK})?"
        rf"|(?P<isom>{_CENTURY}\d\d-(?:0[1-9]|1[0-2]))(?![\d-])"
        rf"|(?P<head>{year})? ?(?:{parts})?(?P<hour>{_CLOCK})?"
    )


def _parts_of_year() -> list[str]:
    """Half-years, ends of a year and quarters; what may not follow tells 年初 from 初步, 初中."""
    ends = (
        "年?初(?![步中级次始心衷创具审等见二三一夏春秋冬期])|年?底(?![数薪线层部气图色细蕴稿座盘])"
        "|年?末(?![端位班尾梢日])|年中(?=[,。、;)]|以来|时|前|$)"
    )
    return [
        rf"(?P<part>全年|年内|上半年|下半年|{ends})",
        rf"第?(?P<q>{_QUARTER})季度(?:(?P<qend>末|底)|(?P<qstart>初))?",
        r"(?P<fq>首季度?)",
        r"(?P<qs>前[一二三两23]个?)季度?",
        rf"(?P<q1>{_QUARTER})(?:、|{TO})(?P<q2>{_QUARTER})季度",
    ]


def _months() -> list[str]:
    """Months with what may follow them: a day, days, 上旬, 底."""
    day = rf"(?P<d>{_DAY}) ?[日号](?:{TO}(?P<d2>{_DAY}) ?[日号])?"
    days = rf"(?P<d3>{_DAY}){TO}(?P<d4>{_DAY}) ?[日号]"
    rest = r"[上中下]{1,2}旬|底|末|初(?![步中级次始一二三四五六七八九十])|中(?=[,。、;])"
    return [
        rf"[前头](?P<ms>{_MONTH}|两)个?月份?",
        rf"(?P<m1>{_MONTH})(?:月份?)?(?P<list>、|{TO})(?P<m2>{_MONTH})月份?(?!\d?\d ?[日号])",
        rf"(?P<mm>[{_ONE}]{{2}})月份?",
        rf"(?P<m>{_MONTH}) ?月份? ?(?:{day}|{days}|{rest})?",
    ]


def _days() -> list[str]:
    """Days without their month, holidays and days with a name."""
    feasts, days = one_of(read_words("feast")), one_of(read_words("day"))
    leave = "(?:小长假|黄金周|长假|假期|假日|放假)"
    return [
        rf"(?P<dl>{_DAY}) ?[日号](?:{TO}(?P<dl2>{_DAY}) ?[日号])?",
        rf"(?P<da>{_DAY}){TO}(?P<db>{_DAY})日",
        rf"“?(?P<feast>(?:{feasts})”?、?(?:“?(?:{feasts})”?)?)节?{leave}?(?:期间)?(?![前后])",
        rf"(?P<day>{days})(?:当天|当日|期间)?",
    ]
