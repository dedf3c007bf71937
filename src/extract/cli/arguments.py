"""Command-line words in, options out; a word that is wrong is an error with a code.

The first word chooses the command; where it is none of `COMMANDS`, it is a file of the main job.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from extract.errors import ConfigError
from extract.messages import DATA_LANGUAGE, LANGUAGES, fail
from extract.output.formats import FORMATS, REPORT_FORMATS

PROGRAM = "python -m extract"

COMMANDS = ("explain", "coverage", "diff", "rules")
"""Every word that is a command of its own; anything else is a file to extract."""

SEGMENTERS = ("rjieba", "jieba")
RULE_VERBS = ("list", "show", "new", "lint", "test")


@dataclass(slots=True)
class Options:
    """What the words ask for; `lang` is what errors are told in, `data_lang` what stands in the output."""

    command: str
    lang: str
    data_lang: str = DATA_LANGUAGE
    files: list[str] = field(default_factory=list)
    out: str | None = None
    format: str | None = None
    packs: list[str] = field(default_factory=list)
    only_pack: bool = False
    reference_date: date | None = None
    segmenter: str = "rjieba"
    at: str | None = None
    verb: str | None = None
    subject: str | None = None
    help: bool = False
    version: bool = False


class _Parser(argparse.ArgumentParser):
    """argparse without its own help, its own exit and its own English."""

    def __init__(self) -> None:
        super().__init__(add_help=False, allow_abbrev=False, exit_on_error=False)

    def error(self, message: str) -> NoReturn:
        raise fail(ConfigError, "C010", argument=message.removeprefix("unrecognized arguments: "))


def read_arguments(words: Sequence[str], lang: str, asked: str | None = None) -> Options:
    """Return the options that the words of a command line ask for, in the language asked for.

    >>> read_arguments(["explain", "公报.txt", "--at", "22813戶"], "zh-Hans").at
    '22813戶'
    """
    command = words[0] if words and words[0] in COMMANDS else "run"
    options = Options(command, lang, _language(asked) if asked else DATA_LANGUAGE)
    parser = _build_parser(command)
    try:
        parser.parse_args(list(words if command == "run" else words[1:]), namespace=options)
    except argparse.ArgumentError as error:
        raise fail(ConfigError, "C012", argument=error.argument_name) from None
    if not (options.help or options.version):
        _check(options)
    return options


def _build_parser(command: str) -> _Parser:
    parser = _Parser()
    parser.add_argument("-h", "--help", action="store_true", default=argparse.SUPPRESS)
    if command == "rules":
        parser.add_argument("verb", nargs="?", default=argparse.SUPPRESS)
        parser.add_argument("subject", nargs="?", default=argparse.SUPPRESS)
    else:
        parser.add_argument("files", nargs="*", default=argparse.SUPPRESS)
    for names, commands, settings in _OPTIONS:
        if command in commands:
            parser.add_argument(*names, default=argparse.SUPPRESS, **settings)
    return parser


def _check(options: Options) -> None:
    if options.command == "rules":
        if options.verb not in RULE_VERBS:
            word = options.verb
            raise (
                fail(ConfigError, "C010", argument=word)
                if word
                else fail(ConfigError, "C011", argument="|".join(RULE_VERBS))
            )
        if options.verb != "list" and options.subject is None:
            raise fail(ConfigError, "C011", argument="ID" if options.verb == "show" else "PACK")
    elif not options.files:
        raise fail(ConfigError, "C011", argument="FILE")
    if options.command == "diff":
        if len(options.files) < 2:
            raise fail(ConfigError, "C011", argument="NEW")
        if len(options.files) > 2:
            raise fail(ConfigError, "C010", argument=options.files[2])
    if options.command == "explain":
        if len(options.files) > 1:
            raise fail(ConfigError, "C010", argument=options.files[1])
        if not options.at:
            raise fail(ConfigError, "C011", argument="--at")
    if options.only_pack and not options.packs:
        raise fail(ConfigError, "C005")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fail(ConfigError, "C002", value=value) from None


def _language(value: str) -> str:
    return _one_of(value, LANGUAGES, "C004")


def _segmenter(value: str) -> str:
    return _one_of(value, SEGMENTERS, "C003")


def _report_format(value: str) -> str:
    return _one_of(value, REPORT_FORMATS, "C007")


def _format(value: str) -> str:
    return _one_of(value, FORMATS, "C007")


def _one_of(value: str, allowed: Sequence[str], code: str) -> str:
    if value not in allowed:
        raise fail(ConfigError, code, value=value, allowed=", ".join(allowed))
    return value


_READING = ("run", "explain", "coverage")
_OPTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]], ...] = (
    (("--lang",), ("run", *COMMANDS), {"type": _language}),
    (("--pack",), (*_READING, "rules"), {"action": "append", "dest": "packs"}),
    (("--only-pack",), (*_READING, "rules"), {"action": "store_true"}),
    (("--reference-date",), _READING, {"type": _day}),
    (("--segmenter",), _READING, {"type": _segmenter}),
    (("--at",), ("explain",), {}),
    (("-o", "--out"), ("run",), {}),
    (("--format",), ("run",), {"type": _format}),
    (("--format",), ("coverage", "diff"), {"type": _report_format}),
    (("--version",), ("run",), {"action": "store_true"}),
)
"""Every option: its names, the commands that have it, and what it takes."""
