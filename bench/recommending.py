"""Rows R: how fast a recommendation comes, how it grows, and whether it is true."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from time import perf_counter
from typing import Any

from bench.measure import OwnCost, Rounds, on_schedule, percentile
from bench.report import Row
from bench.stack import PROJECT, PYTHON, Stack, environment, say
from bench.wire import Http

REQUESTS, A_SECOND = 60, 8.0
WARM_UP = 12
LOOPS = {5_000: 4, 50_000: 2}
SMALL, USUAL, LARGE = 500, 5_000, 50_000
TRUTHS, TRUTHS_SMALL, A_TABLE = 2_000, 300, 500
SAME_S = 0.11  # answers are rounded to a tenth of a second
LONGEST_LINE = 2**24


class Bare:
    """A `bench.floor` process on one database."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def start(cls, database: str) -> "Bare":
        return cls(
            await asyncio.create_subprocess_exec(
                PYTHON, "-m", "bench.floor", cwd=PROJECT, env=environment(database), limit=LONGEST_LINE,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )
        )  # fmt: skip

    async def ask(self, question: str, **given: object) -> Any:
        """The answer to a question of `bench.floor.Floor`.

        Raises:
            RuntimeError: the process ended.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The floor has no pipes.")
        async with self._one_at_a_time:
            self._process.stdin.write(json.dumps({"ask": question, **given}).encode() + b"\n")
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("The floor ended, see above.")
        return json.loads(line)

    async def stop(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        await self._process.wait()


@dataclass
class City:
    """One size: its processes, its keys, and the calls to ask for, one after the other."""

    stack: Stack
    keys: dict[str, Any]
    http: Http
    bare: Bare
    asked: int = 0
    answers: list[tuple[dict[str, Any], list[int]]] = field(default_factory=list)

    def next_call(self) -> dict[str, Any]:
        self.asked += 1
        call: dict[str, Any] = self.keys["calls"][self.asked % len(self.keys["calls"])]
        return call

    async def recommend(self, call: dict[str, Any]) -> list[int]:
        """The units recommended for a call, best first.

        Raises:
            RuntimeError: no road stood behind the answer.
        """
        answer = await self.http.get(f"/api/incidents/{call['id']}/recommendations")
        if answer["estimated"]:
            raise RuntimeError("The recommendation is estimated: no roads were loaded.")
        return [candidate["unit"] for candidate in answer["candidates"]]

    async def refresh(self, seed: int) -> None:
        """Every unit is somewhere new; what was answered before counts no more. Both workers are warm after."""
        await self.bare.ask("refresh", seed=seed)
        self.answers.clear()
        for _each in range(WARM_UP // 2):
            await asyncio.gather(self.recommend(self.next_call()), self.recommend(self.next_call()))
        await self.bare.ask("floor", **place_of(self.next_call()))


def place_of(call: dict[str, Any]) -> dict[str, float]:
    return {"lon": call["lon"], "lat": call["lat"]}


async def ours(city: City) -> float:
    """p95 of whole requests, in seconds."""
    taken: list[float] = []

    async def ask(_number: int, due: float) -> None:
        call = city.next_call()
        units = await city.recommend(call)
        taken.append(perf_counter() - due)
        city.answers.append((call, units))

    await on_schedule(REQUESTS, A_SECOND, ask)
    return percentile(taken, 95)


async def floor(city: City) -> float:
    """p95 of the bare nearest query and tables, at the same pace."""
    taken: list[float] = []

    async def ask(_number: int, _due: float) -> None:
        taken.append((await city.bare.ask("floor", **place_of(city.next_call())))["seconds"])

    await on_schedule(REQUESTS, A_SECOND, ask)
    return percentile(taken, 95)


async def loop(city: City, size: int, faults: list[str]) -> float:
    """The median loop over ORM rows; its nearest units must be the candidates of the answers just given."""
    taken = []
    for call, units in city.answers[: LOOPS[size]]:
        answer = await city.bare.ask("loop", **place_of(call))
        taken.append(answer["seconds"])
        if set(answer["units"]) != set(units):
            odd = len(set(answer["units"]) ^ set(units))
            faults.append(f"{size:,} units, call {call['id']}: {odd} units differ from the nearest by loop")
    return median(taken)


async def speed_rows(cities: dict[int, City], rounds: int) -> list[Row]:
    """R1, R2 and R3 from the same rounds."""
    against_floor, usual_loop, large_loop = Rounds(), Rounds(), Rounds()
    growth, middle = Rounds(), Rounds()
    faults: list[str] = []
    cost = OwnCost()
    for number in range(1, rounds + 1):
        say(f"R1, R2, R3: round {number} of {rounds}")
        p95: dict[int, float] = {}
        for size, city in cities.items():
            await city.refresh(seed=number)
            p95[size] = await ours(city)
            if size == USUAL:
                against_floor.add(ours=p95[size], baseline=await floor(city))
            if size in LOOPS:
                against_loop = usual_loop if size == USUAL else large_loop
                against_loop.add(ours=p95[size], baseline=await loop(city, size, faults))
        growth.add(ours=p95[LARGE], baseline=p95[SMALL])
        middle.add(ours=p95[USUAL], baseline=p95[SMALL])
    checked = f"candidates equal the loop's nearest in {rounds * sum(LOOPS.values())} calls"
    notes = [f"{REQUESTS} requests a round, {A_SECOND:g} a second; {checked}; {cost.note()}"]
    return [
        Row("R1 recommendation, whole HTTP request, p95", **against_floor.figures(), bar=3, unit="ms", faults=faults,
            notes=notes),
        Row("R2 times faster than a loop over ORM rows, 5,000 units", **usual_loop.figures(inverted=True), bar=5,
            unit="ms", at_least=True, faults=faults),
        Row("R2 times faster than a loop over ORM rows, 50,000 units", **large_loop.figures(inverted=True), bar=30,
            unit="ms", at_least=True, faults=faults),
        Row("R3 growth from 500 to 50,000 units, p95", **growth.figures(), bar=1.5, unit="ms", faults=faults,
            notes=[f"500 to 5,000 units: {middle.ratio:.2f} x"]),
    ]  # fmt: skip


async def truth_row(cities: dict[int, City]) -> Row:
    """R4: the first unit recommended, against the exact best of all that can be sent."""
    cost = OwnCost()
    say(f"R4: {TRUTHS:,} calls against the exact table of all")
    lost = await losses(cities[USUAL], TRUTHS)
    lost_small = await losses(cities[SMALL], TRUTHS_SMALL)
    wrong = [seconds for seconds in lost if seconds > SAME_S]
    wrong_small = [seconds for seconds in lost_small if seconds > SAME_S]
    faults = []
    if wrong and mean(wrong) >= 5:
        faults.append(f"{mean(wrong):.1f} s lost on average when wrong; the bar is below 5 s")
    if wrong_small:
        faults.append(f"{len(wrong_small)} of {TRUTHS_SMALL} wrong with 31 that can be sent; the bar is none")
    right = 1 - len(wrong) / len(lost)
    return Row(
        "R4 first unit is the exact best by road, share of calls", 100 * right, 100.0, right, 0.995, "%", 1,
        at_least=True, faults=faults,
        notes=[
            f"{len(wrong)} of {len(lost):,} wrong, {mean(wrong) if wrong else 0:.1f} s lost on average when wrong;"
            f" {len(wrong_small)} of {TRUTHS_SMALL} wrong with 31 that can be sent; {cost.note()}"
        ],
    )  # fmt: skip


async def losses(city: City, count: int) -> list[float]:
    """Seconds that the first unit recommended arrives after the best one, for each of `count` calls."""
    lost: list[float] = []
    while len(lost) < count:
        await city.refresh(seed=1000 + len(lost))
        calls = [city.next_call() for _each in range(min(A_TABLE, count - len(lost)))]
        chosen = await first_units(city, calls)
        places = [[call["lon"], call["lat"]] for call in calls]
        answer = await city.bare.ask("exact", places=places, chosen=chosen)
        lost += [taken - best for taken, best in zip(answer["chosen"], answer["best"], strict=True)]
    return lost


async def first_units(city: City, calls: Sequence[dict[str, Any]]) -> list[int]:
    """The first unit for each call; two requests under way at a time."""
    both = asyncio.Semaphore(2)

    async def ask(call: dict[str, Any]) -> int:
        async with both:
            return (await city.recommend(call))[0]

    return await asyncio.gather(*(ask(call) for call in calls))
