"""The doors of calls, assignments and units: who may, who is refused, what they say."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dispatch import services
from dispatch.models import Assignment, Incident
from patrol import services as force
from patrol.models import User
from patrol.vocabulary import Role

BODY = {"type": "theft", "lon": 116.4, "lat": 39.9, "place": "A street"}


@pytest.fixture
def unit(make_unit, officer):
    return make_unit("U1", 116.41, 39.9, crew=[officer])


@pytest.fixture
def sent(call, unit, dispatcher, now):
    (assignment,) = services.assign_units(
        incident_id=call.pk, unit_ids=[unit.pk], reason="alone", by=dispatcher, at=now
    )
    return assignment


@pytest.fixture
def watcher(make_person, bureau):
    """Sees everything, commands nothing."""
    return make_person(bureau, Role.SUPERVISOR)


def post(client, path, body=None, **headers):
    return client.post(path, json.dumps(body or {}), content_type="application/json", headers=headers)


# Doors ---------------------------------------------------------------------------------------------

READS = ["incidents", "incidents/{call}", "incidents/{call}/recommendations", "units", "positions", "incident-types"]
COMMANDS = [
    ("incidents", BODY),
    ("incidents/{call}/assign", {"units": [1]}),
    ("incidents/{call}/close", {"disposition": "settled"}),
    ("incidents/{call}/cancel", {"reason": "a joke"}),
    ("incidents/{call}/notes", {"text": "words"}),
    ("assignments/{sent}/en-route", {}),
    ("assignments/{sent}/arrive", {}),
    ("assignments/{sent}/clear", {}),
    ("assignments/{sent}/withdraw", {"reason": "a nearer one"}),
]


@pytest.fixture
def at(call, sent):
    return lambda path: "/api/" + path.format(call=call.pk, sent=sent.pk)


@pytest.mark.parametrize("path", READS)
def test_nobody_reads_without_saying_who(at, as_, path):
    assert as_(None).get(at(path)).status_code == 401


@pytest.mark.parametrize(("path", "body"), COMMANDS)
def test_nobody_commands_without_saying_who(at, as_, path, body):
    assert post(as_(None), at(path), body).status_code == 401


@pytest.mark.parametrize("path", READS)
def test_somebody_without_a_role_reads_nothing(at, as_, make_person, bureau, path):
    assert as_(make_person(bureau)).get(at(path)).status_code in (403, 404)


@pytest.mark.parametrize(("path", "body"), COMMANDS)
def test_somebody_without_a_role_commands_nothing(at, as_, make_person, bureau, path, body):
    assert post(as_(make_person(bureau)), at(path), body).status_code in (403, 404)


@pytest.mark.parametrize("path", READS[:5])
def test_an_outsider_learns_nothing_of_us(at, as_, outsider, call, unit, path):
    answer = as_(outsider).get(at(path))
    if "{call}" in path:
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert str(call.pk) not in answer.content.decode()
    assert unit.call_sign not in answer.content.decode()


@pytest.mark.parametrize(("path", "body"), COMMANDS[1:])
def test_an_outsider_commands_nothing_of_ours(at, as_, outsider, path, body):
    assert post(as_(outsider), at(path), body).status_code == 404
    assert Assignment.objects.active().count() == 1


def test_an_outsider_cannot_take_a_call_in_our_name(as_, outsider, bureau, theft):
    assert post(as_(outsider), "/api/incidents", BODY | {"organization": bureau.code}).status_code == 403
    assert post(as_(outsider), "/api/incidents", BODY).json()["organization"] == "ELSEWHERE"


@pytest.mark.parametrize(("path", "body"), [entry for entry in COMMANDS if "notes" not in entry[0]])
def test_a_watcher_commands_nothing(at, as_, watcher, path, body):
    assert post(as_(watcher), at(path), body).status_code == 403


@pytest.mark.parametrize("path", READS)
def test_a_watcher_and_a_dispatcher_read_everything(at, as_, watcher, dispatcher, path):
    for person in (watcher, dispatcher):
        assert as_(person).get(at(path)).status_code == 200


def test_an_officer_sees_the_call_he_is_sent_to_but_not_who_else_might_go(at, as_, officer, take_call, sent):
    client = as_(officer)
    assert client.get(at("incidents/{call}")).status_code == 200
    assert client.get(at("incidents/{call}/recommendations")).status_code == 403
    assert client.get(f"/api/incidents/{take_call().pk}").status_code == 404
    assert [row["id"] for row in client.get("/api/incidents").json()["results"]] == [str(sent.incident_id)]
    assert [row["call_sign"] for row in client.get("/api/units").json()["results"]] == ["U1"]
    assert len(client.get("/api/positions").json()["units"]) == 1


def test_an_officer_steps_his_own_call_and_does_not_withdraw_himself(at, as_, officer):
    client = as_(officer)
    assert post(client, at("assignments/{sent}/withdraw"), {"reason": "tired"}).status_code == 403
    states = [post(client, at(f"assignments/{{sent}}/{step}")).json()["state"] for step in ("en-route", "arrive")]
    cleared = post(client, at("assignments/{sent}/clear"), {"disposition": "settled"})
    assert [*states, cleared.json()["state"]] == ["en_route", "on_scene", "cleared"]
    assert Incident.objects.get().status == "closed"
    assert post(client, at("assignments/{sent}/clear")).status_code == 200, "a repeat is harmless"


def test_an_officer_does_not_step_the_call_of_a_colleague(at, as_, make_unit, make_person, station):
    colleague = make_person(station, Role.OFFICER)
    make_unit("U2", crew=[colleague])
    assert post(as_(colleague), at("assignments/{sent}/en-route")).status_code == 404


def test_a_dispatcher_steps_by_radio(at, as_, dispatcher):
    answer = post(as_(dispatcher), at("assignments/{sent}/arrive"))
    assert (answer.status_code, answer.json()["state"]) == (200, "on_scene")


def test_rights_to_send_follow_the_tree(as_, make_person, station, bureau, make_unit, take_call):
    """The operator of a station sends the station's units, not those of the bureau."""
    operator = make_person(station, Role.OPERATOR)
    own, other = make_unit("OWN", 116.41, 39.9), make_unit("OTHER", 116.41, 39.9, organization=bureau)
    call = take_call(organization_id=station.pk)
    assert post(as_(operator), f"/api/incidents/{call.pk}/assign", {"units": [other.pk]}).status_code == 403
    assert post(as_(operator), f"/api/incidents/{call.pk}/assign", {"units": [own.pk]}).status_code == 200


# Calls ---------------------------------------------------------------------------------------------


def test_a_call_is_taken_with_its_warnings(as_, dispatcher, theft):
    answer = post(as_(dispatcher), "/api/incidents", BODY | {"note": "Two men."})
    assert answer.status_code == 201
    taken = answer.json()
    assert (taken["type"], taken["priority"], taken["status"], taken["assignments"]) == ("theft", 3, "open", {})
    assert taken["number"].endswith("-000001")
    assert [warning["code"] for warning in taken["warnings"]] == ["no_roads"]
    shown = as_(dispatcher).get(f"/api/incidents/{taken['id']}").json()
    assert [note["text"] for note in shown["notes"]] == ["Two men."]
    assert [entry["kind"] for entry in shown["timeline"]] == ["incident.opened", "incident.note_added"]


def test_a_repeated_key_takes_one_call(as_, dispatcher, theft):
    answers = [post(as_(dispatcher), "/api/incidents", BODY, **{"Idempotency-Key": "k1"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"lon": 181},
        {"lat": "x"},
        {"lon": float("nan")},
        {"lon": 1e400},
        {"type": "no such"},
        {"type": "a\u0000b"},
        {"place": "\ud800"},
        {"priority": 9},
        {"priority": 10**30},
        {"datum": "mars"},
        {"source": "gossip"},
        {"received_at": "0001-01-01T00:00:00+14:00"},
        {"received_at": "9999-12-31T23:59:59-12:00"},
        {"received_at": "1999-12-31T23:59:59Z"},
        {"external_id": "x" * 65},
        {"note": "x" * 5000},
    ],
)
def test_what_cannot_be_understood_is_answered_in_words(as_, dispatcher, theft, wrong):
    answer = post(as_(dispatcher), "/api/incidents", BODY | wrong)
    assert answer.status_code == 400
    assert set(answer.json()) >= {"code", "message"}
    assert not Incident.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"lon": 1', "\u00ff"])
def test_a_body_that_is_no_call_is_answered_in_words(as_, dispatcher, body):
    answer = as_(dispatcher).post("/api/incidents", body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("units", [[], [0], [-1], [2**63], ["x"], None, [1] * 21, [1.5], [[1]]], ids=str)
def test_units_that_are_none_are_answered_in_words(as_, dispatcher, call, units):
    assert post(as_(dispatcher), f"/api/incidents/{call.pk}/assign", {"units": units}).status_code == 400


def test_an_unknown_unit_is_not_found(as_, dispatcher, call):
    answer = post(as_(dispatcher), f"/api/incidents/{call.pk}/assign", {"units": [10**12]})
    assert (answer.status_code, answer.json()["units"]) == (404, [10**12])


def test_a_unit_just_taken_is_refused_with_who_took_it_and_who_is_next(at, as_, dispatcher, take_call, make_unit, unit):
    second = make_unit("U2", 116.42, 39.9)
    answer = post(as_(dispatcher), f"/api/incidents/{take_call().pk}/assign", {"units": [unit.pk], "reason": "alone"})
    assert (answer.status_code, answer.json()["code"]) == (409, "unit_busy")
    assert answer.json()["sent_by"] == "Test dispatcher"
    assert answer.json()["next_unit"]["unit"] == second.pk


@pytest.mark.parametrize("path", ["incidents/{}", "incidents/{}/recommendations"])
def test_an_unknown_call_is_not_found(as_, dispatcher, path):
    answer = as_(dispatcher).get("/api/" + path.format(uuid.uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_calls_are_listed_by_status_newest_first(as_, dispatcher, take_call, now):
    old = take_call(received_at=now - timedelta(hours=1))
    new, gone = take_call(), take_call()
    services.cancel_incident(incident_id=gone.pk, reason="a joke", by=dispatcher, at=now)
    rows = as_(dispatcher).get("/api/incidents?status=open").json()["results"]
    assert [row["id"] for row in rows] == [str(new.pk), str(old.pk)]


@pytest.mark.parametrize(
    "query", ["status=lost", "page=0", "page=99999999999999999999", "page=x", "page=%00", "status=%00", "page=-1"]
)
def test_a_page_that_is_none_is_answered_in_words(as_, dispatcher, call, query):
    answer = as_(dispatcher).get(f"/api/incidents?{query}")
    assert answer.status_code in (400, 404)
    assert set(answer.json()) >= {"code", "message"}


def queries(client, path):
    """How many queries a read costs. The person is fetched anew, as at every request."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/api/incidents", "/api/units", "/api/positions"])
def test_a_longer_list_costs_no_more_queries(as_, dispatcher, make_unit, take_call, now, path):
    def counted():
        return queries(as_(User.objects.get(pk=dispatcher.pk)), path)

    for number in range(2):
        unit = make_unit(f"A{number}", 116.41, 39.9)
        services.assign_units(incident_id=take_call().pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    few = counted()
    for number in range(8):
        unit = make_unit(f"B{number}", 116.41, 39.9)
        services.assign_units(incident_id=take_call().pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    assert counted() == few


def test_a_recommendation_costs_the_same_queries_for_two_units_and_for_twenty(as_, dispatcher, make_unit, call):
    def counted():
        return queries(as_(User.objects.get(pk=dispatcher.pk)), f"/api/incidents/{call.pk}/recommendations")

    make_unit("A0", 116.41, 39.9)
    counted()  # keeps what is shown for the first time
    make_unit("A1", 116.41, 39.9)
    few = counted()
    for number in range(8):
        make_unit(f"B{number}", 116.41, 39.9)
    assert counted() == few <= 12


# Units ---------------------------------------------------------------------------------------------


def test_a_unit_is_shown_with_its_order_and_its_place(at, as_, dispatcher, unit, sent, now):
    force.mark_seen(order_id=sent.order_id, by=dispatcher, at=now)
    (row,) = as_(dispatcher).get("/api/units").json()["results"]
    assert row["fix"]["lon"] == 116.41
    assert row["short_crewed"] is True
    assert row["order"] == {
        "id": str(sent.order_id),
        "kind": "dispatch",
        "state": "seen",
        "incident": str(sent.incident_id),
        "assignment": str(sent.pk),
    }
    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now)
    (row,) = as_(dispatcher).get("/api/units").json()["results"]
    assert row["order"]["state"] == "on_scene"


def test_positions_are_told_short(as_, dispatcher, unit, now):
    answer = as_(dispatcher).get("/api/positions").json()
    ((number, lon, lat, heading, age),) = answer["units"]
    assert (number, lon, lat, heading) == (unit.pk, 116.41, 39.9, None)
    assert age >= 0
