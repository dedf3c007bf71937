"""A document in, its persons, bodies, titles and works out, as `Name` mentions with full names.

Bodies come first, then titles (which hold bodies), then persons (which hold titles), then what
needs the whole document: later mentions (马院长), abbreviations (以下简称“中国石油”), short forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.mentions.name_forms import surname_at, surnames
from extract.mentions.name_words import ADDRESS, TENURE, TITLE, Ground, between, is_mark, stops
from extract.mentions.organizations import find_organizations
from extract.mentions.person_evidence import told_by
from extract.mentions.persons import Found, PersonReader
from extract.mentions.titles import Title, TitleReader, spans_of
from extract.mentions.works import find_works
from extract.spans import Block, Name, Span

_SHORT = re.compile(r"\((?:以下)?(?:简称|统称|下称)(?:为)?[:：]?[“\"‘]?([^“”\"‘’()]{2,12})[”\"’]?\)")

_APPOINTING = re.compile(r"任命|免去|选举|推选|聘任|聘请|增补|补选")
_BRACKET = re.compile(r"\([^()]{1,12}\)")
_BETWEEN = re.compile(r"(?:\([^()]{1,12}\))?[、和]")

SLOGAN = 4
"""Length from which on a blocked span is a phrase of its own (两不愁三保障)."""

RARER = -12
"""Weight from which on it may before offices that are no common nouns (金教授)."""

COMMON = 25
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
    works = find_works(text, spans)
    taken = bytearray(len(text) + 1)
    for name in (*organizations, *places):
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    for start, end in blocked:
        if end - start < SLOGAN:
            continue  # 百川 is no numeral, but may be part of a name
        taken[start:end] = b"\x01" * (end - start)
    titles = TitleReader(ground, [*places, *organizations])
    reader = PersonReader(ground, titles, taken)
    for start, end in spans:
        reader.read(start, end)
    people = _Gathering(ground, titles, reader.found, taken)
    for start, end in spans:
        people.add_tenures(start, end)
        people.add_appointments(start, end)
        people.add_later_mentions(start, end)
    return sorted([*people.names(), *organizations, *works], key=lambda name: (name.start, -name.end))


def _join_short_forms(text: str, organizations: list[Name]) -> None:
    """(以下简称“中国石油”): from there on the short form is the body of the full name."""
    for name in list(organizations):
        match = _SHORT.match(text, name.end)
        if match is None:
            continue
        short = match[1]
        name.aliases = (*name.aliases, short)
        at = text.find(short)
        while at >= 0:
            end = at + len(short)
            inside = [other for other in organizations if other.start < end and at < other.end]
            if not inside:
                organizations.append(Name("organization", at, end, at, end, name=name.name, aliases=(short,)))
            elif len(inside) == 1 and (inside[0].start, inside[0].end) == (at, end):
                inside[0].name, inside[0].aliases = name.name, (short,)
            at = text.find(short, end)
    organizations.sort(key=lambda name: name.start)


class _Gathering:
    """The persons of a document by name, and what the rest of the document says of them."""

    def __init__(self, ground: Ground, titles: TitleReader, found: list[Found], taken: bytearray) -> None:
        self.ground = ground
        self.titles = titles
        self.taken = taken
        self.mentions = [(person, ground.text[person.start : person.end]) for person in found]
        self._add_repeats()

    def _add_repeats(self) -> None:
        """Every other place where a full name stands is that person."""
        text = self.ground.text
        for name in dict.fromkeys(name for _, name in self.mentions):
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if not any(self.taken[at:end]):
                    self._add(Found(at, end, 0), name)
                at = text.find(name, end)

    def _add(self, person: Found, name: str) -> None:
        self.mentions.append((person, name))
        self.taken[person.start : person.end] = b"\x01" * (person.end - person.start)

    def add_tenures(self, first: int, last: int) -> None:
        """毕海滨…,担任普安农产品销售专班班长: the office belongs to the last person before the verb."""
        text = self.ground.text
        for verb_end in between(self.ground.holding_ends, first, last):
            hit = self.ground.ending(verb_end, TENURE)
            if hit is None or not self.ground.bounds[hit[0]]:
                continue
            verb = hit[0]
            titles = self.titles.titles_after(verb, last)
            if not titles:
                continue
            end = titles[-1].end
            if text[end : end + 1] == "的" and end + 1 < last and self.taken[end + 1]:
                continue  # 挂任副县长的毕海滨: read from the name
            begin = max(text.rfind(mark, first, verb) for mark in "。！？!?\n")
            before = [p for p, _ in self.mentions if begin < p.start and p.end <= verb]
            if before:
                person = max(before, key=lambda p: p.start)
                person.titles.extend(title for title in titles if title not in person.titles)

    def add_appointments(self, first: int, last: int) -> None:
        """任命孙尧为教育部副部长, 免去翁杰明的…职务: the office behind belongs to those named before it."""
        text = self.ground.text
        if not _APPOINTING.search(text, first, last):
            return
        listed: list[Found] = []
        for person in sorted((p for p, _ in self.mentions if first <= p.start < last), key=lambda p: p.start):
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
                    one.titles.extend(title for title in titles if title not in one.titles)

    def add_later_mentions(self, first: int, last: int) -> None:
        """马院长, 祁副厅长: a surname with an office is the one person who has both."""
        ground, text = self.ground, self.ground.text
        for end in between(ground.office_ends, first, last):
            hit = ground.ending(end, TITLE | ADDRESS)
            if hit is None or hit[0] <= first or text[hit[0]] == "某":
                continue
            start, kinds = hit
            head = text[start:end]
            start -= text[start - 1] == "副" and start - 1 > first
            for length in (2, 1):
                begin = start - length
                if begin < first or any(self.taken[begin:start]) or not ground.bounds[begin]:
                    continue
                surname = text[begin:start]
                if surname not in surnames():
                    continue
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
        holders = {
            name
            for person, name in self.mentions
            if surname_at(name, 0) == surname and any(t.text.endswith(head) for t in person.titles)
        }
        return holders.pop() if len(holders) == 1 else None

    def _is_of_another(self, title: Title, person: Found, ends: set[int]) -> bool:
        """Whether a title's words run into a person before it: 贺鹏飞中将 in 贺鹏飞中将、副参谋长赵国."""
        return title.end <= person.start and not ends.isdisjoint(range(title.start, title.end))

    def names(self) -> list[Name]:
        """Persons with their titles, and the titles as mentions of their own."""
        names: list[Name] = []
        seen: set[Span] = set()
        ends = {person.end for person, _ in self.mentions}
        for person, name in self.mentions:
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
