"""Calls that were taken on paper: entered late, with the times as they were, and marked."""

from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import Assignment, Incident
from dispatch.selectors import incident_picture
from dispatch.services import PaperUnit
from patrol.errors import BadInput, NotAllowed, UnitBusy
from patrol.journal import faults, number_entries
from patrol.models import Deadline, JournalEntry, Order

MINUTE = timedelta(minutes=1)


@pytest.fixture
def received_at(now):
    return now - 90 * MINUTE


@pytest.fixture
def enter(bureau, theft, dispatcher, now, received_at):
    """`enter(*units)`: a call of an hour and a half ago; takes any argument of the service."""

    def call(*units, **more):
        asked = {
            "organization_id": bureau.pk,
            "type_code": theft.code,
            "where": (116.4, 39.9),
            "received_at": received_at,
            "units": units,
            "by": dispatcher,
            "at": now,
        }
        return services.enter_paper_call(**asked | more)

    return call


@pytest.fixture
def worked(received_at):
    """`worked(unit)`: the times of a unit that was sent after 2 minutes, and done after 40."""

    def times(unit, **more):
        known = {
            "assigned_at": received_at + 2 * MINUTE,
            "en_route_at": received_at + 3 * MINUTE,
            "arrived_at": received_at + 9 * MINUTE,
            "cleared_at": received_at + 40 * MINUTE,
        }
        return PaperUnit(unit_id=unit.pk, **known | more)

    return times


def test_a_paper_call_has_the_times_as_they_were_and_is_marked(enter, worked, make_unit, received_at, now):
    call = enter(worked(make_unit("PAPER")), disposition="settled", note="Nothing was stolen")
    call.refresh_from_db()
    assert (call.on_paper, call.status, call.received_at) == (True, "closed", received_at)
    assert call.ended_at == received_at + 40 * MINUTE
    told = [(fact["kind"], fact["at"]) for fact in incident_picture(call.pk, at=now)["timeline"]]
    assert told == [
        ("incident.opened", received_at.isoformat()),
        ("paper.unit_sent", (received_at + 2 * MINUTE).isoformat()),
        ("paper.unit_en_route", (received_at + 3 * MINUTE).isoformat()),
        ("paper.unit_arrived", (received_at + 9 * MINUTE).isoformat()),
        ("paper.unit_cleared", (received_at + 40 * MINUTE).isoformat()),
        ("incident.closed", (received_at + 40 * MINUTE).isoformat()),
        ("incident.note_added", now.isoformat()),
        ("incident.entered_from_paper", now.isoformat()),
    ]
    recorded = JournalEntry.objects.filter(kind="paper.unit_sent").get().recorded_at
    assert recorded > received_at + 80 * MINUTE
    number_entries()
    assert list(faults()) == []


def test_a_call_of_the_system_is_not_marked(call, now):
    assert incident_picture(call.pk, at=now)["on_paper"] is False


def test_a_unit_that_is_done_keeps_what_it_does_now(enter, worked, make_unit, call, dispatcher, now):
    unit = make_unit("NOW ELSEWHERE", 116.4, 39.9)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    enter(worked(unit), disposition="settled")
    assert Order.objects.committing().get(unit=unit).pk == sent.order_id


def test_a_unit_that_is_still_there_is_led_on_from_its_last_step(
    enter, worked, make_unit, dispatcher, received_at, now
):
    unit = make_unit("STILL THERE", 116.4, 39.9)
    call = enter(worked(unit, cleared_at=None))
    assignment = Assignment.objects.get(incident=call)
    assert call.status == "open"
    assert (assignment.assigned_at, assignment.arrived_at) == (received_at + 2 * MINUTE, received_at + 9 * MINUTE)
    assert assignment.order.acknowledged_at == received_at + 2 * MINUTE
    assert not Deadline.objects.pending().exists()
    services.clear_assignment(assignment_id=assignment.pk, disposition="settled", by=dispatcher, at=now)
    assert Incident.objects.get(pk=call.pk).status == "closed"


def test_a_unit_that_is_still_there_must_be_free_and_on_duty(enter, worked, make_unit, call, dispatcher, now):
    busy, off = make_unit("BUSY", 116.4, 39.9), make_unit("OFF", on_duty=False)
    services.assign_units(incident_id=call.pk, unit_ids=[busy.pk], by=dispatcher, at=now)
    with pytest.raises(UnitBusy):
        enter(worked(busy, cleared_at=None))
    with pytest.raises(NotAllowed, match="off duty"):
        enter(worked(off, cleared_at=None))
    assert Incident.objects.filter(on_paper=True).count() == 0


def test_an_outcome_while_a_unit_is_still_there_is_refused_whole(enter, worked, make_unit):
    with pytest.raises(NotAllowed, match="STILL THERE"):
        enter(worked(make_unit("STILL THERE"), cleared_at=None), disposition="settled")
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"assigned_at": -1}, ["received_at", "assigned_at"]),
        ({"en_route_at": 1}, ["assigned_at", "en_route_at"]),
        ({"arrived_at": 50}, ["arrived_at", "cleared_at"]),
        ({"cleared_at": 91}, ["cleared_at", "now"]),
    ],
)
def test_times_in_the_wrong_order_or_in_the_future_are_refused(enter, worked, make_unit, received_at, wrong, named):
    times = {name: received_at + minutes * MINUTE for name, minutes in wrong.items()}
    with pytest.raises(BadInput) as refusal:
        enter(worked(make_unit(), **times))
    assert refusal.value.facts["times"] == named


def test_a_call_of_the_future_is_refused(enter, now):
    with pytest.raises(BadInput):
        enter(received_at=now + 5 * MINUTE)


def test_who_cleared_has_arrived(enter, worked, make_unit):
    with pytest.raises(BadInput, match="arrived"):
        enter(worked(make_unit("NEVER THERE"), arrived_at=None))


def test_an_arrival_without_a_departure_counts_as_both(enter, worked, make_unit, received_at):
    call = enter(worked(make_unit(), en_route_at=None), disposition="settled")
    assert Assignment.objects.get(incident=call).en_route_at == received_at + 9 * MINUTE
    assert not JournalEntry.objects.filter(kind="paper.unit_en_route").exists()


def test_a_slip_is_entered_once(enter):
    first = enter(slip="7", disposition="advice")
    with pytest.raises(NotAllowed, match=str(first)):
        enter(slip="7", disposition="advice")
    enter(slip="8", disposition="advice")
    enter(disposition="advice")
    assert Incident.objects.count() == 3


@pytest.mark.parametrize(("who", "status"), [("dispatcher", 201), ("officer", 403), ("outsider", 403), (None, 401)])
def test_only_dispatchers_enter_paper_calls_and_only_with_their_units(
    as_, make_unit, theft, request, received_at, who, status
):
    unit = make_unit("PAPER")
    person = request.getfixturevalue(who) if who else None
    body = {
        "type": theft.code,
        "lon": 116.4,
        "lat": 39.9,
        "received_at": received_at.isoformat(),
        "phone": "555 0100",
        "units": [{"unit": unit.pk, "assigned_at": (received_at + MINUTE).isoformat()}],
    }
    answer = as_(person).post("/api/paper-calls", body, format="json")
    assert answer.status_code == status
    if status == 201:
        assert answer.json()["on_paper"] is True
        assert len(answer.json()["assignments"]) == 1


def test_a_time_without_a_zone_is_that_of_the_place(as_, dispatcher, bureau, theft, settings):
    body = {"type": theft.code, "lon": 116.4, "lat": 39.9, "received_at": "2026-03-04T08:15", "disposition": "advice"}
    answer = as_(dispatcher).post("/api/paper-calls", body, format="json")
    assert answer.json()["received_at"] == "2026-03-04T00:15:00+00:00"
