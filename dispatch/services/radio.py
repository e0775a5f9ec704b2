"""What an operator hears by radio and states for a unit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.services.calls import point_of
from dispatch.services.records import locked_units
from patrol import live
from patrol.clocks import Said
from patrol.errors import NotAllowed
from patrol.journal import audience_of, record
from patrol.models import Shift, Unit, User
from patrol.services import checked_moment
from patrol.vocabulary import PositionSource

UNIT_LABEL = "patrol.unit"


@transaction.atomic
def set_position(
    *,
    unit_id: int,
    lon: float,
    lat: float,
    datum: str = "wgs84",
    happened_at: datetime | None = None,
    by: User,
    at: datetime,
) -> live.LivePosition:
    """Set where a unit is, as it said by radio; it is ranked by that until something better tells. Returns where
    the unit counts as being now: a vehicle tracker that spoke in the last 30 s keeps the word.

    Args:
        lon, lat: degrees in `datum`.
        happened_at: when it was there, if that was before `at`.

    Raises:
        NotFound: no such unit.
        NotAllowed: it is off duty.
        BadInput: no such datum or place on earth; a moment in the future or before its shift.
    """
    point = point_of(lon, lat, datum)
    (unit,) = locked_units([unit_id])
    shift = Shift.objects.filter(unit=unit, ends_at__isnull=True).first()
    if shift is None:
        raise NotAllowed(_("%(unit)s is off duty. Sign it on first.") % {"unit": unit.call_sign}, unit=unit.pk)
    said = Said(happened_at=happened_at, by_radio=True)
    moment = checked_moment(said, at=at, not_before=shift.starts_at)
    live.store([report(unit, point.x, point.y, moment=moment, at=at)])
    record(
        "unit.position_told",
        subject=(UNIT_LABEL, unit.pk),
        audience=audience_of(unit.organization, unit),
        by=by,
        at=moment,
        unit=unit.pk,
        by_radio=True,
    )
    (position,) = live.fixes_of([unit.pk])
    return position


def report(unit: Unit, lon: float, lat: float, *, moment: datetime, at: datetime) -> live.Report:
    return live.Report(
        unit_id=unit.pk,
        fixed_at=moment,
        received_at=at,
        lon=lon,
        lat=lat,
        accuracy_m=None,
        speed_mps=None,
        heading_deg=None,
        source=PositionSource.RADIO.value,
    )
