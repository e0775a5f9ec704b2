"""Files of calls: attached, and read again by whoever may see the call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.incidents import incident_for
from dispatch.file_type import TYPES
from dispatch.models import Attachment
from dispatch.permissions import can_see_incident
from dispatch.selectors import attachment_dict
from dispatch.serializers.details import AttachmentSerializer
from dispatch.serializers.endings import AttachSerializer
from patrol.command_view import CommandView, refusals
from patrol.errors import NotFound


class AttachmentsView(CommandView):
    """`POST /api/incidents/<uuid>/attachments`: a picture, recording or PDF of at most 10 MB, as a form with `file`."""

    parser_classes = [MultiPartParser]
    input_serializer = AttachSerializer
    output_serializer = AttachmentSerializer
    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_for(request, path["incident_id"])
        file = data["file"]
        attached = services.attach_file(incident_id=incident.pk, name=file.name, file=file, by=self.by(request), at=at)
        return attachment_dict(attached)


class AttachmentView(APIView):
    """`GET /api/attachments/<uuid>`: the file itself. Pictures open in the browser, everything else is saved."""

    @extend_schema(responses={**{(200, kind): OpenApiTypes.BINARY for kind in TYPES}, **refusals(401, 403, 404)})
    def get(self, request: Request, attachment_id: UUID) -> FileResponse:
        attachment = Attachment.objects.filter(pk=attachment_id).select_related("incident__organization").first()
        if attachment is None or not can_see_incident(request.user, attachment.incident):
            raise NotFound(_("There is no such file."))
        if attachment.erased_at is not None:
            raise NotFound(_("This file was erased, as old files are."))
        saved = not attachment.media_type.startswith("image/")
        return FileResponse(
            attachment.file.open(), as_attachment=saved, filename=attachment.name, content_type=attachment.media_type
        )
