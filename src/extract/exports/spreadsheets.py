"""The tables of a run in, a workbook for Excel out: a sheet a table, each cell taken for what it is.

Numbers, dates and flags are such; everything else is text, codes and EDTF too, and never runs as a formula.
What Excel cannot hold is told: a long table goes on over several sheets, long text is cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unicodedata import east_asian_width

from extract.errors import InputError
from extract.exports.drafts import whole_file
from extract.exports.streams import Read, plain, rows_in
from extract.messages import fail
from extract.tables.columns import Column, Table, tables

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_A_SHEET: Final = 1_048_575
"""Rows of a sheet below its header."""
LONGEST: Final = 32_767
"""UTF-16 units that a cell holds."""
DIGITS: Final = 15
"""Digits of a number that Excel keeps."""
FIRST_YEAR: Final = 1900
"""Where the days of Excel begin: a date before is text."""

_MADE: Final = datetime(2000, 1, 1)
"""What a workbook says of when it was made: the same rows give the same file."""

_WIDTHS: Final[Mapping[str, int]] = {"text": 16, "integer": 9, "decimal": 16, "boolean": 8, "date": 12}
_WIDE: Final[Mapping[str, int]] = {
    "evidence": 60,
    "message": 60,
    "pattern": 60,
    "about": 60,
    "params": 40,
    "title": 40,
    "link": 30,
    "url": 30,
    "source": 30,
    "options": 40,
    "body_sha256": 20,
}
_WIDEST: Final = 40


class Notice(NamedTuple):
    """What the maker of an export should hear: a text of the catalogue by its code."""

    code: str
    params: Mapping[str, object]


def write_workbook(
    path: str, names: Sequence[str], read: Read, lang: str | None = None, limit: int = ROWS_A_SHEET
) -> list[Notice]:
    """Write a workbook and return what it could not hold as it is; `limit` is how many rows a sheet takes."""
    from xlsxwriter.exceptions import XlsxWriterException

    notices: list[Notice] = []
    try:
        with whole_file(path) as draft, _open_workbook(draft) as workbook:
            maker = _SheetMaker(workbook, lang, limit)
            for name in names:
                notices += maker.add(tables()[name], read)
    except XlsxWriterException as error:
        raise fail(InputError, "I007", reason=error) from None
    return notices


@contextmanager
def _open_workbook(path: str) -> Iterator[xlsxwriter.Workbook]:
    """Yield a workbook that holds a row in memory, and is written when the block ends well."""
    import xlsxwriter

    folder = os.path.dirname(path)
    options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
    workbook = xlsxwriter.Workbook(path, options)
    workbook.use_zip64()
    workbook.set_properties({"created": _MADE})
    try:
        yield workbook
        workbook.close()
    except BaseException:
        for sheet in workbook.worksheets():  # the library closes only what it finishes
            with suppress(OSError):
                sheet.row_data_fh.close()
        raise


class _SheetMaker:
    """Writes tables into a workbook, each on as many sheets as it needs."""

    def __init__(self, workbook: xlsxwriter.Workbook, lang: str | None, limit: int) -> None:
        self._workbook = workbook
        self._lang = lang
        self._limit = limit
        self._by_places: dict[int, Format] = {}
        self._cut = 0

    @cached_property
    def _bold(self) -> Format:
        return self._workbook.add_format({"bold": True})

    def add(self, table: Table, read: Read) -> Iterator[Notice]:
        """Write a table, and yield what could not be held as it is."""
        self._cut = 0
        sheets = 1
        sheet = self._open(table, sheets)
        row = 0
        for cells in rows_in(read(table.name)):
            if row == self._limit:
                self._close(sheet, table, row)
                sheets += 1
                sheet, row = self._open(table, sheets), 0
            row += 1
            for column, value in enumerate(cells):
                if value is not None:
                    self._write(sheet, row, column, value)
        self._close(sheet, table, row)
        if sheets > 1:
            yield Notice("export.sheets", {"table": self._title(table), "sheets": sheets})
        if self._cut:
            params = {"table": self._title(table), "cells": self._cut, "length": LONGEST}
            yield Notice("export.cut", params)

    def _title(self, table: Table) -> str:
        return table.titles[self._lang] if self._lang else table.name

    def _open(self, table: Table, number: int) -> Worksheet:
        title = self._title(table)
        sheet = self._workbook.add_worksheet(title if number == 1 else f"{title} ({number})")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            header = column.titles[self._lang] if self._lang else column.name
            sheet.set_column(at, at, _width(column, header))
            sheet.write_string(0, at, header, self._bold)
        return sheet

    def _close(self, sheet: Worksheet, table: Table, rows: int) -> None:
        last = len(table.columns) - 1
        sheet.autofilter(0, 0, rows, last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_A_SHEET + 1}"})

    def _write(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, self._fitting(value))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, Decimal):
            self._write_number(sheet, row, column, value)
        elif isinstance(value, date):
            if value.year < FIRST_YEAR:
                sheet.write_string(row, column, value.isoformat())
            else:
                sheet.write_datetime(row, column, value)
        else:
            sheet.write_number(row, column, value)

    def _write_number(self, sheet: Worksheet, row: int, column: int, value: Decimal) -> None:
        digits = plain(value)
        whole, _, behind = digits.partition(".")
        if len((whole + behind).strip("-0")) > DIGITS:
            sheet.write_string(row, column, digits)
        else:
            sheet.write_number(row, column, float(value), self._format(len(behind)))

    def _format(self, places: int) -> Format:
        """Return the format that shows a number with all its digits: by itself Excel writes 1.15E+11."""
        made = self._by_places.get(places)
        if made is None:
            shown = "#,##0" + ("." + "0" * places if places else "")
            made = self._by_places[places] = self._workbook.add_format({"num_format": shown})
        return made

    def _fitting(self, text: str) -> str:
        """Return text that a cell holds."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) * 2 > LONGEST:
            units = text.encode("utf-16-le")
            if len(units) > LONGEST * 2:
                self._cut += 1
                text = units[: LONGEST * 2].decode("utf-16-le", "ignore")
        # the library takes what stands between these tags for its own markup
        return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def _width(column: Column, header: str) -> int:
    """Return how many characters wide a column is: by what it holds, and not narrower than its header."""
    title = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in header) + 3
    usual = _WIDE.get(column.name, _WIDTHS[column.type])
    return max(usual, min(title, _WIDEST))
