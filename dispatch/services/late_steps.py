"""Steps of a crew that come after the unit was taken off: kept, never counted by themselves."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import AssignmentState, Step
from dispatch.models import Assignment, LateStep
from dispatch.selectors import times_of
from dispatch.services.records import tell
from dispatch.vocabulary import call_number
from patrol.clocks import Said, counted
from patrol.errors import NotAllowed
from patrol.models import User
from patrol.services import raise_alarm

ASSIGNMENT_LABEL = "dispatch.assignment"
LATE_STEP = "assignment.late_step"


def comes_too_late(assignment: Assignment, said: Said) -> bool:
    """Whether a crew's device tells of a step on a call that its unit was taken off meanwhile."""
    own_word = said.happened_at is not None and not said.by_radio
    return own_word and times_of(assignment).state is AssignmentState.WITHDRAWN


def keep_late_step(assignment: Assignment, step: Step, said: Said, *, by: User, at: datetime) -> None:
    """Keep a step with both clocks, and have an operator settle it. Repeats change nothing."""
    moment = counted(said, at=at, not_before=assignment.assigned_at)
    late, is_new = LateStep.objects.get_or_create(
        assignment=assignment,
        step=step.value,
        defaults={"happened_at": moment, "device_at": said.happened_at, "received_at": at, "told_by": by},
    )
    if not is_new:
        return
    facts = {"assignment": str(assignment.pk), "unit": assignment.unit_id, "step": step.value}
    tell(assignment.incident, LATE_STEP, assignment.unit, by=by, at=moment, late_step=late.pk, **facts)
    number = call_number(assignment.incident.year, assignment.incident.number)
    raise_alarm(
        kind=LATE_STEP,
        subject=(ASSIGNMENT_LABEL, assignment.pk),
        organization=assignment.incident.organization,
        data=facts | {"incident": str(assignment.incident_id), "number": number},
        at=at,
    )


def refuse_if_settled(late: list[LateStep]) -> None:
    """
    Raises:
        NotAllowed: nothing is left to settle.
    """
    if not late:
        raise NotAllowed(_("There is no late step to settle."))
