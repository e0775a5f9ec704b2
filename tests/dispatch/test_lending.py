"""A neighbour's nearer unit is ranked and sent; its owner's desk is told and acknowledges."""

import json

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from dispatch import services
from patrol import services as force
from patrol.models import Alarm, Order, RoleGrant
from patrol.vocabulary import OrganizationKind, Role
from tests.conftest import make_organization
from zones.models import Beat, BeatVersion


@pytest.fixture
def neighbour(bureau):
    return make_organization("NEIGHBOUR", OrganizationKind.STATION, bureau)


@pytest.fixture
def their_dispatcher(neighbour, make_person):
    return make_person(neighbour, Role.OPERATOR)


@pytest.fixture
def beat(station, now):
    """The ground of our station, around the middle of town."""
    shape = MultiPolygon(Polygon.from_bbox((116.3, 39.8, 116.5, 40.0)), srid=4326)
    thing = Beat.objects.create(code="B1", name="B1", organization=station)
    return BeatVersion.objects.create(beat=thing, number=1, shape=shape, valid_from=now)


@pytest.fixture
def lent(make_unit, neighbour):
    return make_unit("THEIRS", 116.401, 39.9, organization=neighbour)


def send(call, unit, dispatcher, now):
    return services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)


def told():
    return [(order.desk.code, order.kind, order.commits) for order in Order.objects.filter(desk__isnull=False)]


def test_a_neighbours_nearer_unit_is_ranked_first(take_call, beat, lent, make_unit, as_, dispatcher):
    make_unit("OURS", 116.45, 39.9)
    ranking = as_(dispatcher).get(f"/api/incidents/{take_call().pk}/recommendations").json()
    assert [one["call_sign"] for one in ranking["candidates"]] == ["THEIRS", "OURS"]


def test_its_owners_desk_is_told_by_an_order_that_binds_nobody(
    take_call, beat, lent, their_dispatcher, dispatcher, now
):
    call = take_call(place="The mill")
    send(call, lent, dispatcher, now)
    assert told() == [("NEIGHBOUR", "unit_lent", False)]
    order = Order.objects.get(desk__isnull=False)
    assert (order.subject_id, order.text) == (str(call.pk), f"THEIRS · {call} · Theft · The mill")


def test_a_unit_on_its_own_ground_or_without_a_desk_of_its_own_lends_nothing(
    take_call, beat, lent, make_unit, make_person, station, dispatcher, now
):
    make_person(station, Role.OPERATOR)
    ours = make_unit("OURS", 116.4, 39.9)
    send(take_call(), ours, dispatcher, now)
    send(take_call(), lent, dispatcher, now)  # no dispatcher sits at the neighbour's
    assert told() == []


def test_a_call_outside_every_beat_belongs_to_who_took_it(take_call, lent, their_dispatcher, dispatcher, now):
    send(take_call(), lent, dispatcher, now)
    assert told() == []  # the bureau commands both


def test_a_unit_sent_to_a_call_that_another_station_took_is_lent(
    take_call, lent, their_dispatcher, station, dispatcher, now
):
    send(take_call(organization_id=station.pk), lent, dispatcher, now)
    assert told() == [("NEIGHBOUR", "unit_lent", False)]


def test_who_sends_a_unit_of_the_own_desk_needs_not_be_told(take_call, beat, lent, neighbour, make_person, bureau, now):
    both = make_person(bureau, Role.OPERATOR)
    RoleGrant.objects.create(user=both, organization=neighbour, role=Role.OPERATOR.value)
    send(take_call(by=both), lent, both, now)
    assert told() == []


def test_the_desk_sees_it_and_acknowledges(
    take_call, beat, lent, their_dispatcher, dispatcher, outsider, as_, make_person, bureau, now
):
    send(take_call(), lent, dispatcher, now)
    (order,) = as_(their_dispatcher).get("/api/desk-orders").json()
    assert order["text"].startswith("THEIRS")
    assert as_(dispatcher).get("/api/desk-orders").json() == []  # who sent it
    assert as_(make_person(bureau, Role.OPERATOR)).get("/api/desk-orders").json() == []  # sits at another desk
    assert as_(outsider).get("/api/desk-orders").json() == []
    path = f"/api/orders/{order['id']}/acknowledge"
    assert as_(outsider).post(path, json.dumps({}), content_type="application/json").status_code in (403, 404)
    assert as_(their_dispatcher).post(path, json.dumps({}), content_type="application/json").status_code == 200
    assert as_(their_dispatcher).get("/api/desk-orders").json() == []


def test_a_desk_that_is_silent_raises_an_alarm_that_names_the_call(
    take_call, beat, lent, their_dispatcher, dispatcher, now
):
    call = take_call()
    send(call, lent, dispatcher, now)
    order = Order.objects.get(desk__isnull=False)
    force.alarm_unanswered_order(subject_id=str(order.pk), at=now)
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.data["number"]) == ("order.unanswered", str(call))
