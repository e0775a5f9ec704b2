"""Words of the work: where calls come from, how they and their assignments end, why a unit is not sent."""

from datetime import datetime
from enum import StrEnum

INCIDENT_LABEL = "dispatch.incident"
DIRECT_REPORT = "direct_report"
HELP_TYPE = "officer_help"


class IncidentSource(StrEnum):
    """Where a call came from (F41)."""

    EMERGENCY_LINE = "emergency_line"
    PATROL = "patrol"
    VIDEO = "video"
    PARTNER = "partner"
    ALARM = "alarm"
    TRANSFER = "transfer"
    DRILL = "drill"


class IncidentStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class IncidentLevel(StrEnum):
    """How serious a call turned out, none by default; apart from how urgent it is (domain 4.1)."""

    ORDINARY = "ordinary"
    COMPLEX = "complex"
    MAJOR = "major"


class RecommendationMoment(StrEnum):
    INTAKE = "intake"
    SHOWN = "shown"
    ASSIGN = "assign"


class PassedOver(StrEnum):
    """Why a unit is not among the candidates: the state it is in, by its name, or something else."""

    OFF_DUTY = "off_duty"
    TRANSPORTING = "transporting"
    MEAL = "meal"
    REFUEL = "refuel"
    PAPERWORK = "paperwork"
    TRAINING = "training"
    BUSY = "busy"
    BREAKDOWN = "breakdown"
    OUT_OF_SERVICE = "out_of_service"
    NO_SWORN_OFFICER = "no_sworn_officer"
    HAS_AN_ORDER = "has_an_order"
    NO_POSITION = "no_position"
    FARTHER = "farther"


class GroundWarning(StrEnum):
    """What is odd about the place of a call; never a reason to refuse it."""

    NO_ROADS = "no_roads"
    OUTSIDE_AREA = "outside_area"
    FAR_FROM_ROAD = "far_from_road"
    OUTSIDE_ZONES = "outside_zones"
    PROBABLY_GCJ02 = "probably_gcj02"


def call_number(year: int, number: int) -> str:
    """A call's number for people: `2026-000123`."""
    return f"{year}-{number:06d}"


def moment(value: datetime | None) -> str | None:
    """A time as JSON has it."""
    return value.isoformat() if value else None
