"""`/api/paper-calls`: calls that were worked on paper while the system was away."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from dispatch import services
from dispatch.api.incidents import UNIT, in_words, organization_for
from dispatch.narrative import warnings_in
from dispatch.permissions import can_send
from dispatch.selectors import incident_dicts
from dispatch.serializers import TakenCallSerializer
from dispatch.serializers.paper import PaperCallSerializer
from dispatch.services import PaperUnit
from patrol.command_view import CommandView
from patrol.errors import NotPermitted


class PaperCallsView(CommandView):
    """`POST /api/paper-calls`: enter a call with the times as they were."""

    input_serializer = PaperCallSerializer
    output_serializer = TakenCallSerializer
    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **_path: Any) -> Any:
        by = self.by(request)
        organization = organization_for(by, data.pop("organization", None))
        units = [PaperUnit(unit_id=sent.pop("unit"), **sent) for sent in data.pop("units")]
        if not all(can_send(by, unit) for sent in units for unit in UNIT.all(sent.unit_id)):
            raise NotPermitted(_("One of these units is another dispatcher's to send."))
        incident = services.enter_paper_call(
            organization_id=organization.pk,
            type_code=data.pop("type"),
            where=(data.pop("lon"), data.pop("lat")),
            units=units,
            by=by,
            at=at,
            **data,
        )
        (entered,) = incident_dicts([incident])
        return entered | {"warnings": in_words(warnings_in(data["note"]))}
