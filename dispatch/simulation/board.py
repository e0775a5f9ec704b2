"""What the server says now: the force, the open calls, and the facts since the last look."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dispatch.replay.doors import Doors
from dispatch.replay.feeding import units_on_duty

NO_MORE = 2**62
LOOK_BACK = 200  # facts: orders that a run before this one left unanswered


@dataclass(frozen=True, slots=True)
class Board:
    """Units on duty by id and open calls, as the API gives them."""

    units: dict[int, dict[str, Any]]
    calls: list[dict[str, Any]]

    def order_of(self, unit_id: int) -> str | None:
        """The order that binds a unit."""
        unit = self.units.get(unit_id)
        return unit["order"]["id"] if unit and unit["order"] else None


def look(doors: Doors) -> Board:
    """The board of this moment.

    Raises:
        Refusal, ServerAway: as `Doors.get`.
    """
    units = {unit["id"]: unit for unit in units_on_duty(doors)}
    return Board(units, doors.pages("/api/incidents?status=open"))


class Facts:
    """The journal, followed from a little before now."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._after = max(0, doors.get(f"/api/journal?after={NO_MORE}")["last"] - LOOK_BACK)

    def new(self) -> Iterator[dict[str, Any]]:
        """The facts since the last time, in order, at most a page of them."""
        for entry in self._doors.get(f"/api/journal?after={self._after}")["results"]:
            self._after = entry["position"]
            yield entry
