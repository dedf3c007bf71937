"""Plain results in, JSON or JSON lines out, one at a time, always UTF-8; what no model allows is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, Protocol

from extract.output.printing import print_result

Plain = Mapping[str, Any]


class Writer(Protocol):
    """Takes results one after another; `close` ends what they stand in."""

    def write(self, result: Plain) -> None: ...

    def close(self) -> None: ...


class JsonWriter:
    """One result as one indented object, each span on one line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, result: Plain) -> None:
        self._stream.write(print_result(result, indented=True).encode() + b"\n")

    def close(self) -> None:
        """End nothing: the object is whole."""


class JsonArrayWriter:
    """Several results as one array, one compact object a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._joint = b"[\n"

    def write(self, result: Plain) -> None:
        self._stream.write(self._joint + print_result(result).encode())
        self._joint = b",\n"

    def close(self) -> None:
        self._stream.write(b"[]\n" if self._joint == b"[\n" else b"\n]\n")


class JsonLinesWriter:
    """One compact object a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, result: Plain) -> None:
        self._stream.write(print_result(result).encode() + b"\n")

    def close(self) -> None:
        """End nothing: every line is whole."""


def open_writer(form: str, stream: BinaryIO, *, several: bool) -> Writer:
    """Return the writer of a format; `several` files make JSON an array."""
    if form == "jsonl":
        return JsonLinesWriter(stream)
    return JsonArrayWriter(stream) if several else JsonWriter(stream)
