"""The bare floor under recommendations and pages, and what to check them against.

`python -m bench.floor` answers a question a line.

The floor is one nearest query by psycopg and one table call a travel mode by the engine's own bindings, in a process
that does nothing else. Times are seconds, taken inside. The exact answers come from all dispatchable units.
"""

import json
import math
import os
import random
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from statistics import median
from typing import Any

import django
import numpy as np
import osrm
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")
django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.force import place_units
from patrol.models import Order, Unit, User
from patrol.vocabulary import DISPATCHABLE_STATUSES, TravelMode, UnitStatus
from zones.routing import road_engine
from zones.routing.versions import current_version, data_path, version_folder

MOST = 64
EARTH_RADIUS_M = 6_371_008.8
NEAREST = """
SELECT unit.id, unit.mode, ST_X(live.point::geometry), ST_Y(live.point::geometry)
FROM patrol_livefix live JOIN patrol_unit unit ON unit.id = live.unit_id
WHERE live.dispatchable ORDER BY live.point <-> %s::geography LIMIT %s
"""

BOARD = """
SELECT unit.id, unit.call_sign, organization.code, template.code, template.armed, unit.mode, unit.status,
    unit.status_until, unit.sworn_on_crew, unit.auxiliaries_on_crew, orders.id, orders.kind, orders.subject_id,
    orders.delivered_at, orders.seen_at, orders.acknowledged_at, sent.id, sent.en_route_at, sent.arrived_at,
    ST_X(live.point::geometry), ST_Y(live.point::geometry), live.fixed_at, live.heading_deg, live.speed_mps
FROM patrol_unit unit
JOIN patrol_organization organization ON organization.id = unit.organization_id
JOIN patrol_unittemplate template ON template.id = unit.template_id
LEFT JOIN patrol_order orders ON orders.unit_id = unit.id AND orders.commits AND orders.closed_at IS NULL
LEFT JOIN dispatch_assignment sent ON sent.order_id = orders.id
LEFT JOIN patrol_livefix live ON live.unit_id = unit.id
ORDER BY unit.call_sign
"""
CALLS = """
SELECT incident.id, incident.year, incident.number, organization.code, kind.code, kind.name, incident.priority,
    incident.level, incident.place, ST_X(incident.point), ST_Y(incident.point), incident.received_at, sent.id,
    sent.unit_id, unit.call_sign, orders.id, sent.assigned_at, orders.delivered_at, orders.seen_at,
    orders.acknowledged_at, sent.en_route_at, sent.arrived_at
FROM dispatch_incident incident
JOIN patrol_organization organization ON organization.id = incident.organization_id
JOIN dispatch_incidenttype kind ON kind.id = incident.type_id
LEFT JOIN dispatch_assignment sent ON sent.incident_id = incident.id
LEFT JOIN patrol_order orders ON orders.id = sent.order_id
LEFT JOIN patrol_unit unit ON unit.id = sent.unit_id
WHERE incident.status = 'open' ORDER BY incident.received_at, incident.id
"""

type Question = dict[str, Any]


class Floor:
    """Answers the questions on one database."""

    def __init__(self) -> None:
        self._database = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        folder = version_folder(settings.ROADS_DIR, current_version(settings.ROADS_DIR) or "")
        self._roads = {
            mode.value: osrm.OSRM(
                algorithm="MLD", storage_config=str(data_path(folder, mode)), use_mmap=True, use_shared_memory=False,
                verbosity="NONE", max_locations_distance_table=10_000,
            )
            for mode in TravelMode
        }  # fmt: skip

    def floor(self, asked: Question) -> Question:
        """The nearest units and their times by road; as little as can be done."""
        start = time.perf_counter()
        place = f"SRID=4326;POINT({asked['lon']!r} {asked['lat']!r})"
        near = self._database.execute(NEAREST, [place, MOST]).fetchall()
        times: list[tuple[float, int]] = []
        for mode in {row[1] for row in near}:
            riding = [row for row in near if row[1] == mode]
            answer = self._roads[mode].Table(
                osrm.TableParameters(
                    coordinates=[*((row[2], row[3]) for row in riding), (asked["lon"], asked["lat"])],
                    sources=list(range(len(riding))),
                    destinations=[len(riding)],
                    annotations=["duration", "distance"],
                    generate_hints=False,
                )
            )
            times += zip((row[0] for row in answer["durations"]), (row[0] for row in riding), strict=True)
        times.sort(key=lambda pair: math.inf if pair[0] is None else pair[0])
        return {"seconds": time.perf_counter() - start, "units": [unit for _seconds, unit in times]}

    def loop(self, asked: Question) -> Question:
        """The nearest units by a loop over ORM rows; no times by road."""
        start = time.perf_counter()
        taken = set(Order.objects.committing().exclude(unit=None).values_list("unit_id", flat=True))
        sendable = {status.value for status in DISPATCHABLE_STATUSES}
        found = [
            (haversine(asked["lon"], asked["lat"], unit.live_fix.point.x, unit.live_fix.point.y), unit.pk)
            for unit in Unit.objects.exclude(status=UnitStatus.OFF_DUTY.value).select_related("live_fix", "template")
            if unit.status in sendable and unit.sworn_on_crew and unit.pk not in taken
        ]
        found.sort()
        return {"seconds": time.perf_counter() - start, "units": [unit for _metres, unit in found[:MOST]]}

    def refresh(self, asked: Question) -> Question:
        """Every unit reports where it is, somewhere new when `seed` is; nobody's position is stale after."""
        units = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
        place_units(units, random.Random(asked["seed"]), datetime.now(UTC))
        self._database.execute("VACUUM ANALYZE patrol_livefix")
        return {}

    def page(self, asked: Question) -> Question:
        """What a console asks for when its socket is down: middlewares, rights, picture and JSON; the median time."""
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username="operator"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/console/picture")
        asked_for = len(queries)
        taken = []
        for _time in range(asked["times"]):
            start = time.perf_counter()
            answer = client.get("/console/picture")
            taken.append(time.perf_counter() - start)
        picture = answer.json()["picture"]
        calls, units = list(picture["incidents"]), list(picture["units"])
        return {
            "seconds": median(taken),
            "ids": [sorted(calls), sorted(units)],
            "calls": len(calls),
            "units": len(units),
            "queries": asked_for,
        }

    def plain(self, asked: Question) -> Question:
        """The same rows by psycopg, as plain JSON; the median time."""
        taken = []
        for _time in range(asked["times"]):
            start = time.perf_counter()
            board, calls = self._database.execute(BOARD).fetchall(), self._database.execute(CALLS).fetchall()
            json.dumps({"units": board, "incidents": calls}, default=str)
            taken.append(time.perf_counter() - start)
        return {
            "seconds": median(taken),
            "ids": [sorted({str(call[0]) for call in calls}), sorted(str(unit[0]) for unit in board)],
        }

    def exact(self, asked: Question) -> Question:
        """For each place the least time of any dispatchable unit, and the time of the one chosen."""
        rows = self._database.execute(NEAREST, ["SRID=4326;POINT(0 0)", None]).fetchall()
        places = [tuple(place) for place in asked["places"]]
        units: list[int] = []
        times: list[Any] = []
        for mode in TravelMode:
            riding = [row for row in rows if row[1] == mode.value]
            units += [row[0] for row in riding]
            times.append(road_engine(mode).table([(row[2], row[3]) for row in riding], places).seconds)
        seconds = np.concatenate(times)
        where = {unit: number for number, unit in enumerate(units)}
        chosen = [seconds[where[unit], place] for place, unit in enumerate(asked["chosen"])]
        return {"best": seconds.min(axis=0).tolist(), "chosen": [float(each) for each in chosen]}


def haversine(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres along the great circle."""
    north, east = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    part = math.sin(north / 2) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * (
        math.sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(part))


def answer(lines: Iterable[str]) -> None:
    """Answer questions until there are no more."""
    floor = Floor()
    for line in lines:
        asked = json.loads(line)
        print(json.dumps(getattr(floor, asked["ask"])(asked)), flush=True)


if __name__ == "__main__":
    answer(sys.stdin)
