"""What every road engine answers, and in which units.

Places are (longitude, latitude) in WGS-84 degrees; times are seconds, lengths metres. A pair without a way between
them is None (infinity in a table), never a large number. `estimated` tells that no roads stood behind an answer.
`*_off_road_metres` is how far a place lies from the road it was attached to: the time counts from that road, so a
place in a river or outside the imported area shows there; None where no roads are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from patrol.vocabulary import TravelMode

type LonLat = tuple[float, float]
type Array = npt.NDArray[np.float64]

FAR_FROM_ROAD_METRES = 100.0


class BadPlace(ValueError):
    """A longitude or latitude is not a number of degrees on this earth."""


@dataclass(frozen=True, slots=True)
class Travel:
    """One way from an origin to a target. `seconds` and `metres` are None together: no way by road."""

    seconds: float | None
    metres: float | None
    origin_off_road_metres: float | None
    target_off_road_metres: float | None
    estimated: bool

    @property
    def reachable(self) -> bool:
        return self.seconds is not None

    @property
    def far_from_road(self) -> bool:
        """Either end lies more than 100 m from the road it was attached to: the real way is longer."""
        ends = (self.origin_off_road_metres, self.target_off_road_metres)
        return any(end is not None and end > FAR_FROM_ROAD_METRES for end in ends)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All ways from n origins to m targets; `seconds[i, j]` is from origin i to target j, infinity for no way."""

    seconds: Array
    metres: Array
    origin_off_road_metres: Array  # shape (n,), NaN where no roads are known
    target_off_road_metres: Array  # shape (m,)
    estimated: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The way itself. `elapsed[i]` is the seconds from the start at `path[i]`; both have two places or more."""

    seconds: float
    metres: float
    path: tuple[LonLat, ...]
    elapsed: tuple[float, ...]
    origin_off_road_metres: float | None
    target_off_road_metres: float | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class TrackFix:
    """One position of a track; `at` in Unix seconds."""

    lon: float
    lat: float
    at: float


@dataclass(frozen=True, slots=True)
class MatchedFix:
    """Where on the road a fix belongs, and how far the fix was from there."""

    lon: float
    lat: float
    off_road_metres: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """A track laid on the roads.

    `fixes` has one entry a fix given, None for one that fits nowhere; `pieces` are the connected parts driven;
    `confidence` from 0 to 1 is that of the least certain piece, 0 where roads are unknown.
    """

    fixes: tuple[MatchedFix | None, ...]
    pieces: tuple[tuple[LonLat, ...], ...]
    metres: float
    confidence: float
    estimated: bool


class RoadEngine(Protocol):
    """Ways of one travel mode. Every method raises BadPlace for a place that is none."""

    mode: TravelMode

    def times(self, origins: Sequence[LonLat], target: LonLat) -> tuple[Travel, ...]:
        """From each origin to one target, in the order given; one call of the engine for all. Empty for no origins."""
        ...

    def table(self, origins: Sequence[LonLat], targets: Sequence[LonLat]) -> Table:
        """From every origin to every target. Holds the interpreter: large tables belong in a worker."""
        ...

    def route(self, origin: LonLat, target: LonLat) -> Route | None:
        """The fastest way with its shape, None if there is none."""
        ...

    def match(self, track: Sequence[TrackFix], *, accuracy_metres: float = 20.0) -> Match:
        """The roads a track went along.

        Raises:
            ValueError: fewer than two fixes, or a time earlier than the one before.
        """
        ...


def checked_places(places: Sequence[LonLat]) -> Array:
    """The places as an array of shape (n, 2).

    Raises:
        BadPlace: one is not finite, or outside 180 degrees of longitude or 90 of latitude.
    """
    array = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    bad = ~((np.abs(array[:, 0]) <= 180.0) & (np.abs(array[:, 1]) <= 90.0))
    if bad.any():
        lon, lat = array[bad][0]
        raise BadPlace(f"Longitude {lon}, latitude {lat} is no place on earth.")
    return array


def checked_track(track: Sequence[TrackFix]) -> Array:
    """The track's places as an array of shape (n, 2).

    Raises:
        BadPlace: as `checked_places`.
        ValueError: fewer than two fixes, or a time earlier than the one before.
    """
    if len(track) < 2:
        raise ValueError("A track needs at least two fixes.")
    if any(later.at < earlier.at for earlier, later in pairwise(track)):
        raise ValueError("The fixes of a track must be in the order of their times.")
    return checked_places([(fix.lon, fix.lat) for fix in track])
