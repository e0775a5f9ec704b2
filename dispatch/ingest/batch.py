"""Our batch form: `{"positions": [{"unit", "lon", "lat", "datum", "fixed_at", "accuracy", "speed", "heading"}]}`."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Annotated

import msgspec
from django.utils.translation import gettext as _

from dispatch.ingest.replies import TooLarge
from dispatch.ingest.reporters import Reporter
from patrol.errors import BadInput, NotPermitted
from zones.datum import Datum, UnknownDatum, datum_named, to_wgs84

MOST_POSITIONS = 5_000
CLOCK_AHEAD_S = 60
MILLISECONDS_FROM = 2**31  # a greater number is milliseconds, as trackers send them
LARGEST_ID = 2**63 - 1
MOST_ACCURACY_M, MOST_SPEED_MPS, FULL_TURN_DEG = 1_000_000.0, 500.0, 360.0
MICROSECONDS = 1_000_000

type Row = tuple[int, int, int, float, float, float, float, float, int]


class Position(msgspec.Struct, gc=False):
    """One position: degrees in `datum`, metres, metres a second, degrees from north; time as ISO 8601 or epoch."""

    lon: float
    lat: float
    fixed_at: Annotated[datetime, msgspec.Meta(tz=True)] | float
    unit: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)] | None = None
    datum: str = Datum.WGS84.value
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None


class Batch(msgspec.Struct, gc=False):
    """The body of a request."""

    positions: list[Position]


DECODER = msgspec.json.Decoder(Batch)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Rows for `patrol.live.REPORT`, and how many positions were left out, by reason."""

    rows: list[Row]
    ignored: Counter[str]


def read_batch(body: bytes) -> list[Position]:
    """The positions of a body.

    Raises:
        BadInput: it is not our form; says where and what is expected.
        TooLarge: more than 5,000 positions.
    """
    try:
        positions = DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(_("The body is not a batch of positions: %(why)s") % {"why": error}) from error
    if len(positions.positions) > MOST_POSITIONS:
        raise TooLarge(_("Send at most %(most)d positions at once.") % {"most": MOST_POSITIONS})
    return positions.positions


def accept(positions: list[Position], reporter: Reporter, *, received_at: float) -> Accepted:
    """Check positions against who sends them and against what can be true. `received_at`: seconds since 1970.

    Raises:
        BadInput: a gateway that does not name the unit, an unknown datum.
        NotPermitted: a unit that the device may not report for.
    """
    rows: list[Row] = []
    ignored: Counter[str] = Counter()
    for position in positions:
        unit = unit_of(position, reporter)
        lon, lat = place_of(position)
        fixed_at = seconds_of(position.fixed_at)
        reason = why_ignored(lon, lat, ahead_s=fixed_at - received_at, fixed_at=fixed_at)
        if reason:
            ignored[reason] += 1
        else:
            rows.append(row_of(position, unit, lon, lat, fixed_at, received_at, reporter.source))
    return Accepted(rows, ignored)


def unit_of(position: Position, reporter: Reporter) -> int:
    unit = position.unit or reporter.unit
    if unit is None:
        raise BadInput(_("A gateway names the unit of every position."))
    if unit not in reporter.units:
        raise NotPermitted(_("This device may not report for unit %(unit)d.") % {"unit": unit})
    return unit


def place_of(position: Position) -> tuple[float, float]:
    """The place in WGS-84: converted once, here."""
    if position.datum == Datum.WGS84.value:
        return position.lon, position.lat
    try:
        return to_wgs84(position.lon, position.lat, datum_named(position.datum))
    except UnknownDatum as error:
        raise BadInput(str(error)) from error


def seconds_of(fixed_at: datetime | float) -> float:
    """Seconds since 1970."""
    if isinstance(fixed_at, datetime):
        return fixed_at.timestamp()
    return fixed_at / 1000 if fixed_at >= MILLISECONDS_FROM else fixed_at


def why_ignored(lon: float, lat: float, *, ahead_s: float, fixed_at: float) -> str | None:
    """Why a position cannot be true, or None."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return "out_of_range"
    if lon == 0 and lat == 0:
        return "null_island"
    if ahead_s > CLOCK_AHEAD_S:
        return "future"
    return "out_of_range" if fixed_at < 0 else None


def row_of(
    position: Position, unit: int, lon: float, lat: float, fixed_at: float, received_at: float, source: int
) -> Row:
    heading = known(position.heading, FULL_TURN_DEG)
    return (
        unit,
        round(fixed_at * MICROSECONDS),
        round(received_at * MICROSECONDS),
        lon,
        lat,
        known(position.accuracy, MOST_ACCURACY_M),
        known(position.speed, MOST_SPEED_MPS),
        heading % FULL_TURN_DEG,
        source,
    )


def known(value: float | None, most: float) -> float:
    """The value, or NaN: devices send a negative number, or an absurd one, for what they do not know."""
    return nan if value is None or not 0 <= value <= most else value
