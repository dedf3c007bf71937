"""A file in, the texts in it out, each decoded and with what the file says of it; or why there is none.

Files with many texts are read a row at a time: no file is ever held whole but one with a single text.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from extract.errors import ConfigError, InputError
from extract.messages import fail
from extract.runs.cells import rows_in
from extract.runs.inputs import LINES, PARQUET, File
from extract.text.reading import clean, decode

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

INPUT, SIZE, TIME, PROCESS = "input", "size", "time", "process"
"""Where a text fails: in its file, by its size, by the time that it took, or by the end of its process."""

LARGEST: Final = 10_000_000
"""Bytes of the largest text that is read unless more are asked for."""

_ROWS: Final = 256
"""Rows of a Parquet file that are held at a time."""

_WIDEST: Final = 6
"""Bytes that JSON takes for one byte of text at most (\\u0041): a longer line holds too long a text."""

_PIECE: Final = 1 << 20


class Columns(NamedTuple):
    """The columns, or keys, of files with many texts."""

    text: str = "text"
    id: str | None = None
    url: str | None = None
    date: str | None = None


class Failure(NamedTuple):
    """Why a text has no result: the stage, and the error with its code."""

    stage: str
    error: InputError


class Text(NamedTuple):
    """One text as given: `source` names it; `failure` is set where there is none to read."""

    source: str
    text: str = ""
    input_id: str | None = None
    url: str | None = None
    reference_date: date | None = None
    failure: Failure | None = None


class Opened(NamedTuple):
    """What a file was when it was read: `sha256` is that of all its bytes."""

    path: str
    bytes: int
    sha256: str


def read_texts(file: File, columns: Columns, largest: int) -> Iterator[Text | Opened]:
    """Yield the texts of a file, and last what the file was; a text of more than `largest` bytes fails.

    Raises `ConfigError` for a Parquet file that lacks one of the columns.
    """
    source = clean(file.path)
    try:
        with open(file.path, "rb", buffering=0) as stream:
            measured = _Measured(stream)
            if file.form == PARQUET:
                yield from _read_parquet(file.path, columns, largest)
            elif file.form == LINES:
                yield from _read_lines(source, _unpack(measured, file.packing), columns, largest)
            else:
                yield _read_whole(source, _unpack(measured, file.packing), largest)
            while measured.read(_PIECE):
                pass  # what nobody wanted counts too
            yield Opened(source, measured.size, measured.digest.hexdigest())
    except OSError as error:
        yield Text(source, failure=_unreadable(error))


def _unreadable(error: OSError) -> Failure:
    return Failure(INPUT, fail(InputError, "I005", reason=error.strerror or " ".join(str(error).split())))


class _Measured(io.RawIOBase):
    """A stream that knows how much of it was read, and the digest of that."""

    def __init__(self, stream: io.FileIO) -> None:
        self._stream = stream
        self.size = 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._stream.readinto(buffer) or 0
        self.size += count
        self.digest.update(memoryview(buffer)[:count])
        return count


def _unpack(stream: _Measured, packing: str | None) -> BinaryIO:
    if packing is None:
        return io.BufferedReader(stream, _PIECE)
    from extract.packages import load

    arrow = load("pyarrow")
    return io.BufferedReader(arrow.CompressedInputStream(arrow.PythonFile(stream, mode="r"), packing), _PIECE)


def _read_whole(path: str, stream: BinaryIO, largest: int) -> Text:
    content = stream.read(largest + 1)
    if len(content) > largest:
        return Text(path, failure=_too_large(largest))
    try:
        return Text(path, decode(content))
    except InputError as error:
        return Text(path, failure=Failure(INPUT, error))


def _too_large(largest: int) -> Failure:
    return Failure(SIZE, fail(InputError, "I012", largest=largest))


def _read_lines(path: str, stream: BinaryIO, columns: Columns, largest: int) -> Iterator[Text]:
    """Yield the text of each line that holds an object; empty lines count, and hold none."""
    longest = _WIDEST * largest + _PIECE
    number = 0
    while line := stream.readline(longest):
        number += 1
        source = f"{path}#{number}"
        if len(line) == longest and not line.endswith(b"\n"):
            while (line := stream.readline(_PIECE)) and not line.endswith(b"\n"):
                pass
            yield Text(source, failure=_too_large(largest))
        elif line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):  # nested without end
                row = None
            if isinstance(row, dict):
                yield read_row(source, row, columns, largest)
            else:
                yield Text(source, failure=Failure(INPUT, fail(InputError, "I013")))


def _read_parquet(path: str, columns: Columns, largest: int) -> Iterator[Text]:
    from extract.packages import load

    arrow, parquet = load("pyarrow"), load("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path, pre_buffer=False) as table:
            wanted = [name for name in columns if name is not None]
            known = table.schema_arrow.names
            for name in wanted:
                if name not in known:
                    there = ", ".join(known)
                    raise fail(ConfigError, "C017", path=path, column=name, columns=there)
            number = 0
            for batch in table.iter_batches(_ROWS, columns=wanted, use_threads=False):
                for row in rows_in(batch, wanted):
                    number += 1
                    yield read_row(f"{clean(path)}#{number}", row, columns, largest)
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError) as error:
        yield Text(clean(path), failure=_unreadable(OSError(str(error))))


def read_row(source: str, row: Mapping[str, Any], columns: Columns, largest: int) -> Text:
    """Return the text of a row with what else it says of it."""
    content = row.get(columns.text)
    input_id = _words(row.get(columns.id)) if columns.id else None
    made = Text(source, "", input_id, _words(row.get(columns.url)) if columns.url else None)
    if not isinstance(content, str | bytes):
        return made._replace(failure=Failure(INPUT, fail(InputError, "I014", column=columns.text)))
    if len(content) > largest or (isinstance(content, str) and _bytes_of(content) > largest):
        return made._replace(failure=_too_large(largest))
    day = row.get(columns.date) if columns.date else None
    try:
        text = decode(content) if isinstance(content, bytes) else clean(content)
        if not text.strip():
            raise fail(InputError, "I001")
        return made._replace(text=text, reference_date=_day(day))
    except InputError as error:
        return made._replace(failure=Failure(INPUT, error))


def _words(cell: object) -> str | None:
    """Return the cell of a row as text."""
    if cell is None:
        return None
    return clean(cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell))


def _bytes_of(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _day(value: object) -> date | None:
    """Return the day of a cell: a date, a date with a time, or one of them in ISO 8601."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise fail(InputError, "I015", value=" ".join(str(value).split())[:40]) from None
