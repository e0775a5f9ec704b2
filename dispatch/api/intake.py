"""Who has a call in hand, and how serious it is: `/api/incidents/<uuid>/level`, `.../sign`, seats and desks."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.incidents import REFUSALS, incident_to_dispatch
from dispatch.permissions import visible_seats
from dispatch.selectors import desk_orders, incident_dicts, seat_dict
from dispatch.serializers import (
    DeskOrderSerializer,
    IncidentSerializer,
    LevelSerializer,
    SeatSerializer,
    SignSerializer,
)
from patrol.command_view import CommandView
from patrol.errors import NotPermitted
from patrol.models import Organization, User
from patrol.permissions import can_manage_force, can_open_console


class LevelView(CommandView):
    """`POST /api/incidents/<uuid>/level`: ordinary, complex, major, or none."""

    input_serializer = LevelSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        changed = services.set_level(incident_id=incident.pk, by=self.by(request), at=at, **data)
        return incident_dicts([changed])[0]


class SignView(CommandView):
    """`POST /api/incidents/<uuid>/sign`: it is mine to dispatch from now on, at this seat."""

    input_serializer = SignSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        signed = services.sign_call(incident_id=incident.pk, seat_id=data["seat"], by=self.by(request), at=at)
        return incident_dicts([signed])[0]


class SeatsView(CommandView):
    """`GET /api/seats`: the seats of the own bureau. `POST /api/seats`: name one more."""

    input_serializer = SeatSerializer
    output_serializer = SeatSerializer
    success_status = 201

    @extend_schema(operation_id="seats_list", responses={200: SeatSerializer(many=True), **REFUSALS})
    def get(self, request: Request) -> Response:
        if not can_open_console(request.user):
            raise NotPermitted
        return Response([seat_dict(seat) for seat in visible_seats(request.user)])

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **_path: Any) -> Any:
        organization = Organization.objects.filter(code=data.pop("organization")).first()
        if organization is None or not can_manage_force(request.user, organization.path or "/"):
            raise NotPermitted
        return seat_dict(services.name_seat(organization=organization, by=self.by(request), at=at, **data))


class DeskOrdersView(APIView):
    """`GET /api/desk-orders`: what the person or the own desks were told and have not acknowledged."""

    @extend_schema(responses={200: DeskOrderSerializer(many=True), **REFUSALS})
    def get(self, request: Request) -> Response:
        if not isinstance(request.user, User) or not can_open_console(request.user):
            raise NotPermitted
        return Response(desk_orders(request.user))
