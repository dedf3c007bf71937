"""A number with its unit: the leaf of every record that counts or measures."""

from __future__ import annotations

from typing import Literal

from extract.models._base import Model, Number, Span

Modifier = Literal["approx", "more_than", "less_than", "at_least", "at_most"]
"""What 约 余 近 以上 以内 add to a figure; TIMEX3 calls them APPROX, MORE_THAN, LESS_THAN and so on."""


class Si(Model):
    """The same measure in the unit of the SI: 35万斤 is 175000 kg."""

    value: Number
    unit: str


class Quantity(Model):
    """One figure: 35萬餘斤 is 350000 斤, more_than.

    `value` is exact with its scale applied; it is None for ranges and indefinite numerals, which
    carry `low` and `high` where they have bounds. `unit` is a measure word, an ISO 4217 code, %, 百分点,
    倍 or None. `per` lists what a rate is for (每人每月 is 人, 月).
    """

    id: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    modifier: Modifier | None = None
    per: tuple[str, ...] | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    si: Si | None = None
    span: Span
    text: str
