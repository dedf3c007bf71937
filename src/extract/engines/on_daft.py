"""Parquet files in, the tables of a run out, worked out by Daft: on the cores of a machine, or on Ray.

The texts are read once, and what they say is written as one Parquet table, a row a text (`results/`). The
other tables are made of that one: no text is read twice, and copies and reposts are found by joins.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from extract.batch import batch_schema, extract_batch
from extract.errors import ConfigError
from extract.messages import fail
from extract.packages import load
from extract.pipeline import Pipeline
from extract.runs.folder import MANIFEST, QUARANTINE_TABLE, TABLES
from extract.runs.provenance import describe, run_row
from extract.runs.texts import LARGEST, Columns
from extract.tables.arrow import arrow_schema, arrow_table
from extract.tables.rows import SAID
from extract.tables.rules import rule_rows

if TYPE_CHECKING:
    from daft import DataFrame

RESULTS: Final = "results"
_ROWS: Final = 256
"""Texts that a process is given at a time."""

_PATH, _PLACE, _NUMBER, _SOURCE, _URL = "file_path", "place", "number_in_file", "source_given", "url_given"
_GIVEN: Final = "given_"
_CELLS: Final = ("cell_id", "cell_url", "cell_date")
"""Columns of the engine's own."""

_QUIET: Final = {"DAFT_ANALYTICS_ENABLED": "0", "DO_NOT_TRACK": "true", "DAFT_PROGRESS_BAR": "0"}
"""What Daft does without: telling how it is used, and bars of its own."""


class Counts(NamedTuple):
    """How much a run read."""

    documents: int
    copies: int
    reposts: int
    figures: int
    failures: int


class Reader:
    """Reads batches of texts in a process of the engine."""

    def __init__(
        self, options: Mapping[str, Any], text: str, largest: int, reference_date: date | None
    ) -> None:
        self._options = json.dumps(dict(options))
        self._text = text
        self._largest = largest
        self._reference_date = reference_date

    def read(self, *columns: Any) -> Any:
        """Return an Arrow array of structs: what `extract_batch` makes of texts and what is said of them."""
        arrow = load("pyarrow")
        arrays = [_whole(column.to_arrow()) for column in columns]
        made = extract_batch(
            arrow.RecordBatch.from_arrays(arrays, (self._text, _SOURCE, *_CELLS)),
            pipeline=_pipeline_of(self._options),
            text_column=self._text,
            source_column=_SOURCE,
            id_column=_CELLS[0],
            url_column=_CELLS[1],
            date_column=_CELLS[2],
            largest=self._largest,
            reference_date=self._reference_date,
        )
        return arrow.StructArray.from_arrays(made.columns, fields=list(made.schema))


@cache
def _pipeline_of(options: str) -> Pipeline:
    """Return the pipeline of this process for some options."""
    return Pipeline(**json.loads(options))


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, load("pyarrow").ChunkedArray) else column


def run_on_daft(
    inputs: Sequence[str],
    out: str,
    *,
    options: Mapping[str, Any] | None = None,
    columns: Columns | None = None,
    largest: int = LARGEST,
    reference_date: date | None = None,
    workers: int | None = None,
) -> Counts:
    """Read the Parquet files of the inputs (paths and patterns, `s3://` too) and write the tables to `out`.

    `options` are those of the `Pipeline`. Daft's runner is the one that is set: the cores of this machine, or
    Ray. Texts are in the order of their files by path, and of their rows. Raises `ConfigError` where Daft is
    not there, a column is missing, or `out` holds a run already.
    """
    os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
    daft = load("daft")
    columns, options = columns or Columns(), options or {}
    if _is_there(_below(out, MANIFEST)):
        raise fail(ConfigError, "C016", path=out)
    pipeline = Pipeline(**options)
    reader = Reader(options, columns.text, largest, reference_date)
    read = _read(daft, _texts(daft, inputs, columns), columns, reader, workers)
    read.write_parquet(_below(out, RESULTS), compression="zstd", write_mode="overwrite")
    partitions = _write_tables(daft, out)
    counts = _count(daft, out)
    day = None if reference_date is None else reference_date.isoformat()
    told = {"packs": [], "only": False, "segmenter": "rjieba", "lang": pipeline.lang, **options}
    head = describe(pipeline, {**told, "reference_date": day}, columns, largest)
    rules = rule_rows(pipeline.all_packs(), pipeline.lang)
    for name, rows in (("rules", rules), ("run", [run_row(head, counts._asdict())])):
        partitions[name] = _write(daft.from_arrow(arrow_table(name, rows)), out, name)
    facts = {
        "engine": f"daft {daft.__version__}",
        "counts": counts._asdict(),
        "partitions": partitions,
        "inputs": list(inputs),
    }
    manifest = json.dumps({"state": "done", **head, **facts}, ensure_ascii=False, indent=1)
    _write_text(_below(out, MANIFEST), manifest)
    return counts


def _texts(daft: Any, inputs: Sequence[str], columns: Columns) -> DataFrame:
    """Return the rows of the files, each with the path of its file and its number in it."""
    col, functions = daft.col, daft.functions
    try:
        rows = daft.read_parquet(list(inputs), file_path_column=_PATH)
    except FileNotFoundError:
        raise fail(ConfigError, "I011", pattern=" ".join(inputs)) from None
    known = [name for name in rows.column_names if name != _PATH]
    for name in columns:
        if name is not None and name not in known:
            raise fail(ConfigError, "C024", column=name, columns=", ".join(known))
    wanted = [col(name).alias(f"{_GIVEN}{slot}") for slot, name in columns._asdict().items() if name]
    rows = rows.select(_PATH, *wanted).with_column(_PLACE, functions.monotonically_increasing_id())
    in_file = daft.Window().partition_by(_PATH).order_by(_PLACE)
    numbered: DataFrame = rows.with_column(_NUMBER, functions.row_number().over(in_file))
    return numbered


def _read(daft: Any, texts: DataFrame, columns: Columns, reader: Reader, workers: int | None) -> DataFrame:
    """Return for each row what it says, or why it says nothing."""
    col, functions = daft.col, daft.functions
    kind = daft.DataType.from_arrow_type(load("pyarrow").struct(list(batch_schema())))

    class Process:
        """What a process of the engine makes for itself."""

        def __init__(self, reader: Reader) -> None:
            self._reader = reader

        @daft.method.batch(return_dtype=kind, batch_size=_ROWS)  # type: ignore[untyped-decorator]
        def read(self, *cells: Any) -> Any:
            return self._reader.read(*cells)

    process = daft.cls(Process, use_process=True, max_concurrency=workers or os.cpu_count())(reader)
    nothing = daft.lit(None).cast(daft.DataType.string())
    slots = columns._asdict()
    cells = [col(f"{_GIVEN}{slot}") if slots[slot] else nothing for slot in ("id", "url", "date")]
    source = functions.format("{}#{}", col(_PATH), col(_NUMBER))
    made = texts.with_column(_SOURCE, source).with_columns(dict(zip(_CELLS, cells, strict=True)))
    made = made.with_column("said", process.read(col(f"{_GIVEN}text"), col(_SOURCE), *map(col, _CELLS)))
    return made.select(_PATH, _NUMBER, col(_CELLS[1]).alias(_URL), functions.unnest(col("said")))


def _write_tables(daft: Any, out: str) -> dict[str, int]:
    """Make all tables of what was read, and return of how many files each is."""
    col, functions = daft.col, daft.functions
    results = daft.read_parquet(_below(out, RESULTS, "*.parquet"))
    documents = _documents(daft, results).collect()
    partitions = {"documents": _write(documents, out, "documents")}
    firsts = documents.where(col("copy_of").is_null()).select("source")
    said = results.join(firsts, on="source", how="semi")
    for name in SAID:
        rows = said.select(name).explode(name).where(col(name).not_null())
        partitions[name] = _write(rows.select(functions.unnest(col(name))), out, name)
    failed = results.where(col("error_code").not_null())
    lines = failed.select("source", "input_id", "stage", col("error_code").alias("code"), "reason")
    partitions[QUARANTINE_TABLE] = _write(lines, out, QUARANTINE_TABLE)
    return partitions


def _documents(daft: Any, results: DataFrame) -> DataFrame:
    """Return the rows of `documents`: a copy has that of its first, a repost names the first of its body."""
    col, functions = daft.col, daft.functions
    names = arrow_schema("documents").names

    def ranked(rows: DataFrame, key: str) -> DataFrame:
        window = daft.Window().partition_by(key).order_by([_PATH, _NUMBER])
        return rows.with_column("rank", functions.row_number().over(window))

    read = results.where(col("doc_id").not_null())
    rows = ranked(read.select(_PATH, _NUMBER, _URL, functions.unnest(col("document"))), "doc_id")
    firsts = rows.where(col("rank") == 1).exclude("rank", "repost_of")
    bodies = ranked(firsts.where(col("body_sha256").not_null()), "body_sha256").where(col("rank") == 1)
    earliest = bodies.select("body_sha256", col("doc_id").alias("earliest"))
    nothing = daft.lit(None).cast(daft.DataType.string())
    repost = functions.when(col("earliest") == col("doc_id"), nothing).otherwise(col("earliest"))
    firsts = firsts.join(earliest, on="body_sha256", how="left").with_column("repost_of", repost)
    firsts = firsts.select(*names)
    given = {"own_source": "source", "own_id": "input_id", "own_url": _URL}
    own = rows.where(col("rank") > 1).select("doc_id", *(col(old).alias(new) for new, old in given.items()))
    copies = own.join(firsts, on="doc_id", how="inner").with_columns(
        {
            "copy_of": col("source"),
            "source": col("own_source"),
            "input_id": col("own_id"),
            "url": functions.coalesce(col("own_url"), col("url")),
        }
    )
    return firsts.concat(copies.select(*names))


def _write(rows: DataFrame, out: str, name: str) -> int:
    """Write a table, and return of how many files it is."""
    folder = _below(out, TABLES, name)
    written = rows.write_parquet(folder, compression="zstd", write_mode="overwrite")
    return len(written.to_pydict()["path"])


def _count(daft: Any, out: str) -> Counts:
    def rows_in(name: str, having: str | None = None) -> int:
        rows = daft.read_parquet(_below(out, TABLES, name, "*.parquet"))
        return int((rows if having is None else rows.where(daft.col(having).not_null())).count_rows())

    copies, reposts = rows_in("documents", "copy_of"), rows_in("documents", "repost_of")
    return Counts(rows_in("documents"), copies, reposts, rows_in("figures"), rows_in(QUARANTINE_TABLE))


def _below(out: str, *names: str) -> str:
    return "/".join((out.rstrip("/"), *names))


def _system(path: str) -> tuple[Any, str]:
    """Return the file system of a path or address, and the path in it."""
    files = load("pyarrow.fs")
    if "://" in path:
        system, inner = files.FileSystem.from_uri(path)
        return system, inner
    return files.LocalFileSystem(), os.path.abspath(path)


def _is_there(path: str) -> bool:
    system, inner = _system(path)
    return bool(system.get_file_info(inner).is_file)


def _write_text(path: str, text: str) -> None:
    system, inner = _system(path)
    with system.open_output_stream(inner) as stream:
        stream.write(text.encode() + b"\n")
