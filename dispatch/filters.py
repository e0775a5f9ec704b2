"""The filter of the desk's table of calls."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, IncidentType
from patrol.filters import OrganizationFilter, TableFilter
from patrol.permissions import DESK, rights_of
from patrol.selectors import organized_below
from zones.models import Zone


class TypeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument there
    def label_from_instance(self, obj: Any) -> str:
        return gettext(obj.name)


class TypeFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # the library has no types
    """Types of call, in the reader's language."""

    field_class = TypeField


class ZoneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument there
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ZoneFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # the library has no types
    """Zones of the reader's organizations, retired ones too: calls lie in them."""

    field_class = ZoneField


def zones_of_reader(request: Any) -> QuerySet[Zone]:
    return Zone.objects.filter(organized_below(rights_of(request.user).paths(DESK))).order_by("name", "code")


class CallsFilter(TableFilter):
    """Calls by number or place, days, type, state, level, zone and organization."""

    search = django_filters.CharFilter(method="by_words", label=_("Number or place"))
    day = django_filters.DateFilter(
        method="from_day", label=_("From day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = django_filters.DateFilter(
        method="until_day", label=_("To day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    type = TypeFilter(
        queryset=IncidentType.objects.order_by("priority", "code"),
        to_field_name="code",
        label=_("Type"),
        empty_label=_("All"),
    )
    state = django_filters.ChoiceFilter(
        field_name="status", choices=Incident.STATUSES, label=_("State"), empty_label=_("All")
    )
    level = django_filters.ChoiceFilter(choices=Incident.LEVELS, label=_("Level"), empty_label=_("All"))
    zone = ZoneFilter(
        field_name="zone_version__zone",
        queryset=zones_of_reader,
        to_field_name="code",
        label=_("Zone"),
        empty_label=_("All"),
    )
    organization = OrganizationFilter(DESK)

    def by_words(self, rows: QuerySet[Incident], _field: str, words: str) -> QuerySet[Incident]:
        """`2026-000123`, `123`, or a part of the place."""
        year, _dash, number = words.strip().rpartition("-")
        if number.isdecimal() and len(number) < 10 and (not year or (year.isdecimal() and len(year) < 5)):
            numbered = Q(number=int(number)) & (Q(year=int(year)) if year else Q())
            return rows.filter(numbered | Q(place__icontains=words))
        return rows.filter(place__icontains=words)

    def from_day(self, rows: QuerySet[Incident], _field: str, day: date) -> QuerySet[Incident]:
        return rows.filter(received_at__gte=midnight(day))

    def until_day(self, rows: QuerySet[Incident], _field: str, day: date) -> QuerySet[Incident]:
        return rows.filter(received_at__lt=midnight(day) + timedelta(days=1)) if day < date.max else rows


def midnight(day: date) -> datetime:
    """When a day of the site's wall clock begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
