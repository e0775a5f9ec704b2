"""The roads of an OpenStreetMap file, cleaned for the data tools of the road engine.

The tools refuse node ids below zero (editors give them to what is not uploaded yet), so those get new ones. A way
that names a node which the file does not hold loses that node, and goes when fewer than two are left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import osmium
from osmium.filter import KeyFilter
from osmium.osm import NODE, RELATION, WAY

from zones.routing.base import LonLat

ROAD_KEYS = ("highway", "route", "railway", "public_transport", "man_made")
WALKABLE = {("railway", "platform"), ("public_transport", "platform"), ("man_made", "pier"), ("route", "ferry")}
FIRST_NEW_ID = 2**39  # the tools store ids in 40 bits; no published id comes near half of that
SAY_EVERY_SECONDS = 2.0
LOOK_EVERY_OBJECTS = 20_000
SAMPLE_SIZE = 64

type Say = Callable[[str], None]


@dataclass(slots=True)
class RoadFacts:
    """What was found and what had to be mended. `sample` are up to 64 places spread over the roads."""

    nodes: int = 0
    ways: int = 0
    renumbered: int = 0
    missing_nodes: int = 0
    dropped_ways: int = 0
    box: tuple[float, float, float, float] = (180.0, 90.0, -180.0, -90.0)
    sample: list[LonLat] = field(default_factory=list)


def write_roads(source: Path, target: Path, *, say: Say) -> RoadFacts:
    """Write the roads of `source` (any format osmium reads) to `target`; tell about progress every two seconds.

    Raises:
        OSError, RuntimeError: the source is missing, truncated or broken, or the target cannot be written.
    """
    return _RoadWriter(source, say).write(target)


class _Numbers:
    """Ids the tools accept: those of the file where possible, else new ones, the same for the same id."""

    def __init__(self) -> None:
        self.given: dict[int, int] = {}

    def of(self, number: int) -> int:
        if 0 < number < FIRST_NEW_ID:
            return number
        return self.given.setdefault(number, FIRST_NEW_ID + len(self.given))


class _RoadWriter:
    def __init__(self, source: Path, say: Say) -> None:
        self._source = source
        self._say = say
        self._said_at = monotonic()
        self._facts = RoadFacts()
        self._wanted: dict[int, bool] = {}  # node id: on a highway, so part of the imported area
        self._present: set[int] = set()
        self._kept_ways: set[int] = set()
        self._node_numbers, self._way_numbers = _Numbers(), _Numbers()

    def write(self, target: Path) -> RoadFacts:
        self._find_wanted_nodes()
        with osmium.SimpleWriter(str(target), overwrite=True) as writer:
            self._write_nodes(writer)
            self._write_ways(writer)
            self._write_restrictions(writer)
        self._facts.renumbered = len(self._node_numbers.given) + len(self._way_numbers.given)
        return self._facts

    def _find_wanted_nodes(self) -> None:
        for way in self._roads():
            on_land = "highway" in way.tags
            for node in way.nodes:
                self._wanted[node.ref] = on_land or self._wanted.get(node.ref, False)

    def _write_nodes(self, writer: Any) -> None:
        every = max(1, len(self._wanted) // SAMPLE_SIZE)
        for node in self._read(NODE):
            if node.id not in self._wanted or not node.location.valid():
                continue
            number = self._node_numbers.of(node.id)
            writer.add_node(node if number == node.id else node.replace(id=number))
            if self._wanted[node.id]:
                self._count_node(node.location, every)
            self._present.add(node.id)

    def _count_node(self, location: Any, every: int) -> None:
        facts, lon, lat = self._facts, location.lon, location.lat
        if facts.nodes % every == 0 and len(facts.sample) < SAMPLE_SIZE:
            facts.sample.append((lon, lat))
        facts.nodes += 1
        west, south, east, north = facts.box
        facts.box = (min(west, lon), min(south, lat), max(east, lon), max(north, lat))

    def _write_ways(self, writer: Any) -> None:
        for way in self._roads():
            refs = [node.ref for node in way.nodes]
            found = [self._node_numbers.of(ref) for ref in refs if ref in self._present]
            self._facts.missing_nodes += len(refs) - len(found)
            if len(found) < 2:
                self._facts.dropped_ways += 1
                continue
            number = self._way_numbers.of(way.id)
            unchanged = number == way.id and found == refs
            writer.add_way(way if unchanged else way.replace(id=number, nodes=found))
            self._kept_ways.add(way.id)
            self._facts.ways += "highway" in way.tags

    def _write_restrictions(self, writer: Any) -> None:
        numbers = _Numbers()
        for relation in self._read(RELATION, KeyFilter("restriction", "restriction:conditional")):
            members = [self._member(member) for member in relation.members]
            if None not in members:
                writer.add_relation(relation.replace(id=numbers.of(relation.id), members=members))

    def _member(self, member: Any) -> tuple[str, int, str] | None:
        """The member under its new number; None if the roads do not hold it."""
        if member.type == "n" and member.ref in self._present:
            return "n", self._node_numbers.of(member.ref), member.role
        if member.type == "w" and member.ref in self._kept_ways:
            return "w", self._way_numbers.of(member.ref), member.role
        return None

    def _roads(self) -> Iterator[Any]:
        for way in self._read(WAY, KeyFilter(*ROAD_KEYS)):
            if "highway" in way.tags or any(way.tags.get(key) == value for key, value in WALKABLE):
                yield way

    def _read(self, kind: Any, *filters: Any) -> Iterator[Any]:
        objects = osmium.FileProcessor(str(self._source), kind)
        for condition in filters:
            objects = objects.with_filter(condition)
        for count, found in enumerate(objects, start=1):
            if count % LOOK_EVERY_OBJECTS == 0:
                self._tell(count)
            yield found

    def _tell(self, count: int) -> None:
        if monotonic() - self._said_at >= SAY_EVERY_SECONDS:
            self._said_at = monotonic()
            self._say(f"  {count:,} objects read in this pass")
