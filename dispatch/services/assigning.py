"""Units sent to calls, taken back, and offered in place of one that does not answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import Step
from dispatch.models import Assignment, Incident
from dispatch.ranking import is_short_crewed, why_not_sent
from dispatch.selectors import Picture, recommend
from dispatch.services.lending import tell_owner
from dispatch.services.recommending import Ranks, ask_decision
from dispatch.services.records import ask_locked_incident, ask_locked_units, tell
from dispatch.services.stepping import ASSIGNMENTS, locked_assignment, move
from dispatch.services.waiting import leave_stacks, refuse_if_over, stop_asking, stop_waiting
from dispatch.vocabulary import INCIDENT_LABEL, PassedOver, call_number
from patrol.errors import ReasonNeeded, UnitBusy, UnitNotDispatchable
from patrol.models import Order, Unit, User
from patrol.prepared import in_one_go
from patrol.rows import together
from patrol.services import Receiver, busy, send_order
from patrol.vocabulary import UnitStatus

type Permit = Callable[[Incident, Sequence[Unit]], None]

ORDER_KIND = "dispatch"
MOST_OFFERED = 3
WHY = {
    PassedOver.OFF_DUTY: _("it is off duty"),
    PassedOver.TRANSPORTING: _("it takes somebody along"),
    PassedOver.MEAL: _("it is at a meal"),
    PassedOver.REFUEL: _("it refuels"),
    PassedOver.PAPERWORK: _("it does paperwork"),
    PassedOver.TRAINING: _("it is in training"),
    PassedOver.BUSY: _("it is busy"),
    PassedOver.BREAKDOWN: _("it has broken down"),
    PassedOver.OUT_OF_SERVICE: _("it is out of service"),
    PassedOver.NO_SWORN_OFFICER: _("it has no sworn officer on its crew"),
}


def anybody(_incident: Incident, _units: Sequence[Unit]) -> None:
    """Whoever calls the service has made sure of the right before."""


def assign_units(
    *, incident_id: UUID, unit_ids: Sequence[int], reason: str = "", permit: Permit = anybody, by: User, at: datetime
) -> list[Assignment]:
    """Send one or several units to a call: all of them, or none. The recommendation that was seen is kept with it.

    Args:
        reason: why a short-crewed unit is sent all the same (F12).
        permit: raises where the person may not send to this call, or not these units. Asked of the rows as they are
            locked: first of the call alone.

    Raises:
        NotAllowed: the call has ended.
        BadInput: no unit named, or one named twice.
        NotFound: a unit is unknown.
        UnitBusy: a unit was taken; names who sent it, and `next_unit`, the best one left.
        UnitNotDispatchable: a unit is off duty, out of service, busy or without a sworn officer.
        ReasonNeeded: a unit is below its template and no reason was given.
    """
    try:
        return send_all(incident_id=incident_id, unit_ids=unit_ids, reason=reason.strip(), permit=permit, by=by, at=at)
    except UnitBusy as busy:
        incident = Incident.objects.select_related("organization").get(pk=incident_id)
        now = recommend(incident=incident, at=at)
        raise UnitBusy(busy.message, **busy.facts, next_unit=best_left(now, without=unit_ids)) from busy


@transaction.atomic
def send_all(
    *, incident_id: UUID, unit_ids: Sequence[int], reason: str, permit: Permit, by: User, at: datetime
) -> list[Assignment]:
    """`assign_units`, or nothing: the loser of a race looks for the next unit when its locks are gone."""
    with in_one_go():
        call, locked = ask_locked_incident(incident_id), ask_locked_units(unit_ids)
        decision = ask_decision(incident_id, at=at)
    incident = call()
    permit(incident, [])
    units = locked()
    permit(incident, units)
    refuse_if_over(incident)
    for unit in units:
        refuse_if_not_sendable(unit, reason=reason)
    ranks = decision(incident)
    return [send(unit, incident, ranks, reason=reason, by=by, at=at) for unit in units]


def refuse_if_not_sendable(unit: Unit, *, reason: str) -> None:
    """
    Raises:
        UnitNotDispatchable: it is in no state to be sent, or without a sworn officer.
        ReasonNeeded: it is below its template and `reason` is empty.
    """
    why = why_not_sent(UnitStatus(unit.status), sworn=unit.sworn_on_crew, committed=False)
    if why is not None:
        raise UnitNotDispatchable(
            _("%(unit)s cannot be sent: %(why)s.") % {"unit": unit.call_sign, "why": WHY[why]},
            unit=unit.pk,
            reason=why.value,
        )
    if is_short(unit) and not reason:
        raise ReasonNeeded(
            _("%(unit)s is short of crew. Say why it is sent all the same.") % {"unit": unit.call_sign}, unit=unit.pk
        )


def is_short(unit: Unit) -> bool:
    return is_short_crewed(
        sworn=unit.sworn_on_crew,
        auxiliaries=unit.auxiliaries_on_crew,
        min_sworn=unit.template.min_sworn,
        min_auxiliary=unit.template.min_auxiliary,
    )


def send(unit: Unit, incident: Incident, ranks: Ranks, *, reason: str, by: User, at: datetime) -> Assignment:
    """Order one locked unit to the call.

    Raises:
        UnitBusy: it has a committing order; the database has the last word.
    """
    stop_waiting(incident, at=at)
    stop_asking(incident, at=at)
    with together():
        order = send_order(
            to=Receiver(unit=unit),
            kind=ORDER_KIND,
            subject=(INCIDENT_LABEL, incident.pk),
            text=" ".join(filter(None, [incident.type.name, incident.place])),
            commits=True,
            by=by,
            at=at,
        )
        assignment = Assignment(
            incident=incident,
            unit=unit,
            order=order,
            assigned_at=at,
            recommended_rank=ranks.get(unit.pk),
            short_crew_reason=reason if is_short(unit) else "",
        )
        ASSIGNMENTS.add(assignment, taken=partial(busy, unit))
        leave_stacks(incident)
        tell(
            incident,
            "incident.assigned",
            unit,
            by=by,
            at=at,
            assignment=str(assignment.pk),
            unit=unit.pk,
            order=str(order.pk),
            rank=assignment.recommended_rank,
        )
    tell_owner(assignment, incident, by=by, at=at)
    return assignment


def best_left(picture: Picture, *, without: Sequence[int]) -> dict[str, object] | None:
    """The first unit of a recommendation that is none of these."""
    return next(iter(offers(picture, without=without, most=1)), None)


def offers(picture: Picture, *, without: Sequence[int], most: int) -> list[dict[str, object]]:
    left = [entry for entry in picture.ranked if entry.candidate.unit_id not in without][:most]
    return [
        {
            "unit": entry.candidate.unit_id,
            "call_sign": entry.candidate.call_sign,
            "seconds": round(entry.candidate.seconds, 1),
            "flags": [flag.value for flag in entry.flags],
        }
        for entry in left
    ]


@transaction.atomic
def withdraw_assignment(*, assignment_id: UUID, reason: str, by: User, at: datetime) -> Assignment:
    """Take a unit off a call before it arrives. The crew is told by an order of its own; the unit is free.

    Raises:
        ReasonNeeded: no reason.
        NotAllowed: it is on scene or done; clear it instead.
    """
    if not reason.strip():
        raise ReasonNeeded(_("Say why the unit is taken off the call."))
    return move(locked_assignment(assignment_id), Step.WITHDRAW, reason=reason.strip(), by=by, at=at)


def offer_next_unit(*, order: Order, at: datetime) -> dict[str, object]:
    """What the alarm about a dispatch without an answer adds: the call, and the best units left.

    Nobody is sent and nobody withdrawn: a person decides.
    """
    incident = Incident.objects.select_related("organization").get(pk=UUID(order.subject_id))
    picture = recommend(incident=incident, at=at)
    without = [order.unit_id] if order.unit_id else []
    return {
        "incident": str(incident.pk),
        "number": call_number(incident.year, incident.number),
        "estimated": picture.estimated,
        "next_units": offers(picture, without=without, most=MOST_OFFERED),
    }
