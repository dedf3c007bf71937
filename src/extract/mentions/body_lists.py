"""A list of firms or schools in, its items out: 厦门美亚、昌河汽车、阿里云等知名企业.

The words behind 等 say what the items are; the marks between them say where all but the first start.
"""

from __future__ import annotations

from typing import Final

from extract.mentions.body_words import body_words
from extract.mentions.name_forms import sound_weights
from extract.mentions.name_words import Ground, stops
from extract.patterns import pattern_of
from extract.spans import Span

LIST_END: Final = pattern_of(
    r"等(?:[0-9一二三四五六七八九十百千数多几两]{1,4}[家所个余多]{1,2})?[\u4e00-\u9fff]{0,4}?"
    r"(知名|著名|龙头|头部|大型|骨干|品牌)?"
    r"(?:企业|公司|平台|电商|高校|院校|机构|媒体|银行|医院|单位|品牌|厂商|车企|药企|国企|央企|商会|社会组织)"
)
"""Matches 等 with the word for what was listed; group 1 is praise, which brands get."""

_ITEM: Final = pattern_of(r"[\u4e00-\u9fffA-Za-z0-9·&]{2,10}$")


def items_before(ground: Ground, end: int, first: int) -> list[Span]:
    """Return the items of the list that ends at `end`, the last one first.

    >>> text = "引进了厦门美亚、昌河汽车等知名企业"
    >>> [text[start:stop] for start, stop in items_before(Ground(text), 12, 0)]
    ['昌河汽车', '厦门美亚']
    """
    text = ground.text
    items: list[Span] = []
    while (match := _ITEM.search(text, max(first, end - 10), end)) is not None:
        start = match.start()
        foremost = start == first or text[start - 1] != "、"
        if foremost:
            start = _start_of(ground, start, end)
        if end - start < 2:
            break
        items.append((start, end))
        if foremost:
            break
        end = start - 1
    return items


def _start_of(ground: Ground, first: int, end: int) -> int:
    """Where the foremost item starts: behind the last verb or particle before it."""
    text, at = ground.text, end
    while at > first:
        before = ground.word_before(at)
        word = text[before:at]
        halting = stops(word) and sound_weights().get(word, 0) < 20
        if before < first or word in body_words("edge") or halting:
            break
        at = before
    return at
