"""Shapes of the ground as Shapely geometries, longitude and latitude in degrees: read, checked, cut, compared."""

import json
import re
from collections.abc import Callable, Iterator
from math import cos, radians

import numpy as np
import numpy.typing as npt
import shapely
from shapely import ops
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from zones.datum import Datum, convert_geometry, from_wgs84
from zones.ground_file.faults import FaultKind, Faulty

METRES_A_DEGREE = 111_320.0  # along a meridian, and along the equator
SAME_DECIMALS = 8  # degrees: a millimetre
REASON = re.compile(r"^(?P<why>[^\[]+)\[(?P<lon>\S+) (?P<lat>\S+)\]$")


def drawn(given: object, datum: Datum) -> BaseGeometry:
    """A GeoJSON geometry given in `datum`, flat and in WGS-84.

    Raises:
        Faulty: it is none, or its coordinates are no degrees.
    """
    return _degrees(geometry_of(given), datum)


def geometry_of(given: object) -> BaseGeometry:
    """A GeoJSON geometry, as it stands.

    Raises:
        Faulty: it is none, or its coordinates cannot be read.
    """
    if not isinstance(given, dict):
        raise Faulty(FaultKind.EMPTY_SHAPE)
    try:
        shape = shapely.from_geojson(json.dumps(given))
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError) as error:
        raise Faulty(FaultKind.UNREADABLE_SHAPE, why=str(error)[:120]) from error
    if shape is None:
        raise Faulty(FaultKind.EMPTY_SHAPE)
    return shape


def area_of(shape: BaseGeometry, datum: Datum = Datum.WGS84, *, mend: bool = False) -> tuple[MultiPolygon, bool]:
    """The area in WGS-84, and whether it had to be mended.

    Raises:
        Faulty: no polygon, no degrees, or a broken ring (named with its place) that is not to be mended.
    """
    if not isinstance(shape, Polygon | MultiPolygon):
        raise Faulty(FaultKind.NOT_AN_AREA)
    converted = _degrees(shape, datum)
    if converted.is_valid:
        return _as_multipolygon(converted), False
    if not mend:
        raise Faulty(FaultKind.BROKEN_SHAPE, **_reason(converted))
    return _as_multipolygon(shapely.make_valid(converted)), True


def line_of(shape: BaseGeometry, datum: Datum = Datum.WGS84) -> LineString:
    """The line in WGS-84; several pieces that join end to end are one.

    Raises:
        Faulty: no line, no degrees, or a line without length.
    """
    if isinstance(shape, MultiLineString):
        shape = shape.geoms[0] if len(shape.geoms) == 1 else ops.linemerge(shape)
    if not isinstance(shape, LineString):
        raise Faulty(FaultKind.NOT_A_LINE)
    converted = _degrees(shape, datum)
    if not isinstance(converted, LineString) or not converted.is_valid or converted.length == 0:
        raise Faulty(FaultKind.NOT_A_LINE)
    return converted


def place_of(shape: BaseGeometry, datum: Datum = Datum.WGS84) -> Point:
    """The place in WGS-84.

    Raises:
        Faulty: no point, or no degrees.
    """
    if not isinstance(shape, Point):
        raise Faulty(FaultKind.NOT_A_PLACE)
    converted = _degrees(shape, datum)
    if not isinstance(converted, Point):
        raise Faulty(FaultKind.NOT_A_PLACE)
    return converted


def in_datum(shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    """A WGS-84 geometry as numbers of another datum, for a file."""

    def convert(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(from_wgs84(points[:, 0], points[:, 1], datum))

    converted: BaseGeometry = shapely.transform(shape, convert)
    return converted


def cut(area: MultiPolygon, line: LineString) -> tuple[MultiPolygon, MultiPolygon]:
    """The two areas that a line cuts one into, the larger first; parts that it does not touch stay with the larger.

    Raises:
        Faulty: it does not cut exactly one part into exactly two.
    """
    pieces = [list(_areas(ops.split(part, line))) for part in area.geoms]
    cuts = [piece for piece in pieces if len(piece) > 1]
    if len(cuts) != 1 or len(cuts[0]) != 2:
        made = sum(len(piece) for piece in cuts) or 1
        raise Faulty(FaultKind.CUTS_WRONG, pieces=made)
    untouched = [piece[0] for piece in pieces if len(piece) == 1]
    one, other = cuts[0]
    if MultiPolygon([one, *untouched]).area < other.area:
        return MultiPolygon([other]), MultiPolygon([one, *untouched])
    return _by_size(one, other, untouched)


def _by_size(one: Polygon, other: Polygon, untouched: list[Polygon]) -> tuple[MultiPolygon, MultiPolygon]:
    larger, smaller = (one, other) if one.area >= other.area else (other, one)
    return MultiPolygon([larger, *untouched]), MultiPolygon([smaller])


def is_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two geometries have the same corners to a millimetre, wherever their rings begin.

    So exact is a datum that is converted and converted back.
    """
    return bool(_rounded(one).equals_exact(_rounded(other), tolerance=1.5 * 10**-SAME_DECIMALS))


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """In one order of rings and corners, which rounding errors do not turn."""
    return shapely.transform(shape, lambda corners: np.round(corners, SAME_DECIMALS)).normalize()


def metres_between(one: BaseGeometry, other: BaseGeometry) -> float:
    """How far two WGS-84 geometries near each other lie apart, in metres; right to about a per mille."""
    to_metres = local_metres(one)
    return float(shapely.distance(to_metres(one), to_metres(other)))


def sticks_out(inner: BaseGeometry, outer: BaseGeometry, *, tolerance_m: float) -> bool:
    """Whether any of `inner` lies further than the tolerance outside `outer` (both WGS-84)."""
    to_metres = local_metres(inner)
    return not to_metres(outer).buffer(tolerance_m).covers(to_metres(inner))


def overlap(one: BaseGeometry, other: BaseGeometry, *, thinner_m: float) -> BaseGeometry:
    """Where two WGS-84 areas lie over each other, in WGS-84; slivers thinner than so many metres are left out."""
    return without_slivers(shapely.intersection(one, other), thinner_m=thinner_m)


def without_slivers(area: BaseGeometry, *, thinner_m: float) -> BaseGeometry:
    """The parts of a WGS-84 geometry that are anywhere as wide as so many metres."""
    parts = list(_areas(area))
    if not parts:
        return Polygon()
    to_metres = local_metres(area)
    return MultiPolygon([part for part in parts if not to_metres(part).buffer(-thinner_m / 2).is_empty])


def local_metres(around: BaseGeometry) -> Callable[[BaseGeometry], BaseGeometry]:
    """A conversion from degrees to metres that is right near a geometry (equirectangular)."""
    west, south, east, north = around.bounds
    lat = (south + north) / 2
    scale = np.array([METRES_A_DEGREE * max(cos(radians(lat)), 0.01), METRES_A_DEGREE])
    origin = np.array([(west + east) / 2, lat])

    def convert(shape: BaseGeometry) -> BaseGeometry:
        moved: BaseGeometry = shapely.transform(shape, lambda points: (points - origin) * scale)
        return moved

    return convert


def as_geojson(shape: BaseGeometry) -> dict[str, object]:
    """A geometry as GeoJSON, every digit kept."""
    return dict(mapping(shape))


def _degrees(shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    """In WGS-84 without heights, if the numbers are degrees."""
    if shape.is_empty:
        raise Faulty(FaultKind.EMPTY_SHAPE)
    coordinates = shapely.get_coordinates(shape)
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    if not (np.all(np.abs(lon) <= 180) and np.all(np.abs(lat) <= 90)):  # also where a number is none
        raise Faulty(FaultKind.NO_DEGREES)
    return convert_geometry(shapely.force_2d(shape), datum)


def _reason(shape: BaseGeometry) -> dict[str, object]:
    """What breaks a shape, and where: `Self-intersection` at a longitude and latitude of WGS-84."""
    why = str(shapely.is_valid_reason(shape))
    found = REASON.match(why)
    if found is None:
        return {"why": why, "lon": None, "lat": None}
    return {"why": found["why"], "lon": round(float(found["lon"]), 6), "lat": round(float(found["lat"]), 6)}


def _as_multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """The areas of a geometry; lines and points that mending left over are dropped."""
    areas = list(_areas(shape))
    if not areas or all(area.area == 0 for area in areas):
        raise Faulty(FaultKind.ENCLOSES_NOTHING)
    return MultiPolygon(areas)


def _areas(shape: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from _areas(part)
