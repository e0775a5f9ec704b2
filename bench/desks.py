"""Consoles and phones that listen, and positions that come in, while something else is measured."""

import asyncio
import json
import random
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.city import random_place
from bench.wire import Http, Listener, listen

CONSOLES, AT_ONCE = 300, 100
PING_S = 5.0  # as the pages do
BATCH, BATCHES_A_SECOND = 100, 10
FACT = re.compile(rb'"position":(\d+),"previous":(\d+)')
KNOWN_WITHIN_S = 20.0
NOTES_AT_ONCE = 300
TOPICS = re.compile(rb'"topics":({[^}]*})')

type Step = tuple[str, str]  # kind of the entry, id of the assignment


@dataclass
class Fact:
    """One journal message, as the first console got it; how many got it, and when the last did."""

    entry: dict[str, Any]
    consoles: int = 0
    last_at: float = 0.0


class Consoles:
    """Open consoles. Each must get every fact once and in order; the first to get one reads it for all."""

    def __init__(self, path: Path, token: str) -> None:
        self._path, self._token = path, token
        self._last: dict[int, int] = {}
        self._listeners: list[Listener] = []
        self._pinging: asyncio.Task[None] | None = None
        self._noted: list[tuple[int, bytes, float]] = []
        self.facts: dict[int, Fact] = {}
        self.steps: dict[Step, Fact] = {}
        self.faults: list[str] = []

    async def open(self) -> float:
        """Open all, a few at a time; the seconds until every console had its picture."""
        start, doors = perf_counter(), asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._open_one(number, doors) for number in range(CONSOLES)))
        await self._read_notes()
        self._pinging = asyncio.create_task(self._ping())
        return perf_counter() - start

    async def _open_one(self, number: int, doors: asyncio.Semaphore) -> None:
        async with doors:
            self._listeners.append(
                await listen(
                    self._path,
                    "/ws/live?face=console",
                    f"Token {self._token}",
                    lambda text, at: self._heard(number, text, at),
                )
            )

    def _heard(self, number: int, text: bytes, at: float) -> None:
        """Only noted: what three hundred consoles read at once would stand in the way of what is measured."""
        self._noted.append((number, text, at))

    async def _read_notes(self) -> None:
        """Check what was heard so far, and leave others their turn."""
        while self._noted:
            notes, self._noted = self._noted[:NOTES_AT_ONCE], self._noted[NOTES_AT_ONCE:]
            for number, text, at in notes:
                self._check(number, text, at)
            await asyncio.sleep(0)

    def _check(self, number: int, text: bytes, at: float) -> None:
        if number not in self._last:
            (topics,) = TOPICS.findall(text, 0, 500)  # two megabytes follow
            self._last[number] = max(json.loads(topics).values())
            return
        for found in FACT.findall(text):  # none in a pong
            position, previous = int(found[0]), int(found[1])
            if position <= self._last[number]:
                self.faults.append(f"console {number} got entry {position} twice")
            elif previous != self._last[number]:
                self.faults.append(f"console {number} misses an entry before {position}")
            self._last[number] = position
            if position not in self.facts:
                self._read(text)
            self.facts[position].consoles += 1
            self.facts[position].last_at = at

    def _read(self, text: bytes) -> None:
        for message in json.loads(text):
            fact = self.facts.setdefault(message["position"], Fact(message["entry"]))
            self.steps[fact.entry["kind"], fact.entry["data"].get("assignment", "")] = fact

    async def _ping(self) -> None:
        while True:
            for listener in self._listeners:
                listener.say({"kind": "ping"})
                await asyncio.sleep(PING_S / CONSOLES)

    async def know(self, steps: Iterable[Step]) -> None:
        """Wait until every console got each of these steps and all other facts so far; a fault for each missing."""
        wanted, until = list(steps), perf_counter() + KNOWN_WITHIN_S
        await self._read_notes()
        while perf_counter() < until and not self._complete(wanted):
            await asyncio.sleep(0.05)
            await self._read_notes()
        self.faults += [f"no console got {step}" for step in wanted if step not in self.steps]
        self.faults += [
            f"entry {position} ({fact.entry['kind']}) reached {fact.consoles} of {CONSOLES} consoles"
            for position, fact in self.facts.items()
            if fact.consoles != CONSOLES
        ]
        self.faults += [f"a console: {one.ended}" for one in self._listeners if one.ended]

    def _complete(self, wanted: list[Step]) -> bool:
        return all(step in self.steps for step in wanted) and all(
            fact.consoles >= CONSOLES for fact in self.facts.values()
        )

    def forget(self) -> None:
        """Start a new tally."""
        self._noted.clear()
        self.facts.clear()
        self.steps.clear()

    def close(self) -> None:
        if self._pinging:
            self._pinging.cancel()
        for listener in self._listeners:
            listener.close()


class Phone:
    """The page of one crew: an order rings it, then the journal tells of it, once; and it steps its assignment."""

    def __init__(self, unit: int, token: str, web: Path) -> None:
        self.unit = unit
        self.http = Http(web, f"Token {token}")
        self._token = token
        self._listener: Listener | None = None
        self._heard_of: dict[str, asyncio.Future[float]] = {}
        self.times_told: dict[str, int] = {}

    async def open(self, live: Path) -> None:
        self._listener = await listen(live, "/ws/live?face=officer", f"Token {self._token}", self._heard)

    def _heard(self, text: bytes, at: float) -> None:
        said = json.loads(text)
        facts = [fact["entry"] for fact in said] if isinstance(said, list) else []
        for order in [entry["data"]["order"] for entry in facts if entry["kind"] == "order.sent"]:
            self.times_told[order] = self.times_told.get(order, 0) + 1
            self._note(order, at)
        if not facts and said["kind"] == "order":
            self.times_told.setdefault(said["order"]["id"], 0)
            self._note(said["order"]["id"], at)

    def _note(self, order: str, at: float) -> None:
        told = self.told(order)
        if not told.done():
            told.set_result(at)

    def told(self, order: str) -> asyncio.Future[float]:
        """When the order arrived here, on the clock of `time.perf_counter`."""
        return self._heard_of.setdefault(order, asyncio.get_running_loop().create_future())

    def close(self) -> None:
        self.http.close()
        if self._listener:
            self._listener.close()


@dataclass
class Positions:
    """A gateway that reports a thousand positions a second, a hundred a request; can be paused."""

    live: Path
    token: str
    units: list[int]
    sent: int = 0
    stored: int = 0
    flowing: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.flowing.set()
        self._task = asyncio.create_task(self._report())

    async def stop(self) -> list[str]:
        """The faults found: every position that was answered must be stored."""
        if self._task is None:
            return ["No position was reported."]
        self._task.cancel()
        (ended,) = await asyncio.gather(self._task, return_exceptions=True)
        faults = [] if isinstance(ended, asyncio.CancelledError) else [f"positions: {ended!r}"]
        return faults + ([f"{self.sent - self.stored} positions were not stored"] if self.sent != self.stored else [])

    async def _report(self) -> None:
        chance, http = random.Random(1), Http(self.live, f"Device {self.token}")
        places = {unit: random_place(chance) for unit in self.units}
        due, tick = perf_counter(), 0
        while True:
            await self.flowing.wait()
            now = time.time()
            batch = [self.units[(tick * BATCH + each) % len(self.units)] for each in range(BATCH)]
            answer = await http.post(
                "/positions/batch", {"positions": [report(unit, places[unit], tick, now) for unit in batch]}
            )
            self.sent += BATCH
            self.stored += answer["stored"]
            tick += 1
            due = max(due + 1 / BATCHES_A_SECOND, perf_counter() - 0.5)
            await asyncio.sleep(max(0.0, due - perf_counter()))


def report(unit: int, place: tuple[float, float], tick: int, now: float) -> dict[str, float]:
    """A unit that drives to and fro."""
    lon, lat = place[0] + (tick % 20) * 1e-5, place[1]
    return {"unit": unit, "lon": lon, "lat": lat, "fixed_at": now, "speed": 8, "heading": 90, "accuracy": 5}
