"""Orders of the past: their times put right, their words erased. The apps above decide when."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from patrol.models import Order

LABEL = "patrol.order"


@transaction.atomic
def correct_acknowledged_at(order: Order, *, corrected: datetime) -> None:
    """Put the time of an acknowledgement of a locked order right. The app of its subject keeps what it was."""
    order.acknowledged_at = corrected
    order.save(update_fields=["acknowledged_at"])


@transaction.atomic
def erase_order_texts(*, subject_label: str, subject_ids: Iterable[object]) -> int:
    """Erase the words of the orders about these subjects and of their withdrawals; the number of orders that had any.

    Only of orders that ask for nothing more.
    """
    subjects = [str(subject_id) for subject_id in subject_ids]
    about = Order.objects.filter(subject_label=subject_label, subject_id__in=subjects)
    ids: list[UUID] = list(about.values_list("pk", flat=True))
    withdrawals = Q(subject_label=LABEL, subject_id__in=[str(order_id) for order_id in ids])
    over = Q(closed_at__isnull=False) | Q(commits=False)
    return Order.objects.filter(Q(pk__in=ids) | withdrawals, over).exclude(text="").update(text="")
