"""`/api/found`, `/api/help`: a crew reports what it came upon, or that it is in danger."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from dispatch import services
from dispatch.api.incidents import UNIT, in_words
from dispatch.narrative import warnings_in
from dispatch.selectors import incident_dicts, intake_warnings
from dispatch.serializers import FoundSerializer, HelpSerializer, TakenCallSerializer
from patrol.command_view import CommandView, said_of
from patrol.errors import NotFound, NotPermitted
from patrol.models import Unit
from patrol.permissions import can_speak_for_unit, is_on_crew, unit_crewed_by
from patrol.serializers import AlarmSerializer


def unit_that_found(request: Request, unit_id: int | None) -> Unit:
    """The unit named, if the person may speak for it; the own one where none is.

    Raises:
        NotPermitted: the person rides in no unit.
        NotFound: there is no such unit, or none that the person may speak for.
    """
    unit = unit_crewed_by(request.user) if unit_id is None else UNIT.first(unit_id)
    if unit_id is None and unit is None:
        raise NotPermitted
    if unit is None or not can_speak_for_unit(request.user, unit):
        raise NotFound(_("There is no such unit."))
    return unit


def where_of(data: dict[str, Any]) -> tuple[float, float] | None:
    """Degrees as told; None where the unit's own place counts."""
    return None if None in (data["lon"], data["lat"]) else (data["lon"], data["lat"])


class HelpView(CommandView):
    """`POST /api/help`: the crew is in danger. The alarm it raised; again, while that is open, the same one."""

    input_serializer = HelpSerializer
    output_serializer = AlarmSerializer
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **_path: Any) -> Any:
        unit = unit_that_found(request, data["unit"])
        said = said_of(request, data, by_radio=not is_on_crew(request.user, unit.pk))
        alarm = services.call_help(
            unit_id=unit.pk, where=where_of(data), datum=data["datum"], said=said, by=self.by(request), at=at
        )
        return AlarmSerializer(alarm).data


class FoundView(CommandView):
    """`POST /api/found`: a call with the unit on scene, received, dispatched and arrived at one moment."""

    input_serializer = FoundSerializer
    output_serializer = TakenCallSerializer
    success_status = 201
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **_path: Any) -> Any:
        unit = unit_that_found(request, data["unit"])
        incident = services.report_found(
            unit_id=unit.pk,
            type_code=data["type"],
            where=where_of(data),
            datum=data["datum"],
            note=data["note"],
            said=said_of(request, data, by_radio=not is_on_crew(request.user, unit.pk)),
            by=self.by(request),
            at=at,
        )
        (found,) = incident_dicts([incident])
        return found | {"warnings": in_words([*intake_warnings(incident), *warnings_in(data["note"])])}
