"""What was changed about a call on the way: what waits for whom, former places, and steps that came too late."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dispatch.models import FormerPlace, Incident, LateStep, StackedCall
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.models import Order

type JsonObject = dict[str, Any]


def stacks_of(incident_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """The units that each call waits for."""
    waiting: dict[UUID, list[int]] = {}
    rows = StackedCall.objects.waiting().filter(incident__in=incident_ids)
    for incident_id, unit_id in rows.values_list("incident", "unit"):
        waiting.setdefault(incident_id, []).append(unit_id)
    return waiting


def former_places(incident: Incident) -> list[JsonObject]:
    """Where the call was thought to be, oldest first; degrees WGS-84."""
    rows = FormerPlace.objects.filter(incident=incident).select_related(
        "corrected_by", "zone_version__zone", "beat_version__beat"
    )
    return [
        {
            "place": former.place,
            "lon": former.point.x,
            "lat": former.point.y,
            "zone": former.zone_version.zone.code if former.zone_version else None,
            "beat": former.beat_version.beat.code if former.beat_version else None,
            "until": former.until.isoformat(),
            "corrected_by": former.corrected_by.display_name,
        }
        for former in rows.defer("zone_version__shape", "beat_version__shape").order_by("until", "pk")
    ]


def told_of_place(incident: Incident) -> list[JsonObject]:
    """The units told of the last corrected place, and when each acknowledged it; where it is overtaken, none."""
    rows = Order.objects.filter(
        kind="corrected_place", subject_label=INCIDENT_LABEL, subject_id=str(incident.pk)
    ).exclude(acknowledged_at__isnull=True, closed_at__isnull=False)
    newest = {order.unit_id: order for order in rows.select_related("unit").order_by("sent_at", "pk")}
    return [
        {
            "order": str(order.pk),
            "unit": order.unit_id,
            "call_sign": order.unit.call_sign if order.unit else "",
            "acknowledged_at": order.acknowledged_at.isoformat() if order.acknowledged_at else None,
        }
        for order in newest.values()
    ]


def late_steps(incident: Incident) -> list[JsonObject]:
    """Steps that crews told of after they were taken off the call, oldest first."""
    rows = LateStep.objects.filter(assignment__incident=incident).select_related("assignment__unit", "settled_by")
    return [
        {
            "assignment": str(late.assignment_id),
            "unit": late.assignment.unit_id,
            "call_sign": late.assignment.unit.call_sign,
            "step": late.step,
            "happened_at": late.happened_at.isoformat(),
            "device_at": late.device_at.isoformat() if late.device_at else None,
            "received_at": late.received_at.isoformat(),
            "settled_by": late.settled_by.display_name if late.settled_by else None,
            "put_back": late.put_back,
        }
        for late in rows.order_by("happened_at", "pk")
    ]
