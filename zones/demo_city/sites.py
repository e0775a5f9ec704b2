"""The places that everybody knows: where the government sits, hospitals, schools, malls, parks, stations."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from zones.demo_city.blocks import HECTARE, Block
from zones.demo_city.frame import Frame, Metres
from zones.demo_city.land import Land, quarter_of
from zones.demo_city.names import Name, Names, numeral
from zones.demo_city.terrain import Terrain
from zones.demo_city.wards import Ward, Wards
from zones.vocabulary import ZoneClass

HOSPITALS = [
    ("第一人民医院", "First People's Hospital", 0.1, 0.09),
    ("中医院", "Hospital of Chinese Medicine", -0.3, 0.3),
    ("妇幼保健院", "Mother and Child Hospital", 0.35, -0.15),
    ("第二人民医院", "Second People's Hospital", 0.15, -0.6),
    ("第三人民医院", "Third People's Hospital", -0.45, -0.35),
    ("东城医院", "East City Hospital", 0.68, 0.35),
]
MALLS = [
    ("人民商场", "People's Department Store", -0.05, -0.06),
    ("城中购物中心", "City Centre Mall", 0.13, -0.06),
    ("滨河购物中心", "Riverside Mall", 0.02, -0.32),
    ("城东购物广场", "East City Plaza", 0.47, 0.05),
    ("江南购物中心", "Jiangnan Mall", -0.05, -0.62),
    ("西湖购物广场", "West Lake Plaza", -0.33, 0.1),
]
SINGLE = [
    ("museum", "博物馆", "Museum", -0.08, 0.3),
    ("library", "图书馆", "Library", 0.08, 0.36),
    ("stadium", "体育中心", "Sports Centre", 0.36, 0.42),
    ("bus_station", "长途汽车站", "Coach Station", 0.12, 0.5),
    ("fire_station", "消防救援站", "Fire Station", -0.15, 0.13),
    ("fire_station", "江南消防救援站", "Jiangnan Fire Station", 0.1, -0.68),
    ("market", "农贸市场", "Farmers' Market", -0.1, 0.08),
    ("market", "城东农贸市场", "East Farmers' Market", 0.55, -0.22),
    ("theatre", "大剧院", "Grand Theatre", 0.2, -0.25),
]
GREEN_NAMES = {
    "scenic": Name("西湖风景区", "West Lake Scenic Area"),
    "garden": Name("人民公园", "People's Park"),
    "campus": Name("理工大学", "University of Technology"),
}
LAKE_NAMES = {
    "scenic": Name("西湖", "West Lake"),
    "garden": Name("月牙湖", "Crescent Lake"),
    "campus": Name("未名湖", "Campus Lake"),
}


@dataclass(frozen=True)
class Site:
    """A place with a use, a name and its ground on the board. `zone` is the class of zone it would be the core of."""

    use: str
    name: Name
    shape: Polygon
    zone: ZoneClass | None = None


ZONE_CLASSES = {
    "government": ZoneClass.GOVERNMENT,
    "railway": ZoneClass.STATION,
    "scenic": ZoneClass.SCENIC,
    "mall": ZoneClass.COMMERCIAL,
    "hospital": ZoneClass.MEDICAL,
    "school": ZoneClass.SCHOOL,
    "campus": ZoneClass.SCHOOL,
}


class Lots:
    """Blocks that are still free."""

    def __init__(self, frame: Frame, blocks: list[Block]) -> None:
        self._half = frame.size.half_m
        self._grain = frame.size.grain
        self._blocks = blocks
        shapes = np.array([block.shape for block in blocks])
        self._middles = shapely.get_coordinates(shapely.point_on_surface(shapes))
        self._areas = shapely.area(shapes)
        self._is_free = np.ones(len(blocks), dtype=bool)

    def take(self, place: Metres, low_ha: float, high_ha: float) -> Polygon:
        """The nearest free block of about that size; whatever is nearest where there is none."""
        low, high = low_ha * self._grain * HECTARE, high_ha * self._grain * HECTARE
        fitting = self._is_free & (self._areas >= low) & (self._areas <= high)
        away = np.hypot(*(self._middles - np.array(place)).T)
        number = int(np.argmin(np.where(fitting if fitting.any() else self._is_free, away, np.inf)))
        self._is_free[number] = False
        return self._blocks[number].shape

    def near(self, u: float, v: float, low_ha: float, high_ha: float) -> Polygon:
        """As `take`, with the place in parts of half a side."""
        return self.take((u * self._half, v * self._half), low_ha, high_ha)

    @property
    def free(self) -> list[Block]:
        return [block for block, free in zip(self._blocks, self._is_free, strict=True) if free]


def choose_sites(
    frame: Frame, terrain: Terrain, land: Land, wards: Wards, names: Names
) -> tuple[list[Site], list[Block]]:
    """The sites, and the blocks that are left for homes and work."""
    lots, chance = Lots(frame, land.blocks), frame.chance("sites")
    sites = [
        *_first(lots),
        *_railway(lots, terrain),
        *[Site("hospital", Name(zh, en), lots.near(u, v, 1.2, 6), ZoneClass.MEDICAL) for zh, en, u, v in HOSPITALS],
        *[Site("mall", Name(zh, en), lots.near(u, v, 0.7, 4), ZoneClass.COMMERCIAL) for zh, en, u, v in MALLS],
        *[Site(use, Name(zh, en), lots.near(u, v, 0.8, 6)) for use, zh, en, u, v in SINGLE],
        *_greens(land),
        *[_police(lots, ward, frame.board.buffer(-0.3 * frame.size.half_m)) for ward in wards.stations],
    ]
    sites += _schools(frame, lots, chance)
    sites += _parks(frame, lots, chance, names)
    return sites, lots.free


def _first(lots: Lots) -> Iterator[Site]:
    yield Site("square", Name("人民广场", "People's Square"), lots.near(0.02, 0.02, 0.8, 4))
    yield Site("government", Name("市人民政府", "City Government"), lots.near(0.03, 0.38, 1.5, 7), ZoneClass.GOVERNMENT)
    yield Site("square", Name("市民广场", "Citizens' Square"), lots.near(0.03, 0.36, 1.5, 7))
    yield Site("townhall", Name("政务服务中心", "Civic Service Centre"), lots.near(0.05, 0.39, 1.5, 7))


def _railway(lots: Lots, terrain: Terrain) -> Iterator[Site]:
    for number, name in enumerate((Name("火车站", "Railway Station"), Name("高铁东站", "East Railway Station"))):
        place = terrain.station(number)
        shape = lots.take((place.x, place.y), 1.0, 9)
        yield Site("railway", name, shape, ZoneClass.STATION)


def _greens(land: Land) -> Iterator[Site]:
    for use, shape in land.greens.items():
        yield Site(use, GREEN_NAMES[use], shape, ZONE_CLASSES.get(use))


def _police(lots: Lots, ward: Ward, in_town: Any) -> Site:
    """Where most people of the ward live: nearer to the middle of the city than its own middle."""
    near = ward.shape.intersection(in_town)
    place = (ward.shape if near.is_empty else near).point_on_surface()
    return Site("police", ward.name, lots.take((place.x, place.y), 0.3, 4))


def _schools(frame: Frame, lots: Lots, chance: Random) -> Iterator[Site]:
    """Numbered middle schools, experimental and numbered primary schools, all over the city."""
    for number, place in enumerate(_spread(frame, chance, frame.size.schools)):
        order = number // 2 + 1
        if number % 2:
            name = Name(f"第{numeral(order)}中学", f"No. {order} Middle School")
        else:
            name = Name(f"第{numeral(order)}小学", f"No. {order} Primary School")
        yield Site("school", name, lots.take(place, 1.0, 5), ZoneClass.SCHOOL)


def _parks(frame: Frame, lots: Lots, chance: Random, names: Names) -> Iterator[Site]:
    for place in _spread(frame, chance, frame.size.parks):
        stem = names.estate()
        yield Site("park", Name(f"{stem.zh[:2]}公园", f"{stem.en.split()[0]} Park"), lots.take(place, 0.6, 4))


def _spread(frame: Frame, chance: Random, count: int) -> list[Metres]:
    """Places in the city proper, far from each other, the first ones near the middle."""
    reach = frame.size.half_m * (0.78 if frame.size.fast else 0.95)
    golden = math.pi * (3 - math.sqrt(5))
    return [
        (
            reach * math.sqrt((number + 0.5) / count) * math.cos(number * golden) + chance.uniform(-60, 60),
            reach * math.sqrt((number + 0.5) / count) * math.sin(number * golden) + chance.uniform(-60, 60),
        )
        for number in range(count)
    ]


def use_of(frame: Frame, block: Block, chance: Random) -> str:
    """What stands on an ordinary block."""
    if block.style in ("village", "campus"):
        return block.style
    if block.style == "country":
        return chance.choices(("farmland", "orchard", "forest"), (6, 1, 1))[0]
    if block.style == "factories":
        return "factories" if chance.random() < 0.8 else "estate"
    quarter = quarter_of(frame, block.shape.centroid)
    work = {"old": 0.25, "inner": 0.18}.get(quarter, 0.08)
    if chance.random() < work:
        return "offices"
    return "courts" if quarter == "old" else "estate"
