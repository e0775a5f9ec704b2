"""A call on paper: what it shows, and who may print it."""

from datetime import timedelta

import pytest
from django.test import Client

from dispatch import services
from dispatch.models import Caller
from patrol.vocabulary import Role


@pytest.fixture
def printed(call, make_unit, dispatcher, now):
    """`printed(person)`: what a person gets who prints a call that a unit dealt with."""
    unit = make_unit("Lantern 3", 116.4, 39.9)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    services.report_situation(
        incident_id=call.pk, situation="controlled", text="both calm", by=dispatcher, at=now + timedelta(minutes=2)
    )
    services.add_note(incident_id=call.pk, text="مرحبا 🙂 <b>fat</b>", by=dispatcher, at=now)
    services.clear_assignment(
        assignment_id=sent.pk, disposition="handed_over", by=dispatcher, at=now + timedelta(minutes=9)
    )
    Caller.objects.create(incident=call, phone="13800000000", said_at=now, taken_by=dispatcher)

    def get(person):
        client = Client(headers={"Accept-Language": "en"})
        if person is not None:
            client.force_login(person)
        return client.get(f"/console/calls/{call.pk}/print")

    return get


def test_paper_shows_times_units_words_and_the_outcome_and_no_callers_number(printed, dispatcher):
    text = printed(dispatcher).content.decode()
    for part in (
        "Lantern 3",
        "Taken away and handed over (APCO 16)",
        "both calm",
        "مرحبا 🙂",
        "&lt;b&gt;fat&lt;/b&gt;",
    ):
        assert part in text
    assert "13800000000" not in text


def test_only_who_watches_the_organization_prints(printed, make_person, call, officer, outsider):
    assert [printed(person).status_code for person in (None, officer, outsider)] == [302, 403, 403]
    assert printed(make_person(call.organization, Role.SUPERVISOR)).status_code == 200
