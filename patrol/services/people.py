"""People: who works here, what they may do, how they log in, who frees them."""

from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.journal import Audience, audience_of, record
from patrol.models import ApiToken, CrewMember, Organization, RoleGrant, Shift, User
from patrol.services.shifts import count_crew, locked_unit
from patrol.services.shifts import note as note_unit
from patrol.vocabulary import Role

LABEL = "patrol.user"


@transaction.atomic
def create_person(
    *,
    username: str,
    display_name: str,
    password: str | None,
    organization_id: int | None,
    sworn: bool,
    by: User,
    at: datetime,
) -> User:
    """Add a person. Without a password nobody can log in as them until one is set.

    Raises:
        BadInput: the user name or the password breaks the rules; says which.
        NotAllowed: the user name is taken.
    """
    person = User(
        username=User.normalize_username(username),
        display_name=display_name,
        organization=_organization(organization_id),
        sworn=sworn,
    )
    _refuse_bad_username(person.username)
    _give_password(person, password)
    _insert(person)
    _note(person, "created", by=by, at=at, organization=organization_id, sworn=sworn)
    return person


@transaction.atomic
def create_first_administrator(*, username: str, password: str, at: datetime) -> User:
    """Add the person who sets the system up: may do everything an administrator may, everywhere.

    Raises:
        BadInput: the user name or the password breaks the rules; says which.
        NotAllowed: the user name is taken.
    """
    person = User(username=User.normalize_username(username), display_name=username, is_staff=True, is_superuser=True)
    _refuse_bad_username(person.username)
    _give_password(person, password)
    _insert(person)
    _note(person, "created", by=None, at=at, organization=None, sworn=False)
    return person


@transaction.atomic
def change_person(
    *,
    user_id: int,
    display_name: str,
    organization_id: int | None,
    sworn: bool,
    active: bool,
    by: User,
    at: datetime,
) -> User:
    """Rename, move, swear in or part with a person. Nothing different: nothing happens.

    A change of `sworn` in mid-shift changes the crew counts of the unit with it (F12).

    Raises:
        NotFound: no such person or organization.
        NotAllowed: somebody who is on a unit now cannot leave.
    """
    riding = CrewMember.objects.filter(user_id=user_id, left_at__isnull=True).select_related("shift").first()
    unit = locked_unit(riding.shift.unit_id) if riding else None
    person = _locked_person(user_id)
    wanted = (display_name, organization_id, sworn, active)
    if (person.display_name, person.organization_id, person.sworn, person.is_active) == wanted:
        return person
    if unit is not None and not active:
        raise NotAllowed(_("%(name)s is on %(unit)s now.") % {"name": person.display_name, "unit": unit.call_sign})
    recount = person.sworn != sworn
    person.display_name, person.sworn, person.is_active = display_name, sworn, active
    person.organization = _organization(organization_id)
    person.save(update_fields=["display_name", "organization", "sworn", "is_active"])
    if not active:
        ApiToken.objects.filter(user=person).delete()
    _note(person, "changed", by=by, at=at, organization=organization_id, sworn=sworn, active=active)
    if riding is not None and unit is not None and recount:
        _recount(unit_id=unit.pk, shift=riding.shift, by=by, at=at)
    return person


def _recount(*, unit_id: int, shift: Shift, by: User, at: datetime) -> None:
    unit = locked_unit(unit_id)
    count_crew(unit, shift)
    note_unit(unit, "crew_changed", shift=shift, by=by, at=at)


@transaction.atomic
def set_password(*, user_id: int, password: str, by: User, at: datetime) -> User:
    """Give a person a new password; their sessions and API tokens end.

    Raises:
        NotFound: no such person.
        BadInput: the password breaks the rules; says which.
    """
    person = _locked_person(user_id)
    _give_password(person, password)
    person.save(update_fields=["password"])
    ApiToken.objects.filter(user=person).delete()
    _note(person, "password_set", by=by, at=at)
    return person


@transaction.atomic
def grant_role(*, user_id: int, role: Role, organization_id: int, by: User, at: datetime) -> RoleGrant:
    """Give a person a role over an organization and all below it. Repeats change nothing.

    After the commit the caller tells the person's pages: `realtime.tell_rights_changed`.

    Raises:
        NotFound: no such person or organization.
    """
    person = _locked_person(user_id)
    organization = _organization(organization_id)
    grant, created = RoleGrant.objects.get_or_create(user=person, role=role.value, organization=organization)
    if created:
        _note_role(grant, "granted", by=by, at=at)
    return grant


@transaction.atomic
def revoke_role(*, user_id: int, role: Role, organization_id: int, by: User, at: datetime) -> None:
    """Take a role back. After the commit the caller tells the person's pages.

    Raises:
        NotFound: the person does not hold it.
    """
    grant = (
        RoleGrant.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(user_id=user_id, role=role.value, organization_id=organization_id)
        .first()
    )
    if grant is None:
        raise NotFound(_("The person does not hold this role."))
    _note_role(grant, "revoked", by=by, at=at)
    grant.delete()


@transaction.atomic
def free_locked_person(*, person: User, by: User, at: datetime) -> None:
    """Let a person log in again who was locked after too many wrong passwords.

    Raises:
        NotAllowed: nothing was counted against the person.
    """
    if not reset(username=person.username):
        raise NotAllowed(_("%(name)s is not locked.") % {"name": person.display_name})
    _note(person, "freed", by=by, at=at)


def password_faults(password: str, person: User) -> list[str]:
    """What is wrong with a password, in the words of the rules; nothing if it will do."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def _give_password(person: User, password: str | None) -> None:
    if password is not None and (faults := password_faults(password, person)):
        raise BadInput(" ".join(faults))
    person.set_password(password)


def _refuse_bad_username(username: str) -> None:
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from error


def _insert(person: User) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed(
            _("There is a person with the user name %(username)s already.") % {"username": person.username}
        ) from error


def _locked_person(user_id: int) -> User:
    person = (
        User.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization")
        .filter(pk=user_id)
        .first()
    )
    if person is None:
        raise NotFound(_("There is no such person."), user=user_id)
    return person


def _organization(organization_id: int | None) -> Organization | None:
    if organization_id is None:
        return None
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    return organization


def _note(person: User, what: str, *, by: User | None, at: datetime, **facts: object) -> None:
    """Journal ids only: names live in the person's own row."""
    record(
        f"person.{what}",
        subject=(LABEL, person.pk),
        audience=audience_of(person.organization) if person.organization else Audience("/"),
        by=by,
        at=at,
        user=person.pk,
        **facts,
    )


def _note_role(grant: RoleGrant, what: str, *, by: User, at: datetime) -> None:
    record(
        f"role.{what}",
        subject=(LABEL, grant.user_id),
        audience=audience_of(grant.organization),
        by=by,
        at=at,
        user=grant.user_id,
        role=grant.role,
        organization=grant.organization_id,
    )
