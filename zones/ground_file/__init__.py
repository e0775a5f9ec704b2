"""The ground as files and shapes: read, checked, written. Knows no database and no framework."""

from zones.ground_file.faults import Fault, FaultKind, Faulty, Note, NoteKind
from zones.ground_file.geometry import (
    area_of,
    as_geojson,
    cut,
    drawn,
    geometry_of,
    in_datum,
    line_of,
    metres_between,
    overlap,
    place_of,
    sticks_out,
)
from zones.ground_file.tiling import TilingFault, TilingKind, faults_of_tiling

__all__ = [
    "Fault",
    "FaultKind",
    "Faulty",
    "Note",
    "NoteKind",
    "TilingFault",
    "TilingKind",
    "area_of",
    "as_geojson",
    "cut",
    "drawn",
    "faults_of_tiling",
    "geometry_of",
    "in_datum",
    "line_of",
    "metres_between",
    "overlap",
    "place_of",
    "sticks_out",
]
