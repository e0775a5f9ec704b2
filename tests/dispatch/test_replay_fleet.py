"""Where the units of a replay are, second by second."""

import pytest

from dispatch.replay import Fleet, fleet_of
from dispatch.replay.fleet import Way

SOUTH_NORTH = [(116.0, 39.0), (116.0, 39.01), (116.01, 39.01)]


def square(west, kind="zone"):
    ring = [[west, 39], [west + 0.1, 39], [west + 0.1, 39.1], [west, 39.1], [west, 39]]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"kind": kind}}


def everywhere(_place):
    return True


@pytest.mark.parametrize(
    ("seconds", "place", "heading"),
    [
        (-5, (116.0, 39.0), None),
        (0, (116.0, 39.0), 0.0),
        (30, (116.0, 39.005), 0.0),
        (80, (116.005, 39.01), 90.0),
        (100, (116.01, 39.01), None),
        (999, (116.01, 39.01), None),
    ],
)
def test_a_unit_is_where_the_road_has_led_it(seconds, place, heading):
    way = Way(SOUTH_NORTH, [0.0, 60.0, 100.0], started_at=1000.0, speed=1.0)
    found, towards = way.at(1000.0 + seconds)
    assert found == pytest.approx(place)
    assert towards == (None if heading is None else pytest.approx(heading, abs=0.01))


def test_at_speed_ten_a_minute_of_road_takes_six_seconds():
    way = Way(SOUTH_NORTH, [0.0, 60.0, 100.0], started_at=1000.0, speed=10.0)
    assert way.at(1006.0)[0] == pytest.approx((116.0, 39.01))


def test_two_corners_at_the_same_second_are_no_trouble():
    way = Way(SOUTH_NORTH, [0.0, 0.0, 10.0], started_at=0.0, speed=1.0)
    assert way.at(0.0)[0] == pytest.approx((116.0, 39.01))


def test_a_unit_that_stops_stands_where_it_was():
    fleet = Fleet()
    fleet.drive(1, Way(SOUTH_NORTH, [0.0, 60.0, 100.0], started_at=0.0, speed=1.0))
    fleet.stop(1, 30.0)
    assert fleet.place_of(1, 90.0) == pytest.approx((116.0, 39.005))


def test_positions_carry_the_moment_they_are_sent():
    fleet = Fleet()
    fleet.stand(1, (116.0, 39.0))
    assert fleet.positions(1234.5) == [
        {"unit": 1, "lon": 116.0, "lat": 39.0, "fixed_at": 1234.5, "heading": None, "speed": 0.0}
    ]


def test_the_speed_is_that_of_the_road_however_fast_the_day_goes_by():
    fleet = Fleet()
    fleet.drive(1, Way(SOUTH_NORTH, [0.0, 60.0, 100.0], started_at=0.0, speed=10.0))
    (position,) = fleet.positions(3.0)
    assert position["speed"] == pytest.approx(1112 / 60, rel=0.01)
    assert (fleet.is_moving(1, 9.9), fleet.is_moving(1, 10.1), fleet.count_moving(9.9)) == (True, False, 1)


def test_units_whose_place_is_known_stay_there_and_the_others_spread_evenly_over_the_zones():
    units = [{"id": 1, "fix": {"lon": 116.7, "lat": 39.7}}, *[{"id": number, "fix": None} for number in range(2, 8)]]
    ground = {"features": [square(116.0), square(117.0), square(118.0), square(119.0, "beat")]}
    fleet = fleet_of(units, lambda: ground, on_road=everywhere)
    assert fleet.place_of(1, 0) == (116.7, 39.7)
    assert sorted(int(fleet.place_of(number, 0)[0]) for number in range(2, 8)) == [116, 116, 117, 117, 118, 118]


def test_units_are_placed_where_a_car_can_stand_and_twice_at_the_same_place():
    units = [{"id": number, "fix": None} for number in range(10)]

    def east(place):
        return place[0] > 116.05

    once, again = (fleet_of(units, lambda: {"features": [square(116.0)]}, on_road=east) for _time in range(2))
    assert all(once.place_of(number, 0)[0] > 116.05 for number in range(10))
    assert [once.place_of(number, 0) for number in range(10)] == [again.place_of(number, 0) for number in range(10)]


def test_a_zone_without_a_road_gets_its_unit_in_the_middle():
    fleet = fleet_of([{"id": 1, "fix": None}], lambda: {"features": [square(116.0)]}, on_road=lambda _place: False)
    assert fleet.place_of(1, 0) == pytest.approx((116.05, 39.05))


def test_without_zones_units_without_a_place_cannot_be_placed():
    with pytest.raises(ValueError, match="import some"):
        fleet_of([{"id": 1, "fix": None}], lambda: {"features": []}, on_road=everywhere)


def test_zones_are_not_asked_for_when_every_place_is_known():
    def never():
        raise AssertionError

    assert len(fleet_of([{"id": 1, "fix": {"lon": 1.0, "lat": 2.0}}], never, on_road=everywhere)) == 1
