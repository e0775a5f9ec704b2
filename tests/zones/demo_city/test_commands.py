"""The commands of the made-up city: it goes through the import and routes, and never over a real force."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from patrol.models import Organization
from patrol.vocabulary import TravelMode
from zones.demo_city import SizeName, plan, write_city
from zones.routing import road_engine
from zones.routing.build import import_roads


def test_the_small_city_goes_through_the_import_and_routes(tmp_path: Path, settings: Settings, now: datetime) -> None:
    source = tmp_path / "small.osm.pbf"
    city = plan(SizeName.SMALL, 1)
    write_city(city, source)
    settings.ROADS_DIR = tmp_path / "roads"
    manifest = import_roads(source=source, roads_dir=settings.ROADS_DIR, at=now, say=lambda _line: None)
    assert set(manifest.anchors) == set(TravelMode)
    assert manifest.missing_nodes == manifest.dropped_ways == 0
    places = [(point.x, point.y) for point in (city.on_map(point.place) for point in city.guard.points)]
    for mode in TravelMode:
        seconds = np.array(road_engine(mode).table(places, places).seconds)
        assert np.isfinite(seconds).mean() > 0.97, mode


@pytest.mark.django_db
def test_a_force_that_is_there_is_left_alone(bureau: Organization, settings: Settings, tmp_path: Path) -> None:
    settings.PATROL_HOME = tmp_path / "home"
    with pytest.raises(CommandError, match="a force in this system already"):
        call_command("seed_demo", "--size", "small")
    assert Organization.objects.count() == 1
    assert not (tmp_path / "home" / "logins.txt").exists()


def test_the_command_writes_the_city_it_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, again = tmp_path / "city.osm.pbf", tmp_path / "again.osm.pbf"
    call_command("make_city", str(path), "--size", "small", "--seed", "4")
    write_city(plan(SizeName.SMALL, 4), again)
    assert path.read_bytes() == again.read_bytes()
    assert "road nodes" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_city", str(tmp_path / "nowhere" / "city.osm.pbf"), "--size", "small")
