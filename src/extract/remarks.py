"""A pack set and a pipeline in, what the author of a pack should look at out.

`rules.lint` tells what the files show by themselves. Here texts are read as well: a word that bulletins
never show to the rules because it is a mention, and a rule whose own examples all go to another rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.examples import compose, date_of
from extract.rules.fields import Rule
from extract.rules.lint import LintFinding, lint_pack
from extract.rules.pack import Pack
from extract.rules.packset import PackSet
from extract.rules.pattern import Choice, Element, Literal, Maybe, Series, holes

if TYPE_CHECKING:
    from extract.pipeline import Pipeline

_ReadAs = Callable[[str], str | None]

_AROUND: Final = ("、{}、", "到{}的", "{}有")
"""What stands around a word that is read by itself; 目前 is a date in some of these and a word in others."""


def remark_on(packs: PackSet, pack: Pack, pipeline: Pipeline) -> list[LintFinding]:
    """Return every remark on one pack of a set, in the order of its files."""
    own = f"{pack.path.name}/"
    found = [finding for finding in lint_pack(packs) if finding.file.startswith(own)]
    known = {(finding.code, finding.subject) for finding in found}
    read = cache(lambda word: _read_as(pipeline, word))
    for rule in _rules_of(packs, pack):
        for remark in (*_remark_on_words(packs, rule, pack, read), *_remark_on_examples(rule, pipeline)):
            if (remark.code, remark.subject) not in known:
                known.add((remark.code, remark.subject))
                found.append(remark)
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.column, finding.code))


def _rules_of(packs: PackSet, pack: Pack) -> Iterator[Rule]:
    return (rule for rule in packs.rules.values() if rule.pack == pack.name)


def _remark_on_words(packs: PackSet, rule: Rule, pack: Pack, read: _ReadAs) -> Iterator[LintFinding]:
    """Yield the words of a pattern that no text shows: they are read as a figure, a date or a name."""
    for word, needed in _literals(rule.pattern, True):
        kind = read(word)
        if kind is not None:
            what = f"{rule.id!r} never matches" if needed else f"a part of {rule.id!r} never matches"
            message = f"{what}: {word!r} is read as {kind}, write <{kind}> for it"
            node = rule.pattern_node
            line, column = node.place(max(0, node.value.find(word)))
            yield LintFinding("L04", node.source.name, line, column, rule.id, message)
    for name in sorted({name for hole in holes(rule.pattern) for name in hole.names} & set(pack.lexicons)):
        for entry in pack.lexicons[name].entries:
            word = packs.fold(entry.text)
            kind = None if entry.removes else read(word)
            if kind is not None:
                message = f"{entry.text!r} is read as {kind} before rules see it: write <{kind}>"
                yield LintFinding("L08", entry.source.name, entry.line, 1, entry.text, message)


def _remark_on_examples(rule: Rule, pipeline: Pipeline) -> Iterator[LintFinding]:
    """Yield a rule that fits each of its examples and loses each to the same other rule."""
    winners: set[str] = set()
    for example in rule.examples:
        reading = pipeline.read(compose(example), reference_date=date_of(example.date))
        if any(match.rule == rule.id for match in reading.matches):
            return
        winners |= {loser.winner.rule for loser in reading.losers if loser.match.rule == rule.id}
    if len(winners) == 1:
        message = f"{rule.id!r} is shadowed by {winners.pop()!r}, which takes all its examples"
        yield LintFinding("L05", rule.node.source.name, rule.node.line, rule.node.column, rule.id, message)


def _read_as(pipeline: Pipeline, word: str) -> str | None:
    """Return the kind of the mention that a word is wherever it stands, or None where it can stay a word."""
    kinds = {_kind_in(pipeline, around.partition("{}")[0], word, around) for around in _AROUND}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_in(pipeline: Pipeline, before: str, word: str, around: str) -> str | None:
    start, end = len(before), len(before) + len(word)
    for mention in pipeline.read(around.format(word)).mentions:
        if (mention.start, mention.end) == (start, end):
            return mention.kind
    return None


def _literals(element: Element, needed: bool) -> Iterator[tuple[str, bool]]:
    """Yield the words of a pattern, and whether every reading has them."""
    match element:
        case Literal(text):
            yield text, needed
        case Series(items):
            for item in items:
                yield from _literals(item, needed)
        case Choice(options):
            for option in options:
                yield from _literals(option, needed and len(options) == 1)
        case Maybe(item):
            yield from _literals(item, False)
