"""The end of a call: closed with an outcome, cancelled, opened again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from dispatch.lifecycle import EndRefused, ended
from dispatch.models import Incident, IncidentNote
from dispatch.outcomes import Outcome, UnknownOutcome, outcome_of
from dispatch.services.records import locked_incident, tell
from dispatch.services.waiting import leave_stacks, stop_asking, stop_waiting
from dispatch.vocabulary import IncidentStatus
from patrol.errors import BadInput, NotAllowed, ReasonNeeded
from patrol.models import User


@transaction.atomic
def close_incident(*, incident_id: UUID, disposition: str, by: User, at: datetime) -> Incident:
    """The call is dealt with; `disposition` is the code of an outcome (F43). Closing it again changes nothing.

    Raises:
        ReasonNeeded: no disposition.
        BadInput: no outcome has this code.
        NotAllowed: units are still on it, or it was cancelled.
    """
    incident = locked_incident(incident_id)
    disposition = disposition.strip() or incident.disposition
    if not disposition:
        raise ReasonNeeded(_("Say how the call was dealt with."))
    return end(incident, IncidentStatus.CLOSED, checked_outcome(disposition), by=by, at=at)


@transaction.atomic
def cancel_incident(*, incident_id: UUID, reason: str, by: User, at: datetime) -> Incident:
    """The call was none: a mistake, taken back by the caller. The reason is kept as a note. Again changes nothing.

    Raises:
        ReasonNeeded: no reason.
        NotAllowed: units are still on it, or it was closed.
    """
    incident = locked_incident(incident_id)
    if not reason.strip():
        raise ReasonNeeded(_("Say why the call is cancelled."))
    was_open = incident.status == IncidentStatus.OPEN
    cancelled = end(incident, IncidentStatus.CANCELLED, "", by=by, at=at)
    if was_open:
        note_reason(cancelled, reason, by=by, at=at)
    return cancelled


@transaction.atomic
def reopen_incident(*, incident_id: UUID, reason: str, by: User, at: datetime) -> Incident:
    """The call goes on after all: open as it was, without an outcome. The reason is kept as a note.

    Raises:
        ReasonNeeded: no reason.
        NotAllowed: it is open.
    """
    incident = locked_incident(incident_id)
    if not reason.strip():
        raise ReasonNeeded(_("Say why the call is opened again."))
    if incident.status == IncidentStatus.OPEN:
        raise NotAllowed(_("This call is open."), incident=str(incident.pk))
    ended_at, disposition = incident.ended_at, incident.disposition
    incident.status, incident.ended_at, incident.disposition = IncidentStatus.OPEN.value, None, ""
    incident.duplicate_of = incident.texts_erased_at = None
    incident.save(update_fields=["status", "ended_at", "disposition", "duplicate_of", "texts_erased_at"])
    note = note_reason(incident, reason, by=by, at=at)
    was = {"ended_at": ended_at.isoformat() if ended_at else None, "disposition": disposition}
    tell(incident, "incident.reopened", by=by, at=at, note=note.pk, was=was)
    return incident


def note_reason(incident: Incident, reason: str, *, by: User, at: datetime) -> IncidentNote:
    """The words stay out of the journal, so that retention can erase them."""
    return IncidentNote.objects.create(incident=incident, text=reason.strip(), by=by, at=at)


def checked_outcome(code: str) -> Outcome:
    """
    Raises:
        BadInput: no outcome has this code; names those there are.
    """
    try:
        return outcome_of(code)
    except UnknownOutcome as error:
        raise BadInput(
            _("There is no outcome “%(code)s”. Choose one of the list.") % {"code": code[:64]},
            outcomes=[outcome.value for outcome in Outcome],
        ) from error


def end(incident: Incident, to: IncidentStatus, disposition: str, *, by: User, at: datetime) -> Incident:
    """End a locked call."""
    status = IncidentStatus(incident.status)
    there = incident.assignments.active().select_related("unit").order_by("assigned_at", "pk")
    call_signs = [assignment.unit.call_sign for assignment in there]
    try:
        after = ended(status, to, active=len(call_signs))
    except EndRefused as error:
        message = why_not_ended(error, call_signs)
        raise NotAllowed(message, incident=str(incident.pk), status=status.value, units=call_signs) from error
    if after is not status:
        incident.status, incident.disposition = after.value, str(disposition)
        incident.ended_at = max(at, incident.received_at)
        incident.save(update_fields=["status", "disposition", "ended_at"])
        stop_waiting(incident, at=at)
        stop_asking(incident, at=at)
        leave_stacks(incident)
        tell(incident, f"incident.{after.value}", by=by, at=at, disposition=incident.disposition)
    return incident


def why_not_ended(error: EndRefused, call_signs: list[str]) -> str:
    if error.status is not IncidentStatus.OPEN:
        return str(_("This call has ended already."))
    return str(
        _("Still on this call: %(units)s. Clear or withdraw them first.")
        % {"units": pgettext("between names", ", ").join(call_signs)}
    )
