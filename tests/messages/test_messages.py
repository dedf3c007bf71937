"""Every text is there in every language, with the same parameters, and every code has its page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from extract.errors import PACK_CODES, ConfigError, ExtractError, InputError, PackError, PackErrors
from extract.messages import (
    LANGUAGES,
    asked_language,
    fail,
    local_language,
    parameters,
    read_catalogue,
    report,
    say,
    translate,
)

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"^(?:[CDIR]\d{3}|L\d\d)$")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_texts_and_parameters(lang: str) -> None:
    english = read_catalogue("en")
    other = read_catalogue(lang)
    assert list(other) == list(english)
    for code, text in english.items():
        assert parameters(other[code]) == parameters(text), code
        assert other[code].strip(), code


def test_each_script_is_its_own() -> None:
    simplified = "\n".join(read_catalogue("zh-Hans").values())
    traditional = "\n".join(read_catalogue("zh-Hant").values())
    assert not set("檔數據規則語無這") & set(simplified)
    assert not set("数据规则语无这个为") & set(traditional)


def test_pack_codes_have_their_texts() -> None:
    assert {code: text for code, text in read_catalogue("en").items() if code.startswith("R1")} == PACK_CODES


def test_every_code_raised_in_the_source_is_in_the_catalogue() -> None:
    known = {code for code in read_catalogue("en") if CODE.match(code)}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value):
                assert node.value in known, f"{path.name}:{node.lineno}: {node.value}"


def test_a_hint_says_what_to_do_for_every_error_of_input_and_options() -> None:
    catalogue = read_catalogue("en")
    for code in catalogue:
        if CODE.match(code) and code[0] in "CI":
            assert f"{code}.hint" in catalogue


@pytest.mark.parametrize(
    ("words", "environment", "lang"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, None),
        ([], {"EXTRACT_LANG": ""}, None),
        ([], {"EXTRACT_LANG": "en"}, "en"),
        (["--lang", "zh-Hant"], {"EXTRACT_LANG": "en"}, "zh-Hant"),
        (["--lang=zh-Hans", "a.txt"], {}, "zh-Hans"),
        (["--", "--lang=zh-Hans"], {}, None),
        (["--lang"], {}, None),
    ],
)
def test_a_language_is_asked_for(words: list[str], environment: dict[str, str], lang: str | None) -> None:
    assert asked_language(words, environment) == lang


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_SG"}, "zh-Hans"),
    ],
)
def test_else_the_locale_tells_it(environment: dict[str, str], lang: str) -> None:
    assert local_language(environment) == lang


def test_a_parameter_may_hold_braces_and_be_called_code() -> None:
    assert say("explain.diagnostic", "en", code="D101", message="{x}") == "D101: {x}"


def test_an_error_is_one_line_in_each_language() -> None:
    error = fail(InputError, "I006", path="公报")
    assert report(error, "en") == (
        "I006 this is a folder, not a file; name the files, for example 公报/*.txt"
    )
    assert report(error, "zh-Hans") == "I006 这是文件夹，不是文件；请写出文件，例如 公报/*.txt"


def test_an_error_whose_parameters_are_missing_keeps_its_own_words() -> None:
    bare = InputError("I005", "cannot be read", hint="ask its owner")
    assert report(bare, "zh-Hans") == "I005 cannot be read；请检查权限"
    assert report(ConfigError("X999", "odd"), "zh-Hant") == "X999 odd"


def test_a_mistake_in_a_pack_shows_its_line_and_a_caret() -> None:
    error = PackError(
        "R104",
        "扶贫/rules/money.yaml",
        12,
        4,
        "slot 'subjct' is not a slot of record 'count'",
        hint="write 'subject'",
        source="  <subjct:noun> 达",
        width=6,
    )
    assert report(error, "en").splitlines()[0].startswith("扶贫/rules/money.yaml:12:4: R104 slot 'subjct'")
    assert "R104 记录“count”没有槽位“subjct”" in report(error, "zh-Hans")
    assert report(error, "zh-Hans").splitlines()[2].endswith("^^^^^^ 写“subject”")
    assert report(PackErrors([error, error]), "en").count("R104") == 2


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ExtractError, match="there is no language 'tlh'"):
        say("I001", "tlh")


TELLING = {"at", "line", "PatternError", "_at", "LintFinding", "PackError"}
HAN = re.compile("[\u4e00-\u9fff]")


def sentences_of(path: Path) -> set[str]:
    """What the rule language tells of mistakes, with a word in each place that is filled in."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in TELLING:
            values = [*node.args, *(word.value for word in node.keywords)]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"message", "hint"}:
            values = [node.value]
        for value in values:
            told = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "'x'"
                for part in (value.values if isinstance(value, ast.JoinedStr) else [value])
                if isinstance(part, ast.Constant | ast.FormattedValue)
            )
            if " " in told:
                found.add(told)
    return found


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant"])
def test_every_mistake_in_a_pack_is_told_in_chinese(lang: str) -> None:
    paths = [*(ROOT / "src/extract/rules").glob("*.py"), ROOT / "src/extract/remarks.py"]
    told = set().union(*(sentences_of(path) for path in paths))
    assert len(told) > 90
    left = sorted(text for text in told if not HAN.search(translate(text, lang)))
    assert not left
