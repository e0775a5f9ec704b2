"""One frame for many sockets: what is the same for all is encoded once and written as it is.

uvicorn encodes a message anew for each socket. Its protocol is reached through the `send` that it hands out; under
another server the extension is missing, and pages get ordinary messages.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Any]]
type Send = Callable[[Any], Awaitable[None]]


class WithFrames:
    """The application, with `scope["extensions"]["patrol.frame"]["write"]` in each socket that can take frames."""

    def __init__(self, application: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        protocol = getattr(send, "__self__", None)
        if isinstance(protocol, WebSocketsSansIOProtocol):
            extension = {"patrol.frame": {"write": writer_to(protocol)}}
            scope["extensions"] = (scope.get("extensions") or {}) | extension
        await self._application(scope, receive, send)


def writer_to(protocol: WebSocketsSansIOProtocol) -> Callable[[bytes], bool]:
    """`write(frame)`: whether the frame was written; not to a page that is gone, or does not keep up."""

    def write(frame: bytes) -> bool:
        ended = protocol.close_sent or protocol.disconnected or protocol.transport.is_closing()
        ready = protocol.handshake_complete and protocol.writable.is_set() and not ended
        if ready:
            protocol.transport.write(frame)
        return ready

    return write
