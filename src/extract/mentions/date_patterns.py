"""The words of time in, one pattern for each way to write a date out.

`data/dates.txt` holds the words; what digits and 年 月 日 can form stands here. Every pattern is
tried with `match` where a date may begin, so none of them has a part that may repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

CHINESE_DIGITS = {c: n for n, row in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for c in row}

_ONE = "一二三四五六七八九"
CENTURY = "(?:1[89]|20)"
YEAR_DIGITS = rf"(?:{CENTURY}\d\d|一[八九][〇零○{_ONE}][〇零○{_ONE}]|二[〇零○][〇零○{_ONE}][〇零○{_ONE}])"
MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_ONE}])"
DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿]十?[{_ONE}]|二十|十[{_ONE}]?|初?[{_ONE}])"
COUNT = rf"(?:\d{{1,3}}|[{_ONE}两]?十[{_ONE}]?|[{_ONE}两]?百|[{_ONE}两])"
QUARTER = "[1-4一二三四]"
TO = " ?(?:至|到|-|—|–|~|——|--) ?"
PART_OF_DAY = "(?:凌晨|清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|深夜|夜里)"
HOUR = f"(?:2[0-4]|1\\d|0?\\d|二十[一二三四]?|十[{_ONE}]?|[{_ONE}])"
CLOCK = (
    f"{PART_OF_DAY}? ?(?:{HOUR}(?:时|点)(?![间段代候期])(?:[0-5]?\\d分(?:[0-5]?\\d秒)?|半|整)?|(?:2[0-4]|1\\d|0?\\d):[0-5]\\d(?::[0-5]\\d)?)许?"
)
PLAN_PARTS = "期间|时期|以来|末期|末年|末|初期|前期|中期|后期"


@dataclass(frozen=True, slots=True)
class Word:
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
    lines = (resources.files("extract") / "data" / "dates.txt").read_text(encoding="utf-8").splitlines()
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


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns, each tried at the first character of a date.

    `trigger` finds those characters; `ways` says for each of them, digits and numerals aside,
    which patterns can begin with it.
    """

    trigger: re.Pattern[str]
    ways: dict[str, tuple[str, ...]]
    moment: re.Pattern[str]
    years: re.Pattern[str]
    plan: re.Pattern[str]
    memory: re.Pattern[str]
    decade: re.Pattern[str]
    event: re.Pattern[str]
    word: re.Pattern[str]
    clock: re.Pattern[str]
    lunar: re.Pattern[str]
    same: re.Pattern[str]


_OPENINGS = {
    "moments": "第[1-4一二三四] 上半 下半 前[0-9一二三四五六七八九十两] 头[0-9一二三四五六七八九十两] 首季 民国 ’[0-9] ‘[0-9] “[十一二三四五六七八九元春清端中国劳双]",
    "plan": "“[一二三四五六七八九十]",
    "memory": "近[0-9一二三四五六七八九十两百] 过去 最近 这[0-9一二三四五六七八九十两百]",
    "decade": "上[个世] 本世",
    "event": "党的",
    "clock": "凌晨 清晨 早[晨上0-9一二三四五六七八九十] 上午 中午 下午 傍晚 晚[上间0-9一二三四五六七八九十] 夜[间里0-9] 深夜",
    "lunar": "农历 阴历 正月 腊月",
    "same": "同[期月季一]",
}
"""The two characters that the patterns begin with; those of the word lists come from `dates.txt`."""


def _ways() -> tuple[dict[str, tuple[str, ...]], str]:
    """The first characters with their patterns, and all second characters as a set for a pattern."""
    ways: dict[str, dict[str, None]] = {}
    seconds: set[str] = set()
    for way, openings in _OPENINGS.items():
        for opening in openings.split():
            ways.setdefault(opening[0], {})[way] = None
            seconds.add(opening[1:].strip("[]"))
    listed = {"year": ("same", "moments"), "word": ("word",), "feast": ("moments",), "day": ("moments",), "event": ("event",)}
    for section, names in listed.items():
        for word in read_words(section):
            ways.setdefault(word[0], {}).update(dict.fromkeys(names))
            seconds.add(word[1])
    return {first: tuple(names) for first, names in ways.items()}, "".join(sorted(seconds))


@cache
def patterns() -> Patterns:
    """The patterns, compiled once."""
    years = read_words("year")
    ways, seconds = _ways()
    numerals = f"{_ONE}十廿〇零两百"
    heads = "".join(sorted(ways.keys() | set(numerals)))
    return Patterns(
        # one set of first characters, that the search may run over all others at once
        trigger=re.compile(
            rf"[0-9{heads}](?:(?<=[0-9])(?<![0-9][0-9])(?<![0-9][.,][0-9])(?=[0-9]{{0,3}}(?: ?[年月日号季时点]|[多余] ?年|[、至到—–~-])|[0-9]{{3}}[./至]|[0-9]{{1,3}} ?[年世])"
            rf"|(?<![0-9])(?=[{numerals}年月日季、至到—–~ 多余几世时点”{seconds}]))"
        ),
        ways=ways,
        moment=re.compile(_moment()),
        years=re.compile(
            rf"(?P<y1>{YEAR_DIGITS})(?:年)?{TO}(?P<y2>{YEAR_DIGITS})(?P<unit>学?年(?:度)?)?"
        ),
        plan=re.compile(rf"“?(?P<n>[一二三四五六七八九]|十[{_ONE}]?|二十)五”?(?P<part>{PLAN_PARTS})?"),
        memory=re.compile(
            rf"(?P<lead>近|过去|最近|这)?(?:的)? ?(?P<n>{COUNT})(?P<more>[多余几])? ?年(?:多)?(?P<tail>以来|来(?![自到源临访电信往此宾华说看])|间)?"
        ),
        decade=re.compile(
            r"(?P<age>上(?:个)?世纪|20世纪|二十世纪|21世纪|二十一世纪|本世纪)?(?P<n>[1-9]0|[二三四五六七八九]十)年代"
            r"(?:初期|末期|中期|后期|前期|初|末|中)?|(?P<full>(?:19|20)\d0)年代(?:初期|末期|中期|后期|初|末|中)?"
        ),
        event=re.compile(rf"(?:党的|从|自)?(?P<event>{one_of(read_words('event'))})(?:召开)?以来"),
        word=re.compile(one_of(read_words("word"))),
        clock=re.compile(rf"{PART_OF_DAY} ?{HOUR}(?:时|点)(?:[0-5]?\d分|半|整)?许?|{HOUR}时[0-5]?\d分(?:[0-5]?\d秒)?许?"),
        lunar=re.compile(
            rf"(?:农历|阴历)(?:[{_ONE}十〇零正腊冬甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]{{0,4}}年)?(?:闰)?(?:腊八|正|腊|冬|十[一二]?|[{_ONE}])?月?(?:初[{_ONE}十]|[十廿二三]十?[{_ONE}十]?)?"
            rf"|(?:正|腊)月(?:初[{_ONE}十]|[十廿二三]十?[{_ONE}十]?)?"
        ),
        same=re.compile(
            rf"(?:(?P<year>{YEAR_DIGITS}) ?年|(?P<word>{one_of(years)}))?(?:的)?同(?:一)?(?P<what>期|月份?|季度?)(?![间学刊])"
        ),
    )


def _moment() -> str:
    """The pattern of a day, month, quarter, half-year, holiday or year, with or without its year."""
    years, words, feasts = read_words("year"), read_words("word"), read_words("feast")
    days = read_words("day")
    feast = f"“?(?P<feast>(?:{one_of(feasts)})”?、?(?:“?(?:{one_of(feasts)})”?)?)(?:节)?(?:小长假|黄金周|长假|假期|假日|放假)?(?:期间)?"
    return (
        rf"(?P<iso>{YEAR_DIGITS}(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9])(?!\d))(?:[ T]?{CLOCK})?"
        rf"|(?P<isom>{CENTURY}\d\d-(?:0[1-9]|1[0-2]))(?![\d-])"
        rf"|(?:(?P<y>{YEAR_DIGITS}) ?年(?:度)?|[’‘'](?P<yy>\d\d)(?:年|(?!\d))|民国(?P<roc>\d{{1,3}}|[{_ONE}十百]{{1,5}})年(?:度)?|(?P<yw>{one_of(years)})(?:的)?)?"
        rf" ?(?:(?P<part>全年|年内|上半年|下半年|年?初(?![步中级次始心衷创具审等见二三一夏春秋冬期])|年?底(?![数薪线层部气图色细蕴稿座盘])|年?末(?![端位班尾梢日])|年中(?=[,。、;)]|以来|时|前|$))"
        rf"|第?(?P<q>{QUARTER})季度(?:(?P<qend>末|底)|(?P<qstart>初))?|(?P<fq>首季度?)|(?P<qs>前[一二三两23]个?)季度?"
        rf"|(?P<q1>{QUARTER})(?:、|{TO})(?P<q2>{QUARTER})季度"
        rf"|[前头](?P<ms>{MONTH}|两)(?:个)?月(?:份)?"
        rf"|(?P<m1>{MONTH})(?:月(?:份)?)?(?P<list>、|{TO})(?:次年|翌年)?(?P<m2>{MONTH})月(?:份)?(?!\d?\d ?[日号])"
        rf"|(?P<mm>[{_ONE}]{{2}})月(?:份)?"
        rf"|(?P<m>{MONTH}) ?月(?:份)? ?(?:(?P<d>{DAY}) ?(?:日|号)(?:(?P<ds>(?:、|{TO})(?P<d2>{DAY}) ?(?:日|号)))?|(?P<d3>{DAY}){TO}(?P<d4>{DAY}) ?(?:日|号)|(?P<third>[上中下]旬)|(?P<mend>底|末)|(?P<mstart>初(?!\w?[一二三四五六七八九十步中]))|中(?=[,。、;]))?"
        rf"|(?P<dl>{DAY}) ?[日号](?:{TO}(?P<dl2>{DAY}) ?[日号])?|(?P<da>{DAY}){TO}(?P<db>{DAY})日"
        rf"|{feast}"
        rf"|(?P<day>{one_of(days)})(?:当天|当日|期间)?"
        rf")?(?:(?P<hour>{CLOCK}))?"
    )
