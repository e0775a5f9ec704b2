"""Timers: created and cancelled with the change that causes them, claimed by whoever sweeps first.

A sweep leases due rows (`FOR UPDATE SKIP LOCKED`), commits, then runs each one's consequence in a transaction of
its own that ends with marking the row fired. A sweeper that dies leaves a lease that runs out; the mark makes a
second firing impossible; locks are taken in the same order as by the services that cancel.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from patrol.models import Deadline, Heartbeat
from patrol.rows import Change, Rows, write

DEADLINES = Rows(Deadline)
CANCEL = """
UPDATE patrol_deadline SET cancelled_at = %s
WHERE kind = ANY(%s) AND subject_label = %s AND subject_id = %s AND fired_at IS NULL AND cancelled_at IS NULL
"""
LEASE = timedelta(seconds=5)
LONGEST_WAIT_DOUBLINGS = 6

logger = logging.getLogger(__name__)


class TakenBack(Exception):
    """The deadline was cancelled or fired while its consequence was being worked out."""


def set_deadline(kind: str, *, subject: tuple[str, object], due_at: datetime) -> Deadline:
    """Something must have happened by `due_at`; a pending deadline of the same kind and subject is moved."""
    deadline, _created = Deadline.objects.pending().update_or_create(
        kind=kind, subject_label=subject[0], subject_id=str(subject[1]), defaults={"due_at": due_at}
    )
    return deadline


def start_deadlines(due: dict[str, datetime], *, subject: tuple[str, object]) -> None:
    """The first deadlines of a new subject: the time of each kind."""
    DEADLINES.add(
        *[
            Deadline(kind=kind, subject_label=subject[0], subject_id=str(subject[1]), due_at=at)
            for kind, at in due.items()
        ]
    )


def cancel_deadlines(*kinds: str, subject: tuple[str, object], at: datetime) -> None:
    """It has happened: the pending deadlines of these kinds will not fire."""
    write(Change(Deadline._meta.db_table, CANCEL, [at, list(kinds), subject[0], str(subject[1])]))


@transaction.atomic
def lease_due(
    *,
    at: datetime,
    late_by: timedelta = timedelta(0),
    most: int = 100,
    kinds: Collection[str] | None = None,
    lease: timedelta = LEASE,
) -> list[Deadline]:
    """Claim deadlines that were due `late_by` before `at` and that nobody else is working on.

    Args:
        kinds: those of whoever asks; without, those that settings map to a consequence.
        lease: how long they are ours, the first time; doubled with each attempt.
    """
    due = list(
        Deadline.objects.pending()
        .filter(Q(leased_until__isnull=True) | Q(leased_until__lt=at), due_at__lte=at - late_by)
        .filter(kind__in=settings.DEADLINE_KINDS if kinds is None else kinds)
        .order_by("due_at", "pk")
        .select_for_update(skip_locked=True)[:most]
    )
    for deadline in due:
        deadline.leased_until = at + lease * 2 ** min(deadline.attempts, LONGEST_WAIT_DOUBLINGS)
        deadline.attempts += 1
    Deadline.objects.bulk_update(due, ["leased_until", "attempts"])
    return due


def fire(deadline: Deadline, *, at: datetime) -> bool:
    """Do what settings say follows a missed deadline, once. A consequence that fails is tried again later."""
    consequence = import_string(settings.DEADLINE_KINDS[deadline.kind])
    try:
        with transaction.atomic():
            consequence(subject_id=deadline.subject_id, at=at)
            if not Deadline.objects.pending().filter(pk=deadline.pk).update(fired_at=at):
                raise TakenBack
    except TakenBack:
        return False
    except Exception:
        logger.exception("deadline failed", extra={"kind": deadline.kind, "subject": deadline.subject_id})
        return False
    return True


def run_due(*, at: datetime, late_by: timedelta = timedelta(0)) -> int:
    """Fire all that is due; returns how many fired."""
    fired = 0
    while due := lease_due(at=at, late_by=late_by):
        fired += sum(fire(deadline, at=at) for deadline in due)
    return fired


def beat(name: str, *, at: datetime) -> None:
    """Leave a sign of life of a periodic job."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def stale_heartbeats(*, at: datetime) -> list[str]:
    """The jobs of the setting HEARTBEATS that have been silent for longer than it allows."""
    alive = Heartbeat.objects.filter(
        Q(
            *[
                Q(name=name, beat_at__gte=at - timedelta(seconds=seconds))
                for name, seconds in settings.HEARTBEATS.items()
            ],
            _connector=Q.OR,
        )
    ).values_list("name", flat=True)
    return sorted(set(settings.HEARTBEATS) - set(alive))


def silence_of(name: str, *, at: datetime) -> float | None:
    """Seconds since the last sign of life of a job; None where it never gave one."""
    beat_at = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    return None if beat_at is None else max(0.0, (at - beat_at).total_seconds())
