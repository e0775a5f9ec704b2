"""The ground of the desk's tables: what is not retired, without shapes."""

from django.db.models import Count, Q, QuerySet

from patrol.models import User
from patrol.selectors import organized_below
from zones.models import Point, Zone
from zones.permissions import desk_paths


def zones_of_desk(user: User) -> QuerySet[Zone]:
    """The zones that a person reads of on the desk, with `point_count`."""
    zones = Zone.objects.filter(organized_below(desk_paths(user)), retired_at__isnull=True)
    living = Count("points", filter=Q(points__retired_at__isnull=True))
    return zones.select_related("organization", "parent").annotate(point_count=living)


def points_of_desk(user: User) -> QuerySet[Point]:
    """The points that a person reads of on the desk."""
    points = Point.objects.filter(organized_below(desk_paths(user)), retired_at__isnull=True)
    return points.select_related("organization", "zone", "responsible_unit")
