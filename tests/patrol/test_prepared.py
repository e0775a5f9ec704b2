"""A prepared statement reads what the queryset reads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from patrol.models import Order, Unit
from patrol.prepared import Prepared
from zones.models import Zone, ZoneVersion

pytestmark = pytest.mark.django_db


def units_of(call_sign, mode):
    units = Unit.objects.select_related("organization__parent__parent", "template")
    return units.filter(call_sign=call_sign, mode=mode)


def test_it_gives_the_same_objects_with_those_they_refer_to(make_unit):
    made = make_unit("U1", 116.4, 39.9)
    expected = (made, made.organization, made.template, made.organization.parent, None)
    prepared = Prepared(units_of, str, str)
    for _again in range(2):
        (found,) = prepared.all("U1", made.mode)
        with CaptureQueriesContext(connection) as queries:
            organization = found.organization
            assert (found, organization, found.template, organization.parent, organization.parent.parent) == expected
            assert found.template.min_sworn == made.template.min_sworn
        assert len(queries) == 0


def test_every_time_the_values_of_that_time_are_asked_for(make_unit):
    first, second = make_unit("U1", 116.4, 39.9), make_unit("U2", 116.5, 39.9)
    prepared = Prepared(units_of, str, str)
    assert [prepared.first("U1", first.mode), prepared.first("U2", second.mode)] == [first, second]
    assert prepared.first("U1", "balloon") is None


def test_locks_hold_as_the_queryset_says(make_unit, now):
    make_unit("U1", 116.4, 39.9)
    prepared = Prepared(lambda before: Unit.objects.locked().filter(shifts__starts_at__lt=before), type(now))
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        prepared.all(now + timedelta(days=1))
    assert "FOR NO KEY UPDATE" in queries[0]["sql"]


def test_a_value_that_the_statement_would_hold_otherwise_is_refused_at_once():
    prepared = Prepared(lambda text: Order.objects.filter(text__contains=text), str)
    with pytest.raises(ValueError, match="does not stand in the statement"):
        prepared.all(str(uuid4()))


def test_what_is_deferred_is_read_when_it_is_asked_for(bureau, now):
    zone = Zone.objects.create(organization=bureau, code="Z", name="Z")
    shape = MultiPolygon(Point(116.4, 39.9, srid=4326).buffer(0.1), srid=4326)
    ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)
    prepared = Prepared(
        lambda code: ZoneVersion.objects.select_related("zone").defer("shape").filter(zone__code=code), str
    )
    found = prepared.first("Z")
    with CaptureQueriesContext(connection) as queries:
        assert (found.number, found.zone, found.valid_from) == (1, zone, now)
    assert len(queries) == 0
    assert found.shape.equals(shape)


@pytest.mark.django_db(transaction=True)
def test_threads_that_read_at_once_do_not_mix_up_what_they_read(bureau, now):
    """Shapes are read by a reader of the thread: one that is shared tears them."""
    for number in range(4):
        zone = Zone.objects.create(organization=bureau, code=str(number), name=str(number))
        shape = MultiPolygon(Point(116.4 + number, 39.9, srid=4326).buffer(0.1, quadsegs=5_000), srid=4326)
        ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)
    prepared = Prepared(lambda code: ZoneVersion.objects.filter(zone__code=code), str)

    def read(number):
        try:
            return {round(prepared.first(str(number)).shape.centroid.x, 6) for _again in range(20)}
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, range(4))) == [{116.4 + number} for number in range(4)]
