"""Who may do what: roles over an organization and everything below it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from patrol.models import CrewMember, Order, Organization, RoleGrant, Unit, User
from patrol.prepared import Prepared
from patrol.vocabulary import Role

DISPATCHERS = frozenset({Role.OPERATOR, Role.DUTY_CHIEF})
WATCHERS = DISPATCHERS | {Role.SUPERVISOR, Role.PLANNER}
DESK = frozenset({Role.DUTY_CHIEF, Role.SUPERVISOR, Role.PLANNER})
FORCE_READERS = DESK | {Role.ADMINISTRATOR}
PEOPLE_READERS = frozenset({Role.SUPERVISOR, Role.PLANNER, Role.ADMINISTRATOR})
EVERYWHERE = "/"
GRANTS = Prepared(lambda user: RoleGrant.objects.select_related("organization").filter(user=user), int)
PLACES_ABOARD = Prepared(
    lambda user, unit: CrewMember.objects.filter(user=user, left_at__isnull=True, shift__unit=unit), int, int
)


@dataclass(frozen=True)
class Rights:
    """The roles a person holds, each over the subtree of a path."""

    grants: tuple[tuple[Role, str], ...]

    def holds(self, roles: Iterable[Role], path: str) -> bool:
        """Whether one of the roles is held over the organization with this path."""
        wanted = set(roles)
        return any(role in wanted and path.startswith(held) for role, held in self.grants)

    def paths(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The tops of the subtrees over which one of the roles is held, none inside another."""
        wanted = set(roles)
        held = sorted({path for role, path in self.grants if role in wanted})
        return tuple(path for path in held if not any(path != top and path.startswith(top) for top in held))


def rights_of(user: User | AnonymousUser) -> Rights:
    """The rights of a person. An inactive person has none; one query a user object."""
    if not isinstance(user, User) or not user.is_active:
        return Rights(grants=())
    if user.held is None:
        user.held = held(GRANTS.all(user.pk))
    grants = [(Role(role), path) for role, path in user.held]
    if user.is_superuser:
        grants.append((Role.ADMINISTRATOR, EVERYWHERE))
    return Rights(grants=tuple(grants))


def held(grants: Iterable[RoleGrant]) -> tuple[tuple[str, str], ...]:
    """Roles and the paths they are held over, as `User.held` keeps them."""
    return tuple((grant.role, grant.organization.path or "") for grant in grants)


def can_dispatch(user: User | AnonymousUser, organization: Organization) -> bool:
    """Take calls, send units, answer for them by radio."""
    return rights_of(user).holds(DISPATCHERS, organization.path or "")


def can_watch(user: User | AnonymousUser, organization: Organization) -> bool:
    """See calls, units and alarms."""
    return rights_of(user).holds(WATCHERS, organization.path or "")


def can_open_console(user: User | AnonymousUser) -> bool:
    return bool(rights_of(user).paths(WATCHERS))


def can_take_calls(user: User | AnonymousUser) -> bool:
    return bool(rights_of(user).paths(DISPATCHERS))


def can_open_officer_page(user: User | AnonymousUser) -> bool:
    return bool(rights_of(user).paths({Role.OFFICER}))


def can_manage_force(user: User | AnonymousUser, path: str) -> bool:
    """Make and change organizations, people, templates and units below a path."""
    return rights_of(user).holds({Role.ADMINISTRATOR, Role.PLANNER}, path)


def can_import_force(user: User | AnonymousUser) -> bool:
    return bool(rights_of(user).paths({Role.ADMINISTRATOR, Role.PLANNER}))


def can_list_units(user: User | AnonymousUser) -> bool:
    """Open the desk's table of units."""
    return bool(rights_of(user).paths(FORCE_READERS))


def can_list_people(user: User | AnonymousUser) -> bool:
    """Open the desk's table of people: names and roles are for those who lead or plan them."""
    return bool(rights_of(user).paths(PEOPLE_READERS))


def can_grant_roles(user: User | AnonymousUser, organization: Organization) -> bool:
    return rights_of(user).holds({Role.ADMINISTRATOR}, organization.path or "")


def can_read_journal(user: User | AnonymousUser) -> bool:
    """Whoever has any role or rides in a unit; how much of it they see is another matter."""
    return bool(rights_of(user).grants) or unit_crewed_by(user) is not None


def can_read_metrics(user: User | AnonymousUser) -> bool:
    return bool(rights_of(user).paths({Role.ADMINISTRATOR}))


def can_free_locked_person(user: User | AnonymousUser, person: User) -> bool:
    """The duty chief or an administrator over the person's organization."""
    path = person.organization.path if person.organization else EVERYWHERE
    return rights_of(user).holds({Role.DUTY_CHIEF, Role.ADMINISTRATOR}, path or "")


def unit_crewed_by(user: User | AnonymousUser) -> Unit | None:
    """The unit whose crew the person is on now."""
    if not isinstance(user, User):
        return None
    member = (
        CrewMember.objects.filter(user=user, left_at__isnull=True).select_related("shift__unit__organization").first()
    )
    return member.shift.unit if member else None


def is_on_crew(user: User | AnonymousUser, unit_id: int) -> bool:
    return isinstance(user, User) and bool(PLACES_ABOARD.all(user.pk, unit_id))


def can_sign_on(user: User | AnonymousUser, unit: Unit) -> bool:
    """A dispatcher for any unit of the subtree, an officer for a unit of an organization the role covers."""
    return rights_of(user).holds(DISPATCHERS | {Role.OFFICER}, unit.organization.path or "")


def can_speak_for_unit(user: User | AnonymousUser, unit: Unit) -> bool:
    """Change its status or crew, step its calls: its crew, or a dispatcher by radio."""
    return is_on_crew(user, unit.pk) or can_dispatch(user, unit.organization)


def can_declare_safe(user: User | AnonymousUser, unit: Unit) -> bool:
    """End a crew's call for help: the desk alone, as a crew can be made to press a button."""
    return can_dispatch(user, unit.organization)


def can_answer_order(user: User | AnonymousUser, order: Order) -> bool:
    """Deliver, see and acknowledge: the crew, the person, a dispatcher of the desk or by radio."""
    if order.unit is not None:
        return can_speak_for_unit(user, order.unit)
    if order.desk is not None:
        return can_dispatch(user, order.desk)
    return isinstance(user, User) and order.person_id == user.pk


def receives(user: User | AnonymousUser, order: Order) -> bool:
    """Whether the person answers for himself: on the crew of the unit that was told, and not by radio."""
    return order.unit_id is None or is_on_crew(user, order.unit_id)
