"""Times without roads: the great circle, made longer by what streets usually cost (F13, F44)."""

from collections.abc import Sequence

import numpy as np

from patrol.vocabulary import TravelMode
from zones.routing.base import (
    Array,
    LonLat,
    Match,
    MatchedFix,
    Route,
    Table,
    TrackFix,
    Travel,
    checked_places,
    checked_track,
)

EARTH_RADIUS = 6371008.8  # metres, mean
DETOUR = 1.3
KILOMETRES_PER_HOUR = {TravelMode.FOOT: 5.0, TravelMode.BICYCLE: 18.0, TravelMode.CAR: 30.0}


class StraightLine:
    """The engine of last resort: always answers, and every answer says that it is estimated."""

    def __init__(self, mode: TravelMode) -> None:
        self.mode = mode
        self._metres_per_second = KILOMETRES_PER_HOUR[mode] / 3.6

    def times(self, origins: Sequence[LonLat], target: LonLat) -> tuple[Travel, ...]:
        metres = DETOUR * great_circle(checked_places(origins), checked_places([target])[0])
        return tuple(Travel(m / self._metres_per_second, m, None, None, estimated=True) for m in metres.tolist())

    def table(self, origins: Sequence[LonLat], targets: Sequence[LonLat]) -> Table:
        starts, ends = checked_places(origins), checked_places(targets)
        metres = DETOUR * great_circle(starts[:, np.newaxis, :], ends[np.newaxis, :, :])
        return Table(
            seconds=metres / self._metres_per_second,
            metres=metres,
            origin_off_road_metres=np.full(len(starts), np.nan),
            target_off_road_metres=np.full(len(ends), np.nan),
            estimated=True,
        )

    def route(self, origin: LonLat, target: LonLat) -> Route:
        start, end = checked_places([origin, target])
        metres = DETOUR * float(great_circle(start, end))
        seconds = metres / self._metres_per_second
        return Route(seconds, metres, (origin, target), (0.0, seconds), None, None, estimated=True)

    def match(self, track: Sequence[TrackFix], *, accuracy_metres: float = 20.0) -> Match:  # noqa: ARG002  (the signature is the engine's)
        places = checked_track(track)
        return Match(
            fixes=tuple(MatchedFix(fix.lon, fix.lat, None) for fix in track),
            pieces=(tuple((fix.lon, fix.lat) for fix in track),),
            metres=float(great_circle(places[:-1], places[1:]).sum()),
            confidence=0.0,
            estimated=True,
        )


def great_circle(start: Array, end: Array) -> Array:
    """Metres between places on the sphere; arrays of (..., 2) degrees broadcast against each other."""
    lon1, lat1 = np.radians(start[..., 0]), np.radians(start[..., 1])
    lon2, lat2 = np.radians(end[..., 0]), np.radians(end[..., 1])
    squared = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    metres: Array = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(squared, 1.0)))
    return metres
