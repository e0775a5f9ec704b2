"""Reads of the ground: which zone and beat a place lies in."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import Area, Transform
from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet

from patrol.models import Organization, Unit, User
from zones.models import BeatVersion, ZoneVersion
from zones.permissions import planned_paths

ZONE_FACTS = ("zone__zone_class", "zone__ring", "zone__priority")
METRES = 3857  # areas are only compared with each other, near each other


@dataclass(frozen=True, slots=True)
class Ground:
    """The shapes that a place lies in now; None where it lies in none."""

    zone_version: ZoneVersion | None
    beat_version: BeatVersion | None


def ground_at(lon: float, lat: float) -> Ground:
    """The zone and the beat of a place (WGS-84 degrees), borders included.

    Where shapes overlap, the smallest is meant; of equal ones the more urgent priority, then the first code.
    """
    point = Point(lon, lat, srid=4326)
    zones = ZoneVersion.objects.current().covering(point).select_related("zone").defer("shape")
    beats = BeatVersion.objects.current().covering(point).select_related("beat").defer("shape")
    area = Area(Transform("shape", METRES))
    return Ground(
        zone_version=zones.annotate(area=area).order_by("area", "zone__priority", "zone__code").first(),
        beat_version=beats.annotate(area=area).order_by("area", "beat__code").first(),
    )


def current_zones(paths: Iterable[str]) -> QuerySet[ZoneVersion]:
    """The zone shapes that hold now, as far as somebody with rights over the paths sees them.

    That is the ground of the organizations there, and of those above them: a station lies in its bureau's zones.
    """
    wanted = seen_from(paths, "zone__organization__path")
    return ZoneVersion.objects.current().filter(wanted).select_related("zone").order_by("zone__code")


def current_beats(paths: Iterable[str]) -> QuerySet[BeatVersion]:
    """The beat shapes that hold now, as `current_zones`."""
    wanted = seen_from(paths, "beat__organization__path")
    return BeatVersion.objects.current().filter(wanted).select_related("beat").order_by("beat__code")


def seen_from(paths: Iterable[str], field: str) -> Q:
    """Whether an organization path in `field` lies at, below or above one of the paths."""
    wanted = Q(pk__in=[])
    for path in paths:
        steps = path.strip("/").split("/")
        above = ["/" + "/".join(steps[:number]) + "/" for number in range(1, len(steps))]
        wanted |= Q(**{f"{field}__startswith": path}) | Q(**{f"{field}__in": above})
    return wanted


def ground_digest(paths: Sequence[str]) -> str:
    """What tells whether the ground that the paths see is still the same, without reading a shape."""
    zones = current_zones(paths).values_list("pk", "zone__code", "zone__name", *ZONE_FACTS)
    beats = current_beats(paths).values_list("pk", "beat__code", "beat__name")
    return hashlib.sha256(repr((list(zones), list(beats))).encode()).hexdigest()[:32]


def any_zones() -> bool:
    """Whether any zone has a shape now."""
    return ZoneVersion.objects.current().exists()


def inside_any_zone(lon: float, lat: float) -> bool:
    """Whether a place (WGS-84 degrees) lies in any zone now, borders included."""
    return ZoneVersion.objects.current().covering(Point(lon, lat, srid=4326)).exists()


def planned_organizations(user: User) -> list[Organization]:
    """The organizations whose ground a person may change, each after the one above it."""
    wanted = Q(pk__in=[])
    for path in planned_paths(user):
        wanted |= Q(path__startswith=path)
    return list(Organization.objects.filter(wanted).order_by("path"))


def planned_units(organizations: Sequence[Organization]) -> list[tuple[int, str]]:
    """Key and call sign of the units of the organizations."""
    units = Unit.objects.filter(organization__in=organizations).order_by("call_sign")
    return list(units.values_list("pk", "call_sign"))
