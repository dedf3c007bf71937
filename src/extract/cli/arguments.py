"""Command-line words in, options out; a word that is wrong is an error with a code.

The first word chooses the command; where it is none of `COMMANDS`, it is a file of the main job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from extract.errors import ConfigError
from extract.messages import DATA_LANGUAGE, LANGUAGES, fail
from extract.output.formats import FORMATS, REPORT_FORMATS

PROGRAM = "python -m extract"

COMMANDS = ("run", "export", "explain", "coverage", "diff", "rules")
READING = "read"
"""The main job, which has no word of its own."""
"""Every word that is a command of its own; anything else is a file to extract."""

ENGINES = ("plain", "daft")
SEGMENTERS = ("rjieba", "jieba")
_SCALES: Final = {"K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_PAIRS: Final = {"diff": "NEW", "export": "TARGET"}
"""The commands that take two names, and what the second is."""
RULE_VERBS = ("list", "show", "new", "lint", "test")


class Options:
    """What the words ask for; `lang` is what errors are told in, `data_lang` what stands in the output."""

    def __init__(self, command: str, lang: str, data_lang: str = DATA_LANGUAGE) -> None:
        self.command = command
        self.lang = lang
        self.data_lang = data_lang
        self.files: list[str] = []
        self.out: str | None = None
        self.format: str | None = None
        self.packs: list[str] = []
        self.only_pack = False
        self.reference_date: date | None = None
        self.segmenter = "rjieba"
        self.at: str | None = None
        self.verb: str | None = None
        self.subject: str | None = None
        self.workers: int | None = None
        self.resume = False
        self.engine = ENGINES[0]
        self.max_failures = 0
        self.max_size: int | None = None
        self.time_limit: float | None = None
        self.text_column = "text"
        self.id_column: str | None = None
        self.url_column: str | None = None
        self.date_column: str | None = None
        self.table: str | None = None
        self.title_lang: str | None = None
        self.help = False
        self.version = False


def read_arguments(words: Sequence[str], lang: str, asked: str | None = None) -> Options:
    """Return the options that the words of a command line ask for, in the language asked for.

    >>> read_arguments(["explain", "公报.txt", "--at", "22813戶"], "zh-Hans").at
    '22813戶'
    """
    command = words[0] if words and words[0] in COMMANDS else READING
    options = Options(command, lang, _language(asked) if asked else DATA_LANGUAGE)
    _fill(options, list(words if command == READING else words[1:]))
    if not (options.help or options.version):
        _check(options)
    return options


def column_names(options: Options) -> tuple[str, str | None, str | None, str | None]:
    """Return what the columns of texts, ids, addresses and dates are called."""
    return options.text_column, options.id_column, options.url_column, options.date_column


def options_of(command: str) -> dict[str, _Option]:
    """Return every option of a command by each of its names."""
    return _OPTIONS | _OF_COMMANDS[command]


def _fill(options: Options, words: Sequence[str]) -> None:
    """Set what the words say: options anywhere, as `--out FILE`, `--out=FILE`, `-o FILE` or `-oFILE`."""
    known = options_of(options.command)
    plain: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word == "--":
            plain += words[at:]
            break
        if not _is_option(word):
            plain.append(word)
            continue
        name, value = _split(word)
        option = known.get(name)
        if option is None:
            unknown.append(word)
        elif option.read is None:
            if value is not None:
                raise fail(ConfigError, "C012", argument=option.names)
            setattr(options, option.field, True)
        else:
            if value is None:
                if at == len(words) or _is_option(words[at]):
                    raise fail(ConfigError, "C012", argument=option.names)
                value = words[at]
                at += 1
            option.set(options, option.read(value))
    unknown += _take_plain(options, plain)
    if unknown:
        raise fail(ConfigError, "C010", argument=" ".join(unknown))


def _is_option(word: str) -> bool:
    """Whether a word names an option: `-` is standard input, -5 and what has a blank a file."""
    return word[:1] == "-" and word != "-" and " " not in word and not word[1:].replace(".", "", 1).isdigit()


def _split(word: str) -> tuple[str, str | None]:
    """The word of an option in, its name and the value written with it out."""
    name, sign, value = word.partition("=")
    if sign or word.startswith("--") or len(word) == 2:
        return name, value if sign else None
    return word[:2], word[2:]


def _take_plain(options: Options, plain: list[str]) -> list[str]:
    """Take the words that are no options: files, or a verb and its subject; return those left over."""
    if options.command != "rules":
        options.files = plain
        return []
    options.verb, options.subject = [*plain, None, None][:2]
    return plain[2:]


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
        raise fail(ConfigError, "C011", argument="INPUT" if options.command == "run" else "FILE")
    if options.command == "run" and options.out is None:
        raise fail(ConfigError, "C011", argument="--out")
    if options.command in _PAIRS:
        if len(options.files) < 2:
            raise fail(ConfigError, "C011", argument=_PAIRS[options.command])
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


def _engine(value: str) -> str:
    return _one_of(value, ENGINES, "C022")


def _number(argument: str, least: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdecimal() or int(value) < least:
            raise fail(ConfigError, "C021", value=value, argument=argument)
        return int(value)

    return read


def _size(value: str) -> int:
    """A size in bytes, or with KB, MB or GB behind it, in, bytes out."""
    digits = value.upper().removesuffix("B")
    scale = _SCALES.get(digits[-1:], 1)
    digits = digits if scale == 1 else digits[:-1]
    if not digits.isdecimal() or not int(digits):
        raise fail(ConfigError, "C021", value=value, argument="--max-size")
    return int(digits) * scale


def _seconds(value: str) -> float:
    whole, _, part = value.partition(".")
    if not (whole.isdecimal() and (part.isdecimal() or not part) and float(value) > 0):
        raise fail(ConfigError, "C021", value=value, argument="--time-limit")
    return float(value)


def _one_of(value: str, allowed: Sequence[str], code: str) -> str:
    if value not in allowed:
        raise fail(ConfigError, code, value=value, allowed=", ".join(allowed))
    return value


class _Option:
    """One option: its names, the field that it fills, and how its value is read (None: it has none)."""

    def __init__(self, names: str, field: str, read: Callable[[str], object] | None = None) -> None:
        self.names = names
        self.field = field
        self.read = read

    def set(self, options: Options, value: object) -> None:
        """Fill the field; one that holds a list gets one more."""
        held = getattr(options, self.field)
        if isinstance(held, list):
            held.append(value)
        else:
            setattr(options, self.field, value)


def _by_name(*options: _Option) -> dict[str, _Option]:
    return {name: option for option in options for name in option.names.split("/")}


_OPTIONS: Final = _by_name(_Option("-h/--help", "help"), _Option("--lang", "lang", _language))
"""What every command takes."""

_PACKS: Final = _by_name(_Option("--pack", "packs", str), _Option("--only-pack", "only_pack"))
_READING: Final = _PACKS | _by_name(
    _Option("--reference-date", "reference_date", _day), _Option("--segmenter", "segmenter", _segmenter)
)
_REPORT: Final = _by_name(_Option("--format", "format", _report_format))
_MANY: Final = _by_name(
    _Option("-o/--out", "out", str),
    _Option("--workers", "workers", _number("--workers", 1)),
    _Option("--resume", "resume"),
    _Option("--max-failures", "max_failures", _number("--max-failures", 0)),
    _Option("--max-size", "max_size", _size),
    _Option("--time-limit", "time_limit", _seconds),
    _Option("--text-column", "text_column", str),
    _Option("--id-column", "id_column", str),
    _Option("--url-column", "url_column", str),
    _Option("--date-column", "date_column", str),
    _Option("--engine", "engine", _engine),
)
_READ: Final = _by_name(
    _Option("-o/--out", "out", str),
    _Option("--format", "format", _format),
    _Option("--version", "version"),
)
_OF_COMMANDS: Final[dict[str, dict[str, _Option]]] = {
    READING: _READING | _READ,
    "run": _READING | _MANY | _by_name(_Option("--table", "table", str)),
    "explain": _READING | _by_name(_Option("--at", "at", str)),
    "coverage": _READING | _REPORT,
    "diff": _REPORT,
    # `--lang` of an export is that of its headers too, which are names where nobody asks
    "export": _by_name(
        _Option("--table", "table", str),
        _Option("--format", "format", str),
        _Option("--lang", "title_lang", _language),
    ),
    "rules": _PACKS,
}
"""What each command takes beside that."""
