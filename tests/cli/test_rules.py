"""`rules`: packs are listed, shown, checked and tried, and a mistake tells where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.cli import main
from extract.messages import LANGUAGES

Capture = pytest.CaptureFixture[str]

PACK = 'name: 茶业\nversion: "1"\nlanguage: 1\nextends: [core]\n'
RULE = """\
rules:
  - id: tea.harvest
    record: measure
    about: 采茶多少
    pattern: <action:pick> <subject:noun> <quantity:measure>
    examples:
      - text: 全县采摘春茶300吨。
        gives: {subject: 春茶, action: 采摘, quantity: 300吨}
    counterexamples:
      - {text: 全县春茶300吨。, why: 没有采摘}
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACT_LANG", "en")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "茶业"
    (folder / "rules").mkdir(parents=True)
    (folder / "lexicons").mkdir()
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    (folder / "rules" / "tea.yaml").write_text(RULE, encoding="utf-8")
    (folder / "lexicons" / "pick.txt").write_text("采摘\n", encoding="utf-8")
    return folder


def test_the_shipped_pack_holds_all_its_examples(capsys: Capture) -> None:
    assert main(["rules", "test", "core"]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith("core ")


def test_a_pack_of_ones_own_is_checked_tried_and_used(pack: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["rules", "lint", str(pack)]) == 0
    assert capsys.readouterr().out == "茶业 1: rules: 1, nothing to remark\n"
    assert main(["rules", "test", str(pack)]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out == "茶业 1: rules: 1, examples: 2, all hold\n"
    (tmp_path / "a.txt").write_text("普安县采摘春茶20吨。", encoding="utf-8")
    assert main(["--pack", str(pack), str(tmp_path / "a.txt")]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["document"]["packs"] == ["core", "茶业"]
    assert result["records"][0]["rule"] == "tea.harvest"


def test_an_example_that_fails_tells_what_differs(pack: Path, capsys: Capture) -> None:
    wrong = RULE.replace("subject: 春茶,", "subject: 秋茶,")
    (pack / "rules" / "tea.yaml").write_text(wrong, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "茶业/rules/tea.yaml:7: tea.harvest reads this otherwise: 全县采摘春茶300吨。",
        "    subject is 春茶, the example says 秋茶",
        "茶业 1: 1 of 2 examples fail",
    ]


def test_a_counterexample_that_is_read_tells_why_it_should_not_be(pack: Path, capsys: Capture) -> None:
    wrong = RULE.replace("text: 全县春茶300吨。", "text: 全县采摘春茶300吨。")
    (pack / "rules" / "tea.yaml").write_text(wrong, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    assert "should leave alone (没有采摘)" in capsys.readouterr().err


def test_a_mistake_tells_file_line_and_column_with_a_caret(pack: Path, capsys: Capture) -> None:
    (pack / "rules" / "tea.yaml").write_text(RULE.replace("<subject:", "<subjct:"), encoding="utf-8")
    for verb in ("lint", "test"):
        assert main(["rules", verb, str(pack)]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("茶业/rules/tea.yaml:5:")
        assert "R104" in err
        assert "^^^^^^" in err
        assert "subject" in err.splitlines()[2]


def test_a_broken_pack_is_wrong_usage_of_the_main_job(pack: Path, tmp_path: Path, capsys: Capture) -> None:
    (pack / "rules" / "tea.yaml").write_text("rules: [", encoding="utf-8")
    assert main(["--pack", str(pack), str(tmp_path / "a.txt")]) == 2
    assert "R103" in capsys.readouterr().err


def test_an_unknown_pack_is_wrong_usage(capsys: Capture) -> None:
    assert main(["rules", "lint", "no-such-pack"]) == 2
    assert "R101" in capsys.readouterr().err


def test_rules_are_listed_and_shown(pack: Path, capsys: Capture) -> None:
    assert main(["rules", "list", "--pack", str(pack)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["tea.harvest", "measure", "specific", "茶业", "采茶多少"] in rows
    assert {row[3] for row in rows} == {"core", "茶业"}
    assert main(["rules", "show", "tea.harvest", "--pack", str(pack)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("# 茶业/rules/tea.yaml:")
    assert [line.strip() for line in shown[1:]] == [line.strip() for line in RULE.splitlines()[1:]]


def test_a_rule_that_is_not_there_is_wrong_usage(capsys: Capture) -> None:
    assert main(["rules", "show", "tea.harvest"]) == 2
    assert "C008" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_pack_holds_as_it_is_and_says_what_to_do_next(
    lang: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rules", "new", "茶业 2", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:3] == [
        "茶业 2/pack.yaml",
        "茶业 2/rules/first.yaml",
        "茶业 2/lexicons/planting.txt",
    ]
    assert "rules test 茶业 2" in out
    for verb in ("lint", "test"):
        assert main(["rules", verb, "茶业 2"]) == 0, capsys.readouterr().err
    assert main(["rules", "show", "茶业 2.planted", "--pack", "茶业 2"]) == 0


def test_a_new_pack_overwrites_nothing(pack: Path, capsys: Capture) -> None:
    assert main(["rules", "new", str(pack)]) == 2
    assert main(["rules", "new", str(pack / "pack.yaml")]) == 2
    assert main(["rules", "new", str(pack / "core")]) == 2
    assert (pack / "pack.yaml").read_text("utf-8") == PACK
    err = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in err] == ["C013", "C013", "C014"]


@pytest.mark.parametrize(
    ("pattern", "words", "told"),
    [
        ("<action:pick> 2014年 <subject:noun> <quantity:measure>", "采摘\n", "rules/tea.yaml:5:28: L04"),
        ("<action:pick> <subject:noun> <quantity:measure>", "兴仁市\n采摘\n采收\n", "pick.txt:1:1: L08"),
        ("<action:pick> <subject:noun> <quantity:measure>", "采摘\n采收\n采摘\n", "pick.txt:3:1: L02"),
        ("从 <quantity:measure> <action:pick>", "采摘\n", None),
    ],
)
def test_lint_tells_what_looks_not_meant(
    pack: Path, capsys: Capture, pattern: str, words: str, told: str | None
) -> None:
    text = RULE.replace("<action:pick> <subject:noun> <quantity:measure>", pattern)
    (pack / "rules" / "tea.yaml").write_text(text, encoding="utf-8")
    (pack / "lexicons" / "pick.txt").write_text(words, encoding="utf-8")
    assert main(["rules", "lint", str(pack)]) == (1 if told else 0)
    err = capsys.readouterr().err
    assert told is None or (told in err and "remarks: 1" in err), err


def test_lint_tells_a_rule_whose_examples_another_takes(pack: Path, capsys: Capture) -> None:
    longer = RULE.partition("rules:\n")[2].replace("tea.harvest", "tea.more")
    longer = longer.replace("<action:pick>", "全县? <action:pick>")
    (pack / "rules" / "tea.yaml").write_text(RULE + longer, encoding="utf-8")
    assert main(["rules", "lint", str(pack)]) == 1
    assert "'tea.harvest' is shadowed by 'tea.more'" in capsys.readouterr().err


def test_a_date_of_an_example_that_is_none_is_a_mistake(pack: Path, capsys: Capture) -> None:
    text = RULE.replace("gives: {subject", "date: 2019年\n        gives: {subject")
    (pack / "rules" / "tea.yaml").write_text(text, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    assert "R123 '2019年' is no date" in capsys.readouterr().err


def test_a_pattern_that_fits_and_loses_tells_to_which_rule_and_why(pack: Path, capsys: Capture) -> None:
    longer = RULE.partition("rules:\n")[2].replace("tea.harvest", "tea.more")
    longer = longer.replace("<action:pick>", "全县? <action:pick>")
    (pack / "rules" / "tea.yaml").write_text(RULE + longer, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    told = "    the pattern fits, but gives way to tea.more: that one covers more words\n"
    assert told in capsys.readouterr().err


def test_a_pattern_that_fits_but_for_a_condition_tells_so(pack: Path, capsys: Capture) -> None:
    wrong = RULE.replace("record: measure", "record: change\n    require: [direction-agrees]")
    wrong = wrong.replace("<quantity:measure>", "从 <before.quantity:measure> 增至 <after.quantity:measure>")
    wrong = wrong.replace("<action:pick>", "<action:rise>").replace(
        "采摘春茶300吨", "增加春茶从300吨增至200吨"
    )
    wrong = wrong.replace("quantity: 300吨", "direction: rise")
    (pack / "rules" / "tea.yaml").write_text(wrong, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    err = capsys.readouterr().err
    assert "the pattern fits, but a condition does not hold: direction-agrees" in err, err


def test_a_slot_that_no_record_has_is_told_as_such(pack: Path, capsys: Capture) -> None:
    text = RULE.replace("quantity: 300吨", "amount: 300吨")
    (pack / "rules" / "tea.yaml").write_text(text, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 1
    assert "amount is no slot of this record" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    about:", "   about:", "R103 不是 YAML：缩进与列表的其他项对不上"),
        ("<action:pick>", "<action:pck>", "R111 “pck”不是种类、词表或形状"),
        ("<quantity:measure>", "<quantity:measure", "R112 有 < 没有 >"),
        ("counterexamples:", "counterexample:", "R105 不认识的键“counterexample”"),
        ("record: measure", "record: mesure", "R109 “mesure”不是一种记录"),
        ("<quantity:measure>", "<quantity:measure>?", "R115 模式有一种读法没有可取用的数字"),
    ],
)
def test_a_mistake_is_told_in_chinese_with_what_to_write(
    pack: Path, capsys: Capture, old: str, new: str, told: str
) -> None:
    (pack / "rules" / "tea.yaml").write_text(RULE.replace(old, new), encoding="utf-8")
    assert main(["rules", "test", str(pack), "--lang", "zh-Hans"]) == 1
    err = capsys.readouterr().err
    assert told in err
    assert "茶业/rules/tea.yaml:" in err
    carets = [line for line in err.splitlines() if "^" in line]
    assert carets
    assert all(line.rstrip()[-1] != "^" for line in carets), "each says what to write"


def test_a_folder_without_a_head_is_told_as_such(pack: Path, capsys: Capture) -> None:
    (pack / "pack.yaml").unlink()
    assert main(["rules", "lint", str(pack)]) == 2
    assert "has no pack.yaml" in capsys.readouterr().err
