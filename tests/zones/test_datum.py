import json
import math
import os
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zones.datum import Datum, UnknownDatum, convert_geometry, datum_named, from_wgs84, to_wgs84

# longitude and latitude in WGS-84, then in GCJ-02
VECTORS = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
DEGREE_METRES = 111_320.0
in_china = {"lon": st.floats(73.0, 137.0), "lat": st.floats(1.5, 55.0)}


def metres_between(one, other):
    east = (one[0] - other[0]) * DEGREE_METRES * math.cos(math.radians(one[1]))
    return math.hypot(east, (one[1] - other[1]) * DEGREE_METRES)


@pytest.mark.parametrize(("wgs84", "gcj02"), VECTORS)
def test_gcj02_agrees_with_the_published_vectors(wgs84, gcj02):
    assert from_wgs84(*wgs84, Datum.GCJ02) == pytest.approx(gcj02, abs=1e-12)
    assert to_wgs84(*gcj02, Datum.GCJ02) == pytest.approx(wgs84, abs=1e-9)


def test_bd09_agrees_with_the_published_vector():
    wgs84 = to_wgs84(116.404, 39.915, Datum.GCJ02)
    assert from_wgs84(*wgs84, Datum.BD09) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)


@pytest.mark.parametrize("datum", Datum)
@given(**in_china)
def test_a_place_comes_back_from_every_datum_within_a_centimetre(datum, lon, lat):
    there = from_wgs84(lon, lat, datum)
    assert metres_between((lon, lat), to_wgs84(*there, datum)) < 0.01


@pytest.mark.parametrize(
    ("lon", "lat", "metres"),
    [(117.0, 36.65, 549), (103.765, 29.55, 374)],
    ids=["Jinan", "Leshan"],
)
def test_gcj02_is_hundreds_of_metres_off_in_the_cities_served(lon, lat, metres):
    assert metres_between((lon, lat), from_wgs84(lon, lat, Datum.GCJ02)) == pytest.approx(metres, rel=0.1)


@pytest.mark.parametrize("place", [(-122.42, 37.77), (2.35, 48.85), (139.7, 35.7), (100.0, 60.0), (100.0, -10.0)])
def test_gcj02_leaves_a_place_outside_its_box_alone(place):
    assert from_wgs84(*place, Datum.GCJ02) == place
    assert to_wgs84(*place, Datum.GCJ02) == place


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.CGCS2000])
def test_cgcs2000_is_taken_as_wgs84(datum):
    assert to_wgs84(117.0, 36.65, datum) == (117.0, 36.65)


@pytest.mark.parametrize("datum", Datum)
def test_arrays_give_what_single_places_give(datum):
    lons, lats = np.linspace(100, 125, 50), np.linspace(20, 45, 50)
    together = np.column_stack(to_wgs84(lons, lats, datum))
    one_by_one = [to_wgs84(lon, lat, datum) for lon, lat in zip(lons.tolist(), lats.tolist(), strict=True)]
    assert together == pytest.approx(np.array(one_by_one), abs=1e-10)


def test_single_places_are_plain_floats():
    assert [type(value) for value in to_wgs84(117.0, 36.65, Datum.BD09)] == [float, float]


def test_a_polygon_with_a_hole_is_converted_at_every_vertex():
    outer = [(117.0, 36.6), (117.1, 36.6), (117.1, 36.7), (117.0, 36.7), (117.0, 36.6)]
    hole = [(117.04, 36.64), (117.06, 36.64), (117.06, 36.66), (117.04, 36.64)]
    polygon = shapely.Polygon(outer, [hole])
    converted = convert_geometry(polygon, Datum.GCJ02)
    assert converted.exterior.coords[1] == pytest.approx(to_wgs84(117.1, 36.6, Datum.GCJ02))
    assert converted.interiors[0].coords[2] == pytest.approx(to_wgs84(117.06, 36.66, Datum.GCJ02))


@pytest.mark.parametrize("name", ["GCJ-02", "gcj02", " gcj_02 "])
def test_a_datum_is_found_however_its_name_is_written(name):
    assert datum_named(name) is Datum.GCJ02


def test_an_unknown_datum_is_refused_with_the_names_that_are_known():
    with pytest.raises(UnknownDatum, match="wgs84, gcj02, bd09, cgcs2000"):
        datum_named("utm50n")
    with pytest.raises(UnknownDatum):
        to_wgs84(117.0, 36.65, "utm50n")


@pytest.mark.real_data
def test_the_districts_of_jinan_converted_lie_on_the_wgs84_ones():
    if "PATROL_REAL_DATA" not in os.environ:
        pytest.skip("PATROL_REAL_DATA names no folder of real data")
    folder = Path(os.environ["PATROL_REAL_DATA"], "jinan")
    truth, shifted = (districts(folder / f"districts-{datum}.geojson") for datum in ("wgs84", "gcj02"))
    assert len(truth) == 12
    for code, there in truth.items():
        converted = overlap(there, convert_geometry(shifted[code], Datum.GCJ02))
        assert converted > 0.92
        assert converted > overlap(there, shifted[code])


def districts(file):
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["adcode"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in features
    }


def overlap(one, other):
    return one.intersection(other).area / one.union(other).area
