"""A sensitive call goes in one hop to the command centre and to its leaders at once; nobody approves between (F48)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from dispatch.models import Incident
from dispatch.selectors import told_directly
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import DIRECT_REPORT, INCIDENT_LABEL
from patrol.models import Organization, RoleGrant, User
from patrol.services import Receiver, bureau_of, send_order
from patrol.vocabulary import Role

LEADERS = (Role.DUTY_CHIEF.value, Role.SUPERVISOR.value)
LEADERS_AT_MOST = 10
MOST_URGENT = 1


@transaction.atomic
def report_directly(*, incident_id: UUID, by: User, at: datetime) -> Incident:
    """Report a call, open or ended, to the desk of its bureau and to the bureau's leaders, all at one moment.

    Each must acknowledge in time, or an alarm follows. One that was reported before is reported to nobody again.

    Raises:
        NotFound: no such call.
    """
    incident = locked_incident(incident_id)
    report(incident, by=by, at=at)
    return incident


def report(incident: Incident, *, by: User, at: datetime) -> None:
    """`report_directly` for a call that is locked, or new."""
    if told_directly(incident):
        return
    bureau = bureau_of(incident.organization)
    leaders = leaders_of(bureau)
    receivers = [Receiver(desk=bureau), *(Receiver(person=leader) for leader in leaders)]
    words = " · ".join(filter(None, [str(incident), gettext(incident.type.name), incident.place]))
    for receiver in receivers:
        send_order(
            to=receiver,
            kind=DIRECT_REPORT,
            subject=(INCIDENT_LABEL, incident.pk),
            text=words,
            commits=False,
            by=by,
            at=at,
        )
    people = [leader.pk for leader in leaders]
    tell(
        incident, "incident.reported_directly", by=by, at=at, desk=bureau.pk, people=people, reported_to=len(receivers)
    )


def reports_itself(incident: Incident) -> bool:
    """Whether a call is reported without anybody's asking: it is most urgent, and in a zone that is marked so."""
    zone = incident.zone_version.zone if incident.zone_version else None
    return incident.priority == MOST_URGENT and zone is not None and zone.direct_report


def leaders_of(bureau: Organization) -> list[User]:
    """Who holds the role of duty chief or supervisor over the whole bureau, the first ten."""
    grants = RoleGrant.objects.filter(organization=bureau, role__in=LEADERS)
    leaders = User.objects.filter(pk__in=grants.values("user"), is_active=True).select_related("organization")
    return list(leaders.order_by("pk")[:LEADERS_AT_MOST])
