"""What the frame of a bulletin says of it, gathered line by line; what is said first stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from extract.patterns import pattern_of
from extract.spans import Span
from extract.text.fields import Reading, Stamp, read_compact_date, read_fields
from extract.text.folding import fold_marks
from extract.text.lines import (
    LONGEST,
    Line,
    forms,
    is_byline,
    is_doc_number,
    is_issue_number,
    is_medium,
    is_menu,
    is_organization,
    is_page_number,
    is_path,
    is_ruling,
    split_names,
)
from extract.text.vocabulary import vocabulary

LONGEST_MEDIUM: Final = 14
LONGEST_BODY: Final = 24
"""A paper, or a body beside a date, named without a label has no longer name."""

LONGEST_FOOT_MARK: Final = 120
SENTENCE: Final = 60
"""A line of that length with 。 in it is prose."""

_PAGE_OF_SOURCE: Final = pattern_of(r"\s+第?[A-Z]?\d{1,3}版.*$")


@dataclass(slots=True)
class Facts:
    """The fields found so far, with the text they are read from."""

    folded: str
    raw: str
    title: str | None = None
    title_span: Span | None = None
    named: Span | None = None
    publisher: str | None = None
    provider: str | None = None
    site: str | None = None
    editor: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    url: str | None = None
    published: Stamp | None = None
    signed: Stamp | None = None
    spoken: Stamp | None = None
    republic: bool = False
    _readings: dict[int, Reading] = field(default_factory=dict)

    def read(self, line: Line) -> Reading:
        """Return the fields of a line; prose has none."""
        reading = self._readings.get(line.start)
        if reading is None:
            if len(line.text) > LONGEST or is_sentence(line.text):
                reading = Reading(rest=line.text[:LONGEST])
            else:
                reading = read_fields(self.folded, line.start, line.end)
            self._readings[line.start] = reading
        return reading

    def clean(self, start: int, end: int) -> str:
        """Span in, its simplified text out, with the punctuation as the bulletin has it."""
        folded, raw = self.folded[start:end], self.raw[start:end]
        if folded == raw or (raw.isprintable() and fold_marks(raw) == folded):
            return raw.strip()  # nothing but marks differs
        pairs = zip(folded, raw, strict=True)
        return "".join(
            [new if new == old or new.isalnum() or new.isspace() else old for new, old in pairs]
        ).strip()

    def name_bodies(self, start: int, end: int) -> str:
        """Span in, the bodies that it names out, joined by 、."""
        blanks = self.raw[start:end]
        text = self.clean(start, end)
        if " " in blanks and "\u3000" in blanks:
            # 财 政 部　民 政 部: the wider blank parts the names.
            text = "".join("  " if old == "\u3000" else new for old, new in zip(blanks, text, strict=False))
        return "、".join(split_names(text))

    def keep(self, line: Line, reading: Reading, kind: str) -> None:
        """Keep what a line of the frame says; `kind` is header or footer."""
        line.kind = kind
        self.republic = self.republic or any(stamp.republic for stamp in reading.stamps)
        for found in reading.fields:
            self._keep_field(found.kind, found.start, found.end)
            self._keep_dated(found.kind, found.start, found.end, reading)
        if (
            self.editor is None
            and vocabulary().editing in line.text
            and (match := forms().editor.search(line.text))
        ):
            self.editor = _names(self.clean(line.start + match.start(1), line.start + match.end(1)))
        if not reading.has("signed", "published"):
            self._keep_bare_date(reading, kind)
        if kind == "header" and not reading.has("url"):
            self._keep_url(reading)
        if self.doc_number is None and is_doc_number(line.text):
            self.doc_number = self.clean(line.start, line.end)
        if self.publisher is None and reading.stamps and is_medium(reading.rest):
            self.publisher = _publisher(self.clean(*reading.rest_span)) or None
        elif reading.stamps and is_organization(reading.rest) and not reading.fields:
            self._keep_body(reading)

    def _keep_field(self, kind: str, start: int, end: int) -> None:
        value = self.clean(start, end)
        if kind == "source" and (self.publisher is None or self.publisher == self.provider):
            self.publisher = _publisher(value) or self.publisher
        elif kind == "publisher" and self.publisher is None:
            self.publisher = self.provider = _publisher(value) or None
        elif kind == "editor" and self.editor is None:
            self.editor = _names(value) or None
        elif kind == "doc number" and self.doc_number is None:
            self.doc_number = value or None
        elif kind == "issuer" and self.issuer is None:
            self.issuer = value or None
        elif kind == "url" and self.url is None and "://" in value:
            self.url = self.raw[start:end]
        elif kind == "title" and self.named is None and value:
            self.named = (start, end)

    def _keep_dated(self, kind: str, start: int, end: int, reading: Reading) -> None:
        if kind not in ("published", "signed", "moment"):
            return
        inside = [stamp for stamp in reading.stamps if start <= stamp.start < end]
        stamp = inside[0] if inside else None
        if stamp is None:
            day = read_compact_date(self.folded[start:end])
            stamp = Stamp(day, None, False, start, end) if day else None
        if stamp is not None and kind == "signed":
            self.signed = self.signed or stamp
        elif stamp is not None:
            self._publish(stamp)

    def _keep_bare_date(self, reading: Reading, kind: str) -> None:
        if not reading.stamps:
            return
        stamp = reading.stamps[0]
        if kind == "header" and self.issuer is not None and self.title and not reading.fields:
            # 十堰市统计局 / 2019年3月26日 below the title is a signature set above the text.
            self.signed = self.signed or stamp
        elif kind == "header" or stamp.clock:
            self._publish(stamp)

    def _keep_body(self, reading: Reading) -> None:
        """Keep a body beside a date: it signs in front of the date and publishes behind it."""
        stamp, name = reading.stamps[0], self.name_bodies(*reading.rest_span)
        if reading.rest_span[0] < stamp.start:
            self.issuer = self.issuer or name
            self.signed = self.signed or stamp
        else:
            self.publisher = self.publisher or name

    def _publish(self, stamp: Stamp) -> None:
        known = self.published
        if known is None or (known.day == stamp.day and known.clock is None):
            self.published = stamp

    def _keep_url(self, reading: Reading) -> None:
        for start, end in reading.urls:
            address = self.raw[start:end]
            if "/" in address.partition("://")[2].rstrip("/"):
                self.url = self.url or address
            else:
                self.site = self.site or address


def is_sentence(text: str) -> bool:
    """Tell whether a line is prose beyond doubt, which has no fields and frames nothing."""
    return len(text) > SENTENCE and "。" in text


def is_frame(line: Line, reading: Reading, *, head: bool) -> bool:
    """Tell whether fields, dates, menu words or rulings make up a whole line."""
    text = line.text
    if not head and reading.fields and all(found.kind == "moment" for found in reading.fields):
        return False
    if not reading.rest or is_ruling(text):
        return True
    if is_sentence(text):
        return False
    if is_path(text) or is_page_number(text) or is_byline(text):
        return True
    if head and (is_doc_number(text) or is_issue_number(text) or is_menu(text)):
        return True
    if not head and len(text) <= LONGEST_FOOT_MARK and "。" not in text and forms().foot_mark.search(text):
        return True
    if not (reading.fields or reading.stamps or reading.urls):
        return False
    if len(reading.rest) <= LONGEST_MEDIUM and is_medium(reading.rest):
        return True
    named = head and reading.stamps and len(reading.rest) <= LONGEST_BODY
    return bool(named) and is_organization(reading.rest)


_LAST_BRACKET: Final = pattern_of(r"[(（][^()（）]*[)）]?$")


def _publisher(value: str) -> str:
    """Value of 来源 in, the name out: 《人民日报》(2019年3月1日01版) is 人民日报."""
    value = _PAGE_OF_SOURCE.sub("", _LAST_BRACKET.sub("", value)).strip(' 《》“”"|。,，;；')
    return "" if value in vocabulary().sections["no source"] else value


_JOINT: Final = pattern_of(r"[ \t、,，/;；]+")


def _names(value: str) -> str:
    """Value of 责任编辑 in, names out: 刘 杨 is one name."""
    parts = [part for part in _JOINT.split(value.strip(" ()（）[]【】。")) if part]
    return ("" if all(len(part) == 1 for part in parts) else "、").join(parts)
