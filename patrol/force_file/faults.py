"""What can be wrong with a force file. Worded in the reader's language by `patrol.services.force_import`."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    # the file
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    UNKNOWN_ENCODING = "unknown_encoding"
    TOO_LARGE = "too_large"
    NOTHING_IN_IT = "nothing_in_it"
    # a sheet
    UNKNOWN_SHEET = "unknown_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    # a cell
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    UNKNOWN_WORD = "unknown_word"
    NOT_A_ROLE = "not_a_role"
    NOT_A_USERNAME = "not_a_username"
    BAD_CHARACTER = "bad_character"
    # rows together
    TWICE = "twice"
    UNKNOWN_CODE = "unknown_code"
    LOOP = "loop"
    ONE_UNIT_A_PERSON = "one_unit_a_person"
    TOO_MANY_PASSWORDS = "too_many_passwords"
    # found by the services
    REFUSED = "refused"


@dataclass(frozen=True)
class Fault:
    """One thing to mend: in which sheet, row and column, what stands there, and what would do.

    `row` counts as the spreadsheet does, the header being 1; 0 where the whole sheet or file is meant.
    """

    kind: FaultKind
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    hint: str = ""
