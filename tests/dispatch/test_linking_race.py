"""Two operators link two calls to each other at the same moment."""

import threading
from contextlib import suppress

import pytest
from django.db import connection

from dispatch import services
from dispatch.models import Incident
from patrol.errors import Refused
from patrol.vocabulary import Role
from tests.running import PATIENCE_S

ROUNDS = 15


@pytest.mark.django_db(transaction=True)
def test_of_two_calls_linked_to_each_other_at_once_one_goes_on(take_call, make_person, bureau, now):
    operators = [make_person(bureau, Role.OPERATOR) for _ in range(2)]
    pairs = [(take_call(), take_call()) for _round in range(ROUNDS)]
    barrier = threading.Barrier(2, timeout=PATIENCE_S)

    def operate(who):
        try:
            for pair in pairs:
                barrier.wait()
                with suppress(Refused):
                    services.link_call(incident_id=pair[who].pk, to=pair[1 - who].pk, by=operators[who], at=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=operate, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, other in pairs:
        linked = Incident.objects.filter(pk__in=[one.pk, other.pk], duplicate_of__isnull=False).get()
        assert (linked.status, linked.duplicate_of.status) == ("closed", "open")
