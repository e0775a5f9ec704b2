"""Who should go: the order over all units equals brute force; nobody is forgotten."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import Incident
from dispatch.selectors import recommend
from dispatch.vocabulary import GroundWarning
from patrol import services as force
from patrol.live import Report, store
from patrol.models import Shift, Unit
from patrol.vocabulary import PositionSource, TravelMode, UnitStatus
from zones.routing import road_engine
from zones.routing.straight_line import StraightLine

OFF_THE_MAP = 1000.0


def order_of(picture):
    return [entry.candidate.call_sign for entry in picture.ranked]


def test_without_roads_there_is_an_answer_and_it_says_that_it_is_estimated(call, make_unit, now):
    for call_sign, lon in (("FAR", 116.5), ("NEAR", 116.41), ("MIDDLE", 116.45)):
        make_unit(call_sign, lon, 39.9)
    picture = recommend(incident=call, at=now)
    assert order_of(picture) == ["NEAR", "MIDDLE", "FAR"]
    assert picture.estimated
    assert picture.warnings == [GroundWarning.NO_ROADS]


def test_the_answer_has_the_shape_that_was_agreed(call, make_unit, now):
    unit = make_unit("U1", 116.41, 39.9, fixed_at=now - timedelta(seconds=7))
    answer = recommend(incident=call, at=now).as_dict()
    assert set(answer) == {"as_of", "estimated", "candidates", "passed_over", "counts", "free_next", "warnings"}
    (candidate,) = answer["candidates"]
    assert set(candidate) == {"unit", "call_sign", "rank", "seconds", "metres", "fix_age", "flags", "reasons"}
    assert (candidate["unit"], candidate["rank"], candidate["fix_age"]) == (unit.pk, 1, 7.0)
    assert candidate["flags"] == ["estimated"]


def test_a_car_far_off_beats_a_foot_patrol_close_by(call, make_unit, now):
    make_unit("FOOT", 116.406, 39.9, mode="foot")
    make_unit("CAR", 116.4175, 39.9)
    assert order_of(recommend(incident=call, at=now)) == ["CAR", "FOOT"]


@pytest.mark.parametrize(("age", "order"), [(60, ["NEAR", "FAR"]), (61, ["FAR", "NEAR"])])
def test_a_position_is_fresh_for_sixty_seconds_and_then_ranked_after_all_fresh_ones(call, make_unit, now, age, order):
    make_unit("NEAR", 116.401, 39.9, fixed_at=now - timedelta(seconds=age))
    make_unit("FAR", 116.6, 39.9)
    assert order_of(recommend(incident=call, at=now)) == order


def test_units_of_every_station_of_the_bureau_are_considered_and_of_no_other(call, make_unit, elsewhere, bureau, now):
    make_unit("OURS", 116.41, 39.9)
    make_unit("CENTRE", 116.42, 39.9, organization=bureau)
    make_unit("THEIRS", 116.4, 39.9, organization=elsewhere)
    assert order_of(recommend(incident=call, at=now)) == ["OURS", "CENTRE"]


def test_a_call_of_a_station_may_have_units_of_the_whole_bureau(take_call, station, bureau, make_unit, now):
    make_unit("CENTRE", 116.42, 39.9, organization=bureau)
    call = take_call(organization_id=station.pk)
    assert order_of(recommend(incident=call, at=now)) == ["CENTRE"]


def test_equal_units_always_come_in_the_same_order(call, make_unit, now):
    for call_sign in ("C", "A", "B"):
        make_unit(call_sign, 116.41, 39.9)
    assert order_of(recommend(incident=call, at=now)) == ["A", "B", "C"]


def test_who_cannot_be_sent_is_named_with_why_or_counted(
    call, take_call, make_unit, make_person, dispatcher, bureau, now
):
    ordered = make_unit("ORDERED", 116.401, 39.9)
    services.assign_units(incident_id=take_call().pk, unit_ids=[ordered.pk], by=dispatcher, at=now)
    back = now + timedelta(minutes=20)
    for call_sign, status, until in (("EATING", UnitStatus.MEAL, back), ("BROKEN", UnitStatus.OUT_OF_SERVICE, None)):
        unit = make_unit(call_sign, 116.402, 39.9)
        force.set_unit_status(unit_id=unit.pk, status=status, until=until, by=dispatcher, at=now)
    make_unit("NOBODY", 116.403, 39.9, crew=[make_person(bureau, sworn=False)])
    make_unit("SILENT")
    make_unit("HOME", on_duty=False)
    make_unit("FREE", 116.5, 39.9)
    picture = recommend(incident=call, at=now)
    assert order_of(picture) == ["FREE"]
    assert {entry["call_sign"]: entry["reason"] for entry in picture.passed_over} == {
        "ORDERED": "has_an_order",
        "EATING": "meal",
        "BROKEN": "out_of_service",
        "NOBODY": "no_sworn_officer",
        "SILENT": "no_position",
    }
    assert [entry["call_sign"] for entry in picture.passed_over if entry["until"] == back.isoformat()] == ["EATING"]
    assert picture.counts == {"off_duty": 1}


def test_when_nobody_can_be_sent_it_says_who_is_done_first(call, take_call, make_unit, dispatcher, now):
    ids = []
    for call_sign, lon in (("SENT", 116.401), ("THERE", 116.5), ("UNDERWAY", 116.45), ("THERE2", 116.41)):
        unit = make_unit(call_sign, lon, 39.9)
        (assignment,) = services.assign_units(incident_id=take_call().pk, unit_ids=[unit.pk], by=dispatcher, at=now)
        ids.append(assignment.pk)
    services.set_arrived(assignment_id=ids[1], by=dispatcher, at=now + timedelta(minutes=2))
    services.set_en_route(assignment_id=ids[2], by=dispatcher, at=now + timedelta(minutes=1))
    services.set_arrived(assignment_id=ids[3], by=dispatcher, at=now + timedelta(minutes=3))
    picture = recommend(incident=call, at=now + timedelta(minutes=5))
    assert picture.ranked == []
    told = [(entry["call_sign"], entry["state"]) for entry in picture.free_next]
    assert told == [("THERE", "on_scene"), ("THERE2", "on_scene"), ("UNDERWAY", "en_route"), ("SENT", "ordered")]


# Brute force on real streets ------------------------------------------------------------------------

UNITS = 36
CASES = 500
CITY = (-122.47, 37.75, -122.40, 37.80)
MAP = (-122.527, 37.735, -122.361, 37.879)  # with the bay, two islands and the other shore
AGES = [0, 3, 30, 59, 60, 61, 90, 300]


@pytest.fixture
def crowd(station, ordinary, now):
    """Units on duty in all travel modes; some short of crew, some not to be sent."""
    chance = random.Random(17)
    units = Unit.objects.bulk_create(
        Unit(
            call_sign=f"C{number:02}",
            organization=station,
            template=ordinary,
            mode=list(TravelMode)[number % 3].value,
            status=chance.choice(["patrol", "patrol", "post", "standby", "busy", "out_of_service"]),
            sworn_on_crew=chance.choice([0, 1, 1, 1, 2]),
            auxiliaries_on_crew=chance.choice([0, 2, 2]),
        )
        for number in range(UNITS)
    )
    Shift.objects.bulk_create(Shift(unit=unit, starts_at=now - timedelta(hours=1)) for unit in units)
    return units


def somewhere(chance):
    """A place: nine of ten in the city, the others anywhere."""
    west, south, east, north = CITY if chance.random() < 0.9 else MAP
    return round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)


def scatter(units, *, chance, at):
    """Put the units somewhere, on roads, beside them or in the bay, with positions of all ages; where each is."""
    where = {unit: (*somewhere(chance), chance.choice(AGES)) for unit in units}
    tracker = PositionSource.VEHICLE_TRACKER
    store(
        [
            Report(unit.pk, at - timedelta(seconds=age), at, lon, lat, None, None, None, tracker)
            for unit, (lon, lat, age) in where.items()
        ]
    )
    return where


def brute_force(where, target):
    """Every unit that may be sent, by the whole road table, in the order that the rules of F44 give."""
    expected = []
    for mode in TravelMode:
        group = [
            unit
            for unit in where
            if unit.mode == mode and unit.sworn_on_crew and unit.status in ("patrol", "post", "standby")
        ]
        if not group:
            continue
        places = [where[unit][:2] for unit in group]
        table, air = road_engine(mode).table(places, [target]), StraightLine(mode).table(places, [target])
        for row, unit in enumerate(group):
            off = max(table.origin_off_road_metres[row], table.target_off_road_metres[0]) > OFF_THE_MAP
            no_way = table.seconds[row, 0] == float("inf") and not off
            chosen = air if off or no_way else table
            short = unit.sworn_on_crew + unit.auxiliaries_on_crew < 3
            times = (float(chosen.seconds[row, 0]), float(chosen.metres[row, 0]))
            expected.append((no_way, where[unit][2] > 60, short, *times, unit.call_sign))
    return sorted(expected)


@pytest.mark.real_data
@pytest.mark.slow
def test_the_order_equals_brute_force_over_the_road_table(san_francisco_roads, settings, crowd, call, now):
    settings.ROADS_DIR = san_francisco_roads
    chance, moved, modes = random.Random(3), 0, Counter()
    for case in range(CASES):
        at = now + timedelta(minutes=10 * case)
        where = scatter(crowd, chance=chance, at=at)
        target = somewhere(chance)
        call.point.x, call.point.y = target
        picture = recommend(incident=call, at=at)
        expected = brute_force(where, target)
        assert order_of(picture) == [key[-1] for key in expected], f"case {case}"
        assert len(picture.ranked) + len(picture.passed_over) + sum(picture.counts.values()) == UNITS
        nearest = min(where, key=lambda unit: (where[unit][0] - target[0]) ** 2 + (where[unit][1] - target[1]) ** 2)
        moved += nearest.call_sign != expected[0][-1]
        modes[picture.ranked[0].candidate.mode] += 1
    assert set(modes) == set(TravelMode)
    assert moved > CASES / 10, "the road table decides, not the bee line"


@pytest.mark.real_data
def test_a_call_in_the_bay_gets_road_times_and_a_warning(san_francisco_roads, settings, crowd, take_call, now):
    settings.ROADS_DIR = san_francisco_roads
    scatter(crowd, chance=random.Random(5), at=now)
    call: Incident = take_call(-122.3890, 37.80)
    picture = recommend(incident=call, at=now)
    assert picture.warnings == [GroundWarning.FAR_FROM_ROAD]
    assert not picture.estimated


@pytest.mark.real_data
def test_a_call_outside_the_imported_area_gets_estimates_and_a_warning(
    san_francisco_roads, settings, crowd, take_call, now
):
    settings.ROADS_DIR = san_francisco_roads
    scatter(crowd, chance=random.Random(5), at=now)
    picture = recommend(incident=take_call(-121.0, 37.5), at=now)
    assert picture.warnings == [GroundWarning.OUTSIDE_AREA]
    assert picture.estimated
    assert picture.ranked
