"""Mentions of all finders in, one winner a place out: they may nest, they never cross.

The longer mention wins, then the kind that says more. Below a winner stays only what may stand
inside its kind: a place in an organization, a date in a 《work》, but no figure in a name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from extract.spans import FIGURE_KINDS, Mention

_NAMES_INSIDE: Final = frozenset({"place", "organization"})
INSIDE: Final = {
    "organization": _NAMES_INSIDE,
    "title": _NAMES_INSIDE,
    "place": frozenset({"place"}),
    "work": frozenset({"place", "organization", "person", "title", "date"}),
}
"""Which kinds may stand inside a mention of a kind: 四子王旗 in 四子王旗公安局."""

_PRIORITY: Final = ("date", "work", "organization", "place", "person", "title", "ordinal", "duration")
_start_of = attrgetter("start")
_RANK: Final = {kind: rank for rank, kind in enumerate(_PRIORITY)}
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
    crowd: list[Mention] = []
    reach = -1
    # Equal ones stay in the order they came in, the sort being stable.
    for mention in sorted(mentions, key=_start_of):
        end = mention.end
        if end <= mention.start:
            continue
        if mention.start < reach:
            crowd.append(mention)
            reach = max(reach, end)
            continue
        if len(crowd) > 1:
            del settled[-1]
            _settle_crowd(crowd, settled)
        settled.append(mention)
        crowd, reach = [mention], end
    if len(crowd) > 1:
        del settled[-1]
        _settle_crowd(crowd, settled)
    _cut_outer(settled)
    return settled


def _settle_crowd(crowd: Iterable[Mention], settled: list[Mention]) -> None:
    """Mentions that overlap in, the winners of them out, added to those settled."""
    best, *others = sorted(crowd, key=_best_first)
    if len(others) == 1:
        settled.append(best)
        if _may_lie_in(others[0], best):
            settled.append(others[0])
        return
    root = _Node(None)
    _place(root, best)
    for mention in others:
        _place(root, mention)
    _collect(root, settled)


def _may_lie_in(mention: Mention, held: Mention) -> bool:
    """Whether a mention stands inside another, of a kind that takes it in."""
    if held.start > mention.start or held.end < mention.end:
        return False
    same = held.start == mention.start and held.end == mention.end
    return not same and mention.kind in INSIDE.get(held.kind, ())


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
        if not _may_lie_in(mention, held):
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
            if mention.outer_start < last.end:
                mention.outer_start = last.end
            if last.outer_end > mention.outer_start:
                last.outer_end = max(last.end, mention.outer_start)
        if last is None or mention.end > last.end:
            last = mention
