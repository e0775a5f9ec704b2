"""Orders of the past: their times put right, their words erased. The apps above decide when."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from patrol.models import Alarm, Order, Unit, User

LABEL = "patrol.order"
ERASED = "-"  # a snoozed alarm must have a reason


def correct_acknowledged_at(order: Order, *, corrected: datetime) -> None:
    """Put the time of an acknowledgement of a locked order right. The app of its subject keeps what it was."""
    order.acknowledged_at = corrected
    order.save(update_fields=["acknowledged_at"])


@transaction.atomic
def enter_done_order(
    *, unit: Unit, kind: str, subject: tuple[str, object], sent_at: datetime, done_at: datetime, by: User
) -> Order:
    """An order of the past that was given by voice and is done. It never reached a device, and binds nobody."""
    return Order.objects.create(
        unit=unit,
        kind=kind,
        subject_label=subject[0],
        subject_id=str(subject[1]),
        commits=True,
        sent_at=sent_at,
        sent_by=by,
        done_at=done_at,
        closed_at=done_at,
    )


@transaction.atomic
def erase_order_texts(*, subject_label: str, subject_ids: Iterable[object]) -> int:
    """Erase the words of the orders about these subjects and of their withdrawals; the number of orders that had any.

    Only of orders that ask for nothing more. Why their alarms were snoozed goes with them.
    """
    subjects = [str(subject_id) for subject_id in subject_ids]
    about = Order.objects.filter(subject_label=subject_label, subject_id__in=subjects)
    ids: list[UUID] = list(about.values_list("pk", flat=True))
    of_the_orders = Q(subject_label=LABEL, subject_id__in=[str(order_id) for order_id in ids])
    alarms = Alarm.objects.filter(Q(subject_label=subject_label, subject_id__in=subjects) | of_the_orders)
    alarms.exclude(snooze_reason="").update(snooze_reason=ERASED)
    over = Q(closed_at__isnull=False) | Q(commits=False)
    return Order.objects.filter(Q(pk__in=ids) | of_the_orders, over).exclude(text="").update(text="")
