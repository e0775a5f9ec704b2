"""Reads of the ground: which zone and beat a place lies in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.db.models.functions import Area, Transform
from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func

from zones.models import BeatVersion, ZoneVersion

METRES = 3857  # areas are only compared with each other, near each other


@dataclass(frozen=True, slots=True)
class Ground:
    """The shapes that a place lies in now; None where it lies in none."""

    zone_version: ZoneVersion | None
    beat_version: BeatVersion | None


def ground_at(lon: float, lat: float, *, at: datetime | None = None) -> Ground:
    """The zone and the beat of a place (WGS-84 degrees), borders included.

    Where shapes overlap, the smallest is meant; of those equal to the square metre the more urgent priority, then the
    first code.

    Args:
        at: leave out zones whose validity does not hold at that moment; None: whatever their validity.
    """
    point = Point(lon, lat, srid=4326)
    zones = ZoneVersion.objects.current().covering(point).select_related("zone").defer("shape")
    if at is not None:
        zones = zones.in_force(at)
    beats = BeatVersion.objects.current().covering(point).select_related("beat").defer("shape")
    area = Func(Area(Transform("shape", METRES)), function="ROUND", output_field=FloatField())
    return Ground(
        zone_version=zones.annotate(area=area).order_by("area", "zone__priority", "zone__code").first(),
        beat_version=beats.annotate(area=area).order_by("area", "beat__code").first(),
    )


def any_zones() -> bool:
    """Whether any zone has a shape now."""
    return ZoneVersion.objects.current().exists()


def inside_any_zone(lon: float, lat: float) -> bool:
    """Whether a place (WGS-84 degrees) lies in any zone now, borders included."""
    return ZoneVersion.objects.current().covering(Point(lon, lat, srid=4326)).exists()
