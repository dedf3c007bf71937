"""A figure's start in, what it is a rate of out: 每人每月|600元, 户均|1.2万元, 亩产|535公斤."""

from __future__ import annotations

import re

from extract.mentions.units import unit_table

_REACH = 14
_EACH = re.compile("每")
_MEAN = re.compile("((?:年|月|日)?)(户|人|亩|班|生|日|月|年|周|村|县|床|车|家|店|师|吨|单|天|公里|每股|株|头|地)均")
_YIELD = re.compile("亩产|亩均|单产")
_BREAK = frozenset(",。;:!?、()\n0123456789")
_NOUNS = ("学年", "学期", "季度", "年度", "千瓦时", "平方米", "立方米", "公顷", "公里", "分钟", "小时", "星期")
_SHORT = frozenset("年月日周天人户例亩家村县乡镇车")


def read_per(text: str, at: int, low: int) -> tuple[str, ...] | None:
    """What the figure at `at` is a rate of, from the words of its clause in front of it.

    >>> read_per("每人每月补贴600元", 6, 0)
    ('人', '月')
    """
    begin = max(low, at - _REACH)
    each = text.rfind("每", begin, at)
    mean = text.rfind("均", begin, at)
    if each < 0 and mean < 0:
        if text.rfind("产", begin, at) < 0:
            return None
        found = _last(_YIELD.finditer(text, begin, at))
        return ("亩",) if found is not None and _unbroken(text, found.end(), at) else None
    for i in range(at - 1, begin - 1, -1):
        if text[i] in _BREAK:
            begin = i + 1
            break
    if mean >= begin and mean > each:
        found = _last(_MEAN.finditer(text, begin, at))
        if found is None:
            return None
        return (found[1], found[2]) if found[1] else (found[2],)
    names = [name for i in range(begin, at) if text[i] == "每" and (name := _named(text, i + 1, at))]
    return tuple(names) or None


def _last(found: object) -> re.Match[str] | None:
    last = None
    for last in found:  # type: ignore[attr-defined]
        pass
    return last


def _unbroken(text: str, at: int, end: int) -> bool:
    return not any(c in _BREAK for c in text[at:end])


def _named(text: str, at: int, high: int) -> str | None:
    """The word behind 每: a unit, or a numeral with one."""
    for noun in _NOUNS:
        if text.startswith(noun, at):
            return noun
    if at < high and text[at] in _SHORT:
        return text[at]
    for unit in unit_table().get(text[at], ()) if at < high else ():
        if text.startswith(unit.surface, at):
            return unit.surface
    return None
