"""Places of a small town are found by name, and named by place."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from patrol.models import Organization
from tests.zones.gazetteer.conftest import SOUTH, WEST, write_town
from zones.gazetteer import FoundPlace, build_places, find_places, name_of_place
from zones.models import Place, Zone, ZoneVersion
from zones.vocabulary import PlaceKind

pytestmark = pytest.mark.django_db

TOWN = (WEST + 0.01, SOUTH)
NORTH = (WEST + 0.005, SOUTH + 0.1)


def found(text: str, *, near: tuple[float, float] | None = TOWN, paths: tuple[str, ...] = ()) -> list[FoundPlace]:
    return find_places(text, near=near, limit=10, paths=paths)


def first(text: str, **how: object) -> str:
    return found(text, **how)[0].name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("人民路", "人民路"),
        ("人民", "人民路"),
        ("renminlu", "人民路"),
        ("rml", "人民路"),
        ("任民路", "人民路"),
        ("renminglu", "人民路"),
        ("Renmin Road", "人民路"),
        ("医院", "第一人民医院"),
        ("dyrmyy", "第一人民医院"),
        ("chongqing", "重庆路"),
        ("naito", "Southwest Naito Parkway"),
        ("sw niato pkwy", "Southwest Naito Parkway"),
        ("sothwest nai", "Southwest Naito Parkway"),
        ("Front St", "Southwest Naito Parkway"),
        ("中山", "中山公园"),
        ("育才", "育才小学"),
        ("城东", "城东"),
    ],
)
def test_a_name_is_found_whatever_way_it_is_typed(town: int, typed: str, name: str) -> None:
    assert first(typed) == name


@pytest.mark.parametrize(
    "typed", ["人民路与解放路路口", "解放路/人民路", "jiefang renmin", "解放路人民路", "人民路和解防路"]
)
def test_a_crossing_is_found_in_either_order(town: int, typed: str) -> None:
    (crossing,) = [place for place in found(typed) if place.kind == PlaceKind.CROSSING]
    assert crossing.name == "人民路与解放路路口"
    assert crossing.name_en == "Renmin Road / Jiefang Road"
    assert (crossing.lon, crossing.lat) == pytest.approx((WEST + 0.01, SOUTH))


def test_ways_of_one_name_that_lie_together_are_one_street_and_others_are_another(town: int) -> None:
    streets = Place.objects.filter(kind=PlaceKind.STREET.value, name="人民路").order_by("-length_m")
    assert [round(street.length_m or 0, -2) for street in streets] == [1800, 900]
    assert [street.area for street in streets] == ["城东", "城北"]
    assert streets[0].point.y == pytest.approx(SOUTH)
    assert WEST < streets[0].point.x < WEST + 0.02


def test_of_two_streets_of_one_name_the_nearer_comes_first(town: int) -> None:
    assert [place.area for place in found("人民路")][:2] == ["城东", "城北"]
    assert [place.area for place in found("人民路", near=NORTH)][:2] == ["城北", "城东"]
    assert found("人民路", near=None)[0].distance_m is None
    assert found("人民路", near=NORTH)[0].distance_m == pytest.approx(0, abs=100)


def test_a_street_comes_before_a_nearer_shop_that_is_named_after_it(town: int) -> None:
    names = [place.name for place in found("renmin")]
    assert names[0] == "人民路"
    assert names.index("人民超市") > max(at for at, name in enumerate(names) if name == "人民路")


def test_a_house_is_found_by_its_number_and_an_unknown_number_leads_to_the_street(town: int) -> None:
    house = found("福州路123号")[0]
    assert (house.kind, house.name, house.missing_number) == (PlaceKind.ADDRESS, "福州路123号", "")
    street = found("福州路999号")[0]
    assert (street.kind, street.name, street.missing_number) == (PlaceKind.STREET, "福州路", "999")
    assert found("fuzhoulu 121")[0].name == "福州路121号"
    assert found("福州")[0].kind == PlaceKind.STREET


def test_a_street_known_by_its_houses_alone_is_found(town: int) -> None:
    assert [place.name for place in found("14 Main St")][:1] == ["14 Main Street"]
    assert found("Main Street")[0].kind == PlaceKind.STREET


def test_nothing_is_found_by_signs_or_by_what_is_nowhere(town: int) -> None:
    assert found("// !") == []
    assert found("zzzzqqq") == []
    assert found("Nowhere Lane") == []


def test_a_search_asks_the_database_a_few_times_at_most(town: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found("人民路")
    assert len(asked) <= 5


@pytest.fixture
def zone(bureau: Organization, now: datetime) -> Zone:
    zone = Zone.objects.create(code="GOV-7", name="政府街防区", organization=bureau)
    shape = MultiPolygon(Polygon.from_bbox((WEST, SOUTH, WEST + 0.01, SOUTH + 0.01)), srid=4326)
    ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)
    return zone


def test_a_zone_is_found_by_name_code_and_pinyin_by_those_who_see_it(
    zone: Zone, bureau: Organization, elsewhere: Organization
) -> None:
    ours, theirs = (bureau.path or "",), (elsewhere.path or "",)
    for typed in ("政府街", "GOV-7", "zhengfujie", "zfjfq"):
        (place,) = found(typed, paths=ours)
        assert (place.kind, place.name) == (PlaceKind.ZONE, "政府街防区")
        assert WEST < place.lon < WEST + 0.01
        assert found(typed, paths=theirs) == []


@pytest.mark.parametrize(
    ("lon", "lat", "name", "metres"),
    [
        (WEST + 0.0101, SOUTH + 0.00005, "人民路与解放路路口", 10),
        (WEST + 0.015, SOUTH + 0.0004, "人民路", 44),
        (WEST + 0.006, SOUTH + 0.0203, "福州路123号", 11),
        (WEST + 0.005, SOUTH + 0.0040, "第一人民医院", 222),
    ],
)
def test_a_place_is_named_by_what_is_nearest(town: int, lon: float, lat: float, name: str, metres: float) -> None:
    place = name_of_place(lon, lat)
    assert place is not None
    assert place.name == name
    assert place.distance_m == pytest.approx(metres, abs=3)


def test_the_open_sea_has_no_name(town: int) -> None:
    assert name_of_place(0.0, 0.0) is None


def test_another_map_takes_the_place_of_the_old_one_or_leaves_it_untouched(
    town: int, tmp_path: Path, build_from: Callable[[Path], int]
) -> None:
    torn = tmp_path / "torn.osm.pbf"
    torn.write_bytes(write_town(tmp_path / "whole.osm.pbf").read_bytes()[:200])
    with pytest.raises(RuntimeError), transaction.atomic():
        build_places(source=torn, say=lambda line: None)
    assert Place.objects.count() == town
    assert build_from(tmp_path / "whole.osm.pbf") == town
    assert Place.objects.count() == town
