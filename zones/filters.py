"""Filters of the desk's tables of the ground."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from patrol.filters import OrganizationFilter, TableFilter
from zones.models import Point, Zone
from zones.permissions import DESK_READERS


class GroundFilter(TableFilter):
    """Things of the ground by name or code, and by organization."""

    search = django_filters.CharFilter(method="by_name", label=_("Name or code"))
    organization = OrganizationFilter(DESK_READERS)

    def by_name(self, rows: QuerySet[Any], _field: str, words: str) -> QuerySet[Any]:
        return rows.filter(Q(name__icontains=words) | Q(code__icontains=words))


class ZonesFilter(GroundFilter):
    """Zones by class and ring too."""

    zone_class = django_filters.ChoiceFilter(choices=Zone.CLASSES, label=_("Class"), empty_label=_("All"))
    ring = django_filters.ChoiceFilter(choices=Zone.RINGS, label=_("Ring"), empty_label=_("All"))


class PointsFilter(GroundFilter):
    """Points by kind and by whether a unit answers for them too."""

    kind = django_filters.ChoiceFilter(choices=Point.KINDS, label=_("Kind"), empty_label=_("All"))
    owner = django_filters.ChoiceFilter(
        method="by_owner",
        choices=[("some", _("Has one")), ("none", _("Has none"))],
        label=_("Responsible unit"),
        empty_label=_("All"),
    )

    def by_owner(self, rows: QuerySet[Point], _field: str, owner: str) -> QuerySet[Point]:
        return rows.filter(responsible_unit__isnull=owner == "none")
