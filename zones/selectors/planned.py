"""Reads of what a person may plan for."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from patrol.models import Organization, Unit, User
from zones.permissions import desk_paths, planned_paths


def planned_organizations(user: User) -> list[Organization]:
    """The organizations whose ground a person may change, each after the one above it."""
    return _below(planned_paths(user))


def desk_organizations(user: User) -> list[Organization]:
    """The organizations whose ground a person changes or reads on the desk, each after the one above it."""
    return _below(desk_paths(user))


def _below(paths: Iterable[str]) -> list[Organization]:
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path)
    return list(Organization.objects.filter(wanted).order_by("path"))


def planned_units(organizations: Sequence[Organization]) -> list[tuple[int, str]]:
    """Key and call sign of the units of the organizations."""
    units = Unit.objects.filter(organization__in=organizations).order_by("call_sign")
    return list(units.values_list("pk", "call_sign"))
