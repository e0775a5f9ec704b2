"""The desk's tables of the ground: zones and points, with who answers for them."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from patrol.tables import NUMBER, DeskTable
from zones.models import Point


class GroundTable(DeskTable):
    """A thing of the ground, led to on the map."""

    name = tables.Column(verbose_name=gettext_lazy("Name"), attrs={"td": {"class": "key"}})
    code = tables.Column(verbose_name=gettext_lazy("Code"))
    organization = tables.Column(accessor="organization__name", verbose_name=gettext_lazy("Organization"))

    class Meta(DeskTable.Meta):
        order_by = "code"

    def render_name(self, value: str) -> str:
        return render_to_string("_components/link.html", {"path": reverse("zones:ground_page"), "text": value})

    def value_name(self, value: str) -> str:
        return value


class ZonesTable(GroundTable):
    """Zones with class, ring, priority and how many points they hold."""

    zone_class = tables.Column(verbose_name=gettext_lazy("Class"))
    ring = tables.Column(verbose_name=gettext_lazy("Ring"))
    priority = tables.Column(verbose_name=gettext_lazy("Priority"), attrs=NUMBER)
    parent = tables.Column(accessor="parent__name", verbose_name=gettext_lazy("Lies in"))
    points = tables.Column(accessor="point_count", verbose_name=gettext_lazy("Points"), attrs=NUMBER)


class PointsTable(GroundTable):
    """Points with what they are owed and by whom."""

    kind = tables.Column(verbose_name=gettext_lazy("Kind"))
    zone = tables.Column(accessor="zone__name", verbose_name=gettext_lazy("Zone"))
    owner = tables.Column(accessor="responsible_unit__call_sign", verbose_name=gettext_lazy("Responsible unit"))
    dwell = tables.Column(accessor="dwell_s", verbose_name=gettext_lazy("Stay, min"), attrs=NUMBER)
    gap = tables.Column(accessor="max_gap_s", verbose_name=gettext_lazy("Longest gap, h"), attrs=NUMBER)
    hours = tables.Column(accessor="hours_from", verbose_name=gettext_lazy("Hours"), attrs=NUMBER)
    priority = tables.Column(verbose_name=gettext_lazy("Priority"), attrs=NUMBER)

    def render_dwell(self, value: int) -> Any:
        return round(value / 60, 1)

    def render_gap(self, value: int) -> Any:
        return round(value / 3600, 1)

    def render_hours(self, record: Point) -> str:
        return f"{record.hours_from:%H:%M}–{record.hours_to:%H:%M}"
