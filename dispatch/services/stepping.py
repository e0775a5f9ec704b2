"""Assignments moved on: under way, arrived, cleared, withdrawn."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import ACTIVE, AssignmentState, Step, StepRefused, Times, prompt_due, stepped
from dispatch.models import Assignment
from dispatch.selectors import times_of
from dispatch.services.endings import checked_outcome, end
from dispatch.services.late_steps import ASSIGNMENT_LABEL, comes_too_late, keep_late_step
from dispatch.services.records import forget_told, tell
from dispatch.services.waiting import wake_stack
from dispatch.vocabulary import IncidentStatus
from patrol.clocks import AT_ONCE, Said
from patrol.clocks import facts_of as clock_facts
from patrol.deadlines import cancel_deadlines, start_deadlines
from patrol.errors import NotAllowed, NotFound
from patrol.models import Order, User
from patrol.prepared import Prepared
from patrol.rows import Rows, together
from patrol.services import acknowledge, checked_moment, complete, withdraw

LOCKED_ASSIGNMENT = Prepared(
    lambda assignment_id: (
        Assignment.objects.locked()
        .select_related(
            "incident__organization", "incident__type", "incident__zone_version__zone", "unit__organization", "order"
        )
        .defer("incident__zone_version__shape")
        .filter(pk=assignment_id)
    ),
    UUID,
)
ASSIGNMENTS = Rows(Assignment)
ON_SCENE = "assignment.on_scene"
FACTS = (
    ("en_route_at", "assignment.en_route"),
    ("arrived_at", "assignment.arrived"),
    ("cleared_at", "assignment.cleared"),
    ("withdrawn_at", "assignment.withdrawn"),
)
REFUSALS: dict[tuple[AssignmentState, Step], str | Promise] = {
    (AssignmentState.ORDERED, Step.CLEAR): _("The unit has not arrived. Mark its arrival, or withdraw it."),
    (AssignmentState.ACKNOWLEDGED, Step.CLEAR): _("The unit has not arrived. Mark its arrival, or withdraw it."),
    (AssignmentState.EN_ROUTE, Step.CLEAR): _("The unit has not arrived. Mark its arrival, or withdraw it."),
    (AssignmentState.ON_SCENE, Step.WITHDRAW): _("The unit is on scene. Clear it instead."),
    (AssignmentState.CLEARED, Step.WITHDRAW): _("The unit is done with this call already."),
}
WITHDRAWN = _("The unit was taken off this call.")


def locked_assignment(assignment_id: UUID) -> Assignment:
    """The assignment, with its call, unit and order, all locked.

    Raises:
        NotFound: there is none with this id.
    """
    assignment = LOCKED_ASSIGNMENT.first(assignment_id)
    if assignment is None:
        raise NotFound(_("There is no such assignment."))
    assignment.order.unit = assignment.unit
    return assignment


@transaction.atomic
def set_en_route(*, assignment_id: UUID, by: User, at: datetime, said: Said = AT_ONCE) -> Assignment:
    """The unit is under way, and has thereby acknowledged. Repeats change nothing.

    Args:
        said: when it happened, by the device's clock or as an operator heard it by radio. What a device tells of a
            call that the unit was taken off meanwhile is kept as a `LateStep`, and the assignment stays withdrawn.

    Raises:
        NotAllowed: it was withdrawn.
        BadInput: stated in the future, or before the dispatch.
    """
    return take(locked_assignment(assignment_id), Step.LEAVE, said, by=by, at=at)


@transaction.atomic
def set_arrived(*, assignment_id: UUID, by: User, at: datetime, said: Said = AT_ONCE) -> Assignment:
    """The unit is on scene. Steps that nobody pressed before count from the same moment. Repeats change nothing.

    Args and Raises: as `set_en_route`.
    """
    return take(locked_assignment(assignment_id), Step.ARRIVE, said, by=by, at=at)


@transaction.atomic
def clear_assignment(
    *, assignment_id: UUID, disposition: str = "", by: User, at: datetime, said: Said = AT_ONCE
) -> Assignment:
    """The unit is done: its order is, and it can be sent again at once. Repeats change nothing.

    A disposition with the last unit also closes the call; without one the call stays open until somebody closes it.
    Given while other units are still there, it is kept and offered for the closing.

    Raises:
        BadInput: no outcome has this code.
        NotAllowed: the unit has not arrived, or was withdrawn.
    """
    outcome = checked_outcome(disposition) if disposition.strip() else ""
    assignment = take(locked_assignment(assignment_id), Step.CLEAR, said, by=by, at=at)
    incident = assignment.incident
    if outcome and assignment.cleared_at and incident.status == IncidentStatus.OPEN:
        if not incident.assignments.active().exists():
            end(incident, IncidentStatus.CLOSED, outcome, by=by, at=at)
        else:
            incident.disposition = outcome
            incident.save(update_fields=["disposition"])
            tell(incident, "incident.outcome_given", by=by, at=at, disposition=incident.disposition)
    return assignment


def take(assignment: Assignment, step: Step, said: Said, *, by: User, at: datetime) -> Assignment:
    """A step as its unit or an operator tells it; kept apart where it comes too late."""
    if comes_too_late(assignment, said):
        keep_late_step(assignment, step, said, by=by, at=at)
        return assignment
    return move(assignment, step, said=said, by=by, at=at)


def move(
    assignment: Assignment, step: Step, *, reason: str = "", said: Said = AT_ONCE, by: User, at: datetime
) -> Assignment:
    """Take one step with a locked assignment: its times, its order, the journal.

    Raises:
        NotAllowed: the state does not allow the step; says what to do instead.
        BadInput: stated in the future, or before the dispatch.
    """
    before = times_of(assignment)
    try:
        after = stepped(before, step, at=checked_moment(said, at=at, not_before=assignment.assigned_at))
    except StepRefused as refused:
        message = REFUSALS.get((refused.state, refused.step), WITHDRAWN)
        raise NotAllowed(message, assignment=str(assignment.pk), state=refused.state.value) from refused
    if after == before:
        return assignment
    for field, _kind in FACTS:
        setattr(assignment, field, getattr(after, field))
    with together():
        move_order(assignment.order, before, after, reason=reason, said=said, by=by, at=at)
        ASSIGNMENTS.change(assignment, *[field for field, _kind in FACTS])
        tell_steps(assignment, before, after, said, by=by)
        time_on_scene(assignment, before, after, at=at)
    if after.state not in ACTIVE:
        forget_told(assignment.incident, assignment.unit, by=by, at=at)
        wake_stack(assignment.unit_id, at=at)
    return assignment


def move_order(order: Order, before: Times, after: Times, *, reason: str, said: Said, by: User, at: datetime) -> None:
    """What the step means for the order: acknowledged, done, or withdrawn."""
    if after.acknowledged_at and not before.acknowledged_at:
        acknowledge(order, by=by, at=at, moment=after.acknowledged_at, said=said)
    if after.cleared_at and not before.cleared_at:
        complete(order, by=by, at=at, moment=after.cleared_at)
    if after.withdrawn_at and not before.withdrawn_at:
        withdraw(order, reason=reason, by=by, at=after.withdrawn_at)


def time_on_scene(assignment: Assignment, before: Times, after: Times, *, at: datetime) -> None:
    """Start the clock after which the crew is asked what it needs (`dispatch.services.support`), or stop it."""
    version, subject = assignment.incident.zone_version, (ASSIGNMENT_LABEL, assignment.pk)
    ring, patience = version.zone.ring if version else None, timedelta(seconds=settings.ON_SCENE_PROMPT_S)
    was_due, due = (prompt_due(times, ring=ring, patience=patience) for times in (before, after))
    if due and not was_due:
        start_deadlines({ON_SCENE: due}, subject=subject)
    elif was_due and not due:
        cancel_deadlines(ON_SCENE, subject=subject, at=at)


def tell_steps(assignment: Assignment, before: Times, after: Times, said: Said, *, by: User) -> None:
    """Journal every time that the step set, also those it filled."""
    for field, kind in FACTS:
        moment = getattr(after, field)
        if moment and not getattr(before, field):
            tell(
                assignment.incident,
                kind,
                assignment.unit,
                by=by,
                at=moment,
                assignment=str(assignment.pk),
                unit=assignment.unit_id,
                order=str(assignment.order_id),
                **clock_facts(said, moment=moment),
            )
