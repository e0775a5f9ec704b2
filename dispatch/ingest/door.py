"""The HTTP side of positions: no middleware, no session, one token a device."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils.translation import gettext as _

from dispatch.ingest.flush import Request
from dispatch.ingest.group import Group
from dispatch.ingest.replies import NoSuchPath, Reply, TooLarge, UnknownDevice, WrongMethod, refused
from patrol.authentication import digest_of
from patrol.errors import Refused

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Any, Any, Any], Awaitable[None]]

BATCH_PATH = "/positions/batch"
MOST_BYTES = 1024 * 1024
SCHEME = b"device "


class Gone(Exception):
    """The client left before its request was complete."""


class PositionDoor:
    """Takes `POST /positions/batch`; passes every other path on to `otherwise`. Also answers the server's lifespan."""

    def __init__(self, otherwise: Application) -> None:
        self._otherwise = otherwise
        self._group: Group | None = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == "/positions" or scope["path"].startswith("/positions/"):
            await self._answer(scope, receive, send)
        else:
            await self._otherwise(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Begin with the server, not with the first position: the heartbeat must beat in a quiet night too."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._open()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._open().stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _open(self) -> Group:
        if self._group is None:
            self._group = Group()
        return self._group

    async def _answer(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        try:
            digest = digest_in(scope)
            reply = await self._open().store(Request(digest, await body_of(receive), time.time()))
        except Refused as refusal:
            reply = refused(refusal)
        except Gone:
            return
        await send_reply(send, reply)


def digest_in(scope: MutableMapping[str, Any]) -> str:
    """The digest of the token that comes with a request for our path.

    Raises:
        NoSuchPath, WrongMethod, UnknownDevice: nothing here, not posted, no token.
    """
    if scope["path"] != BATCH_PATH:
        raise NoSuchPath(_("Post positions to %(path)s.") % {"path": BATCH_PATH})
    if scope["method"] != "POST":
        raise WrongMethod(_("Post positions to %(path)s.") % {"path": BATCH_PATH})
    for name, value in scope["headers"]:
        if name == b"authorization" and value[: len(SCHEME)].lower() == SCHEME:
            return digest_of(value[len(SCHEME) :].strip().decode("latin-1"))
    raise UnknownDevice(_("Send the device's token as `Authorization: Device <token>`."))


async def body_of(receive: Receive) -> bytes:
    """The whole body.

    Raises:
        TooLarge: more than 1 MiB.
        Gone: the client left.
    """
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge(_("Send at most %(most)d bytes at once.") % {"most": MOST_BYTES})
        more = message.get("more_body", False)
    return b"".join(parts)


async def send_reply(send: Send, reply: Reply) -> None:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    await send({"type": "http.response.body", "body": reply.body})
