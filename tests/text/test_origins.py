"""Marks of the frame and of the body tell the region; the characters never do."""

from __future__ import annotations

import pytest

from extract.text.folding import fold
from extract.text.layout import read_layout
from extract.text.origins import read_script

BULLETINS = {
    "TW": [
        "衛福部擴大長照\n發布日期：112-02-22\n\n補助4萬人，每人3,000元。",
        "長照據點達3,500處\n\n行政院今天通過計畫，經費新台幣489億元。",
        "农粮署收购稻谷\n发布单位：高雄市政府农业局\n\n每公斤26元。",
        "中華民國112年5月1日\n\n本會發放津貼。",
    ],
    "HK": [
        "房屋供應\n\n運輸及房屋局局長在立法會表示，本港公屋單位80萬個。",
        "新聞公報\n\n施政報告發表\n\n每戶獲發7,000元。",
        "发放津贴\n来源：香港特别行政区政府社会福利署\n\n每户4000元。",
    ],
    "MO": ["現金分享計劃\n來源：澳門特別行政區政府新聞局\n\n每名居民獲發1萬元。"],
    "CN": [
        "粤港合作\n来源：广东省人民政府网站\n\n香港特区政府、行政长官与省政府签约，投资500万港元。",
        "兩岸交流\n\n新华社北京5月1日电 国台办发言人表示，台胞投资新台幣3億元，行政院对此回应。",
        "国际会议\n\n会议发表新闻公报，宣布投入20亿元。",
        "宏观经济\n来源：国务院发展研究中心宏观经济部\n\n增长6.5%。",
        "捐贈500萬港元\n\n香港同胞捐贈500萬港元，幫扶托里縣。",
        "",
    ],
}


@pytest.mark.parametrize(
    ("region", "text"), [(region, text) for region in BULLETINS for text in BULLETINS[region]]
)
def test_bulletin_is_of_its_region(region: str, text: str) -> None:
    assert read_layout(fold(text), text).region == region


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("興仁市貧困人口從22813戶降至2839戶", "traditional"),
        ("兴仁市贫困人口从22813户降至2839户", "simplified"),
        ("「脱贫」攻坚，共１２户", "simplified"),
        ("兴仁市贫困人口从这里下降，興仁市貧困人口", "mixed"),
        ("2019", "simplified"),
    ],
)
def test_script_is_told_by_the_letters(text: str, script: str) -> None:
    assert read_script(text, fold(text)) == script
