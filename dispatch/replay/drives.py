"""Recorded drives: where each unit of a city's records probably was when it set out, and how long it then took.

Records of dispatch tell when a unit set out and arrived, not where from. A unit that was at a scene less than two hours
before is taken to start there; every other row is left out, and so are those without both times or without a way.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path

from dispatch.replay.mapping import RESPONSE_FIELDS, Mapping
from dispatch.replay.reading import BadRow, numbered_rows, place_of, text_of, time_of
from zones.routing.base import LonLat, RoadEngine

OLDEST_START = timedelta(hours=2)
SOON_S = 300.0
TOGETHER = timedelta(minutes=1)
NO_TIMES = "no unit, no time of setting out or of arrival, or no place"
NO_START = "no scene of the same unit in the two hours before"
NO_WAY = "no way on the imported roads, or more than 100 m away from them"


@dataclass(frozen=True, slots=True)
class Response:
    """One unit that went to one call; times as written, without a zone. `free_at`: when it could be sent again."""

    call: str
    unit: str
    set_out_at: datetime
    on_scene_at: datetime
    place: LonLat
    free_at: datetime | None
    took_to_hospital: bool


@dataclass(frozen=True, slots=True)
class Drive:
    """From a unit's last scene to its next. `recorded`, and `free_for` before it set out, in seconds."""

    call: str
    set_out_at: datetime
    start: LonLat
    target: LonLat
    recorded: float
    free_for: float | None
    by_hospital: bool


@dataclass(frozen=True, slots=True)
class TimedDrive:
    """A drive with what the roads say, and the straight line, in seconds."""

    drive: Drive
    predicted: float
    straight: float


@dataclass
class Drives[Kind]:
    """The drives that count, and how many rows were left out for which reason."""

    kept: list[Kind] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def response_mapping(text: str) -> Mapping:
    """
    Raises:
        BadMapping: not of the form, an unknown field, or one that is needed is missing.
    """
    return Mapping.parse(text, known=RESPONSE_FIELDS, needed=("unit", "on_scene"))


def read_responses(path: Path, mapping: Mapping, *, time_format: str | None = None) -> Drives[Response]:
    """The rows of a file that tell when a unit set out, when it arrived and where.

    Raises:
        BadFile, BadMapping: as `read_calls`.
    """
    read = Drives[Response]()
    for _number, row, places in numbered_rows(path, mapping, has_header=True):
        cells = {name: text_of(row[index]) if index < len(row) else "" for name, index in places.items()}
        try:
            read.kept.append(response_of(cells, time_format))
        except BadRow:
            read.left_out[NO_TIMES] += 1
    return read


def response_of(cells: dict[str, str], time_format: str | None) -> Response:
    """
    Raises:
        BadRow: one of what a drive needs is missing, or it arrived before it set out.
    """
    set_out_at, on_scene_at = time_of(cells["time"], time_format), time_of(cells["on_scene"], time_format)
    if not cells["unit"] or on_scene_at < set_out_at:
        raise BadRow("no drive")
    free = cells.get("available", "")
    return Response(
        call=cells.get("id", ""),
        unit=cells["unit"],
        set_out_at=set_out_at,
        on_scene_at=on_scene_at,
        place=place_of(cells),
        free_at=time_of(free, time_format) if free else None,
        took_to_hospital=bool(cells.get("hospital")),
    )


def drives_of(responses: Sequence[Response]) -> Drives[Drive]:
    """Each response whose unit was at a scene in the two hours before, from there."""
    found = Drives[Drive]()
    of_unit = defaultdict(list)
    for response in sorted(responses, key=lambda response: (response.set_out_at, response.on_scene_at)):
        of_unit[response.unit].append(response)
    for going in of_unit.values():
        found.left_out[NO_START] += 1  # its first
        for before, now in pairwise(going):
            if timedelta(0) <= now.set_out_at - before.on_scene_at < OLDEST_START:
                found.kept.append(drive_between(before, now))
            else:
                found.left_out[NO_START] += 1
    return found


def drive_between(before: Response, now: Response) -> Drive:
    free_for = (now.set_out_at - before.free_at).total_seconds() if before.free_at else None
    return Drive(
        call=now.call,
        set_out_at=now.set_out_at,
        start=before.place,
        target=now.place,
        recorded=(now.on_scene_at - now.set_out_at).total_seconds(),
        free_for=free_for,
        by_hospital=before.took_to_hospital,
    )


def timed(drives: Sequence[Drive], *, roads: RoadEngine, straight_line: RoadEngine) -> Drives[TimedDrive]:
    """What the roads say of each drive; those with no way by road, or far from a road, are left out."""
    found = Drives[TimedDrive]()
    for drive in drives:
        way = roads.times([drive.start], drive.target)[0]
        line = straight_line.times([drive.start], drive.target)[0]
        if way.estimated or way.far_from_road or way.seconds is None or line.seconds is None:
            found.left_out[NO_WAY] += 1
        else:
            found.kept.append(TimedDrive(drive, way.seconds, line.seconds))
    return found


def groups(drives: Sequence[TimedDrive]) -> Iterator[tuple[str, list[TimedDrive]]]:
    """All drives, and those whose start is known better."""
    straight_on = [timed for timed in drives if not timed.drive.by_hospital]
    yield "all of them", list(drives)
    yield "no hospital on the way", straight_on
    soon = [timed for timed in straight_on if timed.drive.free_for is not None and timed.drive.free_for <= SOON_S]
    yield "and sent within 5 minutes of being free", soon


def pairs(drives: Sequence[TimedDrive]) -> Iterator[tuple[TimedDrive, TimedDrive]]:
    """Every two units that set out to the same call within a minute and took different times, on both accounts."""
    to_call = defaultdict(list)
    for timed in drives:
        if timed.drive.call:
            to_call[timed.drive.call].append(timed)
    for going in to_call.values():
        for one, other in combinations(going, 2):
            together = abs(one.drive.set_out_at - other.drive.set_out_at) <= TOGETHER
            if together and one.drive.recorded != other.drive.recorded and one.predicted != other.predicted:
                yield one, other
