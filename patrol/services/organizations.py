"""The tree of organizations: planted, renamed, moved."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from patrol.errors import NotAllowed, NotFound
from patrol.journal import audience_of, record
from patrol.models import Organization, User
from patrol.vocabulary import OrganizationKind

LABEL = "patrol.organization"
LEVELS = list(OrganizationKind)


@transaction.atomic
def create_organization(
    *,
    code: str,
    name: str,
    kind: OrganizationKind,
    parent_id: int | None = None,
    phone: str = "",
    by: User,
    at: datetime,
) -> Organization:
    """Add an organization at the top or below a parent; its path is written once its number is known.

    Raises:
        NotFound: no such parent.
        NotAllowed: the code is taken, or the parent is no higher in rank.
    """
    parent = _found(parent_id) if parent_id is not None else None
    _refuse_wrong_rank(kind, parent)
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                code=code, name=name, kind=kind.value, parent=parent, phone=phone
            )
    except IntegrityError as error:
        raise NotAllowed(_("There is an organization with the code %(code)s already.") % {"code": code}) from error
    organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
    organization.save(update_fields=["path"])
    _note(organization, "created", by=by, at=at)
    return organization


@transaction.atomic
def change_organization(
    *,
    organization_id: int,
    name: str,
    kind: OrganizationKind,
    parent_id: int | None,
    phone: str | None = None,
    by: User,
    at: datetime,
) -> Organization:
    """Rename an organization, or move it with everything below it. Nothing different: nothing happens.

    Without a `phone` that of its desk stays as it is.

    What the journal holds keeps the place in the tree that it had when it happened.

    Raises:
        NotFound: no such organization or parent.
        NotAllowed: the parent is no higher in rank, or lies below the organization itself.
    """
    tree = {
        organization.pk: organization
        for organization in Organization.objects.select_for_update(no_key=True).order_by("pk")
    }
    organization = tree.get(organization_id) or _found(organization_id)
    parent = (tree.get(parent_id) or _found(parent_id)) if parent_id is not None else None
    phone = organization.phone if phone is None else phone
    facts = (organization.name, organization.kind, organization.parent_id, organization.phone)
    if facts == (name, kind.value, parent_id, phone):
        return organization
    _refuse_wrong_rank(kind, parent)
    if parent is not None and (parent.path or "").startswith(organization.path or ""):
        raise NotAllowed(_("%(name)s cannot be moved below itself.") % {"name": organization.name})
    _refuse_outranked_children(organization, kind)
    organization.name, organization.kind, organization.parent, organization.phone = name, kind.value, parent, phone
    organization.save(update_fields=["name", "kind", "parent", "phone"])
    _move(organization, f"{parent.path if parent else '/'}{organization.pk}/")
    _note(organization, "changed", by=by, at=at)
    return organization


def _found(organization_id: int) -> Organization:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    return organization


def bureau_of(organization: Organization) -> Organization:
    """The top of the tree that an organization stands in: its console commands all units of the tree."""
    if not organization.path:
        return organization
    return Organization.objects.get(pk=int(organization.path.strip("/").split("/")[0]))


def _refuse_wrong_rank(kind: OrganizationKind, parent: Organization | None) -> None:
    """Bureau, district, station, squad: whatever stands below another is lower in rank."""
    if parent is not None and LEVELS.index(OrganizationKind(parent.kind)) >= LEVELS.index(kind):
        raise NotAllowed(
            _("A %(kind)s cannot stand below %(parent)s, which is a %(rank)s.")
            % {"kind": dict(Organization.KINDS)[kind.value], "parent": parent.name, "rank": parent.get_kind_display()}
        )


def _refuse_outranked_children(organization: Organization, kind: OrganizationKind) -> None:
    for child in Organization.objects.filter(parent=organization):
        if LEVELS.index(kind) >= LEVELS.index(OrganizationKind(child.kind)):
            raise NotAllowed(
                _("%(child)s below it is a %(kind)s.") % {"child": child.name, "kind": child.get_kind_display()}
            )


def _move(organization: Organization, path: str) -> None:
    """Give the subtree its new paths in one statement."""
    old = organization.path or ""
    if old != path:
        below = Organization.objects.within(old)
        below.update(path=Concat(Value(path), Substr("path", len(old) + 1)))
        organization.path = path


def _note(organization: Organization, what: str, *, by: User, at: datetime) -> None:
    record(
        f"organization.{what}",
        subject=(LABEL, organization.pk),
        audience=audience_of(organization),
        by=by,
        at=at,
        organization=organization.pk,
        code=organization.code,
        kind=organization.kind,
        parent=organization.parent_id,
    )
