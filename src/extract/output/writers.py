"""Results in, JSON or JSON lines out, one at a time, always UTF-8."""

from __future__ import annotations

import re
from typing import BinaryIO, Protocol

from extract.models import Result

_SPAN = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")


class Writer(Protocol):
    """Takes results one after another; `close` ends what they stand in."""

    def write(self, result: Result) -> None: ...

    def close(self) -> None: ...


class JsonWriter:
    """One result as one indented object, each span on one line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, result: Result) -> None:
        # A line break inside a string is escaped in JSON, so only arrays are joined.
        text = _SPAN.sub(r"[\1, \2]", result.model_dump_json(indent=2))
        self._stream.write(text.encode() + b"\n")

    def close(self) -> None:
        """End nothing: the object is whole."""


class JsonArrayWriter:
    """Several results as one array, one compact object a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._joint = b"[\n"

    def write(self, result: Result) -> None:
        self._stream.write(self._joint + result.model_dump_json().encode())
        self._joint = b",\n"

    def close(self) -> None:
        self._stream.write(b"[]\n" if self._joint == b"[\n" else b"\n]\n")


class JsonLinesWriter:
    """One compact object a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, result: Result) -> None:
        self._stream.write(result.model_dump_json().encode() + b"\n")

    def close(self) -> None:
        """End nothing: every line is whole."""


def open_writer(form: str, stream: BinaryIO, *, several: bool) -> Writer:
    """Return the writer of a format; `several` files make JSON an array."""
    if form == "jsonl":
        return JsonLinesWriter(stream)
    return JsonArrayWriter(stream) if several else JsonWriter(stream)
