"""The people, organizations and units of the tests. Three people everywhere: dispatcher, officer, outsider."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings
from pytest_socket import enable_socket, socket_allow_hosts

from dispatch.models import IncidentType
from patrol import services
from patrol.models import LiveFix, Organization, RoleGrant, Unit, UnitTemplate, User
from patrol.vocabulary import OrganizationKind, PositionSource, Role, TravelMode
from tests.world import World, build_world
from zones.routing.build import import_roads

hypothesis.settings.load_profile("ci")  # the same examples every time, however slow the machine is
NUMBERS = count(1)
STANDARD: dict[type[IncidentType | UnitTemplate], list[IncidentType | UnitTemplate]] = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Allow the flush between tests to truncate the journal: the documented bypass, in test databases alone.

    At the end, connections that threads kept are closed: the database can be dropped whatever order tests ran in.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET patrol.allow_truncate = 'on'")
        cursor.execute("SET patrol.allow_truncate = 'on'")
        for model in (IncidentType, UnitTemplate):
            STANDARD[model] = list(model.objects.all())
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()""")


@pytest.fixture(autouse=True)
def only_this_machine() -> Iterator[None]:
    """Block the outside network; PostgreSQL, Redis and our own servers are on this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Real password hashing is slow on purpose; no test is about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def standard_rows(request: pytest.FixtureRequest) -> None:
    """What migrations ship (types of call, templates of units): tests that flush the database take it away."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        for model, rows in STANDARD.items():
            model.objects.bulk_create(rows, ignore_conflicts=True)


@pytest.fixture(autouse=True)
def in_english(settings: Settings) -> None:
    """Outside a request the source language speaks, whether or not the translations are compiled."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings: Settings) -> None:
    """Pages name static files without the digests of `collectstatic`: tests need not have it run before."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def files_of_the_test(settings: Settings, tmp_path: Path) -> None:
    """Attached files go with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real maps and calls."""
    if "PATROL_REAL_DATA" not in os.environ:
        pytest.skip("PATROL_REAL_DATA names no folder of real data")
    return Path(os.environ["PATROL_REAL_DATA"])


@pytest.fixture(scope="session")
def san_francisco_roads(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roads folder with San Francisco imported; read only."""
    folder = tmp_path_factory.mktemp("san-francisco") / "roads"
    source = real_data / "san-francisco" / "roads.osm.pbf"
    import_roads(source=source, roads_dir=folder, at=datetime(2026, 5, 1, tzinfo=UTC), say=lambda _line: None)
    return folder


@pytest.fixture
def now() -> datetime:
    """The moment of the test: passed in everywhere, never read from a clock."""
    return datetime.now(UTC).replace(microsecond=0)


def make_organization(code: str, kind: OrganizationKind, parent: Organization | None = None) -> Organization:
    organization = Organization.objects.create(code=code, name=f"Test {code}", kind=kind.value, parent=parent)
    organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
    organization.save()
    return organization


@pytest.fixture
def bureau(db: None) -> Organization:
    return make_organization("BUREAU", OrganizationKind.BUREAU)


@pytest.fixture
def station(bureau: Organization) -> Organization:
    return make_organization("STATION", OrganizationKind.STATION, bureau)


@pytest.fixture
def elsewhere(db: None) -> Organization:
    """Another bureau, of which ours knows nothing."""
    return make_organization("ELSEWHERE", OrganizationKind.BUREAU)


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    """`make_person(organization, *roles, sworn=True)`: a person with roles over the organization."""

    def make(organization: Organization, *roles: Role, sworn: bool = True, username: str = "") -> User:
        username = username or f"person{next(NUMBERS)}"
        user = User.objects.create_user(
            username=username,
            password="a test password",
            display_name=f"Test {username}",
            organization=organization,
            sworn=sworn,
        )
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=user, organization=organization, role=role.value) for role in roles]
        )
        return user

    return make


@pytest.fixture
def dispatcher(bureau: Organization, make_person: Callable[..., User]) -> User:
    """Takes calls and sends units, over the whole bureau."""
    return make_person(bureau, Role.OPERATOR, username="dispatcher")


@pytest.fixture
def officer(station: Organization, make_person: Callable[..., User]) -> User:
    """A sworn officer of the station, not yet on a unit."""
    return make_person(station, Role.OFFICER, username="officer")


@pytest.fixture
def outsider(elsewhere: Organization, make_person: Callable[..., User]) -> User:
    """Every role, but over another bureau: must be refused at every door of ours."""
    return make_person(elsewhere, *[role for role in Role if role != Role.ADMINISTRATOR], username="outsider")


@pytest.fixture
def ordinary(db: None) -> UnitTemplate:
    """One sworn officer and two auxiliaries, by car."""
    template, _created = UnitTemplate.objects.get_or_create(
        code="ordinary", defaults={"name": "Ordinary", "min_sworn": 1, "min_auxiliary": 2}
    )
    return template


def put(unit: Unit, lon: float, lat: float, fixed_at: datetime) -> None:
    """Set a unit's live position as a vehicle tracker would have."""
    LiveFix.objects.update_or_create(
        unit=unit,
        defaults={
            "point": Point(lon, lat, srid=4326),
            "fixed_at": fixed_at,
            "received_at": fixed_at,
            "source": PositionSource.VEHICLE_TRACKER.value,
        },
    )


@pytest.fixture
def make_unit(
    station: Organization,
    dispatcher: User,
    ordinary: UnitTemplate,
    make_person: Callable[..., User],
    now: datetime,
) -> Callable[..., Unit]:
    """`make_unit("U1", lon, lat)`: a unit on the street with a full crew and a fresh position.

    Args of the maker: `crew` (people, default 1+2), `mode`, `fixed_at`, `on_duty`, `organization`.
    """

    def make(
        call_sign: str = "",
        lon: float | None = None,
        lat: float | None = None,
        *,
        crew: list[User] | None = None,
        mode: str = "car",
        fixed_at: datetime | None = None,
        on_duty: bool = True,
        organization: Organization | None = None,
    ) -> Unit:
        unit = Unit.objects.create(
            call_sign=call_sign or f"U{next(NUMBERS)}",
            organization=organization or station,
            template=ordinary,
            mode=mode,
        )
        if not on_duty:
            return unit
        people = crew if crew is not None else [make_person(station, sworn=sworn) for sworn in (True, False, False)]
        services.sign_on(
            unit_id=unit.pk,
            crew=[person.pk for person in people],
            mode=TravelMode(mode),
            by=dispatcher,
            at=now - timedelta(hours=1),
        )
        if lon is not None and lat is not None:
            put(unit, lon, lat, fixed_at or now)
        unit.refresh_from_db()
        return unit

    return make


@pytest.fixture
def world(
    bureau: Organization,
    dispatcher: User,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    now: datetime,
    settings: Settings,
    tmp_path: Path,
) -> World:
    """The bureau at work, without roads."""
    settings.ROADS_DIR = tmp_path / "roads"
    return build_world(bureau, dispatcher, make_unit, make_person, now)
