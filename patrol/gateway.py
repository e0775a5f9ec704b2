"""The site's wake gateway: one signed POST, to the one address that the site names.

Python's own HTTP client: it follows no redirect, asks no proxy and reads no body of an answer. Neither the address nor
the secret is ever logged: some platforms keep a key in the address.
"""

import hmac
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

SILENCE_S = 3.0
WHOLE_S = 4.0  # also for an answer that comes a byte at a time
TRY_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Gateway:
    """Where the site takes requests to wake a crew, and how it knows ours."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    site: str
    after_s: int = 10
    ca_file: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of a request: `fault` is empty where the gateway took it."""

    fault: str = ""
    again: bool = False


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a dot and the body, as hexadecimal."""
    return hmac.digest(secret.encode(), f"{stamp}.".encode() + body, "sha256").hex()


def ask(gateway: Gateway, message: Mapping[str, object], *, key: str, at: datetime) -> Answer:
    """Have a crew woken. A request with a key that the gateway knows already must wake nobody again."""
    body, stamp = json.dumps(message, ensure_ascii=False).encode(), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Connection": "close",
        "Idempotency-Key": key,
        "Patrol-Timestamp": stamp,
        "Patrol-Signature": f"sha256={signature(gateway.secret, stamp, body)}",
    }
    parts = urlsplit(gateway.url)
    try:
        door = door_of(gateway)
        limit = Timer(WHOLE_S, cut, [door])
        limit.start()
        try:
            door.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            return answer_of(door.getresponse().status)
        finally:
            limit.cancel()
            door.close()
    except TimeoutError:
        return Answer("no answer in time", again=True)
    except ssl.SSLError:
        return Answer("no trusted certificate", again=True)
    except (OSError, HTTPException):
        return Answer("not reachable", again=True)


def door_of(gateway: Gateway) -> HTTPConnection:
    parts = urlsplit(gateway.url)
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname or "", parts.port, timeout=SILENCE_S)
    trusted = ssl.create_default_context(cafile=gateway.ca_file or None)
    return HTTPSConnection(parts.hostname or "", parts.port, timeout=SILENCE_S, context=trusted)


def cut(door: HTTPConnection) -> None:
    """End a connection that another thread waits for."""
    if door.sock is not None:
        with suppress(OSError):
            door.sock.shutdown(socket.SHUT_RDWR)


def answer_of(status: int) -> Answer:
    """A gateway that understood the request and refuses it will refuse it again."""
    if 200 <= status < 300:
        return Answer()
    return Answer(f"answered {status}", again=status >= 500 or status in TRY_AGAIN)
