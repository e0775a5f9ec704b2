"""Faults of a force file in the reader's language."""

from django.utils.translation import gettext_lazy as _

from patrol.force_file import Fault, FaultKind

WORDS = {
    FaultKind.NOT_A_SPREADSHEET: _("This is no XLSX workbook, CSV or ZIP of CSV files, or it is damaged."),
    FaultKind.UNKNOWN_ENCODING: _("The letters cannot be read. Save the file as XLSX, or as CSV in UTF-8 or GBK."),
    FaultKind.TOO_LARGE: _("The file is too large: the most is %(hint)s."),
    FaultKind.NOTHING_IN_IT: _("There is nothing in this file."),
    FaultKind.UNKNOWN_SHEET: _(
        "It is not clear which table this is. Name it organizations, people, templates, units or crews, and begin with"
        " a row of headings. The first row is: %(value)s"
    ),
    FaultKind.UNKNOWN_COLUMN: _("There is no column “%(value)s” in this table. Its columns are: %(hint)s."),
    FaultKind.COLUMN_TWICE: _("This column is there twice."),
    FaultKind.COLUMN_MISSING: _("This column is missing."),
    FaultKind.EMPTY: _("This may not be empty."),
    FaultKind.TOO_LONG: _("“%(value)s” is too long: at most %(hint)s characters."),
    FaultKind.NOT_A_NUMBER: _("“%(value)s” is no whole number of %(hint)s."),
    FaultKind.NOT_YES_OR_NO: _("“%(value)s” is neither yes nor no."),
    FaultKind.UNKNOWN_WORD: _("“%(value)s” is not one of: %(hint)s."),
    FaultKind.NOT_A_ROLE: _("“%(value)s” is not written as role@organization. The roles are: %(hint)s."),
    FaultKind.NOT_A_USERNAME: _("“%(value)s” is no user name: letters, digits and @ . + - _ alone."),
    FaultKind.BAD_CHARACTER: _("There is a character in it that cannot be kept."),
    FaultKind.TWICE: _("“%(value)s” is in row %(hint)s already."),
    FaultKind.UNKNOWN_CODE: _("“%(value)s” is neither in this file nor in the system."),
    FaultKind.LOOP: _("An organization cannot stand below itself: %(hint)s."),
    FaultKind.ONE_UNIT_A_PERSON: _("“%(value)s” rides in another unit already: row %(hint)s."),
    FaultKind.TOO_MANY_PASSWORDS: _(
        "The page takes %(hint)s first passwords at a time. Split the file, or use the command import_force."
    ),
    FaultKind.REFUSED: "%(hint)s",
}

TABLES = {
    "organizations": _("organizations"),
    "people": _("people"),
    "templates": _("unit templates"),
    "units": _("units"),
    "crews": _("crews"),
}


def fault_in_words(fault: Fault) -> str:
    """What is wrong and what would do, without the place."""
    return str(WORDS[fault.kind]) % {"value": fault.value, "hint": fault.hint}


def table_in_words(name: str) -> str:
    """What a table of a force file is called."""
    return str(TABLES[name])
