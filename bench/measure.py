"""Latency on a fixed schedule, medians of rounds, and what measuring itself cost."""

import asyncio
import math
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("Nothing was measured.")
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


async def on_schedule(count: int, a_second: float, act: Callable[[int, float], Awaitable[None]]) -> None:
    """Start `act(number, due)` at fixed times, whether or not earlier ones are done; return when all are.

    `due` is the scheduled start on the clock of `time.perf_counter`: whoever counts from it counts queueing too.
    """
    start = time.perf_counter() + 0.05
    tasks = []
    for number in range(count):
        due = start + number / a_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(act(number, due)))  # type: ignore[arg-type]  # a coroutine, though typed as an awaitable
    await asyncio.gather(*tasks)


@dataclass
class Rounds:
    """One figure a round, of ours and of the baseline."""

    ours: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)

    def add(self, *, ours: float, baseline: float) -> None:
        self.ours.append(ours)
        self.baseline.append(baseline)

    @property
    def ratio(self) -> float:
        """The median of the rounds' own ratios: what slows a whole round slows both sides of it."""
        return median(mine / base for mine, base in zip(self.ours, self.baseline, strict=True))

    def figures(self, *, inverted: bool = False) -> dict[str, float]:
        """What a row needs, in milliseconds. `inverted`: how many times faster than the baseline."""
        return {
            "ours": median(self.ours) * 1000,
            "baseline": median(self.baseline) * 1000,
            "ratio": 1 / self.ratio if inverted else self.ratio,
            "rounds": len(self.ours),
        }


class OwnCost:
    """The CPU that this process, the load generator, used of one core; and the machine's load."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def note(self) -> str:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return f"load generator {100 * cpu / wall:.0f} % of one core; {load_average()}"


def load_average() -> str:
    return "load average " + " ".join(f"{load:.1f}" for load in os.getloadavg()) + f" on {os.cpu_count()} cores"
