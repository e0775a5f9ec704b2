"""The whole city: one description that the map file, the force and the ground are made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point

from zones.demo_city.arteries import Street, lay_arteries
from zones.demo_city.blocks import Block
from zones.demo_city.buildings import PATTERNS, houses
from zones.demo_city.frame import SIZES, Frame, Size, SizeName, in_degrees
from zones.demo_city.guard import Ground, Guard, plan_guard
from zones.demo_city.land import Land, part_land
from zones.demo_city.names import Name, Names
from zones.demo_city.network import Network, join
from zones.demo_city.sites import LAKE_NAMES, Site, choose_sites, use_of
from zones.demo_city.streetside import house_numbers, shops
from zones.demo_city.terrain import Terrain, lay_terrain
from zones.demo_city.wards import Wards, lay_wards

TAGS: dict[str, dict[str, str]] = {
    "government": {"landuse": "commercial", "office": "government", "amenity": "townhall"},
    "townhall": {"landuse": "commercial", "office": "government"},
    "square": {"place": "square"},
    "railway": {"landuse": "railway", "building": "train_station", "public_transport": "station"},
    "hospital": {"amenity": "hospital"},
    "mall": {"landuse": "retail", "shop": "mall"},
    "museum": {"tourism": "museum"},
    "library": {"amenity": "library"},
    "stadium": {"leisure": "sports_centre"},
    "bus_station": {"amenity": "bus_station"},
    "fire_station": {"amenity": "fire_station"},
    "market": {"amenity": "marketplace"},
    "theatre": {"amenity": "theatre"},
    "scenic": {"leisure": "park", "tourism": "attraction"},
    "garden": {"leisure": "park"},
    "park": {"leisure": "park"},
    "campus": {"amenity": "university"},
    "school": {"amenity": "school"},
    "police": {"amenity": "police"},
    "estate": {"landuse": "residential"},
    "courts": {"landuse": "residential"},
    "village": {"landuse": "residential"},
    "offices": {"landuse": "commercial"},
    "factories": {"landuse": "industrial"},
    "farmland": {"landuse": "farmland"},
    "orchard": {"landuse": "orchard"},
    "forest": {"landuse": "forest"},
}
HOUSES = {
    "estate": "slabs", "courts": "courts", "village": "houses", "offices": "towers", "factories": "halls",
    "school": "school", "hospital": "school", "government": "school", "townhall": "school", "campus": "school",
    "mall": "large", "stadium": "large", "theatre": "large", "museum": "large", "library": "large", "market": "large",
    "bus_station": "large", "police": "courts", "fire_station": "courts",
}  # fmt: skip
SPEEDS = {
    "motorway": "80", "motorway_link": "40", "trunk": "70", "primary": "60", "secondary": "50", "tertiary": "40",
}  # fmt: skip
VILLAGE_LOTS = 12  # so many blocks are a village
ALWAYS_BUILT = {"government", "hospital", "mall", "theatre", "museum", "library", "townhall", "police", "campus"}


@dataclass(frozen=True)
class Feature:
    """Something on the map: its tags, its name, its shape in degrees (point, line or polygon)."""

    tags: dict[str, str]
    shape: Any
    name: Name | None = None


@dataclass
class CityPlan:
    """A made-up city. Shapes on the board become degrees by `on_map`."""

    frame: Frame
    terrain: Terrain
    wards: Wards
    sites: list[Site]
    land: Land
    free: list[Block]
    network: Network
    guard: Guard

    @property
    def size(self) -> Size:
        return self.frame.size

    @cached_property
    def features(self) -> list[Feature]:
        """What the map shows beside the roads."""
        return [*_nature(self), *_grounds(self), *_trains(self), *_borders(self), *_villages(self), *_streetside(self)]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        west, south, east, north = self.on_map(self.frame.board).bounds
        return west, south, east, north

    def on_map(self, shape: Any) -> Any:
        """A shape of the board in degrees, bent as the city is."""
        return in_degrees(self.frame.bent(shape))


def plan(size: SizeName | str, seed: int) -> CityPlan:
    """Draw a city: the same for the same size and seed. No clock, no file, no network.

    Raises:
        ValueError: there is no such size.
    """
    frame = Frame(SIZES[SizeName(size)], seed)
    names = Names(frame.chance("names"))
    terrain = lay_terrain(frame)
    arteries = lay_arteries(frame, terrain, names)
    wards = lay_wards(frame, terrain, arteries)
    land = part_land(frame, terrain, arteries, names)
    sites, free = choose_sites(frame, terrain, land, wards, names)
    streets = [*arteries.streets, *land.streets]
    network = join(frame, streets, arteries.carriageways, _spans(terrain))
    guard = plan_guard(frame, terrain, land, sites, Ground(wards, network.roads, network.board))
    return CityPlan(frame, terrain, wards, sites, land, free, network, guard)


def _spans(terrain: Terrain) -> Any:
    """Where streets run on bridges."""
    return shapely.union_all([terrain.water.buffer(8), *(line.buffer(11) for line in terrain.railways)])


def _nature(city: CityPlan) -> Iterable[Feature]:
    terrain = city.terrain
    river = Name("清河", "Qing River")
    for shape in _polygons(terrain.river_water.intersection(city.frame.board)):
        yield Feature({"natural": "water", "water": "river"}, city.on_map(shape), river)
    for line in shapely.get_parts(terrain.river.intersection(city.frame.board)):
        yield Feature({"waterway": "river"}, city.on_map(line), river)
    if terrain.moat_water is not None:
        yield Feature({"natural": "water", "water": "moat"}, city.on_map(terrain.moat_water), Name("护城河", "Moat"))
    for use, lake in city.land.lakes.items():
        yield Feature({"natural": "water", "water": "lake"}, city.on_map(lake), LAKE_NAMES[use])
    strips = shapely.difference(terrain.corridors, terrain.water)
    for shape in _polygons(strips.intersection(city.frame.board)):
        yield Feature({"landuse": "grass"}, city.on_map(shape))


def _polygons(shape: Any) -> list[Any]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 50]


def _grounds(city: CityPlan) -> Iterable[Feature]:
    """Sites and ordinary blocks with their houses."""
    chance = city.frame.chance("grounds")
    names = Names(city.frame.chance("names of grounds"))
    lots: list[tuple[str, Name | None, Any]] = [(site.use, site.name, site.shape) for site in city.sites]
    for block in city.free:
        use = use_of(city.frame, block, chance)
        lots.append((use, names.estate() if use == "estate" else None, block.shape))
    shapes = shapely.buffer([shape for _use, _name, shape in lots], -7, join_style="mitre")
    grounds = shapely.simplify(city.frame.bent(shapes), 2.0)
    lakes = shapely.union_all([city.frame.bent(lake).buffer(15) for lake in city.land.lakes.values()])
    shapely.prepare(lakes)
    built: list[Any] = []
    for (use, name, _shape), ground in zip(lots, grounds, strict=True):
        yield from (Feature(TAGS[use], in_degrees(part), name) for part in _polygons(ground))
        if use in ALWAYS_BUILT or (use in HOUSES and chance.random() < city.size.buildings):
            dry = ground.difference(lakes)
            built += houses(dry, PATTERNS[HOUSES[use]], chance) or _one_house(dry, use)
    yield from (Feature({"building": "yes"}, house) for house in in_degrees(np.array(built)))


def _one_house(ground: Any, use: str) -> list[Any]:
    """A building in the shape of its ground, where no other fits and there must be one."""
    return _polygons(ground.buffer(-16)) if use in ALWAYS_BUILT else []


def _trains(city: CityPlan) -> Iterable[Feature]:
    board = city.frame.board
    tags = [{"railway": "rail", "usage": "main"}, {"railway": "rail", "usage": "main", "highspeed": "yes"}]
    for line, kind in zip(city.terrain.railways, tags, strict=True):
        for track in (-3.0, 3.0):
            for part in shapely.get_parts(line.offset_curve(track).intersection(board)):
                yield Feature(kind, city.on_map(part))
    for number, site in enumerate(site for site in city.sites if site.use == "railway"):
        stop = city.on_map(city.terrain.station(number))
        yield Feature({"railway": "station", "public_transport": "station"}, stop, site.name)


def _borders(city: CityPlan) -> Iterable[Feature]:
    for ward in city.wards.districts:
        for part in _polygons(ward.shape):
            tags = {"boundary": "administrative", "admin_level": "6", "type": "boundary"}
            yield Feature(tags, city.on_map(part), ward.name)
        yield Feature({"place": "suburb"}, city.on_map(ward.shape.point_on_surface()), ward.name)
    yield Feature({"place": "city"}, city.on_map(Point(0, 0)), Name("演示市", "Demo City"))
    for ward in city.wards.stations:
        name = Name(ward.name.zh.removesuffix("派出所"), ward.name.en.removesuffix(" Police Station"))
        yield Feature({"place": "quarter"}, city.on_map(ward.shape.centroid), name)


def _villages(city: CityPlan) -> Iterable[Feature]:
    chance = city.frame.chance("villages")
    names = Names(chance)
    lots = [block.shape for block in city.free if block.style == "village"]
    for lot in lots[::VILLAGE_LOTS]:
        yield Feature({"place": "village"}, city.on_map(lot.centroid), names.village())


def _streetside(city: CityPlan) -> Iterable[Feature]:
    for tags, place, name in house_numbers(city.frame, city.network):
        yield Feature(tags, place, name)
    for tags, place, name in shops(city.frame, city.network, city.frame.chance("shops")):
        yield Feature(tags, place, name)


def street_tags(street: Street) -> dict[str, str]:
    """What a map says of a street."""
    tags = {"highway": street.kind}
    if street.kind in SPEEDS:
        tags["maxspeed"] = SPEEDS[street.kind]
    if street.one_way:
        tags["oneway"] = "yes"
    return tags
