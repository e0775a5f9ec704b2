"""Several callers, one event: numbers to call back, likely duplicates, links; and what lies about a call."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from dispatch import services
from dispatch.duplicates import Near, likeliest
from dispatch.models import Caller, Incident, IncidentType
from dispatch.selectors import incident_picture, likely_duplicates
from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.models import JournalEntry
from zones.models import Caution, Zone, ZoneVersion

METRE = 1 / 111_195


@pytest.fixture
def fight(db):
    kind, _created = IncidentType.objects.get_or_create(code="fight", defaults={"name": "Fight", "priority": 1})
    return kind


def facts(call):
    return list(JournalEntry.objects.about("dispatch.incident", call.pk).values_list("kind", flat=True))


# Callers ---------------------------------------------------------------------------------------------


def test_a_call_keeps_every_caller_with_a_number_to_call_back(take_call, dispatcher, now):
    call = take_call(phone="+86 10-5550 0100")
    later = now + timedelta(minutes=2)
    services.add_caller(incident_id=call.pk, phone="", said="Two men now.", by=dispatcher, at=later)
    picture = incident_picture(call.pk, at=later)
    assert [(caller["phone"], caller["said_at"]) for caller in picture["callers"]] == [
        ("+86 10-5550 0100", now.isoformat()),
        ("", later.isoformat()),
    ]
    assert [note["text"] for note in picture["notes"]] == ["Two men now."]


def test_no_number_and_no_word_of_a_caller_is_in_the_journal(take_call, dispatcher, now):
    call = take_call(phone="555 0123")
    services.add_caller(incident_id=call.pk, phone="555 0124", said="By the river.", by=dispatcher, at=now)
    told = str(list(JournalEntry.objects.values_list("data", flat=True)))
    assert facts(call).count("incident.caller_added") == 2
    assert "0123" not in told
    assert "0124" not in told
    assert "river" not in told


@pytest.mark.parametrize("phone", ["０１０－５５５", " 010-555 ", "110", "+1 (503) 555-0100", "*67#"])
def test_a_number_is_taken_as_people_write_it(take_call, dispatcher, now, phone):
    caller = services.add_caller(incident_id=take_call().pk, phone=phone, by=dispatcher, at=now)
    assert caller.phone.isascii()


@pytest.mark.parametrize("phone", ["Mrs Li", "1", "555 🚓", "5" * 40, "#*#"])
def test_what_is_no_number_is_refused_and_leaves_nothing(take_call, dispatcher, now, phone):
    call = take_call()
    with pytest.raises(BadInput):
        services.add_caller(incident_id=call.pk, phone=phone, said="words", by=dispatcher, at=now)
    with pytest.raises(BadInput):
        take_call(phone=phone)
    assert not Caller.objects.exists()
    assert Incident.objects.count() == 1


def test_a_caller_may_still_be_added_to_a_call_that_is_closed(take_call, dispatcher, now):
    call = take_call()
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    assert services.add_caller(incident_id=call.pk, phone="555 0100", by=dispatcher, at=now).incident == call


# Likely duplicates -----------------------------------------------------------------------------------


def offered(call, *, type_code="theft", point=None, at=None):
    found = likely_duplicates(
        Incident.objects.all(), point=point or call.point, type_code=type_code, received_at=at or call.received_at
    )
    return [one["id"] for one in found]


def test_a_call_of_the_same_type_near_in_place_and_time_is_offered(take_call, now):
    call = take_call()
    near, far = Point(116.4, 39.9 + 480 * METRE, srid=4326), Point(116.4, 39.9 + 520 * METRE, srid=4326)
    assert offered(call, point=near) == [str(call.pk)]
    assert offered(call, point=far) == []
    assert offered(call, at=now + timedelta(minutes=59)) == [str(call.pk)]
    assert offered(call, at=now + timedelta(minutes=61)) == []


def test_a_call_of_another_type_must_be_nearer_to_be_offered(take_call, fight, now):
    call = take_call()
    beside, away = Point(116.4, 39.9 + 140 * METRE, srid=4326), Point(116.4, 39.9 + 160 * METRE, srid=4326)
    assert offered(call, type_code=fight.code, point=beside) == [str(call.pk)]
    assert offered(call, type_code=fight.code, point=away) == []
    assert offered(call, type_code=fight.code, point=beside, at=now + timedelta(minutes=21)) == []


def test_a_call_that_has_ended_is_not_offered(take_call, dispatcher, now):
    call = take_call()
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)
    assert offered(call) == []


def test_the_offer_says_how_far_and_what_was_done(take_call, make_unit, dispatcher, now):
    call = take_call(phone="555 0100", place="Mill")
    services.add_caller(incident_id=call.pk, phone="555 0101", by=dispatcher, at=now)
    unit = make_unit("U1", 116.4, 39.9)
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    near = Point(116.4, 39.9 + 100 * METRE, srid=4326)
    (offer,) = likely_duplicates(Incident.objects.all(), point=near, type_code="theft", received_at=now)
    assert (offer["metres"], offer["callers"], offer["units"], offer["place"]) == (100, 2, 1, "Mill")


def test_the_likeliest_comes_first_and_five_at_most():
    calls = [(metres, Near(metres=metres, seconds=0, same_type=True)) for metres in (400, 50, 300, 100, 200, 450, 501)]
    assert [metres for metres, _near in likeliest(calls)] == [50, 100, 200, 300, 400]


def test_at_the_date_line_and_the_pole_nothing_breaks(take_call):
    for lon, lat in ((180.0, 0.0), (0.0, 90.0), (-180.0, -90.0)):
        assert offered(take_call(lon, lat)) != []


# Links -----------------------------------------------------------------------------------------------


def test_a_linked_call_is_closed_as_a_duplicate_and_its_caller_counts_for_the_other(take_call, dispatcher, now):
    kept, linked = take_call(phone="555 0100"), take_call(phone="555 0101")
    assert services.link_call(incident_id=linked.pk, to=kept.pk, by=dispatcher, at=now) == kept
    linked.refresh_from_db()
    assert (linked.status, linked.disposition, linked.duplicate_of) == ("closed", "duplicate", kept)
    picture = incident_picture(kept.pk, at=now)
    assert [(one["phone"], one["number"]) for one in picture["callers"]] == [
        ("555 0100", str(kept)),
        ("555 0101", str(linked)),
    ]
    assert picture["linked"] == [{"id": str(linked.pk), "number": str(linked)}]
    assert facts(linked)[-2:] == ["incident.linked", "incident.closed"]
    assert facts(kept)[-1] == "incident.joined"


def test_linking_merges_nothing(take_call, dispatcher, now):
    kept, linked = take_call(note="one"), take_call(note="two", phone="555 0101")
    services.link_call(incident_id=linked.pk, to=kept.pk, by=dispatcher, at=now)
    assert [note["text"] for note in incident_picture(linked.pk, at=now)["notes"]] == ["two"]
    assert [note["text"] for note in incident_picture(kept.pk, at=now)["notes"]] == ["one"]
    assert linked.callers.count() == 1


def test_linking_again_changes_nothing(take_call, dispatcher, now):
    kept, linked = take_call(), take_call()
    for _time in range(2):
        services.link_call(incident_id=linked.pk, to=kept.pk, by=dispatcher, at=now)
    assert facts(kept).count("incident.joined") == 1


def test_calls_linked_in_a_chain_all_lead_to_the_one_that_goes_on(take_call, dispatcher, now):
    first, second, third, fourth = (take_call(phone=f"555 010{number}") for number in range(4))
    services.link_call(incident_id=third.pk, to=second.pk, by=dispatcher, at=now)
    services.link_call(incident_id=second.pk, to=first.pk, by=dispatcher, at=now)
    services.link_call(incident_id=fourth.pk, to=third.pk, by=dispatcher, at=now)
    assert set(first.duplicates.all()) == {second, third, fourth}
    assert len(incident_picture(first.pk, at=now)["callers"]) == 4


def test_a_call_is_linked_neither_to_itself_nor_in_a_ring(take_call, dispatcher, now):
    first, second = take_call(), take_call()
    with pytest.raises(BadInput):
        services.link_call(incident_id=first.pk, to=first.pk, by=dispatcher, at=now)
    services.link_call(incident_id=second.pk, to=first.pk, by=dispatcher, at=now)
    with pytest.raises(BadInput):
        services.link_call(incident_id=first.pk, to=second.pk, by=dispatcher, at=now)


def test_a_call_with_a_unit_on_its_way_or_ended_otherwise_is_not_linked(take_call, make_unit, dispatcher, now):
    kept, busy, over = take_call(), take_call(), take_call()
    unit = make_unit("U1", 116.4, 39.9)
    services.assign_units(incident_id=busy.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.close_incident(incident_id=over.pk, disposition="settled", by=dispatcher, at=now)
    for call in (busy, over):
        with pytest.raises(NotAllowed):
            services.link_call(incident_id=call.pk, to=kept.pk, by=dispatcher, at=now)
    busy.refresh_from_db()
    assert (busy.status, busy.duplicate_of) == ("open", None)


def test_linking_to_a_call_that_does_not_exist_is_refused(take_call, dispatcher, now):
    call = take_call()
    unknown = Incident().pk
    with pytest.raises(NotFound):
        services.link_call(incident_id=call.pk, to=unknown, by=dispatcher, at=now)
    call.refresh_from_db()
    assert call.status == "open"


def test_a_linked_call_that_is_opened_again_is_a_duplicate_no_longer(take_call, dispatcher, now):
    kept, linked = take_call(phone="555 0100"), take_call(phone="555 0101")
    services.link_call(incident_id=linked.pk, to=kept.pk, by=dispatcher, at=now)
    services.reopen_incident(incident_id=linked.pk, reason="another fight", by=dispatcher, at=now)
    assert len(incident_picture(kept.pk, at=now)["callers"]) == 1


# What lies about it ----------------------------------------------------------------------------------


def test_a_card_shows_the_zones_class_and_ring_and_the_dangers_near(take_call, bureau, dispatcher, now):
    zone = Zone.objects.create(code="Z1", name="Lake front", organization=bureau, zone_class="scenic", ring=1)
    shape = MultiPolygon(Polygon.from_bbox((116.3, 39.8, 116.5, 40.0)), srid=4326)
    ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)
    for text, metres, hours in (("Deep water", 50, 1), ("Loose roof", 290, 1), ("Far off", 310, 1), ("Over", 10, -1)):
        Caution.objects.create(
            place=Point(116.4, 39.9 + metres * METRE, srid=4326),
            text=text,
            kind="water",
            author=dispatcher,
            organization=bureau,
            noted_at=now - timedelta(hours=2),
            expires_at=now + timedelta(hours=hours),
        )
    about = incident_picture(take_call().pk, at=now)["surroundings"]
    assert (about["zone_name"], about["zone_class"], about["ring"]) == ("Lake front", "scenic", 1)
    assert [(one["text"], one["metres"]) for one in about["cautions"]] == [("Deep water", 50), ("Loose roof", 290)]
