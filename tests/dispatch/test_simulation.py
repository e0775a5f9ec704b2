"""The decisions of a simulated day: the seed decides, hours and places differ, people are sometimes late or silent."""

from collections import Counter
from itertools import islice, pairwise, takewhile
from statistics import mean, pstdev

import pytest
from shapely import Point

from dispatch.replay import Fleet, Pace, Refusal
from dispatch.replay.fleet import Way, distance
from dispatch.simulation import City, Demand, Dice, Habits, PlannedCall
from dispatch.simulation.breaks import Breaks
from dispatch.simulation.demand import BY_HOUR
from dispatch.simulation.devices import MOST_KEPT, Devices
from dispatch.simulation.habits import Manner, decision_of, pause_of, turn_of
from dispatch.simulation.patrolling import PATROL_SPEED, Patrols
from dispatch.simulation.place_names import PlaceNames
from zones.routing.base import Route

DAY_S = 86_400


def square(code, west, *, kind="zone", **properties):
    ring = [[west, 39], [west + 0.1, 39], [west + 0.1, 39.1], [west, 39.1], [west, 39]]
    return {
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"kind": kind, "code": code, "name": f"Test {code}"} | properties,
    }


def point(code, lon, lat, **properties):
    return {
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"kind": "point", "point_kind": "must_patrol", "code": code, "name": code} | properties,
    }


GROUND = {
    "features": [
        square("mall", 116.0, zone_class="commercial"),
        square("town hall", 116.1, zone_class="government"),
        square("north", 117.0, kind="beat", organization="S1"),
        square("south", 118.0, kind="beat", organization="S2"),
        point("gate", 117.05, 39.05, organization="S1", max_gap_s=600, dwell_s=60),
        point("post", 118.05, 39.05, organization="S2", point_kind="standing"),
    ]
}


def anywhere(_place):
    return True


@pytest.fixture
def city():
    return City.of(GROUND)


@pytest.fixture
def demand_of(city):
    def make(seed=1, per_hour=60.0):
        return Demand(city, ["theft", "traffic", "disturbance"], per_hour, Dice(seed), anywhere)

    return make


def unit(unit_id=1, organization="S1", **facts):
    who = {"id": unit_id, "call_sign": f"U{unit_id}", "organization": organization, "mode": "car"}
    return who | {"status": "patrol", "order": None} | facts


def test_a_seed_makes_the_same_day_again_and_another_seed_another_day(demand_of):
    once, again, other = (list(islice(demand_of(seed).calls(0), 50)) for seed in (1, 1, 2))
    assert once == again
    assert [call.place for call in once] != [call.place for call in other]


def test_calls_come_by_the_hour_of_the_day(demand_of):
    demand = demand_of(per_hour=100.0)
    calls = list(takewhile(lambda call: call.after_s < DAY_S, demand.calls(0)))
    by_hour = Counter(int(call.after_s // 3600) for call in calls)
    expected = [100 * share / mean(BY_HOUR) for share in BY_HOUR]
    assert len(calls) == pytest.approx(2400, rel=0.08)
    assert all(abs(by_hour[hour] - expected[hour]) < 5 * expected[hour] ** 0.5 for hour in range(24))


def test_a_day_that_begins_in_the_evening_begins_busy(demand_of):
    def first_hour(begins_s):
        return len(list(takewhile(lambda call: call.after_s < 3600, demand_of(per_hour=100.0).calls(begins_s))))

    assert first_hour(19 * 3600) > 2 * first_hour(3 * 3600)


def test_more_calls_come_from_where_people_shop_than_from_the_town_hall(demand_of):
    areas = Counter(call.area for call in islice(demand_of().calls(0), 600))
    assert areas["Test mall"] > 3 * areas["Test town hall"] > 0
    assert areas["Test north"] > 0


def test_a_call_lies_in_its_area_and_on_a_road(city):
    def east(place):
        return place[0] % 1 % 0.1 > 0.05

    areas = {area.name: area.shape for area in [*city.zones, *city.beats]}
    for call in islice(Demand(city, ["theft"], 60.0, Dice(3), east).calls(0), 40):
        assert areas[call.area].contains(Point(call.place))
        assert east(call.place)


def test_at_night_there_is_more_disturbance_and_less_traffic(demand_of):
    day, night = demand_of().type_weights(12 * 3600), demand_of().type_weights(23 * 3600)
    assert night["disturbance"] > day["disturbance"]
    assert night["traffic"] < day["traffic"]


def test_a_type_that_a_bureau_made_itself_comes_too(city):
    assert Demand(city, ["of our own"], 1.0, Dice(1), anywhere).type_weights(0)["of our own"] > 0


def test_without_a_ground_nobody_can_live():
    with pytest.raises(ValueError, match="import some"):
        City.of({"features": []})


def test_crews_are_late_or_silent_as_often_as_their_habits_say():
    habits, dice = Habits(late_share=0.1, silent_share=0.05), Dice(1)
    turns = [turn_of(dice.of("crew", number), habits) for number in range(2000)]
    shares = Counter(turn.manner for turn in turns)
    assert shares[Manner.LATE] == pytest.approx(200, rel=0.25)
    assert shares[Manner.SILENT] == pytest.approx(100, rel=0.3)


def test_a_late_crew_is_reached_after_the_first_alarm_and_answers_after_the_second_but_before_it_is_replaced():
    habits, dice = Habits(late_share=1.0, silent_share=0.0), Dice(1)
    for number in range(100):
        turn = turn_of(dice.of("crew", number), habits)
        assert turn.deliver_s > 10
        assert 60 < turn.deliver_s + turn.answer_s < min(habits.give_up_s)


def test_a_crew_takes_the_same_order_the_same_way_whenever_it_is_asked():
    assert turn_of(Dice(5).of("crew", 7, "U1"), Habits()) == turn_of(Dice(5).of("crew", 7, "U1"), Habits())
    assert turn_of(Dice(5).of("crew", 7, "U1"), Habits()) != turn_of(Dice(6).of("crew", 7, "U1"), Habits())


def test_durations_differ_and_have_an_end():
    works = [turn_of(Dice(1).of("crew", number), Habits(work_s=900)).work_s for number in range(500)]
    assert 700 < mean(works) < 1300
    assert pstdev(works) > 200
    assert max(works) <= 3600


def test_only_an_urgent_call_gets_a_second_unit_and_none_such_is_cancelled():
    habits, dice = Habits(second_share=1.0, cancel_share=1.0), Dice(1)
    urgent = decision_of(dice.of("desk", 1), habits, priority=1)
    minor = decision_of(dice.of("desk", 1), habits, priority=3)
    assert (urgent.units, urgent.cancels) == (2, False)
    assert (minor.units, minor.cancels) == (1, True)


def positions_of(now, speed=10.0):
    return [{"unit": 1, "lon": 116.0, "lat": 39.0, "fixed_at": now, "heading": 90.0, "speed": speed}]


def heard_in(devices, seconds, *, step=0.5):
    moments = [1000 + step * number for number in range(int(seconds / step))]
    return [(now, devices.reports(positions_of(now), now)) for now in moments]


def test_a_device_speaks_every_five_to_ten_seconds():
    times = [now for now, reports in heard_in(Devices(Dice(2), speed=1.0), 120) if reports]
    gaps = [later - now for now, later in pairwise(times)]
    assert all(5 <= gap <= 10.5 for gap in gaps)


def test_however_fast_the_day_goes_by_a_device_speaks_once_a_second_at_most():
    times = [now for now, reports in heard_in(Devices(Dice(2), speed=100.0), 30, step=0.1) if reports]
    assert 10 <= len(times) <= 30


def test_a_position_is_some_metres_off_and_says_so():
    reports = [report for _now, heard in heard_in(Devices(Dice(1), speed=10.0), 300) for report in heard]
    errors = [distance((116.0, 39.0), (report["lon"], report["lat"])) for report in reports]
    assert 2 < mean(errors) < 10
    assert max(errors) < 40
    assert all(3 <= report["accuracy"] < 60 for report in reports)


def test_a_device_falls_silent_now_and_then_and_some_send_later_what_they_kept():
    batches = [heard for _now, heard in heard_in(Devices(Dice(1), speed=1.0), 6 * 3600, step=5) if heard]
    late = [batch for batch in batches if len(batch) > 1]
    assert late
    for batch in late:
        moments = [report["fixed_at"] for report in batch]
        assert moments == sorted(moments)
        assert len(batch) <= MOST_KEPT + 1


def test_a_device_of_a_unit_that_went_off_duty_is_forgotten():
    devices = Devices(Dice(1), speed=1.0)
    devices.reports(positions_of(1000), 1000)
    devices.forget([])
    assert devices._devices == {}


class Streets:
    """A straight road wherever one goes, at ten metres a second."""

    def __init__(self):
        self.asked = []

    def __call__(self, mode, here, there):
        self.asked.append((mode, there))
        seconds = max(1.0, distance(here, there) / 10)
        return Route(seconds, seconds * 10, (here, there), (0.0, seconds), 0.0, 0.0, estimated=False)


@pytest.fixture
def clock():
    return [1000.0]


@pytest.fixture
def patrols_at(city, clock):
    def make(speed=1.0):
        fleet = Fleet()
        fleet.stand(1, (117.01, 39.01))
        return Patrols(city, fleet, Pace(speed, now=lambda: clock[0]), Dice(1), Streets())

    return make


def drive_for(patrols, clock, seconds, step=5.0):
    for _number in range(int(seconds / step)):
        patrols.turn([unit()])
        clock[0] += step


def test_a_free_unit_drives_its_home_and_visits_the_point_that_is_due(patrols_at, clock, city):
    patrols = patrols_at()
    drive_for(patrols, clock, 6 * 3600)
    targets = [there for _mode, there in patrols.route.asked]
    assert len(targets) > 5
    assert (117.05, 39.05) in targets
    assert all(city.beats[0].shape.contains(Point(target)) for target in targets)


def test_a_patrol_is_slower_than_the_road_allows(patrols_at, clock):
    patrols = patrols_at()
    drive_for(patrols, clock, 10)
    (report,) = patrols.fleet.positions(clock[0])
    assert report["speed"] == pytest.approx(10 * PATROL_SPEED, rel=0.02)


def test_at_ten_times_the_speed_ten_times_as_many_places_are_reached(patrols_at, clock):
    slow, fast = patrols_at(), patrols_at(10.0)
    drive_for(slow, clock, 3 * 3600, step=1.0)
    clock[0] = 1000.0
    drive_for(fast, clock, 3 * 3600, step=1.0)
    assert len(fast.route.asked) == pytest.approx(10 * len(slow.route.asked), rel=0.3)


def test_units_are_at_home_in_a_beat_of_their_station(city):
    assert city.home_of(unit(1, "S2")).code == "south"
    assert city.home_of(unit(7, "elsewhere")).code in {"north", "south"}
    assert [each.code for each in city.points_for(unit(1, "S1"))] == ["gate"]
    assert city.points_for(unit(1, "S2")) == []


def test_every_unit_has_its_meal_but_never_more_than_a_sixth_at_a_time():
    force, breaks, away = [unit(number) for number in range(12)], Breaks(Dice(1), Habits(), 1.0), Counter()
    for now in range(0, 12 * 3600, 60):
        begun = breaks.begin_now(force, float(now))
        assert len(begun) <= 2
        away.update(each["id"] for each, _number in begun)
    assert len(away) == 12


def test_a_unit_on_a_call_has_no_meal_and_one_found_at_it_comes_back():
    breaks = Breaks(Dice(1), Habits(break_every_s=1.0), 1.0)
    on_call, eating = unit(1, order={"id": "o"}), unit(2, status="meal")
    assert breaks.begin_now([on_call, eating], 0.0) == [(eating, 0)]
    assert breaks.begin_now([on_call, eating], 3600.0) == []


def test_crews_eat_refuel_and_write_and_few_stay_longer_than_they_said():
    pauses = [pause_of(Dice(1).of("pause", number), Habits()) for number in range(1000)]
    shares = Counter(pause.status for pause in pauses)
    assert shares["meal"] > shares["refuel"] > shares["paperwork"] > 100
    late = sum(pause.takes_s > pause.said_s for pause in pauses)
    assert 20 < late < 90
    by_kind = {kind: mean(pause.takes_s for pause in pauses if pause.status == kind) for kind in shares}
    assert by_kind["meal"] > by_kind["refuel"]


def test_a_unit_stops_where_its_drive_was_broken_off():
    fleet = Fleet()
    fleet.drive(1, Way([(116.0, 39.0), (116.0, 39.01)], [0.0, 100.0], 0.0, 10.0))
    fleet.stop(1, 5.0)
    assert fleet.place_of(1, 99.0) == pytest.approx((116.0, 39.005))
    fleet.forget(1)
    assert fleet.ids() == set()


class Gazetteer:
    """A server that names every place alike, or has no gazetteer at all."""

    def __init__(self, place=None, *, status=200):
        self.place, self.status, self.asked = place, status, 0

    def get(self, path):
        assert path.startswith("/api/places/near?lon=116.05")
        self.asked += 1
        if self.status != 200:
            raise Refusal(self.status, {})
        return {"place": self.place}


A_CALL = PlannedCall(1, 0.0, "theft", (116.05, 39.05), "Test mall", "emergency_line")


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ({"area": "老街", "name": "中山路"}, "老街 中山路"),
        ({"area": "", "name": "Mill Street"}, "Mill Street"),
        (None, "Test mall"),
    ],
)
def test_a_place_is_written_down_as_the_gazetteer_names_it_else_by_its_area(place, written):
    assert PlaceNames(Gazetteer(place))(A_CALL) == written


def test_a_server_without_a_gazetteer_is_asked_once():
    server = Gazetteer(status=404)
    names = PlaceNames(server)
    assert [names(A_CALL), names(A_CALL), server.asked] == ["Test mall", "Test mall", 1]
