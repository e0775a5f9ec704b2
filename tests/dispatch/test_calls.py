"""Taking, noting on, closing and cancelling calls."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection

from dispatch import services
from dispatch.models import Incident, IncidentNote, Recommendation
from dispatch.selectors import intake_warnings
from dispatch.vocabulary import GroundWarning
from patrol.errors import BadInput, NotAllowed, NotFound, ReasonNeeded
from patrol.models import JournalEntry
from tests.running import PATIENCE_S
from zones.models import Beat, BeatVersion, Zone, ZoneVersion


@pytest.fixture
def square(bureau, now):
    """`square(code, west, south, size)`: a zone and a beat of that shape."""

    def make(code, west=116.3, south=39.8, size=0.2, model=Zone):
        shape = MultiPolygon(Polygon.from_bbox((west, south, west + size, south + size)), srid=4326)
        thing = model.objects.create(code=code, name=code, organization=bureau)
        version = {Zone: (ZoneVersion, "zone"), Beat: (BeatVersion, "beat")}[model]
        return version[0].objects.create(number=1, shape=shape, valid_from=now, **{version[1]: thing})

    return make


def test_calls_are_numbered_within_their_centre_and_year(take_call, station, now):
    first, second = take_call(), take_call()
    of_the_station = take_call(organization_id=station.pk)
    last_year = take_call(received_at=now - timedelta(days=366))
    assert (first.number, second.number, of_the_station.number, last_year.number) == (1, 2, 1, 1)
    assert str(second) == f"{second.year}-000002"


def test_the_year_of_a_number_is_that_of_the_place(take_call):
    """It is already the new year in Shanghai."""
    night = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    assert take_call(received_at=night, at=night).year == 2026


def test_priority_is_that_of_the_type_unless_given(take_call):
    assert take_call().priority == 3
    assert take_call(priority=1).priority == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"priority": 5},
        {"priority": 0},
        {"type_code": "no such type"},
        {"datum": "mars"},
        {"lon": 181.0},
        {"lat": float("nan")},
        {"lon": float("inf")},
    ],
)
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(take_call, wrong):
    with pytest.raises(BadInput):
        take_call(**wrong)
    assert not Incident.objects.exists()


def test_a_call_from_the_future_is_refused_and_a_clock_slightly_ahead_is_set_back(take_call, now):
    with pytest.raises(BadInput):
        take_call(received_at=now + timedelta(minutes=2))
    assert take_call(received_at=now + timedelta(seconds=30)).received_at == now


def test_an_unknown_organization_is_refused(take_call):
    with pytest.raises(NotFound):
        take_call(organization_id=10**9)


def test_the_same_imported_call_twice_is_one_call(take_call):
    first = take_call(external_id="A-17")
    again = take_call(external_id="A-17")
    assert first == again
    assert Incident.objects.count() == 1
    assert take_call(external_id="A-18").number == 2


def test_a_call_knows_the_smallest_zone_and_the_beat_it_lies_in(take_call, square):
    square("CITY", size=0.2)
    inner = square("SQUARE", west=116.39, south=39.89, size=0.02)
    beat = square("B1", model=Beat)
    call = take_call(116.4, 39.9)
    assert (call.zone_version, call.beat_version) == (inner, beat)
    assert intake_warnings(call) == [GroundWarning.NO_ROADS]


def test_a_call_outside_every_zone_is_taken_with_a_warning(take_call, square):
    square("CITY")
    call = take_call(120.0, 30.0)
    assert call.zone_version is None
    assert GroundWarning.OUTSIDE_ZONES in intake_warnings(call)


def test_without_any_zone_nobody_is_warned_of_zones(take_call):
    assert intake_warnings(take_call()) == [GroundWarning.NO_ROADS]


def test_gcj02_given_as_wgs84_is_taken_for_what_it_probably_is(take_call, square):
    """The place lies 500 m off to the east of a small zone, as GCJ-02 readings of it do."""
    zone = square("SMALL", west=116.39, south=39.89, size=0.004)
    as_gcj02 = (116.392 + 0.00624, 39.892 + 0.0014)
    call = take_call(*as_gcj02)
    assert call.zone_version is None
    assert GroundWarning.PROBABLY_GCJ02 in intake_warnings(call)
    converted = take_call(*as_gcj02, datum="gcj02")
    assert converted.zone_version == zone


def test_a_call_keeps_who_was_recommended_when_it_came(take_call, make_unit):
    unit = make_unit("U1", 116.41, 39.9)
    (kept,) = Recommendation.objects.filter(incident=take_call())
    assert (kept.moment, kept.estimated) == ("intake", True)
    assert [entry["unit"] for entry in kept.picture["candidates"]] == [unit.pk]


def test_the_journal_tells_of_a_call_without_its_narrative(take_call, bureau):
    call = take_call(note="The caller said a name.", place="A street")
    opened, noted = JournalEntry.objects.about("dispatch.incident", call.pk)
    assert opened.kind == "incident.opened"
    assert opened.audience_path == bureau.path
    assert {"lon": 116.4, "lat": 39.9, "type": "theft", "number": call.number}.items() <= opened.data.items()
    note = IncidentNote.objects.get(incident=call)
    assert (noted.kind, noted.data["note"]) == ("incident.note_added", note.pk)
    assert "name" not in str(opened.data) + str(noted.data)


def test_a_note_needs_words(call, dispatcher, now):
    with pytest.raises(BadInput):
        services.add_note(incident_id=call.pk, text="  ", by=dispatcher, at=now)


def test_a_call_is_closed_with_a_disposition_and_closing_it_again_changes_nothing(call, dispatcher, now):
    later = now + timedelta(minutes=5)
    services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=later)
    services.close_incident(incident_id=call.pk, disposition="other", by=dispatcher, at=later + timedelta(minutes=1))
    call.refresh_from_db()
    assert (call.status, call.disposition, call.ended_at) == ("closed", "settled", later)
    assert JournalEntry.objects.filter(kind="incident.closed").count() == 1


def test_nothing_ends_without_a_word(call, dispatcher, now):
    with pytest.raises(ReasonNeeded):
        services.close_incident(incident_id=call.pk, disposition=" ", by=dispatcher, at=now)
    with pytest.raises(ReasonNeeded):
        services.cancel_incident(incident_id=call.pk, reason="", by=dispatcher, at=now)


def test_a_cancelled_call_is_not_closed(call, dispatcher, now):
    services.cancel_incident(incident_id=call.pk, reason="duplicate", by=dispatcher, at=now)
    with pytest.raises(NotAllowed):
        services.close_incident(incident_id=call.pk, disposition="settled", by=dispatcher, at=now)


@pytest.mark.django_db(transaction=True)
def test_calls_taken_at_once_get_different_numbers_and_an_import_twice_at_once_is_one_call(take_call):
    taken, barrier = [], threading.Barrier(6, timeout=PATIENCE_S)

    def work(external_id):
        barrier.wait()
        try:
            taken.append(take_call(external_id=external_id))
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(name,)) for name in ["A", "A", "B", None, None, None]]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == 6
    assert sorted(Incident.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
