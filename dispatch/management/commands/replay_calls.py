"""Feed a file of real calls through the HTTP doors of a running server, at their intervals.

The day of the file happens again, now: a call is received at the moment it is posted, whatever year the file is of, and
with `--speed N` everything that calls and units do goes N times faster. The server's clock and its deadlines are what
they are: positions carry the time they are sent, so at a high speed a unit moves in long strides, and an order is
still alarmed about after its ten seconds. Ids and Idempotency-Keys come from the file: run again, the command repeats
nothing, and goes on with the calls that the run before left open. `--run NAME` makes new calls of the same file.
"""

import os
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dispatch.replay import (
    BadFile,
    BadMapping,
    Doors,
    Habits,
    LogIn,
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
from zones.routing import metres_to_main_roads, road_engine
from zones.routing.base import FAR_FROM_ROAD_METRES, LonLat

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
        parser.add_argument("--speed", type=float, default=1.0, help="seconds of the day in a second of ours")
        parser.add_argument("--run", default="replay", help="a name: other runs of the same file make other calls")
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--user", default="", help="who takes the calls; the password from PATROL_PASSWORD")
        parser.add_argument("--token", default="", help="instead of --user")
        parser.add_argument("--patience", type=float, default=120.0, help="seconds that the server may be away")
        parser.add_argument("--respond", action="store_true", help="send recommendation 1 to each call and drive it")
        parser.add_argument("--device-key", default="", help="key of a gateway, from issue_gateway; with --respond")
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
        doors = Doors(
            options["url"],
            log_in_of(options),
            device_key=options["device_key"],
            pace=pace,
            patience_s=options["patience"],
            away=tally.away,
        )
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


def checked_speed(speed: float) -> float:
    """
    Raises:
        ValueError: it is no speed.
    """
    if not 0 < speed <= 100_000:
        raise ValueError("Speed is a number above 0: 60 makes an hour of a minute.")
    return speed


def log_in_of(options: dict[str, Any]) -> LogIn:
    """
    Raises:
        ValueError: nobody was named, or the password is missing.
    """
    if options["token"]:
        return LogIn(token=options["token"])
    password = os.environ.get("PATROL_PASSWORD", "")
    if not options["user"] or not password:
        raise ValueError("Say who takes the calls: --user NAME with PATROL_PASSWORD set, or --token.")
    return LogIn(username=options["user"], password=password)


def refuse_unknown_types(types: TypeRules, doors: Doors) -> None:
    """
    Raises:
        BadMapping: a type that the server does not have.
    """
    known = {kind["code"] for kind in doors.get("/api/incident-types")}
    if unknown := types.codes - known:
        raise BadMapping(f"No type of call {', '.join(sorted(unknown))}. There are {', '.join(sorted(known))}.")


def on_road(place: LonLat) -> bool:
    """Whether a car can get away from here; everywhere where no roads are imported."""
    if road_engine(TravelMode.CAR).times([place], place)[0].estimated:
        return True
    metres = metres_to_main_roads(place, TravelMode.CAR)
    return metres is not None and metres <= FAR_FROM_ROAD_METRES
