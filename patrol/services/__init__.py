"""Everything a person can do to the force: one function each, the only writers."""

from patrol.services.alarms import acknowledge_alarm, close_alarm, raise_alarm, snooze_alarm
from patrol.services.devices import issue_api_token, issue_device, revoke_device
from patrol.services.orders import (
    Receiver,
    acknowledge_order,
    alarm_unanswered_order,
    alarm_undelivered_order,
    complete_order,
    mark_delivered,
    mark_seen,
    send_order,
    withdraw_order,
)
from patrol.services.shifts import change_crew, change_vehicle, set_unit_status, sign_off, sign_on

__all__ = [
    "Receiver",
    "acknowledge_alarm",
    "acknowledge_order",
    "alarm_unanswered_order",
    "alarm_undelivered_order",
    "change_crew",
    "change_vehicle",
    "close_alarm",
    "complete_order",
    "issue_api_token",
    "issue_device",
    "mark_delivered",
    "mark_seen",
    "raise_alarm",
    "revoke_device",
    "send_order",
    "set_unit_status",
    "sign_off",
    "sign_on",
    "snooze_alarm",
    "withdraw_order",
]
