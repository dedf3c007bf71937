"""Folded text in, lines out, and what the look of a line tells: prose, a numbering, a path, a body."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from extract.patterns import pattern_of
from extract.text.vocabulary import any_of, vocabulary

LONGEST: Final = 300
"""No line of the frame is longer; longer lines are prose."""

LONGEST_TITLE: Final = 80
LONGEST_HEADING: Final = 40
LONGEST_ORGANIZATION: Final = 40
LONGEST_MENU_WORD: Final = 6
FEWEST_MENU_WORDS: Final = 5
FEWEST_BARRED: Final = 3
"""A menu has that many words, fewer with strokes between them."""

_BLANKS: Final = " \t\x1f\xa0\u1680\u202f\u205f\u3000\u200b\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGES: Final = _BLANKS + "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Blanks and what `str.splitlines` breaks lines at."""

_HEAVY_END: Final = pattern_of(r"[。;,:、…][”’)》】]*$|[。!?][”’)】]+$")
_STOPS: Final = frozenset("。;,:、…")
_CLOSERS: Final = frozenset("”’)》】")
_NUMERAL: Final = "[一二三四五六七八九十]"
_NUMBERED: Final = (
    pattern_of(rf"{_NUMERAL}{{1,3}}、|第{_NUMERAL}{{1,4}}[章部编篇][ 、:]?|[Ⅰ-Ⅻ][、.]"),
    pattern_of(rf"\({_NUMERAL}{{1,3}}\)|[㈠-㈩]|第{_NUMERAL}{{1,4}}节[ 、:]?"),
    pattern_of(r"\(\d{1,2}\)|\d{1,2}(?:[、)]|[.](?!\d))|[①-⑳⑴-⒇⒈-⒛]"),
)
_PAGE_NUMBERS: Final = (
    pattern_of(r"[-—–·][ ]?\d{1,4}[ ]?[-—–·]"),
    pattern_of(r"第[ ]?\d{1,4}[ ]?页(?:[ /,]*共[ ]?\d{1,4}[ ]?页)?"),
    pattern_of(r"\d{1,3}(?:[ ]?/[ ]?\d{1,3})?"),
)
_DOC_NUMBERS: Final = (
    pattern_of(r"[\u4e00-\u9fffA-Z]{0,16}[ ]?[〔\[(【]\d{4}[〕\])】][ ]?第?[ ]?\d{1,5}[ ]?号"),
    pattern_of(r"[\u4e00-\u9fff]{0,16}?(?:令|公告|通告|公报)?[ ]?第[ ]?\d{1,5}[ ]?号"),
    pattern_of(r"\d{4}年[ ]?第[ ]?\d{1,4}[ ]?号"),
    pattern_of(r"[\u4e00-\u9fff]{1,8}字第[ ]?[A-Z]?\d{5,12}[ ]?号"),
)
_CAPTION: Final = pattern_of(r"[图表][ ]?\d{1,2}(?:-\d{1,2})?[ :.、]|\[\d{1,2}\]")
_SPACED_OUT: Final = pattern_of(r"[\u4e00-\u9fff](?:[ ][\u4e00-\u9fff]){1,9}")
_ISSUE: Final = pattern_of(
    r"[(〔]?(?:\d{4}年)?[ ]?第?[ ]?\d{1,4}[ ]?期[)〕]?(?:[ ]*[(〔]?总第?[ ]?\d{1,5}[ ]?期[)〕]?)?"
)
_PATH: Final = pattern_of(r"[>»›]+")
_BETWEEN_WORDS: Final = pattern_of(r"[ \t|]+")
_BETWEEN_NAMES: Final = pattern_of(r"[ ]{2,}|[\t、]")
_NO_BODY: Final = pattern_of(r"[\d,。:;!?“]")
_LONGEST_BRACKET: Final = 12
_NAME: Final = r"[\u4e00-\u9fff]{1,2}[ ]?[\u4e00-\u9fff·]{1,6}"
_SHORT_NAME: Final = (
    r"(?:[\u4e00-\u9fff][ ]?[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8}){1,3})"
)


@dataclass(slots=True)
class Line:
    """A line without its blanks; `gap` tells of a blank line above it, `indent` of blanks before it.

    `kind` is that of its block, once known; `joined` lines go on the block above them.
    """

    start: int
    end: int
    text: str
    gap: bool
    indent: int
    kind: str = ""
    level: int = 0
    joined: bool = False


def split_lines(folded: str) -> list[Line]:
    """Return the lines that are not blank.

    >>> [(line.text, line.gap) for line in split_lines("普安县\\r\\n\\r\\n  百香果 ")]
    [('普安县', False), ('百香果', True)]
    """
    lines: list[Line] = []
    previous = at = 0
    for piece in folded.splitlines(keepends=True):
        begin = at
        at += len(piece)
        text = "" if piece == "\n" else piece.strip(_EDGES)
        if not text:
            continue
        gap = begin - previous > 1 and _has_gap(folded[previous:begin])
        indent = 0 if piece[0] == text[0] else piece.index(text[0])
        previous = begin + indent + len(text)
        lines.append(Line(begin + indent, previous, text, gap, indent))
    return lines


def _has_gap(between: str) -> bool:
    """Tell whether what stands between two lines has a blank line in it."""
    breaks = between.replace("\r\n", "\n")
    return sum(map(breaks.count, "\n\r\x0c\u2028\u2029")) > 1


def numbering(text: str) -> int:
    """Line in, depth of its numbering out: 1 for 一、, 2 for (一), 3 for 1. and 0 for none."""
    if text[0] not in _NUMBERING_STARTS:
        return 0
    for level, pattern in enumerate(_NUMBERED, 1):
        if pattern.match(text):
            return level
    return 0


_NUMBERING_STARTS: Final = frozenset("一二三四五六七八九十第(0123456789ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ") | frozenset(
    chr(code) for start, end in ((0x2460, 0x249C), (0x3220, 0x322A)) for code in range(start, end)
)


def is_prose(text: str) -> bool:
    """Tell whether a line is a sentence and not a title or heading.

    >>> is_prose("全县脱贫。"), is_prose("各县人民政府:"), is_prose("这个村为什么富了?")
    (True, True, False)
    """
    last = text[-1:]
    if len(text) > LONGEST_TITLE or last in _STOPS or _has_stop(text):
        return True
    return last in _CLOSERS and _HEAVY_END.search(text[-8:]) is not None


def _has_stop(text: str) -> bool:
    """Tell whether a line has a full stop, or a semicolon before its end."""
    return "。" in text or ";" in text[:-1]


def is_subtitle(text: str) -> bool:
    """Tell whether a line starts like a subtitle: ——昭觉县易地扶贫搬迁见闻."""
    return text.startswith(("——", "--", "—"))


def is_page_number(text: str) -> bool:
    """Tell whether a line is the number of a page: — 3 —, 第 2 页 共 3 页."""
    if len(text) >= 24 or text[0] not in _PAGE_NUMBER_STARTS:
        return False
    return any(pattern.fullmatch(text) for pattern in _PAGE_NUMBERS)


_PAGE_NUMBER_STARTS: Final = frozenset("-—–·第0123456789")


def is_doc_number(text: str) -> bool:
    """Tell whether a line is the number of a document: 国办发〔2021〕11号."""
    return len(text) < 40 and text.endswith("号") and any(pattern.fullmatch(text) for pattern in _DOC_NUMBERS)


def is_issue_number(text: str) -> bool:
    """Tell whether a line is the number of an issue: 第15期(总第128期)."""
    return len(text) < 32 and "期" in text and _ISSUE.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Tell whether a line is a path through a site: 首页 > 政务公开 > 部门动态."""
    if len(text) > 120 or _PATH.search(text) is None:
        return False
    steps = len(_PATH.findall(text))
    fewest = 1 if text.startswith(vocabulary().sections["home"]) else 2
    return steps >= fewest and not _has_stop(text)


def is_menu(text: str) -> bool:
    """Tell whether a line is the menu of a site: 首页 | 机构 | 新闻 | 政策."""
    if _BETWEEN_WORDS.search(text) is None:
        return False
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    fewest = FEWEST_BARRED if "|" in text else FEWEST_MENU_WORDS
    return len(words) >= fewest and all(len(word) <= LONGEST_MENU_WORD and word.isalpha() for word in words)


def is_ruling(text: str) -> bool:
    """Tell whether a line has no letter, figure or ideograph: ********."""
    return not text[0].isalnum() and not any(map(str.isalnum, text))


def is_organization(text: str) -> bool:
    """Tell whether a line names bodies and nothing else.

    >>> is_organization("十堰市统计局 国家统计局十堰调查队"), is_organization("加强组织领导")
    (True, False)
    """
    if (
        len(text) > LONGEST_ORGANIZATION
        or text[-1:] not in forms().organization_ends
        or _NO_BODY.search(text)
    ):
        return False
    names = split_names(text)
    return bool(names) and all(map(_names_body, names))


def _names_body(name: str) -> bool:
    """Tell whether a name ends in a word for a body, which it is more than; a bracket may follow."""
    if name[-1] == ")":
        opened = name.rfind("(")
        within = name[opened + 1 : -1]
        if opened < 0 or ")" in within or not 0 < len(within) <= _LONGEST_BRACKET:
            return False
        name = name[:opened]
    known = forms()
    for length in range(1, min(known.longest_organization, len(name) - 1) + 1):
        if name[-length:] in known.organizations:
            return True
    return False


def split_names(text: str) -> list[str]:
    """Return the names of a line, set apart by blanks: 财 政 部  民政部 are two."""
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(text):
        names += [part.replace(" ", "")] if _SPACED_OUT.fullmatch(part) else part.split(" ")
    return [name for name in names if name]


def is_dateline(text: str) -> bool:
    """Tell whether a line opens a dispatch: 新华社南宁10月17日电 题:“黄金水果”映红致富路."""
    return forms().dateline.match(text) is not None


def is_byline(text: str) -> bool:
    """Tell whether a line names writers and nothing else: 本报记者 何万敏 通讯员 阿克鸠射."""
    if len(text) > 80 or text[0] not in forms().byline_starts:
        return False
    return forms().byline.fullmatch(text) is not None


def is_official(text: str) -> bool:
    """Tell whether a line names the speaker: 兴义市人民政府市长 田涛."""
    return len(text) <= 40 and " " in text and forms().official.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Tell whether a line is a note or a caption: 注:本公报为初步统计数, [2]总产值按现价计算, 图1."""
    if text[0] in "图表[" and _CAPTION.match(text):
        return len(text) <= LONGEST_HEADING or text[0] == "["
    return text[0] in forms().note_starts and forms().note.match(text) is not None


def is_medium(name: str) -> bool:
    """Tell whether a name is that of a paper, a station or a site: 人民日报, 公安部网站, but no 通报."""
    known = forms()
    return name.endswith(known.media) and not name.endswith(known.no_media)


def is_document(title: str) -> bool:
    """Tell whether a title is that of a formal document: 关于……, ……的通知."""
    return "关于" in title[:-1] or title.endswith(vocabulary().sections["document kind"])


def can_open_frame(text: str) -> bool:
    """Tell whether a line may be numbered, a page number or a note, by the letter that it begins with."""
    return text[0] in forms().openers


class Forms(NamedTuple):
    """Patterns made of the words that frame bulletins, and the letters that they begin or end with."""

    byline: re.Pattern[str]
    byline_starts: frozenset[str]
    editor: re.Pattern[str]
    official: re.Pattern[str]
    organizations: frozenset[str]
    organization_ends: frozenset[str]
    longest_organization: int
    media: tuple[str, ...]
    no_media: tuple[str, ...]
    note: re.Pattern[str]
    note_starts: frozenset[str]
    openers: frozenset[str]
    foot_mark: re.Pattern[str]
    dateline: re.Pattern[str]


@cache
def forms() -> Forms:
    """Return the patterns, compiled once."""
    words = vocabulary().sections
    writer = f"(?:{any_of(words['byline'])})"
    editor = any_of(word for word, kind in vocabulary().kinds.items() if kind == "editor")
    more = rf"(?:[ 、,]+(?:{writer}[ :/|]*)?{_NAME}){{0,8}}"
    note_starts = {"(", "【", "[", "*", "图", "表"} | _first_letters(words["note"])
    return Forms(
        byline=pattern_of(
            rf"[□■●◎◆▲△★※(【\[]?[ ]?(?:[文图][/ ]?)*{writer}[ :/|]+{_NAME}{more}"
            r"[ ]?[文图摄影/·]*[)】\]]?"
        ),
        byline_starts=frozenset("□■●◎◆▲△★※(【[文图") | _first_letters(words["byline"]),
        editor=pattern_of(rf"(?<![\u4e00-\u9fff])(?:{editor})[ ]*[ :/|]+[ ]*({_NAME})"),
        official=pattern_of(rf"[\u4e00-\u9fff]{{0,20}}(?:{any_of(words['office'])})[ ]+{_SHORT_NAME}"),
        organizations=frozenset(words["organization"]),
        # Blanks and 、 part names: a line may end in one.
        organization_ends=frozenset(word[-1] for word in words["organization"]) | frozenset(") \t、"),
        longest_organization=max(map(len, words["organization"])),
        media=words["medium"],
        no_media=words["no medium"],
        note=pattern_of(rf"[(【\[*]?(?:{any_of(words['note'])})[ ]?\d{{0,2}}[】\]]?:"),
        note_starts=frozenset(note_starts),
        openers=_NUMBERING_STARTS | _PAGE_NUMBER_STARTS | note_starts,
        foot_mark=pattern_of(any_of(words["foot mark"])),
        dateline=pattern_of(rf"[(【]?({any_of(words['agency'])})[^。,;]{{0,40}}?(?:电|讯|报道|消息)"),
    )


def _first_letters(words: Iterable[str]) -> set[str]:
    return {word[0] for word in words}
