"""Places: found by name, named by position."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol.command_view import refusals
from patrol.errors import NotPermitted
from zones.gazetteer import find_places, name_of_place
from zones.permissions import ground_paths
from zones.serializers import (
    FoundPlacesSerializer,
    NearPlaceQuerySerializer,
    NearPlacesSerializer,
    PlacesQuerySerializer,
)


def paths_of(request: Request) -> tuple[str, ...]:
    """The paths whose ground the person sees.

    Raises:
        NotPermitted: none.
    """
    if paths := ground_paths(request.user):
        return paths
    raise NotPermitted


def checked(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class PlacesView(APIView):
    """`GET /api/places?q=`: streets, crossings, houses, other places, zones and points by name, the best first.

    A name is found as it is written, half typed, in pinyin or its initials, and with a wrong letter. Among equal
    matches the nearest to `lon` and `lat` comes first.
    """

    @extend_schema(
        operation_id="places_find",
        parameters=[PlacesQuerySerializer],
        responses={200: FoundPlacesSerializer, **refusals(400, 401, 403)},
    )
    def get(self, request: Request) -> Response:
        paths = paths_of(request)
        query = checked(PlacesQuerySerializer(data=request.query_params))
        found = find_places(query["q"], near=query["near"], limit=query["limit"], paths=paths)
        return Response(FoundPlacesSerializer({"places": found}).data)


class NearPlacesView(APIView):
    """`GET /api/places/near?lon=&lat=`: the name of the nearest house, crossing or street; null: none."""

    @extend_schema(
        operation_id="places_near",
        parameters=[NearPlaceQuerySerializer],
        responses={200: NearPlacesSerializer, **refusals(400, 401, 403)},
    )
    def get(self, request: Request) -> Response:
        paths_of(request)
        query = checked(NearPlaceQuerySerializer(data=request.query_params))
        return Response(NearPlacesSerializer({"place": name_of_place(query["lon"], query["lat"])}).data)
