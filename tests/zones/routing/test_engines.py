"""What every road engine promises, and what only one with roads can."""

import math
from itertools import pairwise

import numpy as np
import pytest

from patrol.vocabulary import TravelMode
from zones.routing.base import BadPlace, TrackFix
from zones.routing.fallback import WithFallback
from zones.routing.osrm import OsrmEngine
from zones.routing.straight_line import StraightLine
from zones.routing.versions import current_version, data_path, version_folder

from .conftest import NODES, SOUTH, STEP, WEST, corner

ISLAND, MOTORWAY = NODES[21], NODES[31]
IN_THE_FIELDS = (WEST + 1.5 * STEP, SOUTH + 1.5 * STEP)


class BrokenEngine:
    """Fails at every question, as the bindings do."""

    mode = TravelMode.CAR

    def _fail(self, *_question, **_options):
        raise RuntimeError("InternalError - broken data")

    times = table = route = match = _fail


def osrm_engine(roads_dir, mode):
    return OsrmEngine(mode, data_path(version_folder(roads_dir, current_version(roads_dir)), mode))


@pytest.fixture
def car(town):
    return osrm_engine(town, TravelMode.CAR)


@pytest.fixture
def foot(town):
    return osrm_engine(town, TravelMode.FOOT)


@pytest.fixture(params=["roads", "straight line", "roads with fallback", "fallback from a broken engine"])
def engine(request):
    match request.param:
        case "roads":
            return osrm_engine(request.getfixturevalue("town"), TravelMode.CAR)
        case "straight line":
            return StraightLine(TravelMode.CAR)
        case "roads with fallback":
            return WithFallback(osrm_engine(request.getfixturevalue("town"), TravelMode.CAR))
    return WithFallback(BrokenEngine())


class TestEveryEngine:
    def test_it_gives_one_time_an_origin_in_the_order_asked(self, engine):
        near, far = engine.times([corner(6), corner(16)], corner(5))
        assert 0 < near.seconds < far.seconds
        assert 0 < near.metres < far.metres

    def test_it_has_no_times_for_no_origins(self, engine):
        assert engine.times([], corner(1)) == ()

    def test_a_place_is_no_way_from_itself(self, engine):
        (travel,) = engine.times([corner(6)], corner(6))
        assert (travel.seconds, travel.metres) == (0, 0)

    def test_a_table_holds_the_same_numbers_as_times(self, engine):
        origins, targets = [corner(5), corner(11), corner(16)], [corner(6), corner(13)]
        table = engine.table(origins, targets)
        assert table.seconds.shape == table.metres.shape == (3, 2)
        for column, target in enumerate(targets):
            times = engine.times(origins, target)
            assert table.seconds[:, column].tolist() == pytest.approx([travel.seconds for travel in times])
            assert table.metres[:, column].tolist() == pytest.approx([travel.metres for travel in times])

    def test_an_empty_table_keeps_its_shape(self, engine):
        assert engine.table([], [corner(1)]).seconds.shape == (0, 1)

    def test_a_route_takes_as_long_as_the_time_says(self, engine):
        (travel,) = engine.times([corner(5)], corner(16))
        route = engine.route(corner(5), corner(16))
        assert route.seconds == pytest.approx(travel.seconds, abs=0.2)
        assert route.metres == pytest.approx(travel.metres, rel=0.01)

    def test_a_route_tells_when_it_passes_every_bend(self, engine):
        route = engine.route(corner(5), corner(16))
        assert len(route.path) == len(route.elapsed) >= 2
        assert route.path[0] == pytest.approx(corner(5), abs=1e-5)
        assert route.path[-1] == pytest.approx(corner(16), abs=1e-5)
        assert (route.elapsed[0], route.elapsed[-1]) == (0, pytest.approx(route.seconds))
        assert all(later >= earlier for earlier, later in pairwise(route.elapsed))

    def test_a_track_is_matched_fix_by_fix(self, engine):
        track = [TrackFix(WEST + 0.004 * step, SOUTH + STEP + 0.00005, 60.0 * step) for step in range(6)]
        match = engine.match(track)
        assert len(match.fixes) == 6
        assert match.metres == pytest.approx(5 * 0.004 * 111_195 * math.cos(math.radians(SOUTH)), rel=0.02)
        assert 0 <= match.confidence <= 1

    def test_a_track_that_runs_back_in_time_is_refused(self, engine):
        with pytest.raises(ValueError, match="order of their times"):
            engine.match([TrackFix(*corner(5), 60), TrackFix(*corner(6), 0)])

    def test_a_track_of_one_fix_is_refused(self, engine):
        with pytest.raises(ValueError, match="two fixes"):
            engine.match([TrackFix(*corner(5), 60)])

    @pytest.mark.parametrize("place", [(math.nan, 36.6), (200.0, 36.6), (36.6, 117.0), (math.inf, 0.0)])
    def test_what_is_no_place_on_earth_is_refused(self, engine, place):
        with pytest.raises(BadPlace, match="no place on earth"):
            engine.times([corner(1)], place)
        with pytest.raises(BadPlace):
            engine.times([], place)
        with pytest.raises(BadPlace):
            engine.table([place], [corner(1)])
        with pytest.raises(BadPlace):
            engine.route(place, corner(1))

    def test_all_its_answers_agree_on_being_estimated(self, engine):
        (travel,) = engine.times([corner(5)], corner(6))
        others = (engine.table([corner(5)], [corner(6)]), engine.route(corner(5), corner(6)))
        assert {answer.estimated for answer in others} == {travel.estimated}


class TestRoads:
    def test_times_by_road_are_not_estimated(self, car):
        assert not car.times([corner(1)], corner(6))[0].estimated

    def test_a_car_obeys_a_one_way_street(self, car):
        ((along,), (against,)) = car.times([corner(1)], corner(2)), car.times([corner(2)], corner(1))
        assert against.metres > 2.5 * along.metres

    def test_a_footway_serves_those_on_foot_and_not_cars(self, car, foot):
        assert len(foot.route(corner(1), corner(6)).path) < len(car.route(corner(1), corner(6)).path)

    def test_an_island_is_out_of_reach_and_not_merely_far(self, car):
        (travel, by_road) = car.times([ISLAND, corner(2)], corner(1))
        assert (travel.seconds, travel.metres, travel.reachable) == (None, None, False)
        assert by_road.reachable
        assert car.route(ISLAND, corner(1)) is None
        assert car.table([ISLAND], [corner(1)]).seconds[0, 0] == np.inf

    def test_a_place_far_from_any_road_says_how_far(self, car):
        (travel,) = car.times([corner(1)], IN_THE_FIELDS)
        assert travel.target_off_road_metres == pytest.approx(
            0.5 * STEP * 111_195 * math.cos(math.radians(SOUTH)), rel=0.02
        )
        assert travel.origin_off_road_metres == pytest.approx(0, abs=0.1)
        assert travel.far_from_road

    def test_a_place_beside_a_road_is_not_far_from_it(self, car):
        assert not car.times([corner(1)], (WEST + STEP / 2, SOUTH + STEP + 0.0008))[0].far_from_road

    def test_a_track_follows_the_street_and_leaves_out_what_fits_nowhere(self, car):
        track = [TrackFix(WEST + 0.004 * step, SOUTH + STEP + 0.00005, 60.0 * step) for step in range(5)]
        match = car.match([*track, TrackFix(WEST + 0.02, SOUTH + STEP + 0.05, 300.0)])
        assert match.fixes[0].lat == pytest.approx(SOUTH + STEP, abs=1e-6)
        assert match.fixes[0].off_road_metres == pytest.approx(5.5, abs=1)
        assert match.fixes[5] is None

    def test_a_track_with_no_road_near_matches_nothing(self, car):
        match = car.match([TrackFix(118.0, 37.0, 0), TrackFix(118.001, 37.0, 10)])
        assert match.fixes == (None, None)
        assert (match.pieces, match.metres, match.confidence) == ((), 0, 0)


class TestStraightLine:
    @pytest.mark.parametrize(
        ("mode", "kilometres_per_hour"), [(TravelMode.FOOT, 5), (TravelMode.BICYCLE, 18), (TravelMode.CAR, 30)]
    )
    def test_each_mode_has_its_speed_over_the_great_circle_and_a_third_more(self, mode, kilometres_per_hour):
        (travel,) = StraightLine(mode).times([(117.0, 36.0)], (117.0, 37.0))
        assert travel.metres == pytest.approx(1.3 * 111_195, rel=1e-4)
        assert travel.seconds == pytest.approx(travel.metres / kilometres_per_hour * 3.6)
        assert travel.estimated
        assert not travel.far_from_road

    def test_a_car_further_away_beats_an_officer_on_foot(self):
        (car,) = StraightLine(TravelMode.CAR).times([(117.0, 36.6 + 1500 / 111_195)], (117.0, 36.6))
        (foot,) = StraightLine(TravelMode.FOOT).times([(117.0, 36.6 + 500 / 111_195)], (117.0, 36.6))
        assert car.seconds < foot.seconds


class TestFallback:
    def test_a_failing_engine_is_logged_and_answered_for_by_estimate(self, caplog):
        (travel,) = WithFallback(BrokenEngine()).times([corner(1)], corner(2))
        assert travel.estimated
        assert "estimated by straight line" in caplog.text

    def test_a_working_engine_is_not_second_guessed(self, car):
        assert WithFallback(car).times([corner(3)], corner(8)) == car.times([corner(3)], corner(8))
        assert WithFallback(car).route(ISLAND, corner(1)) is None
