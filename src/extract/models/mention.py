"""Surfaces found in the text, one model a family of kinds; `Mention` is their union by `kind`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from extract.models._base import Model, Number, Span
from extract.models.quantity import Modifier


class FigureMention(Model):
    """A figure, whether or not a record uses it: 22813戶, 第一, 三年."""

    kind: Literal["quantity", "ordinal", "duration"]
    span: Span
    text: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    modifier: Modifier | None = None


class DateMention(Model):
    """A date: 2018年9月 is 2018-09.

    `edtf` is None where nothing says what 去年 is relative to; `relative` then says what it means (`year-1`).
    """

    kind: Literal["date"]
    span: Span
    text: str
    edtf: str | None = None
    relative: str | None = None


class PlaceMention(Model):
    """A place by name, with its GB/T 2260 code where it has one: 興仁 is 兴仁市, 522302."""

    kind: Literal["place"]
    span: Span
    text: str
    name: str
    code: str | None = None


class NameMention(Model):
    """A person, an organization, a title or a work (《…》) by name."""

    kind: Literal["person", "organization", "title", "work"]
    span: Span
    text: str
    name: str


Mention = Annotated[FigureMention | DateMention | PlaceMention | NameMention, Field(discriminator="kind")]
"""Any mention, told apart by `kind`."""
