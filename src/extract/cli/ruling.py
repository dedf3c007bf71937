"""Options in, the answer of a `rules` command out: lists, sources, mistakes and examples of packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.cli.arguments import Options
from extract.cli.streams import complain, print_data
from extract.errors import ConfigError, PackErrors
from extract.messages import fail, report, say
from extract.pipeline import SHIPPED, load_packs
from extract.rules.fields import Rule
from extract.rules.pack import Pack, PackSet


def run_rules(options: Options) -> int:
    """Run the verb of a `rules` command and return the status."""
    subject = str(options.subject)
    if options.verb == "list":
        return _list_rules(_load(options))
    if options.verb == "show":
        return _show_rule(_load(options), subject)
    try:
        packs = load_packs([*(() if options.only_pack else SHIPPED), *options.packs, subject])
    except PackErrors as error:
        complain(report(error, options.lang))
        complain(say("rules.faults", options.lang, count=len(error.errors)))
        return 1
    pack = _find_pack(packs, subject)
    if options.verb == "lint":
        line = say("rules.sound", options.lang, name=pack.name, version=pack.version, rules=len(pack.rules))
        print_data(f"{line}\n")
        return 0
    return _test_pack(packs, pack, options)


def _find_pack(packs: PackSet, subject: str) -> Pack:
    folder = Path(subject).expanduser().resolve()
    return next(pack for pack in packs.packs if subject == pack.path.name or pack.path == folder)


def _load(options: Options) -> PackSet:
    return load_packs([*(() if options.only_pack else SHIPPED), *options.packs])


def _list_rules(packs: PackSet) -> int:
    rows = [(rule.id, rule.record, rule.tier, rule.pack, rule.about) for rule in packs.rules.values()]
    print_data("".join("\t".join(row) + "\n" for row in rows))
    return 0


def _show_rule(packs: PackSet, rule_id: str) -> int:
    rule = packs.rules.get(packs.current(rule_id))
    if rule is None:
        raise fail(ConfigError, "C008", value=rule_id)
    print_data("".join(f"{line}\n" for line in _source_lines(rule)))
    return 0


def _source_lines(rule: Rule) -> Sequence[str]:
    """Return the lines of its pack that a rule is written in, its place as a comment above them."""
    lines, first = rule.node.source.lines, rule.node.line - 1
    margin = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (
        not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > margin
    ):
        last += 1
    while not lines[last - 1].strip():
        last -= 1
    return [f"# {rule.node.source.name}:{rule.node.line}", *lines[first:last]]


def _test_pack(packs: PackSet, pack: Pack, options: Options) -> int:
    raise NotImplementedError(packs, pack, options)
