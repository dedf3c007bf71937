"""Place mentions in, the place in force at a figure out.

A place holds for its sentence, and beyond it while it is what the paragraph is about; else the
bulletin's own place holds: that of the headline, or the narrower one that the first paragraph
leads on to. 全县, 该镇, 两地 point back to the places in force.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from extract.mentions.divisions import contains
from extract.patterns import pattern_of
from extract.records.drafts import Filler
from extract.records.lexicon import reading_words
from extract.records.own_place import find_own_place, without_donors
from extract.records.place_groups import PlaceGroup, group_names
from extract.records.pointers import with_pointers
from extract.records.topics import Topics
from extract.spans import Block, Clause, Figure, Mention, Sentence

_SPAN_OF_HELP: Final = 30
_OVERLAP: Final = 8
"""More characters than any word of help has."""

_OF: Final = frozenset({"的", "以上的", "以下的", "左右的"})
_LONGEST_OF: Final = 3
_NEAR: Final = 3
"""Characters between the beginning of a clause and a place that still opens it."""

_LOCATIVE: Final = reading_words()["locative"]
_RESPECTIVELY: Final = reading_words()["respectively"]
_HARM: Final = ("造成", "导致", "致使", "致")
_STOPS: Final = frozenset("。;!?\n")
_NEVER: Final = 1
_HOME: Final = 2
_OUTSIDE: Final = 3
"""What a place can be to a figure behind it: nothing, where it is, or that unless it only helps."""


class Places:
    """The places of a bulletin in text order, and the one in force at each figure.

    Figures are asked for in text order: a place that can hold for none that follows is struck out of
    the row that is searched backwards, so that no search passes it again.
    """

    __slots__ = (
        "_blocks",
        "_end",
        "_first",
        "_frame_from",
        "_goals",
        "_groups",
        "_left",
        "_opened",
        "_sentences",
        "_starts",
        "_text",
        "_titled",
        "_topical",
        "frame",
    )

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        issuer: str | None = None,
    ) -> None:
        groups = without_donors(text, blocks, group_names(text, blocks, mentions))
        frame = find_own_place(text, blocks, groups, mentions, issuer)
        if frame is not None:
            _admit_nested(text, blocks, groups, frame)
        groups = with_pointers(text, blocks, groups, frame)
        self._text = text
        self._blocks = blocks
        self._sentences = sentences
        self._groups: list[PlaceGroup] = groups
        self._starts = [group.start for group in groups]
        self._left = list(range(len(groups)))
        self._topical = list(range(len(groups)))
        self._goals: list[int] = []
        self._opened = -1  # the block that the figures asked for stand in, and its groups
        self._first = self._end = 0
        kind = blocks[frame.block].kind if frame is not None else ""
        self.frame = frame
        self._titled = kind == "title"
        # A place that only the text names holds behind it.
        self._frame_from = frame.start if frame is not None and kind in ("paragraph", "heading") else -1

    def at(
        self, figure: Figure, sentence: Sentence, clause: Clause, begun: int, topics: Topics
    ) -> Filler | None:
        """Return the place in force at a figure, as what fills its slot.

        `begun` is where its full sentence starts. The place of a sentence before holds unless a body
        opens the one at hand as its subject.
        """
        if sentence.block != self._opened:
            self._open(sentence)
        if self._first < self._end:
            found = self._in_block(figure, sentence, clause, begun, topics)
            if found is not None:
                return found
        frame = self.frame
        if frame is not None and self._frame_from < figure.start:
            return frame.inherited or frame.filler(self._text, inherited=True)
        return None

    def _in_block(
        self, figure: Figure, sentence: Sentence, clause: Clause, begun: int, topics: Topics
    ) -> Filler | None:
        """Return what a place of the paragraph gives a figure: of its clause, its sentence, or before."""
        groups, text = self._groups, self._text
        high = bisect_left(self._starts, figure.start, self._first, self._end)
        titled: PlaceGroup | None = None
        at = _last(self._left, high - 1)
        while at >= self._first and groups[at].start >= clause.start:
            if self._holds(at, figure, sentence, clause, begun):
                if not groups[at].titled:
                    return groups[at].filler(text, inherited=False)
                titled = titled or groups[at]
            at = self._before(at, sentence)
        if high < self._end and groups[high].start < clause.end:
            titled = self._ahead(figure, clause, high) or titled
        if titled is not None:
            return titled.filler(text, inherited=False)
        while at >= self._first and groups[at].start >= begun:
            if self._holds(at, figure, sentence, clause, begun):
                return groups[at].filler(text, inherited=True)
            at = self._before(at, sentence)
        carried = self._carried(figure, clause, at) if at >= self._first else None
        if carried is None or topics.body_opens(sentence, figure.start):
            return None
        return carried.filler(text, inherited=True)

    def is_frame(self, filler: Filler) -> bool:
        """Tell whether a place is what the whole bulletin is about, and one place only."""
        frame = self.frame
        if frame is None or len(frame.names) != 1 or filler.names != frame.names:
            return False
        return self._titled and frame.names[0].code is not None

    def _open(self, sentence: Sentence) -> None:
        """Get ready for the figures of a block: find its places, what marks them and where something goes."""
        text, groups = self._text, self._groups
        block = self._blocks[sentence.block]
        self._opened = sentence.block
        self._first = bisect_left(self._starts, block.start)
        self._end = bisect_left(self._starts, block.end, self._first)
        self._goals = []
        counted, several = 0, False
        for at in range(self._first, self._end):
            group = groups[at]
            if text[group.end : group.end + 1].isdigit():
                counted += 1
            if len(group.names) > 1:
                several = True
            if self._is_reached(group) and not (self._titled and self._is_outside(group)):
                self._goals.append(at)
        if self._first < self._end and text.find("(", block.start, block.end) >= 0:
            self._mark_brackets(sentence)
        if counted > 1 or (several and _says(text, block, _RESPECTIVELY)):
            self._mark_lists(sentence)

    def _mark_brackets(self, sentence: Sentence) -> None:
        """Mark the places in the brackets of a block, and what stands before the brackets."""
        groups, starts = self._groups, self._starts
        for bracket in self._sentences_of(sentence):
            if bracket.host is not None:
                for at in range(bisect_left(starts, bracket.start), bisect_left(starts, bracket.end)):
                    groups[at].bracket = True
        outside = self._first - 1
        for at in range(self._first, self._end):
            if groups[at].bracket:
                groups[at].outside = outside
            else:
                outside = at

    def _mark_lists(self, sentence: Sentence) -> None:
        """Mark the places of 分别 lists: each figure of the list has its own, those behind it none."""
        text, starts = self._text, self._starts
        for part in self._sentences_of(sentence):
            for clause in part.clauses:
                low, high = bisect_left(starts, clause.start), bisect_right(starts, clause.end)
                if low == high:
                    continue
                inside = self._groups[low:high]
                shared = max([text.rfind(word, clause.start, clause.end) for word in _RESPECTIVELY])
                counted = [group for group in inside if text[group.end : group.end + 1].isdigit()]
                for group in counted if len(counted) > 1 else ():
                    group.listed = True  # 其中上饶市4800万元、九江市3650万元: each its own
                for group in inside:
                    if len(group.names) > 1 and group.end <= shared:
                        group.listed = True

    def _sentences_of(self, sentence: Sentence) -> Sequence[Sentence]:
        """Return the sentences of the block that a sentence stands in."""
        sentences, block = self._sentences, sentence.block
        first = end = sentence.index
        while first > 0 and sentences[first - 1].block == block:
            first -= 1
        while end < len(sentences) and sentences[end].block == block:
            end += 1
        return sentences[first:end]

    def _holds(self, at: int, figure: Figure, sentence: Sentence, clause: Clause, begun: int) -> bool:
        """Tell whether a place of the sentence can be where a figure behind it is."""
        group = self._groups[at]
        role = group.role or self._role(group)
        if role == _NEVER or (group.listed and group.end != figure.outer_start):
            self._left[at] = at - 1
            return False
        if group.bracket and group.start < sentence.start:
            return False  # 改造危桥7座(其中马营镇2座): the bracket's place stays in it
        if role == _OUTSIDE and self._gives(group, clause):
            if group.helped <= figure.start:
                self._left[at] = at - 1
            return False
        return True

    def _before(self, at: int, sentence: Sentence) -> int:
        """Return the index of the place before one that can hold in a sentence, -1 if there is none."""
        group = self._groups[at]
        left = group.bracket and group.start < sentence.start
        return _last(self._left, group.outside if left else at - 1)

    def _carried(self, figure: Figure, clause: Clause, at: int) -> PlaceGroup | None:
        """Return the nearest place of the paragraph, up to an index, that the paragraph is about."""
        row = self._topical
        at = _last(row, at)
        while at >= self._first:
            group = self._groups[at]
            role = group.role or self._role(group)
            if not group.topical and not self._can_carry(group, role):
                row[at] = at - 1
            elif role == _OUTSIDE and self._gives(group, clause):
                if group.helped <= figure.start:
                    row[at] = at - 1
            else:
                return group
            at = _last(row, at - 1)
        return None

    def _can_carry(self, group: PlaceGroup, role: int) -> bool:
        """Tell, and remember, whether a paragraph can be about a place from its sentence on."""
        if role != _NEVER and not group.listed and not group.bracket:
            group.topical = _is_topic(self._text, group, self._blocks[group.block].start)
        return group.topical

    def _role(self, group: PlaceGroup) -> int:
        """Return, and remember, what a place can be to the figures behind it.

        Somebody only goes to a place outside that of the headline (赴江苏务工, 赴郑州跟岗); another one
        outside may only help (北京市海淀区投入帮扶资金 in a bulletin of 兴安盟).
        """
        if group.nested:
            group.role = _NEVER
        elif not self._is_outside(group):
            group.role = _HOME
        elif not self._is_reached(group):
            group.role = _OUTSIDE
        else:
            group.role = _NEVER if self._titled else _HOME
        return group.role

    def _gives(self, group: PlaceGroup, clause: Clause) -> bool:
        """Tell whether a place only helps: 捐赠 or the like follows in the clause, or soon after it.

        What has been searched is remembered, so that each word is looked at once for a place.
        """
        limit = max(clause.end, group.end + _SPAN_OF_HELP)
        if group.helped < 0 and limit > group.clear:
            hit = _help().search(self._text, max(group.end, group.clear - _OVERLAP), limit)
            group.clear = limit
            if hit is not None:
                group.helped = hit.end()
        return 0 <= group.helped <= limit

    def _ahead(self, figure: Figure, clause: Clause, high: int) -> PlaceGroup | None:
        """Return the place behind a figure that something goes to, else the one it describes."""
        groups = self._groups
        goal = bisect_left(self._goals, high)
        if goal < len(self._goals) and groups[self._goals[goal]].start < clause.end:
            return groups[self._goals[goal]]
        end, at = figure.outer_end, high
        while at < len(groups) and groups[at].start <= end + _LONGEST_OF and groups[at].start < clause.end:
            if not groups[at].nested and self._text[end : groups[at].start] in _OF:
                return groups[at]  # 气温18摄氏度的漠河
            at += 1
        return None

    def _is_reached(self, group: PlaceGroup) -> bool:
        """Tell whether something goes to a place (赴两县, 到普安县)."""
        return self._text[group.start - 1 : group.start] in _LOCATIVE

    def _is_outside(self, group: PlaceGroup) -> bool:
        """Tell whether a place has nothing to do with the bulletin's own."""
        frame = self.frame
        if frame is None or group.word is not None:
            return False
        for name in group.names:
            for own in frame.names:
                if not name.code or not own.code:
                    return False
                if contains(name.code, own.code) or contains(own.code, name.code):
                    return False
        return True


def _last(row: list[int], at: int) -> int:
    """Return the last index up to `at` that is not struck out of a row, else -1.

    A struck index leads to one before it; the way is shortened as it is gone.
    """
    while at >= 0 and row[at] != at:
        ahead = row[at]
        if ahead >= 0:
            ahead = row[at] = row[ahead]
        at = ahead
    return at


@cache
def _help() -> re.Pattern[str]:
    """Return the pattern that finds what a helper does."""
    return pattern_of("|".join(sorted(reading_words()["help"], key=lambda word: (len(word), word))))


def _is_topic(text: str, group: PlaceGroup, opening: int) -> bool:
    """Tell whether a place opens its sentence or its block: then the next ones are about it too."""
    start = group.start
    before = text[max(0, start - _NEAR) : start]
    if before.endswith(_HARM):
        return True  # 地震造成永胜县、华坪县2.3万户受灾
    return start == opening or not _STOPS.isdisjoint(before)


def _admit_nested(
    text: str, blocks: Sequence[Block], groups: Sequence[PlaceGroup], frame: PlaceGroup
) -> None:
    """Let a body of the bulletin that opens a sentence name its place: 安溪县公安局将35项业务下放."""
    own = frame.names[0].code
    if len(frame.names) != 1 or not own:
        return
    for group in groups:
        if not group.nested or len(group.names) != 1:
            continue
        code = group.names[0].code
        if code and contains(own, code) and _is_topic(text, group, blocks[group.block].start):
            group.nested, group.titled = False, True


def _says(text: str, block: Block, words: Iterable[str]) -> bool:
    return any(text.find(word, block.start, block.end) >= 0 for word in words)
