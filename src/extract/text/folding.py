"""Raw text in, folded text out: simplified, half-width, one form for each mark.

Folding changes characters, never their number: a position in the folded text is the same
position in the raw text.

========================  ======================================================
written                   folded
========================  ======================================================
traditional, variants     simplified (OpenCC `t2s`, then `data/folding.txt`)
full-width ASCII          ASCII: ``0-9 A-Z a-z , . ; : ! ? ( ) [ ] % ~ + - / = $``
``， ； ： ！ ？ （ ）``    ``, ; : ! ? ( )``
``﹐ ﹔ ﹕ ∶ ︰``           ``, ; :`` (the ratio mark too)
``％ ﹪ ～ 〜 ∼``           ``% ~``
``− ‐ ‑ ﹣ －``            ``-``
``― ─ ━``                 ``—`` (em dash; ``—`` and ``–`` stay)
``「」『』﹁﹂﹃﹄〝〞``      ``“”‘’``
``・ ‧ • ∙ ⋅``              ``·``
``｡ ､ ⋯ ￥ ￡``             ``。 、 … ¥ £``
``丨 ｜ │ ∣``               ``|``
ideographic space, NBSP   space (tab, CR and LF stay)
compatibility ideographs  the ideograph meant (``⼀`` is ``一``)
``○`` among numerals       ``〇``
========================  ======================================================

``。 、 “ ” ‘ ’ 《 》 〈 〉 【 】 〔 〕 … — – · ℃ ‰ ㎡ ① Ⅳ`` stay as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.datafiles import read_data
from extract.patterns import pattern_of

if TYPE_CHECKING:
    import opencc

CHARACTERS: Final = "characters.txt"
"""Made by tools/build_characters.py of OpenCC, Unicode and `folding.txt`."""

_NUMERAL_CIRCLE: Final = pattern_of("(?<=[一二三四五六七八九〇])○{1,3}|○(?=[一二三四五六七八九〇○]{1,3}年)")
_RARE: Final = pattern_of(r"[^\0-\ud7ff\ue000-\uffff]")
"""Surrogates and what stands above U+FFFF: a set of letters below that is searched in one step."""

_FIRST_RARE: Final = "\U00010000"
_SURROGATES: Final = pattern_of(r"[\ud800-\udfff]")
_COMMON_MARKS: Final = tuple(zip("，：；（）！？％\u3000\u00a0", ",:;()!?%  ", strict=True))


def fold(raw: str) -> str:
    """Raw text in, folded text of the same length out.

    >>> fold("興仁市（縣級市）貧困發生率降至１．６５％")
    '兴仁市(县级市)贫困发生率降至1.65%'
    """
    table = _table()
    rare = _RARE.search(raw) is not None
    text = _SURROGATES.sub("\ufffd", raw) if rare else raw
    if rare or table.traditional.search(text) is not None:
        text = _simplify(text)
    if text != raw:
        text = _mend(raw, text, table)
    folded = text.translate(table.characters) if rare else _replace(fold_marks(text), table)
    if "○" in folded:
        folded = _NUMERAL_CIRCLE.sub(lambda match: "〇" * len(match[0]), folded)
    assert len(folded) == len(raw)
    return folded


def fold_marks(text: str) -> str:
    """Text in, the same out with half-width marks and blanks for the full-width ones that texts have."""
    for written, folded in _COMMON_MARKS:
        text = text.replace(written, folded)
    return text


def _replace(text: str, table: _Table) -> str:
    """Text without rare characters in, the same out with every character of the table replaced.

    A text has few of them: one search for each takes a tenth of the time of a look-up for each character.
    """
    present = set(table.letters.findall(text))
    if not table.final.issuperset(present):
        return text.translate(table.characters)
    for letter in present:
        text = text.replace(letter, chr(table.characters[ord(letter)]))
    return text


_BREAK: Final = pattern_of("([\n\0])")


def _simplify(text: str) -> str:
    """Any text in, its simplified form of the same length out."""
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    # A converter that stops at NUL or joins characters: line by line, then letter by letter.
    lines = _BREAK.split(text)
    if len(lines) > 1:
        return "".join(_simplify(line) if line not in ("\n", "\0") else line for line in lines)
    letters = (_converter().convert(letter) for letter in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, letters, strict=True))


def _mend(raw: str, text: str, table: _Table) -> str:
    """Text simplified by OpenCC in, text without its two misreadings out (乾 as 干, 著 for 着)."""
    if "乾" in raw:
        letters = list(text)
        simplified = all(old == new or old == "乾" for old, new in zip(raw, text, strict=True))
        for match in (pattern_of("乾") if simplified else table.keep).finditer(raw):
            letters[match.start()] = "乾"
        text = "".join(letters)
    if "著" in text:
        text = table.zhe.sub("着", text)
    return text


class _Table(NamedTuple):
    """What is replaced: `letters` finds the keys of `characters` below U+10000.

    `traditional` finds those below U+10000 that OpenCC may change, `final` are the keys that no other
    key replaces.
    """

    traditional: re.Pattern[str]
    characters: dict[int, int]
    letters: re.Pattern[str]
    final: frozenset[str]
    keep: re.Pattern[str]
    zhe: re.Pattern[str]


@cache
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _table() -> _Table:
    sections = read_sections()
    lines = [line for line in read_data(CHARACTERS).split("\n") if line[:1] != "#"]
    characters = dict(zip(map(ord, lines[1]), map(ord, lines[2]), strict=True))
    behind, before = "".join(sections["著 behind"]), "".join(sections["著 before"])
    return _Table(
        traditional=pattern_of(f"[{re.escape(''.join(c for c in lines[0] if c < _FIRST_RARE))}]"),
        characters=characters,
        letters=pattern_of(f"[{re.escape(''.join(chr(code) for code in characters if code < 0x10000))}]"),
        final=frozenset(chr(code) for code, new in characters.items() if new not in characters),
        keep=pattern_of("|".join(sections["keep"])),
        zhe=pattern_of(f"(?<![{behind}])著(?![{before}])"),
    )


def read_sections() -> dict[str, list[str]]:
    """Return the entries of `folding.txt` by their sections."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in read_data("folding.txt").split("\n"):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return sections
