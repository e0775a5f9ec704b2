"""A town whose every name is known, in Chinese and English.

人民路 runs east from 117.000 to 117.020 in two ways, 解放路 crosses it at 117.010, 福州路 runs 2 km north of it with
houses 121 and 123; a second 人民路 lies 10 km away. The town has negative ids and a way that names a missing node.
"""

from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from django.db import transaction
from osmium.osm.mutable import Node, Relation, Way

from zones.gazetteer import build_places

WEST, SOUTH = 117.0, 36.6
NODES = {
    -1: (WEST, SOUTH),
    -2: (WEST + 0.010, SOUTH),
    3: (WEST + 0.020, SOUTH),
    4: (WEST + 0.010, SOUTH - 0.004),
    5: (WEST + 0.010, SOUTH + 0.005),
    6: (WEST, SOUTH + 0.020),
    7: (WEST + 0.020, SOUTH + 0.020),
    8: (WEST, SOUTH + 0.100),
    9: (WEST + 0.010, SOUTH + 0.100),
    10: (WEST + 0.030, SOUTH),
    11: (WEST + 0.030, SOUTH + 0.010),
    12: (WEST + 0.040, SOUTH),
}
SPOTS = {
    51: ({"amenity": "hospital", "name": "第一人民医院"}, (WEST + 0.005, SOUTH + 0.002)),
    52: ({"place": "suburb", "name": "城东"}, (WEST + 0.008, SOUTH + 0.001)),
    53: ({"place": "suburb", "name": "城北"}, (WEST + 0.005, SOUTH + 0.099)),
    54: ({"addr:street": "福州路", "addr:housenumber": "121"}, (WEST + 0.004, SOUTH + 0.0202)),
    55: ({"addr:street": "福州路", "addr:housenumber": "123"}, (WEST + 0.006, SOUTH + 0.0202)),
    56: ({"addr:street": "Main Street", "addr:housenumber": "12;14"}, (WEST + 0.050, SOUTH)),
    58: ({"shop": "supermarket", "name": "人民超市"}, (WEST + 0.01, SOUTH)),
    57: ({"amenity": "bench"}, (WEST, SOUTH)),
}
WAYS = {
    -101: ({"highway": "primary", "name": "人民路", "name:en": "Renmin Road"}, [-1, -2]),
    102: ({"highway": "primary", "name": "人民路"}, [-2, 3, 999]),
    103: ({"highway": "secondary", "name": "解放路", "name:en": "Jiefang Road"}, [4, -2, 5]),
    104: ({"highway": "residential", "name": "福州路"}, [6, 7]),
    105: ({"highway": "primary", "name": "人民路"}, [8, 9]),
    106: ({"highway": "residential", "name": "Southwest Naito Parkway", "alt_name": "Front Street"}, [10, 11]),
    107: ({"highway": "residential", "name": "重庆路"}, [10, 12]),
    108: ({"highway": "residential"}, [3, 10]),
    109: ({"building": "school", "name": "育才小学"}, [6, 7, 8, 6]),
    110: ({"highway": "residential", "name": "Nowhere Lane"}, [998, 999]),
}
PARK = (201, {"type": "multipolygon", "leisure": "park", "name": "中山公园"}, [("w", 111, "outer")])
PARK_OUTLINE = {111: ({}, [4, -2, 3, 4])}


def no_words(_line: str) -> None:
    """Progress that nobody reads."""


def write_town(path: Path) -> Path:
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, place in NODES.items():
            writer.add_node(Node(id=number, location=place, version=1))
        for number, (tags, place) in SPOTS.items():
            writer.add_node(Node(id=number, location=place, tags=tags, version=1))
        for number, (tags, refs) in (WAYS | PARK_OUTLINE).items():
            writer.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
        number, tags, members = PARK
        writer.add_relation(Relation(id=number, tags=tags, members=members, version=1))
    return path


def build(source: Path) -> int:
    with transaction.atomic():
        return build_places(source=source, say=no_words)


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_town(tmp_path_factory.mktemp("named") / "town.osm.pbf")


@pytest.fixture
def town(db: None, town_file: Path) -> int:
    """The gazetteer of the town; how many places it has."""
    return build(town_file)


@pytest.fixture
def build_from(db: None) -> Callable[[Path], int]:
    return build
