"""The dictionary pass: what is found, and that it is fast enough to run on everything."""

from __future__ import annotations

import time

from extract.mentions.gazetteer import key_of, meanings, scan


def test_a_place_is_found_with_its_codes_and_years() -> None:
    text = "贵州省普安县"
    found = {text[start:end]: meanings(key) for start, end, key in scan(text)}
    assert found["普安县"] == ("522323.1980.2026",)
    assert "=贵州省" in found["贵州"]


def test_a_name_that_nobody_bears_has_no_key() -> None:
    assert key_of("没有这个县") is None


def test_the_pass_runs_at_millions_of_characters_a_second() -> None:
    text = "贫困人口从2014年的22813户95042人,下降至2839户8107人,贫困发生率从19.27%下降至1.65%。" * 5000
    scan(text[:100])
    start = time.perf_counter()
    scan(text)
    assert len(text) / (time.perf_counter() - start) > 2_000_000
