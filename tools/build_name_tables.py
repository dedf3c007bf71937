"""Packages in, `surnames.txt`, `given_names.txt`, `sounds.txt` out: how much likelier a character is in a name.

Run once by a developer: build_name_tables.py FAKER.whl NGENDER.tar.gz JIONLP.whl DATA_DIR (with jieba installed). The weight of a
character is 10 · ln(share among names / share in running text), rounded.
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

# Surnames beyond faker's 400 that the census and the Hundred Family Surnames have: share in per cent, estimated.
RARE = (
    "韦农岑冼柯麻涂巫蒲蒋连祁余鲍覃莫蓝班 佘邝揭缪冉鄢谌卞麦鞠甄宓逄亓仝仉蔺褚訾隗 幺佟 牟 那 关 茹 荀 狄 臧 阚 匡 幸 晏 "
    "柏 桑 桂 楚 樊 滕 澹 濮 燕 琚 瞿 祖 竺 籍 纪 羿 聂 臧 舒 芮 苑 苗 茅 荆 莘 董 蒙 蓟 蔚 虞 裘 解 计 訾 诸 谈 谷 贡 贲 "
    "费 路 车 边 逯 邬 邰 邴 郁 郎 郏 郑 郗 郜 郝 鄂 酆 金 钮 阎 阮 阳 阴 陶 隆 雍 雷 霍 鞠 韶 顾 饶 骆 鱼 麴 黎 黄 龙 龚 "
    "仲 伊 佴 侯 俞 傅 储 充 全  兰 农 冀 冉 冯 刁 初 利 剧 劳 勾 匡 卓 卫 卜 印 厉 危 古 句 史 叶 司 吉 后 向 呼 咸 "
    "哈 商 喻 嘉 回  堵 奚 季 孔 孟 安 宋 宓 宗 官 宣 宫 寇 尚 居 屈 山 岑 左 巢 巩 巫 师 席 常 平 应 庄 庞 康 庾 廉 廖 "
    "习靖折郄亢郤忻暴仇庹蔄芦肖付邸郇剡乜缑揣母米羊别辜楼凃巨卿海兀禹仵帅雒字旦刀岳怀拜苟撒妥沐宝锁答喇赛萨朴塔图索富额 强 归 彭 惠 慎 戈 戎 成 房 扈 支 敖 文 斜 方 施 时 昌 明 晁 景 曲 曾 松 柯 柳 查 栾 桓 武 殷 毋 毕 毛 水 汤 汪 沃 沙 沈 "
    "洪 浦 涂 温 游 湛 满 滑 潘 焦 熊 牛 班 璩 甘 田 申 白 皮 盖 盛 相 督 石 祝 秋 秦 程 空 窦 童 章 笪 符 简 红 翁 翟 耿 "
    "胥 能 舍 艾 花 苍 范 荣 葛 蒯 蓬 蔡 薄 薛 褚 詹 谭 贝 贾 赖 越 路 辛 边 迟 通 邓 邢 邱 邵 邹 郦  鄢 钟 钱 锺 银 闫 闵 "
    "闻 阙 陆 雷 靳 韩 项 顿 颜 尉 冶 信 逯 战 矫  候 线 晋 代 党 宛 衣  鹿 仓 闪 敬 巴 才 智 库 扎 阿"
)
COMPOUND = (
    "欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 宇文 长孙 端木 轩辕 南宫 呼延 独孤 公冶 濮阳 淳于 太史 申屠 "
    "钟离 闻人 赫连 澹台 宗政 拓跋 百里 东郭 南门 西门 鲜于 左丘 梁丘 第五 万俟 司空 完颜 纳兰 叶赫 爱新觉罗 耶律 "
    "哥舒 亓官 闾丘 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 段干 东门 南荣 相里"
)


NO_SOUNDS = frozenset("一二三四五六七八九十的了是不县市州省岛村镇区人士家国王公主树雨赛车杯族教党军队河湖港湾之大小子")
"""Characters of the dictionary's transliterated names that rather end a place or a word than sound."""


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
    head = "# from {}; made by tools/build_name_tables.py\n# a character and 10 ln(share among {} / share in text)\n"
    lines = [f"{name} {score}" for name, score in surnames]
    text = head.format("faker 40.63.0 (MIT), with rare and two-character surnames added", "surnames")
    (folder / "surnames.txt").write_text(text + "\n".join(lines) + "\n", "utf-8")
    given = read_given_counts(ngender)
    whole = sum(given.values())
    by_weight: dict[int, list[str]] = {}
    for char, n in given.items():
        score = weight(n / whole, background.get(char, floor))
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
