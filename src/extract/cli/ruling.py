"""Options in, the answer of a `rules` command out: lists, sources, mistakes and examples of packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.cli.arguments import Options
from extract.cli.starting import start_pack
from extract.cli.streams import complain, print_data
from extract.errors import ConfigError, PackErrors
from extract.examples import Outcome, read_with, run_examples
from extract.explain import shorten
from extract.messages import fail, report, say, translate
from extract.pipeline import SHIPPED, Pipeline, load_packs
from extract.remarks import remark_on
from extract.rules.fields import Rule
from extract.rules.pack import Pack
from extract.rules.packset import PackSet

NO_SUCH_PACK = "R101"


def run_rules(options: Options) -> int:
    """Run the verb of a `rules` command and return the status."""
    subject = str(options.subject)
    if options.verb == "new":
        return start_pack(options)
    if options.verb == "list":
        return _list_rules(_load(options))
    if options.verb == "show":
        return _show_rule(_load(options), subject)
    try:
        packs = load_packs([*(() if options.only_pack else SHIPPED), *options.packs, subject])
    except PackErrors as error:
        if error.code == NO_SUCH_PACK:
            raise
        complain(report(error, options.lang))
        complain(say("rules.faults", options.lang, count=len(error.errors)))
        return 1
    pack = _find_pack(packs, subject)
    pipeline = Pipeline([*options.packs, subject], options.only_pack, options.segmenter, options.data_lang)
    if options.verb == "lint":
        return _lint_pack(packs, pack, pipeline, options.lang)
    return _test_pack(packs, pack, pipeline, options)


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


def _lint_pack(packs: PackSet, pack: Pack, pipeline: Pipeline, lang: str) -> int:
    """Tell what a sound pack has that looks not meant; the status is 1 where it has any."""
    remarks = remark_on(packs, pack, pipeline)
    for remark in remarks:
        where = f"{remark.file}:{remark.line}:{remark.column}"
        complain(f"{where}: {remark.code} {translate(remark.message, lang)}")
    counts = {"name": pack.name, "version": pack.version, "rules": len(pack.rules)}
    if remarks:
        complain(say("rules.remarks", lang, count=len(remarks), **counts))
        return 1
    print_data(say("rules.sound", lang, **counts) + "\n")
    return 0


def _test_pack(packs: PackSet, pack: Pack, pipeline: Pipeline, options: Options) -> int:
    run, encode_text = read_with(pipeline, options.segmenter)
    outcomes = run_examples(packs, pack, run, encode_text)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        for line in _describe_failure(outcome, options.lang):
            complain(line)
    counts = {"name": pack.name, "version": pack.version, "examples": len(outcomes)}
    if failed:
        complain(say("rules.failed", options.lang, failed=len(failed), **counts))
        return 1
    print_data(say("rules.passed", options.lang, rules=len(pack.rules), **counts) + "\n")
    return 0


def _describe_failure(outcome: Outcome, lang: str) -> Iterator[str]:
    """Yield one line that says what failed, and one for each thing that was otherwise."""
    code = "rules.counter" if outcome.counter else "rules.differs" if outcome.differences else "rules.none"
    where = f"{outcome.file}:{outcome.line}"
    yield say(code, lang, where=where, rule=outcome.rule, text=outcome.text, why=outcome.why)
    for difference in outcome.differences:
        found = "null" if difference.found is None else difference.found
        code = "rules.difference" if difference.known else "rules.slotless"
        yield "    " + say(code, lang, slot=difference.slot, wanted=difference.wanted, found=found)
    if outcome.made_by:
        yield "    " + say("rules.instead", lang, rules=", ".join(outcome.made_by))
    for line in _describe_reach(outcome, lang):
        yield f"    {line}"


def _describe_reach(outcome: Outcome, lang: str) -> Iterator[str]:
    """Yield how far the pattern of a failing example got, and what stopped it."""
    reach = outcome.reach
    if reach is None:
        return
    if reach.missing is not None:
        code = "rules.reach" if reach.fitted else "rules.unreached"
        yield say(code, lang, fitted=shorten(reach.fitted), missing=shorten(reach.missing))
        return
    for loser in outcome.losses[:1]:
        reason = say(f"explain.reason.{loser.reason}", lang)
        yield say("rules.lost", lang, winner=loser.winner.rule, reason=reason)
    if not outcome.losses:
        conditions = ", ".join(outcome.require)
        yield say("rules.required" if conditions else "rules.edges", lang, conditions=conditions)
