"""What happens towards the end of a call: reports from the scene, outcomes, times put right, opened again."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.incidents import incident_for, incident_to_dispatch
from dispatch.permissions import can_report, unit_on
from dispatch.selectors import correction_dict, incident_dicts, outcome_choices
from dispatch.serializers import IncidentSerializer
from dispatch.serializers.details import CorrectionSerializer
from dispatch.serializers.endings import OutcomeSerializer, ReopenSerializer, SituationSerializer, TimeSerializer
from patrol.command_view import CommandView, refusals, said_of
from patrol.errors import NotPermitted


class OutcomesView(APIView):
    """`GET /api/outcomes`: how a call may have ended."""

    @extend_schema(responses={200: OutcomeSerializer(many=True), **refusals(401, 403)})
    def get(self, request: Request) -> Response:
        return Response(outcome_choices())


class ReopenView(CommandView):
    """`POST /api/incidents/<uuid>/reopen`: it ended too early, with a reason."""

    input_serializer = ReopenSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        reopened = services.reopen_incident(incident_id=incident.pk, by=self.by(request), at=at, **data)
        return incident_dicts([reopened])[0]


class SituationView(CommandView):
    """`POST /api/incidents/<uuid>/situation`: the first report, or that it is under control."""

    input_serializer = SituationSerializer
    output_serializer = IncidentSerializer
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_for(request, path["incident_id"])
        if not can_report(request.user, incident):
            raise NotPermitted
        unit = unit_on(request.user, incident)
        said = said_of(request, data, by_radio=unit is None)
        data.pop("happened_at", None)
        reported = services.report_situation(
            incident_id=incident.pk, unit_id=unit, said=said, by=self.by(request), at=at, **data
        )
        return incident_dicts([reported])[0]


class TimesView(CommandView):
    """`POST /api/incidents/<uuid>/times`: put a time right, with a reason."""

    input_serializer = TimeSerializer
    output_serializer = CorrectionSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        assignment_id = data.pop("assignment")
        corrected = services.correct_time(
            incident_id=incident.pk, assignment_id=assignment_id, by=self.by(request), at=at, **data
        )
        return correction_dict(corrected)
