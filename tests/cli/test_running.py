"""`run` by its words: what it writes, what it tells, and its status."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from extract.cli import batching, main
from extract.runs.running import Progress

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in a folder with two texts and a file that is none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXTRACT_LANG", "en")
    (tmp_path / "in").mkdir()
    Path("in/a.txt").write_text("全村268户983人脱贫。", "utf-8")
    Path("in/b.txt").write_text("投入资金8000万元。", "utf-8")
    Path("in/c.txt").write_bytes(b"%PDF-1.4")


def test_failures_make_the_status_unless_so_many_are_allowed(capsys: Capture) -> None:
    assert main(["run", "in", "-o", "out"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "documents: 2, figures: 3, copies: 0, reposts: 0, failures: 1" in told.err
    assert "out/quarantine.jsonl" in told.err
    assert main(["run", "in", "-o", "out", "--resume", "--max-failures", "1"]) == 0
    assert "kept as they were: 2" in capsys.readouterr().err


def test_tables_come_straight_from_texts(capsys: Capture) -> None:
    assert main(["run", "in", "-o", "t.xlsx"]) == 1
    assert "in/c.txt: I002" in capsys.readouterr().err
    assert openpyxl.load_workbook("t.xlsx")["figures"].max_row == 4
    assert main(["run", "in/a.txt", "-o", "t.csv", "--table", "figures"]) == 0
    assert "268" in Path("t.csv").read_text("utf-8-sig")
    assert sorted(os.listdir()) == ["in", "t.csv", "t.xlsx"]


def test_paths_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("in/a.txt\nin/gone.txt\n\nin/b.txt\n"))
    assert main(["run", "-", "-o", "out"]) == 1
    assert "documents: 2" in capsys.readouterr().err
    assert "gone.txt" in Path("out/quarantine.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["in"], "C011"),
        (["-o", "out"], "C011"),
        (["gone", "-o", "out"], "I004"),
        (["*.doc", "-o", "out"], "I011"),
        (["in", "-o", "in"], "C018"),
        (["in", "-o", "out", "--workers", "0"], "C021"),
        (["in", "-o", "out", "--max-size", "big"], "C021"),
        (["in", "-o", "out", "--time-limit", "0"], "C021"),
        (["in", "-o", "out", "--engine", "spark"], "C022"),
        (["in", "-o", "out", "--table", "figures"], "C025 --table"),
        (["in", "-o", "t.xlsx", "--resume"], "C025 --resume"),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(words: list[str], told: str, capsys: Capture) -> None:
    assert main(["run", *words]) == 2
    error = capsys.readouterr().err
    assert error.startswith(told)
    assert error.count("\n") == 1
    assert os.listdir() == ["in"]


def test_sizes_may_have_a_unit(capsys: Capture) -> None:
    Path("in/d.txt").write_text("全村3户。" * 400, "utf-8")
    assert main(["run", "in", "-o", "out", "--max-size", "5KB", "--max-failures", "2"]) == 0
    assert "I012" in Path("out/quarantine.jsonl").read_text("utf-8")


def test_where_no_terminal_is_a_line_a_minute_tells_the_progress(capsys: Capture) -> None:
    now = 0.0
    tell = batching._lines("en", lambda: now)
    for now in (30.0, 61.0, 90.0, 122.0):
        tell(Progress(bytes_all=1000, bytes_done=500, documents=int(now), failures=2))
    assert capsys.readouterr().err.splitlines() == [
        "50%, documents: 61, 1 a second, failures: 2, left: 1:01",
        "50%, documents: 122, 1 a second, failures: 2, left: 2:02",
    ]


def test_an_interrupt_ends_it_with_a_word_and_resume_goes_on() -> None:
    for number in range(600):
        Path(f"in/x{number:03}.txt").write_text(
            "全村268户983人脱贫，投入资金8000万元。" * 40 + str(number), "utf-8"
        )
    command = [sys.executable, "-m", "extract", "run", "in", "-o", "out"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not Path("out/shards/000000").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "interrupted; --resume goes on\n"
    assert main([*command[3:], "--resume", "--max-failures", "1"]) == 0
