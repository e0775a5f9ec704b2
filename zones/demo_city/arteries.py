"""The main streets: axes, rings, radials, roads along water and rails, the expressway and its ramps. On the board."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point
from shapely.ops import unary_union

from zones.demo_city.frame import Frame, Metres
from zones.demo_city.names import Name, Names, numeral, sided
from zones.demo_city.terrain import LANE_M, Terrain

PEOPLE, FREEDOM = ("人民", "Renmin"), ("解放", "Jiefang")
LEFT_OUT = 0.1  # part of the pieces between two crossings that was never built
BRIDGE_OF_WIDTH = 2.6  # a longer piece inside a corridor runs along it, and is no bridge
RAMP_M, RAMP_FOOT_M, TRUNK = 270.0, 30.0, "trunk"


@dataclass(frozen=True)
class Street:
    """A line with a kind (the value of `highway`) and a name. `one_way` runs along the line."""

    kind: str
    line: LineString
    name: Name | None = None
    one_way: bool = False
    interchange: bool = False  # meets the expressway with ramps


@dataclass(frozen=True)
class Arteries:
    """`streets` lie on the ground and meet where they cross; `carriageways` pass over everything."""

    streets: list[Street]
    carriageways: list[Street]
    divides: list[LineString]  # what parts the quarters: the main streets, built or not, without their bridges cut out


def lay_arteries(frame: Frame, terrain: Terrain, names: Names) -> Arteries:
    whole = [*_grid(frame, names), *_diagonals(frame), *_gates(frame, terrain, names)]
    streets = [piece for street in whole for piece in _pieces(street, terrain)]
    streets += _banks(frame, terrain, names)
    carriageways, ramps = _expressway(frame, terrain, whole)
    return Arteries(streets + ramps, carriageways, [street.line for street in whole])


def _positions(frame: Frame) -> dict[int, float]:
    """Where each street of the grid lies; the axis and the rings exactly, the others nearly."""
    size, chance = frame.size, frame.chance("grid")
    fixed = {0, size.old, size.fast, *size.rings}
    places = {}
    for number in range(-size.arteries, size.arteries + 1):
        shift = 0 if abs(number) in fixed else chance.uniform(-0.13, 0.13)
        places[number] = (number + shift) * size.step_m
    return places


def _grid(frame: Frame, names: Names) -> Iterator[Street]:
    places, chance = _positions(frame), frame.chance("left out")
    for upright in (True, False):
        for number in places:
            stem = _stem(number, names, upright=upright)
            yield from _grid_street(frame, places, number, stem, chance, upright=upright)


def _stem(number: int, names: Names, *, upright: bool) -> tuple[str, str]:
    if number == 0:
        return FREEDOM if upright else PEOPLE
    return names.main_street()


def _grid_street(
    frame: Frame, places: dict[int, float], number: int, stem: tuple[str, str], chance: Random, *, upright: bool
) -> Iterator[Street]:
    """One street of the grid from edge to edge: neighbouring pieces of one kind and name are one line."""
    half = frame.size.half_m
    cuts = [-half, *places.values(), half]
    pieces = []
    for start, end in pairwise(cuts):
        kind = _kind(frame, number, abs(start + end) / 2)
        built = kind and (kind == "primary" or abs(number) <= 1 or chance.random() > LEFT_OUT)
        name = _grid_name(frame, stem, number, (start + end) / 2, upright=upright)
        pieces.append((start, end, kind if built else "", name))
    place = places[number]
    for (kind, name), same in groupby(pieces, key=lambda piece: piece[2:]):
        run = list(same)
        if kind:
            along = [cut for start, _end, *_rest in run for cut in [start]] + [run[-1][1]]
            line = LineString([(place, cut) if upright else (cut, place) for cut in along])
            yield Street(kind, line, name, interchange=number in (0, -2, 2))


def _kind(frame: Frame, number: int, away: float) -> str:
    """What stands there; "" for nothing. Beyond the last ring every second street goes on, as a country road."""
    size = frame.size
    out = size.ring_m(size.fast or size.arteries + 1)
    if number == 0:
        return "primary"
    if abs(number) == size.old and size.fast and away < size.ring_m(size.old):
        return ""  # the road along the moat
    if abs(number) in (size.old, *size.rings) and away < size.ring_m(abs(number)):
        return "primary"
    if away > out or abs(number) >= (size.fast or size.arteries + 1):
        return "tertiary" if number % 2 == 0 else ""
    return "secondary"


def _grid_name(frame: Frame, stem: tuple[str, str], number: int, middle: float, *, upright: bool) -> Name:
    size = frame.size
    if abs(number) in (size.old, *size.rings) and abs(middle) < size.ring_m(abs(number)):
        side = ("东" if number > 0 else "西") if upright else ("北" if number > 0 else "南")
        return sided(_ring_stem(frame, abs(number)), side)
    if upright:
        return sided(stem, "北" if middle > 0 else "南")
    return sided(stem, "东" if middle > 0 else "西")


def _ring_stem(frame: Frame, ring: int) -> tuple[str, str]:
    if ring == frame.size.old:
        return "环城", "Huancheng"
    order = (*frame.size.rings, frame.size.fast).index(ring) + 2
    return f"{numeral(order)}环", f"Ring {order}"


def _diagonals(frame: Frame) -> Iterator[Street]:
    """From the corners of the last ring to the corners of the board."""
    start, half = frame.size.ring_m(frame.size.rings[-1]), frame.size.half_m
    chance = frame.chance("diagonals")
    stems = [("迎宾", "Yingbin"), ("江北", "Jiangbei"), ("开发区", "Kaifaqu"), ("江南", "Jiangnan")]
    for (right, up), stem in zip([(1, 1), (-1, 1), (1, -1), (-1, -1)], stems, strict=True):
        end = (right * half, up * half * chance.uniform(0.78, 0.9))
        if chance.random() < 0.5:
            end = (right * abs(end[1]), up * half)
        line = LineString([(right * start, up * start), end])
        yield Street(TRUNK, line, sided(stem, "", ("大道", "Avenue")), interchange=True)


def _gates(frame: Frame, terrain: Terrain, names: Names) -> Iterator[Street]:
    """Small bridges over the moat, two a side."""
    if terrain.moat_corridor is None:
        return
    inner = frame.size.ring_m(frame.size.old)
    chance = frame.chance("gates")
    for side in (-1, 1):
        for part in (-0.5, 0.5):
            across = inner * (part + chance.uniform(-0.1, 0.1))
            for flip in (False, True):
                ends = [(across, side * (inner - 5)), (across, side * (inner + 110))]
                line = LineString([end[::-1] if flip else end for end in ends])
                yield Street("tertiary", line.intersection(terrain.moat_corridor), names.lane())


def _pieces(street: Street, terrain: Terrain) -> Iterator[Street]:
    """The street outside the corridors, and the pieces that cross them. Pieces that run along one are not built."""
    widths = [
        (shape, 2 * shape.area / shape.length)
        for shape in (
            terrain.river_corridor, terrain.moat_corridor, terrain.railway_corridor, terrain.fast_corridor,
        )
        if shape is not None
    ]  # fmt: skip
    corridors = terrain.corridors
    for line in lines_of(street.line.difference(corridors)):
        yield replace(street, line=line)
    for line in lines_of(street.line.intersection(corridors)):
        most = sum(width for shape, width in widths if shape.intersects(line)) * BRIDGE_OF_WIDTH
        if 1.0 < line.length <= most:
            ends = shapely.get_point(line, [0, -1])
            if max(shapely.distance(ends, corridors.boundary)) < 1.0:
                yield replace(street, line=line)


def _banks(frame: Frame, terrain: Terrain, names: Names) -> Iterator[Street]:
    """The streets along water, rails and expressway: the edges of their corridors."""
    edges = unary_union(terrain.corridors.boundary)
    stems = {"river": ("滨河", "Binhe"), "rail": names.main_street(), "fast": _fast_stem(frame)}
    for line in lines_of(shapely.line_merge(edges.intersection(frame.board))):
        for piece in _parts(line, 4 * frame.size.step_m):
            yield _bank(frame, terrain, piece, stems)


def _bank(frame: Frame, terrain: Terrain, line: LineString, stems: dict[str, tuple[str, str]]) -> Street:
    middle = line.interpolate(0.5, normalized=True)
    if terrain.moat_corridor is not None and terrain.moat_corridor.distance(middle) < 1:
        inner = max(abs(middle.x), abs(middle.y)) < frame.size.ring_m(frame.size.old) + 20
        stem, kind = (("环城", "Huancheng"), "primary") if inner else (("护城河", "Huchenghe"), "tertiary")
        return Street(kind, line, sided(stem, _side(middle)))
    if terrain.fast_corridor is not None and terrain.fast_corridor.distance(middle) < 1:
        return Street("secondary", line, sided(stems["fast"], _side(middle), ("辅路", "Side Road")))
    if terrain.river_corridor.distance(middle) < 1:
        return Street("secondary", line, sided(stems["river"], "北" if left_of(terrain.river, middle) else "南"))
    return Street("tertiary", line, sided(stems["rail"], _side(middle)))


def _side(point: Point) -> str:
    """East, west, north or south of the middle."""
    if abs(point.x) > abs(point.y):
        return "东" if point.x > 0 else "西"
    return "北" if point.y > 0 else "南"


def left_of(line: LineString, point: Point) -> bool:
    """Whether a point lies to the left of a line as it runs: north of the river."""
    at = line.project(point)
    here, there = line.interpolate(max(at - 5, 0)), line.interpolate(at + 5)
    return bool((there.x - here.x) * (point.y - here.y) - (there.y - here.y) * (point.x - here.x) > 0)


def _fast_stem(frame: Frame) -> tuple[str, str]:
    return _ring_stem(frame, frame.size.fast) if frame.size.fast else ("", "")


def _expressway(frame: Frame, terrain: Terrain, streets: list[Street]) -> tuple[list[Street], list[Street]]:
    """Two carriageways, and the ramps to the streets that have an interchange."""
    ring = terrain.fast_ring
    if ring is None:
        return [], []
    stem = _fast_stem(frame)
    road = _Road(ring)
    ramps = [
        ramp
        for street in streets
        if street.interchange
        for place in points_of(street.line.intersection(ring))
        for side in (1, -1)
        for ramp in road.ramps(street.line, ring.project(place), side)
    ]
    return [road.carriageway(side, sided(stem, "", ("快速路", "Expressway"))) for side in (1, -1)], ramps


class _Road:
    """An expressway along a closed line. Traffic keeps to the right: outside it runs as the line does."""

    def __init__(self, ring: LineString) -> None:
        self._ring = ring
        self._stops = {step * 50.0 for step in range(int(ring.length / 50))}

    def at(self, along: float, out: float) -> Metres:
        """The place so far along the ring and so far out of it."""
        along %= self._ring.length
        here = self._ring.interpolate(along)
        back, ahead = (self._ring.interpolate((along + step) % self._ring.length) for step in (-2.0, 2.0))
        length = back.distance(ahead) or 1.0
        return here.x + (ahead.y - back.y) / length * out, here.y - (ahead.x - back.x) / length * out

    def ramps(self, street: LineString, along: float, side: int) -> Iterator[Street]:
        """Off and on, for the carriageway of one side (1 outside, -1 inside)."""
        edge = LineString([self.at(along + step, side * RAMP_FOOT_M) for step in range(-150, 151, 10)])
        feet = points_of(street.intersection(edge))
        if not feet:
            return
        foot = (feet[0].x, feet[0].y)
        for ahead in (-1, 1):
            way = ahead * side
            stop = (along + way * RAMP_M) % self._ring.length
            self._stops.add(stop)
            line = [
                foot,
                self.at(along + way * 70, side * RAMP_FOOT_M),
                self.at(along + way * 190, side * 22),
                self.at(stop, side * LANE_M),
            ]
            yield Street("motorway_link", LineString(line if ahead > 0 else line[::-1]), one_way=True)

    def carriageway(self, side: int, name: Name) -> Street:
        line = [self.at(stop, side * LANE_M) for stop in sorted(self._stops)]
        line.append(line[0])
        return Street("motorway", LineString(line if side > 0 else line[::-1]), name, one_way=True)


def lines_of(shape: Any) -> list[LineString]:
    """The lines in a geometry, however they are wrapped."""
    return [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "LineString"]


def points_of(shape: Any) -> list[Point]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Point"]


def _parts(line: LineString, most: float) -> Iterator[LineString]:
    """A line in pieces of about the same length."""
    count = max(1, round(line.length / most))
    for number in range(count):
        yield shapely.ops.substring(line, number / count, (number + 1) / count, normalized=True)
