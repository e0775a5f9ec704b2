"""Beats: drawn, changed, cut in two, taken out of use (F09)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from shapely.geometry.base import BaseGeometry

from patrol.models import User
from zones.models import Beat
from zones.services.planning import (
    changed,
    checked_area,
    created,
    locked,
    note,
    organization_with,
    refuse_stale,
    reshaped,
    saved,
    shape_now,
    taken_out,
    version_of,
)
from zones.services.zones import parts_of


@transaction.atomic
def create_beat(
    *,
    code: str,
    name: str,
    shape: BaseGeometry,
    organization_id: int,
    overlapping: bool = False,
    by: User,
    at: datetime,
) -> Beat:
    """Draw a beat (F09). Whether the beats tile is told by `zones.selectors.tiling_faults`, not refused here.

    Args:
        shape: an area in WGS-84.
        overlapping: it may lie over others.

    Raises:
        BadShape: broken, empty or no area: says why, and where.
        CodeTaken: another beat has the code.
        NotFound: no such organization.
    """
    area, organization = checked_area(shape), organization_with(organization_id)
    beat = created(Beat, code=code, name=name, organization=organization, overlapping=overlapping)
    reshaped(beat, area, at=at)
    note(beat, "created", by=by, at=at, code=code, version=1)
    return beat


@transaction.atomic
def reshape_beat(*, beat_id: UUID, shape: BaseGeometry, version: int | None = None, by: User, at: datetime) -> Beat:
    """Give a beat another shape from `at` on. The same shape: nothing happens.

    Raises:
        BadShape, NotFound: as `create_beat`.
        ChangedMeanwhile: the shape has another number than `version` now.
    """
    area = checked_area(shape)
    beat = locked(Beat, beat_id)
    refuse_stale(beat, version, version_of(beat))
    if reshaped(beat, area, at=at):
        note(beat, "reshaped", by=by, at=at, code=beat.code, version=version_of(beat))
    return beat


@transaction.atomic
def edit_beat(*, beat_id: UUID, changes: Mapping[str, Any], version: int | None = None, by: User, at: datetime) -> Beat:
    """Change code, name, overlapping or organization_id. Nothing different: nothing happens.

    Raises:
        CodeTaken, ChangedMeanwhile, NotFound: as above.
    """
    beat = locked(Beat, beat_id)
    refuse_stale(beat, version, version_of(beat))
    organization_with(changes.get("organization_id", beat.organization_id))
    if different := changed(beat, changes):
        saved(beat, *different)
        note(beat, "edited", by=by, at=at, code=beat.code, changed=different)
    return beat


@transaction.atomic
def split_beat(
    *,
    beat_id: UUID,
    line: BaseGeometry,
    code: str,
    name: str,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Beat:
    """Cut a beat in two along a line (WGS-84): the larger part stays the beat, the other is a new one.

    Returns:
        The new beat.

    Raises:
        BadShape: the line does not cut it into exactly two.
        CodeTaken, ChangedMeanwhile, NotFound: as above.
    """
    beat = locked(Beat, beat_id)
    refuse_stale(beat, version, version_of(beat))
    larger, smaller = parts_of(shape_now(beat), line)
    other = created(Beat, code=code, name=name, organization=beat.organization, overlapping=beat.overlapping)
    reshaped(other, smaller, at=at)
    reshaped(beat, larger, at=at)
    note(beat, "split", by=by, at=at, code=beat.code, version=version_of(beat), into=[str(other.pk)])
    note(other, "created", by=by, at=at, code=code, version=1, split_from=str(beat.pk))
    return other


@transaction.atomic
def retire_beat(*, beat_id: UUID, by: User, at: datetime) -> Beat:
    """Take a beat out of use. It stays on record, and old calls keep it.

    Raises:
        StillUsed: units call it home; names them.
        NotFound, NotAllowed: no such beat, or out of use already.
    """
    beat = locked(Beat, beat_id)
    homes = beat.homes.order_by("unit__call_sign").values_list("unit__call_sign", flat=True)
    return taken_out(beat, still_needed_by=list(homes), by=by, at=at)
