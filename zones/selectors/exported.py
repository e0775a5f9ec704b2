"""The ground as rows of a file, by the short names that every format holds."""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from zones.ground_file import OutFeature
from zones.models import Beat, BeatVersion, Point, Route, Zone, ZoneVersion
from zones.selectors.seen import current_beats, current_points, current_routes, current_zones


def exported_zones(paths: Iterable[str]) -> list[OutFeature]:
    """The zones that the paths see, in WGS-84."""
    return [_zone(version) for version in current_zones(paths).select_related("zone__parent")]


def exported_beats(paths: Iterable[str]) -> list[OutFeature]:
    """The beats that the paths see, in WGS-84."""
    return [_beat(version) for version in current_beats(paths)]


def exported_points(paths: Iterable[str]) -> list[OutFeature]:
    """The points that the paths see, in WGS-84."""
    return [_point(point) for point in current_points(paths).select_related("zone", "responsible_unit")]


def exported_routes(paths: Iterable[str]) -> list[OutFeature]:
    """The routes that the paths see, in WGS-84."""
    return [_route(route) for route in current_routes(paths).select_related("zone")]


EXPORTS: dict[str, Callable[[Iterable[str]], list[OutFeature]]] = {
    "zones": exported_zones,
    "beats": exported_beats,
    "points": exported_points,
    "routes": exported_routes,
}


def _zone(version: ZoneVersion) -> OutFeature:
    zone = version.zone
    facts = {
        "zone_class": zone.zone_class,
        "ring": zone.ring,
        "priority": zone.priority,
        "parent": zone.parent and zone.parent.code,
        "starts_at": _told(zone.starts_at),
        "ends_at": _told(zone.ends_at),
        "direct": "yes" if zone.direct_report else "no",
    }
    return OutFeature(_named(zone) | facts, _flat(version.shape))


def _beat(version: BeatVersion) -> OutFeature:
    overlaps = "yes" if version.beat.overlapping else "no"
    return OutFeature(_named(version.beat) | {"overlaps": overlaps}, _flat(version.shape))


def _point(point: Point) -> OutFeature:
    facts = {
        "kind": point.kind,
        "zone": point.zone and point.zone.code,
        "radius_m": point.radius_m,
        "dwell_s": point.dwell_s,
        "max_gap_s": point.max_gap_s,
        "hours_from": _told(point.hours_from),
        "hours_to": _told(point.hours_to),
        "checks": " ".join(point.check_methods),
        "unit": point.responsible_unit and point.responsible_unit.call_sign,
        "priority": point.priority,
    }
    return OutFeature(_named(point) | facts, _flat(point.place))


def _route(route: Route) -> OutFeature:
    facts = {"mode": route.mode, "ring": route.ring, "zone": route.zone and route.zone.code}
    return OutFeature(_named(route) | facts, _flat(route.line))


def _named(thing: Zone | Beat | Point | Route) -> dict[str, Any]:
    return {"code": thing.code, "name": thing.name}


def _told(moment: date | time | None) -> str:
    return moment.isoformat() if moment else ""


def _flat(shape: Any) -> BaseGeometry:
    return shapely.from_wkb(bytes(shape.wkb))
