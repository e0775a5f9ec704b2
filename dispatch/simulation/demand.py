"""When and where calls come, and of which type: a Poisson process whose rate follows the hour of the day."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean

from dispatch.replay.fleet import place_within
from dispatch.simulation.city import Area, City
from dispatch.simulation.dice import Dice
from zones.routing.base import LonLat

HOUR_S, DAY_S = 3600.0, 86_400.0
BY_HOUR = (
    0.70, 0.50, 0.38, 0.30, 0.28, 0.32, 0.48, 0.80, 1.05, 1.10, 1.12, 1.15,
    1.10, 1.05, 1.10, 1.15, 1.20, 1.35, 1.50, 1.60, 1.60, 1.50, 1.25, 0.95,
)  # fmt: skip
"""How busy each hour is beside the others."""

TYPES = {
    "traffic": 22, "dispute": 20, "theft": 14, "disturbance": 12, "assistance": 12, "other": 8, "crash": 5,
    "violence": 3, "missing": 2, "burglary": 2, "rescue": 1, "robbery": 0.4, "weapon": 0.3,
}  # fmt: skip
RARE = 1.0
AT_NIGHT = {"disturbance": 2.5, "violence": 2.0, "dispute": 1.3, "traffic": 0.4, "theft": 0.6}
NIGHT = (22, 5)

IN_ZONES = 0.55
ZONE_CLASSES = {"commercial": 6.0, "station": 4.0, "scenic": 2.0, "medical": 2.0, "school": 1.5, "government": 1.0}
SOURCES = {"emergency_line": 88, "patrol": 5, "video": 4, "alarm": 3}

type OnRoad = Callable[[LonLat], bool]


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call to come: at `after_s` seconds of the day's life since its beginning; `area` names where."""

    number: int
    after_s: float
    type: str
    place: LonLat
    area: str
    source: str


@dataclass(frozen=True)
class Demand:
    """The calls of a city. `per_hour`: their number in a mean hour; `types`: codes that the server knows."""

    city: City
    types: Sequence[str]
    per_hour: float
    dice: Dice
    on_road: OnRoad
    by_hour: Sequence[float] = field(default=BY_HOUR)

    def rate_at(self, second_of_day: float) -> float:
        """Calls an hour at a second of the day."""
        return self.per_hour * self.by_hour[int(second_of_day % DAY_S // HOUR_S)] / mean(self.by_hour)

    def calls(self, begins_s: float) -> Iterator[PlannedCall]:
        """The calls from a second of the day on, for ever: the same ones for the same seed and beginning."""
        chance = self.dice.of("calls", int(begins_s))
        busiest = self.per_hour * max(self.by_hour) / mean(self.by_hour)
        after_s, number = 0.0, 0
        while True:
            after_s += chance.expovariate(busiest / HOUR_S)
            if chance.random() * busiest < self.rate_at(begins_s + after_s):
                number += 1
                yield self.call(number, after_s, begins_s + after_s, chance)

    def call(self, number: int, after_s: float, second_of_day: float, chance: random.Random) -> PlannedCall:
        area = self.area(chance)
        return PlannedCall(
            number=number,
            after_s=after_s,
            type=drawn(self.type_weights(second_of_day), chance),
            place=place_within(area.shape, chance, self.on_road),
            area=area.name,
            source=drawn(SOURCES, chance),
        )

    def type_weights(self, second_of_day: float) -> dict[str, float]:
        """How often each type comes at this time; one that we know nothing of is rare."""
        hour = second_of_day % DAY_S // HOUR_S
        factors = AT_NIGHT if hour >= NIGHT[0] or hour < NIGHT[1] else {}
        return {code: TYPES.get(code, RARE) * factors.get(code, 1.0) for code in sorted(self.types)}

    def area(self, chance: random.Random) -> Area:
        """More than half of the calls come from the zones, most of these from where people shop and change trains."""
        beats = self.city.beats or self.city.zones
        if self.city.zones and chance.random() < IN_ZONES:
            weights = [ZONE_CLASSES.get(zone.zone_class, 1.0) for zone in self.city.zones]
            return chance.choices(self.city.zones, weights)[0]
        return chance.choices(beats, [beat.shape.area for beat in beats])[0]


def drawn(weights: Mapping[str, float], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
