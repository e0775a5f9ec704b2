"""Predicted drive times against recorded ones: which rows count, and whether the figures are the right ones."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dispatch.replay.drive_figures import figures_of, rank_correlation
from dispatch.replay.drives import (
    NO_START,
    NO_TIMES,
    NO_WAY,
    Drive,
    TimedDrive,
    drives_of,
    groups,
    pairs,
    read_responses,
    response_mapping,
    timed,
)
from dispatch.replay.reading import as_written
from patrol.vocabulary import TravelMode
from zones.routing.straight_line import StraightLine

HEADINGS = "id,unit,response,scene,hospital,available,x,y"
MAPPING = "id=id,unit=unit,time=response,on_scene=scene,hospital=hospital,available=available,lon=x,lat=y"
SAN_FRANCISCO = (
    "time=Response DtTm,on_scene=On Scene DtTm,unit=Unit ID,id=Call Number,point=Location,hospital=Hospital DtTm,"
    "available=Available DtTm"
)


@pytest.fixture
def responses(tmp_path):
    """`responses(*rows)`: what is read of a file with these rows."""

    def read(*rows):
        path = tmp_path / "records.csv"
        path.write_text("\n".join([HEADINGS, *rows]))
        return read_responses(path, response_mapping(MAPPING))

    return read


def row(unit, response, scene, place="116.40,39.90", hospital="null", available="null", call="1"):
    return f"{call},{unit},2019-01-07 {response},2019-01-07 {scene},{hospital},{available},{place}"


def test_a_unit_starts_at_its_own_last_scene(responses):
    read = responses(
        row("E1", "08:00", "08:05", "116.40,39.90"),
        row("E2", "08:10", "08:15", "116.50,39.95"),
        row("E1", "09:00", "09:07", "116.41,39.91"),
    )
    (drive,) = drives_of(read.kept).kept
    assert (drive.start, drive.target, drive.recorded) == ((116.40, 39.90), (116.41, 39.91), 420)


@pytest.mark.parametrize(("response", "counts"), [("10:04:59", 1), ("10:05:00", 0)])
def test_a_scene_two_hours_old_is_no_start(responses, response, counts):
    read = responses(row("E1", "08:00", "08:05"), row("E1", response, "10:10"))
    found = drives_of(read.kept)
    assert len(found.kept) == counts
    assert found.left_out[NO_START] == 2 - counts


def test_rows_without_both_times_are_left_out_and_counted(responses):
    read = responses(
        row("E1", "08:00", "08:05"),
        "2,E1,2019-01-07 08:20,null,null,null,116.4,39.9",
        "3,,2019-01-07 08:20,2019-01-07 08:25,null,null,116.4,39.9",
        row("E1", "08:30", "08:20"),
    )
    assert len(read.kept) == 1
    assert read.left_out[NO_TIMES] == 3


def test_a_place_without_roads_is_left_out():
    line = StraightLine(TravelMode.CAR)
    found = timed([drive(60)], roads=line, straight_line=line)
    assert (found.kept, found.left_out[NO_WAY]) == ([], 1)


def test_starts_that_are_known_better_are_shown_apart(responses):
    read = responses(
        row("E1", "08:00", "08:05", available="2019-01-07 08:20"),
        row("E1", "08:24", "08:30", available="2019-01-07 08:40", hospital="2019-01-07 08:35"),
        row("E1", "08:41", "08:50", available="2019-01-07 09:00"),
        row("E1", "09:30", "09:40"),
    )
    found = [TimedDrive(drive, 1, 1) for drive in drives_of(read.kept).kept]
    assert [len(group) for _name, group in groups(found)] == [3, 2, 1]


def test_the_mapping_must_name_the_unit_and_the_arrival():
    with pytest.raises(ValueError, match="on_scene=COLUMN"):
        response_mapping("time=response,unit=unit,lon=x,lat=y")


def test_figures_are_those_of_the_drives():
    drives = [TimedDrive(drive(recorded), predicted, 5) for recorded, predicted in [(100, 80), (200, 230), (300, 290)]]
    figures = figures_of(drives)
    assert (figures.count, figures.recorded_median, figures.predicted_median) == (3, 200, 230)
    assert (figures.difference_median, figures.apart_p90) == (-10, 28)
    assert figures.order == pytest.approx(1)
    assert figures.straight_order == 0


def test_rank_correlation_shares_the_ranks_of_equals():
    assert rank_correlation([1, 2, 3, 4], [10, 20, 30, 5]) == pytest.approx(-0.2)
    assert rank_correlation([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(0.9486833)


def test_pairs_are_units_that_set_out_to_one_call_together():
    one, other = TimedDrive(drive(100), 80, 1), TimedDrive(drive(200), 70, 1)
    late = TimedDrive(drive(150, set_out="08:05"), 60, 1)
    elsewhere = TimedDrive(drive(150, call="2"), 60, 1)
    assert list(pairs([one, other, late, elsewhere])) == [(one, other)]
    assert figures_of([one, other, late]).pairs_in_order == 0


def test_without_roads_the_command_says_what_to_do(tmp_path, settings):
    settings.ROADS_DIR = tmp_path
    with pytest.raises(CommandError, match="import_osm"):
        call_command("drive_times", tmp_path / "none.csv", mapping=MAPPING)


@pytest.mark.real_data
def test_the_drives_of_a_real_city_are_put_in_some_order(real_data, san_francisco_roads, settings, tmp_path):
    settings.ROADS_DIR = san_francisco_roads
    page = tmp_path / "page.md"
    records = real_data / "san-francisco" / "dispatch-records.csv"
    call_command("drive_times", records, mapping=SAN_FRANCISCO, write=page, stdout=StringIO())
    lines = page.read_text().splitlines()
    cells = next(line for line in lines if line.startswith("| all of them")).split(" | ")
    assert int(cells[1].replace(",", "")) > 1000
    assert float(cells[8]) > 0.4
    assert "not patrol cars" in page.read_text()


def drive(recorded, *, call="1", set_out="08:00"):
    return Drive(
        call=call,
        set_out_at=as_written(f"2019-01-07 {set_out}"),
        start=(116.4, 39.9),
        target=(116.41, 39.91),
        recorded=recorded,
        free_for=None,
        by_hospital=False,
    )
