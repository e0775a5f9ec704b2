"""The bare floor under a dispatch: a POST, one commit in PostgreSQL, one `group_send` to one socket. No framework."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer
from psycopg_pool import AsyncConnectionPool

TOPIC = "phone"
TABLE = "CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, told text NOT NULL)"

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

pool = AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=2, max_size=4, open=False)
layer = RedisPubSubChannelLayer(hosts=[os.environ["REDIS_URL"]], prefix="floor")


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await {"lifespan": lifespan, "http": tell, "websocket": phone}[scope["type"]](receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await pool.open(wait=True)
    async with pool.connection() as connection:
        await connection.execute(TABLE)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})


async def tell(receive: Receive, send: Send) -> None:
    """Commit the body, then tell the phone."""
    told = (await receive())["body"].decode()
    async with pool.connection() as connection:
        await connection.execute("INSERT INTO bench_floor (told) VALUES (%s)", [told])
    await layer.group_send(TOPIC, {"type": "told", "text": told})
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json"), (b"content-length", b"2")],
        }
    )
    await send({"type": "http.response.body", "body": b"{}"})


async def phone(receive: Receive, send: Send) -> None:
    """Pass on what the phone is told, until the server ends."""
    await receive()
    channel = await layer.new_channel()
    await layer.group_add(TOPIC, channel)
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "{}"})
    while True:
        message = await layer.receive(channel)
        await send({"type": "websocket.send", "text": message["text"]})
