"""Text around a figure in, its rounding out: 约 近 逾 in front, 以上 左右 出头 behind.

Words of the figure itself (约, 不足, 以上) belong to its outer span; verbs that round (超过,
突破) stay in the clause, for they govern the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from extract.mentions.units import data_lines
from extract.patterns import pattern_of

_INCLUSIVE: Final = "(含)"
_EACH_REACH: Final = 12
_EACH: Final = pattern_of("(?:每[^每,。;:、!?()\\d\n]{1,3}){1,2}$")
_RECENT: Final = pattern_of("最|新高|新低|平均|同期|均值|来|以来|首次|之最")


class ModifierTables(NamedTuple):
    """The lists of `data/modifiers.txt`, by place."""

    front: dict[str, str | None]
    back: dict[str, str | None]
    verb: dict[str, str]
    before: dict[str, str]
    between: frozenset[str]
    longer: frozenset[str]
    extreme: frozenset[str]
    front_ends: dict[str, tuple[str, ...]]
    back_starts: dict[str, tuple[str, ...]]
    between_ends: dict[str, tuple[str, ...]]
    """The words with a last (first) character, longest first; those of the front with the verbs."""


@cache
def modifier_tables() -> ModifierTables:
    """Read the lists once."""
    places = ("front", "back", "verb", "before", "between", "not", "extreme")
    lists: dict[str, dict[str, str | None]] = {place: {} for place in places}
    place, modifier = "", None
    for line in data_lines("modifiers.txt"):
        if line.startswith("["):
            place, _, name = line[1:-1].partition(" ")
            modifier = None if name in ("", "none") else name
            continue
        for word in line.split():
            lists[place].setdefault(word, modifier)
    verbs = {w: m for w, m in lists["verb"].items() if m}
    before = {w: m for w, m in lists["before"].items() if m}
    return ModifierTables(
        front=lists["front"],
        back=lists["back"],
        verb=verbs,
        before=before,
        between=frozenset(lists["between"]),
        longer=frozenset(lists["not"]),
        extreme=frozenset(lists["extreme"]),
        front_ends=_by_character((*lists["front"], *verbs), -1),
        back_starts=_by_character(lists["back"], 0),
        between_ends=_by_character(lists["between"], -1),
    )


def _by_character(words: Iterable[str], place: int) -> dict[str, tuple[str, ...]]:
    """Words in, those with a character at a place out, longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[place], []).append(word)
    return {c: tuple(own) for c, own in found.items()}


def read_front(text: str, at: int, low: int, *, measured: bool = False) -> tuple[int, str | None]:
    """Where the words in front of a figure at `at` begin, and what they say of it.

    `measured` figures have extremes but no caps: 最高35℃ is exact, 最高300元 is not.

    >>> read_front("惠农近", 3, 0)
    (2, 'less_than')
    >>> read_front("首次突破", 4, 0)
    (4, 'more_than')
    """
    tables = modifier_tables()
    if at > low + 1 and text[at - 1] == " " and text[at - 2] != " ":
        outer, modifier = read_front(text, at - 1, low, measured=measured)  # 约 200 万元
        return (outer, modifier) if outer < at - 1 or modifier else (at, None)
    outer, modifier = at, None
    while outer > low:
        words = tables.front_ends.get(text[outer - 1])
        if words is None or not text.endswith(words, low, outer):
            break
        word = _word_before(text, outer, low, words)
        if _inside_longer(text, outer, len(word), tables):
            return (outer, modifier) if word in tables.verb else _with_before(text, outer, low, modifier)
        if word in tables.verb:
            return outer, modifier or tables.verb[word]
        outer -= len(word)
        if not (measured and word in tables.extreme):
            modifier = modifier or tables.front[word]
    return _with_before(text, outer, low, modifier)


def _word_before(text: str, at: int, low: int, words: Sequence[str]) -> str:
    """The first of some words that ends at a position."""
    for word in words:
        if text.endswith(word, low, at):
            return word
    return ""


def _with_before(text: str, outer: int, low: int, modifier: str | None) -> tuple[int, str | None]:
    """Where the words in front begin, and what they say, else what stands before the verb in front."""
    if modifier is None and outer > low and text[outer - 1] in modifier_tables().between_ends:
        modifier = _read_before(text, outer, low)
    return outer, modifier


def read_each(text: str, at: int, low: int) -> str | None:
    """What stands before 每 in front of a figure at `at`: 不高于每支|3.5元."""
    begin = max(low, at - _EACH_REACH)
    if text.rfind("每", begin, at) < 0:
        return None
    each = _EACH.search(text, begin, at)
    return read_front(text, each.start(), low)[1] if each is not None else None


def is_recent(text: str, at: int, end: int, limit: int) -> bool:
    """Whether the duration with its 近 at `at` is the last while: 近三年|最高."""
    return text[at] == "近" and _RECENT.match(text, end, limit) is not None


def _inside_longer(text: str, at: int, size: int, tables: ModifierTables) -> bool:
    """节约, 最近, 附近 end in 约 and 近 and round nothing."""
    if size > 1:
        return False
    return text[max(0, at - 2) : at] in tables.longer


def _read_before(text: str, at: int, low: int) -> str | None:
    """约 in 约占两成, 最高 in 最高补助3万元."""
    tables = modifier_tables()
    for _ in range(2):
        verbs = tables.between_ends.get(text[at - 1], ()) if at > low else ()
        if not text.endswith(verbs, low, at):
            return None
        at -= len(_word_before(text, at, low, verbs))
        for size in (2, 1):
            modifier = tables.before.get(text[max(low, at - size) : at])
            if modifier and not _inside_longer(text, at, size, tables):
                return modifier
    return None


def read_back(text: str, at: int, high: int) -> tuple[int, str | None]:
    """Where the words behind a figure that ends at `at` end, and what they say of it.

    >>> read_back("85%以上的", 3, 6)
    (5, 'at_least')
    """
    tables = modifier_tables()
    if text.startswith(_INCLUSIVE, at):
        after, modifier = read_back(text, at + len(_INCLUSIVE), high)
        return (after, modifier) if modifier else (at, None)
    if at + 1 < high and text[at] == " " and text[at + 1] in tables.back_starts:
        after, modifier = read_back(text, at + 1, high)
        return (after, modifier) if modifier else (at, None)
    for word in tables.back_starts.get(text[at], ()) if at < high else ():
        if text.startswith(word, at, high):
            if len(word) == 1 and not _ends_word(text, at + 1, high):
                return at, None
            return at + len(word), tables.back[word]
    return at, None


def _ends_word(text: str, at: int, high: int) -> bool:
    """Whether a one-character modifier (内, 起, 许, 整) stands alone: 4小时内运抵, 3元起."""
    if at >= high or text[at] in ',。;:、!?)的\n "”':
        return True
    return text[at - 1] == "内" and text[at] not in "部容外地蒙科存需陆河海阁"
