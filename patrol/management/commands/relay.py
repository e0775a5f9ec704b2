"""`manage.py relay`: numbers the journal and publishes it, and takes deadlines that nobody took."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone
from redis.exceptions import RedisError

from patrol import deadlines, journal, realtime
from patrol.models import JournalEntry

LATE = timedelta(seconds=3)
SWEEP_S = 1.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Number the journal and publish it. Run as many as you like: one works, the others wait for it to die."

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            try:
                self.serve()
            except DatabaseError:
                logger.warning("database gone; trying again", exc_info=True)
                connection.close()
                time.sleep(SWEEP_S)

    def serve(self) -> None:
        """Wait to be the one relay, then work at every wake-up and at least once a second."""
        while not journal.hold_relay_lock():
            time.sleep(SWEEP_S)
        journal.listen()
        all_published, swept_at = False, -SWEEP_S
        while True:
            numbered = journal.number_entries()
            all_published = publish([numbered] if all_published else [[entry] for entry in journal.unpublished()])
            if time.monotonic() - swept_at >= SWEEP_S:
                swept_at = time.monotonic()
                sweep()
            if not numbered:
                journal.wait(seconds=SWEEP_S)


def sweep() -> None:
    """Take late deadlines, leave a pulse."""
    at = timezone.now()
    deadlines.run_due(at=at, late_by=LATE)
    deadlines.beat("relay", at=at)


def publish(batches: list[list[JournalEntry]]) -> bool:
    """Publish what is numbered; whether Redis took it. What it refuses is published before anything later."""
    try:
        if any(batches):
            realtime.publish(*batches)
            journal.mark_published(batches[-1][-1].position or 0)
    except RedisError:
        logger.warning("publishing failed; the journal keeps it", exc_info=True)
        return False
    return True
