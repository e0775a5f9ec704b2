"""CSV: one row a feature, its geometry as well-known text under `wkt`, or as `lon` and `lat`."""

import csv
import io
from collections.abc import Sequence

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from zones.datum import Datum
from zones.ground_file.faults import FaultKind, Faulty
from zones.ground_file.formats import MOST_BYTES, RawFeature, RawFile, decoded
from zones.ground_file.writing import OutFeature

csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))  # of the whole process: never less

DELIMITERS = ",;\t"
SHAPES = ("wkt", "geom", "geometry", "the_geom")
LON, LAT = ("lon", "lng", "longitude"), ("lat", "latitude")


def read(content: bytes, _datum: Datum) -> RawFile:
    """The rows of a table with a header.

    Raises:
        Faulty: no table, no column with the geometry, or no rows.
    """
    text = decoded(content)
    if "\0" in text:
        raise Faulty(FaultKind.NOT_THIS_FORMAT, format="CSV", what="text")
    delimiter = max(DELIMITERS, key=text.split("\n", 1)[0].count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise Faulty(FaultKind.NOT_THIS_FORMAT, format="CSV", what="text") from error
    if len(rows) < 2:
        raise Faulty(FaultKind.NO_FEATURES, format="CSV")
    header = [heading.strip() for heading in rows[0]]
    columns = {heading.lower(): position for position, heading in enumerate(header)}
    if not (_first(columns, SHAPES) or (_first(columns, LON) and _first(columns, LAT))):
        raise Faulty(FaultKind.NOT_THIS_FORMAT, format="CSV", what="a table with a column wkt, or lon and lat")
    return RawFile([_feature(number, row, header, columns) for number, row in enumerate(rows[1:], start=1)])


def _first(columns: dict[str, int], names: Sequence[str]) -> str:
    return next((name for name in names if name in columns), "")


def _feature(number: int, row: list[str], header: list[str], columns: dict[str, int]) -> RawFeature:
    if len(row) < len(header):
        return RawFeature(number, {}, fault=Faulty(FaultKind.CUT_OFF))
    properties = {
        heading: cell.strip()
        for heading, cell in zip(header, row, strict=False)
        if heading.lower() not in (*SHAPES, *LON, *LAT)
    }
    try:
        return RawFeature(number, properties, _geometry(row, columns))
    except (shapely.errors.GEOSException, ValueError) as error:
        return RawFeature(number, properties, fault=Faulty(FaultKind.UNREADABLE_SHAPE, why=str(error)[:120]))


def _geometry(row: list[str], columns: dict[str, int]) -> BaseGeometry:
    shape = _first(columns, SHAPES)
    if shape:
        return shapely.from_wkt(row[columns[shape]].strip())
    return Point(float(row[columns[_first(columns, LON)]]), float(row[columns[_first(columns, LAT)]]))


def write(features: Sequence[OutFeature]) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by; every digit kept."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*features[0].properties, "wkt"])
    for feature in features:
        cells = ["" if value is None else value for value in feature.properties.values()]
        writer.writerow([*cells, shapely.to_wkt(feature.geometry, rounding_precision=-1)])
    return out.getvalue().encode("utf-8-sig")
