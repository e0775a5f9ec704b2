"""The doors of intake: callers, duplicates, links, levels, seats, and what bad input gets."""

import json

import pytest

from dispatch import services
from dispatch.models import Incident, IncidentNote, Seat
from patrol.models import JournalEntry
from patrol.vocabulary import Role

BODY = {"type": "theft", "lon": 116.4, "lat": 39.9, "place": "A street"}
RTL = "\u202eمرحبا \u2067שלום\u2069 🚓👩‍🚒 \u200d"
NUMBER = "11010519491231002X"  # the example of the standard, of nobody


@pytest.fixture
def other(take_call):
    return take_call(116.401, 39.9, phone="555 0199", place="Beside it")


@pytest.fixture
def post(as_, theft):
    def send(person, path, body=None):
        return as_(person).post(f"/api/{path}", json.dumps(body or {}), content_type="application/json")

    return send


COMMANDS = [
    ("callers", {"phone": "555 0100"}),
    ("link", {"to": "{other}"}),
    ("level", {"level": "major"}),
    ("sign", {}),
]


@pytest.mark.parametrize(("command", "body"), COMMANDS)
def test_only_who_dispatches_for_the_call_may_do_this_to_it(
    post, as_, call, other, command, body, dispatcher, officer, outsider, make_person, bureau
):
    body = {name: text.format(other=other.pk) for name, text in body.items()}
    path = f"incidents/{call.pk}/{command}"
    watcher = make_person(bureau, Role.SUPERVISOR)
    answers = [post(person, path, body).status_code for person in (None, officer, outsider, watcher, dispatcher)]
    assert answers[:4] == [401, 404, 404, 403]
    assert answers[4] in (200, 201)


def test_a_call_is_not_linked_to_one_that_the_person_may_not_know_of(post, call, outsider, take_call, elsewhere):
    theirs = take_call(organization_id=elsewhere.pk, by=outsider)
    assert post(outsider, f"incidents/{theirs.pk}/link", {"to": str(call.pk)}).status_code == 404


def test_duplicates_are_offered_while_a_call_is_being_told(as_, call, other, dispatcher, outsider, officer):
    query = {"lon": 116.4, "lat": 39.9, "type": "theft"}
    found = as_(dispatcher).get("/api/duplicates", query)
    assert [one["id"] for one in found.json()] == [str(call.pk), str(other.pk)]
    assert found.json()[1]["callers"] == 1
    assert as_(outsider).get("/api/duplicates", query).json() == []
    assert as_(officer).get("/api/duplicates", query).status_code == 403
    assert as_(None).get("/api/duplicates", query).status_code == 401
    assert as_(dispatcher).get("/api/duplicates", {"lon": 200}).status_code == 400


def test_duplicates_of_a_call_leave_out_the_call_itself(as_, call, other, dispatcher):
    found = as_(dispatcher).get(f"/api/incidents/{call.pk}/duplicates").json()
    assert [one["id"] for one in found] == [str(other.pk)]


def test_a_place_in_another_datum_is_compared_where_it_lies(as_, call, dispatcher):
    moved = {"lon": 116.40624, "lat": 39.9014, "type": "theft"}
    assert as_(dispatcher).get("/api/duplicates", moved).json() == []
    (found,) = as_(dispatcher).get("/api/duplicates", moved | {"datum": "gcj02"}).json()
    assert found["metres"] < 5


def test_the_phone_system_tells_when_a_call_came_in_else_it_is_not_measured(post, dispatcher, now):
    told = {"received_at": now.isoformat(), "received_measured": True}
    assert post(dispatcher, "incidents", BODY | told).json()["received_measured"] is True
    assert post(dispatcher, "incidents", BODY).json()["received_measured"] is False
    assert post(dispatcher, "incidents", BODY | {"received_measured": True}).json()["received_measured"] is False


def test_a_call_is_taken_with_its_caller_and_its_seat(post, as_, dispatcher, bureau, now):
    seat = services.name_seat(organization=bureau, code="S1", name="Seat 1", by=dispatcher, at=now)
    taken = post(dispatcher, "incidents", BODY | {"phone": "555 0100", "seat": seat.pk}).json()
    assert (taken["seat"], taken["signed_by"]) == ("Seat 1", "")
    (caller,) = as_(dispatcher).get(f"/api/incidents/{taken['id']}").json()["callers"]
    assert caller["phone"] == "555 0100"


def test_the_level_stands_apart_from_the_priority(post, call, dispatcher):
    assert call.level == ""
    answer = post(dispatcher, f"incidents/{call.pk}/level", {"level": "major"}).json()
    assert (answer["level"], answer["priority"]) == ("major", 3)
    assert post(dispatcher, f"incidents/{call.pk}/level", {"level": ""}).json()["level"] == ""
    assert post(dispatcher, f"incidents/{call.pk}/level", {"level": "huge"}).status_code == 400


def test_a_call_taken_by_one_is_signed_for_by_another_at_a_seat(post, call, dispatcher, bureau, make_person, now):
    seat = services.name_seat(organization=bureau, code="S1", name="Seat 1", by=dispatcher, at=now)
    second = make_person(bureau, Role.OPERATOR)
    assert post(second, f"incidents/{call.pk}/sign", {"seat": seat.pk}).json()["signed_by"] == second.display_name
    call.refresh_from_db()
    assert (call.taken_by, call.signed_by, call.seat) == (dispatcher, second, seat)
    assert post(dispatcher, f"incidents/{call.pk}/sign").json()["seat"] == "Seat 1"


def test_a_seat_of_another_bureau_is_no_seat(post, call, dispatcher, elsewhere, outsider, now):
    theirs = services.name_seat(organization=elsewhere, code="S1", name="Theirs", by=outsider, at=now)
    assert post(dispatcher, f"incidents/{call.pk}/sign", {"seat": theirs.pk}).status_code == 404
    assert post(dispatcher, "incidents", BODY | {"seat": theirs.pk}).status_code == 404


def test_seats_are_named_by_who_plans_the_force_and_seen_by_who_watches(
    post, as_, dispatcher, bureau, outsider, officer, make_person
):
    planner = make_person(bureau, Role.PLANNER)
    body = {"organization": bureau.code, "code": "S1", "name": "Seat 1"}
    answers = [post(person, "seats", body).status_code for person in (None, officer, outsider, dispatcher, planner)]
    assert answers == [401, 403, 403, 403, 201]
    assert post(planner, "seats", body).status_code == 400
    assert Seat.objects.count() == 1
    assert [seat["code"] for seat in as_(dispatcher).get("/api/seats").json()] == ["S1"]
    assert as_(outsider).get("/api/seats").json() == []
    assert as_(officer).get("/api/seats").status_code == 403


# Bad input -------------------------------------------------------------------------------------------


def test_an_identity_number_or_a_plate_in_a_text_is_warned_of_and_kept(post, call, dispatcher):
    text = f"Bag with a card {NUMBER}, car 京A12345"
    for answer in (
        post(dispatcher, f"incidents/{call.pk}/notes", {"text": text}),
        post(dispatcher, f"incidents/{call.pk}/callers", {"said": text}),
        post(dispatcher, "incidents", BODY | {"note": text}),
    ):
        assert answer.status_code == 201
        codes = [warning["code"] for warning in answer.json()["warnings"]]
        assert codes[-2:] == ["identity_number", "plate"]
    assert IncidentNote.objects.filter(text=text).count() == 3


@pytest.mark.parametrize("field", ["note", "place", "phone", "type"])
def test_a_text_of_a_hundred_thousand_characters_is_refused_in_words(post, dispatcher, field):
    answer = post(dispatcher, "incidents", BODY | {field: "字" * 100_000})
    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert "characters" in answer.json()["message"]
    assert not Incident.objects.exists()


def test_emoji_and_writing_from_right_to_left_are_kept_as_they_came(post, as_, dispatcher):
    taken = post(dispatcher, "incidents", BODY | {"place": RTL, "note": RTL}).json()
    picture = as_(dispatcher).get(f"/api/incidents/{taken['id']}").json()
    assert (picture["place"], picture["notes"][0]["text"]) == (RTL.strip(), RTL.strip())


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_what_is_no_text_is_refused(post, call, dispatcher, text):
    assert post(dispatcher, f"incidents/{call.pk}/notes", {"text": text}).status_code == 400


def test_an_administrator_names_a_seat_in_the_admin(client, bureau, make_person):
    chief = make_person(bureau)
    chief.is_staff = chief.is_superuser = True
    chief.save()
    client.force_login(chief)
    page = "/admin/dispatch/seat/add/"
    assert client.post(page, {"organization": bureau.pk, "code": "S1", "name": "Seat 1"}).status_code == 302
    assert Seat.objects.get().name == "Seat 1"
    assert JournalEntry.objects.filter(kind="seat.named").count() == 1
    again = client.post(page, {"organization": bureau.pk, "code": "S1", "name": "Seat 1"})
    assert "already exists" in again.content.decode()
