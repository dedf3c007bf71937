"""A ground in, the places out where the name of a person may begin: surnames, and what announces a name."""

from __future__ import annotations

from bisect import bisect_right

from extract.mentions.name_forms import (
    UNLIKELY,
    given_weights,
    is_statesman,
    surname_at,
    surname_pattern,
    surnames,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground
from extract.mentions.person_evidence import NOTE_BEHIND, speech_pattern

ORDINARY = 22
"""Weight of a form that is looked at without evidence."""

ANNOUNCING = "”: \u3000的"
"""What may stand between a title and the name that it announces."""


class Starts:
    """Where names may begin in one document."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._heads = sorted(ground.title_starts | ground.address_starts)

    def surnames(self, first: int, last: int) -> list[int]:
        """Where words start that begin like a name."""
        bounds = self._ground.bounds
        starts = [match.start() for match in surname_pattern().finditer(self._ground.text, first, last)]
        starts += self._ground.named_between(first, last)
        return [start for start in starts if bounds[start]]

    def announced(self, first: int, last: int) -> tuple[set[int], set[int]]:
        """Where something announces a name: behind titles, before notes; and the insides of titles."""
        ground, text = self._ground, self._ground.text
        announced: set[int] = set()
        inside: set[int] = set()
        for end in ground.ends_between(first, last):
            hit = ground.ending(end, TITLE | PLAIN)
            if hit is None:
                continue
            inside.update(range(hit[0] + 1, end))
            while end < last and text[end] in ANNOUNCING:
                end += 1
            announced.add(end)
        closing = text.find("”", first, last)
        while closing >= 0:
            announced.add(closing + 1)
            closing = text.find("”", closing + 1, last)
        age = text.find("岁", first, last)
        while age >= 0:
            announced.add(age + 2 if text[age + 1 : age + 2] == "的" else age + 1)
            age = text.find("岁", age + 1, last)
        for match in NOTE_BEHIND.finditer(text, first, last):
            announced.update(range(max(first, match.start() - 8), match.start() - 1))
        return announced, inside

    def borne_out(self, first: int, last: int) -> set[int]:
        """Where a name would start that a title, an address or a verb of speaking stands behind."""
        ground, text = self._ground, self._ground.text
        starts: set[int] = set()
        low, high = bisect_right(self._heads, first), bisect_right(self._heads, last)
        ends = self._heads[low:high]
        ends += [match.start() for match in speech_pattern().finditer(text, first, last)]
        for end in ends:
            for start in range(end - 2, end - 7, -1):
                if start >= first and ground.bounds[start] and ground.bounds[end]:
                    starts.add(start)
        return starts

    def promises(self, start: int, last: int) -> bool:
        """Whether the characters from a surname on weigh enough for a name that nothing announces."""
        text, given = self._ground.text, given_weights()
        surname = surname_at(text, start)
        if surname is None:
            return False
        at = start + len(surname)
        if at >= last:
            return False
        if is_statesman(text[start : start + 3]):
            return True
        two = surnames()[surname] + given.get(text[at], UNLIKELY)
        three = two + given.get(text[at + 1], UNLIKELY) if at + 1 < last else two
        return max(two, three) >= ORDINARY
