"""The ground as files and shapes: read, checked, written. Knows no database and no framework."""

from zones.ground_file.checking import AreaRow, PointRow, Reading, RouteRow, area_rows, point_rows, route_rows
from zones.ground_file.faults import Fault, FaultKind, Faulty, Note, NoteKind
from zones.ground_file.files import ENDINGS, read_file, write_file
from zones.ground_file.formats import MOST_BYTES, NAMES, FileFormat, format_of, refuse_large
from zones.ground_file.geometry import (
    area_of,
    as_geojson,
    cut,
    drawn,
    geometry_of,
    in_datum,
    is_same,
    line_of,
    metres_between,
    overlap,
    place_of,
    sticks_out,
)
from zones.ground_file.tiling import TilingFault, TilingKind, faults_of_tiling
from zones.ground_file.writing import OutFeature

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "NAMES",
    "AreaRow",
    "Fault",
    "FaultKind",
    "Faulty",
    "FileFormat",
    "Note",
    "NoteKind",
    "OutFeature",
    "PointRow",
    "Reading",
    "RouteRow",
    "TilingFault",
    "TilingKind",
    "area_of",
    "area_rows",
    "as_geojson",
    "cut",
    "drawn",
    "faults_of_tiling",
    "format_of",
    "geometry_of",
    "in_datum",
    "is_same",
    "line_of",
    "metres_between",
    "overlap",
    "place_of",
    "point_rows",
    "read_file",
    "refuse_large",
    "route_rows",
    "sticks_out",
    "write_file",
]
