"""Bytes in, text out: the encodings that bulletins come in, told apart.

A byte-order mark or valid UTF-8 settles the matter. Else every encoding that can decode the
whole is tried, and the one with the most everyday characters wins: read with the wrong
table, Chinese text is made of rare characters.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import Final

from extract.datafiles import read_data
from extract.errors import InputError
from extract.patterns import pattern_of

SAMPLE: Final = 20_000
"""Characters that are enough to tell two encodings apart."""

WRONG_TABLE: Final = 0.5
"""Share of everyday characters below which a text was read with the wrong table.

Chinese prose has 0.95 and more of them; prose read with the wrong table 0.3 at most.
"""

CONTROLS: Final = 0.02
"""Share of control characters above which a file is no text."""

_MAGIC: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, DOCX, OFD"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC, XLS, WPS"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b\x08", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_GUESSES: Final = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
_BANNED: Final = pattern_of(r"[^\0-\ud7ff\uf900-\U000effff\U000ffffe-\U000fffff\U0010fffe-\U0010ffff]")
"""Lone surrogates and private-use code points: all but the others, whose first range has most letters."""

_CONTROL: Final = pattern_of("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_HAN: Final = pattern_of("[\u3400-\u9fff\U00020000-\U0003ffff]")
_ODD: Final = pattern_of(
    "[^\t\n\x0b\x0c\r -~\xa0-\xff\u2000-\u27ff\u3000-\u303f\u3400-\u9fff\ufe30-\ufe6f\uff00-\uffef]"
)


def decode(data: bytes) -> str:
    """Bytes of a bulletin in, its text out; raise `InputError` where there is none.

    Reads UTF-8, UTF-16 and UTF-32, GB18030 (with GBK and GB2312) and Big5 (with HKSCS), with
    or without a byte-order mark, which is dropped. Line ends stay as they are; lone
    surrogates and private-use code points become U+FFFD, one for one.

    >>> decode("興仁市".encode("big5"))
    '興仁市'
    """
    if not data.strip():
        raise _empty()
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise _binary(kind)
    text = clean(_decode(data))
    if not text.strip():
        raise _empty()
    if "\0" in text or len(_CONTROL.findall(text)) > CONTROLS * len(text):
        raise _binary("control characters")
    return text


def clean(text: str) -> str:
    """Text in, text out, with U+FFFD for every lone surrogate and private-use code point.

    >>> clean("興仁市\\ue000")
    '興仁市\\ufffd'
    """
    return _BANNED.sub("\ufffd", text)


def _empty() -> InputError:
    return InputError("I001", "the file is empty", hint="give a file with the text of a bulletin")


def _binary(kind: str) -> InputError:
    return InputError(
        "I002",
        f"the file is not plain text ({kind})",
        hint="save the bulletin as plain text first",
        params={"kind": kind},
    )


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is not None:
                return text
    text = _try(data, "utf-8")
    if text is not None and "\0" not in text:
        return text
    guesses = [
        (score, guess) for name in _GUESSES if (guess := _try(data, name)) for score in [_score(guess)]
    ]
    # The first of equals wins: GB18030 before Big5.
    score, guess = max(guesses, key=lambda pair: pair[0], default=(0.0, ""))
    if score >= WRONG_TABLE:
        return guess
    if text is not None or b"\0" in data:
        raise _binary("NUL bytes")
    byte = _first_bad_byte(data)
    raise InputError(
        "I003",
        f"the file is in no encoding that can be read (not UTF-8 from byte {byte} on)",
        hint="save the bulletin as UTF-8",
        params={"byte": byte},
    )


def _try(data: bytes, encoding: str) -> str | None:
    if encoding.startswith("utf-16") and len(data) % 2:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _score(text: str) -> float:
    """Text in, share of everyday characters among its Han characters and oddities out."""
    sample = text[:SAMPLE]
    if "\0" in sample:
        return 0.0
    han = _HAN.findall(sample)
    common = _common_characters()
    everyday = sum(1 for character in han if character in common)
    strange = len(_ODD.findall(sample)) + len(_CONTROL.findall(sample))
    if not han:
        return 0.0 if strange else WRONG_TABLE
    return everyday / (len(han) + strange)


@cache
def _common_characters() -> frozenset[str]:
    text = read_data("common_characters.txt")
    return frozenset("".join(line for line in text.split("\n") if not line.startswith("#")))


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
