"""Changed minds: units pulled away or exchanged, calls that wait, places corrected, what is heard by radio."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework.request import Request

from dispatch import services
from dispatch.api.assignments import assignment_for
from dispatch.api.incidents import UNIT, in_words, incident_to_dispatch
from dispatch.api.ringing import SendingCommand
from dispatch.lifecycle import Step
from dispatch.models import Assignment
from dispatch.permissions import can_send
from dispatch.selectors import assignment_dict, incident_dicts
from dispatch.serializers.calls import AssignmentSerializer, IncidentSerializer
from dispatch.serializers.changes import (
    CountedPositionSerializer,
    HoldSerializer,
    PlacedSerializer,
    PlaceSerializer,
    PulledSerializer,
    PullSerializer,
    RadioPositionSerializer,
    SettleSerializer,
    StackSerializer,
    UnitFieldSerializer,
)
from patrol.command_view import CommandView
from patrol.errors import NotPermitted
from patrol.models import Unit


def unit_to_send(request: Request, unit_id: int) -> int:
    """The id of a unit that the person may send; an unknown one is the service's to refuse.

    Raises:
        NotPermitted: the unit is another dispatcher's.
    """
    if not all(can_send(request.user, unit) for unit in UNIT.all(unit_id)):
        raise NotPermitted
    return unit_id


def pulled_dict(pulled: services.Pulled) -> dict[str, Any]:
    return {"assignment": assignment_dict(pulled.assignment), "released": assignment_dict(pulled.released)}


class PreemptView(SendingCommand):
    """`POST /api/incidents/<uuid>/preempt`: a unit of another call comes here; that call goes back on top."""

    input_serializer = PullSerializer
    output_serializer = PulledSerializer
    service: Any = staticmethod(services.preempt_unit)

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        unit = unit_to_send(request, data["unit"])
        reason = data["reason"]
        pulled = type(self).service(incident_id=incident.pk, unit_id=unit, reason=reason, by=self.by(request), at=at)
        self.sent = [pulled.assignment]
        return pulled_dict(pulled)


class DivertView(PreemptView):
    """`POST /api/incidents/<uuid>/divert`: a unit on its way elsewhere comes here first; that call waits for it."""

    service = staticmethod(services.divert_unit)


class StackView(CommandView):
    """`POST /api/incidents/<uuid>/stack`: the call waits for a busy unit, last in its stack or first."""

    input_serializer = StackSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        unit = unit_to_send(request, data["unit"])
        stacked = services.stack_call(
            incident_id=incident.pk, unit_id=unit, first=data["first"], by=self.by(request), at=at
        )
        return incident_dicts([stacked.incident])[0]


class UnstackView(CommandView):
    """`POST /api/incidents/<uuid>/unstack`: the call waits for this unit no longer."""

    input_serializer = UnitFieldSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        left = services.unstack_call(incident_id=incident.pk, unit_id=data["unit"], by=self.by(request), at=at)
        return incident_dicts([left])[0]


class HoldView(CommandView):
    """`POST /api/incidents/<uuid>/hold`: the call waits on purpose; an alarm rings when the time is over."""

    input_serializer = HoldSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        until = at + timedelta(minutes=data["minutes"])
        held = services.hold_incident(
            incident_id=incident.pk, until=until, reason=data["reason"], by=self.by(request), at=at
        )
        return incident_dicts([held])[0]


class ResumeView(CommandView):
    """`POST /api/incidents/<uuid>/resume`: the call waits no longer."""

    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        return incident_dicts([services.resume_incident(incident_id=incident.pk, by=self.by(request), at=at)])[0]


class PlaceView(CommandView):
    """`POST /api/incidents/<uuid>/place`: the place was wrong. Of two who correct at once one sees both texts."""

    input_serializer = PlaceSerializer
    output_serializer = PlacedSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        placed = services.correct_place(incident_id=incident.pk, by=self.by(request), at=at, **data)
        (corrected,) = incident_dicts([placed.incident])
        told = [unit.pk for unit in placed.told]
        return corrected | {"warnings": in_words(placed.picture.warnings), "told": told}


class ReassignView(SendingCommand):
    """`POST /api/assignments/<uuid>/reassign`: another unit takes over, in one act."""

    input_serializer = PullSerializer
    output_serializer = PulledSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        assignment = assignment_for(request, path["assignment_id"], Step.WITHDRAW)
        unit = unit_to_send(request, data["unit"])
        pulled = services.reassign(
            assignment_id=assignment.pk, unit_id=unit, reason=data["reason"], by=self.by(request), at=at
        )
        self.sent = [pulled.assignment]
        return pulled_dict(pulled)


class PrimaryView(CommandView):
    """`POST /api/assignments/<uuid>/primary`: this unit leads at its call."""

    output_serializer = AssignmentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        assignment = assignment_for(request, path["assignment_id"], Step.WITHDRAW)
        return assignment_dict(services.choose_primary(assignment_id=assignment.pk, by=self.by(request), at=at))


class SettleView(CommandView):
    """`POST /api/assignments/<uuid>/settle`: what a crew told after it was taken off counts, or does not."""

    input_serializer = SettleSerializer
    output_serializer = AssignmentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        assignment: Assignment = assignment_for(request, path["assignment_id"], Step.WITHDRAW)
        settled = services.settle_late_steps(
            assignment_id=assignment.pk, put_back=data["put_back"], by=self.by(request), at=at
        )
        return assignment_dict(settled)


class RadioPositionView(CommandView):
    """`POST /api/units/<id>/position`: where the unit is, as it said by radio."""

    input_serializer = RadioPositionSerializer
    output_serializer = CountedPositionSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = UNIT.first(path["unit_id"])
        if not isinstance(unit, Unit) or not can_send(request.user, unit):
            raise NotPermitted
        counts = services.set_position(unit_id=unit.pk, by=self.by(request), at=at, **data)
        return CountedPositionSerializer(
            {"unit": unit.pk, "lon": counts.lon, "lat": counts.lat, "fixed_at": counts.fixed_at}
        ).data
