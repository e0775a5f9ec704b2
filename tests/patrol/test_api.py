"""The platform's doors: who may, who is refused, what a repeat does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient

from patrol import services
from patrol.journal import number_entries
from patrol.models import Alarm, ApiToken, IdempotentReply, Order, Organization, Shift, Unit, User
from patrol.services import Receiver


def as_(user: User | None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(user)
    return client


@pytest.fixture
def order(make_unit: Callable[..., Unit], dispatcher: User, officer: User, now: datetime) -> Order:
    unit = make_unit("U1", crew=[officer])
    return services.send_order(
        to=Receiver(unit=unit), kind="test", subject=("test", 1), commits=True, by=dispatcher, at=now
    )


def test_the_crew_acknowledges_with_one_request(order: Order, officer: User) -> None:
    answer = as_(officer).post(f"/api/orders/{order.pk}/acknowledge")
    assert answer.status_code == 200
    assert answer.json()["acknowledged_at"]


@pytest.mark.parametrize("step", ["delivered", "seen", "acknowledge"])
def test_nobody_answers_an_order_of_another_bureau(order: Order, outsider: User, step: str) -> None:
    assert as_(outsider).post(f"/api/orders/{order.pk}/{step}").status_code == 403
    assert as_(None).post(f"/api/orders/{order.pk}/{step}").status_code == 401
    order.refresh_from_db()
    assert order.delivered_at is None


def test_an_officer_of_another_unit_does_not_answer(
    order: Order, make_unit: Callable[..., Unit], make_person: Callable[..., User], station: Organization
) -> None:
    colleague = make_person(station)
    make_unit("U2", crew=[colleague])
    assert as_(colleague).post(f"/api/orders/{order.pk}/acknowledge").status_code == 403


def test_a_repeated_key_gets_the_first_answer_and_does_nothing(order: Order, officer: User) -> None:
    client = as_(officer)
    path = f"/api/orders/{order.pk}/acknowledge"
    first = client.post(path, headers={"Idempotency-Key": "k1"})
    again = client.post(path, headers={"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert IdempotentReply.objects.count() == 1


def test_a_key_of_another_command_is_refused(order: Order, officer: User) -> None:
    client = as_(officer)
    client.post(f"/api/orders/{order.pk}/seen", headers={"Idempotency-Key": "k1"})
    answer = client.post(f"/api/orders/{order.pk}/acknowledge", headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_a_refused_command_may_be_tried_again_with_its_key(
    make_unit: Callable[..., Unit], officer: User, dispatcher: User
) -> None:
    unit = make_unit("U1", crew=[officer])
    client, body = as_(dispatcher), {"crew": [officer.pk]}
    refused = client.post(f"/api/units/{unit.pk}/sign-on", body, format="json", headers={"Idempotency-Key": "k"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_allowed")
    client.post(f"/api/units/{unit.pk}/sign-off")
    again = client.post(f"/api/units/{unit.pk}/sign-on", body, format="json", headers={"Idempotency-Key": "k"})
    assert again.status_code == 200


def test_signing_on_by_phone_gives_the_key_of_its_positions(
    make_unit: Callable[..., Unit], officer: User, outsider: User
) -> None:
    unit = make_unit("U1", on_duty=False)
    body = {"crew": [officer.pk], "vehicle": "Car 1", "radio": "R1", "phone": "P1"}
    assert as_(outsider).post(f"/api/units/{unit.pk}/sign-on", body, format="json").status_code == 403
    answer = as_(officer).post(f"/api/units/{unit.pk}/sign-on", body, format="json")
    assert answer.status_code == 200
    assert answer.json()["device_token"]
    assert Shift.objects.get(unit=unit).vehicle == "Car 1"


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("crew", {"crew": [1]}),
        ("vehicle", {"vehicle": "Car 2"}),
        ("status", {"status": "post"}),
        ("phone-key", {}),
        ("sign-off", {}),
    ],
)
def test_a_stranger_commands_no_unit(
    make_unit: Callable[..., Unit], outsider: User, command: str, body: dict[str, object]
) -> None:
    unit = make_unit("U1")
    assert as_(outsider).post(f"/api/units/{unit.pk}/{command}", body, format="json").status_code == 403
    assert as_(None).post(f"/api/units/{unit.pk}/{command}", body, format="json").status_code == 401


def test_an_alarm_is_taken_by_a_dispatcher_of_its_desk_alone(
    bureau: Organization, dispatcher: User, officer: User, outsider: User, now: datetime
) -> None:
    alarm = services.raise_alarm(kind="test", subject=("test", 1), organization=bureau, data={}, at=now)
    path = f"/api/alarms/{alarm.pk}/acknowledge"
    assert [as_(user).post(path).status_code for user in (outsider, officer, dispatcher)] == [403, 403, 200]
    assert Alarm.objects.get().owner == dispatcher


def test_snoozing_an_alarm_needs_a_reason(bureau: Organization, dispatcher: User, now: datetime) -> None:
    alarm = services.raise_alarm(kind="test", subject=("test", 1), organization=bureau, data={}, at=now)
    path = f"/api/alarms/{alarm.pk}/snooze"
    until = (now + timedelta(hours=1)).isoformat()
    assert as_(dispatcher).post(path, {"until": until, "reason": " "}, format="json").status_code == 400
    assert as_(dispatcher).post(path, {"until": until, "reason": "Radio says fine"}, format="json").status_code == 200


def test_the_journal_shows_each_reader_only_what_concerns_him(
    order: Order, dispatcher: User, officer: User, outsider: User
) -> None:
    number_entries()
    kinds = {user.username: as_(user).get("/api/journal?after=0").json() for user in (dispatcher, officer, outsider)}
    assert "order.sent" in [entry["kind"] for entry in kinds["dispatcher"]["results"]]
    assert "order.sent" in [entry["kind"] for entry in kinds["officer"]["results"]]
    assert kinds["outsider"]["results"] == []


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 40, "\u0663"])
def test_a_position_that_is_none_is_refused_in_words(dispatcher: User, after: str) -> None:
    answer = as_(dispatcher).get("/api/journal", {"after": after})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


def test_a_token_speaks_for_its_person_until_it_expires(dispatcher: User, now: datetime) -> None:
    client = APIClient()
    answer = client.post("/api/auth/token", {"username": "dispatcher", "password": "a test password"}, format="json")
    key = answer.json()["token"]
    assert client.get("/api/journal", headers={"Authorization": f"Token {key}"}).status_code == 200
    ApiToken.objects.update(expires_at=now - timedelta(seconds=1))
    refused = client.get("/api/journal", headers={"Authorization": f"Token {key}"})
    assert (refused.status_code, refused.json()["code"]) == (401, "authentication_failed")


def test_a_wrong_password_gets_no_token(dispatcher: User) -> None:
    answer = APIClient().post("/api/auth/token", {"username": "dispatcher", "password": "wrong"}, format="json")
    assert answer.status_code == 401
    assert not ApiToken.objects.exists()


def test_a_person_who_left_has_no_rights(dispatcher: User) -> None:
    key = services.issue_api_token(user=dispatcher, at=datetime.now().astimezone())[1]
    dispatcher.is_active = False
    dispatcher.save()
    assert APIClient().get("/api/journal", headers={"Authorization": f"Token {key}"}).status_code == 401


def test_no_alarm_is_silenced_for_longer_than_a_shift(bureau: Organization, dispatcher: User, now: datetime) -> None:
    alarm = services.raise_alarm(kind="test", subject=("test", 1), organization=bureau, data={}, at=now)
    until = (now + timedelta(days=400)).isoformat()
    answer = as_(dispatcher).post(f"/api/alarms/{alarm.pk}/snooze", {"until": until, "reason": "Quiet"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")
