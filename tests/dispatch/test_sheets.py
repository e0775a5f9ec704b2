"""The printed sheet: it holds what a centre needs on paper, is never old, never half, and goes again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dispatch import services
from dispatch.models import Caller
from dispatch.selectors.sheet import sheet_of
from dispatch.services.sheets import UNFINISHED
from patrol import deadlines
from patrol.models import Deadline, Heartbeat, Shift


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SHEETS_DIR = tmp_path / "sheets"
    return settings.SHEETS_DIR


def sheet_text(folder):
    return (folder / "latest_BUREAU.html").read_text()


def test_a_sheet_holds_open_calls_units_and_numbers(folder, bureau, station, call, make_unit, dispatcher, now):
    unit = make_unit("PATROL 7", 116.4, 39.9)
    Shift.objects.filter(unit=unit).update(radio="channel 3", phone="555 0107")
    station.phone = "555 0100"
    station.save()
    Caller.objects.create(incident=call, phone="555 0199", said_at=now, taken_by=dispatcher)
    services.add_note(incident_id=call.pk, text="Two men, one <lamp>", by=dispatcher, at=now)
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.start_sheets(at=now)
    text = sheet_text(folder)
    for needed in (str(call), "PATROL 7", "555 0100", "555 0107", "555 0199", "channel 3", "&lt;lamp&gt;", "Ordered"):
        assert needed in text
    assert f"{timezone.localtime(now):%Y-%m-%d %H:%M:%S}" in text
    assert "for practice" not in text


def test_calls_that_ended_and_units_off_duty_are_not_on_it(bureau, call, make_unit, dispatcher, now):
    services.cancel_incident(incident_id=call.pk, reason="a mistake", by=dispatcher, at=now)
    make_unit("RESTING", on_duty=False)
    sheet = sheet_of(bureau, at=now)
    assert (sheet.calls, sheet.units, sheet.off_duty) == ([], [], 1)


def test_a_bureau_sees_nothing_of_another(folder, call, elsewhere, now):
    services.start_sheets(at=now)
    assert str(call) in sheet_text(folder)
    assert str(call) not in (folder / "latest_ELSEWHERE.html").read_text()


def test_the_sheet_of_a_city_takes_no_more_queries_than_that_of_a_village(
    bureau, take_call, make_unit, dispatcher, now, django_assert_num_queries
):
    for number in range(6):
        unit, call = make_unit(lon=116.4, lat=39.9), take_call()
        if number % 2:
            services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    with django_assert_num_queries(11):
        sheet = sheet_of(bureau, at=now)
    assert (len(sheet.calls), len(sheet.units)) == (6, 6)


def test_sheets_come_every_five_minutes_and_leave_a_sign_of_life(folder, bureau, now):
    services.start_sheets(at=now)
    services.start_sheets(at=now + timedelta(seconds=2))  # started again: still one chain
    for minutes in (5, 10, 15):
        assert deadlines.run_due(at=now + timedelta(minutes=minutes, seconds=1)) == 1
    stamps = sorted(path.name for path in folder.glob("20*_BUREAU.html"))
    assert len(stamps) == 5
    assert Deadline.objects.pending().filter(kind="sheet.due").count() == 1
    assert Heartbeat.objects.get(name="sheets").beat_at == now + timedelta(minutes=15, seconds=1)


def test_a_folder_that_cannot_be_written_is_tried_again_and_the_silence_shows(folder, bureau, now, settings, caplog):
    services.start_sheets(at=now)
    settings.SHEETS_DIR = folder / "latest_BUREAU.html" / "nowhere"
    late = now + timedelta(minutes=5)
    assert deadlines.run_due(at=late) == 0
    assert "deadline failed" in caplog.text
    assert "sheets" in deadlines.stale_heartbeats(at=now + timedelta(minutes=13))
    settings.SHEETS_DIR = folder
    assert deadlines.run_due(at=late + timedelta(minutes=1)) == 1


def test_old_sheets_go_and_others_files_stay(folder, bureau, now, settings):
    settings.SHEETS_KEPT_H = 1
    services.start_sheets(at=now - timedelta(hours=2))
    (folder / f"2020-01-01_00-00-00_BUREAU.html{UNFINISHED}").touch()
    (folder / "notes of the chief.txt").touch()
    services.start_sheets(at=now)
    names = {path.name for path in folder.iterdir()}
    assert names == {
        f"{timezone.localtime(now):%Y-%m-%d_%H-%M-%S}_BUREAU.html",
        "latest_BUREAU.html",
        "notes of the chief.txt",
    }


def test_strangers_on_the_machine_cannot_read_a_sheet(folder, bureau, now):
    (written, _latest) = services.start_sheets(at=now)
    assert folder.stat().st_mode & 0o007 == 0
    assert written.stat().st_mode & 0o007 == 0


def test_the_sheet_of_a_copy_for_training_says_so(folder, bureau, now, settings):
    settings.TRAINING = True
    services.start_sheets(at=now)
    assert "Nothing on this page is real" in sheet_text(folder)
