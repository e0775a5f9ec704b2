"""The desk's page of the ground: draw, edit, split and retire zones, beats, points, routes and cautions."""

from typing import Any, cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from patrol.models import User
from zones.basemap import map_source
from zones.forms import BeatForm, CautionForm, PointForm, RouteForm, ZoneForm
from zones.permissions import can_open_ground
from zones.selectors import planned_organizations, planned_units

FORMS = (ZoneForm, BeatForm, PointForm, RouteForm, CautionForm)


class GroundDoor(LoginRequiredMixin):
    """For planners, administrators and supervisors; others are refused, strangers log in first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not can_open_ground(request.user):
            raise PermissionDenied
        return cast("HttpResponseBase", super().dispatch(request, *args, **kwargs))  # type: ignore[misc]


class GroundPage(GroundDoor, TemplateView):
    """`/desk/ground`: the list of the ground, its map, and the form of the thing that is chosen."""

    template_name = "zones/ground.html"
    menu_label = gettext_lazy("Ground")
    menu_icon = "map-2"
    may = staticmethod(can_open_ground)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast("User", self.request.user)
        organizations = planned_organizations(user)
        named = [(organization.code, organization.name) for organization in organizations]
        units = planned_units(organizations)
        forms = [form(organizations=named, units=units) for form in FORMS]
        page = {"may_plan": bool(organizations), "map": map_source()}
        return super().get_context_data(**kwargs, page=page, forms=forms, default_theme="day")
