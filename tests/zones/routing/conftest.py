"""A town small enough to know every way in it.

13-14-15-16      all streets are residential, a hundredth of a degree apart, both ways,
 | |  |  |       except the south one (1 to 4), which runs east only, and a footway that cuts 1 to 6;
 9-10-11-12      21-22 is an island with a street of its own;
 | |  |  |       31-32 is a motorway that touches nothing.
 5-6--7--8
 |/|  |  |
 1>2->3->4
"""

from datetime import UTC, datetime

import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from zones.routing.build import import_roads

WEST, SOUTH, STEP = 117.0, 36.6, 0.01
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
STREET = {"highway": "residential"}


def corner(number):
    """Longitude and latitude of one of the sixteen corners."""
    return WEST + STEP * ((number - 1) % 4), SOUTH + STEP * ((number - 1) // 4)


NODES = {number: corner(number) for number in range(1, 17)} | {
    21: (117.2, 36.6),
    22: (117.21, 36.6),
    31: (117.0, 36.7),
    32: (117.05, 36.7),
}
WAYS = {
    101: (STREET | {"oneway": "yes"}, [1, 2, 3, 4]),
    102: (STREET, [5, 6, 7, 8]),
    103: (STREET, [9, 10, 11, 12]),
    104: (STREET, [13, 14, 15, 16]),
    105: (STREET, [1, 5, 9, 13]),
    106: (STREET, [2, 6, 10, 14]),
    107: (STREET, [3, 7, 11, 15]),
    108: (STREET, [4, 8, 12, 16]),
    109: ({"highway": "footway"}, [1, 6]),
    110: (STREET, [21, 22]),
    111: ({"highway": "motorway"}, [31, 32]),
    112: ({"building": "yes"}, [1, 2, 6, 1]),
}


def write_map(path, *, nodes=None, ways=None, relations=(), node_tags=None):
    """Write an OpenStreetMap file and return its path; nodes are id: place, ways id: (tags, node ids)."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, place in (NODES if nodes is None else nodes).items():
            writer.add_node(Node(id=number, location=place, tags=(node_tags or {}).get(number, {}), version=1))
        for number, (tags, refs) in (WAYS if ways is None else ways).items():
            writer.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
        for number, tags, members in relations:
            writer.add_relation(Relation(id=number, tags=tags, members=members, version=1))
    return path


def no_words(_line):
    """Progress that nobody reads."""


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """A roads folder with the town imported; read only."""
    folder = tmp_path_factory.mktemp("town")
    source = write_map(folder / "town.osm.pbf")
    import_roads(source=source, roads_dir=folder / "roads", at=AT, say=no_words)
    return folder / "roads"


@pytest.fixture
def roads_dir(tmp_path, settings):
    """An empty roads folder that the settings name."""
    settings.ROADS_DIR = tmp_path / "roads"
    return settings.ROADS_DIR
