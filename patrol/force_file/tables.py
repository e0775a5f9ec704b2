"""The five tables of a force file and their columns."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Column:
    """A column: its name, how a Chinese file may call it, whether a cell may stay empty, how long it may be."""

    name: str
    chinese: str
    required: bool = False
    longest: int = 120


@dataclass(frozen=True)
class Table:
    name: str
    chinese: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column of that heading, in either language, whatever the case."""
        wanted = heading.strip().lower().replace(" ", "_")
        return next((column for column in self.columns if wanted in (column.name, column.chinese)), None)


def required(name: str, chinese: str, longest: int = 120) -> Column:
    return Column(name, chinese, required=True, longest=longest)


TABLES: dict[str, Table] = {
    table.name: table
    for table in [
        Table(
            "organizations",
            "单位",
            (
                required("code", "代码", 32),
                required("name", "名称"),
                required("kind", "级别"),
                Column("parent", "上级", longest=32),
            ),
        ),
        Table(
            "people",
            "人员",
            (
                required("username", "用户名", 150),
                required("display_name", "姓名", 80),
                required("organization", "单位代码", 32),
                required("sworn", "民警"),
                Column("roles", "角色", longest=1000),
                Column("password", "初始密码", longest=128),
                Column("active", "在职"),
            ),
        ),
        Table(
            "templates",
            "编组标准",
            (
                required("code", "代码", 32),
                required("name", "名称", 80),
                required("min_sworn", "民警数"),
                required("min_auxiliary", "辅警数"),
                Column("armed", "配枪"),
                Column("mode", "方式"),
            ),
        ),
        Table(
            "units",
            "警组",
            (
                required("call_sign", "呼号", 32),
                required("organization", "单位代码", 32),
                required("template", "编组代码", 32),
            ),
        ),
        Table(
            "crews",
            "车组",
            (
                required("unit", "呼号", 32),
                required("username", "用户名", 150),
                Column("vehicle", "车辆", longest=32),
                Column("radio", "电台", longest=32),
                Column("phone", "电话", longest=32),
            ),
        ),
    ]
}


def table_named(title: str) -> Table | None:
    """The table that a sheet is named after, in either language."""
    wanted = title.strip().lower()
    return next((table for table in TABLES.values() if wanted in (table.name, table.chinese)), None)


def table_with(headings: Iterable[str]) -> Table | None:
    """The table whose required columns are all among the headings; None where none or several are."""
    given = list(headings)
    fits = [
        table
        for table in TABLES.values()
        if {column.name for column in table.columns if column.required}
        <= {found.name for heading in given if (found := table.column(heading))}
    ]
    return fits[0] if len(fits) == 1 else None


def blank_workbook(*, in_chinese: bool, templates: Sequence[Sequence[object]]) -> bytes:
    """A workbook to fill in: five sheets with their headings, and the templates that there are already.

    Args:
        templates: rows of the sheet `templates`, in the order of its columns.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in TABLES.values():
        sheet = book.create_sheet(table.chinese if in_chinese else table.name)
        sheet.append([column.chinese if in_chinese else column.name for column in table.columns])
        for row in templates if table.name == "templates" else []:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
        for number, column in enumerate(table.columns, start=1):
            sheet.cell(row=1, column=number).font = Font(bold=column.required)
            sheet.column_dimensions[get_column_letter(number)].width = 20
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
