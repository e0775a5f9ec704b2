"""The force, and the platform under all: who there is, what they were told, what happened."""

from patrol.models.alarm import Alarm
from patrol.models.api_token import ApiToken
from patrol.models.deadline import Deadline, Heartbeat
from patrol.models.device import Device
from patrol.models.idempotency import IdempotentReply
from patrol.models.journal import JournalEntry, TopicPosition
from patrol.models.order import Order
from patrol.models.organization import Organization
from patrol.models.position import Fix, LiveFix
from patrol.models.saved_view import SavedView
from patrol.models.status_label import StatusLabel
from patrol.models.unit import CrewMember, Shift, Unit, UnitQuerySet, UnitTemplate
from patrol.models.user import RoleGrant, User

__all__ = [
    "Alarm",
    "ApiToken",
    "CrewMember",
    "Deadline",
    "Device",
    "Fix",
    "Heartbeat",
    "IdempotentReply",
    "JournalEntry",
    "LiveFix",
    "Order",
    "Organization",
    "RoleGrant",
    "SavedView",
    "Shift",
    "StatusLabel",
    "TopicPosition",
    "Unit",
    "UnitQuerySet",
    "UnitTemplate",
    "User",
]
