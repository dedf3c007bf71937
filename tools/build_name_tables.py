"""Packages in, `surnames.txt`, `given_names.txt`, `sounds.txt` out: how much likelier in a name.

Run once by a developer, with jieba installed: build_name_tables.py FAKER.whl NGENDER.tar.gz
JIONLP.whl DATA_DIR. The weight of a character is 10 · ln(share among names / share in running text), rounded.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
import tarfile
import zipfile
from pathlib import Path

# Surnames that the census and the Hundred Family Surnames have beyond faker's 400.
RARE = (
    "韦农岑冼柯麻涂巫蒲蒋连祁余鲍覃莫蓝班佘邝揭缪冉鄢谌卞麦鞠甄宓逄亓仝仉蔺褚訾隗幺佟牟那关茹荀"
    "狄臧阚匡幸晏柏桑桂楚樊滕澹濮燕琚瞿祖竺籍纪羿聂舒芮苑苗茅荆莘董蒙蓟蔚虞裘解计诸谈谷贡贲费路"
    "车边逯邬邰邴郁郎郏郑郗郜郝鄂酆金钮阎阮阳阴陶隆雍雷霍韶顾饶骆鱼麴黎黄龙龚仲伊佴侯俞傅储充全"
    "兰冀冯刁初利剧劳勾卓卫卜印厉危古句史叶司吉后向呼咸哈商喻嘉回堵奚季孔孟安宋宗官宣宫寇尚居屈"
    "山左巢巩师席常平应庄庞康庾廉廖习靖折郄亢郤忻暴仇庹蔄芦肖付邸郇剡乜缑揣母米羊别辜楼凃巨卿海"
    "兀禹仵帅雒字旦刀岳怀拜苟撒妥沐宝锁答喇赛萨朴塔图索富额强归彭惠慎戈戎成房扈支敖文斜方施时昌"
    "明晁景曲曾松柳查栾桓武殷毋毕毛水汤汪沃沙沈洪浦温游湛满滑潘焦熊牛璩甘田申白皮盖盛相督石祝秋"
    "秦程空窦童章笪符简红翁翟耿胥能舍艾花苍范荣葛蒯蓬蔡薄薛詹谭贝贾赖越辛迟通邓邢邱邵邹郦钟钱锺"
    "银闫闵闻阙陆靳韩项顿颜尉冶信战矫候线晋代党宛衣鹿仓闪敬巴才智库扎阿"
)
COMPOUND = (
    "欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 宇文 长孙 "
    "端木 轩辕 南宫 呼延 独孤 公冶 濮阳 淳于 太史 申屠 钟离 闻人 赫连 澹台 "
    "宗政 拓跋 百里 东郭 南门 西门 鲜于 左丘 梁丘 第五 万俟 司空 完颜 纳兰 "
    "叶赫 爱新觉罗 耶律 哥舒 亓官 闾丘 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 "
    "夹谷 宰父 谷梁 段干 东门 南荣 相里 "
)
NO_SOUNDS = frozenset(
    "一二三四五六七八九十的了是不县市州省岛村镇区人士家国王公主树雨赛车杯族教党军队河湖港湾之大小子"
)
"""Characters of the dictionary's transliterated names that rather end a place or a word than sound."""


RUSTIC = {"老": -8, "阿": 0}
"""Weights of characters that village names have and the names of a city register have not: 石老包."""


def read_char_counts(jionlp: Path) -> dict[str, int]:
    with zipfile.ZipFile(jionlp) as wheel:
        inner = zipfile.ZipFile(io.BytesIO(wheel.read("jionlp/dictionary/char_distribution.zip")))
        lines = inner.read("char_distribution.json").decode("utf-8").split("\n")
    counts = dict(json.loads(line) for line in lines if line.strip())
    return {char: n for char, n in counts.items() if len(char) == 1 and "一" <= char <= "鿿"}


def read_surname_shares(faker: Path) -> dict[str, float]:
    with zipfile.ZipFile(faker) as wheel:
        source = wheel.read("faker/providers/person/zh_CN/__init__.py").decode("utf-8")
    shares = {name: float(share) for name, share in re.findall(r'\("(.+?)", ([\d.]+)\)', source)}
    for name in "和都由从国公门地日":  # function words
        shares.pop(name, None)
    for name in RARE.replace(" ", ""):
        shares.setdefault(name, 0.004)
    for name in COMPOUND.split():
        shares.setdefault(name, 0.01)
    return shares


def read_given_counts(ngender: Path) -> dict[str, int]:
    with tarfile.open(ngender) as archive:
        member = next(m for m in archive if m.name.endswith("charfreq.csv"))
        file = archive.extractfile(member)
        assert file is not None
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8"))
        return {row["char"]: int(row["male"]) + int(row["female"]) for row in rows}


def read_sound_counts() -> dict[str, int]:
    """Characters of the transliterated names (tag nrt) of jieba's dictionary, three characters or more."""
    import jieba

    counts: dict[str, int] = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, _, tag = line.split(" ")
        if tag == "nrt" and len(word) >= 3:
            for char in word:
                if char not in NO_SOUNDS:
                    counts[char] = counts.get(char, 0) + 1
    return counts


def weight(share: float, background: float) -> int:
    return round(10 * math.log(share / background))


def main() -> None:
    faker, ngender, jionlp, folder = map(Path, sys.argv[1:])
    counts = read_char_counts(jionlp)
    total = sum(counts.values())
    background = {char: max(n, 200) / total for char, n in counts.items()}
    floor = 200 / total
    surnames = [
        (name, weight(share / 100, background.get(name, floor)) if len(name) == 1 else 45)
        for name, share in read_surname_shares(faker).items()
    ]
    head = "# from {}; made by tools/build_name_tables.py\n# 10 ln(share among {} / share in text)\n"
    lines = [f"{name} {score}" for name, score in surnames]
    text = head.format("faker 40.63.0 (MIT), with rare and two-character surnames added", "surnames")
    (folder / "surnames.txt").write_text(text + "\n".join(lines) + "\n", "utf-8")
    given = read_given_counts(ngender)
    whole = sum(given.values())
    by_weight: dict[int, list[str]] = {}
    for char, n in given.items():
        score = weight(n / whole, background.get(char, floor))
        score = RUSTIC.get(char, score)
        if n >= 20 and score >= -40:
            by_weight.setdefault(score, []).append(char)
    lines = [f"{score} {''.join(chars)}" for score, chars in sorted(by_weight.items(), reverse=True)]
    text = head.format("ngender 0.1.1 (MIT), text: jionlp 1.5.31 (Apache-2.0)", "given names")
    (folder / "given_names.txt").write_text(text + "\n".join(lines) + "\n", "utf-8")
    sounds = read_sound_counts()
    whole = sum(sounds.values())
    by_weight = {}
    for char, n in sounds.items():
        score = weight(n / whole, background.get(char, floor))
        if n >= 3 and score >= 0:
            by_weight.setdefault(score, []).append(char)
    lines = [f"{score} {''.join(chars)}" for score, chars in sorted(by_weight.items(), reverse=True)]
    text = head.format("jieba 0.42.1 (MIT), text: jionlp 1.5.31 (Apache-2.0)", "transliterated names")
    (folder / "sounds.txt").write_text(text + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
