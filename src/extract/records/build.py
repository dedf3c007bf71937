"""Drafts and gathered names in, the plain dicts that the models validate out."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from extract.records.drafts import AMOUNTS, ENDS, Draft, Filler
from extract.spans import FIGURE_KINDS, Date, Figure, Mention, Name, Span

Plain = dict[str, Any]
_TEXT_SLOTS = ("subject", "action", "actor", "recipient")
_CODED = ("code", "level", "scheme", "as_of")
_DIVISIONS = "省市县区州盟旗镇乡村"
"""Endings of full names of divisions: those are mentions inside the name of a body, too."""


def name_drafts(drafts: Iterable[Draft]) -> None:
    """Give every draft its id: the kind of record and the position of its first figure."""
    for draft in drafts:
        draft.id = f"{draft.record}{draft.anchor.start}"


def build_records(raw: str, drafts: Sequence[Draft], entities: Sequence[Plain]) -> list[Plain]:
    """Return figure records, then persons, organizations and places, each with its id."""
    kept = _without_nested_places(entities, drafts)
    ids = _name_entities(kept)
    return [_figure_record(raw, draft, ids) for draft in drafts] + kept


def _without_nested_places(entities: Sequence[Plain], drafts: Sequence[Draft]) -> list[Plain]:
    """Drop short places inside names of bodies: 湖北 in 湖北医药学院 is no mention of its own.

    A record that has no other mentions goes with them, unless a figure has it as its place.
    """
    bodies = _Bodies(
        span for entity in entities if entity["type"] == "organization" for span in entity["mentions"]
    )
    used = {name.name for draft in drafts if "place" in draft.slots for name in draft.slots["place"].names}
    kept: list[Plain] = []
    for entity in entities:
        if entity["type"] == "place":
            name = entity["name"]
            free = tuple(
                span
                for span in entity["mentions"]
                if (span[1] - span[0] == len(name) and name[-1] in _DIVISIONS) or not bodies.hold(span)
            )
            if not free and name not in used:
                continue
            entity["mentions"] = free or entity["mentions"]
        kept.append(entity)
    return kept


class _Bodies:
    """The spans of bodies, and for each of them how far those up to it reach."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(tuple(span) for span in spans)
        self._reach = list(itertools.accumulate((end for _, end in self._spans), max))

    def hold(self, span: Span) -> bool:
        """Tell whether a span stands in a longer one of a body."""
        start, end = span
        before = bisect_left(self._spans, (start, 0))
        if before and self._reach[before - 1] >= end:
            return True
        last = bisect_left(self._spans, (start + 1, 0))
        return last > before and self._spans[last - 1][1] > end


def _name_entities(entities: Sequence[Plain]) -> dict[tuple[str, str], str]:
    """Give the entities their ids; return them by type and name, aliases included."""
    ids: dict[tuple[str, str], str] = {}
    for entity in entities:
        position = entity["mentions"][0][0] if entity["mentions"] else entity["evidence"]["span"][0]
        entity["id"] = f"{entity['type']}{position}"
        for name in (entity["name"], *entity.get("aliases", ())):
            ids.setdefault((entity["type"], name), entity["id"])
    return ids


def _figure_record(raw: str, draft: Draft, ids: dict[tuple[str, str], str]) -> Plain:
    record: Plain = {
        "type": draft.record,
        "id": draft.id,
        "rule": draft.rule,
        "evidence": _evidence(raw, draft),
    }
    for name in _TEXT_SLOTS:
        filler = draft.slots.get(name)
        record[name] = filler.text if filler else None
    time = draft.slots.get("time")
    record["time"] = time.text if time else None
    _add_place(record, draft.slots.get("place"), ids)
    _add_actor_id(record, draft.slots.get("actor"), ids)
    spans = {name: (filler.start, filler.end) for name, filler in draft.slots.items()}
    spans |= {f"{end}.time": (date.start, date.end) for end, date in draft.times.items() if end and date.edtf}
    record["slots"] = dict(sorted(spans.items()))
    record["inherited"] = tuple(name for name, filler in sorted(draft.slots.items()) if filler.inherited)
    record["status"] = draft.status
    record["cumulative"] = draft.cumulative
    record["part_of"] = draft.part_of.id if draft.part_of else None
    record["same_as"] = draft.same_as.id if draft.same_as else None
    if draft.record == "change":
        _add_ends(raw, record, draft)
    elif draft.record == "count":
        for name in AMOUNTS:
            record[name] = _quantity(raw, draft.figures.get(name))
    else:
        record["quantity"] = _quantity(raw, draft.anchor)
    if draft.record == "money":
        purpose = draft.slots.get("purpose")
        record["purpose"] = purpose.text if purpose else None
    return record


def _add_ends(raw: str, record: Plain, draft: Draft) -> None:
    for end in ENDS:
        amounts = {name: _quantity(raw, draft.figures.get(f"{end}.{name}")) for name in AMOUNTS}
        if not any(amounts.values()):
            record[end] = None
            continue
        date = draft.times.get(end)
        time = date.edtf if date else None
        if end == "after":
            time = time or record["time"]
        record[end] = {**amounts, "time": time}
    record["direction"] = draft.direction
    record["delta_of"] = draft.delta_of.id if draft.delta_of else None
    record["basis"] = draft.basis


def _add_place(record: Plain, filler: Filler | None, ids: dict[tuple[str, str], str]) -> None:
    if filler is None:
        record["place"] = None
        return
    names = filler.names
    code = names[0].code if len(names) == 1 else None
    record["place"] = {"name": filler.text, "code": code}
    record["places"] = tuple({"name": name.name, "code": name.code} for name in names)
    found = (ids.get(("place", name.name)) for name in names)
    record["place_ids"] = tuple(place for place in found if place)


def _add_actor_id(record: Plain, filler: Filler | None, ids: dict[tuple[str, str], str]) -> None:
    if filler is None:
        return
    for kind in ("person", "organization", "place"):
        for name in (filler.text, *(n.name for n in filler.names)):
            if (kind, name) in ids:
                record["actor_id"] = ids[kind, name]
                return


def _evidence(raw: str, draft: Draft) -> Plain:
    start, end = draft.anchor.start, draft.last.end
    for clause in draft.sentence.clauses:
        if clause.start <= start < clause.end:
            start = clause.start
        if clause.start < end <= clause.end:
            end = clause.end
            break
    return {"span": (start, end), "text": raw[start:end]}


def _quantity(raw: str, figure: Figure | None) -> Plain | None:
    if figure is None:
        return None
    si = {"value": figure.si_value, "unit": figure.si_unit} if figure.si_unit else None
    return {
        "id": f"q{figure.start}",
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "modifier": figure.modifier,
        "per": figure.per,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "si": si,
        "span": (figure.start, figure.end),
        "text": raw[figure.start : figure.end],
    }


def build_mentions(raw: str, mentions: Sequence[Mention], records: Iterable[Plain]) -> list[Plain]:
    """Return every mention as a plain dict, in text order.

    A place inside the name of a body is one only as far as its record says so.
    """
    stated = {span for record in records if record["type"] == "place" for span in record["mentions"]}
    plain: list[Plain] = []
    reach = 0
    for mention in mentions:
        if mention.kind == "organization":
            reach = max(reach, mention.end)
        elif mention.kind == "place" and mention.start < reach and (mention.start, mention.end) not in stated:
            continue
        plain.append(_mention(raw, mention))
    return plain


def _mention(raw: str, mention: Mention) -> Plain:
    plain: Plain = {
        "kind": mention.kind,
        "span": (mention.start, mention.end),
        "text": raw[mention.start : mention.end],
    }
    if isinstance(mention, Figure):
        if mention.kind in FIGURE_KINDS and mention.kind != "duration":
            plain["kind"] = "quantity"
        for name in ("value", "low", "high", "unit", "modifier"):
            plain[name] = getattr(mention, name)
    elif isinstance(mention, Date):
        plain["edtf"] = mention.edtf
        plain["relative"] = mention.relative
    elif isinstance(mention, Name):
        plain["name"] = mention.name
        if mention.kind == "place":
            plain["code"] = mention.code
    return plain
