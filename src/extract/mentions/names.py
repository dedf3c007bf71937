"""A document in, its persons, bodies, titles and works out, as `Name` mentions with full names.

Bodies come first, then titles (which hold bodies), then persons (which hold titles), then what
needs the whole document: later mentions (马院长), abbreviations (以下简称“中国石油”), short forms.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import Final

from extract.mentions.name_forms import surname_at, surnames
from extract.mentions.name_words import ADDRESS, TENURE, TITLE, Ground, by_block, is_mark, occurrences, stops
from extract.mentions.organizations import find_organizations
from extract.mentions.person_evidence import Found, told_by
from extract.mentions.persons import PersonReader
from extract.mentions.titles import Title, TitleReader, spans_of
from extract.mentions.works import find_works
from extract.patterns import pattern_of
from extract.spans import Block, Name, Span

_SHORT: Final = pattern_of(r"\((?:以下)?(?:简称|统称|下称)(?:为)?[:：]?[“\"‘]?([^“”\"‘’()]{2,12})[”\"’]?\)")

_APPOINTING: Final = pattern_of(r"任命|免去|选举|推选|聘任|聘请|增补|补选")
_BRACKET: Final = pattern_of(r"\([^()]{1,12}\)")
_BETWEEN: Final = pattern_of(r"(?:\([^()]{1,12}\))?[、和]")

SLOGAN: Final = 4
"""Length from which on a blocked span is a phrase of its own (两不愁三保障)."""

RARER: Final = -12
"""Weight from which on it may before offices that are no common nouns (金教授)."""

COMMON: Final = 25
"""Weight of a surname from which on it may stand with an office alone (汤局长, but not 党委员)."""


def find_names(
    text: str,
    blocks: Sequence[Block],
    places: list[Name],
    hits: object = None,
    blocked: Iterable[Span] = (),
) -> list[Name]:
    """Return all person, organization, title and work mentions of a folded document, in text order.

    `places` are the place mentions found before; `blocked` are phrases that no person may touch.

    >>> text = "普安县副县长毕海滨说,公安部支持"
    >>> [(n.kind, n.name) for n in find_names(text, [Block("paragraph", 0, 16)], [])]
    [('title', '普安县副县长'), ('person', '毕海滨'), ('organization', '公安部')]
    """
    ground = Ground(text)
    spans = [(block.start, block.end) for block in blocks]
    organizations = find_organizations(ground, spans, places)
    _join_short_forms(text, organizations)
    taken = bytearray(len(text) + 1)
    for name in (*organizations, *places):
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    for start, end in blocked:
        if end - start >= SLOGAN:  # 百川 is no numeral, but may be part of a name
            taken[start:end] = b"\x01" * (end - start)
    titles = TitleReader(ground, [*places, *organizations])
    reader = PersonReader(ground, titles, taken)
    reader.read(spans)
    people = _Gathering(ground, titles, reader.found, taken)
    people.read_on(spans)
    return sorted(
        [*people.names(), *organizations, *find_works(text, spans)], key=lambda name: (name.start, -name.end)
    )


def _join_short_forms(text: str, organizations: list[Name]) -> None:
    """(以下简称“中国石油”): from there on the short form is the body of the full name."""
    matches = [
        (name, _SHORT.match(text, name.end)) for name in organizations if text[name.end : name.end + 1] == "("
    ]
    short_forms = [(name, match[1]) for name, match in matches if match is not None]
    if not short_forms:
        return
    places = occurrences(text, [short for _, short in short_forms])
    bodies = {name.start: name for name in organizations}
    starts = sorted(bodies)
    told: dict[str, str] = {}
    for name, short in short_forms:
        name.aliases = (*name.aliases, short)
        if told.get(short) == name.name:
            continue  # said again, as reports of many parts do
        told[short] = name.name
        for at in places[short]:
            end = at + len(short)
            number = bisect_left(starts, end) - 1
            last = bodies[starts[number]] if number >= 0 else None
            if last is None or last.end <= at:
                bodies[at] = Name("organization", at, end, at, end, name=name.name, aliases=(short,))
                starts.insert(number + 1, at)
            elif (last.start, last.end) == (at, end):
                last.name, last.aliases = name.name, (short,)
    organizations[:] = [bodies[start] for start in starts]


class _Gathering:
    """The persons of a document by name, and what the rest of the document says of them."""

    def __init__(self, ground: Ground, titles: TitleReader, found: list[Found], taken: bytearray) -> None:
        self.ground = ground
        self.titles = titles
        self.taken = taken
        self.people: dict[int, tuple[Found, str]] = {}
        self._starts: list[int] = []
        self._offices: dict[str | None, dict[str, list[Title]]] = {}
        for person in found:
            self._add(person, ground.text[person.start : person.end])
        self._add_repeats()

    def _add_repeats(self) -> None:
        """Every other place where a full name stands is that person."""
        for name, starts in occurrences(self.ground.text, [name for _, name in self.people.values()]).items():
            for start in starts:
                if not any(self.taken[start : start + len(name)]):
                    self._add(Found(start, start + len(name), 0), name)

    def _add(self, person: Found, name: str) -> None:
        """Remember a person, in the text and by surname and name."""
        self.people[person.start] = person, name
        insort(self._starts, person.start)
        self.taken[person.start : person.end] = b"\x01" * (person.end - person.start)
        self._offices.setdefault(surname_at(name, 0), {}).setdefault(name, []).extend(person.titles)

    def _give(self, person: Found, titles: list[Title]) -> None:
        """Give a person the offices that it does not have yet."""
        _, name = self.people[person.start]
        for title in titles:
            if title not in person.titles:
                person.titles.append(title)
                self._offices[surname_at(name, 0)][name].append(title)

    def read_on(self, spans: list[Span]) -> None:
        """Give the persons the offices that the blocks tell of, and find those named by their office."""
        ground = self.ground
        holding, offices = by_block(ground.holding_ends, spans), by_block(ground.office_ends, spans)
        appointing = by_block([match.end() for match in _APPOINTING.finditer(ground.text)], spans)
        for number in sorted({*holding, *offices, *appointing}):
            first, last = spans[number]
            for end in holding.get(number, ()):
                self._add_tenure(end, first, last)
            if number in appointing:
                self._add_appointments(first, last)
            for end in offices.get(number, ()):
                self._add_later_mention(end, first, last)

    def _add_tenure(self, verb_end: int, first: int, last: int) -> None:
        """毕海滨…,担任普安农产品销售专班班长: the office belongs to the last person before the verb."""
        text = self.ground.text
        hit = self.ground.ending(verb_end, TENURE)
        if hit is None or not self.ground.bounds[hit[0]]:
            return
        verb = hit[0]
        titles = self.titles.titles_after(verb, last)
        if not titles:
            return
        end = titles[-1].end
        if text[end : end + 1] == "的" and end + 1 < last and self.taken[end + 1]:
            return  # 挂任副县长的毕海滨: read from the name
        begin = max(text.rfind(mark, first, verb) for mark in "。！？!?\n")
        for start in reversed(self._starts_between(begin + 1, verb)):
            person, _ = self.people[start]
            if person.end <= verb:
                self._give(person, titles)
                break

    def _add_appointments(self, first: int, last: int) -> None:
        """任命孙尧为教育部副部长, 免去翁杰明的…职务: the office behind belongs to those named before it."""
        text = self.ground.text
        listed: list[Found] = []
        for start in self._starts_between(first, last):
            person, _ = self.people[start]
            if listed and not _BETWEEN.fullmatch(text, listed[-1].end, person.start):
                listed.clear()
            listed.append(person)
            end = person.end
            while note := _BRACKET.match(text, end, last):
                end = note.end()
            if text[end : end + 1] not in ("为", "的"):
                continue
            begin = max(text.rfind(mark, first, person.start) for mark in "。；;\n")
            if _APPOINTING.search(text, max(begin, first), listed[0].start):
                titles = self.titles.series_from(end + 1, last)
                for one in listed:
                    self._give(one, titles)

    def _starts_between(self, first: int, last: int) -> list[int]:
        """Where the persons of a stretch start, in order."""
        low = bisect_left(self._starts, first)
        return self._starts[low : bisect_left(self._starts, last, low)]

    def _add_later_mention(self, end: int, first: int, last: int) -> None:
        """马院长, 祁副厅长: a surname with an office is the one person who has both."""
        ground, text = self.ground, self.ground.text
        hit = ground.ending(end, TITLE | ADDRESS)
        if hit is None or hit[0] <= first or text[hit[0]] == "某":
            return
        start, kinds = hit
        head = text[start:end]
        start -= text[start - 1] == "副" and start - 1 > first
        for begin in (start - 2, start - 1):
            if begin < first or text[begin:start] not in surnames():
                continue
            if not ground.bounds[begin] or any(self.taken[begin:start]):
                continue
            surname = text[begin:start]
            name = self._holder(surname, head)
            if name is not None:
                self._add(Found(begin, end, 0), name)
            elif self._may_be_addressed(begin, start, end) and self._stands_free(begin, first):
                told = (
                    [Title(start, end, text[start:end], None)]
                    if kinds & TITLE and told_by(text, end, last)
                    else []
                )
                self._add(Found(begin, start, 0, told), text[begin:end])
            break

    def _may_be_addressed(self, begin: int, start: int, end: int) -> bool:
        """Whether a surname is common enough to stand alone before an office: 汤局长, 江主席."""
        text = self.ground.text
        weight = surnames()[text[begin:start]]
        return weight >= COMMON or (weight >= RARER and text[end - 1] in "长席授理生")

    def _stands_free(self, begin: int, first: int) -> bool:
        """Whether nothing before a surname could belong to it: a mark, a particle, a verb."""
        if begin == first or is_mark(self.ground.text[begin - 1]):
            return True
        return stops(self.ground.text[self.ground.word_before(begin) : begin])

    def _holder(self, surname: str, head: str) -> str | None:
        """The person with this surname and this office, if there is just one."""
        holders = [
            name
            for name, titles in self._offices.get(surname, {}).items()
            if any(title.text.endswith(head) for title in titles)
        ]
        return holders[0] if len(holders) == 1 else None

    def _is_of_another(self, title: Title, person: Found, ends: set[int]) -> bool:
        """Whether a title's words run into a person before it: 贺鹏飞中将 in 贺鹏飞中将、副参谋长赵国."""
        return title.end <= person.start and not ends.isdisjoint(range(title.start, title.end))

    def names(self) -> list[Name]:
        """Persons with their titles, and the titles as mentions of their own."""
        names: list[Name] = []
        seen: set[Span] = set()
        ends = {person.end for person, _ in self.people.values()}
        for person, name in self.people.values():
            titles = spans_of(
                [title for title in person.titles if not self._is_of_another(title, person, ends)]
            )
            names.append(
                Name(
                    "person",
                    person.start,
                    person.end,
                    person.start,
                    person.end,
                    name=name,
                    titles=titles,
                    epithets=tuple(person.epithets),
                )
            )
            for title, _, (start, end) in titles:
                if (start, end) not in seen:
                    seen.add((start, end))
                    names.append(Name("title", start, end, start, end, name=title))
        return names
