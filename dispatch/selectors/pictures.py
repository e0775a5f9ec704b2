"""What a page shows when it opens: the open calls, the units, the alarms; or one crew's orders."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext

from dispatch.models import Assignment, Incident
from dispatch.selectors.direct_report import told_directly
from dispatch.selectors.incidents import incident_dicts, times_of, with_relations
from dispatch.selectors.units import unit_dicts
from dispatch.vocabulary import call_number, moment
from patrol.live import fixes_of, live_positions
from patrol.models import Alarm, Order, Unit, UnitQuerySet, User
from patrol.permissions import WATCHERS, rights_of, unit_crewed_by
from patrol.vocabulary import HELP

type JsonObject = dict[str, Any]


def below(paths: tuple[str, ...], field: str) -> Q:
    """Whatever belongs to an organization at or below one of the paths."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(**{f"{field}__startswith": path})
    return wanted


def watched_paths(user: User) -> tuple[str, ...]:
    """The paths of the subtrees that a person watches: all that a console's picture depends on."""
    return rights_of(user).paths(WATCHERS)


def watched_units(user: User) -> UnitQuerySet:
    """The units of the subtrees a person watches, by call sign."""
    paths = rights_of(user).paths(WATCHERS)
    return Unit.objects.filter(below(paths, "organization__path")).order_by("call_sign")


def visible_units(user: User | AnonymousUser) -> UnitQuerySet:
    """The units a person watches, and the one whose crew the person is on; by call sign."""
    own = unit_crewed_by(user)
    paths = rights_of(user).paths(WATCHERS)
    wanted = below(paths, "organization__path") | Q(pk__in=[own.pk] if own else [])
    return Unit.objects.filter(wanted).order_by("call_sign")


def positions(user: User | AnonymousUser, at: datetime) -> list[list[float | None]]:
    """`[id, lon, lat, heading, age in seconds]` of the units that a person watches or rides in."""
    own = unit_crewed_by(user)
    watched = live_positions(rights_of(user).paths(WATCHERS))
    riding = fixes_of([own.pk]) if own and own.pk not in {fix.unit_id for fix in watched} else []
    return [
        [fix.unit_id, fix.lon, fix.lat, fix.heading_deg, max(0.0, round((at - fix.fixed_at).total_seconds(), 1))]
        for fix in [*watched, *riding]
    ]


def console_picture(user: User, at: datetime) -> JsonObject:
    """Open calls, all units and open alarms of the subtrees a person watches. Six queries, whatever their number."""
    paths = rights_of(user).paths(WATCHERS)
    incidents = with_relations(Incident.objects.open().filter(below(paths, "organization__path")))
    alarms = Alarm.objects.open().filter(below(paths, "organization__path")).select_related("owner").order_by("pk")
    return {
        "as_of": at.isoformat(),
        "units": {str(unit["id"]): unit for unit in unit_dicts(watched_units(user))},
        "incidents": {incident["id"]: incident for incident in incident_dicts(incidents.order_by("received_at", "pk"))},
        "alarms": {str(alarm.pk): alarm_dict(alarm) for alarm in alarms},
    }


def alarm_dict(alarm: Alarm) -> JsonObject:
    return {
        "id": alarm.pk,
        "kind": alarm.kind,
        "subject_label": alarm.subject_label,
        "subject_id": alarm.subject_id,
        "data": alarm.data,
        "raised_at": alarm.raised_at.isoformat(),
        "owner": alarm.owner.display_name if alarm.owner else None,
        "acknowledged_at": moment(alarm.acknowledged_at),
        "snoozed_until": moment(alarm.snoozed_until),
        "snooze_reason": alarm.snooze_reason,
    }


def officer_picture(user: User, at: datetime) -> JsonObject:
    """The unit whose crew a person is on, and every order to the unit or the person that still asks for something."""
    unit = unit_crewed_by(user)
    receiver = Q(person=user) | (Q(unit=unit) if unit else Q(pk__in=[]))
    orders = (
        Order.objects.open()
        .filter(receiver, Q(commits=True) | Q(acknowledged_at__isnull=True))
        .select_related("assignment__order", "assignment__incident__type")
        .order_by("sent_at", "pk")
    )
    own = unit_dicts(Unit.objects.filter(pk=unit.pk)) if unit else []
    help_called = Alarm.objects.open().filter(kind=HELP, subject_id=str(unit.pk)).first() if unit else None
    return {
        "as_of": at.isoformat(),
        "unit": own[0] if own else None,
        "help": alarm_dict(help_called) if help_called else None,
        "orders": {str(order.pk): told_dict(order) for order in orders},
    }


def told_dict(order: Order) -> JsonObject:
    """An order as its receiver sees it; with the call, if it sends the unit to one."""
    assignment = getattr(order, "assignment", None)
    call = call_for(assignment) | {"reported_to": len(told_directly(assignment.incident))} if assignment else None
    return order_facts(order) | {"assignment": call}


def rung_dict(assignment: Assignment) -> JsonObject:
    """A dispatch as it rings its phone: `told_dict` of what nobody has to look up."""
    return order_facts(assignment.order) | {"assignment": call_for(assignment)}


def order_facts(order: Order) -> JsonObject:
    return {
        "id": str(order.pk),
        "kind": order.kind,
        "text": order.text,
        "sent_at": order.sent_at.isoformat(),
        "delivered_at": moment(order.delivered_at),
        "seen_at": moment(order.seen_at),
        "acknowledged_at": moment(order.acknowledged_at),
        "withdrawn_at": moment(order.withdrawn_at),
    }


def call_for(assignment: Assignment) -> JsonObject:
    """The call as the crew that goes there sees it."""
    incident = assignment.incident
    return {
        "id": str(assignment.pk),
        "state": times_of(assignment).state.value,
        "en_route_at": moment(assignment.en_route_at),
        "arrived_at": moment(assignment.arrived_at),
        "incident": str(incident.pk),
        "number": call_number(incident.year, incident.number),
        "type_name": gettext(incident.type.name),
        "priority": incident.priority,
        "place": incident.place,
        "lon": incident.point.x,
        "lat": incident.point.y,
        "first_report_at": moment(incident.first_report_at),
        "controlled_at": moment(incident.controlled_at),
    }
