"""Shards in their order in, the rows of their documents out: each with what came before it in the run.

A copy of a text takes the row of the first; a body that was there under another header names the first
document that had it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from extract.errors import InputError
from extract.messages import fail
from extract.packages import load
from extract.runs.folder import RunFolder
from extract.runs.shards import Copy, Shard, shard_of
from extract.runs.texts import INPUT, Failure, Text
from extract.tables.columns import tables
from extract.tables.rows import Row

_KEPT_TABLES: Final = 16
"""Tables of documents that are kept at hand: copies mostly stand near each other."""


class Ledger:
    """What a run remembers of the texts before: the first document of each body, and those that failed."""

    def __init__(self, folder: RunFolder) -> None:
        table = tables()["documents"]
        self._doc_id, self._body, self._copy_of, self._repost_of, self._input_id, self._url = map(
            table.place_of, ("doc_id", "body_sha256", "copy_of", "repost_of", "input_id", "url")
        )
        self._folder = folder
        self._bodies: dict[int, str] = {}
        self._failed: dict[int, str] = {}
        self._rows_of = lru_cache(maxsize=_KEPT_TABLES)(self._read_rows)

    def enter(self, shard: Shard, read: Mapping[int, Row]) -> tuple[list[Row], dict[int, Failure]]:
        """Return the documents of a shard and its failures by place; `read` are the rows worked out."""
        rows: dict[int, Row] = {}
        failures: dict[int, Failure] = {}
        for place, text in enumerate(shard.texts):
            failure = text.failure or shard.lost.get(place)
            copy = shard.copies.get(place)
            if failure is None and copy is not None and copy.first in self._failed:
                source = self._failed[copy.first]
                failure = Failure(INPUT, fail(InputError, "I017", source=source))
            if failure is not None:
                failures[place] = failure
                self._failed[shard.number_of(place)] = text.source
            elif copy is None:
                rows[place] = self._with_repost(read[place])
            else:
                rows[place] = self._copied(self._first_of(copy, shard, rows), text)
        return list(rows.values()), failures

    def plain(self, row: Row) -> Row:
        """Return the row of a document as if nothing had come before it."""
        return self._with(row, {self._repost_of: None})

    def is_copy(self, row: Row) -> bool:
        """Tell whether the row is that of a copy."""
        return row[self._copy_of] is not None

    def is_repost(self, row: Row) -> bool:
        """Tell whether the row is that of a repost."""
        return row[self._repost_of] is not None

    def stored_rows(self, shard: int) -> list[Row]:
        """Return the rows of the documents of a shard that is there."""
        return list(self._read_rows(shard).values())

    def _with_repost(self, row: Row) -> Row:
        body = row[self._body]
        if body is None:
            return row
        first = self._bodies.setdefault(int(body[:16], 16), row[self._doc_id])
        return row if first == row[self._doc_id] else self._with(row, {self._repost_of: first})

    def _copied(self, first: Row, text: Text) -> Row:
        changed = {0: text.source, self._input_id: text.input_id, self._copy_of: first[0]}
        if text.url is not None:
            changed[self._url] = text.url
        return self._with(first, changed)

    def _first_of(self, copy: Copy, shard: Shard, rows: Mapping[int, Row]) -> Row:
        home = shard_of(copy.first)
        if home == shard.number:
            return rows[copy.first - shard.number_of(0)]
        return self._rows_of(home)[copy.doc_id]

    def _read_rows(self, shard: int) -> dict[str, Row]:
        path = self._folder.path_of(shard, "documents.parquet")
        columns = load("pyarrow.parquet").read_table(path, use_threads=False, partitioning=None).columns
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        found: dict[str, Row] = {}
        for row in rows:
            found.setdefault(row[0] if row[self._copy_of] is not None else row[self._doc_id], row)
        return found

    @staticmethod
    def _with(row: Row, changed: Mapping[int, object]) -> Row:
        cells = list(row)
        for at, cell in changed.items():
            cells[at] = cell
        return tuple(cells)
