"""A call reported to the command centre and its leaders: `/api/incidents/<uuid>/direct-report`."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request

from dispatch import services
from dispatch.api.incidents import incident_for
from dispatch.permissions import can_report
from dispatch.selectors import told_directly
from dispatch.serializers.direct_report import DirectReportSerializer
from patrol.command_view import CommandView
from patrol.errors import NotPermitted


class DirectReportView(CommandView):
    """`POST /api/incidents/<uuid>/direct-report`: tell the desk of the bureau and its leaders, at once."""

    output_serializer = DirectReportSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_for(request, path["incident_id"])
        if not can_report(request.user, incident):
            raise NotPermitted
        reported = services.report_directly(incident_id=incident.pk, by=self.by(request), at=at)
        told = told_directly(reported)
        return {"incident": str(reported.pk), "reported_to": len(told), "told": told}
