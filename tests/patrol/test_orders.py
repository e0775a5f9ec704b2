"""Orders: one inbox, one acknowledgement, one escalation."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from patrol import services
from patrol.deadlines import run_due
from patrol.errors import NotAllowed, UnitBusy
from patrol.models import Alarm, Deadline, JournalEntry, Order, Unit, User
from patrol.services import Receiver

SUBJECT = ("test.subject", "1")


def send(unit: Unit, by: User, at: datetime, *, commits: bool = True) -> Order:
    return services.send_order(to=Receiver(unit=unit), kind="test", subject=SUBJECT, commits=commits, by=by, at=at)


def test_a_unit_has_one_committing_order_and_the_loser_is_told_who_won(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    unit = make_unit("U1")
    send(unit, dispatcher, now)
    with pytest.raises(UnitBusy) as refusal, transaction.atomic():
        send(unit, dispatcher, now)
    assert dispatcher.display_name in str(refusal.value)
    assert refusal.value.facts["sent_by"] == dispatcher.display_name
    assert Order.objects.committing().count() == 1


def test_further_orders_that_do_not_commit_can_be_stacked(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    unit = make_unit("U1")
    send(unit, dispatcher, now)
    send(unit, dispatcher, now, commits=False)
    assert Order.objects.open().filter(unit=unit).count() == 2


def test_acknowledging_means_seen_and_delivered_and_a_repeat_changes_nothing(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    order = send(make_unit("U1"), dispatcher, now)
    later = now + timedelta(seconds=5)
    services.acknowledge_order(order_id=order.pk, by=dispatcher, at=later)
    services.acknowledge_order(order_id=order.pk, by=dispatcher, at=later + timedelta(seconds=5))
    order.refresh_from_db()
    assert (order.delivered_at, order.seen_at, order.acknowledged_at) == (later, later, later)
    kinds = list(JournalEntry.objects.about("patrol.order", order.pk).values_list("kind", flat=True))
    assert kinds == ["order.sent", "order.delivered", "order.seen", "order.acknowledged"]
    assert not Deadline.objects.pending().exists()


def test_an_order_that_reaches_no_device_in_ten_seconds_asks_for_the_radio(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    order = send(make_unit("U1"), dispatcher, now)
    run_due(at=now + timedelta(seconds=9))
    assert not Alarm.objects.exists()
    run_due(at=now + timedelta(seconds=10))
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.data["call_sign"]) == ("order.call_by_radio", "U1")
    services.mark_delivered(order_id=order.pk, by=None, at=now + timedelta(seconds=11))
    assert not Alarm.objects.open().exists()


def test_an_unanswered_order_alarms_once_and_the_unit_is_not_replaced(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    order = send(make_unit("U1"), dispatcher, now)
    services.mark_seen(order_id=order.pk, by=None, at=now)
    run_due(at=now + timedelta(seconds=59))
    assert not Alarm.objects.exists()
    assert run_due(at=now + timedelta(seconds=60)) == 1
    assert run_due(at=now + timedelta(seconds=61)) == 0
    assert Alarm.objects.get().kind == "order.unanswered"
    order.refresh_from_db()
    assert order.closed_at is None


def test_an_answer_in_time_leaves_no_alarm(make_unit: Callable[..., Unit], dispatcher: User, now: datetime) -> None:
    order = send(make_unit("U1"), dispatcher, now)
    services.acknowledge_order(order_id=order.pk, by=None, at=now + timedelta(seconds=3))
    assert run_due(at=now + timedelta(hours=1)) == 0
    assert not Alarm.objects.exists()


def test_a_withdrawn_order_frees_the_unit_and_tells_it(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime
) -> None:
    unit = make_unit("U1")
    order = send(unit, dispatcher, now)
    services.withdraw_order(order_id=order.pk, reason="Another unit is nearer.", by=dispatcher, at=now)
    services.withdraw_order(order_id=order.pk, reason="Another unit is nearer.", by=dispatcher, at=now)
    told = Order.objects.open().get(unit=unit)
    assert (told.kind, told.text, told.commits) == ("withdrawal", "Another unit is nearer.", False)
    assert send(unit, dispatcher, now).commits
    with pytest.raises(NotAllowed):
        services.acknowledge_order(order_id=order.pk, by=dispatcher, at=now)
