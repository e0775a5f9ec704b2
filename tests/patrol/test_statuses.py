"""What units are at: more than busy, back at a time, and an alarm when they are not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from patrol import services, statuses
from patrol.config.env import one_of
from patrol.deadlines import run_due
from patrol.errors import BadInput, NotAllowed
from patrol.live import nearest_units
from patrol.models import Alarm, JournalEntry, Organization, StatusLabel, Unit, User
from patrol.selectors import status_names
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus

MINUTE = timedelta(minutes=1)
BY_HAND = [status for status in UnitStatus if status is not UnitStatus.OFF_DUTY]


@pytest.fixture
def unit(make_unit: Callable[..., Unit], officer: User) -> Unit:
    return make_unit("U1", 116.4, 39.9, crew=[officer])


@pytest.fixture
def set_status(unit: Unit, officer: User, now: datetime) -> Callable[..., services.StatusChange]:
    """`set_status(UnitStatus.MEAL, back_in=30, after=0)`: by the crew; minutes."""

    def set_to(
        status: UnitStatus, *, back_in: float | None = None, after: float = 0, by: User = officer
    ) -> services.StatusChange:
        at = now + after * MINUTE
        until = None if back_in is None else at + back_in * MINUTE
        return services.set_unit_status(unit_id=unit.pk, status=status, until=until, by=by, at=at)

    return set_to


def overdue() -> list[Alarm]:
    return list(Alarm.objects.open().filter(kind="unit.overdue"))


@pytest.mark.parametrize("status", BY_HAND)
def test_a_unit_can_be_sent_in_the_states_that_say_so_and_in_no_other(
    status: UnitStatus, unit: Unit, set_status: Callable[..., object], bureau: Organization, now: datetime
) -> None:
    set_status(status)
    near = nearest_units(lon=116.4, lat=39.9, path=str(bureau.path), at=now, fresh_since=now)
    assert bool(near) == (status in DISPATCHABLE_STATUSES)
    assert Unit.objects.dispatchable().filter(pk=unit.pk).exists() == bool(near)


def test_a_unit_that_is_not_back_in_time_raises_one_alarm_on_the_desk_of_its_bureau(
    unit: Unit, set_status: Callable[..., object], bureau: Organization, now: datetime
) -> None:
    set_status(UnitStatus.MEAL, back_in=30)
    run_due(at=now + 29 * MINUTE)
    assert overdue() == []
    run_due(at=now + 30 * MINUTE)
    run_due(at=now + 31 * MINUTE)
    (alarm,) = overdue()
    assert (alarm.organization_id, alarm.data["call_sign"], alarm.data["status"]) == (bureau.pk, "U1", "meal")


def test_a_unit_that_is_back_in_time_is_left_alone(set_status: Callable[..., object], now: datetime) -> None:
    set_status(UnitStatus.REFUEL, back_in=15)
    set_status(UnitStatus.PATROL, after=10)
    run_due(at=now + 60 * MINUTE)
    assert overdue() == []


def test_coming_back_or_asking_for_longer_ends_the_alarm(set_status: Callable[..., object], now: datetime) -> None:
    set_status(UnitStatus.PAPERWORK, back_in=10)
    run_due(at=now + 10 * MINUTE)
    set_status(UnitStatus.PAPERWORK, back_in=20, after=11)
    assert overdue() == []
    run_due(at=now + 31 * MINUTE)
    assert len(overdue()) == 1
    set_status(UnitStatus.RETURNING, after=32)
    assert overdue() == []


def test_the_end_of_the_shift_ends_the_waiting(
    unit: Unit, set_status: Callable[..., object], officer: User, now: datetime
) -> None:
    set_status(UnitStatus.BREAKDOWN, back_in=60)
    services.sign_off(unit_id=unit.pk, by=officer, at=now + MINUTE)
    unit.refresh_from_db()
    assert unit.status_until is None
    run_due(at=now + 61 * MINUTE)
    assert overdue() == []


@pytest.mark.parametrize(
    ("status", "back_in"),
    [(UnitStatus.PATROL, 30), (UnitStatus.MEAL, 0), (UnitStatus.MEAL, -5), (UnitStatus.MEAL, 7 * 24 * 60 + 1)],
)
def test_a_return_that_means_nothing_is_refused_in_words(
    status: UnitStatus, back_in: float, set_status: Callable[..., object]
) -> None:
    with pytest.raises(BadInput):
        set_status(status, back_in=back_in)


def test_saying_the_same_again_adds_nothing_to_the_journal(
    unit: Unit, set_status: Callable[..., object], now: datetime
) -> None:
    set_status(UnitStatus.MEAL, back_in=30)
    told = JournalEntry.objects.about("patrol.unit", unit.pk)
    before = told.count()
    set_status(UnitStatus.MEAL, back_in=29, after=1)
    assert told.count() == before
    last = told.filter(kind="unit.status_changed").get()
    assert last.data["status_until"] == (now + 30 * MINUTE).isoformat()


def test_the_phone_says_in_how_many_minutes_the_crew_is_back(unit: Unit, officer: User, client: Client) -> None:
    client.force_login(officer)
    path = f"/api/units/{unit.pk}/status"
    answer = client.post(path, {"status": "meal", "minutes": 30}, content_type="application/json")
    unit.refresh_from_db()
    assert (answer.status_code, answer.json()["status"]) == (200, "meal")
    assert unit.status_until is not None
    assert datetime.fromisoformat(answer.json()["until"]) == unit.status_until
    both = {"status": "meal", "minutes": 30, "until": unit.status_until.isoformat()}
    assert client.post(path, both, content_type="application/json").status_code == 400


def test_an_outsider_sets_no_status(unit: Unit, outsider: User, client: Client) -> None:
    client.force_login(outsider)
    answer = client.post(f"/api/units/{unit.pk}/status", {"status": "meal"}, content_type="application/json")
    assert answer.status_code in {403, 404}
    unit.refresh_from_db()
    assert unit.status == UnitStatus.PATROL


def unusual() -> int:
    return JournalEntry.objects.filter(kind="unit.status_unusual").count()


def test_a_crew_is_warned_of_an_unusual_change_and_not_stopped(
    set_status: Callable[..., services.StatusChange],
) -> None:
    set_status(UnitStatus.TRANSPORTING)
    change = set_status(UnitStatus.MEAL, after=1)
    assert "was taking somebody along" in change.warning
    assert (change.unit.status, unusual()) == (UnitStatus.MEAL, 1)


def test_a_site_that_enforces_the_table_refuses_the_crew_and_tells_it_what_to_do(
    set_status: Callable[..., services.StatusChange], unit: Unit, settings: Any
) -> None:
    settings.STATUS_TRANSITIONS = "enforce"
    set_status(UnitStatus.BREAKDOWN)
    with pytest.raises(NotAllowed, match="Go back on patrol first") as refused:
        set_status(UnitStatus.MEAL, after=1)
    assert refused.value.code == "unusual_status"
    unit.refresh_from_db()
    assert (unit.status, unusual()) == (UnitStatus.BREAKDOWN, 0)


@pytest.mark.parametrize("strictness", ["warn", "enforce"])
def test_a_dispatcher_is_told_and_never_stopped(
    strictness: str, set_status: Callable[..., services.StatusChange], dispatcher: User, settings: Any
) -> None:
    settings.STATUS_TRANSITIONS = strictness
    for after, status in enumerate([UnitStatus.TRANSPORTING, UnitStatus.TRAINING, UnitStatus.TRANSPORTING]):
        change = set_status(status, after=after, by=dispatcher)
        assert change.unit.status == status
        assert bool(change.warning) == (after > 0)


def test_a_site_that_switches_the_table_off_hears_nothing_of_it(
    set_status: Callable[..., services.StatusChange], settings: Any
) -> None:
    settings.STATUS_TRANSITIONS = "off"
    set_status(UnitStatus.OUT_OF_SERVICE)
    assert set_status(UnitStatus.TRANSPORTING, after=1).warning == ""
    assert unusual() == 0


def test_a_crew_with_an_order_has_no_meal_but_may_take_somebody_along(
    set_status: Callable[..., services.StatusChange], unit: Unit, dispatcher: User, settings: Any, now: datetime
) -> None:
    settings.STATUS_TRANSITIONS = "enforce"
    services.send_order(
        to=services.Receiver(unit=unit), kind="test", subject=("test", 1), commits=True, by=dispatcher, at=now
    )
    with pytest.raises(NotAllowed, match="Clear it first"):
        set_status(UnitStatus.MEAL)
    assert set_status(UnitStatus.TRANSPORTING).warning == ""


def test_from_every_state_there_is_a_way_back_to_the_street() -> None:
    for before in statuses.BY_HAND:
        for to in (UnitStatus.PATROL, UnitStatus.RETURNING, UnitStatus.BREAKDOWN, before):
            assert statuses.why_unusual(before, to, has_order=False) is None


def test_every_unusual_change_has_a_reason_and_words() -> None:
    pairs = [(before, to) for before in UnitStatus for to in statuses.BY_HAND]
    reasons = {statuses.why_unusual(*pair, has_order=False) for pair in pairs}
    assert reasons - {None} == set(statuses.Unusual) - {statuses.Unusual.HAS_AN_ORDER}
    assert statuses.why_unusual(UnitStatus.OFF_DUTY, UnitStatus.MEAL, has_order=False) is None


def test_the_phone_shows_the_warning_and_a_misspelt_setting_stops_the_start(
    unit: Unit, officer: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(officer)
    path = f"/api/units/{unit.pk}/status"
    client.post(path, {"status": "training"}, content_type="application/json")
    answer = client.post(path, {"status": "transporting"}, content_type="application/json").json()
    assert answer["warning"] == "Set, though unusual: U1 was not on the street."
    monkeypatch.setenv("STATUS_TRANSITIONS", "enforced")
    with pytest.raises(ImproperlyConfigured, match="one of warn, off, enforce"):
        one_of("STATUS_TRANSITIONS", "warn", "off", "enforce")


def test_the_nearest_organization_that_names_a_state_has_its_way(
    bureau: Organization,
    station: Organization,
    elsewhere: Organization,
    officer: User,
    outsider: User,
    dispatcher: User,
    now: datetime,
) -> None:
    for organization, label in ((bureau, "Mess"), (station, "Canteen"), (bureau, "Mess hall")):
        services.name_status(
            organization_id=organization.pk, status=UnitStatus.MEAL, label=label, by=dispatcher, at=now
        )
    services.name_status(organization_id=bureau.pk, status=UnitStatus.POST, label="Box", by=dispatcher, at=now)
    names = {"BUREAU": {"meal": "Mess hall", "post": "Box"}, "STATION": {"meal": "Canteen", "post": "Box"}}
    assert status_names(officer) == status_names(dispatcher) == names
    assert status_names(outsider) == {}
    canteen = StatusLabel.objects.get(label="Canteen")
    services.forget_status_name(label_id=canteen.pk, by=dispatcher, at=now)
    assert status_names(officer)["STATION"]["meal"] == "Mess hall"
    told = JournalEntry.objects.filter(kind__startswith="status_name.").values_list("kind", flat=True)
    assert list(told.order_by("pk")) == ["status_name.set"] * 4 + ["status_name.forgotten"]


def test_a_name_of_nothing_is_refused(bureau: Organization, dispatcher: User, now: datetime) -> None:
    with pytest.raises(BadInput):
        services.name_status(organization_id=bureau.pk, status=UnitStatus.MEAL, label="  ", by=dispatcher, at=now)


def test_a_dispatcher_states_by_radio_since_when(
    unit: Unit, dispatcher: User, officer: User, client: Client, now: datetime
) -> None:
    path = f"/api/units/{unit.pk}/status"
    client.force_login(dispatcher)
    true_time = now - 5 * MINUTE
    body = {"status": "breakdown", "happened_at": true_time.isoformat()}
    assert client.post(path, body, content_type="application/json").status_code == 200
    fact = JournalEntry.objects.get(kind="unit.status_changed")
    assert (fact.at, fact.actor) == (true_time, dispatcher.display_name)
    for wrong in (now + 60 * MINUTE, now - 3 * 60 * MINUTE):
        refused = client.post(path, body | {"status": "patrol", "happened_at": wrong.isoformat()}, "application/json")
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_input")
    client.force_login(officer)
    assert client.post(path, {"status": "meal", "until": "9999-12-31T23:59:59Z"}, "application/json").status_code == 400


def test_a_passenger_who_opens_the_phone_of_a_moving_unit_is_recorded_at_that_moment(
    unit: Unit, officer: User, outsider: User, client: Client, now: datetime
) -> None:
    path = f"/api/units/{unit.pk}/passenger"
    client.force_login(outsider)
    assert client.post(path, {}, content_type="application/json").status_code == 403
    client.force_login(officer)
    pressed = {"happened_at": (now - 20 * MINUTE).isoformat()}
    headers = {"Device-Time": now.isoformat(), "Idempotency-Key": "once"}
    for _repeat in range(2):
        answer = client.post(path, pressed, content_type="application/json", headers=headers)
        assert answer.status_code == 200
    entry = JournalEntry.objects.get(kind="unit.lock_overridden")
    assert (entry.actor, entry.data["unit"]) == (officer.display_name, unit.pk)
    assert timedelta(minutes=19) < entry.recorded_at - entry.at < timedelta(minutes=21)
