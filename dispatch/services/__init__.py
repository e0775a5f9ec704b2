"""Everything a person can do to a call: one function each, the only writers."""

from dispatch.services.assigning import assign_units, offer_next_unit, withdraw_assignment
from dispatch.services.calls import add_note, take_call
from dispatch.services.endings import cancel_incident, close_incident, reopen_incident
from dispatch.services.recommending import show_recommendation
from dispatch.services.stepping import clear_assignment, set_arrived, set_en_route

__all__ = [
    "add_note",
    "assign_units",
    "cancel_incident",
    "clear_assignment",
    "close_incident",
    "offer_next_unit",
    "reopen_incident",
    "set_arrived",
    "set_en_route",
    "show_recommendation",
    "take_call",
    "withdraw_assignment",
]
