"""Calls that were worked on paper while the system was away, entered afterwards with the times as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import Step, StepRefused, Times, first_disorder, stepped
from dispatch.models import Assignment, Incident
from dispatch.services.assigning import ORDER_KIND, send
from dispatch.services.callers import note_caller
from dispatch.services.calls import new_call, number, organization_of, tell_opened, write_note
from dispatch.services.endings import checked_outcome, end
from dispatch.services.records import locked_units, tell
from dispatch.services.stepping import locked_assignment, move
from dispatch.vocabulary import INCIDENT_LABEL, IncidentStatus
from patrol.clocks import Said
from patrol.errors import BadInput, NotAllowed
from patrol.models import Unit, User
from patrol.services import enter_done_order
from patrol.vocabulary import UnitStatus

type LonLat = tuple[float, float]
ON_PAPER = "on paper"
STEPS = ((Step.LEAVE, "en_route_at"), (Step.ARRIVE, "arrived_at"), (Step.CLEAR, "cleared_at"))
FACTS = (
    ("assigned_at", "paper.unit_sent"),
    ("en_route_at", "paper.unit_en_route"),
    ("arrived_at", "paper.unit_arrived"),
    ("cleared_at", "paper.unit_cleared"),
)


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """A unit that was sent by voice, and the times that were written down. Without `cleared_at` it is there still."""

    unit_id: int
    assigned_at: datetime
    en_route_at: datetime | None = None
    arrived_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def times(self) -> dict[str, datetime | None]:
        """By name, in the order in which they must lie."""
        return {
            "assigned_at": self.assigned_at,
            "en_route_at": self.en_route_at,
            "arrived_at": self.arrived_at,
            "cleared_at": self.cleared_at,
        }


@transaction.atomic
def enter_paper_call(
    *,
    organization_id: int,
    type_code: str,
    where: LonLat,
    datum: str = "wgs84",
    place: str = "",
    priority: int | None = None,
    received_at: datetime,
    slip: str = "",
    phone: str | None = None,
    note: str = "",
    units: Sequence[PaperUnit] = (),
    disposition: str = "",
    ended_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Incident:
    """Enter a call that was taken on paper: as if it had been here all the time, and marked for ever.

    Its facts are journaled at the moments at which they happened. Units that are done leave their own state alone;
    those that are still there get their order now, answered. With an outcome the call is closed.

    Args:
        where: degrees in `datum`; kept as WGS-84.
        slip: the number of the paper, entered once a day and organization.
        ended_at: when it was closed; with the last thing that happened where None.

    Raises:
        NotFound: no such organization or unit.
        BadInput: no such type, outcome or place; times in the future, or not in the order in which they must lie.
        NotAllowed: the slip was entered before; a unit that is still there is off duty, or an outcome is given.
        UnitBusy: a unit that is still there has another order.
    """
    organization = organization_of(organization_id)
    check_order(received_at, units, ended_at, at=at)
    outcome = checked_outcome(disposition) if disposition.strip() else ""
    incident = new_call(
        organization,
        type_code=type_code,
        where=where,
        datum=datum,
        place=place,
        priority=priority,
        received_at=received_at,
        by=by,
        at=at,
    )
    incident.on_paper = True
    incident.external_id = slip_id(slip, received_at)
    refuse_if_entered(number(incident))
    incident.save(force_insert=True)
    tell_opened(incident, by=by, at=received_at, on_paper=True)
    if phone is not None:
        note_caller(incident, phone, said_at=received_at, by=by, at=at)
    if note.strip():
        write_note(incident, note, by=by, at=at)
    enter_units(incident, units, by=by, at=at)
    if outcome:
        end(incident, IncidentStatus.CLOSED, outcome, by=by, at=ended_at or last_moment(received_at, units))
    tell(incident, "incident.entered_from_paper", by=by, at=at)
    return incident


def check_order(received_at: datetime, units: Sequence[PaperUnit], ended_at: datetime | None, *, at: datetime) -> None:
    """
    Raises:
        BadInput: times of a unit do not lie in their order, or in the future; names the first two.
    """
    around: Mapping[str, datetime | None]
    for times in [unit.times for unit in units] or [{}]:
        around = {"received_at": received_at, **times, "ended_at": ended_at, "now": at}
        wrong = first_disorder(around)
        if wrong is not None:
            raise BadInput(
                _("These times do not follow one another: %(first)s, %(second)s. None may lie in the future.")
                % {name: words_of(around, name_of) for name, name_of in zip(("first", "second"), wrong, strict=True)},
                times=list(wrong),
            )


def words_of(times: Mapping[str, datetime | None], name: str) -> str:
    """A time as people read it, with what it is of."""
    names = {
        "received_at": _("received"),
        "assigned_at": _("sent"),
        "en_route_at": _("en route"),
        "arrived_at": _("on scene"),
        "cleared_at": _("cleared"),
        "ended_at": _("ended"),
        "now": _("now"),
    }
    moment = times[name]
    return f"{names[name]} {timezone.localtime(moment):%m-%d %H:%M}" if moment else str(names[name])


def slip_id(slip: str, received_at: datetime) -> str | None:
    """What the paper is known by here: its number on its day."""
    return f"paper:{timezone.localtime(received_at):%Y%m%d}:{slip.strip()}" if slip.strip() else None


def refuse_if_entered(known: Incident | None) -> None:
    """
    Raises:
        NotAllowed: this slip is a call here already; names it.
    """
    if known is not None:
        raise NotAllowed(
            _("This slip was entered already, as call %(number)s.") % {"number": known}, incident=str(known.pk)
        )


def last_moment(received_at: datetime, units: Sequence[PaperUnit]) -> datetime:
    return max([received_at, *(time for unit in units for time in unit.times.values() if time is not None)])


def enter_units(incident: Incident, units: Sequence[PaperUnit], *, by: User, at: datetime) -> None:
    if not units:
        return
    known = {unit.pk: unit for unit in locked_units([sent.unit_id for sent in units])}
    for sent in units:
        enter = enter_done if sent.cleared_at else enter_there
        enter(incident, known[sent.unit_id], sent, by=by, at=at)


def enter_done(incident: Incident, unit: Unit, sent: PaperUnit, *, by: User, at: datetime) -> None:
    """A unit that came and went. What it does now is no concern of this."""
    times = filled(sent, unit)
    order = enter_done_order(
        unit=unit,
        kind=ORDER_KIND,
        subject=(INCIDENT_LABEL, incident.pk),
        sent_at=sent.assigned_at,
        done_at=sent.cleared_at or at,
        by=by,
    )
    assignment = Assignment.objects.create(
        incident=incident,
        unit=unit,
        order=order,
        assigned_at=sent.assigned_at,
        en_route_at=times.en_route_at,
        arrived_at=times.arrived_at,
        cleared_at=times.cleared_at,
    )
    ids: dict[str, object] = {"assignment": str(assignment.pk), "unit": unit.pk, "order": str(order.pk)}
    for field, kind in FACTS:
        moment = sent.times[field]
        if moment:
            tell(incident, kind, unit, by=by, at=moment, **ids)


def filled(sent: PaperUnit, unit: Unit) -> Times:
    """The times, with those that nobody wrote down.

    Raises:
        BadInput: it was cleared and never arrived.
    """
    times = Times(acknowledged_at=sent.assigned_at)
    try:
        for step, field in STEPS:
            moment = sent.times[field]
            times = stepped(times, step, at=moment) if moment else times
    except StepRefused as refused:
        raise BadInput(
            _("Say when %(unit)s arrived, too.") % {"unit": unit.call_sign}, unit=unit.pk, times=["arrived_at"]
        ) from refused
    return times


def enter_there(incident: Incident, unit: Unit, sent: PaperUnit, *, by: User, at: datetime) -> None:
    """A unit that is still on the call: from now on it is led like any other.

    Raises:
        NotAllowed: it is off duty.
        UnitBusy: it has another order.
    """
    if unit.status == UnitStatus.OFF_DUTY:
        raise NotAllowed(
            _("%(unit)s is off duty. Sign it on first, or say when it was done.") % {"unit": unit.call_sign},
            unit=unit.pk,
        )
    assignment_id: UUID = send(unit, incident, {}, reason=ON_PAPER, by=by, at=sent.assigned_at).pk
    heard = ((Step.ACKNOWLEDGE, sent.assigned_at), (Step.LEAVE, sent.en_route_at), (Step.ARRIVE, sent.arrived_at))
    for step, moment in heard:
        if moment:
            move(locked_assignment(assignment_id), step, said=Said(moment, None, by_radio=True), by=by, at=at)
