"""A sensitive call is reported in one hop to the command centre and its leaders; silence rings (F48)."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dispatch import services
from dispatch.selectors import officer_picture, told_directly
from patrol import services as force
from patrol.deadlines import run_due
from patrol.models import Alarm, JournalEntry, Order
from patrol.vocabulary import Role
from zones.models import Zone, ZoneVersion


@pytest.fixture
def leaders(bureau, station, make_person):
    """Those over the whole bureau; the chief of a station is none of them."""
    make_person(station, Role.DUTY_CHIEF)
    both = make_person(bureau, Role.DUTY_CHIEF, Role.SUPERVISOR)
    return [both, make_person(bureau, Role.SUPERVISOR)]


@pytest.fixture
def zone(bureau, now):
    shape = MultiPolygon(Polygon.from_bbox((116.3, 39.8, 116.5, 40.0)), srid=4326)
    zone = Zone.objects.create(code="Z1", name="The square", organization=bureau, direct_report=True)
    ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)
    return zone


def orders():
    return Order.objects.filter(kind="direct_report")


def reach(client, call):
    return client.post(f"/api/incidents/{call.pk}/direct-report", {}, format="json")


def test_the_desk_and_every_leader_are_told_at_one_moment(call, leaders, bureau, dispatcher, now):
    services.report_directly(incident_id=call.pk, by=dispatcher, at=now)
    assert {order.desk or order.person for order in orders()} == {bureau, *leaders}
    assert {(order.sent_at, order.commits) for order in orders()} == {(now, False)}
    fact = JournalEntry.objects.get(kind="incident.reported_directly").data
    people = [leader.pk for leader in leaders]
    assert fact == {"incident": str(call.pk), "desk": bureau.pk, "people": people, "reported_to": 3}


def test_at_most_ten_leaders_are_told(call, bureau, make_person, dispatcher, now):
    for _number in range(11):
        make_person(bureau, Role.SUPERVISOR)
    services.report_directly(incident_id=call.pk, by=dispatcher, at=now)
    assert orders().filter(person__isnull=False).count() == 10


def test_a_repeat_tells_nobody_twice(call, leaders, as_, dispatcher):
    answers = [reach(as_(dispatcher), call).json() for _again in range(2)]
    assert [answer["reported_to"] for answer in answers] == [3, 3]
    assert orders().count() == 3
    assert JournalEntry.objects.filter(kind="incident.reported_directly").count() == 1


def test_silence_rings_on_the_desk_and_an_answer_stops_it(call, leaders, bureau, dispatcher, now):
    leaders[1].organization = None  # belongs nowhere, yet the bureau's desk must hear of the silence
    leaders[1].save()
    sent_at = timezone.now() - timedelta(minutes=2)
    services.report_directly(incident_id=call.pk, by=dispatcher, at=sent_at)
    heard = orders().get(person=leaders[0])
    force.acknowledge_order(order_id=heard.pk, by=leaders[0], at=now)
    run_due(at=timezone.now())
    alarms = Alarm.objects.filter(kind="order.unanswered")
    assert {alarm.data["receiver"] for alarm in alarms} == {bureau.name, leaders[1].display_name}
    assert {(alarm.organization, alarm.data["number"]) for alarm in alarms} == {(bureau, str(call))}


def test_a_leader_sees_it_and_acknowledges_and_the_call_tells_who_has(call, leaders, as_, dispatcher, outsider, bureau):
    assert reach(as_(dispatcher), call).status_code == 200
    supervisor = leaders[1]
    (told,) = as_(supervisor).get("/api/desk-orders").json()
    assert (told["kind"], told["incident"], told["desk"]) == ("direct_report", str(call.pk), supervisor.display_name)
    assert told["text"] == f"{call} · Theft"
    assert as_(outsider).post(f"/api/orders/{told['id']}/acknowledge", {}, format="json").status_code in (403, 404)
    assert as_(supervisor).post(f"/api/orders/{told['id']}/acknowledge", {}, format="json").status_code == 200
    assert as_(supervisor).get("/api/desk-orders").json() == []
    details = as_(dispatcher).get(f"/api/incidents/{call.pk}").json()["told_directly"]
    assert [one["name"] for one in details if one["acknowledged_at"]] == [supervisor.display_name]
    assert details[0]["name"] == bureau.name


def test_the_desk_hears_of_it_even_where_one_of_its_own_reports(call, as_, dispatcher):
    reach(as_(dispatcher), call)
    assert [order["kind"] for order in as_(dispatcher).get("/api/desk-orders").json()] == ["direct_report"]


def test_the_crew_of_a_unit_on_the_call_reports_and_others_may_not(
    call, make_unit, make_person, station, as_, dispatcher, officer, outsider, now
):
    crew = make_person(station, Role.OFFICER)
    unit = make_unit("U1", 116.4, 39.9, crew=[crew, make_person(station, sworn=False), make_person(station)])
    assert reach(as_(crew), call).status_code == 404
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    assert [reach(as_(one), call).status_code for one in (officer, outsider, None)] == [404, 404, 401]
    assert reach(as_(crew), call).status_code == 200
    (own,) = officer_picture(crew, now)["orders"].values()
    assert own["assignment"]["reported_to"] == 1


def test_a_call_that_turns_out_major_is_reported_by_itself(call, leaders, dispatcher, now):
    services.set_level(incident_id=call.pk, level="complex", by=dispatcher, at=now)
    assert told_directly(call) == []
    services.set_level(incident_id=call.pk, level="major", by=dispatcher, at=now)
    assert len(told_directly(call)) == 3


def test_an_urgent_call_in_a_marked_zone_is_reported_as_it_is_taken(take_call, zone, leaders, now):
    urgent = take_call(priority=1)
    assert {one["sent_at"] for one in told_directly(urgent)} == {now.isoformat()}
    assert told_directly(take_call(priority=2)) == []
    assert told_directly(take_call(lon=117.0, priority=1)) == []


def test_an_urgent_call_in_an_ordinary_zone_is_not(take_call, zone, leaders):
    Zone.objects.update(direct_report=False)
    take_call(priority=1)
    assert not orders().exists()


def test_a_zone_without_the_mark_costs_intake_nothing(take_call, zone):
    Zone.objects.update(direct_report=False)
    take_call()
    counts = []
    for priority in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            take_call(priority=priority)
        counts.append(len(asked))
    assert counts[0] == counts[1]
