"""`/ws/live`: subscribe, snapshot, stream. Whatever changes the world is an HTTP call."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any
from urllib.parse import parse_qs

import msgspec
from channels.consumer import get_handler_name
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone, translation
from redis.exceptions import RedisError

from dispatch.selectors import Face, can_open, snapshot, topics_of_face, watched_paths
from patrol.authentication import person_for_token
from patrol.deadlines import silence_of
from patrol.messages import Ping, Pong, Resume, UnknownMessage, client_message
from patrol.models import User
from patrol.realtime import Text, as_text, person_topic, phone_topic, switchboard
from patrol.selectors import topic_positions

logger = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 4400
NOT_PERMITTED = 4403
RIGHTS_CHANGED = 4409
TRY_AGAIN = 1013
MOST_UNSENT = 1000  # facts; a page that is further behind connects anew and holds up nobody


class Shared:
    """Answers that many ask for at once: each is worked out once for all who asked before it began."""

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[Any]] = {}
        self._locks: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get[Found](self, key: Hashable, find: Callable[[], Awaitable[Found]]) -> Found:
        """What `find` gives when called after this moment."""
        task = self._next.get(key)
        if task is None:
            task = self._next[key] = asyncio.create_task(self._find(key, find))
        found: Found = await asyncio.shield(task)
        return found

    async def _find[Found](self, key: Hashable, find: Callable[[], Awaitable[Found]]) -> Found:
        async with self._locks[key]:
            del self._next[key]
            return await find()


class Recent:
    """Answers that may be a little old: each is worked out at most once in a while, however many ask."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._found: dict[Hashable, asyncio.Task[Any]] = {}

    async def get[Found](self, key: Hashable, find: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
        """What `find` gave, at most so long ago."""
        loop = asyncio.get_running_loop()
        task = self._found.get((loop, key))
        if task is None:
            task = self._found[loop, key] = asyncio.create_task(find())
            task.add_done_callback(lambda done: self._forget(loop, key, done))
        found: Found = await asyncio.shield(task)
        return found

    def _forget(self, loop: asyncio.AbstractEventLoop, key: Hashable, done: asyncio.Task[Any]) -> None:
        """After a while; at once what failed."""
        failed = done.cancelled() or done.exception() is not None
        loop.call_later(0.0 if failed else self._seconds, self._found.pop, (loop, key))


def never(_frame: bytes) -> bool:
    """Writes no frame: the server has no way to."""
    return False


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library has no types
    """One open page. Closes with 4403 to whom it refuses, 4409 when rights changed, 4400 at what it does not know."""

    shared = Shared()
    pongs = Recent(seconds=1.0)

    async def connect(self) -> None:
        """Authorise, follow the topics, accept, and send the picture; the order loses no fact."""
        self.positions: dict[str, int] = {}
        self.followed: list[str] = []
        self.unsent: deque[tuple[str, int, str]] = deque()
        self.quiet = True  # while a picture is made or facts are sent: what is newer waits for its turn
        self.sending: asyncio.Task[None] | None = None
        self.ending: asyncio.Task[None] | None = None
        self.write = self.scope.get("extensions", {}).get("patrol.frame", {}).get("write", never)
        await self.accept()
        opened = await in_database(open_page, self.scope)
        if opened is None:
            await self.close(NOT_PERMITTED)
            return
        self.user, self.face, topics = opened
        own = [phone_topic(self.user.pk, spoken(self.scope))] if self.face is Face.OFFICER else []
        self.followed = [person_topic(self.user.pk), *own, *topics]
        try:
            await switchboard().follow(self, self.followed)
        except (OSError, RedisError):
            logger.warning("no live page without Redis")
            await self.close(TRY_AGAIN)
            return
        await self.send_picture(topics)

    async def disconnect(self, code: int) -> None:  # noqa: ARG002  (the signature is the library's)
        switchboard().leave(self, self.followed)
        if self.sending:
            self.sending.cancel()

    async def send_picture(self, topics: list[str]) -> None:
        """Send the picture; facts up to its positions are in it and not sent again."""
        language = spoken(self.scope)
        if self.sending:
            await self.sending
        self.quiet = True
        if self.face is Face.CONSOLE:  # who watches the same ground sees the same picture
            key = (await in_database(paths_now, self.user), tuple(topics), language)
            text, positions = await self.shared.get(
                key, lambda: in_database(picture_text, self.user, self.face, topics, language)
            )
        else:
            text, positions = await in_database(picture_text, self.user, self.face, topics, language)
        self.positions = dict(positions)
        await self.send(text_data=text)
        await self.send_facts()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As the library's, but for a thread that looks for old connections each time: `in_database` leaves none."""
        await getattr(self, get_handler_name(message))(message)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002  (the signature is the library's)
        """A ping, a view, or a wish for a new picture."""
        try:
            message = client_message(msgspec.json.decode(text_data or ""))
        except (UnknownMessage, msgspec.DecodeError, TypeError):
            await self.close(UNKNOWN_MESSAGE)
            return
        if isinstance(message, Ping):
            topics = tuple(self.positions)
            pong = await self.pongs.get(topics, lambda: in_database(pong_of, list(topics)))
            await self.send(text_data=as_text(pong))
        elif isinstance(message, Resume):
            await self.send_picture(list(self.positions))

    def tell(self, topic: str, position: int, text: Text) -> None:
        """A fact to forward, in its turn: at once where nothing stands before it. Called by the switchboard."""
        if not self.quiet and position > self.positions.get(topic, 0) and self.write(text.frame):
            self.positions[topic] = position
            return
        if len(self.unsent) >= MOST_UNSENT:
            self.lose()
            return
        self.unsent.append((topic, position, text))
        if not self.quiet:
            loop = asyncio.get_running_loop()
            self.sending = asyncio.Task(self.send_facts(), loop=loop, eager_start=True)

    def lose(self) -> None:
        """Nothing more comes through: the page is told to try again, and polls meanwhile. Called by the switchboard."""
        self.ending = self.ending or asyncio.create_task(self.close(TRY_AGAIN))

    async def send_facts(self) -> None:
        """Forward facts one after the other, but none that the page has, once its picture is there."""
        self.quiet = True
        try:
            while self.unsent:
                topic, position, text = self.unsent.popleft()
                if not position:  # it stands in no journal
                    await self.send(text_data=text)
                elif position > self.positions.get(topic, 0):
                    self.positions[topic] = position
                    await self.send(text_data=text)
                if topic == person_topic(self.user.pk):
                    await self.close(RIGHTS_CHANGED)
        except OSError:
            pass  # the page is gone; the server says so next
        finally:
            self.quiet = False


async def in_database[*Given, Found](read: Callable[[*Given], Found], *given: *Given) -> Found:
    """Read on a thread of a small pool, not on the one that Channels shares: opening pages do not queue up."""
    found: Found = await database_sync_to_async(read, thread_sensitive=False)(*given)
    return found


def open_page(scope: dict[str, Any]) -> tuple[User, Face, list[str]] | None:
    """Who opens which face, and what it follows; None if that is refused."""
    user = person_of(scope)
    asked = asked_for(scope, "face")
    if user is None or asked not in set(Face) or not can_open(user, Face(asked)):
        return None
    return user, Face(asked), topics_of_face(user, Face(asked))


def asked_for(scope: dict[str, Any], name: str) -> str:
    """A parameter of the socket's address; empty where it is not given."""
    query: bytes = scope["query_string"]
    return parse_qs(query.decode(errors="replace")).get(name, [""])[0]


def spoken(scope: dict[str, Any]) -> str:
    """The page's language; the installation's where it names none of ours."""
    language = asked_for(scope, "language")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def person_of(scope: dict[str, Any]) -> User | None:
    """The person of the session, or of the token in the header `Authorization: Token <key>`."""
    user = scope.get("user")
    if isinstance(user, User) and user.is_active:
        return user
    header = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    scheme, _space, key = header.partition(" ")
    return person_for_token(key.strip()) if scheme.lower() == "token" else None


def pong_of(topics: list[str]) -> Pong:
    """How far the topics are, and whether anything can come at all."""
    return Pong(topics=topic_positions(topics), silent_s=silence_of("relay", at=timezone.now()))


def paths_now(user: User) -> tuple[str, ...]:
    """What a person watches; rights are read anew."""
    return watched_paths(User.objects.get(pk=user.pk))


def picture_text(user: User, face: Face, topics: list[str], language: str) -> tuple[str, dict[str, int]]:
    """The picture as it is sent, in the page's language, and the positions it stands at. Rights are read anew."""
    with translation.override(language):
        opening = snapshot(User.objects.get(pk=user.pk), face, topics, at=timezone.now())
    return as_text(opening), dict(opening.topics)
