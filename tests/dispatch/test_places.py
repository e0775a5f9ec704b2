"""Wrong places: the ground found again, the former place kept, units on their way told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient
from shapely.geometry import MultiPolygon, box

from dispatch import services
from dispatch.models import Incident
from dispatch.selectors import incident_picture
from patrol.deadlines import run_due
from patrol.errors import BadInput, NotAllowed, VersionConflict
from patrol.models import Alarm, JournalEntry, Order, Organization, Unit, User
from patrol.services import acknowledge_order
from zones import services as ground

type Take = Callable[..., Incident]
type Make = Callable[..., Unit]
type As = Callable[[User | None], APIClient]


@pytest.fixture
def zones(bureau: Organization, dispatcher: User, now: datetime) -> None:
    """Two zones side by side, west and east of 116.45."""
    for code, west, east in (("WEST", 116.3, 116.45), ("EAST", 116.45, 116.6)):
        shape = MultiPolygon([box(west, 39.8, east, 40.0)])
        long_ago = now - timedelta(days=30)
        ground.create_zone(code=code, name=code, shape=shape, organization_id=bureau.pk, by=dispatcher, at=long_ago)


@pytest.mark.usefixtures("zones")
def test_a_corrected_place_finds_zone_and_ranking_again_and_keeps_the_old_one(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    make_unit("WESTERN", 116.40, 39.90)
    make_unit("EASTERN", 116.50, 39.90)
    call = take_call(116.41, 39.90, place="Mill Street")
    services.show_recommendation(incident=call, at=now)
    act = {"incident_id": call.pk, "place": "Mill Lane", "by": dispatcher, "at": now}
    placed = services.correct_place(lon=116.49, lat=39.90, **act)
    assert [entry.candidate.call_sign for entry in placed.picture.ranked] == ["EASTERN", "WESTERN"]
    picture = incident_picture(call.pk, at=now)
    assert (picture["zone"], picture["place"], picture["version"]) == ("EAST", "Mill Lane", 2)
    (former,) = picture["former_places"]
    assert (former["zone"], former["place"], former["lon"]) == ("WEST", "Mill Street", 116.41)
    assert former["corrected_by"] == dispatcher.display_name


def test_who_is_sent_after_a_correction_is_ranked_by_the_new_place(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    make_unit("WESTERN", 116.40, 39.90)
    east = make_unit("EASTERN", 116.50, 39.90)
    call = take_call(116.41, 39.90)
    services.show_recommendation(incident=call, at=now)
    services.correct_place(incident_id=call.pk, lon=116.49, lat=39.90, by=dispatcher, at=now)
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[east.pk], by=dispatcher, at=now)
    assert sent.recommended_rank == 1


def test_units_on_their_way_must_acknowledge_the_new_place_and_those_on_scene_need_not(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    going, there = make_unit("GOING", 116.40, 39.90), make_unit("THERE", 116.41, 39.90)
    call = take_call()
    sent = services.assign_units(incident_id=call.pk, unit_ids=[going.pk, there.pk], by=dispatcher, at=now)
    for one in sent:
        acknowledge_order(order_id=one.order_id, by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent[1].pk, by=dispatcher, at=now)
    placed = services.correct_place(
        incident_id=call.pk, lon=116.44, lat=39.90, place="Mill Lane", by=dispatcher, at=now
    )
    assert placed.told == (going,)
    order = Order.objects.get(kind="corrected_place")
    assert (order.unit, order.commits, order.text) == (going, False, "Mill Lane")
    run_due(at=now + timedelta(minutes=2))
    alarm = Alarm.objects.open().get(kind="order.unanswered")
    assert alarm.data["incident"] == str(call.pk)
    acknowledge_order(order_id=order.pk, by=dispatcher, at=now + timedelta(minutes=3))
    assert not Alarm.objects.open().exists()
    (told,) = incident_picture(call.pk, at=now)["told_of_place"]
    assert (told["call_sign"], told["acknowledged_at"] is not None) == ("GOING", True)


def test_a_newer_correction_and_the_end_of_the_way_overtake_the_older_one(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    unit, call = make_unit("GOING", 116.40, 39.90), take_call()
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    for lon in (116.44, 116.45):
        services.correct_place(incident_id=call.pk, lon=lon, lat=39.90, place=str(lon), by=dispatcher, at=now)
    asked = Order.objects.open().filter(kind="corrected_place")
    assert asked.get().text == "116.45"
    services.withdraw_assignment(assignment_id=sent.pk, reason="no need", by=dispatcher, at=now)
    assert not asked.exists()


def test_the_second_of_two_who_correct_the_same_place_sees_both_texts(
    take_call: Take, dispatcher: User, now: datetime
) -> None:
    call = take_call(place="Mill Street")
    act = {"incident_id": call.pk, "by": dispatcher, "at": now}
    services.correct_place(lon=116.44, lat=39.90, place="Mill Lane", version=1, **act)
    with pytest.raises(VersionConflict) as refused:
        services.correct_place(lon=116.45, lat=39.90, place="Mill Road", version=1, **act)
    facts = refused.value.facts
    assert facts["yours"] == {"place": "Mill Road", "lon": 116.45, "lat": 39.90}
    assert facts["theirs"] == {"place": "Mill Lane", "lon": 116.44, "lat": 39.90, "by": dispatcher.display_name}
    assert facts["version"] == 2
    services.correct_place(lon=116.45, lat=39.90, place="Mill Road", version=2, **act)
    assert Incident.objects.get(pk=call.pk).place == "Mill Road"


def test_the_same_place_again_changes_nothing_and_an_ended_call_keeps_its_place(
    take_call: Take, dispatcher: User, now: datetime
) -> None:
    call = take_call(place="Mill Street")
    act = {"incident_id": call.pk, "by": dispatcher, "at": now}
    services.correct_place(lon=116.4, lat=39.9, place="Mill Street", **act)
    assert Incident.objects.get(pk=call.pk).version == 1
    with pytest.raises(BadInput):
        services.correct_place(lon=216.4, lat=39.9, **act)
    services.cancel_incident(reason="no call", **act)
    with pytest.raises(NotAllowed):
        services.correct_place(lon=116.5, lat=39.9, **act)


def test_words_of_a_place_are_in_no_journal_entry(take_call: Take, dispatcher: User, now: datetime) -> None:
    call = take_call(place="The secret mill")
    services.correct_place(incident_id=call.pk, lon=116.5, lat=39.9, place="Secret lane", by=dispatcher, at=now)
    assert "secret" not in str([entry.data for entry in JournalEntry.objects.all()]).lower()


def test_through_the_door_a_conflict_is_409_with_both_texts_and_the_outsider_finds_no_call(
    take_call: Take, dispatcher: User, outsider: User, as_: As
) -> None:
    call = take_call(place="Mill Street")
    path, body = f"/api/incidents/{call.pk}/place", {"lon": 116.44, "lat": 39.9, "place": "Mill Lane", "version": 1}
    assert as_(outsider).post(path, body, format="json").status_code == 404
    assert as_(dispatcher).post(path, body, format="json").json()["version"] == 2
    refused = as_(dispatcher).post(path, body | {"place": "Mill Road"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "version_conflict")
    assert (refused.json()["yours"]["place"], refused.json()["theirs"]["place"]) == ("Mill Road", "Mill Lane")
