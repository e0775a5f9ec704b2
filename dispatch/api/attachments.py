"""Files of calls: attached, and read again by whoever may see the call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
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
    def get(self, request: Request, attachment_id: UUID) -> HttpResponse:
        attachment = Attachment.objects.filter(pk=attachment_id).select_related("incident__organization").first()
        if attachment is None or not can_see_incident(request.user, attachment.incident):
            raise NotFound(_("There is no such file."))
        saved = not attachment.media_type.startswith("image/")
        name = content_disposition_header(saved, attachment.name) or "attachment"
        headers = {"Content-Type": attachment.media_type, "Content-Disposition": name}
        return HttpResponse(content_of(attachment), headers=headers)


def content_of(attachment: Attachment) -> bytes:
    """The file, at most 10 MB.

    Raises:
        NotFound: it was erased, or its folder was lost.
    """
    if attachment.erased_at is not None:
        raise NotFound(_("This file was erased, as old files are."))
    try:
        with attachment.file.open() as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise NotFound(_("The file is not in its folder. Tell the administrator.")) from error
    return content
