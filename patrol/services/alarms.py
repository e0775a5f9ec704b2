"""Alarms: raised by any app, owned by whoever acknowledges them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.journal import audience_of, record
from patrol.models import Alarm, Organization, Unit, User
from patrol.prepared import Prepared
from patrol.rows import Rows
from patrol.vocabulary import HELP

OPEN_ALARMS = Prepared(
    lambda label, subject_id: (
        Alarm.objects.open().locked().select_related("organization").filter(subject_label=label, subject_id=subject_id)
    ),
    str,
    str,
)
ALARMS = Rows(Alarm)
LABEL = "patrol.alarm"
LONGEST_SNOOZE = timedelta(hours=12)


@transaction.atomic
def raise_alarm(
    *,
    kind: str,
    subject: tuple[str, object],
    organization: Organization,
    data: dict[str, object],
    tells: Unit | None = None,
    at: datetime,
) -> Alarm:
    """Have somebody of the organization act now. An open alarm of the same kind and subject stays as it is.

    Args:
        tells: the unit whose crew hears of the alarm, too.
    """
    alarm, created = Alarm.objects.get_or_create(
        kind=kind,
        subject_label=subject[0],
        subject_id=str(subject[1]),
        closed_at=None,
        defaults={"organization": organization, "data": data, "raised_at": at},
    )
    if created:
        record(
            "alarm.raised",
            subject=(LABEL, alarm.pk),
            audience=audience_of(organization, *([tells] if tells else [])),
            by=None,
            at=at,
            alarm=alarm.pk,
            kind=kind,
            subject_label=subject[0],
            subject_id=str(subject[1]),
            data=data,
        )
    return alarm


def locked_alarm(alarm_id: int) -> Alarm:
    """The open alarm, locked for change.

    Raises:
        NotFound: there is none with this id.
        NotAllowed: it is closed.
    """
    alarm = Alarm.objects.locked().select_related("organization").filter(pk=alarm_id).first()
    if alarm is None:
        raise NotFound(_("There is no such alarm."))
    if alarm.closed_at is not None:
        raise NotAllowed(_("This alarm is over."), alarm=alarm.pk)
    return alarm


@transaction.atomic
def acknowledge_alarm(*, alarm_id: int, by: User, at: datetime) -> Alarm:
    """Take an alarm: from now it has an owner. The first one keeps it."""
    alarm = locked_alarm(alarm_id)
    if alarm.acknowledged_at is None:
        alarm.owner, alarm.acknowledged_at = by, at
        alarm.save(update_fields=["owner", "acknowledged_at"])
        tell(alarm, "acknowledged", by=by, at=at, owner=by.display_name)
    return alarm


@transaction.atomic
def snooze_alarm(*, alarm_id: int, until: datetime, reason: str, by: User, at: datetime) -> Alarm:
    """Silence an alarm for a while, with a reason.

    Raises:
        BadInput: no reason, or a moment that has passed or lies beyond a shift.
        NotAllowed: a crew calls for help.
    """
    if not reason.strip() or not at < until <= at + LONGEST_SNOOZE:
        raise BadInput(_("Say why, and until when in the next twelve hours."))
    alarm = locked_alarm(alarm_id)
    if alarm.kind == HELP:
        raise NotAllowed(_("A call for help does not wait. Take it."), alarm=alarm.pk)
    alarm.snoozed_until, alarm.snooze_reason = until, reason.strip()
    alarm.save(update_fields=["snoozed_until", "snooze_reason"])
    tell(alarm, "snoozed", by=by, at=at, until=until.isoformat())
    return alarm


@transaction.atomic
def declare_safe(*, unit_id: int, by: User, at: datetime) -> bool:
    """The crew that called for help is safe, as whoever answered it knows: the alarm is over. Again changes nothing.

    Returns whether one was open.
    """
    alarm = Alarm.objects.open().locked().filter(kind=HELP, subject_id=str(unit_id)).first()
    if alarm is None:
        return False
    acknowledge_alarm(alarm_id=alarm.pk, by=by, at=at)
    Alarm.objects.filter(pk=alarm.pk).update(closed_at=at)
    tell(alarm, "closed", by=by, at=at)
    return True


@transaction.atomic
def close_alarm(*, kind: str, subject: tuple[str, object], at: datetime) -> bool:
    """What the alarm asked for has happened. Returns whether one was open."""
    return close_alarms(kind, subject=subject, at=at) > 0


def close_alarms(*kinds: str, subject: tuple[str, object], at: datetime) -> int:
    """Close the open alarms of these kinds about a subject, or of any kind; how many there were."""
    alarms = [alarm for alarm in OPEN_ALARMS.all(subject[0], str(subject[1])) if not kinds or alarm.kind in kinds]
    for alarm in alarms:
        alarm.closed_at = at
        ALARMS.change(alarm, "closed_at")
        tell(alarm, "closed", by=None, at=at)
    return len(alarms)


def tell(alarm: Alarm, what: str, *, by: User | None, at: datetime, **more: object) -> None:
    """Journal what became of it; a crew that called for help hears of it."""
    crew = Unit.objects.filter(pk=alarm.subject_id) if alarm.kind == HELP else ()
    record(
        f"alarm.{what}",
        subject=(LABEL, alarm.pk),
        audience=audience_of(alarm.organization, *crew),
        by=by,
        at=at,
        alarm=alarm.pk,
        **more,
    )
