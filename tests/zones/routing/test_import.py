"""Importing roads: what is mended, what is refused, and that nothing is ever half done."""

import fcntl
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from patrol.vocabulary import TravelMode
from zones.routing import build, coverage, metres_to_main_roads, road_engine
from zones.routing.build import RoadBuildFailed, UnreadableMap, import_roads
from zones.routing.versions import ImportRunning, current_version, read_manifest, version_folder

from .conftest import AT, NODES, STREET, WAYS, corner, no_words, write_map


def imported(source, roads_dir, *, at=AT, say=no_words):
    return import_roads(source=source, roads_dir=roads_dir, at=at, say=say)


def folders(roads_dir):
    return sorted(folder.name for folder in (roads_dir / "versions").iterdir())


def test_the_manifest_tells_what_was_imported(town):
    manifest = read_manifest(version_folder(town, current_version(town)))
    assert manifest.file_name == "town.osm.pbf"
    assert manifest.imported_at == AT
    assert manifest.box == pytest.approx((117.0, 36.6, 117.21, 36.7))
    assert (manifest.nodes, manifest.ways) == (20, 11)
    assert set(manifest.anchors) == set(TravelMode)


def test_negative_ids_are_renumbered_and_their_streets_work(tmp_path):
    nodes = {-number if number in (1, 6) else number: place for number, place in NODES.items()}
    ways = {
        -number if number == 102 else number: (tags, [-ref if ref in (1, 6) else ref for ref in refs])
        for number, (tags, refs) in WAYS.items()
    }
    manifest = imported(write_map(tmp_path / "josm.osm", nodes=nodes, ways=ways), tmp_path / "roads")
    assert manifest.renumbered == 3
    assert set(manifest.anchors) == set(TravelMode)


def test_renumbered_roads_give_the_same_times(tmp_path, town, settings):
    settings.ROADS_DIR = town
    truth = road_engine(TravelMode.CAR).times([corner(number) for number in range(1, 17)], corner(1))
    nodes = {-number: place for number, place in NODES.items()}
    ways = {number: (tags, [-ref for ref in refs]) for number, (tags, refs) in WAYS.items()}
    settings.ROADS_DIR = tmp_path / "roads"
    imported(write_map(tmp_path / "josm.osm", nodes=nodes, ways=ways), tmp_path / "roads")
    assert road_engine(TravelMode.CAR).times([corner(number) for number in range(1, 17)], corner(1)) == truth


def test_nodes_the_file_does_not_hold_are_dropped_and_counted(tmp_path):
    ways = WAYS | {201: (STREET, [1, 997, 2]), 202: (STREET, [998, 999]), 203: (STREET, [1])}
    lines = []
    manifest = imported(write_map(tmp_path / "cut.osm.pbf", ways=ways), tmp_path / "roads", say=lines.append)
    assert (manifest.missing_nodes, manifest.dropped_ways) == (3, 2)
    assert any("3 references to nodes" in line for line in lines)
    assert any("2 ways with fewer than two" in line for line in lines)


def test_a_turn_restriction_survives_renumbering(tmp_path, settings):
    settings.ROADS_DIR = tmp_path / "roads"
    nodes = {-number: place for number, place in NODES.items()}
    ways = {number: (tags, [-ref for ref in refs]) for number, (tags, refs) in WAYS.items()}
    split = {105: (STREET, [-1, -5]), 113: (STREET, [-5, -9, -13])}
    straight_on_only = (
        301,
        {"type": "restriction", "restriction": "only_straight_on"},
        [("w", 105, "from"), ("n", -5, "via"), ("w", 113, "to")],
    )
    free = imported(write_map(tmp_path / "free.osm", nodes=nodes, ways=ways | split), settings.ROADS_DIR)
    before = road_engine(TravelMode.CAR).times([(117.0, 36.605)], corner(6))[0]
    imported(
        write_map(tmp_path / "bound.osm", nodes=nodes, ways=ways | split, relations=[straight_on_only]),
        settings.ROADS_DIR,
        at=free.imported_at + timedelta(seconds=1),
    )
    after = road_engine(TravelMode.CAR).times([(117.0, 36.605)], corner(6))[0]
    assert after.metres > before.metres + 1000


def test_a_file_with_motorways_alone_serves_cars_and_says_so(tmp_path, settings):
    settings.ROADS_DIR = tmp_path / "roads"
    lines = []
    source = write_map(tmp_path / "motorway.osm.pbf", ways={1: ({"highway": "motorway"}, [1, 2, 3])})
    assert set(imported(source, settings.ROADS_DIR, say=lines.append).anchors) == {TravelMode.CAR}
    assert any("no roads for foot" in line for line in lines)
    assert road_engine(TravelMode.FOOT).times([corner(1)], corner(3))[0].estimated
    assert not road_engine(TravelMode.CAR).times([corner(1)], corner(3))[0].estimated


class TestNothingChanges:
    """After a failed import the roads in use are those from before, and nothing is left behind."""

    @pytest.fixture
    def live(self, tmp_path, roads_dir):
        imported(write_map(tmp_path / "town.osm.pbf"), roads_dir)
        return folders(roads_dir)

    @pytest.fixture(autouse=True)
    def nothing_changed(self, live, roads_dir):
        yield
        assert folders(roads_dir) == live
        assert not road_engine(TravelMode.CAR).times([corner(1)], corner(2))[0].estimated

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
    def test_when_the_file_is_truncated(self, tmp_path, roads_dir, share):
        whole = write_map(tmp_path / "town.osm.pbf").read_bytes()
        (tmp_path / "cut.osm.pbf").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(UnreadableMap, match=r"cut\.osm\.pbf"):
            imported(tmp_path / "cut.osm.pbf", roads_dir, at=AT + timedelta(days=1))

    @pytest.mark.parametrize("content", [b"", b"lon,lat\n117.0,36.6\n", bytes(4096)])
    def test_when_the_file_is_no_map(self, tmp_path, roads_dir, content):
        (tmp_path / "other.osm.pbf").write_bytes(content)
        with pytest.raises(UnreadableMap, match=r"other\.osm\.pbf"):
            imported(tmp_path / "other.osm.pbf", roads_dir, at=AT + timedelta(days=1))

    def test_when_there_is_no_file(self, tmp_path, roads_dir):
        with pytest.raises(UnreadableMap, match="No such file"):
            imported(tmp_path / "absent.osm.pbf", roads_dir, at=AT + timedelta(days=1))

    def test_when_the_file_holds_no_roads(self, tmp_path, roads_dir):
        source = write_map(tmp_path / "houses.osm.pbf", ways={1: ({"building": "yes"}, [1, 2, 6, 1])})
        with pytest.raises(UnreadableMap, match="holds no roads"):
            imported(source, roads_dir, at=AT + timedelta(days=1))

    def test_when_a_data_tool_fails(self, tmp_path, roads_dir, monkeypatch):
        monkeypatch.setattr(build, "PACKAGE", tmp_path)
        (tmp_path / "bin").mkdir()
        tool = tmp_path / "bin" / "osrm-extract"
        tool.write_text("#!/bin/sh\necho 'No space left on device'; exit 1\n")
        tool.chmod(0o755)
        with pytest.raises(RoadBuildFailed, match="No space left"):
            imported(tmp_path / "town.osm.pbf", roads_dir, at=AT + timedelta(days=1))

    def test_when_it_is_killed_half_way(self, tmp_path, roads_dir, live):
        unfinished = roads_dir / "versions" / "20260502.unfinished"
        unfinished.mkdir()
        assert current_version(roads_dir) == live[0]
        with pytest.raises(UnreadableMap):
            imported(tmp_path / "absent.osm.pbf", roads_dir, at=AT + timedelta(days=1))
        assert not unfinished.exists()

    def test_when_another_import_runs(self, tmp_path, roads_dir):
        with (roads_dir / "import.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(ImportRunning, match="Another import"):
                imported(tmp_path / "town.osm.pbf", roads_dir, at=AT + timedelta(days=1))


class TestLiveSwitch:
    def test_a_new_import_is_noticed_without_a_restart(self, tmp_path, roads_dir):
        assert road_engine(TravelMode.CAR).times([corner(1)], corner(2))[0].estimated
        imported(write_map(tmp_path / "town.osm.pbf"), roads_dir)
        assert not road_engine(TravelMode.CAR).times([corner(1)], corner(2))[0].estimated
        short = road_engine(TravelMode.CAR).times([corner(2)], corner(1))[0].metres
        two_way = WAYS | {101: (STREET, [1, 2, 3, 4])}
        imported(write_map(tmp_path / "town.osm.pbf", ways=two_way), roads_dir, at=AT + timedelta(days=1))
        assert road_engine(TravelMode.CAR).times([corner(2)], corner(1))[0].metres < short

    def test_an_engine_in_use_still_answers_after_two_more_imports(self, tmp_path, roads_dir):
        source = write_map(tmp_path / "town.osm.pbf")
        imported(source, roads_dir)
        in_use = road_engine(TravelMode.CAR)
        truth = in_use.times([corner(16)], corner(1))
        for day in (1, 2):
            imported(source, roads_dir, at=AT + timedelta(days=day))
        assert in_use.times([corner(16)], corner(1)) == truth
        assert not truth[0].estimated

    def test_the_version_before_is_kept_and_older_ones_go(self, tmp_path, roads_dir):
        source = write_map(tmp_path / "town.osm.pbf")
        for day in range(3):
            imported(source, roads_dir, at=AT + timedelta(days=day))
        kept = folders(roads_dir)
        assert len(kept) == 2
        assert kept[-1] == current_version(roads_dir)

    def test_the_same_engine_is_given_until_something_changes(self, town, settings):
        settings.ROADS_DIR = town
        assert road_engine(TravelMode.CAR) is road_engine(TravelMode.CAR)

    def test_broken_data_is_logged_and_answered_by_estimate(self, tmp_path, roads_dir, caplog):
        imported(write_map(tmp_path / "town.osm.pbf"), roads_dir)
        (roads_dir / "current" / "car" / "roads.osrm.mldgr").unlink()
        assert road_engine(TravelMode.CAR).times([corner(1)], corner(2))[0].estimated
        assert "cannot be opened" in caplog.text

    def test_roads_opened_before_stay_in_use_when_new_ones_are_broken(self, tmp_path, roads_dir):
        source = write_map(tmp_path / "town.osm.pbf")
        imported(source, roads_dir)
        road_engine(TravelMode.CAR)
        imported(source, roads_dir, at=AT + timedelta(days=1))
        (roads_dir / "current" / "manifest.json").write_text("{")
        assert not road_engine(TravelMode.CAR).times([corner(1)], corner(2))[0].estimated


class TestCoverage:
    def test_without_roads_nothing_is_covered(self, roads_dir):
        assert coverage().imported is None
        assert not coverage().covers(corner(1))
        assert metres_to_main_roads(corner(1), TravelMode.CAR) is None

    def test_a_place_outside_the_imported_area_is_told_from_one_inside(self, town, settings):
        settings.ROADS_DIR = town
        assert coverage().covers(corner(6))
        assert not coverage().covers((116.0, 36.6))

    def test_the_distance_to_the_largest_connected_part_is_known(self, town, settings):
        settings.ROADS_DIR = town
        assert metres_to_main_roads(corner(6), TravelMode.CAR) == pytest.approx(0, abs=0.1)
        assert metres_to_main_roads((117.005, 36.6109), TravelMode.CAR) == pytest.approx(100, abs=2)
        assert metres_to_main_roads(NODES[21], TravelMode.CAR) is None


class TestCommand:
    def test_it_imports_and_says_every_step(self, tmp_path, roads_dir, capsys):
        call_command("import_osm", str(write_map(tmp_path / "town.osm.pbf")), roads_only=True)
        said = capsys.readouterr().out
        for step in ("Reading town.osm.pbf", "roads for car", "roads for bicycle", "roads for foot", "are live"):
            assert step in said
        assert coverage().imported.file_name == "town.osm.pbf"

    def test_it_ends_with_a_clear_error_for_a_broken_file(self, tmp_path, roads_dir):
        (tmp_path / "cut.osm.pbf").write_bytes(write_map(tmp_path / "town.osm.pbf").read_bytes()[:-50])
        with pytest.raises(CommandError, match=r"cut\.osm\.pbf cannot be read"):
            call_command("import_osm", str(tmp_path / "cut.osm.pbf"))
        assert coverage().imported is None

    def test_the_manifest_can_be_read_by_people(self, town):
        text = (town / "current" / "manifest.json").read_text(encoding="utf-8")
        assert json.loads(text)["file_name"] == "town.osm.pbf"
