"""A file of any format, read and written."""

from collections.abc import Callable, Sequence

import shapely

from zones.datum import Datum
from zones.ground_file import geojson, kml, shapefiles, tables
from zones.ground_file.faults import Note, NoteKind
from zones.ground_file.formats import FileFormat, RawFile, refuse_large
from zones.ground_file.geometry import in_datum
from zones.ground_file.writing import OutFeature

READERS: dict[FileFormat, Callable[[bytes, Datum], RawFile]] = {
    FileFormat.GEOJSON: geojson.read,
    FileFormat.SHAPEFILE: shapefiles.read,
    FileFormat.KML: kml.read,
    FileFormat.CSV: tables.read,
}
ENDINGS = {
    FileFormat.GEOJSON: ("geojson", "application/geo+json"),
    FileFormat.SHAPEFILE: ("zip", "application/zip"),
    FileFormat.KML: ("kml", "application/vnd.google-earth.kml+xml"),
    FileFormat.CSV: ("csv", "text/csv; charset=utf-8"),
}


def read_file(content: bytes, file_format: FileFormat, datum: Datum) -> RawFile:
    """The features of a file, geometry in the file's datum, and what should be said of it.

    Args:
        datum: what the importer says the numbers are measured against.

    Raises:
        Faulty: the file as a whole cannot be used.
    """
    refuse_large(len(content))
    raw = READERS[file_format](content, datum)
    high = sum(1 for one in raw.features if one.geometry is not None and shapely.has_z(one.geometry))
    if high:
        return RawFile(raw.features, [*raw.notes, Note(NoteKind.HEIGHTS_DROPPED, {"count": high})])
    return raw


def write_file(features: Sequence[OutFeature], file_format: FileFormat, datum: Datum, *, name: str) -> bytes:
    """A file of features that are given in WGS-84, converted to `datum`, which each feature names.

    Raises:
        Faulty: the format cannot hold a text.
    """
    converted = [OutFeature(one.properties | {"datum": datum.value}, in_datum(one.geometry, datum)) for one in features]
    if file_format is FileFormat.SHAPEFILE:
        return shapefiles.write(converted, datum, name)
    writers = {FileFormat.GEOJSON: geojson.write, FileFormat.KML: kml.write, FileFormat.CSV: tables.write}
    return writers[file_format](converted)
