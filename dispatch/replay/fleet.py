"""Where each unit of a replay is: standing, or on its way along a road."""

import random
import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians
from typing import Any

from shapely import Point
from shapely.geometry import shape

from zones.routing.base import LonLat

MOST_TRIES = 2_000
METRES_A_DEGREE = 111_195.0

type OnRoad = Callable[[LonLat], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in time. `elapsed[i]` is the seconds of the drive at `path[i]`; it began at `started_at`, `speed` times
    faster than real."""

    path: Sequence[LonLat]
    elapsed: Sequence[float]
    started_at: float
    speed: float

    def at(self, now: float) -> tuple[LonLat, float | None]:
        """The place at a moment, and the heading in degrees from north; None when it stands."""
        driven, after = self._driven(now)
        if after == 0:
            return self.path[0], None
        if after == len(self.path):
            return self.path[-1], None
        here, there = self.path[after - 1], self.path[after]
        share = (driven - self.elapsed[after - 1]) / (self.elapsed[after] - self.elapsed[after - 1])
        place = here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
        return place, heading(here, there)

    def metres_per_second(self, now: float) -> float:
        """What the speedometer shows: metres of road a second of the drive."""
        _driven, after = self._driven(now)
        if after in {0, len(self.path)}:
            return 0.0
        metres = distance(self.path[after - 1], self.path[after])
        return metres / (self.elapsed[after] - self.elapsed[after - 1])

    @property
    def ends_at(self) -> float:
        """The moment of its last place."""
        return self.started_at + self.elapsed[-1] / self.speed

    def _driven(self, now: float) -> tuple[float, int]:
        """The seconds driven, and the index of the place that comes next."""
        driven = (now - self.started_at) * self.speed
        return driven, bisect_right(self.elapsed, driven)


def distance(here: LonLat, there: LonLat) -> float:
    """Metres between two corners of a road."""
    east = (there[0] - here[0]) * cos(radians((here[1] + there[1]) / 2))
    return METRES_A_DEGREE * hypot(east, there[1] - here[1])


def heading(here: LonLat, there: LonLat) -> float:
    """Degrees from north, clockwise, on the short ways between two corners of a road."""
    east = (there[0] - here[0]) * cos(radians((here[1] + there[1]) / 2))
    return degrees(atan2(east, there[1] - here[1])) % 360


class Fleet:
    """The units and where they are; used from many threads."""

    def __init__(self) -> None:
        self._ways: dict[int, Way] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._ways)

    def stand(self, unit_id: int, place: LonLat) -> None:
        self.drive(unit_id, Way([place], [0.0], 0.0, 1.0))

    def drive(self, unit_id: int, way: Way) -> None:
        with self._lock:
            self._ways[unit_id] = way

    def stop(self, unit_id: int, now: float) -> None:
        """Stand still where it is."""
        self.stand(unit_id, self.place_of(unit_id, now))

    def forget(self, unit_id: int) -> None:
        """It is off duty."""
        with self._lock:
            self._ways.pop(unit_id, None)

    def ids(self) -> set[int]:
        """Every unit that it knows."""
        with self._lock:
            return set(self._ways)

    def knows(self, unit_id: int) -> bool:
        return unit_id in self._ways

    def is_moving(self, unit_id: int, now: float) -> bool:
        with self._lock:
            return now < self._ways[unit_id].ends_at

    def count_moving(self, now: float) -> int:
        with self._lock:
            return sum(now < way.ends_at for way in self._ways.values())

    def place_of(self, unit_id: int, now: float) -> LonLat:
        with self._lock:
            return self._ways[unit_id].at(now)[0]

    def positions(self, now: float) -> list[dict[str, Any]]:
        """Every unit's position at a moment, as the position door takes them."""
        with self._lock:
            placed = [(unit_id, *way.at(now), way.metres_per_second(now)) for unit_id, way in self._ways.items()]
        return [
            {"unit": unit_id, "lon": place[0], "lat": place[1], "fixed_at": now, "heading": direction, "speed": speed}
            for unit_id, place, direction, speed in placed
        ]


def fleet_of(units: Sequence[dict[str, Any]], zones: Callable[[], dict[str, Any]], *, on_road: OnRoad) -> Fleet:
    """The units where the server knows them to be; those it has no position of are placed over the zones.

    Args:
        units: as `GET /api/units` gives them.
        zones: asked only when a unit must be placed.

    Raises:
        ValueError: a unit must be placed and there are no zones.
    """
    fleet = Fleet()
    lost = [unit["id"] for unit in units if not unit["fix"]]
    places = spread(zones(), len(lost), on_road=on_road) if lost else []
    for unit_id, place in zip(lost, places, strict=True):
        fleet.stand(unit_id, place)
    for unit in units:
        if unit["fix"]:
            fleet.stand(unit["id"], (unit["fix"]["lon"], unit["fix"]["lat"]))
    return fleet


def spread(zones: dict[str, Any], number: int, *, on_road: OnRoad) -> list[LonLat]:
    """Places for so many units, evenly over zones and always the same: one a zone in turn, by chance within it.

    Args:
        zones: zones and beats as `GET /api/zones` gives them.
        on_road: whether a car can stand at a place; where none is found in a zone, the zone's middle is taken.

    Raises:
        ValueError: there are neither zones nor beats.
    """
    areas = areas_of(zones)
    dice = random.Random(number)  # noqa: S311  (not a secret)
    return [place_within(areas[index % len(areas)], dice, on_road) for index in range(number)]


def areas_of(ground: dict[str, Any]) -> list[Any]:
    """The zones; the beats where there are none.

    Raises:
        ValueError: there are neither.
    """
    kinds: dict[str, list[Any]] = {}
    for feature in ground["features"]:
        kinds.setdefault(feature["properties"]["kind"], []).append(shape(feature["geometry"]))
    areas = kinds.get("zone") or kinds.get("beat")
    if not areas:
        raise ValueError("There are no zones to place units in: import some, for instance with import_zones.")
    return areas


def place_within(area: Any, dice: random.Random, on_road: OnRoad) -> LonLat:
    west, south, east, north = area.bounds
    for _try in range(MOST_TRIES):
        place = dice.uniform(west, east), dice.uniform(south, north)
        if area.contains(Point(place)) and on_road(place):
            return place
    middle = area.representative_point()
    return middle.x, middle.y
