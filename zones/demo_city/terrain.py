"""What the city was built around: the river, the moat of the old town, railways, the expressway. On the board."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import unary_union

from zones.demo_city.frame import Frame, Metres

RIVER = [
    (-1.2, 0.3),
    (-0.85, 0.27),
    (-0.56, 0.02),
    (-0.3, -0.37),
    (0.06, -0.44),
    (0.34, -0.36),
    (0.6, -0.62),
    (1.2, -0.7),
]
OLD_RAILWAY = [(-1.2, 0.74), (-0.6, 0.6), (0.05, 0.55), (0.5, 0.62), (1.2, 0.9)]
FAST_RAILWAY = [(0.44, 1.2), (0.53, 0.7), (0.56, 0.15), (0.62, -0.3), (0.5, -0.8), (0.44, -1.2)]
OLD_STATION, FAST_STATION = 0.5, 0.42  # how far along their line
BANK_M, RAILWAY_HALF_M, FAST_HALF_M = 42.0, 34.0, 52.0
MOAT_INNER_M, MOAT_OUTER_M, MOAT_ROAD_M = 34.0, 64.0, 96.0
LANE_M = 11.0  # from the middle of the expressway to each carriageway


@dataclass(frozen=True)
class Terrain:
    """Lines and areas of the board. Ordinary streets keep out of `corridors`; main ones cross them.

    `water` is the river and the moat, `fast_ring` the middle of the expressway, None in a small city.
    """

    river: LineString
    river_water: Polygon
    moat_water: Polygon | None
    railways: tuple[LineString, LineString]
    fast_ring: LineString | None
    river_corridor: Polygon
    moat_corridor: Polygon | None
    railway_corridor: Any
    fast_corridor: Any

    @property
    def corridors(self) -> Any:
        shapes = (self.river_corridor, self.moat_corridor, self.railway_corridor, self.fast_corridor)
        return unary_union([shape for shape in shapes if shape is not None])

    @property
    def water(self) -> Any:
        return unary_union([shape for shape in (self.river_water, self.moat_water) if shape is not None])

    def station(self, number: int) -> Point:
        """Where trains stop: 0 the old station, 1 the one of the fast trains."""
        return self.railways[number].interpolate((OLD_STATION, FAST_STATION)[number], normalized=True)


def lay_terrain(frame: Frame) -> Terrain:
    size = frame.size
    half = size.half_m
    chance = frame.chance("terrain")
    river = curve([(u * half, v * half) for u, v in _shaken(RIVER, chance, 0.03)])
    wide = min(max(0.0105 * half, 18.0), 80.0)
    river_water = _varying(river, wide, frame)
    railways = (
        curve([(u * half, v * half) for u, v in _shaken(OLD_RAILWAY, chance, 0.015)]),
        curve([(u * half, v * half) for u, v in _shaken(FAST_RAILWAY, chance, 0.015)]),
    )
    fast_ring = ring_line(size.ring_m(size.fast), 0.75 * size.step_m) if size.fast else None
    old = size.ring_m(size.old)
    has_moat = size.fast is not None
    return Terrain(
        river=river,
        river_water=river_water,
        moat_water=_band(old + MOAT_INNER_M, old + MOAT_OUTER_M) if has_moat else None,
        railways=railways,
        fast_ring=fast_ring,
        river_corridor=river.buffer(1.15 * wide + BANK_M),
        moat_corridor=_band(old, old + MOAT_ROAD_M) if has_moat else None,
        railway_corridor=unary_union([line.buffer(RAILWAY_HALF_M) for line in railways]),
        fast_corridor=fast_ring.buffer(FAST_HALF_M) if fast_ring else None,
    )


def ring_line(radius: float, corner: float) -> LineString:
    """A square with round corners, counter-clockwise."""
    square = shapely.box(-radius, -radius, radius, radius)
    ring = square.buffer(-corner).buffer(corner, quad_segs=16).exterior
    return LineString(ring.coords if ring.is_ccw else list(ring.coords)[::-1])


def _band(inner: float, outer: float) -> Polygon:
    return Polygon(ring_line(outer, 190).coords, [ring_line(inner, 150).coords])


def curve(places: list[Metres], steps: int = 24) -> LineString:
    """A smooth line through places (Catmull-Rom)."""
    points = [places[0], *places, places[-1]]
    line = []
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        line += [_between(before, start, end, after, step / steps) for step in range(steps)]
    return LineString([*line, places[-1]])


def _between(a: Metres, b: Metres, c: Metres, d: Metres, t: float) -> Metres:
    def along(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)

    return along(a[0], b[0], c[0], d[0]), along(a[1], b[1], c[1], d[1])


def _shaken(places: list[Metres], chance: Any, most: float) -> list[Metres]:
    return [(u + chance.uniform(-most, most), v + chance.uniform(-most, most)) for u, v in places]


def _varying(line: LineString, half_width: float, frame: Frame) -> Polygon:
    """A river: as wide as twice `half_width`, here a little more, there a little less."""
    chance = frame.chance("river width")
    phase = chance.uniform(0, math.tau)
    step = 0.015 * frame.size.half_m
    discs = []
    for number in range(int(line.length / step) + 1):
        swell = 1 + 0.12 * math.sin(0.22 * number + phase)
        discs.append(line.interpolate(number * step).buffer(half_width * swell))
    steps = [unary_union([one, other]).convex_hull for one, other in pairwise(discs)]
    return unary_union(steps).intersection(frame.board.buffer(0.05 * frame.size.half_m))
