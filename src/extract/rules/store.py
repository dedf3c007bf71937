"""The shipped packs as compiled beforehand: names in, the set with its program out, no pack file parsed.

What is stored of a pack holds as long as its files have the digest that they had, and those of the packs
that it extends; else, and for packs of one's own, the files are read (`pack.py`). A shipped pack
adds rules and lists of its own and changes none of another, so sets are put together from their packs.
"""

from __future__ import annotations

import functools
import marshal
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from extract.rules.match import CompiledRule, Program
from extract.rules.packset import Fold, Head, PackSet, digest_of, shipped_folders
from extract.rules.variant import Variant

COMPILED: Final = os.path.join(os.path.dirname(__file__), "..", "packs", "compiled.bin")
"""Beside the shipped packs, made by tools/build_patterns.py."""

FORMAT: Final = 3
"""Counts what `freeze_pack` writes; a file of another format is not read."""

Row = tuple[Any, ...]


class Stored(NamedTuple):
    """One shipped pack: who it is, what it builds on, what asks for it, and its rules, frozen."""

    head: Head
    extends: tuple[str, ...]
    triggers: tuple[str, ...]
    body: bytes


@functools.cache
def stored_packs() -> Mapping[str, Stored]:
    """The packs of which what is stored still holds, by name."""
    try:
        with open(COMPILED, "rb") as stream:
            form, packs = marshal.loads(stream.read())
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    if form != FORMAT:
        return {}
    found: dict[str, Stored] = {}
    paths = shipped_folders()
    for name, (version, sha256, extends, triggers, body) in packs.items():
        if name in paths and digest_of(paths[name]) == sha256:
            found[name] = Stored(Head(name, version, paths[name], sha256), extends, triggers, body)
    for name in [name for name, pack in found.items() if not found.keys() >= set(pack.extends)]:
        del found[name]
    return found


def stored_set(names: Iterable[object], fold: Fold) -> PackSet | None:
    """Names of packs in, their set out if all are stored, what they extend before them."""
    known = stored_packs()
    ordered: dict[str, Head] = {}
    for name in names:
        if not isinstance(name, str) or name not in known:
            return None
        for part in (*known[name].extends, name):
            ordered.setdefault(part, known[part].head)
    return PackSet(tuple(ordered.values()), fold)


def stored_triggers() -> dict[str, tuple[str, ...]] | None:
    """The words that ask for each shipped pack, if all are stored."""
    known = stored_packs()
    if known.keys() != shipped_folders().keys():
        return None
    return {name: pack.triggers for name, pack in known.items() if pack.triggers}


def program_of(heads: Sequence[Head]) -> Program | None:
    """Packs in, the program of their rules in the order of their ids out, if all are stored as they are."""
    known = stored_packs()
    rows: list[tuple[str, int, Row]] = []
    headers: dict[str, dict[str, str]] = {}
    for depth, head in enumerate(heads):
        if head.name not in known or known[head.name].head != head:
            return None
        frozen_rows, frozen_headers = _body_of(head.name)
        rows += [(row[0], depth, row) for row in frozen_rows]
        headers.update(frozen_headers)
    rules: list[CompiledRule] = []
    variants: list[Variant] = []
    for rule_id, depth, (_, record, tier, claims, require, context, readings) in sorted(rows, key=_id_of):
        variants += [Variant(len(rules), *reading) for reading in readings]
        rules.append(CompiledRule(rule_id, record, tier, depth, claims, require, context, heads[depth].name))
    return Program(tuple(rules), tuple(variants), headers)


@functools.cache
def _body_of(name: str) -> tuple[list[Row], dict[str, dict[str, str]]]:
    """The rules and the headers of a stored pack, read once for all the sets that it is part of."""
    rows, headers = marshal.loads(stored_packs()[name].body)
    return rows, headers


def _id_of(row: tuple[str, int, Row]) -> str:
    return row[0]


def freeze_pack(packs: PackSet, name: str) -> Row:
    """The set of a shipped pack and what it extends in, what is stored of it out, to be marshalled."""
    pack = next(pack for pack in packs.packs if pack.name == name)
    readings: dict[int, list[Row]] = {}
    for variant in packs.program.variants:
        readings.setdefault(variant.rule, []).append(variant.__getstate__()[1:])
    rows = [
        (rule.id, rule.record, rule.tier, rule.claims, rule.require, rule.context, tuple(readings[number]))
        for number, rule in enumerate(packs.program.rules)
        if rule.pack == name
    ]
    headers = {key: value for key, value in packs.program.headers.items() if key in pack.lexicons}
    body = marshal.dumps((_shared(rows, {}), headers))
    return pack.version, pack.sha256, pack.extends, pack.triggers, body


def _shared(value: Any, known: dict[frozenset[str], frozenset[str]]) -> Any:
    """Plain values in, the same out with equal sets made one, as they then are when read again.

    Most sets of a pack are equal to another: fewer of them are read faster, and the collector of cycles,
    which passes over all that a process keeps, has less to pass over.
    """
    if isinstance(value, frozenset):
        return known.setdefault(value, value)
    if isinstance(value, tuple):
        return tuple([_shared(part, known) for part in value])
    if isinstance(value, list):
        return [_shared(part, known) for part in value]
    return value


def freeze_packs(packs: Mapping[str, Row]) -> bytes:
    """What is stored of each pack in, the contents of `COMPILED` out."""
    return marshal.dumps((FORMAT, dict(packs)))
