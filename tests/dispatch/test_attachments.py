"""Files of calls: what is kept is told by its content, and only who sees the call reads it."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from dispatch import services
from dispatch.file_type import TYPES, type_of_content
from dispatch.models import Attachment
from dispatch.services import attaching
from patrol.errors import BadInput, NotAllowed
from patrol.models import JournalEntry

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)
SAMPLES = {
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(64),
    "image/heif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\n" + b"x" * 64 + b"%%EOF",
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0" + bytes(64),
    "audio/mp4": b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + bytes(64),
    "video/mp4": b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(64),
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(64),
}
STRANGE = {
    "web page": b"<html><script>alert(1)</script></html>",
    "drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "Windows program": b"MZ" + bytes(300),
    "program": b"\x7fELF" + bytes(100),
    "archive": b"PK\x03\x04" + bytes(300),
    "text": b"hello world",
    "nothing but zeros": bytes(100),
}


def attach(call, dispatcher, now, content=PNG, name="door.png"):
    return services.attach_file(incident_id=call.pk, name=name, file=ContentFile(content), by=dispatcher, at=now)


def test_every_type_that_is_kept_is_told_by_its_content():
    assert {kind: type_of_content(content) for kind, content in SAMPLES.items()} == {kind: kind for kind in TYPES}


@pytest.mark.parametrize("what", STRANGE)
def test_anything_else_is_refused_whatever_its_name_says(call, dispatcher, now, what):
    with pytest.raises(BadInput, match="jpg, png"):
        attach(call, dispatcher, now, STRANGE[what], name="photo.jpg")
    assert not Attachment.objects.exists()


def test_a_file_is_kept_with_its_digest_and_told_without_its_name(call, dispatcher, now, settings):
    attachment = attach(call, dispatcher, now, JPEG, name="the door of No. 5.jpg")
    assert attachment.digest == hashlib.sha256(JPEG).hexdigest()
    assert (settings.MEDIA_ROOT / attachment.file.name).read_bytes() == JPEG
    assert "door" not in attachment.file.name
    fact = JournalEntry.objects.get(kind="incident.file_attached")
    assert (fact.data["digest"], fact.data["media_type"]) == (attachment.digest, "image/jpeg")
    assert "door" not in str(fact.data)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\gate.png", "gate.png"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("大门.png", "大门.png"),
        ("", "file.png"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_is_only_a_name(call, dispatcher, now, given, kept):
    assert attach(call, dispatcher, now, name=given).name == kept


def test_an_upload_that_is_too_large_or_empty_is_refused_in_words(call, dispatcher, as_, monkeypatch):
    path = f"/api/incidents/{call.pk}/attachments"
    large = SimpleUploadedFile("film.mp4", SAMPLES["video/mp4"] + bytes(attaching.LARGEST))
    answer = as_(dispatcher).post(path, {"file": large}, format="multipart")
    assert (answer.status_code, answer.json()["limit"]) == (400, attaching.LARGEST)
    assert "10.0" in answer.json()["message"]
    answer = as_(dispatcher).post(path, {"file": SimpleUploadedFile("empty.png", b"")}, format="multipart")
    assert (answer.status_code, answer.json()["message"]) == (400, "The file is empty.")
    assert not Attachment.objects.exists()


def test_a_call_takes_fifty_files(call, dispatcher, now, monkeypatch):
    monkeypatch.setattr(attaching, "MOST", 1)
    attach(call, dispatcher, now)
    with pytest.raises(NotAllowed):
        attach(call, dispatcher, now)


def test_the_crew_attaches_and_reads_and_others_do_not(call, make_unit, make_person, dispatcher, outsider, now, as_):
    member, second, third, officer = (
        make_person(call.organization, sworn=sworn) for sworn in (True, False, False, True)
    )
    unit = make_unit("U1", 116.4, 39.9, crew=[member, second, third])
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    path = f"/api/incidents/{call.pk}/attachments"
    statuses = [
        as_(person).post(path, {"file": SimpleUploadedFile("a.png", PNG)}, format="multipart").status_code
        for person in (None, outsider, officer, member)
    ]
    assert statuses == [401, 404, 404, 201]
    (listed,) = as_(member).get(f"/api/incidents/{call.pk}").json()["attachments"]
    assert [as_(person).get(listed["url"]).status_code for person in (None, outsider, officer)] == [401, 404, 404]
    answer = as_(dispatcher).get(listed["url"])
    assert answer.content == PNG
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"] == 'inline; filename="a.png"'


def test_what_is_no_picture_is_saved_and_not_opened(call, dispatcher, now, as_):
    attachment = attach(call, dispatcher, now, SAMPLES["application/pdf"], name="report.pdf")
    answer = as_(dispatcher).get(f"/api/attachments/{attachment.pk}")
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'


def test_a_file_whose_folder_was_lost_is_refused_in_words(call, dispatcher, now, as_, settings):
    attachment = attach(call, dispatcher, now)
    (settings.MEDIA_ROOT / attachment.file.name).unlink()
    answer = as_(dispatcher).get(f"/api/attachments/{attachment.pk}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
