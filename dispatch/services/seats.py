"""Seats of the centre, and who signs for a call (F41)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, Seat
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import IncidentStatus
from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.journal import audience_of, record
from patrol.models import Organization, User

LABEL = "dispatch.seat"


@transaction.atomic
def name_seat(*, organization: Organization, code: str, name: str, by: User, at: datetime) -> Seat:
    """Give a centre one more seat.

    Raises:
        BadInput: no code or no name, or the code is taken there.
    """
    if not code.strip() or not name.strip():
        raise BadInput(_("A seat has a code and a name."))
    try:
        with transaction.atomic():
            seat = Seat.objects.create(organization=organization, code=code.strip(), name=name.strip())
    except IntegrityError as error:
        raise BadInput(_("There is a seat with this code already."), code=code) from error
    audience = audience_of(organization)
    record("seat.named", subject=(LABEL, seat.pk), audience=audience, by=by, at=at, seat=seat.pk, code=seat.code)
    return seat


def seat_of(organization: Organization, seat_id: int | None) -> Seat | None:
    """The seat, of the organization's bureau; None where none was named.

    Raises:
        NotFound: there is no such seat in the bureau.
    """
    if seat_id is None:
        return None
    root = f"/{(organization.path or '/').strip('/').split('/')[0]}/"
    seat = Seat.objects.filter(pk=seat_id, organization__path__startswith=root).first()
    if seat is None:
        raise NotFound(_("There is no such seat."))
    return seat


@transaction.atomic
def sign_call(*, incident_id: UUID, seat_id: int | None = None, by: User, at: datetime) -> Incident:
    """The call is this person's to dispatch from now on, at this seat; whoever took it may be another (F41).

    Somebody else may sign after: the timeline tells who had it when. Again changes nothing.

    Raises:
        NotFound: no such call or seat.
        NotAllowed: the call has ended.
    """
    incident = locked_incident(incident_id)
    if incident.status != IncidentStatus.OPEN:
        raise NotAllowed(_("This call has ended already."), incident=str(incident.pk), status=incident.status)
    seat = seat_of(incident.organization, seat_id)
    if incident.signed_by_id == by.pk and (seat is None or incident.seat_id == seat.pk):
        return incident
    incident.signed_by, incident.signed_at, incident.seat = by, at, seat or incident.seat
    incident.save(update_fields=["signed_by", "signed_at", "seat"])
    named = incident.seat.name if incident.seat else ""
    tell(incident, "incident.signed", by=by, at=at, signed_by=by.display_name, seat=named)
    return incident
