"""The tables of a run in, one after the other, groups of rows of even size out: what every writer reads.

A run comes in pieces of any size. Regrouped, they do not show in what is written, and no writer holds more
than one group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow

Read = Callable[[str], "Iterator[pyarrow.Table]"]
"""The name of a table in, its rows as Arrow tables out, in order; their schema is `arrow_schema(name)`."""

ROWS: Final = 4096
"""How many rows become Python values at a time."""


def regroup(tables: Iterable[pyarrow.Table], size: int) -> Iterator[pyarrow.Table]:
    """Yield the same rows in tables of just so many, the last one of what is left."""
    import pyarrow

    held: list[pyarrow.Table] = []
    missing = size
    for table in tables:
        at = 0
        while at < table.num_rows:
            held.append(table.slice(at, missing))
            at += held[-1].num_rows
            missing -= held[-1].num_rows
            if not missing:
                yield pyarrow.concat_tables(held).combine_chunks()
                held, missing = [], size
    if held:
        yield pyarrow.concat_tables(held).combine_chunks()


def rows_in(tables: Iterable[pyarrow.Table]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of tables as tuples: str, int, Decimal, bool, date or None."""
    for table in regroup(tables, ROWS):
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)


def plain(number: Decimal) -> str:
    """Return a number in plain digits: no exponent, no zeros behind it, no minus before nothing.

    >>> plain(Decimal("35.5000000000")), plain(Decimal("8E+7")), plain(Decimal("-0.00"))
    ('35.5', '80000000', '0')
    """
    if not number:
        return "0"
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
