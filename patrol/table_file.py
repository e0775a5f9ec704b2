"""A table as a file: CSV for programs, XLSX for spreadsheets. No cell of either is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

type Cell = str | int | float | bool | datetime | None


class TableFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


CONTENT_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(rows: Iterable[Sequence[Cell]], file_format: TableFormat) -> bytes:
    """The rows, the first of them the heads of the columns. Times are wall clock times."""
    return {TableFormat.CSV: as_csv, TableFormat.XLSX: as_xlsx}[file_format](rows)


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    csv.writer(text).writerows([[quoted(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, quoted(cell)) for cell in row]
        for cell in cells:
            cell.font = Font(bold=number == 0)
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def quoted(cell: Cell) -> Cell:
    """Text that a spreadsheet would calculate gets an apostrophe before it; what no file can hold is left out."""
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
