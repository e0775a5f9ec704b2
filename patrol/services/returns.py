"""When a unit that is away is expected back, and the alarm when it is not."""

from datetime import datetime

from django.db import transaction

from patrol.deadlines import cancel_deadlines, set_deadline
from patrol.models import Unit
from patrol.services.alarms import close_alarms, raise_alarm
from patrol.services.organizations import bureau_of

LABEL = "patrol.unit"
RETURN = "unit.return"
OVERDUE = "unit.overdue"


def await_return(unit: Unit, *, at: datetime) -> None:
    """Expect a locked unit back at its `status_until`, or no more; an alarm about the last time it was late is over."""
    subject = (LABEL, unit.pk)
    if unit.status_until is None:
        cancel_deadlines(RETURN, subject=subject, at=at)
    else:
        set_deadline(RETURN, subject=subject, due_at=unit.status_until)
    close_alarms(OVERDUE, subject=subject, at=at)


@transaction.atomic
def alarm_overdue_unit(*, subject_id: str, at: datetime) -> None:
    """The unit is not back in time: somebody should ask how it is."""
    unit = Unit.objects.locked().select_related("organization").filter(pk=int(subject_id)).first()
    if unit is None or unit.status_until is None or unit.status_until > at:
        return
    raise_alarm(
        kind=OVERDUE,
        subject=(LABEL, unit.pk),
        organization=bureau_of(unit.organization),
        data={
            "unit": unit.pk,
            "call_sign": unit.call_sign,
            "status": unit.status,
            "until": unit.status_until.isoformat(),
        },
        at=at,
    )
