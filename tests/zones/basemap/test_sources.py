"""Somebody else's tiles: each on its own datum, and a wrong one stops the start."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from patrol.config.basemap import OTHER_DATUMS, PROVIDERS, basemap
from zones.basemap import map_source
from zones.datum import Datum

URL = "https://tiles{s}.example/{z}/{x}/{y}.png?key={key}"
AMAP = {"BASEMAP": "amap", "BASEMAP_URL": URL, "BASEMAP_KEY": "secret", "BASEMAP_SUBDOMAINS": "12"}


def test_without_a_word_the_map_is_our_own() -> None:
    assert (basemap({}).provider, basemap({}).urls, basemap({}).hosts) == ("vector", (), [])


def test_each_provider_brings_its_datum() -> None:
    found = basemap(AMAP)
    assert found.datum == "gcj02"
    assert found.urls == ("https://tiles{s}.example/{z}/{x}/{y}.png?key=secret",)
    assert found.hosts == ["https://tiles1.example", "https://tiles2.example"]
    assert basemap(AMAP | {"BASEMAP": "tianditu"}).datum == "cgcs2000"
    assert basemap(AMAP | {"BASEMAP": "osm"}).attribution == "© OpenStreetMap"


def test_base_and_names_may_be_two_layers() -> None:
    two = "https://one.example/{z}/{x}/{-y} /own/{z}/{x}/{y}.png"
    found = basemap({"BASEMAP": "tencent", "BASEMAP_URL": two})
    assert len(found.urls) == 2
    assert found.hosts == ["https://one.example"]


def test_every_datum_named_is_one_that_the_ground_knows() -> None:
    assert {provider.datum for provider in PROVIDERS.values()} | set(OTHER_DATUMS) <= set(Datum)


@pytest.mark.parametrize("name", ["amap", "AMAP"])
@pytest.mark.parametrize("datum", ["gcj02", "GCJ-02", ""])
def test_the_right_datum_may_be_said_or_left_out(name: str, datum: str) -> None:
    assert basemap(AMAP | {"BASEMAP": name, "BASEMAP_DATUM": datum}).datum == "gcj02"


def test_tianditu_may_be_called_wgs84() -> None:
    assert basemap(AMAP | {"BASEMAP": "tianditu", "BASEMAP_DATUM": "wgs84"}).datum == "cgcs2000"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (AMAP | {"BASEMAP_DATUM": "wgs84"}, "500 metres"),
        ({"BASEMAP": "vector", "BASEMAP_DATUM": "gcj02"}, "500 metres"),
        (AMAP | {"BASEMAP": "osm", "BASEMAP_DATUM": "gcj02"}, "500 metres"),
        (AMAP | {"BASEMAP": "baidu"}, "grid of their own"),
        (AMAP | {"BASEMAP": "atlas"}, "unknown"),
        (AMAP | {"BASEMAP": "raster"}, "BASEMAP_DATUM"),
        (AMAP | {"BASEMAP": "raster", "BASEMAP_DATUM": "bd09"}, "BASEMAP_DATUM"),
        (AMAP | {"BASEMAP_KEY": ""}, "BASEMAP_KEY"),
        (AMAP | {"BASEMAP_SUBDOMAINS": ""}, "BASEMAP_SUBDOMAINS"),
        (AMAP | {"BASEMAP_URL": ""}, "BASEMAP_URL"),
        (AMAP | {"BASEMAP_URL": "https://tiles.example/"}, "no address of tiles"),
        (AMAP | {"BASEMAP_URL": "javascript:{z}{x}{y}"}, "no address of tiles"),
    ],
)
def test_what_contradicts_itself_is_said_at_once(environment: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        basemap(environment)


def test_a_wrong_datum_stops_the_start() -> None:
    environment = os.environ | AMAP | {"BASEMAP_DATUM": "wgs84", "DJANGO_SETTINGS_MODULE": "patrol.config.settings"}
    start = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.BASEMAP"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode != 0
    assert "BASEMAP=amap is measured against gcj02, but BASEMAP_DATUM says wgs84" in start.stderr


@pytest.mark.django_db
def test_the_page_hears_of_the_tiles_and_their_datum(settings: Any) -> None:
    settings.BASEMAP = basemap(AMAP)
    source = map_source()
    assert (source["kind"], source["datum"], source["attribution"]) == ("raster", "gcj02", "高德地图")
    assert source["urls"] == ["https://tiles{s}.example/{z}/{x}/{y}.png?key=secret"]
