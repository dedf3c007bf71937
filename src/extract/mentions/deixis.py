"""Text in, words that point to places out: 全县, 该市, 两地, 当地, no places themselves.

The context stage resolves them to the places in force: `whole` and `this` to the nearest place of
their `level`, `several` to the last `number` places named, `here` to the place in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extract.patterns import pattern_of

NUMBERS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

LEVELS: Final = {
    "省": "province",
    "自治区": "province",
    "直辖市": "province",
    "市": "city",
    "州": "prefecture",
    "盟": "prefecture",
    "地区": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "县市": "county",
    "县市区": "county",
    "市县": "county",
    "市区": "county",
    "县区": "county",
    "区县": "county",
    "镇": "town",
    "乡": "town",
    "乡镇": "town",
    "街道": "town",
    "苏木": "town",
    "村": "village",
    "社区": "village",
    "嘎查": "village",
    "国": "country",
}
"""What a word of division says of the level; 市 may be a prefecture or a county, 地 says nothing."""

UNIT: Final = (
    "自治区|直辖市|县市区|县市|市县|市区|县区|区县|乡镇|街道|苏木|社区|嘎查|地区"
    "|省|市|州|盟|县|区|旗|镇|乡|村"
)
OPENERS: Final = f"全该本我{''.join(NUMBERS)}当此辖境县市省域"
WORD: Final = pattern_of(
    rf"[{OPENERS}](?:"
    rf"(?<=全)(?P<whole>{UNIT}|国)(?!民|长|委|运|力|面)"
    rf"|(?<=[该本我])(?P<this>{UNIT}|国)(?!民|长|委|身|来|土|级)"
    rf"|(?<=(?P<number>[{''.join(NUMBERS)}]))个?(?P<several>{UNIT}|地|国)"
    r"(?!点|方|户|名|人|块|级|个|项|头|道|家)"
    r"|(?P<here>(?<=本)地(?!化)|(?<=[当此])地|(?<=辖)区|(?<=[境县市省域])内|(?<=县)域)"
    r")"
)
"""It opens with one set of letters: so the search runs over all others at once."""


@dataclass(slots=True)
class PlaceWord:
    """A word that points to places: `kind` is whole, this, several or here.

    `level` is what its unit says (`city` for 市: prefecture or county), None where it says nothing;
    `number` is how many places 两县 and the like point to, else 1.
    """

    start: int
    end: int
    kind: str
    level: str | None = None
    number: int = 1


def find_place_words(text: str, start: int = 0, end: int | None = None) -> list[PlaceWord]:
    """Return the words of a stretch of folded text that point to places, left to right.

    >>> text = "兴仁、普安两县市全县"
    >>> [(text[w.start:w.end], w.kind, w.level, w.number) for w in find_place_words(text)]
    [('两县市', 'several', 'county', 2), ('全县', 'whole', 'county', 1)]
    """
    found = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup or "here"
        level = None if kind == "here" else LEVELS.get(match[kind])
        number = NUMBERS[match["number"]] if kind == "several" else 1
        if kind == "several" and number < 2:
            continue
        found.append(PlaceWord(match.start(), match.end(), kind, level, number))
    return found
