"""The ways by road of units to the calls that they go to, with the time left."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from shapely import LineString

from dispatch.models import Assignment
from dispatch.permissions import visible_incidents
from dispatch.selectors.pictures import visible_units
from dispatch.selectors.recommendation import OFF_THE_MAP_METRES
from patrol.live import fixes_of
from patrol.models import Order, Unit, User
from patrol.vocabulary import TravelMode
from zones.routing import road_engine
from zones.routing.base import LonLat, Route
from zones.routing.straight_line import StraightLine

MOST_WAYS = 30  # in one answer: a way costs the engine some milliseconds
SMOOTHED_BY = 0.00003  # degrees, about 3 m: what nobody sees on a map need not travel
DIGITS = 5


def ways(user: User | AnonymousUser, unit_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The way of each of these units that accepted a call and is not there yet; three queries beyond the rights.

    Left out are units and calls that the person may not know of, and units without a position. `seconds` and `metres`
    are what is left; `estimated`: by straight line, as no road leads there; `path`: [longitude, latitude] of each bend.
    """
    going = (
        Assignment.objects.active()
        .filter(arrived_at__isnull=True, order__in=Order.objects.committing().filter(acknowledged_at__isnull=False))
        .filter(unit_id__in=list(unit_ids)[:MOST_WAYS])
        .filter(unit__in=visible_units(user).order_by(), incident__in=visible_incidents(user))
        .select_related("incident", "unit")
        .order_by("unit_id")
    )
    bound = list(going)
    fixes = {fix.unit_id: (fix.lon, fix.lat) for fix in fixes_of([assignment.unit_id for assignment in bound])}
    return [way_dict(assignment, fixes[assignment.unit_id]) for assignment in bound if assignment.unit_id in fixes]


def way_of(unit: Unit, origin: LonLat, target: LonLat) -> Route:
    """The way by road; the straight line where none leads there, or where an end lies far from every road."""
    mode = TravelMode(unit.mode)
    road = road_engine(mode).route(origin, target)
    if road is None or max(road.origin_off_road_metres or 0, road.target_off_road_metres or 0) > OFF_THE_MAP_METRES:
        return StraightLine(mode).route(origin, target)
    return road


def way_dict(assignment: Assignment, origin: LonLat) -> dict[str, Any]:
    """One way of the API's answer, from the unit itself to the call itself."""
    target = (assignment.incident.point.x, assignment.incident.point.y)
    way = way_of(assignment.unit, origin, target)
    path = LineString([origin, *way.path, target]).simplify(SMOOTHED_BY)
    return {
        "unit": assignment.unit_id,
        "incident": str(assignment.incident_id),
        "seconds": round(way.seconds),
        "metres": round(way.metres),
        "estimated": way.estimated,
        "path": [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in path.coords],
    }
