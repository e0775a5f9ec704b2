"""Every format gives back every shape to 1e-7 degrees, in every datum, with all that it stands for."""

from math import cos, pi, sin
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from tests.zones.drawing import CLOSE, same, square
from zones.datum import Datum
from zones.ground_file import (
    FileFormat,
    OutFeature,
    Reading,
    area_rows,
    point_rows,
    read_file,
    route_rows,
    write_file,
)

NAMES = ("东湖 派出所 (一)", "Штаб «Север»", "Old town, “north” & <south>", "مرکز")

words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0xD7FF, exclude_categories=("C", "Z")), min_size=1, max_size=40
)
lons, lats = st.floats(73.5, 134.5), st.floats(18.2, 53.5)
formats = st.sampled_from(FileFormat)
datums = st.sampled_from(Datum)


@st.composite
def areas(draw: st.DrawFn) -> MultiPolygon:
    """One to three parts beside each other, each a star around its middle, some with a hole."""
    lon, lat, parts = draw(lons), draw(lats), []
    for number in range(draw(st.integers(1, 3))):
        reach = draw(st.lists(st.floats(0.002, 0.009), min_size=3, max_size=12))
        turns = [2 * pi * step / len(reach) for step in range(len(reach))]
        middle = lon + number * 0.02
        star = [_turned(middle, lat, far, turn) for far, turn in zip(reach, turns, strict=True)]
        hole = [_turned(middle, lat, 0.0005, turn) for turn in turns] if draw(st.booleans()) else None
        parts.append(Polygon(star, [hole] if hole else []))
    area = MultiPolygon(parts)
    assume(area.is_valid)
    return area


def _turned(lon: float, lat: float, far: float, turn: float) -> tuple[float, float]:
    return lon + far * cos(turn), lat + far * sin(turn)


def reading(datum: Datum = Datum.WGS84, **how: Any) -> Reading:
    return Reading(datum, "code", "name", **how)


@settings(max_examples=60, deadline=None)
@given(
    area=areas(),
    file_format=formats,
    datum=datums,
    name=words,
    facts=st.fixed_dictionaries(
        {
            "zone_class": st.sampled_from(["", "school", "medical"]),
            "ring": st.sampled_from([None, 1, 2, 3]),
            "priority": st.integers(1, 9),
            "parent": st.sampled_from([None, "OUTER"]),
            "starts_at": st.sampled_from(["", "2026-03-01T08:00:00+08:00"]),
            "ends_at": st.sampled_from(["", "2026-12-01T08:00:00+00:00"]),
            "overlaps": st.sampled_from(["yes", "no"]),
            "direct": st.sampled_from(["yes", "no"]),
        }
    ),
)
def test_every_format_gives_back_areas_with_all_they_stand_for(
    area: MultiPolygon, file_format: FileFormat, datum: Datum, name: str, facts: dict[str, Any]
) -> None:
    content = write_file([OutFeature({"code": "Z1", "name": name} | facts, area)], file_format, datum, name="zones")
    rows, faults = area_rows(read_file(content, file_format, datum), reading(datum))
    assert faults == []
    (row,) = rows
    assert same(row.shape, area)
    assert (row.code, row.name, row.mended) == ("Z1", name, False)
    assert (row.zone_class, row.ring, row.priority) == (facts["zone_class"] or None, facts["ring"], facts["priority"])
    assert (row.parent, row.overlapping) == (facts["parent"], facts["overlaps"] == "yes")
    assert row.direct_report == (facts["direct"] == "yes")
    moments = [moment.isoformat() if moment else "" for moment in (row.starts_at, row.ends_at)]
    assert moments == [facts["starts_at"], facts["ends_at"]]


@settings(max_examples=40, deadline=None)
@given(
    places=st.lists(st.tuples(lons, lats), min_size=1, max_size=4),
    file_format=formats,
    datum=datums,
    name=words,
    facts=st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["must_patrol", "standing"]),
            "zone": st.sampled_from([None, "Z1", "一区"]),
            "radius_m": st.integers(1, 5000),
            "dwell_s": st.integers(0, 3600),
            "max_gap_s": st.integers(1, 86400),
            "hours_from": st.sampled_from(["22:00:00", "08:30:00"]),
            "hours_to": st.just("06:15:00"),
            "checks": st.sampled_from(["gps", "qr nfc", "gps photo"]),
            "unit": st.sampled_from([None, "巡-01"]),
            "priority": st.integers(1, 9),
        }
    ),
)
def test_every_format_gives_back_points_with_all_they_are_owed(
    places: list[tuple[float, float]], file_format: FileFormat, datum: Datum, name: str, facts: dict[str, Any]
) -> None:
    features = [
        OutFeature({"code": f"P{number}", "name": name} | facts, Point(place)) for number, place in enumerate(places)
    ]
    content = write_file(features, file_format, datum, name="points")
    rows, faults = point_rows(read_file(content, file_format, datum), reading(datum))
    assert faults == []
    for row, feature in zip(rows, features, strict=True):
        assert same(row.place, feature.geometry)
        assert (row.name, row.kind, row.zone, row.unit) == (name, facts["kind"], facts["zone"], facts["unit"])
        figures = (row.radius_m, row.dwell_s, row.max_gap_s, row.priority)
        assert figures == tuple(facts[field] for field in ("radius_m", "dwell_s", "max_gap_s", "priority"))
        assert [str(row.hours_from), str(row.hours_to)] == [facts["hours_from"], facts["hours_to"]]
        assert row.check_methods == facts["checks"].split()


@settings(max_examples=40, deadline=None)
@given(
    corners=st.lists(st.tuples(lons, lats), min_size=2, max_size=9, unique=True),
    file_format=formats,
    datum=datums,
    mode=st.sampled_from(["car", "bicycle", "foot"]),
    ring=st.sampled_from([None, 1, 2, 3]),
)
def test_every_format_gives_back_routes(
    corners: list[tuple[float, float]], file_format: FileFormat, datum: Datum, mode: str, ring: int | None
) -> None:
    line = LineString(corners)
    facts = {"code": "R1", "name": "路", "mode": mode, "ring": ring, "zone": "Z1"}
    content = write_file([OutFeature(facts, line)], file_format, datum, name="routes")
    (row,), faults = route_rows(read_file(content, file_format, datum), reading(datum))
    assert faults == []
    assert row.line.equals_exact(line, tolerance=CLOSE)
    assert (row.mode, row.ring, row.zone) == (mode, ring, "Z1")


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_names_in_several_scripts_are_kept(file_format: FileFormat) -> None:
    features = [OutFeature({"code": name, "name": name}, square(0, 0, 0.1)) for name in NAMES]
    features = [OutFeature(one.properties, MultiPolygon([one.geometry])) for one in features]
    rows, faults = area_rows(
        read_file(write_file(features, file_format, Datum.WGS84, name="zones"), file_format, Datum.WGS84), reading()
    )
    assert faults == []
    assert [row.name for row in rows] == list(NAMES)
    assert [row.code for row in rows] == list(NAMES)
