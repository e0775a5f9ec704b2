"""A file of real calls, with its real dirt: bad rows are named and left out, the rest is given in order of time."""

import csv
import gzip
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import TextIO, cast

from dispatch.replay.mapping import BadMapping, Mapping

TIME_FORMATS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
NOTHING = {"", "null", "none", "nan", "n/a"}
NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
WKT_POINT = re.compile(rf"POINT\s*\(\s*({NUMBER})\s+({NUMBER})\s*\)", re.IGNORECASE)
LAT_LON = re.compile(rf"\(?\s*({NUMBER})\s*,\s*({NUMBER})\s*\)?")
LONGEST_ID, LONGEST_PLACE, LONGEST_DISPOSITION = 40, 200, 64


class BadFile(ValueError):
    """The file cannot be read as calls at all."""


class BadRow(ValueError):
    """One row is no call."""


@dataclass(frozen=True, slots=True)
class RealCall:
    """A call of the file. `at` is the time as written, without a zone; lon and lat are degrees in the file's datum."""

    row: int
    at: datetime
    lon: float
    lat: float
    type: str
    priority: int | None
    id: str
    place: str
    disposition: str


@dataclass
class Reading:
    """The calls of a file in order of time, what was wrong with each bad row, and how many rows repeat a call."""

    calls: list[RealCall] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    repeated: int = 0

    def between(self, starts_at: datetime | None, ends_at: datetime | None) -> list[RealCall]:
        """The calls from `starts_at` to just before `ends_at`."""
        return [
            call
            for call in self.calls
            if (starts_at is None or call.at >= starts_at) and (ends_at is None or call.at < ends_at)
        ]


def read_calls(path: Path, mapping: Mapping, *, has_header: bool = True, time_format: str | None = None) -> Reading:
    """Read a CSV, or a CSV in gzip.

    Raises:
        BadFile: it cannot be opened, is empty, or has no headings where some were expected.
        BadMapping: a column is not there.
    """
    reading, seen = Reading(), set()
    for number, row, places in numbered_rows(path, mapping, has_header=has_header):
        try:
            call = call_of(row, places, number, time_format)
        except BadRow as fault:
            reading.faults.append((number, str(fault)))
            continue
        if call.id in seen:
            reading.repeated += 1
        else:
            seen.add(call.id)
            reading.calls.append(call)
    reading.calls.sort(key=lambda call: (call.at, call.row))
    return reading


def numbered_rows(path: Path, mapping: Mapping, *, has_header: bool) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    """Each row with its line number and where each field is in it."""
    try:
        with opened(path) as lines:
            rows = csv.reader(lines)
            first = next(rows, None)
            if first is None:
                raise BadFile(f"{path} is empty.")
            places = places_of(first, mapping, has_header=has_header)
            if not has_header:
                yield 1, first, places
            yield from ((rows.line_num, row, places) for row in rows if row)
    except (OSError, EOFError, csv.Error) as error:
        raise BadFile(f"{path} cannot be read: {error}") from error


def opened(path: Path) -> TextIO:
    """The lines of the file; a byte that is no UTF-8 spoils its own cell alone."""
    if path.suffix == ".gz":
        return cast("TextIO", gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline=""))
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def places_of(first: Sequence[str], mapping: Mapping, *, has_header: bool) -> dict[str, int]:
    """Where each field is, by the first row of the file."""
    if not has_header:
        return mapping.numbered_places(len(first))
    try:
        return mapping.places_in([heading.strip() for heading in first])
    except BadMapping as error:
        if any(is_data(cell) for cell in first):
            raise BadFile(
                f"The first line holds data, not headings: {', '.join(first)}\n"
                f"Say --no-header and number the columns from 1, such as lat=1,lon=2,time=4."
            ) from error
        raise


def is_data(cell: str) -> bool:
    """Whether a cell is a number or a time, which no heading is."""
    try:
        return re.fullmatch(NUMBER, cell.strip()) is not None or time_of(cell, None) is not None
    except BadRow:
        return False


def call_of(row: Sequence[str], places: dict[str, int], number: int, time_format: str | None) -> RealCall:
    """The call of one row.

    Raises:
        BadRow: no time, or no place on earth.
    """
    cells = {name: text_of(row[index]) if index < len(row) else "" for name, index in places.items()}
    lon, lat = place_of(cells)
    return RealCall(
        row=number,
        at=time_of(cells["time"], time_format),
        lon=lon,
        lat=lat,
        type=cells.get("type", ""),
        priority=priority_of(cells.get("priority", "")),
        id=id_of(cells.get("id", ""), row),
        place=cells.get("place", "")[:LONGEST_PLACE],
        disposition=cells.get("disposition", "")[:LONGEST_DISPOSITION],
    )


def text_of(cell: str) -> str:
    text = " ".join(cell.split()).replace("\0", "")
    return "" if text.casefold() in NOTHING else text


def time_of(text: str, time_format: str | None) -> datetime:
    """The time as it stands there; a zone, if any, is left off, as intervals alone count."""
    for form in (time_format,) if time_format else (None, *TIME_FORMATS):
        try:
            return as_written(text) if form is None else datetime.strptime(text, form).replace(tzinfo=None)  # noqa: DTZ007  (files of calls have no zone)
        except ValueError:
            continue
    raise BadRow(f"“{text}” is no time" if text else "no time")


def as_written(text: str) -> datetime:
    """A time in ISO 8601 without its zone, if it has one.

    Raises:
        ValueError: it is none.
    """
    return datetime.fromisoformat(text).replace(tzinfo=None)


def place_of(cells: dict[str, str]) -> tuple[float, float]:
    """Longitude and latitude, from two columns or from one: `POINT (lon lat)` or `(lat, lon)`."""
    if "point" in cells:
        lon, lat = written_point(cells["point"])
    else:
        lon, lat = cells["lon"], cells["lat"]
    if not lon or not lat:
        raise BadRow("no place")
    try:
        place = float(lon), float(lat)
    except ValueError as error:
        raise BadRow(f"“{lon} {lat}” is no place") from error
    if not all(map(isfinite, place)) or abs(place[0]) > 180 or abs(place[1]) > 90 or place == (0.0, 0.0):
        raise BadRow(f"“{lon} {lat}” is no place on earth")
    return place


def written_point(text: str) -> tuple[str, str]:
    if found := WKT_POINT.search(text):
        return found[1], found[2]
    if found := LAT_LON.search(text):
        return found[2], found[1]
    return "", ""


def priority_of(text: str) -> int | None:
    """1 to 4; None, which means that of the type, for whatever else a city writes."""
    return int(text) if text in {"1", "2", "3", "4"} else None


def id_of(text: str, row: Sequence[str]) -> str:
    """The file's own id of the call; a digest of the row where it has none, or one too long."""
    if 0 < len(text) <= LONGEST_ID:
        return text
    return hashlib.sha256("\0".join([text] if text else row).encode()).hexdigest()[:LONGEST_ID]
