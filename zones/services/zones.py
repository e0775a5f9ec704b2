"""Zones: drawn, changed, cut in two, taken out of use (F01, F02). What happened keeps the shape that it fell in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from patrol.errors import BadInput
from patrol.models import User
from zones.errors import OutsideZone, RingOutsideParent
from zones.ground_file import Faulty, cut, metres_between, sticks_out
from zones.models import Zone
from zones.services.fault_words import bad_shape
from zones.services.planning import (
    TOLERANCE_M,
    changed,
    checked_area,
    checked_line,
    created,
    in_line,
    loaded,
    locked,
    note,
    organization_with,
    refuse_odd_priority,
    refuse_stale,
    reshaped,
    saved,
    shape_now,
    taken_out,
    version_of,
    zone_for,
)

YEARS = range(1950, 2200)
KEPT_BY_BOTH = ("zone_class", "ring", "priority", "starts_at", "ends_at", "direct_report")  # parts of a zone cut in two


@transaction.atomic
def create_zone(
    *,
    code: str,
    name: str,
    shape: BaseGeometry,
    organization_id: int,
    zone_class: str = "",
    ring: int | None = None,
    priority: int = 5,
    parent_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    direct_report: bool = False,
    by: User,
    at: datetime,
) -> Zone:
    """Draw a zone (F01), in a ring of another where `parent_id` and `ring` say so (F02).

    Args:
        shape: an area in WGS-84.
        starts_at, ends_at: from when until before when it holds; None: always.
        direct_report: an urgent call in it goes to the leaders at once (F48).

    Raises:
        BadShape: broken, empty or no area: says why, and where.
        CodeTaken: another zone has the code.
        RingOutsideParent: it does not lie in its parent, or its ring is not inside the parent's.
        NotFound: no such organization or parent.
    """
    area, organization = checked_area(shape), organization_with(organization_id)
    parent = zone_for(parent_id, organization) if parent_id else None
    facts = {
        "zone_class": zone_class,
        "ring": ring,
        "priority": priority,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "direct_report": direct_report,
    }
    refuse_odd_facts(facts)
    lock_zones(Q(pk=parent_id))
    zone = created(Zone, code=code, name=name, organization=organization, parent=parent, **facts)
    reshaped(zone, area, at=at)
    refuse_misfit(zone)
    note(zone, "created", by=by, at=at, code=code, version=1)
    return zone


@transaction.atomic
def reshape_zone(*, zone_id: UUID, shape: BaseGeometry, version: int | None = None, by: User, at: datetime) -> Zone:
    """Give a zone another shape from `at` on. The same shape: nothing happens.

    Args:
        shape: an area in WGS-84.
        version: the number of the shape that the person saw; None: whatever it is.

    Raises:
        BadShape, NotFound: as `create_zone`.
        ChangedMeanwhile: the shape has another number now.
        RingOutsideParent: it would stick out of its parent, or a zone in it would.
        OutsideZone: a point of the zone would lie outside.
    """
    area = checked_area(shape)
    lock_family(zone_id)
    zone = locked(Zone, zone_id)
    refuse_stale(zone, version, version_of(zone))
    if reshaped(zone, area, at=at):
        refuse_misfit(zone)
        note(zone, "reshaped", by=by, at=at, code=zone.code, version=version_of(zone))
    return zone


@transaction.atomic
def edit_zone(*, zone_id: UUID, changes: Mapping[str, Any], version: int | None = None, by: User, at: datetime) -> Zone:
    """Change what a zone is called and stands for; its shape stays. Nothing different: nothing happens.

    Args:
        changes: any of code, name, zone_class, ring, priority, parent_id, organization_id, starts_at, ends_at,
            direct_report.

    Raises:
        as `create_zone`, and ChangedMeanwhile.
    """
    lock_family(zone_id, parent_id=changes.get("parent_id"))
    zone = locked(Zone, zone_id)
    refuse_stale(zone, version, version_of(zone))
    organization = organization_with(changes.get("organization_id", zone.organization_id))
    if changes.get("parent_id"):
        zone_for(changes["parent_id"], organization)
    validity = {"starts_at": zone.starts_at, "ends_at": zone.ends_at, "priority": zone.priority}
    refuse_odd_facts(validity | dict(changes))
    if different := changed(zone, changes):
        saved(zone, *different)
        refuse_misfit(zone)
        note(zone, "edited", by=by, at=at, code=zone.code, changed=different)
    return zone


@transaction.atomic
def split_zone(
    *,
    zone_id: UUID,
    line: BaseGeometry,
    code: str,
    name: str,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Zone:
    """Cut a zone in two along a line (WGS-84): the larger part stays the zone, the other is a new one like it.

    Zones in it and points of it go with the part they lie in.

    Returns:
        The new zone.

    Raises:
        BadShape: the line does not cut it into exactly two.
        CodeTaken, ChangedMeanwhile, NotFound: as above.
        RingOutsideParent: a zone in it lies on both sides.
    """
    lock_family(zone_id)
    zone = locked(Zone, zone_id)
    refuse_stale(zone, version, version_of(zone))
    larger, smaller = parts_of(shape_now(zone), line)
    facts = {fact: getattr(zone, fact) for fact in KEPT_BY_BOTH}
    other = created(Zone, code=code, name=name, organization=zone.organization, parent=zone.parent, **facts)
    reshaped(other, smaller, at=at)
    reshaped(zone, larger, at=at)
    _divide(zone, other, smaller)
    refuse_misfit(zone)
    refuse_misfit(other)
    note(zone, "split", by=by, at=at, code=zone.code, version=version_of(zone), into=[str(other.pk)])
    note(other, "created", by=by, at=at, code=code, version=1, split_from=str(zone.pk))
    return other


@transaction.atomic
def retire_zone(*, zone_id: UUID, by: User, at: datetime) -> Zone:
    """Take a zone out of use. It stays on record, and old calls keep it.

    Raises:
        StillUsed: zones lie in it, or points or routes belong to it; names them.
        NotFound, NotAllowed: no such zone, or out of use already.
    """
    lock_family(zone_id)
    zone = locked(Zone, zone_id)
    still_needed_by = [
        code
        for things in (zone.children, zone.points, zone.routes)
        for code in things.filter(retired_at__isnull=True).order_by("code").values_list("code", flat=True)
    ]
    return taken_out(zone, still_needed_by=still_needed_by, by=by, at=at)


def parts_of(shape: BaseGeometry, line: BaseGeometry) -> tuple[MultiPolygon, MultiPolygon]:
    """The two parts of an area along a line, the larger first."""
    try:
        return cut(shape, checked_line(line))
    except Faulty as fault:
        raise bad_shape(fault) from fault


def lock_family(zone_id: UUID, *, parent_id: UUID | None = None) -> None:
    """Lock a zone, what it lies in and what lies in it, by primary key."""
    above = Zone.objects.filter(children=zone_id).values("pk")
    lock_zones(Q(pk=zone_id) | Q(parent=zone_id) | Q(pk__in=above) | Q(pk=parent_id))


def lock_zones(which: Q) -> None:
    list(Zone.objects.select_for_update(no_key=True).filter(which).order_by("pk").values_list("pk"))


def refuse_odd_facts(facts: Mapping[str, Any]) -> None:
    """Refuse a validity that ends before it starts, and a priority that there is not."""
    starts_at, ends_at = facts["starts_at"], facts["ends_at"]
    if any(moment and moment.year not in YEARS for moment in (starts_at, ends_at)):
        raise BadInput(_("A validity lies between the years 1950 and 2200."))
    if starts_at and ends_at and ends_at <= starts_at:
        raise BadInput(_("It would end before it starts."))
    refuse_odd_priority(facts["priority"])


def refuse_misfit(zone: Zone) -> None:
    """Refuse a zone that does not fit the zone it lies in, the zones in it, or its points (F02, F03)."""
    shape = shape_now(zone)
    if zone.parent is not None:
        _refuse_wrong_parent(zone, zone.parent)
        refuse_sticking_out(zone, shape, zone.parent, shape_now(zone.parent))
    for child in zone.children.filter(retired_at__isnull=True).order_by("code"):
        _refuse_wrong_parent(child, zone)
        refuse_sticking_out(child, shape_now(child), zone, shape)
    for point in zone.points.filter(retired_at__isnull=True).order_by("code"):
        refuse_outside(point.name, loaded(point.place), zone, shape)


def _refuse_wrong_parent(zone: Zone, parent: Zone) -> None:
    above: Zone | None = parent
    while above is not None:
        if above.pk == zone.pk:
            raise RingOutsideParent(_("%(name)s cannot lie in itself.") % {"name": zone.name})
        above = above.parent
    if not in_line(zone.organization, parent.organization):
        raise RingOutsideParent(_("%(name)s belongs to another organization.") % {"name": parent.name})
    if zone.ring and parent.ring and parent.ring <= zone.ring:
        raise RingOutsideParent(
            _("The ring of %(name)s must be inside the ring of %(parent)s: core in key, key in outer.")
            % {"name": zone.name, "parent": parent.name}
        )


def refuse_sticking_out(zone: Zone, shape: BaseGeometry, parent: Zone, around: BaseGeometry) -> None:
    if sticks_out(shape, around, tolerance_m=TOLERANCE_M):
        raise RingOutsideParent(
            _("%(name)s does not lie wholly in %(parent)s.") % {"name": zone.name, "parent": parent.name},
            zone=zone.code,
            parent=parent.code,
        )


def refuse_outside(name: str, place: BaseGeometry, zone: Zone, shape: BaseGeometry) -> None:
    metres = metres_between(place, shape)
    if metres > TOLERANCE_M:
        raise OutsideZone(
            _("%(name)s lies %(metres)s m outside %(zone)s.")
            % {"name": name, "metres": round(metres), "zone": zone.name},
            metres=round(metres),
            zone=zone.code,
        )


def _divide(zone: Zone, other: Zone, part: MultiPolygon) -> None:
    """Give the zones and points that lie in the new part to the new zone."""
    for child in zone.children.filter(retired_at__isnull=True):
        if not sticks_out(shape_now(child), part, tolerance_m=TOLERANCE_M):
            child.parent = other
            saved(child, "parent")
    for point in zone.points.filter(retired_at__isnull=True):
        if part.intersects(loaded(point.place)):
            point.zone = other
            saved(point, "zone")
