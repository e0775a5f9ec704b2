"""What an operator decides about steps that came too late."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dispatch.lifecycle import Step
from dispatch.models import Assignment, LateStep
from dispatch.services.assigning import refuse_if_not_sendable, send
from dispatch.services.late_steps import ASSIGNMENT_LABEL, LATE_STEP, refuse_if_settled
from dispatch.services.recommending import keep_decision
from dispatch.services.records import locked_units, tell
from dispatch.services.stepping import locked_assignment, move
from dispatch.services.waiting import refuse_if_over
from patrol.clocks import Said
from patrol.models import User
from patrol.services import close_alarms

WHY_SHORT = "was there already"


@transaction.atomic
def settle_late_steps(*, assignment_id: UUID, put_back: bool, by: User, at: datetime) -> Assignment:
    """Decide about the late steps of an assignment: the unit was there and is on the call again, or it was not.

    Put back, it has a new assignment that arrives now; what it told, and when, stays on the timeline. Returns the
    assignment that counts: the new one, or the one that stays withdrawn.

    Raises:
        NotFound: no such assignment.
        NotAllowed: nothing is left to settle; or put back, and the call has ended.
        UnitBusy, UnitNotDispatchable: put back, but the unit is on something else by now.
    """
    assignment = locked_assignment(assignment_id)
    late = list(LateStep.objects.select_for_update().filter(assignment=assignment, settled_at__isnull=True))
    refuse_if_settled(late)
    for step in late:
        step.settled_at, step.settled_by, step.put_back = at, by, put_back
    LateStep.objects.bulk_update(late, ["settled_at", "settled_by", "put_back"])
    close_alarms(LATE_STEP, subject=(ASSIGNMENT_LABEL, assignment.pk), at=at)
    facts = {"assignment": str(assignment.pk), "unit": assignment.unit_id, "put_back": put_back}
    tell(assignment.incident, "assignment.late_step_settled", assignment.unit, by=by, at=at, **facts)
    return back_on_the_call(assignment, by=by, at=at) if put_back else assignment


def back_on_the_call(assignment: Assignment, *, by: User, at: datetime) -> Assignment:
    """The unit of a withdrawn assignment, on scene of the same call."""
    refuse_if_over(assignment.incident)
    (unit,) = locked_units([assignment.unit_id])
    refuse_if_not_sendable(unit, reason=WHY_SHORT)
    ranks = keep_decision(incident=assignment.incident, at=at)
    sent = send(unit, assignment.incident, ranks, reason=WHY_SHORT, by=by, at=at)
    return move(locked_assignment(sent.pk), Step.ARRIVE, said=Said(by_radio=True), by=by, at=at)
