"""Where a place lies, which beats are neighbours and where beats do not tile: the database against Shapely."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.affinity import scale
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from dispatch import services as calls
from dispatch.models import IncidentType
from patrol.models import Organization, User
from patrol.vocabulary import Role
from tests.zones.drawing import LAT, LON, square
from zones import services
from zones.ground_file import TilingKind, faults_of_tiling, metres_between
from zones.models import Beat, BeatVersion, Zone, ZoneVersion
from zones.selectors import adjacent_beats, adjacent_pairs, ground_at, inside_any_zone, tiling_faults

pytestmark = pytest.mark.django_db

ours = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STEP = 0.001
EARTH_M = 6_378_137
grid = st.integers(0, 12)


@st.composite
def areas(draw: st.DrawFn) -> MultiPolygon:
    """A box on a coarse grid, so that borders and corners coincide; with a hole, or a second part, or neither."""
    west, south, width, height = draw(grid), draw(grid), draw(st.integers(1, 8)), draw(st.integers(1, 8))
    left, low = LON + STEP * west, LAT + STEP * south
    box = shapely.box(left, low, left + STEP * width, low + STEP * height)
    more = draw(st.sampled_from(["hole", "part", ""]))
    if more == "hole" and min(width, height) > 2:
        return MultiPolygon([Polygon(box.exterior, [scale(box, 1 / 3, 1 / 3).exterior])])
    if more == "part":
        return MultiPolygon([box, shapely.transform(box, lambda corners: corners + np.array([STEP * 20, 0]))])
    return MultiPolygon([box])


def draw_zones(shapes: list[MultiPolygon], priorities: list[int], bureau: Organization, at: datetime) -> None:
    ZoneVersion.objects.all().delete()
    Zone.objects.all().delete()
    for number, (shape, priority) in enumerate(zip(shapes, priorities, strict=False)):
        zone = Zone.objects.create(code=f"Z{number}", name="Z", organization=bureau, priority=priority)
        zone.versions.create(number=1, shape=GEOSGeometry(memoryview(shape.wkb), srid=4326), valid_from=at)


def oracle(shapes: list[MultiPolygon], priorities: list[int], place: Point) -> str | None:
    """The smallest area that holds the place, its border included; then the more urgent; then the first code."""
    metres = [shapely.transform(shape, mercator) for shape in shapes]
    holding = [
        (round(metres[number].area), priorities[number], f"Z{number}")
        for number, shape in enumerate(shapes)
        if shape.covers(place)
    ]
    return min(holding)[2] if holding else None


def mercator(corners: Any) -> Any:
    """EPSG:3857, in which the areas are compared."""
    lon, lat = np.radians(corners).T
    return np.column_stack((lon, np.log(np.tan(np.pi / 4 + lat / 2)))) * EARTH_M


@ours
@given(
    shapes=st.lists(areas(), min_size=1, max_size=5),
    priorities=st.lists(st.integers(1, 3), min_size=5, max_size=5),
    places=st.lists(st.tuples(st.integers(-1, 44), st.integers(-1, 44)), min_size=4, max_size=8),
)
def test_a_place_lies_where_shapely_says(
    shapes: list[MultiPolygon],
    priorities: list[int],
    places: list[tuple[int, int]],
    bureau: Organization,
    now: datetime,
) -> None:
    """Half steps of the grid: corners, borders, holes, overlaps and the open country are all hit."""
    draw_zones(shapes, priorities, bureau, now)
    for east, north in places:
        place = Point(LON + STEP * east / 2, LAT + STEP * north / 2)
        found = ground_at(place.x, place.y).zone_version
        assert (found.zone.code if found else None) == oracle(shapes, priorities, place)
        assert inside_any_zone(place.x, place.y) == any(shape.covers(place) for shape in shapes)


def test_a_zone_counts_only_while_it_holds(bureau: Organization, now: datetime) -> None:
    draw_zones([MultiPolygon([square(0, 0, 0.1)])], [5], bureau, now)
    Zone.objects.update(starts_at=now, ends_at=now + timedelta(hours=1))
    moments = [now - timedelta(seconds=1), now, now + timedelta(minutes=59), now + timedelta(hours=1)]
    found = [ground_at(LON, LAT, at=moment).zone_version is not None for moment in moments]
    assert found == [False, True, True, False]


def test_an_edit_never_moves_a_closed_call(
    bureau: Organization, dispatcher: User, make_person: Callable[..., User], now: datetime
) -> None:
    planner = make_person(bureau, Role.PLANNER)
    IncidentType.objects.get_or_create(code="theft", defaults={"name": "Theft", "priority": 3})
    how: dict[str, Any] = {"by": planner}
    area = MultiPolygon([square(0, 0, 0.1)])
    start = now - timedelta(days=1)
    zone = services.create_zone(code="Z", name="Z", shape=area, organization_id=bureau.pk, at=start, **how)
    beat = services.create_beat(code="B", name="B", shape=area, organization_id=bureau.pk, at=start, **how)
    call = calls.take_call(
        organization_id=bureau.pk, type_code="theft", lon=LON + 0.09, lat=LAT + 0.05, place="", by=dispatcher, at=now
    )
    calls.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    before = (call.zone_version_id, call.beat_version_id)
    assert None not in before

    line = LineString([(LON + 0.08, LAT - 1), (LON + 0.08, LAT + 1)])
    later = now + timedelta(minutes=1)
    services.edit_zone(zone_id=zone.pk, changes={"name": "Renamed", "priority": 1}, at=later, **how)
    services.split_zone(zone_id=zone.pk, line=line, code="E", name="E", at=later, **how)
    services.split_beat(beat_id=beat.pk, line=line, code="E", name="E", at=later, **how)
    away = MultiPolygon([square(1, 1, 0.1)])
    last = later + timedelta(minutes=1)
    services.reshape_zone(zone_id=zone.pk, shape=away, at=last, **how)
    services.reshape_beat(beat_id=beat.pk, shape=away, at=last, **how)
    services.retire_zone(zone_id=zone.pk, at=last, **how)
    services.retire_beat(beat_id=beat.pk, at=last, **how)

    call.refresh_from_db()
    assert (call.zone_version_id, call.beat_version_id) == before
    kept = shapely.from_wkb(bytes(call.zone_version.shape.wkb))
    assert (kept.equals(area), call.zone_version.number) == (True, 1)


# Beats ----------------------------------------------------------------------------------------


@ours
@given(
    boxes=st.lists(st.tuples(grid, grid, st.floats(0.0001, 0.0011), st.floats(0.0001, 0.0011)), min_size=2, max_size=8),
    lat=st.sampled_from([0.0, 36.6, -53.0, 64.0]),
)
def test_neighbours_lie_within_thirty_metres_and_each_is_the_others(
    boxes: list[tuple[int, int, float, float]], lat: float, bureau: Organization, now: datetime
) -> None:
    BeatVersion.objects.all().delete()
    Beat.objects.all().delete()
    shapes = []
    for number, (west, south, width, height) in enumerate(boxes):
        left, low = LON + STEP * west, lat + STEP * south
        shapes.append(MultiPolygon([shapely.box(left, low, left + width, low + height)]))
        beat = Beat.objects.create(code=f"B{number}", name="B", organization=bureau)
        beat.versions.create(number=1, shape=GEOSGeometry(memoryview(shapes[-1].wkb), srid=4326), valid_from=now)
    beats = list(Beat.objects.order_by("code"))
    pairs = {frozenset(pair) for pair in adjacent_pairs()}
    neighbours = {beat.pk: set(adjacent_beats(beat.pk)) for beat in beats}
    for number, one in enumerate(beats):
        assert one not in neighbours[one.pk]
        for other in beats[:number]:
            metres = metres_between(shapes[number], shapes[beats.index(other)])
            together = frozenset((one.pk, other.pk)) in pairs
            assert (other in neighbours[one.pk]) == (one in neighbours[other.pk]) == together
            if abs(metres - 30) > 0.5:  # the ellipsoid decides within half a metre
                assert together == (metres < 30)


def tiles(*shapes: Polygon, may: tuple[int, ...] = ()) -> list[tuple[str, MultiPolygon, bool]]:
    return [(f"B{number}", MultiPolygon([shape]), number in may) for number, shape in enumerate(shapes)]


def test_beats_that_tile_have_no_fault() -> None:
    row = [square(0.01 * number, 0, 0.01) for number in range(4)]
    assert faults_of_tiling(tiles(*row), thinner_m=1) == []
    assert faults_of_tiling([], thinner_m=1) == []


def test_an_overlap_is_named_unless_one_of_the_two_is_marked() -> None:
    two = (square(0, 0, 0.01), square(0.009, 0, 0.01))
    (fault,) = faults_of_tiling(tiles(*two), thinner_m=1)
    assert (fault.kind, fault.codes) == (TilingKind.OVERLAP, ("B0", "B1"))
    assert two[0].intersection(two[1]).contains(Point(fault.lon, fault.lat))
    assert fault.area_m2 == pytest.approx(0.001 * 0.01 * 111_320**2 * 0.803, rel=0.01)
    assert faults_of_tiling(tiles(*two, may=(1,)), thinner_m=1) == []


def test_a_gap_between_beats_is_named() -> None:
    strip = (square(0, 0, 0.01), square(0.0102, 0, 0.01))  # 18 m between them
    (fault,) = faults_of_tiling(tiles(*strip), thinner_m=1)
    assert (fault.kind, fault.codes) == (TilingKind.GAP, ("B0", "B1"))
    assert not any(shape.covers(Point(fault.lon, fault.lat)) for shape in strip)
    far = (square(0, 0, 0.01), square(0.02, 0, 0.01))
    assert faults_of_tiling(tiles(*far), thinner_m=1) == []


def test_a_hole_in_the_ground_is_a_gap_and_a_crack_of_centimetres_is_none() -> None:
    frame = Polygon(square(0, 0, 0.03).exterior, [square(0.01, 0.01, 0.01).exterior])
    (fault,) = faults_of_tiling(tiles(frame), thinner_m=1)
    assert (fault.kind, fault.codes) == (TilingKind.GAP, ("B0",))
    filled = square(0.010000001, 0.01, 0.009999999)
    assert faults_of_tiling(tiles(frame, filled), thinner_m=1) == []


def test_the_beats_of_an_organization_are_looked_at_together(
    bureau: Organization, dispatcher: User, elsewhere: Organization, now: datetime
) -> None:
    for code, west, organization in (("A", 0.0, bureau), ("B", 0.005, bureau), ("C", 0.0, elsewhere)):
        shape = MultiPolygon([square(west, 0, 0.01)])
        services.create_beat(code=code, name=code, shape=shape, organization_id=organization.pk, by=dispatcher, at=now)
    assert [fault.codes for fault in tiling_faults([bureau.path or ""])] == [("A", "B")]
