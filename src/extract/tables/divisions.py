"""The codes of a figure's places in, the cells of province, city, county and the code of today out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from extract.mentions.divisions import Chain, parent_chain, spell_at, year_of

Cells = tuple[str | None, ...]
"""province, province_code, city, city_code, county, county_code, place_key."""

_COUNTY: Final = 6
NOWHERE: Final[Cells] = (None,) * 7


@lru_cache(maxsize=8192)
def division_cells(code: str, as_of: str | None) -> Cells:
    """Return the cells of one place, named and coded as on a date (ISO; None is today).

    >>> division_cells("522322", "2017-05-01")
    ('贵州省', '520000', '黔西南布依族苗族自治州', '522300', '兴仁县', '522322', '522302')
    """
    day = None if as_of is None else date.fromisoformat(as_of)
    chain = parent_chain(code, day)
    return (*_named(chain), _key_of(code, day))


def shared_cells(codes: Sequence[str], as_of: str | None) -> Cells:
    """Return the cells of several places: the divisions that all of them lie in; they have no common key.

    >>> shared_cells(["522302", "522323"], "2019-05-01")[2:]
    ('黔西南布依族苗族自治州', '522300', None, None, None)
    """
    first, *others = (division_cells(code, as_of)[:-1] for code in codes)
    for other in others:
        first = tuple(one if one == two else None for one, two in zip(first, other, strict=True))
    return (*first, None)


def _named(chain: Chain) -> Cells:
    return tuple(cell for division in chain for cell in (division or (None, None)))


def _key_of(code: str, day: date | None) -> str | None:
    """Return the code of today: that of the county line; a town keeps its code where its county has."""
    spell = spell_at(code[:_COUNTY], year_of(day))
    if spell is None:
        return None
    if len(code) == _COUNTY:
        return spell.line
    return code if spell.line == code[:_COUNTY] else None
