"""How calls end: outcomes, nobody forgotten on the scene, opened again with a reason."""

import re
from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import IncidentNote
from dispatch.outcomes import APCO, ON_SCENE, WITHOUT_DISPATCH, Outcome
from dispatch.replay.outcomes import recorded_outcome
from dispatch.selectors import outcome_choices, outcome_name
from patrol.errors import BadInput, NotAllowed, ReasonNeeded
from patrol.models import JournalEntry


def test_every_outcome_has_a_name_and_two_digits_of_apco_and_is_offered_somewhere():
    choices = {choice["code"]: choice for choice in outcome_choices()}
    assert set(choices) == {outcome.value for outcome in Outcome}
    assert all(re.fullmatch(r"\d\d", code) for code in APCO.values())
    assert all(choice["name"] != choice["code"] for choice in choices.values())
    assert set(ON_SCENE) | set(WITHOUT_DISPATCH) == set(Outcome)
    assert choices["handed_over"]["apco"] == "16"


def test_what_is_no_outcome_is_shown_as_it_stands():
    assert outcome_name("written by an older system") == "written by an older system"


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("settled", "settled"), ("GOA", "gone_on_arrival"), ("Report_taken", "report_taken"), ("", "other")],
)
def test_records_of_other_systems_end_with_one_of_our_outcomes(written, outcome):
    assert recorded_outcome(written) == outcome


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["handled", "SETTLED!", "🙂", "settled\x00", "x" * 64])
def test_a_call_is_closed_with_an_outcome_of_the_list_alone(call, dispatcher, now, wrong):
    with pytest.raises(BadInput) as refused:
        services.close_incident(incident_id=call.pk, disposition=wrong, by=dispatcher, at=now)
    assert "settled" in refused.value.facts["outcomes"]
    call.refresh_from_db()
    assert call.status == "open"


def test_a_unit_cannot_clear_with_an_outcome_that_is_none(call, make_unit, dispatcher, now):
    unit = make_unit("U1", 116.4, 39.9)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    with pytest.raises(BadInput):
        services.clear_assignment(assignment_id=sent.pk, disposition="fine", by=dispatcher, at=now)
    sent.refresh_from_db()
    assert sent.cleared_at is None


def test_a_call_with_a_unit_on_scene_is_not_closed_and_the_unit_is_named(call, make_unit, dispatcher, now):
    unit = make_unit("Lantern 3", 116.4, 39.9)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="Lantern 3") as refused:
        services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    assert refused.value.facts["units"] == ["Lantern 3"]


def test_a_closed_call_is_opened_again_with_a_reason_and_closed_another_way(call, dispatcher, now):
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    later = now + timedelta(minutes=3)
    reopened = services.reopen_incident(incident_id=call.pk, reason="They came back", by=dispatcher, at=later)
    assert (reopened.status, reopened.ended_at, reopened.disposition) == ("open", None, "")
    fact = JournalEntry.objects.get(kind="incident.reopened")
    assert fact.data["was"] == {"ended_at": now.isoformat(), "disposition": "settled"}
    assert IncidentNote.objects.get(pk=fact.data["note"]).text == "They came back"
    assert "They came back" not in str(fact.data)
    closed = services.close_incident(incident_id=call.pk, disposition="report_taken", by=dispatcher, at=later)
    assert (closed.status, closed.disposition) == ("closed", "report_taken")


def test_a_unit_can_be_sent_to_a_call_that_was_opened_again(call, make_unit, dispatcher, now):
    unit = make_unit("U1", 116.4, 39.9)
    services.cancel_incident(incident_id=call.pk, reason="none", by=dispatcher, at=now)
    services.reopen_incident(incident_id=call.pk, reason="it was one", by=dispatcher, at=now)
    assert services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)


def test_an_open_call_is_not_opened_again_and_none_without_a_reason(call, dispatcher, now):
    with pytest.raises(NotAllowed):
        services.reopen_incident(incident_id=call.pk, reason="so", by=dispatcher, at=now)
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    with pytest.raises(ReasonNeeded):
        services.reopen_incident(incident_id=call.pk, reason=" ", by=dispatcher, at=now)


def test_the_reason_for_cancelling_is_a_note_and_no_fact(call, dispatcher, now):
    for _twice in range(2):
        services.cancel_incident(incident_id=call.pk, reason="a joke of children", by=dispatcher, at=now)
    assert IncidentNote.objects.get(incident=call).text == "a joke of children"
    assert not JournalEntry.objects.filter(data__icontains="joke").exists()


def test_only_who_dispatches_opens_a_call_again(call, dispatcher, officer, outsider, now, as_):
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    path, body = f"/api/incidents/{call.pk}/reopen", {"reason": "again"}
    assert as_(None).post(path, body, format="json").status_code == 401
    assert as_(outsider).post(path, body, format="json").status_code == 404
    assert as_(officer).post(path, body, format="json").status_code == 404
    answer = as_(dispatcher).post(path, body, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "open")


def test_the_outcomes_are_listed_with_their_codes(officer, as_):
    listed = as_(officer).get("/api/outcomes").json()
    assert {
        "code": "settled",
        "name": "Settled on the spot",
        "apco": "18",
        "on_scene": True,
        "without_dispatch": False,
    } in listed
