"""When each unit has its meal, drives to the pump, or works in the station."""

from dataclasses import dataclass, field
from typing import Any

from dispatch.simulation.dice import Dice
from dispatch.simulation.habits import PAUSES, Habits

PATROL = "patrol"
AT_ONCE = 6  # of that many units, one may be away


@dataclass
class Breaks:
    """The next break of each unit. `speed`: seconds of the day in one of ours."""

    dice: Dice
    habits: Habits
    speed: float
    _next: dict[int, tuple[int, float]] = field(default_factory=dict)

    def begin_now(self, units: list[dict[str, Any]], now: float) -> list[tuple[dict[str, Any], int]]:
        """The units whose break begins, with its number; one found in a break at first sight is in its break 0."""
        room = max(1, len(units) // AT_ONCE) - sum(unit["status"] in PAUSES for unit in units)
        begun = []
        for unit in units:
            if unit["id"] not in self._next:
                self._plan(unit, 1, now)
                begun += [(unit, 0)] if unit["status"] in PAUSES else []
            number, due_at = self._next[unit["id"]]
            if unit["status"] == PATROL and not unit["order"] and now >= due_at and room > 0:
                self._plan(unit, number + 1, now)
                begun.append((unit, number))
                room -= 1
        return begun

    def _plan(self, unit: dict[str, Any], number: int, now: float) -> None:
        hungry_s = self.dice.of("next break", unit["call_sign"], number).expovariate(1 / self.habits.break_every_s)
        self._next[unit["id"]] = number, now + hungry_s / self.speed
