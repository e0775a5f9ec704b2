"""From streets that cross to nodes that they share."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import shapely

from zones.demo_city.arteries import Street, lines_of
from zones.demo_city.frame import Frame, degrees

ONE_WAY = 0.3  # part of the side streets between two main streets
GRID_M = 0.25  # places nearer than this are one

type Key = tuple[int, int]


@dataclass(frozen=True)
class Road:
    """A street, or a part of it, as a map holds it: numbers of nodes, in order."""

    street: Street
    nodes: list[int]
    bridge: bool = False


@dataclass(frozen=True)
class Network:
    """`places` are the nodes in degrees, `board` on the board, arrays of n x 2; `junctions`: where roads meet."""

    roads: list[Road]
    places: Any
    board: Any
    junctions: Any


def join(frame: Frame, streets: list[Street], over: list[Street], spans: Any) -> Network:
    """Cut streets where they meet, and number the nodes.

    Args:
        streets: lines on the ground: wherever they touch, there is a crossing.
        over: lines that pass over the others, and share only nodes of the same place.
        spans: the area where streets run on bridges.
    """
    sources = [
        (number, line, bridge)
        for number, street in enumerate(streets)
        for shape, bridge in _spanned(street.line, spans)
        for line in lines_of(shape)
    ]
    lines = np.array([line for _number, line, _bridge in sources])
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
    nearest = shapely.STRtree(lines).nearest(shapely.line_interpolate_point(noded, 0.5, normalized=True))
    pieces = defaultdict(list)
    for edge, source in zip(noded, nearest, strict=True):
        number, _line, bridge = sources[source]
        pieces[number].append((edge, bridge))
    nodes = _Nodes()
    roads = [
        road
        for number, edges in sorted(pieces.items())
        for road in _chains(streets[number], edges, nodes, frame.size.node_m)
    ]
    roads += [Road(street, nodes.numbers(street.line, frame.size.node_m), bridge=True) for street in over]
    roads = _with_one_ways(roads, frame.chance("one-way"))
    board = np.array(nodes.places)
    return Network(roads, degrees(frame.bend(board)), board, _junctions(roads, len(board)))


def _spanned(line: Any, spans: Any) -> list[tuple[Any, bool]]:
    """The line on the ground and the line on bridges."""
    if not line.intersects(spans):
        return [(line, False)]
    return [(line.difference(spans), False), (line.intersection(spans), True)]


class _Nodes:
    """Numbers from 0 for places of the board; the same number for the same place."""

    def __init__(self) -> None:
        self.places: list[tuple[float, float]] = []
        self._known: dict[Key, int] = {}

    def numbers(self, line: Any, longest: float) -> list[int]:
        """The nodes of a line, with more between them where they lie too far apart."""
        return [self._number(x, y) for x, y in shapely.get_coordinates(shapely.segmentize(line, longest))]

    def _number(self, x: float, y: float) -> int:
        key = round(x / GRID_M), round(y / GRID_M)
        if key not in self._known:
            self._known[key] = len(self.places)
            self.places.append((float(x), float(y)))
        return self._known[key]


def _chains(street: Street, edges: list[tuple[Any, bool]], nodes: _Nodes, longest: float) -> Iterator[Road]:
    """The pieces of a street in order, joined as long as they go on."""
    chain: list[int] = []
    on = False
    for edge, bridge in sorted(edges, key=lambda piece: _along(street, piece[0])):
        numbers = nodes.numbers(_ahead(street, edge), longest)
        if chain and (chain[-1] != numbers[0] or bridge != on):
            yield Road(street, chain, on)
            chain = []
        chain += numbers[1:] if chain else numbers
        on = bridge
    if chain:
        yield Road(street, chain, on)


def _along(street: Street, edge: Any) -> float:
    return float(street.line.project(edge.interpolate(0.5, normalized=True)))


def _ahead(street: Street, edge: Any) -> Any:
    """The edge in the direction of its street."""
    first, last = shapely.get_point(edge, 0), shapely.get_point(edge, -1)
    return edge if street.line.project(first) <= street.line.project(last) else shapely.reverse(edge)


def _with_one_ways(roads: list[Road], chance: Random) -> list[Road]:
    """Make some side streets one-way: only such as lead from one main street to another, so that nobody is trapped."""
    on_main = {node for road in roads if road.street.kind in ("primary", "secondary") for node in road.nodes}
    return [
        replace(road, street=replace(road.street, one_way=True))
        if road.street.kind in ("residential", "tertiary")
        and not road.bridge
        and {road.nodes[0], road.nodes[-1]} <= on_main
        and chance.random() < ONE_WAY
        else road
        for road in roads
    ]


def _junctions(roads: list[Road], count: int) -> Any:
    """Whether more than two ways lead on from a node."""
    ways = np.zeros(count, dtype=int)
    for road in roads:
        np.add.at(ways, road.nodes, 2)
        ways[road.nodes[0]] -= 1
        ways[road.nodes[-1]] -= 1
    return ways > 2
