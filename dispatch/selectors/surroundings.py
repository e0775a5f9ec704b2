"""What lies about the place of a call: its zone's class and ring, and the dangers near it (F01, F02)."""

from datetime import datetime
from typing import Any

from django.contrib.gis.db.models.functions import Distance

from dispatch.models import Incident
from dispatch.selectors.nearby import box_around
from zones.selectors import current_cautions

type JsonObject = dict[str, Any]

CAUTION_METRES = 300.0  # a default of ours: what a crew meets on the last stretch of its way
MOST_CAUTIONS = 5


def surroundings_of(incident: Incident, *, at: datetime) -> JsonObject:
    """The zone that the call fell in, by name, class and ring; and the dangers within 300 m, the nearest first."""
    zone = incident.zone_version.zone if incident.zone_version else None
    return {
        "zone_name": zone.name if zone else "",
        "zone_class": zone.zone_class if zone else "",
        "ring": zone.ring if zone else None,
        "cautions": cautions_near(incident, at=at),
    }


def cautions_near(incident: Incident, *, at: datetime) -> list[JsonObject]:
    """The dangers in force now that the call's organization sees; metres as the crow flies."""
    near = (
        current_cautions([incident.organization.path or "/"], at=at)
        .filter(place__within=box_around(incident.point, CAUTION_METRES))
        .annotate(away=Distance("place", incident.point))
        .order_by("away")
    )
    within = [one for one in near[:MOST_CAUTIONS] if one.away.m <= CAUTION_METRES]
    return [{"kind": one.kind, "text": one.text, "metres": round(one.away.m)} for one in within]
