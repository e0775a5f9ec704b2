"""What a thing is on the map, and from which zoom it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.basemap import kinds
from zones.basemap.kinds import MAX_ZOOM, Look, zoom_for_size


def shown(look: Look | None) -> tuple[str, str] | None:
    return (look.layer, look.kind) if look else None


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "motorway"}, ("roads", "motorway")),
        ({"highway": "primary_link"}, ("roads", "primary")),
        ({"highway": "footway"}, ("roads", "path")),
        ({"highway": "proposed"}, None),
        ({"railway": "subway", "tunnel": "yes"}, ("railways", "subway")),
        ({"railway": "abandoned"}, None),
        ({"waterway": "river"}, ("water", "river")),
        ({"waterway": "stream", "tunnel": "culvert"}, None),
        ({"man_made": "pier"}, ("landuse", "pier")),
        ({"building": "yes"}, None),
    ],
)
def test_a_line_is(tags: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert shown(kinds.line_look(tags)) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"building": "yes", "amenity": "hospital"}, ("buildings", "building")),
        ({"building": "no", "leisure": "park"}, ("green", "park")),
        ({"natural": "water", "water": "river"}, ("water", "river")),
        ({"natural": "water", "water": "pond"}, ("water", "lake")),
        ({"highway": "residential"}, None),
        ({"highway": "pedestrian"}, None),
        ({"highway": "pedestrian", "area": "yes"}, ("landuse", "plaza")),
        ({"boundary": "administrative"}, None),
    ],
)
def test_a_polygon_is(tags: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert shown(kinds.area_look(tags)) == expected


def test_a_nameless_thing_has_no_label_but_its_house_number() -> None:
    assert kinds.point_looks({"amenity": "police"}) == []
    assert kinds.point_looks({"addr:housenumber": "12"}) == [kinds.HOUSE_NUMBER]
    assert [shown(look) for look in kinds.point_looks({"amenity": "police", "name": "City Police"})] == [
        ("pois", "police")
    ]


def test_big_roads_show_before_small_ones() -> None:
    classes = ["motorway", "trunk", "primary", "secondary", "tertiary", "residential", "service", "footway"]
    zooms = [look.zoom for value in classes if (look := kinds.line_look({"highway": value}))]
    assert zooms == sorted(zooms)
    assert len(zooms) == len(classes)


@given(st.floats(0.01, 1e7), st.floats(0.5, 200))
def test_what_is_twice_as_wide_shows_one_zoom_earlier(metres: float, pixels: float) -> None:
    zoom, wider = zoom_for_size(metres, pixels), zoom_for_size(metres * 2, pixels)
    assert wider in {zoom, zoom - 1}
    if 0 < zoom < MAX_ZOOM:
        assert wider == zoom - 1
        assert metres * 2**zoom * kinds.TILE_PIXELS / kinds.WORLD_M >= pixels * 0.999


def test_what_has_no_size_shows_at_the_nearest_zoom() -> None:
    assert zoom_for_size(0, 4) == MAX_ZOOM
