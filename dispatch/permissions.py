"""Who may see and do what to calls: watchers over their organization, and the crew of a unit that is on one."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from dispatch.lifecycle import Actor
from dispatch.models import Assignment, Incident, Seat
from patrol.models import Unit, User
from patrol.permissions import DESK, WATCHERS, can_dispatch, can_watch, is_on_crew, rights_of, unit_crewed_by


def visible_incidents(user: User | AnonymousUser) -> QuerySet[Incident]:
    """The calls that a person may know of."""
    visible = Q(pk__in=[])
    for path in rights_of(user).paths(WATCHERS):
        visible |= Q(organization__path__startswith=path)
    unit = unit_crewed_by(user)
    if unit is not None:
        visible |= Q(pk__in=Assignment.objects.active().filter(unit=unit).values("incident"))
    return Incident.objects.filter(visible)


def visible_seats(user: User | AnonymousUser) -> QuerySet[Seat]:
    """The seats of every bureau in which a person watches anything."""
    wanted = Q(pk__in=[])
    for path in rights_of(user).paths(WATCHERS):
        wanted |= Q(organization__path__startswith=f"/{path.strip('/').split('/')[0]}/")
    return Seat.objects.filter(wanted).select_related("organization").order_by("organization__path", "code")


def can_list_incidents(user: User | AnonymousUser) -> bool:
    """Whoever watches anything, or rides in a unit now."""
    return bool(rights_of(user).paths(WATCHERS)) or unit_crewed_by(user) is not None


def can_list_calls(user: User | AnonymousUser) -> bool:
    """Open the desk's table of calls."""
    return bool(rights_of(user).paths(DESK))


def can_see_incident(user: User | AnonymousUser, incident: Incident) -> bool:
    """One who watches its organization, or is on the crew of a unit that is on it."""
    if can_watch(user, incident.organization):
        return True
    return unit_on(user, incident) is not None


def can_report(user: User | AnonymousUser, incident: Incident) -> bool:
    """Tell from the scene: the crew of a unit that is on it, or a dispatcher for them."""
    return can_dispatch(user, incident.organization) or unit_on(user, incident) is not None


def unit_on(user: User | AnonymousUser, incident: Incident) -> int | None:
    """The id of the unit on the call that a person rides in."""
    unit = unit_crewed_by(user)
    there = unit is not None and Assignment.objects.active().filter(incident=incident, unit=unit).exists()
    return unit.pk if unit is not None and there else None


def can_send(user: User | AnonymousUser, unit: Unit) -> bool:
    """Rights to dispatch follow the tree: over the unit's organization, whatever the call's (F16)."""
    return can_dispatch(user, unit.organization)


def capacities(user: User | AnonymousUser, assignment: Assignment) -> frozenset[Actor]:
    """In which capacities a person may step an assignment: its crew; a dispatcher of the call or of the unit."""
    held = set()
    if is_on_crew(user, assignment.unit_id):
        held.add(Actor.CREW)
    if can_dispatch(user, assignment.incident.organization) or can_dispatch(user, assignment.unit.organization):
        held.add(Actor.DISPATCHER)
    return frozenset(held)
