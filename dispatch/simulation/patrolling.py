"""Units without an order drive their ground: points that are due, else places in their home; a meal now and then."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from dispatch.replay.fleet import Fleet, Way, place_within
from dispatch.replay.pace import Pace
from dispatch.simulation.city import City, DuePoint
from dispatch.simulation.dice import Dice, about
from zones.routing.base import LonLat, Route

PATROL_SPEED = 0.6  # of what the road allows
REST_S = 45.0
LOOK_AGAIN_S = 20.0
POINT_CHANCE = 0.6

type FindRoute = Callable[[str, LonLat, LonLat], Route | None]


@dataclass
class Patrols:
    """Where each unit goes next, and until when it rests. `route` finds the way of a travel mode."""

    city: City
    fleet: Fleet
    pace: Pace
    dice: Dice
    route: FindRoute
    _rests_until: dict[int, float] = field(default_factory=dict)
    _dwell_s: dict[int, float] = field(default_factory=dict)
    _legs: Counter[int] = field(default_factory=Counter)
    _due_at: dict[str, float] = field(default_factory=dict)

    def turn(self, free: Iterable[dict[str, Any]]) -> None:
        """Look at every unit that is on patrol without an order, as the API gives it, and send on who is done."""
        now = self.pace.now()
        for unit in free:
            unit_id = unit["id"]
            if self.fleet.is_moving(unit_id, now):
                continue
            if unit_id not in self._rests_until:
                self._rests_until[unit_id] = now + self._dwell_s.pop(unit_id, 0.0) / self.pace.speed
            if now >= self._rests_until[unit_id]:
                self.send_on(unit, now)

    def leave(self, unit_id: int) -> None:
        """The unit has something else to do; it comes back to its patrol as one that just arrived."""
        self._rests_until.pop(unit_id, None)
        self._dwell_s.pop(unit_id, None)

    def send_on(self, unit: dict[str, Any], now: float) -> None:
        """To the next place, along the road; where there is no way, look again a little later."""
        unit_id = unit["id"]
        self._legs[unit_id] += 1
        chance = self.dice.of("patrol", unit["call_sign"], self._legs[unit_id])
        target, dwell_s = self.next_place(unit, now, chance)
        way = self.route(unit["mode"], self.fleet.place_of(unit_id, now), target)
        if way is None:
            self._rests_until[unit_id] = now + LOOK_AGAIN_S / self.pace.speed
            return
        del self._rests_until[unit_id]
        self._dwell_s[unit_id] = dwell_s
        elapsed = [seconds / PATROL_SPEED for seconds in way.elapsed]
        self.fleet.drive(unit_id, Way(way.path, elapsed, now, self.pace.speed))

    def next_place(self, unit: dict[str, Any], now: float, chance: random.Random) -> tuple[LonLat, float]:
        """Where the unit goes, and how many seconds of the day it stays there."""
        due = [point for point in self.city.points_for(unit) if self.due_at(point, now) <= now]
        if due and chance.random() < POINT_CHANCE:
            point = min(due, key=lambda each: self.due_at(each, now))
            self._due_at[point.code] = now + point.gap_s * chance.uniform(0.7, 1.05) / self.pace.speed
            return point.place, point.dwell_s * chance.uniform(1.0, 1.3)
        home = self.city.home_of(unit)
        return place_within(home.shape, chance, anywhere), about(chance, REST_S)

    def due_at(self, point: DuePoint, now: float) -> float:
        """When a point is due next; before its first visit, some time within its gap."""
        if point.code not in self._due_at:
            first = self.dice.of("point", point.code).uniform(0, point.gap_s) / self.pace.speed
            self._due_at[point.code] = now + first
        return self._due_at[point.code]


def anywhere(_place: LonLat) -> bool:
    """The way to a place ends at the nearest road."""
    return True
