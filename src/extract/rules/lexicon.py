"""Word lists of a pack in, lines with their places out.

A line is a word; `#` begins a comment, `#: key = value` a header, `-` before a word takes it out of
the list that a pack inherits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from extract.rules.expand import Lexicon
from extract.rules.positions import Problems, Source

HEADER_KEYS: Final = frozenset({"direction", "basis", "status", "about"})
DIRECTIONS: Final = frozenset({"rise", "fall", "either"})
LONGEST_WORD: Final = 24
MOST_WORDS: Final = 5000


@dataclass(slots=True)
class Entry:
    """One line of a list: the word, whether it takes one out, and where it stands."""

    text: str
    removes: bool
    source: Source
    line: int


@dataclass(slots=True)
class WordList:
    """One file of words, as written."""

    name: str
    source: Source
    entries: list[Entry] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


def read_words(name: str, source: Source, problems: Problems, *, checked: bool = True) -> WordList:
    """The lines of a list in, its entries out; `checked` lists are lexicons, others may hold any line."""
    words = WordList(name, source)
    for number, line in enumerate(source.lines, 1):
        stripped = line.strip()
        if stripped.startswith("#:"):
            _read_header(stripped[2:], number, words, problems)
            continue
        if stripped.startswith("#") or not stripped:
            continue
        text = stripped.split(" #")[0].rstrip()
        removes = text.startswith("-") and len(text) > 1
        text = text[1:].strip() if removes else text
        if checked and (len(text) > LONGEST_WORD or any(sign in text for sign in "<>|")):
            column = len(line) - len(line.lstrip()) + 1
            problems.line(
                "R122",
                source,
                number,
                column,
                f"{text!r} is no word",
                hint="write one word a line",
                width=len(text),
            )
            continue
        words.entries.append(Entry(text, removes, source, number))
    if checked and len(words.entries) > MOST_WORDS:
        message = f"more than {MOST_WORDS} words"
        problems.line(
            "R122", source, MOST_WORDS, 1, message, hint="names belong into places.csv or titles.txt"
        )
    return words


def _read_header(text: str, number: int, words: WordList, problems: Problems) -> None:
    key, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not value:
        problems.line(
            "R122", words.source, number, 1, "a header without a value", hint="write '#: key = value'"
        )
    elif key not in HEADER_KEYS:
        hint = f"write one of: {', '.join(sorted(HEADER_KEYS))}"
        problems.line(
            "R105", words.source, number, 1, f"unknown header {key!r}", hint=hint, width=len(text) + 2
        )
    elif key == "direction" and value not in DIRECTIONS:
        hint = f"write one of: {', '.join(sorted(DIRECTIONS))}"
        problems.line(
            "R109", words.source, number, 1, f"unknown direction {value!r}", hint=hint, width=len(text) + 2
        )
    elif key in words.headers:
        problems.line("R107", words.source, number, 1, f"header {key!r} stands twice", width=len(text) + 2)
    else:
        words.headers[key] = value


def join_words(lists: Iterable[WordList], fold: Callable[[str], str]) -> Lexicon:
    """The lists of one name in, the base pack's first, the words that hold in the end out."""
    found: dict[str, None] = {}
    headers: dict[str, str] = {}
    name = ""
    for words in lists:
        name = words.name
        headers.update(words.headers)
        for entry in words.entries:
            word = "".join(fold(entry.text).split())
            if entry.removes:
                found.pop(word, None)
            elif word:
                found[word] = None
    return Lexicon(name, tuple(sorted(found)), headers)
