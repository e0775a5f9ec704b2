"""The socket: who may open it, what it opens with, what it forwards."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from dispatch import services
from dispatch.consumers import Recent
from dispatch.websocket_urls import websocket_urlpatterns
from patrol import services as force
from patrol.journal import number_entries, unpublished
from patrol.models import RoleGrant
from patrol.realtime import publish, tell_rights_changed
from patrol.selectors import last_position
from tests.running import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)

application = URLRouter(websocket_urlpatterns)
in_thread = sync_to_async


@pytest.fixture(autouse=True)
def no_connection_stays_open(monkeypatch):
    """The threads of the sockets give their connections back at once, so that the test database can be dropped."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


class Page:
    """One end of a socket, spoken to in ASGI messages."""

    def __init__(self, user, face, headers, write=None):
        extensions = {"patrol.frame": {"write": write}} if write else {}
        scope = {"extensions": extensions} | {
            "type": "websocket",
            "path": "/ws/live",
            "query_string": f"face={face}".encode(),
            "headers": headers,
        }
        self.told = []
        self.application = ApplicationCommunicator(application, scope | {"user": user or AnonymousUser()})

    async def connect(self):
        await self.application.send_input({"type": "websocket.connect"})
        assert (await self.application.receive_output(timeout=PATIENCE_S))["type"] == "websocket.accept"

    async def say(self, text):
        await self.application.send_input({"type": "websocket.receive", "text": text})

    async def next(self):
        return await self.application.receive_output(timeout=PATIENCE_S)

    async def hears_nothing(self):
        return not self.told and await self.application.receive_nothing(timeout=0.2)

    async def leave(self):
        await self.application.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.application.wait(timeout=PATIENCE_S)


@asynccontextmanager
async def socket(user, face, headers=(), write=None):
    page = Page(user, face, list(headers), write)
    await page.connect()
    try:
        yield page
    finally:
        await page.leave()


async def heard(page):
    """The next message; facts that came together one by one."""
    if not page.told:
        message = await page.next()
        assert message["type"] == "websocket.send", message
        said = json.loads(message["text"])
        page.told = said if isinstance(said, list) else [said]
    return page.told.pop(0)


async def closed_with(page):
    message = await page.next()
    assert message["type"] == "websocket.close"
    return message["code"]


def sent(dispatcher, call, body):
    """The status of a dispatch over HTTP; a repeat has the same key."""
    client = APIClient(headers={"Idempotency-Key": "once"})
    client.force_authenticate(dispatcher)
    return client.post(f"/api/incidents/{call.pk}/assign", body, format="json").status_code


def relay():
    number_entries()
    publish_all()


def publish_all():
    """As the relay does with what it did not number itself: pictures may stand anywhere among these."""
    publish(*[[entry] for entry in unpublished()])


async def test_a_console_opens_with_the_units_the_calls_and_the_positions_they_stand_at(
    call, make_unit, dispatcher, bureau, now
):
    unit = await in_thread(make_unit)("U1", 116.41, 39.9)
    (assignment,) = await in_thread(services.assign_units)(
        incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now
    )
    await in_thread(relay)()
    async with socket(dispatcher, "console") as console:
        opening = await heard(console)
    assert (opening["kind"], opening["face"]) == ("snapshot", "console")
    assert opening["topics"] == {f"org.{bureau.pk}": opening["position"]}
    picture = opening["picture"]
    shown = picture["units"][str(unit.pk)]
    assert (shown["call_sign"], shown["order"]["state"], shown["fix"]["lon"]) == ("U1", "ordered", 116.41)
    assert shown["order"]["incident"] == str(call.pk)
    assert picture["incidents"][str(call.pk)]["assignments"][str(assignment.pk)]["unit"] == unit.pk


async def test_a_crew_sees_its_order_and_hears_it_come(call, make_unit, officer, dispatcher):
    unit = await in_thread(make_unit)("U1", 116.41, 39.9, crew=[officer])
    await in_thread(relay)()
    async with socket(officer, "officer") as phone:
        opening = await heard(phone)
        assert list(opening["topics"]) == [f"unit.{unit.pk}"]
        assert (opening["picture"]["unit"]["id"], opening["picture"]["orders"]) == (unit.pk, {})
        assert await in_thread(sent)(dispatcher, call, {"units": [unit.pk], "reason": "alone"}) == 200
        rung = await heard(phone)  # before any relay has worked
        assert await in_thread(sent)(dispatcher, call, {"units": [unit.pk], "reason": "alone"}) == 200
        await in_thread(relay)()
        kinds = [(await heard(phone))["entry"]["kind"] for _ in range(2)]
        assert kinds == ["order.sent", "incident.assigned"]
        await phone.say('{"kind": "resume"}')
        (order,) = (await heard(phone))["picture"]["orders"].values()
    assert (order["assignment"]["incident"], order["assignment"]["state"]) == (str(call.pk), "ordered")
    assert rung["kind"] == "order"
    assert rung["order"] | {"assignment": rung["order"]["assignment"] | {"reported_to": 0}} == order


async def test_a_phone_rings_in_its_own_language(call, make_unit, officer, dispatcher):
    unit = await in_thread(make_unit)("U1", 116.41, 39.9, crew=[officer])
    pages = {language: socket(officer, f"officer&language={language}") for language in ("en", "zh-hans")}
    async with pages["en"] as english, pages["zh-hans"] as chinese:
        await heard(english)
        await heard(chinese)
        assert await in_thread(sent)(dispatcher, call, {"units": [unit.pk], "reason": "alone"}) == 200
        names = []
        for page in (english, chinese):
            rung = (await heard(page))["order"]
            await page.say('{"kind": "resume"}')
            (shown,) = (await heard(page))["picture"]["orders"].values()
            assert rung["assignment"]["type_name"] == shown["assignment"]["type_name"]
            names.append(shown["assignment"]["type_name"])
    assert names[0] != names[1]


async def test_nobody_rings_who_left_the_unit_before(call, make_unit, make_person, officer, station, dispatcher, now):
    unit = await in_thread(make_unit)("U1", 116.41, 39.9, crew=[officer])
    relief = await in_thread(make_person)(station, username="relief")
    async with socket(officer, "officer") as left:
        await heard(left)
        await in_thread(force.change_crew)(unit_id=unit.pk, crew=[relief.pk], by=dispatcher, at=now)
        async with socket(relief, "officer") as aboard:
            await heard(aboard)
            assert await in_thread(sent)(dispatcher, call, {"units": [unit.pk], "reason": "alone"}) == 200
            assert (await heard(aboard))["kind"] == "order"
            assert await left.hears_nothing()


async def test_when_another_unit_takes_over_it_is_the_one_that_rings(
    call, make_unit, make_person, officer, station, dispatcher, now
):
    first = await in_thread(make_unit)("U1", 116.41, 39.9, crew=[officer])
    relief = await in_thread(make_person)(station, username="relief")
    second = await in_thread(make_unit)("U2", 116.42, 39.9, crew=[relief])
    (assignment,) = await in_thread(services.assign_units)(
        incident_id=call.pk, unit_ids=[first.pk], reason="alone", by=dispatcher, at=now
    )
    async with socket(officer, "officer") as released, socket(relief, "officer") as phone:
        await heard(released)
        await heard(phone)
        client = APIClient()
        client.force_authenticate(dispatcher)
        body = {"unit": second.pk, "reason": "nearer"}
        answer = await in_thread(client.post)(f"/api/assignments/{assignment.pk}/reassign", body, format="json")
        assert answer.status_code == 200
        assert (await heard(phone))["order"]["assignment"]["incident"] == str(call.pk)
        assert await released.hears_nothing()


async def test_an_answer_that_may_be_old_is_found_once_in_a_while_and_never_when_it_failed():
    asked = []

    async def find():
        asked.append(len(asked))
        if len(asked) == 1:
            raise OSError
        return asked[-1]

    recent = Recent(seconds=0.05)
    with pytest.raises(OSError):  # noqa: PT011  (it has no words)
        await recent.get("key", find)
    await asyncio.sleep(0)
    assert [await recent.get("key", find) for _each in range(3)] == [1, 1, 1]
    await asyncio.sleep(0.1)
    assert await recent.get("key", find) == 2


async def test_an_order_that_was_not_sent_rings_no_phone(call, make_unit, officer, dispatcher):
    unit = await in_thread(make_unit)("U1", 116.41, 39.9, crew=[officer])
    async with socket(officer, "officer") as phone:
        await heard(phone)
        assert await in_thread(sent)(dispatcher, call, {"units": [unit.pk]}) == 409  # short of crew, and no reason
        assert await phone.hears_nothing()


async def test_facts_arrive_once_and_each_names_the_one_before(take_call, dispatcher, bureau):
    async with socket(dispatcher, "console") as console:
        topic = f"org.{bureau.pk}"
        last = (await heard(console))["topics"][topic]
        for _ in range(3):
            await in_thread(take_call)()
            await in_thread(number_entries)()
            await in_thread(publish_all)()
        for _ in range(3):
            message = await heard(console)
            assert (message["topic"], message["previous"]) == (topic, last)
            last = message["position"]
        assert await console.hears_nothing()


@pytest.mark.parametrize("keeps_up", [True, False])
async def test_where_frames_can_be_written_facts_go_out_as_frames_while_the_page_keeps_up(
    take_call, dispatcher, keeps_up
):
    frames = []

    def write(frame):
        frames.append(frame)
        return keeps_up

    async with socket(dispatcher, "console", write=write) as console:
        await heard(console)
        await in_thread(take_call)()
        await in_thread(relay)()
        await in_thread(publish_all)()  # twice the same
        if keeps_up:
            assert await console.hears_nothing()
        else:
            assert (await heard(console))["entry"]["kind"] == "incident.opened"
    (frame,) = frames
    assert frame[:2] == b"\x81\x7e"  # one text, its length in the next two bytes (RFC 6455)
    assert len(frame) == 4 + int.from_bytes(frame[2:4])
    assert [fact["entry"]["kind"] for fact in json.loads(frame[4:])] == ["incident.opened"]


async def test_a_fact_that_is_in_the_picture_is_not_sent_again(take_call, dispatcher):
    await in_thread(take_call)()
    await in_thread(number_entries)()
    async with socket(dispatcher, "console") as console:
        await heard(console)
        await in_thread(publish_all)()
        assert await console.hears_nothing()


async def test_a_ping_tells_the_last_positions_so_that_a_lost_fact_is_noticed(take_call, dispatcher, bureau):
    async with socket(dispatcher, "console") as console:
        before = (await heard(console))["topics"]
        await in_thread(take_call)()
        await in_thread(number_entries)()  # and the publishing is lost
        await console.say('{"kind": "ping"}')
        pong = await heard(console)
    topic = f"org.{bureau.pk}"
    assert pong["kind"] == "pong"
    assert pong["topics"][topic] > before[topic]


@pytest.mark.parametrize("face", ["console", "officer", "desk", ""])
async def test_a_stranger_is_refused(face):
    async with socket(None, face) as stranger:
        assert await closed_with(stranger) == 4403


async def test_an_officer_is_refused_the_console(officer):
    async with socket(officer, "console") as page:
        assert await closed_with(page) == 4403


async def test_somebody_without_a_role_is_refused(make_person, bureau):
    nobody = await in_thread(make_person)(bureau)
    for face in ("console", "officer"):
        async with socket(nobody, face) as page:
            assert await closed_with(page) == 4403


async def test_an_outsider_sees_and_hears_nothing_of_ours(call, take_call, make_unit, outsider):
    await in_thread(make_unit)("U1", 116.41, 39.9)
    async with socket(outsider, "console") as page:
        picture = (await heard(page))["picture"]
        assert (picture["units"], picture["incidents"], picture["alarms"]) == ({}, {}, {})
        await in_thread(take_call)()
        await in_thread(relay)()
        assert await page.hears_nothing()


async def test_a_token_opens_the_socket(dispatcher):
    _token, key = await in_thread(force.issue_api_token)(user=dispatcher, at=timezone.now())
    async with socket(None, "console", headers=[(b"authorization", f"Token {key}".encode())]) as page:
        assert (await heard(page))["kind"] == "snapshot"
    async with socket(None, "console", headers=[(b"authorization", b"Token \xff wrong")]) as page:
        assert await closed_with(page) == 4403


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kind": "drop tables"}', '{"kind": ["ping"]}', '{"kind":"ping","x":1}']
)
async def test_an_unknown_message_ends_the_talk(dispatcher, text):
    async with socket(dispatcher, "console") as page:
        await heard(page)
        await page.say(text)
        assert await closed_with(page) == 4400


async def test_when_rights_change_the_page_must_connect_anew(dispatcher):
    async with socket(dispatcher, "console") as page:
        await heard(page)
        await in_thread(RoleGrant.objects.filter(user=dispatcher).delete)()
        await in_thread(tell_rights_changed)(dispatcher.pk)
        assert (await heard(page))["kind"] == "rights"
        assert await closed_with(page) == 4409
    async with socket(await in_thread(type(dispatcher).objects.get)(pk=dispatcher.pk), "console") as page:
        assert await closed_with(page) == 4403


async def test_no_fact_is_lost_between_the_picture_and_the_stream(take_call, dispatcher, bureau):
    """Calls are taken while pages open: what a page does not have in its picture, it is told."""

    async def busy():
        for _ in range(12):
            await in_thread(take_call)()
            await in_thread(relay)()

    async def page():
        async with socket(dispatcher, "console") as console:
            opening = await heard(console)
            known, position = set(opening["picture"]["incidents"]), opening["topics"][f"org.{bureau.pk}"]
            await finished.wait()
            while position < target:
                message = await heard(console)
                position = message["position"]
                known.add(message["entry"]["data"]["incident"])
            return known

    finished, target = asyncio.Event(), 0
    worker = asyncio.create_task(busy())
    pages = []
    for _ in range(6):
        pages.append(asyncio.create_task(page()))
        await asyncio.sleep(0.05)
    await worker
    target = await in_thread(last_position)()
    finished.set()
    assert [len(known) for known in await asyncio.gather(*pages)] == [12] * 6


async def test_without_redis_the_page_is_told_to_try_again(dispatcher, settings, tmp_path):
    """The page then says that it is behind, and polls."""
    settings.REDIS_URL = f"unix://{tmp_path}/redis.sock"
    async with socket(dispatcher, "console") as page:
        assert await closed_with(page) == 1013
