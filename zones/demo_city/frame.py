"""How large a city is, and how its drawing board lies on the ground.

A city is designed on a square board in metres, where ring roads are squares; `Frame.bend` then bends the board as time
bends cities: rings grow rounder towards the edge, quarters turn, no street is quite straight. Both are plain numbers.
"""

import math
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

CENTRE = (117.0, 36.6)  # an unremarkable place; longitude, latitude
LAT_DEGREE_M = 111_320.0
LON_DEGREE_M = LAT_DEGREE_M * math.cos(math.radians(CENTRE[1]))
ROUNDNESS = 0.2
STRAIGHT_M = 60.0  # a longer line gets more vertices before it is bent
DEGREE_DIGITS = 7

type Metres = tuple[float, float]
type LonLat = tuple[float, float]


class SizeName(StrEnum):
    SMALL = "small"
    CITY = "city"
    LARGE = "large"


@dataclass(frozen=True)
class Size:
    """The measures of a city. Rings are counted in arterial streets from the middle.

    `half_m` is half a side; `arteries` stand each way from the axis; `old` is the ring of the old town, `rings` are the
    others, `fast` the expressway. `node_m` is the longest way between two nodes of a street, `grain` multiplies the
    area of blocks, `buildings` is the share of blocks that show theirs, `beats` how many a station has.
    """

    name: SizeName
    half_m: float
    arteries: int
    old: int
    rings: tuple[int, ...]
    fast: int | None
    node_m: float
    grain: float
    buildings: float
    schools: int
    parks: int
    beats: int

    @property
    def step_m(self) -> float:
        """From one arterial street to the next."""
        return self.half_m / (self.arteries + 0.5)

    def ring_m(self, ring: int) -> float:
        return ring * self.step_m


SIZES = {
    size.name: size
    for size in (
        Size(SizeName.SMALL, 1_500, 3, 1, (2,), None, 90, 0.6, 0.25, 6, 4, 2),
        Size(SizeName.CITY, 6_000, 6, 1, (3,), 5, 55, 1.0, 0.75, 36, 24, 3),
        Size(SizeName.LARGE, 11_000, 11, 2, (4, 7), 9, 27, 0.75, 0.2, 90, 60, 6),
    )
}


class Frame:
    """The board of one city: its size, its chance, and how it is bent."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.seed = seed
        self.board = shapely.box(-size.half_m, -size.half_m, size.half_m, size.half_m)
        chance = self.chance("bend")
        self._waves = [_wave(chance, 0.022 * size.half_m, 0.95 * size.half_m) for _each in range(5)]
        self._ripples = [_wave(chance, 11.0, 620.0) for _each in range(4)]
        self._turns = [
            (place * size.half_m, math.radians(turn))
            for place, turn in (
                (np.array([0.62, -0.3]), 24.0),
                (np.array([-0.55, -0.6]), -20.0),
                (np.array([-0.5, 0.62]), 14.0),
            )
        ]

    def chance(self, what: str) -> random.Random:
        """A source of chance of its own for each part, so that a change of one leaves the others as they are."""
        return random.Random(f"{self.size.name}/{self.seed}/{what}")  # noqa: S311  (a drawing, no secret)

    def bend(self, board: Any) -> Any:
        """Places on the board, an array of n x 2, as metres east and north of the centre."""
        half = self.size.half_m
        u, v = board[:, 0] / half, board[:, 1] / half
        bent = np.column_stack(
            [board[:, 0] * np.sqrt(1 - ROUNDNESS * v**2), board[:, 1] * np.sqrt(1 - ROUNDNESS * u**2)]
        )
        for centre, turn in self._turns:
            bent = _turned(bent, centre, turn, reach=0.27 * half)
        near = np.exp(-((np.hypot(board[:, 0], board[:, 1]) / (1.5 * self.size.ring_m(self.size.old))) ** 2))
        moved = np.zeros_like(bent)
        for wave in self._waves:
            moved += _swayed(board, wave)
        for ripple in self._ripples:
            moved += _swayed(board, ripple) * near[:, None]
        return bent + moved

    def bent(self, shape: Any) -> Any:
        """A shape, or an array of shapes, of the board as it lies on the ground, in metres."""
        return shapely.transform(shapely.segmentize(shape, STRAIGHT_M), self.bend)


def degrees(metres: Any) -> Any:
    """Metres east and north of the centre, an array of n x 2, in degrees of longitude and latitude."""
    lonlat = metres / np.array([LON_DEGREE_M, LAT_DEGREE_M]) + np.array(CENTRE)
    return np.round(lonlat, DEGREE_DIGITS)


def in_degrees(shape: Any) -> Any:
    """A shape, or an array of shapes, in metres on the ground, in degrees."""
    return shapely.transform(shape, degrees)


def _wave(chance: random.Random, height: float, length: float) -> tuple[Any, Any, float]:
    """A sideways sway: its direction and height, its wave numbers, its phase."""
    way, to = chance.uniform(0, math.tau), chance.uniform(0, math.tau)
    number = math.tau / (length * chance.uniform(0.75, 1.4))
    return (
        height * chance.uniform(0.4, 0.8) * np.array([math.cos(to), math.sin(to)]),
        number * np.array([math.cos(way), math.sin(way)]),
        chance.uniform(0, math.tau),
    )


def _swayed(board: Any, wave: tuple[Any, Any, float]) -> Any:
    height, number, phase = wave
    return np.sin(board @ number + phase)[:, None] * height[None, :]


def _turned(places: Any, centre: Any, turn: float, *, reach: float) -> Any:
    """Turned about a centre, less and less with the distance."""
    away = places - centre
    angle = turn * np.exp(-(away**2).sum(axis=1) / (2 * reach**2))
    sin, cos = np.sin(angle), np.cos(angle)
    return centre + np.column_stack([away[:, 0] * cos - away[:, 1] * sin, away[:, 0] * sin + away[:, 1] * cos])
