"""Group commit: requests wait a few milliseconds and share one transaction."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from dispatch.ingest.flush import Flusher, Request
from dispatch.ingest.replies import Overloaded, Reply, refused
from patrol.errors import Refused

GATHER_S = 0.004
BUFFER_BYTES = 32 * 1024 * 1024
FLUSH_BYTES = 1024 * 1024
PULSE_S = 5.0
PULSE_WITHOUT_DATABASE_S = 1.0

logger = logging.getLogger(__name__)


class Failed(Refused):
    """A fault of ours."""

    code = "failed"
    status = 500


class Group:
    """The requests that wait, and the one thread that stores them. Everything but the thread is on the event loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Request, asyncio.Future[Reply]]] = []
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._flusher = Flusher()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="positions")
        self._tasks = [asyncio.create_task(self._flush_for_ever()), asyncio.create_task(self._pulse_for_ever())]

    async def store(self, request: Request) -> Reply:
        """The reply to a request, after its positions are committed."""
        if self._bytes + len(request.body) > BUFFER_BYTES:
            return refused(Overloaded())
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, reply))
        self._bytes += len(request.body)
        self._arrived.set()
        return await reply

    async def stop(self) -> None:
        """Store what waits, then end."""
        while self._waiting:
            await asyncio.sleep(GATHER_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._flusher.close)
        self._thread.shutdown()

    async def _flush_for_ever(self) -> None:
        while True:
            await self._arrived.wait()
            await asyncio.sleep(GATHER_S)
            await self._flush(self._take())

    async def _flush(self, taken: list[tuple[Request, asyncio.Future[Reply]]]) -> None:
        requests = [request for request, _reply in taken]
        try:
            replies = await asyncio.get_running_loop().run_in_executor(self._thread, self._flusher.flush, requests)
        except Exception:
            logger.exception("a flush of positions failed")
            replies = [refused(Failed("The positions were not stored."))] * len(taken)
        for (request, reply), answer in zip(taken, replies, strict=True):
            self._bytes -= len(request.body)
            if not reply.done():
                reply.set_result(answer)

    def _take(self) -> list[tuple[Request, asyncio.Future[Reply]]]:
        """The next requests, as many as one transaction should hold."""
        size = count = 0
        while count < len(self._waiting) and size < FLUSH_BYTES:
            size += len(self._waiting[count][0].body)
            count += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        if not self._waiting:
            self._arrived.clear()
        return taken

    async def _pulse_for_ever(self) -> None:
        while True:
            try:
                well = await asyncio.get_running_loop().run_in_executor(self._thread, self._flusher.pulse)
            except Exception:
                logger.exception("the pulse of the positions failed")
                well = False
            await asyncio.sleep(PULSE_S if well else PULSE_WITHOUT_DATABASE_S)
