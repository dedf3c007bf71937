"""A bulletin and some words of it in, lines out that tell what was read there, and why.

For each place where the words stand: what was read there, the records that it makes with every slot
and where that was read, the records that take a slot from it, the rules that fit but lost or nearly
fit, and the diagnostics. Where nothing was read, it is told why.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from extract.examples import encode_sentence
from extract.mentions.vetoes import find_vetoes
from extract.messages import say
from extract.models import Amount, Change, Organization, Person, Place, Quantity, Record, Result
from extract.models.record import FigureRecord
from extract.pipeline import Pipeline, Reading
from extract.rules.packset import shipped_folders
from extract.rules.pattern import Element, Hole, Literal, Series, show
from extract.rules.reach import Reach, how_far
from extract.spans import FIGURE_KINDS, Block, Date, Figure, Mention, Name, Sentence, Span
from extract.text.clauses import READ_KINDS
from extract.text.folding import fold
from extract.text.words import Segmenter

NEAREST: Final = 3
"""How many of the shipped rules that nearly fit are told."""
MOST_USES: Final = 6
"""How many of the records that take a slot from a name or date are told one by one."""

LONGEST_PIECE: Final = 72
"""Characters of a piece of pattern that are shown: a shape written out can fill a page."""

_ENDS: Final = ("before", "after", "delta")
_LEAVES: Final = ("households", "people", "quantity")
_SLOTS: Final = ("subject", "place", "time", "action", "actor", "recipient", "purpose")
_NUMERAL: Final = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两]")


@dataclass(frozen=True, slots=True)
class _Case:
    """One bulletin, all that was read in it, and the language to tell it in."""

    text: str
    result: Result
    reading: Reading
    lang: str

    def say(self, code: str, /, **params: object) -> str:
        return say(code, self.lang, **params)

    def words(self, span: Span) -> str:
        """The words of the bulletin at a span, on one line."""
        return " ".join(self.text[span[0] : span[1]].split())


def explain(
    pipeline: Pipeline, text: str, words: str, lang: str, *, reference_date: date | None = None
) -> list[str]:
    """Return the lines for every place where the words stand, none where they stand nowhere.

    The words may be simplified though the bulletin is not (22813户 finds 22813戶): both are
    compared as folded.
    """
    result = pipeline.run(text, reference_date=reference_date)
    reading = pipeline.read(text, reference_date=reference_date)
    case = _Case(text, result, reading, lang)
    lines: list[str] = []
    for span in find_words(text, words):
        lines.append(case.say("explain.at", text=case.words(span), start=span[0], end=span[1]))
        lines += (f"  {line}" for line in _explain_span(case, span))
    return lines


def find_words(text: str, words: str) -> Iterator[Span]:
    """Yield every span of a text where the words stand, in either script."""
    folded, wanted = fold(text), fold(words)
    start = folded.find(wanted)
    while wanted and start >= 0:
        yield start, start + len(wanted)
        start = folded.find(wanted, start + len(wanted))


def _explain_span(case: _Case, span: Span) -> Iterator[str]:
    mentions = [m for m in case.reading.mentions if _meet((m.start, m.end), span)]
    for mention in mentions:
        yield from _explain_mention(case, mention)
    uses = list(_explain_uses(case, span))
    if not mentions:
        yield from uses or _explain_nothing(case, span)
        return
    made = [record for record in case.result.records if _holds(record, span)]
    for record in made:
        yield from _explain_record(case, record, span)
    yield from uses
    figures = [m for m in mentions if m.kind in FIGURE_KINDS]
    vetoed = [m for m in case.reading.matches if m.record == "none" and _claims(m.claims, span)]
    for match in vetoed:
        yield case.say("explain.veto", rule=_rule_name(case, match.rule))
    if not (made or uses or vetoed):
        kind = mentions[0].kind
        code = kind if kind in ("ordinal", "duration", "date", "title") else "other"
        yield case.say(f"explain.unused.{code}")
    yield from _explain_losers(case, span)
    if figures:
        rules = {record.rule for record in made} | {match.rule for match in vetoed}
        lost = {loser.match.rule for loser in case.reading.losers if _claims(loser.match.claims, span)}
        shipped = rules.isdisjoint(case.reading.packs.rules)
        yield from _explain_near(case, span, rules | lost, shipped=shipped)
    for diagnostic in case.result.diagnostics:
        if diagnostic.span is not None and _meet(diagnostic.span, span):
            yield case.say(
                "explain.diagnostic",
                code=diagnostic.code,
                message=case.say(diagnostic.code, **diagnostic.params),
            )


# what stands there


def _explain_mention(case: _Case, mention: Mention) -> Iterator[str]:
    start, end = mention.start, mention.end
    what = " ".join(_describe(case, mention))
    yield case.say("explain.mention", kind=mention.kind, text=case.words((start, end)), what=what)


def _describe(case: _Case, mention: Mention) -> Iterator[str]:
    """What a mention is taken to mean: 8000萬元 is 80000000 CNY."""
    match mention:
        case Figure():
            bounds = (mention.low, mention.high)
            if mention.value is not None:
                yield f"{mention.value:f}"
            elif bounds != (None, None):
                yield "..".join("" if bound is None else f"{bound:f}" for bound in bounds)
            yield from filter(None, (mention.unit, mention.modifier))
            if mention.per:
                yield "/ " + " / ".join(mention.per)
        case Date():
            yield mention.edtf or case.say("explain.undated", relative=mention.relative)
        case Name():
            yield " ".join(filter(None, (mention.name, mention.code, mention.level)))
            yield from mention.candidates


def _explain_nothing(case: _Case, span: Span) -> Iterator[str]:
    """Tell why no mention covers the words: they stand in the header, in a set phrase, before a list item."""
    block = next((b for b in case.reading.layout.blocks if b.start <= span[0] < b.end), None)
    if block is None or block.kind not in READ_KINDS:
        kind = block.kind if block is not None and block.kind == "header" else "footer"
        yield case.say("explain.unread", kind=case.say(f"explain.block.{kind}"))
        return
    for start, end in find_vetoes(case.reading.text, block.start, block.end):
        if _meet((start, end), span):
            yield case.say("explain.phrase", text=case.words((start, end)))
            return
    unexplained = [d for d in case.result.diagnostics if d.code == "D101" and d.span and _meet(d.span, span)]
    if unexplained:
        for diagnostic in unexplained:
            yield case.say(
                "explain.diagnostic",
                code=diagnostic.code,
                message=case.say(diagnostic.code, **diagnostic.params),
            )
    elif _NUMERAL.search(case.reading.text, *span):
        yield case.say("explain.number")
    else:
        yield case.say("explain.none")


# the records


def _explain_record(case: _Case, record: Record, span: Span) -> Iterator[str]:
    yield case.say("explain.record", type=record.type, id=record.id, rule=_rule_name(case, record.rule))
    yield "  " + case.say("explain.evidence", evidence=case.words(record.evidence.span))
    if isinstance(record, FigureRecord):
        lines = _explain_figures(case, record, span)
    else:
        lines = _explain_entity(case, record)
    for line in lines:
        yield f"  {line}"


def _explain_figures(case: _Case, record: FigureRecord, span: Span) -> Iterator[str]:
    for slot, figure in _figures_of(record):
        code = "explain.here" if _meet(figure.span, span) else "explain.figure"
        yield case.say(code, slot=slot, value=case.words(figure.span))
    for slot in _SLOTS:
        value = getattr(record, slot, None)
        if value is not None:
            yield _explain_slot(case, record, slot, value if isinstance(value, str) else value.name)
    if isinstance(record, Change):
        for end in _ENDS:
            amount: Amount | None = getattr(record, end)
            if amount is not None and amount.time is not None:
                yield _explain_slot(case, record, f"{end}.time", amount.time)
    for name in ("direction", "basis", "delta_of", "part_of", "same_as"):
        value = getattr(record, name, None)
        if value is not None:
            yield case.say("explain.unplaced", slot=name, value=value)
    empty = [slot for slot in _SLOTS if getattr(record, slot, "") is None]
    if empty:
        yield case.say("explain.empty", slots=", ".join(empty))
    if record.status != "actual":
        yield case.say("explain.unplaced", slot="status", value=record.status)


def _explain_slot(case: _Case, record: FigureRecord, slot: str, value: str) -> str:
    """One line: what a slot holds, the words it was read from, and how far from the figure they stand."""
    if slot not in record.slots:
        return case.say("explain.unplaced", slot=slot, value=value)
    at = record.slots[slot]
    place = case.say(f"explain.from.{_scope_of(case, record.evidence.span, at)}")
    return case.say(
        "explain.slot", slot=slot, value=value, where=place, text=case.words(at), start=at[0], end=at[1]
    )


def _scope_of(case: _Case, evidence: Span, at: Span) -> str:
    """Where words stand, seen from a clause: in it, in its sentence, paragraph, heading, title or above."""
    if evidence[0] <= at[0] and at[1] <= evidence[1]:
        return "clause"
    own, other = _sentence_at(case, evidence[0]), _sentence_at(case, at[0])
    if own is not None and other is not None and (own.block, own.group) == (other.block, other.group):
        return "sentence"
    blocks = case.reading.layout.blocks
    if own is not None and other is not None and own.block == other.block:
        return "paragraph"
    block: Block | None = next((b for b in blocks if b.start <= at[0] < b.end), None)
    return block.kind if block is not None and block.kind in ("heading", "title") else "above"


def _sentence_at(case: _Case, position: int) -> Sentence | None:
    inside = (s for s in case.reading.sentences if s.start <= position < s.end)
    return min(inside, key=lambda s: s.end - s.start, default=None)


def _explain_entity(case: _Case, record: Record) -> Iterator[str]:
    """What a person, body or place is known by, and how often it is named."""
    if isinstance(record, Person | Organization | Place):
        yield case.say("explain.named", name=record.name, count=len(record.mentions))
    if isinstance(record, Person):
        for title in (*record.titles, *record.epithets):
            yield case.say("explain.unplaced", slot="title", value=title)
    elif isinstance(record, Place):
        code = record.code or ", ".join(record.candidates) or "null"
        yield case.say("explain.unplaced", slot="code", value=f"{code} ({record.scheme} {record.as_of})")
    elif isinstance(record, Organization):
        for alias in record.aliases:
            yield case.say("explain.unplaced", slot="alias", value=alias)


def _explain_uses(case: _Case, span: Span) -> Iterator[str]:
    """Yield which records take a slot from these words, a line a slot."""
    users: dict[str, list[str]] = {}
    for record in case.result.records:
        if isinstance(record, FigureRecord) and not _holds(record, span):
            figure = case.words(next(iter(_figures_of(record)))[1].span)
            for slot, at in record.slots.items():
                if _meet(at, span):
                    users.setdefault(slot, []).append(f"{record.id} ({figure})")
    for slot, records in users.items():
        shown = ", ".join(records[:MOST_USES]) + (" …" if len(records) > MOST_USES else "")
        yield case.say("explain.use", slot=slot, count=len(records), records=shown)


# the rules


def _rule_name(case: _Case, rule_id: str) -> str:
    """A rule's id with its place and what it is about; the clause reading and the finders have no place."""
    rule = case.reading.packs.rules.get(rule_id)
    if rule is None:
        return case.say("explain.own", rule=rule_id, about=case.say(rule_id))
    where = f"{rule.node.source.name}:{rule.node.line}"
    return case.say("explain.rule", rule=rule_id, where=where, about=rule.about)


def _explain_losers(case: _Case, span: Span) -> Iterator[str]:
    told = set()
    for loser in case.reading.losers:
        rule, winner = loser.match.rule, loser.winner.rule
        if rule == winner or (rule, winner) in told or not _claims(loser.match.claims, span):
            continue
        told.add((rule, winner))
        reason = case.say(f"explain.reason.{loser.reason}")
        words = case.words((loser.match.start, loser.match.end))
        yield case.say("explain.loser", rule=rule, text=words, winner=winner, reason=reason)


def _explain_near(case: _Case, span: Span, done: set[str], *, shipped: bool) -> Iterator[str]:
    """Yield how far rules got that neither made a record here nor lost one, the nearest first.

    Of a reader's own packs every rule is told, of the shipped ones those that read words around the figure;
    neither where a rule of the same kind made the record.
    """
    sentence = _sentence_at(case, span[0])
    if sentence is None:
        return
    packs, own = case.reading.packs, _own_packs(case)
    if any(packs.rules[rule].pack in own for rule in done if rule in packs.rules):
        return
    encoded = encode_sentence(case.reading, sentence, Segmenter(case.result.made_by.segmenter.split()[0]))
    near: list[tuple[bool, int, str, str]] = []
    for rule, pattern in packs.patterns.items():
        mine = packs.rules[rule].pack in own
        if rule in done or not (mine or shipped):
            continue
        reach = how_far(pattern, packs.names, encoded)
        if mine or _is_telling(pattern, reach, packs.lexicons, span):
            length = (reach.end or 0) - (reach.start or 0)
            near.append((not mine, -length, rule, _describe_reach(case, rule, reach)))
    own_count = sum(not theirs for theirs, *_ in near)
    for *_, line in sorted(near)[: NEAREST + min(own_count, MOST_USES)]:
        yield line


def _own_packs(case: _Case) -> set[str]:
    shipped = set(shipped_folders().values())
    return {head.name for head in case.reading.packs.heads if head.path not in shipped}


def _describe_reach(case: _Case, rule: str, reach: Reach) -> str:
    """One line: what of a sentence a rule fits, and what it lacks, be it a word or a condition."""
    if reach.start is None or reach.end is None:
        return case.say("explain.far", rule=rule, missing=shorten(reach.missing or ""))
    text = case.words((reach.start, reach.end))
    if reach.missing is not None:
        return case.say("explain.near", rule=rule, text=text, missing=shorten(reach.missing))
    conditions = ", ".join(case.reading.packs.rules[rule].require)
    made = any(
        m.rule == rule and _meet((m.start, m.end), (reach.start, reach.end)) for m in case.reading.matches
    )
    code = "explain.elsewhere" if made else "explain.required" if conditions else "explain.edges"
    return case.say(code, rule=rule, text=text, conditions=conditions)


def _is_telling(pattern: Element, reach: Reach, lexicons: Container[str], span: Span) -> bool:
    """Whether a rule that fails read some word of its own at a span: a figure and a noun are no sign."""
    if reach.start is None or reach.end is None or reach.missing is None:
        return False
    fitted = _fitted(pattern, reach.missing)
    words = any(isinstance(item, Literal) or _is_listed(item, lexicons) for item in fitted)
    return words and _meet((reach.start, reach.end), span)


def shorten(pattern: str) -> str:
    """A piece of pattern in, the same out, cut where it is longer than a line takes."""
    return pattern if len(pattern) <= LONGEST_PIECE else pattern[: LONGEST_PIECE - 1] + "…"


def _fitted(pattern: Element, missing: str) -> Iterator[Element]:
    """Yield the elements of a pattern before the one that is missing."""
    for item in pattern.items if isinstance(pattern, Series) else (pattern,):
        if show(item) == missing:
            return
        yield item


def _is_listed(element: Element, lexicons: Container[str]) -> bool:
    """Whether an element is a hole for a word of a list: such a word is no chance."""
    return isinstance(element, Hole) and any(name in lexicons for name in element.names)


# spans


def _figures_of(record: FigureRecord) -> Iterator[tuple[str, Quantity]]:
    """Yield the figures of a record by their slot."""
    parts: list[tuple[str, object]] = [("", record)]
    if isinstance(record, Change):
        parts = [(f"{end}.", getattr(record, end)) for end in _ENDS]
    for prefix, part in parts:
        for leaf in _LEAVES:
            figure = getattr(part, leaf, None)
            if isinstance(figure, Quantity):
                yield prefix + leaf, figure


def _holds(record: Record, span: Span) -> bool:
    """Whether a record is made of the words at a span: has its figure there, or is named there."""
    if isinstance(record, FigureRecord):
        return any(_meet(figure.span, span) for _, figure in _figures_of(record))
    return any(_meet(at, span) for at in record.mentions)


def _claims(claims: Iterable[Figure], span: Span) -> bool:
    return any(_meet((claim.start, claim.end), span) for claim in claims)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
