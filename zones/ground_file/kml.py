"""KML: placemarks with their data, read and written. Heights are dropped when the shape is taken."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Never
from xml.etree import ElementTree  # a file with a document type is refused before any entity is read

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from zones.datum import Datum
from zones.ground_file.faults import FaultKind, Faulty
from zones.ground_file.formats import RawFeature, RawFile
from zones.ground_file.writing import OutFeature

SPACE = "http://www.opengis.net/kml/2.2"
Element = ElementTree.Element


class _Plain(ElementTree.TreeBuilder):
    """A tree without document types: entities are a way to make a small file huge."""

    def doctype(self, *_declared: object) -> Never:
        raise Faulty(FaultKind.ENTITIES)


def read(content: bytes, _datum: Datum) -> RawFile:
    """The placemarks that have a geometry.

    Raises:
        Faulty: no KML, a document type, or no placemark.
    """
    try:
        root = ElementTree.fromstring(content, ElementTree.XMLParser(target=_Plain()))  # noqa: S314  # see above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Faulty(FaultKind.NOT_THIS_FORMAT, format="KML", what="XML") from error
    placemarks = [element for element in root.iter() if _tag(element) == "Placemark"]
    if not placemarks:
        raise Faulty(FaultKind.NO_FEATURES, format="KML")
    return RawFile([_feature(number, placemark) for number, placemark in enumerate(placemarks, start=1)])


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _feature(number: int, placemark: Element) -> RawFeature:
    properties = dict(_properties(placemark))
    try:
        return RawFeature(number, properties, _only(list(_shapes(placemark))))
    except Faulty as fault:
        return RawFeature(number, properties, fault=fault)
    except (shapely.errors.GEOSException, ValueError) as error:
        return RawFeature(number, properties, fault=Faulty(FaultKind.UNREADABLE_SHAPE, why=str(error)[:120]))


def _properties(placemark: Element) -> Iterator[tuple[str, str]]:
    """The name, then the data of both kinds, which count more."""
    for child in placemark:
        if _tag(child) in ("name", "description"):
            yield _tag(child), (child.text or "").strip()
    for element in placemark.iter():
        if _tag(element) == "Data":
            value = next((child.text for child in element if _tag(child) == "value"), "")
            yield element.get("name", ""), (value or "").strip()
        elif _tag(element) == "SimpleData":
            yield element.get("name", ""), (element.text or "").strip()


def _shapes(element: Element) -> Iterator[BaseGeometry]:
    for child in element:
        tag = _tag(child)
        if tag == "MultiGeometry":
            yield from _shapes(child)
        elif tag == "Point":
            yield Point(_corners(child)[0])
        elif tag == "LineString":
            yield LineString(_corners(child))
        elif tag == "Polygon":
            yield Polygon(_rings(child, "outerBoundaryIs")[0], _rings(child, "innerBoundaryIs"))


def _only(shapes: list[BaseGeometry]) -> BaseGeometry:
    """One shape, or several of one kind as a multiple."""
    if len(shapes) == 1:
        return shapes[0]
    for kind, many in ((Polygon, MultiPolygon), (LineString, MultiLineString), (Point, MultiPoint)):
        if shapes and all(isinstance(shape, kind) for shape in shapes):
            return many(shapes)
    raise Faulty(FaultKind.EMPTY_SHAPE)


def _rings(polygon: Element, side: str) -> list[list[tuple[float, ...]]]:
    rings = [_corners(ring) for boundary in polygon if _tag(boundary) == side for ring in boundary]
    if side == "outerBoundaryIs" and not rings:
        raise ValueError("no outer boundary")
    return rings


def _corners(element: Element) -> list[tuple[float, ...]]:
    """Longitude, latitude and, where there is one, height."""
    text = next((child.text for child in element if _tag(child) == "coordinates"), None) or ""
    corners = [tuple(float(number) for number in corner.split(",")) for corner in text.split()]
    if not corners:
        raise ValueError("no coordinates")
    return corners


def write(features: Sequence[OutFeature]) -> bytes:
    """A document of placemarks, every digit kept."""
    ElementTree.register_namespace("", SPACE)
    root = Element(f"{{{SPACE}}}kml")
    document = _child(root, "Document")
    for feature in features:
        placemark = _child(document, "Placemark")
        _child(placemark, "name", str(feature.properties.get("name", "")))
        data = _child(placemark, "ExtendedData")
        for name, value in feature.properties.items():
            entry = _child(data, "Data")
            entry.set("name", name)
            _child(entry, "value", "" if value is None else str(value))
        _write_shape(placemark, feature.geometry)
    out = io.BytesIO()
    ElementTree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue()


def _child(parent: Element, tag: str, text: str | None = None) -> Element:
    child = ElementTree.SubElement(parent, f"{{{SPACE}}}{tag}")
    child.text = None if text is None else "".join(one for one in text if one.isprintable() or one in "\n\t")
    return child


def _write_shape(parent: Element, shape: BaseGeometry) -> None:
    if isinstance(shape, MultiPolygon):
        many = _child(parent, "MultiGeometry")
        for part in shape.geoms:
            _write_shape(many, part)
    elif isinstance(shape, Polygon):
        polygon = _child(parent, "Polygon")
        for side, ring in [("outerBoundaryIs", shape.exterior), *(("innerBoundaryIs", one) for one in shape.interiors)]:
            _write_corners(_child(_child(polygon, side), "LinearRing"), ring)
    else:
        _write_corners(_child(parent, type(shape).__name__), shape)


def _write_corners(parent: Element, line: Any) -> None:
    _child(parent, "coordinates", " ".join(f"{lon!r},{lat!r}" for lon, lat in line.coords))
