"""Folded text in, the stretches out whose numbers are part of a name, a slogan or a set phrase.

Mechanisms come first: what a quotation, 第N with an institution, letters with digits, N号, a
telephone number or a document number look like. Behind them stand two lists, `vetoes.txt` (our own)
and `numeral_words.txt` (the words of the language that have a numeral in them), read in one pass.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import daachorse

from extract.datafiles import read_data
from extract.mentions.date_patterns import one_of
from extract.mentions.dates import find_dates
from extract.patterns import pattern_of
from extract.spans import Span

_HAN_NUMERAL: Final = "〇零一二三四五六七八九十百千万亿两"
NUMERALS: Final = frozenset(f"0123456789{_HAN_NUMERAL}")
_ORDINAL: Final = f"第 ?(?:\\d{{1,4}}|[{_HAN_NUMERAL}]{{1,6}})"
_LONGEST_QUOTE: Final = 18
_LONGEST_TITLE: Final = 80
_SPEECH: Final = pattern_of("[,。!?;:…]|我|你|他|她|咱|吗|呢|吧|啊|了|就|都|还|再|能|过去|现在|如今")
_SHORT_QUOTE: Final = 8
_DATED: Final = pattern_of("(?:召开)?以来|期间|时期|末|[前中后]期|小长假|黄金周|假期|假日|当天|当日|度|天")
_DATE_MARGIN: Final = 8
_RUN: Final = pattern_of(f"[0-9{_HAN_NUMERAL}]+|[A-Za-z]+")
_TRIGGER: Final = pattern_of(f"[“《〔\\[(【第A-Za-z0-9Ⅰ-Ⅻ{_HAN_NUMERAL}]")
_NAMED: Final = frozenset("上下本这")


def find_vetoes(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of a folded stretch that hold no figure, in text order, never overlapping.

    >>> text = "党的十九大精神,解决“两不愁三保障”问题,5G网络到村,建成9所小学"
    >>> [text[a:b] for a, b in find_vetoes(text, 0, len(text))]
    ['十九大', '“两不愁三保障”', '5G']
    """
    words = [(first + start, last + start) for first, last, _ in _automaton().find(text[start:end])]
    openings = [opening.start() for opening in _openings().finditer(text, start, end)]
    if start < end and _TRIGGER.match(text, start, end):
        openings.insert(0, start)  # the stretch may begin within a number
    return _read_stretch(text, start, end, words, openings)


def find_all_vetoes(text: str, stretches: Sequence[Span]) -> list[list[Span]]:
    """Return the vetoes of each stretch; a stretch begins and ends where a line does.

    All of the text is searched at once, so that short lines cost no more than long ones.
    """
    words = [(first, last) for first, last, _ in _automaton().find(text)]
    openings = [opening.start() for opening in _openings().finditer(text)]
    found: list[list[Span]] = []
    word = opening = 0
    for start, end in stretches:
        first_word = word = bisect_left(words, (start, 0), word)
        while word < len(words) and words[word][0] < end:
            word += 1
        first_opening = opening = bisect_left(openings, start, opening)
        while opening < len(openings) and openings[opening] < end:
            opening += 1
        if word == first_word and opening == first_opening:
            found.append([])
            continue
        found.append(_read_stretch(text, start, end, words[first_word:word], openings[first_opening:opening]))
    return found


def _read_stretch(
    text: str, start: int, end: int, words: Sequence[Span], openings: Sequence[int]
) -> list[Span]:
    """The words of a stretch and the places where a name may begin in, its vetoes out."""
    found = _keep_words(text, start, end, words) if words else []
    if openings:
        found += _find_patterns(text, start, end, openings)
    return [span for span in _merge(found) if not _is_dated(text, start, span, end)] if found else found


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in any order in, disjoint ones in text order out: those that overlap are joined."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _is_dated(text: str, start: int, span: Span, end: int) -> bool:
    """Whether a name is part of a date, which then explains its number: “十三五”期间, 十九大以来."""
    first, last = span
    if _DATED.match(text, last, end) is None and text[first - 1 : first] not in _NAMED:
        return False
    dates = find_dates(text, max(start, first - _DATE_MARGIN), min(end, last + _DATE_MARGIN))
    quoted = text[first] == "“"
    return any(date.start <= first + quoted and last - quoted <= date.end for date in dates)


# words

_BEFORE_NUMERAL: Final = frozenset("第.几数")
_BEHIND_NUMERAL: Final = frozenset(".余多")


@cache
def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in _read_lines("vetoes.txt"):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        else:
            words.extend(line.split())
    return sections


def _read_lines(name: str) -> list[str]:
    text = read_data(name)
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    listed = [word for word in _sections()["words"] if not NUMERALS.isdisjoint(word)]
    words = dict.fromkeys((*listed, *_read_lines("numeral_words.txt")))
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(words), daachorse.MATCH_KIND_LEFTMOST_LONGEST)


def _keep_words(text: str, start: int, end: int, words: Iterable[Span]) -> list[Span]:
    """The listed words, where no longer numeral runs into them: 一直 is none in 二十一直."""
    found = []
    for first, last in words:
        if text[first] in NUMERALS:
            before = text[first - 1] if first > start else ""
            if (
                before in NUMERALS
                or before in _BEFORE_NUMERAL
                or _is_part_of_figure(text, start, first, last, end)
            ):
                continue
        if last < end and text[last - 1] in NUMERALS:
            behind = text[last]
            if behind in NUMERALS or behind in _BEHIND_NUMERAL:
                continue
        found.append((first, last))
    return found


def _is_part_of_figure(text: str, start: int, first: int, last: int, end: int) -> bool:
    """十分 in 十分之一, 一角 in 五元一角, 三公 in 三公里."""
    if text.startswith("分之", last - 1) and text[last - 1 : last] == "分":
        return text[last + 1 : last + 2] in NUMERALS
    if first > start and text[first - 1] in "元块圆":
        return text[last - 1] in "角毛分"
    return text[last - 1] == "公" and last < end and text[last] in "里斤顷分升"


# patterns


_SERVICES: Final = (
    "报警|热线|急救|火警|指挥|接警|出警|接处警|服务|平台|调度|联动|电话|举报|投诉|便民|政务|政府|市民|工单"
    "|医保|消防|医疗|妇女|网络"
)
"""What stands behind the number of a hotline: 110报警, 12345热线."""

_GRADED: Final = (
    "甲|乙|丙|以上|医|公路|保护|响应|应急|预警|标准|残|军士|教师|职称|主任|巡视|调研|警|消防|风险|重点"
    "|文物|裁判|运动员|学科|市场|奖|功|品|果|舱|座|站|电站|河|支流|分销|建造|综合|林|草|网格|书记|联动|管理"
    "|防护|防控|巡察|贯通|体系|治理|服务|节点|政府|财政|平台"
)
"""What an N级 or N等 with a Chinese numeral belongs to: 三级甲等, 二级公路, 三等功."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The mechanisms, compiled once, each under the kind of character that it begins with."""
    sources = {
        "quote": rf"“([^“”\n]{{1,{_LONGEST_QUOTE}}})”",
        "title": rf"《[^《》\n]{{1,{_LONGEST_TITLE}}}》",
        "figure": _figure(),
        "ordinal": _institution(),
        "latin": _latin(),
        "digits": _digits(),
        "document": r"[〔\[(【]\d{4}[〕\])】] ?第? ?\d{1,5} ?号",
        "han": _han(),
        "roman": "[Ⅰ-Ⅻ][级类型期等]?",
        "phone": (
            r"(?<=话)(?:号码)?:? ?\d[\d-]{4,14}|(?<=话[: ])\d[\d-]{4,14}"
            r"|(?<=群):?\d{5,11}|(?:(?<=邮编)|(?<=编码)):? ?\d{6}|(?:(?<=邮编:)|(?<=编码:))\d{6}"
            r"|(?:(?<=[数量]:)|(?<=[数量]: )|(?<=阅读:))\d+次?"
        ),
    }
    return {name: pattern_of(source) for name, source in sources.items()}


def _figure() -> str:
    """The pattern of a figure in a quotation: digits, or a numeral of digit and scale, with a measure."""
    digit, scale = "[一二三四五六七八九两]", "[十百千万亿]"
    compound = rf"[{_HAN_NUMERAL}]*{digit}{scale}|{scale}[一二三四五六七八九]"
    number = rf"(?:\d[\d,.]*[十百千万亿余多]*|{compound})[{_HAN_NUMERAL}余多来]*"
    return rf"{number}(?:{one_of(_sections()['figures'])})"


def _institution() -> str:
    """The pattern of 第N with an institution: 第三人民医院, 第六风电场, 第二、三产业."""
    institutions, counted = one_of(_sections()["institutions"]), one_of(_sections()["ordinals"])
    direct = rf"(?:{institutions}|[军师旅团](?!长|员|圆|结|傅))"
    between = rf"(?:有限|[^\W\d_的了在是有和与第{_HAN_NUMERAL}]){{1,6}}?"
    more = rf"(?:[、和至](?:{_ORDINAL}|[{_HAN_NUMERAL}]{{1,3}}))?"
    return rf"{_ORDINAL}{more} ?(?:{direct}|(?!{counted}){between}(?:{institutions}))"


def _latin() -> str:
    """The pattern of letters with digits: G60, N95, PM2.5; currencies and indicators are none."""
    no_name = r"(?!(?:USD|RMB|CNY|HKD|EUR|US|HK|GDP|CPI|PPI|PMI|R|No|NO|no)[$¥ ]?\d)"
    name = r"[A-Za-z][A-Za-z/-]{0,7}[-·]?\d{1,6}(?:\.\d{1,2})?"
    return rf"(?<![0-9]){no_name}{name}(?![\d.,]*[%‰万亿元])[A-Za-z]{{0,3}}\d{{0,3}}"


def _digits() -> str:
    """The patterns that begin with a digit: 5G, 95后, 4.0时代, telephones, 2号, 3版, G12次."""
    return "|".join(
        [
            r"\d{1,2}(?:[GD](?![A-Za-z])|A级?(?![A-Za-z0-9])|C认证)|[248]K(?![A-Za-z])",
            r"\d{1,2}[gk](?=[网基手电屏]|技术|信号|通信|套餐|高清|超高清|视频|直播)",
            r"[5-9][05]后|[012][05]后",
            r"\d\.0(?=版|时代|模式|升级)",
            r"1[3-9]\d{9}(?!\d)|400-?\d{3}-?\d{4}(?!\d)|\d{3,4}-\d{7,8}(?!\d)",
            rf"(?:110|119|120|122|12\d{{3}}|95\d{{3}}|96\d{{3,4}})(?=”?(?:{_SERVICES}))",
            r"(?<!第)\d{1,5}(?:[-—]\d{1,3})?[号#]",
            r"\d{1,4}版(?![本权块面])|\d{3}(?=国道|省道|县道)|\d{4,5}(?=部队)",
            r"\d{1,4}(?:/\d{1,4})?次(?=列车|班列|航班|高铁|动车)",
        ]
    )


def _han() -> str:
    """The patterns that begin with a Chinese numeral: 五号, 九零后, 一X一Y, 六股树村, 三级甲等."""
    sections = _sections()
    measures = "".join(sections["measures"])
    villages = "(?:村|乡|镇|苏木|嘎查|社区|街道)(?![民干级医])"
    village = rf"[{_HAN_NUMERAL}]{{1,2}}(?![几余多来{_HAN_NUMERAL}{measures}])[^\W\d_]{{1,3}}?{villages}"
    word = rf"[^\W\d_死伤男女{_HAN_NUMERAL}]"
    one = "[一二三四五六七八九十]"
    bare = "(?<![多余几数上近超约达逾满第])"
    works, lands = one_of(sections["phased"]), one_of(sections["lands"])
    return "|".join(
        [
            rf"[{_HAN_NUMERAL}]{{1,6}}号",
            "[五六七八九〇零○一二][〇零○五]后",
            rf"(?<![0-9第])一{word}一{word}",
            rf"(?<![{_HAN_NUMERAL}第])一(?P<twice>{word})(?P=twice)",  # 一台台, 一本本: many, and no number
            rf"(?<=[县市区旗镇乡道、,。在到于和]){village}|(?<![^\n]){village}",
            rf"(?<=[镇乡街])[{_HAN_NUMERAL}][股条棵座里道家会][^\W\d_]{{0,2}}村(?![民干级医])",
            rf"{one}期(?={works})",
            rf"[一二三四五六七八九特][级等](?={_GRADED})",
            rf"(?<=[铁建交冶电]){one}{{1,3}}[航公]?[局院冶]",
            rf"十?{one}五(?=规划|计划|纲要|开局|收官|蓝图)",
            rf"(?<!第){one}{{1,3}}届(?=全国|省|市|县|区|州|中央|人大|政协|人民|党|委员|理事|{one}中|{one}次)",
            rf"(?<=[大协届]){one}{{1,2}}次(?=全体会议|全会|会议|代表大会)",
            rf"(?<=委){one}{{1,2}}次(?=全体会议|全会)",
            "(?:八一|七一|五四|三八|六一|五一|九一八)(?=路|街|小学|中学|学校|广场|大道|村|公园|大桥|前夕|起义)",
            # bare scales before a kind of land or works: 万亩茶园, 千亿级产业; 3万亩茶园 is a figure
            rf"{bare}[百千万亿]{{1,2}}[元吨人]?级(?!别)|{bare}万元(?=GDP|国内|地区|工业|产值|生产总值)",
            rf"{bare}[百千万]{{1,2}}[亩头只羽人里](?:以上)?的?[^\W\d_]{{0,3}}?(?:{lands})",
        ]
    )


def _find_patterns(text: str, start: int, end: int, openings: Iterable[int]) -> list[Span]:
    """The mechanisms, tried where `_openings` lets them begin and right behind one another."""
    found = []
    position = start
    for first in openings:
        if first < position:
            continue
        while True:
            last = _read(text, start, first, end)
            if last is None:
                position = _skip(text, first, end)
                break
            found.append((first, last))
            position = first = max(last, first + 1)
            if _TRIGGER.match(text, first, end) is None:
                break
    return found


@cache
def _openings() -> re.Pattern[str]:
    """The characters that a number in a name may begin with, by what stands around them.

    A set comes first, so that the search runs over all other characters at once. What follows lets
    through all that `_patterns` would find, and little else; a numeral or a word of letters is
    looked at only where it begins.
    """
    numeral, han = f"[0-9{_HAN_NUMERAL}]", f"[{_HAN_NUMERAL}]"
    services = "".join(sorted({word[0] for word in _SERVICES.split("|")}))
    behind_digits = (
        rf"\d{{0,5}}+(?:[GDACKgk后号#版{services}]|\.0[版时模升]|[国省县]道|部队|(?:/\d{{1,4}})?次[列班航高动]"
        rf"|[-—]\d{{1,3}}[号#]|-\d{{7}}|”[{services}])|\d{{10}}|00-?\d{{3}}"
    )
    dialled = "话|话[: ]|群|邮编|编码|邮编:|编码:|[数量]:|[数量]: |阅读:"
    called = "|".join(f"(?<={lead}[0-9])" for lead in dialled.split("|"))
    behind_numeral = (
        rf"{han}{{0,5}}+(?:[号期级等届次冶]|○?后|[航公]?[局院]|公冶|[元吨人]级|元[G国地工产生]|[亩头只羽人里]"
        r"|规划|计划|纲要|开局|收官|蓝图|[路街小中学广大村公前起])"
    )
    village = (
        rf"(?:(?<=[县市区旗镇乡道街、,。在到于和]{han})|(?<![^\n]{han}))(?=[^\n]{{1,4}}[村乡镇苏嘎社街])"
    )
    number = rf"(?<!{numeral}[0-9])(?:(?={behind_digits})|(?<=[话群编码: ][0-9])(?:{called}))"
    repeated = r"(?<=一)(?<![0-9第]一)(?=.一|(.)\1)"
    quoted = rf"(?=[^“”\n0-9{_HAN_NUMERAL}]{{0,{_LONGEST_QUOTE}}}{numeral})"
    titled = rf"(?=[^《》\n0-9{_HAN_NUMERAL}]{{0,{_LONGEST_TITLE}}}{numeral})"
    other = (
        rf"(?<=“){quoted}|(?<=《){titled}|(?<=第)(?= ?[\d{_HAN_NUMERAL}])|(?<=[〔\[(【])(?=\d{{4}}[〕\])】])"
        r"|(?<=[A-Za-z])(?<![A-Za-z0-9][A-Za-z])(?=[A-Za-z/-]{0,7}[-·]?\d)|(?<=[Ⅰ-Ⅻ])"
    )
    return pattern_of(
        rf"[“《〔\[(【第A-Za-z0-9Ⅰ-Ⅻ{_HAN_NUMERAL}](?:(?<=[0-9]){number}"
        rf"|(?<={han})(?:(?<!{numeral}{han})(?={behind_numeral})|{repeated}|{village})|(?<!{numeral})(?:{other}))"
    )


def _skip(text: str, first: int, end: int) -> int:
    """Behind a run of digits, numerals or letters that nothing was found at."""
    run = _RUN.match(text, first, end)
    return run.end() if run else first + 1


def _read(text: str, start: int, first: int, end: int) -> int | None:
    """A position of text in, the end of the name with a number that begins there out."""
    known, letter = _patterns(), text[first]
    if letter == "“":
        return _quote(text, first, end)
    if letter == "《":
        return _end(known["title"], text, first, end) if _numbered(text, first, end, "》") else None
    if letter == "第":
        return _end(known["ordinal"], text, first, end)
    if letter.isdigit() and letter.isascii():
        return _end(known["phone"], text, first, end) or _end(known["digits"], text, first, end)
    if letter in "〔[(【":
        return _end(known["document"], text, first, end)
    if letter in NUMERALS:
        if first > start and text[first - 1] in NUMERALS:
            return None
        return _end(known["han"], text, first, end)
    return _end(known["roman" if letter >= "Ⅰ" else "latin"], text, first, end)


def _end(pattern: re.Pattern[str], text: str, first: int, end: int) -> int | None:
    found = pattern.match(text, first, end)
    return None if found is None else found.end()


def _numbered(text: str, first: int, end: int, close: str) -> bool:
    stop = text.find(close, first, min(end, first + _LONGEST_TITLE + 2))
    return stop > 0 and not NUMERALS.isdisjoint(text[first:stop])


def _quote(text: str, first: int, end: int) -> int | None:
    """A short quotation that is a name: it has a numeral, yet no figure, and nobody speaks in it."""
    found = _patterns()["quote"].match(text, first, end)
    if found is None or NUMERALS.isdisjoint(found[1]):
        return None
    words = found[1]
    spoken = _SPEECH.search(words)
    if spoken is not None and (len(words) > _SHORT_QUOTE or spoken[0] in ",。!?;:"):
        return None
    return None if _patterns()["figure"].search(words) else found.end()
