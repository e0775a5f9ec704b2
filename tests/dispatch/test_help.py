"""A crew's call for help: one alarm that nothing mutes or delays, a call to send others to, an end by the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dispatch import services
from dispatch.models import Incident
from dispatch.selectors import console_picture, officer_picture
from patrol.errors import NotAllowed
from patrol.models import Alarm, JournalEntry, Organization, Unit, User
from patrol.services import declare_safe, snooze_alarm
from patrol.vocabulary import HELP

HERE = {"lon": 116.4, "lat": 39.9}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def unit(make_unit: Callable[..., Unit], make_person: Callable[..., User], officer: User) -> Unit:
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("U1", HERE["lon"], HERE["lat"], crew=[officer, *mates])


def press(client: Client, by: User, **more: Any) -> Any:
    """The answer to a crew that presses help."""
    client.force_login(by)
    return client.post("/api/help", more.pop("body", {}), content_type="application/json", **more)


def test_a_crew_that_calls_for_help_raises_an_emergency_and_a_call_of_the_first_priority_where_it_stands(
    unit: Unit, officer: User, dispatcher: User, client: Client, now: datetime
) -> None:
    answer = press(client, officer, body={"lon": 116.41, "lat": 39.91})
    assert answer.status_code == 200
    alarm = Alarm.objects.get(kind=HELP)
    call = Incident.objects.get()
    assert (call.type.code, call.priority, call.point.x) == ("officer_help", 1, 116.41)
    assert alarm.data == {"unit": unit.pk, "call_sign": "U1", "emergency": True, "incident": str(call.pk)}
    sent = call.assignments.get()
    assert (sent.unit, sent.arrived_at is not None) == (unit, True)
    assert console_picture(dispatcher, now)["units"][str(unit.pk)]["help"] is True
    assert officer_picture(officer, now)["help"]["id"] == alarm.pk


def test_pressed_again_by_whom_ever_of_the_crew_it_stays_one_alarm_and_one_call(
    unit: Unit, officer: User, client: Client
) -> None:
    first, again = (press(client, officer).json() for _time in range(2))
    assert first["id"] == again["id"]
    assert Incident.objects.count() == Alarm.objects.count() == 1


def test_a_crew_at_a_call_calls_for_help_about_that_call(
    unit: Unit, bureau: Organization, officer: User, dispatcher: User, client: Client, now: datetime
) -> None:
    call = services.take_call(organization_id=bureau.pk, type_code="theft", **HERE, by=dispatcher, at=now)
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    press(client, officer)
    assert Incident.objects.get() == call
    assert Alarm.objects.get(kind=HELP).data["incident"] == str(call.pk)
    assert JournalEntry.objects.get(kind="incident.help_called").subject_id == str(call.pk)


def test_help_is_heard_though_nobody_knows_where_the_crew_is(
    make_unit: Callable[..., Unit], make_person: Callable[..., User], officer: User, client: Client
) -> None:
    make_unit("U2", crew=[officer])
    assert press(client, officer).status_code == 200
    assert Alarm.objects.get(kind=HELP).data["call_sign"] == "U2"
    assert not Incident.objects.exists()


def test_help_that_was_pressed_without_a_network_counts_from_then(
    unit: Unit, officer: User, client: Client, now: datetime
) -> None:
    headers = {"Device-Time": now.isoformat()}
    press(client, officer, body={"happened_at": (now - 9 * MINUTE).isoformat()}, headers=headers)
    raised = JournalEntry.objects.get(kind="alarm.raised", data__kind=HELP)
    assert timedelta(minutes=8) < raised.recorded_at - raised.at < timedelta(minutes=10)


def test_a_call_for_help_cannot_wait_and_ends_by_the_desk_that_hears_the_crew_is_safe(
    unit: Unit, officer: User, dispatcher: User, outsider: User, client: Client, now: datetime
) -> None:
    press(client, officer)
    alarm = Alarm.objects.get(kind=HELP)
    with pytest.raises(NotAllowed, match="does not wait"):
        snooze_alarm(alarm_id=alarm.pk, until=now + MINUTE, reason="later", by=dispatcher, at=now)
    safe = f"/api/units/{unit.pk}/safe"
    for person, status in ((officer, 403), (outsider, 403), (dispatcher, 200)):
        client.force_login(person)
        assert client.post(safe).status_code == status
    alarm.refresh_from_db()
    assert (alarm.owner, alarm.closed_at is not None) == (dispatcher, True)
    assert not declare_safe(unit_id=unit.pk, by=dispatcher, at=now)
    assert console_picture(dispatcher, now)["units"][str(unit.pk)]["help"] is False
    heard = JournalEntry.objects.filter(kind__in=["alarm.raised", "alarm.acknowledged", "alarm.closed"])
    assert all(entry.audience_units == [unit.pk] for entry in heard.filter(subject_id=str(alarm.pk)))


def test_who_rides_in_no_unit_calls_no_help_and_for_another_one_only_the_desk_does(
    unit: Unit, outsider: User, dispatcher: User, client: Client
) -> None:
    assert press(client, outsider).status_code == 403
    assert press(client, outsider, body={"unit": unit.pk}).status_code == 404
    assert press(client, dispatcher, body={"unit": unit.pk}).status_code == 200
