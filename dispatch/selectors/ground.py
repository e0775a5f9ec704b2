"""What is odd about the place of a call: told to the operator, never a reason to refuse it."""

from dispatch.models import Incident
from dispatch.vocabulary import GroundWarning, RecommendationMoment
from zones.datum import Datum, to_wgs84
from zones.routing import coverage
from zones.routing.base import FAR_FROM_ROAD_METRES
from zones.selectors import any_zones, inside_any_zone


def ground_warnings(incident: Incident, *, off_road_metres: float | None) -> list[GroundWarning]:
    """The warnings about a call's place, most serious first.

    Args:
        off_road_metres: how far the place lies from the nearest road; None where no roads are known.
    """
    return road_warnings(incident, off_road_metres) + zone_warnings(incident)


def road_warnings(incident: Incident, off_road_metres: float | None) -> list[GroundWarning]:
    """No roads loaded, or a place beyond the imported area or in a river."""
    area = coverage()
    if area.imported is None:
        return [GroundWarning.NO_ROADS]
    if off_road_metres is not None and off_road_metres <= FAR_FROM_ROAD_METRES:
        return []
    inside = area.covers((incident.point.x, incident.point.y))
    return [GroundWarning.FAR_FROM_ROAD if inside else GroundWarning.OUTSIDE_AREA]


def zone_warnings(incident: Incident) -> list[GroundWarning]:
    """Outside every zone; and if the place lies inside one once read as GCJ-02, that is what it probably is."""
    if incident.zone_version_id is not None or not any_zones():
        return []
    lon, lat = to_wgs84(incident.point.x, incident.point.y, Datum.GCJ02)
    moved = (lon, lat) != (incident.point.x, incident.point.y)
    if moved and inside_any_zone(float(lon), float(lat)):
        return [GroundWarning.PROBABLY_GCJ02]
    return [GroundWarning.OUTSIDE_ZONES]


def intake_warnings(incident: Incident) -> list[GroundWarning]:
    """The warnings that were given when the call was taken."""
    kept = incident.recommendations.filter(moment=RecommendationMoment.INTAKE.value).order_by("pk").first()
    return [GroundWarning(code) for code in kept.picture["warnings"]] if kept else []
