"""The ground as a file to take away."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol.command_view import refusals
from patrol.errors import NotFound, NotPermitted
from zones.datum import Datum
from zones.ground_file import ENDINGS, Faulty, FileFormat, write_file
from zones.permissions import can_open_ground, ground_paths
from zones.selectors import EXPORTS
from zones.serializers import ExportQuerySerializer, FeatureCollectionSerializer
from zones.services import bad_shape

CONTENT_TYPES = {file_format: told.partition(";")[0] for file_format, (_ending, told) in ENDINGS.items()}


class GroundExportView(APIView):
    """`GET /api/ground/export?kind=zones&file=kml&datum=gcj02`: zones, beats, points or routes as a file."""

    @extend_schema(
        parameters=[ExportQuerySerializer],
        responses={
            **{(200, told): OpenApiTypes.BINARY for told in CONTENT_TYPES.values()},
            (200, CONTENT_TYPES[FileFormat.GEOJSON]): FeatureCollectionSerializer,
            **refusals(400, 401, 403, 404),
        },
    )
    def get(self, request: Request) -> HttpResponse | Response:
        if not can_open_ground(request.user):
            raise NotPermitted
        query = ExportQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        kind, datum = query.validated_data["kind"], Datum(query.validated_data["datum"])
        features = EXPORTS[kind](ground_paths(request.user))
        if not features:
            raise NotFound(_("There is nothing to export."))
        file_format = FileFormat(query.validated_data["file"])
        ending, content_type = ENDINGS[file_format]
        try:
            content = write_file(features, file_format, datum, name=kind)
        except Faulty as fault:
            raise bad_shape(fault) from fault
        name = f'attachment; filename="{kind}-{datum.value}.{ending}"'
        return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": name})
