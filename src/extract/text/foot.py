"""The lines below the body in, signature, editor and menu words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.patterns import pattern_of
from extract.text.facts import Facts, is_frame
from extract.text.fields import Reading, Stamp
from extract.text.lines import Line, is_note, is_organization, is_prose
from extract.text.vocabulary import AROUND_RELATED, vocabulary

FOOT_LINES: Final = 40
"""How far the foot can reach, in lines that are not blank."""

EDITOR_LINES: Final = 10
LONGEST_MENU: Final = 30
SIGNATORIES: Final = 12
LONGEST_SIGNATURE: Final = 60
LONGEST_REMARK: Final = 16

_REMARK: Final = pattern_of(r"[(【][^()【】]{1,60}[)】]")
_CONTACT: Final = pattern_of(r"\d{3,4}-\d{7,8}|\d{2}-\d{4}-\d{4}|(?<!\d)1\d{10}(?!\d)|\w@\w")
_ATTACHMENTS: Final = pattern_of(r"附件[ ]?\d{0,2}:")
_ITEM: Final = pattern_of(r"\d{1,2}[.、]|附件[ ]?\d{0,2}:")


def read_foot(lines: Sequence[Line], facts: Facts, body: int) -> int:
    """Read the lines below the body, upwards; return the index after the body's last line."""
    lowest = max(body, len(lines) - FOOT_LINES)
    listed = _attachments(lines, lowest) | _related(lines, lowest) | _below_editor(lines, facts, lowest)
    at = foot = len(lines)
    signed = False
    while at > lowest:
        at -= 1
        line = lines[at]
        reading = facts.read(line)
        if at in listed:
            line.kind = "footer"
        elif is_note(line.text):
            line.kind = "note"
        elif not signed and is_signature(reading, line):
            signed = True
            at = read_signature(lines, facts, at, lowest, reading)
        elif is_frame(line, reading, head=False) or _is_contact(line.text):
            facts.keep(line, reading, "footer")
        elif _REMARK.fullmatch(line.text):
            # (以上为初步统计数) may hold figures, (作者单位…) does not.
            line.kind = "footer" if len(line.text) <= LONGEST_REMARK else "note"
        else:
            break
        foot = at
    return foot


def _is_contact(text: str) -> bool:
    return len(text) <= LONGEST_SIGNATURE and "。" not in text and _CONTACT.search(text) is not None


def is_signature(reading: Reading, line: Line) -> bool:
    """Tell whether a line is a date on its own, or bodies and a date."""
    if len(reading.stamps) != 1 or reading.fields or len(line.text) > LONGEST_SIGNATURE:
        return False
    return not reading.rest or is_organization(reading.rest)


def read_signature(lines: Sequence[Line], facts: Facts, at: int, lowest: int, reading: Reading) -> int:
    """Read the date at `at` and the bodies above it; return the index of the uppermost line."""
    stamp = reading.stamps[0]
    lines[at].kind = "footer"
    facts.republic = facts.republic or stamp.republic
    names = [facts.name_bodies(*reading.rest_span)] if reading.rest else []
    top = at
    if not names:
        while top > max(lowest, at - SIGNATORIES) and is_organization(lines[top - 1].text):
            top -= 1
            lines[top].kind, lines[top].level = "footer", 0
            names.insert(0, facts.name_bodies(lines[top].start, lines[top].end))
    if at + 1 < len(lines) and stamp.clock is None:
        # Hong Kong sets 香港时间10时06分 below the date.
        stamp.clock = read_clock(lines[at + 1].text)
    if facts.signed is None:
        facts.signed = Stamp(stamp.day, stamp.clock, stamp.republic, stamp.start, stamp.end)
    facts.issuer = facts.issuer or "、".join(names) or None
    return top


_CLOCK: Final = pattern_of(r"(?:香港时间|北京时间|澳门时间)[ ]?(\d{1,2})[时:](\d\d)分?")


def read_clock(text: str) -> str | None:
    """Return the time of a line like 香港时间10时06分."""
    match = _CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}:00"


def _attachments(lines: Sequence[Line], lowest: int) -> set[int]:
    """Return the lines of a list of attachments at the foot (附件:1.… 2.…)."""
    for at in range(lowest, len(lines)):
        text = lines[at].text
        if text[0] == "附" and _ATTACHMENTS.match(text):
            end = at + 1
            while end < len(lines) and _ITEM.match(lines[end].text) and len(lines[end].text) <= 80:
                end += 1
            return set(range(at, end))
    return set()


def _below_editor(lines: Sequence[Line], facts: Facts, lowest: int) -> set[int]:
    """Return the short lines below 责任编辑, whatever menu words they are."""
    first = max(lowest, len(lines) - EDITOR_LINES)
    for at in range(first, len(lines)):
        if vocabulary().editing not in lines[at].text:
            continue
        if facts.read(lines[at]).has("editor") and is_frame(lines[at], facts.read(lines[at]), head=False):
            below = lines[at + 1 :]
            if any(is_prose(line.text) or len(line.text) > LONGEST_MENU for line in below):
                return set()
            return set(range(at + 1, len(lines)))
    return set()


def _related(lines: Sequence[Line], lowest: int) -> set[int]:
    """Return the lines from 相关链接 on, if only titles follow."""
    known = vocabulary()
    for at in range(lowest, len(lines)):
        text = lines[at].text
        if text[0] in known.related_starts and text.rstrip(":").strip(AROUND_RELATED) in known.related:
            if any(is_prose(line.text) for line in lines[at + 1 :]):
                return set()
            return set(range(at, len(lines)))
    return set()
