"""How serious a call turned out: ordinary, complex, major (domain 4.1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident
from dispatch.services.direct_report import report
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import IncidentLevel
from patrol.errors import BadInput
from patrol.models import User


@transaction.atomic
def set_level(*, incident_id: UUID, level: str, by: User, at: datetime) -> Incident:
    """Set or take back (empty) the level of a call, open or ended. The priority stays what it is.

    A call that turns out major is reported directly (F48).

    Raises:
        NotFound: no such call.
        BadInput: no such level.
    """
    if level and level not in set(IncidentLevel):
        raise BadInput(_("The level is ordinary, complex or major, or none."), level=level[:32])
    incident = locked_incident(incident_id)
    if incident.level != level:
        was, incident.level = incident.level, level
        incident.save(update_fields=["level"])
        tell(incident, "incident.level_set", by=by, at=at, level=level, was=was)
        if level == IncidentLevel.MAJOR:
            report(incident, by=by, at=at)
    return incident
