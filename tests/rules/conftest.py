"""A small pack to break, and sentences with mentions made by hand: no finder is needed here."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from extract.rules.encode import PUNCTUATION, Encoded, encode
from extract.spans import ADVERB, FIGURE_KINDS, MARK, NOUN, VERB, WORD, Date, Figure, Mention, Name, Token

RULE = """\
- id: {id}
  record: {record}
  about: test
  pattern: {pattern}
{more}  examples:
    - {{text: 投入5万元, gives: {{action: 投入}}}}
  counterexamples:
    - {{text: 花了5万元, why: test}}
"""

_MARKUP = re.compile(r"\[([^|\]]+)\|(\w+)\]")
_UNITS = re.compile(r"[^\d.]+$")


@pytest.fixture
def make_pack(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a pack folder: file name to text, pack.yaml given unless overridden."""

    def write(files: dict[str, str] | None = None, name: str = "probe", **more: str) -> Path:
        folder = tmp_path / name
        content = {
            "pack.yaml": f"name: {name}\nversion: '1'\nlanguage: 1\n",
            "lexicons/give.txt": "投入\n下拨\n",
            **(files or {}),
            **more,
        }
        for path, text in content.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def make_rule() -> Callable[..., str]:
    """A function that writes one rule of a given pattern."""

    def write(pattern: str, record: str = "money", rule_id: str = "probe.rule", more: str = "") -> str:
        return RULE.format(id=rule_id, record=record, pattern=pattern, more=more)

    return write


def _read_marked(marked: str) -> tuple[str, list[Mention]]:
    """`投入[5万元|money]` in, the plain text and its mentions out."""
    text, mentions, at = "", [], 0
    for found in _MARKUP.finditer(marked):
        text += marked[at : found.start()]
        start = len(text)
        text += found[1]
        mentions.append(_mention(found[2], start, len(text), found[1]))
        at = found.end()
    return text + marked[at:], mentions


def _mention(kind: str, start: int, end: int, surface: str) -> Mention:
    span = (start, end, start, end)
    if kind == "date":
        return Date(kind, *span, edtf=surface[:4])
    if kind in ("place", "organization", "person", "title", "work"):
        return Name(kind, *span, name=surface)
    digits = re.sub(r"[^\d.]", "", surface)
    unit = _UNITS.search(surface)
    return Figure(kind, *span, value=Decimal(digits or 0), unit=unit[0] if unit else None)


CLASSES = {"n": NOUN, "v": VERB, "d": ADVERB, "x": 0, "nv": NOUN | VERB}


def _encode_marked(marked: str) -> tuple[str, Encoded]:
    """`资金/n 投入/v [5万元|money]` in, the text and its encoded sentence out; blanks only cut."""
    pieces = [piece for piece in re.split(r" |(?=\[)|(?<=\])", marked) if piece]
    text, mentions = _read_marked("".join(piece.split("/")[0] for piece in pieces))
    rest, tokens, at = iter(mentions), [], 0
    for piece in pieces:
        surface, _, word_class = piece.partition("/")
        mention = next(rest) if piece.startswith("[") else None
        end = mention.end if mention else at + len(surface)
        tokens.append(_token_of(text, at, end, CLASSES.get(word_class, 0), mention))
        at = end
    return text, encode(0, tokens)


def _token_of(text: str, start: int, end: int, bits: int = 0, mention: Mention | None = None) -> Token:
    """A stretch of a text in, its token out: the mention that it is, a mark, else a word of these classes."""
    kind = mention.kind if mention else MARK if text[start] in PUNCTUATION else WORD
    return Token(start, end, kind, text[start:end], bits, mention, kind in FIGURE_KINDS)


@pytest.fixture
def encode_marked() -> Callable[[str], tuple[str, Encoded]]:
    """A function that encodes `资金/n 投入/v [5万元|money]`."""
    return _encode_marked


@pytest.fixture
def read_marked() -> Callable[[str], tuple[str, list[Mention]]]:
    """A function that reads `投入[5万元|money]`."""
    return _read_marked


@pytest.fixture
def token_of() -> Callable[..., Token]:
    """A function that makes a token of a stretch of a text: text, start, end, classes, mention."""
    return _token_of
