"""Characters in, how much they look like a name out: Han names, names by syllables, foreign sounds.

A Han name is weighed: each character counts 10·ln of how much likelier it is in a name than in
running text, so 张建国 has 150 and 高度重 less than nothing. Other names have no surnames to
weigh; they are made of known parts (扎西, 巴特尔) or of characters that write foreign sounds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extract.mentions.name_words import (
    PLAIN,
    TITLE,
    Ground,
    begins_clause,
    posts,
    read_lines,
    read_list,
    stops,
    tag_of,
)
from extract.patterns import pattern_of
from extract.spans import Span
from extract.text.vocabulary import any_of

RARE: Final = 12
"""Weight of a character so rare in text that hardly anything but a name has it (熺)."""

UNLIKELY, LIKED = -45, -25
"""Weight of a character that no given name has; from which on one makes a name worth a look."""


STATESMAN: Final = 120
"""Weight of a name that every reader of bulletins knows."""


@cache
def not_names() -> frozenset[str]:
    """Common words that have the form of a name."""
    return frozenset(" ".join(read_lines("not_names.txt")).split())


def is_statesman(name: str) -> bool:
    """Whether a name needs no evidence."""
    return name in _statesmen()


@cache
def _statesmen() -> frozenset[str]:
    return frozenset(" ".join(read_lines("statesmen.txt")).split())


@cache
def surnames() -> dict[str, int]:
    """Surname -> weight; two-character surnames too."""
    return {name: int(weight) for name, weight in (line.split() for line in read_lines("surnames.txt"))}


@cache
def given_weights() -> dict[str, int]:
    """Character of a given name -> weight."""
    table: dict[str, int] = {}
    for line in read_lines("given_names.txt"):
        weight, _, chars = line.partition(" ")
        table.update(dict.fromkeys(chars, int(weight)))
    return table


@cache
def _character_weights() -> dict[str, int]:
    """Character behind a surname -> weight; those that are frequent but in no given name have one too."""
    return dict.fromkeys("".join(read_lines("common_characters.txt")), UNLIKELY) | given_weights()


@cache
def surname_pattern() -> re.Pattern[str]:
    """Matches a one-character surname with a character behind it that given names like."""
    single = "".join(sorted(name for name, weight in surnames().items() if len(name) == 1 and weight >= -20))
    given = "".join(sorted(char for char, weight in given_weights().items() if weight >= LIKED))
    return pattern_of(f"[{single}](?=[{given}])")


def surname_at(text: str, start: int) -> str | None:
    """The surname that a name at `start` would have: two characters before one.

    >>> surname_at("欧阳振先后", 0), surname_at("石磊", 0), surname_at("的", 0)
    ('欧阳', '石', None)
    """
    known = surnames()
    double = text[start : start + 2]
    if len(double) == 2 and double in known:
        return double
    return text[start] if text[start] in known else None


def han_weight(name: str) -> int | None:
    """The weight of a Han name, None if it has no surname or no given name.

    >>> han_weight("陈兴宇") > 80, han_weight("高度") < 0
    (True, True)
    """
    surname = surname_at(name, 0)
    if surname is None or len(name) == len(surname) or not "\u4e00" <= name[-1] <= "\u9fff":
        return None
    if name in _statesmen():
        return STATESMAN
    weight, given = surnames()[surname], _character_weights()
    for char in name[len(surname) :]:
        weight += given.get(char, RARE)
    return weight


def han_forms(text: str, start: int, surname: str) -> list[Span]:
    """Where a Han name of one or two characters behind a surname may end, and what its characters weigh.

    >>> [(end, weight > 80) for end, weight in han_forms("陈兴宇说", 0, "陈")]
    [(2, False), (3, True)]
    """
    weight, given = surnames().get(surname), _character_weights()
    if weight is None:
        return []
    forms: list[Span] = []
    end = start + len(surname)
    for char in text[end : end + 2]:
        end += 1
        weight += given.get(char, RARE)
        if "\u4e00" <= char <= "\u9fff":
            forms.append((end, STATESMAN if text[start:end] in _statesmen() else weight))
    return forms


MARRIED: Final = 30
"""Weight of a surname that stands second in a married name; the whole of it weighs twice as much."""


def married_name_end(ground: Ground, start: int, last: int) -> int | None:
    """Where a name with a husband's surname before it ends, None if there is none at `start`.

    >>> married_name_end(Ground("特首林郑月娥会见"), 2, 8), married_name_end(Ground("市长李明山会见"), 2, 7)
    (6, None)
    """
    end = start + 4
    inner = ground.text[start + 1 : end]
    if end > last or not ground.bounds[end] or surnames().get(inner[0], 0) < MARRIED:
        return None
    likely = inner[2] in given_weights() and not stops(inner[2])
    return end if likely and (han_weight(inner) or 0) >= MARRIED * 2 else None


@cache
def _syllables() -> re.Pattern[str]:
    parts = read_list("name_syllables.txt")
    return pattern_of(f"(?:{any_of([*parts['mongol'], *parts['tibetan']])}){{1,4}}")


@cache
def _japanese() -> re.Pattern[str]:
    return pattern_of("(?:" + "|".join(read_list("name_syllables.txt")["japanese"]) + ")")


@cache
def japanese_heads() -> frozenset[str]:
    """The characters that Japanese surnames begin with."""
    return frozenset(name[0] for name in read_list("name_syllables.txt")["japanese"])


def japanese_name_end(ground: Ground, start: int, last: int) -> int | None:
    """Where a name with a Japanese surname ends: the surname and what is cut small behind it.

    >>> japanese_name_end(Ground("首相桥本龙太郎在会上"), 2, 10)
    7
    """
    match = _japanese().match(ground.text, start, last) if ground.text[start] in japanese_heads() else None
    if match is None:
        return None
    end = match.end()
    while end < last and end - match.end() < 3:
        after = ground.word_after(end)
        word = ground.text[end:after]
        if not word.isalpha() or stops(word) or after - match.end() > 3:
            break
        if not all(char in given_weights() for char in word) or end in ground.title_starts:
            break
        end = after
    return end


@cache
def sounds() -> frozenset[str]:
    """The characters that write foreign sounds."""
    return frozenset("".join(read_list("name_syllables.txt")["sound"]))


def syllable_name_end(ground: Ground, start: int, last: int) -> int | None:
    """Where a name made of known parts (哈斯巴根, 扎西卓玛) ends, None if there is none at `start`.

    >>> syllable_name_end(Ground("哈斯巴根在会上"), 0, 7), syllable_name_end(Ground("扎西东周加入"), 0, 6)
    (4, 4)
    """
    if (
        ground.text[start] not in _first_syllables()
        and ground.text[start + 1 : start + 2] not in mongol_heads()
    ):
        return None
    match = _yi().match(ground.text, start, last) or _behind_surname(ground.text, start, last)
    if match is not None:
        return match.end()
    match = _syllables().match(ground.text, start, last)
    if match is None:
        return None
    end = match.end()
    if not ground.bounds[end] and ground.word_after(end) - end == 1 and ground.word_before(end) == end - 1:
        end -= 1  # 加 in 加入 is no part of the name
    return end if end - start >= 2 else None


@cache
def _first_syllables() -> frozenset[str]:
    """The characters that names made of known parts begin with."""
    parts = read_list("name_syllables.txt")
    return frozenset(part[0] for kind in ("mongol", "tibetan", "yi") for part in parts[kind])


@cache
def first_characters() -> frozenset[str]:
    """The characters that surnames and names made of known parts begin with."""
    return _first_syllables().union(surname[0] for surname in surnames())


@cache
def mongol_heads() -> frozenset[str]:
    """The characters that a Mongolian name behind a surname begins with."""
    return frozenset(word[0] for word in read_list("name_syllables.txt")["mongol"] if len(word) > 1)


@cache
def _yi() -> re.Pattern[str]:
    """Matches a Yi name: the clan and the name of the bearer (吉克阿支)."""
    parts = read_list("name_syllables.txt")
    return pattern_of(f"(?:{'|'.join(parts['yi'])})(?:{'|'.join(parts['yigiven'])})")


@cache
def _mongol() -> re.Pattern[str]:
    words = sorted(filter(lambda word: len(word) > 1, read_list("name_syllables.txt")["mongol"]), key=len)
    return pattern_of(f"(?:{'|'.join(map(re.escape, reversed(words)))}){{1,3}}")


def _behind_surname(text: str, start: int, last: int) -> re.Match[str] | None:
    """A Mongolian name behind a Han surname: 白乌兰其其格."""
    if surnames().get(text[start : start + 1], 0) < BORNE_BY_MONGOLS:
        return None
    match = _mongol().match(text, start + 1, last)
    return match if match is not None and match.end() - start > 3 else None


BORNE_BY_MONGOLS: Final = 15
"""Weight of a surname from which on a Mongolian name may stand behind it."""


@cache
def sound_weights() -> dict[str, int]:
    """Character that writes a foreign sound -> weight."""
    table = dict.fromkeys(sounds(), SOUND)
    for line in read_lines("sounds.txt"):
        weight, _, chars = line.partition(" ")
        table.update(dict.fromkeys(chars, int(weight)))
    return table


SOUND_ENOUGH: Final = 50
"""What the sounds of a run weigh at least to be looked at."""

SOUND, NO_SOUND = 6, -30
"""Weight of a sound that the dictionary's names do not have; of a character that writes none."""


@cache
def sound_pattern() -> re.Pattern[str]:
    """Matches a run of three or more characters that write foreign sounds."""
    return pattern_of("[" + "".join(sorted(sound_weights())) + "]{3,}")


def sound_weight(name: str) -> int:
    """How much a form looks like foreign sounds.

    >>> sound_weight("克林顿") > 80, sound_weight("科技发展") < 0
    (True, True)
    """
    weights = sound_weights()
    return sum(weights.get(char, NO_SOUND) for char in name)


@cache
def _sound_gains() -> dict[str, int]:
    """Character that writes a foreign sound -> what it adds to a run."""
    return {char: max(weight, 0) for char, weight in sound_weights().items()}


def sound_runs(text: str) -> list[Span]:
    """The runs of foreign sounds in a text that weigh enough to be looked at.

    >>> sound_runs("美国总统克林顿说")
    [(4, 7)]
    """
    gain = _sound_gains().__getitem__
    return [
        match.span() for match in sound_pattern().finditer(text) if sum(map(gain, match[0])) >= SOUND_ENOUGH
    ]


def trim_run(ground: Ground, start: int, stop: int, first: int) -> Span | None:
    """A run of foreign sounds between word bounds, ordinary words at its edges cut off."""
    text = ground.text
    while start < stop and not ground.bounds[start]:
        start += 1
    words: list[Span] = []
    at = start
    while at < stop:
        end = ground.word_after(at)
        if end > stop:
            break
        words.append((at, end))
        at = end
    while words and (
        (_is_ordinary(text[words[0][0] : words[0][1]]) and not _is_led(ground, *words[0], first))
        or ground.ending(words[0][1], TITLE | PLAIN)
    ):
        del words[0]
    while words and _is_ordinary(text[words[-1][0] : words[-1][1]]):
        del words[-1]
    if not words or words[-1][1] - words[0][0] < 2:
        return None
    end = words[-1][1]
    after = ground.word_after(end)
    if after - end == 1 and end < stop and _ends_at(ground, after):
        end = after  # 英博登 in 英博登在会上
    return words[0][0], end


def _is_led(ground: Ground, start: int, end: int, first: int) -> bool:
    """Whether one sound that is a word elsewhere begins a name: behind a title, a surname."""
    if end - start != 1:
        return False
    if ground.ending(start, TITLE):
        return True  # 国防部长加兰特
    text = ground.text
    return text[start] in surnames() and (start == first or not text[start - 1].isalnum())


def sound_pair(ground: Ground, start: int, last: int) -> int | None:
    """Where two foreign sounds between word bounds (库克) end, None if there are none at `start`."""
    end = start + 2
    if end > last or not ground.bounds[end] or ground.text[start] not in sound_weights():
        return None
    return end if sound_weight(ground.text[start:end]) >= SOUND_ENOUGH else None


def _ends_at(ground: Ground, position: int) -> bool:
    """Whether a name may end at `position`: a mark or a word that can follow a subject comes next."""
    word = ground.text[position : ground.word_after(position)]
    return not word or not word[0].isalnum() or begins_clause(word)


@cache
def _is_ordinary(word: str) -> bool:
    """Whether a word at the edge of a run is no part of a name."""
    if len(word) == 1:
        return stops(word) and sound_weights().get(word, NO_SOUND) < 15
    return tag_of(word) not in ("x", "nr", "nrt", "nrfg", "nz", "ns") and sound_weight(word) < 25 * len(word)


def dotted_name(ground: Ground, dot: int, first: int, last: int) -> Span | None:
    """The name around a · (努尔兰·哈力别克), None if the dot stands in something else.

    >>> dotted_name(Ground("英语外教玛丽·约翰逊在雪洞镇"), 6, 0, 14)
    (4, 10)
    """
    start, end = dot, dot + 1
    while start > first and dot - start < 9 and not ground.ending(start, TITLE | PLAIN):
        before = max(ground.word_before(start), first)
        if not _sounds_foreign(ground.text[before:start]):
            break
        start = before
    while end < last and end - dot < 12:
        if ground.text[end] == "·" and end > dot + 1:
            end += 1
            continue
        after = min(ground.word_after(end), last)
        word = ground.text[end:after]
        single = len(word) == 1 and word in sound_weights() and _ends_at(ground, after)
        if not (_sounds_foreign(word) or single) or word in posts()["address"]:
            break
        end = after
    if start == dot:  # a word of the language runs into the name: take its last sounds
        while start > first and dot - start < 4 and ground.text[start - 1] in sound_weights():
            start -= 1
    if end == dot + 1:
        while end < last and end - dot < 4 and ground.text[end] in sound_weights():
            end += 1
    if start == dot or end - dot < 2:
        return None
    return start, _carry_on(ground, end, dot, last)


def _carry_on(ground: Ground, end: int, dot: int, last: int) -> int:
    """Where a dotted name ends that goes on in words: 万多夫斯基 before 副教授, 甘地 of 拉·甘地."""
    text = ground.text
    if not ground.bounds[end]:
        whole = ground.word_after(end)
        if begins_clause(text[ground.word_before(end) : whole]) or whole - end > 2 or whole > last:
            return end
        end = whole
    at, weight = end, 0
    while at < last and at - dot < 10 and at not in ground.title_starts and text[at].isalpha():
        after = ground.word_after(at)
        word = text[at:after]
        if stops(word) or begins_clause(word) or not word.isalpha():
            break
        at, weight = after, weight + sound_weight(word)
    return at if weight >= 30 else end


_FUNCTIONAL: Final = frozenset("以为与和还都又也及即若而则其由于向从被把对说道在是有等已就才并且当")
"""Sounds that behind a name are words rather."""


@cache
def _sounds_foreign(word: str) -> bool:
    weights = sound_weights()
    if len(word) == 1:
        return word in weights and word not in _FUNCTIONAL
    if tag_of(word) in ("nr", "nrt", "nrfg"):
        return True
    return all(char in weights for char in word) and (
        not _is_ordinary(word) or sum(weights[char] for char in word) >= 20 * len(word)
    )
