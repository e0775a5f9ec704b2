"""Several callers, one event: added to the call, or calls linked, never merged."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.models import Caller, Incident
from dispatch.outcomes import Outcome
from dispatch.services.callers import note_caller
from dispatch.services.calls import write_note
from dispatch.services.endings import end
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import IncidentStatus
from patrol.errors import BadInput, NotAllowed
from patrol.models import User


@transaction.atomic
def add_caller(
    *, incident_id: UUID, phone: str, said: str = "", said_at: datetime | None = None, by: User, at: datetime
) -> Caller:
    """One more who called about a call, open or ended: a number to call back, empty where withheld (F41).

    Args:
        said: what was said, kept as a note.
        said_at: when, if before `at`.

    Raises:
        BadInput: this is no telephone number.
    """
    incident = locked_incident(incident_id)
    caller = note_caller(incident, phone, said_at=min(said_at or at, at), by=by, at=at)
    if said.strip():
        write_note(incident, said, by=by, at=at)
    return caller


@transaction.atomic
def link_call(*, incident_id: UUID, to: UUID, by: User, at: datetime) -> Incident:
    """This call tells of the same event as `to`: it is closed as a duplicate, and its callers count there too.

    Nothing is merged: both keep their number, notes and timeline. Calls that were linked to this one go along; where
    `to` is a duplicate itself, the call that it is a duplicate of is meant. Again changes nothing.

    Returns:
        the call that goes on.

    Raises:
        NotFound: there is no such call.
        BadInput: both are one.
        NotAllowed: this call was ended otherwise, or units are still on it; or `to` was linked at the same moment.
    """
    kept_id = Incident.objects.filter(pk=to).values_list("duplicate_of", flat=True).first() or to
    if kept_id == incident_id:
        raise BadInput(_("A call is no duplicate of itself, nor of a call that was linked to it."), to=str(to))
    linked, kept = locked_pair(incident_id, kept_id)
    if linked.duplicate_of_id == kept.pk:
        return kept
    if kept.duplicate_of_id is not None:
        raise NotAllowed(_("That call was linked to another just now. Look at it again."), to=str(kept.pk))
    if linked.status != IncidentStatus.OPEN:
        raise NotAllowed(_("This call has ended already."), incident=str(linked.pk), status=linked.status)
    linked.duplicate_of = kept
    linked.save(update_fields=["duplicate_of"])
    linked.duplicates.update(duplicate_of=kept)
    tell(linked, "incident.linked", by=by, at=at, to=str(kept.pk), number=str(kept))
    end(linked, IncidentStatus.CLOSED, Outcome.DUPLICATE, by=by, at=at)
    tell(kept, "incident.joined", by=by, at=at, joined=str(linked.pk), number=str(linked))
    return kept


def locked_pair(first: UUID, second: UUID) -> tuple[Incident, Incident]:
    """Both calls, locked in the order of their ids.

    Raises:
        NotFound: one is unknown.
    """
    locked = {call_id: locked_incident(call_id) for call_id in sorted((first, second))}
    return locked[first], locked[second]
