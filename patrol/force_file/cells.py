"""One row of a sheet, cell by cell: what it says, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from patrol.force_file.faults import Fault, FaultKind
from patrol.force_file.reading import Sheet
from patrol.vocabulary import Role

YES = ("yes", "y", "true", "1", "是", "有")
NO = ("no", "n", "false", "0", "否", "无")
USERNAME = re.compile(r"[\w.@+-]+")
ROLE_SEPARATORS = str.maketrans("；，、,\n", ";;;;;")


class RowReader:
    """Reads the cells of one row. Each reading method notes the fault of its cell once, and returns what it can."""

    def __init__(self, sheet: Sheet, number: int, cells: list[str]) -> None:
        self.sheet = sheet
        self.number = number
        self.faults: list[Fault] = []
        self._values = {
            name: cells[position] if position < len(cells) else "" for name, position in sheet.columns.items()
        }
        self._check_cells()

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self._values

    def text(self, name: str) -> str:
        """The cell as it is written; empty where the file has no such column."""
        return self._values.get(name, "")

    def code(self, name: str) -> str:
        """The cell with full-width letters and digits as plain ones."""
        return unicodedata.normalize("NFKC", self.text(name)).strip()

    def name_to_log_in(self, name: str) -> str:
        """A user name: letters and digits of any language, and @ . + - _ alone."""
        text = self.code(name)
        if text and not USERNAME.fullmatch(text):
            self.fault(FaultKind.NOT_A_USERNAME, name)
        return text

    def fault(self, kind: FaultKind, name: str, *, hint: str = "") -> None:
        self.faults.append(Fault(kind, self.sheet.title, self.number, name, self.text(name)[:80], hint))

    def word[Word: StrEnum](self, name: str, words: type[Word], empty: Word) -> Word:
        """One word of a vocabulary."""
        text = self.code(name).lower()
        if text in set(words):
            return words(text)
        if text:
            self.fault(FaultKind.UNKNOWN_WORD, name, hint=", ".join(words))
        return empty

    def yes(self, name: str, *, empty: str) -> bool:
        text = self.code(name).lower() or empty
        if text not in YES + NO:
            self.fault(FaultKind.NOT_YES_OR_NO, name)
        return text in YES

    def whole(self, name: str, *, least: int) -> int:
        """A whole number from `least` to 99."""
        text = self.code(name)
        if text and not (text.isascii() and text.isdigit() and least <= int(text) <= 99):
            self.fault(FaultKind.NOT_A_NUMBER, name, hint=f"{least}-99")
            return least
        return int(text or least)

    def reference(self, name: str, known: Collection[str]) -> str:
        """A code that must stand in the file or be known already."""
        text = self.code(name)
        if text and text not in known:
            self.fault(FaultKind.UNKNOWN_CODE, name)
        return text

    def roles(self, name: str, organizations: Collection[str]) -> frozenset[tuple[Role, str]]:
        """`operator@BUREAU; officer@STATION`."""
        return frozenset(
            held
            for part in self.code(name).translate(ROLE_SEPARATORS).split(";")
            if part.strip() and (held := self._role(name, part.strip(), organizations))
        )

    def _role(self, name: str, text: str, organizations: Collection[str]) -> tuple[Role, str] | None:
        role, _at, organization = (part.strip() for part in text.partition("@"))
        if role.lower() not in set(Role) or not organization:
            self.fault(FaultKind.NOT_A_ROLE, name, hint=", ".join(Role))
        elif organization not in organizations:
            self.faults.append(Fault(FaultKind.UNKNOWN_CODE, self.sheet.title, self.number, name, organization))
        else:
            return Role(role.lower()), organization
        return None

    def _check_cells(self) -> None:
        for column in self.sheet.table.columns:
            value = self.text(column.name)
            if column.required and not value:
                self.fault(FaultKind.EMPTY, column.name)
            if len(value) > column.longest:
                self.fault(FaultKind.TOO_LONG, column.name, hint=str(column.longest))
            if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in value):
                self.fault(FaultKind.BAD_CHARACTER, column.name)
