"""`/api/assignments/<uuid>/...`: a unit on a call moves on, told by its crew or by a dispatcher."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from dispatch import services
from dispatch.lifecycle import Actor, Step, may_step
from dispatch.models import Assignment
from dispatch.permissions import can_see_incident, capacities
from dispatch.selectors import assignment_dict
from dispatch.serializers import AssignmentSerializer, ClearSerializer, ReasonSerializer
from patrol.command_view import CommandView, said_of
from patrol.errors import NotFound, NotPermitted
from patrol.prepared import Prepared
from patrol.serializers import StepSerializer

ASSIGNMENT = Prepared(
    lambda assignment_id: Assignment.objects.select_related("incident__organization", "unit__organization").filter(
        pk=assignment_id
    ),
    UUID,
)


def assignment_for(request: Request, assignment_id: UUID, step: Step) -> Assignment:
    """The assignment, if the person may take the step. Raises as `assignment_and_capacities`."""
    assignment, _held = assignment_and_capacities(request, assignment_id, step)
    return assignment


def assignment_and_capacities(request: Request, assignment_id: UUID, step: Step) -> tuple[Assignment, frozenset[Actor]]:
    """The assignment, if the person may take the step, and in which capacities that is.

    Raises:
        NotFound: there is none, or none that the person may know of.
        NotPermitted: the person may see it, but not step it.
    """
    assignment = ASSIGNMENT.first(assignment_id)
    if assignment is None:
        raise NotFound(_("There is no such assignment."))
    held = capacities(request.user, assignment)
    if not held and not can_see_incident(request.user, assignment.incident):
        raise NotFound(_("There is no such assignment."))
    if not may_step(step, held):
        raise NotPermitted
    return assignment, held


class AssignmentCommand(CommandView):
    """One step of one assignment."""

    output_serializer = AssignmentSerializer
    step: Step
    service: Any

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        assignment = assignment_for(request, path["assignment_id"], self.step)
        moved = type(self).service(assignment_id=assignment.pk, by=self.by(request), at=at, **data)
        return assignment_dict(moved)


class ToldStep(AssignmentCommand):
    """A step that the crew's device tells, or an operator by radio with its true time."""

    input_serializer = StepSerializer
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        assignment, held = assignment_and_capacities(request, path["assignment_id"], self.step)
        said = said_of(request, data, by_radio=Actor.CREW not in held)
        data.pop("happened_at")
        moved = type(self).service(assignment_id=assignment.pk, said=said, by=self.by(request), at=at, **data)
        return assignment_dict(moved)


class EnRouteView(ToldStep):
    """`POST /api/assignments/<uuid>/en-route`: under way."""

    step = Step.LEAVE
    service = staticmethod(services.set_en_route)


class ArriveView(ToldStep):
    """`POST /api/assignments/<uuid>/arrive`: on scene."""

    step = Step.ARRIVE
    service = staticmethod(services.set_arrived)


class ClearView(ToldStep):
    """`POST /api/assignments/<uuid>/clear`: done; a disposition with the last unit closes the call."""

    input_serializer = ClearSerializer
    step = Step.CLEAR
    service = staticmethod(services.clear_assignment)


class SupportView(ToldStep):
    """`POST /api/assignments/<uuid>/support`: on scene, the unit needs another one. It may be asked again."""

    step = Step.ACKNOWLEDGE
    service = staticmethod(services.ask_support)


class WithdrawView(AssignmentCommand):
    """`POST /api/assignments/<uuid>/withdraw`: taken off the call, with a reason."""

    input_serializer = ReasonSerializer
    step = Step.WITHDRAW
    service = staticmethod(services.withdraw_assignment)
