"""The desk's pages of the ground: draw, edit, split and retire on the map; import and export files."""

from typing import Any, ClassVar, cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from patrol.models import User
from patrol.table_page import TablePage
from zones import services
from zones.basemap import map_source
from zones.datum import Datum
from zones.filters import PointsFilter, ZonesFilter
from zones.forms import BeatForm, CautionForm, GroundFileForm, PointForm, RouteForm, ZoneForm
from zones.ground_file import MOST_BYTES, NAMES
from zones.models import Point, Zone
from zones.permissions import can_open_ground, planned_paths
from zones.selectors import (
    desk_organizations,
    planned_organizations,
    planned_units,
    points_of_desk,
    zones_of_desk,
)
from zones.tables import PointsTable, ZonesTable

FORMS = (ZoneForm, BeatForm, PointForm, RouteForm, CautionForm)


class GroundDoor(LoginRequiredMixin):
    """For planners, administrators and supervisors; others are refused, strangers log in first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not can_open_ground(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GroundPage(GroundDoor, TemplateView):
    """`/desk/ground`: the list of the ground, its map, and the form of the thing that is chosen."""

    template_name = "zones/ground.html"
    menu_section = gettext_lazy("Ground")
    menu_label = gettext_lazy("Map")
    menu_icon = "map-2"
    may = staticmethod(can_open_ground)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast("User", self.request.user)
        may_plan = bool(planned_paths(user))
        organizations = planned_organizations(user) if may_plan else desk_organizations(user)
        named = [(organization.code, organization.name) for organization in organizations]
        units = planned_units(organizations)
        forms = [form(organizations=named, units=units) for form in FORMS]
        page = {"may_plan": may_plan, "map": map_source()}
        return super().get_context_data(**kwargs, page=page, forms=forms, default_theme="day")


class GroundImportPage(GroundDoor, View):
    """`/desk/ground/import`: a file is checked first, every fault by feature; then all of it or nothing is taken in."""

    menu_section = gettext_lazy("Ground")
    menu_label = gettext_lazy("Files")
    menu_icon = "file-import"

    @staticmethod
    def may(user: User | AnonymousUser) -> bool:
        return bool(planned_paths(user))

    imports: ClassVar = {
        "zones": services.import_zones,
        "beats": services.import_beats,
        "points": services.import_points,
        "routes": services.import_routes,
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request, request.POST, request.FILES)
        return self.page(request, form, self.run(request, form.cleaned_data) if form.is_valid() else None)

    def form(self, request: HttpRequest, *sent: Any) -> GroundFileForm:
        return GroundFileForm(*sent, organizations=planned_organizations(cast("User", request.user)))

    def run(self, request: HttpRequest, given: dict[str, Any]) -> services.ShapeImport:
        """Check or import what was sent."""
        return self.imports[given["kind"]](
            content=given["file"].read(MOST_BYTES + 1),
            datum=Datum(given["datum"]),
            code_field=given["code_field"],
            name_field=given["name_field"],
            mend=given["mend"],
            file_format=given["file_format"],
            dry_run=request.POST.get("act") != "import",
            organization_id=given["organization"].pk,
            by=cast("User", request.user),
            at=timezone.now(),
        )

    def page(
        self, request: HttpRequest, form: GroundFileForm, done: services.ShapeImport | None = None
    ) -> HttpResponse:
        """The whole page, or the result alone for the page that is open already."""
        checked = request.POST.get("act") != "import"
        shown: dict[str, Any] = {"form": form, "done": done, "checked": checked, "default_theme": "day"}
        if request.headers.get("HX-Request"):
            return render(request, "zones/_import_result.html", shown)
        exports = {"kinds": GroundFileForm.KINDS, "formats": NAMES.items(), "datums": GroundFileForm.DATUMS[1:]}
        return render(request, "zones/ground_import.html", shown | exports)


class GroundTablePage(TablePage):
    """A table of the ground."""

    menu_section = gettext_lazy("Ground")
    may = staticmethod(can_open_ground)


class ZonesPage(GroundTablePage):
    """`/desk/zones/`: the zones of the desk's organizations."""

    name = "zones"
    title = menu_label = gettext_lazy("Zones")
    menu_icon = "hexagon"
    empty = gettext_lazy("There are no zones yet.")
    table_class = ZonesTable
    filter_class = ZonesFilter

    def rows(self) -> QuerySet[Zone]:
        return zones_of_desk(self.reader)


class PointsPage(GroundTablePage):
    """`/desk/points/`: the points of the desk's organizations."""

    name = "points"
    title = menu_label = gettext_lazy("Points")
    menu_icon = "map-pin"
    empty = gettext_lazy("There are no points yet.")
    table_class = PointsTable
    filter_class = PointsFilter

    def rows(self) -> QuerySet[Point]:
        return points_of_desk(self.reader)
