"""One reading of a rule around one figure, with the regular expression that it matches by.

The patterns of the shipped packs are compiled when the packs are (`store.py`): reading one back takes a
hundredth of the time of compiling it.
"""

from __future__ import annotations

import functools
import marshal
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import regex


@dataclass(slots=True)
class Variant:
    """One reading of a rule around one figure: what a match of it means.

    `groups` says for each capturing group which slot it fills, and from which lexicon; group 1
    is all that stands left of the figure. `left`, `right` are what may stand directly beside
    the figure (`PLAIN` for any plain character), None where it may be the pattern's edge. `left_needs`
    and `right_needs` are sets of which one gram each stands on that side of the figure: within its
    clause, but where that side is open anywhere in the sentence.
    """

    rule: int
    order: int
    pivots: str
    pattern: str
    groups: tuple[tuple[str, str | None], ...]
    left: frozenset[str] | None
    right: frozenset[str] | None
    left_needs: tuple[frozenset[str], ...] = ()
    right_needs: tuple[frozenset[str], ...] = ()
    left_open: bool = False
    right_open: bool = False
    compiled: regex.Pattern[str] | None = field(default=None, compare=False, repr=False)

    def matcher(self) -> regex.Pattern[str]:
        """The compiled pattern; compiling waits until a text needs it."""
        if self.compiled is None:
            self.compiled = _thaw(self.pattern) or regex.compile(self.pattern)
        return self.compiled

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _STORED)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(_STORED, state, strict=True):
            setattr(self, name, value)
        self.compiled = None


_STORED = (
    *("rule", "order", "pivots", "pattern", "groups", "left", "right"),
    *("left_needs", "right_needs", "left_open", "right_open"),
)


PATTERNS = Path(__file__).parent.parent / "packs" / "patterns.bin"
"""Beside the shipped packs: their patterns as `regex` compiled them, made by tools/build_patterns.py."""


def _stamp() -> tuple[str, str]:
    """What compiled patterns depend on beside their text."""
    return regex.__version__, sys.byteorder


@functools.cache
def _compiled_patterns() -> dict[str, bytes]:
    """The stored patterns by their text; none where they were made by another version."""
    try:
        stamp, patterns = marshal.loads(PATTERNS.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return dict(patterns) if stamp == _stamp() else {}


def _thaw(pattern: str) -> regex.Pattern[str] | None:
    """A pattern's text in, the compiled pattern out of the store."""
    parts = _compiled_patterns().get(pattern)
    if parts is None:
        return None
    compiled: regex.Pattern[str] = regex._regex.compile(*marshal.loads(parts))  # type: ignore[attr-defined]
    return compiled


def freeze_patterns(patterns: Iterable[str]) -> bytes:
    """The texts of patterns in, what `_compiled_patterns` reads out."""
    # What `regex` itself pickles; the stamp holds its version, so this never meets another one.
    made = {
        text: marshal.dumps(regex.compile(text)._pickled_data)  # type: ignore[attr-defined]
        for text in sorted(set(patterns))
    }
    return marshal.dumps((_stamp(), made))


def is_stored(pattern: str) -> bool:
    """Whether a pattern's text is among the stored ones."""
    return pattern in _compiled_patterns()
