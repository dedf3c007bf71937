"""What the stages pass on: spans, blocks, sentences, mentions, matches. Plain, slotted, unchecked.

Every position is a code point of the raw text, half-open; folding keeps lengths, so the same
position serves the raw and the folded text. Validation happens once, at the end, in `models`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from extract.patterns import pattern_of

Span = tuple[int, int]

_COMMAS: Final = pattern_of(r"[,:\n—](?:(?<=[:\n])|(?<=,)(?:(?!\d{3}(?!\d))|(?<!\d,))|(?<=—)—)")
"""What parts clauses: 3,862 is one number."""

FIGURE_KINDS: Final = frozenset(
    {
        "households",
        "people",
        "count",
        "number",
        "money",
        "percent",
        "points",
        "multiple",
        "measure",
        "duration",
    }
)
"""The kinds below `quantity`: each Figure that measures or counts has one of them."""

FIXED: Final = "fixed"
"""The kind of a mention that only keeps its words together: a slogan, a name with a number in it."""


@dataclass(slots=True)
class Block:
    """A run of lines with one part to play in the bulletin.

    `kind` is title, heading, paragraph, note, header or footer; a title set over several
    lines is one block. `level` is the depth of a heading (1 for 一、, 2 for （一）), else 0.
    """

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(slots=True)
class Clause:
    """A stretch of a sentence between commas."""

    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A stretch that no rule crosses: it ends at 。！？； or at the block's end.

    `group` numbers the full sentence (to 。！？) that it stands in. The words of a
    bracket are a sentence of their own: `host` is the index of the one it interrupts, and that
    one has the bracket's span, marks included, among its `holes`.
    """

    index: int
    start: int
    end: int
    block: int
    group: int
    host: int | None = None
    holes: tuple[Span, ...] = ()
    text: str = field(default="", repr=False)
    _clauses: list[Clause] | None = field(default=None, repr=False)

    @property
    def clauses(self) -> list[Clause]:
        """The stretches between its commas and colons, cut when they are first asked for."""
        if self._clauses is None:
            self._clauses = _cut_clauses(self.text, self.start, self.end, self.holes)
        return self._clauses


def _cut_clauses(text: str, start: int, end: int, holes: Sequence[Span]) -> list[Clause]:
    clauses = []
    at = start
    closed = iter([*sorted(holes), (end, end)])
    hole = next(closed)
    for hit in _COMMAS.finditer(text, start, end):
        first, last = hit.span()
        while first >= hole[1]:
            hole = next(closed)
        if first >= hole[0]:
            continue
        if first > at:
            clauses.append(Clause(at, first))
        at = last
    if end > at:
        clauses.append(Clause(at, end))
    return clauses


NOUN: Final = 0x001
VERB: Final = 0x002
ADJECTIVE: Final = 0x004
ADVERB: Final = 0x008
PREPOSITION: Final = 0x010
CONJUNCTION: Final = 0x020
PARTICLE: Final = 0x040
PRONOUN: Final = 0x080
LOCALIZER: Final = 0x100
MEASURE: Final = 0x200
AUXILIARY: Final = 0x400
"""Word classes, as bits: an ambiguous word (投资) carries several."""


@dataclass(slots=True)
class Mention:
    """A surface that means something: `start`, `end` are reported, the outer span is hidden.

    The outer span takes in the words that belong to the mention without being reported
    (约 近 超过 before a figure, 以上 左右 behind it), so that no rule meets them as words.
    """

    kind: str
    start: int
    end: int
    outer_start: int
    outer_end: int


@dataclass(slots=True)
class Figure(Mention):
    """A quantity (kind one of `FIGURE_KINDS`) or an ordinal (kind `ordinal`).

    `value` is exact with the scale applied, None for ranges and indefinite numerals;
    `per` says what a rate is for, `per_span` where that was read.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    modifier: str | None = None
    per: tuple[str, ...] | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    si_value: Decimal | None = None
    si_unit: str | None = None
    local: bool = False
    """Whether the unit means something else where the bulletin was written (元 and 斤 in Taiwan)."""


@dataclass(slots=True)
class Date(Mention):
    """A point or stretch of time (kind `date`): EDTF once resolved, else what it is relative to.

    `relative` names an unresolved reading (去年 is `year-1`); `edtf` is None until
    `resolve_dates` has a reference for it.
    """

    edtf: str | None = None
    relative: str | None = None


@dataclass(slots=True)
class Name(Mention):
    """A named thing: kind person, organization, place, title or work.

    `name` is simplified and in full where the surface is short (兴仁 is 兴仁市). Places
    carry `code`, `level`, `scheme`, `as_of` and `candidates`; persons their `titles` as
    (title, body or place, span) and `epithets`; organizations their `aliases`.
    """

    name: str = ""
    code: str | None = None
    level: str | None = None
    scheme: str | None = None
    as_of: str | None = None
    candidates: tuple[str, ...] = ()
    titles: tuple[tuple[str, str | None, Span], ...] = ()
    epithets: tuple[tuple[str, Span], ...] = ()
    aliases: tuple[str, ...] = ()


WORD, MARK = "word", "mark"
"""The kinds of token beside those of mentions (and `quote`, a short quotation)."""


@dataclass(slots=True)
class Token:
    """A mention (its kind and outer span), a word with its classes, or a mark."""

    start: int
    end: int
    kind: str
    text: str
    bits: int = 0
    mention: Mention | None = None
    is_figure: bool = False


@dataclass(slots=True)
class Slot:
    """One filled slot of a match: the words it was read from, with their mention or lexicon, if any."""

    start: int
    end: int
    mention: Mention | None = None
    lexicon: str | None = None


@dataclass(slots=True)
class Match:
    """A rule that fits a sentence: its slots by dotted name, and the figures it uses up."""

    rule: str
    record: str
    sentence: int
    start: int
    end: int
    slots: dict[str, Slot]
    claims: tuple[Figure, ...]
    rank: tuple[Any, ...]
    context: dict[str, str]
