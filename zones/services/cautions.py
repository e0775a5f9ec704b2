"""Cautions: physical dangers of a place, noted with an end, withdrawn when they are over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.models import User
from zones.models import Caution
from zones.services.planning import checked_place, note, organization_with, stored
from zones.vocabulary import CautionKind

LONGEST = timedelta(days=366)


@transaction.atomic
def note_caution(
    *,
    place: BaseGeometry,
    text: str,
    kind: CautionKind,
    organization_id: int,
    expires_at: datetime,
    by: User,
    at: datetime,
) -> Caution:
    """Warn of a danger of a place (WGS-84) until `expires_at`. Of the place, never of a person; a year at most.

    Raises:
        BadShape: no place.
        BadInput: it ends before it begins, or after more than a year.
        NotFound: no such organization.
    """
    position, organization = checked_place(place), organization_with(organization_id)
    if not at < expires_at <= at + LONGEST:
        raise BadInput(_("A caution ends between now and a year from now. Note it again if it lasts."))
    caution = Caution.objects.create(
        place=stored(position),
        text=text,
        kind=kind.value,
        author=by,
        organization=organization,
        noted_at=at,
        expires_at=expires_at,
    )
    note(caution, "noted", by=by, at=at, kind=kind.value, expires_at=expires_at.isoformat())
    return caution


@transaction.atomic
def withdraw_caution(*, caution_id: UUID, by: User, at: datetime) -> Caution:
    """Take a caution back before its end. It stays on record.

    Raises:
        NotFound: no such caution.
        NotAllowed: it is over already.
    """
    caution = Caution.objects.select_for_update(no_key=True).filter(pk=caution_id).first()
    if caution is None:
        raise NotFound(_("There is no such thing."), id=str(caution_id))
    if caution.withdrawn_at is not None or caution.expires_at <= at:
        raise NotAllowed(_("The caution is over already."))
    caution.withdrawn_at = at
    caution.save(update_fields=["withdrawn_at"])
    note(caution, "withdrawn", by=by, at=at)
    return caution
