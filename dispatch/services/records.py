"""What every write to a call shares: the lock, the journal."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.errors import NotFound
from patrol.journal import audience_of, record
from patrol.models import Unit, User


def locked_incident(incident_id: UUID) -> Incident:
    """The call, locked for change.

    Raises:
        NotFound: there is none with this id.
    """
    incident = Incident.objects.locked().select_related("organization", "type").filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(_("There is no such call."))
    return incident


def tell(incident: Incident, kind: str, *units: Unit, by: User | None, at: datetime, **facts: object) -> None:
    """Journal a fact of the call, for those who watch its organization and for the crews of the units."""
    record(
        kind,
        subject=(INCIDENT_LABEL, incident.pk),
        audience=audience_of(incident.organization, *units),
        by=by,
        at=at,
        incident=str(incident.pk),
        **facts,
    )
