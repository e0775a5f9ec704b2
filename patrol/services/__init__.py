"""Everything a person can do to the force: one function each, the only writers."""

from patrol.services.alarms import (
    acknowledge_alarm,
    close_alarm,
    close_alarms,
    declare_safe,
    raise_alarm,
    snooze_alarm,
)
from patrol.services.devices import issue_api_token, issue_device, revoke_device
from patrol.services.exports import note_export
from patrol.services.force_import import ForceImport, import_force
from patrol.services.force_words import fault_in_words, table_in_words
from patrol.services.order_records import correct_acknowledged_at, enter_done_order, erase_order_texts
from patrol.services.orders import (
    WAKE,
    Receiver,
    acknowledge,
    acknowledge_order,
    alarm_unanswered_order,
    alarm_undelivered_order,
    busy,
    checked_moment,
    complete,
    complete_order,
    mark_delivered,
    mark_seen,
    send_order,
    withdraw,
    withdraw_order,
)
from patrol.services.organizations import bureau_of, change_organization, create_organization
from patrol.services.people import (
    change_person,
    create_first_administrator,
    create_person,
    free_locked_person,
    grant_role,
    revoke_role,
    set_password,
)
from patrol.services.replies import forget_replies
from patrol.services.returns import alarm_overdue_unit
from patrol.services.saved_views import forget_view, keep_view
from patrol.services.shifts import change_crew, change_vehicle, sign_off, sign_on
from patrol.services.status_labels import forget_status_name, name_status
from patrol.services.statuses import StatusChange, override_drivers_lock, set_unit_status
from patrol.services.units import change_template, change_unit, create_template, create_unit
from patrol.services.waking import keep_answer

__all__ = [
    "WAKE",
    "ForceImport",
    "Receiver",
    "StatusChange",
    "acknowledge",
    "acknowledge_alarm",
    "acknowledge_order",
    "alarm_overdue_unit",
    "alarm_unanswered_order",
    "alarm_undelivered_order",
    "bureau_of",
    "busy",
    "change_crew",
    "change_organization",
    "change_person",
    "change_template",
    "change_unit",
    "change_vehicle",
    "checked_moment",
    "close_alarm",
    "close_alarms",
    "complete",
    "complete_order",
    "correct_acknowledged_at",
    "create_first_administrator",
    "create_organization",
    "create_person",
    "create_template",
    "create_unit",
    "declare_safe",
    "enter_done_order",
    "erase_order_texts",
    "fault_in_words",
    "forget_replies",
    "forget_status_name",
    "forget_view",
    "free_locked_person",
    "grant_role",
    "import_force",
    "issue_api_token",
    "issue_device",
    "keep_answer",
    "keep_view",
    "mark_delivered",
    "mark_seen",
    "name_status",
    "note_export",
    "override_drivers_lock",
    "raise_alarm",
    "revoke_device",
    "revoke_role",
    "send_order",
    "set_password",
    "set_unit_status",
    "sign_off",
    "sign_on",
    "snooze_alarm",
    "table_in_words",
    "withdraw",
    "withdraw_order",
]
