"""A planned city as an OpenStreetMap file, byte for byte the same for the same plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.osm import mutable

from zones.demo_city.city import CityPlan, Feature, street_tags

GENERATOR = "patrol"  # tells the import of the map that this is nobody's data

type Ring = list[tuple[float, float]]


def write_city(plan: CityPlan, path: Path) -> None:
    """Write the city; the suffix of `path` says the format, such as .osm.pbf. A file that is there is replaced.

    Raises:
        OSError, RuntimeError: the file cannot be written.
    """
    unfinished = path.with_name(f"unfinished-{path.name}")
    content = _numbered(plan)
    header = osmium.io.Header()
    header.set("generator", GENERATOR)
    with osmium.SimpleWriter(str(unfinished), header=header, overwrite=True) as writer:
        for number, (place, tags) in enumerate(content.nodes, start=1):
            writer.add_node(mutable.Node(id=number, location=place, tags=tags, version=1))
        for number, (nodes, tags) in enumerate(content.ways, start=1):
            writer.add_way(mutable.Way(id=number, nodes=nodes, tags=tags, version=1))
        for number, (members, tags) in enumerate(content.relations, start=1):
            writer.add_relation(mutable.Relation(id=number, members=members, tags=tags, version=1))
    unfinished.rename(path)


@dataclass
class _Content:
    """Nodes, ways and relations, numbered from 1 by their place in the list."""

    nodes: list[tuple[tuple[float, float], dict[str, str]]]
    ways: list[tuple[list[int], dict[str, str]]]
    relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]]

    def add_line(self, line: Ring, tags: dict[str, str]) -> int:
        """A way of its own nodes; closed where the line is."""
        closed = line[0] == line[-1]
        numbers = []
        for place in line[:-1] if closed else line:
            self.nodes.append((place, {}))
            numbers.append(len(self.nodes))
        self.ways.append((numbers + numbers[:1] * closed, tags))
        return len(self.ways)


def _numbered(plan: CityPlan) -> _Content:
    """Road nodes first, then what stands beside the roads."""
    content = _Content([((float(lon), float(lat)), {}) for lon, lat in plan.network.places], [], [])
    for road in plan.network.roads:
        tags = street_tags(road.street) | _named(road.street.name)
        if road.bridge:
            tags |= {"bridge": "yes", "layer": "1"}
        content.ways.append(([node + 1 for node in road.nodes], tags))
    for feature in plan.features:
        _add(content, feature)
    return content


def _add(content: _Content, feature: Feature) -> None:
    tags = feature.tags | _named(feature.name)
    shape = feature.shape
    if shape.geom_type == "Point":
        content.nodes.append(((shape.x, shape.y), tags))
    elif shape.geom_type == "LineString":
        content.add_line(_places(shape), tags)
    elif shape.interiors or "boundary" in tags:
        members = [("w", content.add_line(_places(shape.exterior), {}), "outer")]
        members += [("w", content.add_line(_places(ring), {}), "inner") for ring in shape.interiors]
        content.relations.append((members, {"type": "multipolygon"} | tags))
    else:
        content.add_line(_places(shape.exterior), tags)


def _places(line: Any) -> Ring:
    return [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(line)]


def _named(name: Any) -> dict[str, str]:
    return {"name": name.zh, "name:zh": name.zh, "name:en": name.en} if name else {}


def counts(plan: CityPlan) -> Iterable[str]:
    """What a city holds, in words."""
    yield f"{len(plan.network.places):,} road nodes"
    yield f"{len(plan.network.roads):,} road ways"
    yield f"{len(plan.features):,} other features"
