"""From the bytes of a file to sheets of text: XLSX, one CSV a table, or a ZIP of such CSVs."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from openpyxl import load_workbook

from patrol.force_file.faults import Fault, FaultKind
from patrol.force_file.tables import Table, table_named, table_with

MOST_BYTES = 10_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_ROWS = 100_000
ENCODINGS = ("utf-8-sig", "gb18030")  # gb18030 holds GBK, which Chinese spreadsheets write
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
WORKBOOK_MARK = "[Content_Types].xml"

csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))  # of the whole process: never less

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """The rows of one table. `columns` says where each column stands; rows keep the spreadsheet's numbers."""

    table: Table
    title: str
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)


class Unreadable(Exception):
    """The file, or one file in it, is no table at all."""

    def __init__(self, kind: FaultKind, hint: str = "") -> None:
        super().__init__(kind.value)
        self.kind, self.hint = kind, hint


def read_sheets(content: bytes, file_name: str) -> tuple[list[Sheet], list[Fault]]:
    """The sheets of a file, and what is wrong with its shape. A sheet with a wrong header is left out."""
    sheets, faults = [], []
    try:
        for title, rows in _raw_sheets(content, file_name):
            if not rows:
                continue
            sheet, wrong = _with_header(title, rows)
            faults += wrong
            if sheet is not None:
                sheets.append(sheet)
    except Unreadable as error:
        faults.append(Fault(error.kind, sheet=file_name, hint=error.hint))
    if not sheets and not faults:
        faults.append(Fault(FaultKind.NOTHING_IN_IT, sheet=file_name))
    return sheets, faults


def _raw_sheets(content: bytes, file_name: str) -> Iterator[tuple[str, list[Row]]]:
    if len(content) > MOST_BYTES:
        raise Unreadable(FaultKind.TOO_LARGE, hint=f"{MOST_BYTES // 1_000_000} MB")
    if not content.startswith(b"PK"):
        yield PurePosixPath(file_name).stem, _csv_rows(content)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise Unreadable(FaultKind.TOO_LARGE, hint=f"{MOST_UNPACKED_BYTES // 1_000_000} MB")
            if WORKBOOK_MARK in archive.namelist():
                yield from _workbook_sheets(content)
            else:
                yield from _zipped_csvs(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:  # broken, with a password, exotic
        raise Unreadable(FaultKind.NOT_A_SPREADSHEET) from error


def _zipped_csvs(archive: zipfile.ZipFile) -> Iterator[tuple[str, list[Row]]]:
    for name in archive.namelist():
        if name.lower().endswith(".csv") and not name.startswith("__MACOSX"):
            yield PurePosixPath(name).stem, _csv_rows(archive.read(name))


def _workbook_sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, _filled([_as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its XML and zip readers raise on a damaged workbook
        raise Unreadable(FaultKind.NOT_A_SPREADSHEET) from error


def _as_text(cell: object) -> str:
    """A cell as a person reads it: 101.0 is 101, True is yes."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _csv_rows(content: bytes) -> list[Row]:
    text = _decoded(content)
    first_line = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        return _filled(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(FaultKind.NOT_A_SPREADSHEET) from error


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Unreadable(FaultKind.NOT_A_SPREADSHEET)
        return text
    raise Unreadable(FaultKind.UNKNOWN_ENCODING)


def _filled(rows: Iterable[list[str]]) -> list[Row]:
    """The rows that hold anything, with the number that the spreadsheet shows."""
    filled: list[Row] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise Unreadable(FaultKind.TOO_LARGE, hint=f"{MOST_ROWS}")
        cells = [cell.strip() for cell in row]
        if any(cells):
            filled.append((number, cells))
    return filled


def _with_header(title: str, rows: list[Row]) -> tuple[Sheet | None, list[Fault]]:
    """The sheet that a title or, failing that, its headings name, and what is wrong with the headings."""
    header_row, headings = rows[0]
    table = table_named(title) or table_with(headings)
    if table is None:
        return None, [Fault(FaultKind.UNKNOWN_SHEET, sheet=title, row=header_row, value=", ".join(headings)[:200])]
    columns: dict[str, int] = {}
    faults = []
    for position, heading in enumerate(headings):
        column = table.column(heading)
        if column is None and heading:
            hint = ", ".join(known.name for known in table.columns)
            faults.append(Fault(FaultKind.UNKNOWN_COLUMN, title, header_row, heading, value=heading, hint=hint))
        elif column is not None and column.name in columns:
            faults.append(Fault(FaultKind.COLUMN_TWICE, title, header_row, column.name))
        elif column is not None:
            columns[column.name] = position
    missing = [column.name for column in table.columns if column.required and column.name not in columns]
    faults += [Fault(FaultKind.COLUMN_MISSING, title, header_row, name) for name in missing]
    sheet = None if missing else Sheet(table=table, title=title, columns=columns, rows=rows[1:])
    return sheet, faults
