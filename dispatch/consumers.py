"""`/ws/live`: subscribe, snapshot, stream. Whatever changes the world is an HTTP call."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone, translation
from redis.exceptions import RedisError

from dispatch.selectors import Face, can_open, snapshot, topics_of_face
from patrol.authentication import person_for_token
from patrol.messages import Ping, Pong, Resume, UnknownMessage, client_message
from patrol.models import User
from patrol.realtime import person_topic
from patrol.selectors import topic_positions

logger = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 4400
NOT_PERMITTED = 4403
RIGHTS_CHANGED = 4409
TRY_AGAIN = 1013
NOBODY = "nobody"  # a topic that no page follows
REDIS_ANSWERS_IN_S = 2


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One open page. Closes with 4403 to whom it refuses, 4409 when rights changed, 4400 at what it does not know."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Without Redis there is nothing to follow: the page is told to try again, and polls meanwhile."""
        try:
            await super().__call__(scope, receive, send)
        except (OSError, RedisError):
            logger.warning("no live page without Redis")
            await send({"type": "websocket.close", "code": TRY_AGAIN})

    async def connect(self) -> None:
        """Authorise, join the topics, accept, and send the picture; the order loses no fact."""
        self.positions: dict[str, int] = {}
        self.joined: list[str] = []
        await self.accept()
        opened = await in_database(open_page, self.scope)
        if opened is None:
            await self.close(NOT_PERMITTED)
            return
        self.user, self.face, topics = opened
        await self.join([person_topic(self.user.pk), *topics])
        await self.send_picture(topics)

    async def join(self, topics: list[str]) -> None:
        """Raises OSError or RedisError when Redis does not answer."""
        await self.reach_redis()
        async with asyncio.timeout(REDIS_ANSWERS_IN_S):
            for topic in topics:
                await self.channel_layer.group_add(topic, self.channel_name)
                self.joined.append(topic)

    async def reach_redis(self) -> None:
        """Raises OSError or RedisError when no fact can come through, which neither socket nor subscription tells."""
        async with asyncio.timeout(REDIS_ANSWERS_IN_S):
            await self.channel_layer.group_send(NOBODY, {"type": "nothing"})

    async def send_picture(self, topics: list[str]) -> None:
        """Send the picture; facts up to its positions are in it and not sent again."""
        text, self.positions = await in_database(
            picture_text, self.user, self.face, topics, asked_for(self.scope, "language")
        )
        await self.send(text_data=text)

    async def disconnect(self, code: int) -> None:  # noqa: ARG002  (the signature is the library's)
        try:
            async with asyncio.timeout(REDIS_ANSWERS_IN_S):
                for topic in self.joined:
                    await self.channel_layer.group_discard(topic, self.channel_name)
        except (OSError, RedisError):
            return  # the subscription died with Redis

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002
        """A ping, a view, or a wish for a new picture."""
        try:
            message = client_message(msgspec.json.decode(text_data or ""))
        except (UnknownMessage, msgspec.DecodeError, TypeError):
            await self.close(UNKNOWN_MESSAGE)
            return
        if isinstance(message, Ping):
            await self.reach_redis()
            last = await in_database(topic_positions, list(self.positions))
            await self.send(text_data=as_text(Pong(topics=last)))
        elif isinstance(message, Resume):
            await self.send_picture(list(self.positions))

    async def fact(self, event: dict[str, Any]) -> None:
        """Forward a fact, unless the page has it."""
        message = event["message"]
        if message["position"] > self.positions.get(message["topic"], 0):
            self.positions[message["topic"]] = message["position"]
            await self.send(text_data=as_text(message))

    async def rights(self, event: dict[str, Any]) -> None:
        """The person's rights changed: the page connects anew and gets what it may see now."""
        await self.send(text_data=as_text(event["message"]))
        await self.close(RIGHTS_CHANGED)


async def in_database[*Given, Found](read: Callable[[*Given], Found], *given: *Given) -> Found:
    """Read on a thread of a small pool, not on the one that Channels shares: opening pages do not queue up."""
    found: Found = await database_sync_to_async(read, thread_sensitive=False)(*given)
    return found


def as_text(message: object) -> str:
    return msgspec.json.encode(message).decode()


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


def person_of(scope: dict[str, Any]) -> User | None:
    """The person of the session, or of the token in the header `Authorization: Token <key>`."""
    user = scope.get("user")
    if isinstance(user, User) and user.is_active:
        return user
    header = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    scheme, _space, key = header.partition(" ")
    return person_for_token(key.strip()) if scheme.lower() == "token" else None


def picture_text(user: User, face: Face, topics: list[str], language: str) -> tuple[str, dict[str, int]]:
    """The picture as it is sent, in the page's language, and the positions it stands at. Rights are read anew."""
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(spoken):
        opening = snapshot(User.objects.get(pk=user.pk), face, topics, at=timezone.now())
    return as_text(opening), dict(opening.topics)
