"""The properties of a feature, whatever the format made of them: 510.0, "510" and 510 are the same code."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from zones.ground_file.faults import FaultKind, Faulty
from zones.vocabulary import MOST_PRIORITY, Ring

LONGEST_CODE = 64
LONGEST_NAME = 120
YES, NO = ("1", "true", "t", "yes", "y", "是"), ("0", "false", "f", "no", "n", "否")


class Cells:
    """Typed looks at the properties. What is missing or empty is None; what makes no sense raises Faulty."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = properties

    def _text(self, field: str) -> str:
        value = self.properties.get(field)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value).strip() if isinstance(value, str | int | float) else ""
        return "" if "\0" in text else text

    def text(self, field: str, longest: int) -> str | None:
        text = self._text(field)
        if len(text) > longest:
            raise Faulty(FaultKind.TOO_LONG, text=text[:200], longest=longest)
        return text or None

    def needed(self, field: str, longest: int) -> str:
        if isinstance(self.properties.get(field), bool) or (text := self.text(field, longest)) is None:
            known = ", ".join(sorted(map(str, self.properties))) or "-"
            raise Faulty(FaultKind.NOTHING_UNDER, field=field, known=known)
        return text

    def choice[Word: StrEnum](self, field: str, words: type[Word]) -> Word | None:
        text = self._text(field)
        if text and text not in list(words):
            raise Faulty(FaultKind.ONE_OF, field=field, known=", ".join(words))
        return words(text) if text else None

    def choices(self, field: str, words: type[StrEnum]) -> list[str] | None:
        """Several words, with spaces, commas or semicolons between them."""
        given = self._text(field).replace(",", " ").replace(";", " ").split()
        if not set(given) <= set(words):
            raise Faulty(FaultKind.ONE_OF, field=field, known=", ".join(words))
        return given or None

    def whole(self, field: str, least: int, most: int, kind: FaultKind = FaultKind.NOT_A_FIGURE) -> int | None:
        text = self._text(field)
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not least <= number <= most:
            raise Faulty(kind, field=field, least=least, most=most)
        return number

    def priority(self, field: str) -> int | None:
        return self.whole(field, 1, MOST_PRIORITY, FaultKind.PRIORITY_UNKNOWN)

    def ring(self, field: str) -> Ring | None:
        number = self.whole(field, min(Ring), max(Ring), FaultKind.RING_UNKNOWN)
        return Ring(number) if number else None

    def moment(self, field: str) -> datetime | None:
        """A moment with its time zone."""
        text = self._text(field)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise Faulty(FaultKind.NOT_A_MOMENT, field=field) from error
        if moment.tzinfo is None:
            raise Faulty(FaultKind.NOT_A_MOMENT, field=field)
        return moment

    def clock(self, field: str) -> time | None:
        text = self._text(field)
        if not text:
            return None
        try:
            return time.fromisoformat(text).replace(tzinfo=None)
        except ValueError as error:
            raise Faulty(FaultKind.NOT_A_TIME, field=field) from error

    def yes(self, field: str) -> bool | None:
        text = self._text(field).lower()
        if text and text not in YES + NO:
            raise Faulty(FaultKind.ONE_OF, field=field, known="yes, no")
        return text in YES if text else None
