"""Reads of the work: who should go, and the pictures that pages show."""

from dispatch.selectors.callers import likely_duplicates, seat_dict
from dispatch.selectors.desk import calls_of_desk
from dispatch.selectors.details import attachment_dict, correction_dict
from dispatch.selectors.direct_report import told_directly
from dispatch.selectors.ground import ground_warnings, intake_warnings
from dispatch.selectors.incidents import (
    assignment_dict,
    incident_dicts,
    incident_picture,
    timeline,
    times_of,
    with_relations,
)
from dispatch.selectors.lending import desk_orders, home_path
from dispatch.selectors.outcomes import outcome_choices, outcome_name
from dispatch.selectors.pictures import (
    console_picture,
    officer_picture,
    positions,
    rung_dict,
    visible_units,
    watched_paths,
)
from dispatch.selectors.printing import printed_call
from dispatch.selectors.recommendation import Picture, recommend
from dispatch.selectors.snapshot import Face, can_open, release, snapshot, topics_of_face
from dispatch.selectors.units import dicts_of_rows, unit_dicts, unit_rows
from dispatch.selectors.ways import MOST_WAYS, ways

__all__ = [
    "MOST_WAYS",
    "Face",
    "Picture",
    "assignment_dict",
    "attachment_dict",
    "calls_of_desk",
    "can_open",
    "console_picture",
    "correction_dict",
    "desk_orders",
    "dicts_of_rows",
    "ground_warnings",
    "home_path",
    "incident_dicts",
    "incident_picture",
    "intake_warnings",
    "likely_duplicates",
    "officer_picture",
    "outcome_choices",
    "outcome_name",
    "positions",
    "printed_call",
    "recommend",
    "release",
    "rung_dict",
    "seat_dict",
    "snapshot",
    "timeline",
    "times_of",
    "told_directly",
    "topics_of_face",
    "unit_dicts",
    "unit_rows",
    "visible_units",
    "watched_paths",
    "ways",
    "with_relations",
]
