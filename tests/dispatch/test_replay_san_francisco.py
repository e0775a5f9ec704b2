"""A real day of a real city: 814 calls on its roads, 60 units over its police districts."""

import json
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

import pytest
from django.db import connection

from dispatch import services
from dispatch.models import IncidentType, Recommendation
from dispatch.replay import Mapping, TypeRules, fleet_of, read_calls
from patrol.models import LiveFix
from patrol.vocabulary import Role, TravelMode
from tests.conftest import put
from zones.datum import Datum
from zones.models import ZoneVersion
from zones.routing import metres_to_main_roads, road_engine
from zones.services import import_zones

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

BUSIEST_DAY = datetime(2019, 1, 7, tzinfo=UTC)
CALLS_OF_THE_DAY = 814
UNITS = 60
ON_THE_WAY_AND_AT_WORK = timedelta(minutes=25)
COLUMNS = "time=call_datetime,lon=lon,lat=lat,type=call_type,id=cad_id,place=address_block,disposition=disposition"
TYPES = TypeRules.parse(
    ["traf*=traffic", "*theft*=theft", "*burglary*=burglary", "fight*=disturbance"], default="other"
)


@pytest.fixture
def calls(real_data):
    """The calls of the busiest day of 2019, in order, as if the file's clock were UTC."""
    reading = read_calls(real_data / "san-francisco" / "police-calls.csv.gz", Mapping.parse(COLUMNS))
    day = BUSIEST_DAY.replace(tzinfo=None)
    return reading.between(day, day + timedelta(days=1))


@pytest.fixture
def now():
    """The units sign on an hour before the day begins."""
    return BUSIEST_DAY


@pytest.fixture(autouse=True)
def kinds(db):
    """Tests that flush the database take the standard types away."""
    for code in TYPES.codes:
        IncidentType.objects.get_or_create(code=code, defaults={"name": code, "priority": 3})


@pytest.fixture
def force(real_data, san_francisco_roads, settings, bureau, make_unit, make_person, now):
    """Districts imported, and the ids of 60 units that stand over the districts."""
    settings.ROADS_DIR = san_francisco_roads
    settings.STALE_AFTER_S = timedelta(days=2).total_seconds()  # units report when they have driven, not all the time
    source = real_data / "san-francisco"
    done = import_zones(
        content=(source / "police-districts.geojson").read_bytes(),
        datum=Datum.WGS84,
        code_field="company",
        name_field="district",
        mend=False,
        organization_id=bureau.pk,
        by=make_person(bureau, Role.PLANNER),
        at=now,
    )
    assert done.kept
    units = [make_unit() for _number in range(UNITS)]
    fleet = fleet_of([{"id": unit.pk, "fix": None} for unit in units], districts, on_road=near_main_roads)
    for unit in units:
        put(unit, *fleet.place_of(unit.pk, 0), now)
    return {unit.pk: unit for unit in units}


def districts():
    """As `GET /api/zones` gives them."""
    shapes = ZoneVersion.objects.current()
    features = [{"geometry": json.loads(version.shape.json), "properties": {"kind": "zone"}} for version in shapes]
    return {"features": features}


def near_main_roads(place):
    metres = metres_to_main_roads(place, TravelMode.CAR)
    return metres is not None and metres <= 100


def by_road(picture):
    """Whether the unit ranked first has a time by road."""
    candidates = picture["candidates"]
    return bool(candidates) and not {"estimated", "unreachable_by_road"} & set(candidates[0]["flags"])


def end_of_the_road(unit, call):
    """Where a unit stands after its drive to a call; where it was, when no road leads there."""
    here = LiveFix.objects.get(unit=unit).point
    route = road_engine(TravelMode.CAR).route((here.x, here.y), call)
    return route.path[-1] if route else (here.x, here.y)


def live_through(calls, force, bureau, dispatcher):
    """Take every call of the day at its time, send recommendation 1, and clear it 25 minutes later."""
    running = []
    for number, call in enumerate(calls):
        if number % 50 == 0:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # autovacuum does not see what a test has not committed
        at = call.at.replace(tzinfo=UTC)
        while running and running[0][0] <= at:
            cleared_at, assignment_id = heappop(running)
            services.set_arrived(assignment_id=assignment_id, by=dispatcher, at=cleared_at)
            services.clear_assignment(assignment_id=assignment_id, disposition="settled", by=dispatcher, at=cleared_at)
        incident = services.take_call(
            organization_id=bureau.pk,
            type_code=TYPES.code_of(call.type),
            lon=call.lon,
            lat=call.lat,
            place=call.place,
            external_id=call.id,
            by=dispatcher,
            at=at,
        )
        picture = Recommendation.objects.get(incident=incident).picture
        if picture["candidates"]:
            first = force[picture["candidates"][0]["unit"]]
            (sent,) = services.assign_units(incident_id=incident.pk, unit_ids=[first.pk], by=dispatcher, at=at)
            put(first, *end_of_the_road(first, (call.lon, call.lat)), at)
            heappush(running, (at + ON_THE_WAY_AND_AT_WORK, sent.pk))
        yield incident


def test_every_call_of_a_day_near_the_main_roads_is_given_a_unit_by_road(calls, force, bureau, dispatcher):
    incidents = list(live_through(calls, force, bureau, dispatcher))
    assert len(incidents) == CALLS_OF_THE_DAY
    near = [incident for incident in incidents if near_main_roads((incident.point.x, incident.point.y))]
    assert len(near) > 0.75 * CALLS_OF_THE_DAY
    kept = dict(Recommendation.objects.filter(moment="intake").values_list("incident", "picture"))
    assert [str(incident) for incident in near if not by_road(kept[incident.pk])] == []
    inside = [incident for incident in incidents if incident.zone_version_id is not None]
    assert len(inside) > 0.98 * CALLS_OF_THE_DAY


def test_real_files_are_read_with_their_dirt(real_data):
    units = Mapping.parse("time=Received DtTm,point=Location,type=Call Type,priority=Final Priority,id=Call Number")
    reading = read_calls(real_data / "san-francisco" / "dispatch-records.csv", units)
    assert len(reading.calls) + reading.repeated + len(reading.faults) == 3_678
    assert reading.repeated > 1_000
    bare = Mapping.parse("lat=1,lon=2,type=3,time=4,place=6")
    assert len(read_calls(real_data / "dirty-911-no-header.csv", bare, has_header=False).calls) > 3_000
