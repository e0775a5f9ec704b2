"""The ways of units to their calls: who has one, by road or by straight line, and who may see it."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dispatch import services
from dispatch.selectors import MOST_WAYS
from patrol.models import User
from patrol.services import acknowledge_order
from patrol.vocabulary import Role
from zones.routing import road_engine
from zones.routing.straight_line import DETOUR, KILOMETRES_PER_HOUR, great_circle


@pytest.fixture
def sent(call, make_unit, dispatcher, now):
    """A unit about 850 m from its call, that has accepted it."""
    return send(call, make_unit("U1", 116.41, 39.9), dispatcher, now)


def send(call, unit, by, at, *, accepted=True):
    (assignment,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=by, at=at)
    if accepted:
        acknowledge_order(order_id=assignment.order_id, by=by, at=at)
    return assignment


def ways_of(client, *assignments):
    asked = "&".join(f"unit={assignment.unit_id}" for assignment in assignments)
    return client.get(f"/api/ways?{asked}").json()["ways"]


def test_without_roads_a_way_is_the_straight_line_and_says_so(as_, dispatcher, sent):
    (way,) = ways_of(as_(dispatcher), sent)
    metres = DETOUR * float(great_circle(np.array([116.41, 39.9]), np.array([116.4, 39.9])))
    assert way == {
        "unit": sent.unit_id,
        "incident": str(sent.incident_id),
        "seconds": round(metres / (KILOMETRES_PER_HOUR["car"] / 3.6)),
        "metres": round(metres),
        "estimated": True,
        "path": [[116.41, 39.9], [116.4, 39.9]],
    }


def test_a_unit_has_a_way_from_accepting_its_call_until_it_is_there(as_, call, make_unit, dispatcher, now):
    client, ordered = as_(dispatcher), send(call, make_unit("U1", 116.41, 39.9), dispatcher, now, accepted=False)
    assert ways_of(client, ordered) == []
    acknowledge_order(order_id=ordered.order_id, by=dispatcher, at=now)
    assert len(ways_of(client, ordered)) == 1
    services.set_en_route(assignment_id=ordered.pk, by=dispatcher, at=now)
    assert len(ways_of(client, ordered)) == 1
    services.set_arrived(assignment_id=ordered.pk, by=dispatcher, at=now)
    assert ways_of(client, ordered) == []


def test_a_unit_without_a_position_or_without_a_call_has_no_way(as_, call, make_unit, dispatcher, now):
    unseen = send(call, make_unit("LOST"), dispatcher, now)
    free = make_unit("FREE", 116.41, 39.9)
    assert as_(dispatcher).get(f"/api/ways?unit={unseen.unit_id}&unit={free.pk}").json()["ways"] == []
    assert as_(dispatcher).get("/api/ways").json()["ways"] == []


def test_ways_are_seen_by_those_who_watch_the_unit_and_the_call(as_, sent, outsider, station, make_person):
    assert ways_of(as_(outsider), sent) == []
    of_the_station = make_person(station, Role.OPERATOR)
    assert ways_of(as_(of_the_station), sent) == [], "the call is the bureau's, not the station's"
    assert as_(make_person(station)).get(f"/api/ways?unit={sent.unit_id}").status_code == 403
    assert as_(None).get("/api/ways").status_code == 401


@pytest.mark.parametrize("query", ["unit=x", "unit=0", "unit=99999999999999999999", "&".join(["unit=1"] * 31)])
def test_what_is_no_unit_and_more_than_one_may_ask_for_is_refused_in_words(as_, dispatcher, query):
    answer = as_(dispatcher).get(f"/api/ways?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) >= {"code", "message"}


def test_thirty_ways_cost_no_more_queries_than_one(as_, take_call, make_unit, dispatcher, now):
    gone = [send(take_call(), make_unit(f"U{number}", 116.41, 39.9), dispatcher, now) for number in range(MOST_WAYS)]

    def queries(asked):
        client = as_(User.objects.get(pk=dispatcher.pk))
        with CaptureQueriesContext(connection) as captured:
            assert len(ways_of(client, *asked)) == len(asked)
        return len(captured)

    assert queries(gone) == queries(gone[:1]) <= 5


@pytest.mark.real_data
def test_where_there_are_roads_the_way_follows_them(
    san_francisco_roads, settings, as_, take_call, make_unit, dispatcher, now
):
    settings.ROADS_DIR = san_francisco_roads
    origin, target = (-122.4194, 37.7749), (-122.4064, 37.7858)
    sent = send(take_call(*target), make_unit("U1", *origin, fixed_at=now - timedelta(seconds=9)), dispatcher, now)
    (way,) = ways_of(as_(dispatcher), sent)
    road = road_engine("car").route(origin, target)
    assert (way["seconds"], way["metres"], way["estimated"]) == (round(road.seconds), round(road.metres), False)
    assert way["path"][0] == list(origin)
    assert way["path"][-1] == list(target)
    assert 3 < len(way["path"]) <= len(road.path) + 2


@pytest.mark.real_data
def test_a_unit_far_from_every_road_comes_by_straight_line(
    san_francisco_roads, settings, as_, take_call, make_unit, dispatcher, now
):
    settings.ROADS_DIR = san_francisco_roads
    sent = send(take_call(-122.4064, 37.7858), make_unit("BOAT", -122.30, 37.75), dispatcher, now)
    (way,) = ways_of(as_(dispatcher), sent)
    assert way["estimated"]
    assert len(way["path"]) == 2
