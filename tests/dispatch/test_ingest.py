"""The position door: what is stored, what is refused and what it tells."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from dispatch.ingest import PositionDoor, door, group, reporters
from patrol import services
from patrol.models import Device, Fix, Heartbeat, LiveFix, Organization, Unit, User
from patrol.vocabulary import PositionSource
from tests.running import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN_HEADER = b"authorization"


@dataclass
class Answer:
    status: int
    headers: dict[bytes, bytes]
    body: Any


async def elsewhere_in_django(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


@asynccontextmanager
async def open_door() -> AsyncIterator[Callable[..., Any]]:
    """The door with its lifespan, as a server runs it; yields a function that sends one request."""
    entrance = PositionDoor(otherwise=elsewhere_in_django)
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    life = asyncio.create_task(entrance({"type": "lifespan"}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"

    async def send(
        body: object, token: str | None = None, *, path: str = "/positions/batch", method: str = "POST"
    ) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [(TOKEN_HEADER, f"Device {token}".encode())] if token is not None else []
        told: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def keep(message: dict[str, Any]) -> None:
            told.append(message)

        await entrance({"type": "http", "path": path, "method": method, "headers": headers}, receive, keep)
        return Answer(told[0]["status"], dict(told[0]["headers"]), json.loads(told[1]["body"]))

    try:
        yield send
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await life


def position(at: datetime, **more: object) -> dict[str, object]:
    return {"lon": 117.0, "lat": 36.6, "fixed_at": at.isoformat(), "accuracy": 5, "speed": 3, "heading": 10} | more


def batch(*positions: dict[str, object]) -> dict[str, object]:
    return {"positions": list(positions)}


@pytest.fixture
def unit(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("U1")


@pytest.fixture
def token(unit: Unit, dispatcher: User, now: datetime) -> str:
    """The token of the phone page of U1."""
    return services.issue_device(label="page", source=PositionSource.PHONE_PAGE, unit=unit, by=dispatcher, at=now)[1]


@pytest.fixture
def gateway_token(bureau: Organization, dispatcher: User, now: datetime) -> str:
    """The token of a tracker server of the whole bureau."""
    return services.issue_device(
        label="gateway", source=PositionSource.GATEWAY, organization=bureau, by=dispatcher, at=now
    )[1]


@pytest.fixture(autouse=True)
def empty_tracks(transactional_db: None) -> None:
    """The flush between tests knows the tables of models that Django manages; the track is not one."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE patrol_fix")


in_thread = sync_to_async


@pytest.fixture(autouse=True)
async def no_connection_left(transactional_db: None) -> AsyncIterator[None]:
    """Django's thread for asynchronous tests keeps its connection, and would keep the test database."""
    yield
    await in_thread(connections.close_all)()


async def test_an_answered_position_is_in_the_database(unit: Unit, token: str, now: datetime) -> None:
    async with open_door() as send:
        answer = await send(batch(position(now), position(now - timedelta(seconds=5))), token)
        assert (answer.status, answer.body) == (200, {"stored": 2, "ignored": {}})
        assert await Fix.objects.filter(unit_id=unit.pk).acount() == 2
        assert (await LiveFix.objects.aget(unit=unit)).source == PositionSource.PHONE_PAGE


async def test_many_requests_at_once_are_each_told_their_own_count(
    make_unit: Callable[..., Unit], gateway_token: str, now: datetime
) -> None:
    units = [await in_thread(make_unit)() for _ in range(4)]
    async with open_door() as send:
        answers = await asyncio.gather(
            *(
                send(
                    batch(*(position(now - timedelta(seconds=each), unit=unit.pk) for each in range(count + 1))),
                    gateway_token,
                )
                for count, unit in enumerate(units)
            )
        )
    assert [answer.body["stored"] for answer in answers] == [1, 2, 3, 4]
    assert await Fix.objects.acount() == 10


async def test_a_repeated_batch_is_stored_once(unit: Unit, token: str, now: datetime) -> None:
    async with open_door() as send:
        for _ in range(2):
            answer = await send(batch(position(now)), token)
            assert answer.body == {"stored": 1, "ignored": {}}
    assert await Fix.objects.acount() == 1


async def test_strangers_are_refused(unit: Unit, token: str, now: datetime) -> None:
    async with open_door() as send:
        for stranger in (None, "", "no such token", token + "x"):
            answer = await send(batch(position(now)), stranger)
            assert (answer.status, answer.body["code"]) == (401, "unknown_device")
            assert answer.headers[b"www-authenticate"] == b"Device"
    assert await Fix.objects.acount() == 0


async def test_a_revoked_token_is_refused_within_seconds(
    unit: Unit, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporters, "REMEMBERED_S", 0.2)
    async with open_door() as send:
        assert (await send(batch(position(now)), token)).status == 200
        await Device.objects.aupdate(revoked_at=now)
        await asyncio.sleep(0.25)
        assert (await send(batch(position(now)), token)).status == 401


async def test_a_device_reports_for_its_own_unit_alone(
    unit: Unit, token: str, make_unit: Callable[..., Unit], now: datetime
) -> None:
    other = await in_thread(make_unit)("U2")
    async with open_door() as send:
        answer = await send(batch(position(now), position(now, unit=other.pk)), token)
        assert (answer.status, answer.body["code"]) == (403, "not_permitted")
        assert str(other.pk) in answer.body["message"]
        assert (await send(batch(position(now, unit=unit.pk)), token)).status == 200
    assert await Fix.objects.acount() == 1


async def test_a_gateway_reports_for_its_own_bureau_and_names_the_unit(
    make_unit: Callable[..., Unit], elsewhere: Organization, gateway_token: str, now: datetime
) -> None:
    ours = await in_thread(make_unit)("U1")
    foreign = await in_thread(make_unit)("U2", organization=elsewhere)
    async with open_door() as send:
        assert (await send(batch(position(now, unit=ours.pk)), gateway_token)).status == 200
        assert (await send(batch(position(now, unit=foreign.pk)), gateway_token)).status == 403
        assert (await send(batch(position(now, unit=987654)), gateway_token)).status == 403
        answer = await send(batch(position(now)), gateway_token)
        assert (answer.status, answer.body["code"]) == (400, "bad_input")


async def test_a_gateway_knows_a_unit_made_a_moment_ago(
    unit: Unit, make_unit: Callable[..., Unit], gateway_token: str, now: datetime
) -> None:
    async with open_door() as send:
        assert (await send(batch(position(now, unit=unit.pk)), gateway_token)).status == 200
        new = await in_thread(make_unit)("U2")
        assert (await send(batch(position(now, unit=new.pk)), gateway_token)).status == 200


async def test_an_answer_counts_what_was_left_out_by_reason(unit: Unit, token: str, now: datetime) -> None:
    odd = [position(now, lon=0, lat=0), position(now - timedelta(hours=2)), position(now)]
    async with open_door() as send:
        answer = await send(batch(*odd), token)
    assert answer.body == {"stored": 1, "ignored": {"null_island": 1, "off_duty": 1}}


async def test_one_bad_request_does_not_spoil_those_that_wait_with_it(unit: Unit, token: str, now: datetime) -> None:
    async with open_door() as send:
        answers = await asyncio.gather(
            send(b"{", token), send(batch(position(now)), token), send(batch(position(now)), "stranger")
        )
    assert [answer.status for answer in answers] == [400, 200, 401]


async def test_requests_that_are_too_large_are_refused(
    unit: Unit, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_door() as send:
        assert (await send(b" " * (door.MOST_BYTES + 1), token)).status == 413
        many = {"positions": [{"lon": 1, "lat": 2, "fixed_at": 1}] * 5001}
        assert (await send(many, token)).status == 413


async def test_a_full_buffer_sends_the_client_away_for_a_while(
    unit: Unit, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group, "BUFFER_BYTES", 400)
    async with open_door() as send:
        answers = await asyncio.gather(
            *(send(batch(position(now - timedelta(seconds=each))), token) for each in range(10))
        )
        refused = [answer for answer in answers if answer.status == 503]
        assert refused
        assert all(b"retry-after" in answer.headers for answer in refused)
        assert await Fix.objects.acount() == 10 - len(refused)
        assert (await send(batch(position(now)), token)).status == 200


async def test_a_lost_database_costs_a_retry_and_no_position(unit: Unit, token: str, now: datetime) -> None:
    ours = await in_thread(server_processes)()
    async with open_door() as send:
        assert (await send(batch(position(now)), token)).status == 200
        await in_thread(cut)(await in_thread(server_processes)() - ours)
        later = position(now + timedelta(seconds=1))
        async with asyncio.timeout(PATIENCE_S):
            while (answer := await send(batch(later), token)).status != 200:
                assert answer.status == 503
    assert await Fix.objects.acount() == 2


def server_processes() -> set[int]:
    """The server's processes for clients of this database."""
    with connection.cursor() as cursor:
        cursor.execute("""SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend'""")
        return {pid for (pid,) in cursor.fetchall()}


def cut(processes: set[int]) -> None:
    assert processes
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [list(processes)])


async def test_the_door_beats_in_a_quiet_night_and_brings_back_live_positions(
    unit: Unit, token: str, now: datetime
) -> None:
    async with open_door() as send:
        await send(batch(position(now)), token)
    await LiveFix.objects.all().adelete()
    await Heartbeat.objects.all().adelete()
    async with open_door():
        async with asyncio.timeout(PATIENCE_S):
            while not await Heartbeat.objects.filter(name="live").aexists():
                await asyncio.sleep(0.05)
        assert await LiveFix.objects.filter(unit=unit).aexists()


async def test_every_other_path_goes_on_to_django(unit: Unit, token: str) -> None:
    async with open_door() as send:
        assert (await send({}, token, path="/api/positions")).status == 204
        assert (await send({}, token, path="/positionsabc")).status == 204
        assert (await send({}, token, path="/positions/nowhere")).status == 404
        answer = await send({}, token, method="GET")
        assert (answer.status, answer.headers[b"allow"]) == (405, b"POST")
