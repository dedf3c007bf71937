"""Pack folders in, one resolved set of rules, shapes and lists out, or every mistake in them.

Packs build on each other: what a pack extends is read first, its word lists add to or take
from the inherited ones, its rules may replace or switch off inherited rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from extract.errors import PackErrors
from extract.rules.check import check_rule, check_shape, effective_claims
from extract.rules.compile import compile_rule
from extract.rules.expand import Lexicon, Names
from extract.rules.fields import Rule, Shape, check_keys, read_rules, read_shapes, read_text, read_texts
from extract.rules.kinds import RESERVED
from extract.rules.lexicon import Entry, WordList, join_words, read_words
from extract.rules.match import CompiledRule, Program
from extract.rules.packset import LISTS, Fold, Head, PackSet, digest_of, shipped_folders
from extract.rules.pattern import Element
from extract.rules.positions import Problems, Source, Table, Text, read_yaml, suggest
from extract.rules.slots import TIERS

LANGUAGE: Final = "1"
LARGEST_FILE: Final = 2_000_000
PACK_KEYS: Final = ("name", "version", "language", "extends", "disables", "about", "triggers")


@dataclass(slots=True)
class Pack:
    """One folder as read; `sha256` is that of all its files, names and contents, in order."""

    name: str
    version: str
    about: str
    path: Path
    sha256: str
    extends: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    disables: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    lexicons: dict[str, WordList] = field(default_factory=dict)
    lists: dict[str, WordList] = field(default_factory=dict)


@dataclass(slots=True)
class Sources:
    """What holds when all packs of a set are read.

    `replaced` leads from the id of a rule that a pack replaced to the rule that stands for it.
    """

    packs: tuple[Pack, ...]
    rules: dict[str, Rule]
    patterns: dict[str, Element]
    names: Names
    lists: dict[str, list[Entry]]
    replaced: dict[str, str]


def load_packs(names: Sequence[str | Path] = ("core",), *, fold: Fold = str) -> PackSet:
    """Names of shipped packs or folders in, the resolved set out, what they extend before them.

    Raises `PackErrors` with every mistake in any of their files.
    """
    problems = Problems()
    packs: list[Pack] = []
    loader = _Loader(problems, fold, packs)
    for name in names:
        loader.load(name, None, Path.cwd(), ())
    if problems.errors:
        found = _resolve(packs, problems, fold)
        raise PackErrors(problems.errors)
    found = _resolve(packs, problems, fold)
    if problems.errors:
        raise PackErrors(problems.errors)
    return found


def shipped_packs() -> dict[str, Path]:
    """The packs that come with the program: name to folder."""
    return {name: Path(folder) for name, folder in shipped_folders().items()}


def read_sources(folders: Sequence[str], fold: Fold) -> Sources:
    """Folders of packs in, all that they say out; those of a set that was sound when it was made."""
    return load_packs([Path(folder) for folder in folders], fold=fold).sources


def shipped_triggers(fold: Fold = str) -> dict[str, tuple[str, ...]]:
    """The words by which the shipped packs are asked for, by pack; only `pack.yaml` is read."""
    problems = Problems()
    heads = {name: _Folder(path, problems, fold).read_head() for name, path in shipped_packs().items()}
    if problems.errors:
        raise PackErrors(problems.errors)
    return {name: pack.triggers for name, (pack, _) in heads.items() if pack is not None and pack.triggers}


def extend_packs(base: PackSet, names: Sequence[str]) -> PackSet:
    """A resolved set and names of shipped packs in, the set with these packs laid over the shipped ones out.

    What is in the set already is not read again; a pack from elsewhere stays above all shipped ones.
    """
    problems = Problems()
    packs: list[Pack] = []
    loader = _Loader(problems, base.fold, packs)
    loader.done.update(pack.path for pack in base.packs)
    for name in names:
        loader.load(name, None, Path.cwd(), ())
    shipped = {path.resolve() for path in loader.shipped.values()}
    packs[:0] = [pack for pack in base.packs if pack.path in shipped]
    packs += [pack for pack in base.packs if pack.path not in shipped]
    found = _resolve(packs, problems, base.fold)
    if problems.errors:
        raise PackErrors(problems.errors)
    return found


class _Loader:
    """Reads packs once each, the extended before the extending."""

    def __init__(self, problems: Problems, fold: Fold, packs: list[Pack]) -> None:
        self.problems = problems
        self.fold = fold
        self.packs = packs
        self.done: set[Path] = set()
        self.shipped = shipped_packs()

    def load(self, name: str | Path, asked_by: Text | None, base: Path, path: tuple[Path, ...]) -> str | None:
        folder = self.find(name, asked_by, base)
        if folder is None:
            return None
        if folder in path:
            chain = " > ".join(step.name for step in (*path, folder))
            self.report(
                "R120", asked_by, str(name), f"packs extend each other: {chain}", "take one 'extends' out"
            )
            return None
        if folder not in self.done:
            self.done.add(folder)
            reader = _Folder(folder, self.problems, self.fold)
            pack, extends = reader.read()
            for text in extends:
                self.load(text.value, text, folder, (*path, folder))
            if pack is not None:
                self.add(pack, reader)
        return folder.name

    def add(self, pack: Pack, reader: _Folder) -> None:
        if any(pack.name == other.name for other in self.packs):
            self.problems.line(
                "R110",
                reader.source("pack.yaml"),
                1,
                1,
                f"two packs are named {pack.name!r}",
                hint="rename one",
            )
        else:
            self.packs.append(pack)

    def find(self, name: str | Path, asked_by: Text | None, base: Path) -> Path | None:
        if isinstance(name, str) and name in self.shipped:
            return self.shipped[name].resolve()
        folder = (base / Path(name).expanduser()).resolve()
        if (folder / "pack.yaml").is_file():
            return folder
        message = f"no pack {str(name)!r}"
        hint = suggest(str(name), self.shipped) + ", or a folder with a pack.yaml"
        if folder.is_dir():
            message, hint = f"the folder {str(name)!r} has no pack.yaml", "write one, or name another folder"
        self.report("R101", asked_by, str(name), message, hint)
        return None

    def report(self, code: str, asked_by: Text | None, name: str, message: str, hint: str) -> None:
        if asked_by is not None:
            self.problems.at(code, asked_by, message, hint=hint)
        else:
            self.problems.line(code, Source(name, []), 1, 1, message, hint=hint)


class _Folder:
    """Reads the files of one pack folder."""

    def __init__(self, folder: Path, problems: Problems, fold: Fold) -> None:
        self.folder = folder
        self.problems = problems
        self.fold = fold

    def source(self, name: str) -> Source:
        return Source(f"{self.folder.name}/{name}", [])

    def read(self) -> tuple[Pack | None, list[Text]]:
        pack, extends = self.read_head()
        if pack is not None:
            self.read_content(pack)
            with suppress(OSError):  # what cannot be read was noted
                pack.sha256 = digest_of(str(self.folder))
        return pack, extends

    def read_head(self) -> tuple[Pack | None, list[Text]]:
        head = self.read_table("pack.yaml")
        if head is None:
            return None, []
        check_keys(head, PACK_KEYS, self.problems)
        name = read_text(head, "name", self.problems) or self.folder.name
        for key in ("name", "version", "language"):
            if key not in head.entries:
                self.problems.at("R106", head, f"the pack has no {key!r}", hint=f"write '{key}: ...'")
        language = read_text(head, "language", self.problems)
        if language is not None and language != LANGUAGE:
            message = f"pack language {language!r} is not read here"
            self.problems.at("R125", head.entries["language"], message, hint=f"write {LANGUAGE}")
        pack = Pack(
            name,
            read_text(head, "version", self.problems) or "",
            read_text(head, "about", self.problems) or "",
            self.folder,
            "",
        )
        extends = read_texts(head, "extends", self.problems)
        pack.extends = tuple(text.value for text in extends)
        pack.triggers = tuple(self.fold(text.value) for text in read_texts(head, "triggers", self.problems))
        pack.disables = read_texts(head, "disables", self.problems)
        return pack, extends

    def read_content(self, pack: Pack) -> None:
        if (self.folder / "shapes.yaml").is_file():
            pack.shapes = read_shapes(self.read_node("shapes.yaml"), self.problems, self.fold)
        for path in sorted(self.folder.glob("rules/*.yaml")):
            pack.rules += read_rules(self.read_node(f"rules/{path.name}"), self.problems, self.fold)
        for path in sorted(self.folder.glob("lexicons/*.txt")):
            source = self.read_file(f"lexicons/{path.name}")
            name = self.fold(path.stem)
            if source is None:
                continue
            if name in RESERVED:
                message = f"{name!r} is a name of the language"
                self.problems.line("R113", source, 1, 1, message, hint="rename the file")
                continue
            pack.lexicons[name] = read_words(name, source, self.problems)
        for name in LISTS:
            if (self.folder / name).is_file() and (source := self.read_file(name)) is not None:
                pack.lists[name] = read_words(name, source, self.problems, checked=False)
        for rule in pack.rules:
            rule.pack = pack.name
        for shape in pack.shapes:
            shape.pack = pack.name

    def read_table(self, name: str) -> Table | None:
        node = self.read_node(name)
        if isinstance(node, Table):
            return node
        if node is not None:
            self.problems.at("R108", node, f"{name} has to be a mapping", hint="write 'name: ...'")
        return None

    def read_node(self, name: str):  # type: ignore[no-untyped-def]
        source = self.read_file(name)
        return None if source is None else read_yaml("\n".join(source.lines) + "\n", source, self.problems)

    def read_file(self, name: str) -> Source | None:
        source = self.source(name)
        try:
            raw = (self.folder / name).read_bytes()
        except OSError as error:
            self.problems.line("R102", source, 1, 1, f"cannot be read: {error.strerror}")
            return None
        if len(raw) > LARGEST_FILE:
            self.problems.line(
                "R102", source, 1, 1, f"larger than {LARGEST_FILE} bytes", hint="split the file"
            )
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self.problems.line("R102", source, line, 1, "is not UTF-8", hint="save the file as UTF-8")
            return None
        source.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return source


def _resolve(packs: Sequence[Pack], problems: Problems, fold: Fold) -> PackSet:
    """Lay the packs over each other, then check every rule against all names."""
    lexicons: dict[str, Lexicon] = {}
    for name in {name for pack in packs for name in pack.lexicons}:
        lexicons[name] = join_words((pack.lexicons[name] for pack in packs if name in pack.lexicons), fold)
    shapes: dict[str, Shape] = {}
    for pack in packs:
        for shape in pack.shapes:
            if shape.name in lexicons:
                message = f"{shape.name!r} is a lexicon too"
                problems.at("R110", shape.node, message, hint="take another name")
            shapes[shape.name] = shape
    names = Names(lexicons, {name: shape.pattern for name, shape in shapes.items()})
    for shape in shapes.values():
        check_shape(shape, names, problems)
    rules, replaced = _lay_rules(packs, problems)
    patterns: dict[str, Element] = {}
    for rule in rules.values():
        pattern = check_rule(rule, names, problems)
        if pattern is not None:
            patterns[rule.id] = pattern
    lists: dict[str, list[Entry]] = {}
    for pack in packs:
        for name, words in pack.lists.items():
            lists.setdefault(name, []).extend(words.entries)
    heads = tuple(Head(pack.name, pack.version, str(pack.path), pack.sha256) for pack in packs)
    return PackSet(heads, fold, Sources(tuple(packs), rules, patterns, names, lists, replaced))


def _lay_rules(packs: Sequence[Pack], problems: Problems) -> tuple[dict[str, Rule], dict[str, str]]:
    rules: dict[str, Rule] = {}
    replaced: dict[str, str] = {}
    for pack in packs:
        for text in pack.disables:
            if rules.pop(text.value, None) is None:
                problems.at(
                    "R121", text, f"no rule {text.value!r} to disable", hint=suggest(text.value, rules)
                )
        for rule in pack.rules:
            if rule.replaces is not None:
                node = rule.fields["replaces"]
                if rules.pop(rule.replaces, None) is None:
                    problems.at(
                        "R121",
                        node,
                        f"no rule {rule.replaces!r} to replace",
                        hint=suggest(rule.replaces, rules),
                    )
                elif rule.replaces != rule.id:
                    replaced[rule.replaces] = rule.id
            if rule.id in rules:
                first = rules[rule.id].node
                place = f"{first.source.name}:{first.line}"
                hint = f"it stands in {place}; take another id, or write 'replaces: {rule.id}'"
                problems.at("R110", rule.fields["id"], f"two rules are named {rule.id!r}", hint=hint)
            else:
                rules[rule.id] = rule
    return rules, replaced


def compile_program(packset: PackSet) -> Program:
    """A resolved set in, the program that finds its matches out."""
    depth = {pack.name: index for index, pack in enumerate(packset.packs)}
    rules: list[CompiledRule] = []
    variants = []
    for rule in sorted(packset.rules.values(), key=lambda rule: rule.id):
        claims = effective_claims(rule)
        variants += compile_rule(len(rules), packset.patterns[rule.id], claims, packset.names)
        rules.append(
            CompiledRule(
                rule.id,
                rule.record,
                TIERS.index(rule.tier),
                depth[rule.pack],
                claims,
                rule.require,
                dict(rule.context),
                rule.pack,
            )
        )
    headers = {name: dict(lexicon.headers) for name, lexicon in packset.lexicons.items() if lexicon.headers}
    return Program(tuple(rules), tuple(variants), headers)
