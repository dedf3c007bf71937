"""An Arrow batch of texts in, an Arrow batch of what they say out: a row for each row, in order.

The form that Spark (`mapInArrow`), Ray (`map_batches`) and Daft take and give. A text that cannot be read is
a row with its error and nothing else. A batch knows of no other batch, so it tells no copies and no reposts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from extract.collector import collect_rarely
from extract.errors import ConfigError, InputError
from extract.messages import fail, report
from extract.output.printing import print_result
from extract.packages import load
from extract.pipeline import Pipeline
from extract.runs.cells import rows_in
from extract.runs.texts import LARGEST, Columns, Failure, Text, read_row
from extract.tables.arrow import arrow_schema, arrow_table
from extract.tables.rows import SAID, Context, Row, Rows, document_row, rows_of
from extract.tables.rules import rule_rows, tiers_of
from extract.text.reading import clean

if TYPE_CHECKING:
    import pyarrow

ROWS: Final = 500
"""Rows that `extract_batches` reads at once: some megabytes of results, some seconds of work."""

EXTRACT: Final = "extract"
"""The stage of a text that a fault of the program keeps from being read; the others are those of a run."""

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


class Success(NamedTuple):
    """What a text has: its result as JSON, its row of `documents` and its rows of the other tables."""

    result: str
    document: Row
    rows: Rows


@cache
def batch_schema() -> pyarrow.Schema:
    """Return the schema of what `extract_batch` makes, whatever it is given."""
    arrow = load("pyarrow")
    text = arrow.string()
    said = [arrow.field(name, arrow.list_(_struct_of(arrow_schema(name)))) for name in SAID]
    document = arrow.struct([field.with_nullable(True) for field in arrow_schema("documents")])
    names = ("source", "input_id", "doc_id", "body_sha256", "result")
    return arrow.schema(
        [
            *(arrow.field(name, text) for name in names),
            arrow.field("document", document),
            *said,
            *(arrow.field(name, text) for name in ("error_code", "stage", "reason")),
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
    largest: int = LARGEST,
    reference_date: date | None = None,
) -> pyarrow.RecordBatch:
    """Return what the texts of a batch say, with the schema `batch_schema()`.

    Texts are strings, or bytes in any encoding that is read; dates are dates, timestamps or ISO strings.
    `reference_date` is that of texts that come with none. Where no pipeline is given there is one for the
    process, made once. Raises `ConfigError` where a column is not there.

    >>> import pyarrow
    >>> batch = pyarrow.RecordBatch.from_pydict({"text": ["全村268户。", None]})
    >>> made = extract_batch(batch)
    >>> made["figures"][0][0]["value"].as_py(), made["error_code"][1].as_py()
    (Decimal('268.0000000000'), 'I014')
    """
    columns = Columns(text_column, id_column, url_column, date_column)
    pipeline = pipeline or _own_pipeline()
    context = context_of(pipeline)
    with collect_rarely():
        made = [
            (text, text.failure or _read(text, pipeline, context, reference_date))
            for text in _texts_of(batch, columns, source_column, largest)
        ]
        return _assemble(made, context.lang)


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


def _read(text: Text, pipeline: Pipeline, context: Context, reference_date: date | None) -> Success | Failure:
    """Return what a text says, or which fault kept it from being read."""
    try:
        plain = pipeline.run_plain(
            text.text,
            source=text.source or None,
            url=text.url,
            reference_date=text.reference_date or reference_date,
        )
        rows = rows_of(plain, text.text, context)
        source, input_id, figures = text.source, text.input_id, len(rows["figures"])
        document = document_row(plain, text.text, source=source, input_id=input_id, figures=figures)
        return Success(print_result(plain), document, rows)
    except FAULTS as fault:
        return Failure(EXTRACT, fail(InputError, "I020", reason=f"{type(fault).__name__}: {fault}"))


def _texts_of(
    batch: pyarrow.RecordBatch, columns: Columns, source: str | None, largest: int
) -> Iterator[Text]:
    """Yield the texts of a batch; what is wrong with one is its failure."""
    wanted = list(dict.fromkeys(name for name in (*columns, source) if name is not None))
    for name in wanted:
        if name not in batch.schema.names:
            raise fail(ConfigError, "C024", column=name, columns=", ".join(batch.schema.names))
    for row in rows_in(batch, wanted):
        named = row[source] if source else None
        yield read_row(clean(str(named or "")), row, columns, largest)


def _assemble(made: list[tuple[Text, Success | Failure]], lang: str) -> pyarrow.RecordBatch:
    """Return what was made of all rows as one batch."""
    arrow = load("pyarrow")
    good = [one if isinstance(one, Success) else None for _, one in made]
    bad = [one if isinstance(one, Failure) else None for _, one in made]
    documents = [one.document for one in good if one is not None]
    schema = batch_schema()
    document = schema.field("document").type
    columns: dict[str, Any] = {
        "source": [text.source or None for text, _ in made],
        "input_id": [text.input_id for text, _ in made],
        "doc_id": _spread(good, lambda one: one.document[document.get_field_index("doc_id")]),
        "body_sha256": _spread(good, lambda one: one.document[document.get_field_index("body_sha256")]),
        "result": _spread(good, lambda one: one.result),
        "document": _structs_of(document, documents).take(_places(good)),
        **{name: _lists_of(name, good) for name in SAID},
        "error_code": _spread(bad, lambda one: one.error.code),
        "stage": _spread(bad, lambda one: one.stage),
        "reason": _spread(bad, lambda one: report(one.error, lang)),
    }
    arrays = [
        column if isinstance(column, arrow.Array) else arrow.array(column, field.type)
        for field, column in zip(schema, columns.values(), strict=True)
    ]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _spread(some: list[Any], cell: Callable[[Any], str]) -> list[str | None]:
    return [None if one is None else cell(one) for one in some]


def _places(some: list[Any]) -> pyarrow.Array:
    """Return for each row which of those that are there it is."""
    arrow = load("pyarrow")
    numbers = accumulate(int(one is not None) for one in some)
    places = [None if one is None else at - 1 for one, at in zip(some, numbers, strict=True)]
    return arrow.array(places, arrow.int64())


def _struct_of(schema: pyarrow.Schema) -> pyarrow.DataType:
    arrow = load("pyarrow")
    return arrow.struct(list(schema))


def _structs_of(struct: pyarrow.DataType, rows: list[Row]) -> pyarrow.Array:
    """Return rows of `documents` as structs."""
    arrow = load("pyarrow")
    columns = zip(*rows, strict=True) if rows else [()] * struct.num_fields
    fields = list(struct)
    arrays = [arrow.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    return arrow.StructArray.from_arrays(arrays, fields=fields)


def _lists_of(name: str, good: list[Success | None]) -> pyarrow.Array:
    """Return the rows of a table, a list for each text: one flat table and where in it each list begins."""
    arrow = load("pyarrow")
    table = arrow_table(name, [row for one in good if one is not None for row in one.rows[name]])
    columns = [column.combine_chunks() for column in table.columns]
    values = arrow.StructArray.from_arrays(columns, fields=list(table.schema))
    ends = accumulate((0 if one is None else len(one.rows[name]) for one in good), initial=0)
    places = [None if at < len(good) and good[at] is None else place for at, place in enumerate(ends)]
    offsets = arrow.array(places, arrow.int32())
    return arrow.ListArray.from_arrays(offsets, values, type=batch_schema().field(name).type)
