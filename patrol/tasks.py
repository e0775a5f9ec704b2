"""Periodic jobs."""

from celery import shared_task
from django.utils import timezone

from patrol import deadlines, live, waking


@shared_task
def run_due_deadlines(**_kwargs: object) -> int:
    """Every second: fire what is due, and leave the pulse of beat and of the deadline worker."""
    at = timezone.now()
    deadlines.beat("beat", at=at)
    fired = deadlines.run_due(at=at)
    deadlines.beat("deadlines", at=at)
    return fired


@shared_task
def prepare_partitions(**_kwargs: object) -> None:
    """Every hour: the days to come have their partitions."""
    live.prepare_partitions(timezone.now().date())


@shared_task
def wake_phones(**_kwargs: object) -> None:
    """Every second, where the site has a gateway for it: wake crews whose order reached no phone."""
    while True:
        at = timezone.now()
        deadlines.beat("wake", at=at)
        if not waking.wake_due(at=at):
            return
