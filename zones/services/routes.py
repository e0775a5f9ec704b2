"""Routes: lines that are patrolled (F02, F13): drawn, changed, taken out of use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from patrol.errors import BadInput
from patrol.models import User
from patrol.vocabulary import TravelMode
from zones.models import Route
from zones.services.planning import (
    changed,
    checked_line,
    created,
    loaded,
    locked,
    note,
    organization_with,
    refuse_stale,
    saved_anew,
    stored,
    taken_out,
    zone_for,
)
from zones.vocabulary import Ring


@transaction.atomic
def create_route(
    *,
    code: str,
    name: str,
    line: BaseGeometry,
    mode: str,
    organization_id: int,
    zone_id: UUID | None = None,
    ring: int | None = None,
    by: User,
    at: datetime,
) -> Route:
    """Draw a route (F02).

    Args:
        line: a line in WGS-84.
        mode: how it is patrolled, a `TravelMode` (F13).

    Raises:
        BadShape: no line.
        BadInput: no such mode or ring.
        CodeTaken: another route has the code.
        NotFound: no such organization or zone.
    """
    path, organization = checked_line(line), organization_with(organization_id)
    facts = {"mode": mode, "zone_id": zone_id, "ring": ring}
    _refuse_odd_route(Route(organization=organization, **facts))
    route = created(Route, code=code, name=name, organization=organization, line=stored(path), **facts)
    note(route, "created", by=by, at=at, code=code, version=1)
    return route


@transaction.atomic
def edit_route(
    *, route_id: UUID, changes: Mapping[str, Any], version: int | None = None, by: User, at: datetime
) -> Route:
    """Change code, name, mode, zone_id, ring or organization_id. Nothing different: nothing happens.

    Raises:
        as `create_route`, and ChangedMeanwhile.
    """
    route = locked(Route, route_id)
    refuse_stale(route, version, route.version)
    if different := changed(route, changes):
        _refuse_odd_route(route)
        saved_anew(route, *different)
        note(route, "edited", by=by, at=at, code=route.code, version=route.version, changed=different)
    return route


@transaction.atomic
def redraw_route(*, route_id: UUID, line: BaseGeometry, version: int | None = None, by: User, at: datetime) -> Route:
    """Give a route another line (WGS-84). The same line: nothing happens.

    Raises:
        BadShape, ChangedMeanwhile, NotFound: as `create_route`.
    """
    path = checked_line(line)
    route = locked(Route, route_id)
    refuse_stale(route, version, route.version)
    if not loaded(route.line).equals_exact(path, tolerance=0):
        route.line = stored(path)
        saved_anew(route, "line")
        note(route, "redrawn", by=by, at=at, code=route.code, version=route.version)
    return route


@transaction.atomic
def retire_route(*, route_id: UUID, by: User, at: datetime) -> Route:
    """Take a route out of use. It stays on record.

    Raises:
        NotFound, NotAllowed: no such route, or out of use already.
    """
    return taken_out(locked(Route, route_id), by=by, at=at)


def _refuse_odd_route(route: Route) -> None:
    if route.mode not in list(TravelMode):
        raise BadInput(_("mode is one of: %(known)s.") % {"known": ", ".join(TravelMode)})
    if route.ring is not None and route.ring not in list(Ring):
        raise BadInput(_("ring is 1, 2 or 3, the core first."))
    if route.zone_id is not None:
        zone_for(route.zone_id, route.organization)
