"""Feed a file of real calls through the HTTP doors of a running server, at their intervals.

The day of the file happens again, now: a call is received at the moment it is posted, whatever year the file is of, and
with `--speed N` everything that calls and units do goes N times faster. The server's clock and its deadlines are what
they are: positions carry the time they are sent, so at a high speed a unit moves in long strides, and an order is
still alarmed about after its ten seconds. Ids and Idempotency-Keys come from the file: run again, the command repeats
nothing, and goes on with the calls that the run before left open. `--run NAME` makes new calls of the same file.
"""

import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dispatch.management.client import add_client_arguments, checked_speed, doors_of, on_road
from dispatch.replay import (
    BadFile,
    BadMapping,
    Doors,
    Habits,
    Mapping,
    Pace,
    RealCall,
    Refusal,
    Replay,
    Responder,
    ServerAway,
    Tally,
    TypeRules,
    as_written,
    fleet_of,
    read_calls,
    units_on_duty,
)
from patrol.vocabulary import TravelMode
from zones.datum import Datum
from zones.routing import road_engine

MOST_CREWS = 200
FAULTS_SHOWN = 5


class Command(BaseCommand):
    help = "Feed a CSV of real calls to a running server at their intervals; with --respond, also answer them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, or CSV in gzip (.gz)")
        parser.add_argument("--mapping", required=True, help="FIELD=COLUMN,...: time and lon,lat or point, and if known"
                            " type, priority, id, place, disposition")  # fmt: skip
        parser.add_argument("--no-header", action="store_true", help="columns are named by their number from 1")
        parser.add_argument("--time-format", help="as strptime takes it, when the usual forms do not fit")
        parser.add_argument("--datum", default="wgs84", choices=[datum.value for datum in Datum])
        parser.add_argument("--type-map", action="append", default=[], metavar="PATTERN=TYPE",
                            help="which of our types a call gets; * is anything; may be given often")  # fmt: skip
        parser.add_argument("--default-type", default="other")
        parser.add_argument("--day", type=as_written, help="YYYY-MM-DD: that day alone")
        parser.add_argument("--from", dest="starts_at", type=as_written)
        parser.add_argument("--until", dest="ends_at", type=as_written, help="just before this time")
        parser.add_argument("--limit", type=int)
        parser.add_argument("--run", default="replay", help="a name: other runs of the same file make other calls")
        add_client_arguments(parser, patience_s=120.0)
        parser.add_argument("--respond", action="store_true", help="send recommendation 1 to each call and drive it")
        parser.add_argument("--answer-seconds", type=float, default=8.0)
        parser.add_argument("--service-minutes", type=float, default=20.0)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.live_through(options)
        except (BadFile, BadMapping, ValueError, Refusal, ServerAway) as error:
            raise CommandError(str(error)) from error

    def live_through(self, options: dict[str, Any]) -> None:
        calls = self.calls_of(options)
        pace, tally = Pace(checked_speed(options["speed"]), now=time.time), Tally()
        doors = doors_of(options, pace, tally)
        types = TypeRules.parse(options["type_map"], default=options["default_type"])
        refuse_unknown_types(types, doors)
        replay = Replay(doors, pace, tally, types, options["run"], options["datum"], self.say)
        responder = self.responder(replay, options) if options["respond"] else None
        try:
            crews = min(MOST_CREWS, len(responder.fleet)) if responder else 1
            replay.feed(calls, responder=responder, crews=crews)
        except KeyboardInterrupt:
            pace.stop()
        finally:
            self.say("\n".join(tally.lines()))

    def calls_of(self, options: dict[str, Any]) -> list[RealCall]:
        """The calls of the file in the time asked for; says what was left out."""
        reading = read_calls(
            options["file"],
            Mapping.parse(options["mapping"]),
            has_header=not options["no_header"],
            time_format=options["time_format"],
        )
        day = options["day"]
        starts_at, ends_at = (day, day + timedelta(days=1)) if day else (options["starts_at"], options["ends_at"])
        calls = reading.between(starts_at, ends_at)[: options["limit"]]
        self.say(
            f"{options['file'].name}: {len(reading.calls)} calls, {reading.repeated} repeated, "
            f"{len(reading.faults)} bad rows; {len(calls)} to feed"
        )
        for row, fault in reading.faults[:FAULTS_SHOWN]:
            self.stderr.write(f"row {row}: {fault}")
        if not calls:
            raise BadFile("There is no call in this time.")
        return calls

    def responder(self, replay: Replay, options: dict[str, Any]) -> Responder:
        """Units where the server knows them to be, and the others placed over the zones; they report from now on."""
        if not options["device_key"]:
            raise ValueError("--respond needs --device-key: make one with manage.py issue_gateway ORGANIZATION.")
        units = units_on_duty(replay.doors)
        if not units:
            raise ValueError("No unit is on duty: sign some on, for instance with import_force --sign-on.")
        fleet = fleet_of(units, lambda: replay.doors.get("/api/zones"), on_road=on_road)
        self.say(f"{len(units)} units are on duty")
        replay.report_once(fleet)
        replay.report_positions(fleet)
        habits = Habits(answer_s=options["answer_seconds"], service_s=options["service_minutes"] * 60)
        return Responder(replay.doors, fleet, replay.pace, replay.tally, road_engine(TravelMode.CAR).route, habits)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refuse_unknown_types(types: TypeRules, doors: Doors) -> None:
    """
    Raises:
        BadMapping: a type that the server does not have.
    """
    known = {kind["code"] for kind in doors.get("/api/incident-types")}
    if unknown := types.codes - known:
        raise BadMapping(f"No type of call {', '.join(sorted(unknown))}. There are {', '.join(sorted(known))}.")
