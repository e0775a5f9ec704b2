"""Words of the ground: zone classes and rings."""

from enum import IntEnum, StrEnum


class ZoneClass(StrEnum):
    """Six classes of places to protect (F01)."""

    GOVERNMENT = "government"
    STATION = "station"
    SCENIC = "scenic"
    COMMERCIAL = "commercial"
    MEDICAL = "medical"
    SCHOOL = "school"


class Ring(IntEnum):
    """Three protection rings, the core first (F02)."""

    CORE = 1
    KEY = 2
    OUTER = 3
