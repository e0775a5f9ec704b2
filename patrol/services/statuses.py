"""What a unit is at: set by its crew, or by a dispatcher by radio."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.clocks import AT_ONCE, Said, UnlikelyTime, counted
from patrol.errors import BadInput, NotAllowed
from patrol.journal import audience_of, record
from patrol.models import Order, Shift, Unit, User
from patrol.permissions import can_dispatch
from patrol.services.returns import await_return
from patrol.services.shifts import LABEL, locked_unit, note, open_shift
from patrol.statuses import Strictness, Unusual, is_refused, why_unusual
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus

LONGEST_AWAY = timedelta(days=7)  # a car in the workshop; whoever is away longer signs off

WORDS = {
    Unusual.HAS_AN_ORDER: _("%(unit)s has an order."),
    Unusual.PERSON_ABOARD: _("%(unit)s was taking somebody along."),
    Unusual.NOT_ON_THE_STREET: _("%(unit)s was not on the street."),
    Unusual.NOT_FIT: _("%(unit)s was not fit for duty."),
}
ADVICE = {
    Unusual.HAS_AN_ORDER: _("Clear it first."),
    Unusual.PERSON_ABOARD: _("Hand the person over and go back on patrol first."),
    Unusual.NOT_ON_THE_STREET: _("Go back on patrol first."),
    Unusual.NOT_FIT: _("Go back on patrol first."),
}


class UnusualStatus(NotAllowed):
    """This state does not follow the one before, and the site enforces it."""

    code = "unusual_status"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The unit as it is now, and what was unusual about the change, in words: said, not refused."""

    unit: Unit
    warning: str = ""


@transaction.atomic
def set_unit_status(
    *,
    unit_id: int,
    status: UnitStatus,
    until: datetime | None = None,
    said: Said = AT_ONCE,
    by: User,
    at: datetime,
) -> StatusChange:
    """Say what the unit is at, and when it is expected back; an alarm follows when it is not. Repeats change nothing.

    Args:
        until: only with a status in which the unit cannot be sent; none: nobody waits for it.
        said: since when, where that was not just now: stated by radio.

    Raises:
        NotAllowed: the unit is off duty, or the status is one that signing on or off gives.
        UnusualStatus: it does not follow the one before; to crews, where STATUS_TRANSITIONS is `enforce`.
        BadInput: `until` has passed, lies more than a week ahead, or goes with a status in which the unit can be sent;
            or `said` gives a moment in the future or before the shift.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    if status is UnitStatus.OFF_DUTY:
        raise NotAllowed(_("Sign the unit off to take it off duty."))
    refuse_wrong_return(status, until, at=at)
    moment = checked_moment(said, shift, at=at)
    warning = ""
    if (unit.status, unit.status_until) != (status.value, until):
        warning = checked(unit, status, by=by, at=at)
        unit.status, unit.status_until = status.value, until
        unit.save(update_fields=["status", "status_until"])
        await_return(unit, at=at)
        note(unit, "status_changed", shift=shift, by=by, at=moment)
    return StatusChange(unit, warning)


@transaction.atomic
def override_drivers_lock(*, unit_id: int, said: Said = AT_ONCE, by: User, at: datetime) -> Unit:
    """Somebody rides along and opens the phone of a moving unit: allowed once a trip, and journalled.

    Raises:
        NotAllowed: the unit is off duty.
        BadInput: `said` gives a moment in the future or before the shift.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    note(unit, "lock_overridden", shift=shift, by=by, at=checked_moment(said, shift, at=at))
    return unit


def checked_moment(said: Said, shift: Shift, *, at: datetime) -> datetime:
    """Since when the unit has been in its new state (`patrol.clocks.counted`).

    Raises:
        BadInput: stated, and in the future or before the shift.
    """
    try:
        return counted(said, at=at, not_before=shift.starts_at)
    except UnlikelyTime as error:
        raise BadInput(
            _("That moment lies in the future, or before the shift. Say when it really was."),
            happened_at=str(said.happened_at),
        ) from error


def checked(unit: Unit, status: UnitStatus, *, by: User, at: datetime) -> str:
    """What is unusual about a locked unit's next state, in words; journalled. Empty as a rule.

    Raises:
        UnusualStatus: see `set_unit_status`.
    """
    strictness = Strictness(settings.STATUS_TRANSITIONS)
    has_order = Order.objects.committing().filter(unit=unit).exists()
    why = why_unusual(UnitStatus(unit.status), status, has_order=has_order)
    if why is None or strictness is Strictness.OFF:
        return ""
    words = WORDS[why] % {"unit": unit.call_sign}
    facts = {"unit": unit.pk, "before": unit.status, "to": status.value, "why": why.value}
    if is_refused(why, strictness, by_operator=can_dispatch(by, unit.organization)):
        raise UnusualStatus(f"{words} {ADVICE[why]}", **facts)
    record(
        "unit.status_unusual",
        subject=(LABEL, unit.pk),
        audience=audience_of(unit.organization, unit),
        by=by,
        at=at,
        **facts,
    )
    return str(_("Set, though unusual: %(why)s") % {"why": words})


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
