"""Reading a force file: whatever spreadsheet wrote it, and whatever is wrong with it."""

import io
import zipfile
from collections.abc import Iterable

import pytest
from openpyxl import Workbook

from patrol.force_file import Fault, FaultKind, ForceFile, Known, blank_workbook, check_force, read_sheets
from patrol.services import fault_in_words
from patrol.vocabulary import OrganizationKind, TravelMode

Table = list[list[object]]
KNOWN = Known(parents={}, usernames=(), templates=("ordinary",), call_signs=())


def read(content: bytes, name: str = "force.xlsx") -> tuple[ForceFile, list[Fault]]:
    sheets, wrong_shape = read_sheets(content, name)
    force, wrong_rows = check_force(sheets, KNOWN)
    return force, wrong_shape + wrong_rows


def workbook(**tables: Table) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_of(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows)


CHINESE: Table = [
    ["代码", "名称", "级别", "上级"],
    ["CITY", "市公安局", "bureau", ""],
    ["Ｓ1", "历下派出所", "station", "CITY"],
]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_as_chinese_spreadsheets_write_it(encoding: str, delimiter: str) -> None:
    force, faults = read(csv_of(CHINESE, delimiter).encode(encoding), "新建文件.csv")
    assert faults == []
    assert [(row.code, row.name, row.parent) for row in force.organizations] == [
        ("CITY", "市公安局", ""),
        ("S1", "历下派出所", "CITY"),
    ]


def test_a_zip_holds_one_csv_a_table() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("force/any name.csv", csv_of(CHINESE))
        archive.writestr("force/units.csv", "call_sign,organization,template\nU1,CITY,ordinary\n")
        archive.writestr("force/read me.txt", "not a table")
        archive.writestr("__MACOSX/units.csv", "not a table")
    force, faults = read(content.getvalue(), "force.zip")
    assert faults == []
    assert (len(force.organizations), [unit.call_sign for unit in force.units]) == (2, ["U1"])


def test_parents_come_before_children_whatever_the_order_in_the_file() -> None:
    rows = "code,name,kind,parent\nQ,Q,squad,S\nS,S,station,C\nC,C,bureau,\n"
    force, _faults = read(rows.encode(), "organizations.csv")
    assert [row.code for row in force.organizations] == ["C", "S", "Q"]


def test_a_sheet_is_known_by_its_headings_where_its_name_says_nothing() -> None:
    force, faults = read(workbook(Sheet1=CHINESE, Sheet2=[]))
    assert faults == []
    assert force.organizations[0].kind is OrganizationKind.BUREAU


def test_whole_numbers_and_ticks_of_a_spreadsheet_are_read_as_they_look() -> None:
    header = ["code", "name", "min_sworn", "min_auxiliary", "armed", "mode"]
    force, faults = read(workbook(templates=[header, ["boat", "Harbour", 2.0, "３", True, None]]))
    template = force.templates[0]
    assert faults == []
    assert (template.min_sworn, template.min_auxiliary, template.armed) == (2, 3, True)
    assert template.mode is TravelMode.CAR


def test_blank_rows_do_not_shift_the_row_that_a_fault_names() -> None:
    rows = "code,name,kind\r\n\r\nCITY,City,bureau\r\n,,\r\nS1,Station,palace\r\n"
    _force, faults = read(rows.encode(), "organizations.csv")
    assert [(fault.row, fault.column, fault.kind) for fault in faults] == [(5, "kind", FaultKind.UNKNOWN_WORD)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FaultKind.NOTHING_IN_IT),
        (b"CITY,City bureau,bureau\nS1,Station,station\n", FaultKind.UNKNOWN_SHEET),
        (b"PK\x03\x04 but no archive", FaultKind.NOT_A_SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), FaultKind.UNKNOWN_ENCODING),
        (b"code,name\x00,kind\n", FaultKind.NOT_A_SPREADSHEET),
        (b"code;name;kind;parnet\nC;City;bureau;\n", FaultKind.UNKNOWN_COLUMN),
        (b"code,code,name,kind\nC,C,City,bureau\n", FaultKind.COLUMN_TWICE),
        (b"code,name,kind\nC,City\x07,bureau\n", FaultKind.BAD_CHARACTER),
        (b'code,name,kind\nC,"' + b"x" * 200_000 + b'",bureau\n', FaultKind.TOO_LONG),
        (b"x" * 10_000_001, FaultKind.TOO_LARGE),
        (b"code,name,kind\n" + b"\n" * 100_000, FaultKind.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_table_gets_a_clear_answer(content: bytes, kind: FaultKind) -> None:
    _force, faults = read(content, "file.csv")
    assert [fault.kind for fault in faults] == [kind]
    assert fault_in_words(faults[0])


def test_a_sheet_without_a_needed_column_says_which() -> None:
    _force, faults = read(workbook(people=[["username", "display_name"], ["a", "A"]]))
    assert [(fault.row, fault.column, fault.kind) for fault in faults] == [
        (1, "organization", FaultKind.COLUMN_MISSING),
        (1, "sworn", FaultKind.COLUMN_MISSING),
    ]


def test_a_damaged_workbook_gets_a_clear_answer() -> None:
    content = workbook(organizations=CHINESE)
    for damaged in (content[: len(content) // 2], content.replace(b"xl/workbook.xml", b"xl/elsewhere.xm")):
        _force, faults = read(damaged)
        assert [fault.kind for fault in faults] == [FaultKind.NOT_A_SPREADSHEET]


def test_a_crew_with_one_faulty_row_does_not_ride_short() -> None:
    content = workbook(
        organizations=CHINESE,
        people=[["username", "display_name", "organization", "sworn"], ["a", "A", "CITY", "yes"]],
        units=[["call_sign", "organization", "template"], ["U1", "CITY", "ordinary"]],
        crews=[["unit", "username"], ["U1", "a"], ["U1", "ghost"]],
    )
    force, faults = read(content)
    assert [(fault.row, fault.column) for fault in faults] == [(3, "username")]
    assert force.crews == []


@pytest.mark.parametrize("in_chinese", [True, False])
def test_the_blank_workbook_is_one_that_can_be_imported(*, in_chinese: bool) -> None:
    content = blank_workbook(in_chinese=in_chinese, templates=[["ordinary", "Renamed", 1, 2, "no", "car"]])
    force, faults = read(content)
    assert faults == []
    assert [(row.code, row.name) for row in force.templates] == [("ordinary", "Renamed")]
