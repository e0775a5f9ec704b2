"""Who called about a call, and which other calls may be about the same."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from dispatch.duplicates import SAME_TYPE, Near, likeliest
from dispatch.models import Caller, Incident, Seat
from dispatch.selectors.nearby import box_around
from dispatch.vocabulary import IncidentStatus, call_number

type JsonObject = dict[str, Any]


def callers_of(incident: Incident) -> list[JsonObject]:
    """Those who called about it or about a call that was linked to it, first caller first."""
    rows = Caller.objects.filter(Q(incident=incident) | Q(incident__duplicate_of=incident))
    return [
        {
            "id": caller.pk,
            "phone": caller.phone,
            "said_at": caller.said_at.isoformat(),
            "taken_by": caller.taken_by.display_name,
            "number": call_number(caller.incident.year, caller.incident.number),
            "erased": caller.erased_at is not None,
        }
        for caller in rows.select_related("incident", "taken_by").order_by("said_at", "pk")
    ]


def seat_dict(seat: Seat) -> JsonObject:
    """A seat; its organization is read."""
    return {"id": seat.pk, "organization": seat.organization.code, "code": seat.code, "name": seat.name}


def linked_calls(incident: Incident) -> list[JsonObject]:
    """The calls that were closed as duplicates of this one, oldest first."""
    rows = incident.duplicates.order_by("received_at", "pk")
    return [{"id": str(one.pk), "number": call_number(one.year, one.number)} for one in rows]


def likely_duplicates(
    among: QuerySet[Incident], *, point: Point, type_code: str, received_at: datetime
) -> list[JsonObject]:
    """Open calls that may tell of the same event as one at this place and moment: the likeliest first, five at most.

    Args:
        among: the calls that the person may know of.
        point: WGS-84.
    """
    reach = timedelta(seconds=SAME_TYPE.seconds)
    found = (
        among.filter(status=IncidentStatus.OPEN.value, point__within=box_around(point, SAME_TYPE.metres))
        .filter(received_at__range=(received_at - reach, received_at + reach))
        .select_related("type")
        .annotate(
            metres=Distance("point", point),
            sent=Count("assignments", filter=Q(assignments__withdrawn_at__isnull=True), distinct=True),
            called=Count("callers", distinct=True),
        )
    )
    pairs = ((call, nearness(call, type_code=type_code, received_at=received_at)) for call in found)
    return [duplicate_dict(call, near) for call, near in likeliest(pairs)]


def nearness(call: Any, *, type_code: str, received_at: datetime) -> Near:
    """How near a call of `likely_duplicates` lies; negative seconds: it came before."""
    return Near(
        metres=call.metres.m,
        seconds=(call.received_at - received_at).total_seconds(),
        same_type=call.type.code == type_code,
    )


def duplicate_dict(call: Any, near: Near) -> JsonObject:
    return {
        "id": str(call.pk),
        "number": call_number(call.year, call.number),
        "type_name": gettext(call.type.name),
        "same_type": near.same_type,
        "priority": call.priority,
        "place": call.place,
        "received_at": call.received_at.isoformat(),
        "metres": round(near.metres),
        "units": call.sent,
        "callers": call.called,
    }
