"""Words of the work: where calls come from, how they and their assignments end."""

from enum import StrEnum


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


class RecommendationMoment(StrEnum):
    INTAKE = "intake"
    ASSIGN = "assign"
