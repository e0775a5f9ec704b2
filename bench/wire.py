"""HTTP and WebSocket clients that cost next to nothing: on two cores the load generator competes with the server.

Requests go straight to the sockets of `web` and `live`, where nginx would send them.
"""

import asyncio
import base64
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

HOST = "localhost"
PATIENCE_S = 90.0
FINAL, TEXT, CLOSE, PING, PONG, COMPRESSED = 0x80, 0x1, 0x8, 0x9, 0xA, 0x40
FLUSH_TAIL = b"\0\0\xff\xff"


class Http:
    """Requests over kept connections to one socket; a connection a request that is under way."""

    def __init__(self, path: Path, authorization: str = "") -> None:
        self._path = path
        self._head = f"Host: {HOST}\r\n" + (f"Authorization: {authorization}\r\n" if authorization else "")
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, target: str) -> Any:
        return await self.ask("GET", target, b"")

    async def post(self, target: str, body: object = None) -> Any:
        return await self.ask("POST", target, json.dumps(body if body is not None else {}).encode())

    async def ask(self, method: str, target: str, body: bytes) -> Any:
        """The JSON of the answer.

        Raises:
            RuntimeError: the answer was no 2xx; holds its beginning.
        """
        status, text = await asyncio.wait_for(self._exchange(method, target, body), PATIENCE_S)
        if not 200 <= status < 300:
            raise RuntimeError(f"{method} {target}: {status} {text[:300]!r}")
        return json.loads(text)

    async def _exchange(self, method: str, target: str, body: bytes) -> tuple[int, bytes]:
        reader, writer = await self._connection()
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        writer.write(f"{method} {target} HTTP/1.1\r\n{self._head}{content}\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        text = await _body(reader, head)
        self._idle.append((reader, writer))
        return int(head[9:12]), text

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """One that the server has not closed meanwhile, or a new one."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_unix_connection(str(self._path))

    def close(self) -> None:
        for _reader, writer in self._idle:
            writer.close()


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    _before, found, after = head.partition("content-length:")
    if found:
        return await reader.readexactly(int(after.split("\r\n", 1)[0]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readline()
    return b"".join(parts)


class Listener(asyncio.Protocol):
    """One open socket that reads. `heard(text, at)` gets every message; compression is offered as browsers do."""

    def __init__(self, target: str, authorization: str, heard: Callable[[bytes, float], None]) -> None:
        self._request = (
            f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            f"Authorization: {authorization}\r\n\r\n"
        ).encode()
        self._heard = heard
        self._buffer = bytearray()
        self._opened = False
        self._inflate: Any = None
        self._transport: Any = None
        self._spoke = asyncio.Event()
        self.ended = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        self.ended = self.ended or f"lost: {error}"
        self._spoke.set()

    def data_received(self, data: bytes) -> None:
        at = perf_counter()
        self._buffer += data
        if not self._opened and not self._open():
            return
        while frame := self._next_frame():
            self._take(*frame, at)

    async def first_message(self) -> None:
        """Wait until the first message was heard.

        Raises:
            RuntimeError: the server refused or closed; the message says how.
        """
        await asyncio.wait_for(self._spoke.wait(), PATIENCE_S)
        if self.ended:
            raise RuntimeError(f"The socket ended: {self.ended}")

    def say(self, message: object) -> None:
        """Send a JSON message."""
        self._write(TEXT, json.dumps(message).encode())

    def close(self) -> None:
        self.ended = "closed by us"
        if self._transport:
            self._transport.close()

    def _open(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        if not head.startswith(b"HTTP/1.1 101"):
            self.ended = f"refused: {head[:200]!r}"
            self._transport.close()
            return False
        if b"permessage-deflate" in head.lower():
            self._inflate = zlib.decompressobj(-15)
        self._opened = True
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        start, size = 2, buffer[1] & 0x7F
        if size > 125:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start])
        if len(buffer) < start + size:
            return None
        first, payload = buffer[0], bytes(buffer[start : start + size])
        del buffer[: start + size]
        return first, payload

    def _take(self, first: int, payload: bytes, at: float) -> None:
        kind = first & 0x0F
        if kind == PING:
            self._write(PONG, payload)
        elif kind == CLOSE:
            self.ended = f"closed by the server: {int.from_bytes(payload[:2])}"
        elif kind == TEXT and first & FINAL:
            self._heard(self._inflate.decompress(payload + FLUSH_TAIL) if first & COMPRESSED else payload, at)
            self._spoke.set()
        else:
            self.ended = f"unexpected frame {first:#x}"

    def _write(self, kind: int, payload: bytes) -> None:
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
        self._transport.write(bytes([FINAL | kind]) + size + b"\0\0\0\0" + payload)  # a mask of zeros


async def listen(path: Path, target: str, authorization: str, heard: Callable[[bytes, float], None]) -> Listener:
    """Open a socket and wait for its first message."""
    loop = asyncio.get_running_loop()
    _transport, listener = await loop.create_unix_connection(lambda: Listener(target, authorization, heard), str(path))
    await listener.first_message()
    return listener
