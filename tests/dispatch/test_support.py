"""A crew that stays long on scene in a core ring is asked what it needs, and asks for support in one touch (F43)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient
from shapely.geometry import MultiPolygon, box

from dispatch import services
from dispatch.lifecycle import Times, prompt_due
from dispatch.models import Assignment, Incident
from dispatch.selectors import incident_picture, officer_picture
from patrol.clocks import Said
from patrol.deadlines import run_due
from patrol.errors import NotAllowed
from patrol.models import Alarm, Deadline, JournalEntry, Order, Organization, Unit, User
from patrol.services import acknowledge_order
from zones import services as ground
from zones.vocabulary import Ring

type Take = Callable[..., Incident]
type Make = Callable[..., Unit]
type As = Callable[[User | None], APIClient]

LIMIT = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def rings(bureau: Organization, dispatcher: User, now: datetime) -> None:
    """A core ring in the west, an outer one in the east."""
    for code, west, east, ring in (("CORE", 116.3, 116.45, Ring.CORE), ("OUTER", 116.45, 116.6, Ring.OUTER)):
        shape, long_ago = MultiPolygon([box(west, 39.8, east, 40.0)]), now - timedelta(days=30)
        how = {"organization_id": bureau.pk, "by": dispatcher, "at": long_ago}
        ground.create_zone(code=code, name=code, ring=ring.value, shape=shape, **how)


@pytest.fixture
def unit(make_unit: Make, officer: User, make_person: Callable[..., User]) -> Unit:
    """A unit with the officer on its crew."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("ONE", 116.41, 39.90, crew=[officer, *mates])


def on_scene(call: Incident, unit: Unit, *, by: User, at: datetime) -> Assignment:
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=by, at=at)
    return services.set_arrived(assignment_id=sent.pk, by=by, at=at)


@pytest.fixture
def there(call: Incident, unit: Unit, dispatcher: User, now: datetime) -> Assignment:
    """The unit on scene in the core ring, since now."""
    return on_scene(call, unit, by=dispatcher, at=now)


def prompts() -> list[Order]:
    return list(Order.objects.filter(kind="on_scene_prompt").order_by("sent_at"))


def asked() -> list[Alarm]:
    return list(Alarm.objects.open().filter(kind="incident.support_asked"))


def test_the_crew_is_asked_when_the_time_is_over_and_not_a_second_before(
    there: Assignment, call: Incident, unit: Unit, now: datetime
) -> None:
    run_due(at=now + LIMIT - SECOND)
    assert prompts() == []
    run_due(at=now + LIMIT)
    (prompt,) = prompts()
    assert (prompt.unit, prompt.subject_id, prompt.commits) == (unit, str(call.pk), False)
    assert (prompt.sent_at, prompt.sent_by) == (now + LIMIT, None)
    run_due(at=now + 3 * LIMIT)
    assert len(prompts()) == 1


def test_the_time_is_a_setting_and_counts_from_the_true_arrival(
    call: Incident, unit: Unit, dispatcher: User, now: datetime, settings: Settings
) -> None:
    settings.ON_SCENE_PROMPT_S = 60
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    heard = Said(happened_at=now + timedelta(seconds=30), by_radio=True)
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(seconds=50), said=heard)
    run_due(at=now + timedelta(seconds=89))
    assert prompts() == []
    run_due(at=now + timedelta(seconds=90))
    assert len(prompts()) == 1


def test_only_the_core_ring_asks(now: datetime) -> None:
    there = Times(now, now, now)
    due = {ring: prompt_due(there, ring=ring, patience=LIMIT) for ring in (*Ring, None)}
    assert due == {Ring.CORE: now + LIMIT, Ring.KEY: None, Ring.OUTER: None, None: None}
    for elsewhere in (Times(now, now), Times(now, now, now, now), Times(now, now, None, None, now)):
        assert prompt_due(elsewhere, ring=Ring.CORE, patience=LIMIT) is None


@pytest.mark.parametrize("lon", [116.5, 117.5])
def test_in_another_ring_and_outside_all_zones_nobody_is_asked(
    lon: float, take_call: Take, unit: Unit, dispatcher: User, now: datetime
) -> None:
    on_scene(take_call(lon=lon), unit, by=dispatcher, at=now)
    run_due(at=now + 2 * LIMIT)
    assert prompts() == []


def test_a_unit_that_is_done_in_time_is_not_asked(there: Assignment, dispatcher: User, now: datetime) -> None:
    services.clear_assignment(assignment_id=there.pk, by=dispatcher, at=now + LIMIT - SECOND)
    assert not Deadline.objects.pending().filter(kind="assignment.on_scene").exists()
    run_due(at=now + 2 * LIMIT)
    assert prompts() == []


def test_a_unit_pulled_away_from_the_scene_is_not_asked(
    there: Assignment, take_call: Take, unit: Unit, dispatcher: User, now: datetime
) -> None:
    other = take_call(lon=116.5)
    services.preempt_unit(incident_id=other.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now + SECOND)
    run_due(at=now + 2 * LIMIT)
    assert prompts() == []


def test_finishing_answers_the_question_and_nobody_waits_for_it(
    there: Assignment, dispatcher: User, now: datetime
) -> None:
    run_due(at=now + LIMIT)
    services.clear_assignment(assignment_id=there.pk, by=dispatcher, at=now + LIMIT + SECOND)
    assert [order.done_at for order in prompts()] == [now + LIMIT + SECOND]
    run_due(at=now + 2 * LIMIT)
    assert not Alarm.objects.open().exists()


def test_silence_rings_on_the_desk_and_names_the_call(there: Assignment, call: Incident, now: datetime) -> None:
    for later in (LIMIT, LIMIT + timedelta(seconds=61)):
        run_due(at=now + later)
    alarm = Alarm.objects.open().get(kind="order.unanswered")
    assert (alarm.data["kind"], alarm.data["incident"]) == ("on_scene_prompt", str(call.pk))


def test_asking_for_support_answers_and_rings_once_however_often_it_comes(
    there: Assignment, call: Incident, unit: Unit, officer: User, now: datetime
) -> None:
    run_due(at=now + LIMIT)
    late = now + LIMIT + timedelta(seconds=20)
    for wait in range(2):
        services.ask_support(assignment_id=there.pk, by=officer, at=late + wait * SECOND)
    (prompt,) = prompts()
    assert prompt.acknowledged_at == late
    (alarm,) = asked()
    assert (alarm.organization, alarm.subject_id) == (call.organization, str(call.pk))
    assert (alarm.data["unit"], alarm.data["call_sign"]) == (unit.pk, "ONE")
    assert alarm.data["number"] == str(call)
    (fact,) = JournalEntry.objects.filter(kind="incident.support_asked")
    assert (fact.subject_id, fact.data["unit"], fact.actor) == (str(call.pk), unit.pk, officer.display_name)
    assert "incident.support_asked" in {line["kind"] for line in incident_picture(call.pk, at=late)["timeline"]}
    run_due(at=late + LIMIT)
    assert [one.kind for one in Alarm.objects.open()] == ["incident.support_asked"]


def test_support_may_be_asked_for_before_anybody_asks(there: Assignment, dispatcher: User, now: datetime) -> None:
    heard = Said(happened_at=now + timedelta(minutes=2), by_radio=True)
    services.ask_support(assignment_id=there.pk, by=dispatcher, at=now + timedelta(minutes=3), said=heard)
    fact = JournalEntry.objects.get(kind="incident.support_asked")
    assert (fact.at, fact.data["by_radio"]) == (now + timedelta(minutes=2), True)
    assert len(asked()) == 1


def test_the_alarm_ends_when_another_unit_is_sent_and_rings_again_when_that_is_not_enough(
    there: Assignment, call: Incident, make_unit: Make, officer: User, dispatcher: User, now: datetime
) -> None:
    services.ask_support(assignment_id=there.pk, by=officer, at=now + SECOND)
    second = make_unit("TWO", 116.42, 39.90)
    services.assign_units(incident_id=call.pk, unit_ids=[second.pk], by=dispatcher, at=now + 2 * SECOND)
    assert asked() == []
    services.ask_support(assignment_id=there.pk, by=officer, at=now + 3 * SECOND)
    assert len(asked()) == 1


def test_the_alarm_ends_with_the_call(there: Assignment, officer: User, now: datetime) -> None:
    services.ask_support(assignment_id=there.pk, by=officer, at=now + SECOND)
    services.clear_assignment(assignment_id=there.pk, disposition="settled", by=officer, at=now + 2 * SECOND)
    assert asked() == []


def test_only_from_the_scene_support_is_asked_for(
    call: Incident, unit: Unit, officer: User, dispatcher: User, now: datetime
) -> None:
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="not on scene"):
        services.ask_support(assignment_id=sent.pk, by=officer, at=now)
    services.set_arrived(assignment_id=sent.pk, by=officer, at=now)
    services.clear_assignment(assignment_id=sent.pk, by=officer, at=now)
    with pytest.raises(NotAllowed, match="not on scene"):
        services.ask_support(assignment_id=sent.pk, by=officer, at=now)
    assert asked() == []


def test_the_door_is_the_crews_and_the_dispatchers(
    there: Assignment, officer: User, dispatcher: User, outsider: User, as_: As
) -> None:
    path = f"/api/assignments/{there.pk}/support"
    assert as_(None).post(path).status_code == 401
    assert as_(outsider).post(path).status_code == 404
    assert asked() == []
    answers = [as_(one).post(path, {}, format="json") for one in (officer, officer, dispatcher)]
    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(200, "on_scene")] * 3
    assert len(asked()) == 1


def test_the_phone_is_shown_the_question_until_it_is_answered_and_since_when_the_unit_is_there(
    there: Assignment, officer: User, now: datetime
) -> None:
    run_due(at=now + LIMIT)
    orders = {order["kind"]: order for order in officer_picture(officer, now + LIMIT)["orders"].values()}
    assert set(orders) == {"dispatch", "on_scene_prompt"}
    assert orders["dispatch"]["assignment"]["arrived_at"] == now.isoformat()
    acknowledge_order(order_id=prompts()[0].pk, by=officer, at=now + LIMIT)
    assert {order["kind"] for order in officer_picture(officer, now + LIMIT)["orders"].values()} == {"dispatch"}


def test_an_arrival_in_the_core_ring_costs_one_statement_more(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    counts = []
    for name, lon in (("FIRST", 116.5), ("EAST", 116.5), ("WEST", 116.4)):  # the first prepares its statements
        call, unit = take_call(lon=lon), make_unit(name, lon, 39.9)
        (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
        with CaptureQueriesContext(connection) as queries:
            services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
        counts.append(len(queries))
    assert counts[2] == counts[1] + 1
