"""The demo: roads that route, a force on duty, a ground; made once, and never over a real force."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from pytest_django import Settings

from patrol.models import JournalEntry, Organization, Unit, User
from patrol.vocabulary import OrganizationKind, TravelMode
from zones.demo_city import SizeName, plan, write_city
from zones.models import Beat, Caution, HomeBeat, Point, Route, Zone, ZoneVersion
from zones.routing import road_engine
from zones.routing.build import import_roads
from zones.selectors import ground_at, tiling_faults
from zones.vocabulary import PointKind, Ring, ZoneClass

SEED = 1


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.PATROL_HOME = tmp_path / "home"
    return settings.PATROL_HOME


@pytest.fixture
def seed(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Seeds the small city; what was printed."""

    def run() -> str:
        call_command("seed_demo", "--size", SizeName.SMALL.value, "--seed", str(SEED))
        return capsys.readouterr().out

    return run


def test_the_small_city_goes_through_the_import_and_routes(tmp_path: Path, settings: Settings, now) -> None:
    city = plan(SizeName.SMALL, SEED)
    write_city(city, tmp_path / "small.osm.pbf")
    settings.ROADS_DIR = tmp_path / "roads"
    manifest = import_roads(
        source=tmp_path / "small.osm.pbf", roads_dir=settings.ROADS_DIR, at=now, say=lambda _line: None
    )
    assert set(manifest.anchors) == set(TravelMode)
    assert manifest.missing_nodes == manifest.dropped_ways == 0
    places = [(point.x, point.y) for point in (city.on_map(point.place) for point in city.guard.points)]
    for mode in TravelMode:
        seconds = np.array(road_engine(mode).table(places, places).seconds)
        assert np.isfinite(seconds).mean() > 0.97, mode


@pytest.mark.django_db
def test_the_demo_has_the_whole_force_on_duty(seed: Callable[[], str]) -> None:
    seed()
    kinds = {kind: Organization.objects.filter(kind=kind.value).count() for kind in OrganizationKind}
    assert kinds == {
        OrganizationKind.BUREAU: 1,
        OrganizationKind.DISTRICT: 3,
        OrganizationKind.STATION: 12,
        OrganizationKind.SQUAD: 12,
    }
    assert Unit.objects.dispatchable().count() == 60
    assert Unit.objects.filter(template__armed=True, mode=TravelMode.CAR.value).count() == 13
    assert set(Unit.objects.values_list("mode", flat=True)) == set(TravelMode)
    for unit in Unit.objects.select_related("template"):
        assert unit.sworn_on_crew >= unit.template.min_sworn
        assert unit.auxiliaries_on_crew >= unit.template.min_auxiliary
    assert HomeBeat.objects.count() == 60


@pytest.mark.django_db
def test_the_demo_has_zones_with_rings_beats_points_routes_and_cautions(seed: Callable[[], str]) -> None:
    seed()
    assert set(Zone.objects.values_list("zone_class", "ring")) == {
        (zone_class.value, ring.value) for zone_class in ZoneClass for ring in Ring
    }
    assert Zone.objects.count() == 18
    assert Point.objects.count() == 56
    assert set(Point.objects.values_list("kind", flat=True)) == set(PointKind)
    assert Point.objects.filter(responsible_unit__isnull=True).count() == 0
    assert Beat.objects.count() >= 24
    assert Route.objects.count() == 12
    assert Caution.objects.count() == 8
    assert tiling_faults(["/"]) == []


@pytest.mark.django_db
def test_a_call_in_the_heart_of_a_zone_falls_in_its_core(seed: Callable[[], str]) -> None:
    seed()
    core = ZoneVersion.objects.get(zone__zone_class=ZoneClass.MEDICAL.value, zone__ring=Ring.CORE.value)
    middle = shapely.from_wkb(bytes(core.shape.wkb)).point_on_surface()
    assert ground_at(middle.x, middle.y).zone_version == core


@pytest.mark.django_db
def test_everybody_in_the_list_can_log_in_and_nobody_else_reads_it(seed: Callable[[], str], home: Path) -> None:
    printed = seed()
    path = home / "logins.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    lines = [line.split() for line in path.read_text().splitlines()]
    assert {"administrator", "operator", "chief", "supervisor", "planner"} <= {line[0] for line in lines}
    assert len(lines) == 17
    for username, password, *_title in lines:
        assert User.objects.get(username=username).check_password(password)
        assert password in printed


@pytest.mark.django_db
def test_a_second_time_nothing_changes_and_the_same_log_ins_are_printed(seed: Callable[[], str]) -> None:
    first, entries = seed(), JournalEntry.objects.count()
    assert seed() == first
    assert JournalEntry.objects.count() == entries


@pytest.mark.django_db
def test_lost_log_ins_are_replaced_by_new_ones(seed: Callable[[], str], home: Path) -> None:
    seed()
    path = home / "logins.txt"
    old = path.read_text()
    path.unlink()
    seed()
    assert path.read_text() != old
    assert Unit.objects.count() == 60
    username, password, *_title = path.read_text().splitlines()[1].split()
    assert User.objects.get(username=username).check_password(password)


@pytest.mark.django_db
def test_a_system_with_a_force_of_its_own_is_left_alone(
    seed: Callable[[], str], bureau: Organization, home: Path
) -> None:
    with pytest.raises(CommandError, match="a force in this system already"):
        seed()
    assert Organization.objects.count() == 1
    assert not (home / "logins.txt").exists()


def test_the_command_writes_the_city_it_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "city.osm.pbf"
    call_command("make_city", str(path), "--size", "small", "--seed", "4")
    again = tmp_path / "again.osm.pbf"
    write_city(plan(SizeName.SMALL, 4), again)
    assert path.read_bytes() == again.read_bytes()
    assert "road nodes" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_city", str(tmp_path / "nowhere" / "city.osm.pbf"), "--size", "small")
