"""One subscription a process, and the pages that it feeds."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cached_property
from itertools import batched
from typing import Protocol
from weakref import WeakKeyDictionary

import msgspec
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from websockets.frames import Frame, Opcode

from patrol.realtime.publishing import REDIS_ANSWERS_IN_S, Publication, channel

CHECK_EVERY_S = 2.0
CONSOLES_AT_ONCE = 50

logger = logging.getLogger(__name__)
decoder = msgspec.msgpack.Decoder(Publication)


class Text(str):
    """A text on its way to many pages, with the frame of a WebSocket that carries it (RFC 6455), made once."""

    @cached_property
    def frame(self) -> bytes:
        return Frame(Opcode.TEXT, self.encode()).serialize(mask=False)


class Page(Protocol):
    """An open page, as the switchboard sees it. Neither method may wait."""

    def tell(self, topic: str, position: int, text: Text) -> None:
        """A fact of a topic that the page follows; position 0 for what stands in no journal."""

    def lose(self) -> None:
        """Nothing comes through any more: the page must connect anew."""


class Switchboard:
    """The open pages of one process by topic. Each fact comes in once and goes out as the same text to all."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, set[Page]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._spreading: asyncio.Task[None] | None = None
        self._for_consoles: deque[tuple[str, int, Text]] = deque()
        self._one_at_a_time = asyncio.Lock()

    async def follow(self, page: Page, topics: Iterable[str]) -> None:
        """Tell the page every fact of the topics that is published from now on.

        Raises:
            OSError, RedisError: Redis does not answer.
        """
        await self._subscribe()
        for topic in topics:
            self._pages[topic].add(page)

    def leave(self, page: Page, topics: Iterable[str]) -> None:
        """Tell the page nothing more."""
        for topic in topics:
            self._pages[topic].discard(page)
            if not self._pages[topic]:
                del self._pages[topic]

    async def _subscribe(self) -> None:
        async with self._one_at_a_time:
            if self._listening is None:
                redis = aioredis.Redis.from_url(
                    settings.REDIS_URL,
                    client_name=channel(),
                    retry=Retry(NoBackoff(), 0),
                    socket_connect_timeout=REDIS_ANSWERS_IN_S,
                )
                subscription = redis.pubsub()
                async with asyncio.timeout(REDIS_ANSWERS_IN_S):
                    await subscription.subscribe(channel())
                    await subscription.get_message(timeout=None)  # what follows the confirmation is ours
                self._listening = asyncio.create_task(self._listen(redis, subscription))

    async def _listen(self, redis: aioredis.Redis, subscription: PubSub) -> None:
        """Hand on what comes, until Redis is gone; then lose every page: each connects anew, and polls meanwhile."""
        tasks = [asyncio.create_task(self._check(redis)), asyncio.create_task(self._hear(subscription))]
        try:
            ended, _going_on = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            logger.warning("live pages lost Redis: %r", [task.exception() for task in ended])
        finally:
            self._listening = None  # whoever follows from now on subscribes anew
            for task in tasks:
                task.cancel()
            self._lose_all()
            await subscription.aclose()  # type: ignore[no-untyped-call]  # the library has no types here
            await redis.aclose()

    def _lose_all(self) -> None:
        lost = {page for pages in self._pages.values() for page in pages}
        self._pages.clear()
        for page in lost:
            page.lose()

    async def _hear(self, subscription: PubSub) -> None:
        while True:
            message = await subscription.get_message(ignore_subscribe_messages=True, timeout=None)
            if message is not None:
                self._hand_on(decoder.decode(message["data"]))

    def _hand_on(self, publication: Publication) -> None:
        """To crews at once: an order on its way to a phone waits for no console."""
        for topic, text in ((topic, Text(text)) for topic, text in publication.texts.items()):
            if topic.startswith("org."):
                self._for_consoles.append((topic, publication.position, text))
            else:
                self._tell(self._pages.get(topic, ()), topic, publication.position, text)
        if self._for_consoles and (self._spreading is None or self._spreading.done()):
            self._spreading = asyncio.create_task(self._spread())

    async def _spread(self) -> None:
        """To consoles in order, some at a time: what comes meanwhile waits for these and not for all."""
        while self._for_consoles:
            topic, position, text = self._for_consoles.popleft()
            for pages in batched(tuple(self._pages.get(topic, ())), CONSOLES_AT_ONCE, strict=False):
                self._tell(self._pages.get(topic, set()).intersection(pages), topic, position, text)
                await asyncio.sleep(0)

    def _tell(self, pages: Iterable[Page], topic: str, position: int, text: Text) -> None:
        for page in tuple(pages):
            page.tell(topic, position, text)

    async def _check(self, redis: aioredis.Redis) -> None:
        """Raises when Redis does not answer: a dead network closes no connection by itself."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            async with asyncio.timeout(REDIS_ANSWERS_IN_S):
                await redis.ping()


_switchboards: WeakKeyDictionary[asyncio.AbstractEventLoop, Switchboard] = WeakKeyDictionary()


def switchboard() -> Switchboard:
    """The switchboard of the running event loop: one a process, outside of tests."""
    loop = asyncio.get_running_loop()
    if loop not in _switchboards:
        _switchboards[loop] = Switchboard()
    return _switchboards[loop]
