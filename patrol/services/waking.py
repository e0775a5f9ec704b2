"""What became of waking a crew whose order reached no phone: told in the journal, or tried again later."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from patrol.gateway import Answer
from patrol.models import Deadline
from patrol.services.orders import locked_order, note

MOST_ATTEMPTS = 3
PAUSE = timedelta(seconds=5)


@transaction.atomic
def keep_answer(*, deadline: Deadline, answer: Answer | None, at: datetime) -> None:
    """Keep what the gateway answered to a leased deadline; None where nobody had to be woken any more.

    A failure is tried again after a pause that doubles, MOST_ATTEMPTS times in all. A crew that found its order while
    the gateway was asked was woken all the same; a failure that no longer matters is not told.
    """
    order = locked_order(UUID(deadline.subject_id))
    deadline = Deadline.objects.get(pk=deadline.pk)
    if deadline.fired_at is not None:
        return
    waiting = Deadline.objects.pending().filter(pk=deadline.pk)
    if answer is not None and answer.again and deadline.attempts < MOST_ATTEMPTS:
        waiting.update(due_at=at + PAUSE * 2 ** (deadline.attempts - 1), leased_until=None)
        return
    still_matters = bool(waiting.update(fired_at=at))
    if answer is not None and not answer.fault:
        note(order, "woken", by=None, at=at, attempts=deadline.attempts)
    elif answer is not None and still_matters:
        note(order, "wake_failed", by=None, at=at, attempts=deadline.attempts, fault=answer.fault)
