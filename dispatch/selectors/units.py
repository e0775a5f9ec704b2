"""Units as pages and the API show them: who they are, what order binds them, where they are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from dispatch.lifecycle import AssignmentState, Times
from dispatch.ranking import is_short_crewed
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.live import LivePosition, fixes_of
from patrol.models import Order, Unit, UnitQuerySet

type JsonObject = dict[str, Any]

UNIT_FIELDS = (
    "pk",
    "call_sign",
    "organization__code",
    "template__code",
    "template__armed",
    "template__min_sworn",
    "template__min_auxiliary",
    "mode",
    "status",
    "status_until",
    "sworn_on_crew",
    "auxiliaries_on_crew",
    "help",
)
ORDER_FIELDS = (
    "unit_id",
    "pk",
    "kind",
    "subject_label",
    "subject_id",
    "delivered_at",
    "seen_at",
    "acknowledged_at",
    "assignment__pk",
    "assignment__en_route_at",
    "assignment__arrived_at",
)


def unit_dicts(units: UnitQuerySet) -> list[JsonObject]:
    """The units in the order of the queryset, each with the order that binds it and its last position.

    Three queries, whatever their number; the units are named to the second by a query, not one by one.
    """
    return dicts_of_rows(list(unit_rows(units)), among=units)


def unit_rows(units: UnitQuerySet) -> QuerySet[Unit, JsonObject]:
    """What `dicts_of_rows` must know of each unit, in the order of the queryset: may be paged."""
    rows: QuerySet[Unit, JsonObject] = units.with_help().values(*UNIT_FIELDS)
    return rows


def dicts_of_rows(rows: list[JsonObject], *, among: UnitQuerySet | None = None) -> list[JsonObject]:
    """`unit_dicts` of some `unit_rows`, all of them `among` these units. Two queries."""
    ids = [row["pk"] for row in rows]
    orders, fixes = orders_of(ids if among is None else among), {fix.unit_id: fix for fix in fixes_of(ids)}
    return [unit_dict(row, orders.get(row["pk"]), fixes.get(row["pk"])) for row in rows]


def unit_dict(row: JsonObject, order: JsonObject | None, fix: LivePosition | None) -> JsonObject:
    """One unit; speed in metres a second, heading in degrees from north, WGS-84 degrees."""
    return {
        "id": row["pk"],
        "call_sign": row["call_sign"],
        "organization": row["organization__code"],
        "template": row["template__code"],
        "armed": row["template__armed"],
        "mode": row["mode"],
        "status": row["status"],
        "status_until": row["status_until"].isoformat() if row["status_until"] else None,
        "sworn": row["sworn_on_crew"],
        "auxiliaries": row["auxiliaries_on_crew"],
        "short_crewed": is_short_crewed(
            sworn=row["sworn_on_crew"],
            auxiliaries=row["auxiliaries_on_crew"],
            min_sworn=row["template__min_sworn"],
            min_auxiliary=row["template__min_auxiliary"],
        ),
        "help": row["help"],
        "order": order,
        "fix": fix_dict(fix) if fix else None,
    }


def fix_dict(fix: LivePosition) -> JsonObject:
    return {
        "lon": fix.lon,
        "lat": fix.lat,
        "fixed_at": fix.fixed_at.isoformat(),
        "heading": fix.heading_deg,
        "speed": fix.speed_mps,
    }


def orders_of(units: Sequence[int] | UnitQuerySet) -> dict[int, JsonObject]:
    """The open committing order of each unit, or unit of this id, with how far it got."""
    wanted = units.order_by() if isinstance(units, UnitQuerySet) else units
    rows = Order.objects.committing().filter(unit__in=wanted).values(*ORDER_FIELDS)
    return {row["unit_id"]: order_dict(row) for row in rows}


def order_dict(row: JsonObject) -> JsonObject:
    return {
        "id": str(row["pk"]),
        "kind": row["kind"],
        "state": order_state(row),
        "incident": row["subject_id"] if row["subject_label"] == INCIDENT_LABEL else None,
        "assignment": str(row["assignment__pk"]) if row["assignment__pk"] else None,
    }


def order_state(row: JsonObject) -> str:
    """How far an order got: ordered, delivered, seen, acknowledged; of a call also en_route and on_scene."""
    times = Times(row["acknowledged_at"], row["assignment__en_route_at"], row["assignment__arrived_at"])
    if times.state is not AssignmentState.ORDERED:
        return times.state.value
    if row["seen_at"]:
        return "seen"
    return "delivered" if row["delivered_at"] else AssignmentState.ORDERED.value
