"""Words of the ground: zone classes, rings, kinds of points, ways to check a visit, kinds of cautions."""

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


class PointKind(StrEnum):
    """A point that is owed visits, and one that is owed presence (F03)."""

    MUST_PATROL = "must_patrol"
    STANDING = "standing"


class CheckMethod(StrEnum):
    """How a visit to a point is proven (F03)."""

    GPS = "gps"
    QR = "qr"
    NFC = "nfc"
    PHOTO = "photo"


class PlaceKind(StrEnum):
    """What is found by its name: of the map, and of the ground (zone, point)."""

    STREET = "street"
    CROSSING = "crossing"
    PLACE = "place"
    POI = "poi"
    ADDRESS = "address"
    ZONE = "zone"
    POINT = "point"


class CautionKind(StrEnum):
    """Physical dangers of a place. Never of a person."""

    STRUCTURE = "structure"
    HEIGHT = "height"
    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    FIRE = "fire"
    TRAFFIC = "traffic"
    ANIMAL = "animal"
    ACCESS = "access"
    OTHER = "other"


MOST_PRIORITY = 9
"""Priorities run from 1, the most urgent, to 9."""
