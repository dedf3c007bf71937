"""A bulletin as read in, the account of its numerals out: those in records, those excused, those left.

Every numeral has one place in the account, so its columns add up to what was found. What is left is
what a rule writer looks at first; beside it stands how often each rule was the one to make a record.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import regex

from extract.mentions.vetoes import find_vetoes
from extract.pipeline import Reading
from extract.records.checks import find_unexplained
from extract.spans import FIGURE_KINDS, Mention, Span
from extract.text.clauses import READ_KINDS

EXCUSES: Final = ("dates", "names", "phrases", "ordinals", "durations", "lists", "words")
"""Why a numeral makes no record: a date, part of a name, a slogan or set phrase (5G, 两不愁), an ordinal,
how long something took, the number of a list item, a Chinese numeral in a common word (一起)."""

ALONE: Final = "figures"
"""A figure that no record holds: a rule of tier veto took it, or it says what another is for."""

_HAN: Final = "〇零一二三四五六七八九十百千万亿两"
_NUMERAL: Final = regex.compile(rf"\p{{Nd}}+(?:[.,]\p{{Nd}}+)*[十百千万亿]*|[\p{{Nl}}\p{{No}}]+|[{_HAN}]+")
"""Every numeral of Unicode, also those that no rule reads (½, Ⅳ): what is not looked for is never missed."""
_NAMES: Final = frozenset({"person", "place", "organization", "title", "work"})
_BY_KIND: Final = {"date": "dates", "ordinal": "ordinals", "duration": "durations"}
_AROUND: Final = 8
"""Characters that are shown on either side of a numeral that is left."""


@dataclass(frozen=True, slots=True)
class Left:
    """A numeral that nothing explains, with the words around it; `line` and `column` count from 1."""

    span: Span
    line: int
    column: int
    text: str
    words: str


@dataclass(slots=True)
class Account:
    """The numerals of one bulletin or of several, and the rules that made their records."""

    numerals: int = 0
    recorded: int = 0
    alone: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    left: list[Left] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)

    @property
    def silent(self) -> list[str]:
        """The rules that were tried and never fit."""
        return sorted(rule for rule in self.rules if not self.hits[rule])


def account_for(reading: Reading) -> Account:
    """Return the account of one bulletin.

    >>> from extract.pipeline import Pipeline
    >>> account = account_for(Pipeline().read("2018年，普安县投入资金8000万元，建成5G基站12座。"))
    >>> account.numerals, account.recorded, dict(account.excused)
    (4, 2, {'dates': 1, 'phrases': 1})
    """
    account = Account(rules=set(reading.packs.rules), hits=_count_hits(reading))
    recorded = {span for draft in reading.drafts for span in map(_outer, draft.figures.values())}
    mentions = _Cover((_outer(mention), mention) for mention in reading.mentions)
    blocks = [block for block in reading.layout.blocks if block.kind in READ_KINDS]
    phrases = _Cover(
        (span, None) for block in blocks for span in find_vetoes(reading.text, block.start, block.end)
    )
    excused = [span for span, _ in phrases.entries]
    unexplained = find_unexplained(reading.text, reading.layout.blocks, reading.mentions, excused)
    missed = {start for start, _ in unexplained}
    for block in blocks:
        for found in _NUMERAL.finditer(reading.text, block.start, block.end):
            account.numerals += 1
            place = _place(found.span(), found[0], mentions, phrases, recorded, missed)
            if place == "recorded":
                account.recorded += 1
            elif place == ALONE:
                account.alone += 1
            elif place is not None:
                account.excused[place] += 1
            else:
                account.left.append(_left(reading.raw, found.span()))
    return account


def add_up(accounts: Iterable[Account]) -> Account:
    """Return the account of several bulletins; what is left is told with the bulletin it stands in."""
    total = Account()
    for account in accounts:
        total.numerals += account.numerals
        total.recorded += account.recorded
        total.alone += account.alone
        total.excused += account.excused
        total.left += account.left
        total.hits += account.hits
        total.rules |= account.rules
    return total


class _Cover:
    """Spans, nested ones too, asked which of them hold a given span."""

    def __init__(self, entries: Iterable[tuple[Span, Mention | None]]) -> None:
        self.entries = sorted(entries, key=lambda entry: (entry[0][0], -entry[0][1]))
        self._starts = [span[0] for span, _ in self.entries]
        self._reach: list[int] = []
        for span, _ in self.entries:
            self._reach.append(max(span[1], self._reach[-1] if self._reach else 0))

    def around(self, span: Span) -> Iterator[tuple[Span, Mention | None]]:
        """Yield the entries that hold a span, the innermost first."""
        at = bisect_right(self._starts, span[0]) - 1
        while at >= 0 and self._reach[at] > span[0]:
            if self.entries[at][0][1] >= span[1]:
                yield self.entries[at]
            at -= 1


def _place(
    span: Span, text: str, mentions: _Cover, phrases: _Cover, recorded: set[Span], missed: set[int]
) -> str | None:
    """Return where a numeral stands in the account, or None where nothing explains it."""
    around = list(mentions.around(span))
    if any(outer in recorded for outer, _ in around):
        return "recorded"
    for _, mention in around:
        kind = mention.kind if mention is not None else ""
        if kind in _BY_KIND:
            return _BY_KIND[kind]
        if kind in FIGURE_KINDS:
            return ALONE
        if kind in _NAMES:
            return "names"
    if any(True for _ in phrases.around(span)):
        return "phrases"
    if text[0] in _HAN:
        return "words" if len(text) == 1 else None
    return "lists" if text[0].isdigit() and span[0] not in missed else None


def _count_hits(reading: Reading) -> Counter[str]:
    """The rules that made the records, and those whose figures make none."""
    hits = Counter(str(record["rule"]) for record in reading.records)
    hits.update(match.rule for match in reading.matches if match.record == "none")
    return hits


def _outer(mention: Mention) -> Span:
    return mention.outer_start, mention.outer_end


def _left(raw: str, span: Span) -> Left:
    start, end = span
    begin = raw.rfind("\n", 0, start) + 1
    around: Sequence[str] = raw[max(begin, start - _AROUND) : end + _AROUND].split("\n")
    return Left(span, raw.count("\n", 0, start) + 1, start - begin + 1, raw[start:end], around[0].strip())
