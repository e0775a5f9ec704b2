"""Keys of devices and programs: made once, kept as digests, revoked. In hexadecimal: no word of a command line
begins with a dash, and a double click selects one whole.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.authentication import digest_of
from patrol.errors import BadInput
from patrol.journal import Audience, audience_of, record
from patrol.models import ApiToken, Device, Organization, Unit, User
from patrol.vocabulary import PositionSource

TOKEN_LIFE = timedelta(hours=12)


@transaction.atomic
def issue_device(
    *,
    label: str,
    source: PositionSource,
    unit: Unit | None = None,
    organization: Organization | None = None,
    by: User,
    at: datetime,
) -> tuple[Device, str]:
    """Make a device and the key it reports with. The key is shown this once.

    Args:
        unit: for whom it reports; or
        organization: of whose units a gateway reports.

    Raises:
        BadInput: neither or both were given.
    """
    owner = unit.organization if unit else organization
    if owner is None or (unit is not None and organization is not None):
        raise BadInput(_("A device reports for one unit, or as a gateway for one organization."))
    key = secrets.token_hex(32)
    device = Device.objects.create(
        label=label,
        key_digest=digest_of(key),
        source=source.value,
        unit=unit,
        organization=organization,
        created_at=at,
    )
    record(
        "device.issued",
        subject=("patrol.device", device.pk),
        audience=audience_of(unit.organization)
        if unit
        else audience_of(organization)
        if organization
        else Audience("/"),
        by=by,
        at=at,
        device=device.pk,
        source=source.value,
        unit=unit.pk if unit else None,
    )
    return device, key


@transaction.atomic
def revoke_device(*, device_id: int, by: User, at: datetime) -> None:
    """Stop taking positions from a device. Repeats change nothing."""
    device = Device.objects.select_related("unit__organization", "organization").get(pk=device_id)
    if Device.objects.filter(pk=device_id, revoked_at__isnull=True).update(revoked_at=at):
        organization = device.unit.organization if device.unit else device.organization
        record(
            "device.revoked",
            subject=("patrol.device", device_id),
            audience=audience_of(organization) if organization else Audience("/"),
            by=by,
            at=at,
            device=device_id,
        )


@transaction.atomic
def issue_api_token(*, user: User, at: datetime) -> tuple[ApiToken, str]:
    """Let a program speak for a person for twelve hours (CJIS IA-5). The key is shown this once."""
    key = secrets.token_hex(32)
    token = ApiToken.objects.create(user=user, key_digest=digest_of(key), created_at=at, expires_at=at + TOKEN_LIFE)
    return token, key
