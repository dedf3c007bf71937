"""A whole bulletin read: its header, records, mentions and diagnostics, and what made them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SerializeAsAny

from extract.models._base import Model, Number, Outside, Span
from extract.models.mention import Mention
from extract.models.record import Record

SCHEMA_VERSION: Literal["1"] = "1"
"""Version of the JSON shape; it rises when a field changes its name or meaning."""

Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\+\d\d:\d\d)?)?$")]
"""An ISO 8601 date, or date and time with its offset."""

Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class Document(Model):
    """What the bulletin says about itself, and what its relative dates were resolved to.

    `id` is the first 16 hex digits of the SHA-256 of the text as decoded. `body_sha256` is that of the body
    alone, in simplified characters and without white space: reposts share it.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    source: Outside | None = None
    url: Outside | None = None
    title: str | None = None
    publisher: str | None = None
    site: str | None = None
    editor: str | None = None
    published_at: Moment | None = None
    reference_date: Day | None = None
    doc_number: str | None = None
    issuer: str | None = None
    signed_at: Day | None = None
    script: Literal["simplified", "traditional", "mixed"] = "simplified"
    region: str | None = "CN"
    packs: tuple[str, ...] = ()
    body_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Diagnostic(Model):
    """What a reader should look at; `message` is `code` and `params` in words."""

    code: Annotated[str, Field(pattern=r"^D\d{3}$")]
    severity: Literal["info", "warning", "error"]
    span: Span | None = None
    params: dict[str, str | Number | None] = Field(default_factory=dict)
    message: str


class PackUsed(Model):
    """A rule pack and the digest of its files."""

    name: str
    version: str
    sha256: str


class MadeBy(Model):
    """The program, word lists and packs that made a result: the same ones make the same bytes."""

    version: str
    segmenter: str
    gazetteer: str
    packs: tuple[PackUsed, ...] = ()


class Result(Model):
    """Everything read from one bulletin."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    document: Document
    # A union prints each of its members twice over; one printed as what it is needs no choice.
    records: tuple[SerializeAsAny[Record], ...] = ()
    mentions: tuple[SerializeAsAny[Mention], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    made_by: MadeBy
