"""Zones and beats: which ground a place lies in, who sees it, how it comes from files and changes."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

from patrol.models import JournalEntry, Organization, User
from patrol.services import create_first_administrator
from patrol.vocabulary import Role
from zones.datum import Datum, from_wgs84
from zones.models import Beat, MapImport, Zone, ZoneVersion
from zones.selectors import ground_at, inside_any_zone
from zones.services import Outcome, ShapeImport, import_beats, import_zones

pytestmark = pytest.mark.django_db

LON, LAT = 117.0, 36.6
Ring = list[list[float]]


def square(west: float, south: float, size: float) -> Ring:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: object, *rings: Ring, **properties: object) -> dict[str, object]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"code": code, "name": f"Zone {code}", **properties}, "geometry": geometry}


def collection(*features: object, crs: str = "") -> bytes:
    body: dict[str, object] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        body["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(body).encode()


BOW_TIE = [[LON, LAT], [LON + 0.1, LAT + 0.1], [LON + 0.1, LAT], [LON, LAT + 0.1], [LON, LAT]]


@pytest.fixture
def load(bureau: Organization, dispatcher: User, now: datetime) -> Callable[..., ShapeImport]:
    """`load(content, at=..., datum=..., mend=..., into=import_beats)`: import for the bureau."""

    def import_(
        content: bytes,
        *,
        at: datetime = now,
        datum: Datum = Datum.WGS84,
        mend: bool = False,
        into: Callable[..., ShapeImport] = import_zones,
        organization: Organization = bureau,
    ) -> ShapeImport:
        with translation.override("en"):
            return into(
                content=content,
                datum=datum,
                code_field="code",
                name_field="name",
                mend=mend,
                organization_id=organization.pk,
                by=dispatcher,
                at=at,
            )

    return import_


def zone_at(lon: float, lat: float) -> str | None:
    version = ground_at(lon, lat).zone_version
    return version.zone.code if version else None


def test_a_place_lies_in_its_zone_and_its_beat_borders_included(load: Callable[..., ShapeImport]) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1))))
    load(collection(feature("B", square(LON, LAT, 0.05))), into=import_beats)

    ground = ground_at(LON + 0.01, LAT + 0.01)
    assert ground.zone_version is not None
    assert ground.beat_version is not None
    assert (ground.zone_version.zone.code, ground.beat_version.beat.code) == ("Z", "B")
    assert zone_at(LON, LAT) == "Z"
    assert zone_at(LON + 0.1, LAT + 0.05) == "Z"
    assert ground_at(LON + 0.07, LAT + 0.07).beat_version is None
    assert zone_at(LON - 0.0001, LAT) is None
    assert not inside_any_zone(LON - 0.0001, LAT)


def test_a_hole_is_not_in_the_zone(load: Callable[..., ShapeImport]) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1), square(LON + 0.04, LAT + 0.04, 0.02))))
    assert zone_at(LON + 0.05, LAT + 0.05) is None
    assert zone_at(LON + 0.04, LAT + 0.05) == "Z"


def test_of_overlapping_zones_the_smallest_is_meant_then_the_more_urgent_then_the_first_code(
    load: Callable[..., ShapeImport],
) -> None:
    load(
        collection(
            feature("A-wide", square(LON, LAT, 0.2), priority=1),
            feature("D", square(LON, LAT, 0.1), priority=2),
            feature("C", square(LON, LAT, 0.1), priority=2),
            feature("B", square(LON, LAT, 0.1), priority=3),
        )
    )
    assert zone_at(LON + 0.05, LAT + 0.05) == "C"
    assert zone_at(LON + 0.15, LAT + 0.15) == "A-wide"


def test_a_changed_shape_gets_a_new_version_and_what_happened_keeps_the_old_one(
    load: Callable[..., ShapeImport], now: datetime
) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1)), feature("Y", square(LON + 1, LAT, 0.1))))
    before = ground_at(LON + 0.05, LAT + 0.05).zone_version
    assert before is not None

    later = now + timedelta(days=1)
    done = load(
        collection(feature("Z", square(LON + 0.5, LAT, 0.1)), feature("Y", square(LON + 1, LAT, 0.1))), at=later
    )

    assert done.tally == {Outcome.RESHAPED: 1, Outcome.UNCHANGED: 1}
    assert zone_at(LON + 0.05, LAT + 0.05) is None
    assert zone_at(LON + 0.55, LAT + 0.05) == "Z"
    old = ZoneVersion.objects.get(pk=before.pk)
    assert (old.number, old.valid_to, old.shape.equals(before.shape)) == (1, later, True)
    new = ZoneVersion.objects.get(zone__code="Z", valid_to=None)
    assert (new.number, new.valid_from) == (2, later)
    assert JournalEntry.objects.filter(kind="zone.reshaped").get().data["version"] == 2


def test_the_same_file_again_changes_nothing_even_if_its_rings_begin_elsewhere(
    load: Callable[..., ShapeImport], now: datetime
) -> None:
    ring = square(LON, LAT, 0.1)
    load(collection(feature("Z", ring)))
    turned = [*ring[2:], ring[1], ring[2]]
    done = load(collection(feature("Z", turned)), at=now + timedelta(days=1))

    assert done.tally == {Outcome.UNCHANGED: 1}
    assert JournalEntry.objects.filter(subject_label="zones.zone").count() == 1


def test_a_new_name_or_class_keeps_the_shape(load: Callable[..., ShapeImport], now: datetime) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1), zone_class="school", ring=1)))
    done = load(collection(feature("Z", square(LON, LAT, 0.1), name="Renamed", ring=2)), at=now + timedelta(days=1))

    zone = Zone.objects.get()
    assert done.tally == {Outcome.CHANGED: 1}
    assert (zone.name, zone.zone_class, zone.ring, zone.versions.count()) == ("Renamed", "school", 2, 1)


def test_gcj02_is_converted_once_at_the_edge(load: Callable[..., ShapeImport]) -> None:
    ring = [list(from_wgs84(lon, lat, Datum.GCJ02)) for lon, lat in square(LON, LAT, 0.1)]
    load(collection(feature("Z", ring)), datum=Datum.GCJ02)

    west, south, east, north = ZoneVersion.objects.get().shape.extent
    assert [west, south, east, north] == pytest.approx([LON, LAT, LON + 0.1, LAT + 0.1], abs=1e-8)


FAULTS = {
    "a broken ring": ([feature("Z", BOW_TIE)], "broken"),
    "no code": ([feature(None, square(LON, LAT, 0.1))], "nothing under “code”"),
    "a code twice": ([feature("Z", square(LON, LAT, 0.1)), feature("Z", square(LON, LAT, 0.2))], "feature 2 already"),
    "a long code": ([feature("Z" * 65, square(LON, LAT, 0.1))], "too long"),
    "metres": ([feature("Z", square(7_600_000, 680_000, 100))], "no degrees"),
    "latitude first": ([feature("Z", square(LAT, LON, 0.1))], "no degrees"),
    "an open ring": ([feature("Z", square(LON, LAT, 0.1)[:3])], "cannot be read"),
    "no ring": ([feature("Z")], "empty"),
    "words for numbers": ([feature("Z", [["a", "b"]] * 4)], "cannot be read"),
    "a point": ([{"type": "Feature", "properties": {"code": "Z"}, "geometry": {"type": "Point"}}], "nothing under"),
    "no geometry": ([feature("Z") | {"geometry": None}], "no Polygon"),
    "no feature": (["text"], "no feature"),
    "an odd class": ([feature("Z", square(LON, LAT, 0.1), zone_class="casino")], "zone_class"),
    "an odd ring": ([feature("Z", square(LON, LAT, 0.1), ring=4)], "ring is"),
    "an odd priority": ([feature("Z", square(LON, LAT, 0.1), priority="high")], "priority"),
}


@pytest.mark.parametrize(("features", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_by_feature_and_nothing_is_kept(
    load: Callable[..., ShapeImport], features: list[object], words: str
) -> None:
    done = load(collection(feature("GOOD", square(LON, LAT, 0.3)), *features))

    assert [fault.feature for fault in done.faults] == [len(features) + 1]
    assert words in str(done.faults[0].what)
    assert not done.kept
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no GeoJSON"),
        (b"code,name\n", "no GeoJSON"),
        (b"\xff\xfe", "no GeoJSON"),
        (b"[1, 2]", "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no feature in it"),
        (b"[" * 100_000, "no GeoJSON"),
    ],
)
def test_a_file_that_is_no_geojson_gets_a_clear_answer(
    load: Callable[..., ShapeImport], content: bytes, words: str
) -> None:
    done = load(content)
    assert [(fault.feature, words in str(fault.what)) for fault in done.faults] == [(0, True)]


def test_a_file_in_another_projection_is_refused(load: Callable[..., ShapeImport]) -> None:
    done = load(collection(feature("Z", square(LON, LAT, 0.1)), crs="urn:ogc:def:crs:EPSG::3857"))
    assert "Convert it" in str(done.faults[0].what)


def test_a_file_that_calls_itself_cgcs2000_is_not_taken_for_gcj02(load: Callable[..., ShapeImport]) -> None:
    content = collection(feature("Z", square(LON, LAT, 0.1)), crs="urn:ogc:def:crs:EPSG::4490")
    assert not load(content, datum=Datum.GCJ02).kept
    assert load(content).kept


def test_a_broken_ring_can_be_mended_and_is_named(load: Callable[..., ShapeImport]) -> None:
    done = load(collection(feature("Z", BOW_TIE)), mend=True)
    assert (done.kept, done.mended) == (True, ["Z"])
    assert ZoneVersion.objects.get().shape.valid
    assert zone_at(LON + 0.01, LAT + 0.05) == "Z"


def test_a_code_of_another_bureau_is_not_taken_over(
    load: Callable[..., ShapeImport], elsewhere: Organization, now: datetime
) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1))))
    done = load(collection(feature("Z", square(LON, LAT, 0.2))), organization=elsewhere, at=now + timedelta(days=1))
    assert "belongs to" in str(done.faults[0].what)
    assert Zone.objects.get().organization.code == "BUREAU"


def test_a_beat_is_versioned_like_a_zone(load: Callable[..., ShapeImport], now: datetime) -> None:
    load(collection(feature(510.0, square(LON, LAT, 0.1))), into=import_beats)
    load(collection(feature(510, square(LON, LAT, 0.2))), into=import_beats, at=now + timedelta(days=1))
    assert list(Beat.objects.get(code="510").versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_command_refuses_a_file_without_its_datum_and_says_why(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "zones.geojson"), "--organization", "BUREAU", "--code-field", "code"]
    with pytest.raises(CommandError, match="GCJ-02 call themselves WGS-84"):
        call_command("import_zones", *arguments)
    with pytest.raises(CommandError, match="tokyo"):
        call_command("import_zones", *arguments, "--datum", "tokyo")


def test_the_command_imports_for_whoever_plans_there(
    bureau: Organization, outsider: User, tmp_path: Path, capsys: pytest.CaptureFixture[str], now: datetime
) -> None:
    path = tmp_path / "zones.geojson"
    path.write_bytes(collection(feature("Z", square(LON, LAT, 0.1)), feature("Y", BOW_TIE)))
    arguments = [str(path), "--datum", "WGS-84", "--organization", "BUREAU", "--code-field", "code"]
    with pytest.raises(CommandError, match="first administrator"):
        call_command("import_zones", *arguments)
    with pytest.raises(CommandError, match="may not import"):
        call_command("import_zones", *arguments, "--by", "outsider")

    create_first_administrator(username="first", password="Lamp-post-under-rain-4", at=now)
    with pytest.raises(CommandError, match="nothing was kept"):
        call_command("import_zones", *arguments)
    assert "feature 2 Y" in capsys.readouterr().err
    call_command("import_zones", *arguments, "--mend")
    assert "Imported: 2 created" in capsys.readouterr().out
    assert Zone.objects.get(code="Z").name == "Z"


def draw(code: str, organization: Organization, at: datetime) -> Zone:
    zone = Zone.objects.create(code=code, name=code, organization=organization)
    shape = MultiPolygon(Polygon.from_bbox((LON, LAT, LON + 0.1, LAT + 0.1)))
    zone.versions.create(number=1, shape=shape, valid_from=at)
    return zone


def codes(client: Client, user: User) -> set[str]:
    client.force_login(user)
    answer = client.get("/api/zones")
    assert answer.status_code == 200
    return {one["properties"]["code"] for one in answer.json()["features"]}


def test_everybody_sees_the_own_ground_and_the_bureaus_above_it_alone(
    client: Client,
    bureau: Organization,
    station: Organization,
    elsewhere: Organization,
    dispatcher: User,
    officer: User,
    outsider: User,
    now: datetime,
) -> None:
    for code, organization in {"city": bureau, "station": station, "far": elsewhere}.items():
        draw(code, organization, now)
    assert codes(client, dispatcher) == {"city", "station"}
    assert codes(client, officer) == {"city", "station"}
    assert codes(client, outsider) == {"far"}


def test_without_a_role_the_ground_is_refused(
    client: Client, bureau: Organization, make_person: Callable[..., User]
) -> None:
    assert client.get("/api/zones").status_code == 401
    client.force_login(make_person(bureau))
    assert client.get("/api/zones").json()["code"] == "not_permitted"


def test_the_ground_is_geojson_and_answers_304_until_it_changes(
    dispatcher: User, load: Callable[..., ShapeImport], now: datetime
) -> None:
    load(collection(feature("Z", square(LON, LAT, 0.1), zone_class="scenic", ring=1, priority=2)))
    load(collection(feature("B", square(LON, LAT, 0.1))), into=import_beats)
    client = APIClient()
    client.force_authenticate(dispatcher)

    first = client.get("/api/zones")
    zone, beat = first.json()["features"]
    assert zone["geometry"]["type"] == "MultiPolygon"
    assert zone["properties"] == {
        "kind": "zone",
        "code": "Z",
        "name": "Zone Z",
        "zone_class": "scenic",
        "ring": 1,
        "priority": 2,
        "parent": None,
        "starts_at": None,
        "ends_at": None,
        "direct_report": False,
        "in_force": True,
        "organization": "BUREAU",
        "may_edit": False,
        "version": 1,
    }
    assert beat["properties"]["kind"] == "beat"
    again = client.get("/api/zones", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    load(collection(feature("Z", square(LON, LAT, 0.2))), at=now + timedelta(days=1))
    assert client.get("/api/zones", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_ground_names_the_map_under_it_so_that_open_pages_draw_another_one(
    client: Client, dispatcher: User, now: datetime
) -> None:
    client.force_login(dispatcher)
    first = client.get("/api/zones")
    assert first.json()["map"] == {"version": None, "box": None}
    MapImport.objects.create(file_name="city.osm.pbf", imported_at=now, version="v1", box=[1, 2, 3, 4], counts={})
    then = client.get("/api/zones", headers={"If-None-Match": first["ETag"]})
    assert (then.status_code, then.json()["map"]["box"]) == (200, [1, 2, 3, 4])
    assert "v1" in then.json()["map"]["version"]


def test_the_ground_takes_few_queries_however_many_zones(
    dispatcher: User, bureau: Organization, now: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        draw(f"Z{number}", bureau, now)
    client = APIClient()
    client.force_authenticate(dispatcher)
    with django_assert_max_num_queries(12):
        client.get("/api/zones")


def test_a_retired_zone_is_no_ground(
    client: Client, dispatcher: User, bureau: Organization, make_person: Callable[..., User], now: datetime
) -> None:
    Zone.objects.filter(pk=draw("Z", bureau, now).pk).update(retired_at=now)
    assert codes(client, dispatcher) == set()
    assert codes(client, make_person(bureau, Role.SUPERVISOR)) == set()
    assert ground_at(LON + 0.05, LAT + 0.05).zone_version is None
