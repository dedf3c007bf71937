"""Finished drafts in, diagnostics out where the figures of a bulletin do not agree with each other.

Every printed figure stands for an interval: 1.2亿 is anything that rounds to it. Only what
cannot be true for any number within the intervals is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from extract.records.drafts import AMOUNTS, Draft
from extract.spans import Figure

Plain = dict[str, Any]
Interval = tuple[Decimal, Decimal]

_TOTAL = re.compile(r"(?:合计|共计|总计|总共)(?:为|达|是)?$")
_LONGEST_TOTAL = 4
_FEWEST_PARTS = 2
_SHARES = frozenset({"%", "‰", "百分点", "倍"})
_HUNDRED = Decimal(100)


def check_sums(text: str, drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the totals (合计, 共计) that the figures of one unit before them in the sentence do not make.

    A sentence with a part (其中), a movement or a modifier says more than a sum, and is left alone.
    """
    for _, group in groupby(drafts, key=lambda draft: (draft.sentence.block, draft.sentence.group)):
        said = list(group)
        figures = [draft.figures.get("quantity") for draft in said]
        if any(draft.part_of or draft.record == "change" for draft in said) or None in figures:
            continue
        *parts, whole = [figure for figure in figures if figure is not None]
        if len(parts) < _FEWEST_PARTS or not _is_total(text, whole):
            continue
        if any(part.unit != whole.unit or _is_total(text, part) for part in parts):
            continue
        intervals = [_interval(figure) for figure in (*parts, whole)]
        *ranges, total = [interval for interval in intervals if interval is not None]
        if len(ranges) < len(parts):
            continue
        low, high = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        if low > total[1] or high < total[0]:
            params = {"sum": sum(part.value or 0 for part in parts), "whole": whole.value}
            yield _finding("D107", whole, params)


def check_growth(drafts: Sequence[Draft]) -> Iterator[Plain]:
    """Yield the steps that do not lead from before to after: 从100户增加到150户，增长20%."""
    for draft in drafts:
        step = draft.figures.get("delta.quantity")
        for name in AMOUNTS:
            before, after = draft.figures.get(f"before.{name}"), draft.figures.get(f"after.{name}")
            if step is None or before is None or after is None or before.unit != after.unit:
                continue
            if _contradicts(before, after, step):
                params = {"growth": step.value, "before": before.value, "after": after.value}
                yield _finding("D108", step, params)


def _contradicts(before: Figure, after: Figure, step: Figure) -> bool:
    first, last, told = _interval(before), _interval(after), _interval(step)
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


def _interval(figure: Figure) -> Interval | None:
    """What an exact figure may stand for, by its last digit that is not 0."""
    if figure.value is None or figure.modifier is not None:
        return None
    exponent = figure.value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        return None
    half = Decimal(5).scaleb(exponent - 1)
    return figure.value - half, figure.value + half


def _is_total(text: str, figure: Figure) -> bool:
    return _TOTAL.search(text, max(0, figure.outer_start - _LONGEST_TOTAL), figure.outer_start) is not None


def _finding(code: str, figure: Figure, params: Plain) -> Plain:
    return {"code": code, "severity": "warning", "span": (figure.start, figure.end), "params": params}
