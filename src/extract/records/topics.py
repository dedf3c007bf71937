"""Sentences in, who or what each clause is about out: the doer of what follows.

A clause opens with its subject (公安部选派干部, 全县新建道路) or goes on with that of the clause
before; a thing as subject (贫困发生率降至) takes the clause over without doing anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.records.drafts import Filler, label, name_label
from extract.records.lexicon import ends_with, reading_words
from extract.records.reading import SentenceReading
from extract.spans import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    LOCALIZER,
    MARK,
    NOUN,
    PREPOSITION,
    PRONOUN,
    VERB,
    WORD,
    Mention,
    Name,
    Sentence,
    Token,
)

_NAMES = frozenset({"person", "organization", "place"})
_EACH = frozenset("每各均")
_LONGEST_EVENT = 4
"""的, an adverb or two and the deed: 的顺利实施."""

_LONGEST_REPORT = 12
"""Characters from the name of a source to the end of the clause: 今天发布的最新数据显示."""

_REACH = 8
"""Characters between the beginning of a clause and a name that still opens it."""


@dataclass(slots=True)
class Topic:
    """What takes a clause over at a position; `doer` is None when it is a thing that does nothing."""

    start: int
    doer: Filler | None


def find_topics(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    readings: Mapping[int, SentenceReading],
) -> list[Topic]:
    """Return the topics of all clauses that have one, in text order."""
    topics: list[Topic] = []
    names = [m for m in mentions if isinstance(m, Name) and m.kind in ("person", "organization")]
    starts = [name.start for name in names]
    for sentence in sentences:
        reading = readings.get(sentence.index)
        if reading is not None:
            topics.extend(_read_topics(text, reading))
        else:
            topics.extend(_name_topics(text, sentence, names, starts))
    topics.sort(key=lambda topic: topic.start)
    return topics


def _name_topics(
    text: str, sentence: Sentence, names: Sequence[Name], starts: Sequence[int]
) -> Iterator[Topic]:
    """Yield the names that open the clauses of a sentence without figures, which is never cut into words."""
    words = reading_words()
    blocked = words["receiver"] | words["causative"] | words["locative"] | words["compare"] | words["source"]
    for clause in sentence.clauses:
        chosen: Name | None = None
        for name in names[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]:
            gap = text[clause.start : name.start]
            if chosen is None and (len(gap) > _REACH or any(c in blocked for c in gap)):
                break
            if chosen is None and text[name.end : name.end + 2] in words["dateline"]:
                break
            if chosen is None or (name.kind == "person" and text[name.start - 1] in "的长记任"):
                chosen = name
        if chosen is not None and _reports(text, chosen.end, clause.end):
            yield Topic(clause.start, None)
        elif chosen is not None:
            yield Topic(
                clause.start, Filler(name_label(text, chosen), chosen.start, chosen.end, names=(chosen,))
            )


def _reports(text: str, start: int, end: int) -> bool:
    """Tell whether a clause only says who reports: 中国物流与采购联合会最新数据|显示."""
    speech = tuple(reading_words()["speech"])
    rest = text[start:end].rstrip(",:，：")
    return rest.startswith(speech) or (len(rest) <= _LONGEST_REPORT and rest.endswith(speech))


def _read_topics(text: str, reading: SentenceReading) -> Iterator[Topic]:
    tokens = reading.tokens
    start = 0
    while start < len(tokens):
        _, end = reading.clause_of(start)
        found = _ClauseReader(text, tokens, start, end).read() if end > start else None
        if found is not None:
            yield Topic(tokens[start].start, found.doer)
        start = end + 1


class _ClauseReader:
    """Reads the subject of one clause, left to right."""

    def __init__(self, text: str, tokens: Sequence[Token], start: int, end: int) -> None:
        self._text = text
        self._tokens = tokens
        self._start = start
        self._end = end
        self._words = reading_words()

    def read(self) -> Topic | None:
        """Return the topic of the clause, None when it goes on with the one before."""
        for i in range(self._start + 1, self._end - 1):
            if self._tokens[i].text in self._words["by"] and (agent := self._subject(i + 1)) is not None:
                return Topic(self._tokens[self._start].start, agent.doer)
        if self._is_event():
            return Topic(self._tokens[self._start].start, self._filler(self._start, self._end - 1))
        at = self._start
        while at < self._end:
            token = self._tokens[at]
            if token.text in self._words["passive"] and token.bits & PREPOSITION:
                return self._subject(at + 1)
            if (
                _is_pure(token, PREPOSITION)
                or (token.text in self._words["compare"] and token.bits & PREPOSITION)
                or token.text in self._words["source"]
                or (token.text in self._words["causative"] and not self._before_verb(at))
            ):
                at = self._skip_phrase(at + 1)
            elif (
                token.kind in ("date", "ordinal")
                or (token.kind == MARK and token.text != "、")
                or _is_pure(token, ADVERB | CONJUNCTION | AUXILIARY | LOCALIZER)
            ):
                at += 1
            else:
                return self._subject(at)
        return None

    def _is_event(self) -> bool:
        """Tell whether the clause only names an event, which brings about what follows: 项目的顺利实施."""
        tokens = self._tokens[self._start : self._end]
        if len(tokens) < 3 or tokens[-1].text not in self._words["realized"]:
            return False
        of = next((i for i, token in enumerate(tokens) if token.text == "的"), 0)
        things = all(t.kind == WORD and t.bits & NOUN and not _is_pure(t, VERB) for t in tokens[:of])
        return of > 0 and things and len(tokens) - of <= _LONGEST_EVENT

    def _before_verb(self, at: int) -> bool:
        return at + 1 < self._end and _is_pure(self._tokens[at + 1], VERB)

    def _skip_phrase(self, at: int) -> int:
        """Return the token behind a prepositional phrase: its nouns, names and what joins them."""
        begun = at
        while at < self._end:
            token = self._tokens[at]
            if (
                token.is_figure
                or (token.kind in _NAMES or token.kind in ("date", "title", "work", "quote", "fixed"))
                or token.text in ("的", "、", "和", "及")
                or _is_pure(token, LOCALIZER | PRONOUN)
                or (token.bits & (NOUN | ADJECTIVE) and not _is_pure(token, VERB))
            ):
                at += 1
            else:
                break
        return max(at, begun)

    def _subject(self, at: int) -> Topic | None:
        tokens = self._tokens
        if at >= self._end:
            return None
        token = tokens[at]
        if token.kind in ("person", "organization", "title"):
            return self._named(at)
        if token.kind == "place":
            return self._placed(at)
        if token.is_figure:
            return self._counted(at)
        return self._nominal(at)

    def _named(self, at: int) -> Topic | None:
        """A list of persons or bodies; the person behind a title or at the end of a 的 clause comes first."""
        tokens = self._tokens
        for i in range(at, self._end):
            if tokens[i].kind == "person" and (
                i == at or tokens[i - 1].kind == "title" or tokens[i - 1].text == "的"
            ):
                at = i
                break
            if tokens[i].kind in ("place",) and tokens[i - 1].kind != "title" and i > at + 1:
                continue
        while at < self._end and tokens[at].kind == "title":
            at += 1
        if at >= self._end:
            return None
        if tokens[at].kind not in ("person", "organization"):
            return self._subject(at)
        last = at
        kind = tokens[at].kind
        while last + 2 < self._end and tokens[last + 1].text in self._words["conjunction"]:
            ahead = last + 2
            while ahead < self._end and tokens[ahead].kind == "title":
                ahead += 1
            if ahead >= self._end or tokens[ahead].kind != kind:
                break
            last = ahead
        if last + 1 < self._end and tokens[last + 1].text in self._words["dateline"]:
            return None  # 央视网消息: who reports does nothing
        if (
            last + 1 < self._end
            and tokens[last + 1].text == "的"
            and _is_pure(tokens[self._end - 1], LOCALIZER)
        ):
            return None  # 第二小学的操场上
        verb = self._verb_ahead(last + 1)
        said = verb is not None and tokens[verb].text in self._words["speech"]
        if said or _reports(self._text, tokens[last].end, tokens[self._end - 1].end):
            return Topic(tokens[at].start, None)
        return Topic(tokens[at].start, self._filler(at, last))

    def _placed(self, at: int) -> Topic | None:
        tokens = self._tokens
        last = at
        while last + 1 < self._end and (
            tokens[last + 1].kind == "place"
            or (tokens[last + 1].text in self._words["conjunction"] and self._is_place(last + 2))
        ):
            last += 1
        ahead = last + 1
        if ahead < self._end and tokens[ahead].text == "等":
            ahead += 1
        if ahead < self._end and tokens[ahead].is_figure:
            ahead += 1
            while ahead < self._end and _is_pure(tokens[ahead], NOUN):
                ahead += 1
        gives = ahead < self._end and tokens[ahead].text in self._words["receiver"]
        if gives or self._verb_ahead(ahead) is not None:
            return Topic(tokens[at].start, self._filler(at, last))
        return self._subject(last + 1) if last + 1 < self._end else None

    def _counted(self, at: int) -> Topic | None:
        """12家国企认捐, 两县投入: those counted do it."""
        tokens = self._tokens
        first = last = at
        at += 1
        if at + 1 < self._end and tokens[at].text == "的" and tokens[at + 1].kind in ("person", "title"):
            return self._named(at + 1)
        while at < self._end and tokens[at].bits & (NOUN | ADJECTIVE) and not _is_pure(tokens[at], VERB):
            at += 1
        if at > last + 1:
            if not self._is_people(at - 1):
                return None
            first, last = last + 1, at - 1
        elif getattr(tokens[first].mention, "unit", None) not in self._words["division"]:
            return None
        verb = self._verb_ahead(at)
        if (
            verb is None
            or tokens[verb].text in self._words["link"]
            or tokens[verb].text in self._words["movement"]
        ):
            return None
        return Topic(tokens[first].start, self._filler(first, last))

    def _nominal(self, at: int) -> Topic | None:
        """Nouns before a verb: people and causes do it, other things only stand there."""
        tokens = self._tokens
        first = at
        if tokens[at].text in self._words["this"] and at + 1 < self._end:
            at += 1  # 该局, 本公司
        if tokens[at].text in self._words["pivot"]:
            return None
        if _is_verb(tokens[at]) and not tokens[at].bits & NOUN:
            return self._helped(at)
        while (
            at < self._end
            and tokens[at].kind in (WORD, "quote", "fixed", "work")
            and not _is_pure(tokens[at], VERB)
        ):
            if not tokens[at].bits & (NOUN | ADJECTIVE):
                break
            if at > first and _is_verb(tokens[at]) and self._is_people(at - 1):
                break  # 公司资助: whoever acts stands before an ambiguous word
            at += 1
        if at == first:
            return None
        if at < self._end and tokens[at].kind in ("person", "organization", "title"):
            used = tokens[at].kind == "organization" and _is_verb(tokens[first])  # 利用亚洲开发银行贷款
            return None if used else self._named(at)
        verb = self._verb_ahead(at)
        if verb is None:
            return None
        text = tokens[verb].text
        if text in self._words["movement"] or text in self._words["link"]:
            return None
        if text in self._words["speech"]:
            return Topic(tokens[first].start, None)
        if self._is_people(at - 1) or text in self._words["cause"] or self._is_pointer(first, at):
            return Topic(tokens[first].start, self._filler(first, at - 1))
        return None

    def _helped(self, at: int) -> Topic | None:
        """受助学生吴小燕: a person behind a verb and a noun that only say who it is."""
        tokens = self._tokens
        if tokens[at].text not in self._words["intransitive"] or at + 2 >= self._end:
            return None
        if _is_pure(tokens[at + 1], NOUN) and tokens[at + 2].kind == "person":
            return self._named(at + 2)
        return None

    def _verb_ahead(self, at: int) -> int | None:
        """Return the verb that follows at once, adverbs, dates and prepositional phrases aside."""
        tokens = self._tokens
        while at < self._end:
            token = tokens[at]
            if self._is_filler(at):
                at += 1
            elif token.bits & PREPOSITION:
                behind = self._skip_phrase(at + 1)
                if behind == at + 1 or (
                    behind < self._end and not _is_verb(tokens[behind]) and not self._is_filler(behind)
                ):
                    return at if token.bits & VERB else None
                at = behind
            else:
                return at if _is_verb(token) else None
        return None

    def _is_people(self, at: int) -> bool:
        if _is_verb(self._tokens[at]):
            return False  # 住院 ends like a body
        text = self._tokens[at].text
        return ends_with(text, self._words["human"]) or ends_with(text, self._words["acting"])

    def _is_pointer(self, first: int, end: int) -> bool:
        return end == first + 1 and self._tokens[first].text in self._words["whole"]

    def _is_filler(self, at: int) -> bool:
        token = self._tokens[at]
        if token.text[0] in _EACH or token.text in self._words["self"]:
            return True
        return token.kind == "date" or _is_pure(token, ADVERB | AUXILIARY)

    def _is_place(self, at: int) -> bool:
        return at < self._end and self._tokens[at].kind == "place"

    def _filler(self, first: int, last: int) -> Filler:
        start, end = self._tokens[first].start, self._tokens[last].end
        mention = self._tokens[first].mention
        if first == last and isinstance(mention, Name) and mention.kind != "place":
            return Filler(name_label(self._text, mention), mention.start, mention.end, names=(mention,))
        names = tuple(m for t in self._tokens[first : last + 1] if isinstance(m := t.mention, Name))
        return Filler(label(self._text, (start, end)), start, end, names=names)


def _is_pure(token: Token, bits: int) -> bool:
    return bool(token.bits) and not token.bits & ~bits


def _is_verb(token: Token) -> bool:
    return bool(token.bits & VERB)
