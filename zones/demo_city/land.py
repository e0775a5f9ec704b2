"""What each quarter was built for, from the middle outwards: its blocks, its streets, its lakes. On the board."""

import math
from dataclasses import dataclass, field
from random import Random
from typing import Any

import shapely
from shapely.geometry import Polygon

from zones.demo_city.arteries import Arteries, Street
from zones.demo_city.blocks import HECTARE, Block, Style, part
from zones.demo_city.frame import Frame, Metres
from zones.demo_city.names import Name, Names
from zones.demo_city.network import GRID_M
from zones.demo_city.terrain import Terrain

LAKE_SHORE_M = 14.0
VILLAGES = 0.16  # part of the country that is built upon
# Where the three great greens lie, as parts of half a side.
GREENS = {"scenic": (-0.5, 0.36), "garden": (0.3, 0.22), "campus": (-0.22, -0.66)}
FACTORIES = (0.66, -0.1)  # the middle of the development zone


@dataclass
class Land:
    blocks: list[Block] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    greens: dict[str, Polygon] = field(default_factory=dict)
    lakes: dict[str, Polygon] = field(default_factory=dict)


def styles(frame: Frame) -> dict[str, Style]:
    """How each kind of quarter is parted."""
    grain = frame.size.grain * HECTARE
    return {
        style.name: style
        for style in (
            Style("old", 1.3 * grain, ("tertiary", "residential", "living_street"), wobble=0.09),
            Style("inner", 2.6 * grain, ("tertiary", "residential", "residential"), wobble=0.04),
            Style("new", 2.6 * grain, ("tertiary", "residential", "service"), 5.6 * grain, wobble=0.02, gaps=0.12),
            Style("factories", 6.0 * grain, ("tertiary", "unclassified", "service"), 10 * grain, wobble=0.01, gaps=0.2),
            Style("country", 14.0 * grain, ("tertiary", "unclassified"), wobble=0.12),
            Style("village", 1.1 * grain, ("unclassified", "residential"), wobble=0.1),
            Style("garden", 3.5 * HECTARE, ("footway",), wobble=0.14),
            Style("campus", 4.5 * HECTARE, ("service", "service", "footway"), wobble=0.05),
            Style("scenic", 9.0 * HECTARE, ("footway",), wobble=0.16),
        )
    }


def part_land(frame: Frame, terrain: Terrain, arteries: Arteries, names: Names) -> Land:
    """Every piece of land between the main streets, parted as its quarter is."""
    land, chance, ways = Land(), frame.chance("land"), styles(frame)
    pieces = _between(frame, terrain, arteries)
    greens = _greens(frame, pieces)
    for number, piece in enumerate(pieces):
        if number in greens:
            _lay_green(land, piece, ways[greens[number]], chance)
        else:
            _lay_quarter(land, piece, ways[quarter_of(frame, piece.centroid)], ways["village"], chance, names)
    return land


def quarter_of(frame: Frame, place: Any) -> str:
    """Old town, inner city, new districts, factories or country."""
    size = frame.size
    out = max(abs(place.x), abs(place.y))
    if out < size.ring_m(size.old):
        return "old"
    if out < size.ring_m(size.rings[0]):
        return "inner"
    if size.fast and out > size.ring_m(size.fast):
        return "country"
    away = math.dist((place.x, place.y), [part * size.half_m for part in FACTORIES])
    return "factories" if size.fast and away < 0.24 * size.half_m else "new"


def _between(frame: Frame, terrain: Terrain, arteries: Arteries) -> list[Polygon]:
    """The faces between the main streets, without the corridors."""
    lines = [street.line for street in arteries.streets]
    noded = shapely.union_all([*lines, frame.board.boundary], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    corridors = terrain.corridors
    shapely.prepare(corridors)
    return [face for face in faces if not corridors.contains(face.point_on_surface())]


def _greens(frame: Frame, pieces: list[Polygon]) -> dict[int, str]:
    """Which pieces become the scenic area, the people's garden and the campus: the nearest that is large enough."""
    found: dict[int, str] = {}
    least = 0.35 * frame.size.step_m**2
    for use, (u, v) in GREENS.items():
        place = shapely.Point(u * frame.size.half_m, v * frame.size.half_m)
        free = [number for number, piece in enumerate(pieces) if piece.area > least and number not in found]
        found[min(free, key=lambda number: pieces[number].distance(place))] = use
    return found


def _lay_green(land: Land, piece: Polygon, style: Style, chance: Random) -> None:
    """A park with a lake and walks; a campus has a smaller one."""
    land.greens[style.name] = piece
    size = math.sqrt(piece.area) * (0.16 if style.name == "campus" else 0.27)
    centre = piece.centroid
    lake = blob((centre.x, centre.y), size, chance).intersection(piece.buffer(-70))
    rest: Any = piece
    if isinstance(lake, Polygon) and not lake.is_empty:
        land.lakes[style.name] = lake
        rest = piece.difference(lake.buffer(LAKE_SHORE_M))
        land.streets.append(Street("footway", shapely.LineString(lake.buffer(LAKE_SHORE_M).exterior.coords)))
    _blocks, streets = part(rest, style, chance, _nameless)
    land.streets += streets


def _lay_quarter(land: Land, piece: Polygon, style: Style, village: Style, chance: Random, names: Names) -> None:
    blocks, streets = part(piece, style, chance, names.lane)
    land.streets += streets
    for block in blocks:
        if style.name != "country" or chance.random() > VILLAGES:
            land.blocks.append(block)
            continue
        lots, lanes = part(block.shape, village, chance, _nameless)
        land.blocks += lots
        land.streets += lanes


def _nameless() -> Name | None:
    return None


def blob(centre: Metres, radius: float, chance: Random) -> Polygon:
    """A round shape that no compass drew."""
    waves = [(number, chance.uniform(0.05, 0.3) / number, chance.uniform(0, math.tau)) for number in (2, 3, 5)]
    ring = []
    for step in range(48):
        angle = step * math.tau / 48
        out = radius * (1 + sum(high * math.sin(number * angle + phase) for number, high, phase in waves))
        ring.append((centre[0] + 1.25 * out * math.cos(angle), centre[1] + 0.85 * out * math.sin(angle)))
    return Polygon(ring).buffer(0)
