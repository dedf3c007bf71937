"""Finished drafts in, diagnostics out where the figures of a bulletin do not agree with each other.

Every printed figure stands for an interval: 1.2亿 is anything that rounds to it. Only what
cannot be true for any number within the intervals is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from extract.patterns import pattern_of
from extract.records.drafts import AMOUNTS, Draft
from extract.spans import Figure

Plain = dict[str, Any]
Interval = tuple[Decimal, Decimal]

_TOTAL: Final = pattern_of(r"(?:合计|共计|总计|总共)(?:为|达|是)?$")
_LONGEST_TOTAL: Final = 4
_LONGEST_VERB: Final = 5
"""Characters of a comma and a verb (，减少了) between a movement and its step."""
_FEWEST_PARTS: Final = 2
_FEWEST_ENDS: Final = 2
_SHARES: Final = frozenset({"%", "‰", "百分点", "倍"})
_HUNDRED: Final = Decimal(100)
_PRINTED: Final = pattern_of(r"[\d,]+(?:\.(?P<decimals>\d+))?(?P<scale>[万亿]?)")
_SCALES: Final = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def check_sums(text: str, drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the totals (合计, 共计) that the figures of one unit before them in the sentence do not make.

    A sentence with a part (其中), a movement or a modifier says more than a sum, and is left alone.
    """
    for said in _told_together(drafts):
        whole = said[-1].figures.get("quantity")
        if whole is None or not _is_total(text, whole):
            continue
        if any(draft.part_of is not None or draft.record == "change" for draft in said):
            continue
        parts = [figure for draft in said[:-1] if (figure := draft.figures.get("quantity")) is not None]
        if len(parts) < len(said) - 1 or any(
            part.unit != whole.unit or _is_total(text, part) for part in parts
        ):
            continue
        intervals = [_interval(text, figure) for figure in (*parts, whole)]
        *ranges, total = [interval for interval in intervals if interval is not None]
        if len(ranges) < len(parts):
            continue
        low, high = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        if low > total[1] or high < total[0]:
            params = {"sum": sum(part.value or 0 for part in parts), "whole": whole.value}
            yield _finding("D107", whole, params)


def _told_together(drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """Yield the drafts of each full sentence that has enough of them for parts and a total."""
    first = 0
    for last, draft in enumerate(drafts):
        here = draft.sentence
        if last + 1 < len(drafts):
            following = drafts[last + 1].sentence
            if following is here or (following.group == here.group and following.block == here.block):
                continue
        if last - first >= _FEWEST_PARTS:
            yield drafts[first : last + 1]
        first = last + 1


def check_growth(text: str, drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the steps that do not lead from before to after: 从100户增加到150户，增长20%."""
    for ends, steps in _movements(drafts):
        for name in AMOUNTS:
            before, after = ends.figures.get(f"before.{name}"), ends.figures.get(f"after.{name}")
            step = steps.figures.get(f"delta.{name}") or steps.figures.get("delta.quantity")
            if step is None or before is None or after is None or before.unit != after.unit:
                continue
            if _contradicts(text, before, after, step):
                params = {"growth": step.value, "before": before.value, "after": after.value}
                yield _finding("D108", step, params)


def _movements(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Yield each record with two ends, with the one that tells its step: itself or the next words."""
    for at, ends in enumerate(drafts):
        if len(ends.figures) < _FEWEST_ENDS or not _has_ends(ends):
            continue
        yield ends, ends
        following = drafts[at + 1] if at + 1 < len(drafts) else None
        if following is None or following.sentence is not ends.sentence or following.basis is not None:
            continue
        near = following.anchor.outer_start - ends.last.outer_end <= _LONGEST_VERB
        if near and following.direction == ends.direction:
            yield ends, following


def _has_ends(draft: Draft) -> bool:
    return {"before", "after"} <= {name.partition(".")[0] for name in draft.figures}


def _contradicts(text: str, before: Figure, after: Figure, step: Figure) -> bool:
    first, last, told = (_interval(text, figure) for figure in (before, after, step))
    if first is None or last is None or told is None:
        return False
    if step.unit == before.unit or (step.unit == "百分点" and before.unit == "%"):
        low, high = _size(last[0] - first[1], last[1] - first[0])
    elif step.unit == "%" and before.unit not in _SHARES and first[0] > 0:
        low, high = _size(last[0] / first[1] * _HUNDRED - _HUNDRED, last[1] / first[0] * _HUNDRED - _HUNDRED)
    else:
        return False
    return low > told[1] or high < told[0]


def _size(low: Decimal, high: Decimal) -> Interval:
    """The amounts between two signed ends: a step is printed without its sign."""
    if low <= 0 <= high:
        return Decimal(0), max(-low, high)
    return min(abs(low), abs(high)), max(abs(low), abs(high))


def _interval(text: str, figure: Figure) -> Interval | None:
    """What a figure in digits may stand for, by its last printed digit; a plain count is exact."""
    printed = _PRINTED.match(text, figure.start, figure.end)
    if figure.value is None or figure.modifier is not None or printed is None:
        return None
    decimals = len(printed["decimals"] or "")
    scale = _SCALES[printed["scale"]]
    if not decimals and scale == 1 and figure.unit not in _SHARES:
        return figure.value, figure.value
    half = scale * Decimal(5).scaleb(-decimals - 1)
    return figure.value - half, figure.value + half


def _is_total(text: str, figure: Figure) -> bool:
    return _TOTAL.search(text, max(0, figure.outer_start - _LONGEST_TOTAL), figure.outer_start) is not None


def _finding(code: str, figure: Figure, params: Plain) -> Plain:
    return {"code": code, "severity": "warning", "span": (figure.start, figure.end), "params": params}
