"""GeoJSON: a FeatureCollection, read and written."""

import json
from collections.abc import Sequence
from typing import Any

from zones.datum import Datum
from zones.ground_file.faults import FaultKind, Faulty
from zones.ground_file.formats import RawFeature, RawFile
from zones.ground_file.geometry import as_geojson, geometry_of
from zones.ground_file.references import compare
from zones.ground_file.writing import OutFeature


def read(content: bytes, datum: Datum) -> RawFile:
    """The features of a FeatureCollection.

    Raises:
        Faulty: no JSON, no features, or a reference that contradicts.
    """
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no JSON, or no UTF-8
        raise Faulty(FaultKind.NOT_THIS_FORMAT, format="GeoJSON", what="JSON in UTF-8") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Faulty(FaultKind.NO_FEATURES, format="GeoJSON FeatureCollection")
    notes = compare(_reference(collection.get("crs")), datum)
    return RawFile([_feature(number, feature) for number, feature in enumerate(features, start=1)], notes)


def _reference(crs: object) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _feature(number: int, feature: Any) -> RawFeature:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return RawFeature(number, {}, fault=Faulty(FaultKind.NO_PROPERTIES))
    try:
        return RawFeature(number, properties, geometry_of(feature.get("geometry")))
    except Faulty as fault:
        return RawFeature(number, properties, fault=fault)


def write(features: Sequence[OutFeature]) -> bytes:
    """A FeatureCollection, every digit kept."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": feature.properties, "geometry": as_geojson(feature.geometry)}
            for feature in features
        ],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()
