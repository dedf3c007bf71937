"""Plain dicts in, frozen and validated models out; what they hold is what `schemas/` describes."""

from __future__ import annotations

from extract.models.mention import DateMention, FigureMention, Mention, NameMention, PlaceMention
from extract.models.quantity import Modifier, Quantity, Si
from extract.models.record import (
    Amount,
    Change,
    Count,
    Evidence,
    Measure,
    Money,
    Office,
    Organization,
    Person,
    Place,
    PlaceName,
    Record,
    Status,
)
from extract.models.result import SCHEMA_VERSION, Diagnostic, Document, MadeBy, PackUsed, Result

__all__ = [
    "SCHEMA_VERSION",
    "Amount",
    "Change",
    "Count",
    "DateMention",
    "Diagnostic",
    "Document",
    "Evidence",
    "FigureMention",
    "MadeBy",
    "Measure",
    "Mention",
    "Modifier",
    "Money",
    "NameMention",
    "Office",
    "Organization",
    "PackUsed",
    "Person",
    "Place",
    "PlaceMention",
    "PlaceName",
    "Quantity",
    "Record",
    "Result",
    "Si",
    "Status",
]
