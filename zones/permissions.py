"""Who may see the ground."""

from django.contrib.auth.models import AnonymousUser

from patrol.models import User
from patrol.permissions import WATCHERS, rights_of
from patrol.vocabulary import Role

READERS = WATCHERS | {Role.OFFICER}


def ground_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """The paths of the organizations whose ground a person may see: who watches there, or patrols there."""
    return rights_of(user).paths(READERS)
