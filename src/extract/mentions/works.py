"""Text in, 《works》 out: books, papers, laws, plans."""

from __future__ import annotations

from typing import Final

from extract.patterns import pattern_of
from extract.spans import Name, Span

_WORK: Final = pattern_of(r"《(?:[^《》\n\r]|《[^《》\n\r]*》){1,120}》")


def find_works(text: str, spans: list[Span]) -> list[Name]:
    """Return every title in 《》, marks included; the name is what stands between them.

    >>> text = "印发《三年工作方案(2018—2020年)》"
    >>> [work.name for work in find_works(text, [(0, len(text))])]
    ['三年工作方案(2018—2020年)']
    """
    if "《" not in text:
        return []
    return [
        Name("work", match.start(), match.end(), match.start(), match.end(), name=match[0][1:-1])
        for start, end in spans
        for match in _WORK.finditer(text, start, end)
    ]
