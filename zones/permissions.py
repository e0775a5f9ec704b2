"""Who may see the ground."""

from django.contrib.auth.models import AnonymousUser

from patrol.models import Organization, User
from patrol.permissions import WATCHERS, rights_of
from patrol.vocabulary import Role

READERS = WATCHERS | {Role.OFFICER, Role.ADMINISTRATOR}
PLANNERS = frozenset({Role.PLANNER, Role.ADMINISTRATOR})
DESK_READERS = PLANNERS | {Role.SUPERVISOR}


def ground_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person may see: who watches there, or patrols there."""
    return rights_of(user).paths(READERS)


def planned_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person may change."""
    return rights_of(user).paths(PLANNERS)


def desk_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person sees on the desk."""
    return rights_of(user).paths(DESK_READERS)


def can_open_ground(user: User | AnonymousUser) -> bool:
    """Open the desk's page of the ground: planners and administrators change it, supervisors read it."""
    return bool(desk_paths(user))


def can_see_ground(user: User | AnonymousUser, organization: Organization) -> bool:
    """See what belongs to an organization at, below or above one that the person watches or patrols."""
    path = organization.path or ""
    return any(path.startswith(seen) or seen.startswith(path) for seen in ground_paths(user))


def can_plan_ground(user: User | AnonymousUser, organization: Organization) -> bool:
    """Draw, change and retire zones, beats, points and routes of the organization."""
    return rights_of(user).holds(PLANNERS, organization.path or "")


def can_note_caution(user: User | AnonymousUser, organization: Organization) -> bool:
    """Warn of a danger of a place: planners, and whoever answers for the street now."""
    return rights_of(user).holds(PLANNERS | WATCHERS, organization.path or "")
