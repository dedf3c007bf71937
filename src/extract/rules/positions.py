"""YAML text in, values that know their place out; every scalar a string, as written.

2014, no and 12:30 stay words. A mapping keeps the position of its keys, a key that stands
twice is a mistake, and so are anchors, aliases and tags: a pack has no use for them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from extract.errors import PackError

_YAML_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Source:
    """One file of a pack: the name it is reported under, and its lines."""

    name: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: `value` as written, `line` and `column` of its first character, from 1.

    `rows` tells for a value that spans lines where each of its lines begins: (line, column).
    """

    value: str
    source: Source
    line: int
    column: int
    rows: tuple[tuple[int, int], ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """An offset into the value in, its line and column in the file out."""
        if not self.rows:
            return self.line, self.column + offset
        head = self.value[:offset]
        row = min(head.count("\n"), len(self.rows) - 1)
        line, column = self.rows[row]
        return line, column + offset - (head.rfind("\n") + 1)


@dataclass(slots=True)
class Items:
    """A list of values."""

    values: list[Node]
    source: Source
    line: int
    column: int


@dataclass(slots=True)
class Table:
    """A mapping: `entries` by key, and each key with its own place."""

    source: Source
    line: int
    column: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)


Node = Text | Items | Table


class Problems:
    """The mistakes collected while reading packs."""

    def __init__(self) -> None:
        self.errors: list[PackError] = []

    def at(
        self, code: str, node: Node, message: str, *, hint: str | None = None, offset: int = 0, width: int = 0
    ) -> None:
        """Note a mistake at a value, or `offset` characters into it."""
        line, column = node.place(offset) if isinstance(node, Text) else (node.line, node.column)
        if not width:
            width = len(node.value.split("\n")[0]) - offset if isinstance(node, Text) else 1
        self.line(code, node.source, line, column, message, hint=hint, width=width)

    def line(
        self,
        code: str,
        source: Source,
        line: int,
        column: int,
        message: str,
        *,
        hint: str | None = None,
        width: int = 1,
    ) -> None:
        """Note a mistake at a line and column of a file."""
        text = source.lines[line - 1] if 0 < line <= len(source.lines) else None
        error = PackError(
            code, source.name, line, column, message, hint=hint, source=text, width=max(1, width)
        )
        self.errors.append(error)


def read_yaml(text: str, source: Source, problems: Problems) -> Node | None:
    """A file's text in, its value with positions out, or None where it is no YAML.

    >>> note = read_yaml("tier: no", Source("a.yaml", ["tier: no"]), Problems())
    >>> note.entries["tier"].value, note.entries["tier"].column
    ('no', 7)
    """
    try:
        node = yaml.compose(text, Loader=_YAML_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        hint = "see to the indent, the quotation marks and the colons here and one line above"
        problems.line("R103", source, line, column, f"not YAML: {error.problem or error.context}", hint=hint)
        return None
    except yaml.YAMLError as error:
        problems.line("R103", source, 1, 1, f"not YAML: {str(error).splitlines()[0]}")
        return None
    except RecursionError:
        problems.line("R103", source, 1, 1, "not YAML for a pack: nested too deep")
        return None
    if node is None:
        return None
    try:
        return _read_node(node, source, problems, set())
    except RecursionError:
        problems.line("R103", source, 1, 1, "not YAML for a pack: nested too deep")
        return None


def _read_node(node: yaml.Node, source: Source, problems: Problems, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if id(node) in seen:
        problems.line("R124", source, line, column, "an alias repeats this value", hint="write it out again")
        return Text("", source, line, column)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        values = [_read_node(child, source, problems, seen) for child in node.value]
        return Items(values, source, line, column)
    if isinstance(node, yaml.MappingNode):
        table = Table(source, line, column)
        for key_node, value_node in node.value:
            key = _read_node(key_node, source, problems, seen)
            value = _read_node(value_node, source, problems, seen)
            if not isinstance(key, Text):
                problems.at("R108", key, "a key has to be a word")
            elif key.value in table.entries:
                problems.at(
                    "R107",
                    key,
                    f"key {key.value!r} stands twice",
                    hint=f"first on line {table.keys[key.value].line}",
                )
            else:
                table.entries[key.value] = value
                table.keys[key.value] = key
        return table
    return _read_scalar(node, source)  # type: ignore[arg-type]


def _read_scalar(node: yaml.ScalarNode, source: Source) -> Text:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    value = str(node.value)
    style = node.style
    if style in ("|", ">"):
        return _read_block(value, source, line, node.end_mark.line)
    if style in ("'", '"'):
        return Text(value, source, line, column + 1)
    if node.end_mark.line > node.start_mark.line:
        return _read_folded(value, source, line, column, node.end_mark.line + 1)
    return Text(value, source, line, column)


def _read_block(value: str, source: Source, line: int, last: int) -> Text:
    """A scalar written below `|`: each line of the file is one line of the value."""
    lines = source.lines[line:last] or [""]
    filled = [len(row) - len(row.lstrip(" ")) for row in lines if row.strip()]
    indent = min(filled, default=0)
    rows = tuple((line + 1 + index, indent + 1) for index in range(len(lines)))
    return Text(value, source, rows[0][0], indent + 1, rows)


def _read_folded(value: str, source: Source, line: int, column: int, last: int) -> Text:
    """A plain scalar over several lines: its line breaks were read as spaces; put them back."""
    pieces = [source.lines[line - 1][column - 1 :], *source.lines[line:last]]
    rows = [(line, column)]
    written = [pieces[0].rstrip()]
    for index, piece in enumerate(pieces[1:], line + 1):
        written.append(piece.strip())
        rows.append((index, len(piece) - len(piece.lstrip(" ")) + 1))
    joined = "\n".join(written)
    if joined.replace("\n", " ") != value:
        return Text(value, source, line, column)
    return Text(joined, source, line, column, tuple(rows))


def closest(word: str, names: Iterable[str]) -> str | None:
    """A misspelt name in, the likeliest of the known ones out.

    >>> closest("subjct", ["subject", "place"])
    'subject'
    """
    found = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return found[0] if found else None


def suggest(word: str, names: Iterable[str]) -> str:
    """A misspelt name in, the advice out: the likeliest first, then the others."""
    known = sorted(set(names))
    best = closest(word, known)
    others = ", ".join(name for name in known if name != best)
    if best is None:
        return f"write one of: {others}"
    return f"write {best!r}" + (f" (or one of: {others})" if others else "")
