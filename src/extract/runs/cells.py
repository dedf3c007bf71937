"""An Arrow batch in, its rows as Python values out, whatever stands in its cells.

Arrow holds what Python cannot: days beyond its calendar, nanoseconds, strings that are no UTF-8. One such
cell costs its text alone, so it comes out as bytes or as a word that is no date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from extract.packages import load

if TYPE_CHECKING:
    import pyarrow

_BEYOND: Final = "?"


def rows_in(batch: pyarrow.RecordBatch, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield each row as a dict of the columns of these names, all of which the batch has.

    >>> import pyarrow
    >>> batch = pyarrow.RecordBatch.from_pydict({"text": ["全村268户。"], "id": [7]})
    >>> list(rows_in(batch, ["text", "id"]))
    [{'text': '全村268户。', 'id': 7}]
    """
    columns = [_cells(batch.column(name)) for name in names]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _cells(column: pyarrow.Array) -> list[Any]:
    arrow = load("pyarrow")
    if arrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if arrow.types.is_timestamp(column.type):
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return [_cell(cell) for cell in column]


def _cell(cell: pyarrow.Scalar) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError:  # not all that a file calls characters are some
        return cell.cast(load("pyarrow").large_binary()).as_py()
    except (OverflowError, ValueError):
        return _BEYOND
