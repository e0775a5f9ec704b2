"""`/api/outcomes` and how a call that ended goes on after all."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.incidents import incident_to_dispatch
from dispatch.selectors import incident_dicts, outcome_choices
from dispatch.serializers import IncidentSerializer
from dispatch.serializers.endings import OutcomeSerializer, ReopenSerializer
from patrol.command_view import CommandView, refusals


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
