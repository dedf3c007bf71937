"""The definition of the tables in, their columns as Markdown out: `python -m extract.tables.pages docs/`.

It stands between `<!-- columns -->` and `<!-- end of columns -->` in `tables.md` and `tables.zh.md`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from extract.tables.columns import Column, Table, tables

PAGES: Final = {"tables.md": "en", "tables.zh.md": "zh-Hans"}

_BEGIN: Final = "<!-- columns -->\n"
_END: Final = "<!-- end of columns -->\n"


def describe_tables(lang: str) -> str:
    """Return every table with its columns, in English or Chinese."""
    return "\n".join(_describe(table, lang) for table in tables().values())


def _describe(table: Table, lang: str) -> str:
    english = lang == "en"
    head = f"### {table.name}\n" if english else f"### {table.name} {table.titles[lang]}\n"
    about = table.about if english else table.about_zh
    key = ", ".join(f"`{name}`" for name in table.key)
    key = f"Key: {key}." if english else f"主键：{key}。"
    parent = "" if table.parent is None else f" → `{table.parent}`"
    names = "| column | type | title | holds |" if english else "| 列 | 类型 | 标题 | 内容 |"
    rows = "".join(_row(column, english) for column in table.columns)
    sentence = f"{about[0].upper()}{about[1:]}." if english else f"{about}。"
    return f"{head}\n{sentence} {key}{parent}\n\n{names}\n|---|---|---|---|\n{rows}"


def _row(column: Column, english: bool) -> str:
    about = (column.about if english else column.about_zh).replace("|", "\\|")
    title = column.titles["zh-Hans"]
    return f"| `{column.name}` | {column.type} | {title} | {about} |\n"


def fill_page(text: str, lang: str) -> str:
    """Return a page with the columns as they are defined now."""
    front, _, rest = text.partition(_BEGIN)
    _, _, back = rest.partition(_END)
    return f"{front}{_BEGIN}\n{describe_tables(lang)}\n{_END}{back}"


if __name__ == "__main__":
    for name, lang in PAGES.items():
        path = Path(sys.argv[1]) / name
        path.write_text(fill_page(path.read_text("utf-8"), lang), encoding="utf-8")
