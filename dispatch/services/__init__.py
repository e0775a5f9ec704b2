"""Everything a person can do to a call: one function each, the only writers."""

from dispatch.services.assigning import assign_units, offer_next_unit, withdraw_assignment
from dispatch.services.calls import add_note, take_call
from dispatch.services.endings import cancel_incident, close_incident, reopen_incident
from dispatch.services.joining import add_caller, link_call
from dispatch.services.levels import set_level
from dispatch.services.recommending import show_recommendation
from dispatch.services.seats import name_seat, sign_call
from dispatch.services.stepping import clear_assignment, set_arrived, set_en_route

__all__ = [
    "add_caller",
    "add_note",
    "assign_units",
    "cancel_incident",
    "clear_assignment",
    "close_incident",
    "link_call",
    "name_seat",
    "offer_next_unit",
    "reopen_incident",
    "set_arrived",
    "set_en_route",
    "set_level",
    "show_recommendation",
    "sign_call",
    "take_call",
    "withdraw_assignment",
]
