"""Drafts in, the same with what lists give them: 分别 one by one, 其中 as parts of a whole.

粮食产量分别为38.2亿斤、41亿斤和26.7亿斤 takes its places in order; 其中女干部2名 is a part of the
9名 before it; 89个贫困村中已有82个 likewise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Final

from extract.patterns import pattern_of
from extract.records.drafts import Draft, Filler, label
from extract.records.lexicon import reading_words
from extract.records.phrases import left_noun
from extract.records.reading import SentenceReading
from extract.spans import WORD, Figure, Name, Token

_BRACKET: Final = pattern_of(r"^\([^()]*\)")
_MOST_WHOLES, _MOST_PARTS, _REACH = 40, 40, 20
"""Figures before 其中 that can be the whole, figures behind it that can be parts, tokens looked back over."""

_RATIOS: Final = frozenset({"%", "‰", "百分点", "倍"})
_WORDS: Final = reading_words()
_RESPECTIVELY: Final = _WORDS["respectively"]
_CONJUNCTION: Final = _WORDS["conjunction"]
_COMMA_ALONE: Final = frozenset({"、"})
_PART: Final = _WORDS["part"]
_WITHIN: Final = _WORDS["within"]
_BY_GROUP: Final = _WORDS["by-group"]
_GROUPED: Final = frozenset({"按", "分"})
_PARTING: Final = _PART | _WITHIN | _GROUPED
"""Words of which one stands wherever parts are told from a whole."""

_DONE: Final = tuple(sorted(_WORDS["done"]))
_SUM: Final = _WORDS["sum"]
_OLD_ENDS: Final = frozenset({"before", "delta"})
_HEADS: Final = _WORDS["heads"]
_START: Final = attrgetter("start")
_OPENING: Final = itemgetter(0)
_NOTHING: Final = Filler("", 0, 0)


def share_lists(text: str, readings: dict[int, SentenceReading], drafts: Sequence[Draft]) -> None:
    """Give each figure of a 分别 list the place, body or noun that stands at its place in the other list."""
    shared: _Said | None = None
    for reading in readings.values():
        if len(reading.figures) < 2:
            continue
        if not reading.words.isdisjoint(_RESPECTIVELY):
            shared = shared or _Said(drafts)
            for at, token in enumerate(reading.tokens):
                if token.text in _RESPECTIVELY and token.kind == WORD:
                    _share_one_by_one(text, reading, at, shared)
        if not reading.words.isdisjoint(_CONJUNCTION):
            for run in _bare_runs(reading):
                shared = shared or _Said(drafts)
                _share_run(text, reading, run[0], run, shared.by_figure)


class _Said:
    """The drafts by their figures, and those that are no movements in text order, by unit as well."""

    __slots__ = ("_at", "_levels", "_of_unit", "by_figure")

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.by_figure = {id(figure): draft for draft in drafts for figure in draft.figures.values()}
        self._levels = [draft for draft in drafts if draft.record != "change"]
        self._at = [draft.anchor.start for draft in self._levels]
        self._of_unit: dict[str | None, list[int]] = {}
        for number, draft in enumerate(self._levels):
            self._of_unit.setdefault(draft.anchor.unit, []).append(number)

    def models(self, members: Sequence[Draft]) -> Sequence[Draft]:
        """Return the figures said before that those of a list stand for: as many, of the same kinds."""
        block = members[0].sentence.block
        end = bisect_left(self._at, members[0].anchor.start)
        last = self._levels[max(0, end - len(members)) : end]
        if len(last) == len(members) and last[0].sentence.block == block:
            pairs = zip(members, last, strict=True)
            if all(m.record == "change" or m.anchor.unit == d.anchor.unit for m, d in pairs):
                return last
        chosen: list[Draft] = []
        for member in members:
            same = self._of_unit.get(member.anchor.unit, [])
            number = bisect_left(same, end) - 1
            found = self._levels[same[number]] if number >= 0 else member
            chosen.append(found if found.sentence.block == block else member)
        return chosen


def _share_one_by_one(text: str, reading: SentenceReading, at: int, said: _Said) -> None:
    run = _run_after(reading, at)
    if len(run) < 2 or _share_run(text, reading, at, run, said.by_figure):
        return
    members = [
        said.by_figure[id(reading.tokens[i].mention)]
        for i in run
        if id(reading.tokens[i].mention) in said.by_figure
    ]
    if len(members) != len(run):
        return
    for draft, model in zip(members, said.models(members), strict=True):
        for name in ("subject", "action") if not draft.reading or draft.reading.links else ("subject",):
            filler = model.slots.get(name)
            if filler is None and name == "subject":
                draft.policies = {**draft.policies, "subject": "none"}
            if filler and (name == "action" or name not in draft.slots or draft.reading is None):
                draft.slots[name] = Filler(filler.text, filler.start, filler.end, True)
        if draft.record == "change" and model.record != "change":
            draft.delta_of = model


def _share_run(
    text: str, reading: SentenceReading, at: int, run: Sequence[int], by_figure: dict[int, Draft]
) -> bool:
    """Give figures their members of the list before them; tell whether there was one as long."""
    start, _ = reading.clause_of(at)
    for kind in ("place", "organization", "person"):
        names = _last_list(reading.tokens, start, at, kind)
        if len(names) == len(run):
            for i, name in zip(run, names, strict=True):
                draft = by_figure.get(id(reading.tokens[i].mention))
                if draft is not None:
                    slot = "place" if kind == "place" else "actor"
                    draft.slots[slot] = Filler(name.name, name.start, name.end, False, (name,))
            return True
    parts = _noun_list(reading.tokens, start, at, len(run))
    if parts is None:
        return False
    for i, (first, last) in zip(run, parts, strict=True):
        draft = by_figure.get(id(reading.tokens[i].mention))
        if draft is not None:
            span = reading.tokens[first].start, reading.tokens[last].end
            draft.slots["subject"] = Filler(label(text, span), *span)
    return True


def _run_after(reading: SentenceReading, at: int) -> list[int]:
    """Return the figures of the list that follows a token within its clause."""
    run: list[int] = []
    _, end = reading.clause_of(at)
    figures = reading.figures
    for number in range(bisect_right(figures, at), len(figures)):
        i = figures[number]
        if i >= end or (run and not _joined(reading.tokens, run[-1], i)):
            break
        run.append(i)
    return run


def _bare_runs(reading: SentenceReading) -> Iterator[list[int]]:
    """Yield lists of like figures with nothing of their own: 倒塌房屋56间、31间和19间."""
    run: list[int] = []
    tokens = reading.tokens
    one = -3
    for other in reading.figures:
        if other == one + 2 and _joined(tokens, one, other) and _unit(tokens[one]) == _unit(tokens[other]):
            run = run or [one]
            run.append(other)
        elif run:
            yield run
            run = []
        one = other
    if run:
        yield run


def _joined(tokens: Sequence[Token], one: int, other: int) -> bool:
    return other == one + 2 and tokens[one + 1].text in _CONJUNCTION


def _unit(token: Token) -> object:
    return getattr(token.mention, "unit", None)


def _last_list(tokens: Sequence[Token], start: int, at: int, kind: str) -> list[Name]:
    """Return the names of the last list of a kind before a token, of each chain of places the last."""
    names: list[Name] = []
    joins = _CONJUNCTION
    i = at - 1
    while i >= start:
        token = tokens[i]
        if token.kind == kind and isinstance(token.mention, Name):
            if not names or tokens[i + 1].text in joins:
                names.append(token.mention)
        elif names and token.text not in joins:
            break
        i -= 1
    return names[::-1]


def _noun_list(tokens: Sequence[Token], start: int, at: int, count: int) -> list[tuple[int, int]] | None:
    """Return the noun phrases of a list before a token, when they are as many as its figures."""
    first = start
    while first < at and tokens[first].kind in ("date", "place"):
        first += 1
    for joins in (_CONJUNCTION, _COMMA_ALONE):
        cuts = [i for i in range(first, at) if tokens[i].text in joins]
        if len(cuts) != count - 1 and len(joins) > 1:
            continue
        ends = [*cuts, at]
        starts = [first, *(cut + 1 for cut in cuts)]
        if len(ends) == count and all(a < b for a, b in zip(starts, ends, strict=True)):
            return [_trim(tokens, a, b - 1) for a, b in zip(starts, ends, strict=True)]
    return None


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    noun = None
    end = last
    while end >= first and noun is None:
        noun = left_noun(tokens, end, first)
        end -= 1
    return (noun.first, noun.last) if noun is not None else (first, last)


# --- parts ---------------------------------------------------------------------------------------


def link_parts(text: str, readings: dict[int, SentenceReading], drafts: Sequence[Draft]) -> None:
    """Link the figures behind 其中, 按…分 and X中 to the figure that they are part of."""
    starts: list[int] = []
    for reading in readings.values():
        if reading.words.isdisjoint(_PARTING):
            continue
        starts = starts or [draft.anchor.start for draft in drafts]
        tokens = reading.tokens
        for at, token in enumerate(tokens):
            word = token.text
            if token.kind != WORD or (word not in _PARTING and word[-1] not in _BY_GROUP):
                continue
            if word in _PART or (word[-1] in _BY_GROUP and _opened_by(reading, at)):
                _link_behind(drafts, bisect_right(starts, token.start), None, readings)
            elif word in _WITHIN and _closes_clause(reading, at):
                noun = _noun_before(text, reading, at)
                _link_behind(drafts, bisect_right(starts, token.start), noun, readings)
            elif word in _WITHIN and at and tokens[at - 1].is_figure:
                _link_behind(drafts, bisect_right(starts, token.start), "", readings)
    _link_neighbours(text, drafts)


def _opened_by(reading: SentenceReading, at: int) -> bool:
    start, end = reading.clause_of(at)
    return end == at + 1 and reading.tokens[start].text in _GROUPED


def _closes_clause(reading: SentenceReading, at: int) -> bool:
    _, end = reading.clause_of(at)
    return end == at + 1 and end < len(reading.tokens)


def _noun_before(text: str, reading: SentenceReading, at: int) -> str:
    start, _ = reading.clause_of(at)
    noun = left_noun(reading.tokens, at - 1, start)
    if noun is None:
        return "\0"
    return label(text, (reading.tokens[noun.first].start, reading.tokens[noun.last].end))


def _link_behind(
    drafts: Sequence[Draft], behind: int, of: str | None, readings: dict[int, SentenceReading]
) -> None:
    """Link the drafts from `behind` on to the figure of their paragraph that they are part of."""
    if behind == len(drafts):
        return
    block, group = drafts[behind].sentence.block, drafts[behind].sentence.group
    near = drafts[max(0, behind - _MOST_WHOLES) : behind]
    wholes = [draft for draft in near if draft.sentence.block == block]
    for number, draft in enumerate(drafts[behind : behind + _MOST_PARTS]):
        if draft.sentence.group != group:
            break
        if draft.record == "change" and "after.quantity" not in draft.figures:
            continue
        whole = _whole_of(draft, wholes, of)
        again = _same_deed(draft, drafts[behind]) or (whole is not None and _same_deed(draft, whole))
        if number and _starts_anew(draft, drafts[behind]) and not again:
            break
        if number and (_sums_up(draft, readings) or (whole is not None and _exceeds(draft, whole))):
            break
        if whole is None:
            continue
        draft.part_of = whole
        if "action" not in draft.slots and (action := whole.slots.get("action")) and whole.record != "change":
            draft.slots["action"] = Filler(action.text, action.start, action.end, True)
        if "actor" not in draft.slots and (actor := whole.slots.get("actor")) and "action" in draft.slots:
            draft.slots["actor"] = Filler(actor.text, actor.start, actor.end, True, actor.names)


def _starts_anew(draft: Draft, first: Draft) -> bool:
    """Tell whether a figure behind 其中 has a verb of its own in a new clause: the parts are over."""
    reading = draft.reading
    if reading is None or reading.action is None or reading.sibling is not None or reading.links:
        return False
    subject = reading.subject
    if subject is not None and subject[0] <= reading.action[0] and reading.action[1] <= subject[1]:
        return False  # 进口6.65亿元: the deed is what is counted
    clauses = draft.sentence.clauses
    at = bisect_right(clauses, draft.anchor.start, key=_START) - 1
    if at < 0 or draft.anchor.start >= clauses[at].end:
        return True
    return not clauses[at].start <= first.anchor.start < clauses[at].end


def _sums_up(draft: Draft, readings: dict[int, SentenceReading]) -> bool:
    """Tell whether a clause goes on from the parts to another sum: 连同此前下拨的6500万元,累计1.8亿元."""
    reading = readings[draft.sentence.index]
    if reading.words.isdisjoint(_SUM):
        return False
    at = reading.position(draft.anchor)
    return (
        at is not None and reading.has_word(max(reading.clause_of(at)[0], at - _REACH), at, "sum") is not None
    )


def _exceeds(draft: Draft, whole: Draft) -> bool:
    for name, figure in draft.figures.items():
        other = whole.figures.get(name)
        if (
            other is not None
            and other.value is not None
            and figure.value is not None
            and other.unit == figure.unit
        ):
            return figure.value > other.value
    return False


def _same_deed(draft: Draft, whole: Draft) -> bool:
    action, other = draft.slots.get("action"), whole.slots.get("action")
    return action is not None and other is not None and action.text == other.text


def _whole_of(draft: Draft, wholes: Sequence[Draft], of: str | None) -> Draft | None:
    """Return the figure that another is part of: the last in its unit, of the same deed if one is."""
    found: Draft | None = None
    for whole in reversed(wholes):
        if of is not None and not whole.slots.get("subject", _NOTHING).text.endswith(of):
            continue
        if not _comparable(draft, whole):
            continue
        if "action" not in draft.slots or _same_deed(draft, whole):
            return whole
        if found is None:
            found = whole
        elif whole.sentence.group != found.sentence.group:
            break
    return found


def _comparable(draft: Draft, whole: Draft) -> bool:
    """Tell whether a figure can be part of another: in its unit, in the same place of the record."""
    for name, figure in draft.figures.items():
        unit = figure.unit
        for other_name, other in whole.figures.items():
            fits = unit not in _RATIOS if other.unit == unit else _is_one_of(figure, other)
            if not fits:
                continue
            if name == other_name and "." not in name:
                return True
            end, _, short = other_name.rpartition(".")
            if end not in _OLD_ENDS and short == name.rpartition(".")[2]:
                return True
    return False


def _is_one_of(figure: Figure, other: Figure) -> bool:
    """Tell whether a unit is one of those that the other figure sums up: 头 of 万头只."""
    unit, whole = figure.unit, other.unit
    if unit not in _HEADS or unit is None or whole is None:
        return False
    return len(whole) > 1 and unit in whole and _HEADS.issuperset(whole)


def _is_less(draft: Draft, whole: Draft) -> bool:
    values = draft.anchor.value, whole.last.value
    return values[0] is not None and values[1] is not None and values[0] < values[1]


def _link_neighbours(text: str, drafts: Sequence[Draft]) -> None:
    """Link figures to the one just before them, in their sentence or in front of their bracket."""
    one: Draft | None = None
    for other in drafts:
        if one is not None and other.part_of is None:
            if one.sentence is other.sentence:
                if one.record == "count" and one.last.unit == other.anchor.unit:
                    _link_within(text, one, other)
            elif one.sentence.index == other.sentence.host and _is_bracketed(one, other):
                other.part_of = one
        one = other


def _link_within(text: str, one: Draft, other: Draft) -> None:
    """Link 82个 to 89个 in 89个贫困村中已有82个通过验收, 39座 to 47座 in 47座隧道已贯通39座."""
    subject = one.slots.get("subject")
    if subject is None or subject.start < one.last.end:
        return
    between = _BRACKET.sub("", text[subject.end : other.anchor.start])
    if "," in between:
        return
    done = other.record == "count" and between.startswith(_DONE) and _is_less(other, one)
    if done or between[:1] in _WITHIN:
        other.part_of = one
        if "subject" not in other.slots:
            other.slots["subject"] = Filler(subject.text, subject.start, subject.end)


def _is_bracketed(one: Draft, other: Draft) -> bool:
    """Tell whether a figure counts a part in the bracket behind another: 医院64个(三级甲等6个)."""
    holes, start = one.sentence.holes, other.anchor.start
    at = bisect_right(holes, start, key=_OPENING) - 1
    if at < 0 or start >= holes[at][1] or holes[at][0] - one.last.end > 1:
        return False
    return _is_less(other, one) and _comparable(other, one)
