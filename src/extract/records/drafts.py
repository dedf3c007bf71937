"""Resolved matches and sentence readings in, drafts of figure records out.

A draft is a record whose slots still know where they were read; the context pass fills what the
clause left empty, `build` turns it into the dict that the models validate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.records.reading import FigureReading, SentenceReading
from extract.spans import Date, Figure, Match, Name, Sentence, Slot, Span

AMOUNTS: Final = ("households", "people", "quantity")
ENDS: Final = ("before", "after", "delta")
_PAIRS: Final = tuple((f"before.{name}", f"after.{name}") for name in AMOUNTS)
DIRECTIONS: Final = frozenset({"rise", "fall"})
_MEASURES: Final = frozenset({"percent", "points", "multiple", "measure", "duration"})
_FRACTION_RECORD: Final = "measure"
_NO_HEADER: Final[dict[str, str]] = {}
_NOT_READ: Final = frozenset({"none", "inherit"})
"""Policies of a rule by which a slot is not filled from the words around the figure."""


@dataclass(slots=True)
class Filler:
    """What fills a slot: its words, where they stand, and whether they stand outside the clause."""

    text: str
    start: int
    end: int
    inherited: bool = False
    names: tuple[Name, ...] = ()


@dataclass(slots=True)
class Draft:
    """A figure record in the making; `figures` by dotted slot (`quantity`, `before.people`)."""

    record: str
    rule: str
    sentence: Sentence
    figures: dict[str, Figure]
    reading: FigureReading | None
    slots: dict[str, Filler] = field(default_factory=dict)
    times: dict[str, Date] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    direction: str | None = None
    status: str = "actual"
    cumulative: bool = False
    part_of: Draft | None = None
    delta_of: Draft | None = None
    same_as: Draft | None = None
    basis: str | None = None
    opened: int | None = None
    id: str = ""
    anchor: Figure = field(init=False, repr=False)
    """The first figure of the record in the text."""
    last: Figure = field(init=False, repr=False)
    """The last figure of the record in the text."""

    def __post_init__(self) -> None:
        figures = self.figures.values()
        if len(figures) == 1:
            (self.anchor,) = (self.last,) = figures
        else:
            self.anchor = min(figures, key=_start)
            self.last = max(figures, key=_start)


def _start(figure: Figure) -> int:
    return figure.start


def draft_records(
    text: str,
    readings: dict[int, SentenceReading],
    sentences: Sequence[Sentence],
    figures: Iterable[tuple[Sentence, Figure]],
    matches: Iterable[Match],
    headers: dict[str, dict[str, str]],
) -> list[Draft]:
    """Return a draft for every match and for every figure that no match uses up, in text order."""
    drafts: list[Draft] = []
    used: set[int] = set()
    for match in matches:
        for figure in match.claims:
            used.add(id(figure))
        if match.record != "none" and match.claims:
            drafts.append(
                _from_match(text, match, sentences[match.sentence], readings[match.sentence], headers)
            )
    for sentence, figure in figures:
        if id(figure) not in used:
            drafts.append(_from_reading(text, sentence, figure, readings[sentence.index]))
    drafts.sort(key=_anchored)
    return drafts


def _anchored(draft: Draft) -> int:
    return draft.anchor.start


def _from_match(
    text: str, match: Match, sentence: Sentence, reading: SentenceReading, headers: dict[str, dict[str, str]]
) -> Draft:
    claimed = {id(figure) for figure in match.claims}
    figures: dict[str, Figure] = {}
    for name, slot in match.slots.items():
        mention = slot.mention
        if isinstance(mention, Figure) and id(mention) in claimed:
            figures[name] = mention
    draft = Draft(match.record, match.rule, sentence, figures, None, policies=match.context)
    draft.reading = reading.read(draft.anchor)
    for name, slot in match.slots.items():
        mention, lexicon = slot.mention, slot.lexicon
        if lexicon is not None:
            header = headers.get(lexicon, _NO_HEADER)
            if direction := header.get("direction"):
                draft.direction = direction if direction in DIRECTIONS else _direction(figures)
            if name == "basis" and mention is None:
                draft.basis = header.get("basis")
        if isinstance(mention, Figure) or name == "basis":
            continue
        end, dot, _ = name.partition(".")
        if isinstance(mention, Date) and (name == "time" or name.endswith(".time")):
            draft.times[end if dot else ""] = mention
        elif not dot:
            draft.slots[name] = _filler(text, slot)
    draft.direction = draft.direction or _direction(figures)
    draft.opened = match.start
    _fill_from_reading(text, draft)
    return draft


def _direction(figures: Mapping[str, Figure]) -> str | None:
    """Return where a movement goes whose verb does not say it: 由320元调整为350元."""
    for first, last in _PAIRS:
        before, after = figures.get(first), figures.get(last)
        if (
            before
            and after
            and before.value is not None
            and after.value is not None
            and before.value != after.value
        ):
            return "rise" if before.value < after.value else "fall"
    return None


def _from_reading(text: str, sentence: Sentence, figure: Figure, reading: SentenceReading) -> Draft:
    """Return the draft of a figure by itself, with what its clause says of it."""
    found = reading.read(figure)
    rule = found.pattern if found else "reading.bare"
    draft = Draft(record_of(figure), rule, sentence, {field_of(figure): figure}, found)
    if found is not None:
        slots = draft.slots
        if found.subject is not None:
            slots["subject"] = Filler(label(text, found.subject), *found.subject)
        if found.action is not None:
            slots["action"] = Filler(label(text, found.action), *found.action)
        if found.recipient is not None:
            slots["recipient"] = Filler(label(text, found.recipient), *found.recipient)
    return draft


def record_of(figure: Figure) -> str:
    """Return the type of record that a figure by itself makes."""
    if figure.kind == "money":
        return "money"
    if figure.kind in _MEASURES or figure.denominator is not None:
        return _FRACTION_RECORD
    return "count"


def field_of(figure: Figure) -> str:
    """Return the field of a count that a figure fills."""
    return figure.kind if figure.kind in ("households", "people") else "quantity"


def _filler(text: str, slot: Slot) -> Filler:
    if isinstance(slot.mention, Name):
        name = slot.mention.name if slot.mention.kind == "place" else name_label(text, slot.mention)
        return Filler(name, slot.start, slot.end, names=(slot.mention,))
    return Filler(label(text, (slot.start, slot.end)), slot.start, slot.end)


def name_label(text: str, name: Name) -> str:
    """Return the name of a body or person as a label: the full one if the bulletin has it, else its words."""
    return name.name if name.name in text else label(text, (name.start, name.end))


def label(text: str, span: Span) -> str:
    """Return the words of a span as a label: without blanks and line breaks."""
    words = text[span[0] : span[1]]
    return words if words.isalnum() else "".join(words.split())


def _fill_from_reading(text: str, draft: Draft) -> None:
    """Fill subject, action and recipient from the clause where the rule left them empty."""
    reading, opened = draft.reading, draft.opened
    if reading is None or opened is None:
        return
    ruled = list(draft.slots.values())
    for name, span in (
        ("subject", reading.subject),
        ("action", reading.action),
        ("recipient", reading.recipient),
    ):
        if span is None or name in draft.slots or draft.policies.get(name) in _NOT_READ:
            continue
        if span[0] < opened < span[1]:
            span = span[0], opened  # the segmenter glued the rule's first word to the noun: 立案数由
        if not _is_ruled(
            ruled, span
        ):  # 同比多增1.31万亿元, 脱贫村12个: what a rule took for a verb is no noun
            draft.slots[name] = Filler(label(text, span), *span)


def _is_ruled(ruled: Sequence[Filler], span: Span) -> bool:
    """Tell whether a rule took the words: 同比多增1.31万亿元, 脱贫村12个, a verb of a rule is no noun."""
    return any(filler.start <= span[0] and span[1] <= filler.end for filler in ruled)
