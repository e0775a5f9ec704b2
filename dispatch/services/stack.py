"""Calls stacked on a unit that is busy: it goes to the next one as soon as it is free."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, StackedCall
from dispatch.services.assigning import assign_units
from dispatch.services.records import locked_units, tell
from dispatch.services.waiting import UNIT_LABEL, open_incident, stop_waiting
from dispatch.vocabulary import call_number
from patrol.errors import NotAllowed, Refused
from patrol.models import Order, Unit, User
from patrol.services import raise_alarm

STACK_WAITS = "unit.stack_waits"
MOST_STACKED = 10
WHY_STACKED = _("next in its stack")


@transaction.atomic
def stack_call(*, incident_id: UUID, unit_id: int, first: bool = False, by: User, at: datetime) -> StackedCall:
    """Let a call wait for a unit that is busy, last in its stack or `first`. Again moves it.

    Raises:
        NotAllowed: the call has ended or has units; the unit is free, off duty, or ten calls wait for it.
        NotFound: no such call or unit.
    """
    incident = open_incident(incident_id)
    (unit,) = locked_units([unit_id])
    if incident.assignments.active().exists():
        raise NotAllowed(_("Units are on this call: it does not wait."), incident=str(incident.pk))
    if not Order.objects.committing().filter(unit=unit).exists():
        raise NotAllowed(_("%(unit)s is free. Just send it.") % {"unit": unit.call_sign}, unit=unit.pk)
    if StackedCall.objects.waiting().filter(unit=unit).exclude(incident=incident).count() >= MOST_STACKED:
        raise NotAllowed(_("Ten calls wait for %(unit)s already.") % {"unit": unit.call_sign}, unit=unit.pk)
    return put(incident, unit, first=first, by=by, at=at)


def put_first(incident: Incident, unit: Unit, *, by: User, at: datetime) -> StackedCall:
    """On top of the stack of a locked unit."""
    return put(incident, unit, first=True, by=by, at=at)


def put(incident: Incident, unit: Unit, *, first: bool, by: User, at: datetime) -> StackedCall:
    StackedCall.objects.filter(unit=unit, incident=incident).delete()
    ends = StackedCall.objects.filter(unit=unit).aggregate(top=Min("position"), bottom=Max("position"))
    position = (ends["top"] or 0) - 1 if first else (ends["bottom"] or 0) + 1
    stacked = StackedCall.objects.create(unit=unit, incident=incident, position=position, by=by, at=at)
    stop_waiting(incident, at=at)
    tell(incident, "incident.stacked", by=by, at=at, unit=unit.pk, first=first)
    return stacked


@transaction.atomic
def unstack_call(*, incident_id: UUID, unit_id: int, by: User, at: datetime) -> Incident:
    """The call waits for this unit no longer. Repeats change nothing.

    Raises:
        NotAllowed: the call has ended.
    """
    incident = open_incident(incident_id)
    if StackedCall.objects.filter(incident=incident, unit=unit_id).delete()[0]:
        tell(incident, "incident.unstacked", by=by, at=at, unit=unit_id)
    return incident


def send_next_in_stack(*, subject_id: str, at: datetime) -> None:
    """Send a unit that has become free to the call that waits for it, in the name of whoever stacked it.

    A unit that got another order meanwhile is left alone; one that cannot be sent rings an alarm.
    """
    unit = Unit.objects.select_related("organization").get(pk=int(subject_id))
    stacked = StackedCall.objects.waiting().filter(unit=unit).select_related("incident__organization", "by").first()
    if stacked is None or Order.objects.committing().filter(unit=unit).exists():
        return
    try:
        assign_units(incident_id=stacked.incident_id, unit_ids=[unit.pk], reason=str(WHY_STACKED), by=stacked.by, at=at)
    except Refused:
        ring_for(stacked, unit, at=at)


def ring_for(stacked: StackedCall, unit: Unit, *, at: datetime) -> None:
    """The next call of the unit waits in vain: somebody must decide."""
    incident = stacked.incident
    number = call_number(incident.year, incident.number)
    raise_alarm(
        kind=STACK_WAITS,
        subject=(UNIT_LABEL, unit.pk),
        organization=incident.organization,
        data={"unit": unit.pk, "call_sign": unit.call_sign, "incident": str(incident.pk), "number": number},
        at=at,
    )
