"""What stands on the printed sheet: enough to go on with paper and radio when the system is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import AssignmentState
from dispatch.models import Assignment, Caller, Incident, IncidentNote
from dispatch.selectors.incidents import times_of
from dispatch.vocabulary import call_number
from patrol.live import fixes_of
from patrol.models import CrewMember, Organization, Shift, Unit
from patrol.vocabulary import UnitStatus

STATES: dict[AssignmentState, Promise] = {
    AssignmentState.ORDERED: _("Ordered"),
    AssignmentState.ACKNOWLEDGED: _("Acknowledged"),
    AssignmentState.EN_ROUTE: _("En route"),
    AssignmentState.ON_SCENE: _("On scene"),
}
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """A unit on a call, and since when it is in this state."""

    call_sign: str
    state: str | Promise
    since: datetime


@dataclass(frozen=True, slots=True)
class CallLine:
    """An open call. `numbers` are to call back; `note` is the first thing that was written down."""

    number: str
    priority: int
    type_name: str
    place: str
    lon: float
    lat: float
    zone: str
    organization: str
    received_at: datetime
    numbers: Sequence[str]
    note: str
    sent: Sequence[Sent]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit on duty. `does` is its own state, or how far it is with a call."""

    call_sign: str
    organization: str
    does: str | Promise
    call: str
    crew: Sequence[str]
    radio: str
    phone: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything of one bureau at a moment. `desks` are its organizations, from the top down."""

    bureau: Organization
    at: datetime
    calls: Sequence[CallLine]
    units: Sequence[UnitLine]
    off_duty: int
    desks: Sequence[Organization]


def sheet_of(bureau: Organization, *, at: datetime) -> Sheet:
    """The sheet of a bureau. Eleven queries, whatever its size."""
    path = bureau.path or ""
    calls = list(
        Incident.objects.open()
        .under(path)
        .select_related("type", "organization", "zone_version__zone")
        .defer("zone_version__shape")
        .order_by("priority", "received_at", "pk")
    )
    active = active_assignments([call.pk for call in calls])
    units = Unit.objects.under(path)
    on_duty = units.exclude(status=UnitStatus.OFF_DUTY.value)
    return Sheet(
        bureau=bureau,
        at=at,
        calls=call_lines(calls, active),
        units=unit_lines(list(on_duty.select_related("organization").order_by("organization__path", "call_sign"))),
        off_duty=units.filter(status=UnitStatus.OFF_DUTY.value).count(),
        desks=list(Organization.objects.within(path).order_by("path")),
    )


def active_assignments(incident_ids: Sequence[UUID]) -> list[Assignment]:
    rows = Assignment.objects.active().filter(incident__in=incident_ids).select_related("order", "unit", "incident")
    return list(rows.order_by("assigned_at", "pk"))


def call_lines(calls: Sequence[Incident], active: Sequence[Assignment]) -> list[CallLine]:
    ids = [call.pk for call in calls]
    numbers: dict[UUID, list[str]] = {}
    for incident_id, phone in (
        Caller.objects.filter(incident__in=ids).exclude(phone="").order_by("said_at").values_list("incident", "phone")
    ):
        numbers.setdefault(incident_id, []).append(phone)
    notes: dict[UUID, str] = {}
    for incident_id, text in (
        IncidentNote.objects.filter(incident__in=ids).order_by("at", "pk").values_list("incident", "text")
    ):
        notes.setdefault(incident_id, text[:LONGEST_NOTE])
    return [
        CallLine(
            number=call_number(call.year, call.number),
            priority=call.priority,
            type_name=call.type.name,
            place=call.place,
            lon=call.point.x,
            lat=call.point.y,
            zone=call.zone_version.zone.code if call.zone_version else "",
            organization=call.organization.name,
            received_at=call.received_at,
            numbers=numbers.get(call.pk, []),
            note=notes.get(call.pk, ""),
            sent=[sent_line(assignment) for assignment in active if assignment.incident_id == call.pk],
        )
        for call in calls
    ]


def sent_line(assignment: Assignment) -> Sent:
    times = times_of(assignment)
    since = times.arrived_at or times.en_route_at or times.acknowledged_at or assignment.assigned_at
    return Sent(call_sign=assignment.unit.call_sign, state=STATES[times.state], since=since)


def unit_lines(units: Sequence[Unit]) -> list[UnitLine]:
    ids = [unit.pk for unit in units]
    shifts = {shift.unit_id: shift for shift in Shift.objects.filter(unit__in=ids, ends_at__isnull=True)}
    crews: dict[int, list[str]] = {}
    aboard = CrewMember.objects.filter(shift__unit__in=ids, shift__ends_at__isnull=True, left_at__isnull=True)
    for unit_id, name in aboard.order_by("-user__sworn", "pk").values_list("shift__unit", "user__display_name"):
        crews.setdefault(unit_id, []).append(name)
    seen = {fix.unit_id: fix.fixed_at for fix in fixes_of(ids)}
    going = Assignment.objects.active().filter(unit__in=ids, order__commits=True, order__closed_at__isnull=True)
    busy = {assignment.unit_id: assignment for assignment in going.select_related("order", "incident")}
    lines = []
    for unit in units:
        assignment, shift = busy.get(unit.pk), shifts.get(unit.pk)
        lines.append(
            UnitLine(
                call_sign=unit.call_sign,
                organization=unit.organization.name,
                does=STATES[times_of(assignment).state] if assignment else unit.get_status_display(),
                call=call_number(assignment.incident.year, assignment.incident.number) if assignment else "",
                crew=crews.get(unit.pk, []),
                radio=shift.radio if shift else "",
                phone=shift.phone if shift else "",
                seen_at=seen.get(unit.pk),
            )
        )
    return lines
