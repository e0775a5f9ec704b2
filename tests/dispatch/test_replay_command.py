"""`manage.py replay_calls` against a real server: what reaches it, what a second run repeats, how it refuses."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dispatch import services
from dispatch.models import Assignment, Incident, IncidentType
from dispatch.replay import (
    Doors,
    Fleet,
    Habits,
    LogIn,
    Mapping,
    Pace,
    Refusal,
    Responder,
    Tally,
    as_written,
    read_calls,
)
from patrol.vocabulary import TravelMode
from tests.running import PATIENCE_S
from zones.routing import road_engine

HEADINGS = "id,time,lon,lat,kind,where"
ROWS = [f"{number},2019-01-07 08:0{number}:00,116.4{number},39.90,Petty Theft,Mill {number}" for number in range(4)]
MAPPING = "id=id,time=time,lon=lon,lat=lat,type=kind,place=where"
PASSWORD = "a test password"


@pytest.fixture
def now():
    """The server runs on the real clock, and so do its units."""
    return timezone.now()


@pytest.fixture(autouse=True)
def kinds(transactional_db):
    """A flush between tests takes the standard types away."""
    for code in ("theft", "other"):
        IncidentType.objects.get_or_create(code=code, defaults={"name": code.title(), "priority": 3})


@pytest.fixture
def replay(live_server, dispatcher, tmp_path, monkeypatch):
    """`replay(*rows, **options)`: run the command on a file with these rows; what it said."""
    monkeypatch.setenv("PATROL_PASSWORD", PASSWORD)

    def run(*rows, headings=HEADINGS, mapping=MAPPING, **options):
        path = tmp_path / "calls.csv"
        path.write_text("\n".join([headings, *rows] if headings else rows) + "\n")
        said, complained = StringIO(), StringIO()
        given = {"mapping": mapping, "url": live_server.url, "user": dispatcher.username, "speed": 10_000.0} | options
        call_command("replay_calls", path, stdout=said, stderr=complained, **given)
        return said.getvalue() + complained.getvalue()

    return run


def test_calls_are_taken_now_under_their_own_ids(replay, now):
    said = replay(*ROWS, type_map=["*theft=theft"])
    assert "4 fed" in said
    calls = list(Incident.objects.order_by("received_at"))
    assert [call.external_id for call in calls] == [f"replay:{number}" for number in range(4)]
    assert {(call.type.code, call.place[:4]) for call in calls} == {("theft", "Mill")}
    assert all(call.received_at >= now for call in calls)


def test_a_replay_that_is_started_again_repeats_nothing(replay):
    replay(*ROWS)
    replay(*ROWS)
    assert Incident.objects.count() == 4
    replay(*ROWS, run="evening")
    assert Incident.objects.count() == 8


def test_only_the_time_asked_for_is_fed(replay):
    replay(*ROWS, starts_at=read_time("2019-01-07 08:01"), ends_at=read_time("2019-01-07 08:03"))
    assert set(Incident.objects.values_list("external_id", flat=True)) == {"replay:1", "replay:2"}


def read_time(text):
    return as_written(text)


def test_calls_keep_their_intervals(replay):
    started = time.monotonic()
    replay(*ROWS, speed=180.0)
    assert time.monotonic() - started >= 1.0


def test_bad_rows_are_told_and_do_not_stop_the_day(replay):
    said = replay(ROWS[0], "x,never,1,2,Theft,", ROWS[1])
    assert "1 bad rows; 2 to feed" in said
    assert "row 3: “never” is no time" in said
    assert Incident.objects.count() == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"headings": ""}, "Say --no-header"),
        ({"mapping": "time=when,lon=lon,lat=lat"}, "No column when"),
        ({"default_type": "unheard_of"}, "No type of call unheard_of"),
        ({"user": ""}, "Say who takes the calls"),
        ({"user": "nobody"}, "Wrong name or password"),
        ({"speed": 0.0}, "Speed is a number above 0"),
        ({"day": "2001-01-01"}, "no call in this time"),
        ({"respond": True}, "needs --device-key"),
        ({"respond": True, "device_key": "k"}, "No unit is on duty"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_fed(replay, options, words):
    if "day" in options:
        options = options | {"day": read_time(options["day"])}
    with pytest.raises(CommandError, match=words):
        replay(*ROWS, **options)
    assert not Incident.objects.exists()


@pytest.fixture
def responder(live_server, dispatcher):
    """A crew for every unit that the test puts into the fleet; a minute is six milliseconds."""
    pace, tally = Pace(10_000.0, now=time.time), Tally()
    log_in = LogIn(username=dispatcher.username, password=PASSWORD)
    doors = Doors(live_server.url, log_in, pace=pace, patience_s=PATIENCE_S, away=tally.away)
    return Responder(doors, Fleet(), pace, tally, road_engine(TravelMode.CAR).route, Habits(longest_wait_s=20_000))


@pytest.fixture
def real_call(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(f"{HEADINGS},how\n{ROWS[0]},Settled\n")
    return read_calls(path, Mapping.parse(MAPPING + ",disposition=how")).calls[0]


def respond(responder, real_call, incident):
    responder.respond(real_call, {"id": str(incident.pk)})


def test_recommendation_one_is_sent_drives_there_and_is_free_again(responder, real_call, call, make_unit):
    near, far = make_unit("NEAR", 116.41, 39.90), make_unit("FAR", 116.49, 39.90)
    responder.fleet.stand(near.pk, (116.41, 39.90))
    responder.fleet.stand(far.pk, (116.49, 39.90))
    respond(responder, real_call, call)
    (sent,) = Assignment.objects.select_related("order", "incident")
    assert (sent.unit_id, sent.recommended_rank) == (near.pk, 1)
    assert sent.order.acknowledged_at <= sent.en_route_at <= sent.arrived_at <= sent.cleared_at
    assert (sent.incident.status, sent.incident.disposition) == ("closed", "settled")
    assert responder.fleet.place_of(near.pk, time.time()) == pytest.approx((call.point.x, call.point.y))


def test_a_call_that_a_replay_before_left_open_is_taken_up_with_its_unit(responder, real_call, call, make_unit, now):
    unit, other = make_unit("FIRST", 116.49, 39.90), make_unit("NEARER", 116.41, 39.90)
    for each in (unit, other):
        responder.fleet.stand(each.pk, (116.45, 39.90))
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=call.taken_by, at=now)
    respond(responder, real_call, call)
    respond(responder, real_call, call)
    (found,) = Assignment.objects.all()
    assert (found.pk, found.cleared_at is not None) == (sent.pk, True)
    assert responder.tally.counts["known"] == 1


def test_a_unit_that_an_operator_takes_off_the_call_stops_where_it_is(responder, real_call, call, make_unit, now):
    unit = make_unit("ONE", 116.41, 39.90)
    responder.fleet.stand(unit.pk, (116.41, 39.90))
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=call.taken_by, at=now)
    incident = responder.doors.get(f"/api/incidents/{call.pk}")
    (assignment,) = incident["assignments"].values()
    services.withdraw_assignment(assignment_id=sent.pk, reason="wrong place", by=call.taken_by, at=now)
    with pytest.raises(Refusal, match="withdrawn"):
        responder.see_through(assignment, incident, real_call)


def test_a_call_waits_for_a_unit_and_is_given_up_when_none_comes_free(responder, real_call, call):
    respond(responder, real_call, call)
    assert responder.tally.counts["never_sent"] == 1
    assert not Assignment.objects.exists()
