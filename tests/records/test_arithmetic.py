"""Figures that cannot all be true are told; what rounding explains is not."""

from __future__ import annotations

import pytest

from extract.pipeline import Pipeline
from extract.records.arithmetic import check_growth, check_sums

PIPELINE = Pipeline()


def found(text: str) -> list[tuple[str, str]]:
    """The codes with the figures they stand at."""
    reading = PIPELINE.read(text)
    findings = [*check_sums(reading.text, reading.drafts), *check_growth(reading.text, reading.drafts)]
    return [(finding["code"], text[slice(*finding["span"])]) for finding in findings]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新建学校3所、改建学校4所，共计8所。", [("D107", "8所")]),
        ("新建学校3所、改建学校4所，共计7所。", []),
        ("投入资金1.2亿元、3000万元，合计1.5亿元。", []),
        ("投入资金1.2亿元、3000万元，合计2.5亿元。", [("D107", "2.5亿元")]),
        ("新建学校3所、改建学校4所，共计约8所。", []),
        ("新建学校3所，共计8所。", []),
        ("新建学校3所、医院4家，共计8所。", []),
        ("茶农从100户增加到150户，增长20%。", [("D108", "20%")]),
        ("茶农从100户增加到150户，增长50%。", []),
        ("茶农从100户增加到150户，增加50户。", []),
        ("茶农从100户增加到150户，增加20户。", [("D108", "20户")]),
        ("产量从1.2万吨增加到1.3万吨，增长28.5%。", [("D108", "28.5%")]),
        ("贫困人口从30万人减少到10万人，减少了15万人。", [("D108", "15万人")]),
        ("产量从1.2万吨增加到1.3万吨，增长8.5%。", []),
        ("贫困发生率从19.27%下降到1.65%，下降17.62个百分点。", []),
    ],
)
def test_sums_and_growth(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted
