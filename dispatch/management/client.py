"""What commands that speak to a running server have in common: who speaks, how fast, along which roads."""

import os
from argparse import ArgumentParser
from typing import Any

from dispatch.replay import Doors, LogIn, Pace, Tally
from patrol.vocabulary import TravelMode
from zones.routing import metres_to_main_roads, road_engine
from zones.routing.base import FAR_FROM_ROAD_METRES, LonLat

MOST_SPEED = 100_000


def add_client_arguments(parser: ArgumentParser, *, patience_s: float) -> None:
    parser.add_argument("--speed", type=float, default=1.0, help="seconds of the day in a second of ours")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default="", help="who takes the calls; the password from PATROL_PASSWORD")
    parser.add_argument("--token", default="", help="instead of --user")
    parser.add_argument("--patience", type=float, default=patience_s, help="seconds that the server may be away")
    parser.add_argument(
        "--device-key",
        default=os.environ.get("PATROL_DEVICE_KEY", ""),
        help="key of a gateway, from issue_gateway; default: PATROL_DEVICE_KEY",
    )


def doors_of(options: dict[str, Any], pace: Pace, tally: Tally) -> Doors:
    """The doors of the server that the options name.

    Raises:
        ValueError: nobody to speak was named, or the address is none.
    """
    return Doors(
        options["url"],
        log_in_of(options),
        device_key=options["device_key"],
        pace=pace,
        patience_s=options["patience"],
        away=tally.away,
    )


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


def checked_speed(speed: float, *, most: float = MOST_SPEED) -> float:
    """
    Raises:
        ValueError: it is no speed.
    """
    if not 0 < speed <= most:
        raise ValueError(f"Speed is a number above 0 and at most {most:g}: 60 makes an hour of a minute.")
    return speed


def on_road(place: LonLat) -> bool:
    """Whether a car can get away from here; everywhere where no roads are imported."""
    if road_engine(TravelMode.CAR).times([place], place)[0].estimated:
        return True
    metres = metres_to_main_roads(place, TravelMode.CAR)
    return metres is not None and metres <= FAR_FROM_ROAD_METRES
