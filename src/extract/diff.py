"""Two runs over the same bulletins in, the records gained, lost and changed out, slot by slot.

Bulletins are the same when their `document.id` is. Records are the same when their id is, and where a
record changed its type, when they hold the same figure; what their slots hold is then compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from extract.errors import InputError
from extract.messages import fail
from extract.spans import Span

Plain = Mapping[str, Any]

_ENDS: Final = ("before", "after", "delta")
_LEAVES: Final = ("households", "people", "quantity")
_FOLLOWS: Final = {"actor_id": "actor", "place_ids": "place", "places": "place", "inherited": ""}
"""Slots that say again what another says; they are told only where that one did not change."""

_UNTOLD: Final = frozenset({"source", "packs"})
"""Fields of a document's header that say how it was read, not what it says."""


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot by its dotted name with what it held and holds."""

    slot: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record of both runs, and the slots that differ; for the header `old` and `new` are documents."""

    old: Plain
    new: Plain
    slots: tuple[SlotChange, ...]


@dataclass(slots=True)
class DocumentDiff:
    """What became of the records of one bulletin; a bulletin of one run only has them all gained or lost."""

    id: str
    source: str | None
    gained: list[Plain] = field(default_factory=list)
    lost: list[Plain] = field(default_factory=list)
    changed: list[RecordChange] = field(default_factory=list)
    same: int = 0

    @property
    def differs(self) -> bool:
        """Whether anything was gained, lost or changed."""
        return bool(self.gained or self.lost or self.changed)


def read_results(text: str) -> list[Plain]:
    """Return the results in an output of the program: one object, an array, or an object a line.

    Numbers stay exact. Results of other versions are read too: `document` and `records` are all they need.
    """
    try:
        results = json.loads(text, parse_float=Decimal)
    except ValueError:
        try:
            results = [json.loads(line, parse_float=Decimal) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise fail(InputError, "I009") from None
    results = results if isinstance(results, list) else [results]
    for result in results:
        if not isinstance(result, dict) or not isinstance(result.get("document"), dict):
            raise fail(InputError, "I009")
        if not isinstance(result.get("records"), list):
            raise fail(InputError, "I009")
    return results


def compare(old: Iterable[Plain], new: Iterable[Plain]) -> list[DocumentDiff]:
    """Return what became of each bulletin, in the order of the new run, those only in the old one last."""
    before = {str(result["document"]["id"]): result for result in old}
    diffs = []
    for result in new:
        found = before.pop(str(result["document"]["id"]), None)
        diffs.append(_compare_documents(found, result))
    return diffs + [_compare_documents(result, None) for result in before.values()]


def _compare_documents(old: Plain | None, new: Plain | None) -> DocumentDiff:
    head = (new or old or {})["document"]
    diff = DocumentDiff(str(head["id"]), head.get("source"))
    pairs, diff.lost, diff.gained = _pair(old["records"] if old else (), new["records"] if new else ())
    if old and new:
        header = tuple(_compare_slots(_told(old["document"]), _told(new["document"])))
        if header:
            diff.changed.append(RecordChange(old["document"], new["document"], header))
    for one, other in pairs:
        slots = tuple(_compare_slots(one, other))
        if slots:
            diff.changed.append(RecordChange(one, other, slots))
        else:
            diff.same += 1
    return diff


def _told(document: Plain) -> Plain:
    return {name: value for name, value in document.items() if name not in _UNTOLD}


def _pair(
    old: Sequence[Plain], new: Sequence[Plain]
) -> tuple[list[tuple[Plain, Plain]], list[Plain], list[Plain]]:
    """Records of two runs in; those of both, of the old one only and of the new one only out."""
    by_id = {record.get("id"): record for record in old}
    pairs = [(by_id.pop(record.get("id")), record) for record in new if record.get("id") in by_id]
    paired = {id(record) for _, record in pairs}
    by_span = {span: record for record in by_id.values() for span in figure_spans(record)}
    gained = []
    for record in new:
        if id(record) in paired:
            continue
        found = next((by_span[span] for span in figure_spans(record) if span in by_span), None)
        if found is not None and by_id.pop(found.get("id"), None) is not None:
            pairs.append((found, record))
        else:
            gained.append(record)
    pairs.sort(key=lambda pair: _start(pair[1]))
    return pairs, list(by_id.values()), gained


def figure_spans(record: Plain) -> Iterator[Span]:
    """Yield where the figures of a record stand; a person, body or place has none."""
    for part in (record, *(record.get(end) or {} for end in _ENDS)):
        for leaf in _LEAVES:
            figure = part.get(leaf)
            if isinstance(figure, dict) and figure.get("span"):
                yield tuple(figure["span"])


def _start(record: Plain) -> int:
    start, _ = min(figure_spans(record), default=(record.get("evidence") or {}).get("span") or (0, 0))
    return int(start)


def _compare_slots(old: Plain, new: Plain) -> Iterator[SlotChange]:
    """Yield the slots that differ; where one was read counts only if it holds what it held."""
    before, after = dict(_flatten(old, "")), dict(_flatten(new, ""))
    names = [*after, *(name for name in before if name not in after)]
    differ = [name for name in names if before.get(name) != after.get(name)]
    told = {name.partition(".")[0] for name in differ}
    for name in differ:
        part, _, slot = name.partition(".")
        if name == "id" or (part == "slots" and slot.partition(".")[0] in told):
            continue
        if part in _FOLLOWS and (_FOLLOWS[part] in told or not _FOLLOWS[part]):
            continue
        if name.endswith(".id") and name.count(".") <= 2 and part in (*_LEAVES, *_ENDS):
            continue
        yield SlotChange(name, before.get(name), after.get(name))


def _flatten(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{name}.{key}" if name else key)
    elif value not in (None, [], ()):
        yield name, value
