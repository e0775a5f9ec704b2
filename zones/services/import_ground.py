"""Imports of zones, beats, points and routes (F01, F03, F09)."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patrol.errors import NotFound, Refused
from patrol.models import Organization, Unit
from patrol.vocabulary import TravelMode
from zones.ground_file import AreaRow, PointRow, RouteRow, area_rows, is_same, point_rows, route_rows
from zones.models import Beat, Point, Route, Zone
from zones.selectors import class_overlaps
from zones.services.imports import GroundImport, Kept, Outcome, ShapeImport, Task, kept_row
from zones.services.planning import in_line, loaded, reshaped, saved, stored
from zones.services.points import refuse_odd_point
from zones.services.zones import lock_zones, refuse_misfit, refuse_odd_facts
from zones.vocabulary import PointKind


def _lock_zones(rows: Sequence[AreaRow]) -> None:
    """Lock the zones of the file, what they lie in and what lies in them, by primary key."""
    codes = {row.code for row in rows} | {row.parent for row in rows if row.parent}
    above = Zone.objects.filter(children__code__in=codes).values("pk")
    named = Zone.objects.filter(code__in=codes).values("pk")
    lock_zones(Q(code__in=codes) | Q(parent__in=named) | Q(pk__in=above))


def _keep_zone(row: AreaRow, task: Task) -> Kept:
    facts = {
        "zone_class": row.zone_class and row.zone_class.value,
        "ring": row.ring and row.ring.value,
        "priority": row.priority,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "direct_report": row.direct_report,
    }
    kept = kept_row(Zone, row, facts, task)
    zone = kept.thing
    refuse_odd_facts({"starts_at": zone.starts_at, "ends_at": zone.ends_at, "priority": zone.priority})
    if reshaped(zone, row.shape, at=task.at):
        kept.has_changed(Outcome.RESHAPED)
    return kept


def _settle_zones(kept: list[Kept], done: ShapeImport) -> None:
    """Put zones into those that they lie in, then see that all fit and none of a class lies over another."""
    for one in kept:
        try:
            _put_in_parent(one)
        except Refused as refusal:
            done.fault(one.row, refusal.message)
    for one in kept:
        try:
            refuse_misfit(one.thing)
        except Refused as refusal:
            done.fault(one.row, refusal.message)
        for over in class_overlaps(one.thing):
            said = _("It lies over %(name)s, which is of the same class, near %(lon)s %(lat)s.")
            done.fault(one.row, said % {"name": over.zone.name, "lon": over.lon, "lat": over.lat})


def _put_in_parent(kept: Kept) -> None:
    if kept.row.parent is None:
        return
    parent = zone_with(kept.row.parent, kept.thing.organization)
    if kept.thing.parent_id != parent.pk:
        kept.thing.parent = parent
        saved(kept.thing, "parent")
        kept.has_changed(Outcome.CHANGED)


def _keep_beat(row: AreaRow, task: Task) -> Kept:
    kept = kept_row(Beat, row, {"overlapping": row.overlapping}, task)
    if reshaped(kept.thing, row.shape, at=task.at):
        kept.has_changed(Outcome.RESHAPED)
    return kept


def _keep_point(row: PointRow, task: Task) -> Kept:
    known = Point.objects.filter(code=row.code).first()
    facts = {
        "kind": row.kind.value if row.kind else known.kind if known else PointKind.MUST_PATROL.value,
        "place": None if known and is_same(loaded(known.place), row.place) else stored(row.place),
        "zone": row.zone and zone_with(row.zone, task.organization),
        "radius_m": row.radius_m,
        "dwell_s": row.dwell_s,
        "max_gap_s": row.max_gap_s,
        "hours_from": row.hours_from,
        "hours_to": row.hours_to,
        "check_methods": row.check_methods,
        "responsible_unit": row.unit and unit_with(row.unit, task.organization),
        "priority": row.priority,
    }
    kept = kept_row(Point, row, facts, task)
    refuse_odd_point(kept.thing)
    return kept


def _keep_route(row: RouteRow, task: Task) -> Kept:
    known = Route.objects.filter(code=row.code).first()
    facts = {
        "mode": row.mode.value if row.mode else known.mode if known else TravelMode.CAR.value,
        "line": None if known and is_same(loaded(known.line), row.line) else stored(row.line),
        "ring": row.ring and row.ring.value,
        "zone": row.zone and zone_with(row.zone, task.organization),
    }
    return kept_row(Route, row, facts, task)


def zone_with(code: str, organization: Organization) -> Zone:
    """The zone in use with the code, in the organization's line."""
    zone = Zone.objects.select_related("organization").filter(code=code, retired_at__isnull=True).first()
    if zone is None or not in_line(zone.organization, organization):
        raise NotFound(_("There is no zone with the code %(code)s.") % {"code": code})
    return zone


def unit_with(call_sign: str, organization: Organization) -> Unit:
    """The unit with the call sign, in the organization's line."""
    unit = Unit.objects.select_related("organization").filter(call_sign=call_sign).first()
    if unit is None or not in_line(unit.organization, organization):
        raise NotFound(_("There is no unit with the call sign %(call_sign)s.") % {"call_sign": call_sign})
    return unit


# Zones (F01, F02). Beside code and name a file may say `zone_class`, `ring`, `priority`, `parent` (a code), `direct`
# (report to leaders: yes, no), `starts_at` and `ends_at`. A zone whose shape differs gets its next version; the one
# before ends then, and calls keep it.
import_zones = GroundImport(rows=area_rows, keep=_keep_zone, lock=_lock_zones, settle=_settle_zones)

# Beats (F09): as zones, with `overlaps` where the file has it.
import_beats = GroundImport(rows=area_rows, keep=_keep_beat)

# Must-patrol and standing points (F03): `kind` (else must_patrol), `zone` (a code), `radius_m`, `dwell_s`, `max_gap_s`,
# `hours_from`, `hours_to`, `checks`, `unit` (a call sign) and `priority`.
import_points = GroundImport(rows=point_rows, keep=_keep_point)

# Routes (F02): lines, with `mode` (else by car), `ring` and `zone` (a code).
import_routes = GroundImport(rows=route_rows, keep=_keep_route)
