"""`/health/live`: this process lives. `/health`: everything does."""

import logging
from time import monotonic

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from patrol.deadlines import stale_heartbeats

PATIENCE_S = 2
STARTING_S = 120  # relay, workers and beat come up beside this process
STARTED = monotonic()

logger = logging.getLogger(__name__)


@never_cache
def alive(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  (the signature is Django's)
    """200 as long as the process answers. For nginx and compose."""
    return JsonResponse({"status": "ok"})


@never_cache
def healthy(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  (the signature is Django's)
    """200 when database, Redis and every periodic job are well; 503 with the list of what is not.

    `wake` says whether the site has a gateway that wakes sleeping phones.
    """
    faults = redis_faults() + database_faults()
    if faults:
        young = monotonic() - STARTED < STARTING_S
        logger.log(logging.WARNING if young else logging.ERROR, "Not healthy: %s", "; ".join(faults))
    said = {"status": "failing" if faults else "ok", "faults": faults, "wake": "on" if settings.WAKE else "off"}
    return JsonResponse(said, status=503 if faults else 200)


def redis_faults() -> list[str]:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)
    try:
        client.ping()
    except redis.RedisError:
        return ["redis: not reachable"]
    finally:
        client.close()
    return []


def database_faults() -> list[str]:
    """An unreachable database, or periodic jobs that have fallen silent."""
    try:
        connection.ensure_connection()
        return [f"{name}: no sign of life" for name in stale_heartbeats(at=timezone.now())]
    except DatabaseError:
        return ["database: not reachable"]
