"""What the police owe the ground: zones with three rings, points, routes, and the dangers of places. On the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from zones.demo_city.frame import Frame
from zones.demo_city.land import Land
from zones.demo_city.network import Road
from zones.demo_city.sites import Site
from zones.demo_city.terrain import Terrain
from zones.demo_city.wards import Ward, Wards
from zones.vocabulary import CautionKind, PointKind, Ring, ZoneClass

POINTS, ROUTES_A_ZONE = 56, 2
PATROLLED = ("primary", "secondary", "tertiary", "residential", "unclassified", "living_street", "trunk")
CORE_M, KEY_M, OUTER_M = 25.0, 150.0, 260.0
MARGIN_M = 12.0  # an outer ring goes at least so much further than the inner one
GATES = [("东门", 1, 0), ("南门", 0, -1), ("西门", -1, 0), ("北门", 0, 1)]
RING_WORDS = {Ring.CORE: "核心区", Ring.KEY: "重点区", Ring.OUTER: "外围区"}
DANGERS = [
    (CautionKind.TRAFFIC, "道路施工，夜间照明不足"),
    (CautionKind.WATER, "河岸无护栏，雨后湿滑"),
    (CautionKind.STRUCTURE, "旧围墙开裂，勿靠近停车"),
    (CautionKind.ELECTRICITY, "配电箱外壳破损，待修"),
    (CautionKind.ACCESS, "限高2.6米，车辆绕行"),
    (CautionKind.HEIGHT, "外墙施工，防坠物"),
    (CautionKind.GAS, "燃气管道抢修，禁止烟火"),
    (CautionKind.WATER, "下穿路段，暴雨易积水"),
]
PRIORITIES = {ZoneClass.GOVERNMENT: 1, ZoneClass.STATION: 1, ZoneClass.SCHOOL: 2, ZoneClass.MEDICAL: 2}


@dataclass(frozen=True)
class PlannedZone:
    """One ring of a zone. `parent` is the code of the ring around it, "" for the outer one."""

    code: str
    name: str
    zone_class: ZoneClass
    ring: Ring
    priority: int
    parent: str
    shape: Any


@dataclass(frozen=True)
class PlannedPoint:
    """A point on a street. `zone` is the code of the innermost ring that holds it, "" for none."""

    code: str
    name: str
    kind: PointKind
    place: Point
    zone: str
    station: str
    priority: int


@dataclass(frozen=True)
class PlannedRoute:
    code: str
    name: str
    line: LineString
    zone: str
    mode: str


@dataclass(frozen=True)
class PlannedCaution:
    kind: CautionKind
    text: str
    place: Point
    station: str


@dataclass(frozen=True)
class Guard:
    zones: list[PlannedZone]
    points: list[PlannedPoint]
    routes: list[PlannedRoute]
    cautions: list[PlannedCaution]


class Ground:
    """What is asked of the ground: the nearest street, whose station, which ring."""

    def __init__(self, wards: Wards, roads: Sequence[Road], places: Any) -> None:
        self._stations = wards.stations
        roads = [road for road in roads if road.street.kind in PATROLLED and not road.bridge]
        numbers = sorted({node for road in roads for node in road.nodes})
        self._nodes = shapely.points(places[numbers])
        self._tree = shapely.STRtree(self._nodes)
        self.named = [(road.street.name.zh, LineString(places[road.nodes])) for road in roads if road.street.name]
        self._lines = shapely.STRtree([line for _name, line in self.named])

    def street_at(self, place: Point) -> Point:
        """The nearest node of a street."""
        nearest: Point = self._nodes[self._tree.nearest(place)]
        return nearest

    def streets_in(self, shape: Any) -> Iterator[tuple[str, LineString]]:
        """The named streets that touch an area."""
        yield from (self.named[number] for number in sorted(self._lines.query(shape, predicate="intersects")))

    def station_at(self, place: Point) -> str:
        nearest: Ward = min(self._stations, key=lambda station: station.shape.distance(place))
        return nearest.code


def plan_guard(frame: Frame, terrain: Terrain, land: Land, sites: list[Site], ground: Ground) -> Guard:
    """Six classes of zones with three rings, 56 points, two routes a zone, and a few cautions."""
    leads = list(_leads(sites))
    zones = [zone for number in range(len(leads)) for zone in _rings(frame, land, sites, leads[number], number)]
    points = list(_points(sites, leads, zones, ground))
    routes = [route for zone in zones if zone.ring is Ring.OUTER for route in _routes(zone, ground)]
    return Guard(zones, points, routes, list(_cautions(terrain, points, ground)))


def _leads(sites: list[Site]) -> Iterator[Site]:
    """The first site of each class, in their order; of schools the campus."""
    for zone_class in ZoneClass:
        fitting = [site for site in sites if site.zone is zone_class]
        yield next((site for site in fitting if site.use == "campus"), fitting[0])


def _rings(frame: Frame, land: Land, sites: list[Site], site: Site, number: int) -> Iterator[PlannedZone]:
    """The outer ring first. Rings follow streets: they are made of whole blocks."""
    scale = min(1.0, frame.size.half_m / 4000)
    blocks = shapely.STRtree([*(block.shape for block in land.blocks), *land.greens.values()])
    core = _core(land, sites, site)
    key = _around(blocks, core, KEY_M * scale)
    outer = _around(blocks, key, OUTER_M * scale)
    code, parent, zone_class = f"Z{number + 1}", "", list(ZoneClass)[number]
    for ring, shape in ((Ring.OUTER, outer), (Ring.KEY, key), (Ring.CORE, core)):
        name = f"{site.name.zh}{RING_WORDS[ring]}"
        priority = min(9, PRIORITIES.get(zone_class, 3) + ring - 1)
        inside = shape.intersection(frame.board.buffer(-MARGIN_M * (4 - ring)))
        yield PlannedZone(f"{code}-{ring}", name, zone_class, ring, priority, parent, inside)
        parent = f"{code}-{ring}"


def _core(land: Land, sites: list[Site], site: Site) -> Polygon:
    """The site; of the scenic area its lake; of the government quarter its square too."""
    if site.use == "scenic" and "scenic" in land.lakes:
        return land.lakes["scenic"].buffer(60)
    if site.use == "government":
        quarter = [one.shape for one in sites if one.use in ("government", "townhall") or one.name.zh == "市民广场"]
        joined = shapely.union_all([shape.buffer(CORE_M) for shape in quarter])
        return _solid(joined if joined.geom_type == "Polygon" else site.shape.buffer(CORE_M))
    return _solid(site.shape.buffer(CORE_M))


def _around(blocks: Any, inner: Polygon, reach: float) -> Polygon:
    found = blocks.geometries[blocks.query(inner.buffer(reach * 0.6), predicate="intersects")]
    near = [block for block in found if block.area < 4 * inner.area + 300_000]
    return _solid(shapely.union_all([*(block.buffer(15) for block in near), inner.buffer(reach)]).buffer(-MARGIN_M / 4))


def _solid(shape: Any) -> Polygon:
    """The largest piece, without holes."""
    piece = max(shapely.get_parts(shape), key=lambda part: part.area)
    return Polygon(piece.exterior).simplify(1.0)


def _points(sites: list[Site], leads: list[Site], zones: list[PlannedZone], ground: Ground) -> Iterator[PlannedPoint]:
    """Posts at the gates of every core, must-patrol points in its rings, the others at the next best known places."""
    number = 0
    seen: list[Point] = []
    for name, kind, wanted in _wanted(sites, leads, zones):
        place = ground.street_at(wanted)
        if number == POINTS:
            return
        if any(place.distance(other) < 40 for other in seen):
            continue
        number += 1
        seen.append(place)
        zone = next((zone for zone in sorted(zones, key=lambda zone: zone.ring) if zone.shape.contains(place)), None)
        yield PlannedPoint(
            code=f"P{number:02}",
            name=name,
            kind=kind,
            place=place,
            zone=zone.code if zone else "",
            station=ground.station_at(place),
            priority=zone.priority if zone else 5,
        )


def _wanted(sites: list[Site], leads: list[Site], zones: list[PlannedZone]) -> Iterator[tuple[str, PointKind, Point]]:
    for number, site in enumerate(leads):
        outer, key, core = (zones[3 * number + step].shape for step in range(3))
        for gate, east, north in GATES[:2]:
            yield f"{site.name.zh}{gate}岗", PointKind.STANDING, _edge(core, east, north)
        for (gate, east, north), ring in zip(GATES, (key, key, outer, outer), strict=True):
            yield f"{site.name.zh}{gate[0]}侧巡点", PointKind.MUST_PATROL, _edge(ring.buffer(-40), east, north)
    yield from (
        (f"{site.name.zh}站巡点", PointKind.STANDING, site.shape.centroid) for site in sites if site.use == "square"
    )
    for use in ("railway", "hospital", "mall", "market", "bus_station", "park", "school", "police"):
        for site in sites:
            if site.use == use and site not in leads:
                yield f"{site.name.zh}巡点", PointKind.MUST_PATROL, site.shape.centroid


def _edge(shape: Any, east: int, north: int) -> Point:
    """The place on a border furthest to one side."""
    ring = shapely.get_coordinates(shape)
    x, y = ring[int(np.argmax(ring @ np.array([east, north])))]
    return Point(x, y)


def _routes(zone: PlannedZone, ground: Ground) -> Iterator[PlannedRoute]:
    """The longest streets through a zone: the first by car, the next on foot."""
    found: dict[str, LineString] = {}
    for name, street in ground.streets_in(zone.shape):
        for line in shapely.get_parts(street.intersection(zone.shape)):
            if line.geom_type == "LineString" and line.length > found.get(name, Point()).length:
                found[name] = line
    longest = sorted(found.items(), key=lambda entry: (-entry[1].length, entry[0]))[:ROUTES_A_ZONE]
    for number, (name_zh, line) in enumerate(longest, start=1):
        mode = "car" if number == 1 else "foot"
        yield PlannedRoute(f"R{zone.code[1:-2]}{number}", f"{name_zh}巡线", line, zone.code, mode)


def _cautions(terrain: Terrain, points: list[PlannedPoint], ground: Ground) -> Iterator[PlannedCaution]:
    for number, (kind, text) in enumerate(DANGERS):
        near = points[(number * 7 + 3) % len(points)].place
        place = ground.street_at(Point(near.x + 120, near.y - 80))
        if kind is CautionKind.WATER:
            place = ground.street_at(terrain.river.interpolate(0.3 + 0.05 * number, normalized=True))
        yield PlannedCaution(kind, text, place, ground.station_at(place))
