"""The ground to read: zones, beats, points, routes and cautions as GeoJSON."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from patrol.command_view import refusals
from patrol.errors import NotPermitted
from patrol.permissions import WATCHERS, rights_of
from zones import selectors, services
from zones.api.commands import NewCommand
from zones.basemap import map_source
from zones.models import Zone
from zones.permissions import PLANNERS, ground_paths
from zones.serializers import (
    BeatFeatureSerializer,
    CautionFeatureSerializer,
    GroundSerializer,
    NewZoneSerializer,
    PointFeatureSerializer,
    RouteFeatureSerializer,
    ZoneFeatureSerializer,
)


class ZonesView(NewCommand):
    """`GET /api/zones`: the ground that holds now, in WGS-84; 304 while nothing changed. `POST`: draw a zone."""

    input_serializer = NewZoneSerializer
    service = staticmethod(services.create_zone)
    model = Zone

    @extend_schema(operation_id="ground_list", responses={200: GroundSerializer, 304: None, **refusals(401, 403)})
    def get(self, request: Request) -> Response:
        paths, rights, at = ground_paths(request.user), rights_of(request.user), timezone.now()
        if not paths:
            raise NotPermitted
        planned, warned = rights.paths(PLANNERS), rights.paths(PLANNERS | WATCHERS)
        live = map_source()
        etag = f'"{selectors.ground_digest(paths, planned, warned, at=at)}-{live["version"]}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if get_conditional_response(request._request, etag=etag) is not None:
            return Response(status=304, headers=headers)
        features = [*planned_features(paths, planned, at=at), *caution_features(paths, warned, at=at)]
        shown = {"version": live["version"], "box": live["box"]}
        return Response({"type": "FeatureCollection", "map": shown, "features": features}, headers=headers)


def planned_features(paths: tuple[str, ...], planned: tuple[str, ...], *, at: datetime) -> list[Any]:
    """Zones, beats, points and routes."""
    zones = selectors.with_validity(selectors.current_zones(paths), at=at)
    kinds = (
        (ZoneFeatureSerializer, zones),
        (BeatFeatureSerializer, selectors.current_beats(paths)),
        (PointFeatureSerializer, selectors.current_points(paths)),
        (RouteFeatureSerializer, selectors.current_routes(paths)),
    )
    return [
        feature
        for serializer, things in kinds
        for feature in serializer(things, many=True, context={"planned": planned}).data["features"]
    ]


def caution_features(paths: tuple[str, ...], warned: tuple[str, ...], *, at: datetime) -> list[Any]:
    cautions = selectors.current_cautions(paths, at=at)
    return list(CautionFeatureSerializer(cautions, many=True, context={"planned": warned}).data["features"])
