"""Whose ground a call lies on, and what a desk is told of its units there."""

from typing import Any

from django.db.models import Q

from dispatch.models import Incident
from dispatch.vocabulary import DIRECT_REPORT, INCIDENT_LABEL
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
    """What a person, or the desks where that person sits, were told and have not acknowledged, oldest first.

    A desk above could answer for them by radio, but is not bothered with it; nor is who told the desk, unless of a
    direct report, which is for the whole desk.
    """
    own = [path for role, path in rights_of(user).grants if role in DISPATCHERS]
    desks = Q(desk__path__in=own) & (~Q(sent_by=user) | Q(kind=DIRECT_REPORT))
    orders = Order.objects.open().filter(desks | Q(person=user), acknowledged_at__isnull=True)
    return [
        {
            "id": str(order.pk),
            "kind": order.kind,
            "text": order.text,
            "desk": order.desk.name if order.desk else user.display_name,
            "sent_at": order.sent_at.isoformat(),
            "sent_by": order.sent_by.display_name if order.sent_by else "",
            "delivered": order.delivered_at is not None,
            "incident": order.subject_id if order.subject_label == INCIDENT_LABEL else None,
        }
        for order in orders.select_related("desk", "sent_by").order_by("sent_at", "pk")
    ]
