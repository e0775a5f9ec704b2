"""`/api/incidents/<uuid>/callers`, `.../duplicates`, `.../link`: several callers, one event."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.incidents import REFUSALS, in_words, incident_for, incident_to_dispatch
from dispatch.narrative import warnings_in
from dispatch.permissions import visible_incidents
from dispatch.selectors import incident_dicts, likely_duplicates
from dispatch.serializers import (
    CallerAddedSerializer,
    CallerSerializer,
    DuplicateQuerySerializer,
    DuplicateSerializer,
    IncidentSerializer,
    LinkSerializer,
)
from dispatch.services import point_of
from patrol.command_view import CommandView, refusals
from patrol.errors import NotPermitted
from patrol.permissions import can_take_calls


class CallersView(CommandView):
    """`POST /api/incidents/<uuid>/callers`: one more who called about it."""

    input_serializer = CallerSerializer
    output_serializer = CallerAddedSerializer
    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        caller = services.add_caller(incident_id=incident.pk, by=self.by(request), at=at, **data)
        return {"incident": str(incident.pk), "caller": caller.pk, "warnings": in_words(warnings_in(data["said"]))}


class LinkView(CommandView):
    """`POST /api/incidents/<uuid>/link`: it tells of the same event as another call, which goes on."""

    input_serializer = LinkSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        kept = incident_to_dispatch(request, data["to"])
        kept = services.link_call(incident_id=incident.pk, to=kept.pk, by=self.by(request), at=at)
        return incident_dicts([kept])[0]


class LikelyDuplicatesView(APIView):
    """`GET /api/duplicates?lon=&lat=&type=`: open calls that may be about the event that is being told of now."""

    @extend_schema(
        operation_id="duplicates_of_a_place",
        parameters=[DuplicateQuerySerializer],
        responses={200: DuplicateSerializer(many=True), **refusals(400), **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        if not can_take_calls(request.user):
            raise NotPermitted
        query = DuplicateQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = query.validated_data
        point = point_of(data["lon"], data["lat"], data["datum"])
        among = visible_incidents(request.user)
        return Response(likely_duplicates(among, point=point, type_code=data["type"], received_at=timezone.now()))


class DuplicatesView(APIView):
    """`GET /api/incidents/<uuid>/duplicates`: open calls that may be about the same event as this one."""

    @extend_schema(operation_id="duplicates_of_a_call", responses={200: DuplicateSerializer(many=True), **REFUSALS})
    def get(self, request: Request, incident_id: Any) -> Response:
        incident = incident_for(request, incident_id)
        among = visible_incidents(request.user).exclude(pk=incident.pk)
        return Response(
            likely_duplicates(
                among, point=incident.point, type_code=incident.type.code, received_at=incident.received_at
            )
        )
