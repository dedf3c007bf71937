"""A shard in, its files out: what one process does, text by text, without knowing of any other.

The process notes which text it is at: when it ends on one, that one is known and only it is lost. A text
that takes too long is ended by the system's own alarm, which no library can hold up.
"""

from __future__ import annotations

import hashlib
import os
import signal
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from extract.output.printing import print_result
from extract.pipeline import Pipeline
from extract.runs.shards import Shard
from extract.runs.texts import Text
from extract.tables.arrow import arrow_table, write_parquet
from extract.tables.rows import SAID, Context, Row, Rows, document_row, rows_of

RESULTS: Final = "results.jsonl"
_AT: Final = "at"
_PLACE: Final = struct.Struct("<i")
_NOWHERE: Final = -1


class Job(NamedTuple):
    """A shard, and the folder, already there, for its files; None where what it has holds."""

    shard: Shard
    draft: str | None


class Made(NamedTuple):
    """What came of a shard: by place the rows of its documents; the digests of its files by name."""

    documents: Mapping[int, Row]
    figures: int
    files: Mapping[str, str]


class Unwritten(NamedTuple):
    """Why the files of a shard could not be written."""

    reason: str


@dataclass(frozen=True, slots=True)
class Worker:
    """Works out shards with a pipeline; `time_limit` is how many seconds one text may take."""

    pipeline: Pipeline
    context: Context
    time_limit: float | None

    def __call__(self, job: Job) -> Made | Unwritten | None:
        if job.draft is None:
            return None
        try:
            return self._work(job.shard, job.draft)
        except OSError as error:
            return Unwritten(error.strerror or str(error))

    def _work(self, shard: Shard, draft: str) -> Made:
        documents: dict[int, Row] = {}
        rows: Rows = {name: [] for name in SAID}
        files: dict[str, str] = {}
        note = os.open(os.path.join(draft, _AT), os.O_WRONLY | os.O_CREAT)
        try:
            with open(os.path.join(draft, RESULTS), "wb") as results:
                digest = hashlib.sha256()
                for place, text in shard.to_read():
                    _note(note, place)
                    self._set_alarm(self.time_limit)
                    line, documents[place] = self._read(text, rows)
                    self._set_alarm(0)
                    digest.update(line)
                    results.write(line)
                _note(note, _NOWHERE)
            files[RESULTS] = digest.hexdigest()
        finally:
            os.close(note)
        for name in SAID:
            path = os.path.join(draft, f"{name}.parquet")
            write_parquet(arrow_table(name, rows[name]), path)
            files[f"{name}.parquet"] = digest_of(path)
        os.unlink(os.path.join(draft, _AT))
        return Made(documents, len(rows["figures"]), files)

    def _read(self, text: Text, rows: Rows) -> tuple[bytes, Row]:
        """Return the line of a text and its document; add its rows to those of the shard."""
        plain = self.pipeline.run_plain(
            text.text, source=text.source, url=text.url, reference_date=text.reference_date
        )
        line = print_result(plain).encode() + b"\n"
        made = rows_of(plain, text.text, self.context)
        for name, some in made.items():
            rows[name] += some
        source, input_id, figures = text.source, text.input_id, len(made["figures"])
        return line, document_row(plain, text.text, source=source, input_id=input_id, figures=figures)

    def _set_alarm(self, seconds: float | None) -> None:
        if self.time_limit is not None and seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds)


def _note(note: int, place: int) -> None:
    os.lseek(note, 0, os.SEEK_SET)
    os.write(note, _PLACE.pack(place))


def place_of_end(draft: str) -> int | None:
    """Return the place of the text that a process ended on; None where it was at none."""
    try:
        with open(os.path.join(draft, _AT), "rb") as note:
            content = note.read()
    except FileNotFoundError:
        return None
    place = _PLACE.unpack(content)[0] if len(content) == _PLACE.size else _NOWHERE
    return None if place == _NOWHERE else place


def digest_of(path: str) -> str:
    """Return the SHA-256 of a file as hex digits."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
