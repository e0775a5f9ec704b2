"""Must-patrol and standing points: set, changed, moved, taken out of use (F03)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from patrol.errors import BadInput
from patrol.models import User
from zones.models import Point
from zones.services.planning import (
    changed,
    checked_place,
    created,
    loaded,
    locked,
    note,
    organization_with,
    refuse_odd_priority,
    refuse_stale,
    saved_anew,
    shape_now,
    stored,
    taken_out,
    unit_for,
    zone_for,
)
from zones.services.zones import refuse_outside
from zones.vocabulary import CheckMethod, PointKind

LARGEST_RADIUS_M = 5_000
LONGEST_S = 7 * 24 * 3600


@transaction.atomic
def create_point(
    *,
    code: str,
    name: str,
    kind: str,
    place: BaseGeometry,
    organization_id: int,
    zone_id: UUID | None = None,
    radius_m: int = 50,
    dwell_s: int = 300,
    max_gap_s: int = 14_400,
    hours_from: time | None = None,
    hours_to: time | None = None,
    check_methods: Sequence[str] = (CheckMethod.GPS.value,),
    responsible_unit_id: int | None = None,
    priority: int = 5,
    by: User,
    at: datetime,
) -> Point:
    """Set a must-patrol or standing point (F03).

    Args:
        kind: a `PointKind`.
        place: a point in WGS-84, inside its zone.
        radius_m: metres within which a visit counts; dwell_s: seconds a visit takes; max_gap_s: until the next is due.
        hours_from, hours_to: wall clock, both or none; across midnight if they end before they begin.
        check_methods: `CheckMethod`s, at least one.

    Raises:
        BadShape: no place.
        BadInput: figures, kinds or hours that make no sense.
        CodeTaken: another point has the code.
        OutsideZone: it does not lie in its zone; says how far off.
        NotFound: no such organization, zone or unit.
    """
    facts: dict[str, Any] = {
        "kind": kind,
        "radius_m": radius_m,
        "dwell_s": dwell_s,
        "max_gap_s": max_gap_s,
        "hours_from": hours_from,
        "hours_to": hours_to,
        "check_methods": list(check_methods),
        "priority": priority,
        "zone_id": zone_id,
        "responsible_unit_id": responsible_unit_id,
    }
    position = checked_place(place)
    point = Point(
        code=code, name=name, organization=organization_with(organization_id), place=stored(position), **facts
    )
    refuse_odd_point(point)
    point = created(Point, code=code, name=name, organization=point.organization, place=point.place, **facts)
    note(point, "created", by=by, at=at, code=code, version=1)
    return point


@transaction.atomic
def edit_point(
    *, point_id: UUID, changes: Mapping[str, Any], version: int | None = None, by: User, at: datetime
) -> Point:
    """Change what a point is called and owed; its place stays. Nothing different: nothing happens.

    Args:
        changes: any of the facts of `create_point` but the place.

    Raises:
        as `create_point`, and ChangedMeanwhile.
    """
    point = locked(Point, point_id)
    refuse_stale(point, version, point.version)
    if different := changed(point, changes):
        refuse_odd_point(point)
        saved_anew(point, *different)
        note(point, "edited", by=by, at=at, code=point.code, version=point.version, changed=different)
    return point


@transaction.atomic
def move_point(*, point_id: UUID, place: BaseGeometry, version: int | None = None, by: User, at: datetime) -> Point:
    """Put a point elsewhere (WGS-84), inside its zone. The same place: nothing happens.

    Raises:
        BadShape, OutsideZone, ChangedMeanwhile, NotFound: as `create_point`.
    """
    position = checked_place(place)
    point = locked(Point, point_id)
    refuse_stale(point, version, point.version)
    if not loaded(point.place).equals_exact(position, tolerance=0):
        point.place = stored(position)
        refuse_odd_point(point)
        saved_anew(point, "place")
        note(point, "moved", by=by, at=at, code=point.code, version=point.version)
    return point


@transaction.atomic
def retire_point(*, point_id: UUID, by: User, at: datetime) -> Point:
    """Take a point out of use. It stays on record.

    Raises:
        NotFound, NotAllowed: no such point, or out of use already.
    """
    return taken_out(locked(Point, point_id), by=by, at=at)


def refuse_odd_point(point: Point) -> None:
    """Refuse a point that makes no sense, or does not lie in its zone."""
    _refuse_odd_figures(point)
    refuse_odd_priority(point.priority)
    if point.kind not in list(PointKind):
        raise BadInput(_("kind is one of: %(known)s.") % {"known": ", ".join(PointKind)})
    if not point.check_methods or not set(point.check_methods) <= set(CheckMethod):
        raise BadInput(_("check_methods are some of: %(known)s.") % {"known": ", ".join(CheckMethod)})
    if (point.hours_from is None) != (point.hours_to is None):
        raise BadInput(_("Hours need both a beginning and an end."))
    if point.responsible_unit_id is not None:
        unit_for(point.responsible_unit_id, point.organization)
    if point.zone_id is not None:
        zone = zone_for(point.zone_id, point.organization)
        refuse_outside(point.name, loaded(point.place), zone, shape_now(zone))


def _refuse_odd_figures(point: Point) -> None:
    for figure, least, most in (
        (point.radius_m, 1, LARGEST_RADIUS_M),
        (point.dwell_s, 0, LONGEST_S),
        (point.max_gap_s, 1, LONGEST_S),
    ):
        if not least <= figure <= most:
            raise BadInput(
                _("%(figure)s is out of range: %(least)s to %(most)s.")
                % {"figure": figure, "least": least, "most": most}
            )
