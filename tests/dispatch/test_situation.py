"""What crews tell from the scene, and times that are put right."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch import services
from dispatch.models import SituationReport, TimeCorrection
from dispatch.situation import NobodyThere, Reports, Situation, reported
from patrol.errors import BadInput, NotAllowed, NotFound, ReasonNeeded
from patrol.models import JournalEntry
from patrol.services import acknowledge_order
from patrol.vocabulary import Role


@pytest.fixture
def member(station, make_person):
    """The sworn officer of the unit on its way."""
    return make_person(station, Role.OFFICER)


@pytest.fixture
def sent(call, make_unit, make_person, station, member, dispatcher, now):
    """A unit on its way to the call."""
    unit = make_unit("U1", 116.4, 39.9, crew=[member, *(make_person(station, sworn=False) for _seat in range(2))])
    (assignment,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    return assignment


@pytest.fixture
def there(sent, dispatcher, now):
    """A unit on the scene for five minutes after the dispatch."""
    return services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(minutes=5))


def test_nobody_reports_from_a_scene_where_nobody_is(now):
    with pytest.raises(NobodyThere):
        reported(Reports(), Situation.FIRST_REPORT, arrived_at=None, at=now)


@given(st.lists(st.tuples(st.sampled_from(Situation), st.datetimes())), st.datetimes())
def test_reports_follow_the_arrival_and_each_other_whatever_comes(told, arrived_at):
    reports = Reports()
    for situation, at in told:
        before, reports = reports, reported(reports, situation, arrived_at=arrived_at, at=at)
        assert before.first_report_at in (None, reports.first_report_at)
        assert before.controlled_at in (None, reports.controlled_at)
        assert arrived_at <= reports.first_report_at
        assert reports.controlled_at is None or reports.first_report_at <= reports.controlled_at


def test_one_tap_from_the_scene_is_the_first_report_and_the_next_one_says_it_is_under_control(
    call, there, dispatcher, now
):
    first, under_control = now + timedelta(minutes=6), now + timedelta(minutes=9)
    services.report_situation(incident_id=call.pk, situation="first_report", by=dispatcher, at=first)
    services.report_situation(incident_id=call.pk, situation="controlled", by=dispatcher, at=under_control)
    services.report_situation(incident_id=call.pk, situation="first_report", by=dispatcher, at=under_control)
    call.refresh_from_db()
    assert (call.first_report_at, call.controlled_at) == (first, under_control)
    kinds = JournalEntry.objects.filter(kind__in=["incident.first_reported", "incident.controlled"]).order_by("id")
    assert [entry.kind for entry in kinds] == ["incident.first_reported", "incident.controlled"]


def test_under_control_without_a_report_before_counts_as_both(call, there, dispatcher, now):
    at = now + timedelta(minutes=6)
    services.report_situation(incident_id=call.pk, situation="controlled", by=dispatcher, at=at)
    call.refresh_from_db()
    assert (call.first_report_at, call.controlled_at) == (at, at)


def test_a_further_report_with_words_is_kept_and_its_words_are_no_fact(call, there, dispatcher, now):
    tell = {"incident_id": call.pk, "situation": "first_report", "by": dispatcher, "at": now + timedelta(minutes=7)}
    services.report_situation(**tell)
    services.report_situation(text="two persons, calm now", **tell)
    assert SituationReport.objects.filter(incident=call).count() == 2
    assert JournalEntry.objects.filter(kind="incident.reported").count() == 1
    assert not JournalEntry.objects.filter(data__icontains="calm").exists()


def test_no_report_before_arrival_and_none_after_the_end(call, sent, dispatcher, now):
    tell = {"incident_id": call.pk, "situation": "first_report", "by": dispatcher}
    with pytest.raises(NotAllowed):
        services.report_situation(at=now, **tell)
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    services.clear_assignment(assignment_id=sent.pk, disposition="settled", by=dispatcher, at=now)
    with pytest.raises(NotAllowed):
        services.report_situation(at=now, **tell)


def test_the_crew_and_the_dispatcher_report_and_nobody_else(
    call, there, member, make_person, dispatcher, outsider, as_
):
    path, body = f"/api/incidents/{call.pk}/situation", {"situation": "first_report"}
    supervisor = make_person(call.organization, Role.SUPERVISOR)
    assert as_(None).post(path, body, format="json").status_code == 401
    assert as_(outsider).post(path, body, format="json").status_code == 404
    assert as_(supervisor).post(path, body, format="json").status_code == 403
    answer = as_(member).post(path, body, format="json")
    assert (answer.status_code, answer.json()["first_report_at"] is not None) == (200, True)
    assert SituationReport.objects.get().unit == there.unit
    assert as_(dispatcher).post(path, {"situation": "controlled"}, format="json").status_code == 200
    assert as_(dispatcher).post(path, {"situation": "fine"}, format="json").status_code == 400


def correct(call, dispatcher, now, field, corrected, assignment=None, reason="heard on the radio", minutes=60):
    return services.correct_time(
        incident_id=call.pk,
        assignment_id=assignment.pk if assignment else None,
        field=field,
        corrected=corrected,
        reason=reason,
        by=dispatcher,
        at=now + timedelta(minutes=minutes),
    )


def test_a_corrected_time_counts_and_what_it_was_stays(call, there, dispatcher, now):
    correction = correct(call, dispatcher, now, "arrived_at", now + timedelta(minutes=6), there)
    there.refresh_from_db()
    assert there.arrived_at == now + timedelta(minutes=6)
    assert (correction.original, correction.reason) == (now + timedelta(minutes=5), "heard on the radio")
    fact = JournalEntry.objects.get(kind="incident.time_corrected")
    assert fact.data["original"] == (now + timedelta(minutes=5)).isoformat()
    assert fact.data["corrected"] == (now + timedelta(minutes=6)).isoformat()
    assert "radio" not in str(fact.data)
    arrived = JournalEntry.objects.get(kind="assignment.arrived")
    assert arrived.at == now + timedelta(minutes=5)


def test_a_time_is_corrected_only_to_where_it_can_have_been(call, there, dispatcher, now):
    with pytest.raises(BadInput, match="future"):
        correct(call, dispatcher, now, "arrived_at", now + timedelta(minutes=70), there)
    with pytest.raises(BadInput, match="before"):
        correct(call, dispatcher, now, "arrived_at", now - timedelta(minutes=1), there)
    services.report_situation(
        incident_id=call.pk, situation="first_report", by=dispatcher, at=now + timedelta(minutes=7)
    )
    with pytest.raises(BadInput, match="after"):
        correct(call, dispatcher, now, "arrived_at", now + timedelta(minutes=8), there)
    with pytest.raises(BadInput, match="after"):
        correct(call, dispatcher, now, "received_at", now + timedelta(minutes=1))
    with pytest.raises(BadInput, match="already"):
        correct(call, dispatcher, now, "arrived_at", there.arrived_at, there)
    assert not TimeCorrection.objects.exists()


def test_every_time_of_a_finished_call_can_be_corrected(call, there, dispatcher, now):
    services.report_situation(incident_id=call.pk, situation="controlled", by=dispatcher, at=now + timedelta(minutes=8))
    services.clear_assignment(
        assignment_id=there.pk, disposition="settled", by=dispatcher, at=now + timedelta(minutes=10)
    )
    second = timedelta(seconds=1)
    for field in ("acknowledged_at", "en_route_at", "cleared_at"):
        there.refresh_from_db()
        was = there.order.acknowledged_at if field == "acknowledged_at" else getattr(there, field)
        correct(call, dispatcher, now, field, was - second, there)
    call.refresh_from_db()
    correct(call, dispatcher, now, "first_report_at", call.first_report_at - second)
    correct(call, dispatcher, now, "controlled_at", call.controlled_at + second)
    correct(call, dispatcher, now, "ended_at", call.ended_at + second)
    correct(call, dispatcher, now, "received_at", call.received_at - second)
    assert TimeCorrection.objects.count() == 7
    there.order.refresh_from_db()
    assert there.order.acknowledged_at == now + timedelta(minutes=5) - second


def test_no_correction_without_a_reason_a_time_or_a_unit_of_this_call(call, sent, take_call, dispatcher, now):
    with pytest.raises(ReasonNeeded):
        correct(call, dispatcher, now, "received_at", now, reason=" ")
    with pytest.raises(NotAllowed):
        correct(call, dispatcher, now, "arrived_at", now, sent)
    with pytest.raises(BadInput):
        correct(call, dispatcher, now, "assigned_at", now, sent)
    with pytest.raises(NotFound):
        correct(take_call(), dispatcher, now, "en_route_at", now, sent)
    acknowledge_order(order_id=sent.order_id, by=dispatcher, at=now)
    assert correct(call, dispatcher, now, "acknowledged_at", now + timedelta(minutes=1), sent)


def test_only_who_dispatches_corrects_times(call, there, member, dispatcher, outsider, now, as_):
    path = f"/api/incidents/{call.pk}/times"
    body = {
        "field": "received_at",
        "corrected": (now - timedelta(minutes=1)).isoformat(),
        "reason": "a wrong clock",
    }
    assert as_(None).post(path, body, format="json").status_code == 401
    assert as_(outsider).post(path, body, format="json").status_code == 404
    assert as_(member).post(path, body, format="json").status_code == 403
    answer = as_(dispatcher).post(path, body, format="json")
    assert (answer.status_code, answer.json()["field"]) == (200, "received_at")
    (kept,) = as_(dispatcher).get(f"/api/incidents/{call.pk}").json()["corrections"]
    assert (kept["reason"], kept["original"]) == ("a wrong clock", now.isoformat())
