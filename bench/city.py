"""A made-up city of about 250,000 road nodes, the same every time, as an OpenStreetMap file.

A jittered grid, 20 km a side: blocks of 120 m, main streets, one-way side streets, gaps, and two rivers that only some
streets cross, so that the nearest unit by straight line is often not the first to arrive.
"""

import math
import random
from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.osm import mutable

STREETS = 167  # each way
BLOCK_M = 120.0
BENDS = 4  # between two crossings: a node every 24 m, as streets are drawn
JITTER_M = 12.0
CENTRE = (117.0, 36.6)
LONGEST_WAY = 12  # blocks
GAPS = 0.08  # part of side street blocks without a road
RIVER, BRIDGE_EVERY = 83, 12  # the river runs between street 83 and 84, both ways
SEED = 20_260_101
FILE_NAME = "made-up-city-1.osm.pbf"

LAT_DEGREE_M = 111_320.0
LON_DEGREE_M = LAT_DEGREE_M * math.cos(math.radians(CENTRE[1]))

type Node = tuple[int, float, float]
type Way = tuple[list[int], dict[str, str]]


def write_city(path: Path) -> None:
    """Write the city to `path`, unless it is there."""
    if path.exists():
        return
    unfinished = path.with_name(f"unfinished-{path.name}")
    with osmium.SimpleWriter(str(unfinished), overwrite=True) as writer:
        for number, lon, lat in nodes():
            writer.add_node(mutable.Node(id=number, location=(lon, lat), version=1))
        for number, (refs, tags) in enumerate(ways(), start=1):
            writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags, version=1))
    unfinished.rename(path)


def place(east_m: float, north_m: float) -> tuple[float, float]:
    """Degrees of a place that lies so many metres from the centre."""
    return CENTRE[0] + east_m / LON_DEGREE_M, CENTRE[1] + north_m / LAT_DEGREE_M


def random_place(chance: random.Random) -> tuple[float, float]:
    """Anywhere in the city, well inside its last street."""
    half = BLOCK_M * (STREETS / 2 - 2)
    return place(chance.uniform(-half, half), chance.uniform(-half, half))


def nodes() -> Iterator[Node]:
    """Crossings, then the bends between a crossing and the next ones to the east and north."""
    chance = random.Random(SEED)
    for row in range(STREETS):
        for column in range(STREETS):
            yield crossing(row, column), *_jittered(chance, row, column)
    for row in range(STREETS):
        for column in range(STREETS):
            for step in range(1, BENDS + 1):
                along = step / (BENDS + 1)
                yield bend(row, column, step, east=True), *_jittered(chance, row, column + along)
                yield bend(row, column, step, east=False), *_jittered(chance, row + along, column)


def ways() -> Iterator[Way]:
    """Every street from end to end, in pieces of up to a dozen blocks, broken by gaps and rivers."""
    chance = random.Random(SEED + 1)
    for east in (True, False):
        for street in range(STREETS):
            tags = street_tags(street)
            for refs in _pieces(street, east=east, is_main="oneway" not in tags and street % 5 == 0, chance=chance):
                yield refs, tags


def street_tags(street: int) -> dict[str, str]:
    """Every tenth street is a main one, every fifth a secondary one; half of the others are one-way."""
    if street % 10 == 0:
        return {"highway": "primary", "maxspeed": "60", "name": f"Main {street}"}
    if street % 5 == 0:
        return {"highway": "secondary", "maxspeed": "50", "name": f"Avenue {street}"}
    tags = {"highway": "residential", "maxspeed": "30", "name": f"Street {street}"}
    one_way = {1: "yes", 3: "-1"}.get(street % 4)
    return tags | ({"oneway": one_way} if one_way else {})


def crossing(row: int, column: int) -> int:
    return 1 + row * STREETS + column


def bend(row: int, column: int, step: int, *, east: bool) -> int:
    """A node between a crossing and the next one to the east, or to the north; steps count from 1."""
    return STREETS * STREETS + 2 * BENDS * (row * STREETS + column) + 2 * step - east


def _pieces(street: int, *, east: bool, is_main: bool, chance: random.Random) -> Iterator[list[int]]:
    piece: list[int] = []
    for block in range(STREETS - 1):
        gap = chance.random() < GAPS and not is_main
        water = block == RIVER and street % BRIDGE_EVERY != 0
        if piece and (gap or water or len(piece) > LONGEST_WAY * (BENDS + 1)):
            yield piece
            piece = []
        if not gap and not water:
            piece += _block(street, block, east=east)[bool(piece) :]
    if piece:
        yield piece


def _block(street: int, block: int, *, east: bool) -> list[int]:
    """The nodes from one crossing to the next."""
    row, column = (street, block) if east else (block, street)
    ahead = crossing(row, column + 1) if east else crossing(row + 1, column)
    return [crossing(row, column), *(bend(row, column, step, east=east) for step in range(1, BENDS + 1)), ahead]


def _jittered(chance: random.Random, row: float, column: float) -> tuple[float, float]:
    half = (STREETS - 1) / 2
    east = (column - half) * BLOCK_M + chance.uniform(-JITTER_M, JITTER_M)
    north = (row - half) * BLOCK_M + chance.uniform(-JITTER_M, JITTER_M)
    return place(east, north)
