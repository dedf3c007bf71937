"""Drafts in, the same with place, time, subject and actor from around their clause.

Scopes are clause, sentence, paragraph, bulletin. A place holds until the paragraph ends or
another is named; a time holds for its sentence, and for those after it in the paragraph where it
opens one; what the bulletin is about holds everywhere. Every inherited slot keeps the span that it came from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.records.drafts import Draft, Filler, label
from extract.records.lexicon import ends_with, reading_words
from extract.records.places import Places, place_filler
from extract.records.reading import FigureReading, SentenceReading
from extract.records.topics import Topic
from extract.spans import Block, Clause, Date, Sentence, Span

_LONGEST_NAME = 14
_OPENING_QUOTES = frozenset("“‘")
_SHARES = frozenset({"percent", "points", "multiple"})
_HEADS = frozenset({"people", "households"})
_YEAR_END = "-12-31"
_AGES = frozenset({"岁", "周岁"})


@dataclass(slots=True)
class Scope:
    """Everything of the bulletin that a figure can inherit from, in text order."""

    text: str
    blocks: Sequence[Block]
    sentences: Sequence[Sentence]
    places: Places
    dates: list[Date]
    topics: list[Topic]
    doer: Filler | None
    readings: Mapping[int, SentenceReading]
    frames: Sequence[tuple[str, Span] | None]


def inherit(scope: Scope, drafts: Sequence[Draft]) -> None:
    """Fill the empty slots of all drafts, in text order, so that each can ask the one before."""
    before: Draft | None = None
    cause: Filler | None = None
    for draft in drafts:
        clause = _clause_of(draft)
        _take_place(scope, draft, clause)
        _take_time(scope, draft, clause)
        _take_subject(scope, draft, before)
        _take_deed(draft)
        _take_old_time(draft, before)
        _take_actor(scope, draft, before, clause)
        cause = _take_cause(draft, cause)
        _take_reporter(scope, draft)
        _take_purpose(scope, draft)
        _leave_place(scope, draft)
        before = draft


def _clause_of(draft: Draft) -> Clause:
    at = draft.anchor.start
    for clause in draft.sentence.clauses:
        if clause.start <= at < clause.end:
            return clause
    return Clause(draft.sentence.start, draft.sentence.end)


# --- place ---------------------------------------------------------------------------------------


def _take_place(scope: Scope, draft: Draft, clause: Clause) -> None:
    if "place" in draft.slots or draft.policies.get("place") == "none":
        return
    opening = bisect_left(scope.topics, scope.places.sentence_start(draft.sentence), key=lambda t: t.start)
    topic = scope.topics[opening] if opening < len(scope.topics) else None
    opened = topic is not None and topic.start <= draft.anchor.start and topic.doer is not None
    continues = not (opened and topic is not None and topic.doer is not None and _is_body(topic.doer))
    lead = scope.text[clause.start : draft.anchor.start]
    if any(word in lead for word in reading_words()["around"]):
        return  # 辐射周边县市群众近100万人: somewhere else, and nobody says where
    group, inherited = scope.places.at(draft.anchor, draft.sentence, clause, continues=continues)
    if group is not None:
        draft.slots["place"] = place_filler(scope.text, group, inherited)


def _leave_place(scope: Scope, draft: Draft) -> None:
    """Units of a body from outside are not where it helps: 公安部将成员单位由32家增加到38家."""
    place, actor, subject = (draft.slots.get(name) for name in ("place", "actor", "subject"))
    if draft.record != "change" or place is None or actor is None or subject is None:
        return
    if place.inherited and _is_body(actor) and ends_with(subject.text, reading_words()["unit"]):
        inside = [topic for topic in place.names if topic.name[:2] in actor.text]
        if not inside and place.start < scope.places.sentence_start(draft.sentence):
            del draft.slots["place"]


# --- time ----------------------------------------------------------------------------------------


def _take_time(scope: Scope, draft: Draft, clause: Clause) -> None:
    own = draft.times.get("") or draft.times.get("after")
    if own is not None and own.edtf:
        draft.slots["time"] = Filler(own.edtf, own.start, own.end)
        return
    if "time" in draft.slots or draft.policies.get("time") == "none":
        return
    nearest = _nearest_date(scope, draft)
    frame = scope.frames[draft.sentence.block]
    if nearest is not None:
        date, edtf = nearest
        inherited = not clause.start <= date.start < clause.end
        draft.slots["time"] = Filler(edtf, date.start, date.end, inherited)
    elif frame is not None:
        edtf, (start, end) = frame
        draft.slots["time"] = Filler(edtf, start, end, True)


def _nearest_date(scope: Scope, draft: Draft) -> tuple[Date, str] | None:
    """Return the date nearest before the figure that is neither compared with nor the old value's."""
    at = draft.last.start
    taken = {id(date) for role, date in draft.times.items() if role == "before"}
    block = scope.blocks[draft.sentence.block]
    for date in reversed(scope.dates[: bisect_left(scope.dates, at, key=lambda d: d.start)]):
        if date.start < block.start:
            return None
        if id(date) in taken or not date.edtf or _is_compared(scope.text, date, block.start):
            continue
        if _group_at(scope, date.start, draft.sentence) == draft.sentence.group:
            return date, date.edtf
        if _opens_sentence(scope, date):
            # 年末 holds for its sentence; what follows is about the year
            return date, date.edtf.removesuffix(_YEAR_END)
    return None


def _group_at(scope: Scope, at: int, hint: Sentence) -> int:
    for index in range(hint.index, -1, -1):
        sentence = scope.sentences[index]
        if sentence.start <= at:
            return sentence.group
    return -1


def _opens_sentence(scope: Scope, date: Date) -> bool:
    before = scope.text[max(0, date.outer_start - 1) : date.outer_start]
    return date.outer_start == 0 or before in "。!?;\n ”" or before.isspace()


def _is_compared(text: str, date: Date, low: int) -> bool:
    words = reading_words()
    before = text[max(low, date.outer_start - 2) : date.outer_start].rstrip("的了")
    links = "是为占到于" if text.startswith("的", date.outer_end) else "是为占"  # 达到去年的两倍
    return bool(before) and (
        before[-1] in words["compare"] or before[-1] in words["from"] or before[-1] in links
    )


def _take_old_time(draft: Draft, before: Draft | None) -> None:
    """Two movements in one sentence start at the same time: 人口从2014年的…,发生率从19.27%下降."""
    if (
        before is not None
        and before.sentence is draft.sentence
        and "before" in before.times
        and "before" not in draft.times
        and any(name.startswith("before.") for name in draft.figures)
    ):
        draft.times["before"] = before.times["before"]


# --- subject, actor ------------------------------------------------------------------------------


def _take_subject(scope: Scope, draft: Draft, before: Draft | None) -> None:
    """A movement or a level without a noun of its own is of the figure or the object before it."""
    reading = draft.reading
    if "subject" in draft.slots or draft.policies.get("subject") == "none":
        return
    if before is None or before.sentence.group != draft.sentence.group:
        return
    subject = before.slots.get("subject")
    bare = draft.record in ("money", "measure") and (reading is None or reading.action is None)
    if bare and before.record != draft.record:
        span = scope.readings[draft.sentence.index].object_before(draft.anchor)
        if span is not None:
            draft.slots["subject"] = Filler(label(scope.text, span), *span, True)
            return
    carries = draft.record == "change" or reading is None or reading.links or reading.moves
    rated = draft.anchor.per is not None
    again = before.last.unit == draft.anchor.unit and draft.rule == "reading.verb"
    if draft.anchor.unit not in _AGES and subject is not None and (carries or bare or rated or again):
        draft.slots["subject"] = Filler(subject.text, subject.start, subject.end, True)


def _take_deed(draft: Draft) -> None:
    """Where nothing else is named, the deed is what is counted: 428.6万人受灾, 捐款40万元."""
    action = draft.slots.get("action")
    if "subject" in draft.slots or action is None or draft.record == "change":
        return
    if ends_with(action.text, reading_words()["event"]):
        draft.slots["subject"] = Filler(action.text, action.start, action.end, action.inherited)


def _take_actor(scope: Scope, draft: Draft, before: Draft | None, clause: Clause) -> None:
    """A deed is done by the subject of its clause, else by the last one that a clause opened with."""
    if "actor" in draft.slots or draft.policies.get("actor") == "none":
        return
    reading = draft.reading
    subject = draft.slots.get("subject")
    if (
        before is not None
        and draft.record == "change"
        and subject is not None
        and subject.inherited
        and before.slots.get("subject") is not None
    ):
        _copy_actor(draft, before)
        return
    if reading is None or reading.action is None:
        _take_sentence_actor(scope, draft, before)
        return
    still = draft.record == "change" or reading.moves or reading.links
    if reading.subject is not None and reading.action[1] <= reading.subject[0]:
        still = False  # 减免学费18万元: the noun is what it is done to
    if still and (reading.subject is None or not _is_object(scope.text, reading.subject[0], clause)):
        _take_sentence_actor(scope, draft, before)
        return
    doer = _doer_at(scope, draft)
    if reading.verb in reading_words()["suffered"]:
        # 洪涝灾害造成3人死亡: only a cause does what is suffered
        if doer is not None and doer is not _NOBODY and not doer.names and scope.readings:
            draft.slots["actor"] = Filler(doer.text, doer.start, doer.end, doer.start < clause.start)
        return
    occasion = (draft.anchor.unit or "").endswith("次")  # 先后4次带队调研: an occasion does nothing
    itself = reading.action[0] >= draft.last.end and not reading.served and not occasion
    if itself and (doer is None or doer.start < clause.start or not _is_body(doer)):
        # 82个通过验收, 60名新生入学: what is counted does it, unless a body opens the clause
        if subject is not None and _are_people(subject):
            draft.slots["actor"] = Filler(subject.text, subject.start, subject.end, subject.inherited)
        return
    place = draft.slots.get("place")
    if (
        doer is not None
        and place is not None
        and len(doer.names) > 1
        and place.names
        and place.names[0] in doer.names
    ):
        doer = place  # A、B分别新建3个和5个: each its own
    if (
        doer is None
        and place is not None
        and scope.places.is_frame(place)
        and (draft.anchor.kind in _HEADS or not _names_deed(reading))
        and not _follows_speech(scope, draft)
    ):
        doer = place  # 全年新建公路30公里: the county that the bulletin is about did it
    if doer is not None and subject is not None and doer.text in subject.text:
        doer = None  # also _NOBODY
    if doer is _NOBODY:
        return
    if doer is not None:
        draft.slots["actor"] = Filler(doer.text, doer.start, doer.end, doer.start < clause.start, doer.names)


def _take_sentence_actor(scope: Scope, draft: Draft, before: Draft | None) -> None:
    """A figure without a deed of its own, no share, is still of what the body in the sentence did."""
    if draft.anchor.kind in _SHARES:
        return
    if before is not None and before.sentence.group == draft.sentence.group:
        actor = before.slots.get("actor")
        if actor is not None and any(name.kind != "place" for name in actor.names):
            _copy_actor(draft, before)


def _are_people(subject: Filler) -> bool:
    words = reading_words()
    return ends_with(subject.text, words["human"]) or ends_with(subject.text, words["acting"])


def _take_cause(draft: Draft, cause: Filler | None) -> Filler | None:
    """What has done harm (洪涝灾害造成428万人受灾) does the harm named further on; return it."""
    reading = draft.reading
    if reading is None or reading.action is None or reading.verb not in reading_words()["harm"]:
        return cause
    actor = draft.slots.get("actor")
    if actor is not None:
        return cause if actor.names else actor
    if cause is not None:
        draft.slots["actor"] = Filler(cause.text, cause.start, cause.end, True)
    return cause


def _take_reporter(scope: Scope, draft: Draft) -> None:
    """What a body reports of itself is its own: 四子王旗公安局2020年工作总结…破案率100%."""
    doer, subject = scope.doer, draft.slots.get("subject")
    if doer is None or "actor" in draft.slots or draft.policies.get("actor") == "none":
        return
    if subject is not None and any(word in subject.text for word in reading_words()["harm"]):
        return
    if not _is_quoted(scope.text, scope.places.sentence_start(draft.sentence)):
        draft.slots["actor"] = Filler(doer.text, doer.start, doer.end, True, doer.names)


def _names_deed(reading: FigureReading) -> bool:
    """Tell whether the deed is what is counted: 出口50.19亿元, 年末牛存栏81.3万头."""
    subject, action = reading.subject, reading.action
    return subject is None or (action is not None and subject[0] <= action[0] and action[1] <= subject[1])


def _take_purpose(scope: Scope, draft: Draft) -> None:
    if draft.record != "money" or "purpose" in draft.slots:
        return
    span = scope.readings[draft.sentence.index].purpose_of(draft.anchor)
    if span is not None:
        draft.slots["purpose"] = Filler(label(scope.text, span), *span)


def _copy_actor(draft: Draft, before: Draft) -> None:
    actor = before.slots.get("actor")
    if actor is not None:
        draft.slots["actor"] = Filler(actor.text, actor.start, actor.end, True, actor.names)


def _is_object(text: str, at: int, clause: Clause) -> bool:
    """Tell whether a noun stands behind 把 or 将 in its clause."""
    return any(mark in reading_words()["causative"] for mark in text[clause.start : at])


_NOBODY = Filler("", 0, 0)
"""Who does it where somebody is quoted: nobody that the bulletin has named before."""


def _doer_at(scope: Scope, draft: Draft) -> Filler | None:
    """Return who does it: the sentence's last subject, the paragraph's first body, the headline's."""
    at = draft.anchor.start
    opening = scope.blocks[draft.sentence.block].start
    starts = scope.topics
    begun = scope.places.sentence_start(draft.sentence)
    quoted = _is_quoted(scope.text, begun)
    index = bisect_left(starts, at, key=lambda topic: topic.start) - 1
    if index >= 0 and starts[index].start >= begun:
        return starts[index].doer
    if quoted:
        return _NOBODY
    first = bisect_left(starts, opening, key=lambda topic: topic.start)
    if first <= index and (doer := starts[first].doer) is not None:
        goes_on = scope.text.startswith(tuple(reading_words()["besides"]), begun)
        if _is_body(doer) or (goes_on and doer.names):
            return doer  # 毕海滨组织…。同时,援建了3所
    return scope.doer


def _is_quoted(text: str, begun: int) -> bool:
    """Tell whether a sentence opens with what somebody says, not with a quoted name."""
    opened = text[max(0, begun - 1) : begun + 1].strip()[-1:] in _OPENING_QUOTES
    shut = text.find("”", begun, begun + _LONGEST_NAME) if opened else -1
    return opened and shut < 0


def _follows_speech(scope: Scope, draft: Draft) -> bool:
    """Tell whether the sentence is what somebody says: then nobody in it need have done it."""
    index = bisect_left(scope.topics, draft.anchor.start, key=lambda topic: topic.start) - 1
    return (
        index >= 0
        and scope.topics[index].doer is None
        and scope.topics[index].start >= scope.places.sentence_start(draft.sentence)
    )


def _is_body(doer: Filler) -> bool:
    return bool(doer.names) and all(name.kind == "organization" for name in doer.names)
