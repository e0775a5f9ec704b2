"""Every address of the site, every socket and the position door refuse whoever has no right there.

A new address is in none of the lists below: it must refuse, or be named with its reason.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as site
from django.contrib.admindocs.views import simplify_regex
from django.db import connection, connections
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dispatch.consumers import NOT_PERMITTED
from dispatch.ingest import PositionDoor
from dispatch.websocket_urls import websocket_urlpatterns
from patrol import services
from patrol.config.asgi import application
from patrol.models import Device, JournalEntry, LiveFix, Organization, RoleGrant, Unit, User
from patrol.vocabulary import PositionSource, Role
from tests.bodies import bodies
from tests.running import PATIENCE_S
from tests.world import World

# Doors that open to everybody, and why.
PUBLIC = {
    "health": "watched by programs that have no log-in",
    "health_live": "watched by nginx and compose",
    "patrol:log_in": "nobody is logged in yet",
    "patrol:log_out": "leads to the log-in, whoever comes",
    "patrol:token": "the log-in of programs",
    "patrol:enrol": "how a phone is set up, before anybody logs in on it",
    "patrol:code": "draws the address it is asked with",
    "dispatch:officer_worker": "a script, as every file of the pages",
    "dispatch:officer_manifest": "the name of the app: phones ask for it without a log-in",
    "set_language": "the log-in page has the switch too",
    "admin_log_in": "leads to our own log-in",
    "admin:login": "is never reached: `admin_log_in` stands before it",
    "admin:logout": "leads to the log-in, whoever comes",
}
# Doors that open to everybody who is logged in, and show nothing of any organization.
EVERYBODYS = {
    "patrol:home": "leads to the own page, or says whom to ask",
    "patrol:profile": "one's own name, roles and password",
    "patrol:design": "how the pages are drawn",
    "schema": "tells how the API is called",
    "dispatch:outcomes": "a list of words",
    "zones:tile": "streets and names, which belong to no organization",
}
# Doors that open to people of another bureau, for what is theirs: nothing of ours may be in the answer.
THEIR_OWN = {
    "dispatch:console",
    "dispatch:console_picture",
    "dispatch:officer",
    "dispatch:officer_picture",
    "dispatch:incident_types",
    "dispatch:incidents",
    "dispatch:desk_orders",
    "dispatch:likely_duplicates",
    "dispatch:seats",
    "dispatch:units",
    "dispatch:positions",
    "dispatch:ways",
    "patrol:journal",
    "dispatch:calls_table",
    "dispatch:unit_codes",
    "zones:zones_table",
    "zones:points_table",
    "patrol:units_table",
    "patrol:people_table",
    "patrol:force_import",
    "patrol:force_blank",
    "metrics",
    "zones:ground_import",
    "zones:ground_page",
    "zones:places",
    "zones:places_near",
    "zones:zones",
}
ADMIN = "admin:"  # Django's own pages: for staff alone
ADMIN_PARTS: dict[str, object] = {"app_label": "auth", "object_id": 1, "content_type_id": 1, "url": "x"}
REFUSED = {401, 403, 404, 405}
METHODS = ("GET", "POST")
LOG_OUTS = {"patrol:log_out", "admin:logout"}


@dataclass(frozen=True)
class Door:
    """An address of the site: its name, and its path with `<parts>` that vary."""

    name: str
    path: str

    def path_to(self, parts: dict[str, object]) -> str:
        """The address of one thing. A part without a value is a KeyError: give it one in `World.path_values`."""
        pieces = self.path.replace("<", ">").split(">")
        return "".join(piece if at % 2 == 0 else str(parts[piece]) for at, piece in enumerate(pieces))


def doors(patterns: Iterable[URLPattern | URLResolver], above: str = "", space: str = "") -> Iterator[Door]:
    """Every address below these patterns."""
    for pattern in patterns:
        path = above + without_converters(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from doors(pattern.url_patterns, path, inner)
        else:
            yield Door(f"{space}{pattern.name or path}", path)


def without_converters(route: str) -> str:
    """`api/units/<id:unit_id>` as `api/units/<unit_id>`; a regular expression likewise."""
    if route.startswith("^") or "(?P<" in route:
        route = simplify_regex(route).lstrip("/")
    return re.sub(r"<[^:>]+:", "<", route)


DOORS = list(doors(get_resolver().url_patterns, "/"))


def client_of(visitor: User | None) -> Client:
    """A browser in which the visitor is logged in."""
    client = Client()
    if visitor is not None:
        client.force_login(visitor)
    return client


def knock(door: Door, method: str, client: Client, world: World) -> HttpResponse:
    """What a visitor gets at the door of our things."""
    path = door.path_to(ADMIN_PARTS | world.path_values)
    if method == "GET":
        return client.get(path)
    body = bodies(world).get(door.name, {})
    if "file" in body:
        return client.post(path, body)
    return client.post(path, body, content_type="application/json")


def walk(visitor: User | None, world: World) -> Iterator[tuple[Door, str, HttpResponse]]:
    """Knock at every door with every method."""
    client = client_of(visitor)
    for door in DOORS:
        for method in METHODS:
            yield door, method, knock(door, method, client, world)
            if door.name in LOG_OUTS:
                client = client_of(visitor)


def is_refusal(answer: HttpResponse) -> bool:
    """A status that refuses, or the way to the log-in."""
    if answer.status_code in REFUSED:
        return True
    log_ins = (resolve_url(site.LOGIN_URL), resolve_url("admin:login"))
    return answer.status_code == 302 and answer["Location"].partition("?")[0] in log_ins


def shows_nothing_of(world: World, answer: HttpResponse) -> bool:
    """Whether an answer is without a trace of our things, and no bug (503 is how `/health` tells of faults)."""
    content = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code != 500 and not any(mark.encode() in content for mark in world.marks)


def open_to(visitor: User | None, world: World, allowed: set[str]) -> list[str]:
    """The doors that let the visitor through although they are not allowed, or that show what is ours."""
    return [
        f"{method} {door.path} ({door.name}): {answer.status_code}"
        for door, method, answer in walk(visitor, world)
        if not is_refusal(answer) and not (door.name in allowed and shows_nothing_of(world, answer))
    ]


@pytest.mark.django_db(transaction=True)
def test_a_stranger_opens_no_door_but_the_public_ones(world: World) -> None:
    before = JournalEntry.objects.count()
    assert open_to(None, world, set(PUBLIC)) == []
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_somebody_without_any_right_is_refused_at_every_door(
    world: World, bureau: Organization, make_person: Callable[..., User]
) -> None:
    before = JournalEntry.objects.count()
    assert open_to(make_person(bureau), world, PUBLIC.keys() | EVERYBODYS.keys()) == []
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_all_the_rights_of_another_bureau_open_nothing_of_ours(
    world: World, elsewhere: Organization, outsider: User
) -> None:
    RoleGrant.objects.create(user=outsider, organization=elsewhere, role=Role.ADMINISTRATOR.value)
    before = JournalEntry.objects.count()
    assert open_to(outsider, world, PUBLIC.keys() | EVERYBODYS.keys() | THEIR_OWN) == []
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_each_door_opens_to_whoever_has_every_right(
    world: World, bureau: Organization, make_person: Callable[..., User]
) -> None:
    """Else the refusals above would prove nothing: the walk might knock at a wall."""
    opened = {
        door.name
        for door, _method, answer in walk(make_person(bureau, *Role), world)
        if answer.status_code not in REFUSED
    }
    assert {door.name for door in DOORS if not door.path.startswith("/admin/")} - opened == set()


def test_a_staff_member_opens_the_admin_and_a_chief_does_not(
    bureau: Organization, make_person: Callable[..., User]
) -> None:
    staff, client = make_person(bureau), Client()
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    client.force_login(staff)
    assert client.get("/admin/").status_code == 200
    client.force_login(make_person(bureau, *Role))
    assert client.get("/admin/").status_code == 302


def test_the_lists_of_open_doors_name_only_doors_that_are_there(db: None) -> None:
    assert (PUBLIC.keys() | EVERYBODYS.keys() | THEIR_OWN) - {door.name for door in DOORS} == set()


def test_prometheus_reads_the_figures_with_its_token_alone(db: None, settings: Any) -> None:
    def status(token: str) -> int:
        return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code

    assert [status(""), status("a key")] == [401, 401]
    settings.METRICS_TOKEN = "a key"
    assert [status(""), status("another"), status("a key")] == [401, 401, 200]


# Sockets ------------------------------------------------------------------------------------------

SOCKETS = [str(pattern.pattern) for pattern in websocket_urlpatterns]
FACES = ["", "?face=console", "?face=officer", "?face=other"]


@pytest.fixture
async def no_connection_stays_open(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The threads of the doors give their connections back, so that the test database can be dropped."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    yield
    await sync_to_async(connections.close_all)()


def cookie_of(person: User) -> bytes:
    client = Client()
    client.force_login(person)
    return f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}".encode()


async def knock_at_socket(path: str, headers: list[tuple[bytes, bytes]]) -> list[dict[str, Any]]:
    """The first messages of a socket, up to the first that tells how it goes on."""
    address, _mark, query = path.partition("?")
    scope = {"type": "websocket", "path": address, "query_string": query.encode(), "headers": headers}
    page = ApplicationCommunicator(application, scope)
    await page.send_input({"type": "websocket.connect"})
    heard = [await page.receive_output(timeout=PATIENCE_S)]
    if heard[0]["type"] == "websocket.accept":
        heard.append(await page.receive_output(timeout=PATIENCE_S))
    await page.send_input({"type": "websocket.disconnect", "code": 1000})
    await page.wait(timeout=PATIENCE_S)
    return heard


async def closed_with(path: str, headers: list[tuple[bytes, bytes]]) -> int | None:
    """The code that a socket is closed with before it says anything; None if it speaks."""
    last = (await knock_at_socket(path, headers))[-1]
    return last["code"] if last["type"] == "websocket.close" else None


OUR_PAGE = (b"origin", b"http://localhost")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_connection_stays_open")
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("path", SOCKETS)
async def test_no_socket_opens_without_a_log_in_or_without_rights(
    path: str, face: str, bureau: Organization, make_person: Callable[..., User]
) -> None:
    person = await sync_to_async(make_person)(bureau)
    cookie = await sync_to_async(cookie_of)(person)
    assert await closed_with(f"/{path}{face}", [OUR_PAGE]) == NOT_PERMITTED
    assert await closed_with(f"/{path}{face}", [OUR_PAGE, (b"cookie", cookie)]) == NOT_PERMITTED
    assert await closed_with(f"/{path}{face}", [OUR_PAGE, (b"authorization", b"Token x")]) == NOT_PERMITTED


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_connection_stays_open")
async def test_a_page_of_another_site_opens_no_socket_with_our_cookie(dispatcher: User) -> None:
    cookie = await sync_to_async(cookie_of)(dispatcher)
    heard = await knock_at_socket(
        "/ws/live?face=console", [(b"origin", b"https://elsewhere.example"), (b"cookie", cookie)]
    )
    assert [message["type"] for message in heard] == ["websocket.close"]
    heard = await knock_at_socket("/ws/live?face=console", [OUR_PAGE, (b"cookie", cookie)])
    assert [message["type"] for message in heard] == ["websocket.accept", "websocket.send"]


# Positions ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_connection_stays_open")
async def test_positions_are_taken_from_no_device_without_a_living_key(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    unit = await sync_to_async(make_unit)("U1")
    _device, key = await sync_to_async(services.issue_device)(
        label="tracker", source=PositionSource.VEHICLE_TRACKER, unit=unit, by=dispatcher, at=now
    )
    await Device.objects.aupdate(revoked_at=now)
    entrance = PositionDoor(otherwise=application)
    life = ApplicationCommunicator(entrance, {"type": "lifespan"})
    await life.send_input({"type": "lifespan.startup"})
    await life.receive_output(timeout=PATIENCE_S)
    tokens = [[], [(b"authorization", b"Device unknown")], [(b"authorization", f"Device {key}".encode())]]
    try:
        assert [await status_of_a_batch(entrance, token) for token in tokens] == [401, 401, 401]
    finally:
        await life.send_input({"type": "lifespan.shutdown"})
        await life.receive_output(timeout=PATIENCE_S)
        await life.wait(timeout=PATIENCE_S)
    assert not await LiveFix.objects.aexists()


async def status_of_a_batch(entrance: PositionDoor, headers: list[tuple[bytes, bytes]]) -> int:
    scope = {"type": "http", "path": "/positions/batch", "method": "POST", "headers": headers}
    request = ApplicationCommunicator(entrance, scope)
    body = b'{"positions": [{"lon": 116.4, "lat": 39.9, "fixed_at": 1700000000}]}'
    await request.send_input({"type": "http.request", "body": body, "more_body": False})
    return int((await request.receive_output(timeout=PATIENCE_S))["status"])
