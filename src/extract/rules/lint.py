"""A pack set in, what its author should look at out: nothing here is wrong, but nothing looks meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extract.rules.expand import kinds_of
from extract.rules.fields import Rule
from extract.rules.lexicon import WordList
from extract.rules.pack import Pack
from extract.rules.packset import PackSet
from extract.rules.pattern import Element, Literal, Series, holes, show
from extract.rules.positions import Source
from extract.rules.slots import TIERS

SENTENCE_ENDS: Final = frozenset("\u3002!?;")


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One remark: its code, where it belongs, what it is about, and what to do.

    Codes: L01 unsorted, L02 duplicate, L03 short-trigger, L04 never-matches, L05 shadowed,
    L06 unused-lexicon, L07 unused-shape, L09 two-words (L08 is told where texts are read).
    """

    code: str
    file: str
    line: int
    column: int
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


def lint_pack(packs: PackSet) -> list[LintFinding]:
    """Every remark on the packs of a set, in file order."""
    found: list[LintFinding] = []
    for pack in packs.packs:
        for words in pack.lexicons.values():
            found += _lint_words(words)
        found += _lint_triggers(pack)
    found += _lint_unused(packs)
    found += _lint_rules(packs)
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.column, finding.code))


def _lint_words(words: WordList) -> Iterator[LintFinding]:
    """Lists are kept sorted, each word once, so that two editors do not collide."""
    seen: dict[str, int] = {}
    last = ""
    for entry in words.entries:
        if entry.text in seen:
            message = f"{entry.text!r} stands on line {seen[entry.text]} already: take one out"
            yield _at("L02", entry.source, entry.line, 1, entry.text, message)
        elif not entry.removes and entry.text < last:
            message = f"{entry.text!r} stands behind {last!r}: sort the list"
            yield _at("L01", entry.source, entry.line, 1, entry.text, message)
        if any(char.isspace() for char in entry.text) and not entry.text.isascii():
            message = f"{entry.text!r} has a blank inside and is read as one word: write one word a line"
            yield _at("L09", entry.source, entry.line, 1, entry.text, message)
        seen.setdefault(entry.text, entry.line)
        last = max(last, entry.text) if not entry.removes else last


def _lint_triggers(pack: Pack) -> Iterator[LintFinding]:
    for trigger in pack.triggers:
        if len(trigger) == 1:
            message = (
                f"the trigger {trigger!r} is one character and stands in almost every text: write a word"
            )
            yield LintFinding("L03", f"{pack.path.name}/pack.yaml", 1, 1, trigger, message)


def _lint_unused(packs: PackSet) -> Iterator[LintFinding]:
    used = {name for rule in packs.rules.values() for hole in holes(rule.pattern) for name in hole.names}
    waiting = set(used)
    while waiting:
        name = waiting.pop()
        if name in packs.names.shapes:
            inner = {n for hole in holes(packs.names.shapes[name]) for n in hole.names} - used
            used |= inner
            waiting |= inner
    for pack in packs.packs:
        for name, words in pack.lexicons.items():
            if name not in used:
                message = f"no rule uses the lexicon {name!r}: take it out"
                yield _at("L06", words.source, 1, 1, name, message)
        for shape in pack.shapes:
            if shape.name not in used:
                node = shape.node
                message = f"no rule uses the shape {shape.name!r}: take it out"
                yield _at("L07", node.source, node.line, node.column, shape.name, message)


def _lint_rules(packs: PackSet) -> Iterator[LintFinding]:
    by_pattern: dict[str, list[str]] = {}
    for rule in packs.rules.values():
        by_pattern.setdefault(show(packs.patterns[rule.id]), []).append(rule.id)
    depth = {pack.name: index for index, pack in enumerate(packs.packs)}
    for rule in packs.rules.values():
        node = rule.node
        pattern = packs.patterns[rule.id]
        clash = _find_clash(pattern, rule)
        if clash is not None:
            message = f"{rule.id!r} never matches: {clash}"
            yield _at("L04", node.source, node.line, node.column, rule.id, message)
        alike = [packs.rules[other] for other in by_pattern[show(pattern)] if other != rule.id]
        rank = (TIERS.index(rule.tier), -depth[rule.pack], rule.id)
        for other in alike:
            if (TIERS.index(other.tier), -depth[other.pack], other.id) < rank:
                message = f"{rule.id!r} is shadowed by {other.id!r}, which has the same pattern"
                yield _at("L05", node.source, node.line, node.column, rule.id, message)
                break


def _find_clash(element: Element, rule: Rule) -> str | None:
    """A pattern in; why no text can fit it, as far as the pattern itself tells, out."""
    for text in _literals(element):
        stop = next((char for char in text if char in SENTENCE_ENDS), None)
        if stop is not None:
            return f"{stop!r} ends a sentence, and no rule reads on behind it"
    if {"same-unit", "same-kind"} & set(rule.require):
        kinds: dict[str, frozenset[str]] = {}
        for hole in holes(element):
            end = (hole.full_slot or "").partition(".")[0]
            if kinds_of(hole) and end in ("before", "after") and not (hole.full_slot or "").endswith(".time"):
                kinds[end] = kinds.get(end, frozenset()) | kinds_of(hole)
        if len(kinds) == 2 and not kinds["before"] & kinds["after"]:
            return "before and after have no kind in common, yet are required to be alike"
    return None


def _literals(element: Element) -> Iterator[str]:
    """The literals that every reading of a pattern has."""
    match element:
        case Literal(text):
            yield text
        case Series(items):
            for item in items:
                yield from _literals(item)


def _at(code: str, source: Source, line: int, column: int, subject: str, message: str) -> LintFinding:
    return LintFinding(code, source.name, line, column, subject, message)
