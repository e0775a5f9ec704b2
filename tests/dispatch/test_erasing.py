"""Retention: old words, numbers and files are erased; the chain verifies, and the timeline says what was removed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from dispatch import services
from dispatch.models import Assignment, Attachment, Caller, IncidentNote, SituationReport, TimeCorrection
from dispatch.selectors import incident_picture
from patrol.deadlines import stale_heartbeats
from patrol.journal import faults, number_entries
from patrol.models import Alarm, IdempotentReply, JournalEntry, Order
from patrol.services import raise_alarm, snooze_alarm

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)
SECRET = "blue door"


@pytest.fixture
def finished(call, make_unit, dispatcher, now):
    """A call with words everywhere, closed at `now` plus ten minutes."""
    first, second = (make_unit(f"U{n}", 116.4, 39.9, crew=None) for n in (1, 2))
    how = {"by": dispatcher}
    sent, other = services.assign_units(incident_id=call.pk, unit_ids=[first.pk, second.pk], at=now, **how)
    Assignment.objects.filter(pk=sent.pk).update(short_crew_reason=f"{SECRET}: nobody else")
    services.withdraw_assignment(assignment_id=other.pk, reason=f"not needed at the {SECRET}", at=now, **how)
    about = {"kind": "order.unanswered", "subject": ("patrol.order", sent.order_id), "organization": call.organization}
    raised = raise_alarm(data={}, at=now, **about)
    snooze_alarm(alarm_id=raised.pk, until=now + timedelta(minutes=1), reason=f"{SECRET} is far", at=now, **how)
    services.add_note(incident_id=call.pk, text=f"Behind the {SECRET}", at=now, **how)
    Caller.objects.create(incident=call, phone="13800000000", said_at=now, taken_by=dispatcher)
    services.set_arrived(assignment_id=sent.pk, at=now, **how)
    tell = {"incident_id": call.pk, "situation": "controlled", "text": f"{SECRET} is open"}
    services.report_situation(at=now + timedelta(minutes=5), **tell, **how)
    services.attach_file(incident_id=call.pk, name=f"{SECRET}.png", file=ContentFile(PNG), at=now, **how)
    end = now + timedelta(minutes=10)
    services.clear_assignment(assignment_id=sent.pk, disposition="settled", at=end, **how)
    earlier = {"field": "received_at", "corrected": now - timedelta(minutes=1)}
    services.correct_time(incident_id=call.pk, reason=f"{SECRET} camera says so", at=end, **earlier, **how)
    call.refresh_from_db()
    return call


def erase(at, text_days=365, number_days=30):
    return services.erase_old_texts(text_days=text_days, number_days=number_days, at=at)


def words_left():
    """Every place in which words of people are kept."""
    return " ".join(
        [
            *IncidentNote.objects.values_list("text", flat=True),
            *SituationReport.objects.values_list("text", flat=True),
            *TimeCorrection.objects.values_list("reason", flat=True),
            *Attachment.objects.values_list("name", flat=True),
            *Assignment.objects.values_list("short_crew_reason", flat=True),
            *Order.objects.values_list("text", flat=True),
            *Alarm.objects.values_list("snooze_reason", flat=True),
            *(str(data) for data in JournalEntry.objects.values_list("data", flat=True)),
        ]
    )


def test_old_texts_are_erased_and_the_chain_still_verifies(finished, now, settings):
    number_entries()
    file = settings.MEDIA_ROOT / Attachment.objects.get().file.name
    assert file.exists()
    assert SECRET in words_left()
    erased = erase(now + timedelta(days=366))
    assert dict(erased) == {
        "notes": 1, "reports": 1, "corrections": 1, "files": 1, "numbers": 1, "reasons": 1, "orders": 3
    }  # fmt: skip
    assert SECRET not in words_left()
    assert not file.exists()
    assert Caller.objects.get().phone == ""
    number_entries()
    assert list(faults()) == []


def test_the_timeline_says_what_was_removed_and_when(finished, now):
    at = now + timedelta(days=366)
    erase(at)
    picture = incident_picture(finished.pk, at=at)
    numbers, texts = [fact for fact in picture["timeline"] if fact["kind"] == "incident.text_erased"]
    assert numbers["data"]["erased"] == {"numbers": 1}
    assert texts["data"]["erased"]["notes"] == 1
    assert (texts["at"], texts["actor"]) == (at.isoformat(), "")
    (note,) = picture["notes"]
    assert (note["text"], note["erased_at"]) == ("", at.isoformat())
    (attachment,) = picture["attachments"]
    assert (attachment["name"], attachment["url"], attachment["erased_at"]) == ("", "", at.isoformat())


def test_numbers_go_earlier_than_texts(finished, now):
    assert dict(erase(now + timedelta(days=31))) == {"numbers": 1}
    assert SECRET in words_left()


def test_what_is_younger_and_what_is_open_stays(finished, take_call, dispatcher, now):
    still_open = take_call()
    services.add_note(incident_id=still_open.pk, text="goes on", by=dispatcher, at=now)
    assert not erase(now + timedelta(days=29))
    erase(now + timedelta(days=400))
    assert IncidentNote.objects.get(incident=still_open).text == "goes on"


def test_erasing_again_tells_nothing_and_a_late_note_goes_when_it_is_old(finished, dispatcher, now):
    erase(now + timedelta(days=366))
    assert not erase(now + timedelta(days=367))
    services.add_note(incident_id=finished.pk, text="found in the archive", by=dispatcher, at=now + timedelta(days=380))
    assert not erase(now + timedelta(days=381))
    assert dict(erase(now + timedelta(days=380 + 366))) == {"notes": 1}
    assert JournalEntry.objects.filter(kind="incident.text_erased").count() == 3


def test_a_call_that_was_opened_again_keeps_its_words_until_it_ends_again(finished, dispatcher, now):
    services.reopen_incident(
        incident_id=finished.pk, reason="they came back", by=dispatcher, at=now + timedelta(days=1)
    )
    assert not erase(now + timedelta(days=400))
    services.close_incident(incident_id=finished.pk, disposition="settled", by=dispatcher, at=now + timedelta(days=401))
    assert not erase(now + timedelta(days=402))
    assert erase(now + timedelta(days=401 + 366))["notes"] == 2


def test_an_erased_file_is_refused_in_words(finished, dispatcher, now, as_):
    attachment = Attachment.objects.get()
    erase(now + timedelta(days=366))
    answer = as_(dispatcher).get(f"/api/attachments/{attachment.pk}")
    assert (answer.status_code, answer.json()["message"]) == (404, "This file was erased, as old files are.")


def test_the_job_erases_forgets_old_answers_and_leaves_a_sign_of_life(finished, dispatcher, now, settings):
    settings.HEARTBEATS = {"erasing": 60}
    old = now - timedelta(days=30)
    IdempotentReply.objects.create(user=dispatcher, key="old", request_digest="x", created_at=old)
    said = StringIO()
    call_command("erase_texts", text_days=-1, number_days=-1, stdout=said)
    assert "notes 1" in said.getvalue()
    assert SECRET not in words_left()
    assert not IdempotentReply.objects.exists()
    assert stale_heartbeats(at=now) == []
