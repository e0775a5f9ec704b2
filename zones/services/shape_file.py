"""From a GeoJSON file in any datum to named shapes in WGS-84, with every fault told by feature."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zones.datum import Datum, convert_geometry
from zones.vocabulary import Ring, ZoneClass

LONGEST_CODE = 64
LONGEST_NAME = 120
MOST_PRIORITY = 9
NAMED_LIKE_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
NAMED_LIKE_CGCS2000 = ("EPSG::4490", "EPSG:4490")


@dataclass(frozen=True)
class NamedShape:
    """One feature: its code and name, its shape in WGS-84, and what its properties say of class, ring and priority.

    None stands for a property that the file does not have. `mended` tells that the file's own shape was broken.
    """

    number: int
    code: str
    name: str
    shape: MultiPolygon
    zone_class: ZoneClass | None
    ring: Ring | None
    priority: int | None
    mended: bool


@dataclass(frozen=True)
class ShapeFault:
    """What is wrong with a feature, counted from 1 in the file's order; 0 means the file as a whole."""

    feature: int
    code: str
    what: str | Promise


class Faulty(Exception):
    """A feature, or the file, cannot be used; the message says why."""

    def __init__(self, what: str | Promise) -> None:
        super().__init__(str(what))
        self.what = what


def read_shapes(
    content: bytes, *, datum: Datum, code_field: str, name_field: str, mend: bool
) -> tuple[list[NamedShape], list[ShapeFault]]:
    """The named shapes of a FeatureCollection, and every fault.

    Args:
        datum: what the file's numbers are measured against, whatever the file says of itself.
        code_field, name_field: the properties that hold code and name.
        mend: put broken rings right instead of refusing them.
    """
    try:
        features = _features(content, datum)
    except Faulty as fault:
        return [], [ShapeFault(0, "", fault.what)]
    shapes: list[NamedShape] = []
    faults: list[ShapeFault] = []
    seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code = ""
        try:
            properties = _properties(feature)
            code = _text(properties, code_field, LONGEST_CODE)
            if (first := seen.setdefault(code, number)) != number:
                raise Faulty(_("The code stands in feature %(first)s already.") % {"first": first})
            name = _text(properties, name_field, LONGEST_NAME)
            shape, mended = _shape(feature.get("geometry"), datum, mend=mend)
            shapes.append(NamedShape(number, code, name, shape, *_standing(properties), mended))
        except Faulty as fault:
            faults.append(ShapeFault(number, code, fault.what))
    return shapes, faults


def _features(content: bytes, datum: Datum) -> list[Any]:
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no JSON, or no UTF-8
        raise Faulty(_("This is no GeoJSON: it cannot be read as JSON in UTF-8.")) from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Faulty(_("This is no GeoJSON FeatureCollection, or there is no feature in it."))
    _refuse_other_reference(collection.get("crs"), datum)
    return features


def _refuse_other_reference(crs: object, datum: Datum) -> None:
    """Refuse a declared reference that contradicts. Files in GCJ-02 mostly call themselves WGS-84: that is let be."""
    name = str(((crs.get("properties") or {}) if isinstance(crs, dict) else {}).get("name", ""))
    if not name or name.endswith(NAMED_LIKE_WGS84):
        return
    if not name.endswith(NAMED_LIKE_CGCS2000):
        raise Faulty(_("The file is in %(crs)s. Convert it to degrees of longitude and latitude.") % {"crs": name})
    if datum not in (Datum.WGS84, Datum.CGCS2000):
        raise Faulty(
            _("The file calls itself CGCS2000 (%(crs)s), and you call it %(datum)s. Mend the one that is wrong.")
            % {"crs": name, "datum": datum.value}
        )


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise Faulty(_("This is no feature with properties."))
    return properties


def _text(properties: dict[str, Any], field: str, longest: int) -> str:
    """A property as text: 510.0 is 510."""
    value = properties.get(field)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not text or "\0" in text:
        known = ", ".join(sorted(properties)) or "-"
        raise Faulty(_("There is nothing under “%(field)s”. There is: %(known)s.") % {"field": field, "known": known})
    if len(text) > longest:
        raise Faulty(_("“%(text)s” is too long: at most %(longest)s characters.") % {"text": text, "longest": longest})
    return text


def _standing(properties: dict[str, Any]) -> tuple[ZoneClass | None, Ring | None, int | None]:
    """Class, ring and priority (F01, F02), where the file gives them under these names."""
    zone_class, ring, priority = (properties.get(name) for name in ("zone_class", "ring", "priority"))
    if zone_class is not None and zone_class not in list(ZoneClass):
        raise Faulty(_("zone_class is one of: %(classes)s.") % {"classes": ", ".join(ZoneClass)})
    if ring is not None and ring not in list(Ring):
        raise Faulty(_("ring is 1, 2 or 3, the core first."))
    if priority is not None and (type(priority) is not int or not 1 <= priority <= MOST_PRIORITY):
        raise Faulty(_("priority is a whole number from 1, the most urgent, to 9."))
    return ZoneClass(zone_class) if zone_class else None, Ring(ring) if ring else None, priority


def _shape(geometry: object, datum: Datum, *, mend: bool) -> tuple[MultiPolygon, bool]:
    """The area in WGS-84, and whether it had to be mended."""
    shape = _parsed(geometry)
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise Faulty(_("These are no degrees, or latitude stands before longitude."))
    converted = convert_geometry(shape, datum)
    if converted.is_valid:
        return _as_multipolygon(converted), False
    if not mend:
        raise Faulty(
            _("The shape is broken: %(why)s. Import with --mend to put it right.")
            % {"why": shapely.is_valid_reason(converted)}
        )
    return _as_multipolygon(shapely.make_valid(converted)), True


def _parsed(geometry: object) -> BaseGeometry:
    """The geometry, if it is an area with rings."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Faulty(_("The geometry is no Polygon or MultiPolygon."))
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise Faulty(_("The rings cannot be read: %(why)s.") % {"why": str(error)[:120]}) from error
    if not isinstance(shape, Polygon | MultiPolygon) or shape.is_empty:
        raise Faulty(_("The shape is empty."))
    return shape


def _as_multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """The areas of a geometry; lines and points that mending left over are dropped."""
    areas = list(_areas(shape))
    if not areas:
        raise Faulty(_("The shape encloses nothing."))
    return MultiPolygon(areas)


def _areas(shape: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from _areas(part)
