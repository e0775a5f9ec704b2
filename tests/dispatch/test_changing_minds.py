"""Units pulled from one call to another, exchanged, stacked on; calls that wait with a limit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from dispatch import services
from dispatch.models import Assignment, Incident, StackedCall
from dispatch.selectors import incident_dicts
from patrol.deadlines import run_due
from patrol.errors import BadInput, NotAllowed, ReasonNeeded, UnitBusy
from patrol.models import Alarm, JournalEntry, Order, Unit, User

type Take = Callable[..., Incident]
type Make = Callable[..., Unit]
type As = Callable[[User | None], APIClient]


def send(call: Incident, *units: Unit, by: User, at: datetime) -> Assignment:
    return services.assign_units(incident_id=call.pk, unit_ids=[unit.pk for unit in units], by=by, at=at)[0]


def fresh(call: Incident) -> Incident:
    return Incident.objects.get(pk=call.pk)


def on(unit: Unit) -> Incident | None:
    """The call that the unit is on."""
    assignment = Assignment.objects.active().filter(unit=unit).select_related("incident").first()
    return assignment.incident if assignment else None


def kinds_of(call: Incident) -> list[str]:
    return [entry.kind for entry in JournalEntry.objects.about("dispatch.incident", call.pk).order_by("pk")]


# Pre-empt ----------------------------------------------------------------------------------------------


def test_a_preempted_unit_is_on_the_new_call_and_the_first_is_back_on_top_with_its_age(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, urgent = make_unit("ONE", 116.41, 39.90), take_call(), take_call(priority=1)
    old = send(first, unit, by=dispatcher, at=now)
    later = now + timedelta(minutes=3)
    pulled = services.preempt_unit(
        incident_id=urgent.pk, unit_id=unit.pk, reason="a child in the water", by=dispatcher, at=later
    )
    assert on(unit) == urgent
    assert (pulled.released.pk, pulled.released.withdrawn_at) == (old.pk, later)
    assert fresh(first).returned_at == later
    assert fresh(first).received_at == now
    assert "incident.given_back" in kinds_of(first)


def test_the_crew_gets_the_withdrawal_and_the_new_order_and_the_desk_an_alarm_for_the_first_call(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, urgent = make_unit("ONE", 116.41, 39.90), take_call(), take_call(priority=1)
    old = send(first, unit, by=dispatcher, at=now)
    services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now)
    told = {order.kind: order for order in Order.objects.open().filter(unit=unit)}
    assert set(told) == {"withdrawal", "dispatch"}
    assert (told["withdrawal"].text, told["withdrawal"].subject_id) == ("fire", str(old.order_id))
    assert told["dispatch"].subject_id == str(urgent.pk)
    alarm = Alarm.objects.open().get(kind="incident.given_back")
    assert (alarm.subject_id, alarm.data["call_sign"]) == (str(first.pk), "ONE")


def test_the_alarm_ends_and_the_call_leaves_the_top_when_somebody_is_sent_to_it(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, other = make_unit("ONE", 116.41, 39.90), make_unit("TWO", 116.42, 39.90)
    first, urgent = take_call(), take_call(priority=1)
    send(first, unit, by=dispatcher, at=now)
    services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now)
    send(first, other, by=dispatcher, at=now)
    assert fresh(first).returned_at is None
    assert not Alarm.objects.open().filter(kind="incident.given_back").exists()


def test_a_call_that_keeps_another_unit_does_not_go_back_on_top(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    units = [make_unit("ONE", 116.41, 39.90), make_unit("TWO", 116.42, 39.90)]
    first, urgent = take_call(), take_call(priority=1)
    send(first, *units, by=dispatcher, at=now)
    services.preempt_unit(incident_id=urgent.pk, unit_id=units[0].pk, reason="fire", by=dispatcher, at=now)
    assert fresh(first).returned_at is None
    assert on(units[1]) == first


def test_a_unit_on_scene_is_done_there_when_it_is_pulled_away(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, urgent = make_unit("ONE", 116.41, 39.90), take_call(), take_call(priority=1)
    old = send(first, unit, by=dispatcher, at=now)
    services.set_arrived(assignment_id=old.pk, by=dispatcher, at=now)
    services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now)
    old.refresh_from_db()
    assert old.cleared_at == now
    assert (fresh(first).status, fresh(first).returned_at) == ("open", now)


def test_preempting_needs_a_reason_a_busy_unit_and_another_call(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, free = make_unit("ONE", 116.41, 39.90), make_unit("TWO", 116.42, 39.90)
    first, urgent = take_call(), take_call(priority=1)
    send(first, unit, by=dispatcher, at=now)
    act: dict[str, Any] = {"by": dispatcher, "at": now}
    with pytest.raises(ReasonNeeded):
        services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason=" ", **act)
    with pytest.raises(NotAllowed, match="is free"):
        services.preempt_unit(incident_id=urgent.pk, unit_id=free.pk, reason="fire", **act)
    with pytest.raises(NotAllowed, match="on this call already"):
        services.preempt_unit(incident_id=first.pk, unit_id=unit.pk, reason="fire", **act)
    services.cancel_incident(incident_id=urgent.pk, reason="no call", **act)
    with pytest.raises(NotAllowed, match="ended"):
        services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason="fire", **act)
    assert on(unit) == first


# Divert, reassign, lead --------------------------------------------------------------------------------


def test_a_diverted_unit_goes_back_to_its_first_call_when_it_is_done(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, near = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    send(first, unit, by=dispatcher, at=now)
    pulled = services.divert_unit(incident_id=near.pk, unit_id=unit.pk, reason="on its way", by=dispatcher, at=now)
    assert on(unit) == near
    assert incident_dicts([first])[0]["stacked"] == [unit.pk]
    done = now + timedelta(minutes=9)
    services.set_arrived(assignment_id=pulled.assignment.pk, by=dispatcher, at=done)
    services.clear_assignment(assignment_id=pulled.assignment.pk, by=dispatcher, at=done)
    run_due(at=done)
    assert on(unit) == first
    assert incident_dicts([first])[0]["stacked"] == []


def test_a_unit_on_scene_is_not_diverted(take_call: Take, make_unit: Make, dispatcher: User, now: datetime) -> None:
    unit, first, near = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    old = send(first, unit, by=dispatcher, at=now)
    services.set_arrived(assignment_id=old.pk, by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="on scene"):
        services.divert_unit(incident_id=near.pk, unit_id=unit.pk, reason="on its way", by=dispatcher, at=now)
    assert on(unit) == first


def test_another_unit_takes_over_in_one_act_and_with_it_the_lead(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    slow, quick, call = make_unit("SLOW", 116.49, 39.90), make_unit("QUICK", 116.41, 39.90), take_call()
    old = send(call, slow, by=dispatcher, at=now)
    services.choose_primary(assignment_id=old.pk, by=dispatcher, at=now)
    act: dict[str, Any] = {"reason": "nearer by now", "by": dispatcher, "at": now}
    pulled = services.reassign(assignment_id=old.pk, unit_id=quick.pk, **act)
    assert (on(slow), on(quick)) == (None, call)
    assert pulled.assignment.primary
    assert fresh(call).returned_at is None


def test_nothing_changes_when_the_unit_that_should_take_over_is_busy(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    slow, quick, call, other = (
        make_unit("SLOW", 116.49, 39.9),
        make_unit("QUICK", 116.4, 39.9),
        take_call(),
        take_call(),
    )
    old = send(call, slow, by=dispatcher, at=now)
    send(other, quick, by=dispatcher, at=now)
    with pytest.raises(UnitBusy):
        services.reassign(assignment_id=old.pk, unit_id=quick.pk, reason="nearer", by=dispatcher, at=now)
    assert (on(slow), on(quick)) == (call, other)


def test_one_unit_leads_at_a_call(take_call: Take, make_unit: Make, dispatcher: User, now: datetime) -> None:
    units, call = [make_unit("ONE", 116.41, 39.90), make_unit("TWO", 116.42, 39.90)], take_call()
    send(call, *units, by=dispatcher, at=now)
    one, two = call.assignments.order_by("unit__call_sign")
    services.choose_primary(assignment_id=one.pk, by=dispatcher, at=now)
    services.choose_primary(assignment_id=two.pk, by=dispatcher, at=now)
    assert list(call.assignments.filter(primary=True)) == [two]
    services.withdraw_assignment(assignment_id=two.pk, reason="not needed", by=dispatcher, at=now)
    with pytest.raises(NotAllowed):
        services.choose_primary(assignment_id=two.pk, by=dispatcher, at=now)


# Stack -------------------------------------------------------------------------------------------------


def test_stacked_calls_are_sent_in_order_as_soon_as_the_unit_is_free(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, calls = make_unit("ONE", 116.41, 39.90), [take_call() for _ in range(4)]
    now_on = send(calls[0], unit, by=dispatcher, at=now)
    for call in calls[1:3]:
        services.stack_call(incident_id=call.pk, unit_id=unit.pk, by=dispatcher, at=now)
    services.stack_call(incident_id=calls[3].pk, unit_id=unit.pk, first=True, by=dispatcher, at=now)
    went = []
    for minute in range(1, 4):
        at = now + timedelta(minutes=minute)
        services.set_arrived(assignment_id=now_on.pk, by=dispatcher, at=at)
        services.clear_assignment(assignment_id=now_on.pk, by=dispatcher, at=at)
        run_due(at=at)
        now_on = Assignment.objects.active().get(unit=unit)
        went.append(now_on.incident)
    assert went == [calls[3], calls[1], calls[2]]
    assert not StackedCall.objects.exists()


def test_a_stacked_call_that_another_unit_took_is_not_sent_twice(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, other = make_unit("ONE", 116.41, 39.90), make_unit("TWO", 116.42, 39.90)
    first, waiting = take_call(), take_call()
    old = send(first, unit, by=dispatcher, at=now)
    services.stack_call(incident_id=waiting.pk, unit_id=unit.pk, by=dispatcher, at=now)
    send(waiting, other, by=dispatcher, at=now)
    services.withdraw_assignment(assignment_id=old.pk, reason="no need", by=dispatcher, at=now)
    run_due(at=now)
    assert (on(unit), on(other)) == (None, waiting)


def test_a_unit_that_can_no_longer_be_sent_rings_an_alarm_and_the_call_goes_on_waiting(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, waiting = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    old = send(first, unit, by=dispatcher, at=now)
    services.stack_call(incident_id=waiting.pk, unit_id=unit.pk, by=dispatcher, at=now)
    Unit.objects.filter(pk=unit.pk).update(status="out_of_service")
    services.withdraw_assignment(assignment_id=old.pk, reason="broke down", by=dispatcher, at=now)
    run_due(at=now)
    alarm = Alarm.objects.open().get(kind="unit.stack_waits")
    assert alarm.data["incident"] == str(waiting.pk)
    assert incident_dicts([waiting])[0]["stacked"] == [unit.pk]


def test_only_a_busy_unit_has_a_stack_and_a_call_can_leave_it(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, waiting = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    act: dict[str, Any] = {"unit_id": unit.pk, "by": dispatcher, "at": now}
    with pytest.raises(NotAllowed, match="is free"):
        services.stack_call(incident_id=waiting.pk, **act)
    send(first, unit, by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="Units are on this call"):
        services.stack_call(incident_id=first.pk, **act)
    services.stack_call(incident_id=waiting.pk, **act)
    services.unstack_call(incident_id=waiting.pk, **act)
    services.unstack_call(incident_id=waiting.pk, **act)
    assert kinds_of(waiting).count("incident.unstacked") == 1


# Hold --------------------------------------------------------------------------------------------------


def test_a_held_call_rings_when_its_time_is_over_and_not_before(
    take_call: Take, dispatcher: User, now: datetime
) -> None:
    call, limit = take_call(), now + timedelta(minutes=10)
    services.hold_incident(incident_id=call.pk, until=limit, reason="caller comes back", by=dispatcher, at=now)
    run_due(at=limit - timedelta(seconds=1))
    assert not Alarm.objects.exists()
    run_due(at=limit)
    assert Alarm.objects.open().get().kind == "incident.hold_over"


@pytest.mark.parametrize("end", ["resume", "send", "close"])
def test_a_hold_ends_with_its_alarm_when_the_call_goes_on(
    end: str, take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    call, limit = take_call(), now + timedelta(minutes=10)
    act: dict[str, Any] = {"incident_id": call.pk, "by": dispatcher, "at": now}
    services.hold_incident(until=limit, reason="later", **act)
    if end == "resume":
        services.resume_incident(**act)
    elif end == "send":
        send(call, make_unit("ONE", 116.41, 39.90), by=dispatcher, at=now)
    else:
        services.close_incident(disposition="settled", **act)
    run_due(at=limit)
    assert not Alarm.objects.filter(kind="incident.hold_over").exists()
    assert (fresh(call).hold_until, fresh(call).hold_reason) == (None, "")


def test_holding_needs_a_reason_a_limit_and_a_call_without_units(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    call = take_call()
    act: dict[str, Any] = {"incident_id": call.pk, "by": dispatcher, "at": now}
    with pytest.raises(ReasonNeeded):
        services.hold_incident(until=now + timedelta(minutes=5), reason="", **act)
    for until in (now, now + timedelta(hours=3)):
        with pytest.raises(BadInput):
            services.hold_incident(until=until, reason="later", **act)
    send(call, make_unit("ONE", 116.41, 39.90), by=dispatcher, at=now)
    with pytest.raises(NotAllowed):
        services.hold_incident(until=now + timedelta(minutes=5), reason="later", **act)


def test_the_reason_of_a_hold_or_a_pull_is_in_no_journal_entry(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, first, urgent = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    limit = now + timedelta(minutes=5)
    services.hold_incident(incident_id=first.pk, until=limit, reason="secret words", by=dispatcher, at=now)
    send(first, unit, by=dispatcher, at=now)
    services.preempt_unit(incident_id=urgent.pk, unit_id=unit.pk, reason="secret words", by=dispatcher, at=now)
    assert "secret" not in str([entry.data for entry in JournalEntry.objects.all()])


# Doors -------------------------------------------------------------------------------------------------


def test_the_doors_say_what_became_of_both_calls_and_refuse_the_outsider_and_the_crew(
    take_call: Take, make_unit: Make, dispatcher: User, officer: User, outsider: User, as_: As, now: datetime
) -> None:
    unit, first, urgent = make_unit("ONE", 116.41, 39.90, crew=[officer]), take_call(), take_call(priority=1)
    services.assign_units(incident_id=first.pk, unit_ids=[unit.pk], reason="alone", by=dispatcher, at=now)
    path, body = f"/api/incidents/{urgent.pk}/preempt", {"unit": unit.pk, "reason": "fire"}
    assert as_(outsider).post(path, body, format="json").status_code == 404
    assert as_(officer).post(path, body, format="json").status_code == 404
    answer = as_(dispatcher).post(path, body, format="json").json()
    assert (answer["assignment"]["incident"], answer["released"]["state"]) == (str(urgent.pk), "withdrawn")
    calls = as_(dispatcher).get("/api/incidents").json()["results"]
    assert {call["id"]: call["returned_at"] is not None for call in calls} == {
        str(first.pk): True,
        str(urgent.pk): False,
    }


def test_hold_and_stack_through_their_doors(
    take_call: Take, make_unit: Make, dispatcher: User, as_: As, now: datetime
) -> None:
    unit, first, waiting = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    client = as_(dispatcher)
    held = client.post(f"/api/incidents/{waiting.pk}/hold", {"minutes": 5, "reason": "later"}, format="json").json()
    assert held["hold_reason"] == "later"
    resumed = client.post(f"/api/incidents/{waiting.pk}/resume").json()
    assert resumed["hold_until"] is None
    send(first, unit, by=dispatcher, at=now)
    stacked = client.post(f"/api/incidents/{waiting.pk}/stack", {"unit": unit.pk}, format="json").json()
    assert stacked["stacked"] == [unit.pk]
    left = client.post(f"/api/incidents/{waiting.pk}/unstack", {"unit": unit.pk}, format="json").json()
    assert left["stacked"] == []
