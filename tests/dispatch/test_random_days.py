"""Random operators and officers at work: whatever they do, in whatever order, the books stay right.

Four hundred steps a run; `PATROL_RANDOM_STEPS=10000 pytest tests/dispatch/test_random_days.py` takes more.
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import services
from dispatch.lifecycle import AssignmentState
from dispatch.models import Assignment, Incident
from dispatch.selectors import console_picture, incident_dicts, times_of, with_relations
from patrol import services as force
from patrol.clocks import Said
from patrol.deadlines import run_due
from patrol.errors import Refused
from patrol.journal import faults, number_entries
from patrol.messages import Snapshot, as_dict
from patrol.models import Alarm, JournalEntry, Order, Organization, Unit, User
from patrol.realtime import journal_message
from patrol.selectors import last_position, topic_positions
from patrol.vocabulary import Role, UnitStatus
from tests.running import PATIENCE_S

STEPS_A_DAY, TRIES, OPEN = 100, 8, 4
STEPS = int(os.environ.get("PATROL_RANDOM_STEPS", "400"))
REPLAY = Path(__file__).parents[1] / "js" / "replay_days.js"
DONE: Counter[str] = Counter()  # steps that were not refused, by name


@dataclass
class Day:
    """One bureau, two operators, a few units, and what they have made so far."""

    bureau: Organization
    operators: list[User]
    units: list[Unit]
    at: datetime
    incidents: list[Incident] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    position: int = 0

    def operator(self, number: int) -> User:
        return self.operators[number % len(self.operators)]

    def unit(self, number: int) -> Unit:
        return self.units[number % len(self.units)]

    def incident(self, number: int) -> Incident:
        """One of the last few calls, ended or not: steps that come too late are tried as well."""
        return self.incidents[-1 - number % min(len(self.incidents), 6)]

    def assignment(self, number: int, **which: object) -> Assignment:
        """One of the last few units sent; refused where there is none such."""
        last = Assignment.objects.filter(incident__in=self.incidents, **which).order_by("-assigned_at", "pk")[:8]
        if not last:
            raise Refused("Nobody was sent yet.")
        return last[number % len(last)]

    def open_console(self) -> None:
        number_entries()
        topics = topic_positions([f"org.{self.bureau.pk}"])
        self.position = last_position()
        picture = console_picture(self.operators[0], self.at)
        self.hear([as_dict(Snapshot(self.position, topics, "console", picture))])

    def hear(self, messages: list[dict[str, Any]], *incident_ids: str) -> None:
        calls = incident_dicts(with_relations(Incident.objects.filter(pk__in=incident_ids)))
        self.told.append({"messages": messages, "calls": {call["id"]: call for call in calls}})

    def listen(self) -> None:
        """What the console of the bureau is told after a step, and the calls that it may fetch then."""
        number_entries()
        new = list(JournalEntry.objects.filter(position__gt=self.position).order_by("position"))
        if new:
            self.position = new[-1].position or 0
            calls = {entry.data["incident"] for entry in new if "incident" in entry.data}
            self.hear([as_dict(journal_message(entry, f"org.{self.bureau.pk}")) for entry in new], *calls)


def take(day: Day, who: int, what: int) -> None:
    priority, place = what % 4 + 1, f"Test Road {what}"
    taken = services.take_call(
        organization_id=day.bureau.pk, type_code="theft", lon=116.4 + what / 500, lat=39.9, priority=priority,
        place=place, by=day.operator(who), at=day.at,
    )  # fmt: skip
    day.incidents.append(taken)


def assign(day: Day, who: int, what: int) -> None:
    services.assign_units(
        incident_id=day.incident(what).pk, unit_ids=[day.unit(who).pk], by=day.operator(what), at=day.at
    )


def assign_two(day: Day, who: int, what: int) -> None:
    services.assign_units(
        incident_id=day.incident(what).pk, unit_ids=[day.unit(who).pk, day.unit(who + 1).pk], by=day.operator(what),
        at=day.at,
    )  # fmt: skip


def order_step(step: Callable[..., Order]) -> Callable[[Day, int, int], None]:
    def take_it(day: Day, who: int, what: int) -> None:
        step(order_id=day.assignment(what).order_id, by=day.operator(who), at=day.at)

    return take_it


def assignment_step(
    step: Callable[..., Assignment], which: dict[str, object], **more: object
) -> Callable[[Day, int, int], None]:
    """Mostly where it makes sense, now and then where it comes too late."""

    def take_it(day: Day, who: int, what: int) -> None:
        one = day.assignment(what, **(which if who else {}))
        step(assignment_id=one.pk, by=day.operator(who), at=day.at, **more)

    return take_it


def incident_step(step: Callable[..., object], **more: Any) -> Callable[[Day, int, int], None]:
    def take_it(day: Day, who: int, what: int) -> None:
        step(incident_id=day.incident(what).pk, by=day.operator(who), at=day.at, **more)

    return take_it


def pull(step: Callable[..., object]) -> Callable[[Day, int, int], None]:
    def take_it(day: Day, who: int, what: int) -> None:
        unit = busy_unit(day, who)
        step(incident_id=day.incident(what).pk, unit_id=unit, reason="Test", by=day.operator(what), at=day.at)

    return take_it


def stack(step: Callable[..., object]) -> Callable[[Day, int, int], None]:
    def take_it(day: Day, who: int, what: int) -> None:
        step(incident_id=day.incident(what).pk, unit_id=busy_unit(day, who), by=day.operator(what), at=day.at)

    return take_it


def busy_unit(day: Day, number: int) -> int:
    bound = list(Order.objects.committing().filter(unit__in=day.units).values_list("unit", flat=True))
    return bound[number % len(bound)] if bound else day.unit(number).pk


def reassign(day: Day, who: int, what: int) -> None:
    services.reassign(
        assignment_id=day.assignment(what).pk, unit_id=day.unit(who).pk, reason="Test", by=day.operator(what), at=day.at
    )


def by_radio(step: Callable[..., Assignment]) -> Callable[[Day, int, int], None]:
    """An operator speaks for the unit, and states the true time."""

    def take_it(day: Day, who: int, what: int) -> None:
        said = Said(happened_at=day.at - timedelta(seconds=10 * who), by_radio=True)
        step(assignment_id=day.assignment(what).pk, by=day.operator(who), at=day.at, said=said)

    return take_it


def arrive_after_all(day: Day, who: int, what: int) -> None:
    """Withdrawn, while a phone without network had the unit arrive."""
    one, by = day.assignment(what, **ON_THE_WAY), day.operator(who)
    services.withdraw_assignment(assignment_id=one.pk, reason="Test", by=by, at=day.at)
    day.at += timedelta(seconds=20)
    said = Said(happened_at=day.at - timedelta(seconds=10 + who), device_now=day.at)
    services.set_arrived(assignment_id=one.pk, by=by, at=day.at, said=said)


def hold(day: Day, who: int, what: int) -> None:
    services.hold_incident(
        incident_id=day.incident(what).pk, until=day.at + timedelta(minutes=1 + who), reason="Test",
        by=day.operator(what), at=day.at,
    )  # fmt: skip


def correct_place(day: Day, who: int, what: int) -> None:
    services.correct_place(
        incident_id=day.incident(what).pk, lon=116.4 + who / 400, lat=39.9, place=f"Test Road {who}",
        by=day.operator(what), at=day.at,
    )  # fmt: skip


def link(day: Day, who: int, what: int) -> None:
    services.link_call(incident_id=day.incident(what).pk, to=day.incident(who).pk, by=day.operator(who), at=day.at)


def correct_time(day: Day, who: int, what: int) -> None:
    one = day.assignment(what, **ON_SCENE)
    field = ["en_route_at", "arrived_at"][who % 2]
    corrected = (getattr(one, field) or day.at) - timedelta(seconds=who)
    services.correct_time(
        incident_id=one.incident_id, assignment_id=one.pk, field=field, corrected=corrected,
        reason="Test", by=day.operator(who), at=day.at,
    )  # fmt: skip


def controlled(day: Day, who: int, what: int) -> None:
    services.report_situation(
        incident_id=day.assignment(what, **ON_SCENE).incident_id, situation="controlled", by=day.operator(who),
        at=day.at,
    )  # fmt: skip


def change_status(day: Day, who: int, what: int) -> None:
    statuses = [UnitStatus.PATROL, UnitStatus.STANDBY, UnitStatus.BUSY, UnitStatus.PATROL]
    force.set_unit_status(unit_id=day.unit(who).pk, status=statuses[what % 4], by=day.operator(what), at=day.at)


def sign_off_or_on(day: Day, who: int, what: int) -> None:
    unit = Unit.objects.get(pk=day.unit(who).pk)
    if unit.status != UnitStatus.OFF_DUTY:
        force.sign_off(unit_id=unit.pk, by=day.operator(what), at=day.at)
    else:
        crew = [person.pk for person in CREWS[unit.pk]]
        force.sign_on(unit_id=unit.pk, crew=crew, by=day.operator(what), at=day.at)


def let_time_pass(day: Day, _who: int, _what: int) -> None:
    run_due(at=day.at)


def own_alarm(day: Day, who: int, what: int) -> None:
    alarms = list(Alarm.objects.filter(organization=day.bureau).order_by("pk"))
    if alarms:
        force.acknowledge_alarm(alarm_id=alarms[what % len(alarms)].pk, by=day.operator(who), at=day.at)


SENT = {"en_route_at": None, "withdrawn_at": None}
ON_THE_WAY = {"arrived_at": None, "withdrawn_at": None}
ON_SCENE = {"arrived_at__isnull": False, "cleared_at": None, "withdrawn_at": None}
LATE = {"late_steps__settled_at": None, "late_steps__isnull": False}
CREWS: dict[int, list[User]] = {}
ACTIONS: dict[str, Callable[[Day, int, int], None]] = {
    "take": take,
    "assign": assign,
    "assign two": assign_two,
    "deliver": order_step(force.mark_delivered),
    "see": order_step(force.mark_seen),
    "acknowledge": order_step(force.acknowledge_order),
    "leave": assignment_step(services.set_en_route, SENT),
    "arrive": assignment_step(services.set_arrived, ON_THE_WAY),
    "clear": assignment_step(services.clear_assignment, ON_SCENE),
    "clear and close": assignment_step(services.clear_assignment, ON_SCENE, disposition="settled"),
    "withdraw": assignment_step(services.withdraw_assignment, ON_THE_WAY, reason="Test"),
    "close": incident_step(services.close_incident, disposition="settled"),
    "cancel": incident_step(services.cancel_incident, reason="Test"),
    "note": incident_step(services.add_note, text="Test"),
    "reopen": incident_step(services.reopen_incident, reason="Test"),
    "caller": incident_step(services.add_caller, phone="000 0000"),
    "link": link,
    "level": incident_step(services.set_level, level="complex"),
    "sign": incident_step(services.sign_call),
    "hold": hold,
    "resume": incident_step(services.resume_incident),
    "place": correct_place,
    "report": incident_step(services.report_situation, situation="first_report"),
    "controlled": controlled,
    "time": correct_time,
    "support": assignment_step(services.ask_support, ON_SCENE),
    "direct report": incident_step(services.report_directly),
    "preempt": pull(services.preempt_unit),
    "divert": pull(services.divert_unit),
    "reassign": reassign,
    "primary": assignment_step(services.choose_primary, SENT),
    "stack": stack(services.stack_call),
    "unstack": stack(services.unstack_call),
    "leave by radio": by_radio(services.set_en_route),
    "arrive by radio": by_radio(services.set_arrived),
    "arrive after all": arrive_after_all,
    "settle": assignment_step(services.settle_late_steps, LATE, put_back=True),
    "status": change_status,
    "sign off or on": sign_off_or_on,
    "time passes": let_time_pass,
    "own an alarm": own_alarm,
}


@pytest.fixture
def begin(
    bureau: Organization,
    make_person: Callable[..., User],
    make_unit: Callable[..., Unit],
    dispatcher: User,
    theft: object,
    now: datetime,
) -> Callable[[], Day]:
    """A day that begins with four units on the street and one call."""
    second = make_person(bureau, Role.OPERATOR, username="second")
    units = [make_unit(f"R{number}", 116.4 + number / 300, 39.9) for number in range(4)]
    for unit in units:
        CREWS[unit.pk] = list(User.objects.filter(crewings__shift__unit=unit))

    def start() -> Day:
        day = Day(bureau, [dispatcher, second], units, now)
        day.open_console()
        take(day, 0, 0)
        day.listen()
        return day

    return start


def live(day: Day, chance: Random) -> None:
    """A day of random steps; what is refused changes nothing, and is tried on something else.

    Every other step is one that nobody has taken yet, so that a short run takes each.
    """
    for each in range(STEPS_A_DAY):
        new = sorted(set(ACTIONS) - set(DONE)) if each % 2 else []
        name = chance.choice(new or sorted(ACTIONS))
        day.at += timedelta(seconds=chance.randrange(40))
        if Incident.objects.open().filter(organization=day.bureau).count() < OPEN:
            take(day, chance.randrange(8), chance.randrange(8))
        for _try in range(TRIES):
            if done(ACTIONS[name], day, chance.randrange(8), chance.randrange(8)):
                DONE[name] += 1
                break
        day.listen()
        assert_no_unit_is_bound_twice()


def done(action: Callable[[Day, int, int], None], day: Day, who: int, what: int) -> bool:
    try:
        with transaction.atomic():
            action(day, who, what)
    except Refused:
        return False
    return True


def assert_no_unit_is_bound_twice() -> None:
    bound = Order.objects.committing().values("unit").annotate(orders=Count("pk")).filter(orders__gt=1)
    assert not bound.exists()


def assert_books(day: Day) -> None:
    """No call lost, times in order, an active assignment for each order that binds, the chain whole."""
    assert Incident.objects.filter(pk__in=[one.pk for one in day.incidents]).count() == len(day.incidents)
    for assignment in Assignment.objects.filter(incident__in=day.incidents).select_related("order", "incident"):
        times = times_of(assignment)
        walked = [assignment.assigned_at, times.acknowledged_at, times.en_route_at, times.arrived_at, times.cleared_at]
        known = [moment for moment in walked if moment]
        assert known == sorted(known)
        over = times.state in (AssignmentState.CLEARED, AssignmentState.WITHDRAWN)
        assert over == (assignment.order.closed_at is not None)
        assert over or assignment.incident.status == "open"
    assert list(faults()) == []


def board(day: Day) -> dict[str, Any]:
    """What the server shows now, but where units are: movement stands in no journal."""
    picture = console_picture(day.operators[0], day.at)
    for unit in picture["units"].values():
        del unit["fix"]
    return picture


def test_whatever_people_do_the_books_stay_right_and_the_journal_gives_the_same_board(begin: Callable[[], Day]) -> None:
    days: list[str] = []

    @settings(
        max_examples=max(1, STEPS // STEPS_A_DAY),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=True))
    def run(chance: Random) -> None:
        with transaction.atomic():
            day = begin()
            live(day, chance)
            assert_books(day)
            days.append(json.dumps({"steps": day.told, "expected": board(day)}))
            transaction.set_rollback(True)

    run()
    replayed = subprocess.run(
        ["node", str(REPLAY)], input="\n".join(days), text=True, capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert replayed.returncode == 0, replayed.stderr
    assert set(DONE) == set(ACTIONS), f"never done: {set(ACTIONS) - set(DONE)}"
