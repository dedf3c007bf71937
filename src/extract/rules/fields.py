"""The YAML of a rule in, a `Rule` out, with every mistake of its fields noted.

Only what one file tells is checked here; names that other files define are checked when all
packs have been read (`check.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from extract.rules.kinds import RESERVED
from extract.rules.packset import Fold
from extract.rules.pattern import Element, PatternError, Series, parse_pattern
from extract.rules.positions import Items, Node, Problems, Source, Table, Text, suggest
from extract.rules.require import REQUIREMENTS
from extract.rules.slots import POLICIES, RECORDS, TIERS, slots_of

RULE_KEYS: Final = (
    "id",
    "record",
    "about",
    "pattern",
    "claims",
    "context",
    "require",
    "tier",
    "examples",
    "counterexamples",
    "replaces",
)
_NEEDED: Final = ("id", "record", "about", "pattern", "examples", "counterexamples")
EXAMPLE_KEYS: Final = ("text", "gives", "date", "heading")
COUNTEREXAMPLE_KEYS: Final = ("text", "why", "date", "heading")


@dataclass(slots=True)
class Example:
    """A sentence that a rule has to read (`gives`), or has to leave alone (`why`)."""

    text: str
    node: Text
    gives: dict[str, Any] | None = None
    why: str | None = None
    date: str | None = None
    heading: str | None = None


_NOTHING: Final = Series(())
_NOWHERE: Final = Text("", Source("", []), 1, 1)


@dataclass(slots=True)
class Rule:
    """A rule as its pack has it; `node` and `pattern_node` tell where it is written."""

    id: str
    record: str
    about: str
    tier: str
    fields: dict[str, Node]
    node: Text = _NOWHERE
    pattern: Element = _NOTHING
    pattern_node: Text = _NOWHERE
    claims: tuple[str, ...] = ()
    context: dict[str, str] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    replaces: str | None = None
    examples: list[Example] = field(default_factory=list)
    counterexamples: list[Example] = field(default_factory=list)
    pack: str = ""


@dataclass(slots=True)
class Shape:
    """A named piece of pattern."""

    name: str
    pattern: Element
    node: Text
    pattern_node: Text
    pack: str = ""


def read_shapes(node: Node | None, problems: Problems, fold: Fold) -> list[Shape]:
    """The mapping of `shapes.yaml` in, its shapes out."""
    if node is None:
        return []
    if not isinstance(node, Table):
        problems.at("R108", node, "shapes have to be a mapping", hint="write 'name: pattern'")
        return []
    found = []
    for name, value in node.entries.items():
        key = node.keys[name]
        if name in RESERVED:
            problems.at("R113", key, f"{name!r} is a name of the language", hint="take another name")
            continue
        pattern = read_pattern(value, problems, fold)
        if pattern is not None and isinstance(value, Text):
            found.append(Shape(fold(name), pattern, key, value))
    return found


def read_rules(node: Node | None, problems: Problems, fold: Fold) -> list[Rule]:
    """The list in a rules file (bare, or below `rules:`) in, its rules out."""
    if node is None:
        return []
    if isinstance(node, Table):
        check_keys(node, ("rules",), problems)
        node = node.entries.get("rules")
        if node is None:
            return []
    if not isinstance(node, Items):
        problems.at("R108", node, "rules have to be a list", hint="write '- id: ...' for each")
        return []
    rules = (_read_rule(value, problems, fold) for value in node.values)
    return [rule for rule in rules if rule is not None]


def check_keys(table: Table, known: Iterable[str], problems: Problems) -> None:
    """Note every key that is not a known one."""
    names = tuple(known)
    for key, node in table.keys.items():
        if key not in names:
            hint = suggest(key, names)
            if isinstance(value := table.entries[key], Text) and not value.value:
                # {text: a, b} reads b as a key of its own.
                hint = f"put the text before it in quotation marks, or {hint}"
            problems.at("R105", node, f"unknown key {key!r}", hint=hint)


def read_pattern(node: Node, problems: Problems, fold: Fold) -> Element | None:
    """A pattern's value in, its tree out, or None with the mistake noted."""
    if not isinstance(node, Text):
        problems.at("R108", node, "a pattern has to be text", hint="write it behind 'pattern: |'")
        return None
    try:
        return parse_pattern(node.value, fold)
    except PatternError as error:
        problems.at(error.code, node, error.message, hint=error.hint, offset=error.at, width=error.width)
        return None


def read_text(table: Table, key: str, problems: Problems) -> str | None:
    """The text under a key in a table, or None, with a mistake noted where it is no text."""
    node = table.entries.get(key)
    if node is None:
        return None
    if not isinstance(node, Text):
        problems.at("R108", node, f"{key!r} has to be text")
        return None
    if not node.value.strip():
        problems.at("R108", node, f"{key!r} is empty")
        return None
    return node.value.strip()


def read_texts(table: Table, key: str, problems: Problems) -> list[Text]:
    """The list of texts under a key; a single text is a list of one."""
    node = table.entries.get(key)
    if node is None:
        return []
    values = node.values if isinstance(node, Items) else [node]
    texts = [value for value in values if isinstance(value, Text)]
    for value in values:
        if not isinstance(value, Text):
            problems.at("R108", value, f"{key!r} has to be a list of words", hint="write [a, b]")
    return texts


def _read_rule(node: Node, problems: Problems, fold: Fold) -> Rule | None:
    if not isinstance(node, Table):
        hint = "write 'id: ...', 'record: ...' and so on"
        problems.at("R108", node, "a rule has to be a mapping", hint=hint)
        return None
    check_keys(node, RULE_KEYS, problems)
    for key in _NEEDED:
        if key not in node.entries:
            problems.at("R106", node, f"the rule has no {key!r}", hint=f"write '{key}: ...'")
    name, record = read_text(node, "id", problems), read_text(node, "record", problems)
    tier = read_text(node, "tier", problems) or "specific"
    _check_word(node, "tier", tier, TIERS, problems)
    if record is not None:
        _check_word(node, "record", record, RECORDS, problems)
        if (record == "none") != (tier == "veto"):
            hint = "a veto has 'record: none', every other rule a record"
            problems.at("R109", node.entries["record"], f"record {record!r} with tier {tier!r}", hint=hint)
    pattern_node = node.entries.get("pattern")
    pattern = read_pattern(pattern_node, problems, fold) if pattern_node is not None else None
    # What has no name, record or pattern cannot be checked further; the rest is still read for mistakes.
    usable = (
        name
        and record in RECORDS
        and tier in TIERS
        and pattern is not None
        and isinstance(pattern_node, Text)
    )
    rule = Rule(name or "", record or "", read_text(node, "about", problems) or "", tier, node.entries)
    rule.node = node.keys.get("id", rule.node)
    if pattern is not None and isinstance(pattern_node, Text):
        rule.pattern, rule.pattern_node = pattern, pattern_node
    rule.claims = tuple(text.value.strip() for text in read_texts(node, "claims", problems))
    rule.replaces = read_text(node, "replaces", problems)
    rule.require = _read_require(node, problems)
    if record in RECORDS and record is not None:
        rule.context = _read_context(node, record, problems)
    rule.examples = _read_examples(node, "examples", problems)
    rule.counterexamples = _read_examples(node, "counterexamples", problems)
    return rule if usable else None


def _check_word(table: Table, key: str, value: str, known: Iterable[str], problems: Problems) -> None:
    node = table.entries.get(key)
    if node is not None and value not in known:
        problems.at("R109", node, f"{value!r} is no {key}", hint=suggest(value, known))


def _read_require(node: Table, problems: Problems) -> tuple[str, ...]:
    found = []
    for text in read_texts(node, "require", problems):
        if text.value in REQUIREMENTS:
            found.append(text.value)
        else:
            problems.at(
                "R109", text, f"{text.value!r} is no requirement", hint=suggest(text.value, REQUIREMENTS)
            )
    return tuple(found)


def _read_context(node: Table, record: str, problems: Problems) -> dict[str, str]:
    table = node.entries.get("context")
    if table is None:
        return {}
    if not isinstance(table, Table):
        problems.at("R108", table, "'context' has to be a mapping", hint="write {subject: reading}")
        return {}
    found = {}
    known = slots_of(record)
    for slot, value in table.entries.items():
        if slot not in known:
            message = f"slot {slot!r} is not a slot of record {record!r}"
            problems.at("R104", table.keys[slot], message, hint=suggest(slot, known))
        elif not isinstance(value, Text) or value.value not in POLICIES:
            word = value.value if isinstance(value, Text) else ""
            problems.at("R109", value, f"{word!r} is no context policy", hint=suggest(word, POLICIES))
        else:
            found[slot] = value.value
    return found


def _read_examples(node: Table, key: str, problems: Problems) -> list[Example]:
    value = node.entries.get(key)
    if value is None:
        return []
    if not isinstance(value, Items) or not value.values:
        problems.at("R108", value, f"{key!r} has to be a list of at least one", hint="write '- text: ...'")
        return []
    found = []
    for item in value.values:
        if not isinstance(item, Table):
            problems.at("R108", item, "an example has to be a mapping", hint="write '- text: ...'")
            continue
        counter = key == "counterexamples"
        check_keys(item, COUNTEREXAMPLE_KEYS if counter else EXAMPLE_KEYS, problems)
        text = read_text(item, "text", problems)
        needed = "why" if counter else "gives"
        if text is None or needed not in item.entries:
            missing = "text" if text is None else needed
            problems.at("R123", item, f"an example without {missing!r}", hint=f"write '{missing}: ...'")
            continue
        example = Example(text, item.entries["text"])  # type: ignore[arg-type]
        example.date, example.heading = (
            read_text(item, "date", problems),
            read_text(item, "heading", problems),
        )
        if example.date is not None and not _is_day(example.date):
            message = f"{example.date!r} is no date"
            problems.at("R123", item.entries["date"], message, hint="write it as 2019-02-26")
            continue
        if counter:
            example.why = read_text(item, "why", problems)
        else:
            gives = _plain(item.entries["gives"])
            if not isinstance(gives, dict):
                problems.at(
                    "R123", item.entries["gives"], "'gives' has to be a mapping", hint="write {subject: ...}"
                )
                continue
            example.gives = gives
        found.append(example)
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _plain(node: Node) -> Any:
    """A value with positions in, the same as plain strings, lists and mappings out."""
    match node:
        case Text(value):
            return value.strip()
        case Items(values):
            return [_plain(value) for value in values]
        case Table():
            return {key: _plain(value) for key, value in node.entries.items()}
