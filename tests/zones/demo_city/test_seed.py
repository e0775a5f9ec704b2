"""The demo: a force on duty and a ground, made once, with log-ins that work. Seeded once for all tests of this file."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from patrol.models import JournalEntry, Organization, Unit, UnitTemplate, User
from patrol.vocabulary import OrganizationKind, TravelMode
from zones.models import Beat, Caution, HomeBeat, Point, Route, Zone, ZoneVersion
from zones.selectors import ground_at, tiling_faults
from zones.vocabulary import PointKind, Ring, ZoneClass

SHIPPED = [("ordinary", 1, 2, False), ("armed", 2, 2, True)]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def seed() -> str:
    """Seed the small city; what was printed."""
    printed = StringIO()
    call_command("seed_demo", "--size", "small", stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module", autouse=True)
def home(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The state folder of a seeded system; everything is taken back at the end."""
    folder = tmp_path_factory.mktemp("home")
    with (
        django_db_blocker.unblock(),
        override_settings(PATROL_HOME=folder, PASSWORD_HASHERS=QUICK, LANGUAGE_CODE="en"),
        transaction.atomic(),
    ):
        for code, sworn, auxiliary, armed in SHIPPED:  # gone where a test before flushed the database
            UnitTemplate.objects.get_or_create(
                code=code, defaults={"name": code, "min_sworn": sworn, "min_auxiliary": auxiliary, "armed": armed}
            )
        seed()
        yield folder
        transaction.set_rollback(True)


def test_the_demo_has_the_whole_force_on_duty() -> None:
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


def test_the_demo_has_zones_with_rings_beats_points_routes_and_cautions() -> None:
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


def test_a_call_in_the_heart_of_a_zone_falls_in_its_core() -> None:
    core = ZoneVersion.objects.get(zone__zone_class=ZoneClass.MEDICAL.value, zone__ring=Ring.CORE.value)
    middle = shapely.from_wkb(bytes(core.shape.wkb)).point_on_surface()
    assert ground_at(middle.x, middle.y).zone_version == core


def test_everybody_in_the_list_can_log_in_and_nobody_else_reads_it(home: Path) -> None:
    path = home / "logins.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    lines = [line.split() for line in path.read_text().splitlines()]
    assert {"administrator", "operator", "chief", "supervisor", "planner"} <= {line[0] for line in lines}
    assert len(lines) == 11
    for username, password, *_title in lines:
        assert User.objects.get(username=username).check_password(password)


def test_again_nothing_changes_and_the_same_log_ins_are_printed(home: Path) -> None:
    log_ins, entries = (home / "logins.txt").read_text(), JournalEntry.objects.count()
    assert log_ins in seed()
    assert (home / "logins.txt").read_text() == log_ins
    assert JournalEntry.objects.count() == entries


def test_lost_log_ins_are_replaced_by_new_ones(home: Path) -> None:
    path = home / "logins.txt"
    old = path.read_text()
    path.unlink()
    seed()
    assert path.read_text() != old
    assert Unit.objects.count() == 60
    username, password, *_title = path.read_text().splitlines()[1].split()
    assert User.objects.get(username=username).check_password(password)
