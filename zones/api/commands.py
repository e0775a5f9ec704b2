"""What a planner does to the ground: one command each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from patrol.command_view import CommandView
from patrol.errors import NotFound, NotPermitted
from patrol.models import Organization
from zones import services
from zones.api.warned import warnings_of
from zones.datum import Datum
from zones.models import Beat, Caution, Point, Route, Zone
from zones.permissions import can_note_caution, can_plan_ground, can_see_ground
from zones.serializers import (
    CautionAnswerSerializer,
    EditBeatSerializer,
    EditPointSerializer,
    EditRouteSerializer,
    EditZoneSerializer,
    NewBeatSerializer,
    NewCautionSerializer,
    NewPointSerializer,
    NewRouteSerializer,
    PlannedSerializer,
    RedrawnSerializer,
    SplitSerializer,
)
from zones.services.planning import version_of
from zones.vocabulary import CautionKind

AS_ID = {"parent": "parent_id", "zone": "zone_id", "responsible_unit": "responsible_unit_id"}
SHAPE_IS: dict[type, str] = {Zone: "shape", Beat: "shape", Point: "place", Route: "line", Caution: "place"}


def organization_to_plan(request: Request, code: str, may: Callable[..., bool] = can_plan_ground) -> Organization:
    """The organization with the code, if the person plans there.

    Raises:
        NotPermitted: there is none, or not for this person.
    """
    organization = Organization.objects.filter(code=code).first()
    if organization is None or not may(request.user, organization):
        raise NotPermitted
    return organization


def thing_for(request: Request, model: Any, pk: object, may: Callable[..., bool] = can_plan_ground) -> Any:
    """The thing of the ground, if the person plans there.

    Raises:
        NotFound: there is none that the person may know of.
        NotPermitted: the person may see it, but not change it.
    """
    thing = model.objects.select_related("organization").filter(pk=pk).first()
    if thing is None or not can_see_ground(request.user, thing.organization):
        raise NotFound(_("There is no such thing."))
    if not may(request.user, thing.organization):
        raise NotPermitted
    return thing


def drawn(data: dict[str, Any], field: str = "shape") -> Any:
    """The geometry in the body, in WGS-84; it and its datum are taken out."""
    return services.drawn(data.pop(field), Datum(data.pop("datum")))


def with_ids(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    """The facts in the body by the names of the services."""
    facts = {AS_ID.get(name, name): value for name, value in data.items() if name != "organization"}
    if "organization" in data:
        facts["organization_id"] = organization_to_plan(request, data["organization"]).pk
    return facts


def answer(thing: Any) -> dict[str, Any]:
    """What a command left."""
    version = version_of(thing) if isinstance(thing, Zone | Beat) else thing.version
    return {"id": str(thing.pk), "code": thing.code, "version": version, "warnings": warnings_of(thing)}


class GroundCommand(CommandView):
    """A command on the ground; a subclass names its model and service."""

    model: ClassVar[type]
    service: ClassVar[Callable[..., Any]]
    output_serializer = PlannedSerializer


class NewCommand(GroundCommand):
    """Draw something new."""

    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        facts = with_ids(request, data)
        facts[SHAPE_IS[self.model]] = drawn(facts)
        return answer(type(self).service(by=self.by(request), at=at, **facts))


class ThingCommand(GroundCommand):
    """Change one thing."""

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        ((name, pk),) = path.items()
        thing_for(request, self.model, pk)
        facts = self.facts(request, data)
        return answer(type(self).service(**{name: pk}, by=self.by(request), at=at, **facts))

    def facts(self, request: Request, data: dict[str, Any]) -> dict[str, Any]:
        """What the service is given besides."""
        return {}


class RedrawCommand(ThingCommand):
    input_serializer = RedrawnSerializer

    def facts(self, request: Request, data: dict[str, Any]) -> dict[str, Any]:
        return {SHAPE_IS[self.model]: drawn(data), **data}


class EditCommand(ThingCommand):
    def facts(self, request: Request, data: dict[str, Any]) -> dict[str, Any]:
        version = data.pop("version", None)
        return {"changes": with_ids(request, data), "version": version}


class SplitCommand(ThingCommand):
    """Answers with the part that was cut off."""

    input_serializer = SplitSerializer
    success_status = 201

    def facts(self, request: Request, data: dict[str, Any]) -> dict[str, Any]:
        return {"line": drawn(data, "line"), **data}


class ZoneReshapeView(RedrawCommand):
    """`POST /api/zones/<uuid>/reshape`: another shape from now on."""

    model, service = Zone, staticmethod(services.reshape_zone)


class ZoneEditView(EditCommand):
    """`POST /api/zones/<uuid>/edit`: another name, class, ring, priority, parent, validity."""

    model, service, input_serializer = Zone, staticmethod(services.edit_zone), EditZoneSerializer


class ZoneSplitView(SplitCommand):
    """`POST /api/zones/<uuid>/split`: cut in two along a line."""

    model, service = Zone, staticmethod(services.split_zone)


class ZoneRetireView(ThingCommand):
    """`POST /api/zones/<uuid>/retire`: take out of use."""

    model, service = Zone, staticmethod(services.retire_zone)


class BeatsView(NewCommand):
    """`POST /api/beats`: draw a beat."""

    model, service, input_serializer = Beat, staticmethod(services.create_beat), NewBeatSerializer


class BeatReshapeView(RedrawCommand):
    """`POST /api/beats/<uuid>/reshape`: another shape from now on."""

    model, service = Beat, staticmethod(services.reshape_beat)


class BeatEditView(EditCommand):
    """`POST /api/beats/<uuid>/edit`: another code or name; whether it may overlap."""

    model, service, input_serializer = Beat, staticmethod(services.edit_beat), EditBeatSerializer


class BeatSplitView(SplitCommand):
    """`POST /api/beats/<uuid>/split`: cut in two along a line."""

    model, service = Beat, staticmethod(services.split_beat)


class BeatRetireView(ThingCommand):
    """`POST /api/beats/<uuid>/retire`: take out of use."""

    model, service = Beat, staticmethod(services.retire_beat)


class PointsView(NewCommand):
    """`POST /api/points`: set a must-patrol or standing point."""

    model, service, input_serializer = Point, staticmethod(services.create_point), NewPointSerializer


class PointMoveView(RedrawCommand):
    """`POST /api/points/<uuid>/move`: put it elsewhere."""

    model, service = Point, staticmethod(services.move_point)


class PointEditView(EditCommand):
    """`POST /api/points/<uuid>/edit`: what it is called and owed."""

    model, service, input_serializer = Point, staticmethod(services.edit_point), EditPointSerializer


class PointRetireView(ThingCommand):
    """`POST /api/points/<uuid>/retire`: take out of use."""

    model, service = Point, staticmethod(services.retire_point)


class RoutesView(NewCommand):
    """`POST /api/routes`: draw a route."""

    model, service, input_serializer = Route, staticmethod(services.create_route), NewRouteSerializer


class RouteRedrawView(RedrawCommand):
    """`POST /api/routes/<uuid>/redraw`: another line."""

    model, service = Route, staticmethod(services.redraw_route)


class RouteEditView(EditCommand):
    """`POST /api/routes/<uuid>/edit`: another name, mode, zone, ring."""

    model, service, input_serializer = Route, staticmethod(services.edit_route), EditRouteSerializer


class RouteRetireView(ThingCommand):
    """`POST /api/routes/<uuid>/retire`: take out of use."""

    model, service = Route, staticmethod(services.retire_route)


class CautionsView(CommandView):
    """`POST /api/cautions`: warn of a danger of a place."""

    input_serializer = NewCautionSerializer
    output_serializer = CautionAnswerSerializer
    success_status = 201

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        organization = organization_to_plan(request, data.pop("organization"), can_note_caution)
        kind, place = CautionKind(data.pop("kind")), drawn(data)
        caution = services.note_caution(
            organization_id=organization.pk, kind=kind, place=place, by=self.by(request), at=at, **data
        )
        return {"id": str(caution.pk)}


class CautionWithdrawView(CommandView):
    """`POST /api/cautions/<uuid>/withdraw`: it is over."""

    output_serializer = CautionAnswerSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        caution = thing_for(request, Caution, path["caution_id"], can_note_caution)
        services.withdraw_caution(caution_id=caution.pk, by=self.by(request), at=at)
        return {"id": str(caution.pk)}
