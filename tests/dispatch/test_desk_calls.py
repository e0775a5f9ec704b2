"""The desk's table of calls, and those of the ground."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dispatch import services
from dispatch.models import Incident
from patrol.models import Organization, User
from patrol.vocabulary import Role
from tests.world import PLACE, World

pytestmark = pytest.mark.django_db

CALLS = "/desk/calls/"


@pytest.fixture
def desk(bureau: Organization, make_person: Callable[..., User]) -> Client:
    return session_of(make_person(bureau, Role.SUPERVISOR, username="supervisor"))


def session_of(person: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client


def found(desk: Client, query: str) -> bool:
    return PLACE in desk.get(f"{CALLS}?{query}").content.decode()


def test_a_call_is_found_by_each_filter_and_not_by_others(desk: Client, world: World) -> None:
    day = timezone.localtime(world.incident.received_at).date()
    number = world.incident.number
    for query in (f"search={number}", f"search={world.incident}", "search=mill", f"day={day}", f"until={day}"):
        assert found(desk, query), query
    assert found(desk, "type=theft&state=open&organization=BUREAU")
    later, earlier = day + timedelta(days=1), day - timedelta(days=1)
    for query in (f"search={number + 1}", "search=castle", f"day={later}", f"until={earlier}", "state=closed"):
        assert not found(desk, query), query
    assert not found(desk, "level=major")


def test_neither_a_callers_number_nor_what_was_told_is_in_the_table_or_its_file(
    desk: Client, world: World, dispatcher: User, now: datetime
) -> None:
    services.add_note(incident_id=world.incident.pk, text="He hides in the shed", by=dispatcher, at=now)
    services.add_caller(incident_id=world.incident.pk, phone="13800138000", by=dispatcher, at=now)
    for content in (desk.get(CALLS).content, desk.post(CALLS, {"act": "csv"}).content):
        assert PLACE.encode() in content
        assert b"shed" not in content
        assert b"13800138000" not in content


def test_why_a_call_was_cancelled_is_not_in_the_table(
    desk: Client, bureau: Organization, dispatcher: User, now: datetime, world: World
) -> None:
    Incident.objects.filter(pk=world.incident.pk).update(
        status="cancelled", ended_at=now, disposition="the caller is the neighbour"
    )
    assert b"neighbour" not in desk.get(CALLS).content + desk.post(CALLS, {"act": "csv"}).content


def test_the_first_arrival_stands_beside_a_call(desk: Client, world: World, dispatcher: User, now: datetime) -> None:
    arrived = now + timedelta(minutes=6)
    services.set_arrived(assignment_id=world.assignment.pk, by=dispatcher, at=arrived)
    assert "6.0 min" in desk.get(CALLS).content.decode()


def test_a_page_of_calls_is_read_with_as_many_queries_however_many_there_are(
    desk: Client, world: World, bureau: Organization, dispatcher: User, now: datetime
) -> None:
    desk.get(CALLS)
    with CaptureQueriesContext(connection) as few:
        desk.get(CALLS)
    for _each in range(5):
        services.take_call(
            organization_id=bureau.pk, type_code="theft", lon=116.4, lat=39.9, place="", by=dispatcher, at=now
        )
    with CaptureQueriesContext(connection) as more:
        desk.get(CALLS)
    assert len(more) == len(few)


def test_operators_officers_and_outsiders_do_not_read_the_calls_here(
    world: World, dispatcher: User, officer: User, outsider: User
) -> None:
    assert session_of(dispatcher).get(CALLS).status_code == 403
    assert session_of(officer).get(CALLS).status_code == 403
    assert PLACE.encode() not in session_of(outsider).get(CALLS).content


@pytest.mark.parametrize("path", ["/desk/zones/", "/desk/points/"])
def test_the_ground_is_listed_with_who_answers_for_it_and_taken_out(
    desk: Client, outsider: User, officer: User, world: World, path: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(path).content.decode()
    assert len(queries) <= 9
    assert "Test BUREAU" in page
    assert desk.post(path, {"act": "xlsx"}).status_code == 200
    assert "Test BUREAU" not in session_of(outsider).get(path).content.decode()
    assert session_of(officer).get(path).status_code == 403
