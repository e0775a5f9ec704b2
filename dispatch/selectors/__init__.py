"""Reads of the work: who should go, and the pictures that pages show."""

from dispatch.selectors.ground import ground_warnings, intake_warnings
from dispatch.selectors.incidents import (
    RELATIONS,
    assignment_dict,
    incident_dicts,
    incident_picture,
    timeline,
    times_of,
)
from dispatch.selectors.pictures import console_picture, officer_picture, positions, visible_units
from dispatch.selectors.recommendation import Picture, recommend
from dispatch.selectors.units import unit_dicts

__all__ = [
    "RELATIONS",
    "Picture",
    "assignment_dict",
    "console_picture",
    "ground_warnings",
    "incident_dicts",
    "incident_picture",
    "intake_warnings",
    "officer_picture",
    "positions",
    "recommend",
    "timeline",
    "times_of",
    "unit_dicts",
    "visible_units",
]
