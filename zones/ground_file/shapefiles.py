"""Shapefiles in a ZIP: one layer, its table, its encoding (.cpg) and its reference (.prj)."""

import codecs
import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import shapefile
from shapely.geometry import LineString, MultiPolygon, Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from zones.datum import Datum
from zones.ground_file.faults import FaultKind, Faulty, Note
from zones.ground_file.formats import MOST_UNPACKED_BYTES, RawFeature, RawFile
from zones.ground_file.references import compare_prj
from zones.ground_file.writing import OutFeature

CODE_PAGES = {"936": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "65001": "utf-8"}
GBK_DRIVERS = (0x4D, 0x4E)  # what byte 29 of a .dbf says of its language
LONGEST_TEXT = 254  # bytes, by the format
WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
CGCS2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],'
)
REST = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
PRJ = {Datum.WGS84: WGS84 + REST, Datum.CGCS2000: CGCS2000 + REST}

Layer = dict[str, bytes]


def read(content: bytes, datum: Datum) -> RawFile:
    """The features of the one layer in the archive. Without a `.prj` the datum is what the importer says.

    Raises:
        Faulty: no archive, no or several layers, a table that cannot be read, or a reference that contradicts.
    """
    layer = _layer(content)
    notes: list[Note] = []
    if ".prj" in layer:
        notes = compare_prj(layer[".prj"].decode("utf-8", "replace"), datum)
    features = _decoded(layer)
    if not features:
        raise Faulty(FaultKind.NO_FEATURES, format="Shapefile")
    return RawFile(features, notes)


def _layer(content: bytes) -> Layer:
    """The files of the one layer, by suffix."""
    unreadable = Faulty(FaultKind.NOT_THIS_FORMAT, format="Shapefile", what="a ZIP with .shp, .shx and .dbf")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise Faulty(FaultKind.TOO_LARGE, most=MOST_UNPACKED_BYTES // 1_000_000)
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
            layers = sorted({_stem(name) for name in names if name.lower().endswith(".shp")})
            if len(layers) > 1:
                raise Faulty(FaultKind.SEVERAL_LAYERS, names=", ".join(layers[:5]))
            layer = {_suffix(name): archive.read(name) for name in names if _stem(name) in layers}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise unreadable from error
    if not {".shp", ".dbf"} <= layer.keys():
        raise unreadable
    return layer


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _decoded(layer: Layer) -> list[RawFeature]:
    """The features, the texts in the first encoding that fits."""
    for encoding in _encodings(layer):
        try:
            return _features(layer, encoding)
        except Faulty:
            raise
        except Exception as error:  # the library raises whatever a damaged file makes its unpacking raise
            if isinstance(error, UnicodeDecodeError) or "decode" in str(error):
                continue
            raise Faulty(FaultKind.NOT_THIS_FORMAT, format="Shapefile", what="a layer with its table") from error
    raise Faulty(FaultKind.UNKNOWN_ENCODING)


def _encodings(layer: Layer) -> list[str]:
    """What the layer says of its encoding, else UTF-8, else GB 18030."""
    said = layer.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    said = CODE_PAGES.get(said, said)
    if said:
        try:
            return [codecs.lookup(said).name]
        except LookupError:
            pass
    if len(layer[".dbf"]) > 29 and layer[".dbf"][29] in GBK_DRIVERS:
        return ["gb18030"]
    return ["utf-8", "gb18030"]


def _features(layer: Layer, encoding: str) -> list[RawFeature]:
    files = {name: io.BytesIO(layer[f".{name}"]) for name in ("shp", "shx", "dbf") if f".{name}" in layer}
    with shapefile.Reader(encoding=encoding, **files) as reader:
        if reader.shapeType == shapefile.MULTIPATCH:
            raise Faulty(FaultKind.NOT_AN_AREA)
        if reader.numRecords is not None and len(reader.shapes()) != reader.numRecords:
            raise Faulty(FaultKind.CUT_OFF)
        pairs = zip(reader.shapes(), reader.records(), strict=True)
        return [_feature(number, *pair) for number, pair in enumerate(pairs, start=1)]


def _feature(number: int, outline: Any, record: Any) -> RawFeature:
    properties = record.as_dict()
    if outline.shapeType == shapefile.NULL:
        return RawFeature(number, properties, fault=Faulty(FaultKind.EMPTY_SHAPE))
    try:
        return RawFeature(number, properties, shape(outline.__geo_interface__))
    except Exception as error:  # as above: what a broken outline makes the library raise
        return RawFeature(number, properties, fault=Faulty(FaultKind.UNREADABLE_SHAPE, why=str(error)[:120]))


def write(features: Sequence[OutFeature], datum: Datum, name: str) -> bytes:
    """A ZIP with one layer in UTF-8. Only WGS-84 and CGCS2000 have a reference to write down.

    Raises:
        Faulty: a text is longer than the format holds; nothing is cut silently.
    """
    _refuse_long_texts(features)
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(encoding="utf-8", **parts) as writer:
        whole = {field: _is_whole(features, field) for field in features[0].properties}
        for field, is_whole in whole.items():
            writer.field(field, "N", 10) if is_whole else writer.field(field, "C", LONGEST_TEXT)
        for feature in features:
            _write_shape(writer, feature.geometry)
            cells = feature.properties.items()
            writer.record(*["" if value is None and not whole[field] else value for field, value in cells])
    files = {f"{name}.{suffix}": part.getvalue() for suffix, part in parts.items()}
    files |= {f"{name}.cpg": b"UTF-8"} | ({f"{name}.prj": PRJ[datum].encode()} if datum in PRJ else {})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in files.items():
            archive.writestr(file_name, content)
    return packed.getvalue()


def _is_whole(features: Sequence[OutFeature], field: str) -> bool:
    """Whether a property is a whole number wherever there is one."""
    return all(isinstance(one.properties[field], int | None) for one in features)


def _refuse_long_texts(features: Sequence[OutFeature]) -> None:
    for feature in features:
        for value in feature.properties.values():
            if isinstance(value, str) and len(value.encode()) > LONGEST_TEXT:
                code = feature.properties.get("code", "")
                raise Faulty(FaultKind.TOO_LONG_FOR_SHAPEFILE, text=value[:40], code=code)


def _write_shape(writer: Any, geometry: BaseGeometry) -> None:
    if isinstance(geometry, Point):
        writer.point(geometry.x, geometry.y)
    elif isinstance(geometry, LineString):
        writer.line([list(geometry.coords)])
    elif isinstance(geometry, MultiPolygon):
        turned = [orient(part, sign=-1.0) for part in geometry.geoms]
        writer.poly([list(ring.coords) for part in turned for ring in (part.exterior, *part.interiors)])
