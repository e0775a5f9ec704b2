"""From the features of a file to rows of the ground in WGS-84, with every fault told by feature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from shapely.geometry import LineString, MultiPolygon
from shapely.geometry import Point as Place

from patrol.vocabulary import TravelMode
from zones.datum import Datum, UnknownDatum, datum_named
from zones.ground_file.cells import LONGEST_CODE, LONGEST_NAME, Cells
from zones.ground_file.faults import Fault, FaultKind, Faulty
from zones.ground_file.formats import RawFeature, RawFile
from zones.ground_file.geometry import area_of, line_of, place_of
from zones.vocabulary import CheckMethod, PointKind, Ring, ZoneClass

LARGEST_RADIUS_M = 5_000
WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True)
class AreaRow:
    """One zone or beat. None stands for what the file does not say. `mended`: the file's own shape was broken."""

    number: int
    code: str
    name: str
    shape: MultiPolygon
    zone_class: ZoneClass | None
    ring: Ring | None
    priority: int | None
    parent: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    direct_report: bool | None
    overlapping: bool | None
    mended: bool


@dataclass(frozen=True)
class PointRow:
    """One point. None stands for what the file does not say."""

    number: int
    code: str
    name: str
    place: Place
    kind: PointKind | None
    zone: str | None
    radius_m: int | None
    dwell_s: int | None
    max_gap_s: int | None
    hours_from: time | None
    hours_to: time | None
    check_methods: list[str] | None
    unit: str | None
    priority: int | None


@dataclass(frozen=True)
class RouteRow:
    """One route. None stands for what the file does not say."""

    number: int
    code: str
    name: str
    line: LineString
    mode: TravelMode | None
    ring: Ring | None
    zone: str | None


@dataclass(frozen=True)
class Reading:
    """How to read: the datum that the importer names, the properties with code and name, whether to mend rings."""

    datum: Datum
    code_field: str
    name_field: str
    mend: bool = False


type Make[Row] = Callable[[RawFeature, str, str, Cells, Reading], Row]


def area_rows(file: RawFile, reading: Reading) -> tuple[list[AreaRow], list[Fault]]:
    return _rows(file.features, reading, _area)


def point_rows(file: RawFile, reading: Reading) -> tuple[list[PointRow], list[Fault]]:
    return _rows(file.features, reading, _point)


def route_rows(file: RawFile, reading: Reading) -> tuple[list[RouteRow], list[Fault]]:
    return _rows(file.features, reading, _route)


def _rows[Row](features: Sequence[RawFeature], reading: Reading, make: Make[Row]) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for feature in features:
        code = ""
        try:
            cells = _cells(feature)
            code = cells.needed(reading.code_field, LONGEST_CODE)
            if (first := seen.setdefault(code, feature.number)) != feature.number:
                raise Faulty(FaultKind.CODE_TWICE, first=first)
            name = cells.needed(reading.name_field, LONGEST_NAME)
            _refuse_other_datum(cells, reading.datum)
            if feature.fault is not None:
                raise feature.fault
            rows.append(make(feature, code, name, cells, reading))
        except Faulty as fault:
            faults.append(Fault(feature.number, code, fault.kind, fault.facts))
    return rows, faults


def _cells(feature: RawFeature) -> Cells:
    if feature.fault is not None and not feature.properties:
        raise feature.fault
    return Cells(feature.properties)


def _refuse_other_datum(cells: Cells, datum: Datum) -> None:
    """A feature that names its datum must name the importer's."""
    said = cells.text("datum", LONGEST_NAME)
    if said is None:
        return
    try:
        same = datum_named(said) is datum
    except UnknownDatum:
        same = False
    if not same:
        raise Faulty(FaultKind.OTHER_DATUM, said=said, datum=datum.value)


def _area(feature: RawFeature, code: str, name: str, cells: Cells, reading: Reading) -> AreaRow:
    starts_at, ends_at = cells.moment("starts_at"), cells.moment("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        raise Faulty(FaultKind.ENDS_BEFORE)
    shape, mended = area_of(feature.geometry, reading.datum, mend=reading.mend)
    return AreaRow(
        number=feature.number,
        code=code,
        name=name,
        shape=shape,
        zone_class=cells.choice("zone_class", ZoneClass),
        ring=cells.ring("ring"),
        priority=cells.priority("priority"),
        parent=cells.text("parent", LONGEST_CODE),
        starts_at=starts_at,
        ends_at=ends_at,
        direct_report=cells.yes("direct"),
        overlapping=cells.yes("overlaps"),
        mended=mended,
    )


def _point(feature: RawFeature, code: str, name: str, cells: Cells, reading: Reading) -> PointRow:
    hours_from, hours_to = cells.clock("hours_from"), cells.clock("hours_to")
    if (hours_from is None) != (hours_to is None):
        raise Faulty(FaultKind.HOURS_BOTH)
    return PointRow(
        number=feature.number,
        code=code,
        name=name,
        place=place_of(feature.geometry, reading.datum),
        kind=cells.choice("kind", PointKind),
        zone=cells.text("zone", LONGEST_CODE),
        radius_m=cells.whole("radius_m", 1, LARGEST_RADIUS_M),
        dwell_s=cells.whole("dwell_s", 0, WEEK_S),
        max_gap_s=cells.whole("max_gap_s", 1, WEEK_S),
        hours_from=hours_from,
        hours_to=hours_to,
        check_methods=cells.choices("checks", CheckMethod),
        unit=cells.text("unit", LONGEST_CODE),
        priority=cells.priority("priority"),
    )


def _route(feature: RawFeature, code: str, name: str, cells: Cells, reading: Reading) -> RouteRow:
    return RouteRow(
        number=feature.number,
        code=code,
        name=name,
        line=line_of(feature.geometry, reading.datum),
        mode=cells.choice("mode", TravelMode),
        ring=cells.ring("ring"),
        zone=cells.text("zone", LONGEST_CODE),
    )
