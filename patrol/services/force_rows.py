"""One row after another of a force file into the system, by the same services that a person's own act calls."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import NotPermitted, Refused
from patrol.force_file import Crew, Fault, FaultKind, FileRow, OrganizationRow, PersonRow, TemplateRow, UnitRow
from patrol.models import CrewMember, Organization, RoleGrant, Shift, Unit, UnitTemplate, User
from patrol.permissions import can_grant_roles, can_manage_force
from patrol.services.organizations import change_organization, create_organization
from patrol.services.people import change_person, create_person, grant_role, revoke_role
from patrol.services.shifts import change_crew, change_vehicle, sign_on
from patrol.services.units import change_template, change_unit, create_template, create_unit
from patrol.vocabulary import Role


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Act:
    """Who imports, and when."""

    by: User
    at: datetime


class ForceKeeper:
    """Keeps rows, table by table, parents first. A row whose own reference was at fault is passed over in silence.

    `faults` collects every refusal with its place; `rights_changed` the people whose open pages must ask anew.
    """

    def __init__(self, *, by: User, at: datetime) -> None:
        self.act = Act(by, at)
        self.faults: list[Fault] = []
        self.rights_changed: set[int] = set()
        self.organizations = {one.code: one for one in Organization.objects.all()}
        self.people = {one.username: one for one in User.objects.select_related("organization")}
        self.templates = {one.code: one for one in UnitTemplate.objects.all()}
        self.units = {one.call_sign: one for one in Unit.objects.select_related("organization")}
        self._held: dict[int, set[tuple[Role, int]]] = defaultdict(set)
        for user_id, role, organization_id in RoleGrant.objects.values_list("user_id", "role", "organization_id"):
            self._held[user_id].add((Role(role), organization_id))

    def keep[Row: FileRow](self, row: Row, keeping: Callable[[Row], Outcome | None]) -> Outcome | None:
        """Keep one row, whole or not at all."""
        try:
            with transaction.atomic():
                return keeping(row)
        except Refused as refusal:
            self.faults.append(Fault(FaultKind.REFUSED, row.sheet, row.row, hint=str(refusal.message)))
            return None

    def organization(self, row: OrganizationRow) -> Outcome | None:
        parent = self.organizations.get(row.parent)
        if row.parent and parent is None:
            return None
        parent_id = parent.pk if parent else None
        old = self.organizations.get(row.code)
        if old is not None and (old.name, old.kind, old.parent_id) == (row.name, row.kind.value, parent_id):
            return Outcome.UNCHANGED
        self._must_manage(parent)
        if old is None:
            self.organizations[row.code] = create_organization(
                code=row.code, name=row.name, kind=row.kind, parent_id=parent_id, by=self.act.by, at=self.act.at
            )
            return Outcome.CREATED
        self._must_manage(old)
        change_organization(
            organization_id=old.pk,
            name=row.name,
            kind=row.kind,
            parent_id=parent_id,
            by=self.act.by,
            at=self.act.at,
        )
        self.organizations = {one.code: one for one in Organization.objects.all()}
        return Outcome.CHANGED

    def person(self, row: PersonRow) -> Outcome | None:
        organization = self.organizations.get(row.organization)
        if organization is None:
            return None
        old = self.people.get(row.username)
        outcome = Outcome.UNCHANGED
        if old is None:
            self._must_manage(organization)
            old = self._new_person(row, organization)
            outcome = Outcome.CREATED
        elif _facts(old) != (row.display_name, organization.pk, row.sworn, row.active):
            self._must_manage(old.organization)
            self._must_manage(organization)
            self._change_person(old.pk, row, organization)
            outcome = Outcome.CHANGED
        if row.roles is not None and self._set_roles(old, row.roles) and outcome is Outcome.UNCHANGED:
            outcome = Outcome.CHANGED
        self.people[row.username] = old
        return outcome

    def _new_person(self, row: PersonRow, organization: Organization) -> User:
        person = create_person(
            username=row.username,
            display_name=row.display_name,
            password=None,  # hashed for all at once, later
            organization_id=organization.pk,
            sworn=row.sworn,
            by=self.act.by,
            at=self.act.at,
        )
        if not row.active:
            self._change_person(person.pk, row, organization)
        return person

    def _change_person(self, user_id: int, row: PersonRow, organization: Organization) -> None:
        change_person(
            user_id=user_id,
            display_name=row.display_name,
            organization_id=organization.pk,
            sworn=row.sworn,
            active=row.active,
            by=self.act.by,
            at=self.act.at,
        )
        self.rights_changed.add(user_id)

    def _set_roles(self, person: User, roles: frozenset[tuple[Role, str]]) -> bool:
        """The file's roles are all that the person holds from now on. Returns whether that changed anything."""
        by_pk = {one.pk: one for one in self.organizations.values()}
        wanted = {(role, self.organizations[code].pk) for role, code in roles if code in self.organizations}
        held = self._held[person.pk]
        for role, organization_id in sorted(wanted ^ held):
            self._must_grant(role, by_pk[organization_id])
            change = grant_role if (role, organization_id) in wanted else revoke_role
            change(user_id=person.pk, role=role, organization_id=organization_id, by=self.act.by, at=self.act.at)
        if wanted != held:
            self.rights_changed.add(person.pk)
        return wanted != held

    def template(self, row: TemplateRow) -> Outcome:
        """A new template is anybody's to add; an old one is changed by whoever plans for all that may use it."""
        facts: dict[str, Any] = {
            "name": row.name,
            "min_sworn": row.min_sworn,
            "min_auxiliary": row.min_auxiliary,
            "armed": row.armed,
            "mode": row.mode,
        }
        old = self.templates.get(row.code)
        if old is None:
            self.templates[row.code] = create_template(code=row.code, by=self.act.by, at=self.act.at, **facts)
            return Outcome.CREATED
        if all(getattr(old, name) == value for name, value in facts.items()):
            return Outcome.UNCHANGED
        for top in self.organizations.values():
            if top.parent_id is None:
                self._must_manage(top)
        change_template(template_id=old.pk, by=self.act.by, at=self.act.at, **facts)
        return Outcome.CHANGED

    def unit(self, row: UnitRow) -> Outcome | None:
        organization, template = self.organizations.get(row.organization), self.templates.get(row.template)
        if organization is None or template is None:
            return None
        ids: dict[str, Any] = {"organization_id": organization.pk, "template_id": template.pk}
        old = self.units.get(row.call_sign)
        if old is not None and (old.organization_id, old.template_id) == (organization.pk, template.pk):
            return Outcome.UNCHANGED
        self._must_manage(organization)
        if old is None:
            self.units[row.call_sign] = create_unit(call_sign=row.call_sign, by=self.act.by, at=self.act.at, **ids)
            return Outcome.CREATED
        self._must_manage(old.organization)
        change_unit(unit_id=old.pk, by=self.act.by, at=self.act.at, **ids)
        return Outcome.CHANGED

    def crew(self, row: Crew) -> Outcome | None:
        """Sign a unit on with its people, or swap the crew of one that is out."""
        unit = self.units.get(row.unit)
        people = [self.people[username].pk for username in row.usernames if username in self.people]
        if unit is None or len(people) != len(row.usernames):
            return None
        self._must_manage(unit.organization)
        shift = Shift.objects.filter(unit=unit, ends_at__isnull=True).first()
        if shift is not None:
            return self._swap(shift, people, row.vehicle)
        sign_on(
            unit_id=unit.pk,
            crew=people,
            vehicle=row.vehicle,
            radio=row.radio,
            phone=row.phone,
            by=self.act.by,
            at=self.act.at,
        )
        return Outcome.CREATED

    def _swap(self, shift: Shift, people: list[int], vehicle: str) -> Outcome:
        aboard = CrewMember.objects.filter(shift=shift, left_at__isnull=True).values_list("user_id", flat=True)
        outcome = Outcome.UNCHANGED
        if set(aboard) != set(people):
            change_crew(unit_id=shift.unit_id, crew=people, by=self.act.by, at=self.act.at)
            outcome = Outcome.CHANGED
        if vehicle and vehicle != shift.vehicle:
            change_vehicle(unit_id=shift.unit_id, vehicle=vehicle, by=self.act.by, at=self.act.at)
            outcome = Outcome.CHANGED
        return outcome

    def _must_manage(self, organization: Organization | None) -> None:
        """None is the top of the tree: only who manages everything plants a bureau there."""
        if not can_manage_force(self.act.by, (organization.path if organization else None) or "/"):
            name = organization.name if organization else _("the top of the tree")
            raise NotPermitted(_("You may not change the force of %(organization)s.") % {"organization": name})

    def _must_grant(self, role: Role, organization: Organization) -> None:
        if not can_grant_roles(self.act.by, organization):
            raise NotPermitted(
                _("You may not give or take the role %(role)s over %(organization)s: an administrator may.")
                % {"role": role.value, "organization": organization.name}
            )


def _facts(person: User) -> tuple[str, int | None, bool, bool]:
    return person.display_name, person.organization_id, person.sworn, person.is_active
