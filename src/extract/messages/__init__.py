"""A code and its parameters in, the text a user reads out, in simplified or traditional Chinese or English.

The catalogue is one file a language, `CODE = text with {params}` a line; `CODE.hint` says what to do.
An indented line continues the one above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TypeVar

from extract.datafiles import read_file
from extract.errors import ConfigError, ExtractError, PackError, PackErrors
from extract.messages.faults import translate

__all__ = [
    "DATA_LANGUAGE",
    "LANGUAGES",
    "SOURCE_LANGUAGE",
    "asked_language",
    "fail",
    "local_language",
    "parameters",
    "read_catalogue",
    "report",
    "say",
    "translate",
]

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
SOURCE_LANGUAGE = "en"
"""The language of `ExtractError.message`."""

DATA_LANGUAGE = "zh-Hans"
"""The language of texts in the output where none is asked for: the same on every machine."""

Error = TypeVar("Error", bound=ExtractError)


@cache
def read_catalogue(lang: str) -> Mapping[str, str]:
    """Return every text of a language by its code.

    >>> read_catalogue("zh-Hans")["D102"]
    '户数{households}多于人数{people}'
    """
    if lang not in LANGUAGES:
        raise fail(ConfigError, "C004", value=lang, allowed=", ".join(LANGUAGES))
    texts: dict[str, str] = {}
    code = ""
    source = read_file("messages", f"{lang}.txt")
    for line in source.splitlines():
        if line.startswith("    ") and code:
            texts[code] += "\n" + line[4:]
        elif not line and code:
            texts[code] += "\n"
        elif line and not line.startswith("#"):
            code, _, text = line.partition(" = ")
            texts[code] = text
    return {code: text.rstrip("\n") for code, text in texts.items()}


def say(code: str, lang: str, /, **params: object) -> str:
    """Return the text of a code in a language.

    >>> say("D102", "zh-Hans", households="30户", people="20人")
    '户数30户多于人数20人'
    """
    shown = {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in params.items()}
    return read_catalogue(lang)[code].format_map(shown)


def parameters(text: str) -> set[str]:
    """Return the names that a text of the catalogue leaves open.

    >>> sorted(parameters("户数{households}多于人数{people}"))
    ['households', 'people']
    """
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def fail(kind: type[Error], code: str, /, **params: object) -> Error:
    """Return an error of a kind, its message and hint taken from the catalogue.

    >>> fail(ConfigError, "C003", value="hanlp", allowed="rjieba, jieba").message
    "there is no segmenter 'hanlp'"
    """
    catalogue = read_catalogue(SOURCE_LANGUAGE)
    hint = catalogue.get(f"{code}.hint")
    return kind(
        code,
        catalogue[code].format_map(params),
        hint=hint.format_map(params) if hint else None,
        params=params,
    )


def report(error: ExtractError, lang: str) -> str:
    """Return an error as one line, what and what to do; a mistake in a pack with the line it stands in.

    >>> report(fail(ConfigError, "C003", value="hanlp", allowed="rjieba、jieba"), "zh-Hans")
    'C003 没有名为“hanlp”的分词器；请改用：rjieba、jieba'
    """
    if isinstance(error, PackErrors):
        return "\n".join(report(one, lang) for one in error.errors)
    if isinstance(error, PackError):
        return str(_translated(error, lang))
    catalogue = read_catalogue(lang)
    message = _fill(catalogue.get(error.code), error) or error.message
    hint = _fill(catalogue.get(f"{error.code}.hint"), error) or error.hint
    joint = "; " if lang == SOURCE_LANGUAGE else "；"
    return " ".join(f"{error.code} {message}{joint + hint if hint else ''}".split())


def _translated(error: PackError, lang: str) -> PackError:
    """The same mistake in a pack, told in another language."""
    hint = translate(error.hint, lang) if error.hint else None
    return PackError(
        error.code,
        error.file,
        error.line,
        error.column,
        translate(error.message, lang),
        hint=hint,
        source=error.source,
        width=error.width,
    )


def _fill(text: str | None, error: ExtractError) -> str | None:
    if text is None or not parameters(text) <= error.params.keys():
        return None
    return text.format_map(error.params)


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return the language asked for by `--lang` or EXTRACT_LANG, be it one of ours or not.

    >>> asked_language(["--lang", "en"], {"EXTRACT_LANG": "zh-Hant"}), asked_language([], {"LANG": "zh_CN"})
    ('en', None)
    """
    asked = environment.get("EXTRACT_LANG") or None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
    return asked


def local_language(environment: Mapping[str, str]) -> str:
    """Return the language that the locale speaks of, English where it is none of ours.

    >>> local_language({"LANG": "zh_TW.UTF-8"}), local_language({"LANG": "C.UTF-8"})
    ('zh-Hant', 'en')
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not locale.startswith("zh"):
        return SOURCE_LANGUAGE
    return "zh-Hant" if locale.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant")) else "zh-Hans"
