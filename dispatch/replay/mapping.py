"""Which column of a file of calls means what, and which of our types a call of the file gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self

CALL_FIELDS = ("time", "lon", "lat", "point", "type", "priority", "id", "place", "disposition")
RESPONSE_FIELDS = ("time", "on_scene", "unit", "id", "lon", "lat", "point", "hospital", "available")


class BadMapping(ValueError):
    """The words of `--mapping` or `--type-map` mean nothing."""


@dataclass(frozen=True)
class Mapping:
    """Our field: the column that holds it, by its heading, or by its number from 1 in a file without headings."""

    columns: dict[str, str]

    @classmethod
    def parse(cls, text: str, *, known: Sequence[str] = CALL_FIELDS, needed: Sequence[str] = ()) -> Self:
        """Read `time=Received,lon=x,lat=y,...`; a place may be one column instead: `point=Location`.

        Raises:
            BadMapping: not of this form, an unknown field, no time, no place, or one of the needed is missing.
        """
        columns = {}
        for pair in text.split(","):
            field, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or not column:
                raise BadMapping(f"“{pair}” is not FIELD=COLUMN.")
            if field not in known:
                raise BadMapping(f"There is no field “{field}”. Fields are {', '.join(known)}.")
            columns[field] = column
        if missing := [field for field in ("time", *needed) if field not in columns]:
            raise BadMapping(f"Name the column of {' and '.join(missing)}: {missing[0]}=COLUMN.")
        if "point" not in columns and not {"lon", "lat"} <= columns.keys():
            raise BadMapping("Name the place: lon=COLUMN,lat=COLUMN, or point=COLUMN.")
        return cls(columns)

    def places_in(self, headings: Sequence[str]) -> dict[str, int]:
        """The index of each field's column among the headings of a file.

        Raises:
            BadMapping: a column is not among them; says which there are.
        """
        missing = [column for column in self.columns.values() if column not in headings]
        if missing:
            raise BadMapping(f"No column {', '.join(missing)}. The first line reads: {', '.join(headings)}.")
        return {field: headings.index(column) for field, column in self.columns.items()}

    def numbered_places(self, width: int) -> dict[str, int]:
        """The index of each field's column where columns are named by their number from 1.

        Raises:
            BadMapping: not a number, or the file is not that wide.
        """
        for column in self.columns.values():
            if not (column.isascii() and column.isdigit() and 1 <= int(column) <= width):
                raise BadMapping(f"Without headings a column is a number from 1 to {width}, not “{column}”.")
        return {field: int(column) - 1 for field, column in self.columns.items()}


@dataclass(frozen=True)
class TypeRules:
    """Which of our types a call of the file gets: the first rule that fits, else the default."""

    rules: tuple[tuple[str, str], ...]
    default: str

    @classmethod
    def parse(cls, texts: Sequence[str], *, default: str) -> Self:
        """Read `PATTERN=code` rules; `*` stands for anything, capitals do not matter.

        Raises:
            BadMapping: not of this form.
        """
        rules = []
        for text in texts:
            pattern, equals, code = text.rpartition("=")
            if not equals or not pattern.strip() or not code.strip():
                raise BadMapping(f"“{text}” is not PATTERN=TYPE.")
            rules.append((pattern.strip().casefold(), code.strip()))
        return cls(tuple(rules), default)

    @property
    def codes(self) -> set[str]:
        """Every type that a call may get."""
        return {self.default, *(code for _pattern, code in self.rules)}

    def code_of(self, written: str) -> str:
        """Our type for one written in the file."""
        wanted = written.strip().casefold()
        return next((code for pattern, code in self.rules if fnmatchcase(wanted, pattern)), self.default)
