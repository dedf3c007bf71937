"""A run loses nothing and tells nothing twice, whoever works on it and whenever it is interrupted."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from extract import ConfigError, InputError, Pipeline
from extract.runs import shards
from extract.runs.folder import RunFolder, open_run
from extract.runs.running import Progress, Settings, run
from extract.runs.texts import Columns

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
PIPELINE = Pipeline()
KILLS = 20


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST_TEXTS", 4)


def run_into(out: Path, *inputs: Path | str, **settings: Any) -> Progress:
    return run([str(one) for one in inputs], str(out), PIPELINE, Settings(**settings))


def bytes_of(out: Path) -> dict[str, bytes]:
    """Return every file of a run that has to be the same, by its path in the folder."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for piece in RunFolder(str(out)).read(table) for row in piece.to_pylist()]


def failures(out: Path) -> list[tuple[str, str, str]]:
    lines = (out / "quarantine.jsonl").read_text("utf-8").splitlines()
    return [(Path(row["source"]).name, row["stage"], row["code"]) for row in map(json.loads, lines)]


@pytest.fixture
def bulletins(tmp_path: Path) -> Path:
    """A folder with a dozen bulletins, a copy, a repost and a file that is no text."""
    folder = tmp_path / "bulletins"
    (folder / "deep").mkdir(parents=True)
    for path in CORPUS[:12]:
        shutil.copy(path, folder / path.name)
    shutil.copy(CORPUS[1], folder / "deep" / "copy.txt")
    body = "普安县投入专项扶贫资金8000万元。\n全县268户983人脱贫。"
    (folder / "x1.txt").write_text(f"成效显著\n2019-02-26 来源: 公安部网站\n\n{body}\n", "utf-8")
    (folder / "x2.txt").write_text(f"扶贫成效\n2019-03-01 来源: 贵州日报\n\n{body}\n", "utf-8")
    (folder / "x3.txt").write_bytes(b"%PDF-1.4 ...")
    (folder / "notes.md").write_text("not of a kind that is read", "utf-8")
    return folder


def test_any_number_of_processes_gives_the_same_bytes(bulletins: Path, tmp_path: Path) -> None:
    first = run_into(tmp_path / "one", bulletins)
    second = run_into(tmp_path / "three", bulletins, workers=3)
    assert first == second
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "three")
    assert first.documents == 15
    assert first.failures == 1
    assert failures(tmp_path / "one") == [("x3.txt", "input", "I002")]


def test_results_are_those_of_the_pipeline(bulletins: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "out", bulletins)
    lines = [
        line
        for path in sorted((tmp_path / "out").rglob("results.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    sources = [json.loads(line)["document"]["source"] for line in lines]
    assert len(set(sources)) == 14
    for source, line in zip(sources, lines, strict=True):
        assert line == PIPELINE.run(Path(source).read_bytes(), source=source).model_dump_json()
    figures = rows(tmp_path / "out", "figures")
    ids = [(row["doc_id"], row["figure_id"]) for row in figures]
    assert len(ids) == len(set(ids)) == open_run(str(tmp_path / "out")).manifest()["counts"]["figures"]  # type: ignore[index]


def test_a_copy_has_a_row_and_a_repost_names_the_first(bulletins: Path, tmp_path: Path) -> None:
    progress = run_into(tmp_path / "out", bulletins, workers=2)
    assert (progress.copies, progress.reposts) == (1, 1)
    by_name = {Path(row["source"]).name: row for row in rows(tmp_path / "out", "documents")}
    copy, first = by_name["copy.txt"], by_name[CORPUS[1].name]
    # deep/ comes behind the corpus files by name, so the copy is the later one
    assert copy["copy_of"] == first["source"]
    assert copy["doc_id"] == first["doc_id"]
    assert first["copy_of"] is None
    assert by_name["x2.txt"]["repost_of"] == by_name["x1.txt"]["doc_id"]
    assert by_name["x2.txt"]["body_sha256"] == by_name["x1.txt"]["body_sha256"]
    assert by_name["x1.txt"]["repost_of"] is None


def test_a_run_goes_on_where_it_was_and_does_again_what_has_changed(bulletins: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run_into(out, bulletins)
    assert run_into(out, bulletins, resume=True).kept == 15
    shutil.rmtree(out / "shards" / "000001")
    (out / "shards" / "000002" / "figures.parquet").write_bytes(b"torn")
    progress = run_into(out, bulletins, resume=True)
    assert 0 < progress.kept < 15
    (bulletins / CORPUS[1].name).write_text("全村268户983人脱贫。", "utf-8")  # what was a copy is none now
    (bulletins / "x1.txt").write_text("别的正文，共3户。", "utf-8")
    (bulletins / "x3.txt").unlink()
    progress = run_into(out, bulletins, resume=True)
    assert progress == Progress(**{**_as_dict(run_into(fresh, bulletins)), "kept": progress.kept})
    assert progress.kept > 0
    assert bytes_of(out) == bytes_of(fresh)


def _as_dict(progress: Progress) -> dict[str, Any]:
    return {name: getattr(progress, name) for name in Progress.__slots__}


def test_another_option_does_everything_again(bulletins: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "out", bulletins)
    english = Pipeline(lang="en")
    out, settings = str(tmp_path / "out"), Settings(resume=True)
    again = run([str(bulletins)], out, english, settings, options={"lang": "en"})

    assert again.kept == 0


def test_nothing_is_written_over(bulletins: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "out", bulletins)
    with pytest.raises(ConfigError) as caught:
        run_into(tmp_path / "out", bulletins)
    assert caught.value.code == "C016"
    with pytest.raises(ConfigError) as caught:
        run_into(bulletins, bulletins)
    assert caught.value.code == "C018"


KILLED = """
import os, sys
from extract import Pipeline
from extract.runs import shards
from extract.runs.running import Settings, run
shards.MOST_TEXTS = 4
print(os.getpid(), flush=True)
run([sys.argv[1]], sys.argv[2], Pipeline(), Settings(workers=2, resume=True))
"""


def test_killed_at_any_moment_it_ends_as_if_undisturbed(bulletins: Path, tmp_path: Path) -> None:
    for number in range(24):
        text = CORPUS[number % len(CORPUS)].read_text("utf-8")
        (bulletins / f"y{number:02}.txt").write_text(f"{text}\n另有{number + 3}户。\n", "utf-8")
    begun = time.monotonic()
    run_into(tmp_path / "whole", bulletins, workers=2)
    seconds = time.monotonic() - begun
    out = tmp_path / "killed"
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(bulletins), str(out)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(timeout=0.1 + chance.random() * seconds)
        except subprocess.TimeoutExpired:
            killed += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if killed and process.returncode == 0:
            # it came to its end: take a part away, so that the next one has something to do
            shutil.rmtree(out / "shards" / f"{chance.randrange(4):06}", ignore_errors=True)
    assert killed > 0
    run_into(out, bulletins, resume=True)
    assert bytes_of(out) == bytes_of(tmp_path / "whole")


def with_reading(monkeypatch: pytest.MonkeyPatch, misread: Callable[[str], None]) -> None:
    """Have every process do something else first, for some texts."""
    plain = Pipeline.run_plain

    def read(self: Pipeline, text: str, **options: Any) -> dict[str, Any]:
        misread(text)
        return plain(self, text, **options)

    monkeypatch.setattr(Pipeline, "run_plain", read)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_text_that_ends_its_process_costs_only_itself(
    bulletins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    (bulletins / "m1.txt").write_text("坏一坏，共3户。", "utf-8")
    (bulletins / "m2.txt").write_text("坏二坏，共3户。", "utf-8")
    (bulletins / "m3.txt").write_text("坏一坏，共3户。", "utf-8")

    def misread(text: str) -> None:
        if text.startswith("坏"):
            os.kill(os.getpid(), signal.SIGKILL)

    with_reading(monkeypatch, misread)
    progress = run_into(tmp_path / "out", bulletins, workers=workers)
    assert failures(tmp_path / "out") == [
        ("m1.txt", "process", "I010"),
        ("m2.txt", "process", "I010"),
        ("m3.txt", "input", "I017"),
        ("x3.txt", "input", "I002"),
    ]
    assert progress.documents == 15


def test_a_text_that_takes_too_long_is_ended(
    bulletins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bulletins / "m1.txt").write_text("慢，共3户。", "utf-8")
    with_reading(monkeypatch, lambda text: time.sleep(60 if text.startswith("慢") else 0))
    progress = run_into(tmp_path / "out", bulletins, time_limit=2.0)
    assert ("m1.txt", "time", "I016") in failures(tmp_path / "out")
    assert progress.documents == 15
    with_reading(monkeypatch, lambda text: None)
    monkeypatch.undo()
    monkeypatch.setattr(shards, "MOST_TEXTS", 4)
    assert run_into(tmp_path / "out", bulletins, resume=True).documents == 16, "what was ended is tried again"


def test_a_full_disk_ends_the_run_in_one_line(
    bulletins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extract.runs.working.write_parquet", full)
    with pytest.raises(InputError) as caught:
        run_into(tmp_path / "out", bulletins)
    assert caught.value.code == "I018"
    assert "No space left" in caught.value.message
    monkeypatch.undo()
    monkeypatch.setattr(shards, "MOST_TEXTS", 4)
    assert run_into(tmp_path / "out", bulletins, resume=True).documents == 15


def test_rows_of_other_files_bring_their_columns(tmp_path: Path) -> None:
    texts = ["去年，普安县268户983人脱贫。", "兴仁市投入资金8000万元。", "全村3户。"]
    table = pyarrow.table(
        {
            "words": [*texts, None],
            "key": [7, 8, 9, 10],
            "day": [date(2019, 1, 1)] * 4,
            "at": ["https://a/b"] * 4,
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    objects = [
        {"words": f"{text}另", "key": number, "day": "2020-05-01"} for number, text in enumerate(texts)
    ]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    lines += 'no json\n\n{"words": 3}\n{"words": "全村5户。", "day": "gone"}\n'
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "c.jsonl.zst").write_bytes(pyarrow.compress(lines.encode(), "zstd", asbytes=True))
    columns = Columns("words", "key", "at", "day")
    progress = run_into(
        tmp_path / "out", tmp_path / "a.parquet", str(tmp_path / "?.jsonl.*"), columns=columns, workers=2
    )
    documents = {row["source"].rpartition("/")[2]: row for row in rows(tmp_path / "out", "documents")}
    assert (progress.documents, progress.copies, progress.failures) == (9, 3, 7)
    assert documents["a.parquet#1"]["input_id"] == "7"
    assert documents["a.parquet#1"]["url"] == "https://a/b"
    assert documents["a.parquet#1"]["reference_date"] == date(2019, 1, 1)
    assert documents["c.jsonl.zst#2"]["copy_of"].endswith("b.jsonl.gz#2")
    assert [one for one in failures(tmp_path / "out") if one[0].startswith("b")] == [
        ("b.jsonl.gz#4", "input", "I013"),
        ("b.jsonl.gz#6", "input", "I014"),
        ("b.jsonl.gz#7", "input", "I015"),
    ]
    year = next(row["year"] for row in rows(tmp_path / "out", "figures") if row["text"] == "268户")
    assert year == 2018


def test_a_broken_archive_and_a_large_text_are_set_aside(tmp_path: Path) -> None:
    packed = gzip.compress("".join(f'{{"text": "全村{n}户。"}}\n' for n in range(2000)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.txt").write_text("全村268户。" * 2000, "utf-8")
    (tmp_path / "c.txt").write_text("全村268户。", "utf-8")
    long = json.dumps({"text": "全村3户。" * 2000})
    (tmp_path / "d.jsonl").write_text(long + '\n{"text": "全村4户。"}\n', "utf-8")
    (tmp_path / "e.parquet").write_bytes(b"PAR1 and nothing more")
    run_into(tmp_path / "out", *sorted(tmp_path.glob("?.*")), largest=10_000)
    assert failures(tmp_path / "out")[-4:] == [
        ("a.jsonl.gz", "input", "I005"),
        ("b.txt", "size", "I012"),
        ("d.jsonl#1", "size", "I012"),
        ("e.parquet", "input", "I005"),
    ]
    sources = [Path(row["source"]).name for row in rows(tmp_path / "out", "documents")]
    assert sources[-2:] == ["c.txt", "d.jsonl#2"]


def test_a_parquet_file_without_the_column_is_wrong_usage(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"body": ["全村3户。"]}), tmp_path / "a.parquet")
    with pytest.raises(ConfigError) as caught:
        run_into(tmp_path / "out", tmp_path / "a.parquet")
    assert caught.value.code == "C017"


def test_cells_that_python_cannot_hold_cost_their_text_alone(tmp_path: Path) -> None:
    binary = pyarrow.array(["全村3户。".encode(), "全村4户。".encode("gb18030"), "全村5户。".encode()])
    words = pyarrow.Array.from_buffers(pyarrow.string(), 3, binary.buffers())
    days = pyarrow.array([10**8, None, 17953], pyarrow.int32()).cast(pyarrow.date32())
    table = pyarrow.table(
        {"text": words, "day": days, "id": pyarrow.array([1, 2, 3], pyarrow.timestamp("ns"))}
    )
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    (tmp_path / "b.jsonl").write_text("[" * 100_000 + '\n{"text": "全村6户。"}\n', "utf-8")
    inputs = tmp_path / "a.parquet", tmp_path / "b.jsonl"
    assert run_into(tmp_path / "out", inputs[0], columns=Columns("text", "id", None, "day")).documents == 2
    assert failures(tmp_path / "out") == [("a.parquet#1", "input", "I015")]
    assert run_into(tmp_path / "two", *inputs).documents == 4
    assert failures(tmp_path / "two") == [("b.jsonl#1", "input", "I013")]


def test_what_a_killed_run_left_is_cleared_away(bulletins: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_into(out, bulletins)
    wanted = bytes_of(out)
    (out / "shards" / ".draft-000001-99").mkdir()
    (out / "shards" / ".draft-000001-99" / "results.jsonl").write_text("half", "utf-8")
    (out / ".manifest.json.abc").write_text("{", "utf-8")
    run_into(out, bulletins, resume=True)
    assert bytes_of(out) == wanted


def test_the_manifest_tells_what_was_read_with_what(bulletins: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "out", bulletins)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["state"] == "done"
    assert len(manifest["inputs"]) == 16
    assert {pack["name"] for pack in manifest["made_by"]["packs"]} >= {"core", "poverty"}
    assert manifest["options"]["columns"]["text"] == "text"
    assert rows(tmp_path / "out", "run")[0]["documents"] == 15
    assert len(rows(tmp_path / "out", "rules")) > 50


def test_two_runs_do_not_write_into_one_folder(bulletins: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_into(out, bulletins)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom extract.runs.folder import RunFolder\nwith RunFolder(sys.argv[1]).locked():\n"
            "    print('held', flush=True)\n    sys.stdin.read()\n",
            str(out),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(ConfigError) as caught:
        run_into(out, bulletins, resume=True)
    holder.communicate()
    assert caught.value.code == "C023"
