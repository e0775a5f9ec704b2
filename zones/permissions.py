"""Who may see the ground."""

from django.contrib.auth.models import AnonymousUser

from patrol.models import User
from patrol.permissions import WATCHERS, rights_of
from patrol.vocabulary import Role

READERS = WATCHERS | {Role.OFFICER, Role.ADMINISTRATOR}
PLANNERS = frozenset({Role.PLANNER, Role.ADMINISTRATOR})


def ground_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person may see: who watches there, or patrols there."""
    return rights_of(user).paths(READERS)


def planned_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person may change."""
    return rights_of(user).paths(PLANNERS)


def can_open_ground(user: User | AnonymousUser) -> bool:
    """Open the desk's page of the ground: planners and administrators change it, supervisors read it."""
    return bool(rights_of(user).paths(PLANNERS | {Role.SUPERVISOR}))
