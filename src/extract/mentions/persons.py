"""A ground with its titles in, the persons named out: a form that looks like a name, and evidence.

jieba's model takes 惠农 and 荣获 for people because they look like it; here a form is weighed and then
has to be borne out by what stands around it: a title before, a verb of speaking behind, a note
in brackets, a list with other names, a word bound on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from extract.mentions.body_words import body_words
from extract.mentions.name_forms import (
    SOUND_ENOUGH,
    dotted_name,
    han_weight,
    is_statesman,
    japanese_name_end,
    married_name_end,
    not_names,
    sound_pair,
    sound_runs,
    sound_weight,
    sound_weights,
    surname_at,
    surnames,
    syllable_name_end,
    trim_run,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground, stops, tag_of
from extract.mentions.person_evidence import (
    BLANKS,
    DEED,
    ENOUGH,
    LIST_MARKS,
    LISTED,
    NOTE,
    NOTE_BEHIND,
    OPEN_LEFT,
    OPENERS,
    PERSON_TAGS,
    PLAINLY,
    SIGNED,
    SPEECH,
    Evidence,
    is_familiar,
    told_by,
    verb_weight,
)
from extract.mentions.person_places import UNITS, Lands
from extract.mentions.person_starts import ANNOUNCING, ORDINARY, Starts
from extract.mentions.titles import Title, TitleReader
from extract.spans import Span

KNOWN, STRONG = 30, 60
"""Weight of a name of three characters that the dictionary has; of one that outweighs a doubtful surname."""

WEAK, DOUBTFUL = -35, -20
"""A form below is not looked at with evidence; a surname below is looked at behind a title only."""

FOREIGN, FOREIGN_SHORT, FAMILIAR, BARE_FOREIGN = 88, 125, 25, 45
"""What a name in foreign sounds needs in all, one of two characters, and a name in the dictionary has."""

BARE, BARE_SHORT = 12, 20
"""What a form loses that nothing bears out, one of two characters more."""

_NO_NAME = frozenset(
    "副省市县区州盟旗镇乡村国部委局厅处司科组队各本该此其某两双多原前后上下老小新大全总正第一二三四五六七八九十党团妇工"
)
"""Characters that no name without a known surname has: 副部长, 两市市长."""

_ORDINARY_TAGS = frozenset(
    ["n", "v", "a", "vn", "d", "t", "s", "m", "i", "l", "b", "z", "c", "p", "r", "f", "ns", "nt", "j"]
)


_BETWEEN = LIST_MARKS + BLANKS
"""What may stand between two names of a list."""


@cache
def _starts_no_name(char: str) -> bool:
    """Whether no name without a known surname has this character."""
    return stops(char) or char in _NO_NAME or not "\u4e00" <= char <= "\u9fff"


@dataclass(slots=True)
class Found:
    """A person found at one place, with the titles and epithets that stand with it."""

    start: int
    end: int
    weight: int
    titles: list[Title] = field(default_factory=list)
    epithets: list[tuple[str, Span]] = field(default_factory=list)


class PersonReader:
    """Reads the persons of one document block by block."""

    def __init__(self, ground: Ground, titles: TitleReader, taken: bytearray) -> None:
        self.ground = ground
        self.titles = titles
        self.taken = taken
        self.found: list[Found] = []
        self._at_end: dict[int, Found] = {}
        self._titles_at_end: dict[int, list[Title]] = {}
        self._evidence = Evidence(ground, titles, self._titles_at_end)
        self._starts = Starts(ground)
        self._sounds = sound_runs(ground.text)
        self._lands = Lands(ground.text, titles.place_ends)

    def read(self, first: int, last: int) -> None:
        """Find the persons of one block, left to right."""
        self._read_dotted(first, last)
        runs = self._runs_between(first, last)
        positions = self._starts.between(first, last)
        if not runs and not positions:
            return
        starts = self._starts
        announced = starts.announced
        self._read_runs(
            [run for run in runs if run[1] - run[0] >= 4 and run[0] not in announced], first, last
        )
        short = {start: end for start, end in runs if end - start == 3 or start in announced}
        if short and (more := [at for at in short if starts.has_surname(at)]):
            positions = sorted({*positions, *more})
        self._read_positions(positions, short, first, last)
        if runs:
            self._read_runs([run for run in runs if run[1] - run[0] < 4], first, last)

    def _runs_between(self, first: int, last: int) -> list[Span]:
        """The runs of foreign sounds in a block."""
        sounds = self._sounds
        at = bisect_left(sounds, (first, first))
        runs: list[Span] = []
        while at < len(sounds) and sounds[at][0] < last:
            run = trim_run(self.ground, *sounds[at], first)
            if run is not None:
                runs.append(run)
            at += 1
        return runs

    def _read_positions(self, positions: list[int], short: dict[int, int], first: int, last: int) -> None:
        """Read the persons that start at the positions, and those that are listed behind them."""
        announced, inside = self._starts.announced, self._starts.inside
        text, taken = self.ground.text, self.taken
        at = first
        for position in positions:
            start = position
            while start >= at and start not in inside:
                if start >= last or taken[start]:
                    break
                person = self._read_at(start, short, first, last)
                if person is None:
                    break
                self._keep(person, first)
                at = person.end
                announced.add(at + 1)
                if at >= last or text[at] not in _BETWEEN:
                    break
                start = at + 1

    def _read_at(self, start: int, short: dict[int, int], first: int, last: int) -> Found | None:
        """Read the person that starts here, by every way there is where something announces one."""
        starts = self._starts
        if start in starts.announced:
            return self._read_announced(start, short, first, last)
        if start in short and (person := self._read_short_run(start, short[start], first, last)):
            return person
        if start in starts.sure:
            return self._read_sure(start, first, last)
        return self._read_han(start, first, last) if start in starts.promising else None

    def _read_announced(self, start: int, short: dict[int, int], first: int, last: int) -> Found | None:
        """Read the person that a title, a note or the like announces."""
        ground = self.ground
        if not "\u4e00" <= ground.text[start] <= "\u9fff":
            return None
        known = syllable_name_end(ground, start, last) or japanese_name_end(ground, start, last)
        person = self._read_other(start, known, first, last) if known and known - start > 3 else None
        person = person or self._read_between(start, first, last)
        if person is None and start in short:
            person = self._read_short_run(start, short[start], first, last)
        person = person or self._read_han(start, first, last)
        if person is None and known:
            person = self._read_other(start, known, first, last)
        if person is None and (end := sound_pair(ground, start, last)):
            person = self._read_foreign(start, end, first, last)
        return person

    def _read_sure(self, start: int, first: int, last: int) -> Found | None:
        """Read the person that a title or a verb of speaking stands behind."""
        person = self._read_han(start, first, last)
        if person is None:
            known = syllable_name_end(self.ground, start, last)
            if known and known - start > 3:
                person = self._read_other(start, known, first, last)
        return person or self._read_unknown(start, first, last)

    def _read_unknown(self, start: int, first: int, last: int) -> Found | None:
        """A name without a known surname between a mark and a title or a verb of speaking: 桥本首相."""
        ground, text = self.ground, self.ground.text
        if _starts_no_name(text[start]) or text[start - 1 : start] == "“":
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
        if not 2 <= end - start <= 4 or any(self.taken[start:end]) or name[-1] in UNITS:
            return None
        if end - start == 4 and sound_weight(name) < SOUND_ENOUGH:
            return None  # 绿水青山
        if any(_starts_no_name(char) for char in name):
            return None
        if self._evidence.behind(end, last) < SPEECH:
            return None
        left, titles = self._evidence.before(start, first)
        return Found(start, end, ENOUGH, titles) if left >= OPEN_LEFT else None

    def _is_headed(self, position: int) -> bool:
        """Whether an office or an address stands at a position."""
        return position in self.ground.title_starts or position in self.ground.address_starts

    def _read_dotted(self, first: int, last: int) -> None:
        """Read the names around the dots of a block: 努尔兰·哈力别克."""
        text = self.ground.text
        dot = text.find("·", first, last)
        while dot >= 0:
            span = dotted_name(self.ground, dot, first, last)
            if span and not any(self.taken[span[0] : span[1]]) and self._bears_dotted(span, first, last):
                titles = self._evidence.before(span[0], first)[1]
                self._keep(Found(span[0], span[1], ENOUGH, titles), first)
            dot = text.find("·", span[1] if span else dot + 1, last)

    def _read_between(self, start: int, first: int, last: int) -> Found | None:
        """Whatever stands between blanks in a list of makers, or between 村民 and 说 without a word in it."""
        ground, text = self.ground, self.ground.text
        if start == first or not "\u4e00" <= text[start] <= "\u9fff" or start + 1 in ground.address_starts:
            return None
        signed = text[start - 1] in " \u3000:"
        led = ground.ending(start, TITLE | PLAIN) or start - 1 in self._at_end
        if not signed and (not led or text[start] in body_words("edge") or self._is_ordinary(start)):
            return None
        end = start
        while end < min(last, start + 6) and "\u4e00" <= text[end] <= "\u9fff" and not self.taken[end]:
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
        if any(len(word) > 1 and tag_of(word) in _ORDINARY_TAGS for word in words):
            return None
        return Found(start, end, ENOUGH, self._evidence.before(start, first)[1])

    def _is_ordinary(self, start: int) -> bool:
        """Whether a longer word of the language starts here."""
        end = self.ground.word_after(start)
        return end - start > 1 and tag_of(self.ground.text[start:end]) in _ORDINARY_TAGS

    def _breaks(self, at: int, last: int) -> bool:
        """Whether a name cannot go on at `at`: a verb of speaking, or a word (but not 支 in 支说)."""
        text = self.ground.text
        if told_by(text, at, last):
            return True
        after = self.ground.word_after(at)
        word = text[at:after]
        return stops(word) and not (
            len(word) == 1 and word not in body_words("edge") and told_by(text, after, last)
        )

    def _read_short_run(self, start: int, end: int, first: int, last: int) -> Found | None:
        """詹祖里 after a title: foreign sounds that look more like it than like a Han name."""
        name = self.ground.text[start:end]
        if len(name) == 3 and sound_weight(name) <= max(han_weight(name) or 0, han_weight(name[:2]) or 0, 40):
            return None
        return self._read_foreign(start, end, first, last)

    def _read_runs(self, runs: list[Span], first: int, last: int) -> None:
        for start, end in runs:
            person = self._read_foreign(start, end, first, last)
            if person is not None:
                self._keep(person, first)

    def _read_han(self, start: int, first: int, last: int) -> Found | None:
        text = self.ground.text
        surname = surname_at(text, start)
        if surname is None and self._starts.is_familiar(start):
            surname = text[start]  # 果永毅: the dictionary knows more surnames
        if surname is None or start + len(surname) in self.ground.address_starts:
            return None
        doubtful = surnames().get(surname, 0) < DOUBTFUL and not is_statesman(text[start : start + 3])
        if doubtful and (han_weight(text[start : start + 3]) or 0) >= STRONG and not stops(surname):
            doubtful = False  # 展淑萍
        if doubtful and not self._may_start(start, first):
            return None
        if self._is_addressed(start + len(surname)):
            return None
        best: Found | None = None
        titles: list[Title] | None = None
        for length in (len(surname) + 1, len(surname) + 2):
            end = start + length
            if end > last or self.taken[end - 1]:
                break
            if text.startswith("”号", end):
                continue  # “罗斯福”号航母
            form = han_weight(text[start:end])
            if end - start == 3 and is_familiar(text[start:end]):
                form = max(form or 0, KNOWN)
            if form is None or form < WEAK:
                continue
            if titles is None:
                left, titles = self._evidence.before(start, first)
            right = self._evidence.behind(end, last)
            if form < ORDINARY and left < LISTED and right < SPEECH:
                continue
            total = form + left + right + self._evidence.on_bounds(start, end, left)
            if left < PLAINLY and right < DEED:
                total -= BARE_SHORT if length == 2 else BARE
            if length == len(surname) + 1 and self._evidence.lacks_last(end, last):
                total -= 35
            if best is None or total > best.weight:
                best = Found(start, end, total, list(titles))
        if best is not None and titles and best.end == start + 3:
            best.end = married_name_end(self.ground, start, last) or best.end
        return best if best is not None and best.weight >= ENOUGH else None

    def _is_addressed(self, start: int) -> bool:
        """Whether an office follows the surname (马院长, 祁副厅长): then there is no given name."""
        starts = self.ground.title_starts
        return start in starts or (self.ground.text[start : start + 1] == "副" and start + 1 in starts)

    def _may_start(self, start: int, first: int) -> bool:
        """Whether something before a doubtful surname (于, 和, 安) announces a name."""
        before = start
        while before > first and self.ground.text[before - 1] in ANNOUNCING:
            before -= 1
        at_end = self.ground.ending(before, TITLE | PLAIN)
        return at_end is not None or before < start or (start - 1 in self._at_end)

    def _read_other(self, start: int, end: int, first: int, last: int) -> Found | None:
        """A name of known parts without a Chinese surname (哈斯巴根), with evidence only."""
        ground, text = self.ground, self.ground.text
        if not (start == first or ground.bounds[start] or text[start - 1] in OPENERS):
            return None
        if any(self.taken[start:end]) or text[start:end] in not_names():
            return None
        left, titles = self._evidence.before(start, first)
        right = self._evidence.behind(end, last)
        ample = end - start >= 3
        if left >= LISTED:
            enough = right > 0 or ample
        else:
            enough = right >= NOTE or (ample and left > 0 and right >= SPEECH)
        return Found(start, end, ENOUGH, titles) if enough else None

    def _read_foreign(self, start: int, end: int, first: int, last: int) -> Found | None:
        """A name in foreign sounds (克林顿): weighed like a Han name, with more asked for."""
        text = self.ground.text
        if any(self.taken[start:end]) or text[start - 1 : start] == "·" or text[end : end + 1] == "·":
            return None
        form = sound_weight(text[start:end])
        tag = tag_of(text[start:end])
        if text[start:end] in not_names() or text[end - 1] in UNITS:
            return None
        if tag in PERSON_TAGS:
            form += FAMILIAR
        elif tag not in ("x", "nz"):
            return None
        left, titles = self._evidence.before(start, first)
        if self._lands.has(start, end, first, last, led=left >= PLAINLY):
            return None
        right = self._evidence.behind(end, last)
        total = form + left + right
        if left < PLAINLY and right < DEED:
            total -= BARE_FOREIGN
        asked = FOREIGN if end - start >= 3 else FOREIGN_SHORT
        return Found(start, end, total, titles) if total >= asked else None

    def _bears_dotted(self, span: Span, first: int, last: int) -> bool:
        """Whether a form with a dot is a person: long enough, or borne out by what is around it."""
        if self.ground.text[span[1] : span[1] + 1] == "奖":
            return False
        if (
            self.ground.text[span[0] - 1 : span[0]] == "“"
            and span[1] < last
            and self.ground.text[span[1]] == "”"
        ):
            return False  # “普安红·瑞安情”
        left, _ = self._evidence.before(span[0], first)
        return left > 0 or self._evidence.behind(span[1], last) > 0 or span[1] - span[0] >= 5

    def _keep(self, person: Found, first: int) -> None:
        """Remember a person; one of a list shares the titles and epithets of the one before it."""
        text = self.ground.text
        self._read_epithet(person, first)
        behind = self.titles.title_at(person.end)
        if behind is not None:
            person.titles.append(behind)
        person.titles.extend(self.titles.titles_in_note(person.end))
        neighbour = self._at_end.get(person.start - 1)
        if neighbour is not None and text[person.start - 1] in LIST_MARKS + BLANKS:
            if not person.titles:
                person.titles = list(neighbour.titles)
            if not person.epithets:
                person.epithets = list(neighbour.epithets)
        self.found.append(person)
        self._at_end[person.end] = person
        self._titles_at_end[person.end] = person.titles
        for at in range(person.start, person.end):
            self.taken[at] = 1

    def _read_epithet(self, person: Found, first: int) -> None:
        """“背篼书记”朱晖: words in quotation marks right before a name."""
        text = self.ground.text
        if text[person.start - 1 : person.start] != "”" or person.start - 1 < first:
            return
        opening = text.rfind("“", max(first, person.start - 12), person.start)
        if opening >= 0 and person.start - opening >= 4:
            inner = (opening + 1, person.start - 1)
            person.epithets.append((text[inner[0] : inner[1]], inner))
            person.titles = [t for t in person.titles if t.end <= opening]
