"""What a crew tells from the scene (F42: first report, under control)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, SituationReport
from dispatch.services.records import locked_incident, tell
from dispatch.situation import NobodyThere, Reports, Situation, reported
from dispatch.vocabulary import IncidentStatus
from patrol.clocks import AT_ONCE, Said
from patrol.errors import NotAllowed
from patrol.models import Unit, User
from patrol.services import checked_moment

FACTS = (("first_report_at", "incident.first_reported"), ("controlled_at", "incident.controlled"))
TOLD_AGAIN = "incident.reported"


@transaction.atomic
def report_situation(
    *,
    incident_id: UUID,
    situation: str,
    text: str = "",
    unit_id: int | None = None,
    said: Said = AT_ONCE,
    by: User,
    at: datetime,
) -> Incident:
    """Keep a report from the scene; the first of its kind sets the time. Again without words changes nothing.

    Args:
        situation: a code of `Situation`.
        unit_id: whose crew tells; None where a dispatcher tells for them.
        said: when it happened, by the device's clock or as an operator heard it by radio.

    Raises:
        BadInput: stated in the future, or before the call came in.
        NotAllowed: nobody has arrived, or the call has ended.
    """
    incident = locked_incident(incident_id)
    moment = checked_moment(said, at=at, not_before=incident.received_at)
    before = Reports(incident.first_report_at, incident.controlled_at)
    after = reports_after(incident, before, Situation(situation), at=moment)
    if after == before and not text.strip():
        return incident
    if incident.status != IncidentStatus.OPEN:
        raise NotAllowed(_("This call has ended already."), incident=str(incident.pk))
    report = SituationReport.objects.create(
        incident=incident, unit_id=unit_id, situation=Situation(situation).value, text=text.strip(), by=by, at=moment
    )
    incident.first_report_at, incident.controlled_at = after.first_report_at, after.controlled_at
    incident.save(update_fields=["first_report_at", "controlled_at"])
    tell_reports(incident, report, before, by=by, at=moment)
    return incident


def reports_after(incident: Incident, before: Reports, situation: Situation, *, at: datetime) -> Reports:
    """
    Raises:
        NotAllowed: nobody has arrived.
    """
    arrived_at = incident.assignments.aggregate(first=Min("arrived_at"))["first"]
    try:
        return reported(before, situation, arrived_at=arrived_at, at=at)
    except NobodyThere as error:
        raise NotAllowed(_("No unit has arrived yet. Mark its arrival first."), incident=str(incident.pk)) from error


def tell_reports(incident: Incident, report: SituationReport, before: Reports, *, by: User, at: datetime) -> None:
    """Journal each time that the report set, as of that time; a further report as such."""
    units = Unit.objects.filter(assignments__in=incident.assignments.active()).distinct()
    told = {"report": str(report.pk), "unit": report.unit_id}
    new = [(field, kind) for field, kind in FACTS if getattr(incident, field) != getattr(before, field)]
    for field, kind in new:
        moment = getattr(incident, field)
        tell(incident, kind, *units, by=by, at=moment, **told, **{field: moment.isoformat()})
    if not new:
        tell(incident, TOLD_AGAIN, *units, by=by, at=at, **told, situation=report.situation)
