"""Crews whose order reached no phone are woken through the site's gateway (decision 0029).

A worker leases the due rows, asks outside of any transaction, and keeps each answer in a transaction of its own.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from patrol.deadlines import lease_due
from patrol.gateway import Answer, Gateway, ask
from patrol.models import Deadline
from patrol.selectors import wake_message
from patrol.services import WAKE, keep_answer

AT_ONCE = 8
LEASE = timedelta(seconds=15)  # longer than the gateway may take

logger = logging.getLogger(__name__)


def wake_due(*, at: datetime) -> int:
    """Ask the gateway to wake the crews of the orders that are due, a few at once; returns how many were looked at."""
    gateway: Gateway | None = settings.WAKE
    if gateway is None:
        return 0
    due = lease_due(at=at, kinds=[WAKE], most=AT_ONCE, lease=LEASE)
    messages = [wake_message(UUID(deadline.subject_id), site=gateway.site) for deadline in due]

    def answer(deadline: Deadline, message: dict[str, object] | None) -> Answer | None:
        return ask(gateway, message, key=deadline.subject_id, at=at) if message else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(answer, due, messages))
    for deadline, given in zip(due, answers, strict=True):
        if given is not None and given.fault:
            logger.warning("no phone woken", extra={"order": deadline.subject_id, "fault": given.fault})
        keep_answer(deadline=deadline, answer=given, at=at)
    return len(due)
