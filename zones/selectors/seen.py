"""Reads of the ground that people see: zones, beats, points, routes and cautions of their organizations."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from zones.models import BeatVersion, Caution, Point, Route, ZoneVersion


def current_zones(paths: Iterable[str]) -> QuerySet[ZoneVersion]:
    """The zone shapes that hold now, as far as somebody with rights over the paths sees them.

    That is the ground of the organizations there, and of those above them: a station lies in its bureau's zones.
    Zones whose validity does not hold are there too: planners need them.
    """
    wanted = seen_from(paths, "zone__organization__path")
    zones = ZoneVersion.objects.current().filter(wanted)
    return zones.select_related("zone__organization").order_by("zone__code")


def current_beats(paths: Iterable[str]) -> QuerySet[BeatVersion]:
    """The beat shapes that hold now, as `current_zones`."""
    wanted = seen_from(paths, "beat__organization__path")
    beats = BeatVersion.objects.current().filter(wanted)
    return beats.select_related("beat__organization").order_by("beat__code")


def current_points(paths: Iterable[str]) -> QuerySet[Point]:
    """The points in use, as `current_zones`."""
    points = Point.objects.filter(seen_from(paths, "organization__path"), retired_at__isnull=True)
    return points.select_related("organization").order_by("code")


def current_routes(paths: Iterable[str]) -> QuerySet[Route]:
    """The routes in use, as `current_zones`."""
    routes = Route.objects.filter(seen_from(paths, "organization__path"), retired_at__isnull=True)
    return routes.select_related("organization").order_by("code")


def current_cautions(paths: Iterable[str], *, at: datetime) -> QuerySet[Caution]:
    """The cautions in force at the moment, as `current_zones`; the newest first."""
    cautions = Caution.objects.in_force(at).filter(seen_from(paths, "organization__path"))
    return cautions.select_related("organization", "author").order_by("-noted_at", "pk")


def with_validity(zones: QuerySet[ZoneVersion], *, at: datetime) -> QuerySet[ZoneVersion]:
    """The zone shapes, each with `in_force`: whether the zone's validity holds at the moment."""
    too_early, over = Q(zone__starts_at__gt=at), Q(zone__ends_at__lte=at)
    holds = Case(When(too_early | over, then=Value(False)), default=Value(True), output_field=BooleanField())  # noqa: FBT003  (Django takes it so)
    return zones.annotate(in_force=holds)


def seen_from(paths: Iterable[str], field: str) -> Q:
    """Whether an organization path in `field` lies at, below or above one of the paths."""
    wanted = Q(pk__in=[])
    for path in paths:
        steps = path.strip("/").split("/")
        above = ["/" + "/".join(steps[:number]) + "/" for number in range(1, len(steps))]
        wanted |= Q(**{f"{field}__startswith": path}) | Q(**{f"{field}__in": above})
    return wanted


def ground_digest(paths: Sequence[str], *rights: Sequence[str], at: datetime) -> str:
    """What tells whether the ground that the paths see is still the same, without reading a shape.

    A caution that ends, or a zone that begins to hold, changes it; so do the reader's `rights` over paths.
    """
    zones = with_validity(current_zones(paths), at=at).values_list(
        *("pk", "zone__code", "zone__name", "zone__zone_class", "zone__ring", "zone__priority", "zone__parent"),
        *("zone__starts_at", "zone__ends_at", "zone__organization__code", "zone__direct_report", "in_force"),
    )
    beats = current_beats(paths).values_list(
        "pk", "beat__code", "beat__name", "beat__overlapping", "beat__organization__code"
    )
    points = current_points(paths).values_list("pk", "version", "organization__code")
    routes = current_routes(paths).values_list("pk", "version", "organization__code")
    cautions = current_cautions(paths, at=at).values_list("pk")
    seen = [list(rows) for rows in (zones, beats, points, routes, cautions)]
    return hashlib.sha256(repr((seen, rights)).encode()).hexdigest()[:32]
