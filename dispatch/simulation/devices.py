"""What trackers report of where units are: every few seconds of the day, not quite exactly, with gaps."""

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Any

from dispatch.replay.fleet import METRES_A_DEGREE
from dispatch.simulation.dice import Dice

EVERY_S = (5.0, 10.0)
LEAST_WAIT_S = 1.0  # of our own time: a device sends no more often, however fast the day goes by
ERROR_M, LEAST_ACCURACY_M = 4.0, 3.0
GAP_CHANCE = 1 / 150  # a report: about once in twenty minutes
GAP_S = (25.0, 120.0)
KEEPS_CHANCE = 0.6  # of a gap: out of the network but with a position, which is sent later
MOST_KEPT = 60


@dataclass
class Device:
    """A tracker: when it speaks next, until when it is cut off, and what it keeps meanwhile."""

    dice: random.Random
    next_at: float = 0.0
    back_at: float = 0.0
    keeps: bool = False
    kept: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))


class Devices:
    """The trackers of all units. `speed`: seconds of the day in one of ours."""

    def __init__(self, dice: Dice, speed: float) -> None:
        self._dice = dice
        self._speed = speed
        self._devices: dict[int, Device] = {}

    def reports(self, positions: Iterable[dict[str, Any]], now: float) -> list[dict[str, Any]]:
        """What arrives at a moment of the true positions, oldest first; the last one of a unit is that of now."""
        due: list[dict[str, Any]] = []
        for position in positions:
            device = self._device(position["unit"])
            if now >= device.next_at:
                device.next_at = now + max(LEAST_WAIT_S, device.dice.uniform(*EVERY_S) / self._speed)
                due += self._heard(device, position, now)
        return due

    def forget(self, on_duty: Iterable[int]) -> None:
        """Only these units are left."""
        self._devices = {unit: self._devices[unit] for unit in on_duty if unit in self._devices}

    def _device(self, unit_id: int) -> Device:
        if unit_id not in self._devices:
            self._devices[unit_id] = Device(self._dice.of("device", unit_id))
        return self._devices[unit_id]

    def _heard(self, device: Device, position: dict[str, Any], now: float) -> list[dict[str, Any]]:
        """What the server hears of a position: nothing in a gap, and after it what was kept."""
        measured = with_error(position, device.dice)
        if now >= device.back_at and device.dice.random() < GAP_CHANCE:
            device.back_at = now + device.dice.uniform(*GAP_S) / self._speed
            device.keeps = device.dice.random() < KEEPS_CHANCE
        if now < device.back_at:
            if device.keeps:
                device.kept.append(measured)
            return []
        heard = [*device.kept, measured]
        device.kept.clear()
        return heard


def with_error(position: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A position as a receiver measures it: some metres off, and it says how many it may be."""
    east, north = dice.gauss(0, ERROR_M), dice.gauss(0, ERROR_M)
    off = hypot(east, north)
    return position | {
        "lon": round(position["lon"] + east / (METRES_A_DEGREE * cos(radians(position["lat"]))), 7),
        "lat": round(position["lat"] + north / METRES_A_DEGREE, 7),
        "speed": max(0.0, round(position["speed"] + dice.gauss(0, 0.3), 1)) if position["speed"] else 0.0,
        "accuracy": round(max(LEAST_ACCURACY_M, off * dice.uniform(0.8, 1.6)), 1),
    }
