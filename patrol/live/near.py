"""Where units are now, and who is near a place."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection
from django.db.models import F, QuerySet

from patrol.models import Unit


@dataclass(frozen=True, slots=True)
class LivePosition:
    """The newest position of a unit on duty: degrees WGS-84, metres a second, degrees from north."""

    unit_id: int
    lon: float
    lat: float
    fixed_at: datetime
    speed_mps: float | None
    heading_deg: float | None


@dataclass(frozen=True, slots=True)
class NearUnit:
    """A unit on duty near a place. `distance_m` is along the great circle; a clock ahead of ours gives age 0."""

    unit_id: int
    call_sign: str
    mode: str
    status: str
    sworn: int
    auxiliaries: int
    min_sworn: int
    min_auxiliary: int
    lon: float
    lat: float
    fixed_at: datetime
    distance_m: float
    age_s: float
    fresh: bool
    status_until: datetime | None


def with_fix_time(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Adds `fixed_at`: when each unit was last heard of; null for one that was not."""
    return units.annotate(fixed_at=F("live_fix__fixed_at"))


NEAR: LiteralString = """
SELECT live.unit_id, unit.call_sign, unit.mode, unit.status, unit.sworn_on_crew, unit.auxiliaries_on_crew,
    template.min_sworn, template.min_auxiliary, ST_X(live.point::geometry), ST_Y(live.point::geometry),
    live.fixed_at, live.point <-> %(here)s::geography,
    greatest(0, extract(epoch FROM %(at)s - live.fixed_at))::float8, live.fixed_at >= %(fresh_since)s,
    unit.status_until
FROM patrol_livefix live
JOIN patrol_unit unit ON unit.id = live.unit_id
JOIN patrol_unittemplate template ON template.id = unit.template_id
WHERE {} AND unit.status <> 'off_duty' AND unit.organization_id = ANY(%(organizations)s::bigint[])
ORDER BY live.point <-> %(here)s::geography LIMIT %(most)s
"""

FRESH: LiteralString = NEAR.format("live.dispatchable AND live.fixed_at >= %(fresh_since)s")
STALE: LiteralString = NEAR.format("live.dispatchable AND live.fixed_at < %(fresh_since)s")
NOT_FREE: LiteralString = NEAR.format("NOT live.dispatchable")

POSITIONS: LiteralString = """
SELECT live.unit_id, ST_X(live.point::geometry), ST_Y(live.point::geometry), live.fixed_at, live.speed_mps,
    live.heading_deg
FROM patrol_livefix live JOIN patrol_unit unit ON unit.id = live.unit_id
WHERE unit.status <> 'off_duty' AND {} ORDER BY live.unit_id
"""

WITHIN: LiteralString = "SELECT id FROM patrol_organization WHERE path LIKE ANY(%s::text[])"


@dataclass(frozen=True, slots=True)
class Asked:
    """A place, and whose units are asked for."""

    lon: float
    lat: float
    organizations: list[int]
    at: datetime
    fresh_since: datetime


def nearest_units(
    *, lon: float, lat: float, path: str, at: datetime, fresh_since: datetime, most: int = 64
) -> list[NearUnit]:
    """The dispatchable units nearest to a place: fresh positions first, each part nearest first, then by id (F44).

    Args:
        path: of the organization whose units, with all below it, are asked for.
        fresh_since: a position fixed at or after this is fresh.
    """
    asked = Asked(lon, lat, _organizations([path]), at, fresh_since)
    fresh = _near(FRESH, asked, most)
    return fresh if len(fresh) == most else fresh + _near(STALE, asked, most - len(fresh))


def passed_over_units(
    *, lon: float, lat: float, path: str, at: datetime, fresh_since: datetime, most: int = 8
) -> list[NearUnit]:
    """The units nearest to a place that are on duty and cannot be sent; status, crew or else an order tells why."""
    return _near(NOT_FREE, Asked(lon, lat, _organizations([path]), at, fresh_since), most)


def live_positions(paths: Iterable[str]) -> list[LivePosition]:
    """Where the units on duty of these organizations, and of all below them, are now."""
    rows = _rows(POSITIONS.format("unit.organization_id = ANY(%s::bigint[])"), [_organizations(paths)])
    return [LivePosition(*row) for row in rows]


def fixes_of(unit_ids: Iterable[int]) -> list[LivePosition]:
    """Where these units are now; those off duty or without a position are left out."""
    return [LivePosition(*row) for row in _rows(POSITIONS.format("live.unit_id = ANY(%s::bigint[])"), [list(unit_ids)])]


def _near(query: LiteralString, asked: Asked, most: int) -> list[NearUnit]:
    here = f"SRID=4326;POINT({asked.lon!r} {asked.lat!r})"
    near = [NearUnit(*row) for row in _rows(query, asdict(asked) | {"here": here, "most": most})]
    return sorted(near, key=lambda unit: (unit.distance_m, unit.unit_id))


def _organizations(paths: Iterable[str]) -> list[int]:
    return [number for (number,) in _rows(WITHIN, [[f"{path}%" for path in paths]])]


def _rows(query: LiteralString, asked: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())
