"""The made-up city: the same for the same seed, whole, and planned as a police would want it."""

from collections import Counter
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from zones.demo_city import CityPlan, SizeName, plan, write_city
from zones.demo_city.force import Force
from zones.demo_city.frame import LAT_DEGREE_M
from zones.vocabulary import PointKind, Ring, ZoneClass

SEED = 1
FOR_CARS = {"motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary", "residential", "unclassified"}


@pytest.fixture(scope="module")
def small() -> CityPlan:
    return plan(SizeName.SMALL, SEED)


def written(plan: CityPlan, path: Path) -> bytes:
    write_city(plan, path)
    return path.read_bytes()


def test_the_same_seed_gives_the_same_file_byte_for_byte(small: CityPlan, tmp_path: Path) -> None:
    again = plan(SizeName.SMALL, SEED)
    assert written(small, tmp_path / "one.osm.pbf") == written(again, tmp_path / "two.osm.pbf")


def test_another_seed_gives_another_city(small: CityPlan) -> None:
    other = plan(SizeName.SMALL, SEED + 1)
    assert other.network.places.shape != small.network.places.shape
    assert other.box != small.box


def test_a_size_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="huge"):
        plan("huge", SEED)


def test_a_city_is_as_large_as_it_says(small: CityPlan, city: CityPlan) -> None:
    assert 2_000 < len(small.network.places) < 5_000
    assert 30_000 < len(city.network.places) < 60_000
    height_m = (city.box[3] - city.box[1]) * LAT_DEGREE_M
    assert 11_000 < height_m < 14_000


def test_nearly_every_street_reaches_every_other(city: CityPlan) -> None:
    """By car, the directions of one-way streets left aside; engines see to those."""
    group = np.arange(len(city.network.places))

    def top(node: int) -> int:
        while group[node] != node:
            group[node] = group[group[node]]
            node = group[node]
        return node

    roads = [road for road in city.network.roads if road.street.kind in FOR_CARS]
    for road in roads:
        for node in road.nodes[1:]:
            group[top(node)] = top(road.nodes[0])
    sizes = Counter(top(node) for road in roads for node in road.nodes)
    assert max(sizes.values()) / sizes.total() > 0.99


def test_the_river_is_crossed_on_bridges_alone(city: CityPlan) -> None:
    water = city.terrain.river_water
    roads = city.network.roads
    lines = {
        bridge: np.array(
            [shapely.LineString(city.network.board[road.nodes]) for road in roads if road.bridge is bridge]
        )
        for bridge in (True, False)
    }
    assert shapely.intersects(lines[True], water).sum() >= 6
    assert not shapely.intersects(lines[False], water).any()


def test_the_file_holds_what_a_map_needs(small: CityPlan, tmp_path: Path) -> None:
    write_city(small, tmp_path / "small.osm.pbf")
    tags: Counter[str] = Counter()
    named: set[str] = set()
    for thing in osmium.FileProcessor(str(tmp_path / "small.osm.pbf")):
        tags.update({f"{key}={value}" for key, value in thing.tags} | {key for key, _value in thing.tags})
        named.add(thing.tags.get("name", ""))
    for wanted in (
        "highway=primary", "highway=residential", "highway=footway", "bridge=yes", "oneway=yes", "waterway=river",
        "natural=water", "leisure=park", "railway=rail", "railway=station", "building", "amenity=hospital",
        "amenity=school", "amenity=university", "amenity=police", "shop=mall", "place=square",
        "boundary=administrative",
        "addr:housenumber", "landuse=residential", "name:en",
    ):  # fmt: skip
        assert tags[wanted], wanted
    assert {"人民东路", "解放北路", "第一人民医院", "人民广场", "城中区"} <= named
    assert tags["amenity=police"] == 12


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_guard_of_a_city_is_complete(seed: int) -> None:
    small = plan(SizeName.SMALL, seed)
    assert len(small.wards.districts) == 3
    assert len(small.wards.stations) == 12
    zones = small.guard.zones
    assert Counter((zone.zone_class, zone.ring) for zone in zones) == Counter(
        (zone_class, ring) for zone_class in ZoneClass for ring in Ring
    )
    assert len(small.guard.points) == 56
    assert {point.kind for point in small.guard.points} == set(PointKind)
    units = Force(small.wards).units
    assert len(units) == 60
    assert sum(unit.kind.template == "armed" for unit in units) == 13
    assert len({person for unit in units for person in unit.crew}) == sum(len(unit.crew) for unit in units)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_ring_lies_in_the_next_one(seed: int) -> None:
    small = plan(SizeName.SMALL, seed)
    shapes = {zone.code: small.on_map(zone.shape) for zone in small.guard.zones}
    for zone in small.guard.zones:
        assert shapes[zone.code].is_valid
        assert not zone.parent or shapes[zone.parent].contains_properly(shapes[zone.code]), zone.code


def test_beats_tile_their_district(small: CityPlan) -> None:
    for district in small.wards.districts:
        whole = small.on_map(district.shape)
        beats = [small.on_map(beat.shape) for beat in small.wards.beats if beat.code.startswith(district.code)]
        assert shapely.union_all(beats).symmetric_difference(whole).area < 1e-3 * whole.area
        assert sum(beat.area for beat in beats) == pytest.approx(whole.area, rel=1e-6)


def test_districts_tile_the_city(small: CityPlan) -> None:
    shapes = [district.shape for district in small.wards.districts]
    assert sum(shape.area for shape in shapes) == pytest.approx(small.frame.board.area, rel=1e-6)


def test_every_point_lies_on_a_street_and_in_its_zone(small: CityPlan) -> None:
    streets = shapely.MultiPoint(small.network.board)
    shapes = {zone.code: zone.shape for zone in small.guard.zones}
    for point in small.guard.points:
        assert point.place.distance(streets) < 50
        assert not point.zone or shapes[point.zone].covers(point.place)
