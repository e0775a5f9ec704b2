"""Whose ground a call lies on, and what a desk is told of its units there."""

from typing import Any

from dispatch.models import Incident
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.models import Order, User
from patrol.permissions import DISPATCHERS, rights_of
from zones.models import BeatVersion, ZoneVersion

type JsonObject = dict[str, Any]


def home_path(incident: Incident) -> str:
    """The path of the organization on whose beat, else in whose zone the call lies; else of the one that took it."""
    found = None
    if incident.beat_version_id is not None:
        beats = BeatVersion.objects.filter(pk=incident.beat_version_id)
        found = beats.values_list("beat__organization__path", flat=True).first()
    elif incident.zone_version_id is not None:
        zones = ZoneVersion.objects.filter(pk=incident.zone_version_id)
        found = zones.values_list("zone__organization__path", flat=True).first()
    return found or incident.organization.path or "/"


def desk_orders(user: User) -> list[JsonObject]:
    """What the desks that a person dispatches for were told by others and have not acknowledged, oldest first."""
    paths = rights_of(user).paths(DISPATCHERS)
    orders = Order.objects.open().filter(desk__isnull=False, acknowledged_at__isnull=True).exclude(sent_by=user)
    told = orders.select_related("desk", "sent_by").order_by("sent_at", "pk")
    return [
        {
            "id": str(order.pk),
            "kind": order.kind,
            "text": order.text,
            "desk": order.desk.name if order.desk else "",
            "sent_at": order.sent_at.isoformat(),
            "sent_by": order.sent_by.display_name if order.sent_by else "",
            "delivered": order.delivered_at is not None,
            "incident": order.subject_id if order.subject_label == INCIDENT_LABEL else None,
        }
        for order in told
        if order.desk and (order.desk.path or "/").startswith(paths or ("none",))
    ]
