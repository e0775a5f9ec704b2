"""A neighbour's nearer unit is sent: its owner's desk is told, and acknowledges (F44)."""

from datetime import datetime

from dispatch.models import Assignment, Incident
from dispatch.selectors import home_path
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.models import Organization, RoleGrant, User
from patrol.permissions import DISPATCHERS
from patrol.services import Receiver, send_order

UNIT_LENT = "unit_lent"


def tell_owner(assignment: Assignment, incident: Incident, *, by: User, at: datetime) -> None:
    """Tell the desk that commands the unit of an assignment, if the call lies on another's ground.

    That is the nearest organization at or above the unit's that has dispatchers of its own, other than who sent it.
    One that commands the place of the call as well lends nothing.
    """
    owner = assignment.unit.organization
    home = home_path(incident)
    if (owner.path or "/").startswith(home) or owner.pk == incident.organization_id:
        return
    desk = desk_above(owner, home, besides=by)
    if desk is not None:
        send_order(
            to=Receiver(desk=desk),
            kind=UNIT_LENT,
            subject=(INCIDENT_LABEL, incident.pk),
            text=" · ".join(
                filter(None, [assignment.unit.call_sign, str(incident), incident.type.name, incident.place])
            ),
            commits=False,
            by=by,
            at=at,
        )


def desk_above(owner: Organization, home: str, *, besides: User) -> Organization | None:
    """The nearest organization at or above `owner` with dispatchers other than `besides`, not commanding `home`."""
    steps = (owner.path or "/").strip("/").split("/")
    paths = ["/" + "/".join(steps[:count]) + "/" for count in range(len(steps), 0, -1)]
    own = [path for path in paths if not home.startswith(path)]
    manned = RoleGrant.objects.filter(
        organization__path__in=own, role__in=[role.value for role in DISPATCHERS], user__is_active=True
    ).exclude(user=besides)
    nearest = manned.select_related("organization").order_by("-organization__path").first()
    return nearest.organization if nearest else None
