"""Folded text in, layout out: header fields and blocks (title, heading, paragraph, note, header, footer).

A bulletin is a head of short lines, a body and a foot. The head is read from the top, the foot
from the bottom, line by line; what neither explains is body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.spans import Block, Span
from extract.text.fields import LONGEST, Reading, Stamp, any_of, read_compact_date, read_fields, vocabulary
from extract.text.origins import read_region, read_script

HEAD_LINES = 40
FOOT_LINES = 40
"""How far the head and the foot can reach, in lines that are not blank."""

LONGEST_TITLE = 80
LONGEST_HEADING = 40
LONGEST_ORGANIZATION = 40

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BLANKS = " \t\u200b\ufeff\u3000"
_SENTENCE_END = re.compile(r"[。;,:、…][”’)》】]*$|[。!?][”’)】]+$")
_INNER_STOP = re.compile(r"。|[!?;](?=.)")
_NUMBERED = (
    re.compile(
        r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章部编篇][ 、:]?|[IVXⅠ-Ⅻ]{1,4}[、.])"
    ),
    re.compile(r"(?:\([一二三四五六七八九十]{1,3}\)|[㈠-㈩]|第[一二三四五六七八九十百]{1,4}节[ 、:]?)"),
    re.compile(r"(?:\(\d{1,2}\)|\d{1,2}(?:[、)]|[.](?!\d))|[①-⑳]|[⑴-⒇]|[⒈-⒛])"),
)
_RULING = re.compile(r"[^\w\u3400-\u9fff]+")
_PAGE_NUMBER = re.compile(
    r"(?:[-—–·][ ]?\d{1,4}[ ]?[-—–·]|第[ ]?\d{1,4}[ ]?页(?:[ /,]*共[ ]?\d{1,4}[ ]?页)?|\d{1,3}[ ]?/[ ]?\d{1,3}|\d{1,3})"
)
_DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{0,16}[ ]?[〔\[(【]\d{4}[〕\])】][ ]?第?[ ]?\d{1,5}[ ]?号"
    r"|[\u4e00-\u9fff]{0,16}令?[ ]?第?[ ]?\d{1,5}[ ]?号"
    r"|\d{4}年[ ]?第[ ]?\d{1,4}[ ]?号"
    r"|[\u4e00-\u9fff]{1,8}字第[ ]?[A-Z]?\d{5,12}[ ]?号"
)
_BRACKETED = re.compile(r"\([^()]{1,120}\)")
_NAME = r"[\u4e00-\u9fff]{1,2}[ ]?[\u4e00-\u9fff·]{1,6}"


@dataclass(slots=True)
class Layout:
    """The header fields of a bulletin and its blocks in text order.

    Strings are simplified and keep the punctuation of the raw text. `published_at` is
    the date of publication, or else of signature; `reference_date` its day.
    """

    title: str | None = None
    title_span: Span | None = None
    publisher: str | None = None
    site: str | None = None
    editor: str | None = None
    published_at: str | None = None
    reference_date: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    signed_at: str | None = None
    url: str | None = None
    script: str = "simplified"
    region: str = "CN"
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    gap: bool
    kind: str = ""
    level: int = 0


def read_layout(folded: str, raw: str | None = None) -> Layout:
    """Folded and raw text of a bulletin in, its header fields and blocks out.

    >>> layout = read_layout("兴仁市脱贫成效显著\\n2019-02-26 10:06 来源: 公安部网站\\n\\n贫困发生率降至1.65%。")
    >>> layout.title, layout.publisher, layout.published_at
    ('兴仁市脱贫成效显著', '公安部网站', '2019-02-26T10:06:00+08:00')
    >>> [block.kind for block in layout.blocks]
    ['title', 'header', 'paragraph']
    """
    return _Reader(folded, folded if raw is None else raw).read()


class _Reader:
    """One bulletin being read: its lines, and the fields found so far."""

    def __init__(self, folded: str, raw: str) -> None:
        self.folded = folded
        self.raw = raw
        self.lines = _split_lines(folded)
        self.layout = Layout()
        self.republic = False
        self.stamp: Stamp | None = None
        self.signed: Stamp | None = None

    def read(self) -> Layout:
        layout = self.layout
        body = self._read_head()
        foot = self._read_foot(body)
        self._read_body(body, foot)
        self._read_dateline(body, foot)
        if self.signed is not None:
            layout.signed_at = self.signed.day.isoformat()
        stamp = self.stamp or self.signed
        if stamp is not None:
            layout.published_at = stamp.iso()
            layout.reference_date = stamp.day.isoformat()
        layout.blocks = _make_blocks(self.lines)
        layout.script = read_script(self.raw, self.folded)
        frame = [line.text for line in self.lines if line.kind in ("header", "footer")]
        opening = next((line.text[:60] for line in self.lines if line.kind == "paragraph"), "")
        frame += [opening, layout.publisher or "", layout.issuer or ""]
        layout.region = read_region(self.folded, "\n".join(frame), self.republic)
        return layout

    # -- head

    def _read_head(self) -> int:
        """Read the lines above the body; return the index of the body's first line."""
        at = 0
        title: list[int] = []
        while at < min(len(self.lines), HEAD_LINES):
            line = self.lines[at]
            reading = self._read(line)
            if self._is_frame(line, reading, head=True):
                self._keep(line, reading, "header")
                at += 1
            elif title and self._is_under_title(line, at):
                line.kind = "header"
                at += 1
            elif not title and not _is_prose(line.text) and not _numbering(line.text):
                group = self._title_group(at)
                after = group[-1] + 1
                if len(group) == 1 and self._is_masthead(line, after):
                    self._read_masthead(line)
                else:
                    title = self._cut_title(group)
                    after = title[-1] + 1
                at = after
            else:
                break
        if (
            title
            and at >= len(self.lines)
            and all(line.kind == "" for line in self.lines if line.kind != "header")
        ):
            body_left = [line for i, line in enumerate(self.lines) if i not in title and line.kind == ""]
            if not body_left and len(self.lines) == len(title) == 1:
                return 0
        if title:
            self._set_title(title)
        return at

    def _title_group(self, at: int) -> list[int]:
        """Return the adjacent lines from `at` that make one title."""
        group = [at]
        for number in range(at + 1, min(len(self.lines), at + 5)):
            line = self.lines[number]
            subtitle = line.text.startswith(("——", "--", "—"))
            if (line.gap and not subtitle) or _is_prose(line.text) or _numbering(line.text):
                break
            reading = self._read(line)
            if self._is_frame(line, reading, head=True) or self._is_under_title(line, number):
                break
            group.append(number)
        last = group[-1] + 1
        if len(group) > 1 and last < len(self.lines):
            following = self.lines[last]
            if not following.gap and _is_prose(following.text):
                # 标题 小标题 正文 without a blank line: only a subtitle belongs to the title.
                keep = [at]
                for number in group[1:]:
                    if not self.lines[number].text.startswith(("——", "--", "—")):
                        break
                    keep.append(number)
                return keep
        return group

    def _cut_title(self, group: list[int]) -> list[int]:
        """Take the issuers that stand between title and date off the title."""
        while len(group) > 1 and self._is_issuer_line(group[-1]):
            group = group[:-1]
        return group

    def _is_under_title(self, line: _Line, at: int) -> bool:
        """Tell whether a line below the title is an issuer, a byline or a bracketed remark; keep what it says."""
        if _BRACKETED.fullmatch(line.text) and not line.text.startswith(("(一", "(二")):
            stamps = self._read(line).stamps
            if stamps and self.stamp is None and self.signed is None:
                self.signed = stamps[0]
            return True
        if _byline().fullmatch(line.text) or _official().fullmatch(line.text):
            return True
        if self._is_issuer_line(at):
            self.layout.issuer = self.layout.issuer or self._join_names(line.start, line.end)
            return True
        return False

    def _is_issuer_line(self, at: int) -> bool:
        """Tell whether a line names bodies and a date line follows it."""
        if not _is_organization(self.lines[at].text):
            return False
        for line in self.lines[at + 1 : at + 6]:
            reading = self._read(line)
            if reading.stamps and not reading.rest and not reading.fields:
                return True
            if not _is_organization(line.text):
                return False
        return False

    def _is_masthead(self, line: _Line, after: int) -> bool:
        """Tell whether a line before the title is a newspaper's or a series' name."""
        if len(line.text) > 24 or re.search(r"\d", line.text) or not _masthead().search(line.text):
            return False
        framed = False
        for number in range(after, min(len(self.lines), after + 8)):
            following = self.lines[number]
            reading = self._read(following)
            if self._is_frame(following, reading, head=True):
                framed = framed or bool(reading.stamps) or bool(_DOC_NUMBER.match(following.text))
            else:
                prose = _is_prose(following.text) or _numbering(following.text) > 0
                return (framed or following.gap) and not prose and not self._is_issuer_line(number)
        return False

    def _read_masthead(self, line: _Line) -> None:
        line.kind = "header"
        name = self._clean(line.start, line.end)
        for suffix in ("文件", "新闻稿", "新闻公报", "新闻发布", "公报", "公告"):
            if name.endswith(suffix) and len(name) > len(suffix) + 2:
                self.layout.issuer = name.removesuffix(suffix).strip()
                return
        self.layout.publisher = self.layout.publisher or name

    def _set_title(self, title: list[int]) -> None:
        first, last = self.lines[title[0]], self.lines[title[-1]]
        for number in range(title[0], title[-1] + 1):
            self.lines[number].kind = "title"
        self.layout.title = "".join(
            self._clean(self.lines[number].start, self.lines[number].end) for number in title
        )
        self.layout.title_span = (first.start, last.end)

    # -- foot

    def _read_foot(self, body: int) -> int:
        """Read the lines below the body, upwards; return the index after the body's last line."""
        foot = len(self.lines)
        lowest = max(body, len(self.lines) - FOOT_LINES)
        attachments = self._attachments(lowest)
        at = foot - 1
        signed = False
        while at >= lowest:
            line = self.lines[at]
            reading = self._read(line)
            if at in attachments:
                line.kind = "footer"
            elif _note().match(line.text):
                line.kind = "note"
            elif not signed and self._is_signature(line, reading):
                signed = True
                at = self._read_signature(at, lowest, reading)
            elif self._is_frame(line, reading, head=False) or _remark().fullmatch(line.text):
                self._keep(line, reading, "footer")
            else:
                break
            foot = at
            at -= 1
        return foot

    def _attachments(self, lowest: int) -> set[int]:
        """Return the lines of a list of attachments at the foot (附件:1.… 2.…)."""
        for at in range(lowest, len(self.lines)):
            if re.match(r"附件[ ]?\d{0,2}[:]", self.lines[at].text):
                found = {at}
                for number in range(at + 1, len(self.lines)):
                    if (
                        not re.match(r"\d{1,2}[.、]", self.lines[number].text)
                        or len(self.lines[number].text) > 80
                    ):
                        break
                    found.add(number)
                return found
        return set()

    def _is_signature(self, line: _Line, reading: Reading) -> bool:
        """Tell whether a line is a date on its own or bodies and a date."""
        if len(reading.stamps) != 1 or reading.fields or len(line.text) > 60:
            return False
        return not reading.rest or _is_organization(reading.rest)

    def _read_signature(self, at: int, lowest: int, reading: Reading) -> int:
        """Read issuers and date; return the index of the uppermost line of the signature."""
        line = self.lines[at]
        line.kind = "footer"
        self.signed = self.signed or reading.stamps[0]
        self.republic = self.republic or reading.stamps[0].republic
        names: list[str] = []
        if reading.rest:
            names = [self._join_names(*reading.rest_span)]
        top = at
        while top - 1 >= lowest and not reading.rest and _is_organization(self.lines[top - 1].text):
            top -= 1
            self.lines[top].kind = "footer"
            names.insert(0, self._join_names(self.lines[top].start, self.lines[top].end))
        if names and self.layout.issuer is None:
            self.layout.issuer = "、".join(names)
        return top

    # -- body

    def _read_body(self, body: int, foot: int) -> None:
        """Name each line between head and foot: heading, paragraph, note, or a page number."""
        depth = 0
        short = [self._is_short(self.lines[at]) for at in range(body, foot)]
        for at in range(body, foot):
            line = self.lines[at]
            text = line.text
            level = _numbering(text)
            if _PAGE_NUMBER.fullmatch(text) and len(self.lines) > 1:
                line.kind = "footer"
            elif _note().match(text):
                line.kind = "note"
            elif level and self._is_heading(text, level):
                line.kind, line.level, depth = "heading", level, level
            elif not level and short[at - body] and self._is_between(short, at - body):
                line.kind, line.level = "heading", min(depth + 1, 3)
            else:
                line.kind = "paragraph"

    def _is_short(self, line: _Line) -> bool:
        return len(line.text) <= LONGEST_HEADING and not _is_prose(line.text)

    def _is_heading(self, text: str, level: int) -> bool:
        """Tell whether a numbered line is a heading and not a run-in one or an item of a list."""
        if len(text) > LONGEST_HEADING:
            return False
        return not _is_prose(text) or (level < 3 and text.endswith("。") and not re.search(r"[,。;:].", text))

    def _is_between(self, short: list[bool], at: int) -> bool:
        """Tell whether a short line stands over a paragraph and in no list of short lines."""
        if at + 1 >= len(short):
            return False
        before, after = at > 0 and short[at - 1], short[at + 1]
        if after:
            return at + 2 < len(short) and not short[at + 2] and not before
        return not (before and at > 1 and short[at - 2])

    # -- fields

    def _read(self, line: _Line) -> Reading:
        if len(line.text) > LONGEST:
            return Reading(rest=line.text[:LONGEST])
        return read_fields(self.folded, line.start, line.end)

    def _is_frame(self, line: _Line, reading: Reading, *, head: bool) -> bool:
        """Tell whether fields, dates, menu words or rulings make up the whole line."""
        text = line.text
        if not reading.rest or _RULING.fullmatch(text) or _is_path(text):
            return True
        if _PAGE_NUMBER.fullmatch(text) or (head and _DOC_NUMBER.fullmatch(text)):
            return True
        if _masked_byline(text):
            return True
        if reading.fields or reading.stamps:
            return len(reading.rest) <= 14 and bool(_medium().search(reading.rest))
        return False

    def _keep(self, line: _Line, reading: Reading, kind: str) -> None:
        """Keep what a line of the frame says; what was said first stays."""
        line.kind = kind
        layout = self.layout
        self.republic = self.republic or any(stamp.republic for stamp in reading.stamps)
        for found in reading.fields:
            value = self._clean(found.start, found.end)
            if found.kind == "source" and layout.publisher is None:
                layout.publisher = _publisher(value) or None
            elif found.kind == "editor" and layout.editor is None:
                layout.editor = _names(value) or None
            elif found.kind == "doc number" and layout.doc_number is None:
                layout.doc_number = value or None
            elif found.kind == "issuer" and layout.issuer is None:
                layout.issuer = value or None
            elif found.kind == "url" and layout.url is None and "://" in value:
                layout.url = value
            self._keep_date(found.kind, found.start, found.end, reading)
        if self.stamp is None and not reading.has("signed"):
            self._keep_stamp(reading, kind)
        if not layout.site and reading.urls and kind == "header":
            start, end = reading.urls[0]
            layout.site = self.raw[start:end]
        if layout.doc_number is None and _DOC_NUMBER.fullmatch(line.text) and re.search("号", line.text):
            layout.doc_number = self._clean(line.start, line.end)
        if layout.publisher is None and reading.rest and reading.stamps and _medium().search(reading.rest):
            layout.publisher = _publisher(self._clean(*reading.rest_span)) or None

    def _keep_date(self, kind: str, start: int, end: int, reading: Reading) -> None:
        if kind not in ("published", "signed"):
            return
        inside = [stamp for stamp in reading.stamps if start <= stamp.start < end]
        stamp = inside[0] if inside else None
        if stamp is None:
            day = read_compact_date(self.folded[start:end])
            stamp = Stamp(day, None, False, start, end) if day else None
        if stamp is not None and kind == "published" and self.stamp is None:
            self.stamp = stamp
        elif stamp is not None and kind == "signed" and self.signed is None:
            self.signed = stamp

    def _keep_stamp(self, reading: Reading, kind: str) -> None:
        if not reading.stamps:
            return
        if kind == "header" and self.layout.issuer is not None and not reading.fields:
            # 十堰市统计局 / 2019年3月26日 below the title is a signature set above the text.
            self.signed = self.signed or reading.stamps[0]
        elif kind == "header" or reading.stamps[0].clock:
            self.stamp = reading.stamps[0]

    def _read_dateline(self, body: int, foot: int) -> None:
        """Read 新华社北京1月2日电 at the head of the first paragraph."""
        for line in self.lines[body:foot]:
            if line.kind == "paragraph":
                match = _dateline().match(line.text[:80])
                if match and self.layout.publisher is None:
                    self.layout.publisher = match[1]
                if match and self.stamp is None and self.signed is None:
                    stamps = read_fields(line.text[:80], 0, match.end()).stamps
                    self.stamp = stamps[0] if stamps else None
                return

    def _clean(self, start: int, end: int) -> str:
        """Span in, its simplified text out, with the punctuation as the bulletin has it."""
        pairs = zip(self.folded[start:end], self.raw[start:end], strict=True)
        return "".join(new if new.isalnum() or new.isspace() else old for new, old in pairs).strip()

    def _join_names(self, start: int, end: int) -> str:
        return "、".join(part for part in re.split(r"[ 、]+", self._clean(start, end)) if part)


def _split_lines(folded: str) -> list[_Line]:
    lines = []
    previous = 0
    for match in _LINE.finditer(folded):
        text = match[0].strip(_BLANKS)
        if not text or text.isspace():
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip(_BLANKS))
        between = folded[previous:start]
        gap = between.replace("\r\n", "\n").count("\n") + between.count("\x0c") > 1
        lines.append(_Line(start, start + len(text), text, gap))
        previous = start + len(text)
    return lines


def _make_blocks(lines: list[_Line]) -> list[Block]:
    """Lines in, blocks out: the lines of a title are one block, all others one each."""
    blocks: list[Block] = []
    for line in lines:
        if line.kind == "title" and blocks and blocks[-1].kind == "title":
            blocks[-1].end = line.end
        else:
            blocks.append(Block(line.kind or "paragraph", line.start, line.end, line.level))
    return blocks


def _numbering(text: str) -> int:
    """Line in, depth of its numbering out: 1 for 一、, 2 for (一), 3 for 1. and 0 for none."""
    return next((level for level, pattern in enumerate(_NUMBERED, 1) if pattern.match(text)), 0)


def _is_prose(text: str) -> bool:
    """Tell whether a line is a sentence and not a title or heading."""
    if len(text) > LONGEST_TITLE or _SENTENCE_END.search(text[-8:]):
        return True
    return bool(_INNER_STOP.search(text))


def _is_path(text: str) -> bool:
    """Tell whether a line is a path through a site: 首页 > 政务公开 > 部门动态."""
    marks = re.findall(r">{1,2}|»|›|→", text)
    return bool(marks) and len(text) <= 120 and not _INNER_STOP.search(text)


def _is_organization(text: str) -> bool:
    """Tell whether a line names bodies and nothing else."""
    if len(text) > LONGEST_ORGANIZATION or re.search(r"[\d,。:;!?]", text):
        return False
    parts = [part for part in re.split(r"[ 、]+", text) if part]
    return bool(parts) and all(_organization().search(part) for part in parts)


def _publisher(value: str) -> str:
    value = re.sub(r"[(（][^()（）]*[)）]$", "", value).strip(" 《》“”|")
    return value


def _names(value: str) -> str:
    """Value of 责任编辑 in, names out: 刘 杨 is one name."""
    parts = re.split(r"[ 、,，/]+", value.strip(" ()（）[]【】"))
    if all(len(part) == 1 for part in parts):
        return "".join(parts)
    return "、".join(part for part in parts if part)


def _masked_byline(text: str) -> bool:
    return len(text) <= 60 and bool(_byline().fullmatch(text))


def _byline() -> re.Pattern[str]:
    return _patterns()["byline"]


def _official() -> re.Pattern[str]:
    return _patterns()["official"]


def _masthead() -> re.Pattern[str]:
    return _patterns()["masthead"]


def _organization() -> re.Pattern[str]:
    return _patterns()["organization"]


def _medium() -> re.Pattern[str]:
    return _patterns()["medium"]


def _note() -> re.Pattern[str]:
    return _patterns()["note"]


def _remark() -> re.Pattern[str]:
    return _patterns()["remark"]


def _dateline() -> re.Pattern[str]:
    return _patterns()["dateline"]


_CACHE: dict[str, re.Pattern[str]] = {}


def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns made of the words that frame bulletins, compiled once."""
    if not _CACHE:
        words = vocabulary().sections
        writer = any_of(words["byline"])
        _CACHE.update(
            byline=re.compile(
                rf"[(【\[]?(?:(?:{writer})[ ]?[ :/|]+{_NAME}(?:[ 、,]+(?:(?:{writer})[ :/|]*)?{_NAME}){{0,8}})(?:文|图|摄|摄影|/|·)*[)】\]]?"
            ),
            official=re.compile(rf"[\u4e00-\u9fff]{{0,20}}(?:{any_of(words['office'])})[ ]+{_NAME}"),
            masthead=re.compile(rf"(?:{any_of(words['masthead'])})$"),
            organization=re.compile(rf".(?:{any_of(words['organization'])})(?:\([^()]{{1,12}}\))?$"),
            medium=re.compile(rf"(?:{any_of(words['source without label'])})$"),
            note=re.compile(rf"[(【\[*]?(?:{any_of(words['note'])})[ ]?\d{{0,2}}[】\]]?[:]"),
            remark=re.compile(r"[(【][^()【】]{1,60}[)】]"),
            dateline=re.compile(rf"[(【]?({any_of(words['agency'])})[^。,;]{{0,40}}?(?:电|讯|报道|消息)"),
        )
    return _CACHE
