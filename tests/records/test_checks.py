"""Diagnostics quote the bulletin as it is printed, in its own script and width."""

from __future__ import annotations

import pytest

from extract.pipeline import Pipeline

PIPELINE = Pipeline()


@pytest.mark.parametrize(
    ("text", "code", "quoted"),
    [
        ("去年，興仁市投入資金８０００萬元。", "D111", "去年"),
        ("貧困發生率達１２０％。", "D105", "１２０％"),
        ("編碼８８４７×２１", "D101", "８８４７"),
    ],
)
def test_words_are_quoted_as_printed(text: str, code: str, quoted: str) -> None:
    found = [d for d in PIPELINE.run(text).diagnostics if d.code == code]
    assert found, PIPELINE.run(text).diagnostics
    for diagnostic in found:
        assert diagnostic.span is not None
        assert diagnostic.params["text"] == text[slice(*diagnostic.span)]
    assert found[0].params["text"] == quoted
