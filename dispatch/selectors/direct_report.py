"""Whom a call was reported to directly, and who has acknowledged it (F48)."""

from typing import Any

from dispatch.models import Incident
from dispatch.vocabulary import DIRECT_REPORT, INCIDENT_LABEL, moment
from patrol.models import Order

type JsonObject = dict[str, Any]


def told_directly(incident: Incident) -> list[JsonObject]:
    """The desk and each leader, with the time of the acknowledgement; empty where it was not reported."""
    orders = Order.objects.filter(kind=DIRECT_REPORT, subject_label=INCIDENT_LABEL, subject_id=str(incident.pk))
    return [
        {
            "order": str(order.pk),
            "name": order.desk.name if order.desk else order.person.display_name if order.person else "",
            "sent_at": order.sent_at.isoformat(),
            "acknowledged_at": moment(order.acknowledged_at),
        }
        for order in orders.select_related("desk", "person").order_by("desk", "person")
    ]
