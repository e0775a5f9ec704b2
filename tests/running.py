"""What tests of running programs share: patience with a slow machine, and ports that nobody takes meanwhile."""

import socket
import time
from collections.abc import Callable
from random import SystemRandom

from django.db import connection

PATIENCE_S = 90.0
NEVER_GIVEN_AWAY = range(20_000, 32_000)  # the system gives outgoing connections ports from 32768 on


def until(good: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> float:
    """Wait until it is good; how many seconds that took."""
    started = time.monotonic()
    while not good():
        waited = time.monotonic() - started
        assert waited < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)
    return time.monotonic() - started


def somebody_waits_for_a_lock() -> bool:
    """Whether a session of the database stands at a lock: as it is now, also when asked again in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone() is not None


def free_port() -> int:
    """A port of this machine on which nobody listens, chosen by chance, as other copies of these tests may run."""
    chance = SystemRandom()
    while True:
        port = chance.choice(NEVER_GIVEN_AWAY)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
