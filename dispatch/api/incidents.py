"""`/api/incidents`: take calls, look at them, see who should go, send units, end them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch import services
from dispatch.api.pages import page_of
from dispatch.api.ringing import SendingCommand
from dispatch.models import Incident, IncidentType
from dispatch.narrative import NarrativeWarning, warnings_in
from dispatch.permissions import can_list_incidents, can_see_incident, can_send, visible_incidents
from dispatch.selectors import (
    assignment_dict,
    incident_dicts,
    incident_picture,
    intake_warnings,
    with_relations,
)
from dispatch.serializers import (
    AssignedSerializer,
    AssignSerializer,
    CancelSerializer,
    CloseSerializer,
    IncidentDetailSerializer,
    IncidentPageSerializer,
    IncidentQuerySerializer,
    IncidentSerializer,
    IncidentTypeSerializer,
    NoteAddedSerializer,
    NoteSerializer,
    RecommendationSerializer,
    TakeCallSerializer,
    TakenCallSerializer,
)
from dispatch.vocabulary import GroundWarning
from patrol.command_view import CommandView, RefusalSerializer
from patrol.errors import NotFound, NotPermitted
from patrol.models import Organization, Unit, User
from patrol.permissions import DISPATCHERS, can_dispatch, can_open_console, can_watch, rights_of
from patrol.prepared import Prepared

CALL = Prepared(lambda incident_id: Incident.objects.select_related("organization").filter(pk=incident_id), UUID)
UNIT = Prepared(lambda unit_id: Unit.objects.select_related("organization").filter(pk=unit_id), int)
NO_SUCH_CALL = _("There is no such call.")
REFUSALS = {401: RefusalSerializer, 403: RefusalSerializer, 404: RefusalSerializer}
WARNING_TEXTS: dict[GroundWarning | NarrativeWarning, Promise] = {
    GroundWarning.NO_ROADS: _("No roads are loaded. Times are estimated by straight line."),
    GroundWarning.OUTSIDE_AREA: _("The place is outside the imported area. Check it."),
    GroundWarning.FAR_FROM_ROAD: _("The place is far from any road. The last metres are not counted."),
    GroundWarning.OUTSIDE_ZONES: _("The place is outside every zone."),
    GroundWarning.PROBABLY_GCJ02: _("The place is outside every zone, but inside one if it was given in GCJ-02."),
    NarrativeWarning.IDENTITY_NUMBER: _("The text seems to hold an identity number. Such numbers do not belong here."),
    NarrativeWarning.PLATE: _("The text seems to hold a number plate. Plates do not belong here."),
}


def in_words(warnings: Sequence[GroundWarning | NarrativeWarning]) -> list[dict[str, str]]:
    """Warnings as a person reads them."""
    return [{"code": warning.value, "message": str(WARNING_TEXTS[warning])} for warning in warnings]


def incident_for(request: Request, incident_id: UUID) -> Incident:
    """The call, if the person may know of it.

    Raises:
        NotFound: there is none, or none that the person may know of.
    """
    incident = CALL.first(incident_id)
    if incident is None:
        raise NotFound(NO_SUCH_CALL)
    refuse_if_unseen(request.user, incident)
    return incident


def refuse_if_unseen(user: User | AnonymousUser, incident: Incident) -> None:
    """Raises NotFound: the call is none that the person may know of."""
    if not can_see_incident(user, incident):
        raise NotFound(NO_SUCH_CALL)


def incident_to_dispatch(request: Request, incident_id: UUID) -> Incident:
    """The call, if the person may send units to it.

    Raises:
        NotFound: as `incident_for`.
        NotPermitted: the person may see it, but not that.
    """
    incident = incident_for(request, incident_id)
    refuse_unless_dispatcher(request.user, incident)
    return incident


def refuse_unless_dispatcher(user: User | AnonymousUser, incident: Incident) -> None:
    """Raises as `incident_to_dispatch`."""
    refuse_if_unseen(user, incident)
    if not can_dispatch(user, incident.organization):
        raise NotPermitted


def organization_for(user: User, code: str | None) -> Organization:
    """The organization that takes the call: the one named, or the first of those the person dispatches for.

    Raises:
        NotPermitted: not one that the person dispatches for, or there is none.
    """
    if code:
        organization = Organization.objects.filter(code=code).first()
    else:
        paths = rights_of(user).paths(DISPATCHERS)
        organization = Organization.objects.filter(path__in=paths).order_by("path").first()
    if organization is None or not can_dispatch(user, organization):
        raise NotPermitted
    return organization


class IncidentsView(CommandView):
    """`GET /api/incidents`: calls, newest first. `POST /api/incidents`: take a call."""

    input_serializer = TakeCallSerializer
    output_serializer = TakenCallSerializer
    success_status = 201

    @extend_schema(
        operation_id="incidents_list",
        parameters=[IncidentQuerySerializer, OpenApiParameter("page", int), OpenApiParameter("page_size", int)],
        responses={200: IncidentPageSerializer, 400: RefusalSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        if not can_list_incidents(request.user):
            raise NotPermitted
        query = IncidentQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        incidents = with_relations(visible_incidents(request.user).filter(**query.validated_data))
        return page_of(incidents.order_by("-received_at", "pk"), request, self, incident_dicts)

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **_path: Any) -> Any:
        by = self.by(request)
        organization = organization_for(by, data.pop("organization", None))
        what = {"type_code": data.pop("type"), "seat_id": data.pop("seat")}
        incident = services.take_call(organization_id=organization.pk, by=by, at=at, **what, **data)
        (taken,) = incident_dicts([incident])
        return taken | {"warnings": in_words([*intake_warnings(incident), *warnings_in(data["note"])])}


class IncidentView(APIView):
    """`GET /api/incidents/<uuid>`: one call with its notes and timeline."""

    @extend_schema(responses={200: IncidentDetailSerializer, **REFUSALS})
    def get(self, request: Request, incident_id: UUID) -> Response:
        incident = incident_for(request, incident_id)
        return Response(incident_picture(incident.pk, at=timezone.now()))


class RecommendationsView(APIView):
    """`GET /api/incidents/<uuid>/recommendations`: who should go, now."""

    @extend_schema(responses={200: RecommendationSerializer, **REFUSALS})
    def get(self, request: Request, incident_id: UUID) -> Response:
        incident = incident_for(request, incident_id)
        if not can_watch(request.user, incident.organization):
            raise NotPermitted
        picture = services.show_recommendation(incident=incident, at=timezone.now())
        return Response(picture.as_dict() | {"warnings": in_words(picture.warnings)})


class AssignView(SendingCommand):
    """`POST /api/incidents/<uuid>/assign`: send one or several units, all or none."""

    input_serializer = AssignSerializer
    output_serializer = AssignedSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        by = self.by(request)

        def permit(incident: Incident, units: Sequence[Unit]) -> None:
            refuse_unless_dispatcher(by, incident)
            if not all(can_send(by, unit) for unit in units):
                raise NotPermitted(_("One of these units is another dispatcher's to send."))

        incident_id = path["incident_id"]
        self.sent = services.assign_units(
            incident_id=incident_id, unit_ids=data["units"], reason=data["reason"], permit=permit, by=by, at=at
        )
        return {"incident": str(incident_id), "assignments": [assignment_dict(each) for each in self.sent]}


class CloseView(CommandView):
    """`POST /api/incidents/<uuid>/close`: it is dealt with."""

    input_serializer = CloseSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        closed = services.close_incident(incident_id=incident.pk, by=self.by(request), at=at, **data)
        return incident_dicts([closed])[0]


class CancelView(CommandView):
    """`POST /api/incidents/<uuid>/cancel`: it was none."""

    input_serializer = CancelSerializer
    output_serializer = IncidentSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_to_dispatch(request, path["incident_id"])
        cancelled = services.cancel_incident(incident_id=incident.pk, by=self.by(request), at=at, **data)
        return incident_dicts([cancelled])[0]


class NotesView(CommandView):
    """`POST /api/incidents/<uuid>/notes`: write down what else is known."""

    input_serializer = NoteSerializer
    output_serializer = NoteAddedSerializer
    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        incident = incident_for(request, path["incident_id"])
        note = services.add_note(incident_id=incident.pk, text=data["text"], by=self.by(request), at=at)
        return {"incident": str(incident.pk), "note": note.pk, "warnings": in_words(warnings_in(data["text"]))}


class IncidentTypesView(APIView):
    """`GET /api/incident-types`: the types a call may have."""

    @extend_schema(responses={200: IncidentTypeSerializer(many=True), **REFUSALS})
    def get(self, request: Request) -> Response:
        if not can_open_console(request.user):
            raise NotPermitted
        kinds = IncidentType.objects.order_by("priority", "code")
        return Response([{"code": kind.code, "name": kind.name, "priority": kind.priority} for kind in kinds])
