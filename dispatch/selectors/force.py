"""The units that a recommendation does not rank: why, and who of them is done first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F, Q

from dispatch.lifecycle import Times
from dispatch.models import Assignment
from dispatch.ranking import why_not_sent
from dispatch.vocabulary import PassedOver, call_number
from patrol.live import passed_over_units
from patrol.models import JournalEntry, Order, Unit
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus
from zones.routing.base import LonLat

MOST_PASSED_OVER = 10
MOST_FREE_NEXT = 10
COUNTED_FOR_S = 2
WITH_OFFICER = Q(sworn_on_crew__gte=1)


def others(
    root: str, target: LonLat, *, ranked: Sequence[int], most_ranked: int, at: datetime, fresh_since: datetime
) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Every unit of the bureau that is not ranked: the near ones with why, and of the rest how many for each reason.

    Units that could be sent but have told no position are named too: they are to be asked by radio.
    """
    counts, sendable = counted(root, to_the_unit=len(ranked) < most_ranked)
    aside = passed_over(root, target, at=at, fresh_since=fresh_since)
    left = max(0, sendable - len(ranked))
    if left and len(ranked) < most_ranked:
        aside += without_position(root, ranked=ranked)
        counts[PassedOver.NO_POSITION] = left
    else:
        counts[PassedOver.FARTHER] = left
    counts.subtract(PassedOver(str(entry["reason"])) for entry in aside)
    return aside, {reason.value: units for reason, units in counts.items() if units > 0}


def counted(root: str, *, to_the_unit: bool) -> tuple[Counter[PassedOver], int]:
    """`units_by_reason`, counted anew after two seconds: all units are. To the unit: when the journal has moved on."""
    last = JournalEntry.objects.order_by("-id").values_list("id", flat=True).first() if to_the_unit else None
    key = f"units-by-reason:{root}:{last}"
    found: tuple[Counter[PassedOver], int] | None = cache.get(key)
    if found is None:
        found = units_by_reason(root)
        cache.set(key, found, COUNTED_FOR_S)
    return found


def passed_over(root: str, target: LonLat, *, at: datetime, fresh_since: datetime) -> list[dict[str, object]]:
    """The nearest units on duty that cannot be sent, and why."""
    near = passed_over_units(
        lon=target[0], lat=target[1], path=root, at=at, fresh_since=fresh_since, most=MOST_PASSED_OVER
    )
    return [
        named(unit.unit_id, unit.call_sign, why_not_sent(UnitStatus(unit.status), sworn=unit.sworn, committed=True))
        | {"until": unit.status_until.isoformat() if unit.status_until else None}
        for unit in near
    ]


def without_position(root: str, *, ranked: Sequence[int]) -> list[dict[str, object]]:
    """Units that could be sent, but not ranked for want of any position."""
    lost = Unit.objects.under(root).dispatchable().exclude(pk__in=ranked)
    rows = lost.order_by("call_sign").values_list("pk", "call_sign")[:MOST_PASSED_OVER]
    return [named(pk, call_sign, PassedOver.NO_POSITION) for pk, call_sign in rows]


def named(unit_id: int, call_sign: str, reason: PassedOver | None) -> dict[str, object]:
    """`until`: when it is expected back."""
    reason = reason or PassedOver.HAS_AN_ORDER
    return {"unit": unit_id, "call_sign": call_sign, "reason": reason.value, "until": None}


def units_by_reason(root: str) -> tuple[Counter[PassedOver], int]:
    """The units of the bureau that cannot be sent, by reason; and how many can."""
    counts: Counter[PassedOver] = Counter()
    sendable = 0
    rows = (
        Unit.objects.under(root)
        .values_list("status")
        .annotate(units=Count("pk"), with_officer=Count("pk", filter=WITH_OFFICER))
    )
    for status, units, with_officer in rows:
        reason = why_not_sent(UnitStatus(status), sworn=1, committed=False)
        if reason is None:
            sendable += with_officer
            counts[PassedOver.NO_SWORN_OFFICER] += units - with_officer
        else:
            counts[reason] += units
    counts[PassedOver.HAS_AN_ORDER] = bound_by_orders(root)
    return counts, sendable - counts[PassedOver.HAS_AN_ORDER]


def bound_by_orders(root: str) -> int:
    """How many units would be sent, but for an order that binds them."""
    bound = Order.objects.committing().filter(unit__organization__path__startswith=root, unit__sworn_on_crew__gte=1)
    return bound.filter(unit__status__in=[status.value for status in DISPATCHABLE_STATUSES]).count()


def free_next(root: str) -> list[dict[str, object]]:
    """Who is done first when nobody can be sent: longest on scene first, then on the way, then by when sent."""
    rows = (
        Assignment.objects.active()
        .filter(unit__organization__path__startswith=root)
        .select_related("unit", "order", "incident")
        .order_by(
            F("arrived_at").asc(nulls_last=True),
            F("en_route_at").asc(nulls_last=True),
            "assigned_at",
            "unit__call_sign",
        )
    )
    return [free_later(assignment) for assignment in rows[:MOST_FREE_NEXT]]


def free_later(assignment: Assignment) -> dict[str, object]:
    """A unit on a call, how far it is with it and since when."""
    times = Times(assignment.order.acknowledged_at, assignment.en_route_at, assignment.arrived_at)
    since = times.arrived_at or times.en_route_at or times.acknowledged_at or assignment.assigned_at
    return {
        "unit": assignment.unit_id,
        "call_sign": assignment.unit.call_sign,
        "state": times.state.value,
        "since": since.isoformat(),
        "incident": str(assignment.incident_id),
        "number": call_number(assignment.incident.year, assignment.incident.number),
    }
