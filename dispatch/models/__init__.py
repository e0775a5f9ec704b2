"""Calls, who was sent to them, and what was recommended."""

from dispatch.models.assignment import Assignment
from dispatch.models.attachment import Attachment
from dispatch.models.caller import Caller
from dispatch.models.changes import FormerPlace, LateStep, StackedCall
from dispatch.models.correction import TimeCorrection
from dispatch.models.incident import Incident, IncidentCounter, IncidentNote, IncidentType
from dispatch.models.recommendation import Recommendation
from dispatch.models.seat import Seat
from dispatch.models.situation import SituationReport

__all__ = [
    "Assignment",
    "Attachment",
    "Caller",
    "FormerPlace",
    "Incident",
    "IncidentCounter",
    "IncidentNote",
    "IncidentType",
    "LateStep",
    "Recommendation",
    "Seat",
    "SituationReport",
    "StackedCall",
    "TimeCorrection",
]
