"""Texts in, shards out: stretches of the input, each worked out by one process into one folder of its own.

Where a shard ends depends on the texts alone, never on who works it out. Its key says what its folder was
made of, so that a later run can tell whether it still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final, NamedTuple

from extract.runs.texts import Failure, Text

MOST_TEXTS: Final = 128
MOST_CHARACTERS: Final = 1_000_000
"""A shard ends with the text that reaches either: what a process holds in memory is bounded."""


class Copy(NamedTuple):
    """A text that came before: as which text of the run, and its identity."""

    first: int
    doc_id: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of the texts, with its copies and those lost with the process that read them, by place."""

    number: int
    texts: tuple[Text, ...]
    copies: Mapping[int, Copy]
    key: str
    lost: Mapping[int, Failure] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number:06}"

    def number_of(self, place: int) -> int:
        """Return the number in the run of the text at a place."""
        return self.number * MOST_TEXTS + place

    def to_read(self) -> Iterator[tuple[int, Text]]:
        """Yield the texts to work out, each with its place: no failure, no copy."""
        for place, text in enumerate(self.texts):
            if text.failure is None and place not in self.copies and place not in self.lost:
                yield place, text

    def without(self, place: int, failure: Failure) -> Shard:
        """Return the shard with one text lost."""
        return replace(self, lost={**self.lost, place: failure})

    def without_words(self) -> Shard:
        """Return the shard as it is kept in mind once its words are of no more use."""
        return replace(self, texts=tuple(text._replace(text="") for text in self.texts))


def shard_of(number: int) -> int:
    """Return which shard a text is in, by its number in the run."""
    return number // MOST_TEXTS


class Cutter:
    """Cuts texts into shards, and knows by its digest every text that came before.

    `settings` are the options, packs and versions that decide what a text gives.
    """

    def __init__(self, settings: str) -> None:
        self._settings = settings
        self._first: dict[int, int] = {}

    def cut(self, texts: Iterable[Text]) -> Iterator[Shard]:
        """Yield the shards of the texts, in order."""
        held: list[Text] = []
        size = number = 0
        for text in texts:
            held.append(text)
            size += len(text.text)
            if len(held) == MOST_TEXTS or size >= MOST_CHARACTERS:
                yield self._shard(number, held)
                held, size, number = [], 0, number + 1
        if held:
            yield self._shard(number, held)

    def _shard(self, number: int, texts: list[Text]) -> Shard:
        copies: dict[int, Copy] = {}
        key = sha256(self._settings.encode())
        for place, text in enumerate(texts):
            digest = b""
            if text.failure is None:
                digest = sha256(text.text.encode("utf-8", "replace")).digest()
                own = number * MOST_TEXTS + place
                first = self._first.setdefault(int.from_bytes(digest[:8], "big"), own)
                if first != own:
                    copies[place] = Copy(first, digest[:8].hex())
            given = text.source, text.input_id, text.url, text.reference_date, copies.get(place)
            failed = text.failure and (text.failure.stage, text.failure.error.code)
            key.update(repr((digest, given, failed)).encode("utf-8", "replace"))
        return Shard(number, tuple(texts), copies, key.hexdigest())
