"""Files of calls as cities give them away: with gaps, repeats and several ways to write a place."""

import gzip
from datetime import datetime

import pytest

from dispatch.replay import BadFile, BadMapping, Mapping, TypeRules, read_calls

HEADINGS = "Id,Received,x,y,Kind,Urgency"
MAPPING = Mapping.parse("time=Received,lon=x,lat=y,type=Kind,priority=Urgency,id=Id")


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="calls.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_calls_come_in_the_order_of_their_times(file):
    path = file(HEADINGS, "b,2019-01-07 08:05,1,2,Theft,3", "a,2019-01-07 08:00,1,2,Theft,3")
    assert [call.id for call in read_calls(path, MAPPING).calls] == ["a", "b"]


def test_bad_rows_are_named_and_the_others_kept(file):
    path = file(
        HEADINGS,
        "1,2019-01-07 08:00,116.4,39.9,Theft,3",
        "2,yesterday,116.4,39.9,Theft,3",
        "3,2019-01-07 08:00,null,39.9,Theft,3",
        "4,2019-01-07 08:00,216.4,39.9,Theft,3",
        "5,2019-01-07 08:00,0,0,Theft,3",
        "6",
    )
    reading = read_calls(path, MAPPING)
    assert [call.id for call in reading.calls] == ["1"]
    assert reading.faults == [
        (3, "“yesterday” is no time"),
        (4, "no place"),
        (5, "“216.4 39.9” is no place on earth"),
        (6, "“0 0” is no place on earth"),
        (7, "no place"),
    ]


def test_a_call_that_is_in_the_file_twice_is_fed_once(file):
    row = "7,2019-01-07 08:00,116.4,39.9,Theft,3"
    reading = read_calls(file(HEADINGS, row, row), MAPPING)
    assert (len(reading.calls), reading.repeated) == (1, 1)


def test_a_call_without_an_id_gets_the_same_one_every_time(file):
    mapping = Mapping.parse("time=Received,lon=x,lat=y")
    path = file(HEADINGS, ",2019-01-07 08:00,116.4,39.9,Theft,3", ",2019-01-07 08:00,116.4,39.9,Fight,3")
    once, again = read_calls(path, mapping), read_calls(path, mapping)
    assert [call.id for call in once.calls] == [call.id for call in again.calls]
    assert len({call.id for call in once.calls}) == 2


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("POINT (-122.4087 37.7904)", (-122.4087, 37.7904)),
        ("(37.7904, -122.4087)", (-122.4087, 37.7904)),
        ("37.7904,-122.4087", (-122.4087, 37.7904)),
    ],
)
def test_a_place_may_stand_in_one_column(file, written, place):
    path = file("Received,Location", f'2019-01-07 08:00,"{written}"')
    (call,) = read_calls(path, Mapping.parse("time=Received,point=Location")).calls
    assert (call.lon, call.lat) == place


@pytest.mark.parametrize(
    "written",
    ["2019-01-07 20:36", "2019-01-07T20:36:00Z", "01/07/2019 08:36:00 PM", "2019/01/07 20:36", "2019-01-07T20:36:00"],
)
def test_times_are_read_as_cities_write_them(file, written):
    (call,) = read_calls(file(HEADINGS, f"1,{written},1,2,Theft,3"), MAPPING).calls
    assert call.at == datetime(2019, 1, 7, 20, 36)  # noqa: DTZ001  (files of calls have no zone)


def test_a_time_of_another_form_is_read_when_the_form_is_named(file):
    path = file(HEADINGS, "1,07.01.2019 20.36,1,2,Theft,3")
    (call,) = read_calls(path, MAPPING, time_format="%d.%m.%Y %H.%M").calls
    assert call.at == datetime(2019, 1, 7, 20, 36)  # noqa: DTZ001  (files of calls have no zone)


def test_a_priority_that_is_not_ours_is_left_to_the_type(file):
    path = file(HEADINGS, "1,2019-01-07,1,2,Fire,E", "2,2019-01-07,1,2,Fire,2")
    assert [call.priority for call in read_calls(path, MAPPING).calls] == [None, 2]


def test_a_file_without_headings_is_refused_with_the_way_out(file):
    path = file("7,2019-01-07 08:00,116.4,39.9,Theft,3")
    with pytest.raises(BadFile, match="Say --no-header"):
        read_calls(path, MAPPING)


def test_columns_of_a_file_without_headings_are_numbered(file):
    path = file("39.9,116.4,EMS: FALL VICTIM,2016-01-15 12:01")
    (call,) = read_calls(path, Mapping.parse("lat=1,lon=2,type=3,time=4"), has_header=False).calls
    assert (call.lon, call.lat, call.type) == (116.4, 39.9, "EMS: FALL VICTIM")


def test_a_column_that_is_not_there_is_named(file):
    with pytest.raises(BadMapping, match=r"No column When. The first line reads: Id, Received"):
        read_calls(file(HEADINGS, "1,2019-01-07,1,2,Fire,2"), Mapping.parse("time=When,lon=x,lat=y"))


@pytest.mark.parametrize("text", ["time", "time=", "when=Received", "lon=x,lat=y", "time=Received,lon=x"])
def test_a_mapping_that_says_too_little_is_refused(text):
    with pytest.raises(BadMapping):
        Mapping.parse(text)


def test_an_empty_file_is_refused(file, tmp_path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadFile, match="empty"):
        read_calls(tmp_path / "empty.csv", MAPPING)


def test_a_packed_file_that_was_cut_off_is_refused(tmp_path):
    path = tmp_path / "calls.csv.gz"
    whole = gzip.compress("\n".join([HEADINGS, *[f"{n},2019-01-07 08:00,{n},2,Theft,3" for n in range(500)]]).encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="cannot be read"):
        read_calls(path, MAPPING)


def test_calls_of_an_interval_include_its_start_and_not_its_end(file):
    path = file(HEADINGS, *[f"{hour},2019-01-07 0{hour}:00,1,2,Theft,3" for hour in range(4)])
    starts_at, ends_at = datetime(2019, 1, 7, 1), datetime(2019, 1, 7, 3)  # noqa: DTZ001  (files of calls have no zone)
    assert [call.id for call in read_calls(path, MAPPING).between(starts_at, ends_at)] == ["1", "2"]


def test_types_go_by_the_first_pattern_that_fits():
    rules = TypeRules.parse(["Traf*=traffic", "* DV=dispute", "fight*=disturbance"], default="other")
    written = ["Traf Violation Cite", "Fight No Weapon Dv", "FIGHT NO WEAPON", "Passing Call"]
    assert [rules.code_of(kind) for kind in written] == ["traffic", "dispute", "disturbance", "other"]
