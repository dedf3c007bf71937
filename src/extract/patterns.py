"""Regular expressions out of a store: what `re` compiled once need not be compiled at every start.

Compiling the patterns of all stages takes longer than reading a bulletin. A pattern that is not in the
store, or a store that another version of `re` made, costs that time and nothing else.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import marshal
import re
import sys
from array import array
from functools import cache
from os.path import dirname, join
from typing import Final

STORE: Final = join(dirname(__file__), "data", f"patterns-{_sre.MAGIC}.bin")
"""Made by tools/freeze_patterns.py, one file for each version of the code that `re` compiles to."""

Frozen = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def pattern_of(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` does, out of the store where it is there.

    >>> pattern_of("[0-9]+户").search("全村268户")
    <re.Match object; span=(2, 6), match='268户'>
    """
    frozen = stored_patterns().get((source, int(flags)))
    if frozen is not None:
        made = _thaw(source, frozen)
        if made is not None:
            return made
    return re.compile(source, flags)


@cache
def stored_patterns() -> dict[tuple[str, int], Frozen]:
    """The frozen patterns by their text and flags; none where there is no store for this version."""
    try:
        with open(STORE, "rb") as stream:
            order, patterns = marshal.loads(stream.read())
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return dict(patterns) if order == sys.byteorder else {}


def _thaw(source: str, frozen: Frozen) -> re.Pattern[str] | None:
    flags, code, groups, names, numbers = frozen
    try:
        made: re.Pattern[str] = _sre.compile(source, flags, array("I", code).tolist(), groups, names, numbers)
    except (RuntimeError, ValueError, OverflowError):  # `re` checks the code that it is given
        return None
    return made
