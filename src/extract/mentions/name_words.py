"""A folded text in, the words that names are read by out: offices, bodies, endings, verbs, word bounds.

The lists say what classes of words there are (every office, every ministry, every ending of a body);
one automaton finds them all in one pass. `Ground` is that pass over one document.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import accumulate
from typing import Final

import daachorse

from extract.datafiles import read_data
from extract.spans import (
    ADVERB,
    CONJUNCTION,
    LOCALIZER,
    MEASURE,
    NOUN,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    VERB,
    Span,
)
from extract.text.dictionary import dictionary
from extract.text.words import word_classes

OFFICE, ROLE, PLAIN, BODY, LOCAL, OPEN, RULE, ADDRESS, TENURE, NAMED, PARTED = (1 << bit for bit in range(11))
"""What a word found may be, as bits: it can be a body and an ending at once."""

TITLE: Final = OFFICE | ROLE
ENDING: Final = OPEN | RULE | LOCAL
STARTING: Final = TITLE | ADDRESS | NAMED
LEVELS: Final = "省市县区州盟旗镇乡"
"""What a local body says of its place: 县人社局 is the one of the county in force."""

_BLOCKING: Final = VERB | ADVERB | PREPOSITION | CONJUNCTION | PARTICLE | PRONOUN | LOCALIZER | MEASURE


class Ground:
    """One document as the name finders see it: its text, word bounds and the words of the lists.

    `at_end` maps a position to the listed words that end there, (start, bits), longest first. `body_ends`
    are where bodies and endings of bodies end, `announcing_ends` what announces a person, `holding_ends`
    the verbs of holding an office, `office_ends` what may stand behind a surname, all in order.
    `title_starts` and `address_starts` are where 院长 and 先生 start, `named_starts` where a surname of
    two characters (欧阳) or a statesman does.
    """

    __slots__ = (
        "address_starts",
        "announcing_ends",
        "at_end",
        "body_ends",
        "bounds",
        "holding_ends",
        "named_starts",
        "office_ends",
        "text",
        "title_starts",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.bounds = bounds = bytearray(len(text) + 2)
        bounds[0] = 1
        for position in accumulate(map(len, dictionary().cut_terms(text))):
            bounds[position] = 1
        self.at_end: dict[int, list[tuple[int, int]]] = {}
        self.title_starts: set[int] = set()
        self.address_starts: set[int] = set()
        self.named_starts: list[int] = []
        met: dict[int, int] = {}
        parted: list[Span] = []
        automaton, bits = _listed()
        for start, end, number in automaton.find_overlapping(text):
            kinds = bits[number]
            if kinds & PARTED:
                parted.append((start, end))
                if kinds == PARTED:
                    continue
            if end in met:
                self.at_end[end].append((start, kinds))
                met[end] |= kinds
            else:
                self.at_end[end] = [(start, kinds)]
                met[end] = kinds
            if kinds & STARTING:
                self._add_start(start, kinds)
        if parted:
            self._part(parted)
        self.named_starts.sort()
        self.body_ends = [end for end, kinds in met.items() if kinds & (ENDING | BODY)]
        self.announcing_ends = [end for end, kinds in met.items() if kinds & (TITLE | PLAIN)]
        self.holding_ends = [end for end, kinds in met.items() if kinds & TENURE]
        self.office_ends = [end for end, kinds in met.items() if kinds & (TITLE | ADDRESS)]

    def _part(self, spans: list[Span]) -> None:
        """Set bounds inside the words that only the terms of bulletins make; `spans` are where one may be."""
        text, bounds = self.text, self.bounds
        whole = [(start, end) for start, end in spans if bounds[start] and bounds.find(1, start + 1) == end]
        for at, end in whole:
            for part in dictionary().parts[text[at:end]]:
                at += len(part)
                bounds[at] = 1

    def _add_start(self, start: int, kinds: int) -> None:
        if kinds & TITLE:
            self.title_starts.add(start)
        if kinds & ADDRESS:
            self.address_starts.add(start)
        if kinds & NAMED:
            self.named_starts.append(start)

    def word_before(self, position: int) -> int:
        """Where the word that ends at (or runs over) `position` starts."""
        return max(self.bounds.rfind(1, 0, position), 0)

    def word_after(self, position: int) -> int:
        """Where the word that starts at (or runs over) `position` ends."""
        end = self.bounds.find(1, position + 1)
        return end if 0 <= end <= len(self.text) else len(self.text)

    def words(self, start: int, end: int) -> list[str]:
        """The words of a stretch that starts and ends with one."""
        words = []
        while start < end:
            after = self.word_after(start)
            words.append(self.text[start:after])
            start = after
        return words

    def ending(self, position: int, kinds: int) -> tuple[int, int] | None:
        """The longest listed word of these kinds that ends at `position`, as (start, bits)."""
        for start, bits in self.at_end.get(position, ()):
            if bits & kinds:
                return start, bits
        return None


def by_block(ends: list[int], spans: list[Span]) -> dict[int, list[int]]:
    """The ends that lie in the blocks, by the number of the block.

    >>> by_block([2, 9, 12], [(0, 5), (6, 7), (8, 12)])
    {0: [2], 2: [9, 12]}
    """
    found: dict[int, list[int]] = {}
    starts = [start for start, _ in spans] if ends else []
    for end in ends:
        number = bisect_left(starts, end) - 1
        if number >= 0 and end <= spans[number][1]:
            found.setdefault(number, []).append(end)
    return found


_MOST_SOUGHT: Final = 1_000_000
"""Words times characters from which on one pass for all words is cheaper than one for each."""


def occurrences(text: str, words: list[str]) -> dict[str, list[int]]:
    """Where each of some words stands in a text, in order, none over another one of the same word.

    >>> occurrences("中铁和中铁", ["中铁", "中建"])
    {'中铁': [0, 3], '中建': []}
    """
    found: dict[str, list[int]] = {word: [] for word in words}
    if len(found) * len(text) >= _MOST_SOUGHT:
        listed = list(found)
        for at, _, number in daachorse.CharwiseDoubleArrayAhoCorasick(listed).find_overlapping(text):
            starts = found[listed[number]]
            if not starts or starts[-1] + len(listed[number]) <= at:
                starts.append(at)
        return found
    for word, starts in found.items():
        at = text.find(word)
        while at >= 0:
            starts.append(at)
            at = text.find(word, at + len(word))
    return found


def is_mark(char: str) -> bool:
    """Whether a character is punctuation or a blank: no name runs over it."""
    return not char.isalnum()


@cache
def stops(word: str) -> bool:
    """Whether a word cannot stand inside the name of a body: a verb, a particle, a pronoun …

    >>> [word for word in ("组织", "在", "教育", "选派", "水利") if stops(word)]
    ['在', '选派']
    """
    if word in name_words():
        return False
    if word in stop_words():
        return True
    bits = word_classes().get(word, NOUN)
    return bool(bits & _BLOCKING)


@cache
def begins_clause(word: str) -> bool:
    """Whether a word can follow a subject at once: a verb, an adverb, a preposition."""
    return bool(word_classes().get(word, NOUN) & (VERB | ADVERB | PREPOSITION))


@cache
def tag_of(word: str) -> str:
    """The dictionary's tag of one word (nz, nr, n …), `x` if it has none."""
    return dictionary().tag(word)


def read_list(file: str) -> dict[str, list[str]]:
    """Read a list whose lines are a class and its words."""
    classes: dict[str, list[str]] = {}
    for line in read_lines(file):
        name, _, words = line.partition(" ")
        classes.setdefault(name, []).extend(words.split())
    return classes


def read_lines(file: str) -> list[str]:
    """The lines of a data file that say something."""
    content = read_data(file)
    return [line for line in content.splitlines() if line and line[0] != "#"]


@cache
def posts() -> dict[str, frozenset[str]]:
    """The classes of posts.txt: office, role, plain, rank, courtesy."""
    return {name: frozenset(words) for name, words in read_list("posts.txt").items()}


@cache
def ranks() -> tuple[str, ...]:
    """What may stand before an office (副, 常务), longest first."""
    return tuple(sorted(posts()["rank"], key=len, reverse=True))


@cache
def verbs() -> dict[str, frozenset[str]]:
    """The classes of name_verbs.txt: speech, deed, lead."""
    return {name: frozenset(words) for name, words in read_list("name_verbs.txt").items()}


@cache
def full_names() -> dict[str, str]:
    """Short form of a national body -> its full name."""
    return {short: line.split()[0] for line in read_lines("bodies.txt") for short in line.split()[1:]}


@cache
def local_names() -> dict[str, str]:
    """Any form of a local body without its place -> the full one (人社局 -> 人力资源和社会保障局)."""
    table: dict[str, str] = {}
    for line in read_lines("local_bodies.txt"):
        kinds, *stems = line.split()
        if kinds == "=":
            table.update((stem, stems[0]) for stem in stems)
            continue
        endings = kinds.split(",")
        long_ending = endings[0] if len(endings[0]) > 1 else ""
        for ending in endings:
            full = stems[0] + (long_ending or ending)
            for stem in stems:
                if len(stem) + len(ending) > 1:
                    table.setdefault(stem + ending, full)
    return table


@cache
def name_words() -> frozenset[str]:
    """Words that stand inside names of bodies though they may be verbs or the like elsewhere."""
    return frozenset(read_list("org_words.txt")["inside"])


@cache
def stop_words() -> frozenset[str]:
    """Words that end the name of a body on its left though they look like nouns."""
    return frozenset(read_list("org_words.txt")["stop"])


@cache
def _listed() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, list[int]]:
    bits: dict[str, int] = {}

    def add(words: object, bit: int) -> None:
        for word in words:  # type: ignore[attr-defined]
            bits[word] = bits.get(word, 0) | bit

    classes = posts()
    add(classes["office"], OFFICE)
    add(classes["role"], ROLE)
    add(classes["plain"], PLAIN)
    add(classes["address"], ADDRESS)
    add(classes["tenure"], TENURE)
    add((line.split()[0] for line in read_lines("surnames.txt") if line[1] != " "), NAMED)
    add(" ".join(read_lines("statesmen.txt")).split(), NAMED)
    add(full_names(), BODY)
    add((line.split()[0] for line in read_lines("bodies.txt")), BODY)
    add(local_names(), LOCAL)
    endings = read_list("org_suffixes.txt")
    add(endings["open"], OPEN)
    add(endings["rule"], RULE)
    add(dictionary().parts, PARTED)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(bits)), list(bits.values())
