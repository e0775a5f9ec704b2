"""Units sent to calls: who may be sent, what the loser is told, what each step does."""

from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import Assignment, Recommendation
from dispatch.selectors import times_of
from patrol import services as force
from patrol.errors import BadInput, NotAllowed, NotFound, ReasonNeeded, UnitBusy, UnitNotDispatchable
from patrol.models import JournalEntry, Order, Unit
from patrol.vocabulary import Role, UnitStatus


@pytest.fixture
def unit(make_unit):
    return make_unit("U1", 116.41, 39.9)


@pytest.fixture
def send(dispatcher, now):
    def send(call, *units, **more):
        asked = {"by": dispatcher, "at": now} | more
        return services.assign_units(incident_id=call.pk, unit_ids=[unit.pk for unit in units], **asked)

    return send


@pytest.fixture
def sent(call, unit, send):
    (assignment,) = send(call, unit)
    return assignment


def kinds(call):
    return list(JournalEntry.objects.about("dispatch.incident", call.pk).values_list("kind", flat=True))


def test_sending_a_unit_orders_it_keeps_the_recommendation_and_tells_the_journal(sent, call, unit):
    order = sent.order
    assert (order.unit, order.kind, order.commits, order.subject_id) == (unit, "dispatch", True, str(call.pk))
    assert sent.recommended_rank == 1
    kept = Recommendation.objects.get(incident=call, moment="assign")
    assert [entry["unit"] for entry in kept.picture["candidates"]] == [unit.pk]
    entry = JournalEntry.objects.get(kind="incident.assigned")
    assert entry.audience_units == [unit.pk]
    assert entry.data == {
        "incident": str(call.pk),
        "assignment": str(sent.pk),
        "unit": unit.pk,
        "order": str(order.pk),
        "rank": 1,
    }


def test_a_busy_unit_cannot_be_sent_twice_and_the_loser_learns_who_won_and_who_is_next(
    sent, take_call, make_unit, make_person, bureau, unit, send
):
    second = make_unit("U2", 116.42, 39.9)
    with pytest.raises(UnitBusy) as busy:
        send(take_call(), unit, by=make_person(bureau, Role.OPERATOR))
    assert "Test dispatcher" in str(busy.value.message)
    assert busy.value.facts["sent_by"] == "Test dispatcher"
    assert busy.value.facts["next_unit"]["unit"] == second.pk
    assert Assignment.objects.count() == 1


def test_sending_the_same_unit_to_the_same_call_again_is_refused(sent, call, unit, send):
    with pytest.raises(UnitBusy) as busy:
        send(call, unit)
    assert busy.value.facts["subject_id"] == str(call.pk)
    assert busy.value.facts["next_unit"] is None


def test_several_units_are_sent_all_or_none(sent, take_call, make_unit, unit, send):
    other, call = make_unit("U2", 116.42, 39.9), take_call()
    with pytest.raises(UnitBusy):
        send(call, other, unit)
    assert not Order.objects.filter(unit=other).exists()
    assert kinds(call) == ["incident.opened"]
    third = make_unit("U3", 116.43, 39.9)
    assert [assignment.unit for assignment in send(call, third, other)] == [other, third]


@pytest.mark.parametrize("status", [UnitStatus.BUSY, UnitStatus.OUT_OF_SERVICE])
def test_a_unit_that_says_it_cannot_is_not_sent(call, unit, send, dispatcher, now, status):
    force.set_unit_status(unit_id=unit.pk, status=status, by=dispatcher, at=now)
    with pytest.raises(UnitNotDispatchable) as refused:
        send(call, unit, reason="a reason changes nothing")
    assert refused.value.facts["reason"] == status.value


def test_a_unit_off_duty_is_not_sent(call, make_unit, send):
    with pytest.raises(UnitNotDispatchable):
        send(call, make_unit("U9", on_duty=False))


def test_without_its_only_officer_a_unit_cannot_be_sent(call, unit, send, dispatcher, make_person, bureau, now):
    auxiliaries = [make_person(bureau, sworn=False).pk for _ in range(3)]
    force.change_crew(unit_id=unit.pk, crew=auxiliaries, by=dispatcher, at=now)
    with pytest.raises(UnitNotDispatchable) as refused:
        send(call, unit, reason="nobody else")
    assert refused.value.facts["reason"] == "no_sworn_officer"


def test_a_short_crew_is_sent_with_a_reason_only_and_the_reason_is_kept(call, make_unit, officer, send):
    short = make_unit("U1", 116.41, 39.9, crew=[officer])
    with pytest.raises(ReasonNeeded):
        send(call, short, reason="  ")
    (assignment,) = send(call, short, reason="nobody else is near")
    assert assignment.short_crew_reason == "nobody else is near"


def test_unknown_doubled_and_missing_units_are_refused(call, unit, send, dispatcher, now):
    with pytest.raises(NotFound):
        services.assign_units(incident_id=call.pk, unit_ids=[unit.pk, 10**12], by=dispatcher, at=now)
    with pytest.raises(BadInput):
        send(call, unit, unit)
    with pytest.raises(BadInput):
        send(call)


def test_nobody_is_sent_to_a_call_that_has_ended(call, unit, send, dispatcher, now):
    services.cancel_incident(incident_id=call.pk, reason="a joke", by=dispatcher, at=now)
    with pytest.raises(NotAllowed):
        send(call, unit)


def test_a_unit_walks_from_ordered_to_cleared_and_is_free_at_once(sent, call, unit, take_call, send, dispatcher, now):
    steps = [services.set_en_route, services.set_arrived, services.clear_assignment]
    states = []
    force.acknowledge_order(order_id=sent.order_id, by=dispatcher, at=now + timedelta(minutes=1))
    for minute, step in enumerate(steps, start=2):
        states.append(times_of(step(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(minutes=minute))).state)
    assert states == ["en_route", "on_scene", "cleared"]
    assert kinds(call)[2:] == ["assignment.en_route", "assignment.arrived", "assignment.cleared"]
    sent.order.refresh_from_db()
    assert sent.order.done_at == now + timedelta(minutes=4)
    assert send(take_call(), unit)


def test_arriving_unannounced_fills_the_steps_before_and_the_journal_tells_each(sent, call, dispatcher, now):
    later = now + timedelta(minutes=3)
    moved = services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=later)
    assert (moved.order.acknowledged_at, moved.en_route_at, moved.arrived_at) == (later, later, later)
    assert kinds(call)[2:] == ["assignment.en_route", "assignment.arrived"]


def test_repeated_steps_change_nothing(sent, call, dispatcher, now):
    for minute in (1, 2):
        services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(minutes=minute))
        services.set_en_route(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(minutes=minute))
    sent.refresh_from_db()
    assert sent.arrived_at == sent.en_route_at == now + timedelta(minutes=1)
    assert kinds(call).count("assignment.arrived") == 1


def test_a_unit_that_has_not_arrived_is_withdrawn_not_cleared(sent, dispatcher, now):
    with pytest.raises(NotAllowed, match="withdraw"):
        services.clear_assignment(assignment_id=sent.pk, by=dispatcher, at=now)
    with pytest.raises(ReasonNeeded):
        services.withdraw_assignment(assignment_id=sent.pk, reason=" ", by=dispatcher, at=now)
    services.withdraw_assignment(assignment_id=sent.pk, reason="a nearer one", by=dispatcher, at=now)
    sent.order.refresh_from_db()
    assert sent.order.withdrawn_at == now
    assert Order.objects.filter(kind="withdrawal", unit=sent.unit).exists()


def test_a_withdrawn_unit_is_free_and_its_late_steps_are_refused(sent, unit, call, send, dispatcher, now):
    services.withdraw_assignment(assignment_id=sent.pk, reason="a nearer one", by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="taken off"):
        services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    assert send(call, unit)


def test_a_unit_on_scene_is_cleared_not_withdrawn(sent, dispatcher, now):
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="on scene"):
        services.withdraw_assignment(assignment_id=sent.pk, reason="no", by=dispatcher, at=now)


def test_an_unknown_assignment_is_not_found(dispatcher, now, call):
    with pytest.raises(NotFound):
        services.set_arrived(assignment_id=call.pk, by=dispatcher, at=now)


def clear(assignment, dispatcher, now, disposition=""):
    services.set_arrived(assignment_id=assignment.pk, by=dispatcher, at=now)
    services.clear_assignment(assignment_id=assignment.pk, disposition=disposition, by=dispatcher, at=now)
    assignment.incident.refresh_from_db()
    return assignment.incident


def test_a_call_stays_open_when_its_last_unit_clears_without_a_word(sent, dispatcher, now):
    assert clear(sent, dispatcher, now).status == "open"


def test_a_disposition_with_the_last_unit_closes_the_call(sent, dispatcher, now):
    call = clear(sent, dispatcher, now, "settled")
    assert (call.status, call.disposition) == ("closed", "settled")


def test_a_disposition_is_kept_while_others_are_still_there(sent, make_unit, send, call, dispatcher, now):
    (second,) = send(call, make_unit("U2", 116.42, 39.9))
    assert clear(sent, dispatcher, now, "settled").status == "open"
    with pytest.raises(NotAllowed):
        services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    assert clear(second, dispatcher, now).status == "open"
    closed = services.close_incident(incident_id=call.pk, disposition="", by=dispatcher, at=now)
    assert (closed.status, closed.disposition) == ("closed", "settled")


def test_a_crew_changed_in_mid_shift_keeps_its_call_and_its_times(sent, dispatcher, make_person, bureau, now):
    services.set_en_route(assignment_id=sent.pk, by=dispatcher, at=now)
    crew = [make_person(bureau).pk, make_person(bureau, sworn=False).pk]
    force.change_crew(unit_id=sent.unit_id, crew=crew, by=dispatcher, at=now + timedelta(minutes=1))
    sent.refresh_from_db()
    assert (times_of(sent).state, sent.en_route_at) == ("en_route", now)
    assert Unit.objects.get(pk=sent.unit_id).orders.committing().count() == 1


def test_silence_offers_the_next_units_and_replaces_nobody(sent, make_unit, now):
    second = make_unit("U2", 116.42, 39.9)
    force.alarm_unanswered_order(subject_id=str(sent.order_id), at=now + timedelta(seconds=60))
    alarm = JournalEntry.objects.get(kind="alarm.raised").data
    assert alarm["data"]["incident"] == str(sent.incident_id)
    assert [offer["unit"] for offer in alarm["data"]["next_units"]] == [second.pk]
    assert Order.objects.count() == 1
