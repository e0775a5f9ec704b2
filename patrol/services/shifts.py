"""Shifts: a unit signs on with vehicle, crew, radio and phone in one act, changes on the way, and signs off."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotAllowed, NotFound, UnitBusy
from patrol.journal import audience_of, record
from patrol.live import forget
from patrol.models import CrewMember, Device, Order, Shift, Unit, User
from patrol.services.returns import await_return
from patrol.vocabulary import TravelMode, UnitStatus

LABEL = "patrol.unit"


def locked_unit(unit_id: int) -> Unit:
    """The unit, locked for change.

    Raises:
        NotFound: there is none with this id.
    """
    unit = Unit.objects.locked().select_related("organization", "template").filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("There is no such unit."), unit=unit_id)
    return unit


def open_shift(unit: Unit) -> Shift:
    """The shift that the unit is on.

    Raises:
        NotAllowed: it is off duty.
    """
    shift = Shift.objects.filter(unit=unit, ends_at__isnull=True).first()
    if shift is None:
        raise NotAllowed(_("%(unit)s is off duty. Sign it on first.") % {"unit": unit.call_sign}, unit=unit.pk)
    return shift


@transaction.atomic
def sign_on(
    *,
    unit_id: int,
    crew: Sequence[int],
    vehicle: str = "",
    radio: str = "",
    phone: str = "",
    mode: TravelMode | None = None,
    by: User,
    at: datetime,
) -> Shift:
    """Put a unit on the street: vehicle, crew, radio and phone in one act.

    A unit below its template may sign on; without a sworn officer it cannot be sent (F12).

    Raises:
        NotAllowed: the unit is on duty already, or a vehicle or person is on another one.
        BadInput: the crew is empty or names nobody.
    """
    unit = locked_unit(unit_id)
    if Shift.objects.filter(unit=unit, ends_at__isnull=True).exists():
        raise NotAllowed(_("%(unit)s is on duty already.") % {"unit": unit.call_sign}, unit=unit.pk)
    try:
        with transaction.atomic():
            shift = Shift.objects.create(unit=unit, vehicle=vehicle, radio=radio, phone=phone, starts_at=at)
    except IntegrityError as error:
        raise NotAllowed(_("Vehicle %(vehicle)s is out with another unit.") % {"vehicle": vehicle}) from error
    board(shift, people_of(crew), at=at)
    unit.mode = mode.value if mode else unit.template.mode
    unit.status = UnitStatus.PATROL.value
    count_crew(unit, shift)
    note(unit, "signed_on", shift=shift, by=by, at=at)
    return shift


def people_of(crew: Sequence[int]) -> list[User]:
    """The people with these ids.

    Raises:
        BadInput: nobody, or an id of nobody.
    """
    people = list(User.objects.filter(pk__in=crew, is_active=True).order_by("pk"))
    if not people or len(people) != len(set(crew)):
        raise BadInput(_("Name the crew: at least one person, each known here."))
    return people


def board(shift: Shift, people: list[User], *, at: datetime) -> None:
    """Put people on a shift.

    Raises:
        NotAllowed: somebody rides with another unit; names who and where.
    """
    riding = (
        CrewMember.objects.filter(user__in=people, left_at__isnull=True).select_related("user", "shift__unit").first()
    )
    if riding is not None:
        raise NotAllowed(
            _("%(who)s is on %(unit)s. Sign off there first.")
            % {"who": riding.user.display_name, "unit": riding.shift.unit.call_sign}
        )
    CrewMember.objects.bulk_create([CrewMember(shift=shift, user=person, joined_at=at) for person in people])


def count_crew(unit: Unit, shift: Shift) -> None:
    """Keep the unit's crew counts in the transaction that changes the crew (F12)."""
    sworn = list(CrewMember.objects.filter(shift=shift, left_at__isnull=True).values_list("user__sworn", flat=True))
    unit.sworn_on_crew = sum(sworn)
    unit.auxiliaries_on_crew = len(sworn) - unit.sworn_on_crew
    unit.save(update_fields=["status", "status_until", "mode", "sworn_on_crew", "auxiliaries_on_crew"])


@transaction.atomic
def change_crew(*, unit_id: int, crew: Sequence[int], by: User, at: datetime) -> Shift:
    """Swap people in mid-shift. The unit keeps its call and all its times.

    Raises:
        NotAllowed: the unit is off duty, or somebody rides with another one.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    wanted = {person.pk: person for person in people_of(crew)}
    aboard = CrewMember.objects.filter(shift=shift, left_at__isnull=True)
    aboard.exclude(user_id__in=wanted).update(left_at=at)
    staying = set(aboard.values_list("user_id", flat=True))
    board(shift, [person for pk, person in wanted.items() if pk not in staying], at=at)
    count_crew(unit, shift)
    note(unit, "crew_changed", shift=shift, by=by, at=at)
    return shift


@transaction.atomic
def change_vehicle(*, unit_id: int, vehicle: str, mode: TravelMode | None = None, by: User, at: datetime) -> Shift:
    """Change the vehicle, and with it how the unit moves, in mid-shift. The unit keeps its call and all its times.

    Raises:
        NotAllowed: the unit is off duty, or the vehicle is out with another one.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    shift.vehicle = vehicle
    try:
        with transaction.atomic():
            shift.save(update_fields=["vehicle"])
    except IntegrityError as error:
        raise NotAllowed(_("Vehicle %(vehicle)s is out with another unit.") % {"vehicle": vehicle}) from error
    unit.mode = mode.value if mode else unit.mode
    unit.save(update_fields=["mode"])
    note(unit, "vehicle_changed", shift=shift, by=by, at=at)
    return shift


@transaction.atomic
def sign_off(*, unit_id: int, by: User, at: datetime) -> Unit:
    """End the shift: crew off, phone page devices revoked, no position kept from now on.

    Raises:
        NotAllowed: the unit is off duty already.
        UnitBusy: it still has an order that commits it.
    """
    unit = locked_unit(unit_id)
    shift = open_shift(unit)
    if Order.objects.committing().filter(unit=unit).exists():
        raise UnitBusy(_("%(unit)s still has an order. Clear it first.") % {"unit": unit.call_sign}, unit=unit.pk)
    CrewMember.objects.filter(shift=shift, left_at__isnull=True).update(left_at=at)
    shift.ends_at = at
    shift.save(update_fields=["ends_at"])
    unit.status, unit.status_until = UnitStatus.OFF_DUTY.value, None
    count_crew(unit, shift)
    await_return(unit, at=at)
    Device.objects.phone_pages_of(unit).update(revoked_at=at)
    forget(unit.pk)
    note(unit, "signed_off", shift=shift, by=by, at=at)
    return unit


def note(unit: Unit, what: str, *, shift: Shift, by: User, at: datetime) -> None:
    """Journal what the unit is now, whatever changed."""
    short = unit.sworn_on_crew < unit.template.min_sworn or (
        unit.sworn_on_crew + unit.auxiliaries_on_crew < unit.template.min_sworn + unit.template.min_auxiliary
    )
    record(
        f"unit.{what}",
        subject=(LABEL, unit.pk),
        audience=audience_of(unit.organization, unit),
        by=by,
        at=at,
        unit=unit.pk,
        status=unit.status,
        status_until=unit.status_until.isoformat() if unit.status_until else None,
        mode=unit.mode,
        sworn=unit.sworn_on_crew,
        auxiliaries=unit.auxiliaries_on_crew,
        short_crewed=short,
        vehicle=shift.vehicle,
    )
