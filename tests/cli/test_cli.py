"""The command line: data on standard output, talk on standard error, a status that can be relied on."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extract import extract
from extract.cli import main
from extract.cli.arguments import read_arguments
from extract.errors import ConfigError
from extract.messages import LANGUAGES

ROOT = Path(__file__).parents[2]
ARTICLE = str(ROOT / "corpus" / "article.txt")
SHORT = "普安县投入专项扶贫资金8000万元。\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACT_LANG", "en")


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "公报.txt"
    path.write_text(SHORT, encoding="utf-8")
    return path


def test_one_file_is_one_object(bulletin: Path, capsys: Capture) -> None:
    assert main([str(bulletin)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["document"]["source"] == str(bulletin)
    assert out.startswith('{\n  "schema_version"')
    assert err == ""


def test_python_and_the_command_line_say_the_same(bulletin: Path, capsys: Capture) -> None:
    main(["--format", "jsonl", str(bulletin)])
    assert capsys.readouterr().out == extract(SHORT, source=str(bulletin), lang="en").model_dump_json() + "\n"


def test_several_files_are_an_array_or_lines(bulletin: Path, capsys: Capture) -> None:
    assert main([str(bulletin), str(bulletin)]) == 0
    array = json.loads(capsys.readouterr().out)
    assert main(["--format=jsonl", str(bulletin), str(bulletin)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert array == lines
    assert len(array) == 2


def test_a_file_that_fails_does_not_stop_the_others(bulletin: Path, tmp_path: Path, capsys: Capture) -> None:
    missing = tmp_path / "missing.txt"
    assert main([str(missing), str(bulletin), str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out)) == 1
    assert err.splitlines() == [
        f"{missing}: I004 there is no such file; check the path",
        f"{tmp_path}: I006 this is a folder, not a file; name the files, for example {tmp_path}/*.txt",
    ]


def test_the_only_file_fails_and_nothing_is_printed(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    assert main([str(tmp_path / "empty.txt")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "I001" in err


@pytest.mark.parametrize("data", [b"%PDF-1.7\n\x00\x01", b"\x00\x01\x02" * 50, bytes(range(128, 256))])
def test_what_is_no_text_is_one_line_of_error(tmp_path: Path, capsys: Capture, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert main([str(tmp_path / "a.pdf")]) == 1
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert " I00" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "C011"),
        (["a.txt", "--frobnicate"], "C010"),
        (["a.txt", "--reference-date", "gestern"], "C002"),
        (["a.txt", "--segmenter", "hanlp"], "C003"),
        (["a.txt", "--lang", "tlh"], "C004"),
        (["a.txt", "--only-pack"], "C005"),
        (["a.txt", "--format", "xml"], "C007"),
        (["a.txt", "--pack"], "C012"),
        (["explain", "a.txt"], "C011"),
        (["explain", "a.txt", "b.txt", "--at", "1"], "C010"),
        (["coverage"], "C011"),
        (["coverage", "a.txt", "--format", "jsonl"], "C007"),
        (["diff", "a.json"], "C011"),
        (["diff", "a.json", "b.json", "c.json"], "C010"),
        (["diff", "a.json", "b.json", "--pack", "core"], "C010"),
        (["rules"], "C011"),
        (["rules", "eat"], "C010"),
        (["rules", "test"], "C011"),
    ],
)
def test_wrong_usage_is_one_line_and_status_two(words: list[str], code: str, capsys: Capture) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{code} ")
    assert len(err.splitlines()) == 1


def test_a_language_in_the_environment_that_is_none_of_ours_is_wrong_usage(
    bulletin: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACT_LANG", "tlh")
    assert main([str(bulletin)]) == 2
    assert "C004" in capsys.readouterr().err


def test_the_locale_does_not_change_the_data(
    bulletin: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXTRACT_LANG")
    printed = []
    for locale in ("C", "zh_TW.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        main([str(bulletin)])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_an_unknown_pack_is_wrong_usage(bulletin: Path, capsys: Capture) -> None:
    assert main(["--pack", "no-such-pack", str(bulletin)]) == 2
    assert "no-such-pack" in capsys.readouterr().err


def test_out_is_whole_or_as_it_was(bulletin: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")
    assert main([str(tmp_path / "missing.txt"), "-o", str(out)]) == 1
    assert out.read_text() == "old"
    assert main([str(bulletin), "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["schema_version"] == "1"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.json", "公报.txt"]


def test_out_keeps_permissions_and_links(bulletin: Path, tmp_path: Path) -> None:
    out, link = tmp_path / "out.json", tmp_path / "link.json"
    out.write_text("old")
    out.chmod(0o640)
    link.symlink_to(out)
    assert main([str(bulletin), "--out", str(link)]) == 0
    assert link.is_symlink()
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_out_never_overwrites_an_input(bulletin: Path, capsys: Capture) -> None:
    assert main([str(bulletin), "-o", str(bulletin)]) == 2
    assert bulletin.read_text("utf-8") == SHORT
    assert "C006" in capsys.readouterr().err


def test_out_that_cannot_be_written_is_an_error(bulletin: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main([str(bulletin), "-o", str(tmp_path / "no" / "out.json")]) == 1
    assert "I007" in capsys.readouterr().err


def test_a_reference_date_settles_last_year(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.txt"
    path.write_text("去年，普安县投入资金8000万元。", encoding="utf-8")
    assert main([str(path), "--reference-date", "2019-02-26"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["document"]["reference_date"] == "2019-02-26"
    assert [m["edtf"] for m in result["mentions"] if m["kind"] == "date"] == ["2018"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", [[], ["explain"], ["coverage"], ["diff"], ["rules"]])
def test_help_in_each_language_has_an_example(lang: str, verb: list[str], capsys: Capture) -> None:
    assert main([*verb, "--help", "--lang", lang]) == 0
    out, err = capsys.readouterr()
    assert " ".join(["python -m extract", *verb]) in out
    assert err == ""


def test_help_names_every_option(capsys: Capture) -> None:
    from extract.cli.arguments import COMMANDS, READING, options_of

    for command in (READING, *COMMANDS):
        main([*([] if command == READING else [command]), "-h"])
        shown = capsys.readouterr().out
        for option in options_of(command):
            assert option in shown, f"{command}: {option}"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (["a", "--out", "b"], "out", "b"),
        (["a", "--out=b"], "out", "b"),
        (["--out=", "a"], "out", ""),
        (["a", "-o", "b"], "out", "b"),
        (["-ob", "a"], "out", "b"),
        (["-o=b", "a"], "out", "b"),
        (["a", "-o", "-"], "out", "-"),
        (["a", "-o", "-5"], "out", "-5"),
        (["--pack", "x", "a", "--pack", "y"], "packs", ["x", "y"]),
        (
            ["a", "-", "-5", "b c", "-d e", "", "--", "--out"],
            "files",
            ["a", "-", "-5", "b c", "-d e", "", "--out"],
        ),
        (["a", "--lang", "en", "b"], "files", ["a", "b"]),
        (["-h"], "help", True),
    ],
)
def test_words_are_read(words: list[str], field: str, value: object) -> None:
    assert getattr(read_arguments(words, "zh-Hans"), field) == value


@pytest.mark.parametrize(
    ("words", "code", "argument"),
    [
        (["a", "--out"], "C012", "-o/--out"),
        (["a", "--pack", "--out"], "C012", "--pack"),
        (["a", "--only-pack=x"], "C012", "--only-pack"),
        (["-hx"], "C012", "-h/--help"),
        (["a", "--ou", "b", "-x"], "C010", "--ou -x"),
        (["a", "--at", "b"], "C010", "--at"),
        (["rules", "show", "a", "b"], "C010", "b"),
    ],
)
def test_wrong_words_are_told(words: list[str], code: str, argument: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_arguments(words, "zh-Hans")
    assert (raised.value.code, raised.value.params["argument"]) == (code, argument)


def test_version(capsys: Capture) -> None:
    from extract import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"extract {__version__}\n"


def test_explain_names_the_rule_and_where_each_slot_was_read(capsys: Capture) -> None:
    assert main(["explain", ARTICLE, "--at", "22813户"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("22813戶 at 249–255\n  22813戶 is read as <households>: 22813 户\n  change ")
    assert "made by the rule change.from-to (core/rules/change.yaml:" in out
    assert "    before.households = 22813戶, these words\n    before.people = 95042人\n" in out
    assert "    subject = 贫困人口, from the clause: 貧困人口 (238–242)\n" in out
    assert "    time = 2018, from an earlier paragraph: 2018年 (98–103)\n" in out
    assert "the rule count.households-people fits 22813戶95042人 too, but gives way to change.from-to" in out


def test_explain_says_so_when_nothing_is_read(bulletin: Path, capsys: Capture) -> None:
    assert main(["explain", str(bulletin), "--at", "投入"]) == 0
    assert "it is the action of 1 records: money" in capsys.readouterr().out
    assert main(["explain", str(bulletin), "--at", "没有的话"]) == 1
    assert "I008" in capsys.readouterr().err


def run(*words: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "extract", *words],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_standard_input_and_utf8_in_any_locale() -> None:
    done = run("-", stdin=SHORT.encode("gb18030"), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout)["document"]["source"] is None
    assert "8000万元" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    command = f"{sys.executable} -m extract --format jsonl {' '.join([ARTICLE] * 20)} | head -c 9"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout == b'{"schema_'
    assert done.stderr == b""


def test_a_full_disk_is_one_line_of_error() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "extract", ARTICLE], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"I007")
    assert b"Traceback" not in done.stderr


def test_a_file_named_like_a_command_is_reached_by_its_path(
    bulletin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    bulletin.rename(tmp_path / "rules")
    assert main(["./rules"]) == 0
    assert json.loads(capsys.readouterr().out)["document"]["source"] == "./rules"


def test_coverage_adds_up_for_people_and_as_json(bulletin: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["coverage", str(bulletin), ARTICLE, str(tmp_path / "missing.txt")]) == 1
    out, err = capsys.readouterr()
    assert "I004" in err
    assert out.startswith(f"{bulletin}\n      1  numerals found\n      1  in records\n")
    assert "all 2 files" in out
    assert main(["coverage", ARTICLE, "--format", "json"]) == 0
    account = json.loads(capsys.readouterr().out)
    (file,) = account["files"]
    places = file["recorded"] + file["alone"] + sum(file["excused"].values()) + len(file["unexplained"])
    assert file["numerals"] == places == account["total"]["numerals"]
    assert account["rules"]["change.from-to"] > 0
    assert "change.from-to" not in account["silent"]


def test_diff_tells_slots_and_its_status(bulletin: Path, tmp_path: Path, capsys: Capture) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    assert main([str(bulletin), "-o", str(old)]) == 0
    new.write_text(old.read_text("utf-8").replace('"action": "投入"', '"action": "投"'), encoding="utf-8")
    assert main(["diff", str(old), str(old)]) == 0
    assert main(["diff", str(old), str(new)]) == 1
    out = capsys.readouterr().out
    assert '      action: "投入" -> "投"\n' in out
    assert out.endswith("gained 0, lost 0, changed 1, same 1\n")
    assert main(["diff", str(old), str(new), "--format", "json"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["changed"][0]["slots"] == [{"slot": "action", "old": "投入", "new": "投"}]
    assert main(["diff", str(old), str(bulletin)]) == 2
    assert "I009" in capsys.readouterr().err
