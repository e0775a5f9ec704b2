"""A made-up force on duty, calls, and the keys to act for them: `python -m bench.force UNITS`, prints the keys as JSON.

Of every 5,000 units 310 can be sent, 500 are on a call, the others are busy; three in five drive, one in four rides a
bicycle, the others walk. Written in bulk, beside the services: crews have names only where somebody acts for them.
"""

import json
import os
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import django
from django.contrib.gis.geos import Point

from bench.city import random_place

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")
django.setup()

from django.conf import settings
from django.test import Client

from dispatch.models import Assignment, Incident, IncidentType
from patrol import live, services
from patrol.models import (
    CrewMember,
    Order,
    Organization,
    RoleGrant,
    Shift,
    Unit,
    UnitTemplate,
    User,
)
from patrol.vocabulary import OrganizationKind, PositionSource, Role, TravelMode, UnitStatus

SEED = 7
SHARE_FREE, SHARE_ON_CALL = 310 / 5000, 500 / 5000
MODES = [TravelMode.CAR] * 12 + [TravelMode.BICYCLE] * 5 + [TravelMode.FOOT] * 3
DISTRICTS, STATIONS = 10, 5
CALLS, PHONES = 2000, 30
AT_ONCE = 2000  # a statement takes 65,535 values


def make_organizations() -> tuple[Organization, list[Organization]]:
    """The bureau, and the stations of its districts."""
    bureau = make_organization("BENCH", OrganizationKind.BUREAU, None)
    districts = [make_organization(f"D{each}", OrganizationKind.DISTRICT, bureau) for each in range(DISTRICTS)]
    stations = [
        make_organization(f"{district.code}S{each}", OrganizationKind.STATION, district)
        for district in districts
        for each in range(STATIONS)
    ]
    return bureau, stations


def make_organization(code: str, kind: OrganizationKind, parent: Organization | None) -> Organization:
    organization = Organization.objects.create(code=code, name=code, kind=kind.value, parent=parent)
    organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
    organization.save(update_fields=["path"])
    return organization


def make_units(count: int, stations: Sequence[Organization], chance: random.Random) -> list[Unit]:
    """Full crews; the first of the list can be sent, the next are on calls, the others are busy."""
    template = UnitTemplate.objects.get(code="ordinary")
    free, on_call = round(count * SHARE_FREE), round(count * SHARE_ON_CALL)
    units = [
        Unit(
            call_sign=f"B{number:05}",
            organization=chance.choice(stations),
            template=template,
            mode=MODES[number % len(MODES)].value,
            status=(UnitStatus.PATROL if number < free + on_call else UnitStatus.BUSY).value,
            sworn_on_crew=1,
            auxiliaries_on_crew=2,
        )
        for number in range(count)
    ]
    return Unit.objects.bulk_create(units, batch_size=AT_ONCE)


def sign_on(units: Sequence[Unit], at: datetime) -> list[Shift]:
    return Shift.objects.bulk_create([Shift(unit=unit, starts_at=at) for unit in units], batch_size=AT_ONCE)


def make_calls(count: int, bureau: Organization, by: User, at: datetime, chance: random.Random) -> list[Incident]:
    """Open calls anywhere in the city. Their numbers lie beyond those that the counter will give."""
    kind, _made = IncidentType.objects.get_or_create(code="bench", defaults={"name": "Bench", "priority": 2})
    calls = [
        Incident(
            organization=bureau, year=at.year, number=500_000 + number, type=kind, priority=2, taken_by=by,
            received_at=at, point=Point(*random_place(chance), srid=4326),
        )
        for number in range(count)
    ]  # fmt: skip
    return Incident.objects.bulk_create(calls, batch_size=AT_ONCE)


def send(units: Sequence[Unit], calls: Sequence[Incident], by: User, at: datetime) -> None:
    """One unit on the way to each call."""
    orders = Order.objects.bulk_create(
        [
            Order(
                unit=unit, kind="dispatch", subject_label="dispatch.incident", subject_id=str(call.pk), commits=True,
                sent_at=at, sent_by=by, delivered_at=at, seen_at=at, acknowledged_at=at,
            )
            for unit, call in zip(units, calls, strict=True)
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    Assignment.objects.bulk_create(
        [
            Assignment(incident=call, unit=order.unit, order=order, assigned_at=at, en_route_at=at)
            for order, call in zip(orders, calls, strict=True)
        ],
        batch_size=AT_ONCE,
    )


def make_phones(units: Sequence[Unit], shifts: Sequence[Shift], at: datetime) -> list[dict[str, object]]:
    """An officer with a token aboard each unit."""
    phones: list[dict[str, object]] = []
    for unit, shift in zip(units, shifts, strict=True):
        officer = make_person(f"officer-{unit.call_sign}", unit.organization, Role.OFFICER)
        CrewMember.objects.create(shift=shift, user=officer, joined_at=at)
        phones.append({"unit": unit.pk, "token": services.issue_api_token(user=officer, at=at)[1]})
    return phones


def make_person(username: str, organization: Organization, role: Role) -> User:
    person = User.objects.create(
        username=username, password="!", display_name=username, organization=organization, sworn=True
    )
    RoleGrant.objects.create(user=person, organization=organization, role=role.value)
    return person


def place_units(unit_ids: Sequence[int], chance: random.Random, at: datetime) -> None:
    """A position of now for each unit, through the door of all positions."""
    for start in range(0, len(unit_ids), AT_ONCE):
        live.store(
            [
                live.Report(unit, at, at, *random_place(chance), 5.0, 8.0, 90.0, PositionSource.GATEWAY.value)
                for unit in unit_ids[start : start + AT_ONCE]
            ]
        )


def build(count: int, now: datetime) -> dict[str, object]:
    """Make everything; the keys to act with."""
    chance, earlier = random.Random(SEED), now - timedelta(hours=1)
    bureau, stations = make_organizations()
    operator = make_person("operator", bureau, Role.OPERATOR)
    units = make_units(count, stations, chance)
    shifts = sign_on(units, earlier)
    free, on_call = round(count * SHARE_FREE), round(count * SHARE_ON_CALL)
    calls = make_calls(CALLS + on_call, bureau, operator, earlier, chance)
    send(units[free : free + on_call], calls[CALLS:], operator, earlier)
    live.prepare_partitions(now.date())
    place_units([unit.pk for unit in units], chance, now)
    _gateway, gateway_key = services.issue_device(
        label="bench", source=PositionSource.GATEWAY, organization=bureau, by=operator, at=now
    )
    browser = Client()
    browser.force_login(operator)
    return {
        "session": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "operator": services.issue_api_token(user=operator, at=now)[1],
        "gateway": gateway_key,
        "units": [unit.pk for unit in units],
        "calls": [{"id": str(call.pk), "lon": call.point.x, "lat": call.point.y} for call in calls[:CALLS]],
        "phones": make_phones(units[: min(PHONES, free)], shifts[: min(PHONES, free)], earlier),
    }


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), datetime.now(UTC))))
