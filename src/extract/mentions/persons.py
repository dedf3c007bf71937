"""A ground with its titles in, the persons named out: a form that looks like a name, and evidence.

jieba's model takes 惠农 and 荣获 for people because they look like it; here a form is weighed and then
has to be borne out by what stands around it: a title before, a verb of speaking behind, a note
in brackets, a list with other names, a word bound on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from extract.mentions.name_forms import (
    dotted_name,
    han_forms,
    han_weight,
    is_statesman,
    japanese_name_end,
    married_name_end,
    not_names,
    sound_pair,
    sound_runs,
    sound_weight,
    surname_at,
    surnames,
    syllable_name_end,
    trim_run,
)
from extract.mentions.name_words import PLAIN, TITLE, Ground, by_block, stops, tag_of
from extract.mentions.person_evidence import (
    BLANKS,
    BODY_BEFORE,
    DEED,
    ENOUGH,
    LEADING,
    LIST_MARKS,
    LISTED,
    LONG_WORD,
    NOTE,
    OPENERS,
    PERSON_TAGS,
    PLAINLY,
    SIGNED,
    SPEECH,
    Evidence,
    Found,
    is_familiar,
)
from extract.mentions.person_places import UNITS, Lands
from extract.mentions.person_starts import ANNOUNCING, ORDINARY, Starts
from extract.mentions.titles import Title, TitleReader
from extract.mentions.unknown_names import UnknownReader
from extract.spans import Span

KNOWN, STRONG = 30, 60
"""Weight of a name of three characters that the dictionary has; of one that outweighs a doubtful surname."""

WEAK, DOUBTFUL = -35, -20
"""A form below is not looked at with evidence; a surname below is looked at behind a title only."""

FOREIGN, FOREIGN_SHORT, FAMILIAR, BARE_FOREIGN = 88, 125, 25, 45
"""What a name in foreign sounds needs in all, one of two characters, and a name in the dictionary has."""

BARE, BARE_SHORT = 12, 20
"""What a form loses that nothing bears out, one of two characters more."""

_BETWEEN: Final = LIST_MARKS + BLANKS
"""What may stand between two names of a list."""


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
        self._unknown = UnknownReader(ground, self._evidence, taken)
        self._starts = Starts(ground, taken)
        self._sounds = sound_runs(ground.text)
        self._lands = Lands(ground.text, titles.place_ends)

    def read(self, spans: list[Span]) -> None:
        """Find the persons of the blocks, left to right."""
        text, runs_of = self.ground.text, self._runs_of(spans)
        dotted = "·" in text
        starts, low = self._starts.positions, 0
        for number, (first, last) in enumerate(spans):
            if dotted:
                self._read_dotted(first, last)
            low = bisect_left(starts, first, low)
            high = bisect_left(starts, last, low)
            positions = starts[low:high]
            if number in runs_of:
                self._read_with_runs(runs_of[number], positions, first, last)
            elif positions:
                self._read_positions(positions, {}, first, last)

    def _runs_of(self, spans: list[Span]) -> dict[int, list[Span]]:
        """The runs of foreign sounds, by the number of the block."""
        sounds = dict(sound_runs(self.ground.text))
        runs: dict[int, list[Span]] = {}
        for number, starts in by_block([start + 1 for start in sounds], spans).items():
            first = spans[number][0]
            trimmed = [trim_run(self.ground, start - 1, sounds[start - 1], first) for start in starts]
            runs[number] = [run for run in trimmed if run is not None]
        return runs

    def _read_with_runs(self, runs: list[Span], positions: list[int], first: int, last: int) -> None:
        """Read a block with foreign sounds: long runs, then what starts like a name, then short runs."""
        announced = self._starts.announced
        self._read_runs(
            [run for run in runs if run[1] - run[0] >= 4 and run[0] not in announced], first, last
        )
        short = {start: end for start, end in runs if end - start == 3 or start in announced}
        sure = self._starts.sure
        more = [at for at in short if at in announced or at in sure or self._starts.has_surname(at)]
        self._read_positions(sorted({*positions, *more}) if more else positions, short, first, last)
        self._read_runs([run for run in runs if run[1] - run[0] < 4], first, last)

    def _read_positions(self, positions: list[int], short: dict[int, int], first: int, last: int) -> None:
        """Read the persons that start at the positions, and those that are listed behind them."""
        announced, inside = self._starts.announced, self._starts.inside
        text = self.ground.text
        at = first
        for position in positions:
            start = position
            while start >= at and start not in inside:
                person = self._read_at(start, short, first, last)
                if person is None:
                    break
                self._keep(person, first)
                at = person.end
                announced.add(at + 1)
                if at + 1 >= last or text[at] not in _BETWEEN:
                    break
                start = at + 1

    def _read_at(self, start: int, short: dict[int, int], first: int, last: int) -> Found | None:
        """Read the person that starts here, by every way there is where something announces one."""
        starts = self._starts
        if self.taken[start]:
            return None
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
        known = syllable_name_end(ground, start, last) or japanese_name_end(ground, start, last)
        person = self._read_other(start, known, first, last) if known and known - start > 3 else None
        person = person or self._unknown.read_between(start, first, last)
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
        return person or self._unknown.read(start, first, last)

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
        """Read a surname with one or two characters behind it, by what they and their surroundings weigh."""
        text = self.ground.text
        surname = surname_at(text, start)
        if surname is None:
            if not self._starts.is_familiar(start):
                return None
            surname = text[start]  # 果永毅: the dictionary knows more surnames
        given = start + len(surname)
        if given in self.ground.address_starts or self._is_addressed(given):
            return None
        forms = self._forms(start, surname, last)
        if not forms:
            return None
        if self._is_doubtful(surname, start) and not self._may_start(start, first):
            return None
        weighed = self._borne_out(start, forms, last)
        if not weighed:
            return None
        left, titles = self._evidence.before(start, first)
        best, most = 0, ENOUGH - 1
        for end, form, right in weighed:
            if form < ORDINARY and left < LISTED and right < SPEECH:
                continue
            total = form + left + right + self._evidence.on_bounds(start, end, left)
            if left < PLAINLY and right < DEED:
                total -= BARE_SHORT if end - start == 2 else BARE
            if end == given + 1 and self._evidence.lacks_last(end, last):
                total -= 35
            if total > most:
                best, most = end, total
        if not best:
            return None
        if titles and best == start + 3:
            best = married_name_end(self.ground, start, last) or best
        return Found(start, best, most, titles)

    def _forms(self, start: int, surname: str, last: int) -> list[Span]:
        """Where a Han name that starts here may end, and what its characters weigh."""
        text, taken = self.ground.text, self.taken
        known = start + 3
        forms: list[Span] = []
        if taken[start + len(surname)]:
            return forms
        for end, weight in han_forms(text, start, surname) or ((known, WEAK - 1),):
            if end > last or taken[end - 1]:
                break
            if weight < KNOWN and end == known and is_familiar(text[start:end]):
                weight = KNOWN
            if weight >= WEAK and not text.startswith("”号", end):
                forms.append((end, weight))  # “罗斯福”号航母
        return forms

    def _borne_out(self, start: int, forms: list[Span], last: int) -> list[tuple[int, int, int]]:
        """The forms that can weigh enough with what stands around them, and what stands behind them."""
        led = start in self._starts.announced or self.ground.text[start - 1 : start] in LEADING
        weighed: list[tuple[int, int, int]] = []
        for end, form in forms:
            around = SIGNED + LONG_WORD if led else BODY_BEFORE + self._evidence.most_on_bounds(start, end)
            most = form + around
            if most + NOTE < ENOUGH:
                continue
            right = self._evidence.behind(end, last)
            if most + right - (0 if led or right >= DEED else BARE) >= ENOUGH:
                weighed.append((end, form, right))
        return weighed

    def _is_doubtful(self, surname: str, start: int) -> bool:
        """Whether a surname is a word more often (于, 和, 安) and what follows does not outweigh that."""
        if surnames().get(surname, 0) >= DOUBTFUL:
            return False
        name = self.ground.text[start : start + 3]
        return not is_statesman(name) and ((han_weight(name) or 0) < STRONG or stops(surname))  # 展淑萍

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
        self.taken[person.start : person.end] = b"\x01" * (person.end - person.start)

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
