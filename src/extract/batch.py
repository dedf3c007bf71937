"""An Arrow batch of texts in, an Arrow batch of what they say out: a row for each row, in order.

The form that Spark (`mapInArrow`), Ray (`map_batches`) and Daft take and give. A text that cannot be read is
a row with its error and nothing else. A batch knows of no other batch, so it tells no copies and no reposts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from extract.collector import collect_rarely
from extract.errors import ConfigError, ExtractError, InputError
from extract.messages import fail, report
from extract.output.printing import print_result
from extract.pipeline import Pipeline
from extract.tables.arrow import arrow_schema, arrow_table
from extract.tables.rows import SAID, Context, Row, Rows, document_row, rows_of
from extract.tables.rules import rule_rows, tiers_of
from extract.text.reading import clean, decode

if TYPE_CHECKING:
    import pyarrow

ROWS: Final = 500
"""Rows that `extract_batches` reads at once: some megabytes of results, some seconds of work."""

READ: Final = "read"
EXTRACT: Final = "extract"
"""The stages that a text can fail in: to become characters, and to become records."""

FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a fault of the program raises. In a hundred million texts one may find one: it costs its row alone."""


class Failure(NamedTuple):
    """Why a text has no result."""

    code: str
    stage: str
    reason: str


class Success(NamedTuple):
    """What a text has: its result as JSON, its row of `documents` and its rows of the other tables."""

    result: str
    document: Row
    rows: Rows


class Given(NamedTuple):
    """A row of the input, as values; what is wrong with it is found when it is read."""

    text: bytes | None
    is_characters: bool
    source: str | None
    input_id: str | None
    url: str | None
    date: Any


@cache
def batch_schema() -> pyarrow.Schema:
    """Return the schema of what `extract_batch` makes, whatever it is given."""
    import pyarrow

    text = pyarrow.string()
    said = [pyarrow.field(name, pyarrow.list_(_struct_of(arrow_schema(name)))) for name in SAID]
    document = pyarrow.struct([field.with_nullable(True) for field in arrow_schema("documents")])
    names = ("source", "input_id", "doc_id", "body_sha256", "result")
    return pyarrow.schema(
        [
            *(pyarrow.field(name, text) for name in names),
            pyarrow.field("document", document),
            *said,
            *(pyarrow.field(name, text) for name in ("error_code", "stage", "reason")),
        ]
    )


def extract_batch(
    batch: pyarrow.RecordBatch,
    *,
    pipeline: Pipeline | None = None,
    text_column: str = "text",
    source_column: str | None = None,
    id_column: str | None = None,
    url_column: str | None = None,
    date_column: str | None = None,
) -> pyarrow.RecordBatch:
    """Return what the texts of a batch say, with the schema `batch_schema()`.

    Texts are strings, or bytes in any encoding that is read; dates are dates, timestamps or ISO strings.
    Where no pipeline is given there is one for the process, made once. Raises `ConfigError` where a column
    is not there.

    >>> import pyarrow
    >>> batch = pyarrow.RecordBatch.from_pydict({"text": ["全村268户。", None]})
    >>> made = extract_batch(batch)
    >>> made["figures"][0][0]["value"].as_py(), made["error_code"][1].as_py()
    (Decimal('268.0000000000'), 'I001')
    """
    columns = (text_column, source_column, id_column, url_column, date_column)
    pipeline = pipeline or _own_pipeline()
    context = context_of(pipeline)
    with collect_rarely():
        made = [(given, _read_one(given, pipeline, context)) for given in _rows_given(batch, *columns)]
        return _assemble(made)


def extract_batches(
    batches: Iterable[pyarrow.RecordBatch], *, rows: int = ROWS, **options: Any
) -> Iterator[pyarrow.RecordBatch]:
    """Yield what the texts of batches say, `rows` at a time; `options` are those of `extract_batch`."""
    for batch in batches:
        for start in range(0, batch.num_rows, rows):
            yield extract_batch(batch.slice(start, rows), **options)


@lru_cache(maxsize=4)
def context_of(pipeline: Pipeline) -> Context:
    """Return what the rows of a pipeline's results are made with."""
    return Context(tiers_of(rule_rows(pipeline.all_packs(), pipeline.lang)), pipeline.lang)


@cache
def _own_pipeline() -> Pipeline:
    return Pipeline()


def _read_one(given: Given, pipeline: Pipeline, context: Context) -> Success | Failure:
    """Return what a text says, or why it says nothing."""
    try:
        raw, reference = _text_of(given), _day_of(given.date)
    except ExtractError as error:
        return Failure(error.code, READ, report(error, context.lang))
    try:
        plain = pipeline.run_plain(raw, source=given.source, reference_date=reference)
        if given.url:
            plain["document"]["url"] = given.url
        rows = rows_of(plain, raw, context)
        document = document_row(
            plain,
            raw,
            source=given.source,  # type: ignore[arg-type]  # a batch need not name its rows
            input_id=given.input_id,
            figures=len(rows["figures"]),
        )
        return Success(print_result(plain), document, rows)
    except FAULTS as fault:
        told = fail(InputError, "I020", reason=f"{type(fault).__name__}: {fault}")
        return Failure(told.code, EXTRACT, report(told, context.lang))


def _text_of(given: Given) -> str:
    """Return the text of a row as decoded."""
    data = given.text
    if data is None:
        raise fail(InputError, "I001")
    if not given.is_characters:
        return decode(data)
    try:
        text = clean(data.decode())
    except UnicodeDecodeError:  # not all that a file calls characters are some
        return decode(data)
    if not text.strip():
        raise fail(InputError, "I001")
    return text


def _day_of(value: Any) -> date | None:
    """Return the day of a cell: a date as it is, a string in ISO 8601, with or without a time of day."""
    if isinstance(value, str):
        value = value.strip()
        try:
            return datetime.fromisoformat(value).date() if value else None
        except ValueError:
            raise fail(ConfigError, "C002", value=value) from None
    if value is None or type(value) is date:
        return value
    raise fail(ConfigError, "C002", value=value)


def _rows_given(
    batch: pyarrow.RecordBatch,
    text: str,
    source: str | None,
    input_id: str | None,
    url: str | None,
    day: str | None,
) -> Iterator[Given]:
    """Yield the rows of a batch."""
    import pyarrow

    texts = _column(batch, text)
    is_characters = not any(
        ask(texts.type)
        for ask in (
            pyarrow.types.is_binary,
            pyarrow.types.is_large_binary,
            pyarrow.types.is_binary_view,
            pyarrow.types.is_fixed_size_binary,
        )
    )
    if is_characters and not pyarrow.types.is_null(texts.type):
        texts = texts.cast(pyarrow.large_string()).cast(pyarrow.large_binary())
    cells = zip(
        texts,
        *(_named(batch, name) for name in (source, input_id, url)),
        _days(batch, day),
        strict=True,
    )
    for cell, *others in cells:
        yield Given(cell.as_py(), is_characters, *others)


def _column(batch: pyarrow.RecordBatch, name: str) -> pyarrow.Array:
    import pyarrow

    if name not in batch.schema.names:
        raise fail(ConfigError, "C020", value=name, allowed=", ".join(batch.schema.names))
    column = batch.column(name)
    return column.dictionary_decode() if pyarrow.types.is_dictionary(column.type) else column


def _named(batch: pyarrow.RecordBatch, name: str | None) -> Iterable[str | None]:
    """Return the cells of a column as text."""
    if name is None:
        return [None] * batch.num_rows
    return [_as_text(cell.as_py()) for cell in _column(batch, name)]


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    return clean(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))


def _days(batch: pyarrow.RecordBatch, name: str | None) -> Iterable[Any]:
    """Return the cells of a column of dates; one that is beyond the calendar is a string that is no date."""
    import pyarrow
    import pyarrow.compute as compute

    if name is None:
        return [None] * batch.num_rows
    column = _column(batch, name)
    if pyarrow.types.is_timestamp(column.type):
        column = compute.local_timestamp(column) if column.type.tz else column
        column = column.cast(pyarrow.date32())
    elif pyarrow.types.is_date64(column.type):
        column = column.cast(pyarrow.date32())
    return [_day_cell(cell) for cell in column]


def _day_cell(cell: pyarrow.Scalar) -> Any:
    try:
        return cell.as_py()
    except (OverflowError, ValueError, UnicodeDecodeError):
        return "?"


def _assemble(made: list[tuple[Given, Success | Failure]]) -> pyarrow.RecordBatch:
    """Return what was made of all rows as one batch."""
    import pyarrow

    good = [one if isinstance(one, Success) else None for _, one in made]
    bad = [one if isinstance(one, Failure) else None for _, one in made]
    documents = [one.document for one in good if one is not None]
    schema = batch_schema()
    document = schema.field("document").type
    columns: dict[str, Any] = {
        "source": [given.source for given, _ in made],
        "input_id": [given.input_id for given, _ in made],
        "doc_id": _spread(good, lambda one: one.document[document.get_field_index("doc_id")]),
        "body_sha256": _spread(good, lambda one: one.document[document.get_field_index("body_sha256")]),
        "result": _spread(good, lambda one: one.result),
        "document": _structs_of(document, documents).take(_places(good)),
        **{name: _lists_of(name, good) for name in SAID},
        "error_code": _spread(bad, lambda one: one.code),
        "stage": _spread(bad, lambda one: one.stage),
        "reason": _spread(bad, lambda one: one.reason),
    }
    arrays = [
        column if isinstance(column, pyarrow.Array) else pyarrow.array(column, field.type)
        for field, column in zip(schema, columns.values(), strict=True)
    ]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _spread(some: list[Any], cell: Callable[[Any], str]) -> list[str | None]:
    return [None if one is None else cell(one) for one in some]


def _places(some: list[Any]) -> pyarrow.Array:
    """Return for each row which of those that are there it is."""
    import pyarrow

    numbers = accumulate(int(one is not None) for one in some)
    places = [None if one is None else at - 1 for one, at in zip(some, numbers, strict=True)]
    return pyarrow.array(places, pyarrow.int64())


def _struct_of(schema: pyarrow.Schema) -> pyarrow.DataType:
    import pyarrow

    return pyarrow.struct(list(schema))


def _structs_of(struct: pyarrow.DataType, rows: list[Row]) -> pyarrow.Array:
    """Return rows of `documents` as structs."""
    import pyarrow

    columns = zip(*rows, strict=True) if rows else [()] * struct.num_fields
    fields = list(struct)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    return pyarrow.StructArray.from_arrays(arrays, fields=fields)


def _lists_of(name: str, good: list[Success | None]) -> pyarrow.Array:
    """Return the rows of a table, a list for each text: one flat table and where in it each list begins."""
    import pyarrow

    table = arrow_table(name, [row for one in good if one is not None for row in one.rows[name]])
    columns = [column.combine_chunks() for column in table.columns]
    values = pyarrow.StructArray.from_arrays(columns, fields=list(table.schema))
    ends = accumulate((0 if one is None else len(one.rows[name]) for one in good), initial=0)
    places = [None if at < len(good) and good[at] is None else place for at, place in enumerate(ends)]
    offsets = pyarrow.array(places, pyarrow.int32())
    return pyarrow.ListArray.from_arrays(offsets, values, type=batch_schema().field(name).type)
