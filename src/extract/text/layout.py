"""Folded text in, layout out: header fields and blocks (title, heading, paragraph, note, header, footer).

A bulletin is a head of short lines, a body and a foot. The head is read from the top, the foot
from the bottom, line by line; what neither explains is body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extract.patterns import pattern_of
from extract.spans import Block, Span
from extract.text.facts import Facts
from extract.text.fields import find_stamps
from extract.text.foot import is_signature, read_foot, read_signature
from extract.text.head import read_head
from extract.text.lines import (
    LONGEST_HEADING,
    Line,
    can_open_frame,
    forms,
    is_note,
    is_organization,
    is_page_number,
    is_prose,
    numbering,
    split_lines,
)
from extract.text.origins import read_region, read_script

DATELINE: Final = 80
"""Characters of the first paragraph in which a dateline ends."""

LONGEST_DATE: Final = 30
FEWEST_WRAPPED: Final = 6
WIDEST_WRAPPED: Final = 120
"""Lines that a machine broke are that many at least, and no wider (an ideograph is two wide)."""

_WIDE: Final = pattern_of("[\u2014-\u2026\u2e80-\uffff\U00020000-\U0003ffff]")
_SENTENCE_END: Final = pattern_of(r"[。!?;:…][”’)》】]*$")
_FIGURE: Final = pattern_of(r"[-+]?\d{1,16}(?:[./]\d{1,8})?")
"""A text of nothing but digits: a figure, no page number."""


@dataclass(slots=True)
class Layout:
    """The header fields of a bulletin and its blocks in text order.

    Strings are simplified and keep the punctuation of the raw text. `published_at` is
    the date of publication, else of signature, else of the speech; `reference_date` its day.
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


def read_layout(folded: str, raw: str | None = None) -> Layout:
    """Folded and raw text of a bulletin in, its header fields and blocks out.

    >>> layout = read_layout("兴仁市脱贫成效显著\\n2019-02-26 10:06 来源: 公安部网站\\n\\n贫困发生率1.65%。")
    >>> layout.title, layout.publisher, layout.published_at
    ('兴仁市脱贫成效显著', '公安部网站', '2019-02-26T10:06:00+08:00')
    >>> [block.kind for block in layout.blocks]
    ['title', 'header', 'paragraph']
    """
    facts = Facts(folded, folded if raw is None else raw)
    lines = split_lines(folded)
    if len(lines) == 1 and _FIGURE.fullmatch(lines[0].text):
        lines[0].kind, body, foot = "paragraph", 1, 1
    else:
        body = read_head(lines, facts)
        foot = read_foot(lines, facts, body)
    _read_body(lines[:foot], body, facts)
    _read_dateline(lines[body:foot], facts)
    stamp = facts.published or facts.signed or facts.spoken
    frame = "\n".join(line.text for line in lines if line.kind in ("header", "footer"))
    frame = "\n".join((frame, facts.publisher or "", facts.issuer or ""))
    return Layout(
        title=facts.title,
        title_span=facts.title_span,
        publisher=facts.publisher,
        site=facts.site,
        editor=facts.editor,
        published_at=stamp.iso() if stamp else None,
        reference_date=stamp.day.isoformat() if stamp else None,
        doc_number=facts.doc_number,
        issuer=facts.issuer,
        signed_at=facts.signed.day.isoformat() if facts.signed else None,
        url=facts.url,
        script=read_script(facts.raw, folded),
        region=read_region(folded, frame, facts.republic),
        blocks=_make_blocks(lines),
    )


def _read_body(lines: Sequence[Line], body: int, facts: Facts) -> None:
    """Name each line from `body` on: heading, paragraph, note, page number, inner signature."""
    if _is_wrapped(lines[body:]):
        _join_wrapped(lines[body:])
    depth = 0
    short = [len(line.text) <= LONGEST_HEADING and not is_prose(line.text) for line in lines]
    for at in range(body, len(lines)):
        line = lines[at]
        if not (short[at] or line.kind or can_open_frame(line.text)):
            line.kind = "paragraph"
            continue
        level = numbering(line.text)
        if line.joined or line.kind:
            line.kind = line.kind or "paragraph"
        elif is_page_number(line.text) and len(lines) > 1:
            line.kind, short[at] = "footer", False
        elif is_note(line.text):
            line.kind = "note"
        elif level and _is_heading(line.text, level) and not _is_item(lines, at, level):
            line.kind, line.level, depth = "heading", level, level
        elif short[at] and not level and _is_date_of_bodies(lines, at, body, facts):
            line.kind, short[at] = "footer", False
        elif short[at] and not level and _stands_over_text(lines, short, at, body):
            line.kind, line.level = "heading", min(depth + 1, 3)
        else:
            line.kind = "paragraph"


_GOES_ON: Final = pattern_of(r"[,。;:].")


def _is_heading(text: str, level: int) -> bool:
    """Tell whether a numbered line is a heading and neither a run-in one nor an item of a list."""
    if len(text) > LONGEST_HEADING:
        return False
    return not is_prose(text) or (level < 3 and text.endswith("。") and not _GOES_ON.search(text))


def _is_item(lines: Sequence[Line], at: int, level: int) -> bool:
    """Tell whether a short numbered line is one of a list: another of its depth stands next to it."""
    if at + 1 >= len(lines) or _matches(lines[at + 1], level):
        return True
    above = lines[at - 1] if at else None
    return above is not None and above.kind == "paragraph" and _matches(above, level)


def _matches(line: Line, level: int) -> bool:
    return numbering(line.text) == level and _is_heading(line.text, level)


def _stands_over_text(lines: Sequence[Line], short: Sequence[bool], at: int, body: int) -> bool:
    """Tell whether a short line stands over a paragraph and in no list of short lines."""
    text = lines[at].text
    if at + 1 >= len(lines) or text[-1] in "!?" or lines[at + 1].joined:
        return False
    after = short[at + 1] and not numbering(lines[at + 1].text)
    before = at > body and short[at - 1] and not numbering(lines[at - 1].text)
    if after:
        return at + 2 < len(lines) and not short[at + 2] and not before
    return not (before and at - 1 > body and short[at - 2])


def _is_date_of_bodies(lines: Sequence[Line], at: int, body: int, facts: Facts) -> bool:
    """Read a signature within the body, above attachments: bodies, then a date."""
    line = lines[at]
    if len(line.text) > LONGEST_DATE or at == body or line.text[-1] not in "日号)0123456789":
        return False
    if not is_organization(lines[at - 1].text):
        return False
    reading = facts.read(line)
    if reading.rest or not is_signature(reading, line):
        return False
    read_signature(lines, facts, at, body, reading)
    return True


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether a machine broke the lines at one width, wherever the sentence stood."""
    if len(lines) < FEWEST_WRAPPED:
        return False
    for line in lines:
        if len(line.text) > WIDEST_WRAPPED:
            return False
    widths = [_width(line) for line in lines]
    widest = max(widths)
    full = [width >= widest - 6 for width in widths]
    running = sum(1 for line, is_full in zip(lines, full, strict=True) if is_full and not _ends(line))
    return 30 <= widest <= WIDEST_WRAPPED and running * 3 >= len(lines)


def _join_wrapped(lines: Sequence[Line]) -> None:
    """Join each line that fills its row to the next, unless a blank line or an indent parts them."""
    widest = max(_width(line) for line in lines)
    for line, following in pairwise(lines):
        full = _width(line) >= widest - 6 and not is_page_number(line.text)
        fresh = following.gap or following.indent > min(line.indent, 1) or numbering(following.text)
        if full and not fresh and not is_page_number(following.text):
            following.joined = True


def _ends(line: Line) -> bool:
    return _SENTENCE_END.search(line.text[-8:]) is not None


def _width(line: Line) -> int:
    return len(line.text) + len(_WIDE.findall(line.text)) + line.indent


def _read_dateline(lines: Sequence[Line], facts: Facts) -> None:
    """Read 新华社北京1月2日电 at the head of the first paragraph."""
    match = None
    for line in lines:
        if line.kind == "paragraph":
            match = forms().dateline.match(line.text[:DATELINE])
            break
    if match is None:
        return
    facts.publisher = facts.publisher or match[1]
    stamps = find_stamps(match[0])
    if stamps and facts.published is None and facts.signed is None:
        facts.published = stamps[0]


def _make_blocks(lines: Sequence[Line]) -> list[Block]:
    """Lines in, blocks out: one for each line, joined lines with the one above."""
    blocks: list[Block] = []
    for line in lines:
        if line.joined and blocks:
            blocks[-1].end = line.end
        else:
            blocks.append(Block(line.kind or "paragraph", line.start, line.end, line.level))
    return blocks
