"""The examples of a pack and a way to read bulletins in, for each example whether it holds out.

An example holds when some record of its rule gives what it says; a counterexample when its rule
makes no record. Of a failing example it is told which slot differs, or how far the pattern got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from extract.records.tokens import read_tokens
from extract.rules.encode import Encoded, encode
from extract.rules.fields import Example, Rule
from extract.rules.match import Loser, resolve_claims
from extract.rules.pack import Pack
from extract.rules.packset import PackSet
from extract.rules.reach import Reach, how_far
from extract.spans import Sentence
from extract.text.words import Segmenter

if TYPE_CHECKING:
    from extract.pipeline import Pipeline, Reading

Run = Callable[[str, str | None], Mapping[str, Any]]
"""Takes the text of a bulletin and the date it is from, gives its result as plain values."""

Encode = Callable[[str, str | None], Sequence[Encoded]]
"""Takes the same, gives the encoded sentences that the rules are tried on."""

_QUANTITIES: Final = frozenset({"households", "people", "quantity"})
_EMPTY: Final = frozenset({"", "null", "~"})
_LONGEST_MODIFIER: Final = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot of an example with what it should be and what it is."""

    slot: str
    wanted: str
    found: str | None
    known: bool = True
    """Whether the record has such a slot at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one example came out; `file` and `line` say where it stands.

    For a failing example `differences` compare it with the nearest record of its rule; where there
    is none, `made_by` are the rules that made records instead and `reach` tells how far its own got;
    where it got to its end, `losses` tell what it gave way to, else one of `require` did not hold.
    """

    rule: str
    text: str
    counter: bool
    passed: bool
    file: str
    line: int
    why: str | None = None
    differences: tuple[Difference, ...] = ()
    made_by: tuple[str, ...] = ()
    reach: Reach | None = None
    losses: tuple[Loser, ...] = ()
    require: tuple[str, ...] = ()
    records: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


def run_examples(packs: PackSet, pack: Pack, run: Run, encode_text: Encode | None = None) -> list[Outcome]:
    """Try every example and counterexample of one of the packs, in the order written.

    A rule that another pack replaced is tried as its replacement, one that was disabled is not.
    """
    outcomes = []
    for rule in pack.rules:
        current = packs.rules.get(packs.current(rule.id))
        if current is None:
            continue
        for example in rule.examples:
            outcomes.append(_try_example(packs, current, example, run, encode_text))
        for example in rule.counterexamples:
            outcomes.append(_try_counterexample(current, example, run))
    return outcomes


def compose(example: Example) -> str:
    """An example in, the bulletin that it is read as out: its heading above its text.

    Without a heading the text stands alone, as a pasted sentence would.
    """
    return f"{example.heading}\n\n{example.text}\n" if example.heading else example.text


def _try_example(
    packs: PackSet, rule: Rule, example: Example, run: Run, encode_text: Encode | None
) -> Outcome:
    text = compose(example)
    records = _records(run(text, example.date))
    own = [record for record in records if record.get("rule") == rule.id]
    wanted = example.gives or {}
    tries = [tuple(_differences(wanted, record, packs.fold(text), packs.fold)) for record in own]
    passed = any(not differences for differences in tries)
    reach: Reach | None = None
    losses: tuple[Loser, ...] = ()
    if not own and encode_text is not None:
        encoded = encode_text(text, example.date)
        reach = _best_reach(packs, rule, encoded)
        losses = _losses(packs, rule, encoded)
    return Outcome(
        rule.id,
        example.text,
        False,
        passed,
        example.node.source.name,
        example.node.line,
        None,
        () if passed or not tries else min(tries, key=len),
        () if own else tuple(sorted({str(record.get("rule")) for record in records})),
        reach,
        losses,
        rule.require,
        tuple(records),
    )


def _try_counterexample(rule: Rule, example: Example, run: Run) -> Outcome:
    records = _records(run(compose(example), example.date))
    own = tuple(record for record in records if record.get("rule") == rule.id)
    source = example.node.source.name
    return Outcome(rule.id, example.text, True, not own, source, example.node.line, example.why, records=own)


def _records(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(result.get("records", ()))


def _best_reach(packs: PackSet, rule: Rule, sentences: Iterable[Encoded]) -> Reach | None:
    pattern = packs.patterns[rule.id]
    reaches = [how_far(pattern, packs.names, sentence) for sentence in sentences]
    return max(reaches, key=lambda reach: len(reach.fitted), default=None)


def _losses(packs: PackSet, rule: Rule, sentences: Iterable[Encoded]) -> tuple[Loser, ...]:
    """The readings of a rule that another rule took the figures of."""
    candidates = [match for sentence in sentences for match in packs.program.candidates(sentence)]
    _, losers = resolve_claims(candidates)
    return tuple(loser for loser in losers if loser.match.rule == rule.id != loser.winner.rule)


def _differences(
    wanted: Mapping[str, Any],
    record: Mapping[str, Any],
    text: str,
    fold: Callable[[str], str],
    prefix: str = "",
) -> Iterable[Difference]:
    """What an example names and a record has otherwise; what it does not name is not looked at."""
    for slot, value in wanted.items():
        found = record.get(slot)
        if isinstance(value, Mapping):
            inner = found if isinstance(found, Mapping) else {}
            yield from _differences(value, inner, text, fold, f"{prefix}{slot}.")
            continue
        expected = fold(str(value))
        shown = _show(slot, found)
        if expected in _EMPTY and shown is None:
            continue
        folded = None if shown is None else fold(shown)
        if folded == expected or (slot in _QUANTITIES and _is_outer(expected, folded, text)):
            continue
        yield Difference(prefix + slot, str(value), shown, slot in record)


def _show(slot: str, found: Any) -> str | None:
    """A slot's value in, what an example writes for it out."""
    if found is None:
        return None
    if isinstance(found, Mapping):
        return str(found.get("text" if slot in _QUANTITIES else "name"))
    return str(found)


def _is_outer(expected: str, found: str | None, text: str) -> bool:
    """Whether an example wrote a figure with the words around it that belong to it."""
    if found is None or found not in expected or expected not in text:
        return False
    return len(expected) - len(found) <= _LONGEST_MODIFIER


def read_with(pipeline: Pipeline, segmenter: str = "rjieba") -> tuple[Run, Encode]:
    """A pipeline in, the two ways to read bulletins that `run_examples` asks for out."""
    words = Segmenter(segmenter)

    def run(text: str, day: str | None) -> Mapping[str, Any]:
        return pipeline.run(text, reference_date=date_of(day)).model_dump(mode="json")

    def encode_text(text: str, day: str | None) -> Sequence[Encoded]:
        reading = pipeline.read(text, reference_date=date_of(day))
        return [encode_sentence(reading, sentence, words) for sentence in reading.sentences]

    return run, encode_text


def encode_sentence(reading: Reading, sentence: Sentence, segmenter: Segmenter) -> Encoded:
    """Return a sentence of a reading as the rules see it."""
    mentions = [m for m in reading.mentions if sentence.start <= m.start and m.end <= sentence.end]
    tokens = read_tokens(reading.text, sentence, mentions, segmenter)
    return encode(sentence.index, tokens)


def date_of(day: str | None) -> date | None:
    """Return the day that an example is from, where it says one."""
    return date.fromisoformat(day) if day else None
