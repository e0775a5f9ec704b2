"""Calls as pages and the API show them: one query for the calls, one for the units sent to them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from dispatch.lifecycle import Times
from dispatch.models import Assignment, Incident, IncidentNote
from dispatch.selectors.callers import callers_of, linked_calls
from dispatch.selectors.changes import former_places, late_steps, stacks_of, told_of_place
from dispatch.selectors.details import added_to
from dispatch.selectors.direct_report import told_directly
from dispatch.selectors.surroundings import surroundings_of
from dispatch.vocabulary import INCIDENT_LABEL, call_number, moment
from patrol.models import JournalEntry, Order

type JsonObject = dict[str, Any]


def incident_dicts(incidents: Iterable[Incident]) -> list[JsonObject]:
    """The calls in the order given, each with its assignments. Three queries where they come from `with_relations`."""
    calls = list(incidents)
    ids = [incident.pk for incident in calls]
    assignments, stacks = assignments_of(ids), stacks_of(ids)
    return [
        incident_dict(incident, assignments.get(incident.pk, {})) | {"stacked": stacks.get(incident.pk, [])}
        for incident in calls
    ]


def with_relations(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Everything that `incident_dict` reads, in one query, without the shapes."""
    return incidents.select_related(
        "type", "organization", "zone_version__zone", "beat_version__beat", "seat", "signed_by"
    ).defer("zone_version__shape", "beat_version__shape")


def incident_dict(incident: Incident, assignments: JsonObject) -> JsonObject:
    """A call; `zone` and `beat` are codes, lon and lat WGS-84 degrees."""
    return {
        "id": str(incident.pk),
        "number": call_number(incident.year, incident.number),
        "organization": incident.organization.code,
        "type": incident.type.code,
        "type_name": gettext(incident.type.name),
        "priority": incident.priority,
        "level": incident.level,
        "source": incident.source,
        "on_paper": incident.on_paper,
        "external_id": incident.external_id,
        "place": incident.place,
        "lon": incident.point.x,
        "lat": incident.point.y,
        "zone": incident.zone_version.zone.code if incident.zone_version else None,
        "beat": incident.beat_version.beat.code if incident.beat_version else None,
        "status": incident.status,
        "received_at": incident.received_at.isoformat(),
        "received_measured": incident.received_measured,
        "seat": incident.seat.name if incident.seat else "",
        "signed_by": incident.signed_by.display_name if incident.signed_by else "",
        "duplicate_of": str(incident.duplicate_of_id) if incident.duplicate_of_id else None,
        "hold_until": moment(incident.hold_until),
        "hold_reason": incident.hold_reason,
        "returned_at": moment(incident.returned_at),
        "version": incident.version,
        "first_report_at": moment(incident.first_report_at),
        "controlled_at": moment(incident.controlled_at),
        "ended_at": moment(incident.ended_at),
        "disposition": incident.disposition,
        "assignments": assignments,
    }


def assignments_of(incident_ids: Sequence[UUID]) -> dict[UUID, JsonObject]:
    """The assignments of calls, keyed by call and by id, oldest first."""
    found: dict[UUID, JsonObject] = {}
    rows = Assignment.objects.filter(incident__in=incident_ids).select_related("order", "unit")
    for assignment in rows.order_by("assigned_at", "pk"):
        found.setdefault(assignment.incident_id, {})[str(assignment.pk)] = assignment_dict(assignment)
    return found


def times_of(assignment: Assignment) -> Times:
    """The times that its state follows from; acknowledged is its order's."""
    return Times(
        acknowledged_at=assignment.order.acknowledged_at,
        en_route_at=assignment.en_route_at,
        arrived_at=assignment.arrived_at,
        cleared_at=assignment.cleared_at,
        withdrawn_at=assignment.withdrawn_at,
    )


def assignment_dict(assignment: Assignment) -> JsonObject:
    """A unit on a call, with its derived state and every time (F42)."""
    times = times_of(assignment)
    return {
        "id": str(assignment.pk),
        "incident": str(assignment.incident_id),
        "unit": assignment.unit_id,
        "call_sign": assignment.unit.call_sign,
        "order": str(assignment.order_id),
        "state": times.state.value,
        "rank": assignment.recommended_rank,
        "primary": assignment.primary,
        "assigned_at": assignment.assigned_at.isoformat(),
        "delivered_at": moment(assignment.order.delivered_at),
        "seen_at": moment(assignment.order.seen_at),
        "acknowledged_at": moment(times.acknowledged_at),
        "en_route_at": moment(times.en_route_at),
        "arrived_at": moment(times.arrived_at),
        "cleared_at": moment(times.cleared_at),
        "withdrawn_at": moment(times.withdrawn_at),
    }


def incident_picture(incident_id: UUID, *, at: datetime) -> JsonObject:
    """One call with everything known of it: assignments, callers, notes, timeline; and what lies about it at `at`."""
    incident = with_relations(Incident.objects.all()).get(pk=incident_id)
    (picture,) = incident_dicts([incident])
    notes = IncidentNote.objects.filter(incident=incident).select_related("by").order_by("at", "pk")
    picture["notes"] = [note_dict(note) for note in notes]
    picture["callers"], picture["linked"] = callers_of(incident), linked_calls(incident)
    picture["surroundings"] = surroundings_of(incident, at=at)
    picture["former_places"], picture["told_of_place"] = former_places(incident), told_of_place(incident)
    picture["late_steps"], picture["told_directly"] = late_steps(incident), told_directly(incident)
    picture |= added_to(incident)
    picture["timeline"] = timeline(incident)
    return picture


def note_dict(note: IncidentNote) -> JsonObject:
    """A note; without its text where retention erased it."""
    by, at, erased_at = note.by.display_name, note.at.isoformat(), moment(note.erased_at)
    return {"text": note.text, "by": by, "at": at, "erased_at": erased_at}


def timeline(incident: Incident) -> list[JsonObject]:
    """Every fact of the call and of the orders sent for it, oldest first, numbered by the relay or not yet."""
    about = Order.objects.filter(subject_label=INCIDENT_LABEL, subject_id=str(incident.pk))
    orders = [str(order_id) for order_id in about.values_list("pk", flat=True)]
    own = JournalEntry.objects.about(INCIDENT_LABEL, incident.pk)
    told = JournalEntry.objects.filter(subject_label="patrol.order", subject_id__in=orders).order_by("id")
    entries = sorted([*own, *told], key=lambda entry: (entry.at, entry.pk))
    return [
        {
            "position": entry.position,
            "kind": entry.kind,
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "data": entry.data,
        }
        for entry in entries
    ]
