"""The administrators' tables of the ground. Every change goes through a service; shapes are drawn on a map."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.gis.forms import GeometryField, LineStringField, MultiPolygonField, PointField
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget

from patrol.admin import History, ServiceAdmin, acting
from patrol.errors import Refused
from zones import services
from zones.models import Beat, Caution, Point, Route, Zone
from zones.services.planning import loaded

AS_ID = ("organization", "parent", "zone", "responsible_unit")


class MapWidget(LeafletAdminWidget):  # type: ignore[misc]  # the library has no types
    """A map to draw on, and the GeoJSON beneath it to paste: the map may be empty in a closed network."""

    display_raw = True


class AreaForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """A zone or beat with the shape that holds now."""

    shape = MultiPolygonField(label=_("Shape"), srid=4326, widget=MapWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance._state.adding and "shape" in self.fields:
            self.fields["shape"].initial = self.instance.versions.get(valid_to__isnull=True).shape


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """A point or caution on the map."""

    place = PointField(label=_("Place"), srid=4326, widget=MapWidget())


class LineForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """A route on the map."""

    line = LineStringField(label=_("Line"), srid=4326, widget=MapWidget())


class GroundAdmin(ServiceAdmin):
    """Things of the ground: drawn, changed and, by an action, taken out of use."""

    noun: ClassVar[str]
    drawn: ClassVar[str]
    redraw: ClassVar[Any]
    search_fields = ("code", "name")
    list_select_related = ("organization",)
    ordering = ("code",)
    actions = ("retire",)

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # a form a kind of change
        """The form, its map allowed to run by the nonce of this page."""
        form = super().get_form(request, obj, **kwargs)
        for field in form.base_fields.values():
            if isinstance(field, GeometryField):
                field.widget.csp_nonce = getattr(request, "csp_nonce", None)
        return form

    def facts(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the form says, by the names of the services."""
        plain = {name: value for name, value in cleaned.items() if name != self.drawn and name not in AS_ID}
        return plain | {f"{name}_id": getattr(cleaned[name], "pk", None) for name in AS_ID if name in cleaned}

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        create = getattr(services, f"create_{self.noun}")
        drawn = {self.drawn: loaded(facts[self.drawn])}
        return create(**self.facts(facts), **drawn, **acting(request))  # type: ignore[no-any-return]  # one service of several

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        which = {f"{self.noun}_id": pk}
        edit = getattr(services, f"edit_{self.noun}")
        edit(**which, changes=self.facts(facts), **acting(request))
        type(self).redraw(**which, **{self.drawn: loaded(facts[self.drawn])}, **acting(request))

    @admin.action(description=_("Take out of use"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for thing in queryset.order_by("pk"):
            try:
                getattr(services, f"retire_{self.noun}")(**{f"{self.noun}_id": thing.pk}, **acting(request))
            except Refused as refusal:
                messages.error(request, str(refusal.message))


@admin.register(Zone)
class ZoneAdmin(GroundAdmin):
    form = AreaForm
    noun, drawn, redraw = "zone", "shape", staticmethod(services.reshape_zone)
    fields = (
        *("code", "name", "zone_class", "ring", "priority", "parent", "organization", "starts_at", "ends_at"),
        *("direct_report", "shape"),
    )
    list_display = ("code", "name", "zone_class", "ring", "priority", "organization", "retired_at")
    list_filter = ("zone_class", "ring")
    raw_id_fields = ("parent",)


@admin.register(Beat)
class BeatAdmin(GroundAdmin):
    form = AreaForm
    noun, drawn, redraw = "beat", "shape", staticmethod(services.reshape_beat)
    fields = ("code", "name", "overlapping", "organization", "shape")
    list_display = ("code", "name", "overlapping", "organization", "retired_at")


@admin.register(Point)
class PointAdmin(GroundAdmin):
    form = PlaceForm
    noun, drawn, redraw = "point", "place", staticmethod(services.move_point)
    fields = (
        *("code", "name", "kind", "zone", "radius_m", "dwell_s", "max_gap_s", "hours_from", "hours_to"),
        *("check_methods", "responsible_unit", "priority", "organization", "place"),
    )
    list_display = ("code", "name", "kind", "priority", "organization", "retired_at")
    list_filter = ("kind",)
    raw_id_fields = ("zone", "responsible_unit")


@admin.register(Route)
class RouteAdmin(GroundAdmin):
    form = LineForm
    noun, drawn, redraw = "route", "line", staticmethod(services.redraw_route)
    fields = ("code", "name", "mode", "ring", "zone", "organization", "line")
    list_display = ("code", "name", "mode", "ring", "organization", "retired_at")
    list_filter = ("mode", "ring")
    raw_id_fields = ("zone",)


@admin.register(Caution)
class CautionAdmin(History):
    list_display = ("text", "kind", "organization", "author", "noted_at", "expires_at", "withdrawn_at")
    list_select_related = ("organization", "author")
    list_filter = ("kind",)
    search_fields = ("text",)
    ordering = ("-noted_at",)
