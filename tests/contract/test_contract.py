"""What the server says, kept as message sequences, and the picture that the browser must make of them.

Each `*.json` here was said by the server in the scenario of the same name: a snapshot, the facts after it, the calls
that were fetched on the way, and the picture of a last snapshot. This test plays the scenario again and compares;
`tests/js` applies the messages to the browser's state and must arrive at the last picture.

A wanted change of what the server says is written down with `WRITE_CONTRACT=1 pytest tests/contract`.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch import services as dispatching
from dispatch.models import Incident, IncidentType
from dispatch.selectors import console_picture, incident_dicts, officer_picture
from patrol import services
from patrol.journal import number_entries
from patrol.messages import Snapshot, as_dict
from patrol.models import Alarm, JournalEntry, Organization, Unit, User
from patrol.realtime import journal_message
from patrol.selectors import last_position, topic_positions
from patrol.vocabulary import UnitStatus

FOLDER = Path(__file__).parent
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
RECORDED = re.compile(r'("recorded_at": )"[^"]+"')
PICTURES = {"console": console_picture, "officer": officer_picture}

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


@pytest.fixture
def now() -> datetime:
    """The same moment every time: it is in the files."""
    return datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass
class Page:
    """Collects what one open page is told."""

    user: User
    face: str
    topic: str
    at: datetime
    messages: list[dict[str, Any]] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)
    position: int = 0

    def picture(self) -> dict[str, Any]:
        return PICTURES[self.face](self.user, self.at)

    def open(self) -> None:
        number_entries()
        self.position = last_position()
        topics = topic_positions([self.topic])
        self.messages.append(as_dict(Snapshot(self.position, topics, self.face, self.picture())))

    def later(self) -> datetime:
        """Ten seconds on, with everything said so far heard."""
        self.hear()
        self.at += timedelta(seconds=10)
        return self.at

    def hear(self) -> None:
        """The facts since the last message; a call that the page did not know is fetched whole."""
        number_entries()
        for entry in JournalEntry.objects.filter(position__gt=self.position).order_by("position"):
            self.messages.append(as_dict(journal_message(entry, self.topic)))
            self.position = entry.position or 0
            if entry.kind == "incident.opened" and self.face == "console":
                (whole,) = incident_dicts([Incident.objects.get(pk=entry.subject_id)])
                self.messages.append({"kind": "incident", "version": 1, "incident": whole})


def with_stand_ins(content: dict[str, Any]) -> str:
    """As text, with stand-ins for what differs from run to run: random ids, and when the database wrote a row."""
    text = json.dumps(content, default=str, ensure_ascii=False, indent=2)
    seen: dict[str, str] = {}
    for found in UUID.findall(text):
        seen.setdefault(found, f"00000000-0000-4000-8000-{len(seen) + 1:012d}")
    text = UUID.sub(lambda match: seen[match[0]], text)
    return RECORDED.sub(r'\1"2026-01-05T08:00:00+00:00"', text) + "\n"


def assert_same(page: Page, name: str, about: str) -> None:
    """What was said must be what the file holds; with WRITE_CONTRACT it becomes so."""
    page.hear()
    said = with_stand_ins({"about": about, "messages": page.messages, "expected": page.picture()})
    file = FOLDER / f"{name}.json"
    if os.environ.get("WRITE_CONTRACT"):
        file.write_text(said)
    assert said == file.read_text(), f"The server says something else than {file.name}: mend it, or write it down anew."


@pytest.fixture
def kind_of_call(db: None) -> IncidentType:
    kind, _made = IncidentType.objects.get_or_create(code="robbery", defaults={"name": "Robbery", "priority": 1})
    return kind


@pytest.fixture
def unit(
    officer: User,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    station: Organization,
    now: datetime,
) -> Unit:
    mates = [make_person(station, sworn=False, username=f"mate{number}") for number in (1, 2)]
    return make_unit("A1", 120.01, 36.01, crew=[officer, *mates], fixed_at=now)


@pytest.fixture
def console(dispatcher: User, bureau: Organization, unit: Unit, now: datetime) -> Page:
    return Page(dispatcher, "console", f"org.{bureau.pk}", now)


@pytest.fixture
def phone(officer: User, unit: Unit, now: datetime) -> Page:
    return Page(officer, "officer", f"unit.{unit.pk}", now)


def take(kind: IncidentType, page: Page, bureau: Organization, by: User) -> Incident:
    return dispatching.take_call(
        organization_id=bureau.pk, type_code=kind.code, lon=120.0, lat=36.0, place="Pier 3", by=by, at=page.at
    )


def test_the_console_follows_a_call_from_intake_to_clear(
    console: Page, unit: Unit, kind_of_call: IncidentType, bureau: Organization, dispatcher: User, officer: User
) -> None:
    console.open()
    incident = take(kind_of_call, console, bureau, dispatcher)
    (sent,) = dispatching.assign_units(incident_id=incident.pk, unit_ids=[unit.pk], by=dispatcher, at=console.later())
    services.mark_delivered(order_id=sent.order_id, by=officer, at=console.later())
    services.acknowledge_order(order_id=sent.order_id, by=officer, at=console.later())
    dispatching.set_en_route(assignment_id=sent.pk, by=officer, at=console.later())
    dispatching.set_arrived(assignment_id=sent.pk, by=officer, at=console.later())
    dispatching.add_note(incident_id=incident.pk, text="Two witnesses.", by=dispatcher, at=console.later())
    dispatching.clear_assignment(assignment_id=sent.pk, by=officer, at=console.later())
    assert_same(console, "call_to_cleared", "a unit is sent, walks every step and is free again; the call stays open")


def test_the_console_drops_a_call_that_is_closed_and_frees_a_unit_taken_off(
    console: Page, unit: Unit, kind_of_call: IncidentType, bureau: Organization, dispatcher: User, officer: User
) -> None:
    first = take(kind_of_call, console, bureau, dispatcher)
    console.open()
    second = take(kind_of_call, console, bureau, dispatcher)
    (sent,) = dispatching.assign_units(incident_id=second.pk, unit_ids=[unit.pk], by=dispatcher, at=console.later())
    dispatching.withdraw_assignment(assignment_id=sent.pk, reason="nearer unit", by=dispatcher, at=console.later())
    dispatching.close_incident(incident_id=first.pk, disposition="settled", by=dispatcher, at=console.later())
    assert_same(console, "closed_and_taken_off", "a closed call is gone, a unit taken off a call is free")


def test_the_console_follows_units_and_alarms(
    console: Page, unit: Unit, bureau: Organization, dispatcher: User, officer: User
) -> None:
    console.open()
    services.set_unit_status(unit_id=unit.pk, status=UnitStatus.STANDBY, by=officer, at=console.later())
    services.change_crew(unit_id=unit.pk, crew=[officer.pk], by=officer, at=console.later())
    for number in (1, 2):
        services.raise_alarm(
            kind="order.call_by_radio",
            subject=("patrol.order", f"test-{number}"),
            organization=bureau,
            data={"unit": unit.pk},
            at=console.later(),
        )
    first = Alarm.objects.order_by("pk").first()
    assert first is not None
    services.acknowledge_alarm(alarm_id=first.pk, by=dispatcher, at=console.later())
    services.close_alarm(kind="order.call_by_radio", subject=("patrol.order", "test-2"), at=console.later())
    assert_same(console, "units_and_alarms", "a changed crew and state show; an acknowledged alarm has its owner")


def test_a_phone_follows_its_order_through_every_step(
    phone: Page, unit: Unit, kind_of_call: IncidentType, bureau: Organization, dispatcher: User, officer: User
) -> None:
    incident = take(kind_of_call, phone, bureau, dispatcher)
    (sent,) = dispatching.assign_units(incident_id=incident.pk, unit_ids=[unit.pk], by=dispatcher, at=phone.at)
    phone.open()
    services.mark_seen(order_id=sent.order_id, by=officer, at=phone.later())
    services.acknowledge_order(order_id=sent.order_id, by=officer, at=phone.later())
    dispatching.set_en_route(assignment_id=sent.pk, by=officer, at=phone.later())
    assert_same(phone, "order_on_a_phone", "an order is seen, acknowledged and under way on the phone")
