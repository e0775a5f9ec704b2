"""`manage.py relay`: numbers the journal and publishes it, and takes deadlines that nobody took."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from patrol import deadlines, journal, realtime

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
        """Wait to be the one relay, then turn at every wake-up and at least once a second."""
        while not journal.hold_relay_lock():
            time.sleep(SWEEP_S)
        journal.listen()
        while True:
            turn()
            journal.wait(seconds=SWEEP_S)


def turn() -> None:
    """Number, publish, take late deadlines, leave a pulse. A dead Redis holds up nothing but the publishing."""
    while journal.number_entries():
        publish()
    publish()
    at = timezone.now()
    deadlines.run_due(at=at, late_by=LATE)
    deadlines.beat("relay", at=at)


def publish() -> None:
    """Publish what is numbered; what the channel layer refuses stays to be published at the next turn."""
    entries = journal.unpublished()
    try:
        if entries:
            realtime.publish(entries)
            journal.mark_published(entries[-1].position or 0)
    except Exception:
        logger.warning("publishing failed; the journal keeps it", exc_info=True)
