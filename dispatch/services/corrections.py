"""Times put right, with a reason. What they were before stays, in a row and in the journal (F42)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import Chain, bounds
from dispatch.models import Assignment, Incident, TimeCorrection
from dispatch.selectors import times_of
from dispatch.services.records import locked_incident, tell
from dispatch.services.stepping import locked_assignment
from patrol.errors import BadInput, NotAllowed, NotFound, ReasonNeeded
from patrol.models import User
from patrol.services import correct_acknowledged_at

CLOCKS_DIFFER_BY = timedelta(minutes=1)
SAME = timedelta(seconds=1)  # people say times to the second
ACKNOWLEDGED = "acknowledged_at"
OF_THE_CALL = ("received_at", "first_report_at", "controlled_at", "ended_at")
OF_A_UNIT = (ACKNOWLEDGED, "en_route_at", "arrived_at", "cleared_at")
NAMES = dict(TimeCorrection.FIELDS)


@transaction.atomic
def correct_time(
    *,
    incident_id: UUID,
    assignment_id: UUID | None = None,
    field: str,
    corrected: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> TimeCorrection:
    """Put one time right: of the call, or with `assignment_id` of a unit on it.

    Raises:
        ReasonNeeded: no reason.
        NotFound: no such unit on this call.
        BadInput: no such time, the one that is written, in the future, or out of order with those around it.
        NotAllowed: it has not happened yet.
    """
    if not reason.strip():
        raise ReasonNeeded(_("Say why the time is corrected."))
    incident = locked_incident(incident_id)
    assignment = assignment_of(incident, assignment_id)
    if field not in (OF_A_UNIT if assignment else OF_THE_CALL):
        raise BadInput(_("There is no such time to correct."), field=field)
    original = times_in_order(incident, assignment)[field]
    if original is None:
        raise NotAllowed(_("This has not happened yet: there is no time to correct."), field=field)
    corrected = checked(corrected, field, times_in_order(incident, assignment), at=at)
    if abs(corrected - original) < SAME:
        raise BadInput(_("This is the time that is written already."), field=field)
    correction = TimeCorrection.objects.create(
        incident=incident,
        assignment=assignment,
        field=field,
        original=original,
        corrected=corrected,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    set_time(incident, assignment, field, corrected)
    tell_corrected(correction, by=by, at=at)
    return correction


def assignment_of(incident: Incident, assignment_id: UUID | None) -> Assignment | None:
    """
    Raises:
        NotFound: it is no unit of this call.
    """
    if assignment_id is None:
        return None
    assignment = locked_assignment(assignment_id)
    if assignment.incident_id != incident.pk:
        raise NotFound(_("There is no such assignment."))
    return assignment


def times_in_order(incident: Incident, assignment: Assignment | None) -> Chain:
    """The times of the call, or of a unit on it, in the order in which they must lie."""
    if assignment is None:
        first = incident.assignments.aggregate(sent=Min("assigned_at"), there=Min("arrived_at"))
        return {
            "received_at": incident.received_at,
            "assigned": first["sent"],
            "arrived": first["there"],
            "first_report_at": incident.first_report_at,
            "controlled_at": incident.controlled_at,
            "ended_at": incident.ended_at,
        }
    times = times_of(assignment)
    return {
        "received_at": incident.received_at,
        "assigned_at": assignment.assigned_at,
        ACKNOWLEDGED: times.acknowledged_at,
        "en_route_at": times.en_route_at,
        "arrived_at": times.arrived_at,
        **({"first_report_at": incident.first_report_at} if is_first_there(assignment) else {}),
        "cleared_at": times.cleared_at,
        "withdrawn_at": times.withdrawn_at,
        "ended_at": incident.ended_at,
    }


def is_first_there(assignment: Assignment) -> bool:
    """Whether the first report hangs on the arrival of this unit: no other was there before."""
    others = assignment.incident.assignments.exclude(pk=assignment.pk).aggregate(first=Min("arrived_at"))["first"]
    report_at = assignment.incident.first_report_at
    return report_at is not None and assignment.arrived_at is not None and (others is None or others > report_at)


def checked(corrected: datetime, field: str, chain: Chain, *, at: datetime) -> datetime:
    """The time, not later than now.

    Raises:
        BadInput: in the future, or out of order.
    """
    if corrected > at + CLOCKS_DIFFER_BY:
        raise BadInput(_("This time is in the future."), corrected=corrected.isoformat())
    corrected = min(corrected, at)
    earliest, latest = bounds(chain, field)
    if earliest and corrected < earliest:
        raise BadInput(_("This cannot be before %(time)s.") % {"time": on_the_wall(earliest)}, field=field)
    if latest and corrected > latest:
        raise BadInput(_("This cannot be after %(time)s.") % {"time": on_the_wall(latest)}, field=field)
    return corrected


def on_the_wall(time: datetime) -> str:
    return f"{timezone.localtime(time):%Y-%m-%d %H:%M:%S}"


def set_time(incident: Incident, assignment: Assignment | None, field: str, corrected: datetime) -> None:
    if assignment is not None and field == ACKNOWLEDGED:
        correct_acknowledged_at(assignment.order, corrected=corrected)
        return
    thing = assignment or incident
    setattr(thing, field, corrected)
    thing.save(update_fields=[field])


def tell_corrected(correction: TimeCorrection, *, by: User, at: datetime) -> None:
    assignment = correction.assignment
    tell(
        correction.incident,
        "incident.time_corrected",
        *([assignment.unit] if assignment else []),
        by=by,
        at=at,
        correction=correction.pk,
        assignment=str(assignment.pk) if assignment else None,
        unit=assignment.unit_id if assignment else None,
        field=correction.field,
        original=correction.original.isoformat(),
        corrected=correction.corrected.isoformat(),
    )
