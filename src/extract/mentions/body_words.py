"""A class of words in, its words out: what stands in, before and around the names of bodies.

The classes are those of data/org_words.txt, each described there.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from extract.mentions.name_words import full_names, name_words, read_list, tag_of

_NOUN_TAGS: Final = frozenset({"n", "nt", "nz", "ns", "x", "j"})
_PROPER_TAGS: Final = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt", "x", "zg", "j"})


@cache
def body_words(name: str) -> frozenset[str]:
    """The words of one class.

    >>> "学校" in body_words("bare"), "武警" in body_words("prefix")
    (True, True)
    """
    return frozenset(read_list("org_words.txt")[name])


@cache
def branch_words() -> tuple[str, ...]:
    """What stands before the place in a branch's name (武警, 国家统计局), longest first."""
    return tuple(sorted(body_words("prefix"), key=len, reverse=True))


@cache
def party_words() -> tuple[str, ...]:
    """What names the party group of a body (党组)."""
    return tuple(body_words("party"))


@cache
def brand_words() -> tuple[str, ...]:
    """What follows the two characters of a brand (有限, 专业合作社)."""
    return tuple(body_words("firm"))


@cache
def short_bodies() -> frozenset[str]:
    """Short forms that occur inside other words and so need a word bound in front."""
    return frozenset(short for short in full_names() if len(short) <= 3)


@cache
def is_proper(word: str) -> bool:
    """Whether a word is a proper noun to the dictionary, or unknown to it."""
    return word not in name_words() and word not in body_words("common") and tag_of(word) in _PROPER_TAGS


@cache
def is_nominal(word: str) -> bool:
    """Whether a word is a noun of any kind to the dictionary, or unknown to it."""
    return tag_of(word) in _NOUN_TAGS
