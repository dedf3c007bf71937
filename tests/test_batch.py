"""A batch has a row for each row, says what the pipeline says, and never raises for what a row holds."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import Pipeline
from extract.batch import batch_schema, context_of, extract_batch, extract_batches
from extract.errors import ConfigError
from extract.output.printing import print_result
from extract.tables.arrow import arrow_schema, arrow_table
from extract.tables.rows import SAID, document_row, rows_of
from extract.text.reading import clean, decode

ROOT = Path(__file__).parents[1]
CORPUS = [decode(path.read_bytes()) for path in sorted((ROOT / "corpus").glob("*.txt"))]
PIPELINE = Pipeline()
SOURCES = [f"news.parquet#{number}" for number in range(1, len(CORPUS) + 1)]
ERROR = ("error_code", "stage", "reason")
SMALL = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ("", " \n", "全村268户。", "全村268戶983人", "\ue000\x00", "2018年投入35万元，增长3倍。", "x")
    ),
    st.text(max_size=8),
)
TYPES = ("string", "large_string", "string_view", "binary", "large_binary", "dictionary")


def batch_of(texts: list[str | None], kind: str = "string", **columns: Any) -> pyarrow.RecordBatch:
    if kind == "dictionary":
        column = pyarrow.array(texts, pyarrow.string()).dictionary_encode()
    elif "binary" in kind:
        data = [text if text is None else text.encode() for text in texts]
        column = pyarrow.array(data, getattr(pyarrow, kind)())
    else:
        column = pyarrow.array(texts, getattr(pyarrow, kind)())
    return pyarrow.RecordBatch.from_pydict({"text": column, **columns})


def rows_in(made: pyarrow.RecordBatch, name: str) -> list[Any]:
    return [row for rows in made[name].to_pylist() for row in rows or ()]


def test_a_batch_says_what_the_pipeline_says() -> None:
    days = [date(2019, 1, number + 1) for number in range(len(CORPUS))]
    urls = [f"https://example.org/{number}" for number in range(len(CORPUS))]
    given = batch_of(CORPUS, source=SOURCES, id=range(len(CORPUS)), url=urls, day=days)
    made = extract_batch(
        given,
        pipeline=PIPELINE,
        source_column="source",
        id_column="id",
        url_column="url",
        date_column="day",
    )
    made.validate(full=True)
    context = context_of(PIPELINE)
    wanted: dict[str, list[Any]] = {name: [] for name in SAID}
    documents = []
    for number, text in enumerate(CORPUS):
        plain = PIPELINE.run_plain(text, source=SOURCES[number], reference_date=days[number])
        plain["document"]["url"] = urls[number]
        assert made["result"][number].as_py() == print_result(plain)
        assert made["doc_id"][number].as_py() == plain["document"]["id"]
        assert made["body_sha256"][number].as_py() == plain["document"]["body_sha256"]
        rows = rows_of(plain, text, context)
        figures = len(rows["figures"])
        documents.append(
            document_row(plain, text, source=SOURCES[number], input_id=str(number), figures=figures)
        )
        for name in SAID:
            wanted[name] += rows[name]
    for name in SAID:
        assert rows_in(made, name) == arrow_table(name, wanted[name]).to_pylist(), name
    assert made["document"].to_pylist() == arrow_table("documents", documents).to_pylist()
    assert {row["tier"] for row in rows_in(made, "figures")} >= {"specific", "general", "fallback"}
    for name in ERROR:
        assert made[name].null_count == len(CORPUS)


@SMALL
@given(st.lists(TEXTS, max_size=6), st.sampled_from(TYPES), st.integers(0, 3), st.integers(0, 6))
def test_any_batch_has_its_rows_in_order_and_always_the_same_schema(
    texts: list[str | None], kind: str, start: int, length: int
) -> None:
    given = batch_of(texts, kind).slice(min(start, len(texts)), length)
    made = extract_batch(given, pipeline=PIPELINE)
    made.validate(full=True)
    assert made.schema == batch_schema()
    assert made.num_rows == given.num_rows
    kept = texts[start:][:length]
    for number, text in enumerate(kept):
        failed = made["error_code"][number].as_py() is not None
        assert failed == (made["doc_id"][number].as_py() is None)
        if text is None or not text.strip():
            assert made["error_code"][number].as_py() == ("I014" if text is None else "I001")
        for name in (*SAID, "document", "result"):
            assert made[name].is_valid()[number].as_py() != failed
        if not failed and "binary" not in kind:
            assert text is not None
            assert made["result"][number].as_py() == print_result(PIPELINE.run_plain(clean(text)))


BROKEN = [
    (None, None, "I014", "input"),
    ("  ", None, "I001", "input"),
    ("全村268户。", "last year", "I015", "input"),
    ("全村268户。", "2019-02-30", "I015", "input"),
]


@pytest.mark.parametrize(("text", "day", "code", "stage"), BROKEN)
def test_a_row_that_cannot_be_read_is_an_error_and_its_neighbours_are_not(
    text: str | None, day: str | None, code: str, stage: str
) -> None:
    given = batch_of(["全村9户。", text, "全村8户。"], day=["2019-01-01", day, None])
    made = extract_batch(given, pipeline=PIPELINE, date_column="day")
    assert made["error_code"].to_pylist() == [None, code, None]
    assert made["stage"].to_pylist() == [None, stage, None]
    assert made["reason"][1].as_py().startswith(code)
    assert [len(rows or ()) for rows in made["figures"].to_pylist()] == [1, 0, 1]


@pytest.mark.parametrize(
    "days",
    [
        pyarrow.array([date(2019, 2, 26)]),
        pyarrow.array([datetime(2019, 2, 26, 23, 59)], pyarrow.timestamp("ns")),
        # eight in the morning there is midnight in Greenwich: the day is that of the place
        pyarrow.array([1_551_110_400_000], pyarrow.timestamp("ms", tz="Asia/Shanghai")),
        pyarrow.array([1_551_139_200_000], pyarrow.date64()),
        pyarrow.array(["2019-02-26"]).dictionary_encode(),
        pyarrow.array(["2019-02-26T10:00:00+08:00"], pyarrow.large_string()),
        pyarrow.array([" 2019-02-26 "]),
    ],
    ids=lambda days: str(days.type),
)
def test_a_day_may_be_written_in_many_ways(days: pyarrow.Array) -> None:
    made = extract_batch(batch_of(["去年投入35万元。"], day=days), pipeline=PIPELINE, date_column="day")
    assert made["document"][0]["reference_date"].as_py() == date(2019, 2, 26)
    assert rows_in(made, "figures")[0]["time"] == "2018"


@pytest.mark.parametrize(
    "days",
    [pyarrow.array([10**8], pyarrow.date32()), pyarrow.array([2019]), pyarrow.array([True])],
    ids=lambda days: str(days.type),
)
def test_what_is_no_day_is_an_error_of_its_row(days: pyarrow.Array) -> None:
    made = extract_batch(batch_of(["全村9户。"], day=days), pipeline=PIPELINE, date_column="day")
    assert made["error_code"].to_pylist() == ["I015"]


def test_bytes_are_decoded_and_characters_that_are_no_utf8_too() -> None:
    data = [text.encode("gb18030") for text in CORPUS[:2]] + [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    wanted = [PIPELINE.run_plain(text)["document"]["id"] for text in CORPUS[:2]] + [None]
    binary = pyarrow.array(data, pyarrow.binary())
    buffers = binary.buffers()
    string = pyarrow.Array.from_buffers(pyarrow.string(), len(data), buffers)
    for texts in (binary, string):
        made = extract_batch(pyarrow.RecordBatch.from_arrays([texts], ["text"]), pipeline=PIPELINE)
        assert made["doc_id"].to_pylist() == wanted
        assert made["error_code"].to_pylist() == [None, None, "I002"]


def test_a_fault_of_the_program_costs_its_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_long(plain: Any) -> str:
        if plain["document"]["id"] == PIPELINE.run_plain("全村9户。")["document"]["id"]:
            raise RecursionError("too deep")
        return print_result(plain)

    monkeypatch.setattr("extract.batch.print_result", fail_on_long)
    made = extract_batch(batch_of(["全村9户。", "全村8户。"]), pipeline=PIPELINE)
    assert made["error_code"].to_pylist() == ["I020", None]
    assert made["stage"].to_pylist() == ["extract", None]
    assert "RecursionError: too deep" in made["reason"][0].as_py()


def test_identifiers_are_text() -> None:
    for ids, shown in (
        (["007"], "007"),
        ([7], "7"),
        ([7.5], "7.5"),
        ([b"\xe5\x8f\xb7"], "号"),
        ([None], None),
    ):
        made = extract_batch(batch_of(["全村9户。"], id=ids), pipeline=PIPELINE, id_column="id")
        assert made["input_id"].to_pylist() == [shown]
        assert made["document"][0]["input_id"].as_py() == shown


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(ConfigError) as told:
        extract_batch(batch_of(["全村9户。"]), pipeline=PIPELINE, text_column="body")
    assert (told.value.code, told.value.hint) == ("C024", "use one of: text")


def test_many_batches_come_out_in_pieces_that_say_the_same() -> None:
    batches = [batch_of(CORPUS[:5]), batch_of([]), batch_of(CORPUS[5:])]
    pieces = list(extract_batches(batches, rows=2, pipeline=PIPELINE))
    assert max(piece.num_rows for piece in pieces) == 2
    assert pyarrow.Table.from_batches(pieces) == pyarrow.Table.from_batches(
        [extract_batch(batch_of(CORPUS), pipeline=PIPELINE)]
    )


def test_a_pipeline_of_ones_own_goes_to_other_processes_and_says_the_same() -> None:
    sent = pickle.loads(pickle.dumps(Pipeline(packs=["core"], only=True, lang="en")))
    made = extract_batch(batch_of(["全村30户20人。", None]), pipeline=sent)
    assert "read by the fallback alone" in rows_in(made, "diagnostics")[0]["message"]
    assert made["reason"][1].as_py().startswith("I014 there is no text")
    assert made["document"][0]["packs"].as_py() == "core"


def test_tables_in_a_batch_have_the_schema_of_the_tables() -> None:
    for name in SAID:
        assert list(batch_schema().field(name).type.value_type) == list(arrow_schema(name))
