"""What is wrong with a pack in English in, the same in Chinese out.

The rule language tells its mistakes in English only. `faults.txt` holds each of its sentences, with `{}` for
what is filled in, and below it the sentence in both scripts; a sentence without an entry stays English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.datafiles import read_file

_COLUMNS = {"zh-Hans": 1, "zh-Hant": 2}
_QUOTES = {"zh-Hans": "“”", "zh-Hant": "「」"}
_OPEN = re.compile(r"\{(\d?)\}")
_DEEPEST = 4
"""Sentences within sentences: a remark, its reason and what that names."""


def translate(text: str, lang: str) -> str:
    """Return a sentence of the rule language in another language.

    >>> translate("slot 'subjct' is not a slot of record 'count'", "zh-Hans")
    '记录“count”没有槽位“subjct”'
    """
    return _translate(text, lang, _DEEPEST) if lang in _COLUMNS else text


def _translate(text: str, lang: str, depth: int) -> str:
    for pattern, sentences in _read_faults():
        found = pattern.fullmatch(text)
        if found is not None and depth:
            filled = [_translate(_quote(value, lang), lang, depth - 1) for value in found.groups()]
            return _fill(sentences[_COLUMNS[lang]], filled)
    return text


def _fill(sentence: str, values: Sequence[str]) -> str:
    left = iter(values)
    return _OPEN.sub(lambda hole: values[int(hole[1])] if hole[1] else next(left), sentence)


def _quote(value: str, lang: str) -> str:
    """Put a word that stands in straight quotation marks into those of the language."""
    if len(value) > 1 and value[0] == value[-1] == "'" and "'" not in value[1:-1]:
        return _QUOTES[lang][0] + value[1:-1] + _QUOTES[lang][1]
    return value


@cache
def _read_faults() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The sentences with their patterns; those that say more come first."""
    source = read_file("messages", "faults.txt")
    groups = [tuple(group.split("\n")) for group in source.rstrip("\n").split("\n\n")[1:]]
    groups.sort(key=lambda group: (-len(_OPEN.sub("", group[0])), group[0]))
    return tuple((_pattern(group[0]), group) for group in groups)


def _pattern(sentence: str) -> re.Pattern[str]:
    # Sentences are short and hold at most four of these, so trying each end of each is no cost.
    return re.compile("(.+?)".join(re.escape(piece) for piece in sentence.split("{}")))
