"""A folded bulletin and its layout in, all its mentions out, settled and in text order.

Vetoes come first, dates block the figures, places carry the names; what crosses is settled at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.dates import find_dates
from extract.mentions.features import find_features
from extract.mentions.gazetteer import scan
from extract.mentions.names import find_names
from extract.mentions.overlap import find_vetoes, settle
from extract.mentions.places import find_places
from extract.mentions.quantities import find_figures
from extract.mentions.resolve import resolve_dates
from extract.spans import FIXED, Date, Figure, Mention, Span
from extract.text.clauses import READ_KINDS
from extract.text.layout import Layout


def find_mentions(text: str, layout: Layout, reference: date | None) -> tuple[list[Mention], list[Span]]:
    """Return all mentions of a bulletin, settled and in text order, and the vetoed spans."""
    blocks = [block for block in layout.blocks if block.kind in READ_KINDS]
    vetoes: list[Span] = []
    dates: list[Date] = []
    figures: list[Figure] = []
    for block in blocks:
        excused = find_vetoes(text, block.start, block.end)
        here = [d for d in find_dates(text, block.start, block.end) if not _lies_in(d, excused)]
        blocked = sorted([*excused, *((d.outer_start, d.outer_end) for d in here)])
        figures += find_figures(text, block.start, block.end, blocked, layout.region)
        vetoes += excused
        dates += here
    resolve_dates(text, layout.blocks, dates, reference)
    hits = scan(text)
    places = find_places(text, layout.blocks, hits, reference, layout.region)
    names = find_names(text, layout.blocks, places, hits, vetoes)
    short = [*find_abbreviations(text, places), *find_features(text, places)]
    return settle([*dates, *figures, *places, *names, *short]), vetoes


def keep_together(mentions: Sequence[Mention], vetoes: Sequence[Span]) -> list[Mention]:
    """Return the mentions with the vetoed words that stand in none of them as words kept together."""
    together: list[Mention] = []
    reach = 0
    fixed = [Mention(FIXED, start, end, start, end) for start, end in vetoes]
    for mention in sorted([*mentions, *fixed], key=lambda m: (m.start, -m.end, m.kind == FIXED)):
        if mention.kind == FIXED:
            if mention.start < reach:
                continue
        else:
            while together and together[-1].kind == FIXED and together[-1].end > mention.start:
                together.pop()
        reach = max(reach, mention.end)
        together.append(mention)
    return together


def _lies_in(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(
        a <= mention.start and mention.end <= b and (a, b) != (mention.start, mention.end) for a, b in spans
    )
