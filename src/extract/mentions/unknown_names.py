"""A ground in, the names without a known surname out: what stands between a title and a verb of speaking."""

from __future__ import annotations

from extract.mentions.body_words import body_words
from extract.mentions.name_forms import (
    SOUND_ENOUGH,
    han_weight,
    not_names,
    sound_weight,
    sound_weights,
    surname_at,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground, stops, tag_of
from extract.mentions.person_evidence import (
    ENOUGH,
    NOTE_BEHIND,
    OPEN_LEFT,
    PERSON_TAGS,
    SIGNED,
    SPEECH,
    Evidence,
    Found,
    told_by,
    verb_weight,
)
from extract.mentions.person_places import UNITS
from extract.mentions.person_starts import ORDINARY, ORDINARY_TAGS, SIGNING, starts_no_name


class UnknownReader:
    """Reads such names in one document; `taken` tells what belongs to other names."""

    __slots__ = ("_evidence", "_ground", "_taken")

    def __init__(self, ground: Ground, evidence: Evidence, taken: bytearray) -> None:
        self._ground = ground
        self._evidence = evidence
        self._taken = taken

    def read(self, start: int, first: int, last: int) -> Found | None:
        """A name without a known surname between a mark and a title or a verb of speaking: 桥本首相."""
        ground, text = self._ground, self._ground.text
        if starts_no_name(text[start]) or text[start - 1 : start] == "“":
            return None  # “背篼书记”
        end = ground.word_after(start)
        if end - start > 1:
            whole = tag_of(text[start:end]) in PERSON_TAGS and text[start:end] not in not_names()
            if not whole:
                return None
        while end < last and end - start < 4 and not self._is_headed(end):
            after = ground.word_after(end)
            if after - end > 1 or told_by(text, end, last):
                break
            end = after
        name = text[start:end]
        if not 2 <= end - start <= 4 or any(self._taken[start:end]) or name[-1] in UNITS:
            return None
        if end - start == 4 and sound_weight(name) < SOUND_ENOUGH:
            return None  # 绿水青山
        if any(starts_no_name(char) for char in name):
            return None
        if self._evidence.behind(end, last) < SPEECH:
            return None
        left, titles = self._evidence.before(start, first)
        return Found(start, end, ENOUGH, titles) if left >= OPEN_LEFT else None

    def _is_headed(self, position: int) -> bool:
        """Whether an office or an address stands at a position."""
        return position in self._ground.title_starts or position in self._ground.address_starts

    def read_between(self, start: int, first: int, last: int) -> Found | None:
        """Whatever stands between blanks in a list of makers, or between 村民 and 说 without a word in it."""
        ground, text = self._ground, self._ground.text
        if start == first or not "\u4e00" <= text[start] <= "\u9fff" or start + 1 in ground.address_starts:
            return None
        signed = text[start - 1] in SIGNING
        if not signed:
            if text[start] in body_words("edge") or self._is_ordinary(start):
                return None
            if not ground.ending(start, TITLE | PLAIN) and start - 1 not in self._evidence.ends:
                return None
        end = start
        while end < min(last, start + 6) and "\u4e00" <= text[end] <= "\u9fff" and not self._taken[end]:
            if not signed and end > start and self._breaks(end, last):
                break
            end += 1
        if signed:
            closed = end >= last or text[end] in " \u3000)）】,，。;；、/"
            if not 2 <= end - start <= 3 + (surname_at(text, start) is None) or not closed:
                return None
            left, titles = self._evidence.before(start, first)
            fits = left == SIGNED and start not in ground.title_starts and not ground.ending(end, TITLE)
            return Found(start, end, ENOUGH, titles) if fits else None
        borne = told_by(text, end, last) or (end < last and bool(NOTE_BEHIND.match(text, end, last)))
        whole = ground.word_after(start) == end
        listed = (end < last and text[end] in "、,，。等") or verb_weight(text, end, last) > 0
        foreign = sum(char in sound_weights() for char in text[start:end]) * 2 >= end - start
        if not (borne or (listed and foreign)) or not 2 + borne <= end - start <= 5 or whole:
            return None
        if ground.ending(end, TITLE | PLAIN) or text[start:end] in not_names():
            return None
        if (
            surname_at(text, start) is not None
            and end - start <= 3
            and (han_weight(text[start:end]) or 0) > ORDINARY
        ):
            return None
        words = ground.words(start, end)
        if any(len(word) > 1 and tag_of(word) in ORDINARY_TAGS for word in words):
            return None
        return Found(start, end, ENOUGH, self._evidence.before(start, first)[1])

    def _is_ordinary(self, start: int) -> bool:
        """Whether a longer word of the language starts here."""
        end = self._ground.word_after(start)
        return end - start > 1 and tag_of(self._ground.text[start:end]) in ORDINARY_TAGS

    def _breaks(self, at: int, last: int) -> bool:
        """Whether a name cannot go on at `at`: a verb of speaking, or a word (but not 支 in 支说)."""
        text = self._ground.text
        if told_by(text, at, last):
            return True
        after = self._ground.word_after(at)
        word = text[at:after]
        return stops(word) and not (
            len(word) == 1 and word not in body_words("edge") and told_by(text, after, last)
        )
