"""What becomes of positions once a door has read them."""

from datetime import datetime

from django.db import transaction

from patrol import deadlines, live
from patrol.live.reports import Reports
from patrol.live.storing import StoredCount

HEARTBEAT = "live"


@transaction.atomic
def track(*, reports: Reports) -> StoredCount:
    """Store a batch of positions, of any units, in one transaction (F33).

    Args:
        reports: rows of `patrol.live.REPORT`: microseconds since 1970, degrees WGS-84, metres, metres a second.

    Raises:
        OperationalError: nothing was stored; send again.
    """
    return live.store(reports)


def prepare(*, at: datetime) -> None:
    """Before the first position, and after the database was away: today's partition, and where everybody is."""
    live.prepare_partitions(at.date())
    live.refill()


def tend(*, at: datetime) -> None:
    """Every few seconds, outside a transaction: a sign of life, and live positions that are true and quick to find."""
    deadlines.beat(HEARTBEAT, at=at)
    live.tidy()
    live.vacuum()
