"""Files of the ground: what is wrong with them is told by feature."""

import io
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapefile
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from tests.zones.drawing import LAT, LON, bow_tie, pierced, same, square
from zones.datum import Datum
from zones.ground_file import (
    FaultKind,
    Faulty,
    FileFormat,
    NoteKind,
    OutFeature,
    Reading,
    area_rows,
    format_of,
    in_datum,
    point_rows,
    read_file,
    write_file,
)


def reading(datum: Datum = Datum.WGS84, **how: Any) -> Reading:
    return Reading(datum, "code", "name", **how)


# What is wrong --------------------------------------------------------------------------------


def written(*shapes: BaseGeometry, file_format: FileFormat = FileFormat.GEOJSON, **more: Any) -> bytes:
    features = [
        OutFeature({"code": f"Z{number}", "name": "A zone"} | more, shape) for number, shape in enumerate(shapes, 1)
    ]
    return write_file(features, file_format, Datum.WGS84, name="zones")


def file_fault(content: bytes, file_format: FileFormat, datum: Datum = Datum.WGS84) -> Faulty:
    with pytest.raises(Faulty) as caught:
        read_file(content, file_format, datum)
    return caught.value


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_two_hundred_megabytes_that_are_no_such_file_are_refused_at_once(file_format: FileFormat) -> None:
    content = bytes(200_000_000)
    begun = time.perf_counter()
    assert file_fault(content, file_format).kind is FaultKind.TOO_LARGE
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize("file_format", list(FileFormat))
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_ends_in_the_middle_is_never_half_taken(file_format: FileFormat, share: float) -> None:
    shapes = [MultiPolygon([square(number / 10, 0, 0.05)]) for number in range(8)]
    content = written(*shapes, file_format=file_format)
    cut = content[: int(len(content) * share)]
    try:
        rows, faults = area_rows(read_file(cut, file_format, Datum.WGS84), reading())
    except Faulty:
        return
    assert faults, f"{len(rows)} of 8 were taken"


@pytest.mark.parametrize("file_format", list(FileFormat))
@pytest.mark.parametrize(
    "content", [b"", b"no map at all", b"\xff\xfe\x00", b"PK\x03\x04 no archive", b"<kml/>", b"{}"]
)
def test_what_is_no_map_is_refused_as_a_whole(file_format: FileFormat, content: bytes) -> None:
    refusals = (FaultKind.NOT_THIS_FORMAT, FaultKind.NO_FEATURES, FaultKind.UNKNOWN_ENCODING)
    assert file_fault(content, file_format).kind in refusals


@pytest.mark.parametrize("file_format", [FileFormat.GEOJSON, FileFormat.KML, FileFormat.CSV])
def test_an_outline_that_crosses_itself_is_named_by_feature_and_place(file_format: FileFormat) -> None:
    content = written(MultiPolygon([square(1, 1, 0.1)]), MultiPolygon([bow_tie()]), file_format=file_format)
    rows, (fault,) = area_rows(read_file(content, file_format, Datum.WGS84), reading())
    assert (len(rows), fault.feature, fault.code, fault.kind) == (1, 2, "Z2", FaultKind.BROKEN_SHAPE)
    assert (fault.facts["lon"], fault.facts["lat"]) == (pytest.approx(LON + 0.05), pytest.approx(LAT + 0.05))

    rows, faults = area_rows(read_file(content, file_format, Datum.WGS84), reading(mend=True))
    assert (faults, [row.mended for row in rows]) == ([], [False, True])
    assert rows[1].shape.is_valid


def kml(placemarks: str, declared: str = "") -> bytes:
    space = 'xmlns="http://www.opengis.net/kml/2.2"'
    return f'<?xml version="1.0"?>{declared}<kml {space}><Document>{placemarks}</Document></kml>'.encode()


def test_heights_of_a_kml_are_dropped_and_that_is_said() -> None:
    ring = " ".join(f"{lon},{lat},{30 + lon}" for lon, lat in square(0, 0, 0.1).exterior.coords)
    placemark = (
        "<Placemark><name>东区</name><ExtendedData><SchemaData><SimpleData name='code'>E</SimpleData></SchemaData>"
        "</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    file = read_file(kml(placemark), FileFormat.KML, Datum.WGS84)
    assert [(note.kind, note.facts) for note in file.notes] == [(NoteKind.HEIGHTS_DROPPED, {"count": 1})]
    (row,), faults = area_rows(file, reading())
    assert faults == []
    assert (row.name, row.code, row.shape.has_z) == ("东区", "E", False)
    assert same(row.shape, MultiPolygon([square(0, 0, 0.1)]))


def test_a_kml_that_declares_entities_is_refused_before_they_grow() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = kml("<Placemark><name>&a11;</name></Placemark>", f'<!DOCTYPE kml [<!ENTITY a0 "ha">{lines}]>')
    assert file_fault(bomb, FileFormat.KML).kind is FaultKind.ENTITIES


@pytest.mark.parametrize(
    "placemark", ["<Point/>", "<Point><coordinates>a,b</coordinates></Point>", "<Polygon/>", "<MultiGeometry/>", ""]
)
def test_a_placemark_without_a_shape_is_named(placemark: str) -> None:
    file = read_file(kml(f"<Placemark><name>N</name>{placemark}</Placemark>"), FileFormat.KML, Datum.WGS84)
    _rows, (fault,) = area_rows(file, Reading(Datum.WGS84, "name", "name"))
    assert (fault.feature, fault.code) == (1, "N")


def repacked(content: bytes, **files: bytes | None) -> bytes:
    """A zipped Shapefile with other files in it; None takes one out. Names are suffixes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        layer = {name: archive.read(name) for name in archive.namelist()}
    for suffix, text in files.items():
        layer.pop(f"zones.{suffix}", None)
        if text is not None:
            layer[f"zones.{suffix}"] = text
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in layer.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_a_shapefile_without_its_reference_has_the_datum_that_is_named() -> None:
    area = MultiPolygon([square(0, 0, 0.1)])
    moved = MultiPolygon([in_datum(area.geoms[0], Datum.GCJ02)])
    content = repacked(written(moved, file_format=FileFormat.SHAPEFILE), prj=None)
    # the datum column of our own files says wgs84, which contradicts
    _rows, (fault,) = area_rows(read_file(content, FileFormat.SHAPEFILE, Datum.GCJ02), reading(Datum.GCJ02))
    assert fault.kind is FaultKind.OTHER_DATUM
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, encoding="gb18030") as writer:
        writer.field("code", "C", 20)
        writer.field("name", "C", 80)
        writer.poly([list(reversed(moved.geoms[0].exterior.coords))])
        writer.record("D1", "历下区")
    files = {"zones.shp": shp, "zones.shx": shx, "zones.dbf": dbf}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in files:
            archive.writestr(name, files[name].getvalue())
    (row,), faults = area_rows(read_file(packed.getvalue(), FileFormat.SHAPEFILE, Datum.GCJ02), reading(Datum.GCJ02))
    assert (faults, row.name) == ([], "历下区")
    assert same(row.shape, area)


@pytest.mark.parametrize(
    ("prj", "datum", "kind"),
    [
        ('PROJCS["WGS_1984_UTM_Zone_50N",GEOGCS["GCS_WGS_1984"]]', Datum.WGS84, FaultKind.OTHER_REFERENCE),
        ('GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954"]]', Datum.WGS84, FaultKind.OTHER_REFERENCE),
        ('GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"]', Datum.BD09, FaultKind.CONTRADICTS),
        ("nothing like it", Datum.WGS84, FaultKind.OTHER_REFERENCE),
    ],
)
def test_a_shapefile_whose_reference_contradicts_is_refused(prj: str, datum: Datum, kind: FaultKind) -> None:
    content = repacked(written(pierced(), file_format=FileFormat.SHAPEFILE), prj=prj.encode())
    assert file_fault(content, FileFormat.SHAPEFILE, datum).kind is kind


def test_a_file_that_calls_itself_wgs84_is_taken_as_gcj02_and_that_is_said() -> None:
    prj = b'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]'
    content = repacked(written(pierced(), file_format=FileFormat.SHAPEFILE), prj=prj)
    file = read_file(content, FileFormat.SHAPEFILE, Datum.GCJ02)
    assert [note.kind for note in file.notes] == [NoteKind.CALLS_ITSELF_WGS84]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"dbf": None}, FaultKind.NOT_THIS_FORMAT),
        ({"shp": b"short"}, FaultKind.NOT_THIS_FORMAT),
        ({"dbf": b"short"}, FaultKind.NOT_THIS_FORMAT),
        ({"cpg": b"ascii"}, FaultKind.UNKNOWN_ENCODING),
    ],
)
def test_a_damaged_shapefile_is_refused(files: dict[str, bytes | None], kind: FaultKind) -> None:
    content = written(pierced(), file_format=FileFormat.SHAPEFILE, name="东区")
    assert file_fault(repacked(content, **files), FileFormat.SHAPEFILE).kind is kind


def test_an_archive_with_two_layers_names_them() -> None:
    content = repacked(written(pierced(), file_format=FileFormat.SHAPEFILE))
    with zipfile.ZipFile(two := io.BytesIO(content), "a") as archive:
        archive.writestr("other.shp", b"")
    fault = file_fault(two.getvalue(), FileFormat.SHAPEFILE)
    assert (fault.kind, fault.facts["names"]) == (FaultKind.SEVERAL_LAYERS, "other, zones")


def test_a_name_that_a_shapefile_cannot_hold_is_refused_not_cut() -> None:
    with pytest.raises(Faulty) as caught:
        written(pierced(), file_format=FileFormat.SHAPEFILE, name="长" * 100)
    assert (caught.value.kind, caught.value.facts["code"]) == (FaultKind.TOO_LONG_FOR_SHAPEFILE, "Z1")


def test_mixed_datums_in_one_file_are_named_by_feature() -> None:
    header = "code,name,lon,lat,datum\n"
    content = (header + "A,A,117,36,WGS-84\nB,B,117,36,GCJ-02\nC,C,117,36,\nD,D,117,36,tokyo\n").encode()
    rows, faults = point_rows(read_file(content, FileFormat.CSV, Datum.WGS84), reading())
    assert [row.code for row in rows] == ["A", "C"]
    assert [(fault.feature, fault.kind, fault.facts["said"]) for fault in faults] == [
        (2, FaultKind.OTHER_DATUM, "GCJ-02"),
        (4, FaultKind.OTHER_DATUM, "tokyo"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_any_chinese_encoding_is_read(encoding: str) -> None:
    content = "code;name;经度;lon;lat\nP1;解放桥;x;117;36\n".encode(encoding)
    (row,), faults = point_rows(read_file(content, FileFormat.CSV, Datum.WGS84), reading())
    assert (faults, row.name) == ([], "解放桥")


BAD_CELLS = {
    "kind": ("market", FaultKind.ONE_OF),
    "radius_m": ("0", FaultKind.NOT_A_FIGURE),
    "dwell_s": ("-1", FaultKind.NOT_A_FIGURE),
    "max_gap_s": ("soon", FaultKind.NOT_A_FIGURE),
    "hours_from": ("25:00", FaultKind.NOT_A_TIME),
    "hours_to": ("06:00", FaultKind.HOURS_BOTH),
    "checks": ("gps smell", FaultKind.ONE_OF),
    "priority": ("0", FaultKind.PRIORITY_UNKNOWN),
    "zone": ("Z" * 65, FaultKind.TOO_LONG),
}


@pytest.mark.parametrize(("field", "cell", "kind"), [(field, *bad) for field, bad in BAD_CELLS.items()])
def test_a_property_that_makes_no_sense_is_named(field: str, cell: str, kind: FaultKind) -> None:
    content = f"code,name,lon,lat,{field}\nP1,P,117,36,{cell}\n".encode()
    _rows, (fault,) = point_rows(read_file(content, FileFormat.CSV, Datum.WGS84), reading())
    assert (fault.feature, fault.code, fault.kind) == (1, "P1", kind)


@pytest.mark.parametrize(
    ("field", "cell", "kind"),
    [
        ("starts_at", "yesterday", FaultKind.NOT_A_MOMENT),
        ("ends_at", "2026-01-01T00:00:00", FaultKind.NOT_A_MOMENT),
        ("overlaps", "perhaps", FaultKind.ONE_OF),
    ],
)
def test_a_validity_that_makes_no_sense_is_named(field: str, cell: str, kind: FaultKind) -> None:
    content = json.loads(written(pierced()))
    content["features"][0]["properties"][field] = cell
    file = read_file(json.dumps(content).encode(), FileFormat.GEOJSON, Datum.WGS84)
    _rows, (fault,) = area_rows(file, reading())
    assert fault.kind is kind


def test_the_end_of_a_files_name_tells_its_format() -> None:
    names = ("a.GeoJSON", "b.json", "c.zip", "d.kml", "e.csv", "f.shp", "g")
    known = ["geojson", "geojson", "shapefile", "kml", "csv", None, None]
    assert [format_of(name) for name in names] == known


@pytest.mark.real_data
def test_portlands_two_broken_districts_are_named_and_can_be_mended() -> None:
    folder = os.environ.get("PATROL_REAL_DATA")
    if not folder:
        pytest.skip("PATROL_REAL_DATA is not set: the real data are not here")
    content = (Path(folder) / "portland" / "police-districts.geojson").read_bytes()
    file = read_file(content, FileFormat.GEOJSON, Datum.WGS84)
    codes = Reading(Datum.WGS84, "DISTRICT", "DISTRICT")
    rows, faults = area_rows(file, codes)
    assert [fault.kind for fault in faults] == [FaultKind.BROKEN_SHAPE] * 2
    mended, none = area_rows(file, Reading(Datum.WGS84, "DISTRICT", "DISTRICT", mend=True))
    assert (none, len(mended)) == ([], len(rows) + 2)
    assert {row.code for row in mended if row.mended} == {fault.code for fault in faults}
