"""A ground in, the places out where the name of a person may begin: surnames, and what announces a name."""

from __future__ import annotations

from functools import cache
from typing import Final

from extract.mentions.body_words import body_words
from extract.mentions.name_forms import (
    UNLIKELY,
    first_characters,
    given_weights,
    is_statesman,
    japanese_heads,
    mongol_heads,
    sound_weights,
    surname_at,
    surname_pattern,
    surnames,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground, stops, tag_of
from extract.mentions.person_evidence import NOTE_BEHIND, PERSON_TAGS, is_familiar, speech_pattern

ORDINARY: Final = 22
"""Weight of a form that is looked at without evidence."""

ANNOUNCING: Final = "”: \u3000的"
"""What may stand between a title and the name that it announces."""

SIGNING: Final = " \u3000:"
"""What stands before the names of the makers of a text."""

ORDINARY_TAGS: Final = frozenset(
    ["n", "v", "a", "vn", "d", "t", "s", "m", "i", "l", "b", "z", "c", "p", "r", "f", "ns", "nt", "j"]
)
"""The tags of words that are no names."""

_BEFORE_NOTE, _BEFORE_HEAD, _SHORTEST = 8, 6, 2
"""How far before a note, before a title or a verb of speaking a name may start; how far at least."""


_NO_NAME: Final = frozenset(
    "副省市县区州盟旗镇乡村国部委局厅处司科组队各本该此其某两双多原前后上下老小新大全总正第一二三四五六七八九十党团妇工"
)
"""Characters that no name without a known surname has: 副部长, 两市市长."""


@cache
def starts_no_name(char: str) -> bool:
    """Whether no name without a known surname has this character."""
    return stops(char) or char in _NO_NAME or not "\u4e00" <= char <= "\u9fff"


class Starts:
    """Where names may begin in one document, found once for all its blocks.

    `announced` are behind titles and before notes, `inside` the insides of the titles; at `sure` ones a
    name would start that a title or a verb of speaking stands behind; at `promising` ones a surname
    and what follows weigh enough by themselves. `positions` are all that are worth a look, in order.
    """

    __slots__ = ("_ground", "announced", "inside", "positions", "promising", "sure")

    def __init__(self, ground: Ground, taken: bytearray) -> None:
        self._ground = ground
        self.inside: set[int] = set()
        self.announced = self._announced()
        self.sure = self._borne_out()
        self.promising = self._promising()
        self.positions = self._worth_a_look(taken)

    def _worth_a_look(self, taken: bytearray) -> list[int]:
        """Where a name may begin that belongs to nothing else, in order."""
        text, announced, promising = self._ground.text, self.announced, self.promising
        heads, mongol = first_characters(), mongol_heads()
        worth: list[int] = []
        for start in sorted((announced | self.sure | promising) - self.inside):
            char = text[start : start + 1]
            if taken[start] or not "\u4e00" <= char <= "\u9fff":
                continue
            if (
                char in heads
                or text[start + 1 : start + 2] in mongol
                or (self._may_follow(start) if start in announced else self._may_precede(start))
            ):
                worth.append(start)
        return worth

    def has_surname(self, start: int) -> bool:
        """Whether a word starts here that begins like a name, however little it promises."""
        ground = self._ground
        if not ground.bounds[start]:
            return False
        return surname_pattern().match(ground.text, start) is not None or start in ground.named_starts

    def is_familiar(self, start: int) -> bool:
        """Whether the dictionary has a name of three characters here (恽代英)."""
        ground = self._ground
        end = start + 3
        if ground.bounds[start : end + 1] != _THREE or not is_familiar(ground.text[start:end]):
            return False
        return ground.text[end : ground.word_after(end)] not in sound_weights()  # 塔尔图斯

    def _announced(self) -> set[int]:
        """Where something announces a name; what is inside a title is remembered."""
        ground, text = self._ground, self._ground.text
        announced: set[int] = set()
        for end in ground.announcing_ends:
            for start, bits in ground.at_end[end]:
                if bits & (TITLE | PLAIN):
                    self.inside.update(range(start + 1, end))
                    break
            while text[end : end + 1] and text[end] in ANNOUNCING:
                end += 1
            announced.add(end)
        closing = text.find("”")
        while closing >= 0:
            announced.add(closing + 1)
            closing = text.find("”", closing + 1)
        age = text.find("岁")
        while age >= 0:
            announced.add(age + 2 if text[age + 1 : age + 2] == "的" else age + 1)
            age = text.find("岁", age + 1)
        for match in NOTE_BEHIND.finditer(text):
            note = match.start()
            announced.update(range(self._reach(note, _BEFORE_NOTE), note - 1))
        return announced

    def _borne_out(self) -> set[int]:
        """Where a name would start that a title, an address or a verb of speaking stands behind."""
        ground, text, bounds = self._ground, self._ground.text, self._ground.bounds
        starts: set[int] = set()
        ends = ground.title_starts | ground.address_starts
        ends.update([match.start() for match in speech_pattern().finditer(text)])
        for end in ends:
            if bounds[end]:
                for start in range(self._reach(end, _BEFORE_HEAD), end - _SHORTEST + 1):
                    if bounds[start]:
                        starts.add(start)
        return starts

    def _may_follow(self, start: int) -> bool:
        """Whether a name without a known head may follow what announces one: no ordinary word is here."""
        text = self._ground.text
        end = self._ground.word_after(start)
        if end - start > 1:
            ordinary = tag_of(text[start:end]) in ORDINARY_TAGS
        else:
            ordinary = text[start] in body_words("edge") and text[start] not in sound_weights()
        return not ordinary or text[start - 1 : start] in SIGNING or text[start] in japanese_heads()

    def _may_precede(self, start: int) -> bool:
        """Whether a name without a known head may stand before a title or a verb of speaking."""
        text = self._ground.text
        end = self._ground.word_after(start)
        return tag_of(text[start:end]) in PERSON_TAGS if end - start > 1 else not starts_no_name(text[start])

    def _reach(self, end: int, most: int) -> int:
        """Where a name before `end` starts at the earliest: it stands in the same line."""
        return max(end - most, self._ground.text.rfind("\n", max(end - most, 0), end) + 1, 0)

    def _promising(self) -> set[int]:
        """Where a surname and what follows weigh enough for a name that nothing announces."""
        ground, text, bounds = self._ground, self._ground.text, self._ground.bounds
        known, given = surnames(), given_weights()
        starts = {
            at for at in ground.named_starts if bounds[at] and (self._promises(at) or self.is_familiar(at))
        }
        for match in surname_pattern().finditer(text):
            start = match.start()
            if not bounds[start]:
                continue
            weight = known[text[start]] + given[text[start + 1]]
            if (
                weight >= ORDINARY
                or weight + given.get(text[start + 2 : start + 3], UNLIKELY) >= ORDINARY
                or (bounds[start : start + 4] == _THREE and self.is_familiar(start))
            ):
                starts.add(start)
        return starts

    def _promises(self, start: int) -> bool:
        """Whether a statesman or a surname of two characters with a likely name starts here."""
        text, given = self._ground.text, given_weights()
        surname = surname_at(text, start)
        if surname is None:
            return False
        if is_statesman(text[start : start + 3]):
            return True
        at = start + len(surname)
        two = surnames()[surname] + given.get(text[at : at + 1], UNLIKELY)
        return max(two, two + given.get(text[at + 1 : at + 2], UNLIKELY)) >= ORDINARY


_THREE: Final = b"\x01\x00\x00\x01"
"""The bounds of a word of three characters."""
