"""Rivers, seas and mountains: mentions beside the places, no records."""

from __future__ import annotations

import pytest

from extract import Pipeline
from extract.mentions.features import find_features


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("长江上游和太行山区", ["长江", "太行山"]),
        ("登上珠穆朗玛峰,飞越太平洋", ["珠穆朗玛峰", "太平洋"]),
        ("长江路、长江大桥、微山湖舰", []),
    ],
)
def test_features_stand_where_no_other_name_goes_on(text: str, names: list[str]) -> None:
    assert [feature.name for feature in find_features(text, [])] == names


def test_features_make_no_records() -> None:
    result = Pipeline().run("长江水位上涨2米，来华访问的代表团参观了长江。")
    assert "长江" in [mention.text for mention in result.mentions if mention.kind == "place"]
    assert [record for record in result.records if record.type == "place"] == []
