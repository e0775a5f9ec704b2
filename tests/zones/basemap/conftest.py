"""A quarter with one thing of every layer in it.

Streets bound it; a coast crosses it from east to west, so that the sea is north of it; in the south-west lies a block
with a courtyard, beside it a park, a lake, a hospital, and a railway with its station.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.zones.routing.conftest import no_words, write_map
from zones.models import MapImport
from zones.services.map_import import import_map

WEST, SOUTH, METRES_100 = 116.38, 39.88, 0.001  # within one tile of zoom 13
COURTYARD = (WEST + 1.5 * METRES_100, SOUTH + 1.5 * METRES_100)
OPEN_SEA = (WEST + 10 * METRES_100, SOUTH + 19 * METRES_100)


def at(column: float, row: float) -> tuple[float, float]:
    """A place by its hundreds of metres east and north of the south-west corner."""
    return WEST + column * METRES_100, SOUTH + row * METRES_100


def square(first: int, column: float, row: float, size: float) -> dict[int, tuple[float, float]]:
    """Four nodes numbered from `first`, anticlockwise."""
    corners = [(column, row), (column + size, row), (column + size, row + size), (column, row + size)]
    return {first + number: at(*corner) for number, corner in enumerate(corners)}


def ring(first: int) -> list[int]:
    return [first, first + 1, first + 2, first + 3, first]


NODES = (
    square(1, 0, 0, 20)
    | square(11, 1, 1, 1)
    | square(21, 1.3, 1.3, 0.4)
    | square(31, 4, 1, 3)
    | square(41, 9, 1, 3)
    | square(51, 14, 1, 2)
    | {61: at(-1, 15), 62: at(10, 14), 63: at(21, 15), 71: at(0, 8), 72: at(20, 8), 81: at(10, 10), 82: at(10, 8)}
)
NODE_TAGS = {
    81: {"place": "suburb", "name": "东关"},
    82: {"railway": "station", "name": "东关站", "name:en": "Dongguan"},
}
WAYS = {
    101: ({"highway": "primary", "name": "环城路", "name:en": "Ring Road"}, ring(1)),
    102: ({}, ring(11)),
    103: ({}, ring(21)),
    104: ({"leisure": "park", "name": "人民公园"}, ring(31)),
    105: ({"natural": "water"}, ring(41)),
    106: ({"amenity": "hospital", "name": "第一医院"}, ring(51)),
    107: ({"natural": "coastline"}, [63, 62, 61]),
    108: ({"railway": "rail"}, [71, 72]),
    109: ({}, [1, 3]),
}
RELATIONS = (
    (201, {"type": "multipolygon", "building": "yes"}, [("w", 102, "outer"), ("w", 103, "inner")]),
    (202, {"type": "boundary", "boundary": "administrative", "admin_level": "6"}, [("w", 109, "outer")]),
)


@pytest.fixture
def quarter(tmp_path: Path) -> Path:
    """The quarter as a file."""
    return write_map(tmp_path / "quarter.osm.pbf", nodes=NODES, ways=WAYS, relations=RELATIONS, node_tags=NODE_TAGS)


@pytest.fixture
def take_in(db: None, now: datetime) -> Callable[[Path], MapImport]:
    """`take_in(file)`: import it without a word."""
    return lambda file: import_map(source=file, at=now, say=no_words)
