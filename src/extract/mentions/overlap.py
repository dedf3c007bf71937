"""Mentions of all finders in, one winner a place out: they may nest, they never cross.

The longer mention wins, then the kind that says more. Below a winner stays only what may stand
inside its kind: a place in an organization, a date in a 《work》, but no figure in a name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from extract.mentions.vetoes import find_vetoes
from extract.spans import FIGURE_KINDS, Mention

__all__ = ["INSIDE", "find_vetoes", "settle"]

_NAMES_INSIDE = frozenset({"place", "organization"})
INSIDE = {
    "organization": _NAMES_INSIDE,
    "title": _NAMES_INSIDE,
    "place": frozenset({"place"}),
    "work": frozenset({"place", "organization", "person", "title", "date"}),
}
"""Which kinds may stand inside a mention of a kind: 四子王旗 in 四子王旗公安局."""

_PRIORITY = ("date", "work", "organization", "place", "person", "title", "ordinal", "duration")
_RANK = {kind: rank for rank, kind in enumerate(_PRIORITY)}
_RANK.update({kind: len(_PRIORITY) for kind in FIGURE_KINDS if kind not in _RANK})


class _Node:
    """A settled mention with those that stand inside it, in text order."""

    __slots__ = ("inside", "mention", "starts")

    def __init__(self, mention: Mention | None) -> None:
        self.mention = mention
        self.starts: list[int] = []
        self.inside: list[_Node] = []


def settle(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the winners in text order, the outer of two nested ones first.

    Outer spans are cut where they reach into another winner. Takes n log n steps.

    >>> date, year = Mention("date", 0, 7, 0, 7), Mention("count", 0, 4, 0, 4)
    >>> [m.kind for m in settle([year, date])]
    ['date']
    """
    settled: list[Mention] = []
    for crowd in _crowds(mentions):
        if len(crowd) == 1:
            settled.append(crowd[0])
            continue
        root = _Node(None)
        for mention in sorted(crowd, key=_best_first):
            _place(root, mention)
        _collect(root, settled)
    _cut_outer(settled)
    return settled


def _crowds(mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Yield the mentions in text order, those together that overlap: most stand alone."""
    crowd: list[Mention] = []
    reach = 0
    # Equal ones stay in the order they came in, the sort being stable.
    for mention in sorted(mentions, key=_start):
        if mention.end <= mention.start:
            continue
        if crowd and mention.start >= reach:
            yield crowd
            crowd = []
        crowd.append(mention)
        reach = max(reach, mention.end)
    if crowd:
        yield crowd


def _start(mention: Mention) -> int:
    return mention.start


def _best_first(mention: Mention) -> tuple[int, int, int]:
    return mention.start - mention.end, _RANK.get(mention.kind, len(_RANK)), mention.start


def _place(node: _Node, mention: Mention) -> None:
    """Put a mention below a node unless a longer one crosses it or does not take it in."""
    while True:
        index = bisect_left(node.starts, mention.end)
        rival = node.inside[index - 1] if index else None
        held = rival.mention if rival is not None else None
        if rival is None or held is None or held.end <= mention.start:
            node.starts.insert(index, mention.start)
            node.inside.insert(index, _Node(mention))
            return
        same = (held.start, held.end) == (mention.start, mention.end)
        if same or held.start > mention.start or held.end < mention.end:
            return
        if mention.kind not in INSIDE.get(held.kind, ()):
            return
        node = rival


def _collect(root: _Node, settled: list[Mention]) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.mention is not None:
            settled.append(node.mention)
        waiting.extend(reversed(node.inside))


def _cut_outer(settled: list[Mention]) -> None:
    """Cut the outer spans of neighbours where they overlap: 截至 belongs to one date only."""
    last: Mention | None = None
    for mention in settled:
        if last is not None and mention.start >= last.end:
            mention.outer_start = max(mention.outer_start, last.end)
            last.outer_end = max(last.end, min(last.outer_end, mention.outer_start))
        if last is None or mention.end > last.end:
            last = mention
