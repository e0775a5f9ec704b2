"""A simulated city on a real server: calls are taken, sent, answered and ended through the doors that people use."""

import threading
import time
from collections import deque
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dispatch import services
from dispatch.management.commands.simulate import route
from dispatch.models import Assignment, Incident, IncidentType
from dispatch.replay import Doors, Fleet, LogIn, Pace, Refusal, ServerAway, Tally
from dispatch.replay.doors import NoAnswer
from dispatch.simulation import City, Demand, Dice, Habits, Setting, Simulation, desk
from dispatch.simulation.devices import Devices
from dispatch.simulation.place_names import PlaceNames
from dispatch.simulation.reporting import MOST_KEPT, Reporting
from dispatch.simulation.stories import Stories
from patrol.models import Alarm, JournalEntry, Order
from tests.running import PATIENCE_S

PASSWORD = "a test password"
SPEED = 3000.0
RING = [[116.40, 39.90], [116.44, 39.90], [116.44, 39.94], [116.40, 39.94], [116.40, 39.90]]
GROUND = {
    "features": [
        {
            "geometry": {"type": "Polygon", "coordinates": [RING]},
            "properties": {"kind": "zone", "code": "Z1", "name": "Test Market", "zone_class": "commercial"},
        }
    ]
}
PROMPT = Habits(late_share=0, silent_share=0, cancel_share=0, second_share=0)


@pytest.fixture
def now(transactional_db):
    """The server runs on the real clock, and so does the city."""
    return timezone.now()


@pytest.fixture(autouse=True)
def kinds(transactional_db):
    """A flush between tests takes the standard types away."""
    for code in ("theft", "traffic"):
        IncidentType.objects.get_or_create(code=code, defaults={"name": code.title(), "priority": 3})


@pytest.fixture
def simulation_of(live_server, dispatcher):
    """`simulation_of(habits)`: a city of one zone on the test server, three thousand times faster than life."""

    def make(habits=PROMPT, *, per_hour=20.0, most_open=4, seed=1):
        pace, tally, dice = Pace(SPEED, now=time.time), Tally(), Dice(seed)
        doors = Doors(
            live_server.url,
            LogIn(username=dispatcher.username, password=PASSWORD),
            device_key="k",
            pace=pace,
            patience_s=PATIENCE_S,
            away=tally.away,
        )
        city = City.of(GROUND)
        return Simulation(
            Setting(
                doors=doors,
                pace=pace,
                tally=tally,
                dice=dice,
                city=city,
                demand=Demand(city, ["theft", "traffic"], per_hour, dice, lambda _place: True),
                route=route,
                on_road=lambda _place: True,
                place_name=PlaceNames(doors),
                second_of_day=0.0,
                most_open=most_open,
                habits=habits,
            )
        )

    return make


@pytest.fixture
def force(make_unit, now):
    return [make_unit(f"U{number}", 116.41 + number / 100, 39.91) for number in range(3)]


def live_until(simulation, condition, *, seconds=PATIENCE_S):
    """Let the city live until something is so; then end it as Ctrl-C does."""
    failures = []

    def run():
        try:
            simulation.run(seconds, lambda _line: None)
        except Exception as error:  # told below
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until and thread.is_alive():
        time.sleep(0.1)
    simulation.its.pace.stop()
    thread.join()
    simulation.stories.await_end(PATIENCE_S)  # no request of this city is under way when the test tidies up
    assert failures == []
    assert condition(), (simulation.its.tally.counts, simulation.its.tally.complaints)


def test_calls_are_taken_sent_answered_and_ended_by_themselves(simulation_of, force):
    simulation = simulation_of()
    live_until(simulation, lambda: Incident.objects.filter(status="closed").count() >= 2)
    done = Assignment.objects.filter(incident__status="closed").select_related("order", "incident__type").first()
    assert done.recommended_rank == 1
    assert done.order.delivered_at <= done.order.seen_at <= done.order.acknowledged_at
    assert done.order.acknowledged_at <= done.en_route_at <= done.arrived_at <= done.cleared_at
    assert done.incident.disposition in {"settled", "report_taken", "handed_over", "nothing_found"}
    assert done.incident.place
    assert done.incident.external_id.startswith("life:")
    assert "calls:" in simulation.figures()


def test_a_unit_has_its_break_is_awaited_and_comes_back(simulation_of, force):
    def told(**facts):
        facts = {f"data__{name}": value for name, value in facts.items()}
        return JournalEntry.objects.filter(kind="unit.status_changed", **facts)

    simulation = simulation_of(Habits(break_every_s=600.0), per_hour=0.001)
    live_until(simulation, lambda: told(status="patrol").exists())
    left = told(status_until__isnull=False).earliest("pk")
    assert left.data["status"] in {"meal", "refuel", "paperwork"}
    assert left.data["status_until"] > left.at.isoformat()


def test_no_more_calls_are_open_than_allowed_however_many_people_call(simulation_of, force):
    simulation = simulation_of(Habits(work_s=90_000), per_hour=500.0, most_open=2)
    live_until(simulation, lambda: simulation.its.tally.counts["held_back"] > 0)
    assert Incident.objects.filter(status="open").count() <= 3  # one more may be under way between two looks


def test_a_new_run_goes_on_with_what_the_run_before_left_open(simulation_of, force):
    first = simulation_of(Habits(work_s=60_000, late_share=0, silent_share=0, cancel_share=0), most_open=1)
    live_until(first, lambda: Assignment.objects.filter(arrived_at__isnull=False).exists())
    left = Incident.objects.filter(status="open", assignments__arrived_at__isnull=False).first()
    second = simulation_of(per_hour=0.001)
    live_until(second, lambda: Incident.objects.filter(pk=left.pk, status="closed").exists())
    assert left.assignments.count() == 1


def test_a_unit_that_never_answers_is_taken_off_and_the_next_one_is_sent(simulation_of, force, take_call, dispatcher):
    call = take_call(external_id="life:before:7")
    simulation = simulation_of(Habits(silent_share=1.0, cancel_share=0, give_up_s=(2.5, 2.6)), per_hour=0.001)
    live_until(simulation, lambda: call.assignments.count() >= 2)
    first = call.assignments.order_by("assigned_at").first()
    assert (first.order.delivered_at is not None, first.order.acknowledged_at) == (True, None)
    assert first.withdrawn_at is not None
    withdrawal = Order.objects.get(kind="withdrawal", unit=first.unit, subject_id=str(first.order_id))
    assert withdrawal.commits is False
    assert len(set(call.assignments.values_list("unit", flat=True))) == call.assignments.count()


def test_crews_answer_what_a_person_at_a_console_decides(simulation_of, force, take_call, dispatcher, now):
    """A call taken by a person is left to that person; the unit he sends answers, and stops when he takes it off."""
    call = take_call()
    simulation = simulation_of(Habits(work_s=90_000, late_share=0, silent_share=0), per_hour=0.001)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[force[0].pk], by=dispatcher, at=now)
    live_until(simulation, lambda: Assignment.objects.filter(pk=sent.pk, arrived_at__isnull=False).exists())
    assert call.assignments.count() == 1
    untouched = take_call()
    live_until(simulation_of(per_hour=0.001), lambda: Assignment.objects.get(pk=sent.pk).cleared_at is not None)
    assert untouched.assignments.count() == 0


def test_an_alarm_about_a_call_of_the_city_is_taken_over(simulation_of, force, take_call, dispatcher, now, monkeypatch):
    call = take_call(external_id="life:before:8")
    services.assign_units(incident_id=call.pk, unit_ids=[force[0].pk], by=dispatcher, at=now - timedelta(seconds=90))
    order = Order.objects.get(unit=force[0])
    simulation = simulation_of(Habits(silent_share=1.0, give_up_s=(90, 91)), per_hour=0.001)
    simulation.look_around()
    alarm = Alarm.objects.create(
        kind="order.unanswered",
        subject_label="patrol.order",
        subject_id=str(order.pk),
        organization=call.organization,
        raised_at=now,
    )
    monkeypatch.setattr(desk, "SEE_ALARM_S", (0.0, 0.1))
    simulation.hear({"kind": "alarm.raised", "data": {"alarm": alarm.pk, "data": {"subject_id": str(call.pk)}}})
    simulation.hear({"kind": "alarm.raised", "data": {"alarm": alarm.pk + 1, "data": {"subject_id": "of nobody"}}})
    simulation.stories.await_end(PATIENCE_S)
    alarm.refresh_from_db()
    assert alarm.owner == dispatcher


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"device_key": ""}, "make one with manage.py issue_gateway"),
        ({"speed": 0.0}, "above 0 and at most 100"),
        ({"speed": 101.0}, "above 0 and at most 100"),
        ({"user": ""}, "Say who takes the calls"),
        ({}, "No unit is on duty"),
    ],
)
def test_what_is_missing_is_said_before_anything_lives(live_server, dispatcher, monkeypatch, options, words):
    monkeypatch.setenv("PATROL_PASSWORD", PASSWORD)
    given = {"url": live_server.url, "user": dispatcher.username, "device_key": "k"} | options
    with pytest.raises(CommandError, match=words):
        call_command("simulate", **given)
    assert not Incident.objects.exists()


class Door:
    """A position door that is away as often as `absences` says; keeps what arrived."""

    def __init__(self, *absences):
        self.absences, self.arrived = deque(absences), []

    def report(self, positions):
        if self.absences and self.absences.popleft():
            raise NoAnswer("away")
        self.arrived += positions
        return {"stored": len(positions), "ignored": {}}


def report(number):
    return {"unit": 1, "lon": 116.4, "lat": 39.9, "fixed_at": float(number), "heading": None, "speed": 0.0}


def reporting_to(door, tally):
    pace = Pace(1.0, now=time.time)
    return Reporting(door, Fleet(), pace, tally, Devices(Dice(1), 1.0))


def test_positions_of_the_time_without_a_server_arrive_in_order_when_it_is_back():
    door, tally = Door(True, True), Tally()
    reporting = reporting_to(door, tally)
    for number in range(3):
        reporting.send([report(number)])
    assert [each["fixed_at"] for each in door.arrived] == [0.0, 1.0, 2.0]
    assert tally.counts["positions"] == 3


def test_so_many_positions_are_kept_and_no_more():
    door, tally = Door(True), Tally()
    reporting = reporting_to(door, tally)
    reporting.send([report(number) for number in range(MOST_KEPT + 100)])
    reporting.send([])
    assert len(door.arrived) == MOST_KEPT
    assert door.arrived[-1]["fixed_at"] == MOST_KEPT + 99.0


@pytest.fixture
def stories():
    return Stories(Pace(1.0, now=time.time), Tally(), most=2)


def test_a_story_goes_on_once_and_only_so_many_at_a_time(stories):
    gate = threading.Event()
    assert stories.begin("one", gate.wait)
    assert not stories.begin("one", gate.wait)
    assert stories.begin("two", gate.wait)
    assert not stories.begin("three", gate.wait)
    gate.set()
    stories.await_end(PATIENCE_S)
    assert "one" not in stories


def test_a_refusal_ends_its_story_alone_and_a_server_that_stays_away_ends_everything(stories):
    def refuse():
        raise Refusal(409, {"code": "unit_busy"})

    def stay_away():
        raise ServerAway("gone")

    stories.begin("refused", refuse)
    stories.await_end(PATIENCE_S)
    assert stories.failure is None
    stories.begin("away", stay_away)
    stories.await_end(PATIENCE_S)
    assert str(stories.failure) == "gone"
    assert not stories.begin("after", lambda: None)


def test_complaints_of_a_long_life_do_not_pile_up():
    tally = Tally()
    for number in range(1000):
        tally.complain(f"complaint {number}")
    assert len(tally.complaints) <= 201
    assert sum(tally.complaints.values()) == 1000
