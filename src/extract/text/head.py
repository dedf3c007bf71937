"""The lines above the body in, the title out, and what its neighbours say: masthead, issuer, date, source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.patterns import pattern_of
from extract.text.facts import Facts, is_frame, is_sentence
from extract.text.lines import (
    LONGEST_HEADING,
    Line,
    is_byline,
    is_dateline,
    is_doc_number,
    is_document,
    is_official,
    is_organization,
    is_path,
    is_prose,
    is_subtitle,
    numbering,
)
from extract.text.vocabulary import vocabulary

HEAD_LINES: Final = 40
"""How far the head can reach, in lines that are not blank."""

TITLE_LINES: Final = 5
LONGEST_MASTHEAD: Final = 24
LONGEST_KICKER: Final = 8
LONGEST_BRACKET: Final = 20

_BRACKETED: Final = pattern_of(r"\((?![一二三四五六七八九十]{1,3}\))[^()]{1,120}\)")
_ISSUE: Final = pattern_of(r"[(总]?第 ?\d{1,4} ?期\)?$")
_DIGIT: Final = pattern_of(r"\d")
_NOTE_MARK: Final = pattern_of(r"(?:\[\d{1,2}\]|[①-⑳*])$")


def read_head(lines: Sequence[Line], facts: Facts) -> int:
    """Read the lines above the body, from the top; return the index of the body's first line."""
    at = 0
    title: list[int] = []
    while at < min(len(lines), HEAD_LINES):
        line = lines[at]
        reading = facts.read(line)
        if is_frame(line, reading, head=True):
            facts.keep(line, reading, "header")
            at += 1
        elif title and _is_under_title(lines, at, facts):
            line.kind = "header"
            at += 1
        elif not title and _starts_title(lines, at):
            group = _title_group(lines, at, facts)
            at = group[-1] + 1
            if _is_letterhead(lines, group, facts):
                _read_letterhead(lines, group, facts)
            elif len(group) == 1 and _is_masthead(lines, at, facts):
                _read_masthead(line, facts)
            elif len(group) == 1 and _is_kicker(lines, at, facts):
                line.kind = "header"
            elif len(group) == 1 and _is_series_of_body(lines, at, facts):
                line.kind = "header"
                facts.issuer = facts.issuer or facts.name_bodies(line.start, line.end)
            else:
                while len(group) > 1 and _is_issuer(lines, group[-1], facts):
                    group.pop()
                at = group[-1] + 1
                title = group
                _keep_title(lines, title, facts)
        else:
            break
    if not title and facts.named is not None:
        facts.title, facts.title_span = facts.clean(*facts.named), facts.named
    if len(lines) == len(title) == 1:
        # A single clause is no title.
        lines[0].kind, facts.title, facts.title_span = "", None, None
        return 0
    return at


def _starts_title(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line can be a title or the first half of one (摘帽之后,)."""
    text = lines[at].text
    if numbering(text):
        return False
    if not is_prose(text):
        return True
    if text[-1] not in ",、" or len(text) > LONGEST_HEADING or is_prose(text[:-1]) or at + 1 >= len(lines):
        return False
    return not lines[at + 1].gap and not is_prose(lines[at + 1].text)


def _title_group(lines: Sequence[Line], at: int, facts: Facts) -> list[int]:
    """Return the adjacent lines from `at` that make one title."""
    group = [at]
    for number in range(at + 1, min(len(lines), at + TITLE_LINES)):
        line = lines[number]
        if (line.gap and not is_subtitle(line.text)) or is_prose(line.text) or numbering(line.text):
            break
        bracket = _is_bracket_of_title(line, facts)
        if not bracket and (is_frame(line, facts.read(line), head=True) or _is_remark(line)):
            break
        group.append(number)
    last = group[-1] + 1
    if last < len(lines) and not lines[last].gap and is_prose(lines[last].text):
        # Title, heading and text without a blank line: only a subtitle belongs to the title.
        plain = [number for number in group[1:] if not is_subtitle(lines[number].text)]
        return group[: group.index(plain[0])] if plain else group
    return group


def _is_bracket_of_title(line: Line, facts: Facts) -> bool:
    """Tell whether a bracket belongs to the title above it: (2021—2025年), (征求意见稿)."""
    if len(line.text) > LONGEST_BRACKET or not _BRACKETED.fullmatch(line.text) or is_byline(line.text):
        return False
    reading = facts.read(line)
    return bool(reading.rest) and not reading.stamps and not reading.fields


def _is_under_title(lines: Sequence[Line], at: int, facts: Facts) -> bool:
    """Tell whether a line below the title is an issuer, a speaker or a remark; keep what it says."""
    line = lines[at]
    if line.text[0] != "(" and is_sentence(line.text):
        return False
    if _BRACKETED.fullmatch(line.text):
        stamps = facts.read(line).stamps
        if stamps and facts.published is None:
            facts.signed = facts.signed or stamps[0]
        return True
    if _is_issuer(lines, at, facts):
        facts.issuer = facts.issuer or facts.name_bodies(line.start, line.end)
        return True
    return _is_remark(line) or (is_dateline(line.text) and not is_prose(line.text))


def _is_remark(line: Line) -> bool:
    return bool(_BRACKETED.fullmatch(line.text)) or is_byline(line.text) or is_official(line.text)


def _is_issuer(lines: Sequence[Line], at: int, facts: Facts) -> bool:
    """Tell whether a line names bodies and a date line follows it."""
    if not is_organization(lines[at].text):
        return False
    for line in lines[at + 1 : at + 6]:
        reading = facts.read(line)
        if reading.stamps and not reading.rest and not reading.fields:
            return True
        if not is_organization(line.text):
            return False
    return False


def _is_letterhead(lines: Sequence[Line], group: Sequence[int], facts: Facts) -> bool:
    """Tell whether bodies stand over a document number, an address or a path, and the title below it."""
    after = group[-1] + 1
    bodies = group[:-1] if _is_issue(lines[group[-1]].text) else group
    if not all(is_organization(lines[number].text) for number in bodies):
        return False
    if len(bodies) < len(group):
        # 丽江市抗震救灾指挥部办公室 / 灾情快报(第4期): the name of a series, with its number
        return after < len(lines) and lines[after].gap and _can_be_title(lines, after, facts)
    for number in range(after, min(len(lines), after + 6)):
        line = lines[number]
        reading = facts.read(line)
        if not is_frame(line, reading, head=True):
            return number > after and _can_be_title(lines, number, facts)
        if number == after and not (is_doc_number(line.text) or reading.urls or is_path(line.text)):
            return False
    return False


def _is_issue(text: str) -> bool:
    """Tell whether a line ends in the number of an issue: 灾情快报(第4期)."""
    return text.endswith(("期", "期)")) and _ISSUE.search(text) is not None


def _read_letterhead(lines: Sequence[Line], group: Sequence[int], facts: Facts) -> None:
    """Keep the bodies of a letterhead: they issue a numbered document and run the site otherwise."""
    for number in group:
        lines[number].kind = "header"
    series = _is_issue(lines[group[-1]].text)
    bodies = group[:-1] if series else group
    names = "、".join(facts.name_bodies(lines[number].start, lines[number].end) for number in bodies)
    if not names:
        return
    if series or is_doc_number(lines[group[-1] + 1].text):
        facts.issuer = facts.issuer or names
    elif facts.publisher is None:
        facts.publisher = facts.provider = names


def _is_masthead(lines: Sequence[Line], after: int, facts: Facts) -> bool:
    """Tell whether the line before `after` names a newspaper or a series, and the title comes below."""
    text = lines[after - 1].text
    if len(text) > LONGEST_MASTHEAD or not text.endswith(vocabulary().sections["masthead"]):
        return False
    if _DIGIT.search(text):
        return False
    framed = False
    for number in range(after, min(len(lines), after + 8)):
        line = lines[number]
        reading = facts.read(line)
        if not is_frame(line, reading, head=True):
            return (framed or line.gap) and _can_be_title(lines, number, facts)
        framed = framed or bool(reading.stamps) or is_doc_number(line.text)
    return False


def _is_kicker(lines: Sequence[Line], after: int, facts: Facts) -> bool:
    """Tell whether the line before `after` names a column (专题报道) and the title comes below."""
    if len(lines[after - 1].text) > LONGEST_KICKER or after + 1 >= len(lines) or not lines[after].gap:
        return False
    if is_subtitle(lines[after].text) or not _can_be_title(lines, after, facts):
        return False
    reading = facts.read(lines[after + 1])
    return bool(reading.stamps or reading.has("source", "publisher")) and is_frame(
        lines[after + 1], reading, head=True
    )


def _is_series_of_body(lines: Sequence[Line], after: int, facts: Facts) -> bool:
    """Tell whether the line before `after` names the body that issues the document below."""
    if after >= len(lines) or not lines[after].gap or not is_organization(lines[after - 1].text):
        return False
    return is_document(lines[after].text) and _can_be_title(lines, after, facts)


def _can_be_title(lines: Sequence[Line], at: int, facts: Facts) -> bool:
    text = lines[at].text
    if is_prose(text) or numbering(text) or _is_remark(lines[at]):
        return False
    return not is_frame(lines[at], facts.read(lines[at]), head=True) and not _is_issuer(lines, at, facts)


def _read_masthead(line: Line, facts: Facts) -> None:
    line.kind = "header"
    name = facts.clean(line.start, line.end)
    for series in vocabulary().sections["series"]:
        if name.endswith(series) and len(name) > len(series) + 2:
            facts.issuer = facts.issuer or name.removesuffix(series).strip()
            return
    facts.publisher = facts.publisher or name


def _keep_title(lines: Sequence[Line], title: Sequence[int], facts: Facts) -> None:
    for number in title:
        lines[number].kind = "title"
        lines[number].joined = number > title[0]
    text = "".join(facts.clean(lines[number].start, lines[number].end) for number in title)
    facts.title = _NOTE_MARK.sub("", text).lstrip("# ") or text
    facts.title_span = (lines[title[0]].start, lines[title[-1]].end)
    for number in title[1:]:
        # ——2022年1月18日在兴义市第九届人民代表大会第二次会议上
        if is_subtitle(lines[number].text) and (stamps := facts.read(lines[number]).stamps):
            facts.spoken = stamps[0]
