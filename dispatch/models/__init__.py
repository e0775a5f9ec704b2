"""Calls, who was sent to them, and what was recommended."""

from dispatch.models.assignment import Assignment
from dispatch.models.incident import Incident, IncidentCounter, IncidentNote, IncidentType
from dispatch.models.recommendation import Recommendation

__all__ = ["Assignment", "Incident", "IncidentCounter", "IncidentNote", "IncidentType", "Recommendation"]
