"""Reports that take all the CPU they get, for the worker of the reports queue."""

import os
import time

import redis
from celery import Celery, shared_task

from bench.stack import REDIS_NUMBER, redis_url

BURN_S = 3.5
DONE = "patrol-bench-jobs-done"


@shared_task(name="bench.burn")
def burn(seconds: float) -> None:
    """Compute for so long, then count it."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        sum(number * number for number in range(10_000))
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.incr(DONE)


def order_jobs(count: int) -> None:
    """Put jobs into the queue `reports`."""
    number = f"db={REDIS_NUMBER}"
    address = redis_url().replace("unix://", "redis+socket://").replace(number, f"virtual_host={REDIS_NUMBER}")
    with Celery(broker=address) as sender:
        for _each in range(count):
            sender.send_task("bench.burn", [BURN_S], queue="reports")


def jobs_done() -> int:
    with redis.Redis.from_url(redis_url()) as client:
        return int(client.get(DONE) or 0)
