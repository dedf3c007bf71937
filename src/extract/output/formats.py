"""The names of the formats, apart from their writers so that naming one loads no model."""

from __future__ import annotations

FORMATS = ("json", "jsonl")

REPORT_FORMATS = ("text", "json")
"""What `coverage` and `diff` print: lines for people, or one object."""
