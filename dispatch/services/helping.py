"""A crew's call for help: an alarm that nothing mutes, and a call to send others to."""

from datetime import datetime

from django.db import transaction

from dispatch.models import Assignment, Incident
from dispatch.services.calls import take_call
from dispatch.services.finding import LonLat, last_place, put_on_scene, unit_on_duty
from dispatch.services.records import locked_units, tell
from dispatch.vocabulary import HELP_TYPE, IncidentSource
from patrol.clocks import AT_ONCE, LONGEST_QUEUED, Said
from patrol.errors import BadInput
from patrol.models import Alarm, Unit, User
from patrol.services import bureau_of, checked_moment, raise_alarm
from patrol.vocabulary import HELP


@transaction.atomic
def call_help(
    *,
    unit_id: int,
    where: LonLat | None = None,
    datum: str = "wgs84",
    said: Said = AT_ONCE,
    by: User,
    at: datetime,
) -> Alarm:
    """A crew is in danger: an alarm of its bureau, about the call that it is at, or about a new one where it stands.

    Nothing stands in its way: without any known place there is an alarm and no call. Again, while the first one is
    open, changes nothing (domain 4.1: the red key that is always there; NG9-1-1 EIDO: emergency state of a unit).

    Args:
        where: degrees in `datum`; the unit's last position where None.
        said: when it was pressed, if the phone had no network.

    Raises:
        NotFound: there is no such unit.
        NotAllowed: the unit is off duty.
    """
    moment = checked_moment(said, at=at, not_before=at - LONGEST_QUEUED)
    unit = unit_on_duty(unit_id)
    locked_units([unit.pk])
    open_one = Alarm.objects.open().filter(kind=HELP, subject_id=str(unit.pk)).first()
    if open_one is not None:
        return open_one
    incident = call_of(unit) or new_call(unit, where, datum, by=by, at=at, moment=moment)
    if incident is not None:
        tell(incident, "incident.help_called", unit, by=by, at=moment, unit=unit.pk)
    about = {"incident": str(incident.pk)} if incident else {}
    return raise_alarm(
        kind=HELP,
        subject=("patrol.unit", unit.pk),
        organization=bureau_of(unit.organization),
        data={"unit": unit.pk, "call_sign": unit.call_sign, "emergency": True, **about},
        tells=unit,
        at=moment,
    )


def call_of(unit: Unit) -> Incident | None:
    """The call that the unit is committed to."""
    sent = Assignment.objects.active().filter(unit=unit, order__commits=True).select_related("incident").first()
    return sent.incident if sent else None


def new_call(
    unit: Unit, where: LonLat | None, datum: str, *, by: User, at: datetime, moment: datetime
) -> Incident | None:
    """A call of the first priority with the unit on scene; None where nobody knows the place."""
    try:
        lon, lat = where or last_place(unit)
        with transaction.atomic():
            incident = take_call(
                organization_id=bureau_of(unit.organization).pk,
                type_code=HELP_TYPE,
                lon=lon,
                lat=lat,
                datum=datum if where else "wgs84",
                source=IncidentSource.PATROL.value,
                received_at=moment,
                by=by,
                at=at,
            )
    except BadInput:
        return None
    put_on_scene(unit, incident, by=by, at=moment)
    return incident
