"""`/api/units`, `/api/positions`, `/api/ways`: the force as a page shows it, with the calls it is on."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch.api.pages import page_of
from dispatch.selectors import dicts_of_rows, positions, unit_rows, visible_units, ways
from dispatch.serializers import PositionsSerializer, UnitPageSerializer, WaysQuerySerializer, WaysSerializer
from patrol.command_view import RefusalSerializer
from patrol.errors import NotPermitted
from patrol.permissions import can_open_console, unit_crewed_by

REFUSALS = {401: RefusalSerializer, 403: RefusalSerializer, 404: RefusalSerializer}


def refuse_strangers(request: Request) -> None:
    """
    Raises:
        NotPermitted: the person watches nothing and rides in no unit.
    """
    if not can_open_console(request.user) and unit_crewed_by(request.user) is None:
        raise NotPermitted


class UnitsView(APIView):
    """`GET /api/units`: the units of the subtrees a person watches, and the one whose crew the person is on."""

    @extend_schema(
        parameters=[OpenApiParameter("page", int), OpenApiParameter("page_size", int)],
        responses={200: UnitPageSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        refuse_strangers(request)
        return page_of(unit_rows(visible_units(request.user)), request, self, dicts_of_rows)


class PositionsView(APIView):
    """`GET /api/positions`: where those units are, as short as it can be said."""

    @extend_schema(responses={200: PositionsSerializer, **REFUSALS})
    def get(self, request: Request) -> Response:
        refuse_strangers(request)
        at = timezone.now()
        units: list[list[Any]] = positions(request.user, at)
        return Response({"as_of": at.isoformat(), "units": units})


class WaysView(APIView):
    """`GET /api/ways?unit=1&unit=2`: the ways of those units to the calls that they accepted, with the time left."""

    @extend_schema(
        parameters=[WaysQuerySerializer], responses={200: WaysSerializer, **REFUSALS, 400: RefusalSerializer}
    )
    def get(self, request: Request) -> Response:
        refuse_strangers(request)
        query = WaysQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        at = timezone.now()
        return Response({"as_of": at.isoformat(), "ways": ways(request.user, query.validated_data["unit"])})
