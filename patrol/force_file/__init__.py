"""The file that a planner fills in a spreadsheet: its tables, how it is read, what can be wrong with it.

`read_sheets` turns bytes into sheets of text, `check_force` turns sheets into typed rows and faults. Neither knows the
database: what is there already comes in as `Known`.
"""

from patrol.force_file.checking import (
    Crew,
    FileRow,
    ForceFile,
    GivenPassword,
    Known,
    OrganizationRow,
    PersonRow,
    TemplateRow,
    UnitRow,
    check_force,
)
from patrol.force_file.faults import Fault, FaultKind
from patrol.force_file.reading import Sheet, read_sheets
from patrol.force_file.tables import TABLES, blank_workbook

__all__ = [
    "TABLES",
    "Crew",
    "Fault",
    "FaultKind",
    "FileRow",
    "ForceFile",
    "GivenPassword",
    "Known",
    "OrganizationRow",
    "PersonRow",
    "Sheet",
    "TemplateRow",
    "UnitRow",
    "blank_workbook",
    "check_force",
    "read_sheets",
]
