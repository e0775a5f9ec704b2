"""Rows D: from the operator's key to the phone, and from the phone to every console.

Beside each dispatch the floor has three of its own, at other moments of the same seconds: both under the same consoles,
positions and looks at recommendations. Three, so that no row hangs on the second worst of thirty. What the
floor takes on an idle machine is printed with them.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from bench.browser import browser_page, count_frames, frames_since, open_console, start_front
from bench.desks import CONSOLES, Consoles, Phone, Positions
from bench.jobs import BURN_S, jobs_done, order_jobs
from bench.measure import OwnCost, Rounds, on_schedule, percentile
from bench.report import Row
from bench.stack import PYTHON, Stack, Trouble, database_url, manage, say
from bench.wire import Http, listen

DISPATCHES_A_SECOND, STEPS_A_SECOND = 3.0, 6.0
FLOOR_REQUESTS, FLOOR_A_SECOND = 60, 12.0
FLOOR_A_DISPATCH = 3
LOOK_S = (1.5, 2.5)  # a trained operator reads the first line of the card
WARM_UP = 30
JOBS = 10
PATIENCE_S = 20.0
STEPS = {"en-route": "assignment.en_route", "arrive": "assignment.arrived", "clear": "assignment.cleared"}
SWEEPS = ["erase_texts", "write_sheets"]  # as at every start: health asks for their signs of life
REST = ["live", "relay", "worker-deadlines", "worker", "beat"]
CLOSE = "UPDATE dispatch_incident SET status = 'closed', ended_at = now() WHERE id = ANY(%s::uuid[])"


class Floor:
    """`bench.floor_app` under uvicorn, with one phone."""

    def __init__(self, stack: Stack) -> None:
        self.door: Path = stack.live.with_name("floor.sock")
        self._stack = stack
        self._http = Http(self.door)
        self._told: dict[bytes, asyncio.Future[float]] = {}

    async def open(self) -> None:
        self._stack.start_command(
            "floor", [PYTHON, "-m", "uvicorn", "--uds", self.door, "--no-access-log", "bench.floor_app:application"]
        )
        for _each in range(300):
            if self.door.exists():
                break
            await asyncio.sleep(0.1)
        self._phone = await listen(self.door, "/", "", self._heard)

    def _heard(self, text: bytes, at: float) -> None:
        if text in self._told:
            self._told[text].set_result(at)

    async def tell(self, number: int, due: float) -> float:
        """Seconds from the schedule to the phone."""
        text = b'"%d-%d"' % (number, int(due * 1000))
        self._told[text] = asyncio.get_running_loop().create_future()
        await self._http.ask("POST", "/", text)
        return await asyncio.wait_for(self._told[text], PATIENCE_S) - due

    async def idle_p95(self) -> float:
        """p95 in seconds while nothing else happens, at a pace that leaves the floor time."""
        taken: list[float] = []

        async def tell(number: int, due: float) -> None:
            taken.append(await self.tell(number, due))

        await on_schedule(FLOOR_REQUESTS, FLOOR_A_SECOND, tell)
        return percentile(taken, 95)

    def close(self) -> None:
        self._phone.close()
        self._http.close()


class Room:
    """Everything around a dispatch: one operator, the consoles, the phones, the positions, the floor."""

    def __init__(self, stack: Stack, keys: dict[str, Any]) -> None:
        self.operator = Http(stack.web, f"Token {keys['operator']}")
        self.card = Http(stack.ranking, f"Token {keys['operator']}")
        self.consoles = Consoles(stack.live, keys["operator"])
        self.phones = [Phone(phone["unit"], phone["token"], stack.web) for phone in keys["phones"]]
        self.calls = [call["id"] for call in keys["calls"][: len(self.phones)]]
        self.positions = Positions(stack.live, keys["gateway"], keys["units"])
        self.floor = Floor(stack)
        self.assignments: dict[int, str] = {}
        self.job_faults: list[str] = []

    async def dispatch(self, count: int) -> tuple[float, float]:
        """Send `count` units, each to its call: p95 in seconds until the order is on the phone; and of the floor.

        As on the console: the card of the call opens with its recommendation, and the key is pressed a little later.
        """
        taken: list[float] = []
        bare: list[float] = []

        async def both(number: int, opened: float) -> None:
            beside = range(number * FLOOR_A_DISPATCH, (number + 1) * FLOOR_A_DISPATCH)
            await asyncio.gather(send(number, opened), *(tell(each, opened) for each in beside))

        async def tell(number: int, opened: float) -> None:
            due = opened + random.Random(f"floor {number}").uniform(*LOOK_S)
            await asyncio.sleep(max(0.0, due - perf_counter()))
            bare.append(await self.floor.tell(number, due))

        async def send(number: int, opened: float) -> None:
            phone = self.phones[number]
            await self.card.get(f"/api/incidents/{self.calls[number]}/recommendations")
            due = opened + random.Random(number).uniform(*LOOK_S)
            await asyncio.sleep(max(0.0, due - perf_counter()))
            answer = await self.operator.post(f"/api/incidents/{self.calls[number]}/assign", {"units": [phone.unit]})
            (assignment,) = answer["assignments"]
            self.assignments[number] = assignment["id"]
            taken.append(await asyncio.wait_for(phone.told(assignment["order"]), PATIENCE_S) - due)
            await phone.http.post(f"/api/orders/{assignment['order']}/delivered")

        await on_schedule(count, DISPATCHES_A_SECOND, both)
        return percentile(taken, 95), percentile(bare, 95)

    async def walk(self) -> float:
        """Every unit that was sent goes, arrives and clears: p99 in seconds until the last console knows."""
        due_at: dict[tuple[str, str], float] = {}
        for step, kind in STEPS.items():
            numbers = list(self.assignments)

            async def press(each: int, due: float, step: str = step, kind: str = kind) -> None:
                number = numbers[each]  # noqa: B023  (awaited before the next step)
                due_at[kind, self.assignments[number]] = due
                await self.phones[number].http.post(f"/api/assignments/{self.assignments[number]}/{step}")

            await on_schedule(len(numbers), STEPS_A_SECOND, press)
        self.assignments.clear()
        await self.consoles.know(due_at)
        taken = [self.consoles.steps[step].last_at - due for step, due in due_at.items() if step in self.consoles.steps]
        self.consoles.forget()
        if not taken:
            raise Trouble(f"No console heard of any step: {self.all_faults()}")
        return percentile(taken, 99)

    def all_faults(self) -> list[str]:
        """What went wrong in the run, said once."""
        doubled = [order for phone in self.phones for order, times in phone.times_told.items() if times != 1]
        told = [f"{len(doubled)} orders did not arrive once, by the journal, at their phone"] if doubled else []
        found = list(dict.fromkeys(self.consoles.faults + told))
        return found[:5] + ([f"and {len(found) - 5} more"] if len(found) > 5 else [])


@asynccontextmanager
async def open_room(stack: Stack, keys: dict[str, Any]) -> AsyncIterator[tuple[Room, str]]:
    """The whole application, with everybody connected; and what that took."""
    with psycopg.connect(database_url(stack.database)) as database:
        database.execute(CLOSE, [[call["id"] for call in keys["calls"][len(keys["phones"]) :]]])
    for sweep in SWEEPS:
        manage(stack.database, sweep)
    stack.start(*REST, more_words={"worker": ["--include", "bench.jobs"]})
    await stack.wait_until_good(stack.live, "/health/live")
    await stack.wait_until_good(stack.web, "/health")
    room = Room(stack, keys)
    try:
        await room.floor.open()
        say(f"Opening {CONSOLES} consoles and {len(room.phones)} phones")
        seconds = await room.consoles.open()
        await asyncio.gather(*(phone.open(stack.live) for phone in room.phones))
        room.positions.start()
        yield room, f"{CONSOLES} consoles had their pictures after {seconds:.0f} s"
    finally:
        for each in (room.consoles, room.floor, room.operator, room.card, *room.phones):
            each.close()


async def jobs_beside(room: Room) -> float:
    """p95 of dispatches while the reports worker has ten jobs that take all the CPU they get."""
    done = jobs_done()
    order_jobs(JOBS)
    await asyncio.sleep(0.5)
    p95, _floor = await room.dispatch(len(room.phones))
    if jobs_done() - done >= JOBS:
        room.job_faults.append("the jobs ended before the dispatches did")
    until = perf_counter() + JOBS * BURN_S * 4
    while jobs_done() - done < JOBS and perf_counter() < until:
        await asyncio.sleep(0.2)
    if jobs_done() - done != JOBS:
        room.job_faults.append(f"{jobs_done() - done} of {JOBS} jobs ran")
    await room.walk()
    return p95


async def in_a_browser(room: Room, stack: Stack, session: str) -> list[str]:
    """The same once more beside a console in a browser: how smooth that stays. Not in the rows: it takes a core."""
    say("One console in a browser")
    address = start_front(stack)
    await asyncio.sleep(1.0)
    async with browser_page(address, session) as page:
        opened = await open_console(page, address)
        await count_frames(page)
        await room.dispatch(len(room.phones))
        await room.walk()
        return [opened, await frames_since(page)]


async def dispatch_rows(stack: Stack, keys: dict[str, Any], rounds: int) -> list[Row]:
    """D1, D2 and D3 from the same rounds."""
    to_phone, beside_jobs, to_consoles = Rounds(), Rounds(), Rounds()
    idle_floor: list[float] = []
    async with open_room(stack, keys) as (room, opened):
        await room.dispatch(WARM_UP)
        await room.walk()
        cost, cpu = OwnCost(), stack.cpu()
        start = perf_counter()
        for number in range(1, rounds + 1):
            say(f"D1, D2, D3: round {number} of {rounds}")
            room.positions.flowing.clear()
            await asyncio.sleep(0.3)
            idle_floor.append(await room.floor.idle_p95())
            room.positions.flowing.set()
            await asyncio.sleep(0.3)
            phone, floor = await room.dispatch(len(room.phones))
            to_phone.add(ours=phone, baseline=floor)
            to_consoles.add(ours=await room.walk(), baseline=floor)
            beside_jobs.add(ours=await jobs_beside(room), baseline=phone)
        wall = perf_counter() - start
        used = {name: (seconds - cpu[name]) / wall for name, seconds in stack.cpu().items()}
        seen = await in_a_browser(room, stack, keys["session"])
        faults = await room.positions.stop() + room.all_faults()
    notes = [
        f"{len(keys['phones'])} dispatches a round, {DISPATCHES_A_SECOND:g} a second; {opened}; {cost.note()}",
        f"{room.positions.stored:,} positions stored in {wall:.0f} s",
        "CPU of one core: " + ", ".join(f"{name} {100 * share:.0f} %" for name, share in used.items()),
        f"the floor while nothing else happened: {1000 * median(idle_floor):.1f} ms",
    ]
    return [
        Row("D1 dispatch, POST assign to the order on the phone, p95", **to_phone.figures(), bar=4, unit="ms",
            faults=faults, notes=notes),
        Row(f"D2 the same beside {JOBS} CPU-bound report jobs, p95", **beside_jobs.figures(), bar=1.5, unit="ms",
            faults=faults + room.job_faults),
        Row(f"D3 status on the phone to all {CONSOLES} consoles, p99", **to_consoles.figures(), bar=6, unit="ms",
            faults=faults, notes=seen),
    ]  # fmt: skip
