"""The work of one group commit, on the one thread that holds the database connection."""

import logging
import time
from dataclasses import dataclass

import numpy as np
import psycopg
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from dispatch import tracking
from dispatch.ingest.batch import Accepted, accept, read_batch
from dispatch.ingest.replies import Overloaded, Reply, UnknownDevice, refused, stored
from dispatch.ingest.reporters import Reporters
from patrol.errors import NotPermitted, Refused
from patrol.live import REPORT

logger = logging.getLogger(__name__)

Away = (Error, psycopg.Error)


@dataclass(frozen=True, slots=True)
class Request:
    """A batch as it came in: the digest of its token, its body, and when it was there (seconds since 1970)."""

    digest: str
    body: bytes
    received_at: float


class Flusher:
    """Turns requests into replies: all their positions in one transaction, answered after its commit."""

    def __init__(self) -> None:
        self._reporters = Reporters()
        self._prepared = False

    def flush(self, requests: list[Request]) -> list[Reply]:
        """One reply a request, in order. While the database is away: 503, and nothing is stored."""
        try:
            self._reporters.look_up({request.digest for request in requests}, now=time.monotonic())
            return self._store([self._accept(request) for request in requests])
        except Away:
            self._lost_database()
            return [refused(Overloaded())] * len(requests)

    def pulse(self) -> bool:
        """The regular work beside the positions. True if the database answered."""
        at = timezone.now()
        try:
            if not self._prepared:
                tracking.prepare(at=at)
                self._prepared = True
            tracking.tend(at=at)
        except Away:
            self._lost_database()
        return self._prepared

    def close(self) -> None:
        """Give the connection back; from the thread that used it."""
        connection.close()

    def _accept(self, request: Request) -> Accepted | Reply:
        try:
            return self._read(request)
        except NotPermitted:
            # The unit may be newer than what is remembered of the device.
            self._reporters.look_up([request.digest], now=time.monotonic() + 3600)
        except Refused as refusal:
            return refused(refusal)
        try:
            return self._read(request)
        except Refused as refusal:
            return refused(refusal)

    def _read(self, request: Request) -> Accepted:
        reporter = self._reporters.get(request.digest)
        if reporter is None:
            raise UnknownDevice(_("This token is unknown or was revoked. Register the device again."))
        return accept(read_batch(request.body), reporter, received_at=request.received_at)

    def _store(self, accepted: list[Accepted | Reply]) -> list[Reply]:
        batches = [each for each in accepted if isinstance(each, Accepted)]
        rows = [row for batch in batches for row in batch.rows]
        kept = tracking.track(reports=np.array(rows, dtype=REPORT)).kept if rows else np.zeros(0, dtype=bool)
        ends = np.cumsum([len(batch.rows) for batch in batches])
        shares = iter(np.split(kept, ends))
        return [each if isinstance(each, Reply) else told(each, int(next(shares).sum())) for each in accepted]

    def _lost_database(self) -> None:
        logger.exception("positions cannot be stored")
        self._prepared = False
        connection.close()


def told(batch: Accepted, kept: int) -> Reply:
    off_duty = len(batch.rows) - kept
    return stored(kept, dict(batch.ignored) | ({"off_duty": off_duty} if off_duty else {}))
