"""How areas lie to each other: neighbours among beats, where beats do not tile, zones of a class over each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import shapely
from django.db import connection
from django.db.models import Q, QuerySet
from shapely.geometry.base import BaseGeometry

from zones.ground_file import TilingFault, faults_of_tiling, overlap
from zones.models import Beat, Zone, ZoneVersion
from zones.selectors.seen import current_beats

NEIGHBOURS_WITHIN_M = 30  # metres between two shapes
SLIVER_M = 1.0  # thinner is rounding, not a fault

# The box is wide enough for any latitude below 89 degrees, and found by index; the ellipsoid decides.
# Each pair is measured once, the smaller id first, so that the answer is the same from both sides.
PAIRS = """
SELECT one.beat_id, other.beat_id
FROM zones_beatversion one
JOIN zones_beat one_beat ON one_beat.id = one.beat_id AND one_beat.retired_at IS NULL
JOIN zones_beatversion other ON other.beat_id > one.beat_id AND other.valid_to IS NULL
    AND other.shape && ST_Expand(
        one.shape, 0.0003 / cos(radians(least(greatest(-ST_YMin(one.shape), ST_YMax(one.shape)) + 0.1, 89))), 0.0003)
JOIN zones_beat other_beat ON other_beat.id = other.beat_id AND other_beat.retired_at IS NULL
WHERE one.valid_to IS NULL AND (%(beat)s::uuid IS NULL OR %(beat)s::uuid IN (one.beat_id, other.beat_id))
    AND ST_DWithin(one.shape::geography, other.shape::geography, %(metres)s)
ORDER BY 1, 2
"""


def adjacent_pairs(*, beat_id: UUID | None = None) -> list[tuple[UUID, UUID]]:
    """The pairs of beats in use that lie within 30 m of each other, each pair once; of one beat, or all."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"beat": beat_id, "metres": NEIGHBOURS_WITHIN_M})
        return [(one, other) for one, other in cursor.fetchall()]


def adjacent_beats(beat_id: UUID) -> QuerySet[Beat]:
    """The neighbours of a beat: within 30 m of it. If A is a neighbour of B, B is one of A."""
    neighbours = {beat for pair in adjacent_pairs(beat_id=beat_id) for beat in pair} - {beat_id}
    return Beat.objects.filter(pk__in=neighbours).order_by("code")


def tiling_faults(paths: Iterable[str]) -> list[TilingFault]:
    """Where the beats that the paths see leave a gap or lie over each other, though not marked overlapping (F09)."""
    beats = [
        (version.beat.code, shapely.from_wkb(bytes(version.shape.wkb)), version.beat.overlapping)
        for version in current_beats(paths)
    ]
    return faults_of_tiling(beats, thinner_m=SLIVER_M)


@dataclass(frozen=True)
class ClassOverlap:
    """Another zone of the same class that lies over a zone, and a place (WGS-84) where it does."""

    zone: Zone
    lon: float
    lat: float


def class_overlaps(zone: Zone) -> list[ClassOverlap]:
    """The zones of the same class that lie over a zone, unless one of the two is a ring around the other (F01)."""
    if not zone.zone_class:
        return []
    current = zone.versions.get(valid_to__isnull=True)
    shape = shapely.from_wkb(bytes(current.shape.wkb))
    same_class = Q(zone__zone_class=zone.zone_class, shape__intersects=current.shape)
    others = ZoneVersion.objects.current().filter(same_class).exclude(zone=zone)
    found = []
    for other in others.select_related("zone").order_by("zone__code"):
        where = overlap(shape, shapely.from_wkb(bytes(other.shape.wkb)), thinner_m=SLIVER_M)
        if not where.is_empty and not _one_around_the_other(zone, other.zone):
            found.append(_overlap_at(other.zone, where))
    return found


def _overlap_at(zone: Zone, where: BaseGeometry) -> ClassOverlap:
    place = where.representative_point()
    return ClassOverlap(zone, round(place.x, 6), round(place.y, 6))


def _one_around_the_other(one: Zone, other: Zone) -> bool:
    return other.pk in _above(one) or one.pk in _above(other)


def _above(zone: Zone) -> set[UUID]:
    above: set[UUID] = set()
    while zone.parent is not None and zone.parent.pk not in above:
        zone = zone.parent
        above.add(zone.pk)
    return above
