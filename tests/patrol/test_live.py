"""Where units are: what is kept, what moves a unit, and who is near."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

import pytest
from django.db import connection

from patrol import live, services
from patrol.live.near import FRESH
from patrol.models import Fix, LiveFix, Organization, Unit, User
from patrol.services.orders import Receiver
from patrol.vocabulary import PositionSource, UnitStatus

MakeUnit = Callable[..., Unit]
TRACKER, PAGE = PositionSource.VEHICLE_TRACKER.value, PositionSource.PHONE_PAGE.value


def report(unit: Unit, at: datetime, lon: float = 117.0, lat: float = 36.6, source: int = TRACKER) -> live.Report:
    return live.Report(unit.pk, at, at, lon, lat, 5.0, 8.0, 90.0, source)


def place(unit: Unit) -> tuple[float, float]:
    point = LiveFix.objects.get(unit=unit).point
    return round(point.x, 6), round(point.y, 6)


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The haversine formula: an oracle that shares nothing with PostGIS."""
    half = (radians(other_lat - lat) / 2, radians(other_lon - lon) / 2)
    part = sin(half[0]) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half[1]) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(part))


def nearest(path: str, now: datetime, most: int = 64) -> list[live.NearUnit]:
    return live.nearest_units(
        lon=117.0, lat=36.6, path=path, at=now, fresh_since=now - timedelta(seconds=60), most=most
    )


def test_a_report_within_a_shift_is_kept_and_moves_the_unit(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    count = live.store([report(unit, now, 117.01, 36.61)])
    assert (count.stored, count.off_duty) == (1, 0)
    fix = Fix.objects.get(unit_id=unit.pk)
    assert (fix.lon, fix.lat, fix.fixed_at, fix.speed_mps) == (117.01, 36.61, now, 8.0)
    assert place(unit) == (117.01, 36.61)


def test_what_a_device_does_not_know_is_kept_as_nothing(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    bare = live.Report(unit.pk, now, now, 117.0, 36.6, None, None, 45.0, TRACKER)
    full = report(unit, now - timedelta(seconds=5))
    live.store([bare, full])
    fix = Fix.objects.get(unit_id=unit.pk, fixed_at=now)
    assert (fix.accuracy_m, fix.speed_mps, fix.heading_deg) == (None, None, 45.0)
    assert LiveFix.objects.get(unit=unit).speed_mps is None
    assert Fix.objects.get(unit_id=unit.pk, fixed_at=full.fixed_at).accuracy_m == 5.0


def test_nothing_is_kept_before_sign_on_or_after_sign_off(make_unit: MakeUnit, dispatcher: User, now: datetime) -> None:
    unit = make_unit("U1")  # signed on an hour ago
    signed_off = now - timedelta(minutes=10)
    services.sign_off(unit_id=unit.pk, by=dispatcher, at=signed_off)
    times = [now - timedelta(minutes=minutes) for minutes in (61, 60, 30, 10, 1)]
    count = live.store([report(unit, at) for at in times])
    assert count.kept.tolist() == [False, True, True, False, False]
    assert Fix.objects.filter(unit_id=unit.pk).count() == 2
    assert not LiveFix.objects.filter(unit=unit).exists()


def test_a_unit_that_signs_off_is_forgotten(make_unit: MakeUnit, dispatcher: User, now: datetime) -> None:
    unit = make_unit("U1")
    live.store([report(unit, now)])
    services.sign_off(unit_id=unit.pk, by=dispatcher, at=now + timedelta(seconds=1))
    assert live.fixes_of([unit.pk]) == []
    assert not LiveFix.objects.filter(unit=unit).exists()


def test_late_uploads_of_two_shifts_are_kept_each_within_its_own(
    make_unit: MakeUnit, dispatcher: User, officer: User, now: datetime
) -> None:
    unit = make_unit("U1", crew=[officer])
    services.sign_off(unit_id=unit.pk, by=dispatcher, at=now - timedelta(minutes=40))
    services.sign_on(unit_id=unit.pk, crew=[officer.pk], by=dispatcher, at=now - timedelta(minutes=20))
    count = live.store([report(unit, now - timedelta(minutes=minutes)) for minutes in (50, 30, 10)])
    assert count.kept.tolist() == [True, False, True]


def test_a_repeated_batch_changes_nothing_and_counts_as_stored(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    first = [report(unit, now - timedelta(seconds=5)), report(unit, now)]
    live.store(first)
    count = live.store([*first, report(unit, now + timedelta(seconds=5))])
    assert count.stored == 3
    assert Fix.objects.filter(unit_id=unit.pk).count() == 3


def test_an_old_buffered_report_never_moves_a_unit_back(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    live.store([report(unit, now, 117.2)])
    live.store([report(unit, now - timedelta(seconds=20), 117.1)])
    assert place(unit) == (117.2, 36.6)
    assert Fix.objects.filter(unit_id=unit.pk).count() == 2


@pytest.mark.parametrize(("silence", "moves"), [(29, False), (30, False), (31, True)])
@pytest.mark.parametrize("together", [True, False])
def test_a_worse_source_speaks_only_when_the_better_is_silent(
    make_unit: MakeUnit, now: datetime, silence: int, moves: bool, together: bool
) -> None:
    unit = make_unit("U1")
    better = report(unit, now - timedelta(seconds=silence), 117.1)
    worse = report(unit, now, 117.2, source=PAGE)
    for batch in [[worse, better]] if together else [[better], [worse]]:
        live.store(batch)
    assert place(unit) == (117.2 if moves else 117.1, 36.6)


def test_a_better_source_takes_over_at_once(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    live.store([report(unit, now, 117.1, source=PAGE)])
    live.store([report(unit, now + timedelta(seconds=1), 117.2)])
    assert place(unit) == (117.2, 36.6)


def test_storing_asks_the_database_equally_often_for_any_number(make_unit: MakeUnit, now: datetime) -> None:
    units = [make_unit() for _ in range(8)]
    live.store([report(units[0], now)])
    with connection.execute_wrapper(counting := Counting()):
        live.store([report(units[0], now + timedelta(seconds=1))])
    few, counting.calls = counting.calls, 0
    with connection.execute_wrapper(counting):
        live.store([report(unit, now + timedelta(seconds=second)) for unit in units for second in range(2, 40)])
    assert counting.calls == few


class Counting:
    """Counts the statements that pass."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, execute: Callable[..., object], *rest: object) -> object:
        self.calls += 1
        return execute(*rest)


def test_live_positions_come_back_from_the_tracks_after_a_crash(make_unit: MakeUnit, now: datetime) -> None:
    first, second = make_unit("U1"), make_unit("U2")
    live.store([report(first, now - timedelta(seconds=40), 117.1), report(first, now, 117.2)])
    live.store([report(second, now - timedelta(seconds=9), 117.3), report(second, now, 117.4, source=PAGE)])
    before = {unit.pk: place(unit) for unit in (first, second)}
    LiveFix.objects.all().delete()
    assert live.refill() == 2
    assert {unit.pk: place(unit) for unit in (first, second)} == before
    assert live.refill() == 0


def test_the_nearest_equal_an_exact_search_over_all(
    make_unit: MakeUnit, bureau: Organization, dispatcher: User, now: datetime
) -> None:
    chance = random.Random(7)
    places = {}
    for number in range(40):
        lon, lat = 117.0 + chance.uniform(-0.2, 0.2), 36.6 + chance.uniform(-0.2, 0.2)
        age = chance.choice([0, 59, 60, 61, 300])
        unit = make_unit(f"N{number}", lon, lat, fixed_at=now - timedelta(seconds=age))
        if number % 5 == 0:
            services.set_unit_status(unit_id=unit.pk, status=UnitStatus.BUSY, by=dispatcher, at=now)
        else:
            places[unit.pk] = (age > 60, metres(117.0, 36.6, lon, lat))
    found = nearest(bureau.path or "", now, most=25)
    assert [unit.unit_id for unit in found] == sorted(places, key=lambda pk: places[pk])[:25]
    for unit in found:
        assert unit.distance_m == pytest.approx(places[unit.unit_id][1], rel=1e-3)
        assert unit.fresh is not places[unit.unit_id][0]


def test_who_is_free_follows_status_crew_and_orders_at_once(
    make_unit: MakeUnit, bureau: Organization, dispatcher: User, make_person: Callable[..., User], now: datetime
) -> None:
    unit = make_unit("U1", 117.0, 36.6)
    auxiliary = make_person(bureau, sworn=False)

    def free() -> bool:
        flag = LiveFix.objects.get(unit=unit).dispatchable
        assert flag == Unit.objects.dispatchable().filter(pk=unit.pk).exists()
        assert flag == bool(nearest(bureau.path or "", now))
        assert flag != bool(passed_over(bureau, now))
        return flag

    assert free()
    services.set_unit_status(unit_id=unit.pk, status=UnitStatus.BUSY, by=dispatcher, at=now)
    assert not free()
    services.set_unit_status(unit_id=unit.pk, status=UnitStatus.STANDBY, by=dispatcher, at=now)
    assert free()
    crew = [member.user_id for member in unit.shifts.get().crew.filter(left_at__isnull=True)]
    services.change_crew(unit_id=unit.pk, crew=[auxiliary.pk], by=dispatcher, at=now)
    assert not free()
    services.change_crew(unit_id=unit.pk, crew=crew, by=dispatcher, at=now)
    assert free()
    order = services.send_order(
        to=Receiver(unit=unit),
        kind="dispatch",
        subject=("test.subject", 1),
        commits=True,
        by=dispatcher,
        at=now,
    )
    assert not free()
    services.withdraw_order(order_id=order.pk, reason="test", by=dispatcher, at=now)
    assert free()


def passed_over(bureau: Organization, now: datetime) -> list[live.NearUnit]:
    return live.passed_over_units(lon=117.0, lat=36.6, path=bureau.path or "", at=now, fresh_since=now)


def test_units_of_another_bureau_are_never_near(
    make_unit: MakeUnit, elsewhere: Organization, bureau: Organization, now: datetime
) -> None:
    make_unit("U1", 117.0, 36.6, organization=elsewhere)
    ours = make_unit("U2", 117.3, 36.9)
    assert [unit.unit_id for unit in nearest(bureau.path or "", now)] == [ours.pk]
    assert [fix.unit_id for fix in live.live_positions([bureau.path or ""])] == [ours.pk]


def test_a_position_from_a_clock_ahead_of_ours_is_new_not_negative(
    make_unit: MakeUnit, bureau: Organization, now: datetime
) -> None:
    make_unit("U1", 117.0, 36.6, fixed_at=now + timedelta(seconds=30))
    assert [(unit.age_s, unit.fresh) for unit in nearest(bureau.path or "", now)] == [(0.0, True)]


def test_the_nearest_free_units_come_from_their_own_index(bureau: Organization, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # the table is small
        asked = {"here": "POINT(117 36.6)", "organizations": [bureau.pk], "at": now, "most": 64, "fresh_since": now}
        cursor.execute(f"EXPLAIN {FRESH}", asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using live_dispatchable" in plan
    assert "Order By" in plan


def test_tidying_forgets_strays_and_mends_who_is_free(make_unit: MakeUnit, bureau: Organization, now: datetime) -> None:
    stray, unit = make_unit("U1", on_duty=False), make_unit("U2", 117.0, 36.6)
    LiveFix.objects.create(unit=stray, point=LiveFix.objects.get().point, fixed_at=now, received_at=now, source=1)
    LiveFix.objects.filter(unit=unit).update(dispatchable=False)
    live.tidy()
    assert list(LiveFix.objects.values_list("unit", "dispatchable")) == [(unit.pk, True)]


def test_partitions_are_made_once_and_take_in_what_came_too_early(make_unit: MakeUnit, now: datetime) -> None:
    unit = make_unit("U1")
    live.store([report(unit, now)])
    today = now.astimezone(UTC).date()
    made = live.prepare_partitions(today)
    assert made == [f"patrol_fix_{today + timedelta(days=ahead):%Y%m%d}" for ahead in range(3)]
    assert live.prepare_partitions(today) == []
    live.store([report(unit, now + timedelta(milliseconds=1))])  # of the same day
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, count(*) FROM patrol_fix GROUP BY 1")
        assert cursor.fetchall() == [(made[0], 2)]
