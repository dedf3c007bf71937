"""Drafts and gathered names in, the plain dicts that the models validate out."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from extract.records.drafts import AMOUNTS, ENDS, Draft, Filler
from extract.spans import FIGURE_KINDS, Date, Figure, Mention, Name, Span

Plain = dict[str, Any]
PlaceMaker = Callable[..., object]
Ids = dict[str, dict[str, str]]
Places = tuple[object, tuple[object, ...], tuple[str, ...]]
Fields = tuple[tuple[str, str], ...]
"""Names of amounts, each with the dotted slot of a draft that fills it."""

_TEXT_SLOTS: Final = frozenset({"subject", "time", "action", "actor", "recipient"})
_OWN: Final[Fields] = tuple((name, name) for name in AMOUNTS)
_END_FIELDS: Final[dict[str, Fields]] = {
    end: tuple((name, f"{end}.{name}") for name in AMOUNTS) for end in ENDS
}
_QUANTITIES: Final = FIGURE_KINDS - {"duration"}
_DIVISIONS: Final = "省市县区州盟旗镇乡村"
"""Endings of full names of divisions: those are mentions inside the name of a body, too."""

_end_of = attrgetter("end")


def name_drafts(drafts: Iterable[Draft]) -> None:
    """Give every draft its id: the kind of record and the position of its first figure."""
    for draft in drafts:
        draft.id = f"{draft.record}{draft.anchor.start}"


def build_records(
    raw: str, drafts: Sequence[Draft], entities: Sequence[Plain], place_name: PlaceMaker = dict
) -> list[Plain]:
    """Return figure records, then persons, organizations and places, each with its id.

    A field that holds its default is left out. `place_name` makes what stands for the place of a figure,
    once for each name and code: a plain dict, or a model that then is validated once.
    """
    kept = _without_nested_places(entities, drafts)
    named = _Named(_name_entities(kept), place_name)
    return [_figure_record(raw, draft, named) for draft in drafts] + kept


def _without_nested_places(entities: Sequence[Plain], drafts: Sequence[Draft]) -> list[Plain]:
    """Drop short places inside names of bodies: 湖北 in 湖北医药学院 is no mention of its own.

    A record that has no other mentions goes with them, unless a figure has it as its place.
    """
    bodies = _Bodies([span for e in entities if e["type"] == "organization" for span in e["mentions"]])
    used = {name.name for draft in drafts if "place" in draft.slots for name in draft.slots["place"].names}
    kept: list[Plain] = []
    for entity in entities:
        if entity["type"] == "place":
            name, mentions = entity["name"], entity["mentions"]
            full = len(name) if name[-1] in _DIVISIONS else 0
            free = [span for span in mentions if span[1] - span[0] == full or not bodies.hold(span)]
            if len(free) < len(mentions):
                if free:
                    entity["mentions"] = tuple(free)
                elif name not in used:
                    continue
        kept.append(entity)
    return kept


class _Bodies:
    """The spans of bodies, and for each of them how far those up to it reach."""

    __slots__ = ("_reach", "_spans")

    def __init__(self, spans: list[Span]) -> None:
        self._spans = sorted(spans)
        self._reach = list(itertools.accumulate([end for _, end in self._spans], max))

    def hold(self, span: Span) -> bool:
        """Tell whether a span stands in a longer one of a body."""
        before = bisect_left(self._spans, span)
        if before and self._reach[before - 1] >= span[1]:
            return True
        behind = bisect_right(self._spans, span, before)
        return behind < len(self._spans) and self._spans[behind][0] == span[0]


def _name_entities(entities: Sequence[Plain]) -> Ids:
    """Give the entities their ids; return them by type and by name, aliases included."""
    ids: Ids = {"person": {}, "organization": {}, "place": {}}
    for entity in entities:
        kind = entity["type"]
        own = entity["id"] = f"{kind}{entity['mentions'][0][0]}"
        ids[kind].setdefault(entity["name"], own)
        for alias in entity.get("aliases", ()):
            ids[kind].setdefault(alias, own)
    return ids


class _Named:
    """What figure records say of names: the ids of entities, and the places of figures, each made once."""

    __slots__ = ("_ids", "_made", "_make", "_single")

    def __init__(self, ids: Ids, make: PlaceMaker) -> None:
        self._ids = ids
        self._make = make
        self._made: dict[tuple[str, str | None], object] = {}
        self._single: dict[tuple[str, str, str | None], Places] = {}

    def places(self, filler: Filler) -> Places:
        """What fills `place`, `places` and `place_ids`; most fillers are one place, and the same again."""
        names = filler.names
        if len(names) != 1:
            return self._places(filler.text, None, names)
        (name,) = names
        key = filler.text, name.name, name.code
        found = self._single.get(key)
        if found is None:
            found = self._single[key] = self._places(filler.text, name.code, names)
        return found

    def _places(self, text: str, code: str | None, names: Sequence[Name]) -> Places:
        ids = self._ids["place"]
        return (
            self._place(text, code),
            tuple([self._place(name.name, name.code) for name in names]),
            tuple([ids[name.name] for name in names if name.name in ids]),
        )

    def _place(self, name: str, code: str | None) -> object:
        made = self._made.get((name, code))
        if made is None:
            made = self._make(name=name) if code is None else self._make(name=name, code=code)
            self._made[name, code] = made
        return made

    def actor_id(self, actor: Filler) -> str | None:
        """The id of the record of an actor, if it has one: of a person, else of a body, else of a place."""
        for ids in self._ids.values():
            if actor.text in ids:
                return ids[actor.text]
            for name in actor.names:
                if name.name in ids:
                    return ids[name.name]
        return None


def _figure_record(raw: str, draft: Draft, named: _Named) -> Plain:
    kind = draft.record
    record: Plain = {"type": kind, "id": draft.id, "rule": draft.rule, "evidence": _evidence(raw, draft)}
    _add_slots(record, draft)
    place = draft.slots.get("place")
    if place is not None:
        record["place"], record["places"], record["place_ids"] = named.places(place)
    actor = draft.slots.get("actor")
    if actor is not None and (actor_id := named.actor_id(actor)) is not None:
        record["actor_id"] = actor_id
    if draft.status != "actual":
        record["status"] = draft.status
    if draft.cumulative:
        record["cumulative"] = True
    if draft.part_of is not None:
        record["part_of"] = draft.part_of.id
    if draft.same_as is not None:
        record["same_as"] = draft.same_as.id
    if kind == "change":
        _add_ends(raw, record, draft)
    elif kind == "count":
        _add_amounts(raw, record, draft.figures, _OWN)
    else:
        record["quantity"] = _quantity(raw, draft.anchor)
    return record


def _add_slots(record: Plain, draft: Draft) -> None:
    """Add the words of the slots, where each of them was read, and which were read outside the clause."""
    slots = draft.slots
    spans: dict[str, Span] = {}
    inherited: list[str] = []
    for name in sorted(slots):
        filler = slots[name]
        spans[name] = (filler.start, filler.end)
        if filler.inherited:
            inherited.append(name)
        if name in _TEXT_SLOTS or (name == "purpose" and draft.record == "money"):
            record[name] = filler.text
    if draft.times:
        ends = {f"{end}.time": (d.start, d.end) for end, d in draft.times.items() if end and d.edtf}
        spans = dict(sorted((spans | ends).items()))
    if spans:
        record["slots"] = spans
    if inherited:
        record["inherited"] = tuple(inherited)


def _add_amounts(raw: str, plain: Plain, figures: Mapping[str, Figure], fields: Fields) -> None:
    for name, field in fields:
        if field in figures:
            plain[name] = _quantity(raw, figures[field])


def _add_ends(raw: str, record: Plain, draft: Draft) -> None:
    """Add the ends of a change, what moved it, which way, and against what."""
    figures = draft.figures
    for end, fields in _END_FIELDS.items():
        amount: Plain = {}
        _add_amounts(raw, amount, figures, fields)
        if not amount:
            continue
        date = draft.times.get(end)
        time = date.edtf if date else None
        if end == "after":
            time = time or record.get("time")
        if time is not None:
            amount["time"] = time
        record[end] = amount
    if draft.direction is not None:
        record["direction"] = draft.direction
    if draft.delta_of is not None:
        record["delta_of"] = draft.delta_of.id
    if draft.basis is not None:
        record["basis"] = draft.basis


def _evidence(raw: str, draft: Draft) -> Plain:
    """The clauses from the first figure of a record to its last."""
    start, end = draft.anchor.start, draft.last.end
    clauses = draft.sentence.clauses
    at, count = bisect_right(clauses, start, key=_end_of), len(clauses)
    if at < count and clauses[at].start < start:
        start = clauses[at].start
    while at < count and clauses[at].end < end:
        at += 1
    if at < count and clauses[at].start < end:
        end = clauses[at].end
    return {"span": (start, end), "text": raw[start:end]}


def _quantity(raw: str, figure: Figure) -> Plain:
    start, end = figure.start, figure.end
    plain: Plain = {"id": f"q{start}", "span": (start, end), "text": raw[start:end]}
    _add_value(plain, figure)
    if figure.per is not None:
        plain["per"] = figure.per
    if figure.denominator is not None:
        plain["numerator"], plain["denominator"] = figure.numerator, figure.denominator
    if figure.si_unit:
        plain["si"] = {"value": figure.si_value, "unit": figure.si_unit}
    return plain


def _add_value(plain: Plain, figure: Figure) -> None:
    """Add what a figure says: its value or the bounds of one, the unit, and how exact it is."""
    if figure.value is not None:
        plain["value"] = figure.value
    if figure.low is not None:
        plain["low"] = figure.low
    if figure.high is not None:
        plain["high"] = figure.high
    if figure.unit is not None:
        plain["unit"] = figure.unit
    if figure.modifier is not None:
        plain["modifier"] = figure.modifier


def build_mentions(raw: str, mentions: Sequence[Mention], records: Iterable[Plain]) -> list[Plain]:
    """Return every mention as a plain dict without the fields that hold their default, in text order.

    A place inside the name of a body is one only as far as its record says so.
    """
    stated = {span for record in records if record["type"] == "place" for span in record["mentions"]}
    plain: list[Plain] = []
    reach = 0
    for mention in mentions:
        kind, start, end = mention.kind, mention.start, mention.end
        made: Plain = {"kind": kind, "span": (start, end), "text": raw[start:end]}
        if isinstance(mention, Figure):
            if kind in _QUANTITIES:
                made["kind"] = "quantity"
            _add_value(made, mention)
        elif isinstance(mention, Name):
            made["name"] = mention.name
            if kind == "organization":
                if end > reach:
                    reach = end
            elif kind == "place":
                if start < reach and made["span"] not in stated:
                    continue
                if mention.code is not None:
                    made["code"] = mention.code
        elif isinstance(mention, Date):
            if mention.edtf is not None:
                made["edtf"] = mention.edtf
            if mention.relative is not None:
                made["relative"] = mention.relative
        plain.append(made)
    return plain
