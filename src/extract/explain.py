"""A result and some words of its bulletin in, lines out that tell what was read there, and why.

For each place where the words stand: the mentions on it, the records that use them with
every slot and where it was read, the rules that fit but lost, and the diagnostics. Where nothing was
read, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.messages import say
from extract.models import Amount, Change, Mention, Quantity, Record, Result
from extract.models.record import FigureRecord
from extract.rules.match import Loser
from extract.spans import Span
from extract.text.folding import fold

_LEAVES = ("households", "people", "quantity")
_SLOTS = ("subject", "place", "time", "action", "actor", "recipient", "purpose")


def explain(text: str, result: Result, losers: Sequence[Loser], words: str, lang: str) -> list[str]:
    """Return the lines for every place where the words stand, none where they stand nowhere.

    The words may be simplified though the bulletin is not (22813户 finds 22813戶): both are
    compared as folded.
    """
    lines: list[str] = []
    for start, end in find_words(text, words):
        lines.append(say("explain.at", lang, text=_flat(text[start:end]), start=start, end=end))
        lines += (f"  {line}" for line in _explain_span(text, result, losers, (start, end), lang))
    return lines


def find_words(text: str, words: str) -> Iterator[Span]:
    """Yield every span of a text where the words stand, in either script."""
    folded, wanted = fold(text), fold(words)
    start = folded.find(wanted)
    while wanted and start >= 0:
        yield start, start + len(wanted)
        start = folded.find(wanted, start + len(wanted))


def _explain_span(text: str, result: Result, losers: Sequence[Loser], span: Span, lang: str) -> Iterator[str]:
    mentions = [mention for mention in result.mentions if _meet(mention.span, span)]
    if not mentions:
        yield say("explain.none", lang)
    for mention in mentions:
        yield _describe_mention(mention, lang)
    used = False
    for record in result.records:
        roles = [role for role, spans in _find_roles(record) if any(_meet(span, at) for at in spans)]
        if roles:
            used = True
            yield from _explain_record(text, record, roles, lang)
    if mentions and not used:
        yield say("explain.unused", lang)
    for loser in losers:
        if any(_meet((claim.start, claim.end), span) for claim in loser.match.claims):
            rule, winner = loser.match.rule, loser.winner.rule
            reason = say(f"explain.reason.{loser.reason}", lang)
            yield say("explain.loser", lang, rule=rule, winner=winner, reason=reason)
    for diagnostic in result.diagnostics:
        if diagnostic.span is not None and _meet(diagnostic.span, span):
            yield say("explain.diagnostic", lang, code=diagnostic.code, message=diagnostic.message)


def _describe_mention(mention: Mention, lang: str) -> str:
    start, end = mention.span
    return say("explain.mention", lang, kind=mention.kind, text=_flat(mention.text), start=start, end=end)


def _explain_record(text: str, record: Record, roles: Iterable[str], lang: str) -> Iterator[str]:
    yield say(
        "explain.record",
        lang,
        type=record.type,
        id=record.id,
        rule=record.rule,
        evidence=_flat(record.evidence.text),
    )
    if not isinstance(record, FigureRecord):
        return
    yield "  " + say("explain.role", lang, role=", ".join(roles))
    for slot in _SLOTS:
        value = getattr(record, slot, None)
        if value is None:
            continue
        shown = value if isinstance(value, str) else value.name
        if slot not in record.slots:
            yield "  " + say("explain.unplaced", lang, slot=slot, value=shown)
            continue
        start, end = record.slots[slot]
        code = "explain.inherited" if slot in record.inherited else "explain.slot"
        source = _flat(text[start:end])
        yield "  " + say(code, lang, slot=slot, value=shown, text=source, start=start, end=end)


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
