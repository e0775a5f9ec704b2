"""Facts from one publication to every open page of a process."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.db import transaction
from redis import Redis

from patrol.journal import Audience, number_entries, record
from patrol.realtime import publish, switchboard
from patrol.realtime.publishing import channel, redis_at
from tests.running import PATIENCE_S


@pytest.fixture(autouse=True)
def own_channel(settings):
    settings.REDIS_PREFIX = f"{site.REDIS_PREFIX}-realtime"


@pytest.fixture
def publish_fact(transactional_db, bureau, now):
    """A fact for the bureau's watchers and the crews of the units, numbered and published."""

    def publish_one(*units):
        audience = Audience(path=bureau.path, units=units)
        with transaction.atomic():
            record("unit.noted", subject=("patrol.unit", 1), audience=audience, by=None, at=now)
        publish(number_entries())

    return sync_to_async(publish_one)


class Listening:
    """A page that remembers what it was told."""

    def __init__(self, name="", heard=None):
        self.name, self.heard, self.lost = name, [] if heard is None else heard, asyncio.Event()

    def tell(self, topic, position, text):
        self.heard.append((self.name, topic, position, text))

    def lose(self):
        self.lost.set()


async def until(condition):
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def test_all_pages_of_a_topic_are_told_the_same_text_and_one_that_left_is_told_nothing(publish_fact, bureau):
    topic = f"org.{bureau.pk}"
    pages = [Listening(), Listening(), Listening()]
    for page in pages:
        await switchboard().follow(page, [topic])
    switchboard().leave(pages[2], [topic])
    await publish_fact()
    await until(lambda: pages[0].heard and pages[1].heard)
    assert pages[0].heard == pages[1].heard
    assert pages[0].heard[0][3] is pages[1].heard[0][3]
    assert pages[2].heard == []


async def test_a_crew_is_told_before_the_consoles(publish_fact, bureau):
    heard = []
    await switchboard().follow(Listening("console", heard), [f"org.{bureau.pk}"])
    await switchboard().follow(Listening("phone", heard), ["unit.7"])
    await publish_fact(7)
    await until(lambda: len(heard) == 2)
    assert [name for name, *_rest in heard] == ["phone", "console"]


async def test_pages_that_lost_redis_are_told_so_and_can_follow_again(publish_fact, bureau):
    topic, page = f"org.{bureau.pk}", Listening()
    await switchboard().follow(page, [topic])
    await sync_to_async(cut_off)()
    async with asyncio.timeout(PATIENCE_S):
        await page.lost.wait()
    again = Listening()
    await switchboard().follow(again, [topic])
    await publish_fact()
    await until(lambda: again.heard)
    assert page.heard == []


def cut_off():
    """End the subscription's connection, as a Redis that restarts does."""
    redis: Redis = redis_at(site.REDIS_URL)
    ours = [client["id"] for client in redis.client_list() if client["name"] == channel() and int(client["sub"])]
    assert len(ours) == 1
    redis.client_kill_filter(_id=ours[0])
