"""Let a city live: calls, operators, crews and trackers, through the HTTP doors of a running server.

Calls come by the hour of the day and by the ground; operators send recommendation 1; crews answer, drive, work and
clear, now and then late or not at all; everybody else patrols and visits the points that are due. With `--speed N` the
city lives N times faster; the server's clock and its alarms stay what they are. The same seed makes the same decisions.
Ends with Ctrl-C, or after `--for` minutes. A new run goes on with the calls and orders that it finds open.
"""

import os
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dispatch.management.client import add_client_arguments, checked_speed, doors_of, on_road
from dispatch.replay import Pace, Refusal, ServerAway, Tally, units_on_duty
from dispatch.simulation import City, Demand, Dice, Setting, Simulation
from dispatch.simulation.place_names import PlaceNames
from patrol.vocabulary import TravelMode
from zones.routing import road_engine
from zones.routing.base import LonLat, Route

FASTEST = 100.0
CALLS_A_UNIT = 0.6  # an hour
UNITS_A_CALL = 3  # open at a time


class Command(BaseCommand):
    help = "Let a city live on a running server: calls, operators, crews, trackers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_client_arguments(parser, patience_s=600.0)
        parser.add_argument("--for", dest="minutes", type=float, help="minutes of ours; default: until Ctrl-C")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--calls-per-hour", type=float, help="in a mean hour of the day; default: 0.6 a unit")
        parser.add_argument("--most-open", type=int, help="calls open at a time; default: one for three units")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.live(options, Tally())
        except KeyboardInterrupt:
            self.say("Stopped. What is open stays open; the next run goes on with it.")
            os._exit(0)  # an ordinary end spends seconds on giving the roads back, and nothing is left to save
        except (ValueError, Refusal, ServerAway) as error:
            raise CommandError(str(error)) from error

    def live(self, options: dict[str, Any], tally: Tally) -> None:
        """Until the time is over; then tell what the server refused."""
        try:
            pace = Pace(checked_speed(options["speed"], most=FASTEST), now=time.time)
            simulation = Simulation(self.setting(options, pace, tally))
            simulation.run(options["minutes"] * 60 if options["minutes"] else None, self.say)
        finally:
            self.say("\n".join(f"{number} times: {text}" for text, number in tally.complaints.most_common(10)))

    def setting(self, options: dict[str, Any], pace: Pace, tally: Tally) -> Setting:
        """Everything that the simulation needs, asked of the server and of the roads.

        Raises:
            ValueError: an option is missing, there is no ground, or nobody is on duty.
        """
        if not options["device_key"]:
            raise ValueError("Say --device-key: make one with manage.py issue_gateway ORGANIZATION.")
        doors, dice = doors_of(options, pace, tally), Dice(options["seed"])
        units = units_on_duty(doors)
        if not units:
            raise ValueError("No unit is on duty: sign some on, for instance with import_force --sign-on.")
        city = City.of(doors.get("/api/zones"))
        types = [kind["code"] for kind in doors.get("/api/incident-types")]
        per_hour = options["calls_per_hour"] or CALLS_A_UNIT * len(units)
        self.say(
            f"{len(units)} units are on duty; about {per_hour:.0f} calls an hour, {options['speed']:g} times faster"
        )
        return Setting(
            doors=doors,
            pace=pace,
            tally=tally,
            dice=dice,
            city=city,
            demand=Demand(city, types, per_hour, dice, on_road),
            route=route,
            on_road=on_road,
            place_name=PlaceNames(doors),
            second_of_day=second_of_day(),
            most_open=options["most_open"] or max(4, len(units) // UNITS_A_CALL),
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def route(mode: str, here: LonLat, there: LonLat) -> Route | None:
    """The way of a travel mode."""
    return road_engine(TravelMode(mode)).route(here, there)


def second_of_day() -> float:
    """The time of the city's clock, in seconds since its midnight."""
    now = timezone.localtime()
    return now.hour * 3600.0 + now.minute * 60 + now.second
