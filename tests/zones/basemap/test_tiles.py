"""Tiles: what shows at which zoom, who gets them, and that an old one is never taken for a new one."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from patrol.models import User
from tests.zones.basemap.conftest import at
from tests.zones.routing.conftest import write_map
from zones.basemap import map_source
from zones.basemap.tiles import draw
from zones.models import MapImport, MapTile

pytestmark = pytest.mark.django_db
TakeIn = Callable[[Path], MapImport]
MIDDLE = at(5, 5)


def tile_of(place: tuple[float, float], zoom: int) -> tuple[int, int, int]:
    """The tile that holds a place."""
    lon, lat = place
    across = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across
    return zoom, int((lon + 180) / 360 * across), int(y)


def path_of(place: tuple[float, float], zoom: int, version: str = "") -> str:
    numbers = "/".join(str(number) for number in tile_of(place, zoom))
    return f"/tiles/{numbers}.mvt" + (f"?v={version}" if version else "")


def layers_of(body: bytes) -> dict[str, bytes]:
    """The layers of a vector tile by name, undecoded: field 3 of the tile, whose field 1 is the name."""
    layers, position = {}, 0
    while position < len(body):
        tag, position = varint(body, position)
        size, position = varint(body, position)
        assert tag == 3 << 3 | 2
        layer = body[position : position + size]
        name_at = layer.index(b"\x0a") + 2
        layers[layer[name_at : name_at + layer[name_at - 1]].decode()] = layer
        position += size
    return layers


def varint(body: bytes, position: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        value |= (body[position] & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if not body[position - 1] & 0x80:
            return value, position


@pytest.fixture
def browser(dispatcher: User) -> Client:
    client = Client()
    client.force_login(dispatcher)
    return client


def test_a_tile_holds_the_layers_of_its_ground(quarter: Path, take_in: TakeIn) -> None:
    take_in(quarter)
    layers = layers_of(draw(*tile_of(MIDDLE, 13)).body)
    assert set(layers) == {
        *("roads", "green", "water", "landuse", "railways", "places", "pois", "buildings", "boundaries")
    }
    assert "人民公园".encode() in layers["pois"]
    assert b"Ring Road" in layers["roads"]


def test_from_afar_only_the_large_things_show(quarter: Path, take_in: TakeIn) -> None:
    take_in(quarter)
    shown = {zoom: set(layers_of(draw(*tile_of(MIDDLE, zoom)).body)) for zoom in (6, 9, 12)}
    assert shown[6] == {"water"}
    assert {"roads", "railways"} <= shown[9]
    assert "buildings" not in shown[9] | shown[12]
    assert len(shown[9]) < len(shown[12])


def test_a_street_of_many_pieces_is_drawn_as_one(tmp_path: Path, take_in: TakeIn) -> None:
    nodes = {number: at(number / 10, number / 50) for number in range(1, 41)}
    street = {"highway": "residential", "name": "Long Street"}
    ways = {number: (street, [number, number + 1]) for number in range(1, 40)}
    take_in(write_map(tmp_path / "street.osm.pbf", nodes=nodes, ways=ways))
    roads = layers_of(draw(*tile_of(at(2, 0.4), 12)).body)["roads"]
    assert len(roads) < 200


def test_a_browser_with_the_version_keeps_its_tile_for_good(quarter: Path, take_in: TakeIn, browser: Client) -> None:
    take_in(quarter)
    version = map_source()["version"]
    answer = browser.get(path_of(MIDDLE, 13, version))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert layers_of(answer.content)


def test_without_the_version_it_asks_again_and_hears_that_nothing_changed(
    quarter: Path, take_in: TakeIn, browser: Client
) -> None:
    take_in(quarter)
    first = browser.get(path_of(MIDDLE, 13))
    assert "no-cache" in first["Cache-Control"]
    again = browser.get(path_of(MIDDLE, 13), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    take_in(quarter)
    after = browser.get(path_of(MIDDLE, 13), headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200


def test_a_tile_is_drawn_once_and_never_after_its_map(
    quarter: Path, tmp_path: Path, take_in: TakeIn, browser: Client, django_assert_max_num_queries: Any
) -> None:
    take_in(quarter)
    drawn = browser.get(path_of(MIDDLE, 13)).content
    assert MapTile.objects.count() == 1
    with django_assert_max_num_queries(4):
        assert browser.get(path_of(MIDDLE, 13)).content == drawn
    take_in(write_map(tmp_path / "bare.osm.pbf", ways={1: ({"highway": "motorway"}, [1, 2])}))
    assert MapTile.objects.count() == 0
    assert browser.get(path_of(MIDDLE, 13)).status_code == 204


def test_a_tile_that_was_drawn_while_the_map_changed_is_kept_under_the_new_map(quarter: Path, take_in: TakeIn) -> None:
    old = take_in(quarter)
    new = take_in(quarter)
    assert draw(*tile_of(MIDDLE, 13)).version.startswith(new.version)
    assert old.version != new.version


def test_where_nothing_is_the_tile_is_empty_and_beyond_the_world_there_is_none(
    quarter: Path, take_in: TakeIn, browser: Client
) -> None:
    assert browser.get(path_of(MIDDLE, 13)).status_code == 204
    take_in(quarter)
    assert browser.get(path_of((0.0, 0.0), 13)).status_code == 204
    assert MapTile.objects.count() == 0
    for path in ("/tiles/17/0/0.mvt", "/tiles/3/8/0.mvt", "/tiles/3/0/8.mvt", "/tiles/99999999/0/0.mvt"):
        assert browser.get(path).status_code == 404


def test_strangers_get_no_tiles_and_nobody_can_write_them(quarter: Path, take_in: TakeIn, browser: Client) -> None:
    take_in(quarter)
    assert Client().get(path_of(MIDDLE, 13)).status_code == 403
    assert browser.post(path_of(MIDDLE, 13)).status_code == 405


def test_tiles_are_kept_without_burdening_the_log_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'zones_maptile'")
        assert cursor.fetchone()[0] == "u"


def test_the_console_opens_with_a_map_and_without_one(quarter: Path, take_in: TakeIn, browser: Client) -> None:
    without = browser.get("/console/").context["page"]["map"]
    assert (without["kind"], without["version"], without["box"]) == ("vector", None, None)
    live = take_in(quarter)
    source = browser.get("/console/").context["page"]["map"]
    assert source["version"].startswith(live.version)
    assert source["box"] == live.box
    assert source["attribution"] == "© OpenStreetMap"
