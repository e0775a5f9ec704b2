"""Real roads with their real dirt; skipped where PATROL_REAL_DATA is not set."""

import csv
import gzip
import random

import pytest

from patrol.vocabulary import TravelMode
from zones.routing import metres_to_main_roads, road_engine
from zones.routing.build import UnreadableMap, import_roads

from .conftest import AT, no_words

pytestmark = pytest.mark.real_data


@pytest.fixture
def city(san_francisco_roads, settings):
    settings.ROADS_DIR = san_francisco_roads


def places_in_san_francisco(count):
    dice = random.Random(12)
    return [(dice.uniform(-122.50, -122.40), dice.uniform(37.74, 37.80)) for _ in range(count)]


def test_portland_is_imported_with_its_negative_node_ids(real_data, tmp_path, settings):
    settings.ROADS_DIR = tmp_path / "roads"
    source = real_data / "portland" / "roads.osm.pbf"
    manifest = import_roads(source=source, roads_dir=settings.ROADS_DIR, at=AT, say=no_words)
    assert manifest.renumbered > 0
    assert set(manifest.anchors) == set(TravelMode)


def test_jinan_is_imported_in_three_modes(real_data, tmp_path):
    source = real_data / "jinan" / "roads.osm.pbf"
    manifest = import_roads(source=source, roads_dir=tmp_path / "roads", at=AT, say=no_words)
    assert manifest.ways == 18_117
    assert manifest.box == pytest.approx((116.748, 36.536, 117.510, 37.146), abs=0.01)
    assert set(manifest.anchors) == set(TravelMode)


def test_a_city_cut_off_in_the_middle_is_refused(real_data, tmp_path):
    whole = (real_data / "jinan" / "roads.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableMap):
        import_roads(source=tmp_path / "cut.osm.pbf", roads_dir=tmp_path / "roads", at=AT, say=no_words)


@pytest.mark.parametrize("mode", TravelMode)
def test_sixty_four_units_get_the_times_of_one_asked_alone(city, mode):
    units, call = places_in_san_francisco(64), (-122.43, 37.77)
    engine = road_engine(mode)
    together = engine.times(units, call)
    alone = [engine.times([unit], call)[0] for unit in units]
    assert [travel.seconds for travel in together] == pytest.approx([travel.seconds for travel in alone], abs=0.2)
    assert [travel.metres for travel in together] == pytest.approx([travel.metres for travel in alone], abs=1)
    assert not any(travel.estimated for travel in together)


def test_a_car_is_faster_than_a_bicycle_and_a_bicycle_than_feet(city):
    units, call = places_in_san_francisco(20), (-122.43, 37.77)
    totals = [sum(t.seconds for t in road_engine(mode).times(units, call)) for mode in TravelMode]
    assert totals == sorted(totals)


def test_every_call_near_the_main_roads_is_reached_by_road_from_every_unit_near_them(city, real_data):
    with gzip.open(real_data / "san-francisco" / "police-calls.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    calls = [(float(row["lon"]), float(row["lat"])) for row in rows[::100]]
    near = [call for call in calls if within_a_hundred_metres(call)]
    units = [place for place in places_in_san_francisco(60) if within_a_hundred_metres(place)]
    assert len(near) > 100
    for call in near:
        assert all(
            travel.reachable and not travel.estimated for travel in road_engine(TravelMode.CAR).times(units, call)
        )


def within_a_hundred_metres(place):
    metres = metres_to_main_roads(place, TravelMode.CAR)
    return metres is not None and metres <= 100
