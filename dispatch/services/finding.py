"""What a crew finds on patrol: received, dispatched and on scene in one act (F41)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import Step
from dispatch.models import Incident
from dispatch.services.assigning import send
from dispatch.services.calls import take_call
from dispatch.services.records import locked_units
from dispatch.services.stepping import locked_assignment, move
from dispatch.vocabulary import IncidentSource
from patrol.clocks import AT_ONCE, LONGEST_QUEUED, Said
from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.live import fixes_of
from patrol.models import Order, Unit, User
from patrol.services import bureau_of, checked_moment
from patrol.vocabulary import UnitStatus

type LonLat = tuple[float, float]
FOUND = "found on patrol"


@transaction.atomic
def report_found(
    *,
    unit_id: int,
    type_code: str,
    where: LonLat | None = None,
    datum: str = "wgs84",
    note: str = "",
    by: User,
    at: datetime,
    said: Said = AT_ONCE,
) -> Incident:
    """A crew found something: a call of its bureau with the unit on scene, all at one moment.

    A unit that has an order keeps it: the call is taken all the same, and waits for somebody to be sent.

    Args:
        where: degrees in `datum`; the unit's last position where None.
        said: when they found it, if the device kept the report for want of a network.

    Raises:
        NotFound: no such unit.
        BadInput: no such type or place, or no place known.
        NotAllowed: the unit is off duty.
    """
    moment = checked_moment(said, at=at, not_before=at - LONGEST_QUEUED)
    unit = unit_on_duty(unit_id)
    lon, lat = where or last_place(unit)
    incident = take_call(
        organization_id=bureau_of(unit.organization).pk,
        type_code=type_code,
        lon=lon,
        lat=lat,
        datum=datum if where else "wgs84",
        source=IncidentSource.PATROL.value,
        received_at=moment,
        note=note,
        by=by,
        at=at,
    )
    put_on_scene(unit, incident, by=by, at=moment)
    return incident


def unit_on_duty(unit_id: int) -> Unit:
    """
    Raises:
        NotFound: there is no such unit.
        NotAllowed: it is off duty.
    """
    unit = Unit.objects.select_related("organization").filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("There is no such unit."), unit=unit_id)
    if unit.status == UnitStatus.OFF_DUTY:
        raise NotAllowed(_("%(unit)s is off duty. Sign on first.") % {"unit": unit.call_sign}, unit=unit.pk)
    return unit


def last_place(unit: Unit) -> LonLat:
    """Where the unit was last, WGS-84.

    Raises:
        BadInput: it has told no position.
    """
    for fix in fixes_of([unit.pk]):
        return fix.lon, fix.lat
    raise BadInput(_("The position of %(unit)s is not known. Say where.") % {"unit": unit.call_sign}, unit=unit.pk)


def put_on_scene(unit: Unit, incident: Incident, *, by: User, at: datetime) -> None:
    """Order the unit to the call where it stands, answered and arrived at the same moment; not if it has an order."""
    (locked,) = locked_units([unit.pk])
    if Order.objects.committing().filter(unit=locked).exists():
        return
    sent = send(locked, incident, {}, reason=FOUND, by=by, at=at)
    move(locked_assignment(sent.pk), Step.ARRIVE, by=by, at=at)
