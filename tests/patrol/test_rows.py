"""Rows are written as the ORM writes them; together, they are one statement."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from patrol.models import Deadline, Order
from patrol.prepared import Prepared
from patrol.rows import Change, Rows, together, write

pytestmark = pytest.mark.django_db

ORDERS, DEADLINES = Rows(Order), Rows(Deadline)


class Taken(Exception):
    """The row was refused."""


def a_deadline(kind, now):
    return Deadline(kind=kind, subject_label="test", subject_id=kind, due_at=now)


def an_order(unit, now, **more):
    return Order(unit=unit, kind="test", subject_label="test", subject_id="1", sent_at=now, **more)


def test_a_row_is_written_as_the_orm_writes_it(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)
    ours, others = an_order(unit, now, text="说 \u202e'%s'"), an_order(unit, now, text="说 \u202e'%s'")
    ORDERS.add(ours)
    others.save()
    kept, expected = (Order.objects.filter(pk=order.pk).values().get() for order in (ours, others))
    assert kept | {"id": None} == expected | {"id": None}
    ours.text = "saved by the ORM from now on"
    ours.save()
    assert Order.objects.count() == 2


@pytest.mark.parametrize("manner", [together, nullcontext])
def test_a_second_committing_order_is_refused_and_the_transaction_goes_on(make_unit, now, manner):
    unit = make_unit("U1", 116.4, 39.9)
    first, second = an_order(unit, now, commits=True), an_order(unit, now, commits=True)

    def send(order):
        with manner():
            ORDERS.add(order, taken=Taken)
            DEADLINES.add(a_deadline(str(order.pk), now))

    send(first)
    with pytest.raises(Taken):
        send(second)
    assert Order.objects.get() == first


def test_only_the_named_fields_of_the_one_row_are_changed(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)
    changed, beside = an_order(unit, now, text="before"), an_order(unit, now)
    ORDERS.add(changed, beside)
    changed.seen_at, changed.text = now, "not said to be changed"
    ORDERS.change(changed, "seen_at")
    assert list(Order.objects.filter(seen_at=now).values_list("pk", "text")) == [(changed.pk, "before")]


def test_what_is_written_together_is_one_statement_and_keeps_its_order(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)
    first, second = an_order(unit, now, text="first"), an_order(unit, now, text="second")
    with CaptureQueriesContext(connection) as queries, together():
        ORDERS.add(first)
        DEADLINES.add(a_deadline("one", now))
        with together():
            ORDERS.add(second)
        DEADLINES.add(a_deadline("two", now))
    assert len(queries) == 1
    assert set(Order.objects.values_list("text", flat=True)) == {"first", "second"}
    assert list(Deadline.objects.order_by("pk").values_list("kind", flat=True)) == ["one", "two"]


def test_what_reads_or_writes_in_between_finds_what_was_written_before(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)
    order, read = an_order(unit, now, text="first"), Prepared(lambda text: Order.objects.filter(text=text), str)
    with together():
        ORDERS.add(order)
        assert len(read.all("first")) == 1
        DEADLINES.add(a_deadline("one", now))
        assert Deadline.objects.filter(kind="one").update(kind="renamed") == 1
        order.text = "second"
        ORDERS.change(order, "text")
        write(Change(Order._meta.db_table, "UPDATE patrol_order SET text = text || %s", [" and more"]))
        with transaction.atomic():
            DEADLINES.add(a_deadline("inner", now))
    assert Order.objects.get().text == "second and more"
    assert set(Deadline.objects.values_list("kind", flat=True)) == {"renamed", "inner"}


def test_what_fails_between_leaves_nothing_behind(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)

    def fail():
        ORDERS.add(an_order(unit, now))
        raise Taken

    with pytest.raises(Taken), transaction.atomic(), together():
        fail()
    assert not Order.objects.exists()
    ORDERS.add(an_order(unit, now))
    assert Order.objects.count() == 1


def test_what_the_database_refuses_is_raised_at_the_end_and_undone(make_unit, now):
    unit = make_unit("U1", 116.4, 39.9)
    both = an_order(unit, now, commits=True), an_order(unit, now, commits=True)
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        ORDERS.add(*both)
    assert not Order.objects.exists()
