"""Drafts in, the same with place, time, subject and actor from around their clause.

Scopes are clause, sentence, paragraph, bulletin. A place holds until the paragraph ends or
another is named; a time holds for its sentence, and for those after it in the paragraph where it
opens one; what the bulletin is about holds everywhere. Every inherited slot keeps the span that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract.patterns import pattern_of
from extract.records.drafts import Draft, Filler, label
from extract.records.lexicon import ends_with, reading_words
from extract.records.places import Places
from extract.records.reading import FigureReading, SentenceReading
from extract.records.times import Times
from extract.records.topics import Topics, is_body
from extract.spans import Block, Clause, Date, Figure, Sentence

_WORDS: Final = reading_words()
_LONGEST_NAME: Final = 14
_OPENING_QUOTES: Final = frozenset("“‘")
_SHARES: Final = frozenset({"percent", "points", "multiple"})
_HEADS: Final = frozenset({"people", "households"})
_AGES: Final = frozenset({"岁", "周岁"})
_CAUSATIVE: Final = _WORDS["causative"]
_HARM: Final = _WORDS["harm"]
_SUFFERED: Final = _WORDS["suffered"]
_PURPOSE: Final = _WORDS["purpose"]
_BESIDES: Final = tuple(sorted(_WORDS["besides"]))


@dataclass(slots=True)
class Scope:
    """Everything of the bulletin that a figure can inherit from, in text order."""

    text: str
    blocks: Sequence[Block]
    places: Places
    times: Times
    topics: Topics
    doer: Filler | None
    readings: Mapping[int, SentenceReading]


class _Around:
    """What holds for all figures of a sentence: asked for in text order."""

    __slots__ = ("_at", "_clauses", "_quoted", "begun", "block", "reading", "sentence")

    def __init__(self, scope: Scope, sentence: Sentence) -> None:
        self.sentence = sentence
        self.reading = scope.readings[sentence.index]
        self.begun = scope.topics.start_of(sentence)
        self.block = scope.blocks[sentence.block]
        self._quoted: bool | None = None
        self._clauses = sentence.clauses
        self._at = 0

    def clause_at(self, start: int) -> Clause:
        """Return the clause around a figure, which stands behind those asked for before."""
        clauses, at = self._clauses, self._at
        while at < len(clauses) and clauses[at].end <= start:
            at += 1
        self._at = at
        if at < len(clauses) and clauses[at].start <= start:
            return clauses[at]
        return Clause(self.sentence.start, self.sentence.end)

    def is_quoted(self, text: str) -> bool:
        """Tell whether the full sentence opens with what somebody says, not with a quoted name."""
        if self._quoted is None:
            opened = text[max(0, self.begun - 1) : self.begun + 1].strip()[-1:] in _OPENING_QUOTES
            self._quoted = opened and text.find("”", self.begun, self.begun + _LONGEST_NAME) < 0
        return self._quoted


def inherit(scope: Scope, drafts: Sequence[Draft]) -> None:
    """Fill the empty slots of all drafts, in text order, so that each can ask the one before."""
    before: Draft | None = None
    cause: Filler | None = None
    settings: dict[int, _Around] = {}
    for draft in drafts:
        sentence = draft.sentence
        around = settings.get(sentence.index)
        if around is None:
            around = settings[sentence.index] = _Around(scope, sentence)
        anchor = draft.anchor
        clause = around.clause_at(anchor.start)
        _take_place(scope, draft, anchor, around, clause)
        _take_time(scope, draft, around, clause)
        if "subject" not in draft.slots:
            if before is not None and before.sentence.group == sentence.group:
                _take_subject(scope, draft, anchor, around, before)
            _take_deed(draft)
        if before is not None and before.times:
            _take_old_time(draft, before)
        if "actor" not in draft.slots and draft.policies.get("actor") != "none":
            _take_actor(scope, draft, anchor, around, clause, before)
        cause = _take_cause(draft, cause)
        if scope.doer is not None and "actor" not in draft.slots and not around.is_quoted(scope.text):
            _take_reporter(draft, scope.doer)
        if draft.record == "money":
            _take_purpose(scope, draft, anchor, around)
        elif draft.record == "change":
            _leave_place(scope, draft, around)
        before = draft


# --- place, time ---------------------------------------------------------------------------------


def _take_place(scope: Scope, draft: Draft, anchor: Figure, around: _Around, clause: Clause) -> None:
    if "place" in draft.slots or draft.policies.get("place") == "none":
        return
    if _elsewhere().search(scope.text, clause.start, anchor.start):
        return  # 辐射周边县市群众近100万人: somewhere else, and nobody says where
    place = scope.places.at(anchor, around.sentence, clause, around.begun, scope.topics)
    if place is not None:
        draft.slots["place"] = place


@cache
def _elsewhere() -> re.Pattern[str]:
    """Return the pattern that finds words for places around the one in force."""
    return pattern_of("|".join(sorted(_WORDS["around"])))


def _leave_place(scope: Scope, draft: Draft, around: _Around) -> None:
    """Units of a body from outside are not where it helps: 公安部将成员单位由32家增加到38家."""
    slots = draft.slots
    place = slots.get("place")
    if place is None or not place.inherited or place.start >= around.begun:
        return
    actor, subject = slots.get("actor"), slots.get("subject")
    if actor is None or subject is None or not is_body(actor) or not ends_with(subject.text, _WORDS["unit"]):
        return
    for name in place.names:
        if name.name[:2] in actor.text:
            return
    del slots["place"]


def _take_time(scope: Scope, draft: Draft, around: _Around, clause: Clause) -> None:
    taken: Date | None = None
    if draft.times:
        own = draft.times.get("") or draft.times.get("after")
        if own is not None and own.edtf:
            draft.slots["time"] = Filler(own.edtf, own.start, own.end)
            return
        taken = draft.times.get("before")
    if "time" in draft.slots or draft.policies.get("time") == "none":
        return
    number = around.sentence.block
    time = scope.times.at(draft.last.start, around.begun, clause, number, around.block, taken)
    if time is not None:
        draft.slots["time"] = time


def _take_old_time(draft: Draft, before: Draft) -> None:
    """Two movements in one sentence start at the same time: 人口从2014年的…,发生率从19.27%下降."""
    if "before" not in before.times or before.sentence is not draft.sentence or "before" in draft.times:
        return
    for name in draft.figures:
        if name.startswith("before."):
            draft.times["before"] = before.times["before"]
            return


# --- subject, actor ------------------------------------------------------------------------------


def _take_subject(scope: Scope, draft: Draft, anchor: Figure, around: _Around, before: Draft) -> None:
    """A movement or a level without a noun of its own is of the figure or the object before it."""
    if draft.policies.get("subject") == "none":
        return
    reading = draft.reading
    record = draft.record
    bare = record in ("money", "measure") and (reading is None or reading.action is None)
    if bare and before.record != record:
        span = around.reading.object_before(anchor)
        if span is not None:
            draft.slots["subject"] = Filler(label(scope.text, span), *span, True)
            return
    subject = before.slots.get("subject")
    if subject is None or anchor.unit in _AGES:
        return
    carries = record == "change" or reading is None or reading.links or reading.moves
    again = draft.rule == "reading.verb" and before.last.unit == anchor.unit
    if carries or bare or again or anchor.per is not None:
        draft.slots["subject"] = Filler(subject.text, subject.start, subject.end, True)


def _take_deed(draft: Draft) -> None:
    """Where nothing else is named, the deed is what is counted: 428.6万人受灾, 捐款40万元."""
    action = draft.slots.get("action")
    if action is None or draft.record == "change" or "subject" in draft.slots:
        return
    if ends_with(action.text, _WORDS["event"]):
        draft.slots["subject"] = Filler(action.text, action.start, action.end, action.inherited)


def _take_actor(
    scope: Scope, draft: Draft, anchor: Figure, around: _Around, clause: Clause, before: Draft | None
) -> None:
    """A deed is done by the subject of its clause, else by the last one that a clause opened with."""
    reading = draft.reading
    subject = draft.slots.get("subject")
    change = draft.record == "change"
    if (
        change
        and before is not None
        and subject is not None
        and subject.inherited
        and "subject" in before.slots
    ):
        _copy_actor(draft, before)
        return
    if reading is None or reading.action is None:
        _take_sentence_actor(draft, anchor, before)
        return
    still = change or reading.moves or reading.links
    if reading.subject is not None and reading.action[1] <= reading.subject[0]:
        still = False  # 减免学费18万元: the noun is what it is done to
    if still and (reading.subject is None or not _is_object(scope.text, reading.subject[0], clause)):
        _take_sentence_actor(draft, anchor, before)
        return
    if reading.verb in _SUFFERED:
        # 洪涝灾害造成3人死亡: only a cause does what is suffered
        doer = _doer_at(scope, anchor, around)
        if doer is not None and doer is not _NOBODY and not doer.names:
            draft.slots["actor"] = Filler(doer.text, doer.start, doer.end, doer.start < clause.start)
        return
    itself = _can_do_itself(draft, anchor, reading)
    doer = _doer_at(scope, anchor, around)
    if itself and (doer is None or doer.start < clause.start or not is_body(doer)):
        # 82个通过验收, 60名新生入学: what is counted does it, unless a body opens the clause
        if subject is not None and _are_people(subject):
            draft.slots["actor"] = Filler(subject.text, subject.start, subject.end, subject.inherited)
        return
    doer = _doer_in_place(scope, draft, anchor, around, reading, doer)
    if doer is None or doer is _NOBODY or (subject is not None and doer.text in subject.text):
        return
    draft.slots["actor"] = Filler(doer.text, doer.start, doer.end, doer.start < clause.start, doer.names)


def _can_do_itself(draft: Draft, anchor: Figure, reading: FigureReading) -> bool:
    """Tell whether what is counted stands before a deed that it can do."""
    if reading.served or reading.action is None or reading.action[0] < draft.last.end:
        return False
    return not (anchor.unit or "").endswith("次")  # 先后4次带队调研: an occasion does nothing


def _doer_in_place(
    scope: Scope, draft: Draft, anchor: Figure, around: _Around, reading: FigureReading, doer: Filler | None
) -> Filler | None:
    """Return the doer, or the place where the figure is when that does it."""
    place = draft.slots.get("place")
    if place is None:
        return doer
    if doer is not None:
        shared = len(doer.names) > 1 and place.names and place.names[0] in doer.names
        return place if shared else doer  # A、B分别新建3个和5个: each its own
    counted = anchor.kind in _HEADS or not _names_deed(reading)
    if counted and scope.places.is_frame(place) and not _follows_speech(scope, anchor, around):
        return place  # 全年新建公路30公里: the county that the bulletin is about did it
    return None


def _take_sentence_actor(draft: Draft, anchor: Figure, before: Draft | None) -> None:
    """A figure without a deed of its own, no share, is still of what the body in the sentence did."""
    if before is None or anchor.kind in _SHARES or before.sentence.group != draft.sentence.group:
        return
    actor = before.slots.get("actor")
    if actor is not None:
        for name in actor.names:
            if name.kind != "place":
                _copy_actor(draft, before)
                return


def _are_people(subject: Filler) -> bool:
    return ends_with(subject.text, _WORDS["human"]) or ends_with(subject.text, _WORDS["acting"])


def _take_cause(draft: Draft, cause: Filler | None) -> Filler | None:
    """What has done harm (洪涝灾害造成428万人受灾) does the harm named further on; return it."""
    reading = draft.reading
    if reading is None or reading.verb not in _HARM or reading.action is None:
        return cause
    actor = draft.slots.get("actor")
    if actor is not None:
        return cause if actor.names else actor
    if cause is not None:
        draft.slots["actor"] = Filler(cause.text, cause.start, cause.end, True)
    return cause


def _take_reporter(draft: Draft, doer: Filler) -> None:
    """What a body reports of itself is its own: 四子王旗公安局2020年工作总结…破案率100%."""
    if draft.policies.get("actor") == "none":
        return
    subject = draft.slots.get("subject")
    if subject is not None:
        for word in _HARM:
            if word in subject.text:
                return
    draft.slots["actor"] = doer


def _names_deed(reading: FigureReading) -> bool:
    """Tell whether the deed is what is counted: 出口50.19亿元, 年末牛存栏81.3万头."""
    subject, action = reading.subject, reading.action
    return subject is None or (action is not None and subject[0] <= action[0] and action[1] <= subject[1])


def _take_purpose(scope: Scope, draft: Draft, anchor: Figure, around: _Around) -> None:
    if "purpose" in draft.slots or around.reading.words.isdisjoint(_PURPOSE):
        return
    span = around.reading.purpose_of(anchor)
    if span is not None:
        draft.slots["purpose"] = Filler(label(scope.text, span), *span)


def _copy_actor(draft: Draft, before: Draft) -> None:
    actor = before.slots.get("actor")
    if actor is not None:
        if not actor.inherited:
            actor = Filler(actor.text, actor.start, actor.end, True, actor.names)
        draft.slots["actor"] = actor


def _is_object(text: str, at: int, clause: Clause) -> bool:
    """Tell whether a noun stands behind 把 or 将 in its clause."""
    return not _CAUSATIVE.isdisjoint(text[clause.start : at])


_NOBODY: Final = Filler("", 0, 0)
"""Who does it where somebody is quoted: nobody that the bulletin has named before."""


def _doer_at(scope: Scope, anchor: Figure, around: _Around) -> Filler | None:
    """Return who does it: the sentence's last subject, the paragraph's first body, the headline's."""
    topic = scope.topics.last_before(around.sentence, anchor.start)
    if topic is not None:
        return topic.doer
    if around.is_quoted(scope.text):
        return _NOBODY
    lead = scope.topics.lead(around.sentence)
    if lead is not None and lead.doer is not None:
        if is_body(lead.doer):
            return lead.doer
        if lead.doer.names and scope.text.startswith(_BESIDES, around.begun):
            return lead.doer  # 毕海滨组织…。同时,援建了3所
    return scope.doer


def _follows_speech(scope: Scope, anchor: Figure, around: _Around) -> bool:
    """Tell whether the sentence is what somebody says: then nobody in it need have done it."""
    topic = scope.topics.last_before(around.sentence, anchor.start)
    return topic is not None and topic.doer is None
