"""A map is taken in whole or not at all, and nobody sees half of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from patrol.models import JournalEntry, Organization
from tests.zones.basemap.conftest import COURTYARD, NODES, OPEN_SEA, WAYS, at
from tests.zones.routing.conftest import no_words, write_map
from zones.basemap import map_source
from zones.models import MapFeature, MapImport
from zones.services.map_import import MapImportRunning, UnreadableMapFile, import_map

pytestmark = pytest.mark.django_db
TakeIn = Callable[[Path], MapImport]


def names() -> set[str]:
    return set(MapFeature.objects.exclude(name="").values_list("name", flat=True))


def covers(layer: str, place: tuple[float, float]) -> bool:
    point = Point(*place, srid=4326).transform(3857, clone=True)
    return MapFeature.objects.filter(layer=layer, geometry__covers=point).exists()


def test_everything_of_a_quarter_finds_its_layer(quarter: Path, take_in: TakeIn) -> None:
    live = take_in(quarter)
    looks = set(MapFeature.objects.values_list("layer", "kind"))
    assert looks == {
        ("roads", "primary"),
        ("buildings", "building"),
        ("green", "park"),
        ("water", "lake"),
        ("water", "sea"),
        ("landuse", "medical"),
        ("railways", "rail"),
        ("boundaries", "level6"),
        ("places", "suburb"),
        ("pois", "park"),
        ("pois", "hospital"),
        ("pois", "station"),
    }
    assert sum(live.counts.values()) == MapFeature.objects.count()
    assert live.attribution == "© OpenStreetMap"
    assert live.box == pytest.approx([*at(0, 0), *at(20, 20)])


def test_names_are_kept_as_written_there_and_in_english(quarter: Path, take_in: TakeIn) -> None:
    take_in(quarter)
    assert names() == {"环城路", "人民公园", "第一医院", "东关", "东关站"}
    assert MapFeature.objects.get(layer="roads").name_en == "Ring Road"
    assert MapFeature.objects.get(name="东关").name_en == ""


def test_a_building_has_its_courtyard(quarter: Path, take_in: TakeIn) -> None:
    take_in(quarter)
    assert covers("buildings", at(1.1, 1.1))
    assert not covers("buildings", COURTYARD)


def test_the_sea_lies_right_of_the_coast(quarter: Path, take_in: TakeIn) -> None:
    take_in(quarter)
    assert covers("water", OPEN_SEA)
    assert not covers("water", at(10, 12))


def test_a_coast_that_ends_in_the_open_makes_no_sea(tmp_path: Path, take_in: TakeIn) -> None:
    broken = NODES | {61: at(5, 15)}
    take_in(write_map(tmp_path / "coast.osm.pbf", nodes=broken, ways=WAYS))
    assert not MapFeature.objects.filter(kind="sea").exists()


def test_editors_ids_below_zero_and_lost_nodes_are_survived(tmp_path: Path, take_in: TakeIn) -> None:
    nodes = {-1: at(0, 0), -2: at(1, 0), -3: at(1, 1), 5: at(2, 2)}
    ways = {
        12: ({"highway": "residential", "name": "mixed"}, [-1, -2, 5]),
        -10: ({"building": "yes", "name": "hall", "shop": "mall"}, [-1, -2, -3, -1]),
        -11: ({"highway": "residential", "name": "one node lost"}, [-1, -3, 77]),
        -12: ({"highway": "residential", "name": "all but one lost"}, [-1, 78]),
    }
    take_in(write_map(tmp_path / "edited.osm", nodes=nodes, ways=ways))
    assert names() == {"mixed", "hall", "one node lost"}
    assert MapFeature.objects.get(name="mixed").geometry.num_coords == 3


def test_the_same_file_again_changes_nothing_but_the_version(quarter: Path, take_in: TakeIn) -> None:
    first = take_in(quarter)
    second = take_in(quarter)
    assert first.counts == second.counts
    assert first.version != second.version
    assert MapImport.objects.live() == second
    assert sum(second.counts.values()) == MapFeature.objects.count()


def no_map(tmp_path: Path) -> Path:
    file = tmp_path / "holiday.osm.pbf"
    file.write_bytes(b"\xff\xd8 no map at all " * 4096)
    return file


def cut(tmp_path: Path) -> Path:
    nodes = {number: at(number / 100, 0) for number in range(1, 20_000)}
    whole = write_map(tmp_path / "whole.osm.pbf", nodes=nodes, ways=WAYS).read_bytes()
    file = tmp_path / "cut.osm.pbf"
    file.write_bytes(whole[: len(whole) * 2 // 3])
    return file


def ways_alone(tmp_path: Path) -> Path:
    return write_map(tmp_path / "ways.osm.pbf", nodes={}, ways=WAYS)


def absent(tmp_path: Path) -> Path:
    return tmp_path / "absent.osm.pbf"


@pytest.mark.parametrize("make", [no_map, cut, ways_alone, absent])
def test_what_is_no_whole_map_is_refused_and_the_old_one_stays(
    make: Callable[[Path], Path], tmp_path: Path, quarter: Path, take_in: TakeIn
) -> None:
    before = take_in(quarter)
    features = set(MapFeature.objects.values_list("pk", flat=True))
    bad = make(tmp_path)
    with pytest.raises(UnreadableMapFile, match=bad.name):
        take_in(bad)
    assert MapImport.objects.live() == before
    assert set(MapFeature.objects.values_list("pk", flat=True)) == features


def test_every_tree_of_organizations_is_told_once(
    quarter: Path, take_in: TakeIn, bureau: Organization, station: Organization, elsewhere: Organization
) -> None:
    take_in(quarter)
    told = JournalEntry.objects.filter(kind="map.imported")
    assert set(told.values_list("audience_path", flat=True)) == {bureau.path, elsewhere.path}
    assert {entry.data["version"] for entry in told} == {map_source()["version"]}


def test_the_command_can_leave_the_roads_alone(quarter: Path, db: None, settings: Settings, tmp_path: Path) -> None:
    settings.ROADS_DIR = tmp_path / "roads"
    call_command("import_osm", quarter, "--map-only", stdout=StringIO())
    assert MapFeature.objects.exists()
    assert not settings.ROADS_DIR.exists()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_osm", tmp_path / "absent.osm.pbf", "--map-only")


# Two at once --------------------------------------------------------------------------------------


def elsewhere_at_once[Answer](ask: Callable[[], Answer]) -> Answer:
    """What another connection answers now."""

    def asked() -> Answer:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asked).result()


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_map_until_the_new_one_is_whole(quarter: Path, tmp_path: Path, now: datetime) -> None:
    import_map(source=quarter, at=now, say=no_words)
    before, seen = names(), []

    def look(line: str) -> None:
        if "found by name" in line:  # the new map is written, and not committed
            seen.append((names(), elsewhere_at_once(names)))

    village = write_map(
        tmp_path / "village.osm.pbf", ways={1: ({"highway": "residential", "name": "Village Street"}, [1, 2])}
    )
    import_map(source=village, at=now, say=look)
    assert seen == [({"Village Street"}, before)]
    assert elsewhere_at_once(names) == {"Village Street"}


@pytest.mark.django_db(transaction=True)
def test_an_import_that_breaks_off_leaves_the_old_map(quarter: Path, tmp_path: Path, now: datetime) -> None:
    before = import_map(source=quarter, at=now, say=no_words)

    def break_off(line: str) -> None:
        if "found by name" in line:
            raise KeyboardInterrupt

    village = write_map(
        tmp_path / "village.osm.pbf", ways={1: ({"highway": "residential", "name": "Village Street"}, [1, 2])}
    )
    with pytest.raises(KeyboardInterrupt):
        import_map(source=village, at=now, say=break_off)
    assert MapImport.objects.live() == before
    assert "环城路" in names()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_one_too_many(quarter: Path, now: datetime) -> None:
    outcomes: list[str] = []

    def second(line: str) -> None:
        if "found by name" in line:
            with pytest.raises(MapImportRunning):
                elsewhere_at_once(lambda: import_map(source=quarter, at=now, say=no_words))
            outcomes.append("refused")

    import_map(source=quarter, at=now, say=second)
    assert outcomes == ["refused"]


# Real places --------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_monaco_has_every_layer_and_its_sea(real_data: Path, take_in: TakeIn) -> None:
    live = take_in(real_data / "monaco" / "city.osm.pbf")
    assert min(live.counts.values()) >= 30
    assert set(live.counts) == {
        *("water", "green", "landuse", "buildings", "railways", "roads", "boundaries", "places", "pois")
    }
    assert covers("water", (7.435, 43.732))
    assert not covers("water", (7.4195, 43.7385))
    assert {"Monte-Carlo", "Boulevard Princesse Charlotte"} <= names()
