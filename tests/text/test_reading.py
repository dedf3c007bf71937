"""Bytes in any encoding of Chinese text give the text; what is no text is refused with a code."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import InputError
from extract.text.reading import clean, decode

SIMPLIFIED = "兴仁市贫困人口从2014年的22813户95042人，下降至2839户8107人。\r\n来源：公安部网站\r\n"
TRADITIONAL = "興仁市貧困人口從2014年的22813戶95042人，下降至2839戶8107人。\r\n來源：公安部網站\r\n"
MARKED = ("utf-8-sig", "utf-16", "utf-32")
PLAIN = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("encoding", [*MARKED, *PLAIN])
def test_text_survives_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
def test_older_encodings_of_the_mainland_are_read(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs"])
def test_encodings_of_taiwan_and_hong_kong_are_read(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_characters_of_hong_kong_are_read() -> None:
    text = "政府今日在深水埗公布，啟德及鰂魚涌共有3,500個單位。"
    assert decode(text.encode("big5hkscs")) == text


@pytest.mark.parametrize("text", ["脱贫", "贫困县", "增长6.5%", "农民人均纯收入9808元"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_characters_are_enough(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_the_byte_order_mark_does_not_count(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + "普安县".encode(encoding)) == "普安县"


def test_the_mark_of_gb18030_does_not_count() -> None:
    assert decode("\ufeff普安县".encode("gb18030")) == "普安县"


def test_line_ends_stay() -> None:
    assert decode("一\r\n二\n三\r四".encode()) == "一\r\n二\n三\r四"


def test_private_use_and_surrogates_become_replacement_characters() -> None:
    assert clean("一\ue000\ud800二\U000f0000\U0010fffd三") == "一\ufffd\ufffd二\ufffd\ufffd三"
    assert decode("一\ue000二".encode()) == "一\ufffd二"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\n".encode()])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.code == "I001"
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)),
        b"abc\x00def",
        b"\x01\x02\x03\x04\x05abc",
        b"\x00" * 100,
    ],
    ids=["pdf", "zip", "office", "png", "all bytes", "NUL", "controls", "NULs"],
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.code == "I002"


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfa\xff\xf5\xff\xf0", SIMPLIFIED.encode() + b"\xff\xff", SIMPLIFIED.encode()[:-1] + b"\xe5"],
    ids=["no encoding", "broken UTF-8", "cut UTF-8"],
)
def test_an_unreadable_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.code == "I003"
    assert "byte" in caught.value.params


@given(st.text("政府全县农业资金贫困户增长人民元亿万年月日,。0123456789%\r\n ", min_size=4))
def test_everyday_text_survives_every_encoding(text: str) -> None:
    text = "普安县今年的贫困人口" + text
    for encoding in (*MARKED, *PLAIN):
        assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"]), min_size=1))
def test_any_text_survives_utf_8(text: str) -> None:
    if text.strip("\ufeff").strip():
        assert decode(text.encode("utf-8-sig")) == text.removeprefix(
            "\ufeff" if text.startswith("\ufeff") else ""
        )


@given(st.binary())
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    text = None
    with suppress(InputError):
        text = decode(data)
    assert text is None or text == clean(text) != ""
