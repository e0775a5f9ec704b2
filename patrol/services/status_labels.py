"""What an organization calls a unit's states."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotFound
from patrol.journal import audience_of, record
from patrol.models import Organization, StatusLabel, User
from patrol.vocabulary import UnitStatus

LABEL = "patrol.statuslabel"


@transaction.atomic
def name_status(*, organization_id: int, status: UnitStatus, label: str, by: User, at: datetime) -> StatusLabel:
    """Show this name of a state for the units of an organization and below it, unless a nearer one has its own.

    Pages show it from when they are opened next; what is stored, counted and exported stays the same word.

    Raises:
        NotFound: no such organization.
        BadInput: the name is empty.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    if not label.strip():
        raise BadInput(_("Write the name, or delete it to show ours again."))
    named, _created = StatusLabel.objects.update_or_create(
        organization=organization, status=status.value, defaults={"label": label.strip()}
    )
    note(named, "set", by=by, at=at)
    return named


@transaction.atomic
def forget_status_name(*, label_id: int, by: User, at: datetime) -> None:
    """Show the name of the organization above, or ours, again. Repeats change nothing."""
    named = StatusLabel.objects.select_for_update(of=("self",)).select_related("organization").filter(pk=label_id)
    for one in named:
        note(one, "forgotten", by=by, at=at)
        one.delete()


def note(named: StatusLabel, what: str, *, by: User, at: datetime) -> None:
    record(
        f"status_name.{what}",
        subject=(LABEL, named.pk),
        audience=audience_of(named.organization),
        by=by,
        at=at,
        organization=named.organization_id,
        status=named.status,
        label=named.label,
    )
