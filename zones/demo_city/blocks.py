"""How the land between the main streets was parted: small lots in the old town, wide blocks later. On the board."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from zones.demo_city.arteries import Street, lines_of
from zones.demo_city.names import Name

HECTARE = 10_000.0


@dataclass(frozen=True)
class Style:
    """How land is parted: until blocks have about `block_m2`, by streets of these kinds, the first ones first.

    `lattice_m2`: first at once into blocks of that area, by streets from side to side. `wobble`: how crooked streets
    are. `gaps`: part of a lattice that is left out.
    """

    name: str
    block_m2: float
    kinds: tuple[str, ...]
    lattice_m2: float = 0.0
    wobble: float = 0.05
    gaps: float = 0.0


@dataclass(frozen=True)
class Block:
    """Land without streets."""

    shape: Polygon
    style: str


NAMELESS = ("service", "footway")

Naming = Callable[[], Name | None]


def part(shape: Polygon, style: Style, chance: Random, name: Naming) -> tuple[list[Block], list[Street]]:
    """The blocks of a piece of land, and the streets between them."""
    if shape.area < 1.5 * style.block_m2:
        return [Block(shape, style.name)], []
    pieces, streets = _lattice(shape, style, chance, name) if style.lattice_m2 else ([shape], [])
    blocks = []
    for piece in pieces:
        for lot, depth_streets in _halves(piece, style, chance, name, 2 if style.lattice_m2 else 0):
            streets += depth_streets
            if lot is not None:
                blocks.append(Block(lot, style.name))
    return blocks, streets


def _halves(
    shape: Polygon, style: Style, chance: Random, name: Naming, depth: int
) -> Iterator[tuple[Polygon | None, list[Street]]]:
    """Cut in two, and each half again, until the blocks are small enough."""
    if shape.area < style.block_m2 * chance.uniform(1.1, 2.2):
        yield shape, []
        return
    for _attempt in range(4):
        cut = _across(shape, chance, style.wobble)
        pieces = parted(shape, [cut])
        if len(pieces) > 1 and min(piece.area for piece in pieces) > 0.25 * style.block_m2:
            break
    else:
        yield shape, []
        return
    kind = style.kinds[min(depth, len(style.kinds) - 1)]
    given = None if kind in NAMELESS else name()
    yield None, [Street(kind, line, given) for line in lines_of(cut.intersection(shape))]
    for piece in pieces:
        yield from _halves(piece, style, chance, name, depth + 1)


def _across(shape: Polygon, chance: Random, wobble: float) -> LineString:
    """A crooked line over the middle of a shape, across its longer side."""
    corner, along, over, length, width = _frame_of(shape)
    place = chance.uniform(0.42, 0.58)
    start, end = place + chance.uniform(-wobble, wobble), place + chance.uniform(-wobble, wobble)
    bend = chance.uniform(-wobble, wobble) * 0.8
    steps = [
        (-0.02, start),
        (0.3, 0.7 * start + 0.3 * end + bend),
        (0.65, 0.35 * start + 0.65 * end - 0.5 * bend),
        (1.02, end),
    ]
    return LineString([corner + along * length * s + over * width * t for t, s in steps])


def _frame_of(shape: Polygon) -> tuple[Any, Any, Any, float, float]:
    """The smallest rectangle round a shape: a corner, the direction and length of its longer and shorter side."""
    ring = np.array(shapely.oriented_envelope(shape).exterior.coords)
    one, other = ring[1] - ring[0], ring[3] - ring[0]
    if np.hypot(*one) < np.hypot(*other):
        one, other = other, one
    length, width = float(np.hypot(*one)), float(np.hypot(*other))
    return ring[0], one / length, other / width, length, width


def _lattice(shape: Polygon, style: Style, chance: Random, name: Naming) -> tuple[list[Polygon], list[Street]]:
    """Streets from side to side, both ways, with a piece missing here and there."""
    corner, along, over, length, width = _frame_of(shape)
    side = math.sqrt(style.lattice_m2)
    columns, rows = max(1, round(length / side / 1.1)), max(1, round(width / side))
    streets = []
    for number in range(1, columns):
        at = (number + chance.uniform(-0.12, 0.12)) / columns * length
        tilt = chance.uniform(-style.wobble, style.wobble) * width
        streets.append((number * 2 == columns, LineString(
            [corner + along * (at - tilt) - over * 5, corner + along * (at + tilt) + over * (width + 5)]
        )))  # fmt: skip
    for number in range(1, rows):
        at = (number + chance.uniform(-0.12, 0.12)) / rows * width
        tilt = chance.uniform(-style.wobble, style.wobble) * width
        streets.append((number * 2 == rows, LineString(
            [corner + over * (at - tilt) - along * 5, corner + over * (at + tilt) + along * (length + 5)]
        )))  # fmt: skip
    kept = [
        Street(style.kinds[0 if main else 1], line, given)
        for main, street, given in ((main, street, name()) for main, street in streets)
        for line in _built(
            street.intersection(shape), [other for _main, other in streets], chance, 0 if main else style.gaps
        )
    ]
    return parted(shape, [street.line for street in kept]), kept


def _built(line: Any, others: list[LineString], chance: Random, gaps: float) -> Iterator[LineString]:
    """A street without the pieces between two crossings that were left out."""
    for whole in lines_of(line):
        stops = sorted(
            {0.0, whole.length, *(whole.project(other.intersection(whole)) for other in others if other.crosses(whole))}
        )
        start = stops[0]
        for this, after in pairwise(stops):
            if chance.random() < gaps:
                if this > start:
                    yield shapely.ops.substring(whole, start, this)
                start = after
        if start < whole.length:
            yield shapely.ops.substring(whole, start, whole.length)


def parted(shape: Polygon, cuts: list[LineString]) -> list[Polygon]:
    """The pieces of a shape between the cuts."""
    lines = shapely.union_all([shape.boundary, *cuts])
    pieces = shapely.get_parts(shapely.polygonize([lines]))
    return [piece for piece in pieces if shape.covers(piece.point_on_surface())]
