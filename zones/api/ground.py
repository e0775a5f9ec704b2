"""The ground: zones and beats."""

from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol.command_view import refusals
from patrol.errors import NotPermitted
from zones.permissions import ground_paths
from zones.selectors import current_beats, current_zones, ground_digest
from zones.serializers import BeatFeatureSerializer, GroundSerializer, ZoneFeatureSerializer


class ZonesView(APIView):
    """`GET /api/zones`: the zones and beats that hold now, as GeoJSON in WGS-84; 304 while nothing changed."""

    @extend_schema(responses={200: GroundSerializer, 304: None, **refusals(401, 403)})
    def get(self, request: Request) -> Response:
        paths = ground_paths(request.user)
        if not paths:
            raise NotPermitted
        etag = f'"{ground_digest(paths)}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if get_conditional_response(request._request, etag=etag) is not None:
            return Response(status=304, headers=headers)
        zones = ZoneFeatureSerializer(current_zones(paths), many=True).data["features"]
        beats = BeatFeatureSerializer(current_beats(paths), many=True).data["features"]
        return Response({"type": "FeatureCollection", "features": [*zones, *beats]}, headers=headers)
