"""Two people at one unit in the same instant wait for each other in turn; neither is thrown out."""

import threading
import time

import pytest
from django.db import connection, transaction

from dispatch import services
from dispatch.models import IncidentType
from patrol.errors import UnitBusy
from patrol.services import acknowledge_order


@pytest.fixture(autouse=True)
def kinds(transactional_db):
    """A flush between tests takes the standard types away."""
    IncidentType.objects.get_or_create(code="theft", defaults={"name": "Theft", "priority": 3})


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone() is not None


def test_an_acknowledgement_and_a_second_dispatch_of_the_unit_do_not_deadlock(take_call, make_unit, dispatcher, now):
    unit, first, second = make_unit("ONE", 116.41, 39.90), take_call(), take_call()
    (sent,) = services.assign_units(incident_id=first.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    ended = []

    def dispatch_again():
        try:
            services.assign_units(incident_id=second.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        acknowledge_order(order_id=sent.order_id, by=dispatcher, at=now)
        other = threading.Thread(target=dispatch_again)
        other.start()
        waited_until = time.monotonic() + 20
        while not somebody_waits() and time.monotonic() < waited_until:
            time.sleep(0.05)
    other.join(timeout=20)
    assert [type(error) for error in ended] == [UnitBusy]
    sent.order.refresh_from_db()
    assert sent.order.acknowledged_at == now
