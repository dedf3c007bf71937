"""Sentences in, who or what the clauses around a figure are about out: the doer of what follows.

A full sentence is read when a figure in it, or in its paragraph, is the first to ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from extract.records.drafts import Filler, name_label
from extract.records.lexicon import reading_words
from extract.records.reading import SentenceReading
from extract.records.subjects import Topic, read_topics, reports
from extract.spans import Clause, Mention, Name, Sentence

_DATELINE: Final = reading_words()["dateline"]
_DOERS: Final = frozenset({"person", "organization"})
_BLOCKED: Final = frozenset().union(
    *(reading_words()[name] for name in ("receiver", "causative", "locative", "compare", "source"))
)
"""Words between the beginning of a clause and a name that make it something else than the subject."""

_REACH: Final = 8
"""Characters between the beginning of a clause and a name that still opens it."""


class Topics:
    """The topics of a bulletin, read one full sentence after the other as they are asked for."""

    __slots__ = ("_first", "_leads", "_names", "_readings", "_rows", "_sentences", "_starts", "_text")

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        readings: Mapping[int, SentenceReading],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._readings = readings
        self._names = [m for m in mentions if m.kind in _DOERS and isinstance(m, Name)]
        self._starts = [name.start for name in self._names]
        self._first = {sentence.group: sentence.index for sentence in reversed(sentences)}
        """The index of the first sentence of each full one."""

        self._rows: dict[int, tuple[list[int], list[Topic]]] = {}
        self._leads: dict[int, tuple[int, Topic | None]] = {}

    def start_of(self, sentence: Sentence) -> int:
        """Return where the full sentence begins that a part of one stands in."""
        return self._sentences[self._first[sentence.group]].start

    def last_before(self, sentence: Sentence, at: int) -> Topic | None:
        """Return the last topic before a position that the full sentence around it has."""
        starts, topics = self._rows.get(sentence.group) or self._read(sentence.group)
        index = bisect_left(starts, at) - 1
        return topics[index] if index >= 0 else None

    def body_opens(self, sentence: Sentence, at: int) -> bool:
        """Tell whether the first topic of a full sentence is a body named up to a position."""
        starts, topics = self._rows.get(sentence.group) or self._read(sentence.group)
        if not starts or starts[0] > at:
            return False
        doer = topics[0].doer
        return doer is not None and is_body(doer)

    def lead(self, sentence: Sentence) -> Topic | None:
        """Return the first topic of a paragraph that stands before the full sentence."""
        end = self._first[sentence.group]
        at, found = self._leads.get(sentence.block, (-1, None))
        if found is not None:
            return found if found.start < self._sentences[end].start else None
        if at < 0:
            at = end
            while at > 0 and self._sentences[at - 1].block == sentence.block:
                at = self._first[self._sentences[at - 1].group]
        while at < end and found is None:
            group = self._sentences[at].group
            _, topics = self._rows.get(group) or self._read(group)
            found = topics[0] if topics else None
            at = self._end_of(group, at)
        self._leads[sentence.block] = at, found
        return found

    def _end_of(self, group: int, at: int) -> int:
        while at < len(self._sentences) and self._sentences[at].group == group:
            at += 1
        return at

    def _read(self, group: int) -> tuple[list[int], list[Topic]]:
        """Read the topics of a full sentence, in text order, with where they start."""
        topics: list[Topic] = []
        at = self._first[group]
        while at < len(self._sentences) and self._sentences[at].group == group:
            sentence = self._sentences[at]
            reading = self._readings.get(at)
            if reading is not None:
                read_topics(self._text, reading, topics)
            else:
                low = bisect_left(self._starts, sentence.start)
                if low < len(self._starts) and self._starts[low] < sentence.end:
                    self._name_topics(sentence, low, topics)
            at += 1
        if len(topics) > 1:
            topics.sort(key=_start)
        row = [topic.start for topic in topics], topics
        self._rows[group] = row
        return row

    def _name_topics(self, sentence: Sentence, low: int, topics: list[Topic]) -> None:
        """Add the names that open the clauses of a sentence without figures, which is not cut into words."""
        text = self._text
        for clause in sentence.clauses:
            chosen: Name | None = None
            while low < len(self._names) and self._starts[low] < clause.start:
                low += 1
            while low < len(self._names) and self._starts[low] < clause.end:
                name = self._names[low]
                low += 1
                if chosen is None:
                    gap = text[clause.start : name.start]
                    if len(gap) > _REACH or not _BLOCKED.isdisjoint(gap):
                        break
                    if text[name.end : name.end + 2] in _DATELINE:
                        break
                    chosen = name
                elif name.kind == "person" and text[name.start - 1] in "的长记任":
                    chosen = name
            if chosen is not None:
                topics.append(_name_topic(text, chosen, clause))


def is_body(doer: Filler) -> bool:
    """Tell whether whoever does something is a body, or several."""
    for name in doer.names:
        if name.kind != "organization":
            return False
    return bool(doer.names)


def _start(topic: Topic) -> int:
    return topic.start


def _name_topic(text: str, name: Name, clause: Clause) -> Topic:
    if reports(text, name.end, clause.end):
        return Topic(clause.start, None)
    return Topic(clause.start, Filler(name_label(text, name), name.start, name.end, names=(name,)))
