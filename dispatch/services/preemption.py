"""Units pulled from one call to another in one act, so that nobody is between two orders."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import AssignmentState, Step
from dispatch.models import Assignment, Incident
from dispatch.selectors import times_of
from dispatch.services.assigning import refuse_if_not_sendable, send
from dispatch.services.recommending import keep_decision
from dispatch.services.records import locked_units, tell
from dispatch.services.stack import put_first
from dispatch.services.stepping import locked_assignment, move
from dispatch.services.waiting import give_back, refuse_if_over
from patrol.errors import NotAllowed, NotFound, ReasonNeeded
from patrol.models import Order, Unit, User


@dataclass(frozen=True)
class Pulled:
    """What became of a unit that was pulled away."""

    assignment: Assignment
    released: Assignment


@transaction.atomic
def preempt_unit(*, incident_id: UUID, unit_id: int, reason: str, by: User, at: datetime) -> Pulled:
    """Send a unit to this call that is on another: it is released there and ordered here, in one act.

    The first call, if nobody else is on it, goes back on top with its age, and an alarm rings for it. The crew gets
    two orders: that the first is withdrawn, and the new one. On scene, the unit counts as done there.

    Raises:
        ReasonNeeded: no reason; or the unit is below its template and needs one.
        NotFound: no such call or unit.
        NotAllowed: the call has ended; the unit is on no call, on this one, or was sent elsewhere just now.
        UnitNotDispatchable: it is in no state to be sent.
    """
    pulled = pull(incident_id=incident_id, unit_id=unit_id, reason=reason, by=by, at=at)
    give_back(pulled.released.incident, pulled.released.unit, by=by, at=at)
    return pulled


@transaction.atomic
def divert_unit(*, incident_id: UUID, unit_id: int, reason: str, by: User, at: datetime) -> Pulled:
    """Send a unit on its way by this call first: the call that it was on waits next in its stack.

    Raises: as `preempt_unit`; NotAllowed also where the unit is on scene, as that call would not wait for it.
    """
    pulled = pull(incident_id=incident_id, unit_id=unit_id, reason=reason, by=by, at=at)
    if pulled.released.arrived_at is not None:
        raise NotAllowed(_("The unit is on scene. Clear it there, or pre-empt it."), unit=unit_id)
    put_first(pulled.released.incident, pulled.released.unit, by=by, at=at)
    return pulled


def pull(*, incident_id: UUID, unit_id: int, reason: str, by: User, at: datetime) -> Pulled:
    """Release a unit where it is and order it here. Calls are locked first, in the order of their ids."""
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded(_("Say why the unit is pulled away."))
    there = call_of(unit_id)
    incident = locked_pair(incident_id, there)[incident_id]
    refuse_if_over(incident)
    (unit,) = locked_units([unit_id])
    order = Order.objects.committing().filter(unit=unit).select_related("assignment").first()
    current = getattr(order, "assignment", None)
    if current is None or current.incident_id != there or there == incident_id:
        raise NotAllowed(why_not_pulled(unit, order, current, incident_id), unit=unit.pk)
    refuse_if_not_sendable(unit, reason=reason)
    released = release(current, reason=reason, by=by, at=at)
    ranks = keep_decision(incident=incident, at=at)
    sent = send(unit, incident, ranks, reason=reason, by=by, at=at)
    tell(incident, "incident.preempted", unit, by=by, at=at, unit=unit.pk, released=str(there))
    return Pulled(assignment=sent, released=released)


def call_of(unit_id: int) -> UUID | None:
    """The call that the unit is on now."""
    active = Assignment.objects.active().filter(unit=unit_id, order__commits=True, order__closed_at__isnull=True)
    return active.values_list("incident", flat=True).first()


def locked_pair(wanted: UUID, there: UUID | None) -> dict[UUID, Incident]:
    """Both calls, locked for change.

    Raises:
        NotFound: there is no such call.
    """
    both = Incident.objects.locked().filter(pk__in={wanted, there or wanted}).select_related("organization", "type")
    found = {incident.pk: incident for incident in both}
    if wanted not in found:
        raise NotFound(_("There is no such call."))
    return found


def why_not_pulled(unit: Unit, order: Order | None, current: Assignment | None, wanted: UUID) -> str:
    if order is None:
        text = _("%(unit)s is free. Just send it.")
    elif current is None:
        text = _("%(unit)s has an order that is no call. Withdraw that first.")
    elif current.incident_id == wanted:
        text = _("%(unit)s is on this call already.")
    else:
        text = _("%(unit)s was sent elsewhere just now. Look at it again.")
    return text % {"unit": unit.call_sign}


def release(current: Assignment, *, reason: str, by: User, at: datetime) -> Assignment:
    """Take a unit off its call: withdrawn on the way, done where it has arrived."""
    assignment = locked_assignment(current.pk)
    on_scene = times_of(assignment).state is AssignmentState.ON_SCENE
    return move(assignment, Step.CLEAR if on_scene else Step.WITHDRAW, reason=reason, by=by, at=at)


@transaction.atomic
def reassign(*, assignment_id: UUID, unit_id: int, reason: str, by: User, at: datetime) -> Pulled:
    """Another unit takes over: this one is taken off the call and that one sent, in one act; so is the lead.

    Raises:
        ReasonNeeded: no reason; or the new unit is below its template and needs one.
        NotAllowed: the unit is on scene or done, or the call has ended.
        UnitBusy, UnitNotDispatchable: as `assign_units`; then nothing has changed.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded(_("Say why another unit takes over."))
    assignment = locked_assignment(assignment_id)
    refuse_if_over(assignment.incident)
    (unit,) = locked_units([unit_id])
    refuse_if_not_sendable(unit, reason=reason)
    led = assignment.primary
    released = move(assignment, Step.WITHDRAW, reason=reason, by=by, at=at)
    ranks = keep_decision(incident=assignment.incident, at=at)
    sent = send(unit, assignment.incident, ranks, reason=reason, by=by, at=at)
    if led:
        lead(sent, by=by, at=at)
    return Pulled(assignment=sent, released=released)


@transaction.atomic
def choose_primary(*, assignment_id: UUID, by: User, at: datetime) -> Assignment:
    """This unit leads at its call from now on; before, or without a choice, it was the one sent first.

    Raises:
        NotAllowed: the unit is no longer on the call.
    """
    assignment = locked_assignment(assignment_id)
    if assignment.cleared_at or assignment.withdrawn_at:
        raise NotAllowed(_("This unit is no longer on the call."), assignment=str(assignment.pk))
    if not assignment.primary:
        lead(assignment, by=by, at=at)
    return assignment


def lead(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Let an active unit of a locked call lead, and no other."""
    assignment.incident.assignments.filter(primary=True).update(primary=False)
    assignment.primary = True
    assignment.save(update_fields=["primary"])
    facts = {"assignment": str(assignment.pk), "unit": assignment.unit_id}
    tell(assignment.incident, "incident.primary_chosen", assignment.unit, by=by, at=at, **facts)
