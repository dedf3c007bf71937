"""A folded bulletin and its layout in, all its mentions out, settled and in text order.

Vetoes come first, dates block the figures, places carry the names; what crosses is settled at the end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter, itemgetter

from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.dates import find_all_dates
from extract.mentions.features import find_features
from extract.mentions.gazetteer import scan
from extract.mentions.names import find_names
from extract.mentions.overlap import settle
from extract.mentions.places import find_places
from extract.mentions.quantities import find_figures
from extract.mentions.resolve import resolve_dates
from extract.mentions.vetoes import find_all_vetoes
from extract.spans import FIXED, Date, Figure, Mention, Span
from extract.text.clauses import READ_KINDS
from extract.text.layout import Layout

_start_of = attrgetter("start")


def find_mentions(text: str, layout: Layout, reference: date | None) -> tuple[list[Mention], list[Span]]:
    """Return all mentions of a bulletin, settled and in text order, and the vetoed spans."""
    blocks = [block for block in layout.blocks if block.kind in READ_KINDS]
    stretches = [(block.start, block.end) for block in blocks]
    excused = find_all_vetoes(text, stretches)
    dated = find_all_dates(text, stretches)
    vetoes: list[Span] = []
    dates: list[Date] = []
    figures: list[Figure] = []
    for block, names_here, dates_here in zip(blocks, excused, dated, strict=True):
        if dates_here and names_here:
            dates_here = [found for found in dates_here if not _lies_in(found, names_here)]
        blocked = sorted([*names_here, *((d.outer_start, d.outer_end) for d in dates_here)])
        figures += find_figures(text, block.start, block.end, blocked, layout.region)
        vetoes += names_here
        dates += dates_here
    resolve_dates(text, layout.blocks, dates, reference)
    hits = scan(text)
    places = find_places(text, layout.blocks, hits, reference, layout.region)
    names = find_names(text, layout.blocks, places, hits, vetoes)
    short = [*find_abbreviations(text, places), *find_features(text, places)]
    return settle([*dates, *figures, *places, *names, *short]), vetoes


def keep_together(mentions: Sequence[Mention], vetoes: Sequence[Span]) -> Sequence[Mention]:
    """Return settled mentions with the vetoed words that touch none of them as words kept together."""
    fixed: list[Mention] = []
    at = reach = 0
    count = len(mentions)
    for start, end in sorted(vetoes, key=_longest_first):
        while at < count and mentions[at].start < start:
            reach = max(reach, mentions[at].end)
            at += 1
        if start >= reach:
            reach = end
            if at == count or mentions[at].outer_start >= end:
                fixed.append(Mention(FIXED, start, end, start, end))
    return sorted([*mentions, *fixed], key=_start_of) if fixed else mentions


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]


def _lies_in(mention: Mention, spans: Sequence[Span]) -> bool:
    """Whether a mention stands in a longer span of some that are in order and apart."""
    at = bisect_right(spans, mention.start, key=itemgetter(0)) - 1
    if at < 0 or mention.end > spans[at][1]:
        return False
    return spans[at] != (mention.start, mention.end)
