"""The ground as the server's doors tell it: where calls come from, and what each unit calls home."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely import Point
from shapely.geometry import shape

from zones.routing.base import LonLat

MUST_PATROL = "must_patrol"
USUAL_GAP_S, USUAL_DWELL_S = 7200.0, 300.0


@dataclass(frozen=True, slots=True)
class Area:
    """A zone or a beat; `zone_class` is empty for a beat."""

    code: str
    name: str
    zone_class: str
    organization: str
    shape: Any


@dataclass(frozen=True, slots=True)
class DuePoint:
    """A point that must be visited again within `gap_s`, for `dwell_s` seconds."""

    code: str
    place: LonLat
    organization: str
    gap_s: float
    dwell_s: float


@dataclass(frozen=True)
class City:
    """Zones, beats and must-patrol points."""

    zones: Sequence[Area]
    beats: Sequence[Area]
    points: Sequence[DuePoint] = field(default=())

    @classmethod
    def of(cls, ground: dict[str, Any]) -> "City":
        """Read what `GET /api/zones` gives.

        Raises:
            ValueError: there are neither zones nor beats.
        """
        kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for feature in ground["features"]:
            kinds[feature["properties"]["kind"]].append(feature)
        if not kinds["zone"] and not kinds["beat"]:
            raise ValueError("There are no zones to live in: import some, for instance with import_zones.")
        return cls(zones=areas_of(kinds["zone"]), beats=areas_of(kinds["beat"]), points=list(points_of(kinds["point"])))

    def home_of(self, unit: dict[str, Any]) -> Area:
        """The area where a unit patrols: one of its organization's beats, or zones; any, where it has none."""
        own = [area for area in self.beats if area.organization == unit["organization"]]
        own = own or [area for area in self.zones if area.organization == unit["organization"]]
        areas = own or self.beats or self.zones
        return areas[int(unit["id"]) % len(areas)]

    def points_for(self, unit: dict[str, Any]) -> list[DuePoint]:
        """The points that a unit visits: those of its organization, and those that lie in its home."""
        home = self.home_of(unit)
        return [
            point
            for point in self.points
            if point.organization == unit["organization"] or home.shape.contains(Point(point.place))
        ]


def areas_of(features: Iterable[dict[str, Any]]) -> list[Area]:
    """In the order of their codes, so that chance falls the same way every time."""
    found = [area_of(feature["properties"], shape(feature["geometry"])) for feature in features]
    return sorted(found, key=lambda area: area.code)


def area_of(properties: dict[str, Any], outline: Any) -> Area:
    return Area(
        code=properties["code"],
        name=properties["name"] or properties["code"],
        zone_class=properties.get("zone_class") or "",
        organization=properties.get("organization") or "",
        shape=outline,
    )


def points_of(features: Iterable[dict[str, Any]]) -> Iterable[DuePoint]:
    """The must-patrol points, by code."""
    for feature in sorted(features, key=lambda each: str(each["properties"]["code"])):
        properties = feature["properties"]
        if properties.get("point_kind", MUST_PATROL) == MUST_PATROL:
            lon, lat = feature["geometry"]["coordinates"][:2]
            yield DuePoint(
                code=properties["code"],
                place=(lon, lat),
                organization=properties.get("organization") or "",
                gap_s=float(properties.get("max_gap_s") or USUAL_GAP_S),
                dwell_s=float(properties.get("dwell_s") or USUAL_DWELL_S),
            )
