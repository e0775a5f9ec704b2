"""Minds changed at the same moment, by real threads: one wins, the other is told, nobody waits for ever."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection

from dispatch import services
from dispatch.models import Assignment, FormerPlace, Incident, IncidentType
from patrol.errors import NotAllowed, Refused, VersionConflict
from patrol.models import Order, Unit, User
from tests.running import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5

type Take = Callable[..., Incident]
type Make = Callable[..., Unit]


@pytest.fixture(autouse=True)
def kinds(transactional_db: None) -> None:
    """A flush between tests takes the standard types away."""
    IncidentType.objects.get_or_create(code="theft", defaults={"name": "Theft", "priority": 3})


def at_once(*acts: Callable[[], object]) -> list[Refused | None]:
    """Do all of them at the same moment; what each was refused with. Anything else that is raised fails the test."""
    barrier = threading.Barrier(len(acts), timeout=PATIENCE_S)
    outcomes: list[Any] = ["did not end"] * len(acts)

    def do(index: int) -> None:
        try:
            barrier.wait()
            acts[index]()
            outcomes[index] = None
        except Exception as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_S)
    assert [outcome for outcome in outcomes if not (outcome is None or isinstance(outcome, Refused))] == []
    return outcomes


def test_a_unit_preempted_for_two_calls_at_once_goes_to_one_and_no_call_is_lost(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    for number in range(ROUNDS):
        unit, first = make_unit(f"ONE{number}", 116.41, 39.90), take_call()
        urgent = [take_call(priority=1), take_call(priority=1)]
        services.assign_units(incident_id=first.pk, unit_ids=[unit.pk], by=dispatcher, at=now)

        def pull(call: Incident, unit: Unit = unit) -> None:
            services.preempt_unit(incident_id=call.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now)

        outcomes = at_once(*[partial(pull, call) for call in urgent])
        assert Order.objects.committing().filter(unit=unit).count() == 1
        active = Assignment.objects.active().get(unit=unit)
        assert active.incident in urgent
        # Both may win, one after the other: then the call that lost the unit again is back on top, too.
        pulled_from = {first.pk, *(call.pk for call in urgent if outcomes.count(None) == 2)} - {active.incident_id}
        back = set(Incident.objects.filter(returned_at__isnull=False, pk__in=pulled_from).values_list("pk", flat=True))
        assert back == pulled_from
        assert all(refused is None or isinstance(refused, NotAllowed) for refused in outcomes)


def test_a_crew_that_arrives_while_its_unit_is_pulled_away_and_the_desk_do_not_deadlock(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    for number in range(ROUNDS):
        unit, first, urgent = make_unit(f"ONE{number}", 116.41, 39.90), take_call(), take_call(priority=1)
        (old,) = services.assign_units(incident_id=first.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
        at_once(
            lambda old=old: services.set_arrived(assignment_id=old.pk, by=dispatcher, at=now),
            lambda urgent=urgent, unit=unit: services.preempt_unit(
                incident_id=urgent.pk, unit_id=unit.pk, reason="fire", by=dispatcher, at=now
            ),
        )
        assert Assignment.objects.active().get(unit=unit).incident == urgent
        old.refresh_from_db()
        assert (old.withdrawn_at is None) != (old.cleared_at is None)


def test_two_units_that_swap_calls_at_once_do_not_deadlock(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    for number in range(ROUNDS):
        units = [make_unit(f"A{number}", 116.41, 39.90), make_unit(f"B{number}", 116.42, 39.90)]
        calls = [take_call(), take_call()]
        for unit, call in zip(units, calls, strict=True):
            services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)

        def pull(call: Incident, unit: Unit) -> None:
            services.preempt_unit(incident_id=call.pk, unit_id=unit.pk, reason="swap", by=dispatcher, at=now)

        outcomes = at_once(
            lambda calls=calls, units=units: pull(calls[1], units[0]),
            lambda calls=calls, units=units: pull(calls[0], units[1]),
        )
        assert outcomes == [None, None]
        assert [Assignment.objects.active().get(unit=unit).incident for unit in units] == calls[::-1]


def test_of_two_who_correct_a_place_at_once_one_is_shown_what_the_other_wrote(
    take_call: Take, dispatcher: User, now: datetime
) -> None:
    for _round in range(ROUNDS):
        call = take_call(place="Mill Street")

        def correct(place: str, call: Incident = call) -> None:
            services.correct_place(
                incident_id=call.pk, lon=116.44, lat=39.9, place=place, version=1, by=dispatcher, at=now
            )

        outcomes = at_once(lambda: correct("Mill Lane"), lambda: correct("Mill Road"))
        (refused,) = [outcome for outcome in outcomes if outcome is not None]
        assert isinstance(refused, VersionConflict)
        texts = {refused.facts[whose]["place"] for whose in ("yours", "theirs")}  # type: ignore[index]  # facts are objects of any kind
        assert texts == {"Mill Lane", "Mill Road"}
        assert FormerPlace.objects.filter(incident=call).count() == 1


def test_a_unit_freed_for_its_stack_and_sent_elsewhere_at_once_goes_to_one_call(
    take_call: Take, make_unit: Make, dispatcher: User, now: datetime
) -> None:
    for number in range(ROUNDS):
        unit = make_unit(f"ONE{number}", 116.41, 39.90)
        first, waiting, other = take_call(), take_call(), take_call()
        (old,) = services.assign_units(incident_id=first.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
        services.stack_call(incident_id=waiting.pk, unit_id=unit.pk, by=dispatcher, at=now)
        services.withdraw_assignment(assignment_id=old.pk, reason="no need", by=dispatcher, at=now)
        at_once(
            lambda unit=unit: services.send_next_in_stack(subject_id=str(unit.pk), at=now),
            lambda unit=unit, other=other: services.assign_units(
                incident_id=other.pk, unit_ids=[unit.pk], by=dispatcher, at=now
            ),
        )
        assert Order.objects.committing().filter(unit=unit).count() == 1
        assert Assignment.objects.active().get(unit=unit).incident in (waiting, other)
