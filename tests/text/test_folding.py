"""Folding gives one form for each character and mark, and keeps every position."""

from __future__ import annotations

import runpy
from pathlib import Path

import jieba
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.datafiles import read_data
from extract.text.folding import _RARE, CHARACTERS, _table, fold

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests" / "tables" / "folding.txt"

ROWS = [
    tuple(part.strip() for part in line.split("=>"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
SENTENCES = (
    "衛生健康部門隨著資金下達,着力改善裏屋條件",
    "全县6万户12.3万人脱贫,发生率由19.27%降至1.65%,里程碑式地完成了后续产业发展",
    "台湾同胞与内蒙古钢铁厂干部沿着洮儿河峰会路线面粉厂周围采访,叙利亚卫生部称,浚县收获",
)


@pytest.mark.parametrize(("written", "folded"), ROWS)
def test_mark_or_character_has_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_length_never_changes(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.characters(categories=None), max_size=40))
def test_any_code_point_keeps_its_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.one_of(HAN, st.sampled_from("乾著○\0\n\r\u3000，"))))
def test_line_ends_stay_where_they_are(text: str) -> None:
    folded = fold(text)
    assert [c in "\r\n" for c in folded] == [c in "\r\n" for c in text]


@given(st.text(HAN))
def test_folded_text_stays_as_it_is_when_folded_again(text: str) -> None:
    once = fold(text)
    # OpenCC makes 苧 of 薴 and 苎 of 苧.
    assert fold(once).replace("苎", "苧") == once.replace("苎", "苧")


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_editions_of_taiwan_and_hong_kong_fold_back(sentence: str, config: str) -> None:
    simplified = fold(sentence)
    assert fold(opencc.OpenCC(config).convert(simplified)) == simplified


def test_simplified_characters_stay() -> None:
    """All characters of the mainland's first two tables are their own folded form."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    simplified = "".join(code.decode("gb2312", "ignore") for code in codes)
    converted = opencc.OpenCC("t2s").convert(simplified)
    pairs = zip(simplified, converted, fold(simplified), strict=True)
    changed = {letter for letter, theirs, ours in pairs if letter == theirs != ours}
    # 疋 counts cloth, 丨 is a stroke between fields, 著 is 着 where traditional letters stand around it.
    assert changed == set("疋丨著")


def test_the_table_of_characters_is_that_of_opencc_and_unicode(tmp_path: Path) -> None:
    names = runpy.run_path(str(ROOT / "tools" / "build_characters.py"))
    names["main"].__globals__["DATA"] = tmp_path
    names["main"]()
    assert (tmp_path / CHARACTERS).read_text("utf-8") == read_data(CHARACTERS), (
        "run tools/build_characters.py"
    )


def test_what_has_no_traditional_character_opencc_leaves_alone() -> None:
    convert = opencc.OpenCC("t2s").convert
    words = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").split("\n")
    plain = [word for word in words if _table().traditional.search(word) is None and not _RARE.search(word)]
    assert len(plain) > len(words) / 2
    text = "\n".join(plain)
    assert convert(text) == text
