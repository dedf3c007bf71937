"""What a bulletin says: counts, money, measures, changes, who and where.

`Record` is the union of them by `type`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from extract.models._base import Model, Span
from extract.models.quantity import Quantity

Status = Literal["actual", "planned", "standard"]
"""What holds, what is meant to hold (力争, 到2025年), or a rate or norm (每人每月600元)."""


class Evidence(Model):
    """The clause that a record was read from."""

    span: Span
    text: str


class PlaceName(Model):
    """A place that a figure is about, with its code where it has one."""

    name: str
    code: str | None = None


class Statement(Model):
    """What every record has: an id, the rule that made it and the clause it was read from."""

    type: str
    id: str
    rule: str
    evidence: Evidence


class FigureRecord(Statement):
    """What every record with a figure has: who, what, where and when, and where each was read."""

    subject: str | None = None
    place: PlaceName | None = None
    time: str | None = None
    action: str | None = None
    actor: str | None = None
    recipient: str | None = None
    slots: dict[str, Span] = Field(default_factory=dict)
    inherited: tuple[str, ...] = ()
    places: tuple[PlaceName, ...] = ()
    place_ids: tuple[str, ...] = ()
    actor_id: str | None = None
    status: Status = "actual"
    part_of: str | None = None
    same_as: str | None = None
    cumulative: bool = False


class Count(FigureRecord):
    """Households and people of one group, or a number of anything else: 7022戶26954人, 33個."""

    type: Literal["count"] = "count"
    households: Quantity | None = None
    people: Quantity | None = None
    quantity: Quantity | None = None

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        if self.households is None and self.people is None and self.quantity is None:
            raise ValueError("a count needs households, people or quantity")
        return self


class Money(FigureRecord):
    """A sum of money, its unit an ISO 4217 code: 投入專項扶貧資金8000萬元."""

    type: Literal["money"] = "money"
    quantity: Quantity
    purpose: str | None = None


class Measure(FigureRecord):
    """A share, weight, area, length, multiple or measured duration: 總面積3.5萬畝."""

    type: Literal["measure"] = "measure"
    quantity: Quantity


class Amount(Model):
    """One end of a change, or the step between its ends, with the time that it holds for."""

    households: Quantity | None = None
    people: Quantity | None = None
    quantity: Quantity | None = None
    time: str | None = None


class Change(FigureRecord):
    """A movement: 貧困發生率從19.27%下降至1.65%.

    `basis` says against what a step is measured (year, quarter, month, year_start, plan, normal or
    an EDTF date); `delta_of` is the record whose figure it moves.
    """

    type: Literal["change"] = "change"
    before: Amount | None = None
    after: Amount | None = None
    delta: Amount | None = None
    direction: Literal["rise", "fall"] | None = None
    delta_of: str | None = None
    basis: str | None = None

    @model_validator(mode="after")
    def _moves_something(self) -> Self:
        if self.before is None and self.after is None and self.delta is None:
            raise ValueError("a change needs before, after or delta")
        return self


class Office(Model):
    """An office and the body or place it belongs to: 副县长 of 普安县."""

    title: str
    of: str | None = None


class Person(Statement):
    """A person named in the bulletin, with the titles it gives."""

    type: Literal["person"] = "person"
    name: str
    surface: str
    titles: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    epithets: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


class Organization(Statement):
    """A body named in the bulletin: 公安部."""

    type: Literal["organization"] = "organization"
    name: str
    surface: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


class Place(Statement):
    """A place named in the bulletin: 興仁市 is 522302, a county, on the bulletin's date.

    A name that several places bear has no code but `candidates`.
    """

    type: Literal["place"] = "place"
    name: str
    surface: str
    code: str | None = None
    level: str | None = None
    scheme: str | None = None
    as_of: str | None = None
    candidates: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


Record = Annotated[
    Count | Money | Measure | Change | Person | Organization | Place, Field(discriminator="type")
]
"""Any record, told apart by `type`."""
