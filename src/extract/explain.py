"""A result and some words of its bulletin in, lines out that tell what was read there, and why.

For each place where the words stand: the mentions on it, the records that use them with
every slot and where it was read, the rules that fit but lost or nearly fit, and the diagnostics.
Where nothing was read, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from extract.examples import encode_sentence
from extract.messages import say
from extract.models import Amount, Change, FigureMention, Quantity, Record, Result
from extract.models.record import FigureRecord
from extract.pipeline import Pipeline, Reading
from extract.rules.match import how_far
from extract.rules.pack import PackSet
from extract.spans import Span
from extract.text.folding import fold
from extract.text.words import Segmenter

NEAREST = 3
"""How many of the rules that nearly fit are told."""

_LEAVES = ("households", "people", "quantity")
_SLOTS = ("subject", "place", "time", "action", "actor", "recipient", "purpose")


@dataclass(frozen=True, slots=True)
class _Case:
    """One bulletin, all that was read in it, and the language to tell it in."""

    text: str
    result: Result
    reading: Reading
    packs: PackSet
    lang: str

    def say(self, code: str, /, **params: object) -> str:
        return say(code, self.lang, **params)


def explain(
    pipeline: Pipeline, text: str, words: str, lang: str, *, reference_date: date | None = None
) -> list[str]:
    """Return the lines for every place where the words stand, none where they stand nowhere.

    The words may be simplified though the bulletin is not (22813户 finds 22813戶): both are
    compared as folded.
    """
    result = pipeline.run(text, reference_date=reference_date)
    reading = pipeline.read(text, reference_date=reference_date)
    case = _Case(text, result, reading, reading.packs, lang)
    lines: list[str] = []
    for start, end in find_words(text, words):
        lines.append(case.say("explain.at", text=_flat(text[start:end]), start=start, end=end))
        lines += (f"  {line}" for line in _explain_span(case, (start, end)))
    return lines


def find_words(text: str, words: str) -> Iterator[Span]:
    """Yield every span of a text where the words stand, in either script."""
    folded, wanted = fold(text), fold(words)
    start = folded.find(wanted)
    while wanted and start >= 0:
        yield start, start + len(wanted)
        start = folded.find(wanted, start + len(wanted))


def _explain_span(case: _Case, span: Span) -> Iterator[str]:
    mentions = [mention for mention in case.result.mentions if _meet(mention.span, span)]
    if not mentions:
        yield case.say("explain.none")
    for mention in mentions:
        start, end = mention.span
        yield case.say("explain.mention", kind=mention.kind, text=_flat(mention.text), start=start, end=end)
    by_rule = used = False
    for record in case.result.records:
        roles = [role for role, spans in _find_roles(record) if any(_meet(span, at) for at in spans)]
        if roles:
            used = True
            by_rule |= record.rule in case.packs.rules
            yield from _explain_record(case, record, roles)
    if mentions and not used:
        yield case.say("explain.unused")
    yield from _explain_losers(case, span)
    if any(isinstance(mention, FigureMention) for mention in mentions) and not by_rule:
        yield from _explain_near(case, span)
    for diagnostic in case.result.diagnostics:
        if diagnostic.span is not None and _meet(diagnostic.span, span):
            yield case.say("explain.diagnostic", code=diagnostic.code, message=diagnostic.message)


def _explain_record(case: _Case, record: Record, roles: Iterable[str]) -> Iterator[str]:
    yield case.say(
        "explain.record",
        type=record.type,
        id=record.id,
        rule=record.rule,
        evidence=_flat(record.evidence.text),
    )
    if not isinstance(record, FigureRecord):
        return
    yield "  " + case.say("explain.role", role=", ".join(roles))
    for slot in _SLOTS:
        value = getattr(record, slot, None)
        if value is None:
            continue
        shown = value if isinstance(value, str) else value.name
        if slot not in record.slots:
            yield "  " + case.say("explain.unplaced", slot=slot, value=shown)
            continue
        start, end = record.slots[slot]
        code = "explain.inherited" if slot in record.inherited else "explain.slot"
        source = _flat(case.text[start:end])
        yield "  " + case.say(code, slot=slot, value=shown, text=source, start=start, end=end)


def _explain_losers(case: _Case, span: Span) -> Iterator[str]:
    for loser in case.reading.losers:
        if any(_meet((claim.start, claim.end), span) for claim in loser.match.claims):
            reason = case.say(f"explain.reason.{loser.reason}")
            rule, winner = loser.match.rule, loser.winner.rule
            yield case.say("explain.loser", rule=rule, winner=winner, reason=reason)


def _explain_near(case: _Case, span: Span) -> Iterator[str]:
    """Yield the rules that came nearest to reading the figures at a span, and what they lack."""
    reading = case.reading
    inside = [s for s in reading.sentences if s.start <= span[0] and span[1] <= s.end]
    if not inside:
        return
    sentence = min(inside, key=lambda s: s.end - s.start)
    encoded = encode_sentence(reading, sentence, Segmenter(case.result.made_by.segmenter.split()[0]))
    near = []
    for rule, pattern in case.packs.patterns.items():
        reach = how_far(pattern, case.packs.names, encoded)
        if reach.start is None or reach.end is None or reach.missing is None:
            continue
        if _meet((reach.start, reach.end), span):
            near.append((reach.start - reach.end, rule, reach))
    for _, rule, reach in sorted(near, key=lambda entry: entry[:2])[:NEAREST]:
        fitted = _flat(case.text[reach.start : reach.end])
        yield case.say("explain.near", rule=rule, text=fitted, missing=reach.missing)


def _find_roles(record: Record) -> Iterator[tuple[str, list[Span]]]:
    """Yield what a record has at which spans: its figures by role, or its mentions."""
    if isinstance(record, FigureRecord):
        if isinstance(record, Change):
            for role in ("before", "after", "delta"):
                yield from _find_leaves(f"{role}.", getattr(record, role))
        else:
            yield from _find_leaves("", record)
    else:
        yield "mentions", list(record.mentions)


def _find_leaves(prefix: str, part: Amount | FigureRecord | None) -> Iterator[tuple[str, list[Span]]]:
    for leaf in _LEAVES:
        figure = getattr(part, leaf, None)
        if isinstance(figure, Quantity):
            yield prefix + leaf, [figure.span]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _flat(text: str) -> str:
    return " ".join(text.split())
