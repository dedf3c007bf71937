"""Figures among their tokens in, which stand side by side and what kind of thing they count out."""

from __future__ import annotations

from collections.abc import Sequence

from extract.spans import ADJECTIVE, NOUN, Figure, Token


def run_of(tokens: Sequence[Token], at: int, start: int, end: int) -> tuple[int, int]:
    """Return the first and last of figures that stand side by side: 专家3批27人次, 6.2万户、19万人."""
    first = last = at
    while first > start:
        before = tokens[first - 1]
        if before.is_figure:
            first -= 1
        elif before.text == "、" and first - 2 >= start and _couple(tokens[first - 2], tokens[first]):
            first -= 2
        else:
            break
    while last + 1 < end and tokens[last + 1].is_figure:
        last += 1
    return first, last


def _couple(one: Token, other: Token) -> bool:
    return (one.kind, other.kind) == ("households", "people")


def figure_of_noun(tokens: Sequence[Token], at: int, start: int) -> int | None:
    """Return the figure that counts the noun ending at a token: 9个 in 9个安置点5544名子女."""
    for i in range(at, start - 1, -1):
        if tokens[i].is_figure:
            return i
        if not tokens[i].bits & (NOUN | ADJECTIVE):
            return None
    return None


def is_doing(token: Token) -> bool:
    """Tell whether a figure counts people or occasions, which a deed can stand directly before."""
    unit = token.mention.unit if isinstance(token.mention, Figure) else None
    return token.kind in ("people", "households") or (unit or "").endswith("次")


def is_amount(token: Token) -> bool:
    """Tell whether a figure measures, rather than counts."""
    return token.kind in ("money", "measure", "percent", "points", "multiple")
