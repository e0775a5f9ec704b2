"""The road engine: OSRM in this process, over memory-mapped data, one data set a travel mode.

The bindings hold the interpreter while they compute: about 10 ms for 64 origins and one target. A table grows with
the product of its sides, so large ones belong in a worker of their own and never in the process of the sockets.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import osrm

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

MOST_PLACES = 100_000  # in one call; the bindings allow 100 by default
ANNOTATIONS = ["duration", "distance"]
NO_WAY = "NoRoute"
NO_FIT = ("NoMatch", "NoSegment")


class OsrmEngine:
    """Ways of one mode over one data set made by `zones.routing.build`.

    Raises:
        RuntimeError: the files are missing, broken or of another version; from every method, the engine failed.
    """

    def __init__(self, mode: TravelMode, data: Path) -> None:
        self.mode = mode
        self._osrm = osrm.OSRM(
            algorithm="MLD",
            storage_config=str(data),
            use_mmap=True,
            use_shared_memory=False,
            verbosity="NONE",
            max_locations_distance_table=MOST_PLACES,
            max_locations_viaroute=MOST_PLACES,
            max_locations_map_matching=MOST_PLACES,
            max_radius_map_matching=-1.0,
        )

    def times(self, origins: Sequence[LonLat], target: LonLat) -> tuple[Travel, ...]:
        if not origins:
            checked_places([target])
            return ()
        answer = self._ask_table(origins, [target])
        target_off_road = answer["destinations"][0]["distance"]
        rows = zip(answer["durations"], answer["distances"], answer["sources"], strict=True)
        return tuple(
            Travel(seconds[0], metres[0], source["distance"], target_off_road, estimated=False)
            for seconds, metres, source in rows
        )

    def table(self, origins: Sequence[LonLat], targets: Sequence[LonLat]) -> Table:
        if not origins or not targets:
            checked_places([*origins, *targets])
            return _empty_table(len(origins), len(targets))
        answer = self._ask_table(origins, targets)
        return Table(
            seconds=_grid(answer["durations"]),
            metres=_grid(answer["distances"]),
            origin_off_road_metres=np.array([source["distance"] for source in answer["sources"]]),
            target_off_road_metres=np.array([target["distance"] for target in answer["destinations"]]),
            estimated=False,
        )

    def route(self, origin: LonLat, target: LonLat) -> Route | None:
        question = osrm.RouteParameters(
            coordinates=_places([origin, target]),
            annotations=["duration"],
            geometries="geojson",
            overview="full",
            generate_hints=False,
        )
        try:
            answer = self._osrm.Route(question)
        except RuntimeError as error:
            if str(error).startswith(NO_WAY):
                return None
            raise
        way, (start, end) = answer["routes"][0], answer["waypoints"]
        return Route(
            seconds=way["duration"],
            metres=way["distance"],
            path=_path(way["geometry"]),
            elapsed=_elapsed(way["legs"][0]["annotation"]["duration"], way["duration"]),
            origin_off_road_metres=start["distance"],
            target_off_road_metres=end["distance"],
            estimated=False,
        )

    def match(self, track: Sequence[TrackFix], *, accuracy_metres: float = 20.0) -> Match:
        question = osrm.MatchParameters(
            coordinates=[tuple(place) for place in checked_track(track).tolist()],
            timestamps=[int(fix.at) for fix in track],
            radiuses=[accuracy_metres] * len(track),
            gaps="split",
            geometries="geojson",
            overview="full",
            generate_hints=False,
        )
        try:
            answer = self._osrm.Match(question)
        except RuntimeError as error:
            if str(error).startswith(NO_FIT):
                return Match((None,) * len(track), (), 0.0, 0.0, estimated=False)
            raise
        pieces = list(answer["matchings"])
        return Match(
            fixes=tuple(_matched(point) for point in answer["tracepoints"]),
            pieces=tuple(_path(piece["geometry"]) for piece in pieces),
            metres=sum(piece["distance"] for piece in pieces),
            confidence=min((piece["confidence"] for piece in pieces), default=0.0),
            estimated=False,
        )

    def _ask_table(self, origins: Sequence[LonLat], targets: Sequence[LonLat]) -> Any:
        split = len(origins)
        question = osrm.TableParameters(
            coordinates=_places([*origins, *targets]),
            sources=list(range(split)),
            destinations=list(range(split, split + len(targets))),
            annotations=ANNOTATIONS,
            generate_hints=False,
        )
        return self._osrm.Table(question)


def _places(places: Sequence[LonLat]) -> list[LonLat]:
    """The places as the bindings want them; refuses what is no place."""
    return [(lon, lat) for lon, lat in checked_places(places).tolist()]


def _grid(rows: Any) -> Array:
    """Rows of numbers or None as an array with infinity for None."""
    grid = np.array([list(row) for row in rows], dtype=np.float64)
    grid[np.isnan(grid)] = np.inf
    return grid


def _empty_table(origins: int, targets: int) -> Table:
    nothing = np.empty((origins, targets))
    return Table(nothing, nothing, np.full(origins, np.nan), np.full(targets, np.nan), estimated=False)


def _path(geometry: Any) -> tuple[LonLat, ...]:
    return tuple((lon, lat) for lon, lat in geometry["coordinates"])


def _elapsed(durations: Any, total: float) -> tuple[float, ...]:
    """Seconds from the start at each vertex; the total also counts turns, which are spread over the way."""
    sums = np.concatenate(([0.0], np.cumsum(list(durations))))
    if sums[-1] > 0:
        sums *= total / sums[-1]
    return tuple(sums.tolist())


def _matched(point: Any) -> MatchedFix | None:
    if point is None:
        return None
    lon, lat = point["location"]
    return MatchedFix(lon, lat, point["distance"])
