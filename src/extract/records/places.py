"""Place mentions in, the place in force at a figure out.

A place holds for its sentence, and beyond it while it is what the paragraph is about; else the
bulletin's own place holds: that of the headline, or the narrower one that the first paragraph
leads on to. 全县, 该镇, 两地 point back to the places in force. A place that gives help in the headline
(A区对口帮扶B县) acts, and is not where it happens.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.mentions.deixis import PlaceWord, find_place_words
from extract.mentions.divisions import contains, level_of, parent_chain
from extract.records.drafts import Filler, label
from extract.records.lexicon import reading_words
from extract.spans import Block, Clause, Figure, Mention, Name, Sentence

_JOINS = frozenset({"、", "和", "及", "与", "以及"})
_RANKS = {"country": 0, "region": 0, "province": 1, "prefecture": 2, "county": 3, "town": 4, "village": 5}
_COUNTRY = {"我国": "中国", "本国": "中国"}
_CITY = ("prefecture", "county")
_SPAN_OF_HELP = 30
_OF = ("的", "以上的", "以下的", "左右的")
_NEAR = 3
"""Characters between the beginning of a clause and a place that still opens it."""


@dataclass(slots=True)
class PlaceGroup:
    """Places named side by side, of each chain the narrowest; 全县 has the places it points to."""

    start: int
    end: int
    names: tuple[Name, ...]
    block: int
    nested: bool = False
    titled: bool = False
    listed: bool = False
    bracket: bool = False
    word: str | None = None
    label_start: int = -1


class Places:
    """The places of a bulletin in text order, and the one in force at each position."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        issuer: str | None = None,
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._seats = _seats(text, blocks, mentions, issuer) if issuer else []
        self._groups = _group_names(text, blocks, mentions)
        donors = _donors(text, blocks, self._groups)
        self._groups = [g for g in self._groups if g.nested or not _is_donor(g, donors)]
        self.frame = self._find_frame()
        self._admit_nested()
        self._groups = self._with_words()
        self._starts = [group.start for group in self._groups]
        self._openings: dict[int, int] = {}
        for sentence in sentences:
            self._openings.setdefault(sentence.group, sentence.start)
        self._mark_lists(sentences)

    def at(
        self, figure: Figure, sentence: Sentence, clause: Clause, *, continues: bool
    ) -> tuple[PlaceGroup | None, bool]:
        """Return the place in force at a figure, and whether its clause does not name it.

        `continues` tells that the sentence has no body of its own as subject, so that the place of
        the sentence before can still hold.
        """
        low = bisect_left(self._starts, clause.start)
        high = bisect_left(self._starts, figure.start)
        here = [g for g in self._groups[low:high] if self._holds(g, figure, sentence, clause)]
        ahead = self._groups[high : bisect_left(self._starts, clause.end)]
        there = [g for g in ahead if self._is_reached(g) and not self._is_left_for(g)]
        there += [g for g in ahead if self._is_described(figure, g)]
        for group in [*(g for g in reversed(here) if not g.titled), *there, *reversed(here)]:
            return group, False
        block = self._blocks[sentence.block]
        begun = self.sentence_start(sentence)
        for group in reversed(self._groups[bisect_left(self._starts, block.start) : low]):
            if not self._holds(group, figure, sentence, clause):
                continue
            if group.start >= begun or (continues and self._is_topic(group)):
                return group, True
        return (self.frame, True) if self._reaches(figure) else (None, True)

    def _reaches(self, figure: Figure) -> bool:
        """Tell whether the bulletin's own place holds at a figure: one only the text names, behind it."""
        frame = self.frame
        if frame is None or self._blocks[frame.block].kind not in ("paragraph", "heading"):
            return True
        return frame.start < figure.start

    def _admit_nested(self) -> None:
        """Let a body of the bulletin that opens a sentence name its place: 安溪县公安局将35项业务下放."""
        frame = self.frame
        if frame is None or len(frame.names) != 1 or not frame.names[0].code:
            return
        own = frame.names[0].code
        for group in self._groups:
            code = group.names[-1].code
            if (
                group.nested
                and code
                and len(group.names) == 1
                and contains(own, code)
                and self._is_topic(group)
            ):
                group.nested, group.titled = False, True

    def _holds(self, group: PlaceGroup, figure: Figure, sentence: Sentence, clause: Clause) -> bool:
        """Tell whether a place can be where a figure behind it is."""
        if group.nested:
            return False
        if group.listed and group.end != figure.outer_start:
            return False
        if group.bracket and not sentence.start <= group.start < sentence.end:
            return False  # 改造危桥7座(其中马营镇2座): the bracket's place stays in it
        return not self._gives(group, clause) and not self._is_left_for(group)

    def _is_left_for(self, group: PlaceGroup) -> bool:
        """Tell whether somebody only goes to a place outside (赴江苏务工, 赴郑州跟岗)."""
        if self.frame is None or group.word is not None or not self._is_reached(group):
            return False
        if any(_related(name, own) for name in group.names for own in self.frame.names):
            return False
        return self._blocks[self.frame.block].kind == "title"

    def _gives(self, group: PlaceGroup, clause: Clause) -> bool:
        """Tell whether a place from outside only helps: 北京市海淀区投入帮扶资金 in a bulletin of 兴安盟."""
        if self.frame is None or group.word is not None or self._is_reached(group):
            return False
        if any(_related(name, own) for name in group.names for own in self.frame.names):
            return False
        rest = self._text[group.end : max(clause.end, group.end + _SPAN_OF_HELP)]
        return any(word in rest for word in reading_words()["help"])

    def is_frame(self, filler: Filler) -> bool:
        """Tell whether a place is what the whole bulletin is about, and one place only."""
        frame = self.frame
        if frame is None or filler.names != frame.names or len(filler.names) != 1:
            return False
        return self._blocks[frame.block].kind == "title" and filler.names[0].code is not None

    def _is_reached(self, group: PlaceGroup) -> bool:
        """Tell whether something goes to a place (赴两县, 到普安县)."""
        before = self._text[group.start - 1 : group.start]
        return before in reading_words()["locative"]

    def _is_described(self, figure: Figure, group: PlaceGroup) -> bool:
        """Tell whether the figure says something of a place behind it: 气温18摄氏度的漠河."""
        gap = self._text[figure.outer_end : group.start]
        return not group.nested and gap in _OF

    def sentence_start(self, sentence: Sentence) -> int:
        """Return where the full sentence begins that a part of one stands in."""
        return self._openings[sentence.group]

    def _is_topic(self, group: PlaceGroup) -> bool:
        """Tell whether a place opens its sentence: then the next ones are about it too."""
        before = self._text[max(0, group.start - _NEAR) : group.start]
        if before.endswith(("造成", "导致", "致使", "致")):
            return True  # 地震造成永胜县、华坪县2.3万户受灾
        return any(mark in before for mark in "。;!?\n") or group.start == self._blocks[group.block].start

    # --- the bulletin's own place ------------------------------------------------------------

    def _find_frame(self) -> PlaceGroup | None:
        titles = [g for g in self._groups if self._blocks[g.block].kind == "title"]
        named = [g for g in titles if not g.nested] or titles
        body = [g for g in self._groups if self._blocks[g.block].kind in ("paragraph", "heading")]
        chosen = [g for g in named[1:] if not self._text.startswith("等", g.end)]
        frame = [*named[:1], *chosen][-1] if named else next(iter(self._seats), None)
        if frame is None:
            return self._lead(body)
        first = next((g.block for g in body), None)
        for group in body:
            if group.block == first and not group.nested and _leads_on(self._text, group, frame):
                return group
        return frame

    def _lead(self, body: Sequence[PlaceGroup]) -> PlaceGroup | None:
        """Return the place in the first sentence of a bulletin whose headline names none, nor a country."""
        title = next((b for b in self._blocks if b.kind == "title"), None)
        national = reading_words()["national"]
        if title is not None and any(word in self._text[title.start : title.end] for word in national):
            return None
        opening = next((b for b in self._blocks if b.kind == "paragraph"), None)
        if opening is None:
            return None
        end = self._text.find("。", opening.start, opening.end)
        lead = self._text[opening.start : end if end >= 0 else opening.end]
        if any(word in lead for word in national):
            return None
        inside = (g for g in body if opening.start <= g.start < opening.start + len(lead))
        return next((g for g in inside if not g.nested), None)

    # --- words that point --------------------------------------------------------------------

    def _with_words(self) -> list[PlaceGroup]:
        """Return the groups with those of the words that point to places, in text order."""
        merged: list[PlaceGroup] = []
        groups = iter([*self._groups, None])
        group = next(groups)
        for number, block in enumerate(self._blocks):
            if block.kind in ("header", "footer"):
                continue
            for word in find_place_words(self._text, block.start, block.end):
                while group is not None and group.start < word.start:
                    merged.append(group)
                    group = next(groups)
                if group is not None and group.start < word.end:
                    continue
                if merged and merged[-1].end == word.start and word.kind == "several":
                    continue  # 城口、巫溪两县: the places themselves stand before it
                pointed = self._resolve(word, number, merged)
                if pointed is not None:
                    names, nested = pointed.names, False
                    surface = self._text[word.start : word.end]
                    merged.append(PlaceGroup(word.start, word.end, names, number, nested, word=surface))
        while group is not None:
            merged.append(group)
            group = next(groups)
        return merged

    def _resolve(self, word: PlaceWord, block: int, before: Sequence[PlaceGroup]) -> PlaceGroup | None:
        earlier = list(reversed(before))
        if word.kind == "here":
            return next((g for g in earlier if g.block == block and not g.nested), self.frame)
        if word.kind == "several":
            named = (g for g in [*earlier, *self._frames()] if len(g.names) == word.number)
            return next((g for g in named if all(_has_level(name, word) for name in g.names)), None)
        if word.level == "country":
            name = self._text[word.start : word.end]
            whole = Name(
                "place", word.start, word.end, word.start, word.end, _COUNTRY.get(name, name), level="country"
            )
            return PlaceGroup(word.start, word.end, (whole,), block)
        if word.level == "village":
            return next((g for g in earlier if g.names[-1].level == "village"), None)
        if word.kind == "whole":
            return self._ancestor(word) or next((g for g in earlier if _fits(g, word)), None)
        return next((g for g in earlier if _fits(g, word)), None) or self._ancestor(word)

    def _frames(self) -> Iterator[PlaceGroup]:
        if self.frame is not None:
            yield self.frame

    def _ancestor(self, word: PlaceWord) -> PlaceGroup | None:
        """Return the bulletin's own place, or what it lies in, when it has the level of a word."""
        frame = self.frame
        if frame is None or len(frame.names) != 1:
            return None
        if _fits(frame, word):
            return frame
        name = frame.names[0]
        if not name.code or word.level is None:
            return None
        chain = parent_chain(name.code)
        for level in _CITY if word.level == "city" else (word.level,):
            division = getattr(chain, level, None)
            if division is not None and (word.level != "city" or division.name.endswith("市")):
                outer = Name(
                    "place", name.start, name.end, name.start, name.end, division.name, division.code, level
                )
                return PlaceGroup(frame.start, frame.end, (outer,), frame.block)
        return None

    def _mark_lists(self, sentences: Sequence[Sentence]) -> None:
        """Mark the places of 分别 lists: each figure of the list has its own, those behind it none."""
        words = reading_words()["respectively"]
        for sentence in sentences:
            if sentence.host is not None:
                low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
                for group in self._groups[low:high]:
                    group.bracket = True
            for clause in sentence.clauses:
                low, high = bisect_left(self._starts, clause.start), bisect_right(self._starts, clause.end)
                inside = self._groups[low:high]
                counted = [g for g in inside if self._text[g.end : g.end + 1].isdigit()]
                for group in counted if len(counted) > 1 else ():
                    group.listed = True  # 其中上饶市4800万元、九江市3650万元: each its own
                for group in inside:
                    rest = self._text[group.end : clause.end]
                    if len(group.names) > 1 and any(word in rest for word in words):
                        group.listed = True


def place_filler(text: str, group: PlaceGroup, inherited: bool) -> Filler:
    """Return what a group of places fills a slot with: one name in full, several as joined."""
    if len(group.names) == 1:
        return Filler(group.names[0].name, group.start, group.end, inherited, group.names)
    first, last = group.names[0], group.names[-1]
    surface = label(text, (group.label_start if group.word is None else first.start, last.end))
    if not any(mark in surface for mark in _JOINS):
        surface = "、".join(text[name.start : name.end] for name in group.names)
    return Filler(surface, group.start, group.end, inherited, group.names)


def _seats(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], issuer: str) -> list[PlaceGroup]:
    """Return the places that the names of the issuing bodies begin with: 霍山县人民法院."""
    groups = _group_names(text, blocks, mentions, framing=True)
    return [g for g in groups if g.names[0].code and text[g.start : g.end] in issuer]


def _group_names(
    text: str, blocks: Sequence[Block], mentions: Sequence[Mention], *, framing: bool = False
) -> list[PlaceGroup]:
    """Return the named places, chains cut to the narrowest and lists joined.

    A place inside the name of a body is nested; one that belongs to somebody's title (三宝村第一书记,
    普安县委常委) is where the bearer works.
    """
    groups: list[PlaceGroup] = []
    starts = [block.start for block in blocks]
    body: Mention | None = None
    title: Mention | None = None
    for mention in mentions:
        if mention.kind in ("organization", "work") and (body is None or mention.end > body.end):
            body = mention
        elif mention.kind == "title":
            title = mention
        if not isinstance(mention, Name) or mention.kind != "place" or not _is_division(mention):
            continue
        block = bisect_right(starts, mention.start) - 1
        if block < 0 or (blocks[block].kind in ("header", "footer")) != framing:
            continue
        in_body = body is not None and mention.start < body.end
        titled = title is not None and mention.start < title.end and _RANKS.get(mention.level or "", 0) > 0
        nested = in_body and not (titled and body is not None and _is_office(text[body.start : body.end]))
        if titled is False and title is not None and mention.start < title.end:
            nested = True
        last = groups[-1] if groups else None
        if last is None or last.block != block or last.nested != nested or not _join(text, last, mention):
            label_start = mention.start
            groups.append(
                PlaceGroup(
                    mention.start, mention.end, (mention,), block, nested, titled, label_start=label_start
                )
            )
    return groups


def _is_division(name: Name) -> bool:
    """Tell whether a place can have figures: no 华 of 来华, no river."""
    return name.end - name.start > 1 and name.level != "feature"


def _is_office(name: str) -> bool:
    """Tell whether a body is an office of its place: 县委, 市政府, 教育局."""
    return name.endswith(tuple(reading_words()["office"]))


def _join(text: str, group: PlaceGroup, mention: Name) -> bool:
    """Take a place into the group before it, if it stands right behind it; tell whether it did."""
    gap = text[group.end : mention.start] if mention.start >= group.end else None
    last = group.names[-1]
    if gap == "" and _lies_in(mention, last):
        if len(group.names) == 1 and _RANKS.get(last.level or "", 0) <= _RANKS["prefecture"]:
            group.label_start = mention.start
        group.names = (*group.names[:-1], mention)
    elif gap == "" or (gap is not None and gap in _JOINS):
        group.names = (*group.names, mention)
    else:
        return False
    group.end = mention.end
    return True


def _lies_in(inner: Name, outer: Name) -> bool:
    ranks = _RANKS.get(inner.level or "", 9), _RANKS.get(outer.level or "", 0)
    if ranks[0] <= ranks[1]:
        return False
    return not (inner.code and outer.code) or contains(outer.code, inner.code)


def _related(one: Name, other: Name) -> bool:
    """Tell whether one of two places takes in the other, or may do so."""
    if not one.code or not other.code:
        return True
    return contains(one.code, other.code) or contains(other.code, one.code)


def _leads_on(text: str, group: PlaceGroup, frame: PlaceGroup) -> bool:
    """Tell whether a chain runs through the headline's place to narrower ones: 黔西南州兴仁市、普安县."""
    if len(frame.names) != 1 or not frame.names[0].code:
        return False
    name = frame.names[0]
    surface = text[group.start : group.end]
    return name.name in surface and all(
        n.code and n.level == "county" and n.code != name.code and contains(name.code or "", n.code)
        for n in group.names
    )


def _donors(text: str, blocks: Sequence[Block], groups: Sequence[PlaceGroup]) -> list[Name]:
    """Return the places that the headline has helping another one."""
    titles = [g for g in groups if blocks[g.block].kind == "title" and not g.nested]
    donors: list[Name] = []
    for one, other in itertools.pairwise(titles):
        if len(one.names) == 1 and any(
            word in text[one.end : other.start] for word in reading_words()["help"]
        ):
            donors.extend(one.names)
    return donors


def _is_donor(group: PlaceGroup, donors: Sequence[Name]) -> bool:
    return bool(donors) and all(any(n.code and n.code == d.code for d in donors) for n in group.names)


def _has_level(name: Name, word: PlaceWord) -> bool:
    """Tell whether a place is of the level that 两县, 三镇 names; any is for 两地."""
    if word.level is None:
        return True
    level = name.level or (level_of(name.code) if name.code else None)
    return level is None or level == word.level or (word.level == "city" and level in _CITY)


def _fits(group: PlaceGroup, word: PlaceWord) -> bool:
    """Tell whether a group is one place of the level that a word names."""
    if len(group.names) != 1 or word.level is None:
        return False
    name = group.names[0]
    level = name.level or (level_of(name.code) if name.code else None)
    if word.level == "city":
        return level in _CITY and name.name.endswith("市")
    return level == word.level
