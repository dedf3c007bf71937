"""The tokens of a sentence in, who or what each of its clauses is about out.

A clause opens with its subject (公安部选派干部, 全县新建道路) or goes on with that of the clause
before; a thing as subject (贫困发生率降至) takes the clause over without doing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
    Name,
    Token,
)

_WORDS: Final = reading_words()
_ACTING: Final = _WORDS["acting"]
_BY: Final = _WORDS["by"]
_CAUSATIVE: Final = _WORDS["causative"]
_CAUSE: Final = _WORDS["cause"]
_COMPARE: Final = _WORDS["compare"]
_CONJUNCTION: Final = _WORDS["conjunction"]
_DATELINE: Final = _WORDS["dateline"]
_DIVISION: Final = _WORDS["division"]
_HUMAN: Final = _WORDS["human"]
_INTRANSITIVE: Final = _WORDS["intransitive"]
_LINK: Final = _WORDS["link"]
_MOVEMENT: Final = _WORDS["movement"]
_PASSIVE: Final = _WORDS["passive"]
_PIVOT: Final = _WORDS["pivot"]
_REALIZED: Final = _WORDS["realized"]
_RECEIVER: Final = _WORDS["receiver"]
_SELF: Final = _WORDS["self"]
_SOURCE: Final = _WORDS["source"]
_SPEECH: Final = _WORDS["speech"]
_THIS: Final = _WORDS["this"]
_WHOLE: Final = _WORDS["whole"]
_SPEAKS: Final = tuple(sorted(_SPEECH))
_LEADING: Final = _SOURCE | _COMPARE | _CAUSATIVE
_NAMED: Final = frozenset({"person", "organization", "place", "date", "title", "work", "quote", "fixed"})
_EACH: Final = frozenset("每各均")
_NOUNS: Final = frozenset({WORD, "quote", "fixed", "work"})
_NOMINAL: Final = NOUN | ADJECTIVE
_LIGHT: Final = ADVERB | CONJUNCTION | AUXILIARY | LOCALIZER
"""Word classes that can stand before a subject."""

_LONGEST_EVENT: Final = 4
"""的, an adverb or two and the deed: 的顺利实施."""

_LONGEST_REPORT: Final = 12
"""Characters from the name of a source to the end of the clause: 今天发布的最新数据显示."""


@dataclass(slots=True)
class Topic:
    """What takes a clause over at a position; `doer` is None when it is a thing that does nothing."""

    start: int
    doer: Filler | None


def reports(text: str, start: int, end: int) -> bool:
    """Tell whether a clause only says who reports: 中国物流与采购联合会最新数据|显示."""
    if text.startswith(_SPEAKS, start, end):
        return True
    rest = text[start:end].rstrip(",:，：")
    return len(rest) <= _LONGEST_REPORT and rest.endswith(_SPEAKS)


def read_topics(text: str, reading: SentenceReading, topics: list[Topic]) -> None:
    """Add the topics of the clauses of a sentence that has been cut into words."""
    tokens = reading.tokens
    start, count = 0, len(tokens)
    reader = _ClauseReader(text, tokens, not reading.words.isdisjoint(_BY))
    while start < count:
        _, end = reading.clause_of(start)
        if end > start:
            found = reader.read(start, end)
            if found is not None:
                found.start = tokens[start].start
                topics.append(found)
        start = end + 1


class _ClauseReader:
    """Reads the subjects of the clauses of one sentence, each left to right.

    `acted_on` tells that the sentence holds a word before who does it to the subject (被).
    """

    __slots__ = ("_acted_on", "_end", "_start", "_text", "_tokens")

    def __init__(self, text: str, tokens: Sequence[Token], acted_on: bool) -> None:
        self._text = text
        self._tokens = tokens
        self._acted_on = acted_on
        self._start = 0
        self._end = 0

    def read(self, start: int, end: int) -> Topic | None:
        """Return the topic of the clause [start, end), None when it goes on with the one before."""
        tokens = self._tokens
        self._start, self._end = start, end
        if self._acted_on:
            for i in range(start + 1, end - 1):
                if tokens[i].text in _BY and (agent := self._subject(i + 1)) is not None:
                    return agent
        if tokens[end - 1].text in _REALIZED and self._is_event():
            return Topic(tokens[start].start, self._filler(start, end - 1))
        at = start
        while at < end:
            token = tokens[at]
            bits = token.bits
            if bits & PREPOSITION and token.text in _PASSIVE:
                return self._subject(at + 1)
            if bits == PREPOSITION or (
                token.text in _LEADING
                and (
                    token.text in _SOURCE
                    or (bits & PREPOSITION and token.text in _COMPARE)
                    or (token.text in _CAUSATIVE and not self._before_verb(at))
                )
            ):
                at = self._skip_phrase(at + 1)
            elif (
                (bits and not bits & ~_LIGHT)
                or token.kind == "date"
                or token.kind == "ordinal"
                or (token.kind == MARK and token.text != "、")
            ):
                at += 1
            else:
                return self._subject(at)
        return None

    def _is_event(self) -> bool:
        """Tell whether the clause only names an event, which brings about what follows: 项目的顺利实施."""
        start, end = self._start, self._end
        if end - start < 3:
            return False
        tokens = self._tokens[start:end]
        for of, token in enumerate(tokens):
            if token.text == "的":
                return of > 0 and len(tokens) - of <= _LONGEST_EVENT
            if token.kind != WORD or not token.bits & NOUN or token.bits == VERB:
                return False
        return False

    def _before_verb(self, at: int) -> bool:
        return at + 1 < self._end and _is_pure(self._tokens[at + 1], VERB)

    def _skip_phrase(self, at: int) -> int:
        """Return the token behind a prepositional phrase: its nouns, names and what joins them."""
        begun = at
        while at < self._end:
            token = self._tokens[at]
            if (
                token.is_figure
                or token.kind in _NAMED
                or token.text in ("的", "、", "和", "及")
                or _is_pure(token, LOCALIZER | PRONOUN)
                or (token.bits & (NOUN | ADJECTIVE) and not _is_pure(token, VERB))
            ):
                at += 1
            else:
                break
        return max(at, begun)

    def _subject(self, at: int) -> Topic | None:
        if at >= self._end:
            return None
        token = self._tokens[at]
        if token.kind == WORD:
            return self._nominal(at)
        if token.kind in ("person", "organization", "title"):
            return self._named(at)
        if token.kind == "place":
            return self._placed(at)
        return self._counted(at) if token.is_figure else self._nominal(at)

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
        while last + 2 < self._end and tokens[last + 1].text in _CONJUNCTION:
            ahead = last + 2
            while ahead < self._end and tokens[ahead].kind == "title":
                ahead += 1
            if ahead >= self._end or tokens[ahead].kind != kind:
                break
            last = ahead
        if last + 1 < self._end and tokens[last + 1].text in _DATELINE:
            return None  # 央视网消息: who reports does nothing
        if (
            last + 1 < self._end
            and tokens[last + 1].text == "的"
            and _is_pure(tokens[self._end - 1], LOCALIZER)
        ):
            return None  # 第二小学的操场上
        verb = self._verb_ahead(last + 1)
        said = verb is not None and tokens[verb].text in _SPEECH
        if said or reports(self._text, tokens[last].end, tokens[self._end - 1].end):
            return Topic(tokens[at].start, None)
        return Topic(tokens[at].start, self._filler(at, last))

    def _placed(self, at: int) -> Topic | None:
        tokens = self._tokens
        last = at
        while last + 1 < self._end and (
            tokens[last + 1].kind == "place"
            or (tokens[last + 1].text in _CONJUNCTION and self._is_place(last + 2))
        ):
            last += 1
        ahead = last + 1
        if ahead < self._end and tokens[ahead].text == "等":
            ahead += 1
        if ahead < self._end and tokens[ahead].is_figure:
            ahead += 1
            while ahead < self._end and _is_pure(tokens[ahead], NOUN):
                ahead += 1
        gives = ahead < self._end and tokens[ahead].text in _RECEIVER
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
        elif getattr(tokens[first].mention, "unit", None) not in _DIVISION:
            return None
        verb = self._verb_ahead(at)
        if verb is None or tokens[verb].text in _LINK or tokens[verb].text in _MOVEMENT:
            return None
        return Topic(tokens[first].start, self._filler(first, last))

    def _nominal(self, at: int) -> Topic | None:
        """Nouns before a verb: people and causes do it, other things only stand there."""
        tokens, end = self._tokens, self._end
        first = at
        if tokens[at].text in _THIS and at + 1 < end:
            at += 1  # 该局, 本公司
        bits = tokens[at].bits
        if tokens[at].text in _PIVOT:
            return None
        if bits & VERB and not bits & NOUN:
            return self._helped(at)
        while at < end:
            bits = tokens[at].bits
            if not bits & _NOMINAL or tokens[at].kind not in _NOUNS:
                break
            if bits & VERB and at > first and self._is_people(at - 1):
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
        if text in _MOVEMENT or text in _LINK:
            return None
        if text in _SPEECH:
            return Topic(tokens[first].start, None)
        if self._is_people(at - 1) or text in _CAUSE or self._is_pointer(first, at):
            return Topic(tokens[first].start, self._filler(first, at - 1))
        return None

    def _helped(self, at: int) -> Topic | None:
        """受助学生吴小燕: a person behind a verb and a noun that only say who it is."""
        tokens = self._tokens
        if tokens[at].text not in _INTRANSITIVE or at + 2 >= self._end:
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
        return ends_with(text, _HUMAN) or ends_with(text, _ACTING)

    def _is_pointer(self, first: int, end: int) -> bool:
        return end == first + 1 and self._tokens[first].text in _WHOLE

    def _is_filler(self, at: int) -> bool:
        token = self._tokens[at]
        if token.text[0] in _EACH or token.text in _SELF:
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
