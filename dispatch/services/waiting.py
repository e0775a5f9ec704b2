"""Calls that wait: on hold until a limit, given back when their unit was pulled away, next for a unit that is busy."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, StackedCall
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import INCIDENT_LABEL, IncidentStatus, call_number
from patrol.deadlines import cancel_deadlines, set_deadline
from patrol.errors import BadInput, NotAllowed, ReasonNeeded
from patrol.models import Unit, User
from patrol.prepared import Prepared
from patrol.rows import Change, write
from patrol.services import close_alarms, raise_alarm

HOLD = "incident.hold"
HOLD_OVER = "incident.hold_over"
GIVEN_BACK = "incident.given_back"
SUPPORT_ASKED = "incident.support_asked"
NEXT_IN_STACK = "unit.next_in_stack"
UNIT_LABEL = "patrol.unit"
STACKED = Prepared(lambda unit_id: StackedCall.objects.filter(unit=unit_id)[:1], int)
LONGEST_HOLD = timedelta(hours=2)


@transaction.atomic
def hold_incident(*, incident_id: UUID, until: datetime, reason: str, by: User, at: datetime) -> Incident:
    """Let a call wait on purpose, with a limit: then an alarm rings. Holding it again moves the limit.

    Raises:
        ReasonNeeded: no reason.
        BadInput: the limit has passed, or lies more than two hours ahead.
        NotAllowed: the call has ended, or units are on it.
    """
    if not reason.strip():
        raise ReasonNeeded(_("Say why the call waits."))
    if not at < until <= at + LONGEST_HOLD:
        raise BadInput(_("A call waits for two hours at most. Say until when."), until=until.isoformat())
    incident = open_incident(incident_id)
    if incident.assignments.active().exists():
        raise NotAllowed(_("Units are on this call: it does not wait."), incident=str(incident.pk))
    stop_waiting(incident, at=at)
    incident.hold_until, incident.hold_reason = until, reason.strip()
    incident.save(update_fields=["hold_until", "hold_reason"])
    set_deadline(HOLD, subject=(INCIDENT_LABEL, incident.pk), due_at=until)
    tell(incident, "incident.held", by=by, at=at, hold_until=until.isoformat())
    return incident


@transaction.atomic
def resume_incident(*, incident_id: UUID, by: User, at: datetime) -> Incident:
    """Take a call up again that was on hold. Repeats change nothing.

    Raises:
        NotAllowed: the call has ended.
    """
    incident = open_incident(incident_id)
    if incident.hold_until is not None:
        stop_waiting(incident, at=at)
        tell(incident, "incident.resumed", by=by, at=at, hold_until=None, hold_reason="")
    return incident


def open_incident(incident_id: UUID) -> Incident:
    """The call, locked for change.

    Raises:
        NotFound: there is none with this id.
        NotAllowed: it has ended.
    """
    incident = locked_incident(incident_id)
    refuse_if_over(incident)
    return incident


def refuse_if_over(incident: Incident) -> None:
    if incident.status != IncidentStatus.OPEN:
        raise NotAllowed(_("This call has ended."), incident=str(incident.pk), status=incident.status)


def stop_waiting(incident: Incident, *, at: datetime) -> None:
    """What a locked call waited for has come, or it waits anew: no limit, no place on top, no alarm about them."""
    if incident.hold_until is None and incident.returned_at is None:
        return
    incident.hold_until, incident.hold_reason, incident.returned_at = None, "", None
    incident.save(update_fields=["hold_until", "hold_reason", "returned_at"])
    cancel_deadlines(HOLD, subject=(INCIDENT_LABEL, incident.pk), at=at)
    close_alarms(HOLD_OVER, GIVEN_BACK, subject=(INCIDENT_LABEL, incident.pk), at=at)


def stop_asking(incident: Incident, *, at: datetime) -> None:
    """Another unit was sent to a locked call, or it has ended: its crew asks for support no longer."""
    if incident.support_asked_at is not None:
        incident.support_asked_at = None
        incident.save(update_fields=["support_asked_at"])
        close_alarms(SUPPORT_ASKED, subject=(INCIDENT_LABEL, incident.pk), at=at)


def leave_stacks(incident: Incident) -> None:
    """A unit was sent to a locked call, or it has ended: it waits for nobody. Stands between a key and a phone."""
    write(Change(StackedCall._meta.db_table, "DELETE FROM dispatch_stackedcall WHERE incident_id = %s", [incident.pk]))


@transaction.atomic
def alarm_hold_over(*, subject_id: str, at: datetime) -> None:
    """A call has waited as long as was said: somebody must decide."""
    incident = locked_incident(UUID(subject_id))
    if incident.hold_until is not None and incident.status == IncidentStatus.OPEN:
        ring(HOLD_OVER, incident, at=at)


def give_back(incident: Incident, unit: Unit, *, by: User, at: datetime) -> None:
    """The unit of a locked call was pulled away. Without any other the call stands on top, and an alarm rings."""
    if incident.assignments.active().exists():
        return
    stop_waiting(incident, at=at)
    incident.returned_at = at
    incident.save(update_fields=["returned_at"])
    tell(incident, "incident.given_back", by=by, at=at, returned_at=at.isoformat(), unit=unit.pk)
    ring(GIVEN_BACK, incident, unit=unit.pk, call_sign=unit.call_sign, at=at)


def ring(kind: str, incident: Incident, *, at: datetime, **facts: object) -> None:
    """Raise an alarm about a call on the desk that answers for it."""
    data = {"incident": str(incident.pk), "number": call_number(incident.year, incident.number)} | facts
    subject = (INCIDENT_LABEL, incident.pk)
    raise_alarm(kind=kind, subject=subject, organization=incident.organization, data=data, at=at)


def wake_stack(unit_id: int, *, at: datetime) -> None:
    """The unit has become free: have the next call of its stack sent, in a transaction of its own."""
    if STACKED.first(unit_id):
        set_deadline(NEXT_IN_STACK, subject=(UNIT_LABEL, unit_id), due_at=at)
