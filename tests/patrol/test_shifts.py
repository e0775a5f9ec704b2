"""Shifts: one act to sign on, changes that keep the call, no unit without a sworn officer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from patrol import services
from patrol.errors import BadInput, NotAllowed, UnitBusy
from patrol.models import CrewMember, JournalEntry, LiveFix, Order, Organization, Shift, Unit, User
from patrol.services import Receiver
from patrol.vocabulary import TravelMode, UnitStatus


def test_removing_the_only_officer_makes_the_unit_undispatchable_at_once(
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    station: Organization,
    dispatcher: User,
    now: datetime,
) -> None:
    officer, auxiliary = make_person(station, sworn=True), make_person(station, sworn=False)
    unit = make_unit("U1", crew=[officer, auxiliary])
    assert Unit.objects.dispatchable().filter(pk=unit.pk).exists()
    services.change_crew(unit_id=unit.pk, crew=[auxiliary.pk], by=dispatcher, at=now)
    assert not Unit.objects.dispatchable().filter(pk=unit.pk).exists()
    last = JournalEntry.objects.about("patrol.unit", unit.pk).last()
    assert last is not None
    assert (last.data["sworn"], last.data["short_crewed"]) == (0, True)


def test_a_crew_change_in_mid_shift_keeps_the_order_and_its_times(
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    station: Organization,
    dispatcher: User,
    now: datetime,
) -> None:
    unit = make_unit("U1")
    order = services.send_order(
        to=Receiver(unit=unit), kind="test", subject=("test", 1), commits=True, by=dispatcher, at=now
    )
    services.acknowledge_order(order_id=order.pk, by=dispatcher, at=now)
    shift = Shift.objects.get(unit=unit)
    relief = make_person(station, sworn=True)
    services.change_crew(unit_id=unit.pk, crew=[relief.pk], by=dispatcher, at=now + timedelta(minutes=5))
    services.change_vehicle(
        unit_id=unit.pk, vehicle="Car 7", mode=TravelMode.BICYCLE, by=dispatcher, at=now + timedelta(minutes=6)
    )
    order.refresh_from_db()
    unit.refresh_from_db()
    assert (order.acknowledged_at, order.closed_at) == (now, None)
    assert Shift.objects.get(unit=unit).pk == shift.pk
    assert unit.mode == TravelMode.BICYCLE.value
    assert [member.user_id for member in CrewMember.objects.filter(shift=shift, left_at=None)] == [relief.pk]


def test_a_person_rides_with_one_unit(
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    station: Organization,
    dispatcher: User,
    now: datetime,
) -> None:
    officer = make_person(station)
    make_unit("U1", crew=[officer])
    other = make_unit("U2", on_duty=False)
    with pytest.raises(NotAllowed, match="U1"):
        services.sign_on(unit_id=other.pk, crew=[officer.pk], by=dispatcher, at=now)
    assert not Shift.objects.filter(unit=other).exists()


def test_a_vehicle_is_out_with_one_unit(
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    station: Organization,
    dispatcher: User,
    now: datetime,
) -> None:
    first, second = make_unit("U1", on_duty=False), make_unit("U2", on_duty=False)
    services.sign_on(unit_id=first.pk, crew=[make_person(station).pk], vehicle="Car 1", by=dispatcher, at=now)
    with pytest.raises(NotAllowed, match="Car 1"):
        services.sign_on(unit_id=second.pk, crew=[make_person(station).pk], vehicle="Car 1", by=dispatcher, at=now)


def test_nobody_or_somebody_unknown_is_no_crew(make_unit: Callable[..., Unit], dispatcher: User, now: datetime) -> None:
    unit = make_unit("U1", on_duty=False)
    for crew in ([], [987654321]):
        with pytest.raises(BadInput):
            services.sign_on(unit_id=unit.pk, crew=crew, by=dispatcher, at=now)


def test_a_unit_with_an_order_cannot_sign_off(make_unit: Callable[..., Unit], dispatcher: User, now: datetime) -> None:
    unit = make_unit("U1")
    order = services.send_order(
        to=Receiver(unit=unit), kind="test", subject=("test", 1), commits=True, by=dispatcher, at=now
    )
    with pytest.raises(UnitBusy):
        services.sign_off(unit_id=unit.pk, by=dispatcher, at=now)
    services.complete_order(order_id=order.pk, by=dispatcher, at=now)
    services.sign_off(unit_id=unit.pk, by=dispatcher, at=now)
    assert Order.objects.committing().count() == 0


def test_signing_off_removes_the_position_and_silences_the_phone_page(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    unit = make_unit("U1", 121.5, 31.2)
    assert LiveFix.objects.filter(unit=unit).exists()
    services.sign_off(unit_id=unit.pk, by=dispatcher, at=now)
    unit.refresh_from_db()
    assert unit.status == UnitStatus.OFF_DUTY.value
    assert (unit.sworn_on_crew, unit.auxiliaries_on_crew) == (0, 0)
    assert not LiveFix.objects.filter(unit=unit).exists()
    with pytest.raises(NotAllowed):
        services.sign_off(unit_id=unit.pk, by=dispatcher, at=now)
