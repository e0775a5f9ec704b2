"""What a unit is at: set by its crew, or by a dispatcher by radio."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotAllowed
from patrol.models import Unit, User
from patrol.services.returns import await_return
from patrol.services.shifts import locked_unit, note, open_shift
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus

LONGEST_AWAY = timedelta(days=7)  # a car in the workshop; whoever is away longer signs off


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The unit as it is now, and what was unusual about the change, in words: said, not refused."""

    unit: Unit
    warning: str = ""


@transaction.atomic
def set_unit_status(
    *, unit_id: int, status: UnitStatus, until: datetime | None = None, by: User, at: datetime
) -> StatusChange:
    """Say what the unit is at, and when it is expected back; an alarm follows when it is not. Repeats change nothing.

    Args:
        until: only with a status in which the unit cannot be sent; none: nobody waits for it.

    Raises:
        NotAllowed: the unit is off duty, or the status is one that signing on or off gives.
        BadInput: `until` has passed, lies more than a week ahead, or goes with a status in which the unit can be sent.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    if status is UnitStatus.OFF_DUTY:
        raise NotAllowed(_("Sign the unit off to take it off duty."))
    refuse_wrong_return(status, until, at=at)
    if (unit.status, unit.status_until) != (status.value, until):
        unit.status, unit.status_until = status.value, until
        unit.save(update_fields=["status", "status_until"])
        await_return(unit, at=at)
        note(unit, "status_changed", shift=shift, by=by, at=at)
    return StatusChange(unit)


def refuse_wrong_return(status: UnitStatus, until: datetime | None, *, at: datetime) -> None:
    """
    Raises:
        BadInput: see `set_unit_status`.
    """
    if until is None:
        return
    if status in DISPATCHABLE_STATUSES:
        raise BadInput(_("A unit that can be sent is not awaited: leave the time of its return out."))
    if not at < until <= at + LONGEST_AWAY:
        raise BadInput(_("Say when the unit will be back: a time to come, within a week."))
