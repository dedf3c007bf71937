"""The engine gives the rows of the plain run: the same tables, copies, reposts and failures."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from extract import ConfigError, Pipeline
from extract.cli import main
from extract.engines.on_daft import run_on_daft
from extract.runs.folder import RunFolder, open_run
from extract.runs.running import Settings, run
from extract.runs.texts import Columns
from extract.tables.columns import tables

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
# Daft leaves the pipes of its processes to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COLUMNS = Columns("words", "key", "at", "day")
BODY = "普安县投入专项扶贫资金8000万元。\n全县268户983人脱贫。"


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of several row groups, with copies, reposts and rows that cannot be read."""
    folder = tmp_path_factory.mktemp("crawl")
    texts: list[str | None] = [path.read_text("utf-8") for path in CORPUS]
    texts += [texts[0], None, "  ", f"成效显著\n2019-02-26 来源: 公安部网站\n\n{BODY}\n"]
    texts += [texts[3], f"扶贫成效\n2019-03-01 来源: 贵州日报\n\n{BODY}\n", "去年，普安县脱贫3户。", texts[0]]
    days = [None] * len(texts)
    days[-2], days[2] = "2019-01-01", "gone"  # type: ignore[call-overload]
    at = [None if number % 3 else f"https://example.org/{number}" for number in range(len(texts))]
    rows = {"words": texts, "key": list(range(len(texts))), "at": at, "day": days}
    middle = len(texts) // 2
    for name, part in (("a", slice(None, middle)), ("b", slice(middle, None))):
        table = pyarrow.table({column: values[part] for column, values in rows.items()})
        pyarrow.parquet.write_table(table, folder / f"{name}.parquet", row_group_size=4)
    return folder


@pytest.fixture(scope="module")
def both(crawl: Path) -> tuple[Path, Path]:
    plain, spread = crawl.parent / "plain", crawl.parent / "spread"
    settings = Settings(columns=COLUMNS, reference_date=date(2020, 1, 1))
    first = run([str(crawl)], str(plain), Pipeline(), settings)
    second = run_on_daft(
        [str(crawl / "*.parquet")], str(spread), columns=COLUMNS, reference_date=date(2020, 1, 1), workers=2
    )
    assert second == (first.documents, first.copies, first.reposts, first.figures, first.failures)
    assert second.copies == 3
    assert second.reposts == 1
    return plain, spread


def rows_of(run_folder: Path, table: str) -> list[dict[str, Any]]:
    rows = [row for piece in open_run(str(run_folder)).read(table) for row in piece.to_pylist()]
    return sorted(rows, key=lambda row: [str(row[name]) for name in tables()[table].key])


@pytest.mark.parametrize("table", [name for name in tables() if name != "run"])
def test_tables_are_those_of_the_plain_run(both: tuple[Path, Path], table: str) -> None:
    plain, spread = both
    wanted = rows_of(plain, table)
    assert wanted
    assert rows_of(spread, table) == wanted


def test_the_quarantine_is_a_table(both: tuple[Path, Path]) -> None:
    plain, spread = both
    wanted = [json.loads(line) for line in (plain / "quarantine.jsonl").read_text("utf-8").splitlines()]
    found = RunFolder(str(spread)).failures()
    assert sorted(found, key=lambda row: str(row["source"])) == sorted(
        wanted, key=lambda row: str(row["source"])
    )
    assert len(wanted) == 3


def test_results_are_the_json_of_the_plain_run(both: tuple[Path, Path]) -> None:
    plain, spread = both
    found = pyarrow.parquet.read_table(spread / "results").to_pydict()
    by_source = dict(zip(found["source"], found["result"], strict=True))
    lines = [line for path in plain.rglob("results.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert lines
    for line in lines:
        assert by_source[json.loads(line)["document"]["source"]] == line


def test_the_manifest_tells_the_partitions(both: tuple[Path, Path]) -> None:
    _, spread = both
    manifest = RunFolder(str(spread)).manifest()
    assert manifest is not None
    for name, count in manifest["partitions"].items():
        assert len(list((spread / "tables" / name).glob("*.parquet"))) == count
    assert manifest["engine"].startswith("daft ")


def test_what_is_there_is_not_written_over_and_columns_have_to_be_there(
    both: tuple[Path, Path], crawl: Path, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        run_on_daft([str(crawl / "*.parquet")], str(both[1]), columns=COLUMNS)
    assert caught.value.code == "C016"
    with pytest.raises(ConfigError) as caught:
        run_on_daft([str(crawl / "*.parquet")], str(tmp_path / "out"))
    assert caught.value.code == "C024"


def test_the_command_line_asks_for_the_engine(
    crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", str(crawl / "a.parquet"), "-o", str(tmp_path / "out"), "--engine", "daft", "--lang", "en"]
    assert main([*words, "--text-column", "words", "--max-failures", "9"]) == 0
    assert "documents: " in capsys.readouterr().err
    assert main([*words, "--text-column", "words"]) == 2
    assert "C016" in capsys.readouterr().err
    assert main([*words, "--resume"]) == 2
    assert "C025 --resume" in capsys.readouterr().err
    straight = [*words, "--text-column", "words", "--max-failures", "9"]
    straight[straight.index("-o") + 1] = str(tmp_path / "s.xlsx")
    assert main(straight) == 0
    assert "I014" not in capsys.readouterr().err
    assert (tmp_path / "s.xlsx").is_file()
    with pytest.raises(ConfigError) as caught:
        run([str(crawl)], str(tmp_path / "out"), Pipeline(), Settings(columns=COLUMNS, resume=True))
    assert caught.value.code == "C016"
    assert main(["export", str(tmp_path / "out"), str(tmp_path / "t.xlsx")]) == 0
