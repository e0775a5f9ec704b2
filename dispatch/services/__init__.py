"""Everything a person can do to a call: one function each, the only writers."""

from dispatch.services.assigning import assign_units, offer_next_unit, withdraw_assignment
from dispatch.services.attaching import attach_file
from dispatch.services.calls import add_note, point_of, take_call
from dispatch.services.corrections import correct_time
from dispatch.services.direct_report import report_directly
from dispatch.services.endings import cancel_incident, close_incident, reopen_incident
from dispatch.services.erasing import erase_old_texts
from dispatch.services.finding import report_found
from dispatch.services.helping import call_help
from dispatch.services.joining import add_caller, link_call
from dispatch.services.levels import set_level
from dispatch.services.paper import PaperUnit, enter_paper_call
from dispatch.services.places import CorrectedPlace, correct_place, name_call
from dispatch.services.preemption import Pulled, choose_primary, divert_unit, preempt_unit, reassign
from dispatch.services.radio import set_position
from dispatch.services.recommending import show_recommendation
from dispatch.services.reporting import report_situation
from dispatch.services.seats import name_seat, sign_call
from dispatch.services.settling import settle_late_steps
from dispatch.services.sheets import start_sheets, write_due_sheets
from dispatch.services.stack import send_next_in_stack, stack_call, unstack_call
from dispatch.services.stepping import clear_assignment, set_arrived, set_en_route
from dispatch.services.support import ask_support, prompt_crew
from dispatch.services.waiting import alarm_hold_over, hold_incident, resume_incident

__all__ = [
    "CorrectedPlace",
    "PaperUnit",
    "Pulled",
    "add_caller",
    "add_note",
    "alarm_hold_over",
    "ask_support",
    "assign_units",
    "attach_file",
    "call_help",
    "cancel_incident",
    "choose_primary",
    "clear_assignment",
    "close_incident",
    "correct_place",
    "correct_time",
    "divert_unit",
    "enter_paper_call",
    "erase_old_texts",
    "hold_incident",
    "link_call",
    "name_call",
    "name_seat",
    "offer_next_unit",
    "point_of",
    "preempt_unit",
    "prompt_crew",
    "reassign",
    "reopen_incident",
    "report_directly",
    "report_found",
    "report_situation",
    "resume_incident",
    "send_next_in_stack",
    "set_arrived",
    "set_en_route",
    "set_level",
    "set_position",
    "settle_late_steps",
    "show_recommendation",
    "sign_call",
    "stack_call",
    "start_sheets",
    "take_call",
    "unstack_call",
    "withdraw_assignment",
    "write_due_sheets",
]
