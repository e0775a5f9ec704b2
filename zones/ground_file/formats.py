"""The file formats of the ground, and what a file holds before anybody looked at its meaning."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from shapely.geometry.base import BaseGeometry

from zones.ground_file.faults import FaultKind, Faulty, Note

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 200_000_000
ENCODINGS = ("utf-8-sig", "gb18030")  # gb18030 holds GBK and GB 2312


class FileFormat(StrEnum):
    GEOJSON = "geojson"
    SHAPEFILE = "shapefile"
    KML = "kml"
    CSV = "csv"


NAMES = {
    FileFormat.GEOJSON: "GeoJSON",
    FileFormat.SHAPEFILE: "Shapefile",
    FileFormat.KML: "KML",
    FileFormat.CSV: "CSV",
}
SUFFIXES = {
    ".geojson": FileFormat.GEOJSON,
    ".json": FileFormat.GEOJSON,
    ".zip": FileFormat.SHAPEFILE,
    ".kml": FileFormat.KML,
    ".csv": FileFormat.CSV,
}


@dataclass(frozen=True)
class RawFeature:
    """One feature as it stands: counted from 1, its geometry in the file's datum, or what is wrong with it."""

    number: int
    properties: dict[str, Any]
    geometry: BaseGeometry | None = None
    fault: Faulty | None = None


@dataclass(frozen=True)
class RawFile:
    """The features of a file, and what should be said of it."""

    features: list[RawFeature]
    notes: list[Note] = field(default_factory=list)


def format_of(file_name: str) -> FileFormat | None:
    """The format that the end of a file's name tells; None: none that we know."""
    return SUFFIXES.get(PurePath(file_name).suffix.lower())


def refuse_large(size: int) -> None:
    """Refuse a file of more bytes than any map of a city has, before it is read.

    Raises:
        Faulty: too large.
    """
    if size > MOST_BYTES:
        raise Faulty(FaultKind.TOO_LARGE, most=MOST_BYTES // 1_000_000)


def decoded(content: bytes) -> str:
    """The text of a file, whichever of the encodings it is in.

    Raises:
        Faulty: none of them.
    """
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Faulty(FaultKind.UNKNOWN_ENCODING)
