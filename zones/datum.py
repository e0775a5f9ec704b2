"""The datums in which Chinese maps and phones give places, and the way to and from WGS-84.

The database holds WGS-84 only; every inbound place names its datum and is converted once, at the edge.
GCJ-02 shifts a place by some hundred metres inside one box around China and not at all outside;
BD-09 shifts GCJ-02 again. CGCS2000 differs from WGS-84 by centimetres and is taken as equal.
All functions take degrees, longitude first, as floats or as numpy arrays of one shape, and return the same.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

type Array = npt.NDArray[np.float64]
type Conversion = Callable[[Array, Array], tuple[Array, Array]]

SEMI_MAJOR_AXIS = 6378245.0  # metres, Krasovsky 1940; reproduces the published vectors to the last digit
ECCENTRICITY_SQUARED = 0.00669342162296594323
ORIGIN_LON, ORIGIN_LAT = 105.0, 35.0
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
BAIDU_TURN = np.pi * 3000.0 / 180.0
BAIDU_EAST, BAIDU_NORTH = 0.0065, 0.006
CLOSE_ENOUGH = 1e-10  # degrees: ten micrometres
MAX_STEPS = 20


class Datum(StrEnum):
    """What the numbers of a place are measured against."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    CGCS2000 = "cgcs2000"


class UnknownDatum(ValueError):
    """The name is none of the datums known; the message lists them."""

    def __init__(self, name: object) -> None:
        super().__init__(f"Unknown datum {name!r}: use one of {', '.join(Datum)}.")


def datum_named(name: str) -> Datum:
    """The datum of that name, whatever the case or punctuation ("GCJ-02", "gcj02").

    Raises:
        UnknownDatum: there is none.
    """
    try:
        return Datum(name.strip().lower().replace("-", "").replace("_", "").replace(" ", ""))
    except ValueError as error:
        raise UnknownDatum(name) from error


def to_wgs84[Degrees: (float, Array)](lon: Degrees, lat: Degrees, datum: Datum) -> tuple[Degrees, Degrees]:
    """A place given in `datum`, in WGS-84.

    Raises:
        UnknownDatum: `datum` is not a Datum.
    """
    return _converted(lon, lat, datum, TO_WGS84)


def from_wgs84[Degrees: (float, Array)](lon: Degrees, lat: Degrees, datum: Datum) -> tuple[Degrees, Degrees]:
    """A place given in WGS-84, in `datum`.

    Raises:
        UnknownDatum: `datum` is not a Datum.
    """
    return _converted(lon, lat, datum, FROM_WGS84)


def convert_geometry(geometry: BaseGeometry, datum: Datum) -> BaseGeometry:
    """A Shapely geometry given in `datum`, in WGS-84, every vertex converted; heights are dropped.

    Raises:
        UnknownDatum: `datum` is not a Datum.
    """

    def convert(points: Array) -> Array:
        return np.column_stack(to_wgs84(points[:, 0], points[:, 1], datum))

    converted: BaseGeometry = shapely.transform(geometry, convert)
    return converted


def _gcj02(lon: Array, lat: Array) -> tuple[Array, Array]:
    shift_lon, shift_lat = _shift(lon, lat)
    return lon + shift_lon, lat + shift_lat


def _undone(shifted: Conversion, lon: Array, lat: Array) -> tuple[Array, Array]:
    """Where a conversion came from, by fixed point: guess, convert, correct by what is left. Three or four steps do."""
    guess_lon, guess_lat = lon, lat
    for _step in range(MAX_STEPS):
        there_lon, there_lat = shifted(guess_lon, guess_lat)
        off_lon, off_lat = lon - there_lon, lat - there_lat
        guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
        if np.all(np.abs(off_lon) < CLOSE_ENOUGH) and np.all(np.abs(off_lat) < CLOSE_ENOUGH):
            break
    return guess_lon, guess_lat


def _shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """How far GCJ-02 moves a WGS-84 place, in degrees; nothing outside the box."""
    inside = (lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)
    x, y = lon - ORIGIN_LON, lat - ORIGIN_LAT
    radians = lat / 180.0 * np.pi
    flattening = 1 - ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / flattening**1.5
    parallel = SEMI_MAJOR_AXIS / np.sqrt(flattening) * np.cos(radians)
    shift_lon = _metres_east(x, y) / parallel * 180.0 / np.pi
    shift_lat = _metres_north(x, y) / meridian * 180.0 / np.pi
    return inside * shift_lon, inside * shift_lat


def _ripple(value: Array) -> Array:
    ripple: Array = 20.0 * np.sin(6.0 * value * np.pi) + 20.0 * np.sin(2.0 * value * np.pi)
    return ripple


def _metres_east(x: Array, y: Array) -> Array:
    metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    waves = _ripple(x) + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)
    result: Array = metres + (waves + 150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    return result


def _metres_north(x: Array, y: Array) -> Array:
    metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    waves = _ripple(x) + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)
    result: Array = metres + (waves + 160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    return result


def _bd09(lon: Array, lat: Array) -> tuple[Array, Array]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return radius * np.cos(angle) + BAIDU_EAST, radius * np.sin(angle) + BAIDU_NORTH


def _same(lon: Array, lat: Array) -> tuple[Array, Array]:
    return lon, lat


def _wgs84_to_bd09(lon: Array, lat: Array) -> tuple[Array, Array]:
    return _bd09(*_gcj02(lon, lat))


FROM_WGS84: dict[Datum, Conversion] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: _gcj02,
    Datum.BD09: _wgs84_to_bd09,
}
TO_WGS84: dict[Datum, Conversion] = {
    datum: shift if shift is _same else partial(_undone, shift) for datum, shift in FROM_WGS84.items()
}


def _converted[Degrees: (float, Array)](
    lon: Degrees, lat: Degrees, datum: Datum, conversions: dict[Datum, Conversion]
) -> tuple[Degrees, Degrees]:
    if datum not in conversions:
        raise UnknownDatum(datum)
    new_lon, new_lat = conversions[datum](np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    return _as_given(lon, new_lon), _as_given(lat, new_lat)


def _as_given[Degrees: (float, Array)](given: Degrees, result: Array) -> Degrees:
    return result if isinstance(given, np.ndarray) else float(result)
