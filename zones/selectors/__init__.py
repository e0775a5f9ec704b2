"""Reads of the ground."""

from zones.selectors.exported import EXPORTS
from zones.selectors.ground import Ground, any_zones, ground_at, inside_any_zone
from zones.selectors.planned import desk_organizations, planned_organizations, planned_units
from zones.selectors.seen import (
    current_beats,
    current_cautions,
    current_points,
    current_routes,
    current_zones,
    ground_digest,
    seen_from,
    with_validity,
)
from zones.selectors.tables import points_of_desk, zones_of_desk
from zones.selectors.topology import (
    ClassOverlap,
    adjacent_beats,
    adjacent_pairs,
    class_overlaps,
    tiling_faults,
)

__all__ = [
    "EXPORTS",
    "ClassOverlap",
    "Ground",
    "adjacent_beats",
    "adjacent_pairs",
    "any_zones",
    "class_overlaps",
    "current_beats",
    "current_cautions",
    "current_points",
    "current_routes",
    "current_zones",
    "desk_organizations",
    "ground_at",
    "ground_digest",
    "inside_any_zone",
    "planned_organizations",
    "planned_units",
    "points_of_desk",
    "seen_from",
    "tiling_faults",
    "with_validity",
    "zones_of_desk",
]
