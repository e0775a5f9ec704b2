"""Two operators, one unit, at the same moment: a thousand times."""

import threading

import pytest
from django.db import connection

from dispatch import services
from dispatch.models import Assignment
from patrol.errors import UnitBusy
from patrol.models import Order, Unit
from patrol.vocabulary import Role
from tests.running import PATIENCE_S

ROUNDS = 1000


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_operators_who_send_one_unit_exactly_one_wins_and_the_other_learns_who(
    take_call, make_person, bureau, station, ordinary, now
):
    operators = [make_person(bureau, Role.OPERATOR) for _ in range(2)]
    calls = [take_call(), take_call()]
    units = Unit.objects.bulk_create(
        Unit(
            call_sign=f"R{number:04}",
            organization=station,
            template=ordinary,
            status="patrol",
            sworn_on_crew=1,
            auxiliaries_on_crew=2,
        )
        for number in range(ROUNDS)
    )
    barrier = threading.Barrier(2, timeout=PATIENCE_S)
    outcomes = [[None] * ROUNDS, [None] * ROUNDS]

    def operate(who):
        try:
            for number, unit in enumerate(units):
                call = calls[who if number % 2 else 0]  # by turns for one call and for two
                barrier.wait()
                try:
                    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=operators[who], at=now)
                    outcomes[who][number] = "won"
                except UnitBusy as busy:
                    outcomes[who][number] = busy.facts["sent_by"]
        finally:
            connection.close()

    threads = [threading.Thread(target=operate, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [operator.display_name for operator in operators]
    told = {("won", names[0]), (names[1], "won")}
    assert set(zip(*outcomes, strict=True)) <= told
    assert Order.objects.committing().count() == Assignment.objects.active().count() == ROUNDS
    assert outcomes[0].count("won") + outcomes[1].count("won") == ROUNDS
    assert min(outcomes[0].count("won"), outcomes[1].count("won")) > 0, "nobody ever raced"
