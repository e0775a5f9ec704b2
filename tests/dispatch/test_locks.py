"""Two people at one unit in the same instant wait for each other in turn; neither is thrown out."""

import threading

import pytest
from django.db import connection, transaction

from dispatch import services
from dispatch.models import IncidentType
from patrol.errors import UnitBusy
from patrol.services import acknowledge_order
from tests.running import PATIENCE_S, somebody_waits_for_a_lock, until


@pytest.fixture(autouse=True)
def kinds(transactional_db):
    """A flush between tests takes the standard types away."""
    IncidentType.objects.get_or_create(code="theft", defaults={"name": "Theft", "priority": 3})


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
        until(lambda: ended or somebody_waits_for_a_lock(), "the second dispatch stands at a lock")
    other.join(timeout=PATIENCE_S)
    assert [type(error) for error in ended] == [UnitBusy]
    sent.order.refresh_from_db()
    assert sent.order.acknowledged_at == now
