"""A sentence's tokens in, the slots of each of its figures out, by where words stand.

The shallow reading tells four orders apart: V Q N (资助100名青年), N V Q (发生率降至5.79%),
V N Q (投入资金8000万元) and N Q (人均纯收入9808元); a figure in a list shares the verb of the
first. It works by word classes and by the small closed classes of `data/reading.txt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.records.lexicon import ends_with, reading_words
from extract.records.phrases import left_noun, noun_start, right_noun
from extract.records.runs import figure_of_noun, is_amount, is_doing, run_of
from extract.records.verbs import (
    is_join,
    last_verb,
    only,
    opening_of,
    opening_verb,
    receiver,
    skip_back,
    skip_comparison,
    verb_after,
    verb_before,
    verb_of_list,
    verb_of_share,
)
from extract.spans import (
    ADVERB,
    MARK,
    NOUN,
    PREPOSITION,
    VERB,
    Figure,
    Span,
    Token,
)

CLAUSE_MARKS: Final = frozenset(",:\n")
_YEARS_OF_AGE: Final = "岁"
_WORDS: Final = reading_words()
_ACTING: Final = _WORDS["acting"]
_BOUND: Final = _WORDS["bound"]
_EXCHANGE: Final = _WORDS["exchange"]
_FROM: Final = _WORDS["from"]
_HARM: Final = _WORDS["harm"]
_HUMAN: Final = _WORDS["human"]
_LINK: Final = _WORDS["link"]
_MOVEMENT: Final = _WORDS["movement"]
_PURPOSE: Final = _WORDS["purpose"]
_RECEIVER: Final = _WORDS["receiver"]


@dataclass(slots=True)
class FigureReading:
    """The slots of one figure as its clause gives them, each as a span; None is not given."""

    pattern: str
    subject: Span | None = None
    action: Span | None = None
    recipient: Span | None = None
    sibling: int | None = None
    verb: str = ""
    moves: bool = False
    served: bool = False
    """Whether what is counted stands behind a preposition (为1770名学生建设): it does nothing itself."""
    links: bool = False


class SentenceReading:
    """Reads the figures of one sentence, left to right; a list member asks its neighbour."""

    __slots__ = (
        "_at",
        "_clauses",
        "_has_purpose",
        "_has_receiver",
        "_memo",
        "figures",
        "text",
        "tokens",
        "words",
    )

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.figures: list[int] = []
        """The indexes of its figures."""

        self.words: set[str] = set()
        """What its tokens say: by it most questions about words are settled without going through them."""

        self._at: dict[int, int] = {}
        self._clauses: list[tuple[int, int]] = []
        self._memo: dict[int, FigureReading] = {}
        self._go_through(tokens)
        self._has_purpose = not _PURPOSE.isdisjoint(self.words)
        self._has_receiver = not _RECEIVER.isdisjoint(self.words)

    def _go_through(self, tokens: Sequence[Token]) -> None:
        """Note words, figures, and for every token the bounds of its clause, the comma behind it included."""
        figures, positions, bounds = self.figures, self._at, self._clauses
        add = self.words.add
        start = 0
        for at, token in enumerate(tokens):
            word = token.text
            add(word)
            if token.is_figure:
                figures.append(at)
                positions[id(token.mention)] = at
            elif word in CLAUSE_MARKS and token.kind == MARK:
                bounds += [(start, at)] * (at + 1 - start)
                start = at + 1
        bounds += [(start, len(tokens))] * (len(tokens) + 1 - start)

    def read(self, figure: Figure) -> FigureReading | None:
        """Return the reading of a figure, None when the sentence has it only inside a name."""
        at = self._at.get(id(figure))
        if at is None:
            return None
        return self._memo.get(at) or self._read_at(at)

    def position(self, figure: Figure) -> int | None:
        """Return the index of a figure's token."""
        return self._at.get(id(figure))

    def clause_of(self, at: int) -> tuple[int, int]:
        """Return the first token of the clause around one, and the one behind its last."""
        return self._clauses[at]

    def purpose_of(self, figure: Figure) -> Span | None:
        """Return what a sum is for: 投入8000万元,用于医疗项目建设; 用于产业发展5600万元."""
        at = self.position(figure)
        if at is None:
            return None
        reading = self._read_at(at)
        if reading.verb in _PURPOSE:
            return reading.subject
        for i in range(at + 1, min(at + 3, len(self.tokens))):
            if self.tokens[i].text in _PURPOSE:
                _, end = self.clause_of(i)
                return self._span(i + 1, end - 1) if end > i + 1 else None
            if not self._is_comma(i):
                return None
        return None

    def object_before(self, figure: Figure) -> Span | None:
        """Return the noun that the clause before a figure's ends with: 发放交通补助,每人300元."""
        at = self.position(figure)
        start = self.clause_of(at)[0] if at is not None else 0
        if start < 2:
            return None
        noun = left_noun(self.tokens, start - 2, self.clause_of(start - 2)[0])
        return None if noun is None else self._span(noun.first, noun.last)

    def has_word(self, start: int, end: int, section: str) -> int | None:
        """Return the index of the last token among [start, end) that is of a word class."""
        words = _WORDS[section]
        for at in range(end - 1, start - 1, -1):
            if self.tokens[at].text in words:
                return at
        return None

    # --- one figure --------------------------------------------------------------------------

    def _read_at(self, at: int) -> FigureReading:
        found = self._memo.get(at)
        if found is None:
            self._memo[at] = found = self._work_out(at)
        return found

    def _work_out(self, at: int) -> FigureReading:
        tokens = self.tokens
        start, end = self._clauses[at]
        first, last = run_of(tokens, at, start, end)
        left, skipped = skip_back(tokens, first - 1, start)
        after = None
        opens = noun_start(tokens, last, end)
        if opens is not None:
            governed = left >= start and last_verb(tokens, left, start) is not None
            after = right_noun(tokens, last, opens, end, governed=governed)
        joined = left >= start and is_join(tokens[left])
        sibling = self._sibling(left, start) if joined else None
        if tokens[last].kind == "people" and self._is_harm(last, after):
            reading = FigureReading("reading.bare")
            self._read_behind(reading, last, left, start, end)
        elif after is not None and not self._is_level_of(last, left, start):
            reading = self._with_noun_after(first, left, start, end, after, sibling)
        elif sibling is not None:
            reading = FigureReading("reading.list", sibling=sibling)
        else:
            reading = self._with_noun_before(first, last, left, start, end, skipped)
        if reading.sibling is not None:
            self._share(reading, self._read_at(reading.sibling))
        return reading

    def _is_harm(self, last: int, after: tuple[int, int] | None) -> bool:
        """Tell whether people are counted to whom something happens at once: 超1200人死亡."""
        at = last + 1
        if after is not None and after != (at, at):
            return False
        return at < len(self.tokens) and self.tokens[at].text in _HARM

    def _is_level_of(self, last: int, left: int, start: int) -> bool:
        """Tell whether a figure before 的 is a level of the noun before it: 人口超过50万的城市."""
        tokens = self.tokens
        if last + 1 >= len(tokens) or tokens[last + 1].text != "的" or left <= start:
            return False
        if tokens[left].text not in _LINK or not tokens[left].bits & VERB:
            return False
        return left_noun(tokens, left - 1, start) is not None

    def _with_noun_after(
        self, first: int, left: int, start: int, end: int, after: tuple[int, int], sibling: int | None
    ) -> FigureReading:
        """Q N: the noun behind is what is counted; the verb stands before, else behind."""
        reading = FigureReading("reading.noun-after", subject=self._span(*after))
        group = verb_before(self.tokens, left, start)
        if group is None and sibling is not None:
            reading.sibling = sibling
            return reading
        if group is None and left >= start and not self.tokens[left].bits & PREPOSITION:
            group = last_verb(self.tokens, left, start)
        if group is not None and not (group[0] == group[1] and self.tokens[group[0]].bits & PREPOSITION):
            self._take_verb(reading, group)
            self._take_recipient(reading, group[0] - 1, start)
            return reading
        figure = self.tokens[first].mention
        if isinstance(figure, Figure) and figure.unit == _YEARS_OF_AGE:
            return reading
        served = any(self.tokens[i].bits & PREPOSITION for i in range(start, left + 1))
        group = verb_after(self.tokens, after[1] + 1, end, past_figures=True, past_joins=served)
        if group is not None:
            self._take_verb(reading, group)
            reading.served = served
            self._take_recipient(reading, left, start)
        elif left >= start and (counted := figure_of_noun(self.tokens, left, start)) is not None:
            reading.sibling = counted
        return reading

    def _with_noun_before(
        self, first: int, last: int, left: int, start: int, end: int, skipped: bool
    ) -> FigureReading:
        """V N Q, N V Q, N Q or V Q: what stands directly before decides."""
        tokens = self.tokens
        verbal = left >= start and tokens[left].bits & VERB != 0
        if verbal and (tokens[left].text in _MOVEMENT or self._is_done(left, start)):
            return self._behind_verb(first, last, left, start, end)  # 较上年高1.6个百分点, 累计投资2.6亿元
        if self._has_purpose:
            use = self.has_word(start, first, "purpose")
            if use is not None and use < left:
                return self._with_use(use, left)
        moved = skipped and left + 1 < first and tokens[left + 1].text in _FROM
        noun = left_noun(tokens, left, start, verbal=moved)
        if noun is None:
            return self._behind_verb(first, last, left, start, end)
        counted = tokens[first].kind in ("people", "households")
        if counted and noun.verb is None and noun.first > start and tokens[noun.first - 1].is_figure:
            # 29个乡镇92.6万人受灾: the noun is counted by the figure before it
            reading = FigureReading("reading.bare")
            self._read_behind(reading, last, noun.first - 1, noun.first, end)
            return reading
        reading = FigureReading("reading.noun-before", subject=self._span(noun.first, noun.last))
        acts = tokens[noun.last].bits & VERB != 0
        whole = noun.verb is None or noun.verb[1] + 1 == noun.last
        if acts and whole and is_doing(tokens[first]):
            self._take_deed(reading, noun.low, noun.last, first, start)
        elif noun.verb is not None:
            self._take_verb(reading, noun.verb)
            self._take_recipient(reading, noun.verb[0] - 1, start)
        elif acts:
            self._take_deed(reading, noun.first, noun.last, first, start)
        if reading.action is None:
            self._take_verb_before_noun(reading, noun.first, first, last, start, end)
        return reading

    def _is_done(self, at: int, start: int) -> bool:
        """Tell whether an adverb makes a verb of an ambiguous word: 公司累计投资2.6亿元."""
        tokens = self.tokens
        if at == start or tokens[at - 1].bits != ADVERB:
            return False
        return at - 2 < start or tokens[at - 2].text[0] != "每"

    def _with_use(self, use: int, left: int) -> FigureReading:
        """用于民房恢复重建4100万元: what it is used for is what is said of the sum."""
        reading = FigureReading("reading.use", subject=self._span(use + 1, left))
        self._take_verb(reading, (use, use))
        return reading

    def _take_deed(self, reading: FigureReading, first: int, last: int, figure: int, start: int) -> None:
        """The word before the figure is noun and verb in one: 支出1.12亿元, 农村劳动力转移就业87600人."""
        tokens = self.tokens
        amount = is_amount(tokens[figure])
        at = last
        while at - 1 >= first and tokens[at - 1].bits & VERB and tokens[last].bits & NOUN:
            at -= 1
        acted = at > first and self._is_doer(at - 1)
        if amount and not acted and any(only(token, NOUN) for token in tokens[first:last]):
            return
        reading.action, reading.verb = self._span(at, last), tokens[last].text
        reading.links = reading.verb in _LINK
        owner = left_noun(tokens, at - 1, start) if at > first else None
        if amount and acted:
            reading.subject = None
        elif owner is not None and owner.verb is None and ends_with(tokens[at - 1].text, _HUMAN):
            reading.subject = self._span(owner.first, owner.last)
        elif owner is None and (not amount or tokens[last].text in _EXCHANGE):
            reading.subject = None
        elif owner is not None:
            reading.subject = self._span(owner.first, last)
        self._take_recipient(reading, skip_back(self.tokens, first - 1, start)[0], start)

    def _take_verb_before_noun(
        self, reading: FigureReading, noun: int, first: int, last: int, start: int, end: int
    ) -> None:
        """Find the verb of a noun phrase that has none inside: 有工人216名; a list; 三成的农户靠."""
        before, _ = skip_back(self.tokens, noun - 1, start)
        group = verb_before(self.tokens, before, start)
        if group is not None:
            self._take_verb(reading, group)
            self._take_recipient(reading, group[0] - 1, start)
        elif (
            before >= start
            and is_join(self.tokens[before])
            and (found := self._sibling(before, start)) is not None
        ):
            reading.sibling = found
        elif (
            before >= start
            and is_join(self.tokens[before])
            and (group := verb_of_list(self.tokens, before, start)) is not None
        ):
            self._take_verb(reading, group)
            self._take_recipient(reading, group[0] - 1, start)
        else:
            self._read_behind(reading, last, noun - 1, start, end)

    def _behind_verb(self, first: int, last: int, left: int, start: int, end: int) -> FigureReading:
        """V Q: a level or a movement of the noun before the verb, or a deed of it."""
        group = verb_before(self.tokens, left, start)
        shared = group is None and left >= start and self.tokens[left].text == "的"
        if shared:
            group = verb_of_share(self.tokens, left - 1, start)
        if group is None or (
            self.tokens[group[1]].bits & PREPOSITION and verb_after(self.tokens, last + 1, end)
        ):
            reading = FigureReading("reading.bare")
            self._read_behind(reading, last, left, start, end)
            return reading
        reading = FigureReading("reading.verb")
        self._take_verb(reading, group)
        reading.links = reading.links or shared or reading.verb in _EXCHANGE
        before, _ = skip_back(self.tokens, skip_comparison(self.tokens, group[0] - 1, start), start)
        if before >= start and self.tokens[before].text == "的" and reading.links:
            first_word = opening_of(self.tokens, before, start)
            reading.subject = self._span(first_word, before)
            return reading
        noun = left_noun(self.tokens, before, start) if before >= start else None
        if noun is None or self._does(noun.last, reading):
            self._take_recipient(reading, before, start)
        elif reading.links or reading.moves or noun.last < group[0] - 1:
            reading.pattern = "reading.noun-verb"
            reading.subject = self._span(noun.first, noun.last)
            if noun.verb is not None and reading.verb in _BOUND:
                self._take_verb(reading, noun.verb)  # 发送旅客超34万人次
        elif self.tokens[first].kind == "money":
            # 定向捐赠1263.4万元: the deed itself is what is measured
            reading.subject = self._span(noun.first, group[1])
        elif is_amount(self.tokens[first]):
            reading.subject = self._span(noun.first, noun.last)
        return reading

    def _does(self, noun: int, reading: FigureReading) -> bool:
        """Tell whether the noun before a verb does it, rather than being what is counted."""
        return not (reading.links or reading.moves) and self._is_doer(noun)

    def _is_doer(self, at: int) -> bool:
        """Tell whether a noun names people or a body that acts like them."""
        text = self.tokens[at].text
        return ends_with(text, _HUMAN) or ends_with(text, _ACTING)

    def _read_behind(self, reading: FigureReading, last: int, left: int, start: int, end: int) -> None:
        """Take the verb that follows the figure (614万人受灾), if its clause has one."""
        figure = self.tokens[last].mention
        if isinstance(figure, Figure) and figure.unit == _YEARS_OF_AGE:
            return
        group = verb_after(self.tokens, last + 1, end) or opening_verb(self.tokens, start, left + 1)
        if group is not None:
            self._take_verb(reading, group)
            self._take_recipient(reading, left, start)

    def _share(self, reading: FigureReading, other: FigureReading) -> None:
        """Give a list member what it has not itself: verb, recipient, at last the noun."""
        reading.action = reading.action or other.action
        reading.verb = reading.verb or other.verb
        reading.moves, reading.links = other.moves, other.links
        reading.recipient = reading.recipient or other.recipient
        if reading.pattern == "reading.list":
            reading.subject = reading.subject or other.subject

    # --- steps -------------------------------------------------------------------------------

    def _take_verb(self, reading: FigureReading, group: tuple[int, int]) -> None:
        word = self.tokens[group[1]].text
        reading.verb = word
        reading.links = word in _LINK
        reading.moves = word in _MOVEMENT
        reading.action = self._span(*group)

    def _take_recipient(self, reading: FigureReading, at: int, start: int) -> None:
        if self._has_receiver:
            found = receiver(self.tokens, at, start)
            reading.recipient = None if found is None else self._span(*found)

    def _sibling(self, left: int, start: int) -> int | None:
        """Return the figure before a list mark, whose list the figure at hand continues."""
        for i in range(left - 1, start - 1, -1):
            if self.tokens[i].is_figure:
                return i
        return None

    def _is_comma(self, at: int) -> bool:
        token = self.tokens[at]
        return token.kind == MARK and token.text in CLAUSE_MARKS

    def _span(self, first: int, last: int) -> Span:
        return self.tokens[first].start, self.tokens[last].end
