"""The units that a recommendation does not rank: why, and who of them is done first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from dispatch.lifecycle import Times
from dispatch.models import Assignment
from dispatch.ranking import why_not_sent
from dispatch.vocabulary import PassedOver, call_number
from patrol.live import count_units, passed_over_units
from patrol.models import Unit
from patrol.vocabulary import UnitStatus
from zones.routing.base import LonLat

MOST_PASSED_OVER = 10
MOST_FREE_NEXT = 10


def others(
    root: str, target: LonLat, *, ranked: Sequence[int], at: datetime, fresh_since: datetime
) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Every unit of the bureau that is not ranked: the near ones with why, and of the rest how many for each reason.

    Units that could be sent but have told no position are named too: they are to be asked by radio.
    """
    counts = units_by_reason(root)
    counts[PassedOver.FARTHER] -= len(ranked)
    aside = passed_over(root, target, at=at, fresh_since=fresh_since)
    if counts[PassedOver.NO_POSITION] and not counts[PassedOver.FARTHER]:
        aside += without_position(root, ranked=ranked)
    counts.subtract(PassedOver(str(entry["reason"])) for entry in aside)
    return aside, {reason.value: units for reason, units in counts.items() if units > 0}


def passed_over(root: str, target: LonLat, *, at: datetime, fresh_since: datetime) -> list[dict[str, object]]:
    """The nearest units on duty that cannot be sent, and why."""
    near = passed_over_units(
        lon=target[0], lat=target[1], path=root, at=at, fresh_since=fresh_since, most=MOST_PASSED_OVER
    )
    return [
        named(unit.unit_id, unit.call_sign, why_not_sent(UnitStatus(unit.status), sworn=unit.sworn, committed=True))
        for unit in near
    ]


def without_position(root: str, *, ranked: Sequence[int]) -> list[dict[str, object]]:
    """Units that could be sent, but not ranked for want of any position."""
    lost = Unit.objects.under(root).dispatchable().exclude(pk__in=ranked)
    rows = lost.order_by("call_sign").values_list("pk", "call_sign")[:MOST_PASSED_OVER]
    return [named(pk, call_sign, PassedOver.NO_POSITION) for pk, call_sign in rows]


def named(unit_id: int, call_sign: str, reason: PassedOver | None) -> dict[str, object]:
    return {"unit": unit_id, "call_sign": call_sign, "reason": (reason or PassedOver.HAS_AN_ORDER).value}


def units_by_reason(root: str) -> Counter[PassedOver]:
    """All units of the bureau by why they are not sent; those that could be are under NO_POSITION or FARTHER."""
    counts: Counter[PassedOver] = Counter()
    for group in count_units(root):
        reason = why_not_sent(UnitStatus(group.status), sworn=int(group.has_sworn), committed=group.committed)
        counts[reason or (PassedOver.FARTHER if group.has_position else PassedOver.NO_POSITION)] += group.units
    return counts


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
