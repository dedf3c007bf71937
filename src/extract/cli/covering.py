"""Files in, the account of their numerals and rules out, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from extract.cli.arguments import Options
from extract.cli.running import open_pipeline, read_each
from extract.cli.streams import print_data
from extract.coverage import EXCUSES, Account, Left, account_for, add_up
from extract.messages import say


def cover_files(options: Options) -> int:
    """Print the account of each file and, of several, their total; return 1 if one of them failed."""
    pipeline, failed = open_pipeline(options), list[str]()
    accounts: list[tuple[str, Account]] = []
    for path, text in read_each(options, failed):
        accounts.append((path, account_for(pipeline.read(text, reference_date=options.reference_date))))
    if accounts:
        total = add_up(account for _, account in accounts)
        if options.format == "json":
            plain = {"files": [_plain(path, account) for path, account in accounts], **_plain_rules(total)}
            plain["total"] = {name: value for name, value in _plain("", total).items() if name in _SUMS}
            print_data(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")
        else:
            print_data("".join(f"{line}\n" for line in _describe(accounts, total, options.lang)))
    return 1 if failed else 0


_SUMS = ("numerals", "recorded", "alone", "excused")


def _plain(path: str, account: Account) -> dict[str, Any]:
    return {
        "source": path,
        "numerals": account.numerals,
        "recorded": account.recorded,
        "alone": account.alone,
        "excused": {name: account.excused[name] for name in EXCUSES},
        "unexplained": [_plain_left(left) for left in account.left],
    }


def _plain_left(left: Left) -> dict[str, Any]:
    place = {"span": list(left.span), "line": left.line, "column": left.column}
    return {**place, "text": left.text, "words": left.words}


def _plain_rules(total: Account) -> dict[str, Any]:
    return {"rules": dict(_ranked(total)), "silent": total.silent}


def _ranked(total: Account) -> list[tuple[str, int]]:
    return sorted(total.hits.items(), key=lambda hit: (-hit[1], hit[0]))


def _describe(accounts: list[tuple[str, Account]], total: Account, lang: str) -> Iterator[str]:
    for path, account in accounts:
        yield path
        yield from _describe_sums(account, lang)
    if len(accounts) > 1:
        yield say("coverage.total", lang, count=len(accounts))
        yield from _describe_sums(total, lang)
    if total.left:
        yield say("coverage.left", lang)
        for path, account in accounts:
            for left in account.left:
                where = f"{path}:{left.line}:{left.column}"
                yield "  " + say("coverage.numeral", lang, where=where, text=left.text, words=left.words)
    yield say("coverage.rules", lang)
    for rule, count in _ranked(total):
        yield f"{count:7}  {rule}"
    if total.silent:
        yield say("coverage.silent", lang)
        for rule in total.silent:
            yield f"{0:7}  {rule}"


def _describe_sums(account: Account, lang: str) -> Iterator[str]:
    joint = ", " if lang == "en" else "，"
    reasons = joint.join(
        say(f"coverage.{name}", lang, count=account.excused[name])
        for name in EXCUSES
        if account.excused[name]
    )
    yield f"{account.numerals:7}  {say('coverage.numerals', lang)}"
    yield f"{account.recorded:7}  {say('coverage.recorded', lang)}"
    yield f"{account.alone:7}  {say('coverage.alone', lang)}"
    excused = account.excused.total()
    yield f"{excused:7}  {say('coverage.excused', lang, reasons=reasons or '-')}"
    yield f"{len(account.left):7}  {say('coverage.unexplained', lang)}"
