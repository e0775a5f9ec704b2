"""What a crew finds on patrol: received, dispatched and on scene in one act."""

import json
from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import Assignment, Incident
from patrol.clocks import Said
from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.models import Deadline, JournalEntry


@pytest.fixture
def unit(make_unit, officer, theft):
    """The officer's unit; alone, and so below its template."""
    return make_unit("U1", 116.41, 39.9, crew=[officer])


@pytest.fixture
def found(unit, officer, now):
    return lambda **more: services.report_found(
        **{"unit_id": unit.pk, "type_code": "theft", "by": officer, "at": now} | more
    )


def test_one_act_receives_dispatches_and_arrives(found, unit, now):
    call = found()
    assignment = Assignment.objects.select_related("order").get(incident=call)
    times = [call.received_at, assignment.assigned_at, assignment.en_route_at, assignment.arrived_at]
    assert times == [now] * 4
    assert assignment.order.acknowledged_at == now
    assert (call.source, assignment.unit, call.organization.code) == ("patrol", unit, "BUREAU")


def test_nothing_is_chased_for_a_unit_that_stands_there(found, now):
    found()
    assert not Deadline.objects.filter(fired_at=None, cancelled_at=None).exists()


def test_the_place_is_where_the_unit_stands_unless_it_says_where(found):
    assert found().point.tuple == pytest.approx((116.41, 39.9))
    assert found(where=(116.3, 39.8)).point.tuple == pytest.approx((116.3, 39.8))


def test_without_any_position_it_must_say_where(make_unit, officer, theft, now):
    unit = make_unit("U2", crew=[officer])
    with pytest.raises(BadInput):
        services.report_found(unit_id=unit.pk, type_code="theft", by=officer, at=now)
    assert not Incident.objects.exists()


def test_a_unit_with_an_order_keeps_it_and_its_find_waits_for_another(found, unit, call, dispatcher, officer, now):
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], reason="alone", by=dispatcher, at=now)
    second = found(note="A brawl on the way")
    assert second.status == "open"
    assert Assignment.objects.get().incident == call
    assert second.notes.get().text == "A brawl on the way"


def test_a_find_kept_without_a_network_counts_from_when_it_was_made(found, now):
    made, shown = now - timedelta(hours=8, minutes=20), now - timedelta(hours=8)  # and a clock eight hours slow
    call = found(said=Said(happened_at=made, device_now=shown))
    assert call.received_at == now - timedelta(minutes=20)
    assert call.assignments.get().arrived_at == call.received_at


def test_by_radio_a_time_in_the_future_is_refused(found, now):
    with pytest.raises(BadInput):
        found(said=Said(happened_at=now + timedelta(hours=1), by_radio=True))


def test_a_unit_off_duty_finds_nothing(make_unit, officer, theft, now):
    resting = make_unit("U3", on_duty=False)
    with pytest.raises(NotAllowed):
        services.report_found(unit_id=resting.pk, type_code="theft", by=officer, at=now)
    with pytest.raises(NotFound):
        services.report_found(unit_id=10**9, type_code="theft", by=officer, at=now)


def test_the_times_are_told_in_order(found):
    call = found()
    told = list(JournalEntry.objects.about("dispatch.incident", call.pk).values_list("kind", flat=True))
    assert told == ["incident.opened", "incident.assigned", "assignment.en_route", "assignment.arrived"]


# The door --------------------------------------------------------------------------------------------


def post(client, body, **headers):
    return client.post("/api/found", json.dumps(body), content_type="application/json", headers=headers)


def test_an_officer_reports_from_the_phone_and_sees_the_call(as_, unit, officer):
    answer = post(as_(officer), {"type": "theft", "note": "A broken window"})
    assert answer.status_code == 201
    (assignment,) = answer.json()["assignments"].values()
    assert (assignment["state"], assignment["call_sign"]) == ("on_scene", "U1")
    assert as_(officer).get(f"/api/incidents/{answer.json()['id']}").status_code == 200


def test_an_operator_reports_for_a_crew_without_a_phone(as_, unit, dispatcher):
    assert post(as_(dispatcher), {"type": "theft", "unit": unit.pk}).status_code == 201


def test_who_rides_in_no_unit_and_speaks_for_none_is_refused(as_, unit, outsider, make_person, bureau):
    assert post(as_(None), {"type": "theft"}).status_code == 401
    assert post(as_(make_person(bureau)), {"type": "theft"}).status_code == 403
    assert post(as_(outsider), {"type": "theft", "unit": unit.pk}).status_code == 404
    assert not Incident.objects.exists()


def test_the_same_report_twice_is_one_call(as_, unit, officer):
    for _time in range(2):
        assert post(as_(officer), {"type": "theft"}, **{"Idempotency-Key": "k1"}).status_code == 201
    assert Incident.objects.count() == 1
