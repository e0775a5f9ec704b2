"""Imports and exports of the ground: all of a file or nothing, and everything back again."""

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from shapely.geometry import LineString, MultiPolygon, Point

from patrol.models import JournalEntry, Organization, Unit, User
from patrol.services import create_first_administrator
from patrol.vocabulary import Role
from tests.running import PATIENCE_S, somebody_waits_for_a_lock, until
from tests.zones.drawing import LAT, LON, bow_tie, pierced, same, square
from zones import services
from zones.datum import Datum
from zones.ground_file import FileFormat, OutFeature, write_file
from zones.models import Beat, Route, Zone, ZoneVersion
from zones.models import Point as PatrolPoint
from zones.selectors import EXPORTS
from zones.services import Outcome, ShapeImport

ROOT = Path(__file__).parent.parent.parent
Load = Callable[..., ShapeImport]


@pytest.fixture
def planner(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.PLANNER, username="planner")


@pytest.fixture
def load(bureau: Organization, planner: User, now: datetime) -> Load:
    """`load(services.import_zones, content)`: import for the bureau, as GeoJSON in WGS-84 unless told otherwise."""

    def bring_in(service: Load, content: bytes, *, at: datetime = now, **how: Any) -> ShapeImport:
        with translation.override("en"):
            return service(
                content=content, organization_id=bureau.pk, by=planner, at=at, **{"datum": Datum.WGS84} | how
            )

    return bring_in


def content_of(*features: tuple[str, Any, dict[str, Any]]) -> bytes:
    """GeoJSON of code, shape and further properties."""
    rows = [OutFeature({"code": code, "name": f"The {code}"} | facts, shape) for code, shape, facts in features]
    return write_file(rows, FileFormat.GEOJSON, Datum.WGS84, name="x")


def area(*where: float) -> MultiPolygon:
    return MultiPolygon([square(*where)])


def whats(done: ShapeImport) -> list[tuple[int, str, str]]:
    return [(fault.feature, fault.code, fault.what) for fault in done.faults]


@pytest.fixture
def full_ground(
    bureau: Organization, planner: User, make_unit: Callable[..., Unit], now: datetime
) -> dict[str, dict[str, Any]]:
    """A ground with one of everything; what the exports of it say, by kind and code."""
    how: dict[str, Any] = {"organization_id": bureau.pk, "by": planner, "at": now}
    unit = make_unit("巡-07")
    outer = services.create_zone(
        code="外",
        name="外围 outer",
        shape=area(0, 0, 0.2),
        zone_class="school",
        ring=3,
        ends_at=now + timedelta(9),
        **how,
    )
    core = services.create_zone(
        code="CORE", name="Ядро", shape=pierced(), zone_class="school", ring=1, priority=1, parent_id=outer.pk, **how
    )
    services.create_beat(code="B", name="巡区", shape=area(0, 0, 0.2), overlapping=True, **how)
    services.create_point(
        code="P1",
        name="岗亭",
        kind="standing",
        place=Point(LON, LAT),
        zone_id=core.pk,
        radius_m=31,
        dwell_s=61,
        max_gap_s=601,
        hours_from=datetime(2026, 1, 1, 22).time(),  # noqa: DTZ001  # a time of day
        hours_to=datetime(2026, 1, 1, 6, 30).time(),  # noqa: DTZ001  (a time of day)
        check_methods=["qr", "photo"],
        responsible_unit_id=unit.pk,
        priority=2,
        **how,
    )
    services.create_route(
        code="R1",
        name="Кольцо",
        line=LineString([(LON, LAT), (LON + 1, LAT)]),
        mode="foot",
        ring=3,
        zone_id=core.pk,
        **how,
    )
    return {kind: told(kind) for kind in EXPORTS}


def told(kind: str) -> dict[str, Any]:
    return {one.properties["code"]: one.properties for one in EXPORTS[kind](["/"])}


IMPORTS: dict[str, Load] = {
    "zones": services.import_zones,
    "beats": services.import_beats,
    "points": services.import_points,
    "routes": services.import_routes,
}


@pytest.mark.django_db
@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02, Datum.BD09])
@pytest.mark.parametrize("file_format", list(FileFormat))
def test_what_is_exported_comes_back_as_it_was(
    file_format: FileFormat, datum: Datum, full_ground: dict[str, dict[str, Any]], load: Load, now: datetime
) -> None:
    shapes = {kind: [one.geometry for one in EXPORTS[kind](["/"])] for kind in EXPORTS}
    files = {kind: write_file(EXPORTS[kind](["/"]), file_format, datum, name=kind) for kind in EXPORTS}
    for model in (PatrolPoint, Route, Zone, Beat):
        model.objects.update(retired_at=now, name="forgotten")
    Zone.objects.update(parent=None, ends_at=None)
    Beat.objects.update(overlapping=False)
    PatrolPoint.objects.update(zone=None, responsible_unit=None, radius_m=1, check_methods=["gps"], hours_from="00:00")
    for number, (kind, content) in enumerate(files.items(), start=1):
        done = load(IMPORTS[kind], content, file_format=file_format, datum=datum, at=now + timedelta(number))
        assert (whats(done), done.tally[Outcome.RESHAPED]) == ([], 0)
    assert {kind: told(kind) for kind in EXPORTS} == full_ground
    for kind, before in shapes.items():
        for one, other in zip(before, EXPORTS[kind](["/"]), strict=True):
            assert same(one, other.geometry)


@pytest.mark.django_db
def test_rings_come_in_with_what_they_lie_in_whatever_the_order(load: Load) -> None:
    inner = ("A-CORE", area(0, 0, 0.1), {"ring": 1, "parent": "Z-OUTER", "zone_class": "medical"})
    outer = ("Z-OUTER", area(0, 0, 0.2), {"ring": 3, "zone_class": "medical"})
    assert whats(load(services.import_zones, content_of(inner, outer))) == []
    assert Zone.objects.get(code="A-CORE").parent == Zone.objects.get(code="Z-OUTER")
    assert list(JournalEntry.objects.order_by("id").values_list("kind", flat=True)) == ["zone.created"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("features", "feature", "words"),
    [
        ([("O", area(0, 0, 0.1), {"ring": 3}), ("I", area(0.05, 0, 0.1), {"ring": 1, "parent": "O"})], 2, "wholly in"),
        ([("I", area(0, 0, 0.1), {"parent": "NONE"})], 1, "no zone with the code NONE"),
        (
            [("A", area(0, 0, 0.1), {"zone_class": "school"}), ("B", area(0.05, 0, 0.1), {"zone_class": "school"})],
            2,
            "lies over The A, which is of the same class, near 117.075 36.65",
        ),
        ([("A", area(1, 1, 0.1), {}), ("B", MultiPolygon([bow_tie()]), {})], 2, "crosses itself at 117.05 36.65"),
    ],
)
def test_zones_that_do_not_fit_are_named_and_nothing_is_kept(
    load: Load, features: list[tuple[str, Any, dict[str, Any]]], feature: int, words: str
) -> None:
    done = load(services.import_zones, content_of(*features))
    assert any(number == feature and words in what for number, _code, what in whats(done)), whats(done)
    assert (Zone.objects.exists(), JournalEntry.objects.exists()) == (False, False)


@pytest.mark.django_db
def test_a_point_outside_its_zone_is_named_with_the_distance_and_nothing_is_kept(load: Load) -> None:
    load(services.import_zones, content_of(("Z", area(0, 0, 0.1), {})))
    points = content_of(
        ("IN", Point(LON, LAT), {"zone": "Z"}),
        ("OUT", Point(LON, LAT - 0.01), {"zone": "Z"}),
        ("NOBODY", Point(LON, LAT), {"unit": "U-404"}),
    )
    done = load(services.import_points, points)
    assert whats(done) == [
        (2, "OUT", "The OUT lies 1113 m outside The Z."),
        (3, "NOBODY", "There is no unit with the call sign U-404."),
    ]
    assert not PatrolPoint.objects.exists()


@pytest.mark.django_db
def test_a_trial_tells_what_would_happen_and_keeps_nothing(load: Load, now: datetime) -> None:
    content = content_of(("Z", area(0, 0, 0.1), {}))
    done = load(services.import_zones, content, dry_run=True)
    assert (done.kept, done.tally, Zone.objects.exists()) == (True, {Outcome.CREATED: 1}, False)
    load(services.import_zones, content)
    later = now + timedelta(1)
    assert load(services.import_zones, content, dry_run=True, at=later).tally == {Outcome.UNCHANGED: 1}


@pytest.mark.django_db
def test_a_point_again_changes_what_the_file_says_and_nothing_else(load: Load, now: datetime) -> None:
    load(services.import_points, content_of(("P", Point(LON, LAT), {"radius_m": 70, "kind": "standing"})))
    assert load(services.import_points, content_of(("P", Point(LON, LAT), {}))).tally == {Outcome.UNCHANGED: 1}
    moved = content_of(("P", Point(LON, LAT + 1), {}))
    assert load(services.import_points, moved, at=now + timedelta(1)).tally == {Outcome.CHANGED: 1}
    point = PatrolPoint.objects.get()
    assert (point.kind, point.radius_m, point.place.y, point.version) == ("standing", 70, LAT + 1, 2)


@pytest.mark.django_db
def test_points_come_in_and_go_out_by_command(
    bureau: Organization, tmp_path: Path, capsys: pytest.CaptureFixture[str], now: datetime
) -> None:
    create_first_administrator(username="first", password="Lamp-post-under-rain-4", at=now)
    path = tmp_path / "points.csv"
    path.write_text("code,name,lon,lat,kind\nP1,桥头,117,36.6,standing\nP2,Вокзал,117.1,36.6,must_patrol\n")
    arguments = [str(path), "--datum", "GCJ-02", "--organization", "BUREAU", "--name-field", "name"]
    call_command("import_points", *arguments, "--dry-run")
    assert not PatrolPoint.objects.exists()
    call_command("import_points", *arguments)
    assert "Imported: 2 created" in capsys.readouterr().out
    back = tmp_path / "points.kml"
    call_command("export_ground", "points", str(back), "--datum", "gcj02")
    capsys.readouterr()
    call_command("import_points", str(back), *arguments[1:])
    assert "Imported: 2 " in capsys.readouterr().out
    places = {point.code: point.place.x for point in PatrolPoint.objects.all()}
    assert places["P2"] - places["P1"] == pytest.approx(0.1, abs=1e-3)
    with pytest.raises(CommandError, match="no routes"):
        call_command("export_ground", "routes", str(back))
    with pytest.raises(CommandError, match="does not tell its format"):
        call_command("export_ground", "points", str(tmp_path / "points"))


@pytest.mark.django_db
def test_two_hundred_megabytes_are_refused_before_they_are_read(bureau: Organization, tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(CommandError, match="larger than 50 MB"):
            call_command("import_zones", str(path), "--datum", "wgs84", "--organization", "BUREAU")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


@pytest.mark.django_db
def test_portlands_broken_districts_are_named_and_nothing_is_kept_until_mending_is_asked_for(load: Load) -> None:
    folder = os.environ.get("PATROL_REAL_DATA")
    if not folder:
        pytest.skip("PATROL_REAL_DATA is not set: the real data are not here")
    content = (Path(folder) / "portland" / "police-districts.geojson").read_bytes()
    fields = {"code_field": "DISTRICT", "name_field": "DISTRICT"}
    done = load(services.import_beats, content, **fields)
    assert [(fault.code, "broken" in fault.what) for fault in done.faults] == [(code, True) for code in BROKEN]
    assert not Beat.objects.exists()
    done = load(services.import_beats, content, **fields, mend=True)
    assert (done.kept, sorted(done.mended)) == (True, sorted(BROKEN))
    shapes = [shapely.from_wkb(bytes(beat.versions.get().shape.wkb)) for beat in Beat.objects.all()]
    assert all(shape.is_valid for shape in shapes)


BROKEN = ["800", "860"]


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_leaves_nothing_half_in(bureau: Organization, planner: User, tmp_path: Path) -> None:
    """Nine zones are written when the tenth has to wait for somebody else's of the same code: there it is killed."""
    path = tmp_path / "zones.geojson"
    path.write_bytes(content_of(*[(f"Z{number}", area(number / 100, 0, 0.005), {}) for number in range(10)]))
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    arguments = ["--datum", "wgs84", "--organization", "BUREAU", "--by", "planner"]
    with transaction.atomic():
        Zone.objects.create(code="Z9", name="Not saved yet", organization=bureau)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_zones", str(path), *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: process.poll() is not None or somebody_waits_for_a_lock(), "the import stands at a lock")
            assert process.poll() is None
        finally:
            process.kill()
            process.wait(timeout=PATIENCE_S)
        transaction.set_rollback(True)
    assert not Zone.objects.exists()
    assert not ZoneVersion.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_the_ground_is_downloaded_by_whoever_may_open_the_desk(
    client: Client, full_ground: dict[str, Any], planner: User, dispatcher: User, outsider: User
) -> None:
    client.force_login(planner)
    answer = client.get("/api/ground/export?kind=zones&file=kml&datum=gcj02")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="zones-gcj02.kml"'
    assert "外围 outer".encode() in answer.content
    assert client.get("/api/ground/export?file=shapefile&kind=routes").content.startswith(b"PK")
    assert client.get("/api/ground/export?file=dwg").status_code == 400
    client.force_login(dispatcher)
    assert client.get("/api/ground/export").status_code == 403
    client.force_login(outsider)
    assert client.get("/api/ground/export").status_code == 404
