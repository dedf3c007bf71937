"""A position in, an ordinal out: 第三届, 第1, 首批, 第二、三产业."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from extract.mentions.numerals import read_numeral
from extract.patterns import pattern_of
from extract.spans import Figure

_MEASURES: Final = (
    "个百分点|届|批次|批|次|个|位|名|期|章|条|款|项|轮|场|天|年|卷|集(?!团)|页|代|例|版|站|组|层|阶段"
    "|季度|季|回|期|步|类|件|份|句|段|部分|部|台|座|家|棒|枚|局|盘|梯队|线|方阵|节|课|篇|幅|张|号"
)
_BEHIND: Final = pattern_of(f"(?: ?(?:{_MEASURES}))?")
_MORE: Final = pattern_of("[、至到~—–-]+(?:第)?")
_FIRST: Final = pattern_of("首(批|次|个|届|家|条|期|套|例|轮|笔|单|台|艘|架|列|座|场|季|年|月|日)")


def read_ordinal(text: str, at: int, limit: int) -> Figure | None:
    """Read the ordinal that begins with 第 or 首 at `at`.

    >>> read_ordinal("第十四届", 0, 4).value
    Decimal('14')
    """
    if text[at] == "首":
        found = _FIRST.match(text, at, limit)
        if found is None:
            return None
        return Figure("ordinal", at, found.end(), at, found.end(), value=Decimal(1), unit=found[1])
    if at + 1 >= limit:
        return None
    begin = at + 2 if text[at + 1] == " " and at + 2 < limit else at + 1
    numeral = read_numeral(text, begin)
    if numeral is None or numeral.end > limit or (numeral.value is None and numeral.low is None):
        return None
    end = numeral.end
    values = [numeral.value]
    more = _MORE.match(text, end, limit)
    while more is not None and more.end() < limit:
        following = read_numeral(text, more.end())
        if following is None or following.value is None or following.end > limit:
            break
        end = following.end
        values.append(following.value)
        more = _MORE.match(text, end, limit)
    unit = _BEHIND.match(text, end, limit)
    assert unit is not None
    figure = Figure("ordinal", at, unit.end(), at, unit.end(), unit=unit[0].strip() or None)
    if len(values) == 1 and numeral.value is not None:
        figure.value = numeral.value
    else:
        ends = [v for v in (*values, numeral.low, numeral.high) if v is not None]
        figure.low, figure.high = min(ends), max(ends)
    return figure
