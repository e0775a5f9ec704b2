"""Units without a phone, or out of its reach: steps and positions heard by radio; what phones tell late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from dispatch import services
from dispatch.models import Assignment, Incident, LateStep
from dispatch.selectors import incident_picture, recommend
from patrol import live
from patrol.clocks import Said
from patrol.deadlines import run_due
from patrol.errors import BadInput, NotAllowed, UnitBusy
from patrol.models import Alarm, JournalEntry, Order, Unit, User
from patrol.services import acknowledge_order
from patrol.vocabulary import PositionSource

type Take = Callable[..., Incident]
type Make = Callable[..., Unit]
type As = Callable[[User | None], APIClient]


@pytest.fixture
def unit(make_unit: Make, officer: User, make_person: Callable[..., User]) -> Unit:
    """A unit with the officer on its crew."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("ONE", 116.41, 39.90, crew=[officer, *mates])


@pytest.fixture
def sent(call: Incident, unit: Unit, dispatcher: User, now: datetime) -> Assignment:
    """The unit on its way to the call, sent ten minutes ago."""
    ago = now - timedelta(minutes=10)
    return services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=ago)[0]


def by_radio(happened_at: datetime | None = None) -> Said:
    return Said(happened_at=happened_at, by_radio=True)


def entries(kind: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(kind=kind).order_by("pk"))


# Steps -------------------------------------------------------------------------------------------------


def test_a_step_heard_by_radio_has_its_true_time_and_says_who_spoke(
    sent: Assignment, dispatcher: User, now: datetime
) -> None:
    true = now - timedelta(minutes=4)
    moved = services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now, said=by_radio(true))
    assert (moved.en_route_at, moved.arrived_at) == (true, true)
    (arrived,) = entries("assignment.arrived")
    assert (arrived.at, arrived.actor, arrived.data["by_radio"]) == (true, dispatcher.display_name, True)


def test_an_answer_by_radio_stops_the_chase(sent: Assignment, dispatcher: User, now: datetime) -> None:
    run_due(at=now)
    assert Alarm.objects.open().count() == 2
    true = sent.assigned_at + timedelta(seconds=30)
    order = acknowledge_order(order_id=sent.order_id, by=dispatcher, at=now, said=by_radio(true))
    assert order.acknowledged_at == true
    assert not Alarm.objects.open().exists()
    assert not run_due(at=now + timedelta(hours=1))


def test_a_time_in_the_future_or_before_the_dispatch_is_refused(
    sent: Assignment, dispatcher: User, now: datetime
) -> None:
    for stated in (now + timedelta(hours=1), sent.assigned_at - timedelta(seconds=1)):
        with pytest.raises(BadInput):
            services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now, said=by_radio(stated))
    assert Assignment.objects.get(pk=sent.pk).arrived_at is None


def test_times_stay_in_order_whatever_is_stated(sent: Assignment, dispatcher: User, now: datetime) -> None:
    left = now - timedelta(minutes=2)
    services.set_en_route(assignment_id=sent.pk, by=dispatcher, at=now, said=by_radio(left))
    earlier = left - timedelta(minutes=3)
    moved = services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now, said=by_radio(earlier))
    assert moved.arrived_at == left


def test_through_the_door_an_operator_speaks_by_radio_and_the_crew_for_itself(
    sent: Assignment, dispatcher: User, officer: User, as_: As
) -> None:
    stated = sent.assigned_at + timedelta(minutes=1)
    path = f"/api/orders/{sent.order_id}/acknowledge"
    answer = as_(dispatcher).post(path, {"happened_at": stated.isoformat()}, format="json")
    assert datetime.fromisoformat(answer.json()["acknowledged_at"]) == stated
    as_(officer).post(f"/api/assignments/{sent.pk}/en-route")
    assert entries("order.acknowledged")[0].data["by_radio"] is True
    assert "by_radio" not in entries("assignment.en_route")[0].data


def test_a_phone_whose_clock_is_hours_off_is_counted_by_ours_and_both_are_kept(
    sent: Assignment, officer: User, as_: As, now: datetime
) -> None:
    device_now = now + timedelta(hours=9)
    pressed = device_now - timedelta(minutes=3)  # without a network for three minutes
    as_(officer).post(
        f"/api/assignments/{sent.pk}/arrive",
        {"happened_at": pressed.isoformat()},
        format="json",
        headers={"Device-Time": device_now.isoformat()},
    )
    arrived = Assignment.objects.get(pk=sent.pk).arrived_at
    assert arrived is not None
    assert abs(arrived - (now - timedelta(minutes=3))) < timedelta(minutes=1)
    assert entries("assignment.arrived")[0].data["device_at"] == pressed.isoformat()


def test_a_step_that_a_phone_sends_again_later_is_the_same_step(
    sent: Assignment, officer: User, as_: As, now: datetime
) -> None:
    pressed = now - timedelta(minutes=3)
    answers = [
        as_(officer).post(
            f"/api/assignments/{sent.pk}/arrive",
            {"happened_at": pressed.isoformat()},
            format="json",
            headers={"Device-Time": (now + timedelta(seconds=wait)).isoformat(), "Idempotency-Key": "one press"},
        )
        for wait in (0, 40)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["arrived_at"] == answers[1].json()["arrived_at"]


@pytest.mark.parametrize("clock", ["", "yesterday", "2026-13-45", "2026-01-01T00:00:00", "\x00"])
def test_a_device_that_shows_no_readable_clock_is_no_obstacle(
    clock: str, sent: Assignment, officer: User, as_: As
) -> None:
    answer = as_(officer).post(f"/api/assignments/{sent.pk}/arrive", {}, format="json", headers={"Device-Time": clock})
    assert answer.status_code == 200


# Positions ---------------------------------------------------------------------------------------------


def test_a_unit_with_a_radio_alone_is_ranked_by_what_it_said(
    call: Incident, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    silent = make_unit("RADIO")
    assert recommend(incident=call, at=now).ranked == []
    services.set_position(unit_id=silent.pk, lon=116.401, lat=39.901, by=dispatcher, at=now)
    (first,) = recommend(incident=call, at=now).ranked
    assert (first.candidate.call_sign, first.candidate.fix_age_s) == ("RADIO", 0)
    assert 0 < first.candidate.metres < 300


def test_a_stated_position_ages_from_when_it_was_true(
    call: Incident, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    silent, true = make_unit("RADIO"), now - timedelta(minutes=5)
    services.set_position(unit_id=silent.pk, lon=116.401, lat=39.901, happened_at=true, by=dispatcher, at=now)
    (first,) = recommend(incident=call, at=now).ranked
    assert first.candidate.fix_age_s == 300


def test_a_tracker_that_speaks_now_keeps_the_word(make_unit: Make, dispatcher: User, now: datetime) -> None:
    tracked = make_unit("TRACKED", 116.41, 39.90, fixed_at=now - timedelta(seconds=5))
    counts = services.set_position(unit_id=tracked.pk, lon=116.5, lat=39.95, by=dispatcher, at=now)
    assert (counts.lon, counts.lat) == (pytest.approx(116.41), pytest.approx(39.90))


def test_a_stated_position_is_kept_in_the_track_and_not_in_the_journal(
    make_unit: Make, dispatcher: User, now: datetime
) -> None:
    silent = make_unit("RADIO")
    services.set_position(unit_id=silent.pk, lon=116.401, lat=39.901, by=dispatcher, at=now)
    (told,) = entries("unit.position_told")
    assert told.data == {"unit": silent.pk, "by_radio": True}
    assert live.fixes_of([silent.pk])[0].lon == pytest.approx(116.401)


def test_off_duty_there_is_no_position_and_the_outsider_sets_none(
    make_unit: Make, dispatcher: User, outsider: User, as_: As, now: datetime
) -> None:
    resting, silent = make_unit("REST", on_duty=False), make_unit("RADIO")
    with pytest.raises(NotAllowed, match="off duty"):
        services.set_position(unit_id=resting.pk, lon=116.4, lat=39.9, by=dispatcher, at=now)
    path, body = f"/api/units/{silent.pk}/position", {"lon": 116.4, "lat": 39.9}
    assert as_(outsider).post(path, body, format="json").status_code == 403
    answer = as_(dispatcher).post(path, body, format="json")
    assert (answer.status_code, answer.json()["lat"]) == (200, pytest.approx(39.9))
    assert PositionSource.RADIO < PositionSource.PHONE_PAGE


# Late --------------------------------------------------------------------------------------------------


@pytest.fixture
def withdrawn(sent: Assignment, dispatcher: User, now: datetime) -> Assignment:
    """Taken off the call two minutes ago, while its phone had no network."""
    ago = now - timedelta(minutes=2)
    return services.withdraw_assignment(assignment_id=sent.pk, reason="nearer unit", by=dispatcher, at=ago)


def pressed_late(now: datetime) -> Said:
    """Pressed a minute ago and sent now."""
    return Said(happened_at=now - timedelta(minutes=1), device_now=now)


def test_an_arrival_told_after_the_withdrawal_is_kept_shown_and_rings(
    withdrawn: Assignment, call: Incident, officer: User, now: datetime
) -> None:
    for _again in range(2):
        services.set_arrived(assignment_id=withdrawn.pk, by=officer, at=now, said=pressed_late(now))
    after = Assignment.objects.get(pk=withdrawn.pk)
    assert (after.arrived_at, after.withdrawn_at) == (None, withdrawn.withdrawn_at)
    (late,) = incident_picture(call.pk, at=now)["late_steps"]
    assert (late["step"], late["happened_at"]) == ("arrive", (now - timedelta(minutes=1)).isoformat())
    assert Alarm.objects.open().get(kind="assignment.late_step").data["incident"] == str(call.pk)
    assert len(entries("assignment.late_step")) == 1


def test_set_aside_the_step_stays_on_record_and_the_alarm_is_over(
    withdrawn: Assignment, call: Incident, unit: Unit, officer: User, dispatcher: User, now: datetime
) -> None:
    services.set_arrived(assignment_id=withdrawn.pk, by=officer, at=now, said=pressed_late(now))
    services.settle_late_steps(assignment_id=withdrawn.pk, put_back=False, by=dispatcher, at=now)
    assert not Alarm.objects.open().filter(kind="assignment.late_step").exists()
    assert not Order.objects.committing().filter(unit=unit).exists()
    (late,) = incident_picture(call.pk, at=now)["late_steps"]
    assert (late["settled_by"], late["put_back"]) == (dispatcher.display_name, False)
    with pytest.raises(NotAllowed, match="no late step"):
        services.settle_late_steps(assignment_id=withdrawn.pk, put_back=False, by=dispatcher, at=now)


def test_put_back_the_unit_is_on_scene_of_the_call_again(
    withdrawn: Assignment, call: Incident, unit: Unit, officer: User, dispatcher: User, now: datetime
) -> None:
    services.set_arrived(assignment_id=withdrawn.pk, by=officer, at=now, said=pressed_late(now))
    again = services.settle_late_steps(assignment_id=withdrawn.pk, put_back=True, by=dispatcher, at=now)
    assert (again.incident_id, again.unit_id, again.arrived_at) == (call.pk, unit.pk, now)
    assert Assignment.objects.get(pk=withdrawn.pk).withdrawn_at == withdrawn.withdrawn_at


def test_a_unit_that_is_elsewhere_by_now_is_not_put_back_and_the_step_stays_open(
    withdrawn: Assignment, take_call: Take, unit: Unit, officer: User, dispatcher: User, now: datetime
) -> None:
    services.set_arrived(assignment_id=withdrawn.pk, by=officer, at=now, said=pressed_late(now))
    services.assign_units(incident_id=take_call().pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    with pytest.raises(UnitBusy):
        services.settle_late_steps(assignment_id=withdrawn.pk, put_back=True, by=dispatcher, at=now)
    assert LateStep.objects.get().settled_at is None
    assert Alarm.objects.open().filter(kind="assignment.late_step").exists()


def test_the_phone_learns_that_its_step_was_kept_and_a_bare_step_is_refused_as_ever(
    withdrawn: Assignment, officer: User, dispatcher: User, outsider: User, as_: As, now: datetime
) -> None:
    path, body = f"/api/assignments/{withdrawn.pk}/arrive", {"happened_at": now.isoformat()}
    answer = as_(officer).post(path, body, format="json", headers={"Device-Time": now.isoformat()})
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert as_(officer).post(path).status_code == 409
    settle: dict[str, Any] = {"put_back": False}
    door = f"/api/assignments/{withdrawn.pk}/settle"
    assert as_(outsider).post(door, settle, format="json").status_code == 404
    assert as_(officer).post(door, settle, format="json").status_code == 403
    assert as_(dispatcher).post(door, settle, format="json").status_code == 200
